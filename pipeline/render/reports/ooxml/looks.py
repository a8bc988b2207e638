"""How the cells of the report's sheet look: their formats, added to those of the author's workbook."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from pipeline.model.report import Severity
from pipeline.render.reports.ooxml.elements import scan
from pipeline.render.reports.ooxml.styles import FILL_COLORS, add, solid_fill


class Look(StrEnum):
    """What a cell of the report's sheet is."""

    PLAIN = "plain"
    STRONG = "strong"
    TITLE = "title"
    HEAD = "head"
    TEXT = "text"
    LINK = "link"
    VIOLATION = Severity.VIOLATION
    WARNING = Severity.WARNING
    INFO = Severity.INFO


_INK, _LINK_INK, _HEAD_GROUND, _RULE = "FF1B1B1B", "FF0B4F9E", "FFE6EAF0", "FFC3CAD4"
# Size, colour, and the elements that make a font bold or underlined.
_FONTS = {"regular": (10, _INK, ""), "bold": (10, _INK, "b"), "title": (16, _INK, "b"), "link": (10, _LINK_INK, "u")}
_FILLS = {"head": _HEAD_GROUND, **{severity.value: color for severity, color in FILL_COLORS.items()}}
# Font, fill, and whether the cell belongs to the table, where text wraps and rows are ruled.
_LOOKS = {
    Look.PLAIN: ("regular", None, False),
    Look.STRONG: ("bold", None, False),
    Look.TITLE: ("title", None, False),
    Look.HEAD: ("bold", "head", True),
    Look.TEXT: ("regular", None, True),
    Look.LINK: ("link", None, True),
    Look.VIOLATION: ("bold", Severity.VIOLATION.value, True),
    Look.WARNING: ("bold", Severity.WARNING.value, True),
    Look.INFO: ("bold", Severity.INFO.value, True),
}


def with_looks(styles: bytes) -> tuple[bytes, Mapping[Look, int]]:
    """The styles part with a format for each look, and its index."""
    prefix = scan(styles).prefix
    styles, font = add(styles, "fonts", [_font(prefix, *font) for font in _FONTS.values()])
    styles, fill = add(styles, "fills", [solid_fill(prefix, color) for color in _FILLS.values()])
    styles, border = add(styles, "borders", [_border(prefix)])
    formats = []
    for font_name, fill_name, in_table in _LOOKS.values():
        fill_id = fill + list(_FILLS).index(fill_name) if fill_name else 0
        formats.append(_format(prefix, font + list(_FONTS).index(font_name), fill_id, border if in_table else 0))
    styles, first = add(styles, "cellXfs", formats)
    return styles, {look: first + index for index, look in enumerate(_LOOKS)}


def _font(prefix: str, size: int, color: str, effect: str) -> str:
    effects = f"<{prefix}{effect}/>" if effect else ""
    name = f'<{prefix}name val="Calibri"/><{prefix}family val="2"/>'
    return f'<{prefix}font>{effects}<{prefix}sz val="{size}"/><{prefix}color rgb="{color}"/>{name}</{prefix}font>'


def _border(prefix: str) -> str:
    line = f'<{prefix}bottom style="thin"><{prefix}color rgb="{_RULE}"/></{prefix}bottom>'
    before, after = f"<{prefix}left/><{prefix}right/><{prefix}top/>", f"<{prefix}diagonal/>"
    return f"<{prefix}border>{before}{line}{after}</{prefix}border>"


def _format(prefix: str, font: int, fill: int, border: int) -> str:
    # 49 is the format for text: what looks like a formula stays what it is, also when someone edits the cell.
    ids = f'numFmtId="49" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0"'
    applied = 'applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"'
    wrap = ' horizontal="left" wrapText="1" indent="1"' if border else ""  # else texts of two columns touch
    return f'<{prefix}xf {ids} {applied}><{prefix}alignment vertical="top"{wrap}/></{prefix}xf>'
