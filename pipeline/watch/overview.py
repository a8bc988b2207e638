"""How it goes in all towns at a moment, as it may be shown: the state and the towns' settings in, an overview out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from pipeline.model.dataset import Dataset
from pipeline.model.drop import Drop, Left
from pipeline.model.errors import PipelineError
from pipeline.model.report import Text
from pipeline.model.routine import Schedule
from pipeline.model.status import Fetching, Overview, TownStatus
from pipeline.publish import named_destinations
from pipeline.state import State
from pipeline.town.resources import read_resources
from pipeline.validate import build_privacy, shown_files
from pipeline.watch.status import ALIVE_WITHIN, read_status, troubles
from pipeline.watch.watched import Watched

_NO_NAME = "•••"


def look_at(
    state: State,
    towns: Iterable[Watched],
    now: datetime,
    *,
    environment: Mapping[str, str] | None = None,
    alive_within: timedelta = ALIVE_WITHIN,
) -> Overview:
    """All towns, with what looks personal in names of files masked.

    Where the ``environment`` of their watcher is known, of the destinations only those that are still named are told.
    """
    settings = _settings(towns)
    schedules = {name: given.schedule if isinstance(given, Dataset) else Schedule() for name, given in settings.items()}
    reminders = {
        name: given.reminders for name, given in settings.items() if isinstance(given, Dataset) and given.mail.host
    }
    found = tuple(
        _shown(_as_set(status, given, environment), given) if isinstance(given, Dataset) else _unknown(status, given)
        for status in read_status(state, schedules, now, reminders=reminders)
        for given in [settings[status.town]]
    )
    return Overview(now, found, troubles(found, now, alive_within))


def _settings(towns: Iterable[Watched]) -> dict[str, Dataset | Text]:
    """The settings of towns by their names, or why they cannot be read."""
    found: dict[str, Dataset | Text] = {}
    for town in towns:
        try:
            dataset = town.dataset()
        except PipelineError as error:
            found.setdefault(town.key(), error.message)
            continue
        if dataset.has_roadmap:
            found.setdefault(dataset.name, dataset)
    return found


def _unknown(status: TownStatus, why: Text) -> TownStatus:
    """A town of which nobody knows what it clears: no name is shown."""
    pulse = replace(status.pulse, trouble=why.de)
    return replace(_called(status, defaultdict(lambda: _NO_NAME)), pulse=pulse, next_at=None, is_known=False)


def _as_set(status: TownStatus, dataset: Dataset, environment: Mapping[str, str] | None) -> TownStatus:
    """Without the addresses and destinations that the settings do not name any more."""
    sources = {address.name for address in dataset.sources}
    status = replace(status, fetching=tuple(each for each in status.fetching if each.name in sources))
    if environment is None:
        return status
    named = named_destinations(dataset, environment)
    going = tuple(each for each in status.deliveries if each.destination in named)
    return replace(status, deliveries=going, destinations=named)


def _shown(status: TownStatus, dataset: Dataset) -> TownStatus:
    """What looks personal is masked in names, and in what the program said."""
    names = {drop.origin: None for drop in status.waiting} | {drop.name: None for drop in status.waiting}
    names |= dict.fromkeys([*(each.name for each in status.fetching), *(each.name for each in status.left)])
    privacy = build_privacy(dataset, read_resources().rules_for(dataset))
    shown = shown_files(names, privacy)

    def say(words: str) -> str:
        for name in sorted((each for each in shown if shown[each] != each), key=len, reverse=True):
            words = words.replace(name, shown[name])
        return privacy.masked(words)

    pulse = replace(status.pulse, trouble=say(status.pulse.trouble))
    going = tuple(replace(each, error=say(each.error)) for each in status.deliveries)
    fetching = tuple(replace(each, error=say(each.error)) for each in status.fetching)
    left = tuple(Left(each.name, Text(say(each.why.de), say(each.why.en))) for each in status.left)
    blocked = Text(say(status.blocked.de), say(status.blocked.en)) if status.blocked else None
    return _called(replace(status, pulse=pulse, deliveries=going, fetching=fetching, blocked=blocked, left=left), shown)


def _called(status: TownStatus, names: Mapping[str, str]) -> TownStatus:
    def called(drop: Drop) -> Drop:
        return replace(drop, name=names[drop.name], origin=names[drop.origin])

    fetching = tuple(Fetching(names[each.name], each.asked_at, each.error) for each in status.fetching)
    left = tuple(Left(names[each.name], each.why) for each in status.left)
    return replace(status, waiting=tuple(map(called, status.waiting)), fetching=fetching, left=left)
