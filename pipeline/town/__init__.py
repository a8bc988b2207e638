"""A town's folder: ``dataset.toml``, the strategy and the names of its workbooks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from pipeline.model.checked_copy import is_checked_copy
from pipeline.model.council import Council
from pipeline.model.dataset import Dataset
from pipeline.model.errors import ConfigError
from pipeline.model.graph import Triple
from pipeline.model.report import Text
from pipeline.model.strategy import Strategy
from pipeline.model.temporary import is_temporary
from pipeline.model.umlauf import LEDGER, is_merged_copy
from pipeline.model.unread import Unread
from pipeline.town.beside import find_unread
from pipeline.town.config import parse_dataset
from pipeline.town.council import DECISIONS, read_council
from pipeline.town.logo import read_logo
from pipeline.town.merged import Umlauf, read_umlauf
from pipeline.town.resources import read_resources
from pipeline.town.severities import refuse_severities
from pipeline.town.siblings import find_towns, refuse_shared, towns_apart
from pipeline.town.strategy import build_strategy
from pipeline.town.turtle import parse_strategy

__all__ = [
    "Town",
    "find_towns",
    "find_workbooks",
    "inbox_of",
    "read_text",
    "read_town",
    "refuse_shared",
    "refuse_without_roadmap",
    "towns_apart",
]


_INBOX = "inbox"


@dataclass(frozen=True, slots=True)
class Town:
    """A town as its folder describes it. A run reads ``workbooks``, or of one its merged copy, as ``umlauf`` says;
    ``unread`` lies beside them.
    """

    folder: Path
    dataset: Dataset
    strategy: Strategy
    workbooks: tuple[Path, ...]
    unread: tuple[Unread, ...] = ()
    council: Council = field(default_factory=Council)
    umlauf: Umlauf = field(default_factory=Umlauf)

    @property
    def name(self) -> str:
        """The town's short name, which is that of its folder in the output."""
        return self.dataset.name

    def day_of(self, moment: datetime) -> date:
        """The day that it is in the town at a moment."""
        return moment.astimezone(ZoneInfo(self.dataset.schedule.time_zone)).date()


def read_town(settings: Path, code_lists: Iterable[Triple]) -> Town:
    """Read the town whose ``dataset.toml`` is ``settings``. Raises ``ConfigError`` for what cannot be meant."""
    if not settings.is_file():
        raise ConfigError(Text(f"{settings}: diese Datei gibt es nicht", f"{settings}: there is no such file"))
    dataset = parse_dataset(read_text(settings), str(settings))
    refuse_severities(settings, dataset, read_resources().all_rules)
    given, source = _read_given(settings, dataset)
    strategy = build_strategy(given, code_lists, dataset, source=source)
    workbooks = find_workbooks(settings.parent, dataset)
    logo = dataset.site.logo if dataset.site.enabled else ""
    if logo:
        read_logo(settings.parent, logo)  # refused now, not when the edition stands
    decided = settings.parent / DECISIONS
    named = [settings, decided, *([Path(source)] if given else []), *([settings.parent / logo] if logo else [])]
    inbox = inbox_of(settings.parent, dataset)
    umlauf = read_umlauf(settings.parent, workbooks)
    named += [inbox, settings.parent / LEDGER, *(settings.parent / copied.copy for copied in umlauf.ledger.copies)]
    unread = find_unread(settings.parent, workbooks, named)
    return Town(settings.parent, dataset, strategy, workbooks, unread, read_council(decided, dataset), umlauf)


def inbox_of(folder: Path, dataset: Dataset) -> Path:
    """Where staff put their files: in the town's own folder, where the settings name no other.

    One within that folder is called as its files are, though its full path may lead there through a link.
    """
    if not dataset.inbox.path:
        return folder / _INBOX
    inbox, home = Path(dataset.inbox.path).resolve(), folder.resolve()
    within = inbox != home and inbox.is_relative_to(home)
    return folder / inbox.relative_to(home) if within else Path(dataset.inbox.path)


def refuse_without_roadmap(town: Town) -> None:
    """Raises ``ConfigError`` for the source of the vocabulary, where something is asked that only a town has."""
    if not town.dataset.has_roadmap:
        place = town.folder / "dataset.toml"
        raise ConfigError(
            Text(
                f"{place}: veröffentlicht nur das Vokabular; Tabellen, Projekte und eine Strategie gibt es hier nicht",
                f"{place}: publishes the vocabulary alone; there are no workbooks, no projects and no strategy",
            )
        )


def find_workbooks(folder: Path, dataset: Dataset) -> tuple[Path, ...]:
    """The files that a town's settings name; what lies in the inbox is none of them yet."""
    inbox = inbox_of(folder, dataset)
    found = {path for pattern in dataset.workbooks for path in folder.glob(pattern) if _is_input(path)}
    return tuple(sorted(path for path in found if inbox not in path.parents))


def _read_given(settings: Path, dataset: Dataset) -> tuple[tuple[Triple, ...], str]:
    """The triples of the strategy's file, and where the strategy stands: there, or in the settings."""
    place, name = f"{settings} [strategy.file]", dataset.strategy.file
    if not name:
        return (), f"{settings} [strategy]"
    path = settings.parent / name
    if not path.is_file():
        raise ConfigError(Text(f"{place}: die Datei {name} gibt es nicht", f"{place}: there is no file {name}"))
    if not path.resolve().is_relative_to(settings.parent.resolve()):
        raise ConfigError(
            Text(f"{place}: {name} führt aus dem Ordner hinaus", f"{place}: {name} leads out of the folder")
        )
    return parse_strategy(read_text(path), str(path)), str(path)


def _is_input(path: Path) -> bool:
    """Lock files, half-copied files of office programs and our own copies are no input."""
    return not is_temporary(path.name) and not is_checked_copy(path.name) and not is_merged_copy(path.name)


def read_text(path: Path) -> str:
    """The text of a file of a town's own. Raises ``ConfigError`` for another encoding than UTF-8."""
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise ConfigError(
            Text(
                f"{path}: ist nicht in UTF-8 gespeichert (Byte {error.start})",
                f"{path}: is not UTF-8 ({error.reason} at byte {error.start})",
            )
        ) from error
