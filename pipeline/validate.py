"""Judge what was lifted by the shapes, and say of each fault in which cell it stands.

pyshacl judges; this module carries its results back to the cells. The source map knows the cell of a value; a value that
is missing has the empty cell of the column that the rule names; what speaks of the strategy as a whole has the header.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from pipeline.config import Dataset
from pipeline.graph import Lifted, Triple, build_graph, curie, language_of, literal, literal_text
from pipeline.report import Rule, Severity, Tier, ValidationResult, fill
from pipeline.roadmap import Project, Roadmap
from pipeline.rules import RuleBook
from pipeline.strategy import Strategy
from pipeline.vocabulary import COLUMNS, RULE, Concept
from pipeline.workbook import CellRef, as_typed

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node


@dataclass(frozen=True, slots=True)
class _Context:
    """Everything needed to carry a result back to its cell."""

    roadmap: Roadmap
    lifted: Lifted
    strategy: Strategy
    dataset: Dataset
    rules: RuleBook
    projects: Mapping[str, Project]
    by_row: Mapping[tuple[str, str | None, int | None], Project]


class _Found(NamedTuple):
    """A result of the processor: the rule's id, and focus node, path and value as terms, empty where there is none."""

    rule: str
    focus_node: str
    path: str
    value: str


def validate(
    roadmap: Roadmap, lifted: Lifted, strategy: Strategy, dataset: Dataset, rules: RuleBook, code_lists: Iterable[Triple]
) -> tuple[ValidationResult, ...]:
    """All results of the shapes for a roadmap and its strategy, at their cells."""
    naming = strategy.naming
    context = _Context(
        roadmap,
        lifted,
        strategy,
        dataset,
        rules,
        {naming.project(project.key): project for project in roadmap.projects},
        {(project.table.file, project.table.sheet.name, project.row): project for project in roadmap.projects},
    )
    graph = build_graph((*lifted.triples, *lifted.judged, *strategy.triples, *code_lists))
    judged = (_result(context, found) for found in _judge(graph, build_graph(rules.shapes)))
    counted = _count_concepts(strategy, dataset, rules)
    return (*counted, *(result for result in judged if result))


def _judge(graph: Graph, shapes: Graph) -> list[_Found]:
    """Rule id, focus node, path and value of each result, as terms; sorted, because pyshacl's order is by chance."""
    from pyshacl import validate as pyshacl_validate
    from rdflib import SH

    _, report, _ = pyshacl_validate(graph, shacl_graph=shapes, allow_infos=True, allow_warnings=True, inplace=True)
    found = []
    for result in report.subjects(SH.resultSeverity):
        rule = str(report.value(result, SH.sourceShape)).removeprefix(RULE)
        focus, path, value = (_term(report.value(result, name)) for name in (SH.focusNode, SH.resultPath, SH.value))
        found.append(_Found(rule, focus, path, value))
    return sorted(found)


def _term(node: Node | None) -> str:
    """A node of rdflib as a term, its literal's form unchanged; nothing for none or for a path that is no IRI."""
    from rdflib import Literal, URIRef

    if isinstance(node, URIRef):
        return f"<{node}>"
    if isinstance(node, Literal):
        return literal(str(node), language=node.language or "", datatype=str(node.datatype or ""))
    return ""


def _result(context: _Context, judged: _Found) -> ValidationResult | None:
    rule, focus, value = context.rules.rules.get(judged.rule), judged.focus_node, judged.value
    if rule is None or _is_cleared(rule, value, context.dataset):
        return None
    if not rule.columns and focus not in context.lifted.sources.by_subject:
        found = _of_strategy(context, rule, focus)
    else:
        cell, column = _cell(context, rule, focus, value)
        typed = _typed(context, cell, column) if _owner_row(context, cell) else _name(context, focus)
        found = fill(rule, cell, column=_title(context, cell, column), value=_masked(rule, typed))
        found = _with_suggestion(found, context, column, value)
    return replace(found, focus_node=_plain(focus), result_path=_plain(judged.path))


def _plain(term: str) -> str:
    return literal_text(term) if term else ""


def _cell(context: _Context, rule: Rule, focus: str, value: str) -> tuple[CellRef, str]:
    """The cell of a result and the name of its column."""
    sources = context.lifted.sources
    if not rule.columns and (cell := sources.find(focus, value)):
        return cell, _column_at(context, cell)
    if project := context.projects.get(focus) or _owner(context, focus):
        present = [name for name in rule.columns if project.table.column(name)]
        used = {_column_at(context, cell) for cell in sources.by_subject.get(focus, {}).values()}
        column = next((name for name in present if name in used), (present or [*rule.columns, "id"])[0])
        return project.cell(column), column
    return _header_cell(context, rule), rule.columns[0]


def _owner(context: _Context, subject: str) -> Project | None:
    """The project to which a thing such as a period or an amount belongs: the one in whose row it was typed."""
    cell = next(iter(context.lifted.sources.by_subject.get(subject, {}).values()), None)
    return _owner_row(context, cell) if cell else None


def _column_at(context: _Context, cell: CellRef) -> str:
    project = _owner_row(context, cell)
    columns = project.table.columns if project else ()
    names = (column.name for column in columns if project and project.table.cell(column.number, project.row) == cell)
    return next(names, "")


def _owner_row(context: _Context, cell: CellRef) -> Project | None:
    return context.by_row.get((cell.file, cell.sheet, cell.row))


def _header_cell(context: _Context, rule: Rule) -> CellRef:
    """The header of the rule's column in the first table that has it."""
    for table in context.roadmap.tables:
        for name in rule.columns:
            if column := table.column(name):
                return table.cell(column.number, table.last_header_row)
    tables = context.roadmap.tables
    return CellRef(tables[0].file, tables[0].sheet.name) if tables else CellRef(_strategy_file(context.dataset))


def _of_strategy(context: _Context, rule: Rule, focus: str) -> ValidationResult:
    return fill(rule, CellRef(_strategy_file(context.dataset)), value=_name(context, focus))


def _strategy_file(dataset: Dataset) -> str:
    return dataset.strategy.file or "dataset.toml"


def _name(context: _Context, term: str) -> str:
    """What a concept of the strategy is called; its IRI where it has no name."""
    concepts = (context.strategy.vocabulary[name].by_iri(literal_text(term)) for name in ("field", "thesis"))
    concept = next((concept for concept in concepts if concept), None)
    return f"{concept.notation} {concept.label.de}".strip() if concept else literal_text(term)


def _title(context: _Context, cell: CellRef, column: str) -> str:
    tables = (table for table in context.roadmap.tables if (table.file, table.sheet.name) == (cell.file, cell.sheet))
    titles = (found.title for table in tables if (found := table.column(column)))
    return next(titles, "")


def _typed(context: _Context, cell: CellRef, column: str) -> str:
    """The value as its author typed it."""
    project = _owner_row(context, cell)
    return project.typed(column) if project else ""


def _with_suggestion(
    result: ValidationResult, context: _Context, column: str, value: str
) -> ValidationResult:
    """A near miss of a list gets what was probably meant; several concepts in a cell, which of them is wrong."""
    scheme = COLUMNS[column].scheme if column in COLUMNS else ""
    text = literal_text(value) if value else ""
    if not scheme or not result.rule.id.endswith("-unknown") or value.startswith("<"):
        return result
    meant = context.strategy.vocabulary[scheme].suggest(text)
    which = f" („{text}“)" if text != result.value else ""
    return _extended(result, which, meant, text)


def _extended(result: ValidationResult, which: str, meant: Concept | None, text: str) -> ValidationResult:
    german = f" Meinten Sie „{meant.label.de}“?" if meant else ""
    english = f" Did you mean “{meant.label.en}”?" if meant else ""
    if not meant and re.fullmatch(r"\d+,\d+", text):
        german = f" Meinten Sie {text.replace(',', ' und ')}? Die Tabellenkalkulation hat daraus eine Kommazahl gemacht."
        english = f" Did you mean {text.replace(',', ' and ')}? The spreadsheet program made a decimal of it."
    message = result.message._replace(
        de=f"{result.message.de[:-1]}{which}.{german}", en=f"{result.message.en[:-1]}{which}.{english}"
    )
    return replace(result, message=message)


def _is_cleared(rule: Rule, value: str, dataset: Dataset) -> bool:
    """Whether what looks personal is on the town's list of what is not."""
    if not rule.forbidden:
        return False
    text = literal_text(value).removeprefix("mailto:")
    cleared = (*dataset.privacy.role_mailboxes, dataset.contact.email, *dataset.privacy.allowed)
    for phrase in sorted(cleared, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(phrase)}(?!\w)", " ", text, flags=re.IGNORECASE)
    return not re.search(rule.forbidden, text)


def _masked(rule: Rule, typed: str) -> str:
    """The value without what is personal: a report must not spread what it warns of."""
    return re.sub(rule.forbidden, "•••", typed) if rule.forbidden else typed


def _count_concepts(strategy: Strategy, dataset: Dataset, rules: RuleBook) -> list[ValidationResult]:
    """Whether the strategy has as many theses and fields as the town expects of it."""
    expected = {"thesis": dataset.expectations.theses, "field": dataset.expectations.fields}
    counts = {name: len(strategy.vocabulary[name].concepts) for name in expected}
    cell = CellRef(_strategy_file(dataset))
    return [
        fill(rules[f"{name}-count"], cell, value=str(counts[name]), expected=wanted)
        for name, wanted in expected.items()
        if wanted is not None and wanted != counts[name]
    ]
