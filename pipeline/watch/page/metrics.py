"""What is known of the towns, in Prometheus' text format 0.0.4."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from pipeline.model.status import Overview, TownStatus
from pipeline.watch.page.facts import age_s

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class _Gauge(NamedTuple):
    """A number of each town; ``None`` where there is none yet."""

    name: str
    help: str
    of: Callable[[Overview, TownStatus], int | None]


_GAUGES = (
    _Gauge("last_look_age_seconds", "Since the town was last looked after.",
           lambda seen, town: age_s(town.pulse.seen_at, seen.at)),
    _Gauge("last_success_age_seconds", "Since something last went well.",
           lambda seen, town: age_s(town.pulse.succeeded_at, seen.at)),
    _Gauge("last_error_age_seconds", "Since something last went wrong.",
           lambda seen, town: age_s(town.pulse.failed_at, seen.at)),
    _Gauge("in_trouble", "Whether something is in the way: 1 or 0.", lambda _, town: int(bool(town.pulse.trouble))),
    _Gauge("files_waiting", "Files that were handed in and are not through.", lambda _, town: len(town.waiting)),
    _Gauge("deliveries_failed", "Destinations that lack the edition after an attempt.",
           lambda _, town: sum(each.state != "done" and each.attempts > 0 for each in town.deliveries)),
    _Gauge("notices_unsent", "Notices that are to be sent.", lambda _, town: town.unsent),
)  # fmt: skip


def metrics_of(overview: Overview) -> str:
    """One gauge for all is well, and those of each town."""
    return "\n".join(_lines(overview)) + "\n"


def _lines(overview: Overview) -> Iterator[str]:
    yield from ("# HELP roadmap_healthy Whether all is well: 1 or 0.", "# TYPE roadmap_healthy gauge")
    yield f"roadmap_healthy {int(not overview.grave)}"
    for gauge in _GAUGES:
        yield from (f"# HELP roadmap_{gauge.name} {gauge.help}", f"# TYPE roadmap_{gauge.name} gauge")
        for town in overview.towns:
            if (number := gauge.of(overview, town)) is not None:
                yield f'roadmap_{gauge.name}{{town="{_escaped(town.town)}"}} {number}'


def _escaped(label: str) -> str:
    return label.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
