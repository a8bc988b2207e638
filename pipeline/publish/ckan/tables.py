"""The tables that a portal shows in its previews: their rows, and whether they are those of a file."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pipeline.publish.ckan.failures import Denied, Missing
from pipeline.publish.ckan.portal import Portal

_PAGE_ROWS = 5_000
_COMPARED_LETTERS = 60  # the database below ends names at 63


class Table(NamedTuple):
    """What a portal shows of a file: the columns, their types, and the rows."""

    header: Sequence[str]
    types: Sequence[str]
    rows: Sequence[Sequence[Any]]


def read_table(portal: Portal, resource_id: str) -> Table | None:
    """The table of a file, in the order of its rows; ``None`` where the portal has none."""
    rows: list[Sequence[Any]] = []
    asked = {"resource_id": resource_id, "sort": "_id", "records_format": "lists", "limit": _PAGE_ROWS}
    while True:
        try:
            page = portal.call("datastore_search", {**asked, "offset": len(rows), "include_total": False})
        except (Missing, Denied):
            return None
        fields = [field for field in page["fields"] if field["id"] != "_id"]
        rows += [row[len(page["fields"]) - len(fields) :] for row in page["records"]]
        if len(page["records"]) < page.get("limit", _PAGE_ROWS):
            return Table([field["id"] for field in fields], [field["type"] for field in fields], rows)


def is_table_of(table: Table, content: bytes, resource: Mapping[str, Any]) -> bool:
    """Whether a table has the rows of a file of comma-separated values, as a portal's loader loads them."""
    header, *records = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    if resource.get("datastore_contains_all_records_of_source_file") is False and table.rows:  # an excerpt, by design
        records = records[: len(table.rows)]
    if [_bare(name) for name in table.header] != [_bare(name) for name in header] or len(table.rows) != len(records):
        return False
    # What was loaded as a number or a moment is written otherwise: only texts can be compared.
    texts = [place for place, type_ in enumerate(table.types) if type_ == "text"]
    return all(_texts(row, texts) == _texts(record, texts) for row, record in zip(table.rows, records, strict=True))


def _bare(name: str) -> str:
    """The name of a column without what loaders change in names."""
    return re.sub(r"[^a-z0-9]", "", name.casefold())[:_COMPARED_LETTERS]


def _texts(row: Sequence[Any], places: Sequence[int]) -> list[str]:
    """The cells at some places; loaders take away blanks around a text, and tell an empty one as nothing."""
    cells = dict(enumerate(row))
    return [" ".join(str(cells.get(place) or "").split()) for place in places]
