"""A town's folder: ``dataset.toml``, the strategy and the names of its workbooks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pipeline.model.dataset import Dataset
from pipeline.model.errors import ConfigError
from pipeline.model.graph import Triple, parse_turtle
from pipeline.model.strategy import Strategy
from pipeline.town.config import parse_dataset
from pipeline.town.strategy import build_strategy

CHECKED = ".geprueft.xlsx"
"""How the name of an annotated copy ends."""


@dataclass(frozen=True, slots=True)
class Town:
    """A town as its folder describes it. ``workbooks`` are the files that a run reads."""

    folder: Path
    dataset: Dataset
    strategy: Strategy
    workbooks: tuple[Path, ...]

    @property
    def name(self) -> str:
        """The town's short name, which is that of its folder in the output."""
        return self.dataset.name


def read_town(settings: Path, code_lists: Iterable[Triple]) -> Town:
    """Read the town whose ``dataset.toml`` is ``settings``. Raises ``ConfigError`` for what cannot be meant."""
    if not settings.is_file():
        raise ConfigError(f"{settings}: there is no such file")
    dataset = parse_dataset(_read_text(settings), str(settings))
    if dataset.strategy.file and dataset.strategy.fields:
        raise ConfigError(f"{settings} [strategy]: name a file or list the fields here, not both")
    given: tuple[Triple, ...] = ()
    source = f"{settings} [strategy]"
    if dataset.strategy.file:
        path = settings.parent / dataset.strategy.file
        source = str(path)
        if not path.is_file():
            raise ConfigError(f"{settings} [strategy]: there is no file {dataset.strategy.file}")
        given = parse_turtle(_read_text(path), str(path))
        if blank := next((term for triple in given for term in triple if term.startswith("_:")), None):
            raise ConfigError(f"{path}: blank nodes cannot be published, give {blank} an IRI")
    patterns = dataset.workbooks
    found = {path for pattern in patterns for path in settings.parent.glob(pattern) if _is_input(path)}
    strategy = build_strategy(given, code_lists, dataset, source=source)
    return Town(settings.parent, dataset, strategy, tuple(sorted(found)))


def find_towns(sources: Path) -> list[Path]:
    """The ``dataset.toml`` of every town under ``sources``, in the order of their names."""
    return sorted(sources.glob("*/dataset.toml"))


def _is_input(path: Path) -> bool:
    """Lock files, half-copied files of office programs and our own annotated copies are no input."""
    return not path.name.startswith(("~$", ".~lock.")) and not path.name.endswith((".tmp", ".part", CHECKED))


def _read_text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: is not UTF-8 ({error.reason} at byte {error.start})") from error
