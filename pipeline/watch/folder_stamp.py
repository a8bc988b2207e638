"""What lies in a town's own folder, in short: the same as long as nobody changes a file there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pipeline.model.dataset import Dataset
from pipeline.model.umlauf import LEDGER
from pipeline.town import find_workbooks
from pipeline.watch.watched import Watched


def folder_stamp(town: Watched) -> dict[str, Any]:
    """Names, sizes and times of the workbooks, the settings and the files that these name."""
    dataset, folder = town.dataset(), town.settings.parent
    return {
        "workbooks": [_stamp(path, folder) for path in find_workbooks(folder, dataset)],
        "settings": [_stamp(path, folder) for path in _settings(folder, dataset, town.settings) if path.is_file()],
    }


def _settings(folder: Path, dataset: Dataset, settings: Path) -> list[Path]:
    named = [dataset.strategy.file, dataset.site.logo, "decisions.json", LEDGER]
    return [settings, *(folder / name for name in named if name)]


def _stamp(path: Path, folder: Path) -> list[Any]:
    found = path.stat()
    return [path.relative_to(folder).as_posix(), found.st_size, found.st_mtime_ns]
