"""The strategy's Turtle: its text in, triples that every format can hold out.

What cannot be meant is refused as its author's mistake, with the file and the subject: signs without a meaning, a date
that is none, a node without a name, an address or a number that readers change.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime

from pipeline.model.errors import ConfigError
from pipeline.model.graph import Triple, curie, literal, literal_text, parse_turtle
from pipeline.model.plain_text import clean, meaningless
from pipeline.model.report import Text
from pipeline.model.vocabulary import expand
from pipeline.town.addresses import misread


def parse_strategy(turtle: str, source: str) -> tuple[Triple, ...]:
    """The triples of a strategy. ``source`` names the file in the ``ConfigError`` for all that cannot be meant."""
    triples = parse_turtle(turtle.removeprefix("\ufeff"), source)
    if mistakes := [mistake for triple in triples for mistake in _mistakes(triple)]:
        raise ConfigError.of_all(Text(f"{source}: {words.de}", f"{source}: {words.en}") for words in mistakes)
    return tuple(triple._replace(object=_tidied(triple)) for triple in triples)


def _mistakes(triple: Triple) -> Iterator[Text]:
    subject, predicate, value = triple
    for term in (subject, value):
        if term.startswith("_:"):
            yield Text(
                f"namenlose Knoten lassen sich nicht veröffentlichen, geben Sie {term} eine IRI",
                f"blank nodes cannot be published, give {term} an IRI",
            )
    yield from _misread(triple)
    if not value.startswith('"'):
        return
    text = literal_text(value)
    if signs := ", ".join(meaningless(text)):
        yield Text(
            f"der Text von {subject} enthält Zeichen ohne Bedeutung: {signs}",
            f"a text of {subject} holds signs that mean nothing: {signs}",
        )
    datatype = _behind(value)
    if not _is_of_kind(text, datatype) or (predicate in _DATED and datatype not in _DATES):
        yield Text(f"{subject}: {_shown(value)} ist kein Datum", f"{subject}: {_shown(value)} is no date")


def _misread(triple: Triple) -> Iterator[Text]:
    """What readers would take for something else: some addresses, and numbers that some of them round."""
    for term in triple:
        address = term.rpartition("^^")[2] if term.startswith('"') else term
        if address.startswith("<"):
            yield from (Text(f"{address}: {words.de}", f"{address}: {words.en}") for words in misread(address[1:-1]))
    if _behind(triple.object) in _FLOATING:
        yield Text(
            f"{triple.subject}: {_shown(triple.object)} geben nicht alle Programme so weiter; schreiben Sie die Zahl"
            " ohne Exponenten, zum Beispiel 1000.0",
            f"{triple.subject}: not every program hands on {_shown(triple.object)} as it stands; write the number"
            " without an exponent, such as 1000.0",
        )


def _behind(value: str) -> str:
    """What stands behind the text of a literal: its language or its datatype."""
    return value.rpartition('"')[2]


def _shown(term: str) -> str:
    return term if len(term) <= 100 else f"{term[:99]}…"


def _is_of_kind(text: str, datatype: str) -> bool:
    return datatype not in _DATES or _DATES[datatype](text.strip())


def _is_day(text: str) -> bool:
    found = _DAY.fullmatch(text)
    try:
        return bool(found and date.fromisoformat(found[1]))
    except ValueError:
        return False


def _is_moment(text: str) -> bool:
    try:
        return bool(_MOMENT.match(text) and datetime.fromisoformat(text))
    except ValueError:
        return False


_ZONE = r"(?:Z|[+-][0-9]{2}:[0-9]{2})?"
_DAY = re.compile(rf"([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}){_ZONE}")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}")
_DATES: Mapping[str, Callable[[str], bool]] = {
    f"^^<{expand('xsd:date')}>": _is_day,
    f"^^<{expand('xsd:dateTime')}>": _is_moment,
    f"^^<{expand('xsd:gYear')}>": lambda text: bool(re.fullmatch(rf"[0-9]{{4}}{_ZONE}", text)),
    f"^^<{expand('xsd:gYearMonth')}>": lambda text: bool(re.fullmatch(rf"[0-9]{{4}}-(0[1-9]|1[0-2]){_ZONE}", text)),
}
_FLOATING = {f"^^<{expand(f'xsd:{name}')}>" for name in ("double", "float")}
_DATED = {curie(f"dcterms:{name}") for name in ("issued", "created", "modified")}


def _tidied(triple: Triple) -> str:
    """The object with its text as every format can hold it; names and titles on one line."""
    value = triple.object
    if not value.startswith('"'):
        return value
    text = clean(literal_text(value))
    if triple.predicate in _ON_ONE_LINE:
        text = " ".join(text.split())
    return literal(text) + _behind(value)


_NAMES = ("dcterms:title", "foaf:name", "skos:prefLabel", "skos:altLabel", "skos:notation", "rdfs:label")
_ON_ONE_LINE = frozenset(map(curie, _NAMES))
