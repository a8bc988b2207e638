"""The styles part with a coloured twin for each cell format that a finding touches."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from pipeline.model.report import Severity
from pipeline.render.reports.ooxml.elements import Element, PackageError, decimal, scan, whole
from pipeline.render.reports.ooxml.markup import Splice, append, change, escape, place, set_attribute

# Light enough for any dark text; the odd shades let a later report find, and take back, what an earlier one coloured.
FILL_COLORS = {Severity.VIOLATION: "FFFBCFCB", Severity.WARNING: "FFFDE6AE", Severity.INFO: "FFD0E4F9"}
# What units answered: a pale green of its own, so that neither report takes the colour of the other back.
ANSWER_COLOR = "FFD9F2D5"
_DARK_TEXT = "FF1B1B1B"
_READABLE_CONTRAST = 4.5
# In the theme: background 1 and 2. Among the indexed colours: white, yellow, cyan and their pale kin.
_LIGHT_THEME_COLORS = {"0", "2"}
_LIGHT_INDEXED_COLORS = {"1", "5", "7", "9", "13", "15", "22", "26", "27", "31", "34", "41", "42", "43", "44", "47"}
_RGB = re.compile("(?:[0-9A-Fa-f]{2})?[0-9A-Fa-f]{6}")
_CHILDREN_ORDER = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs")


class Tint(NamedTuple):
    """A wish: the format with index ``style``, but filled with the colour of ``severity``."""

    style: int
    severity: Severity


def minimal_styles(main: str) -> bytes:
    """A styles part for a workbook that came without one."""
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><styleSheet xmlns="{main}">'
        '<fonts count="1"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
        '<cellStyles count="1"><cellStyle name="Standard" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    ).encode()


def add(part: bytes, collection: str, markups: Sequence[str]) -> tuple[bytes, int]:
    """The part with more children in ``collection``, and the index of the first of them."""
    root = scan(part)
    element = root.first(collection)
    if element is None:
        offset = place(root, _CHILDREN_ORDER, collection)
        part = change(part, [Splice(offset, offset, f"<{root.prefix}{collection}/>")])
        return add(part, collection, markups)
    first = len(element.children)
    count = set_attribute(part, element, "count", first + len(markups))
    return change(part, [count, append(part, element, "".join(markups))]), first


def solid_fill(prefix: str, color: str) -> str:
    """A fill of one colour."""
    colors = f'<{prefix}fgColor rgb="{color}"/><{prefix}bgColor indexed="64"/>'
    return f'<{prefix}fill><{prefix}patternFill patternType="solid">{colors}</{prefix}patternFill></{prefix}fill>'


def tint(part: bytes, wishes: Collection[Tint]) -> tuple[bytes, Mapping[Tint, int]]:
    """The part with the wished formats added, and the index of each."""
    ordered = sorted(set(wishes))
    prefix = scan(part).prefix
    part, first_fill = add(part, "fills", [solid_fill(prefix, color) for color in FILL_COLORS.values()])
    part, font_by_pale = _dark_fonts(part, [wish.style for wish in ordered])
    formats = _children(part, "cellXfs")
    twins = [_twin(part, _at(formats, wish.style), first_fill + wish.severity.rank, font_by_pale) for wish in ordered]
    part, first = add(part, "cellXfs", twins)
    return part, {wish: first + index for index, wish in enumerate(ordered)}


class Look(NamedTuple):
    """A wish: the format with index ``style``, in the colour of answers, and by this code if there is one."""

    style: int
    code: str = ""


def color_answers(part: bytes, wishes: Collection[Look]) -> tuple[bytes, Mapping[Look, int]]:
    """The part with the wished formats added, and the index of each."""
    ordered = sorted(set(wishes))
    part, fill = add(part, "fills", [solid_fill(scan(part).prefix, ANSWER_COLOR)])
    part, font_by_pale = _dark_fonts(part, [wish.style for wish in ordered])
    part, number_by_code = _with_codes(part, sorted({wish.code for wish in ordered} - {"", *_BUILT_IN}))
    formats = _children(part, "cellXfs")
    twins = []
    for wish in ordered:
        twin = _twin(part, _at(formats, wish.style), fill, font_by_pale)
        twins.append(_shown_by(twin, number_by_code[wish.code]) if wish.code else twin)
    part, first = add(part, "cellXfs", twins)
    return part, {wish: first + index for index, wish in enumerate(ordered)}


_BUILT_IN = {"General": 0, "@": 49}


def _with_codes(part: bytes, codes: Sequence[str]) -> tuple[bytes, Mapping[str, int]]:
    taken = [whole(number.attributes, "numFmtId") for number in _children(part, "numFmts")]
    prefix, start = scan(part).prefix, max([163, *taken]) + 1
    numbers = {code: start + index for index, code in enumerate(codes)}
    markups = [f'<{prefix}numFmt numFmtId="{n}" formatCode="{escape(code)}"/>' for code, n in numbers.items()]
    part = add(part, "numFmts", markups)[0] if markups else part
    return part, {**_BUILT_IN, **numbers}


def _shown_by(xf: str, number: int) -> str:
    part = xf.encode()
    element = scan(part)
    looks = (("numFmtId", number), ("applyNumberFormat", 1))
    return change(part, [set_attribute(part, element, name, value) for name, value in looks]).decode()


def _children(part: bytes, collection: str) -> tuple[Element, ...]:
    found = scan(part).first(collection)
    return found.children if found else ()


def _at(formats: Sequence[Element], style: int) -> Element:
    if not formats:
        raise PackageError("a workbook without cell formats")
    # An index without a format is shown like the first one.
    return formats[style if style < len(formats) else 0]


def _twin(part: bytes, xf: Element, fill: int, font_by_pale: Mapping[int, int]) -> str:
    splices = [set_attribute(part, xf, "fillId", fill), set_attribute(part, xf, "applyFill", 1)]
    font = font_by_pale.get(_font(xf))
    if font is not None:
        splices += [set_attribute(part, xf, "fontId", font), set_attribute(part, xf, "applyFont", 1)]
    return _cut(part, xf, splices)


def _font(xf: Element) -> int:
    return whole(xf.attributes, "fontId")


def _cut(part: bytes, element: Element, splices: Sequence[Splice] = ()) -> str:
    """The element alone, with changes made in it."""
    moved = [Splice(start - element.start, end - element.start, markup) for start, end, markup in splices]
    return change(part[element.start : element.end], moved).decode("utf-8", "replace")


def _dark_fonts(part: bytes, styles: Collection[int]) -> tuple[bytes, Mapping[int, int]]:
    """Dark twins for the fonts that would be pale on a pale fill, as those of a header in white on blue."""
    fonts, formats = _children(part, "fonts"), _children(part, "cellXfs")
    used = sorted({_font(_at(formats, style)) for style in styles})
    pale = [index for index in used if index < len(fonts) and _is_pale(fonts[index])]
    if not pale:
        return part, {}
    part, first = add(part, "fonts", [_darkened(part, fonts[index]) for index in pale])
    return part, {index: first + number for number, index in enumerate(pale)}


def _darkened(part: bytes, font: Element) -> str:
    color = font.first("color")
    dark = f'<{font.prefix}color rgb="{_DARK_TEXT}"/>'
    return _cut(part, font, [Splice(color.start, color.end, dark)] if color else ())


def _is_pale(font: Element) -> bool:
    color = font.first("color")
    attributes = color.attributes if color else {}
    rgb = attributes.get("rgb", "")
    if _RGB.fullmatch(rgb):
        return min(_contrast(rgb[-6:], fill[-6:]) for fill in FILL_COLORS.values()) < _READABLE_CONTRAST
    darkened_much = decimal(attributes, "tint", 0) < -0.6
    light_theme = attributes.get("theme") in _LIGHT_THEME_COLORS and not darkened_much
    return light_theme or attributes.get("indexed") in _LIGHT_INDEXED_COLORS


def _contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG counts it, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(rgb: str) -> float:
    shares = [int(rgb[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def restore_formats(part: bytes, style_before: Mapping[int, int]) -> bytes:
    """The part with coloured formats, by their index, replaced by the format at the index of before."""
    formats = _children(part, "cellXfs")
    known = [(now, before) for now, before in style_before.items() if max(now, before) < len(formats)]
    return change(
        part, [Splice(formats[now].start, formats[now].end, _cut(part, formats[before])) for now, before in known]
    )


def forget_tints(part: bytes, colors: Collection[str] = tuple(FILL_COLORS.values())) -> bytes:
    """The part without any fill in the colours of reports, for the case that nothing else tells what was before."""
    ours = {str(index) for index, fill in enumerate(_children(part, "fills")) if _is_ours(fill, colors)}
    filled = [xf for xf in _children(part, "cellXfs") if xf.attributes.get("fillId") in ours]
    return change(part, [set_attribute(part, xf, "fillId", 0) for xf in filled])


def _is_ours(fill: Element, colors: Collection[str]) -> bool:
    pattern = fill.first("patternFill")
    color = pattern.first("fgColor") if pattern else None
    return color is not None and color.attributes.get("rgb", "").upper() in colors
