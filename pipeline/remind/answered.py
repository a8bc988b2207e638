"""What is wrong with a reply: itself and the circular that it answers in, findings at its cells out.

Nothing is judged here but whether it can be placed; what its cells say is judged with the roadmap that it changes.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.model.circular import Circular, Mark, Reply
from pipeline.model.report import ValidationResult, fill
from pipeline.model.rules import RuleBook
from pipeline.model.workbook import CellRef


def judge_stray(reply: Reply, rules: RuleBook) -> tuple[ValidationResult, ...]:
    """That nobody knows of a circular with that mark."""
    return (fill(rules["reply-unknown"], CellRef(reply.file), value=reply.id),)


def judge_reply(reply: Reply, circular: Circular, rules: RuleBook) -> tuple[ValidationResult, ...]:
    """All that can be said against a reply to this circular."""
    if reply.mark != Mark(circular.id, circular.unit, circular.day.isoformat()):
        return judge_stray(reply, rules)
    noted = (fill(rules[note.rule], note.at(reply.file), value=note.value, **note.details) for note in reply.notes)
    return (*noted, *_lost(reply, circular, rules), *_keys(reply, circular, rules), *_locked(reply, circular, rules))


def _lost(reply: Reply, circular: Circular, rules: RuleBook) -> Iterator[ValidationResult]:
    """The columns that were sent out and are not there any more; none where there is no table at all."""
    for name, title in circular.columns.items() if reply.columns else ():
        if name not in reply.columns:
            yield fill(rules["reply-column-lost"], CellRef(reply.file), value=title)


def _keys(reply: Reply, circular: Circular, rules: RuleBook) -> Iterator[ValidationResult]:
    for key, cell in reply.rows.items():
        if key not in circular.keys:
            yield fill(rules["reply-key-unknown"], cell, value=key)


def _locked(reply: Reply, circular: Circular, rules: RuleBook) -> Iterator[ValidationResult]:
    """The cells that were changed and cannot be taken over."""
    for key, column in sorted(circular.locked):
        answer = reply.answers.get(key, {}).get(column)
        if answer and answer.text.strip() != circular.base[key, column].strip():
            title = circular.columns[column]
            yield fill(rules["reply-cell-locked"], answer.cell, column=title, value=answer.text)
