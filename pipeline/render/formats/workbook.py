"""The workbook of an edition, made of the parsed values; our own reading of it gives the same triples again.

Beyond the cells that were read there is nothing in it: no comment, no hidden part, no name of its author.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.model.column_mapping import ColumnMapping
from pipeline.model.columns import COLUMNS, FATE_TITLES, Column, Kind
from pipeline.model.dataset import Dataset
from pipeline.model.graph import Index, literal_text
from pipeline.model.report import NOTHING
from pipeline.model.roadmap import Link, Project, Roadmap
from pipeline.model.strategy import Strategy
from pipeline.model.vocabulary import ConceptScheme, fold
from pipeline.model.workbook import column_letter
from pipeline.render.formats import style
from pipeline.render.formats.fates import NO_FATES, Fate
from pipeline.render.formats.style import Written, put
from pipeline.render.formats.workbook_cells import Shown, identifier_of, write_values
from pipeline.render.formats.workbook_history import write_history
from pipeline.render.formats.workbook_indicators import write_indicators


def render_workbook(
    roadmap: Roadmap, dataset: Dataset, strategy: Strategy, fates: Mapping[str, Fate] = NO_FATES
) -> bytes:
    """The roadmap, the wording of the strategy and a note for readers, as XLSX.

    A project that the town no longer keeps is struck through and says why, in a column that no reader takes for one of
    the roadmap's: settings and the edition before tell it again.
    """
    book = style.new_book(dataset, dataset.title.de)
    sheet = book.worksheets[0]
    sheet.title = "Roadmap"
    columns = _columns(roadmap, dataset.columns, strategy)
    if fates:
        columns = _with_fate(columns, dataset.columns)
    header_row = _write_head(sheet, dataset, columns)
    for row, project in enumerate(roadmap.projects, start=header_row + 1):
        _write_project(sheet, row, project, columns, dataset.columns, fates.get(project.key))
    _set_up(sheet, header_row, header_row + len(roadmap.projects), columns)
    write_history(book, roadmap, strategy.vocabulary)
    write_indicators(book, roadmap.indicators, strategy.vocabulary)
    _write_concepts(book, "Handlungsfelder", "Die Handlungsfelder der Strategie", "field", strategy)
    _write_concepts(book, "Thesen", "Die Thesen der Vision", "thesis", strategy)
    _write_note(book, dataset, strategy)
    return style.seal(book)


def column_titles(roadmap: Roadmap, mapping: ColumnMapping) -> dict[str, str]:
    """The titles of the columns that the workbook of a roadmap has, by the columns' names."""
    return {name: _title(name, mapping) for name in _used(roadmap, mapping)}


def _columns(roadmap: Roadmap, mapping: ColumnMapping, strategy: Strategy) -> list[Shown]:
    return [_shown(COLUMNS[name], mapping, strategy) for name in _used(roadmap, mapping)]


def _with_fate(columns: Sequence[Shown], mapping: ColumnMapping) -> list[Shown]:
    """The columns with the one for what became of a project beside its title, where nobody can miss it."""
    at = next((at for at, shown in enumerate(columns, start=1) if shown.column.name == "title"), 1)
    taken = {fold(title) for name in mapping.options for title in mapping.titles(name)}
    title = next((title for title in FATE_TITLES if fold(title) not in taken), FATE_TITLES[0])
    fate = Shown(_FATE, title, mapping.of("title").amount_style(title), ConceptScheme("", ()), makes_key=False)
    return [*columns[:at], fate, *columns[at:]]


_FATE = Column("(fate)", Kind.TEXT, NOTHING, NOTHING, NOTHING)


def _used(roadmap: Roadmap, mapping: ColumnMapping) -> list[str]:
    """The names of the columns that any of the tables has, and of those a table must have."""
    # A project kept from the edition before has a table of its own.
    tables = {id(table): table for table in (*roadmap.tables, *(project.table for project in roadmap.projects))}
    used = {column.name for table in tables.values() for column in table.columns} | {*mapping.required, "id"}
    used |= {entry.column for project in roadmap.projects for entry in project.entries}
    if mapping.key_from and "id" not in mapping.key_from:
        used.remove("id")
    return [name for name in COLUMNS if name in used]


def _shown(column: Column, mapping: ColumnMapping, strategy: Strategy) -> Shown:
    scheme = strategy.vocabulary[column.scheme] if column.scheme else ConceptScheme("", ())
    name = column.name
    title = _title(name, mapping)
    return Shown(column, title, mapping.of(name).amount_style(title), scheme, name in mapping.key_from)


def _title(name: str, mapping: ColumnMapping) -> str:
    """The first title of a column that does not mean another one in this town's sheets."""
    others = {fold(title) for other in mapping.options if other != name for title in mapping.titles(other)}
    taken = others | {fold(title) for title in mapping.ignore}
    titles = mapping.titles(name)
    return next((title for title in titles if fold(title) not in taken), titles[0])


def _write_head(sheet: Worksheet, dataset: Dataset, columns: Sequence[Shown]) -> int:
    """What stands above the projects. The number of the row with the titles of the columns."""
    style.put_title(sheet, dataset.title.de)
    row = 2
    if dataset.notice.de:
        style.put_across(sheet, row, dataset.notice.de, [style.width_of(shown.column) for shown in columns])
        row += 1
    style.put_header(sheet, row, [shown.title for shown in columns])
    return row


def _write_project(
    sheet: Worksheet,
    row: int,
    project: Project,
    columns: Sequence[Shown],
    mapping: ColumnMapping,
    fate: Fate | None,
) -> None:
    texts = []
    for at, shown in enumerate(columns, start=1):
        if shown.column is _FATE:
            texts.append((fate.words.de if fate else "", style.width_of(shown.column)))
            put(sheet, row, at, texts[-1][0], style.STRONG)
            continue
        entries = [entry for entry in project.entries if entry.column == shown.column.name]
        unsaid = identifier_of(project, mapping) if shown.column.kind is Kind.KEY else ""
        written = write_values(shown, entries) if entries else unsaid
        look = _look(shown, written)
        cell = put(sheet, row, at, written, _set_aside(look, fate) if fate else look)
        if len(entries) == 1 and isinstance(entries[0].value, Link) and row <= _ROWS_WITH_LINKS:
            style.link(cell, entries[0].value.iri)
        texts.append((str(written), style.width_of(shown.column)))
    style.set_height(sheet, row, texts)


def _set_aside(look: style.Look, fate: Fate) -> style.Look:
    return look.struck_out() if fate.is_withdrawn else look.grayed()


# Excel calls a sheet with more than 65,530 links damaged, and a row may have one for each column of links.
_ROWS_WITH_LINKS = 10_000


def _look(shown: Shown, written: Written) -> style.Look:
    if shown.column.kind is Kind.AMOUNT:
        return style.NUMBER.with_format(style.money(shown.amounts))
    if isinstance(written, date):
        return style.TEXT.with_format(style.A_DAY)
    # As text, a key such as 2022-02 or a month such as 06/2020 stays what it is, also when somebody edits the cell.
    look = style.LINK if shown.column.kind is Kind.LINK else style.TEXT
    return look if shown.column.kind is Kind.TEXT else look.with_format(style.AS_TEXT)


def _set_up(sheet: Worksheet, header_row: int, last_row: int, columns: Sequence[Shown]) -> None:
    """Widths, what stays in view, the filter and the page."""
    style.set_widths(sheet, [style.width_of(shown.column) for shown in columns])
    names = [shown.column.name for shown in columns]
    in_view = 1 + names.index("title") if "title" in names[:2] else 0
    sheet.freeze_panes = f"{column_letter(in_view + 1)}{header_row + 1}"
    sheet.auto_filter.ref = f"A{header_row}:{column_letter(len(columns))}{last_row}"
    style.set_up_page(sheet, "A3 landscape" if len(columns) > 8 else "A4 landscape", header_row=header_row)


def _write_concepts(book: Workbook, name: str, title: str, scheme: str, strategy: Strategy) -> None:
    """A sheet with the wording of a code list; none where the strategy has no such list."""
    concepts = strategy.vocabulary[scheme].concepts
    if not concepts:
        return
    sheet = book.create_sheet(name)
    style.put_title(sheet, title)
    style.put_header(sheet, 2, _CONCEPT_HEADERS)
    index = Index(strategy.triples)
    for row, concept in enumerate(concepts, start=3):
        wording = index.in_both(f"<{concept.iri}>", "skos:definition")
        texts = (concept.notation, concept.label.de, wording.de, concept.label.en, wording.en)
        for at, text in enumerate(texts, start=1):
            put(sheet, row, at, text, (style.STRONG if at == 2 else style.TEXT).with_format(style.AS_TEXT))
        style.set_height(sheet, row, zip(texts, _CONCEPT_WIDTHS, strict=True))
    style.set_widths(sheet, _CONCEPT_WIDTHS)
    sheet.freeze_panes = "A3"
    style.set_up_page(sheet, "A4 landscape", header_row=2)


# Titles that no column of a roadmap has: with two that a town's columns have, the sheet would be taken for a roadmap.
_CONCEPT_HEADERS = (
    "Nr. in der Strategie",
    "Name in der Strategie",
    "Wortlaut in der Strategie",
    "Name auf Englisch",
    "Wortlaut auf Englisch",
)
_CONCEPT_WIDTHS = (12, 26, 70, 26, 70)


def _write_note(book: Workbook, dataset: Dataset, strategy: Strategy) -> None:
    """A sheet that says what this is, in a single column: so it is no table, whatever the town calls its columns."""
    sheet = book.create_sheet("Lesehilfe")
    lines = [(look, text) for look, text in _note(dataset, strategy) if text or look is style.TITLE]
    for row, (look, text) in enumerate(lines, start=1):
        cell = put(sheet, row, 1, text, look)
        if look is style.PROSE_LINK:
            style.link(cell, text)
        style.set_height(sheet, row, [(text, _NOTE_WIDTH)])
        if look in (style.TITLE, style.SECTION):
            sheet.row_dimensions[row].height = _HEADING_HEIGHT
    style.set_widths(sheet, (_NOTE_WIDTH,))
    style.set_up_page(sheet, "A4 portrait")


def _note(dataset: Dataset, strategy: Strategy) -> Iterator[tuple[style.Look, str]]:
    for at, words in enumerate(_NOTES):
        yield style.TITLE, dataset.title[at]
        for text in (dataset.description[at], dataset.notice[at], words["sheets"], words["cells"], words["values"]):
            yield style.PROSE, text
        yield style.SECTION, words["publisher"]
        yield style.PROSE, dataset.publisher.name
        yield style.PROSE, f"{words['contact']}: {dataset.contact.name}, {dataset.contact.email}"
        yield style.SECTION, words["license"]
        yield style.PROSE_LINK, dataset.license
        yield style.PROSE, dataset.attribution[at]
        yield style.SECTION, words["address"]
        yield style.PROSE_LINK, literal_text(strategy.naming.roadmap)


_NOTE_WIDTH, _HEADING_HEIGHT = 94, 34
_NOTES: Sequence[Mapping[str, str]] = (
    {
        "sheets": "Das Blatt „Roadmap“ enthält alle Projekte, eine Zeile je Projekt. Was die Strategie zu ihren "
        "Handlungsfeldern und Thesen sagt, steht Wort für Wort auf den Blättern, die so heißen.",
        "cells": "Termine sind so genau angegeben, wie sie bekannt sind: ein Tag (05.06.2026), ein Monat (06/2026), "
        "ein Jahr (2026) oder Worte (Mitte 2026). Eine leere Zelle heißt: dazu gibt es keine Angabe.",
        "values": "Mehrere Angaben in einer Zelle trennt ein Semikolon; mehrere Adressen stehen untereinander.",
        "publisher": "Herausgeber",
        "contact": "Ansprechstelle",
        "license": "Lizenz",
        "address": "Dauerhafte Adresse der Roadmap",
    },
    {
        "sheets": "The sheet “Roadmap” holds all projects, a row for each. The sheets “Handlungsfelder” and “Thesen” "
        "hold the fields of action and the theses in the very words of the strategy, with an English translation.",
        "cells": "Dates are as precise as they are known: a day (05.06.2026), a month (06/2026), a year (2026) or "
        "words (Mitte 2026, the middle of 2026). An empty cell means that nothing is said.",
        "values": "Several values in one cell are separated by semicolons; several addresses stand one below another.",
        "publisher": "Publisher",
        "contact": "Contact",
        "license": "License",
        "address": "Permanent address of the roadmap",
    },
)
