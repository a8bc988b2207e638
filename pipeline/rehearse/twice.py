"""Two visits to what changed between them, although nothing was published: a harvester would take it for news."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.model.graph import Triple, curie
from pipeline.model.harvest import Harvest, Reply
from pipeline.model.report import Text, ValidationResult
from pipeline.model.rules import RuleBook
from pipeline.rehearse.catalog import why_missing
from pipeline.rehearse.findings import Fault, gather

_WORDS = {
    curie("dcterms:identifier"): Text("die Kennung eines Datensatzes", "the identifier of a dataset"),
    curie("dcterms:modified"): Text("wann etwas zuletzt geändert wurde", "when something was last modified"),
    curie("dcat:dataset"): Text("welche Datensätze es gibt", "which datasets there are"),
}
_ELSE = Text("eine andere Angabe", "another statement")


def judge_second_visit(harvest: Harvest, rules: RuleBook) -> tuple[ValidationResult, ...]:
    """What a second harvest would take for a change."""
    return gather((*_of_catalog(harvest), *_of_files(harvest)), harvest.place, rules)


def _of_catalog(harvest: Harvest) -> Iterator[Fault]:
    first, second = harvest.first, harvest.second
    if not second.catalog.is_whole or not second.triples:
        why = why_missing(second.catalog) if not second.catalog.is_whole else second.catalog.fault
        yield Fault("harvest-once-only", second.catalog.address, {"why": why})
    elif what := _changed(first.triples, second.triples):
        yield Fault("harvest-changed", second.catalog.address, {"what": what})


def _changed(first: tuple[Triple, ...], second: tuple[Triple, ...]) -> Text | None:
    """What tells two catalogs apart, in words; a blank node has the same name each time."""
    differing = set(first) ^ set(second)
    predicates = {triple.predicate for triple in differing}
    found = next((words for predicate, words in _WORDS.items() if predicate in predicates), _ELSE)
    return found if differing else None


def _of_files(harvest: Harvest) -> Iterator[Fault]:
    for address, reply in harvest.asked_again.items():
        before = harvest.first.replies[address]
        if reply.status == 304:
            continue
        if not reply.is_whole:
            yield Fault("harvest-once-only", address, {"why": why_missing(reply)})
        elif reply.sha256 != before.sha256:
            yield Fault("harvest-file-changed", address)
        elif _is_new_each_time(before, reply):
            yield Fault("harvest-always-new", address)


def _is_new_each_time(before: Reply, reply: Reply) -> bool:
    """Whether the server calls the same bytes by another name."""
    return bool(before.etag) and reply.etag != before.etag
