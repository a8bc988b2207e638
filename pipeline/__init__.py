"""Publishes a town's digital strategy as linked open data: spreadsheets in, a validated edition out.

    file ──read──▶ Workbook ──parse──▶ Roadmap ──lift──▶ triples with their cells ──validate──▶ results at cells
                                                                │
                     results ◀──validate── Catalog ◀──describe──┤
                                              │                 │
                     Comparison ◀──compare────┼──────▶ Edition ◀┴──render
                                              │           └──publish──▶ Receipt
                     Scorecard ◀──────score───┘

``model`` holds the things that all stages share. A folder is a stage (``parse``, ``lift``, ``validate``, ``compare``,
``describe``, ``render``, ``score``) or an edge that touches a disk or a network (``readers``, ``town``, ``publish``,
which share ``answer``); its ``__init__`` says what goes in and out, and what else is in it is its own. ``prepare``,
``build``, ``run``, ``loaded``, ``cli`` are the doors. Every triple knows its cell, every fault names its cell, every
edition knows the one before it.
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
