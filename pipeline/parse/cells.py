"""What a cell says: its value in, the values of its column's kind out.

What a cell holds and its column does not expect is not dropped: it stays the text that it is (``Unreadable``). A dash
fills a cell without saying anything.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TypeAlias
from urllib.parse import quote, urlsplit, urlunsplit

import idna

from pipeline.model.amount import PLAIN, AmountStyle, parse_amount
from pipeline.model.columns import COLUMNS, DECISION_COLUMNS, PERIODS, Column, Kind
from pipeline.model.dataset import Dataset
from pipeline.model.date_style import DateStyle
from pipeline.model.doubt import Doubt
from pipeline.model.period import Period, Precision, Side, parse_period
from pipeline.model.plain_text import clean, key_text, says_nothing
from pipeline.model.roadmap import Doubtful, Email, EntryValue, Link, Name, Reference, Unreadable, Words
from pipeline.model.vocabulary import Concept, ConceptScheme, Vocabulary, fold
from pipeline.model.workbook import Value, as_typed
from pipeline.parse.conventions import Style
from pipeline.parse.names import parse_names
from pipeline.parse.papers import parse_papers

ReadCell: TypeAlias = Callable[[Value], list[EntryValue]]
"""From the value of a filled cell to what it says."""


@dataclass(frozen=True, slots=True)
class CellReading:
    """What cells are read by: the town's settings, its code lists, and the day on which they are read."""

    dataset: Dataset
    vocabulary: Vocabulary
    today: date


def cell_reader(name: str, reading: CellReading, style: Style | None, *, date_1904: bool) -> ReadCell | None:
    """The function that reads the cells of a column, remembering values that come again; ``None`` for keys.

    ``style`` is how a column of amounts or dates is written.
    """
    column, options = COLUMNS[name], reading.dataset.columns.of(name)
    match column.kind:
        case Kind.KEY:
            return None
        case Kind.TEXT:
            read = _line if column.longest else _words  # what has a length stands on one line
            return partial(read, language=column.language or reading.dataset.language)  # texts hardly recur
        case Kind.CONCEPT:
            return _remembering(partial(_concepts, scheme=reading.vocabulary[column.scheme], most_parts=0))
        case Kind.CONCEPTS:
            scheme = reading.vocabulary[column.scheme]
            return _remembering(partial(_concepts, scheme=scheme, most_parts=_most_parts(scheme)))
        case Kind.PERIOD:
            dates = style if isinstance(style, DateStyle) else DateStyle(reading.today)
            read_one = partial(_period, style=dates, column=column, date_1904=date_1904)
            return _remembering(partial(_several, read=read_one) if column.several else read_one)
        case Kind.AMOUNT:
            return _remembering(partial(_amount, style=style if isinstance(style, AmountStyle) else PLAIN))
        case Kind.NAMES:
            names = partial(_names, split_at=options.split_at)
            # What stands beside the second decision may be the same again.
            return _remembering(partial(_several, read=names) if name in DECISION_COLUMNS else names)
        case Kind.LINK:
            return _remembering(_links)
        case Kind.EMAIL:
            return _remembering(_email)
        case Kind.REFERENCE:
            return _remembering(_reference)
        case Kind.PAPERS:
            return _remembering(parse_papers)


def _remembering(read: ReadCell) -> ReadCell:
    """The same, looking up what it has read before: dates and statuses recur, and reading is pure."""
    known: dict[tuple[type, Value], list[EntryValue]] = {}

    def remembered(value: Value) -> list[EntryValue]:
        key = (type(value), value)
        found = known.get(key)
        if found is None:
            found = read(value)
            if len(known) < 10_000:
                known[key] = found
        return found

    return remembered


def _words(value: Value, *, language: str) -> list[EntryValue]:
    text = clean(as_typed(value))
    return [Words(text, language)] if not says_nothing(text) else []


def _line(value: Value, *, language: str) -> list[EntryValue]:
    return _words(" ".join(clean(as_typed(value)).split()), language=language)


_SIDES: Mapping[str, Side] = {
    **{period.opening: "start" for period in PERIODS},
    **{period.closing: "end" for period in PERIODS},
}


def _period(value: Value, *, style: DateStyle, column: Column, date_1904: bool) -> list[EntryValue]:
    text = clean(as_typed(value))
    if says_nothing(text):
        return []
    said = value if not isinstance(value, str) else text
    found = parse_period(said, style, column=_SIDES.get(column.name, ""), date_1904=date_1904)
    if isinstance(found, Doubt):
        return [Doubtful(text, found)]
    return [Unreadable(text) if found is None or (column.single and not _is_date(found)) else found]


def _is_date(period: Period) -> bool:
    """Whether it is a single date rather than words or a span."""
    return period.point and period.begin is not None and period.begin.precision is not Precision.WORDS


def _amount(value: Value, *, style: AmountStyle) -> list[EntryValue]:
    text = clean(as_typed(value))
    if says_nothing(text):
        return []
    found = parse_amount(value if not isinstance(value, str) else text, style)
    return [Doubtful(text, found) if isinstance(found, Doubt) else found or Unreadable(text)]


def _names(value: Value, *, split_at: Sequence[str]) -> list[EntryValue]:
    if fold(as_typed(value)) in _NOBODY:
        return []
    return [Name(name) for name in parse_names(as_typed(value), split_at)]


_NOBODY = {
    *("keine", "keiner", "keines", "ka", "keineangabe", "keineangaben", "nn", "na", "nv", "entfällt", "unbekannt"),
    *("offen", "nochoffen", "tbd", "none", "null", "nan", "nat"),
}
"""What people and programs write for no organization, folded."""


def _several(value: Value, *, read: ReadCell) -> list[EntryValue]:
    """What stands between the semicolons and line breaks of a cell, each by itself."""
    pieces = re.split(r"[;\n]", clean(value)) if isinstance(value, str) else [value]
    return [said for piece in pieces for said in read(piece)]


def _links(value: Value) -> list[EntryValue]:
    text = clean(as_typed(value))
    if says_nothing(text):
        return []
    parts = list(filter(None, _BETWEEN_LINKS.split(text)))
    if not all(map(_LINK.fullmatch, parts)):
        return [Unreadable(text)]
    try:
        return list(dict.fromkeys(Link(as_uri(part)) for part in parts))
    except ValueError:  # a host with a sign such as "℀", which looks like more than it is
        return [Unreadable(text)]


def as_uri(link: str) -> str:
    """An address in the form that every tool leaves alone: the host as it is looked up, letters beyond ASCII encoded,
    no dots that lead nowhere (RFC 3986, 6.2.2; RFC 5891).

    >>> as_uri("https://müller.example/straße/../weg?ä=1")
    'https://xn--mller-kva.example/weg?%C3%A4=1'
    """
    scheme, host, path, query, fragment = urlsplit(link)
    name, colon, port = host.partition(":")
    with suppress(idna.IDNAError):  # a host that no one can look up stays as it was typed, but for its encoding
        name = idna.encode(name, uts46=True).decode()
    kept = (quote(part, safe="/%:@!$&'()*+,;=~?") for part in (_without_dots(path), query, fragment))
    return urlunsplit((scheme.lower(), f"{quote(name)}{colon}{port}", *kept))


def _without_dots(path: str) -> str:
    """RFC 3986, 5.2.4."""
    kept: list[str] = []
    for part in path.split("/"):
        if part == "..":
            kept = kept[:1] + kept[1:-1]
        elif part != ".":
            kept.append(part)
    return "/".join([*kept, ""] if path.endswith(("/.", "/..")) else kept)


_BETWEEN_LINKS = re.compile(r"[,;]*\s+|[,;]+(?=https?://|$)", re.IGNORECASE)
_LINK = re.compile(r"https?://[^\s/?#@:%\[\]<>\"{}|\\^`]+(?::[0-9]*)?(?:[/?#][^\s<>\"{}|\\^`]*)?", re.IGNORECASE)


def _email(value: Value) -> list[EntryValue]:
    text = clean(as_typed(value))
    address = _MAILTO.sub("", text)
    return [Email(address) if _EMAIL.fullmatch(address) else Unreadable(text)] if not says_nothing(address) else []


_MAILTO = re.compile(r"^mailto:\s*", re.IGNORECASE)
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")


def _reference(value: Value) -> list[EntryValue]:
    key = key_text(value)
    return [Reference(key)] if key else []


def _concepts(value: Value, *, scheme: ConceptScheme, most_parts: int) -> list[EntryValue]:
    """Concepts by label, other name or notation. What is not in the list stays text.

    ``most_parts`` is 0 in a column of single concepts, else that of ``_most_parts``.
    """
    text = clean(as_typed(value))
    if isinstance(value, bool):
        text = "ja" if value else "nein"
    if says_nothing(text):
        return []
    if found := scheme.find(text):
        return [found]
    # The number 2.3 was "2,3" once, or "2,30": which concepts were meant can no longer be told.
    if not most_parts or isinstance(value, float):
        return [Unreadable(text)]
    return list(dict.fromkeys(_split_concepts(text, scheme, most_parts)))


def _split_concepts(text: str, scheme: ConceptScheme, most_parts: int) -> Iterator[Concept | Unreadable]:
    """The concepts of a list such as ``Bildung, Kultur und Sport; 3``: the longest run of parts that is a name."""
    parts = _SEPARATORS.split(text)  # every second one is a separator
    at = 0
    while at < len(parts):
        runs = [parts[at : at + length] for length in range(min(most_parts, len(parts) - at), 0, -2)]
        found, length = _first_said(runs, scheme)
        if found:
            yield found
        elif fold(parts[at]) not in ("", "und", "and"):
            yield Unreadable(parts[at].strip())
        at += length + 1


def _first_said(runs: Sequence[Sequence[str]], scheme: ConceptScheme) -> tuple[Concept | Unreadable | None, int]:
    """What the first of the runs says that is a name, or else nearly one, with the number of its parts."""
    for read in (_said, _misspelled):
        for run in runs:
            if found := read(run, scheme):
                return found, len(run)
    return None, 1


def _said(run: Sequence[str], scheme: ConceptScheme) -> Concept | Unreadable | None:
    """The concept of that name; the text itself where it names two of them, one by number and one by name."""
    text = "".join(run)
    return scheme.find(text) or (Unreadable(text.strip()) if scheme.contradiction(text) else None)


def _misspelled(run: Sequence[str], scheme: ConceptScheme) -> Unreadable | None:
    """Several parts in one, that are nearly a name of as many and no names themselves: ``Kultur und Sprot``."""
    if len(run) == 1 or any(scheme.find(part) for part in run[::2]):
        return None
    text = "".join(run).strip()
    meant = scheme.suggest(text)
    names = (*meant.names, *meant.label) if meant else ()
    return Unreadable(text) if any(len(_SEPARATORS.split(name)) == len(run) for name in names) else None


def _most_parts(scheme: ConceptScheme) -> int:
    """Into how many parts a name of the list falls at most, separators among them."""
    names = (name for concept in scheme.concepts for name in (*concept.names, *concept.label))
    return max((len(_SEPARATORS.split(name)) for name in names), default=1)


_SEPARATORS = re.compile(r"(\s*[,;/|+&•\n]\s*|\s+(?:und|and)\s+)", re.IGNORECASE)
