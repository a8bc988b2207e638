"""From the inbox to the edition, and back to whoever handed in what has errors."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

from openpyxl.worksheet.worksheet import Worksheet

from pipeline.publish.folder import Folder
from pipeline.state import open_state
from pipeline.watch.watched import Watched
from pipeline.watch.watcher import Watcher
from pipeline.watch.workers import Here
from tests.towns import change, copy_town

NOW = datetime(2026, 6, 10, 12, tzinfo=UTC)


def _look(watcher: Watcher, looks: int, since: datetime) -> None:
    for look in range(looks):
        watcher.tick(since + timedelta(seconds=10 * look))


def _same_key_twice(sheet: Worksheet) -> None:
    header = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "Vorhaben-ID")
    below = [sheet.cell(row, header.column) for row in range(header.row + 1, sheet.max_row + 1)]
    first, second = [cell for cell in below if "-0" in str(cell.value)][:2]
    second.value = first.value


def test_a_good_file_becomes_an_edition_and_a_faulty_one_comes_back_with_its_report(tmp_path: Path) -> None:
    town, output = copy_town(tmp_path), tmp_path / "output"
    inbox = town / "inbox"
    inbox.mkdir()
    good = Path(shutil.move(town / "vorhaben.xlsx", tmp_path / "vorhaben.xlsx"))
    shutil.copy(good, inbox)
    with open_state(output) as state:
        watcher = Watcher([Watched(town / "dataset.toml")], output, state, Here())
        _look(watcher, 6, NOW)
        versions = Folder(output / "beispielstadt").versions()
        assert len(versions) == 1
        assert (town / "vorhaben.xlsx").read_bytes() == good.read_bytes()
        assert len(list(inbox.glob("angenommen/*/pruefbericht.html"))) == 1

        change(tmp_path, _same_key_twice)
        shutil.copy(good, inbox)
        installed = (town / "vorhaben.xlsx").read_bytes()
        _look(watcher, 6, NOW + timedelta(hours=1))

        assert [drop.verdict for drop in state.drops("beispielstadt")] == ["published", "rejected"]
    (folder,) = (inbox / "abgelehnt").iterdir()
    assert sorted(path.name for path in folder.iterdir()) == [
        *("pruefbericht.html", "vorhaben.geprueft.xlsx", "vorhaben.xlsx"),
    ]
    assert Folder(output / "beispielstadt").versions() == versions
    assert (town / "vorhaben.xlsx").read_bytes() == installed
    assert [path for path in inbox.iterdir() if path.is_file()] == []
