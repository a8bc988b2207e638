"""Judge what was lifted by the shapes, and say of each fault in which cell it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import unquote

from pipeline.model.columns import COLUMNS, Kind
from pipeline.model.dataset import Dataset
from pipeline.model.graph import Lifted, Triple, curie, literal_text
from pipeline.model.report import Rule, Severity, Text, ValidationResult, fill
from pipeline.model.roadmap import Roadmap
from pipeline.model.rules import RuleBook
from pipeline.model.shacl import Found, judge
from pipeline.model.strategy import Strategy
from pipeline.model.vocabulary import Concept, ConceptScheme
from pipeline.model.workbook import CellRef
from pipeline.validate.organizations import unmentioned
from pipeline.validate.privacy import MASK, Privacy, build_privacy
from pipeline.validate.remarks import remark
from pipeline.validate.whereabouts import Place, Whereabouts, build_whereabouts, find_places


@dataclass(frozen=True, slots=True)
class _Context:
    """Everything needed to put a result into words."""

    strategy: Strategy
    rules: RuleBook
    privacy: Privacy
    where: Whereabouts


def validate(
    roadmap: Roadmap,
    lifted: Lifted,
    strategy: Strategy,
    dataset: Dataset,
    rules: RuleBook,
    code_lists: Iterable[Triple],
) -> tuple[ValidationResult, ...]:
    """All results of the shapes for a roadmap and its strategy, at their cells."""
    types = (triple for triple in code_lists if triple.predicate == curie("rdf:type"))
    triples = (*lifted.triples, *lifted.judged, *strategy.triples, *types)
    judged = judge(triples, rules.shapes)
    file = dataset.strategy.file or "dataset.toml"
    where = build_whereabouts(roadmap, lifted.sources, strategy.naming, file, judged)
    context = _Context(strategy, rules, build_privacy(dataset, rules), where)
    early = (
        *_count_concepts(strategy, dataset, rules, file),
        *unmentioned(roadmap, dataset, strategy.naming, rules),
        *remark(roadmap, strategy.naming, rules),
    )
    return (*early, *(result for found in judged for result in _results(context, found)))


def _results(context: _Context, found: Found) -> Iterator[ValidationResult]:
    """The finding at each of its cells; none for what the town has cleared."""
    rule, where = context.rules.rules.get(found.rule), context.where
    if rule is None or (rule.forbidden and context.privacy.is_cleared(_readable(found.value), rule.forbidden)):
        return
    for place in find_places(where, rule, found):
        project = place.project
        if project and where.is_carried(project) and (rule.severity is not Severity.VIOLATION or rule.is_raised):
            continue
        result = _at_project(context, rule, place, found.value) if project else _elsewhere(context, rule, place, found)
        focus, path = where.focus_of(found, project), found.path
        yield replace(result, focus_node=literal_text(focus), result_path=literal_text(path) if path else "")


def _readable(term: str) -> str:
    """The text of a literal, or an IRI with the letters that it has encoded."""
    return literal_text(term) if term.startswith('"') else unquote(literal_text(term))


def _at_project(context: _Context, rule: Rule, place: Place, value: str) -> ValidationResult:
    """The finding at a cell of a project, with what was typed there. A contact is shown to nobody."""
    column = COLUMNS.get(place.column)
    if column and column.kind is Kind.EMAIL:
        return fill(rule, place.cell, column=place.title, value=MASK)
    result = fill(rule, place.cell, column=place.title, value=place.typed)
    if column is None or not rule.suggests_from:
        return result
    scheme = context.strategy.vocabulary[rule.suggests_from]
    return _with_suggestion(result, scheme, literal_text(value), many=column.kind is Kind.CONCEPTS)


def _elsewhere(context: _Context, rule: Rule, place: Place, found: Found) -> ValidationResult:
    """The finding at a header or a file, with the name of what it speaks of; its IRI where it has no name."""
    iri = literal_text(found.focus_node)
    concepts = (context.strategy.vocabulary[name].by_iri(iri) for name in ("field", "thesis"))
    concept = next((concept for concept in concepts if concept), None)
    about = Text(*(_called(concept, name) for name in concept.label)) if concept else Text(iri, iri)
    return replace(fill(rule, place.cell, column=place.title, value=about.de), about=about)


def _called(concept: Concept, name: str) -> str:
    """The number and the name; the name alone where it holds the number, as "Statement Nummer 1" does."""
    return name if concept.notation in name.split() else f"{concept.notation} {name}".strip()


def _with_suggestion(result: ValidationResult, scheme: ConceptScheme, text: str, *, many: bool) -> ValidationResult:
    """A near miss of a list gets what was probably meant; several concepts in a cell, which of them is wrong."""
    german, english = _contradiction(text, scheme) or (_two_numbers if many else _two_concepts)(text, scheme)
    if not german and (meant := scheme.suggest(text)):
        german, english = f" Meinten Sie „{meant.label.de}“?", f" Did you mean “{meant.label.en}”?"
    which = (f" („{text}“)", f" (“{text}”)") if text != result.value else ("", "")
    message = Text(
        f"{result.message.de.removesuffix('.')}{which[0]}.{german}",
        f"{result.message.en.removesuffix('.')}{which[1]}.{english}",
    )
    return replace(result, message=message, suggestion=Text(german.strip(), english.strip()))


def _contradiction(text: str, scheme: ConceptScheme) -> tuple[str, str] | None:
    """What ``7 Bildung`` may mean where the seventh is called otherwise."""
    if found := scheme.contradiction(text):
        by_number, by_name = found
        return (
            f" {by_number.notation} ist „{by_number.label.de}“; „{by_name.label.de}“ ist {by_name.notation}.",
            f" {by_number.notation} is “{by_number.label.en}”; “{by_name.label.en}” is {by_name.notation}.",
        )
    return None


def _two_concepts(text: str, scheme: ConceptScheme) -> tuple[str, str]:
    """That a cell names two concepts where there is room for one: to suggest either would be a guess."""
    found = [concept for part in re.split(_BETWEEN, text) if (concept := scheme.find(part))]
    if len({concept.iri for concept in found}) < 2:
        return "", ""
    labels = dict.fromkeys(concept.label for concept in found)
    german, english = (", ".join(texts) for texts in zip(*labels, strict=True))
    return f" Nur eines davon kann gelten: {german}.", f" Only one of these can hold: {english}."


_BETWEEN = re.compile(r"\s*(?:[/;,+&|\n]|\b(?:und|oder|and|or|dann|seit|bzw\.?)\b)\s*")


def _two_numbers(text: str, scheme: ConceptScheme) -> tuple[str, str]:
    """What ``2,3`` was meant to be, which spreadsheet programs take for a decimal, and ``2.3.``, a day to them."""
    found = _TWO_NUMBERS.fullmatch(text)
    if not found or not (scheme.find(found["one"]) and scheme.find(found["other"])):
        return "", ""
    numbers = f"{found['one']}; {found['other']}"
    made = _DECIMAL if found["by"] == "," else _DAY if found["year"] else Text("", "")
    return f" Meinten Sie {numbers}?{made.de}", f" Did you mean {numbers}?{made.en}"


_TWO_NUMBERS = re.compile(r"0?(?P<one>\d{1,2})(?P<by>[.,])0?(?P<other>\d{1,2})(?:\.(?P<year>\d{4})?)?")
_DECIMAL = Text(
    " Die Tabellenkalkulation hat daraus eine Kommazahl gemacht.",
    " The spreadsheet program made a decimal of it.",
)
_DAY = Text(
    " Die Tabellenkalkulation hat daraus ein Datum gemacht.",
    " The spreadsheet program made a date of it.",
)


def _count_concepts(strategy: Strategy, dataset: Dataset, rules: RuleBook, file: str) -> list[ValidationResult]:
    """Whether the strategy has as many theses and fields as the town expects of it."""
    expected = {"thesis": dataset.expectations.theses, "field": dataset.expectations.fields}
    counts = {name: len(strategy.vocabulary[name].concepts) for name in expected}
    return [
        fill(rules[f"{name}-count"], CellRef(file), value=str(counts[name]), expected=wanted)
        for name, wanted in expected.items()
        if wanted is not None and wanted != counts[name]
    ]
