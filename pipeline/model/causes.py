"""Findings in, causes out: what is wrong in a thousand cells for one reason is one thing to do."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from pipeline.model.report import Rule, Severity, Text, Tier, ValidationResult, report_order
from pipeline.model.workbook import CellRef, column_number

MOST_EXAMPLES = 3


class Run(NamedTuple):
    """Cells beneath each other without a gap; a place of its own is both first and last."""

    first: CellRef
    last: CellRef

    @property
    def size(self) -> int:
        """How many cells it holds."""
        return (self.last.row or 0) - (self.first.row or 0) + 1


class Example(NamedTuple):
    """What stands in a cell, and what was probably meant."""

    value: Text
    suggestion: Text


@dataclass(frozen=True, slots=True)
class Cause:
    """One thing to do: the findings of one rule in one column of one sheet.

    ``message`` is theirs with ``…`` where they differ; ``examples`` are the values that come up most.
    """

    results: tuple[ValidationResult, ...]
    message: Text
    remedy: Text
    examples: tuple[Example, ...]
    runs: tuple[Run, ...]

    @property
    def rule(self) -> Rule:
        """The rule that is broken."""
        return self.results[0].rule

    @property
    def severity(self) -> Severity:
        """That of the rule."""
        return self.rule.severity

    @property
    def cell(self) -> CellRef:
        """The first place."""
        return self.runs[0].first

    @property
    def column(self) -> str:
        """The title of the column in the sheet; none where there are several."""
        titles = {result.column for result in self.results}
        return self.results[0].column if len(titles) == 1 else ""

    @property
    def count(self) -> int:
        """How many findings it is behind."""
        return len(self.results)


def group(results: Iterable[ValidationResult]) -> tuple[Cause, ...]:
    """The causes of findings: the gravest first, then those with most findings, then as an author works."""
    by_key: dict[_Key, list[ValidationResult]] = {}
    for result in results:
        by_key.setdefault(_key(result), []).append(result)
    causes = (_cause(tuple(sorted(found, key=report_order))) for found in by_key.values())
    return tuple(sorted(causes, key=lambda cause: (cause.severity.rank, -cause.count, report_order(cause.results[0]))))


_Key: TypeAlias = tuple[str, str, str, str, Text | None]


def _key(result: ValidationResult) -> _Key:
    """What findings of one cause have in common. Where no value tells them apart, their words do."""
    cell = result.cell
    message = None if result.value or result.about.de else result.message
    return cell.file, cell.sheet or "", result.rule.id, "" if _is_title_alone(result) else result.column, message


def remedy_without_values(cause: Cause, known: Collection[str]) -> Text:
    """What to do about a cause, with ``…`` for whatever stands in cells but the titles that are known to all."""
    words = {"column": cause.column} if cause.column in known else {}
    return Text(*(_open(remedy, words) for remedy in cause.rule.remedy))


def _is_title_alone(result: ValidationResult) -> bool:
    """Whether a finding says of the title of a column what it says of any other, and not what was meant by it."""
    if result.rule.tier is not Tier.COLUMNS or result.value != result.column:
        return False
    words = {"value": result.value, "column": result.column}
    return _open(result.rule.message.de, words) == result.message.de


def _cause(results: tuple[ValidationResult, ...]) -> Cause:
    rule = results[0].rule
    return Cause(
        results,
        _shared([_plain(result) for result in results], rule.message, results[0]),
        _shared([result.remedy for result in results], rule.remedy, results[0]),
        _examples(results),
        _runs(result.cell for result in results),
    )


def _plain(result: ValidationResult) -> Text:
    """The message without what is probably meant, which each example tells for itself."""
    german, english = (
        words.removesuffix(end).rstrip() for words, end in zip(result.message, result.suggestion, strict=True)
    )
    return Text(german, english)


def _shared(said: Sequence[Text], rule_says: Text, first: ValidationResult) -> Text:
    """The words that all findings have in common, else those of the rule."""
    if len(set(said)) == 1:
        return said[0]
    words = {"column": first.column, "file": first.cell.file}
    return Text(_open(rule_says.de, words), _open(rule_says.en, words))


def _open(words: str, known: Mapping[str, str]) -> str:
    """The words of a rule with a gap for what differs from finding to finding."""
    without = re.sub(r"\{suggestion_\w+\}", "", words)
    return re.sub(r"\{(\w+)\}", lambda place: known.get(place[1], "…"), without)


def _examples(results: Iterable[ValidationResult]) -> tuple[Example, ...]:
    said = (
        Example(result.about if result.about.de else Text(result.value, result.value), result.suggestion)
        for result in results
        if result.value.strip() or result.about.de
    )
    return tuple(example for example, _ in Counter(said).most_common(MOST_EXAMPLES))


def _runs(cells: Iterable[CellRef]) -> tuple[Run, ...]:
    """Cells with those beneath each other drawn together: C7, C9 to C12."""
    runs: list[Run] = []
    for cell in sorted(set(cells), key=lambda cell: (column_number(cell.column or ""), cell.row or 0)):
        last = runs[-1].last if runs else None
        if last and cell.row and last.row and (cell.column, cell.row) == (last.column, last.row + 1):
            runs[-1] = Run(runs[-1].first, cell)
        else:
            runs.append(Run(cell, cell))
    return tuple(runs)
