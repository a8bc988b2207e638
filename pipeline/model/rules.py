"""The rule book: all rules by their id, read from the Turtle in ``shapes/``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from pipeline.model.columns import COLUMNS
from pipeline.model.graph import Index, Triple, curie, literal_text
from pipeline.model.report import Rule, Severity, Tier
from pipeline.model.vocabulary import RULE, expand


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All rules by id. ``shapes`` are the triples that a SHACL processor needs: no rules of reading, no titles."""

    rules: Mapping[str, Rule] = field(default_factory=dict)
    shapes: tuple[Triple, ...] = ()

    def __getitem__(self, rule_id: str) -> Rule:
        return self.rules[rule_id]


def raised(book: RuleBook, severities: Mapping[str, Severity]) -> RuleBook:
    """The same rules, some of them graver. None is ever less grave than it is: that would let out what must not go."""
    graver = {
        name: replace(rule, severity=severities[name], is_raised=True)
        for name, rule in book.rules.items()
        if name in severities and severities[name].rank < rule.severity.rank
    }
    return replace(book, rules={**book.rules, **graver}) if graver else book


def build_rules(triples: Iterable[Triple]) -> RuleBook:
    """The rules in ``triples``: whatever has a severity, whether SHACL judges it or the code that reads."""
    triples = tuple(triples)
    index = Index(triples)
    subjects = dict.fromkeys(triple.subject for triple in triples if triple.predicate == curie("sh:severity"))
    rules = (_rule(subject, index) for subject in subjects)
    reading = set(index.subjects("rdf:type", curie("ds:Rule")))
    shapes = (t for t in triples if t.subject not in reading and t.predicate not in _WORDS)
    return RuleBook({rule.id: rule for rule in rules}, tuple(shapes))


# For people and for us alone, while pyshacl looks at every statement of a shape time and again. Lost messages it would
# make up.
_WORDS = {
    curie(name)
    for name in (
        *("rdfs:label", "ds:remedy", "ds:atColumn", "ds:atHeader", "ds:needsAllFiles", "ds:suggestsFrom"),
        *("ds:silentBeside", "ds:releasable"),
    )
}


def _rule(subject: str, index: Index) -> Rule:
    columns = {literal_text(term) for term in index.objects(subject, "ds:atColumn")}
    return Rule(
        id=literal_text(subject).removeprefix(RULE),
        iri=literal_text(subject),
        severity=Severity(literal_text(index.objects(subject, "sh:severity")[0]).removeprefix(expand("sh:"))),
        tier=Tier(index.text(subject, "ds:tier", Tier.CELLS)),
        title=index.in_both(subject, "rdfs:label"),
        message=index.in_both(subject, "sh:message"),
        remedy=index.in_both(subject, "ds:remedy"),
        columns=tuple(name for name in COLUMNS if name in columns),
        forbidden=_forbidden(subject, index),
        silent_beside=tuple(sorted(literal_text(term) for term in index.objects(subject, "ds:silentBeside"))),
        at_header=_is_true(subject, index, "ds:atHeader"),
        needs_all_files=_is_true(subject, index, "ds:needsAllFiles"),
        suggests_from=index.text(subject, "ds:suggestsFrom"),
        releasable=_is_true(subject, index, "ds:releasable"),
    )


def _is_true(subject: str, index: Index, predicate: str) -> bool:
    return index.text(subject, predicate) == "true"


def _forbidden(subject: str, index: Index) -> str:
    """The patterns of ``sh:not [ sh:pattern … ]``, any of which must not match."""
    patterns = (index.text(node, "sh:pattern") for node in index.objects(subject, "sh:not"))
    return "|".join(pattern for pattern in patterns if pattern)
