"""Rows that sum up the others: a row in, whether it does; a table's projects in, the sums that do not fit out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from typing import NamedTuple

from pipeline.model.amount import Amount
from pipeline.model.columns import COLUMNS, Kind
from pipeline.model.plain_text import says_nothing
from pipeline.model.report import ValidationResult, fill
from pipeline.model.roadmap import Table
from pipeline.model.rules import RuleBook
from pipeline.model.workbook import Row, as_typed
from pipeline.parse.rows import filled, filled_cells, is_number, value_at

# The words for a sum and what German and English Excel call sums in pivot tables and subtotals.
_TOTAL = re.compile(
    r"(?:(?:zwischen|gesamt|end|teil)?summen?|gesamt(?:betrag|kosten|budget|ausgaben|volumen|förderung)?|insgesamt"
    r"|(?:sub|grand )?total|sum|[∑Σ])"
    r"(?![\w-])",
    re.IGNORECASE,
)
# One more word may follow: "Total général", "Suma końcowa", "Gesamt brutto".
_ABROAD = (
    r"totalt?|totale|totaal|totalul|totais|somme|suma|sumă|summa|razem|ogółem|łącznie|celkem|součet|spolu|súčet|összesen"
    r"|összeg|yhteensä|ukupno|sveukupno|skupaj|iš viso|kokku|kopā|i alt|sammanlagt|σύνολο|общо|итого|всего|toplam"
)
_RESULT = re.compile(
    rf"(?:{_ABROAD}|gesamt|insgesamt)(?:\s+[^\W\d]+)?|(?:gesamt|teil|zwischen)?ergebnis(?:\s+\S+)?"
    r"|(?:gesamt)?(?:mittelwert|anzahl|durchschnitt|maximum|minimum)"
    r"|(?:summe|anzahl|mittelwert|durchschnitt|maximum|minimum|produkt|sum|count|average|max|min) (?:von|of) .{1,60}"
    r"|\((?:leer|blank)\)|übertrag|saldo|.{1,60} (?:(?:gesamt|teil)?ergebnis|(?:zwischen|gesamt)?summe|total)",
    re.IGNORECASE,
)
_ONLY_TOTAL = re.compile(
    rf"{_ABROAD}|(?:zwischen|gesamt|end|teil)?summen?|(?:gesamt)?ergebnis"
    r"|gesamt(?:betrag|kosten|budget|ausgaben|volumen|förderung)?|insgesamt"
    r"|(?:sub|grand )?total|[∑Σ]",
    re.IGNORECASE,
)
_SUM_OF = re.compile(rf"(?:(?:zwischen|gesamt|end|teil)?summe|gesamt|insgesamt|{_ABROAD})\b.{{1,40}}", re.IGNORECASE)
_COUNT = re.compile(r"(?:anzahl|count|number)\b", re.IGNORECASE)
_NO_SUM = re.compile(
    r"mittelwert|durchschnitt|anzahl|maximum|minimum|average|count|\bm(?:ax|in)\b|leer|blank", re.IGNORECASE
)


def is_total_word(text: str) -> bool:
    """Whether a text begins with a word for a sum, or is what a pivot table calls one."""
    return bool(_TOTAL.match(text) or _RESULT.fullmatch(text.strip(" :")))


def is_total(table: Table, row: Row) -> bool:
    """Whether the row sums up: numbers, with a word such as "Summe" or without one; no key, and no title."""
    key, title = (_text_in(table, name, row) for name in ("id", "title"))
    values = [value for value in row.values if filled(value) and not (isinstance(value, str) and says_nothing(value))]
    texts = [value.strip() for value in values if isinstance(value, str) and not is_number(value)]
    numbers = all(is_number(value) for value in values if not isinstance(value, str))
    if key and _ONLY_TOTAL.fullmatch(title.strip(" :")):  # a running number stands beside the sum, too
        return numbers and len(texts) <= 2 and _has_amount(table, row)
    if key and _COUNT.match(key) and is_number(title):
        return numbers and len(texts) == 1
    if key:
        return numbers and _is_key_of_total(key, title) and len(texts) <= 2
    if not numbers or len(texts) == len(values) or (title and not is_total_word(title) and not is_number(title)):
        return False
    if not texts and _is_dated(table, row):
        return False
    if len(texts) > 1:
        return bool(_ONLY_TOTAL.fullmatch(texts[0].strip(" :")))
    if texts and (_TOTAL.match(texts[0]) or texts[0] != title):
        return is_total_word(texts[0])
    return not (title and not texts) and _has_amount(table, row)


def _is_dated(table: Table, row: Row) -> bool:
    """Whether a year stands where dates do, which no sum has."""
    dates = (column.number for column in table.columns if COLUMNS[column.name].kind is Kind.PERIOD)
    return any(_YEAR.fullmatch(as_typed(value_at(row, at)).strip()) for at in dates)


_YEAR = re.compile(r"(?:19|20)\d\d")


def _has_amount(table: Table, row: Row) -> bool:
    """Whether a number stands where amounts do, or behind the first column where the table knows none."""
    others = {column.number for column in table.columns if COLUMNS[column.name].kind is not Kind.AMOUNT}
    first = min(column.number for column in table.columns)
    return any(is_number(value) for at, value in filled_cells(row).items() if at not in others and at >= first)


def _is_key_of_total(key: str, title: str) -> bool:
    if re.search(r"\d", key):
        of_group = bool(_RESULT.fullmatch(key)) and not key.casefold().startswith("ergebnis")
        return not title and (is_total_word(key) or of_group or bool(_SUM_OF.fullmatch(key)))
    return is_total_word(key)


def _text_in(table: Table, name: str, row: Row) -> str:
    column = table.column(name)
    return as_typed(value_at(row, column.number)).strip() if column else ""


# Sums beside what they sum up ####################################################################################


_ZERO = Decimal(0)
_LONGEST_GROUP = 1000


class AmountRow(NamedTuple):
    """The amounts of a row by their column; none where a cell of amounts could not be read or is shared.

    ``kind`` is "project" for what a clerk counts, "total" for a sum, "break" where a group may begin or end, and
    "hidden" for what some sums count and others do not.
    """

    row: int
    kind: str
    amounts: Mapping[str, Amount | None]
    words: str = ""


def words_of(row: Row) -> str:
    """All words in a row."""
    return " ".join(value.strip() for value in row.values if isinstance(value, str) and not is_number(value)).strip()


class Standard(NamedTuple):
    """What the sums of a column are held against besides its rows: its unit, in which rows may be rounded, and the sum
    of the tables before this one in its file.
    """

    factor: Decimal = Decimal(1)
    earlier: Decimal = Decimal(0)


def wrong_totals(
    table: Table,
    rows: Sequence[AmountRow],
    typed: Mapping[tuple[int, str], str],
    standards: Mapping[str, Standard],
    rules: RuleBook,
) -> Iterator[ValidationResult]:
    """Each sum that is neither that of its column nor that of a group of rows beside it."""
    for column in table.columns:
        if not any(row.kind == "total" and column.name in row.amounts for row in rows):
            continue
        for total, sums in _sums_of(rows, column.name):
            stated, standard = total.amounts[column.name], standards[column.name]
            if _NO_SUM.search(total.words) or not stated:
                continue
            rounded = len(rows) * standard.factor / 2 if standard.factor > 1 else Decimal(0)
            wider = [found + standard.earlier for found in sums] if standard.earlier else []
            if any(_is_near(stated.value, found, rounded) for found in (*sums, *wider)):
                continue
            yield fill(
                rules["total-differs"],
                table.cell(column.number, total.row),
                column=column.title,
                value=typed[total.row, column.name],
                row=total.row,
                stated_de=_german(stated.value),
                stated_en=_english(stated.value),
                sum_de=_german(sums[0]),
                sum_en=_english(sums[0]),
            )


@dataclass(slots=True)
class _Sums:
    """Running sums over rows: of those that are seen, and with those that are hidden."""

    seen: Decimal = _ZERO
    all: Decimal = _ZERO

    def add(self, kind: str, value: Decimal) -> None:
        self.seen += value if kind == "project" else _ZERO
        self.all += value


def _sums_of(rows: Sequence[AmountRow], name: str) -> Iterator[tuple[AmountRow, Sequence[Decimal]]]:
    """Each sum in a column with all that it may be the sum of, the rows above it first; none where not all is known."""
    cells = [row.amounts[name] for row in rows if name in row.amounts and row.kind in ("project", "hidden")]
    known = [cell for cell in cells if cell]
    if len(known) < len(cells) or len({cell.currency for cell in known}) > 1:
        return
    whole = _Sums()
    for row in rows:
        if row.kind in ("project", "hidden") and (cell := row.amounts.get(name)):
            whole.add(row.kind, cell.value)
    above, group, since, new_group = _Sums(), _Sums(), _Sums(), False
    totals: list[Decimal] = []
    for place, row in enumerate(rows):
        cell = row.amounts.get(name)
        if row.kind in ("project", "hidden") and cell:
            group = _Sums() if new_group else group
            new_group = False
            for sums in (above, group, since):
                sums.add(row.kind, cell.value)
        elif row.kind == "total":
            if cell:
                parts = [above, whole, group, since, _following(rows, place, name)]
                found = [each.seen for each in parts] + [each.all for each in parts]
                yield row, [*found, *accumulate(reversed(totals))]
                totals.append(cell.value)
            since, new_group = _Sums(), True
        elif row.kind == "break":
            new_group = True


def _following(rows: Sequence[AmountRow], place: int, name: str) -> _Sums:
    """The sums of the rows below one up to the next group or sum."""
    sums = _Sums()
    for row in rows[place + 1 : place + _LONGEST_GROUP]:
        if row.kind in ("break", "total"):
            break
        if cell := row.amounts.get(name):
            sums.add(row.kind, cell.value)
    return sums


def _is_near(stated: Decimal, found: Decimal, rounded: Decimal) -> bool:
    """Whether two sums are the same but for rounding, of the sum itself or of the rows."""
    return abs(stated - found) <= max(Decimal(1), abs(found) / 1000, rounded)


def _english(value: Decimal) -> str:
    return f"{value:,.2f}".removesuffix(".00")


def _german(value: Decimal) -> str:
    return _english(value).translate(str.maketrans(",.", ".,"))
