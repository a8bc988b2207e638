"""The columns to their tables in ``dataset.md`` and ``anleitung.md``: run ``python docs/make_columns.py``.

What the guide shows is what the template of the sample town shows to staff.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from pipeline.model.column_mapping import ColumnMapping, ColumnOptions
from pipeline.model.columns import COLUMNS, Column, Kind
from pipeline.render.formats.template import ask
from pipeline.render.formats.template_checks import Asked
from pipeline.render.formats.template_guide import example_of
from pipeline.town import read_town
from pipeline.town.resources import read_resources

_DOCS = Path(__file__).parent
_TOWN = _DOCS.parent / "sources" / "beispielstadt" / "dataset.toml"
_HOLDS = {
    Kind.KEY: "the key",
    Kind.TEXT: "text",
    Kind.CONCEPT: "one of a list",
    Kind.CONCEPTS: "one or more of a list",
    Kind.PERIOD: "a date or a period",
    Kind.AMOUNT: "an amount",
    Kind.NAMES: "names of organizations",
    Kind.LINK: "web addresses",
    Kind.EMAIL: "a role mailbox",
    Kind.REFERENCE: "the key of another project",
    Kind.PAPERS: "numbers of council papers",
}


def build_settings_table() -> str:
    """The table of ``dataset.md``: names, titles and what the cells hold."""
    rows = ((f"`{column.name}`", *column.title, _holds(column)) for column in COLUMNS.values())
    return _table(("column", "German title", "English title", "holds"), rows)


def build_guide_table() -> str:
    """The table of ``anleitung.md``: titles, hints and examples."""
    return _table(("Spalte", "was hinein gehört", "Beispiel"), _guide_rows())


def _holds(column: Column) -> str:
    return "a date" if column.single else _HOLDS[column.kind]


def _guide_rows() -> Iterator[tuple[str, ...]]:
    resources = read_resources()
    town = read_town(_TOWN, resources.code_lists)
    options = {name: ColumnOptions((column.title.de,)) for name, column in COLUMNS.items()}
    dataset = replace(town.dataset, columns=ColumnMapping(options, required=()))
    for asked in ask(dataset, town.strategy, resources.code_lists, "de"):
        yield asked.title, _hint(asked), f"`{example_of(asked, dataset, 'de')}`"


def _hint(asked: Asked) -> str:
    """What staff are told of a column, and which values its list has: a page has no list to open."""
    hint = asked.column.hint.de
    words = ", ".join(choice.word for choice in asked.choices)
    return hint.replace("aus der Liste.", f"aus der Liste: {words}.") if asked.column.kind is Kind.CONCEPT else hint


def _table(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    written = [f"| {' | '.join(cells)} |" for cells in (header, *rows)]
    return "\n".join((written[0], f"|{'---|' * len(header)}", *written[1:]))


_PAGES = {"dataset.md": build_settings_table, "anleitung.md": build_guide_table}
_PLACE = re.compile(r"(<!-- Written by docs/make_columns\.py: .*? -->\n\n)\|.*?\n(?=\n)", re.DOTALL)


def build_page(name: str) -> str:
    """A page with its table as it should be."""
    before, mark, after = _PLACE.split((_DOCS / name).read_text("utf-8"))
    return f"{before}{mark}{_PAGES[name]()}\n{after}"


def main() -> None:
    """Write the tables anew."""
    for name in _PAGES:
        (_DOCS / name).write_text(build_page(name), "utf-8")


if __name__ == "__main__":
    main()
