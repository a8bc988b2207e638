"""Rows that sum up the others: a row in, whether it does; a table's projects in, the sums that do not fit out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from pipeline.model.amount import Amount
from pipeline.model.report import ValidationResult, fill
from pipeline.model.roadmap import Table
from pipeline.model.rules import RuleBook
from pipeline.model.workbook import Row, as_typed
from pipeline.parse.rows import filled, is_number, value_at

# The words for a sum, and what German and English Excel call sums in pivot tables and subtotals.
_TOTAL = re.compile(
    r"(?:(?:zwischen|gesamt|end|teil)?summen?|gesamt(?:betrag|kosten)?|insgesamt|(?:sub|grand )?total|sum|∑|Σ)(?![\w-])",
    re.IGNORECASE,
)
_RESULT = re.compile(
    r"(?:gesamt|teil|zwischen)?ergebnis(?:\s+\S+)?|(?:gesamt)?(?:mittelwert|anzahl|durchschnitt|maximum|minimum)"
    r"|(?:summe|anzahl|mittelwert|durchschnitt|maximum|minimum|produkt|sum|count|average|max|min) (?:von|of) .{1,60}"
    r"|\((?:leer|blank)\)|übertrag|saldo|.{1,60} (?:(?:gesamt|teil)?ergebnis|zwischensumme|gesamtsumme|total)",
    re.IGNORECASE,
)
_ONLY_TOTAL = re.compile(
    r"(?:zwischen|gesamt|end|teil)?summen?|gesamt(?:betrag|kosten|ergebnis)?|insgesamt|(?:sub|grand )?total|∑|Σ|ergebnis",
    re.IGNORECASE,
)
_NO_SUM = re.compile(r"mittelwert|durchschnitt|anzahl|maximum|minimum|average|count|\bm(?:ax|in)\b|leer|blank", re.IGNORECASE)


def is_total_word(text: str) -> bool:
    """Whether a text begins with a word for a sum, or is what a pivot table calls one."""
    return bool(_TOTAL.match(text) or _RESULT.fullmatch(text.strip(" :")))


def is_total(table: Table, row: Row) -> bool:
    """Whether the row sums up: numbers, with a word such as "Summe" or without one; no key, and no title."""
    key, title = (_text_in(table, name, row) for name in ("id", "title"))
    values = [value for value in row.values if filled(value)]
    texts = [value.strip() for value in values if isinstance(value, str) and not is_number(value)]
    if key:
        return _is_key_of_total(key, title) and len(texts) <= 2
    if title and not is_total_word(title) and not is_number(title):
        return False
    if len(texts) == len(values):
        return False
    numbers = all(is_number(value) for value in values if not isinstance(value, str))
    if len(texts) > 1:
        return numbers and bool(_ONLY_TOTAL.fullmatch(texts[0].strip(" :")))
    return numbers and (is_total_word(texts[0]) if texts else not title)


def _is_key_of_total(key: str, title: str) -> bool:
    if re.search(r"\d", key):
        return not title and bool(_RESULT.fullmatch(key)) and not key.casefold().startswith("ergebnis")
    return is_total_word(key)


def _text_in(table: Table, name: str, row: Row) -> str:
    column = table.column(name)
    return as_typed(value_at(row, column.number)).strip() if column else ""


# Sums beside what they sum up ####################################################################################


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


def wrong_totals(
    table: Table, rows: Sequence[AmountRow], typed: Mapping[tuple[int, str], str], rules: RuleBook
) -> Iterator[ValidationResult]:
    """Each sum that is neither that of the column nor that of a group of rows beside it."""
    for place, total in enumerate(rows):
        if total.kind != "total" or _NO_SUM.search(total.words):
            continue
        for name, amount in total.amounts.items():
            column = table.column(name)
            sums = _sums(rows, place, name) if amount else None
            if not column or not amount or not sums or any(_is_near(amount.value, found) for found in sums):
                continue
            yield fill(
                rules["total-differs"],
                table.cell(column.number, total.row),
                column=column.title,
                value=typed[total.row, name],
                row=total.row,
                stated_de=_german(amount.value),
                stated_en=f"{amount.value:,f}",
                sum_de=_german(sums[0]),
                sum_en=f"{sums[0]:,f}",
            )


def _sums(rows: Sequence[AmountRow], place: int, name: str) -> Sequence[Decimal] | None:
    """All that a sum at this place may stand for, the sum of the column first; none where not all is known."""
    counted = [row for row in rows if row.kind in ("project", "hidden") and name in row.amounts]
    amounts = [row.amounts[name] for row in (*counted, rows[place])]
    known = [amount for amount in amounts if amount]
    if len(known) < len(amounts) or len({amount.currency for amount in known}) > 1:
        return None
    before = [row for row in rows[:place] if name in row.amounts]
    after = _until_break([row for row in rows[place + 1 :] if name in row.amounts or row.kind == "break"])
    group = _until_break(list(reversed([row for row in rows[:place] if name in row.amounts or row.kind == "break"])))
    since = _until_total(list(reversed(rows[:place])), name)
    totals = [row for row in before if row.kind == "total"]
    sets = [[row for row in counted if row in before], counted, group, since, after]
    visible = [[row for row in part if row.kind == "project"] for part in sets]
    return [_sum(part, name) for part in (*visible, *sets, totals, *_last_totals(totals))]


def _last_totals(totals: Sequence[AmountRow]) -> Iterator[Sequence[AmountRow]]:
    """The sums of the last two, three … totals, of which a grand total may be made."""
    yield from (totals[-count:] for count in range(1, len(totals)))


def _until_break(rows: Sequence[AmountRow]) -> Sequence[AmountRow]:
    kept: list[AmountRow] = []
    for row in rows:
        if row.kind in ("break", "total") and (kept or row.kind == "total"):
            break
        if row.kind in ("project", "hidden"):
            kept.append(row)
    return kept


def _until_total(rows: Sequence[AmountRow], name: str) -> Sequence[AmountRow]:
    kept: list[AmountRow] = []
    for row in rows:
        if row.kind == "total":
            break
        if row.kind in ("project", "hidden") and name in row.amounts:
            kept.append(row)
    return kept


def _sum(rows: Sequence[AmountRow], name: str) -> Decimal:
    return sum((amount.value for row in rows if (amount := row.amounts.get(name))), Decimal(0))


def _is_near(stated: Decimal, found: Decimal) -> bool:
    """Whether two sums are the same but for rounding."""
    return abs(stated - found) <= max(Decimal(1), abs(found) / 1000)


def _german(value: Decimal) -> str:
    return f"{value:,f}".translate(str.maketrans(",.", ".,"))
