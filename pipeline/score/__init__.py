"""A catalog and a portal's metrics in, the points of each of its datasets out.

Of the distributions of a dataset only the one with the most points counts, as data.europa.eu has it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.model.graph import NOWHERE, Index, Triple, curie, literal, literal_text
from pipeline.model.metrics import Methodology, Metric
from pipeline.model.report import Rule, Severity
from pipeline.model.rules import RuleBook
from pipeline.model.scorecard import DatasetScore, Points, Scorecard
from pipeline.model.shacl import judge
from pipeline.model.vocabulary import RULE, expand

_BLANK = "urn:blank:"


@dataclass(frozen=True, slots=True)
class _Judged:
    """A catalog and what the shapes say of it: which metrics a node fails, which rules for a catalog it breaks.

    ``broken`` is ``None`` where there are no rules to judge by.
    """

    index: Index
    values: Mapping[tuple[str, str], Sequence[str]]
    parts: Mapping[str, Sequence[str]]
    statuses: Mapping[str, int]
    failed: frozenset[tuple[str, str]]
    broken: Mapping[str, Sequence[Rule]] | None


def score(
    catalog: Iterable[Triple], methodology: Methodology, catalog_rules: RuleBook, statuses: Mapping[str, int]
) -> Scorecard:
    """The scores of the datasets of a catalog, by IRI. ``statuses`` are what addresses answered, 0 for nothing."""
    judged = _judge(tuple(map(_named, catalog)), methodology, catalog_rules, statuses)
    series = set(judged.index.subjects("rdf:type", curie("dcat:DatasetSeries")))
    datasets = set(judged.index.subjects("rdf:type", curie("dcat:Dataset"))) - series
    return Scorecard(methodology, tuple(_dataset(node, methodology, judged) for node in sorted(datasets, key=_iri)))


def find_addresses(catalog: Iterable[Triple], methodology: Methodology) -> tuple[str, ...]:
    """The addresses in a catalog on whose answers points hang, sorted."""
    asking = {name for metric in methodology.metrics if metric.asks_addresses for name in metric.properties}
    found = {_iri(triple.object) for triple in catalog if triple.predicate in asking and _is_iri(triple)}
    return tuple(sorted(address for address in found if not address.startswith(NOWHERE)))


def _is_iri(triple: Triple) -> bool:
    return triple.object.startswith("<")


def _iri(term: str) -> str:
    return literal_text(term)


def _named(triple: Triple) -> Triple:
    """Blank nodes as IRIs: a SHACL processor has no name for them in what it finds."""
    return Triple(*(f"<{_BLANK}{term[2:]}>" if term.startswith("_:") else term for term in triple))


def _judge(
    catalog: Sequence[Triple], methodology: Methodology, rules: RuleBook, statuses: Mapping[str, int]
) -> _Judged:
    answered = [_answer(address, statuses) for address in find_addresses(catalog, methodology) if address in statuses]
    failed = ((found.rule, found.focus_node) for found in judge([*catalog, *answered], methodology.shapes))
    return _Judged(
        Index(catalog),
        _values(catalog, methodology),
        _parts(catalog),
        statuses,
        frozenset(failed),
        _broken(catalog, rules),
    )


def _values(catalog: Sequence[Triple], methodology: Methodology) -> Mapping[tuple[str, str], Sequence[str]]:
    """What stands under the properties that metrics look at, by node and property, sorted."""
    looked_at = {name for metric in methodology.metrics for name in metric.properties}
    values: dict[tuple[str, str], list[str]] = {}
    for subject, predicate, object_ in sorted(set(catalog)):
        if predicate in looked_at:
            values.setdefault((subject, predicate), []).append(object_)
    return values


def _answer(address: str, statuses: Mapping[str, int]) -> Triple:
    number = literal(str(statuses[address]), datatype=expand("xsd:integer"))
    return Triple(f"<{address}>", curie("ht:statusCodeValue"), number)


def _broken(catalog: Sequence[Triple], rules: RuleBook) -> Mapping[str, Sequence[Rule]] | None:
    """The rules that forbid publishing and are broken, by the node that breaks them."""
    if not rules.shapes:
        return None
    broken: dict[str, list[Rule]] = {}
    for found in judge(catalog, rules.shapes):
        rule = rules.rules.get(found.rule.removeprefix(RULE))
        if rule and rule.severity is Severity.VIOLATION:
            broken.setdefault(found.focus_node, []).append(rule)
    return broken


def _parts(catalog: Sequence[Triple]) -> Mapping[str, Sequence[str]]:
    """What each node leads to, except to things that are described for their own sake."""
    others = {triple.subject for triple in catalog if triple.predicate == _TYPE and triple.object in _THINGS}
    parts: dict[str, list[str]] = {}
    for triple in catalog:
        if _is_iri(triple) and triple.object not in others:
            parts.setdefault(triple.subject, []).append(triple.object)
    return parts


_TYPE = curie("rdf:type")
_THINGS = {curie(f"dcat:{name}") for name in ("Catalog", "CatalogRecord", "Dataset", "DatasetSeries", "DataService")}


def _dataset(node: str, methodology: Methodology, judged: _Judged) -> DatasetScore:
    of_best = {points.metric: points for points in _best_distribution(node, methodology, judged)}
    points = tuple(of_best.get(metric) or _points(metric, node, judged) for metric in methodology.metrics)
    distribution = next((points.node for points in of_best.values()), "")
    return DatasetScore(_shown(node), judged.index.in_both(node, "dcterms:title"), points, distribution)


def _best_distribution(dataset: str, methodology: Methodology, judged: _Judged) -> Sequence[Points]:
    """The points of the distribution that has most; of several, of the first by IRI."""
    metrics = [metric for metric in methodology.metrics if metric.is_of_distribution]
    nodes = {node for node in judged.index.objects(dataset, "dcat:distribution") if node.startswith("<")}
    scored = [[_points(metric, node, judged) for metric in metrics] for node in sorted(nodes, key=_iri)]
    nothing = [Points(metric, metric.if_false, "") for metric in metrics]
    return max(scored, key=lambda each: sum(points.earned or 0 for points in each), default=nothing)


def _points(metric: Metric, node: str, judged: _Judged) -> Points:
    if not metric.has_shape:
        return _compliance(metric, node, judged)
    values = tuple(value for name in metric.properties for value in judged.values.get((node, name), ()))
    statuses = tuple(judged.statuses.get(_iri(value)) for value in values) if metric.asks_addresses else ()
    earned: int | None = metric.if_true
    if (metric.iri, node) in judged.failed:
        earned = None if None in statuses else metric.if_false
    return Points(metric, earned, _shown(node), values, statuses)


def _compliance(metric: Metric, dataset: str, judged: _Judged) -> Points:
    """By the rules for a catalog: a violation in the dataset or in any of its parts costs the points."""
    if judged.broken is None:
        return Points(metric, None, _shown(dataset))
    broken = (rule for part in _with_parts(dataset, judged) for rule in judged.broken.get(part, ()))
    rules = tuple(sorted(dict.fromkeys(broken), key=lambda rule: rule.id))
    return Points(metric, metric.if_false if rules else metric.if_true, _shown(dataset), broken=rules)


def _with_parts(node: str, judged: _Judged) -> set[str]:
    """A node, and all that it leads to."""
    found, waiting = {node}, [node]
    while waiting:
        new = set(judged.parts.get(waiting.pop(), ())) - found
        found |= new
        waiting += new
    return found


def _shown(node: str) -> str:
    """The IRI of a node; for a blank one its label."""
    iri = _iri(node)
    return f"_:{iri.removeprefix(_BLANK)}" if iri.startswith(_BLANK) else iri
