"""The author's own workbook with the answers of units in its cells, each coloured and told of, all else as it was."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from pipeline.model.merging import Change
from pipeline.model.report import Language, Text
from pipeline.model.workbook import CellRef, Value
from pipeline.render.reports.legible import legible, shorten
from pipeline.render.reports.ooxml.book import SheetPart, sheets_of, styles_part, with_bound_prefixes
from pipeline.render.reports.ooxml.cells import value_cell
from pipeline.render.reports.ooxml.commented import comment_on, forget_answers
from pipeline.render.reports.ooxml.comments import ANSWER_LABEL, ANSWER_SIGNATURE, Run
from pipeline.render.reports.ooxml.elements import PackageError
from pipeline.render.reports.ooxml.formulas import formulas_of, reckoned_from
from pipeline.render.reports.ooxml.markup import Splice, change
from pipeline.render.reports.ooxml.package import Package, pack, unpack
from pipeline.render.reports.ooxml.sheet import Spot, parse_address, read_frame, read_grid, restyle
from pipeline.render.reports.ooxml.styles import ANSWER_COLOR, Look, color_answers, forget_tints

__all__ = ["PackageError", "find_formulas", "write_merged"]

_LONGEST = 400
_SAYS = Text("{} hat am {} geantwortet.", "{} answered on {}.")
_BEFORE = Text("Vorher stand hier: {}", "Before, this said: {}")
_NOTHING = Text("nichts", "nothing")


def write_merged(content: bytes, changes: Collection[Change], *, language: Language = "de") -> bytes:
    """The workbook in ``content`` with these changes. Colours and notes of an earlier merge give way.

    Raises ``PackageError`` for a file that is no OOXML workbook, or that lacks a sheet of the changes.
    """
    package = forget_answers(with_bound_prefixes(unpack(content)))
    package, styles = styles_part(package)
    package = package.with_part(styles, forget_tints(package.text(styles), [ANSWER_COLOR]))
    for sheet, found in _by_sheet(package, changes):
        package = _write(package, sheet, found, language)
    return pack(package)


def _by_sheet(package: Package, changes: Iterable[Change]) -> list[tuple[SheetPart, dict[Spot, Change]]]:
    by_name: dict[str | None, dict[Spot, Change]] = defaultdict(dict)
    for each in changes:
        if spot := parse_address(each.cell.address):
            by_name[each.cell.sheet][spot] = each
    return [(sheet, by_name[sheet.name]) for sheet in sheets_of(package) if sheet.name in by_name]


def _write(package: Package, sheet: SheetPart, changes: Mapping[Spot, Change], language: Language) -> Package:
    part = package.text(sheet.part)
    frame, grid = read_frame(part), read_grid(part, {spot.row for spot in changes})
    looks = {spot: Look(grid.style(spot, frame), each.number_format or "") for spot, each in changes.items()}
    package, styles = styles_part(package)
    style_part, style_by_look = color_answers(package.text(styles), looks.values())
    package = package.with_part(styles, style_part)
    runs = {spot: _note(each, language) for spot, each in changes.items()}
    package, pointers = comment_on(package, sheet.part, frame, grid, runs)
    styled = restyle(part, frame, grid, {spot: style_by_look[look] for spot, look in looks.items()})
    part = change(package.text(sheet.part), [*styled, *pointers])
    return package.with_part(sheet.part, _filled(part, {spot: each.value for spot, each in changes.items()}))


def _filled(part: bytes, values: Mapping[Spot, Value]) -> bytes:
    """The sheet with these values in cells that are there, in the formats that they have."""
    grid = read_grid(part, {spot.row for spot in values})
    splices = []
    for spot, value in values.items():
        if cell := grid.cell(spot):
            style = cell.attributes.get("s", "0")
            splices.append(Splice(cell.start, cell.end, _cell(spot, value, int(style), cell.prefix)))
    return change(part, splices)


def _cell(spot: Spot, value: Value, style: int, prefix: str) -> str:
    markup = value_cell(spot, value, text_style=style, date_style=style, moment_style=style)
    markup = re.sub(r' s="\d+"', f' s="{style}"', markup, count=1)
    return re.sub(r"<(/?)", rf"<\1{prefix}", markup)


def _note(each: Change, language: Language) -> Sequence[Run]:
    day = f"{each.day:%d.%m.%Y}" if language == "de" else each.day.isoformat()
    units = shorten(legible(", ".join(each.units)), _LONGEST)
    before = shorten(legible(each.before), _LONGEST) or _NOTHING.in_(language)
    return (
        Run(f"{ANSWER_LABEL.in_(language)}\n", bold=True),
        Run(f"{_SAYS.in_(language).format(units, day)}\n{_BEFORE.in_(language).format(before)}"),
        Run(f"\n{ANSWER_SIGNATURE.in_(language)}"),
    )


def find_formulas(content: bytes, changes: Iterable[Change], read: Collection[CellRef]) -> frozenset[CellRef]:
    """The cells of these changes that hold a formula, or from which one is reckoned whose result is read.

    ``read`` are the cells of the workbook that are. Raises ``PackageError`` for a file that is no OOXML workbook.
    """
    package = unpack(content)
    parts = {sheet.name: formulas_of(package.text(sheet.part)) for sheet in sheets_of(package)}
    every = [formula for formulas in parts.values() for formula in formulas.values()]
    spots = {parse_address(cell.address) for cell in read if _holds_formula(cell, parts)}
    return frozenset(
        each.cell
        for each in changes
        if (spot := parse_address(each.cell.address))
        and (spot in parts.get(each.cell.sheet or "", {}) or spots & reckoned_from(every, spot))
    )


def _holds_formula(cell: CellRef, formulas: Mapping[str, Mapping[Spot, object]]) -> bool:
    return parse_address(cell.address) in formulas.get(cell.sheet or "", {})
