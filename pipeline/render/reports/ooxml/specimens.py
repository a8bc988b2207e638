"""Cells that remember which format each coloured one stands for, so that a later report can take the colour back.

Any program that saves the workbook numbers its formats anew, yet keeps those of the cells: a specimen of the format as
it was and one of the coloured format, side by side, tell of both whatever their numbers have become.
"""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.render.reports.ooxml.book import earlier_report, styles_part
from pipeline.render.reports.ooxml.package import Package
from pipeline.render.reports.ooxml.sheet import Spot, parse_address, read_grid, style_of
from pipeline.render.reports.ooxml.styles import Tint, forget_tints, restore_formats

_BEFORE, _COLORED = 1, 2
# Whoever edits the marked range shall not make us look through a million rows.
_MOST_PAIRS = 5_000


def specimen_rows(first: int, style_by_tint: Mapping[Tint, int]) -> list[str]:
    """Hidden rows with a pair of empty cells for each coloured format."""
    pairs = enumerate(sorted(style_by_tint.items()), start=first)
    return [
        f'<row r="{row}" hidden="1"><c r="{Spot(row, _BEFORE).address}" s="{tint.style}"/>'
        f'<c r="{Spot(row, _COLORED).address}" s="{style}"/></row>'
        for row, (tint, style) in pairs
    ]


def specimen_range(first: int, style_by_tint: Mapping[Tint, int]) -> str:
    """Where those rows stand."""
    return f"$A${first}:$B${first + max(len(style_by_tint), 1) - 1}"


def take_colors_back(package: Package) -> Package:
    """The package with all formats as they were before an earlier report coloured them."""
    package, styles = styles_part(package)
    part = restore_formats(package.text(styles), _style_before_color(package))
    return package.with_part(styles, forget_tints(part))


def _style_before_color(package: Package) -> Mapping[int, int]:
    earlier = earlier_report(package)
    if earlier is None:
        return {}
    sheet, range_ = earlier
    first, _, last = range_.partition(":")
    top, bottom = parse_address(first), parse_address(last or first)
    numbers = range(top.row, bottom.row + 1)[:_MOST_PAIRS] if top and bottom else range(0)
    rows = read_grid(package.text(sheet.part), numbers).rows
    pairs = [rows[number].cells for number in numbers if number in rows]
    return {style_of(pair[_COLORED]): style_of(pair[_BEFORE]) for pair in pairs if {_BEFORE, _COLORED} <= pair.keys()}
