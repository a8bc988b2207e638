"""What is known of the towns, for programs: the keys that docs/status.md describes, in UTC and in seconds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from pipeline.model.drop import Delivery, Drop, Verdict
from pipeline.model.status import Fetching, Overview, TownStatus, Trouble
from pipeline.watch.status import in_one_line

LAYOUT_VERSION = 1


def facts_of(overview: Overview) -> dict[str, Any]:
    """All that the page tells."""
    now = overview.at
    return {
        "version": LAYOUT_VERSION,
        "at": _iso(now),
        "healthy": not overview.grave,
        "reasons": [_trouble(each) for each in overview.grave],
        "to_do": [_trouble(each) for each in overview.waits],
        "towns": [_town(each, now) for each in overview.towns],
    }


def health_of(overview: Overview) -> dict[str, Any]:
    """Whether all is well, and why not; of several towns the newest success and error, and the oldest look."""
    now, pulses = overview.at, [status.pulse for status in overview.towns]
    looks = [pulse.seen_at for pulse in pulses]
    return {
        "healthy": not overview.grave,
        "reasons": [in_one_line(each).en for each in overview.grave],
        **_aged("last_success", _newest(pulse.succeeded_at for pulse in pulses), now),
        **_aged("last_error", _newest(pulse.failed_at for pulse in pulses), now),
        **_aged("last_look", min((each for each in looks if each), default=None) if all(looks) else None, now),
    }


def _town(status: TownStatus, now: datetime) -> dict[str, Any]:
    pulse = status.pulse
    return {
        "town": status.town,
        "time_zone": status.time_zone,
        **_aged("last_look", pulse.seen_at, now),
        **_aged("last_success", pulse.succeeded_at, now),
        **_aged("last_error", pulse.failed_at, now),
        "trouble": pulse.trouble,
        "publishing_since": _iso(status.running_since),
        "next_due_at": _iso(status.next_at),
        "next_circular_at": _iso(status.asks_at),
        "waiting": [_file(each, now) for each in status.waiting],
        "editions": [{"version": each.version, "published_at": _iso(each.at)} for each in status.editions],
        "destinations": _destinations(status),
        "sources": [_source(each) for each in status.fetching],
        "notices_unsent": {"count": status.unsent, **_aged("oldest", status.unsent_since, now)},
    }


def _file(drop: Drop, now: datetime) -> dict[str, Any]:
    return {"file": drop.origin, "waits_for": WAITS_FOR[drop.verdict], **_aged("since", drop.taken_at, now)}


def _destinations(status: TownStatus) -> list[dict[str, Any]]:
    known = [_destination(each) for each in status.deliveries]
    names = {each.destination for each in status.deliveries}
    new = (Delivery(status.town, name, "", "waiting") for name in status.destinations if name not in names)
    return known + [_destination(each) for each in new]


def _destination(delivery: Delivery) -> dict[str, Any]:
    return {
        "name": delivery.destination,
        "version": delivery.version or None,
        "has_it": delivery.state == "done",
        "attempts": delivery.attempts,
        "error": delivery.error,
        "next_attempt_at": _iso(delivery.next_at),
    }


def _source(fetching: Fetching) -> dict[str, Any]:
    return {"name": fetching.name, "asked_at": _iso(fetching.asked_at), "error": fetching.error}


def _trouble(trouble: Trouble) -> dict[str, Any]:
    return {
        "town": trouble.town or None,
        "code": trouble.code,
        "said": trouble.said._asdict(),
        "remedy": trouble.remedy._asdict(),
        "error": trouble.quoted,
    }


def _aged(name: str, at: datetime | None, now: datetime) -> dict[str, Any]:
    """A moment and how many seconds ago it was."""
    key = name if name == "since" else f"{name}_at"
    return {key: _iso(at), f"{name}_age_s": age_s(at, now)}


def age_s(at: datetime | None, now: datetime) -> int | None:
    """How many seconds ago that was."""
    return round((now - at).total_seconds()) if at else None


def _iso(at: datetime | None) -> str | None:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if at else None


def _newest(moments: Iterable[datetime | None]) -> datetime | None:
    return max((each for each in moments if each), default=None)


WAITS_FOR: dict[Verdict, str] = {
    "taken": "judgement",
    "unknown": "judgement",
    "asked": "answer",
    "held": "release",
    "accepted": "due-moment",
    "reply": "merging",
}
