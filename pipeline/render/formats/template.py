"""The empty workbook that staff fill in, with a guide and the lists to choose from: a town in, XLSX out.

All cells but amounts are formatted as text, so that no spreadsheet program turns ``2026-01`` or ``06/2026`` into a day
that nobody meant. No sheet is hidden: what is hidden is told as a finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from openpyxl.worksheet.worksheet import Worksheet

from pipeline.model.column_mapping import ColumnMapping
from pipeline.model.columns import COLUMNS, Column, Kind
from pipeline.model.dataset import Dataset
from pipeline.model.graph import Index, Triple
from pipeline.model.indicator import INDICATOR_SHEET
from pipeline.model.report import Language, Text
from pipeline.model.strategy import Strategy
from pipeline.model.vocabulary import Concept, ConceptScheme
from pipeline.model.workbook import column_letter
from pipeline.render.formats import style
from pipeline.render.formats.template_checks import Asked, Choice, Form, add_checks, add_marks
from pipeline.render.formats.template_guide import write_guide, write_lists
from pipeline.render.formats.template_indicators import write_indicator_form

ROWS = 500
_HEADER_ROW = 3
_GUIDE, _LISTS = Text("Anleitung", "Guide"), Text("Listen", "Lists")
_LEAD = Text(
    "Eine Zeile je Projekt. Pflicht sind die Spalten mit rotbrauner Überschrift: {required}. "
    "Wie es geht, mit Beispielen: Blatt „Anleitung“.",
    "A row for each project. Required are the columns with a red-brown header: {required}. "
    "How to do it, with examples: sheet “Guide”.",
)


def render_template(
    dataset: Dataset, strategy: Strategy, *, code_lists: Iterable[Triple] = (), language: Language = "de"
) -> bytes:
    """The workbook. ``code_lists`` give the order and the meaning of what there is to choose from."""
    asked = ask(dataset, strategy, code_lists, language)
    form = Form(asked, _HEADER_ROW + 1, _HEADER_ROW + ROWS, has_keys=not dataset.columns.key_from)
    book = style.new_book(dataset, dataset.title.in_(language))
    sheet = book.worksheets[0]
    sheet.title = "Roadmap"
    _write_form(sheet, asked, dataset, language)
    write_guide(book.create_sheet(_GUIDE.in_(language)), asked, dataset, language)
    ranges = write_lists(book.create_sheet(_LISTS.in_(language)), asked, language)
    write_indicator_form(book.create_sheet(INDICATOR_SHEET.in_(language)), dataset, language)
    add_checks(sheet, form, ranges, language)
    add_marks(sheet, form)
    return style.seal(book)


def ask(dataset: Dataset, strategy: Strategy, code_lists: Iterable[Triple], language: Language) -> tuple[Asked, ...]:
    """The columns of the form, with what there is to choose from."""
    choices = choices_of(strategy, tuple(code_lists), language)
    return tuple(_asked(column, dataset.columns, choices, language) for column in _columns(dataset.columns))


def _columns(mapping: ColumnMapping) -> list[Column]:
    """The columns that the town has named, else the usual ones; in any case those that a table needs."""
    named = {name for name, options in mapping.options.items() if options.titles}
    asked = named or {name for name, column in COLUMNS.items() if column.usual}
    return [column for name, column in COLUMNS.items() if name in asked | _needed(mapping)]


def _needed(mapping: ColumnMapping) -> set[str]:
    """The columns that a table must have, and those that its keys are made of."""
    makes_key = mapping.key_from or ("id",)
    return {name for name in mapping.required if name != "id"} | {*makes_key}


def _asked(
    column: Column, mapping: ColumnMapping, choices: Mapping[str, tuple[Choice, ...]], language: Language
) -> Asked:
    options = mapping.of(column.name)
    title = options.titles[0] if options.titles else column.title.in_(language)
    return Asked(
        column,
        options.amount_style(title),
        title,
        column.name in _needed(mapping),
        choices.get(column.scheme, ()),
    )


def choices_of(
    strategy: Strategy, code_lists: Sequence[Triple], language: Language
) -> Mapping[str, tuple[Choice, ...]]:
    """What there is to choose from each code list, in the order of its file."""
    index = Index((*strategy.triples, *code_lists))
    order = {subject: at for at, subject in enumerate(dict.fromkeys(triple.subject for triple in code_lists))}

    def choose(scheme: ConceptScheme, concept: Concept) -> Choice:
        meaning = index.in_both(f"<{concept.iri}>", "skos:definition")
        return Choice(concept, _word(scheme, concept, language), meaning)

    def position(concept: Concept) -> int:
        return order.get(f"<{concept.iri}>", len(order))

    return {
        name: tuple(choose(scheme, concept) for concept in sorted(scheme.concepts, key=position))
        for name, scheme in strategy.vocabulary.schemes.items()
    }


def _word(scheme: ConceptScheme, concept: Concept, language: Language) -> str:
    """By which word a concept is chosen: yes or no, where the list takes that for it, else its label."""
    answers = (Text("ja", "yes").in_(language), Text("nein", "no").in_(language))
    return next((answer for answer in answers if scheme.find(answer) == concept), concept.label.in_(language))


def _write_form(sheet: Worksheet, asked: Sequence[Asked], dataset: Dataset, language: Language) -> None:
    """The title, what to do, the headers, and columns that take what is typed as text."""
    widths = [style.width_of(each.column) for each in asked]
    required = ", ".join(each.title for each in asked if each.required)
    style.put_title(sheet, dataset.title.in_(language))
    style.put_across(sheet, 2, _LEAD.in_(language).format(required=required), widths)
    style.put_header(sheet, _HEADER_ROW, (each.title for each in asked))
    style.set_widths(sheet, widths)
    for at, each in enumerate(asked, start=1):
        if each.required:
            style.put(sheet, _HEADER_ROW, at, each.title, style.REQUIRED_HEADER)
        style.prepare_column(sheet, at, _cells(each))
    in_view = 2 if [each.column.name for each in asked][:2] == ["id", "title"] else 0
    sheet.freeze_panes = f"{column_letter(in_view + 1)}{_HEADER_ROW + 1}"
    style.set_up_page(sheet, "A3 landscape" if len(asked) > 8 else "A4 landscape", header_row=_HEADER_ROW)


def _cells(asked: Asked) -> style.Look:
    if asked.column.kind is Kind.AMOUNT:
        return style.NUMBER.with_format(style.money(asked.amounts))
    return style.TEXT.with_format(style.AS_TEXT)
