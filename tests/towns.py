"""Towns made for a test: a copy of the invented town in a folder of its own, and ways to change its workbook."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.model.release import ACCEPTED_LOSS, NOTHING, Released
from pipeline.publish.folder import Folder
from pipeline.run import Outcome, run
from pipeline.sited import show_town
from pipeline.town import Town, read_town
from pipeline.town.resources import read_resources

SOURCES = Path(__file__).parents[1] / "sources"
FIRST_DAY = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SECOND_DAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def copy_town(folder: Path, name: str = "beispielstadt") -> Path:
    """Copy a sample town into ``folder/sources`` and return its folder."""
    return Path(shutil.copytree(SOURCES / name, folder / "sources" / name))


def publish(
    place: Path, *, now: datetime = FIRST_DAY, accept_loss: bool = False, released: Released = NOTHING
) -> Outcome:
    """Run the town in ``place``; its output lies beside ``sources``."""
    resources = read_resources()
    town = read_town(place / "dataset.toml", resources.code_lists)
    return run(town, resources, output_of(place), now=now, released=ACCEPTED_LOSS if accept_loss else released)


def output_of(place: Path) -> Path:
    """The output folder that belongs to a copied town."""
    return place.parents[1] / "output"


def town_of(place: Path) -> Town:
    """The town in a folder."""
    return read_town(place / "dataset.toml", read_resources().code_lists)


def change(place: Path, edit: Callable[[Worksheet], object], workbook: str = "vorhaben.xlsx") -> None:
    """Edit the first sheet of a town's workbook in place."""
    book = load_workbook(place / workbook)
    edit(book.worksheets[0])
    book.save(place / workbook)


def show(place: Path) -> Path:
    """Write the pages of a town's newest edition; returns ``public/``."""
    town = town_of(place)
    folder = Folder(output_of(place) / town.name)
    with folder.locked():
        show_town(folder, town, read_resources())
    return folder.public
