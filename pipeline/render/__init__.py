"""Everything of an edition as files: roadmap, triples, catalog and report in, distributions out.

distributions   which files there are
formats/        the data: tables, RDF, workbook, calendar
reports/        what was found, for people: page, console, the author's own workbook
site/           the pages for citizens
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.render.distributions import (
        Content,
        render,
        render_catalog,
        render_changes,
        render_data,
        render_reports,
    )

__all__ = ["Content", "render", "render_catalog", "render_changes", "render_data", "render_reports"]


def __getattr__(name: str) -> object:
    """What is offered, fetched when asked for: who prints a report on the console needs no writer of workbooks."""
    if name in __all__:
        from pipeline.render import distributions

        return getattr(distributions, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
