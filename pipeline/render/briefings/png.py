"""A chart as a PNG picture, for documents that take no SVG."""

from __future__ import annotations

import io
from functools import lru_cache
from importlib.resources import files

from PIL import Image, ImageDraw, ImageFont

from pipeline.render.briefings.chart import Chart, Label, Line, Mark, Shape

# Drawn larger than it is stored, then made smaller: so slanted edges and rings are smooth.
_SCALE, _FINER = 3, 2
_RADIUS, _STROKE, _FONT_SIZE = 5.5, 6.5, 13
_TONES = {"axis": "#545c66", "grid": "#cfd5dc", "slip": "#9c1c12", "gain": "#15592f"}
_INK, _PAPER = "#1a1d21", "#ffffff"
_ANCHORS = {"start": "ls", "middle": "ms", "end": "rs"}


def render_png(chart: Chart) -> bytes:
    """The bytes of the picture, the same for the same chart."""
    factor = _SCALE * _FINER
    size = (round(chart.width * factor), round(chart.height * factor))
    image = Image.new("RGB", size, _PAPER)
    draw = ImageDraw.Draw(image)
    for shape in chart.shapes:
        _draw(draw, shape, factor)
    small = image.resize((size[0] // _FINER, size[1] // _FINER), Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    small.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _draw(draw: ImageDraw.ImageDraw, shape: Shape, factor: int) -> None:
    match shape:
        case Line():
            width = factor if shape.tone in ("grid", "axis") else 3 * factor
            ends = (shape.x1 * factor, shape.y1 * factor, shape.x2 * factor, shape.y2 * factor)
            draw.line(ends, _TONES[shape.tone], width)
        case Mark(form="stroke"):
            x, top, bottom = (part * factor for part in (shape.x, shape.y - _STROKE, shape.y + _STROKE))
            draw.line((x, top, x, bottom), _TONES[shape.tone], 2 * factor)
        case Mark():
            box = tuple((middle + side * _RADIUS) * factor for side in (-1, 1) for middle in (shape.x, shape.y))
            fill = _PAPER if shape.form == "ring" else _TONES[shape.tone]
            draw.ellipse(box, fill, _TONES[shape.tone], 2 * factor)
        case Label():
            at = (shape.x * factor, shape.y * factor)
            draw.text(at, shape.words, _INK, _font(_FONT_SIZE * factor), anchor=_ANCHORS[shape.anchor])


@lru_cache(maxsize=2)
def _font(size: int) -> ImageFont.FreeTypeFont:
    content = files("font_roboto").joinpath("files", "Roboto-Regular.ttf").read_bytes()
    return ImageFont.truetype(io.BytesIO(content), size, layout_engine=ImageFont.Layout.BASIC)
