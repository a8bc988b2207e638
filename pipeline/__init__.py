"""Publishes a town's digital strategy as linked open data: spreadsheets in, a validated edition out.

    file ──read──▶ Workbook ──locate──▶ Table… ──parse──▶ Roadmap ──lift──▶ Lifted ──validate──▶ ValidationReport
                                                                             │
    ValidationReport ◀──audit── Catalog ◀──describe── Distribution… ◀──render┘
                                   │                       │
                                   └────▶ Edition ◀────────┘
                                             └──publish──▶ Receipt

A noun file is a thing (``workbook``, ``roadmap``, ``graph``, ``report``, ``edition`` …), a verb file a stage, a plural
folder a set of alternatives (``readers``, ``formats``, ``reports``, ``destinations``), and ``prepare``, ``build``,
``run``, ``loaded``, ``cli`` are the doors. Every triple knows its cell, every fault names its cell, every edition
knows the one before it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.loaded import Loaded, load

__all__ = ["Loaded", "load"]


def __getattr__(name: str) -> object:
    """``pipeline.load`` for researchers, fetched when asked for: pandas and rdflib take a second to import."""
    if name in __all__:
        from pipeline import loaded

        return getattr(loaded, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
