"""The towns beside one another: where they are, and that no two publish under one name or name their things alike."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pipeline.model.dataset import Dataset
from pipeline.model.errors import ConfigError
from pipeline.model.report import Text


def find_towns(sources: Path) -> list[Path]:
    """The ``dataset.toml`` of every town under ``sources``, in the order of their names.

    What other programs keep there (``.stversions``, ``@eaDir``, ``#recycle``) are no towns.
    """
    return sorted(path for path in sources.glob("*/dataset.toml") if not path.parent.name.startswith((".", "@", "#")))


def refuse_shared(folder: Path, dataset: Dataset) -> None:
    """Raises ``ConfigError`` where the folder beside it holds a town that would be published into this one."""
    if mistakes := [mistake for other in _beside(folder) for mistake in _shared(folder, dataset, other)]:
        raise ConfigError.of_all(mistakes)


def _beside(folder: Path) -> Iterator[Path]:
    """The other towns' folders; one that only leads to this one is no other."""
    own = folder.resolve()
    for settings in find_towns(own.parent):
        if settings.is_file() and settings.parent.resolve() != own:
            yield settings.parent


def _shared(folder: Path, dataset: Dataset, other: Path) -> Iterator[Text]:
    said = _read(other / "dataset.toml")
    iris = said.get("iris")
    told = {"name": said.get("name"), "iris.base": iris.get("base") if isinstance(iris, dict) else None}
    for key, own in (("name", dataset.name), ("iris.base", dataset.iris.base)):
        theirs = told[key]
        if isinstance(theirs, str) and _folded(theirs) == _folded(own):
            own_place, their_place = f"{folder / 'dataset.toml'} [{key}]", other / "dataset.toml"
            yield Text(
                f"{own_place}: „{theirs}“ steht auch in {their_place}; zwei Städte würden ineinander veröffentlicht. "
                "Geben Sie einer einen eigenen Wert, oder legen Sie die Kopie an einen anderen Ort",
                f'{own_place}: "{theirs}" stands in {their_place} too; two towns would be published into one another. '
                "Give one of them a value of its own, or put the copy somewhere else",
            )


def _read(settings: Path) -> Mapping[str, Any]:
    """What another town's settings say; nothing where they cannot be read, which is told when that town runs."""
    try:
        return tomllib.loads(settings.read_text("utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return {}


def _folded(text: str) -> str:
    """As disks and portals compare names: without case, whatever way an accent is written."""
    return unicodedata.normalize("NFKC", text).casefold().rstrip("/").replace("http://", "https://", 1)
