"""The tables of an edition as data frames: its files and the schema in, all frames and what is to be told out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from io import BytesIO
from typing import Any, NamedTuple

import pandas as pd

from pipeline.loaded.dtypes import Cells, as_values, inexact, no_cells, type_of, unknown_codes
from pipeline.loaded.schema import Schema, index_name
from pipeline.loaded.spans import add_spans, put_words, words_of
from pipeline.model.formula import MARK
from pipeline.model.report import Text
from pipeline.render.formats.layout import Column, Table


class Framed(NamedTuple):
    """All tables that there are or might be, by their names; ``told`` is what a reader would not expect of them."""

    frames: Mapping[str, pd.DataFrame]
    told: tuple[str, ...]


class _Read(NamedTuple):
    """A table as an edition has it: its columns as they are described there, and its cells."""

    columns: Mapping[str, Column]
    cells: Cells


def parse_columns(files: Mapping[str, bytes]) -> dict[str, dict[str, Column]]:
    """The columns of each table, as the edition's own CSVW metadata describes them."""
    return {
        name: {column["name"]: _column(column) for column in schema["columns"] if not column.get("virtual")}
        for name, schema in _schemas(files)
    }


def parse_templates(files: Mapping[str, bytes]) -> dict[str, str]:
    """The URI template by which each table names the things that its rows are about."""
    return {name: str(schema["aboutUrl"]) for name, schema in _schemas(files)}


def _schemas(files: Mapping[str, bytes]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name in sorted(files):
        if name.endswith(".csv-metadata.json"):
            for table in json.loads(files[name])["tables"]:
                yield table["url"].removesuffix(".csv"), table["tableSchema"]


def build_frames(files: Mapping[str, bytes], described: Mapping[str, Mapping[str, Column]], schema: Schema) -> Framed:
    """The frame of every table of the schema, and of what the edition has beyond it."""
    frames, told, added = {}, [], {}
    for name in dict.fromkeys((*schema.tables, *schema.rest, *described)):
        read = _Read(described.get(name, {}), _cells(files.get(f"{name}.csv", b""), described.get(name, {})))
        if name in schema.rest:
            frames[name] = _rest(read)
            continue
        table = _table(schema.tables.get(name), read.columns)
        columns = _columns(table, read.columns)
        told += [f"{name}: {words}" for words in _unexpected(table, columns, read, schema)]
        frames[name], added[name] = _frame(columns, read.cells, schema)
    for periods, words in words_of(schema.tables):
        put_words(frames[periods], frames[words], added[periods])
    return Framed(frames, (*told, *_astray(frames, schema)))


def _column(described: Mapping[str, Any]) -> Column:
    titles, datatype = described["titles"], described["datatype"]
    separator = described.get("separator", "")
    return Column(
        described["name"],
        Text(titles["de"], titles["en"]),
        kind="iri" if "valueUrl" in described else "",
        language=described.get("lang", ""),
        datatype=datatype["@id"] if isinstance(datatype, dict) else datatype.replace("string", ""),
        separator="" if separator.startswith(MARK) else separator,
        guard=separator if separator.startswith(MARK) else "",
    )


def _cells(content: bytes, columns: Mapping[str, Column]) -> Cells:
    """The cells of a table as text; nothing for a table that is not there."""
    if not content:
        return {name: no_cells(pd.RangeIndex(0)) for name in columns}
    frame = pd.read_csv(BytesIO(content), dtype="str", keep_default_na=False, na_values=[""], skip_blank_lines=False)
    return {name: _without(column.guard, frame[name]) for name, column in columns.items()}


def _without(guard: str, cells: pd.Series[str]) -> pd.Series[str]:
    """The cells without what stands before text that looks like a formula."""
    return cells.str.removeprefix(guard) if guard else cells


def _table(table: Table | None, described: Mapping[str, Column]) -> Table | None:
    """The table of the schema, unless the edition means another by that name: one whose rows have another key."""
    return table if table and (not described or table.keys[0].name in described) else None


def _columns(table: Table | None, described: Mapping[str, Column]) -> tuple[Column, ...]:
    """The key and the other columns: those of the schema, then those that only the edition has."""
    known = (*table.keys, *table.columns) if table else ()
    names = {column.name for column in known}
    further = [column for column in described.values() if column.name not in names]
    # What an edition describes otherwise is read as it says itself: its own cells fit nothing else.
    return (*(_as_described(column, described.get(column.name, column)) for column in known), *further)


def _as_described(column: Column, described: Column) -> Column:
    if _form(column) == _form(described):
        return column
    return replace(column, datatype=described.datatype, separator=described.separator)


def _form(column: Column) -> tuple[str, str]:
    return type_of(column), column.separator


def _frame(columns: tuple[Column, ...], cells: Cells, schema: Schema) -> tuple[pd.DataFrame, list[str]]:
    """The frame of a table, by the thing that its rows are about; and the names of the columns that no cell has."""
    key, *others = columns
    index = pd.Index(cells[key.name], dtype="str", name=index_name(key)) if cells else _nothing(index_name(key))
    written = {
        column.name: cells[column.name].set_axis(index) if column.name in cells else no_cells(index)
        for column in others
    }
    frame = pd.DataFrame(
        {column.name: as_values(column, written[column.name], schema.codes) for column in others}, index=index
    )
    return frame, add_spans(frame, written)


def _nothing(name: str) -> pd.Index:
    return pd.Index([], dtype="str", name=name)


def _unexpected(table: Table | None, columns: tuple[Column, ...], read: _Read, schema: Schema) -> Iterator[str]:
    """What somebody who knows the schema would not expect in a table."""
    known = {column.name: column for column in (*table.keys, *table.columns)} if table else {}
    if table is None:
        yield "a table that this program does not know; its columns are as the edition describes them"
    for column in columns:
        name, cells = column.name, read.cells.get(column.name)
        if table and name not in known:
            yield f"a column that this program does not know, {name}; it is as the edition describes it"
        elif table and _form(column) != _form(known[name]):
            yield f"{name} is described otherwise in this edition than today, and is of another type"
        if cells is not None:
            for code in unknown_codes(column, cells, schema.codes):
                yield f"{name} has a code that its list does not have, {code}"
            for text in inexact(column, cells):
                yield f"{name} has a number with more digits than a float, {text}"


def _astray(frames: Mapping[str, pd.DataFrame], schema: Schema) -> Iterator[str]:
    """The keys in a column that the table of those things does not have, so that a join would find nothing."""
    for name, table in schema.tables.items():
        for column in table.columns:
            owner = schema.owners.get(column.kind, name)
            if owner != name and column.name in frames[name] and not frames[owner].empty:
                values = frames[name][column.name].dropna()
                if astray := sorted(set(values[~values.isin(frames[owner].index)])):
                    yield f"{name}: {column.name} names what {owner} does not have, {', '.join(astray[:3])}"


def _rest(read: _Read) -> pd.DataFrame:
    """Single statements, one a row: whatever form their objects have, the text, its datatype and its language."""
    subjects, predicates = (read.cells.get(name, no_cells(pd.RangeIndex(0))) for name in _STATEMENT)
    frame = pd.DataFrame({_STATEMENT[1]: predicates, **{name: no_cells(predicates.index) for name in _OBJECT}})
    for column in read.columns.values():
        if column.name not in _STATEMENT:
            cells = read.cells[column.name].dropna()
            frame.loc[cells.index, "object"] = cells
            frame.loc[cells.index, "datatype"] = "iri" if column.kind else column.datatype or "string"
            frame.loc[cells.index, "language"] = column.language or None
    return frame.set_axis(pd.Index(subjects, dtype="str", name=_STATEMENT[0]))


_STATEMENT, _OBJECT = ("subject", "predicate"), ("object", "datatype", "language")
