"""A cell and the name of a look in: the cell in the style of its workbook that has this name.

openpyxl takes many times as long to give a cell its font and fill, and still long to find a style by its name: so each
is looked up once a workbook, and copied from then on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import copy
from typing import Any
from weakref import WeakKeyDictionary

from openpyxl import Workbook
from openpyxl.styles import NamedStyle
from openpyxl.styles.cell_style import StyleArray


def apply_style(cell: Any, book: Workbook, name: str, describe: Callable[[], Mapping[str, Any]]) -> None:
    """Give a cell the style ``name``; a workbook without it gets the one that ``describe`` tells."""
    known = _KNOWN.setdefault(book, {})
    if name not in known:
        if name not in book.named_styles:
            book.add_named_style(NamedStyle(**describe()))
        cell.style = name
        known[name] = cell._style
    cell._style = copy(known[name])


_KNOWN: WeakKeyDictionary[Workbook, dict[str, StyleArray]] = WeakKeyDictionary()
