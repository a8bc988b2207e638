"""``edition.json``: what it tells, what is read back of it, and that nothing missing or odd in it passes."""

from __future__ import annotations

import errno
import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.model.edition import Edition
from pipeline.model.errors import OutsideWorldError
from pipeline.publish.halves import fault_of, write_halves
from pipeline.publish.held import Halves
from pipeline.publish.manifest import (
    check_manifest,
    read_edition,
    read_manifest,
    read_named,
    read_public_manifest,
    read_public_named,
    render_manifests,
)
from tests.small_editions import FIRST, LATER, REPORT, TABLE, TOWN, make_edition, make_first_edition

TOLD_OF_THE_TABLE = {
    "name": "projects.csv",
    "media_type": "text/csv",
    "title": {"de": "Vorhaben", "en": "Projects"},
    "description": {"de": "Ein Vorhaben je Zeile", "en": "A project a row"},
    "dataset": "roadmap",
    "described_by": "projects.json",
    "size_bytes": len(TABLE.content),
    "sha256": hashlib.sha256(TABLE.content).hexdigest(),
}
PUBLIC = {
    "layout": 2,
    "town": TOWN,
    "base": "https://kleinstadt.example/",
    "title": {"de": "Fahrplan", "en": "Roadmap"},
    "notice": {"de": "Hinweis", "en": "Notice"},
    "license": "http://dcat-ap.de/def/licenses/cc-zero",
    "version": FIRST,
    "made_at": "2026-11-22T09:30:00+00:00",
    "previous": "2026-11-21",
    "digest": f"digest of {FIRST}",
    "inputs": [{"file": "vorhaben.xlsx", "sha256": "f" * 64}],
    "counts": {"project": 1},
    "carried": ["KW-02"],
    "columns": {"status": "Umsetzungsstand"},
    "amended": ["2026-11-29"],
    "datasets": {"roadmap": {"version": FIRST, "digest": "digest of the roadmap"}},
    "result": {"conforms": True},
    "distributions": [TOLD_OF_THE_TABLE],
}
MAY_LACK = {"amended", "datasets", "dataset", "described_by", "description", "conforms", "size_bytes"}
"""What the first editions did not tell, and what nobody reads back."""


def _halves(place: Path, edition: Edition | None = None) -> Halves:
    edition = edition or make_edition()
    halves = Halves(place / "public" / edition.version, place / "internal" / edition.version)
    write_halves(edition, halves)
    return halves


@pytest.fixture
def halves(tmp_path: Path) -> Halves:
    return _halves(tmp_path)


def _told(half: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((half / "edition.json").read_bytes())
    return told


def _tell(half: Path, told: Any) -> None:
    (half / "edition.json").write_text(json.dumps(told), "utf-8")


def _reason(halves: Halves) -> str:
    fault = fault_of(halves, town=TOWN)
    return fault.message.de if fault else ""


def test_anybody_reads_of_an_edition_what_is_documented_and_no_more(halves: Halves) -> None:
    assert _told(halves.public) == PUBLIC


def test_the_house_reads_all_of_an_edition(halves: Halves) -> None:
    written = (halves.public / "edition.json").read_bytes()
    account = {"sheet": "Plan", "rows": 2, "projects": 1, "left_out": [{"row": 1, "reason": "header"}]}
    assert _told(halves.internal) == PUBLIC | {
        "result": {"conforms": True, "findings": {"Warning": 2}},
        "files": [
            {"file": "vorhaben.xlsx", "sha256": "f" * 64, "size_bytes": 99, "columns": ["Kennung", "Titel"]}
            | {"sheets": [account | {"hidden_columns": ["H"]}]}
        ],
        "distributions": [
            TOLD_OF_THE_TABLE | {"is_public": True},
            {"name": "report.html", "media_type": "text/html", "title": {"de": "Bericht", "en": "Report"}}
            | {"description": {"de": "", "en": ""}, "dataset": "", "described_by": "", "size_bytes": 3}
            | {"sha256": hashlib.sha256(REPORT.content).hexdigest(), "is_public": False},
        ],
        "public_manifest": hashlib.sha256(written).hexdigest(),
    }


def test_the_description_is_for_people_too(halves: Halves) -> None:
    written = (halves.public / "edition.json").read_text("utf-8")

    assert written.startswith('{\n  "layout": 2,\n')
    assert written.endswith("}\n")
    _tell(halves.public, {"title": "Ähre"})
    again = replace(make_edition(LATER), town="Ährenstadt")
    other = _halves(halves.public.parents[1], again)
    assert '"town": "Ährenstadt"' in (other.public / "edition.json").read_text("utf-8")


def test_each_description_is_called_so_and_belongs_to_its_half() -> None:
    public, whole = render_manifests(make_edition())

    assert (public.is_public, whole.is_public) == (True, False)
    for written in (public, whole):
        assert (written.name, written.media_type) == ("edition.json", "application/json")
        assert written.title == ("Beschreibung der Ausgabe", "The edition")


def test_the_first_edition_follows_none(tmp_path: Path) -> None:
    halves = _halves(tmp_path, make_first_edition())

    assert _told(halves.public)["previous"] is None
    assert read_edition(halves, read_manifest(halves)) == make_first_edition()


def test_an_edition_is_read_back_as_it_was_written(halves: Halves) -> None:
    assert read_edition(halves, read_manifest(halves)) == make_edition()
    assert fault_of(halves, town=TOWN) is None


def test_what_the_first_editions_did_not_tell_is_read_as_nothing(halves: Halves) -> None:
    told = _told(halves.internal)
    del told["amended"], told["datasets"]
    for file in told["distributions"]:
        for key in ("dataset", "described_by", "description"):
            del file[key]
    _tell(halves.internal, told)

    read = read_edition(halves, read_manifest(halves))

    bare = [replace(file, dataset="", described_by="", description=REPORT.description) for file in (TABLE, REPORT)]
    assert read == replace(make_edition(), amended=(), datasets={}, distributions=tuple(bare))


def _places(told: Any) -> Iterator[tuple[Any, Any]]:
    """Every container of a description with each key in it, however deep."""
    pairs = list(told.items() if isinstance(told, dict) else enumerate(told) if isinstance(told, list) else ())
    for key, value in pairs:
        yield told, key
        yield from _places(value)


COUNT_OF_PLACES = len(list(_places(PUBLIC))) + 60


def _edited(half: Path, number: int) -> tuple[dict[str, Any], Any, Any] | None:
    told = _told(half)
    places = list(_places(told))
    return (told, *places[number]) if number < len(places) else None


_BY_NAME = {"project", "status", "Warning", "roadmap"}
"""Keys that are names of the town's own: one less is no damage."""


def test_no_key_can_be_missing_without_a_word(halves: Halves) -> None:
    whole, passed = _told(halves.internal), []
    for number in range(COUNT_OF_PLACES):
        edited = _edited(halves.internal, number)
        if edited is None:
            break
        told, container, key = edited
        if isinstance(container, dict) and key not in MAY_LACK | _BY_NAME:
            del container[key]
            _tell(halves.internal, told)
            if f"es fehlt '{key}'" not in _reason(halves) and "missing 1 required" not in _reason(halves):
                passed.append(key)
            _tell(halves.internal, whole)

    assert passed == []


@pytest.mark.parametrize("odd", [7, [7], {"x": 7}])
def test_no_value_of_another_kind_passes_without_a_word(halves: Halves, odd: object) -> None:
    """Where a text is told: a number, a list or an object in its place is damage."""
    whole, passed = _told(halves.internal), []
    for number in range(COUNT_OF_PLACES):
        edited = _edited(halves.internal, number)
        if edited is None:
            break
        told, container, key = edited
        of_files = {id(inner) for inner, _ in _places(told["files"])}
        if isinstance(container[key], str) and id(container) not in of_files:
            container[key] = odd
            _tell(halves.internal, told)
            if not _reason(halves):
                passed.append(key)
            _tell(halves.internal, whole)

    assert passed == []


@pytest.mark.parametrize(
    ("key", "odd", "why"),
    [
        ("is_public", 1, "1 is neither true nor false"),
        ("name", "../report.html", "'../report.html' is no name of a file"),
        ("name", "a/b", "'a/b' is no name of a file"),
        ("title", {}, "es fehlt 'de'"),
        ("media_type", 7, "7 is no text"),
    ],
)
def test_a_file_is_told_of_in_its_own_words(halves: Halves, key: str, odd: object, why: str) -> None:
    told = _told(halves.internal)
    told["distributions"][1][key] = odd
    _tell(halves.internal, told)

    assert f"ist beschädigt ({why});" in _reason(halves)


@pytest.mark.parametrize("layout", [1, 3, "2", None])
def test_a_description_of_another_layout_is_not_read(halves: Halves, layout: object) -> None:
    _tell(halves.internal, _told(halves.internal) | {"layout": layout})

    assert f"edition.json: ist beschädigt (layout {layout}); stellen Sie" in _reason(halves)


def test_what_is_wrong_is_told_with_the_file_and_what_to_do(halves: Halves) -> None:
    told = _told(halves.internal)
    del told["carried"]
    _tell(halves.internal, told)

    with pytest.raises(OutsideWorldError) as caught:
        read_manifest(halves)

    path, public, internal = halves.internal / "edition.json", *halves
    assert caught.value.message == (
        f"{path}: ist beschädigt (es fehlt 'carried'); stellen Sie die Datei aus einer Sicherung her. Gibt es keine, "
        f"nehmen Sie die Ausgabe weg (die Ordner {public} und {internal} und den Verweis „current“); dann gilt die "
        "Ausgabe davor",
        f"{path}: is damaged ('carried' is missing); restore the file from a backup. If there is none, take the "
        f'edition away (the folders {public} and {internal} and the link "current"); then the edition before it counts',
    )


def test_an_edition_of_another_town_or_version_is_named_as_such(halves: Halves) -> None:
    manifest = read_manifest(halves)
    for town, edit, german in (("x", {}, TOWN), (TOWN, {"version": LATER}, TOWN)):
        with pytest.raises(OutsideWorldError) as caught:
            check_manifest(manifest | edit, halves, town=town)

        version = edit.get("version", FIRST)
        path = halves.internal / "edition.json"
        assert caught.value.message.de.startswith(
            f"{path}: beschreibt etwas anderes (Stadt {german}, Ausgabe {version}); stellen Sie die Datei"
        )
        assert caught.value.message.en.startswith(
            f"{path}: describes something else (town {german}, edition {version}); restore the file"
        )


@pytest.mark.parametrize("half", ["public", "internal"])
def test_a_file_that_was_changed_since_is_named(halves: Halves, half: str) -> None:
    path = getattr(halves, half) / {"public": "projects.csv", "internal": "report.html"}[half]
    path.write_bytes(b"changed")

    fault = fault_of(halves, town=TOWN)

    assert fault is not None
    assert fault.message.de.startswith(f"{path}: ist nicht, womit die Ausgabe gemacht wurde; stellen Sie die Datei")
    assert fault.message.en.startswith(f"{path}: is not what the edition was made with; restore the file")


def test_the_public_description_is_held_to_the_one_of_the_house(halves: Halves) -> None:
    _tell(halves.public, PUBLIC)

    assert _reason(halves).startswith(f"{halves.public / 'edition.json'}: ist nicht, womit")


@pytest.mark.parametrize("gone", ["projects.csv", "edition.json"])
def test_a_file_that_is_missing_is_named(halves: Halves, gone: str) -> None:
    (halves.public / gone).unlink()

    fault = fault_of(halves, town=TOWN)

    assert fault is not None
    assert fault.message.de.startswith(f"{halves.public / gone}: nicht lesbar (nicht vorhanden); stellen Sie die Datei")
    assert fault.message.en.startswith(
        f"{halves.public / gone}: could not be read (No such file or directory); restore the file"
    )


@pytest.mark.parametrize(("put", "why"), [(Path.mkdir, "(ein Ordner)"), (os.mkfifo, "(keine Datei")])
def test_what_is_no_file_is_not_waited_for(halves: Halves, put: Any, why: str) -> None:
    path = halves.public / "projects.csv"
    path.unlink()
    put(path)

    assert f"{path}: nicht lesbar {why}" in _reason(halves)


def test_a_pipe_has_the_reason_of_the_system_beside_ours(halves: Halves) -> None:
    path = halves.public / "projects.csv"
    path.unlink()
    os.mkfifo(path)

    fault = fault_of(halves, town=TOWN)

    assert fault is not None
    assert str(fault.__cause__) == f"[Errno {errno.ENXIO}] {os.strerror(errno.ENXIO)}"


def test_a_file_is_read_by_its_name_from_the_half_that_it_lies_in(halves: Halves) -> None:
    manifest = read_manifest(halves)

    assert read_named(halves, manifest, "projects.csv") == TABLE.content
    assert read_named(halves, manifest, "report.html") == REPORT.content
    assert read_public_named(halves.public, read_public_manifest(halves.public), "projects.csv") == TABLE.content


def test_a_file_that_is_not_told_of_is_not_read(halves: Halves) -> None:
    manifest = read_manifest(halves)
    (halves.public / "extra.csv").write_bytes(b"ours")
    with pytest.raises(OutsideWorldError) as whole:
        read_named(halves, manifest, "extra.csv")
    with pytest.raises(OutsideWorldError) as public:
        read_public_named(halves.public, manifest, "extra.csv")

    path = halves.internal / "edition.json"
    assert whole.value.message.de.startswith(f"{path}: nennt keine Datei extra.csv; stellen Sie die Datei")
    assert whole.value.message.en.startswith(f"{path}: names no file extra.csv; restore the file")
    assert f"den Ordner {halves.public} und den Verweis" in public.value.message.de
    assert f"the folder {halves.public} and the link" in public.value.message.en
    assert public.value.message.de.startswith(f"{halves.public / 'edition.json'}: nennt keine")


def test_a_public_file_that_was_changed_since_is_not_read(halves: Halves) -> None:
    manifest = read_public_manifest(halves.public)
    (halves.public / "projects.csv").write_bytes(b"changed")

    with pytest.raises(OutsideWorldError, match=r"projects\.csv: is not what .*the folder /"):
        read_public_named(halves.public, manifest, "projects.csv")


@pytest.mark.parametrize("layout", [1, 2])
def test_the_public_description_is_read_of_both_layouts(halves: Halves, layout: int) -> None:
    _tell(halves.public, PUBLIC | {"layout": layout})

    assert read_public_manifest(halves.public) == PUBLIC | {"layout": layout}


_ODD: dict[str, dict[str, Any]] = {
    "a layout to come": {"layout": 3},
    "no layout": {"layout": None},
    "a version that is no text": {"version": 20261122},
    "a digest that is no text": {"digest": None},
    "an input without a digest": {"inputs": [{"file": "vorhaben.xlsx"}]},
    "an input with a digest that is no text": {"inputs": [{"file": "vorhaben.xlsx", "sha256": 1}]},
    "a file without a digest": {"distributions": [{"name": "projects.csv"}]},
    "files that are none": {"distributions": 5},
}


@pytest.mark.parametrize("odd", _ODD.values(), ids=_ODD)
def test_an_odd_public_description_is_damaged(halves: Halves, odd: dict[str, Any]) -> None:
    _tell(halves.public, PUBLIC | odd)

    with pytest.raises(OutsideWorldError) as caught:
        read_public_manifest(halves.public)

    why = f" (layout {odd['layout']});" if "layout" in odd else " ("
    assert caught.value.message.en.startswith(f"{halves.public / 'edition.json'}: is damaged{why}")
    assert f"the folder {halves.public} and the link" in caught.value.message.en
    assert f"({halves.internal}" not in caught.value.message.en
    assert caught.value.message.de.startswith(f"{halves.public / 'edition.json'}: ist beschädigt{why}")


def test_a_public_description_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(OutsideWorldError) as caught:
        read_public_manifest(tmp_path)

    assert caught.value.message.en.startswith(f"{tmp_path / 'edition.json'}: could not be read (")
    assert f"the folder {tmp_path} and the link" in caught.value.message.en
