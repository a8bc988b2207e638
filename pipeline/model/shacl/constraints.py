"""A constraint of a shape to a function that tests the data."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from operator import ge, gt, le, lt
from typing import Any, TypeAlias

from pipeline.model.graph import curie, literal_text
from pipeline.model.shacl.facts import Facts, Unsure
from pipeline.model.shacl.shapes import Unknown
from pipeline.model.shacl.terms import XSD, datatype_of, is_text, language_tag, number
from pipeline.model.vocabulary import expand

Test: TypeAlias = Callable[[Facts, str], bool]
"""Whether a value is as it must be."""

Tally: TypeAlias = Callable[[Facts, str, Sequence[str]], Iterator[str]]
"""The value of each fault that a focus node with these values has, the empty text for one of all of them together."""


def test_value(kind: str, terms: tuple[str, ...]) -> Test | None:
    """The test of each value by itself, where the constraint is one."""
    return _TESTS[kind](terms) if kind in _TESTS else None


def test_values(kind: str, terms: tuple[str, ...]) -> Tally | None:
    """The test of all values together, where the constraint is one."""
    return _TALLIES[kind](terms) if kind in _TALLIES else None


def _datatype(terms: tuple[str, ...]) -> Test:
    datatype = literal_text(terms[0])
    if datatype in (expand("rdfs:Literal"), expand("rdfs:Datatype"), expand("rdf:langString")):
        raise Unknown(datatype)
    if datatype == f"{XSD}string":
        return lambda facts, value: is_text(value) and not language_tag(value)
    ending = f'"^^{terms[0]}'
    return lambda facts, value: value.startswith('"') and value.endswith(ending)


def _node_kind(terms: tuple[str, ...]) -> Test:
    signs = _SIGNS.get(terms[0])
    if signs is None:
        raise Unknown(terms[0])
    return lambda facts, value: value.startswith(signs)


_SIGNS = {
    curie("sh:IRI"): ("<",),
    curie("sh:Literal"): ('"',),
    curie("sh:BlankNode"): ("_",),
    curie("sh:BlankNodeOrIRI"): ("_", "<"),
    curie("sh:BlankNodeOrLiteral"): ("_", '"'),
    curie("sh:IRIOrLiteral"): ("<", '"'),
}


def _pattern(terms: tuple[str, ...]) -> Test:
    flags = "".join(terms[1:])
    used = (re.IGNORECASE if "i" in flags else 0) | (re.MULTILINE if "m" in flags else 0)
    search = _compile(terms[0], used)
    return lambda facts, value: not value.startswith("_") and search(literal_text(value)) is not None


def _compile(pattern: str, flags: int) -> Callable[[str], re.Match[str] | None]:
    """The pattern, compiled when it is first needed: that of names takes longer than a small roadmap."""
    found: list[re.Pattern[str]] = []

    def search(text: str) -> re.Match[str] | None:
        if not found:
            found.append(re.compile(pattern, flags))
        return found[0].search(text)

    return search


def _min_length(terms: tuple[str, ...]) -> Test:
    least = int(terms[0])
    return lambda facts, value: not least or (not value.startswith("_") and len(literal_text(value)) >= least)


def _max_length(terms: tuple[str, ...]) -> Test:
    most = int(terms[0])
    return lambda facts, value: not value.startswith("_") and len(literal_text(value)) <= most


def _in(terms: tuple[str, ...]) -> Test:
    allowed = frozenset(terms)
    return lambda facts, value: value in allowed


def _class(terms: tuple[str, ...]) -> Test:
    cls = terms[0]
    return lambda facts, value: not value.startswith('"') and facts.is_instance(value, cls)


def _language_in(terms: tuple[str, ...]) -> Test:
    def test(facts: Facts, value: str) -> bool:
        tag = language_tag(value)
        return bool(tag) and ("*" in terms or tag in terms or tag.partition("-")[0] in terms)

    return test


def _bound(compare: Callable[[Any, Any], bool]) -> Callable[[tuple[str, ...]], Test]:
    def build(terms: tuple[str, ...]) -> Test:
        if _measure(terms[0])[0] not in ("number", "date"):
            raise Unknown(terms[0])
        return lambda facts, value: value.startswith('"') and _compares(compare, value, terms[0])

    return build


def _compares(compare: Callable[[Any, Any], bool], one: str, other: str) -> bool:
    """Whether two terms compare. Text and what is no text never do; of two other kinds nothing is sure."""
    (kind, value), (other_kind, other_value) = _measure(one), _measure(other)
    if kind == other_kind and kind:
        return compare(value, other_value)
    if "text" in (kind, other_kind) and kind and other_kind:
        return False
    raise Unsure(one, other)


def _measure(term: str) -> tuple[str, Decimal | str]:
    """What a term is compared by, and as what; nothing where that is not sure."""
    if term.startswith("<") or is_text(term):
        return "text", literal_text(term)
    value = number(term)
    if value is not None:
        return "number", value
    return ("date", literal_text(term)) if datatype_of(term) == f"{XSD}date" else ("", "")


def _min_count(terms: tuple[str, ...]) -> Tally:
    least = int(terms[0])
    return lambda facts, focus, values: iter(("",) if len(values) < least else ())


def _max_count(terms: tuple[str, ...]) -> Tally:
    most = int(terms[0])
    return lambda facts, focus, values: iter(("",) if len(values) > most else ())


def _has_value(terms: tuple[str, ...]) -> Tally:
    wanted = terms[0]
    if wanted.startswith("_"):
        raise Unknown(wanted)
    return lambda facts, focus, values: iter(() if wanted in values else ("",))


def _unique_lang(terms: tuple[str, ...]) -> Tally:
    if literal_text(terms[0]) not in ("true", "false") or datatype_of(terms[0]) != f"{XSD}boolean":
        raise Unknown(terms[0])
    if literal_text(terms[0]) == "false":
        return lambda facts, focus, values: iter(())

    def tally(facts: Facts, focus: str, values: Sequence[str]) -> Iterator[str]:
        tags = Counter(filter(None, map(language_tag, values)))
        return iter([""] * sum(count > 1 for count in tags.values()))

    return tally


def _less(compare: Callable[[Any, Any], bool]) -> Callable[[tuple[str, ...]], Tally]:
    def build(terms: tuple[str, ...]) -> Tally:
        predicate = terms[0]

        def tally(facts: Facts, focus: str, values: Sequence[str]) -> Iterator[str]:
            others = facts.objects(focus, predicate)
            if any(term.startswith("_") or term in facts.odd for term in (*values, *others)):
                raise Unsure(focus)
            return (value for value in values for other in others if not _compares(compare, value, other))

        return tally

    return build


_TESTS: dict[str, Callable[[tuple[str, ...]], Test]] = {
    "datatype": _datatype,
    "nodeKind": _node_kind,
    "pattern": _pattern,
    "minLength": _min_length,
    "maxLength": _max_length,
    "in": _in,
    "class": _class,
    "languageIn": _language_in,
    "minInclusive": _bound(ge),
    "maxInclusive": _bound(le),
    "minExclusive": _bound(gt),
    "maxExclusive": _bound(lt),
}
_TALLIES: dict[str, Callable[[tuple[str, ...]], Tally]] = {
    "minCount": _min_count,
    "maxCount": _max_count,
    "hasValue": _has_value,
    "uniqueLang": _unique_lang,
    "lessThan": _less(lt),
    "lessThanOrEquals": _less(le),
}
