"""What there is to say of the decisions behind projects: which cells do not belong together, and where the council's
system says another day or nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from pipeline.model.council import WHY_NOT, Council
from pipeline.model.decisions import Decision, decisions_of
from pipeline.model.period import Period
from pipeline.model.report import ValidationResult, fill
from pipeline.model.roadmap import Entry, Project, is_read
from pipeline.model.rules import RuleBook
from pipeline.model.workbook import as_typed


def judge_decisions(
    projects: Iterable[Project], council: Council, rules: RuleBook, *, today: date
) -> Iterator[ValidationResult]:
    """A finding at each cell that belongs to no decision for certain, or that says what cannot be."""
    for project in projects:
        decisions = decisions_of(project)
        for entries in decisions.unpaired.values():
            if all(is_read(entry.value) for entry in entries):
                others = str(len(decisions.paired))
                yield _at(project, entries[0], rules, "decisions-unpaired", count=str(len(entries)), others=others)
        for decision in decisions.paired:
            yield from _of_the_day(project, decision, rules, today)
            if decision.number and council.is_asked:
                yield from _of_the_council(project, decision, council, rules)


def _of_the_day(project: Project, decision: Decision, rules: RuleBook, today: date) -> Iterator[ValidationResult]:
    said = decision.day.value if decision.day else None
    if decision.day and isinstance(said, Period) and said.begin and said.begin.first > today:
        yield _at(project, decision.day, rules, "decision-in-future")


def _of_the_council(
    project: Project, decision: Decision, council: Council, rules: RuleBook
) -> Iterator[ValidationResult]:
    found, number = council.find(decision.number), decision.number
    if found and decision.day and decision.contradicts(found):
        words = {"number": number, "found_de": f"{found.day:%d.%m.%Y}", "found_en": found.day.isoformat()}
        yield _at(project, decision.day, rules, "decision-date-differs", **words)
    if not found and not decision.day:
        why = WHY_NOT[council.why_not(number)]
        cell = decision.entries["decision_number"]
        yield _at(project, cell, rules, "decision-not-found", number=number, why_de=why.de, why_en=why.en)


def _at(project: Project, entry: Entry, rules: RuleBook, rule: str, **words: str) -> ValidationResult:
    cell = project.table.cell(entry.at, project.row)
    title = next(column.title for column in project.table.columns if column.number == entry.at)
    return fill(rules[rule], cell, column=title, value=as_typed(entry.typed), **words)
