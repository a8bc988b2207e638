"""The boxes that comments are shown in: a drawing in VML, which Excel still asks for beside the comments part."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple

from pipeline.render.reports.ooxml.sheet import MAX_COLUMN, MAX_ROW, Frame, Grid, Spot

_NAMESPACES = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
_SHAPETYPE = (
    f'<v:shapetype {_NAMESPACES} id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
# Found as text, since what Excel writes here for form controls is no well-formed XML.
_SHAPE = re.compile(rb"<((?:\w+:)?shape)\b[^>]*(?<!/)>.*?</\1\s*>", re.DOTALL)
_ROW, _COLUMN = (re.compile(rb"<(?:\w+:)?%s>\s*(\d+)\s*</" % name) for name in (b"Row", b"Column"))
_ANCHOR = re.compile(rb"<((?:\w+:)?Anchor)>[^<]*</\1>")
_CLIENT_DATA = re.compile(rb"<((?:\w+:)?)ClientData\b[^>]*>")
_SIZE = re.compile(rb"(?<![\w-])(width|height):[^;\"']*")
_NUMBER = re.compile(rb"_x0000_s(\d+)")
_ID_BLOCKS = re.compile(rb"""(<(?:\w+:)?idmap\b[^>]*\bdata=["'])([^"']*)""")
# Excel gives out the numbers of shapes in blocks of so many.
_BLOCK = 1024
_PIXELS_PER_POINT = 4 / 3
_PIXELS_PER_CHARACTER = 7
_LINE_HEIGHT, _PADDING = 16, 16
_GAP = 12


class Size(NamedTuple):
    """The size of a box in pixels."""

    width: int
    height: int


class Box(NamedTuple):
    """A box with its size and with its corners as VML tells them: column, pixels, row, pixels, and again."""

    size: Size
    corners: tuple[int, ...]


def size_for(text: str) -> Size:
    """A box in which the whole text can be read; a wider one for a long text."""
    characters, width = (52, 350) if len(text) < 700 else (78, 520)
    lines = sum(max(1, math.ceil(len(line) / characters)) for line in text.split("\n"))
    return Size(width, lines * _LINE_HEIGHT + _PADDING)


def box_for(text: str, spot: Spot, frame: Frame, grid: Grid) -> Box:
    """A box to the right of a cell, large enough for its text."""

    def column_width(index: int) -> float:
        run = frame.columns_at(index + 1)
        width = run.width if run and run.width is not None else frame.column_width
        return width * _PIXELS_PER_CHARACTER

    def row_height(index: int) -> float:
        return grid.height(index + 1, frame) * _PIXELS_PER_POINT

    size = size_for(text)
    left, top = min(spot.column, MAX_COLUMN - 1), spot.row - 1
    right, right_rest = _walk(left, _GAP + size.width, column_width, MAX_COLUMN)
    bottom, bottom_rest = _walk(top, 2 + size.height, row_height, MAX_ROW)
    return Box(size, (left, _GAP, top, 2, right, right_rest, bottom, bottom_rest))


def _walk(start: int, pixels: int, extent: Callable[[int], float], end: int) -> tuple[int, int]:
    """Where one arrives that many pixels behind the beginning of column or row ``start``."""
    index, rest = start, float(pixels)
    while index < end - 1 and rest > extent(index):
        rest -= extent(index)
        index += 1
    return index, round(rest)


def empty_drawing(block: int) -> bytes:
    """A drawing for a sheet that has none; ``block`` says which numbers its shapes take."""
    layout = f'<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{block}"/></o:shapelayout>'
    return f"<xml {_NAMESPACES}>{layout}{_SHAPETYPE}</xml>".encode()


def with_boxes(drawing: bytes, boxes: Mapping[Spot, Box]) -> bytes:
    """The drawing with a box for each comment: those that exist in the new size, the others added."""
    existing: set[Spot] = set()

    def resized(shape: re.Match[bytes]) -> bytes:
        spot = _spot(shape.group())
        if spot is None or spot not in boxes:
            return shape.group()
        existing.add(spot)
        return _resized(shape.group(), boxes[spot])

    drawing = _SHAPE.sub(resized, drawing)
    return _with_shapes(drawing, {spot: box for spot, box in sorted(boxes.items()) if spot not in existing})


def without_boxes(drawing: bytes, spots: Collection[Spot]) -> bytes:
    """The drawing without the boxes of comments that are gone."""
    return _SHAPE.sub(lambda shape: b"" if _spot(shape.group()) in spots else shape.group(), drawing)


def _spot(shape: bytes) -> Spot | None:
    row, column = _ROW.search(shape), _COLUMN.search(shape)
    return Spot(int(row.group(1)) + 1, int(column.group(1)) + 1) if row and column else None


def _resized(shape: bytes, box: Box) -> bytes:
    tag, end, inside = shape.partition(b">")
    # Some programs leave the anchor out.
    inside = _CLIENT_DATA.sub(
        lambda data: data.group() + _anchor(data.group(1).decode(), box), _ANCHOR.sub(b"", inside)
    )
    size = {b"width": box.size.width, b"height": box.size.height}
    return _SIZE.sub(lambda part: b"%s:%dpx" % (part.group(1), size[part.group(1)]), tag) + end + inside


def _anchor(prefix: str, box: Box) -> bytes:
    corners = ", ".join(str(number) for number in box.corners)
    return f"<{prefix}Anchor>{corners}</{prefix}Anchor>".encode()


def _with_shapes(drawing: bytes, boxes: Mapping[Spot, Box]) -> bytes:
    blocks = _ID_BLOCKS.search(drawing)
    first_block = int(blocks.group(2).split(b",")[0] or 1) if blocks else 1
    first = max([first_block * _BLOCK, *(int(number) for number in _NUMBER.findall(drawing))]) + 1
    shapes = [_shape(first + index, spot, box) for index, (spot, box) in enumerate(boxes.items())]
    used = {number // _BLOCK for number in range(first, first + len(shapes))}
    end = drawing.rindex(b"</")
    shapetype = "" if b'"_x0000_t202"' in drawing else _SHAPETYPE
    added = f"{shapetype}{''.join(shapes)}".encode()
    return _with_blocks(drawing[:end] + added + drawing[end:], used)


def _with_blocks(drawing: bytes, used: Collection[int]) -> bytes:
    def extended(found: re.Match[bytes]) -> bytes:
        listed = found.group(2).split(b",")
        return found.group(1) + b",".join(
            [*listed, *(b"%d" % block for block in sorted(used) if b"%d" % block not in listed)]
        )

    return _ID_BLOCKS.sub(extended, drawing, count=1)


def _shape(number: int, spot: Spot, box: Box) -> str:
    style = (
        f"position:absolute;margin-left:60pt;margin-top:2pt;width:{box.size.width}px;height:{box.size.height}px;"
        "z-index:1;visibility:hidden"
    )
    return (
        f'<v:shape {_NAMESPACES} id="_x0000_s{number}" type="#_x0000_t202" style="{style}" fillcolor="#ffffe1" '
        'o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow color="black" obscured="t"/>'
        '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div>'
        '</v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"{_anchor('x:', box).decode()}<x:AutoFill>False</x:AutoFill>"
        f"<x:Row>{spot.row - 1}</x:Row><x:Column>{spot.column - 1}</x:Column></x:ClientData></v:shape>"
    )
