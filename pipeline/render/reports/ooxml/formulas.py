"""The formulas of a sheet, and which of them would come to something else if a cell did.

A value that a formula had come to stands beside it until a spreadsheet program reckons anew, and whoever reads the file
reads that. References are held against the cell by row and column, whatever sheet they name: rather one too many.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import unescape
from typing import NamedTuple

from pipeline.model.workbook import column_number
from pipeline.render.reports.ooxml.sheet import Spot, parse_address

_FORMULA = re.compile(rb"<(?:\w+:)?c\b([^>]*[^/>])>\s*<(?:\w+:)?f\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?f>)", re.DOTALL)
_ATTRIBUTE = re.compile(r"""\b(\w+)\s*=\s*["']([^"']*)["']""")
_TEXT = re.compile(r'"[^"]*"')
_REFERENCE = re.compile(r"(\$?)([A-Z]{1,3})(\$?)(\d{1,7})(?::(\$?)([A-Z]{1,3})(\$?)(\d{1,7}))?(?![\w(])")
# Whole rows and columns, columns of a table, and what is looked up by a text might be anything.
_ANYTHING = re.compile(r"\[|\$?[A-Z]{1,3}:\$?[A-Z]{1,3}|\$?\d+:\$?\d+|\b(?:INDIRECT|OFFSET)\b")


class Formula(NamedTuple):
    """A formula as it was written for the cell ``origin``; ``at`` is the cell that shares it."""

    at: Spot
    origin: Spot
    text: str

    def refers_to(self, spot: Spot) -> bool:
        """Whether it reads a cell, or might."""
        text = _TEXT.sub("", self.text)
        if _ANYTHING.search(text):
            return True
        return any(self._covers(found, spot) for found in _REFERENCE.finditer(text))

    def _covers(self, found: re.Match[str], spot: Spot) -> bool:
        first = self._moved(*found.group(1, 2, 3, 4))
        last = self._moved(*found.group(5, 6, 7, 8)) if found[6] else first
        rows, columns = sorted((first.row, last.row)), sorted((first.column, last.column))
        return rows[0] <= spot.row <= rows[1] and columns[0] <= spot.column <= columns[1]

    def _moved(self, fixed_column: str, letters: str, fixed_row: str, row: str) -> Spot:
        down, right = self.at.row - self.origin.row, self.at.column - self.origin.column
        return Spot(int(row) + (0 if fixed_row else down), column_number(letters) + (0 if fixed_column else right))


def formulas_of(part: bytes) -> Mapping[Spot, Formula]:
    """The formulas of a sheet by their cells."""
    shared: dict[str, Formula] = {}
    formulas: dict[Spot, Formula] = {}
    for cell, attributes, text in _FORMULA.findall(part):
        said = dict(_ATTRIBUTE.findall(attributes.decode("utf-8", "replace")))
        at = parse_address(dict(_ATTRIBUTE.findall(cell.decode("utf-8", "replace"))).get("r", ""))
        if at is None:
            continue
        formula = Formula(at, at, unescape(text.decode("utf-8", "replace")))
        if formula.text and "si" in said:
            shared[said["si"]] = formula
        elif not formula.text and (first := shared.get(said.get("si", ""))):
            formula = Formula(at, first.origin, first.text)
        formulas[at] = formula
    return formulas


def reckoned_from(formulas: Iterable[Formula], spot: Spot) -> frozenset[Spot]:
    """The cells whose formulas read this one, or one that does."""
    waiting, reached = [spot], {spot}
    formulas = tuple(formulas)
    while waiting:
        changed = waiting.pop()
        for formula in formulas:
            if formula.at not in reached and formula.refers_to(changed):
                reached.add(formula.at)
                waiting.append(formula.at)
    return frozenset(reached - {spot})
