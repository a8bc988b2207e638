"""The XML of a sheet or of a table in it to the rows that are hidden by a filter, as far as they are hidden."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from zipfile import ZipFile

from pipeline.readers.markup import local_name, parse_xml
from pipeline.readers.relationships import read_relationships

FILTER_ELEMENTS = ("sheetPr", "customSheetViews", "autoFilter", "filterColumn")

_ROWS = re.compile(r"\$?[A-Z]*\$?([0-9]+):\$?[A-Z]*\$?([0-9]+)")
_ALL_ROWS = range(1, 1_048_577)


class FilterScan:
    """Follows the elements of a sheet or table. A filter may stand there that filters nothing, or belong to a view."""

    def __init__(self) -> None:
        self.filters: list[range] = []
        self._mode = self._in_views = False
        self._rows = range(0)

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take notice of one of the ``FILTER_ELEMENTS``."""
        if name == "sheetPr" and attributes.get("filterMode") in ("1", "true"):
            # Also of a filter that stands nowhere else; then it may hide any row.
            self._mode = True
        elif name == "customSheetViews":
            self._in_views = True
        elif name == "autoFilter":
            self._rows = _below_the_header(attributes.get("ref", ""))
        elif name == "filterColumn" and not self._in_views and self._rows not in self.filters:
            self.filters.append(self._rows)

    def rows(self) -> list[range]:
        """The rows among which the hidden ones are hidden by a filter."""
        return self.filters or [_ALL_ROWS] * self._mode


def _below_the_header(area: str) -> range:
    found = _ROWS.fullmatch(area)
    return range(int(found[1]) + 1, int(found[2]) + 1) if found else range(0)


def read_table_filters(archive: ZipFile, sheet: str) -> Iterator[range]:
    """The rows of the tables of a sheet in which something is filtered."""
    names = frozenset(archive.namelist())
    for part, kind in read_relationships(archive, sheet).values():
        if kind == "table" and part in names:
            yield from _table_filters(archive, part)


def _table_filters(archive: ZipFile, part: str) -> list[range]:
    scan = FilterScan()
    with archive.open(part) as stream:
        parse_xml(stream, lambda element, attributes: scan.start(local_name(element), attributes))
    return scan.rows()
