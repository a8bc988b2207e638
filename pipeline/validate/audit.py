"""The catalog of an edition to what its rules say of it: each fault told once, with the dataset or file it is about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.model.graph import Index, Triple, literal_text
from pipeline.model.report import Text, ValidationResult, fill, report_order
from pipeline.model.rules import RuleBook
from pipeline.model.shacl import Found, judge
from pipeline.model.workbook import CellRef


def audit(triples: Iterable[Triple], rules: RuleBook, *, file: str) -> tuple[ValidationResult, ...]:
    """What is wrong with a catalog, to be mended in ``file``.

    One wrong setting is in every file of an edition: what breaks the same rule by the same value is one result.
    """
    triples = tuple(triples)
    index = Index(triples)
    faults: dict[tuple[str, str], list[Found]] = {}
    for found in judge(triples, rules.shapes):
        faults.setdefault((found.rule, _value(found)), []).append(found)
    results = (_result(founds, value, rules, index, file) for (_, value), founds in faults.items())
    return tuple(sorted(results, key=report_order))


def _value(found: Found) -> str:
    """The value that breaks the rule. A rule about a thing as a whole has no path, and its value is the thing."""
    return literal_text(found.value) if found.path else ""


def _result(founds: Sequence[Found], value: str, rules: RuleBook, index: Index, file: str) -> ValidationResult:
    first = next((found for found in founds if found.focus_node), founds[0])
    thing = _called(first.focus_node, _count(founds), index)
    words = {"thing_de": thing.de, "thing_en": thing.en}
    result = fill(rules[first.rule], CellRef(file), value=_readable(value), **words)
    return replace(result, focus_node=literal_text(first.focus_node), result_path=literal_text(first.path))


def _readable(value: str) -> str:
    """A code of a list as it stands in the settings, an address of e-mail as people write it."""
    return value.rpartition("/")[2] if value.startswith(_LISTS) else value.removeprefix("mailto:")


_LISTS = (
    "http://publications.europa.eu/resource/authority/",
    "http://dcat-ap.de/def/politicalGeocoding/",
    "http://dcat-ap.de/def/contributors/",
)


def _count(founds: Sequence[Found]) -> int:
    """How many things it concerns. What has no IRI cannot be told apart, so each time counts."""
    return len({found.focus_node or number for number, found in enumerate(founds)})


def _called(node: str, count: int, index: Index) -> Text:
    """What people call a thing, and the number where there are more of the kind."""
    name = _name(node, index)
    if count == 1:
        return Text(f"„{name.de}“", f"“{name.en}”")
    return Text(f"„{name.de}“ (insgesamt {count})", f"“{name.en}” ({count} in all)")


def _name(node: str, index: Index) -> Text:
    """The title or name of a thing, else of the thing it is a part of; else the end of its IRI."""
    iri = literal_text(node)
    for owner in (node, f"<{iri.partition('#')[0]}>"):
        for predicate in _NAMES:
            if (name := index.in_both(owner, predicate)).de:
                return name
    end = iri.rstrip("/").rpartition("/")[2]
    return Text(end, end) if end else _NAMELESS


_NAMES = ("dcterms:title", "foaf:name", "vcard:fn")
_NAMELESS = Text("ohne Namen", "without a name")
