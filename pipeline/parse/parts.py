"""The tables of a sheet, one below another: a sheet in, the part of it that each table takes up with its header out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from pipeline.model.vocabulary import fold
from pipeline.model.workbook import Row, Sheet, as_typed
from pipeline.parse.foreign import foreign_headers
from pipeline.parse.header import Found, Header, find_header
from pipeline.parse.rows import RowsBetween, filled_cells, says_one_thing
from pipeline.parse.titles import IGNORED, Titles, everyday

_LAST_ROW = 2**31
_LONGEST_TITLE = 80
_NEARBY = 2


class Part(NamedTuple):
    """A part of a sheet and the header of the table in it."""

    sheet: Sheet
    header: Header


def find_parts(sheet: Sheet, titles: Titles) -> tuple[Part, ...]:
    """Each table of a sheet with its rows. One whose titles are those of the table above it only goes on with it."""
    best = find_header(sheet, titles, rows=sheet.rows)
    headers = _headers(sheet, best, titles)
    if len(headers) < 2:
        return tuple(Part(sheet, header) for header in headers)
    starts = [1, *_starts(sheet, headers)]
    ends = [*(start - 1 for start in starts[1:]), _LAST_ROW]
    return tuple(
        Part(replace(sheet, rows=RowsBetween(sheet.rows, first, last)), header)
        for header, first, last in zip(headers, starts, ends, strict=True)
    )


def _headers(sheet: Sheet, best: Found, titles: Titles) -> Sequence[Header]:
    """The header of each table in order."""
    found: list[Header] = []
    rows = {row.number: (row, True) for row in foreign_headers(sheet, best.header, titles)}
    rows |= {row.number: (row, is_known) for row, is_known in _rows_of_titles(sheet, best.header, titles)}
    for _, (row, is_known) in sorted(rows.items()):
        above = [header.last_row for header in (*found, best.header) if header and header.last_row < row.number]
        if (found and row.number <= found[-1].last_row) or not (is_known or _has_full_rows(sheet, above, row)):
            continue
        if _goes_on_below(sheet, row, [*found, best.header], titles):
            continue
        header = best.header
        if not header or not header.first_row <= row.number <= header.last_row:
            near = RowsBetween(sheet.rows, row.number - _NEARBY, row.number + _NEARBY)
            header = find_header(sheet, titles, rows=near, within=row.number).header or _as_it_stands(row)
        if not (found and _goes_on(header, found[-1], titles)):
            found.append(header)
    if best.header and not any(_overlap(best.header, header) for header in found):
        found = sorted([*found, best.header])
    return _with_rows(sheet, found, best.header)


def _goes_on_below(sheet: Sheet, row: Row, headers: Sequence[Header | None], titles: Titles) -> bool:
    """Whether a row goes on with the header above it: no project stands between, and most cells are the same titles,
    in whatever language.
    """
    before = [header for header in headers if header and header.last_row < row.number]
    above = max(before, key=lambda header: header.last_row, default=None)
    if not above or _has_full_rows(sheet, [above.last_row], row):
        return False
    cells = filled_cells(row)
    again = [at for at in cells if _is_again(as_typed(cells[at]).strip(), above.titles.get(at, ()), titles)]
    return len(again) >= 2 and len(again) * 2 >= len(cells)


def _is_again(text: str, texts: tuple[str, ...], titles: Titles) -> bool:
    name = titles.name(texts)
    return name not in (None, IGNORED) and titles.is_title_of(text, str(name))


def _as_it_stands(row: Row) -> Header:
    """A row as the header of a table, whether its titles are known or not."""
    titles = {at: (as_typed(value).strip(),) for at, value in filled_cells(row).items()}
    return Header(row.number, row.number, titles, {})


def _has_full_rows(sheet: Sheet, headers: Sequence[int], row: Row) -> bool:
    """Whether there are rows of a table between the last header above and a row."""
    return bool(headers) and any(map(_is_full, RowsBetween(sheet.rows, max(headers) + 1, row.number - 1)))


def _overlap(one: Header, other: Header) -> bool:
    return one.first_row <= other.last_row and other.first_row <= one.last_row


def _rows_of_titles(sheet: Sheet, best: Header | None, titles: Titles) -> Iterator[tuple[Row, bool]]:
    """All visible rows that name a table, and whether by titles that are known, not merely by words of everyday. Most
    rows are seen at a glance to be none.
    """
    typed = titles.typed | {text.casefold() for texts in (best.titles.values() if best else ()) for text in texts}
    for row in sheet.rows:
        if _may_be_titles(row, typed) and row.number not in sheet.hidden_rows:
            is_known = _names_a_table(row, titles)
            if is_known or _sounds_like_titles(row, titles):
                yield row, is_known


def _may_be_titles(row: Row, typed: Set[str]) -> bool:
    return any(
        type(value) is str and len(value) <= _LONGEST_TITLE and value.strip().casefold() in typed
        for value in row.values
    )


def _sounds_like_titles(row: Row, titles: Titles) -> bool:
    """Whether most cells are what people call columns, three of them or a key and a title, and none is a value."""
    texts = [as_typed(value).strip() for value in filled_cells(row).values()]
    names = [titles.name((text,)) or everyday(text) for text in texts]
    known = {name for name in names if name and name != IGNORED}
    enough = len(known) >= _ENOUGH or {"id", "title"} <= known
    exact = any(not isinstance(value, str) or re.search(r"\d", value) for value in filled_cells(row).values())
    return enough and not exact and bool(known & {"id", "title"}) and sum(map(bool, names)) * 3 >= len(names) * 2


_ENOUGH = 3


def _names_a_table(row: Row, titles: Titles) -> bool:
    """Whether a row holds texts alone, at least half of them known, and a key or a title among them."""
    cells = list(filled_cells(row).values())
    if not all(isinstance(value, str) for value in cells):
        return False
    known = [name for value in cells if (name := titles.name((str(value).strip(),)))]
    names = set(known) - {IGNORED}
    leading = {"id", "title", *titles.mapping.key_from}
    return len(names) >= 2 and bool(names & leading) and len(known) * 2 >= len(cells)


def _goes_on(header: Header, before: Header, titles: Titles) -> bool:
    """Whether all titles are those of the table above, in the same columns."""
    return all(_is_same(texts, before.titles.get(at, ()), titles) for at, texts in header.titles.items())


def _is_same(texts: tuple[str, ...], before: tuple[str, ...], titles: Titles) -> bool:
    """Whether both are titles of one column; what neither is known by was told at the first already."""
    name = titles.name(before)
    if before and not name and not titles.name(texts):
        return True
    same = fold(" ".join(texts)) == fold(" ".join(before)) or set(map(fold, texts)) <= set(map(fold, before))
    return same or (name not in (None, IGNORED) and titles.is_title_of(" ".join(texts), str(name)))


def _with_rows(sheet: Sheet, headers: Sequence[Header], best: Header | None) -> Sequence[Header]:
    """The headers without those that have no row of their own before the next, unless it is the best of all."""
    if len(headers) < 2:
        return headers
    full = [row.number for row in sheet.rows if _is_full(row)]
    kept: list[Header] = []
    for header, after in zip(headers, [*headers[1:], None], strict=True):
        end = after.first_row if after else _LAST_ROW
        if header == best or any(header.last_row < number < end for number in full) or (not after and kept):
            kept.append(header)
    return kept


def _is_full(row: Row) -> bool:
    return len(filled_cells(row)) > 1 and not says_one_thing(row)


def _starts(sheet: Sheet, headers: Sequence[Header]) -> Iterator[int]:
    """Where each table but the first begins: below the last full row of the one before, with its title."""
    for before, header in pairwise(headers):
        last = before.last_row
        for row in RowsBetween(sheet.rows, before.last_row + 1, header.first_row - 1):
            if _is_full(row):
                last = row.number
        yield last + 1
