"""Tables to a roadmap: each row a project or explained, each cell a value of its column's kind or a finding.

What a cell holds and its column does not expect is not dropped: it stays the text that it is (``Unreadable``), is lifted
as a plain string, and the shapes say what is wrong with it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial

from pipeline.amount import parse_amount
from pipeline.config import ColumnMapping, Dataset
from pipeline.period import parse_period
from pipeline.report import LeftOut, SheetAccount, ValidationResult, fill
from pipeline.roadmap import (
    Email,
    Entry,
    EntryValue,
    Link,
    Name,
    Project,
    Reference,
    Roadmap,
    Table,
    TableColumn,
    Unreadable,
    Words,
)
from pipeline.rows import RowKind, classify
from pipeline.rules import RuleBook
from pipeline.vocabulary import COLUMNS, Column, Concept, ConceptScheme, Kind, Vocabulary, fold
from pipeline.workbook import CellFault, CellRef, Row, Value, as_typed, column_letter

_Cell = Callable[[Value], list[EntryValue]]
"""From the value of a filled cell to what it says; nothing for a dash, which fills a cell without saying anything."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """The roadmap, what made no sense on the way, and the account of every row."""

    roadmap: Roadmap
    results: tuple[ValidationResult, ...]
    accounts: tuple[tuple[str, SheetAccount], ...]


def parse(
    tables: Iterable[Table], dataset: Dataset, vocabulary: Vocabulary, rules: RuleBook, *, today: date
) -> Parsed:
    """Read all tables of a town. A key stands once in all of them; later rows of the same key are left out and told."""
    taken: dict[str, CellRef] = {}
    projects: list[Project] = []
    results: list[ValidationResult] = []
    accounts: list[tuple[str, SheetAccount]] = []
    tables = tuple(tables)
    for table in tables:
        left_out = [LeftOut(row, reason) for row, reason in table.above.items()]
        count = len(projects)
        for outcome in parse_rows(table, dataset, vocabulary, rules, taken, today=today):
            match outcome:
                case Project():
                    projects.append(outcome)
                case LeftOut():
                    left_out.append(outcome)
                case ValidationResult():
                    results.append(outcome)
        accounts.append((table.file, _account(table, len(projects) - count, left_out)))
    return Parsed(Roadmap(tuple(projects), tables), tuple(results), tuple(accounts))


def parse_rows(
    table: Table,
    dataset: Dataset,
    vocabulary: Vocabulary,
    rules: RuleBook,
    taken: dict[str, CellRef],
    *,
    today: date,
) -> Iterator[Project | LeftOut | ValidationResult]:
    """Each row below the header as a project or the reason why it is none, and findings where they arise.

    ``taken`` holds the keys met so far and gains those of this table.
    """
    cells = _cells(table, dataset, vocabulary, today)
    for kind, row in classify(table, dataset.columns):
        if kind is not RowKind.PROJECT:
            yield LeftOut(row.number, kind.value)
            continue
        faults = _cell_faults(table, row, rules)
        yield from faults
        key = _key(table, row, dataset.columns)
        if problem := _key_problem(table, row, key, rules, taken):
            yield from problem
            continue
        taken[key] = _key_cell(table, row)
        broken = {fault.cell.column for fault in faults}
        yield Project(key, row.number, tuple(_entries(table, row, cells, broken)), table)


def _account(table: Table, projects: int, left_out: list[LeftOut]) -> SheetAccount:
    hidden = tuple(map(column_letter, sorted(table.sheet.hidden_columns)))
    return SheetAccount(table.sheet.name, projects + len(left_out), projects, tuple(left_out), hidden)


def _entries(
    table: Table, row: Row, cells: Iterable[tuple[TableColumn, _Cell]], broken: set[str | None]
) -> Iterator[Entry]:
    for column, read in cells:
        if column.number > len(row.values):
            continue
        value = row.values[column.number - 1]
        if value == "" or (broken and column_letter(column.number) in broken):
            continue
        for said in read(value):
            yield Entry(column.name, said, column.number, value)


def _cell_faults(table: Table, row: Row, rules: RuleBook) -> list[ValidationResult]:
    """Cells that a spreadsheet program could not compute."""
    faults = []
    for column in table.columns:
        value = row.values[column.number - 1] if column.number <= len(row.values) else ""
        if isinstance(value, CellFault):
            rule = rules["cell-error" if value.kind == "error" else "cell-formula"]
            cell = table.cell(column.number, row.number)
            faults.append(fill(rule, cell, column=column.title, value=value.text))
    return faults


def _key(table: Table, row: Row, mapping: ColumnMapping) -> str:
    """The key as typed, or made of the columns that the mapping names."""
    names = mapping.key_from or ("id",)
    columns = (table.column(name) for name in names)
    values = (row.values[c.number - 1] for c in columns if c and c.number <= len(row.values))
    texts = (re.sub(r"\s+", " ", clean(as_typed(value))) for value in values if not isinstance(value, CellFault))
    return " | ".join(text for text in texts if text)


def _key_cell(table: Table, row: Row) -> CellRef:
    column = table.column("id") or table.columns[0]
    return table.cell(column.number, row.number)


def _key_problem(
    table: Table, row: Row, key: str, rules: RuleBook, taken: Mapping[str, CellRef]
) -> list[ValidationResult | LeftOut]:
    cell, column = _key_cell(table, row), table.column("id")
    title = column.title if column else ""
    typed = row.values[column.number - 1] if column and column.number <= len(row.values) else ""
    if isinstance(typed, date | datetime):
        return [LeftOut(row.number, "no-key"), fill(rules["key-is-date"], cell, column=title, value=as_typed(typed))]
    if not key:
        told = [] if isinstance(typed, CellFault) else [fill(rules["key-missing"], cell, column=title)]
        return [LeftOut(row.number, "no-key"), *told]
    if other := taken.get(key):
        found = fill(rules["key-duplicate"], cell, column=title, value=key, other=str(other))
        return [LeftOut(row.number, "duplicate-key"), found]
    return []


def _cells(table: Table, dataset: Dataset, vocabulary: Vocabulary, today: date) -> list[tuple[TableColumn, _Cell]]:
    """For each column of the table the function that reads its cells, remembering values that come again."""
    readers = []
    for column in table.columns:
        read = _cell_reader(COLUMNS[column.name], table, dataset, vocabulary, today)
        if read:
            readers.append((column, _remembering(read)))
    return readers


def _remembering(read: _Cell) -> _Cell:
    """The same, looking up what it has read before: dates and statuses recur, and reading is pure."""
    known: dict[tuple[type, Value], list[EntryValue]] = {}

    def remembered(value: Value) -> list[EntryValue]:
        key = (type(value), value)
        found = known.get(key)
        if found is None:
            found = read(value)
            if len(known) < 10_000:
                known[key] = found
        return found

    return remembered


def _cell_reader(
    column: Column, table: Table, dataset: Dataset, vocabulary: Vocabulary, today: date
) -> _Cell | None:
    options = dataset.columns.of(column.name)
    match column.kind:
        case Kind.KEY:
            return None
        case Kind.TEXT:
            return partial(_words, language=column.language or dataset.language)
        case Kind.CONCEPT | Kind.CONCEPTS:
            return partial(_concepts, scheme=vocabulary[column.scheme], many=column.kind is Kind.CONCEPTS)
        case Kind.PERIOD:
            return partial(_period, today=today, date_1904=table.date_1904)
        case Kind.AMOUNT:
            return partial(_amount, currency=options.currency, factor=options.factor)
        case Kind.NAMES:
            return _names
        case Kind.LINK:
            return _links
        case Kind.EMAIL:
            return _email
        case Kind.REFERENCE:
            return _reference


def clean(text: str) -> str:
    """Text fit for every format: composed (NFC), without control characters, trimmed. Line breaks are kept."""
    if text.isascii() and text.isprintable():
        return text.strip()
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ")
    return unicodedata.normalize("NFC", _NOT_IN_XML.sub("", text)).strip()


_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_DASH = re.compile(r"[-–—./\s]*")


def _says_nothing(text: str) -> bool:
    """A dash, as people fill a cell that they leave empty on purpose."""
    return bool(_DASH.fullmatch(text))


def _words(value: Value, *, language: str) -> list[EntryValue]:
    text = clean(as_typed(value))
    return [Words(text, language)] if text else []


def _period(value: Value, *, today: date, date_1904: bool) -> list[EntryValue]:
    text = clean(as_typed(value))
    if _says_nothing(text):
        return []
    found = parse_period(value if not isinstance(value, str) else text, today, date_1904=date_1904)
    return [found or Unreadable(text)]


def _amount(value: Value, *, currency: str, factor: Decimal) -> list[EntryValue]:
    text = clean(as_typed(value))
    if _says_nothing(text):
        return []
    found = parse_amount(value if not isinstance(value, str) else text, currency, factor=factor)
    return [found or Unreadable(text)]


def _names(value: Value) -> list[EntryValue]:
    """Names separated by semicolons or line breaks; by commas only where there are none of these."""
    text = clean(as_typed(value))
    parts = re.split(r"[;\n|]", text) if re.search(r"[;\n|]", text) else text.split(",")
    names = dict.fromkeys(part.strip() for part in parts)
    return [Name(name) for name in names if not _says_nothing(name)]


def _links(value: Value) -> list[EntryValue]:
    return [Link(part) if _LINK.fullmatch(part) else Unreadable(part) for part in clean(as_typed(value)).split()]


_LINK = re.compile(r"https?://[^\s/?#@<>\"{}|\\^`]+(?:[/?#][^\s<>\"{}|\\^`]*)?", re.IGNORECASE)


def _email(value: Value) -> list[EntryValue]:
    text = clean(as_typed(value)).removeprefix("mailto:")
    return [Email(text) if _EMAIL.fullmatch(text) else Unreadable(text)] if not _says_nothing(text) else []


_EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")


def _reference(value: Value) -> list[EntryValue]:
    text = re.sub(r"\s+", " ", clean(as_typed(value)))
    return [Reference(text)] if not _says_nothing(text) else []


def _concepts(value: Value, *, scheme: ConceptScheme, many: bool) -> list[EntryValue]:
    """Concepts by label, other name or notation. What is not in the list stays text."""
    text = clean(as_typed(value))
    if isinstance(value, bool):
        text = "ja" if value else "nein"
    if _says_nothing(text):
        return []
    if found := scheme.find(text):
        return [found]
    return list(dict.fromkeys(_split_concepts(text, scheme))) if many else [Unreadable(text)]


def _split_concepts(text: str, scheme: ConceptScheme) -> Iterator[Concept | Unreadable]:
    """The concepts of a list such as ``Bildung, Kultur und Sport; 3``: the longest run of parts that is a name."""
    parts = [part for part in re.split(r"(\s*[,;/|+&•\n]\s*|\s+und\s+|\s+and\s+)", text) if part]
    while parts:
        for end in range(len(parts), 0, -1):
            if found := scheme.find("".join(parts[:end])):
                yield found
                parts = parts[end:]
                break
        else:
            if fold(parts[0]) and fold(parts[0]) not in ("und", "and"):
                yield Unreadable(parts[0].strip())
            parts = parts[1:]
