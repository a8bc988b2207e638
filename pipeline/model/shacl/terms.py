"""A term in, the same term as rdflib writes it out: what it makes of ``Z`` or of ``\\u00e4`` is in every result.

Only forms that are sure are known here. Whatever rdflib might write otherwise, or hold for equal to another, is odd.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

from pipeline.model.graph import literal, literal_text
from pipeline.model.vocabulary import expand

XSD = expand("xsd:")
_RDF = expand("rdf:")


def canonical(term: str) -> str | None:
    """The form that rdflib gives a term; nothing for one that is odd."""
    if not term.startswith('"'):
        return None if "\\" in term else term
    text, mark, kind = term.rpartition('"')
    if "\\" in text:
        text = literal(literal_text(text + mark))[:-1]
    if not kind:
        return text + mark
    if kind.startswith("@"):
        return f"{text}{mark}{kind}" if _LANGUAGE.fullmatch(kind) else None
    known = _typed(text[1:], kind[3:-1])
    return None if known is None else f'"{known}{mark}{kind}'


def _typed(text: str, datatype: str) -> str | None:
    """The text of a literal with a datatype, as rdflib writes it; nothing where that is not sure."""
    if not datatype.startswith((XSD, _RDF)):
        return text
    name = datatype.removeprefix(XSD)
    if name in _VERBATIM:
        return text
    if name == "date":
        return text if _is_moment(date, _DATE, text) else None
    if name == "dateTime":
        moment = f"{text[:-1]}+00:00" if text.endswith("Z") else text
        return moment if _is_moment(datetime, _MOMENT, moment) else None
    form = _FORMS.get(name)
    return text if form and form.fullmatch(text) else None


def _is_moment(kind: type[date], form: re.Pattern[str], text: str) -> bool:
    if not form.fullmatch(text):
        return False
    try:
        return kind.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


# rdflib takes these as they stand.
_VERBATIM = {"string", "anyURI", "gYear", "gYearMonth"}
_LANGUAGE = re.compile(r"@[a-z]{1,8}(-[a-z0-9]{1,8})*")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\+[0-9]{2}:[0-9]{2})?")
# Beyond eighteen digits, the numbers of Python go ways of their own.
_FORMS = {
    "integer": re.compile(r"0|-?[1-9][0-9]{0,17}"),
    "nonNegativeInteger": re.compile(r"0|[1-9][0-9]{0,17}"),
    "positiveInteger": re.compile(r"[1-9][0-9]{0,17}"),
    "decimal": re.compile(r"-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,18})?"),
    "boolean": re.compile("true|false"),
    "hexBinary": re.compile("([0-9a-f]{2})*"),
}


def language_tag(term: str) -> str:
    """The language of a literal that is not odd, or nothing."""
    kind = term.rpartition('"')[2] if term.startswith('"') else ""
    return kind[1:] if kind.startswith("@") else ""


def datatype_of(term: str) -> str:
    """The datatype of a literal, or nothing where none is written."""
    kind = term.rpartition('"')[2] if term.startswith('"') else ""
    return kind[3:-1] if kind.startswith("^^") else ""


def number(term: str) -> Decimal | None:
    """The value of a whole number or a decimal that is not odd."""
    name = datatype_of(term).removeprefix(XSD)
    return Decimal(literal_text(term)) if name in _NUMBERS else None


_NUMBERS = {"integer", "nonNegativeInteger", "positiveInteger", "decimal"}


def whole_number(term: str) -> int | None:
    """The value of a literal that is an ``xsd:integer`` and not odd."""
    if datatype_of(term) != f"{XSD}integer" or canonical(term) is None:
        return None
    return int(literal_text(term))


def is_text(term: str) -> bool:
    """Whether a literal is text, with a language or without."""
    return term.startswith('"') and datatype_of(term) in ("", f"{XSD}string")
