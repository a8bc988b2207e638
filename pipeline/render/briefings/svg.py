"""A chart as SVG that stands in a page and takes its colours from there."""

from __future__ import annotations

from html import escape

from pipeline.render.briefings.chart import Chart, Label, Line, Mark, Shape

_RADIUS, _STROKE = 5.5, 6.5


def render_svg(chart: Chart, *, alt: str) -> str:
    """The chart as an element; ``alt`` says in words what it shows."""
    drawn = "".join(map(_drawn, chart.shapes))
    return f'<svg role="img" viewBox="0 0 {chart.width:g} {chart.height:g}" aria-label="{escape(alt)}">{drawn}</svg>'


def _drawn(shape: Shape) -> str:
    match shape:
        case Line():
            at = f'x1="{shape.x1:g}" y1="{shape.y1:g}" x2="{shape.x2:g}" y2="{shape.y2:g}"'
            return f'<line class="{shape.tone}" {at}/>'
        case Mark(form="stroke"):
            at = f'x1="{shape.x:g}" y1="{shape.y - _STROKE:g}" x2="{shape.x:g}" y2="{shape.y + _STROKE:g}"'
            return f'<line class="{shape.tone}" {at}/>'
        case Mark():
            return f'<circle class="{shape.form} {shape.tone}" cx="{shape.x:g}" cy="{shape.y:g}" r="{_RADIUS}"/>'
        case Label():
            return f'<text x="{shape.x:g}" y="{shape.y:g}" text-anchor="{shape.anchor}">{escape(shape.words)}</text>'
