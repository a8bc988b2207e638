"""What was asked of a unit, and what it answered, is forgotten with a project that is withdrawn."""

from __future__ import annotations

from pathlib import Path

from pipeline.cli import CLEAN, main
from pipeline.publish.folder import Folder
from pipeline.reminding import keep_circular, kept_circulars, name_of, place_of_circulars
from tests.circulars import ask_town, forgotten_town
from tests.erasures import where_it_stands
from tests.towns import output_of

UNIT = "Bauamt"


def test_a_circular_goes_on_without_a_project_that_is_withdrawn(tmp_path: Path) -> None:
    place = forgotten_town(tmp_path)
    asked = ask_town(place)
    circular, folder = asked.of(UNIT), Folder(output_of(place) / asked.town.name)
    request, *others = circular.requests
    assert others
    keep_circular(circular, folder)
    umlauf = place_of_circulars(folder)
    (umlauf / circular.id).mkdir()
    (umlauf / circular.id / name_of(circular)).write_bytes(asked.workbook(UNIT))
    (umlauf / "difference-0123.txt").write_text(f"{request.key}: {request.title} → anders", "utf-8")
    (umlauf / "difference-4567.txt").write_text(f"{others[0].key}: {others[0].title} → anders", "utf-8")

    assert _withdraw(place, asked.town.name, request.key) == CLEAN

    (kept,) = kept_circulars(folder)
    assert kept.keys == tuple(each.key for each in others)
    assert request.key not in {key for key, _ in kept.base}
    assert where_it_stands(folder.internal, request.title) == []
    assert {path.name for path in umlauf.iterdir()} == {f"{circular.id}.json", circular.id, "difference-4567.txt"}
    assert list((umlauf / circular.id).iterdir()) == []


def test_what_we_did_not_write_there_goes_where_it_says_the_project(tmp_path: Path) -> None:
    place = forgotten_town(tmp_path)
    asked = ask_town(place)
    folder, request = Folder(output_of(place) / asked.town.name), asked.of(UNIT).requests[0]
    umlauf = place_of_circulars(folder)
    umlauf.mkdir(parents=True)
    (umlauf / "odd.json").write_text(f'["{request.title}"', "utf-8")
    (umlauf / "other.json").write_text("{}", "utf-8")

    assert _withdraw(place, asked.town.name, request.key) == CLEAN

    assert [path.name for path in umlauf.iterdir()] == ["other.json"]


def _withdraw(place: Path, town: str, key: str) -> int:
    try:
        main(("withdraw", town, "--project", key, "--sources", str(place.parent), "--output", str(output_of(place))))
    except SystemExit as ended:
        return int(ended.code or 0)
    return CLEAN
