"""What is offered for a cell, written down: as a change of that cell, or as a conflict with all that is said there."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from datetime import date
from typing import cast

from pipeline.merge.sides import Side, offered
from pipeline.model.circular import sent_text
from pipeline.model.columns import COLUMNS, Kind
from pipeline.model.merging import Change, Conflict, Place, Received, Understand, Why
from pipeline.model.period import Period
from pipeline.model.roadmap import Project
from pipeline.model.workbook import CellRef, Value

_DAY = "dd.mm.yyyy"
_STAMP = "modified"


def text_of(project: Project, column: str) -> str:
    """What a person reads in the cell today."""
    return sent_text(project, column)


def value_of(project: Project, column: str) -> Value:
    """What stands in the cell today; the text of all where several columns have that name."""
    typed = {entry.at: entry.typed for entry in project.entries if entry.column == column}
    return next(iter(typed.values())) if len(typed) == 1 else text_of(project, column)


def why_unwritable(project: Project, column: str, formulas: Collection[CellRef]) -> Why | None:
    """Why an answer cannot be written into the cell without changing more than that."""
    columns = [each for each in project.table.columns if each.name == column]
    if len(columns) != 1:
        return Why.SEVERAL if columns else Why.NO_COLUMN
    if project.cell(column) in formulas:
        return Why.FORMULA
    merges = project.table.sheet.merges
    number = columns[0].number
    inside = any(
        merge.first_row <= project.row <= merge.last_row and merge.first_column <= number <= merge.last_column
        for merge in merges
        if merge.first_row != merge.last_row or merge.first_column != number
    )
    return Why.MERGED if inside else None


def build_change(project: Project, place: Place, live: Sequence[Side]) -> Change:
    """The change of a cell to what all of these sides mean, spelled as the first of them has it."""
    offer, column = live[0].offer, place.column
    before, value = value_of(project, column), offer.value
    if isinstance(value, date) and project.table.date_1904:
        value = offer.text  # such a workbook counts days otherwise, and the text means the same day there
    units = tuple(sorted({side.reply.unit for side in live}))
    day = max(side.reply.day for side in live)
    looks = _format(before, value, offer.number_format)
    title, text = _title(project, column), text_of(project, column)
    return Change(place, project.cell(column), title, text, value, looks, units, day, offered(live))


def _format(before: Value, after: Value, given: str) -> str | None:
    """By what a value is shown: 2027 in a cell of days would be one of 1905, and a day in one of money an amount."""
    if given or isinstance(after, str):
        return given or None
    if _kind(before) == _kind(after):
        return None
    return _DAY if isinstance(after, date) else "General"


def _kind(value: Value) -> str:
    names = (("truth", bool), ("day", date), ("number", int | float))
    return next((name for name, kind in names if isinstance(value, kind)), "other")


def _title(project: Project, column: str) -> str:
    found = project.table.column(column)
    return found.title if found else COLUMNS[column].title.de


def build_conflict(project: Project, place: Place, live: Sequence[Side], why: Why, ours: Hashable) -> Conflict:
    """A conflict with all that is said of the cell; ``ours`` is what the workbook means there."""
    bids = tuple(sorted({side.bid for side in live}))
    sent = live[0].offer.base
    title, master = _title(project, place.column), text_of(project, place.column)
    is_answered = any(side.means == ours for side in live)
    return Conflict(place, project.cell(place.column), title, why, sent, master, bids, offered(live), is_answered)


def build_stamp(project: Project, reply: Received, understand: Understand) -> Change | None:
    """The day of a reply in the column "as of", where the sheet has one that says an earlier day or nothing."""
    if COLUMNS[_STAMP].kind is not Kind.PERIOD or not project.table.column(_STAMP):
        return None
    before, text = value_of(project, _STAMP), text_of(project, _STAMP)
    said = cast("tuple[object, ...]", understand(project, _STAMP, before, ""))
    if said and not (isinstance(said[0], Period) and said[0].begin and said[0].begin.first < reply.day):
        return None
    value = f"{reply.day:%d.%m.%Y}" if project.table.date_1904 else reply.day
    looks = _format(before, value, "")
    place = Place(project.key, _STAMP)
    return Change(place, project.cell(_STAMP), _title(project, _STAMP), text, value, looks, (reply.unit,), reply.day)
