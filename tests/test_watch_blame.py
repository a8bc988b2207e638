"""A file is judged by its own faults and by those that arise by it; those of other files are told apart."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.publish.folder import Folder
from pipeline.state import open_state
from pipeline.watch.jobs import Job
from pipeline.watch.watched import Watched
from pipeline.watch.watcher import Watcher
from pipeline.watch.work import do
from pipeline.watch.workers import Here
from tests.towns import change, copy_town

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TOWN = "beispielstadt"


def _marked(sheet: Worksheet, mark: str = "-0") -> list[Cell]:
    """The keys of projects that have a mark."""
    header = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "Vorhaben-ID")
    below = [sheet.cell(row, header.column) for row in range(header.row + 1, sheet.max_row + 1)]
    return [cell for cell in below if isinstance(cell, Cell) and mark in str(cell.value)]


def _other_keys(sheet: Worksheet) -> None:
    for cell in _marked(sheet):
        cell.value = str(cell.value).replace("-0", "-9")


def _set_twice(sheet: Worksheet, mark: str = "-0") -> None:
    first, second = _marked(sheet, mark)[:2]
    second.value = first.value


def _first_of(path: Path) -> str:
    return str(_marked(load_workbook(path).worksheets[0], "-9")[0].value)


def _two_workbooks(tmp_path: Path) -> Path:
    town = copy_town(tmp_path)
    settings = town / "dataset.toml"
    text = settings.read_text("utf-8")
    settings.write_text(text.replace('workbooks = ["vorhaben.xlsx"]', 'workbooks = ["vorhaben.xlsx", "zweite.xlsx"]'))
    (town / "zweite.xlsx").write_bytes((town / "vorhaben.xlsx").read_bytes())
    change(town, _other_keys, "zweite.xlsx")
    return town


def _judged(tmp_path: Path, town: Path, edit: Callable[[Worksheet], object] | None = None) -> dict[str, Any]:
    snapshot = tmp_path / "drops" / ("a" * 64) / "vorhaben.xlsx"
    snapshot.parent.mkdir(parents=True)
    book = load_workbook(town / "vorhaben.xlsx")
    if edit:
        edit(book.worksheets[0])
    book.save(snapshot)
    known = {"snapshot": str(snapshot), "may_be_reply": False, "is_unknown": False}
    job = Job("judge", TOWN, str(town / "dataset.toml"), str(tmp_path / "output"), NOW.isoformat(), "1",
              {"vorhaben.xlsx": str(snapshot)}, known)  # fmt: skip
    result = do(job)
    assert result.is_good, result.error
    return {**result.said, "names": sorted(path.name for path in Path(result.said["report"]).iterdir())}


def test_a_good_file_is_accepted_beside_a_faulty_one(tmp_path: Path) -> None:
    town = _two_workbooks(tmp_path)
    change(town, lambda sheet: _set_twice(sheet, "-9"), "zweite.xlsx")

    said = _judged(tmp_path, town)

    assert (said["verdict"], said["facts"]["counts"]["errors"]) == ("accepted", 0)
    assert "zweite.geprueft.xlsx" not in said["names"]


def test_a_faulty_file_is_rejected_beside_a_good_one_and_in_the_place_of_a_faulty_one(tmp_path: Path) -> None:
    town = _two_workbooks(tmp_path)
    change(town, _set_twice)

    assert _judged(tmp_path, town)["verdict"] == "rejected"


def test_a_key_that_another_file_has_too_is_the_fault_of_the_file_that_brings_it(tmp_path: Path) -> None:
    town = _two_workbooks(tmp_path)

    said = _judged(tmp_path, town, lambda sheet: setattr(_marked(sheet)[0], "value", _first_of(town / "zweite.xlsx")))

    assert said["verdict"] == "rejected"


def test_a_good_file_waits_while_another_holds_up_the_edition_and_goes_out_when_that_is_mended(tmp_path: Path) -> None:
    town, output = _two_workbooks(tmp_path), tmp_path / "output"
    good = (town / "zweite.xlsx").read_bytes()
    change(town, lambda sheet: _set_twice(sheet, "-9"), "zweite.xlsx")
    inbox = town / "inbox"
    inbox.mkdir()
    book = load_workbook(town / "vorhaben.xlsx")
    book.save(inbox / "vorhaben.xlsx")
    with open_state(output) as state:
        watcher = Watcher([Watched(town / "dataset.toml")], output, state, Here())
        for look in range(8):
            watcher.tick(NOW + timedelta(seconds=10 * look))

        assert [drop.verdict for drop in state.drops(TOWN)] == ["accepted"]
        assert [run["outcome"] for run in state.runs(TOWN)] == ["rejected"]
        (letter,) = [letter for letter in state.letters(TOWN) if letter.key.startswith("blocked/")]
        assert letter.kind == "trouble"
        assert "zweite.xlsx" in state.noted(TOWN, "blocked")["why"]["de"]

        (town / "zweite.xlsx").write_bytes(good)
        for look in range(8, 12):
            watcher.tick(NOW + timedelta(seconds=10 * look))

        assert [drop.verdict for drop in state.drops(TOWN)] == ["published"]
    assert len(Folder(output / TOWN).versions()) == 1
