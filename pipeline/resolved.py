"""A town's sheets to what its council decided: the papers they name, looked up and kept beside the settings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from pipeline.disk import write_file
from pipeline.model.council import Council, Resolution, same_number
from pipeline.model.errors import ConfigError
from pipeline.model.report import Tell, Text, tell_nobody
from pipeline.model.roadmap import Paper
from pipeline.parse import locate, parse
from pipeline.prepare import read
from pipeline.readers.oparl import Ask, asking, fetch_council
from pipeline.town import Town
from pipeline.town.council import DECISIONS, render_council
from pipeline.town.resources import Resources


def look_up(
    town: Town, resources: Resources, *, now: datetime, ask: Ask | None = None, tell: Tell = tell_nobody
) -> Council:
    """Ask for all papers that the sheets name, and keep what came. Raises ``ConfigError`` and ``OutsideWorldError``.

    Where no answer came, what was known before stays.
    """
    url, today = town.dataset.oparl.url, town.day_of(now)
    if not url:
        raise ConfigError(_no_system(town))
    numbers = sorted(_numbers(town, resources, now))
    tell(Text(f"fragt {url} nach {len(numbers)} Vorlagen", f"asking {url} for {len(numbers)} papers"))
    zone = ZoneInfo(town.dataset.schedule.time_zone)
    found = _beside(town.council, fetch_council(url, numbers, ask or asking(url), today=today, zone=zone))
    content, path = render_council(found, url), town.folder / DECISIONS
    if not path.is_file() or path.read_bytes() != content:
        write_file(path, content)
    return found


def _numbers(town: Town, resources: Resources, now: datetime) -> Iterable[str]:
    """The papers that the sheets name, each once."""
    dataset, rules = town.dataset, resources.rules
    located = (locate(workbook, dataset.columns, rules) for workbook in read(town.workbooks, town, resources).workbooks)
    tables = [table for place in located for table in place.tables]
    roadmap = parse(tables, dataset, town.strategy.vocabulary, rules, today=town.day_of(now)).roadmap
    said = (value for project in roadmap.projects for value in project.values("decision_number"))
    return {same_number(value.number): value.number for value in said if isinstance(value, Paper)}.values()


def _beside(before: Council, now: Council) -> Council:
    """What is known now: a fact that is the same was not retrieved anew, and one not reached is not forgotten."""
    unreached = {number for number, why in now.others.items() if why == "unreachable"} & before.resolutions.keys()
    kept = {number: before.resolutions[number] for number in unreached}
    found = {number: _older(before.resolutions.get(number), each) for number, each in now.resolutions.items()}
    return Council(True, {**found, **kept}, {n: why for n, why in now.others.items() if n not in unreached})


def _older(before: Resolution | None, now: Resolution) -> Resolution:
    return before if before and before._replace(retrieved=now.retrieved) == now else now


def _no_system(town: Town) -> Text:
    return Text(
        f"{town.folder / 'dataset.toml'}: nennen Sie unter [oparl] url die Adresse des Ratsinformationssystems",
        f"{town.folder / 'dataset.toml'}: give the address of the council information system as [oparl] url",
    )
