"""Editions: made whole or not at all, never changed, each knowing the one before."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import fields, make_dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.model.dataset import Publisher
from pipeline.model.edition import Distribution, digest_of
from pipeline.model.errors import ConfigError, OutsideWorldError
from pipeline.model.graph import Triple, curie
from pipeline.model.report import NOTHING
from pipeline.news import compare_editions
from pipeline.publish.folder import Folder
from pipeline.render import distributions
from pipeline.render.formats.rdf import render_turtle
from pipeline.town import Town, read_town
from tests.towns import FIRST_DAY, SECOND_DAY, change, copy_town, output_of, publish


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return copy_town(tmp_path)


def _folder(place: Path) -> Folder:
    return Folder(output_of(place) / "beispielstadt")


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def _set(cell: str, value: str | float | None) -> Callable[[Worksheet], None]:
    def edit(sheet: Worksheet) -> None:
        sheet[cell] = value

    return edit


def test_an_edition_holds_every_file_that_it_lists_with_its_digest(place: Path) -> None:
    from hashlib import sha256

    publish(place)

    for half, first in zip(_folder(place).halves("2026-11-22"), ("projects.csv", "typed.csv"), strict=True):
        files = _files(half)
        told = json.loads(files.pop("edition.json"))["distributions"]
        listed = [item for item in told if item.get("is_public", True) == (half.parents[1].name == "public")]
        assert {item["name"]: item["sha256"] for item in listed} == {
            name: sha256(content).hexdigest() for name, content in files.items()
        }
        assert listed[0]["name"] == first


def test_files_come_in_the_order_in_which_they_are_asked_for(tmp_path: Path) -> None:
    place = copy_town(tmp_path)

    publish(place)

    listed = json.loads((_folder(place).current / "edition.json").read_text("utf-8"))["distributions"]
    described = [item["name"] for item in listed if item["dataset"] == "roadmap"]
    assert described[:3] == ["projects.csv", "roadmap.xlsx", "roadmap.ttl"]
    after = described.index("roadmap.ics") + 1
    assert described[after : after + 2] == ["history.nq", "project-fields.csv"]
    assert described[-2:] == ["projects.csv-metadata.json", "provenance.nq"]


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    places = [copy_town(tmp_path / name) for name in ("a", "b")]

    for each in places:
        publish(each)

    assert _files(_folder(places[0]).current) == _files(_folder(places[1]).current)


def test_no_change_makes_no_new_edition(place: Path) -> None:
    publish(place)

    outcome = publish(place, now=SECOND_DAY)

    assert outcome.receipt is not None
    assert not outcome.receipt.changed
    assert _folder(place).versions() == ["2026-11-22"]


def test_a_change_makes_a_new_edition_that_tells_it_in_words(place: Path) -> None:
    publish(place)
    change(place, _set("G8", "im Betrieb"))

    outcome = publish(place, now=SECOND_DAY)

    assert outcome.receipt is not None
    assert outcome.receipt.changed
    assert _folder(place).versions() == ["2026-11-22", "2026-11-23"]
    words = (_folder(place).current / "changes.md").read_text("utf-8")
    assert "- Wegweiser in Leichter Sprache (BA-02)\n  - Status: bisher „laufend“, neu „im Betrieb“\n" in words
    assert "- Wegweiser in Leichter Sprache (BA-02)\n  - Status: “running” before, now “in operation”\n" in words


def test_changes_of_dates_and_amounts_are_told_in_quotes_and_with_their_currency(place: Path) -> None:
    publish(place)
    change(place, _set("I8", "Mitte 2028"))
    change(place, _set("K8", 50))
    change(place, _set("K10", None))

    publish(place, now=SECOND_DAY)

    words = (_folder(place).current / "changes.md").read_text("utf-8")
    for line in (
        "- Wegweiser in Leichter Sprache (BA-02)",
        "  - Betrag (geplant): bisher „42.500 EUR“, neu „50.000 EUR“",
        "  - Ende: bisher „Ende 2027“, neu „Mitte 2028“",
        "  - Amount (planned): “EUR 42,500” before, now “EUR 50,000”",
        "- Offene Turnhallen (SK-01)",
        "  - Betrag (geplant): entfernt, bisher „25.000 EUR“",
    ):
        assert line in words.splitlines()


def test_two_editions_of_one_day_are_counted_on(place: Path) -> None:
    publish(place)
    change(place, _set("C8", "Wegweiser in Einfacher Sprache"))

    publish(place)

    assert _folder(place).versions() == ["2026-11-22", "2026-11-22.2"]
    assert json.loads((_folder(place).current / "edition.json").read_text("utf-8"))["previous"] == "2026-11-22"


@pytest.mark.parametrize(
    ("zone", "moment", "day"),
    [
        ("Europe/Berlin", datetime(2026, 12, 31, 23, 30, tzinfo=UTC), "2027-01-01"),
        ("Europe/Berlin", datetime(2026, 12, 31, 22, 30, tzinfo=UTC), "2026-12-31"),
        ("Europe/Berlin", datetime(2026, 7, 14, 22, 30, tzinfo=UTC), "2026-07-15"),
        ("Atlantic/Reykjavik", datetime(2026, 12, 31, 23, 30, tzinfo=UTC), "2026-12-31"),
        ("America/St_Johns", datetime(2027, 1, 1, 3, 0, tzinfo=UTC), "2026-12-31"),
    ],
)
def test_an_edition_is_named_by_the_day_that_it_is_in_the_town(
    place: Path, zone: str, moment: datetime, day: str
) -> None:
    _in_zone(place, zone)

    outcome = publish(place, now=moment)

    current = _folder(place).current
    assert outcome.edition is not None
    assert (outcome.edition.version, outcome.edition.made_at) == (day, moment)
    assert current.resolve().name == day
    assert f'"{moment.isoformat()}"^^xsd:dateTime' in (current / "catalog.ttl").read_text("utf-8")


@pytest.mark.parametrize(("zone", "expected"), [("Europe/Berlin", set()), ("UTC", {"running-not-started"})])
def test_the_dates_of_an_edition_are_judged_on_the_day_that_it_is_in_the_town(
    place: Path, zone: str, expected: set[str]
) -> None:
    _in_zone(place, zone)
    change(place, _set("H8", "01.01.2027"))

    report = publish(place, now=datetime(2026, 12, 31, 23, 30, tzinfo=UTC)).prepared.report

    assert {result.rule.id for result in report.results if result.cell.row == 8} == expected


def test_an_edition_never_sorts_before_the_one_it_follows(place: Path) -> None:
    """A town whose time zone is changed could be back in yesterday, and what sorts last is taken for the newest."""
    moment = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    publish(place, now=moment)
    _in_zone(place, "America/New_York")
    change(place, _set("C8", "Wegweiser"))

    publish(place, now=moment + timedelta(minutes=5))

    assert _folder(place).versions() == ["2027-01-01", "2027-01-01.2"]
    assert _folder(place).current.resolve().name == "2027-01-01.2"


def _in_zone(place: Path, zone: str) -> None:
    settings = place / "dataset.toml"
    settings.write_text(f'schedule = {{ time_zone = "{zone}" }}\n{settings.read_text("utf-8")}', "utf-8")


def test_a_failed_run_changes_nothing_but_its_report(place: Path) -> None:
    publish(place)
    before = _files(_folder(place).current.resolve())
    change(place, _set("E8", "Raumfahrt"))

    outcome = publish(place, now=SECOND_DAY)

    assert outcome.receipt is None
    assert _files(_folder(place).current.resolve()) == before
    assert _folder(place).versions() == ["2026-11-22"]
    report = json.loads((_folder(place).report / "report.json").read_text("utf-8"))
    assert [(result["rule"], result["cell"]) for result in report["results"] if result["severity"] == "Violation"] == [
        ("field-unknown", "E8")
    ]
    assert (_folder(place).report / "vorhaben.geprueft.xlsx").is_file()


def test_an_interrupted_write_leaves_the_old_edition_whole(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(place)
    before = _files(_folder(place).current.resolve())
    change(place, _set("C8", "Wegweiser in Einfacher Sprache"))

    def no_space(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pipeline.publish.folder.switch", no_space)
    with pytest.raises(OutsideWorldError, match="could not be written"):
        publish(place, now=SECOND_DAY)

    assert _files(_folder(place).current.resolve()) == before


def test_a_project_that_vanishes_is_told_and_stays_published(place: Path) -> None:
    publish(place)
    change(place, lambda sheet: sheet.delete_rows(13))

    outcome = publish(place, now=SECOND_DAY)

    assert outcome.receipt is not None
    warnings = {result.rule.id for result in outcome.prepared.report.results if result.severity.rank == 1}
    assert warnings == {"project-vanished", "total-differs"}  # the sum still counts it
    assert "vorhaben/KW-02> " in (_folder(place).current / "roadmap.nt").read_text("utf-8")
    assert outcome.prepared.carried == ("KW-02",)


def test_a_withdrawn_project_stays_and_is_marked(place: Path) -> None:
    publish(place)
    change(place, lambda sheet: sheet.delete_rows(13))
    settings = place / "dataset.toml"
    withdrawn = '\n[withdrawn."KW-02"]\nsince = 2026-11-23\nreason = { de = "Doppelt erfasst", en = "Entered twice" }\n'
    settings.write_text(settings.read_text("utf-8") + withdrawn, "utf-8")

    outcome = publish(place, now=SECOND_DAY)

    assert "project-vanished" not in {result.rule.id for result in outcome.prepared.report.results}
    triples = (_folder(place).current / "roadmap.nt").read_text("utf-8")
    assert 'vorhaben/KW-02> <https://w3id.org/digitalstrategie/def/withdrawn> "2026-11-23"^^' in triples


def test_a_withdrawn_project_is_marked_in_every_form_and_stays_what_it_is(place: Path) -> None:
    publish(place)
    change(place, lambda sheet: sheet.delete_rows(13))
    settings = place / "dataset.toml"
    withdrawn = '\n[withdrawn."KW-02"]\nsince = 2026-11-23\nreason = { de = "Doppelt erfasst", en = "Entered twice" }\n'
    settings.write_text(settings.read_text("utf-8") + withdrawn, "utf-8")

    publish(place, now=SECOND_DAY)
    again = publish(place, now=SECOND_DAY + timedelta(days=1))

    files = _files(_folder(place).current)
    rows = list(csv.DictReader(io.StringIO(files["projects.csv"].decode())))
    assert [(row["key"], row["withdrawal_reason"]) for row in rows if row["withdrawn"]] == [
        ("KW-02", "Doppelt erfasst")
    ]
    columns = [*rows[0]]
    assert columns.index("withdrawn") == columns.index("status") + 1
    sheet = load_workbook(io.BytesIO(files["roadmap.xlsx"]))["Roadmap"]
    told = [cell.value for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("zurückgezogen am")]
    assert told == ["zurückgezogen am 23.11.2026: Doppelt erfasst"]
    calendar = files["roadmap.ics"].decode().replace("\r\n ", "")
    assert "STATUS:CANCELLED" in calendar
    assert "(zurückgezogen)" in calendar
    assert again.receipt is not None
    assert not again.receipt.changed


def test_a_project_that_is_only_kept_says_so_in_the_workbook(place: Path) -> None:
    publish(place)
    change(place, lambda sheet: sheet.delete_rows(13))

    publish(place, now=SECOND_DAY)

    sheet = load_workbook(_folder(place).current / "roadmap.xlsx")["Roadmap"]
    told = [cell.value for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("nicht mehr in der")]
    assert told == ["nicht mehr in der Tabelle der Stadt, Stand der letzten Angabe"]


def test_a_great_loss_is_held_until_it_is_accepted(place: Path) -> None:
    publish(place)
    change(place, lambda sheet: sheet.delete_rows(12, 2))

    held = publish(place, now=SECOND_DAY)
    released = publish(place, now=SECOND_DAY, accept_loss=True)

    assert held.receipt is None
    assert "rows-lost" in {result.rule.id for result in held.prepared.report.results}
    assert released.receipt is not None
    assert released.prepared.carried == ("KW-01", "KW-02")


def test_a_lost_column_is_held(tmp_path: Path) -> None:
    place = copy_town(tmp_path, "erkelenz")
    publish(place)
    change(place, lambda sheet: sheet.delete_cols(9), "roadmap.xlsx")

    held = publish(place, now=SECOND_DAY)

    assert held.receipt is None
    assert [result.message.de for result in held.prepared.report.results if result.rule.id == "column-lost"] == [
        "Die Spalte „Federführung“ stand in der letzten Ausgabe und fehlt jetzt. Die neue Ausgabe wird zurückgehalten."
    ]


def test_two_editions_are_compared_as_rdf_too(place: Path) -> None:
    publish(place)
    change(place, _set("G8", "im Betrieb"))
    publish(place, now=SECOND_DAY)
    editions = _folder(place).editions

    comparison, base = compare_editions(editions / "2026-11-22", editions / "2026-11-23")

    assert base == "https://w3id.org/digitalstrategie/id/beispielstadt/"
    status = curie("ds:status")
    assert [t.object.rpartition("/")[2] for t in comparison.added if t.predicate == status] == ["in-operation>"]
    assert [triple.object.rpartition("/")[2] for triple in comparison.removed] == ["running>"]


def test_a_town_without_a_workbook_is_a_mistake_in_its_settings(place: Path) -> None:
    (place / "vorhaben.xlsx").unlink()

    with pytest.raises(ConfigError, match=r"no workbook called vorhaben\.xlsx"):
        publish(place)


@pytest.mark.parametrize("now", [FIRST_DAY, SECOND_DAY])
def test_an_edition_is_never_written_over(place: Path, now: datetime) -> None:
    publish(place, now=now)
    version = _folder(place).versions()[0]
    before = [_files(half) for half in _folder(place).halves(version)]
    change(place, _set("C8", "Anders"))

    publish(place, now=now)

    assert [_files(half) for half in _folder(place).halves(version)] == before


def test_what_vanished_is_kept_also_when_the_columns_got_other_titles(place: Path) -> None:
    publish(place)

    def rename_and_drop(sheet: Worksheet) -> None:
        sheet["C4"] = "Projektname"
        sheet.delete_rows(13)

    change(place, rename_and_drop)
    settings = place / "dataset.toml"
    settings.write_text(settings.read_text("utf-8").replace('title = "Vorhaben"', 'title = "Projektname"'), "utf-8")

    outcome = publish(place, now=SECOND_DAY)

    assert outcome.prepared.carried == ("KW-02",)
    assert outcome.receipt is not None


def test_an_empty_table_publishes_nothing(place: Path) -> None:
    change(place, lambda sheet: sheet.delete_rows(6, 9))

    outcome = publish(place)

    assert outcome.receipt is None
    assert [result.rule.id for result in outcome.prepared.report.results] == ["table-empty"]


def test_an_accepted_loss_is_remembered(place: Path) -> None:
    publish(place)
    change(place, lambda sheet: sheet.delete_rows(12, 2))

    publish(place, now=SECOND_DAY, accept_loss=True)
    again = publish(place, now=SECOND_DAY)

    assert again.receipt is not None
    assert "rows-lost" not in {result.rule.id for result in again.prepared.report.results}


def test_an_annotated_copy_that_is_handed_in_again_is_read_like_the_original(place: Path) -> None:
    change(place, _set("E8", "Raumfahrt"))
    first = publish(place)

    annotated = (first.report_folder / "vorhaben.geprueft.xlsx").read_bytes()
    (place / "vorhaben.xlsx").write_bytes(annotated)
    second = publish(place)

    assert second.prepared.report.results == first.prepared.report.results
    assert [sheet.projects for sheet in second.prepared.report.files[0].sheets] == [0, 5, 0]


def test_what_a_killed_run_left_behind_is_cleared_away(place: Path) -> None:
    publish(place)
    unfinished = ".2026-11-22.abcd1234.unfinished"
    for name in (
        f"public/editions/{unfinished}",
        f"internal/editions/{unfinished}",
        "public/.current.abcd1234.unfinished",
    ):
        (_folder(place).path / name).mkdir()

    publish(place, now=SECOND_DAY)

    folder = _folder(place)
    assert _names(folder.editions) == _names(folder.internal / "editions") == ["2026-11-22"]
    assert _names(folder.path) == ["internal", "public"]
    assert _names(folder.public) == ["current", "editions"]
    assert _names(folder.internal) == [".lock", "editions", "report"]


def test_an_edition_that_was_finished_and_never_shown_is_shown_by_the_next_run(place: Path) -> None:
    publish(place)
    change(place, _set("C8", "Wegweiser in Einfacher Sprache"))
    publish(place, now=SECOND_DAY)
    current = _folder(place).current
    current.unlink()
    current.symlink_to("editions/2026-11-22")

    outcome = publish(place, now=SECOND_DAY)

    assert outcome.receipt is not None
    assert not outcome.receipt.changed
    assert str(current.readlink()) == "editions/2026-11-23"


def test_a_lost_link_to_the_newest_edition_is_made_again(place: Path) -> None:
    publish(place)
    _folder(place).current.unlink()
    change(place, lambda sheet: sheet.delete_rows(13))

    outcome = publish(place, now=SECOND_DAY)

    assert outcome.prepared.carried == ("KW-02",)


def test_two_runs_do_not_work_on_one_town_at_once(place: Path) -> None:
    with _folder(place).locked(), pytest.raises(OutsideWorldError, match="another run"):
        publish(place)


def test_settings_that_nobody_sees_make_no_new_edition(place: Path) -> None:
    publish(place)
    settings = place / "dataset.toml"
    settings.write_text(settings.read_text("utf-8") + "\n[limits]\nmax_cells = 4000000\n", "utf-8")

    outcome = publish(place, now=SECOND_DAY)

    assert outcome.receipt is not None
    assert not outcome.receipt.changed


# What decides that nothing has changed ###############################################################################


def test_one_more_setting_that_nobody_uses_makes_no_new_edition(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(place)
    wider = make_dataclass("Wider", [("fax", str, "")], bases=(Publisher,), frozen=True)

    def read_wider(settings: Path, code_lists: Iterable[Triple]) -> Town:
        town = read_town(settings, code_lists)
        publisher = wider(**{field.name: getattr(town.dataset.publisher, field.name) for field in fields(Publisher)})
        return replace(town, dataset=replace(town.dataset, publisher=publisher))

    monkeypatch.setattr("tests.towns.read_town", read_wider)

    outcome = publish(place, now=SECOND_DAY)

    assert outcome.receipt is not None
    assert not outcome.receipt.changed


def test_a_writer_that_was_mended_makes_a_new_edition_that_says_why(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(place)
    monkeypatch.setattr(distributions, "render_turtle", lambda *given: b"# mended\n" + render_turtle(*given))

    outcome = publish(place, now=SECOND_DAY)

    assert outcome.receipt is not None
    assert outcome.receipt.changed
    current = _folder(place).current
    reason = "What the town says is the same; the program reads, writes or describes it differently."
    assert reason in (current / "changes.md").read_text("utf-8")
    assert f'"{reason}"@en' in (current / "catalog.ttl").read_text("utf-8")
    assert f'"{reason}"@en' in (current / "changes.ttl").read_text("utf-8")
    assert "Nichts hat sich geändert" not in (current / "changes.md").read_text("utf-8")
    again = publish(place, now=SECOND_DAY).receipt
    assert again is not None
    assert not again.changed


def test_another_description_makes_a_new_edition_that_says_why(place: Path) -> None:
    publish(place)
    settings = place / "dataset.toml"
    text = settings.read_text("utf-8")
    settings.write_text(text.replace("Erfundene Vorhaben", "Vorhaben"), "utf-8")

    publish(place, now=SECOND_DAY)

    words = (_folder(place).current / "changes.md").read_text("utf-8")
    assert "nur an ihrer Beschreibung oder der Form der Dateien" in words
    assert "das Programm" not in words


@pytest.mark.parametrize("later", [1, 40, 400])
def test_time_alone_makes_no_new_edition(place: Path, later: int) -> None:
    publish(place)

    outcome = publish(place, now=FIRST_DAY + timedelta(days=later))

    assert outcome.receipt is not None
    assert not outcome.receipt.changed


def _swap(sheet: Worksheet) -> None:
    for above, below in zip(sheet[7], sheet[8], strict=True):
        above.value, below.value = below.value, above.value


@pytest.mark.parametrize("move", [_swap, lambda sheet: sheet.insert_rows(8)], ids=["swapped", "moved down"])
def test_a_row_that_is_moved_says_the_same(place: Path, move: Callable[[Worksheet], object]) -> None:
    publish(place)
    change(place, move)

    outcome = publish(place, now=SECOND_DAY)

    assert outcome.receipt is not None
    assert not outcome.receipt.changed


def test_an_archive_is_known_by_what_is_packed_in_it() -> None:
    def packed(how: int, cell: str) -> Distribution:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", how) as archive:
            archive.writestr("sheet.xml", cell * 50)
        return Distribution("roadmap.xlsx", "application/zip", buffer.getvalue(), NOTHING)

    stored, deflated = packed(zipfile.ZIP_STORED, "a"), packed(zipfile.ZIP_DEFLATED, "a")

    assert stored.content != deflated.content
    assert digest_of([stored]) == digest_of([deflated])
    assert digest_of([stored]) != digest_of([packed(zipfile.ZIP_STORED, "b")])
