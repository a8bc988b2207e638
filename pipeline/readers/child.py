"""A spreadsheet to blocks of rows on standard output, in a process of its own with a memory limit of its own.

A crafted file can make calamine ask for any amount of memory, which ends the process it runs in. Started by
``spreadsheet.py`` as ``python -m pipeline.readers.child``; where the system knows no such limit (Windows) or does not
enforce it (macOS), the limits on expansion and time remain.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from itertools import chain, repeat
from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from pipeline.model.errors import WorkbookFault
from pipeline.model.workbook import NO_FORMATS, Limits, Merge, Value
from pipeline.readers.biff import inspect_compound
from pipeline.readers.faults import MALFORMED, UNKNOWN_ERROR_VALUE, damaged, too_large
from pipeline.readers.file_kind import Form
from pipeline.readers.memory import allowed_memory, limit_memory
from pipeline.readers.number_format import tells_more
from pipeline.readers.package import inspect_package
from pipeline.readers.spool import (
    EXIT_DISK_FAILED,
    Formats,
    Line,
    Refusal,
    SpooledContents,
    SpooledSheet,
    SpoolWriter,
    Written,
)
from pipeline.readers.unseen import Inspected, Unseen, within

_LINE_BREAK = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")


def main(arguments: list[str]) -> int:
    """Read the file at a path, wrapped in a form, within limits; write what is in it, or why it was refused."""
    path, form, *numbers = arguments
    limits = Limits(*map(int, numbers))
    limit_memory(limits.max_memory_bytes)
    spool = SpoolWriter(sys.stdout.buffer, limits)
    try:
        spool.write_answer(answer(Path(path), Form[form], limits, spool))
    except OSError as error:
        print(error.errno, file=sys.stderr)
        return EXIT_DISK_FAILED
    return 0


def answer(path: Path, form: Form, limits: Limits, spool: SpoolWriter) -> SpooledContents | Refusal:
    """What the parent is told in the end."""
    try:
        return spool_spreadsheet(path, form, limits, spool)
    except WorkbookFault as fault:
        return Refusal(fault.rule, fault.details)
    except MemoryError:
        if allowed_memory(limits.max_memory_bytes) < limits.max_memory_bytes:
            raise  # the machine is at fault, and no file
        refused = too_large("memory", found=limits.max_memory_bytes, allowed=limits.max_memory_bytes)
        return Refusal(refused.rule, refused.details)


def spool_spreadsheet(path: Path, form: Form, limits: Limits, spool: SpoolWriter) -> SpooledContents:
    """Inspect a spreadsheet, then write the rows of its worksheets."""
    inspected = _INSPECT[form](path, limits)
    with _refusals_reported():
        sheets = tuple(_spool_sheets(path, inspected, spool))
    if not any(sheet.blocks for sheet in sheets):
        raise WorkbookFault("file-no-table")
    return SpooledContents(inspected.media_type, sheets, inspected.date_1904)


@contextmanager
def _refusals_reported() -> Iterator[None]:
    """What calamine refuses, as a fault."""
    try:
        yield
    except CalamineError as error:
        raise damaged(UNKNOWN_ERROR_VALUE if "cell error value" in str(error) else MALFORMED) from error


def _spool_sheets(path: Path, inspected: Inspected, spool: SpoolWriter) -> Iterator[SpooledSheet]:
    with path.open("rb") if inspected.copy is None else BytesIO(inspected.copy) as file:
        # By content: calamine's own way to open a path believes the suffix.
        workbook = CalamineWorkbook.from_filelike(file)
    for position, metadata in enumerate(workbook.sheets_metadata):
        if metadata.typ == SheetTypeEnum.WorkSheet:
            sheet = workbook.get_sheet_by_index(position)
            unseen = inspected.unseen.get(position, Unseen())
            rows = seen_rows(sheet, unseen)
            written = spool.write_rows(without_blank_end(with_line_breaks(rows) if inspected.has_breaks else rows))
            yield _spooled_sheet(sheet, metadata, unseen, written)


def _spooled_sheet(sheet: CalamineSheet, metadata: SheetMetadata, unseen: Unseen, written: Written) -> SpooledSheet:
    hidden_rows = within(unseen.hidden_rows, written.last_row)
    return SpooledSheet(
        metadata.name,
        metadata.visible != SheetVisibleEnum.Visible,
        written.blocks,
        hidden_rows=hidden_rows,
        hidden_columns=within(unseen.hidden_columns, written.last_column),
        merges=tuple(sorted(unseen.merges or _merges(sheet))),
        filtered_rows=hidden_rows & within(unseen.filters, written.last_row),
    )


def _merges(sheet: CalamineSheet) -> Iterator[Merge]:
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        yield Merge(top + 1, left + 1, bottom + 1, right + 1)


def seen_rows(sheet: CalamineSheet, unseen: Unseen) -> Iterator[tuple[list[Value], Formats]]:
    """The rows of a sheet as its author sees them, errors and formulas in their places, with their formats."""
    # calamine starts with the first column that holds a value, yet with the first row of all.
    (_, left), (bottom, _) = sheet.start or (0, 0), sheet.end or (-1, 0)
    missing = max(unseen.cells, default=0) - (bottom + 1)
    known: dict[tuple[tuple[int, str], ...], Formats] = {}
    for number, told in enumerate(chain(sheet.iter_rows(), repeat([], max(0, missing))), 1):
        values: list[Value] = [*repeat("", left), *told]
        for column, value in unseen.cells.get(number, {}).items():
            values.extend([""] * (column - len(values)))
            values[column - 1] = value
        shown = unseen.formats.get(number)
        yield values, _telling(shown, values, known) if shown else NO_FORMATS


def with_line_breaks(rows: Iterable[tuple[list[Value], Formats]]) -> Iterator[tuple[list[Value], Formats]]:
    """The rows with the line breaks in them as such: those of Word and of Windows, too."""
    for values, formats in rows:
        yield list(map(_with_line_breaks, values)), formats


def _with_line_breaks(value: Value) -> Value:
    if isinstance(value, str) and not value.isprintable():
        return _LINE_BREAK.sub("\n", value)
    return value


def _telling(shown: Formats, values: list[Value], known: dict[tuple[tuple[int, str], ...], Formats]) -> Formats:
    """The formats that tell more than the values of a row; the same object for all rows alike."""
    columns = (column for column in sorted(shown) if column <= len(values))
    telling = tuple((column, shown[column]) for column in columns if tells_more(shown[column], values[column - 1]))
    return known.setdefault(telling, dict(telling)) if telling else NO_FORMATS


def without_blank_end(rows: Iterable[tuple[list[Value], Formats]]) -> Iterator[Line]:
    """The rows up to the last with a value, each up to its own last value."""
    blanks = 0
    for values, formats in rows:
        while values and values[-1] == "":
            values.pop()
        if values:
            yield from repeat(((), NO_FORMATS), blanks)
            yield tuple(values), formats
        blanks = 0 if values else blanks + 1


_INSPECT: Mapping[Form, Callable[[Path, Limits], Inspected]] = {
    Form.ZIP: inspect_package,
    Form.COMPOUND: inspect_compound,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
