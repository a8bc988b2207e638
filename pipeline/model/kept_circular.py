"""A circular to the JSON in which it is kept until it comes back, and from it."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from pipeline.model.circular import Circular, Point, Reason, Request
from pipeline.model.report import Text


def write_circular(circular: Circular) -> str:
    """A circular as JSON, to be read again by ``parse_circular``. The same for the same."""
    said = {
        "id": circular.id,
        "town": circular.town,
        "unit": circular.unit,
        "mailbox": circular.mailbox,
        "day": circular.day.isoformat(),
        "due": circular.due.isoformat(),
        "version": circular.version,
        "columns": list(circular.columns.items()),
        "requests": [_request_json(request) for request in circular.requests],
        "base": [[key, column, text] for (key, column), text in sorted(circular.base.items())],
        "locked": sorted(circular.locked),
    }
    return json.dumps(said, ensure_ascii=False, indent=1)


def parse_circular(text: str) -> Circular:
    """A circular from its JSON."""
    said = json.loads(text)
    return Circular(
        id=said["id"],
        town=said["town"],
        unit=said["unit"],
        mailbox=said["mailbox"],
        day=date.fromisoformat(said["day"]),
        due=date.fromisoformat(said["due"]),
        version=said["version"],
        requests=tuple(map(_request, said["requests"])),
        columns=dict(said["columns"]),
        base={(key, column): text for key, column, text in said["base"]},
        locked=frozenset((key, column) for key, column in said["locked"]),
    )


def _request_json(request: Request) -> dict[str, Any]:
    return {
        "unit": request.unit,
        "mailbox": request.mailbox,
        "key": request.key,
        "title": request.title,
        "points": [_point_json(point) for point in request.points],
        "shared_with": request.shared_with,
    }


def _point_json(point: Point) -> dict[str, Any]:
    day = point.day.isoformat() if point.day else None
    return {**point._asdict(), "reason": point.reason.value, "day": day}


def _request(said: dict[str, Any]) -> Request:
    points = tuple(map(_point, said["points"]))
    return Request(**{**said, "points": points, "shared_with": tuple(said["shared_with"])})


def _point(said: dict[str, Any]) -> Point:
    day = date.fromisoformat(said["day"]) if said["day"] else None
    return Point(Reason(said["reason"]), said["column"], day, Text(*said["title"]), Text(*said["remedy"]))
