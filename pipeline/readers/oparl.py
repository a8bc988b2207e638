"""A council information system that speaks OParl 1.0 or 1.1: numbers of papers in, the decisions on them out.

OParl has no search by number, so the list of papers is read to its end. Taken is only what leaves no doubt: one paper
of that number, one public consultation that decides, in a meeting that was held, with a result that says "adopted".
Nothing else of an answer is kept, for papers name persons.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, TypeAlias
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pipeline.model.council import Council, Resolution, same_number
from pipeline.model.errors import OutsideWorldError
from pipeline.model.plain_text import one_line
from pipeline.model.report import Text
from pipeline.readers.web import fetch_page

Ask: TypeAlias = Callable[[str], Mapping[str, Any]]
"""From the address of an OParl object to the object. Raises ``OutsideWorldError``."""

_MAX_BYTES, _MAX_ANSWERS = 20_000_000, 5000


def asking(start: str) -> Ask:
    """A way to ask the server of an address, and no other: in time, of a decent size, a limited number of times."""
    scheme, host, *_ = urlsplit(start)
    asked: list[str] = []

    def ask(url: str) -> Mapping[str, Any]:
        parts = urlsplit(url)
        if parts.netloc != host:
            raise OutsideWorldError(_elsewhere(start, url))
        asked.append(url)
        if len(asked) > _MAX_ANSWERS:
            raise OutsideWorldError(_too_many(start))
        page = fetch_page(parts._replace(scheme=scheme).geturl(), accept="application/json", max_bytes=_MAX_BYTES,
                          timeout_s=20, deadline_s=60, host=host)  # fmt: skip
        return _parsed(page.content, url)

    return ask


def fetch_council(start: str, numbers: Iterable[str], ask: Ask, *, today: date, zone: ZoneInfo) -> Council:
    """What was decided on the papers of these numbers, and why nothing is known of the others."""
    wanted = {same_number(number) for number in numbers}
    papers: dict[str, list[Mapping[str, Any]]] = {number: [] for number in wanted}
    for paper in _listed(_body(start, ask).get("paper"), ask) if wanted else ():
        if (number := same_number(_text(paper, "reference"))) in wanted and not paper.get("deleted"):
            papers[number].append(paper)
    resolutions, others = {}, {}
    for number, found in papers.items():
        answer = _decided(found, ask, today, zone)
        if isinstance(answer, Resolution):
            resolutions[number] = answer
        else:
            others[number] = answer
    return Council(True, resolutions, others)


def _decided(papers: list[Mapping[str, Any]], ask: Ask, today: date, zone: ZoneInfo) -> Resolution | str:
    """The decision on a paper, or the word for why there is none."""
    if len(papers) != 1:
        return "several" if papers else "unknown"
    try:
        found = [*_resolutions(papers[0], ask, today, zone)]
    except (OutsideWorldError, ValueError):
        return "unreachable"
    if len(found) != 1:
        return "several-decisions" if found else "undecided"
    return found[0]


def _resolutions(paper: Mapping[str, Any], ask: Ask, today: date, zone: ZoneInfo) -> Iterator[Resolution]:
    """The consultations of a paper that adopted it."""
    for consultation in _objects(paper.get("consultation"), ask):
        if consultation.get("authoritative") is not True or consultation.get("deleted"):
            continue
        for item in _objects(consultation.get("agendaItem"), ask):
            if item.get("public") is False or not _is_adopted(_text(item, "result")):
                continue
            (meeting,) = _objects(item.get("meeting") or consultation.get("meeting"), ask)
            day = _day(meeting, zone)
            if meeting.get("cancelled") or meeting.get("deleted") or day is None or day > today:
                continue
            bodies = [*_objects(consultation.get("organization") or meeting.get("organization"), ask)]
            body = one_line(_text(bodies[0], "name")) if len(bodies) == 1 else ""
            yield Resolution(day, body, _address(paper, "id"), _address(paper, "web"), today)


def _is_adopted(result: str) -> bool:
    """Whether a result says that the paper was adopted; what is worded otherwise, or hedged, does not."""
    return bool(_ADOPTED.search(result)) and not _NOT_ADOPTED.search(result)


_ADOPTED = re.compile(r"beschlossen|angenommen|zugestimmt|zustimmung|einstimmig|mehrheitlich|adopted", re.IGNORECASE)
_NOT_ADOPTED = re.compile(
    r"vertag|zur(?:ü|ue)ck|abgesetzt|ablehn|abgelehnt|verw(?:ie|ei)s|nicht|ohne|kein|teil|empf|kenntnis|gegen den"
    r"|erledigt|rejected|postponed",
    re.IGNORECASE,
)


def _day(meeting: Mapping[str, Any], zone: ZoneInfo) -> date | None:
    """The day on which a meeting began, as it was in the town."""
    start = _text(meeting, "start")
    if not start:
        return None
    moment = datetime.fromisoformat(start)
    return moment.date() if moment.tzinfo is None else moment.astimezone(zone).date()


def _body(start: str, ask: Ask) -> Mapping[str, Any]:
    """The body at an address, or the only one of the system there."""
    found = ask(start)
    kind = _text(found, "type").rpartition("/")[2]
    if kind == "Body":
        return found
    bodies = [*_listed(found.get("body"), ask)] if kind == "System" else []
    if len(bodies) != 1:
        raise OutsideWorldError(_no_body(start, [_text(body, "id") for body in bodies]))
    return bodies[0]


def _listed(source: Any, ask: Ask) -> Iterator[Mapping[str, Any]]:
    """The objects of a list, page by page; a page that came before ends it in an error, not in a circle."""
    seen: set[str] = set()
    url = source if isinstance(source, str) else ""
    if not url:
        yield from _objects(source, ask)
    while url:
        if url in seen:
            raise OutsideWorldError(Text(f"{url}: die Liste beginnt von vorn", f"{url}: the list begins anew"))
        seen.add(url)
        page = ask(url)
        if not isinstance(page.get("data"), list):
            raise OutsideWorldError(_unreadable(url))
        yield from _objects(page["data"], ask)
        links = page.get("links")
        url = _text(links, "next") if isinstance(links, dict) else ""


def _objects(said: Any, ask: Ask) -> Iterator[Mapping[str, Any]]:
    """One object or several, given whole or by their addresses."""
    for each in said if isinstance(said, list) else [said]:
        if isinstance(each, dict):
            yield each
        elif isinstance(each, str) and each:
            yield ask(each)


def _text(found: Mapping[str, Any], name: str) -> str:
    value = found.get(name)
    return value if isinstance(value, str) else ""


def _address(found: Mapping[str, Any], name: str) -> str:
    """An address of the web; nothing where something else stands, but a paper without one is none."""
    value = _text(found, name)
    if re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", value):
        return value
    if name == "id":
        raise ValueError(value)
    return ""


def _parsed(content: bytes, url: str) -> Mapping[str, Any]:
    try:
        found = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise OutsideWorldError(_unreadable(url)) from error
    if not isinstance(found, dict):
        raise OutsideWorldError(_unreadable(url))
    return found


def _unreadable(url: str) -> Text:
    return Text(f"{url}: die Antwort ist nicht von der Art, die OParl vorsieht", f"{url}: the answer is no OParl")


def _elsewhere(start: str, url: str) -> Text:
    return Text(f"{start}: verweist auf einen anderen Server: {url}", f"{start}: refers to another server: {url}")


def _too_many(start: str) -> Text:
    return Text(
        f"{start}: hat nach {_MAX_ANSWERS} Antworten noch mehr", f"{start}: has more after {_MAX_ANSWERS} answers"
    )


def _no_body(start: str, bodies: list[str]) -> Text:
    known = ", ".join(bodies)
    return Text(
        f"{start}: nennen Sie unter [oparl] url die Adresse der Körperschaft ({known or 'keine gefunden'})",
        f"{start}: give the address of the body as [oparl] url ({known or 'none found'})",
    )
