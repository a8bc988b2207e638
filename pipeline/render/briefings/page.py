"""A paper as one self-contained page that reads well on screens, aloud, and printed on A4."""

from __future__ import annotations

from pipeline.render.briefings.blocks import Paper
from pipeline.render.briefings.svg import render_svg
from pipeline.render.pages import page_template
from pipeline.render.reports.legible import legible


def render_page(paper: Paper) -> bytes:
    """The bytes of the page."""
    written = page_template("pipeline.render.briefings", "paper.html.j2").render(
        paper=paper,
        kind=lambda block: type(block).__name__,
        say=legible,
        t=lambda german, english: english if paper.language == "en" else german,
        locale="en-GB" if paper.language == "en" else "de-DE",
        draw=lambda picture: render_svg(picture.chart, alt=legible(picture.alt)),
    )
    return written.encode()
