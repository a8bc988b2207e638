"""The template asks for what the town's sheets hold, checks it while it is typed, and checks clean itself."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.model.column_mapping import ColumnMapping, ColumnOptions
from pipeline.model.columns import COLUMNS
from pipeline.model.report import Language, Severity, ValidationReport
from pipeline.model.workbook import column_letter
from pipeline.prepare import prepare, read
from pipeline.readers import read_workbook
from pipeline.render.formats.template import ROWS, render_template
from pipeline.town import Town, read_town
from pipeline.town.resources import read_resources

TODAY = date(2026, 11, 22)
RESOURCES = read_resources()
ERKELENZ = read_town(Path(__file__).parents[1] / "sources" / "erkelenz" / "dataset.toml", RESOURCES.code_lists)


def town_with(mapping: ColumnMapping) -> Town:
    return replace(ERKELENZ, dataset=replace(ERKELENZ.dataset, columns=mapping))


UNNAMED = town_with(ColumnMapping())
EVERY_COLUMN = town_with(ColumnMapping({name: ColumnOptions((column.title.de,)) for name, column in COLUMNS.items()}))
HEADER_ROW, FIRST_ROW = 3, 4


def content_of(town: Town, language: Language = "de") -> bytes:
    return render_template(town.dataset, town.strategy, code_lists=RESOURCES.code_lists, language=language)


def opened(town: Town, language: Language = "de") -> Workbook:
    return load_workbook(io.BytesIO(content_of(town, language)))


@lru_cache(maxsize=1)
def plain() -> Workbook:
    """The template with every column, for tests that only look at it."""
    return opened(EVERY_COLUMN)


def form_of(book: Workbook) -> Worksheet:
    sheet = book["Roadmap"]
    assert isinstance(sheet, Worksheet)
    return sheet


def headers(sheet: Worksheet) -> list[str]:
    return [str(cell.value) for cell in sheet[HEADER_ROW]]


def letter_of(title: str, sheet: Worksheet) -> str:
    return column_letter(headers(sheet).index(title) + 1)


def validation_of(title: str, sheet: Worksheet) -> DataValidation:
    cell = f"{letter_of(title, sheet)}{FIRST_ROW}"
    validations: list[DataValidation] = sheet.data_validations.dataValidation
    return next(found for found in validations if cell in found.sqref)


def examples(book: Workbook, guide: str = "Anleitung") -> Mapping[str, str]:
    """The examples of the guide, by the title of their column."""
    titles = set(headers(form_of(book)))
    rows = [[cell.value for cell in row] for row in book[guide].iter_rows(max_col=3)]
    # The first of a title: below, the guide tells of the sheet of indicators, whose columns may be called alike.
    return {str(row[0]): str(row[2]) for row in reversed(rows) if row[0] in titles and row[2]}


def report_on(book: Workbook, town: Town, folder: Path) -> ValidationReport:
    path = folder / "vorlage.xlsx"
    book.save(path)
    return prepare(read([path], town, RESOURCES), town, RESOURCES, today=TODAY).report


def fill_in(sheet: Worksheet, rows: Sequence[Mapping[str, object]]) -> None:
    for number, row in enumerate(rows, start=FIRST_ROW):
        for title, value in row.items():
            sheet[f"{letter_of(title, sheet)}{number}"].value = value


# --- It checks clean --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_empty_template_is_told_to_be_empty_and_nothing_else(language: Language, tmp_path: Path) -> None:
    report = report_on(opened(UNNAMED, language), UNNAMED, tmp_path)

    sheets = {sheet.sheet: sheet.projects for sheet in report.files[0].sheets}
    assert list(sheets.values()) == [0, 0, 0, 0]
    # That no project is there yet is all that is said.
    assert [result.rule.id for result in report.results] == ["table-empty"]


@pytest.mark.parametrize(("town", "language"), [(ERKELENZ, "de"), (UNNAMED, "en"), (EVERY_COLUMN, "de")])
def test_a_template_filled_in_as_its_guide_shows_checks_clean(town: Town, language: Language, tmp_path: Path) -> None:
    book = opened(town, language)
    sheet = form_of(book)
    example = dict(examples(book, "Anleitung" if language == "de" else "Guide"))
    key, title = headers(sheet)[:2]
    successor = {**example, key: COLUMNS["replaced_by"].example.de, title: "Ein anderes"}
    successor.pop(COLUMNS["replaced_by"].title.de, None)
    fill_in(sheet, [example, successor])

    report = report_on(book, town, tmp_path)

    assert set(example) == set(headers(sheet)), "the guide has an example for every column"
    assert [sheet.projects for sheet in report.files[0].sheets] == [2, 0, 0, 0]
    told = [result for result in report.results if result.severity is not Severity.INFO]
    assert [(str(result.cell), result.message.de) for result in told] == []


def test_nothing_in_it_is_hidden(tmp_path: Path) -> None:
    path = tmp_path / "vorlage.xlsx"
    path.write_bytes(content_of(EVERY_COLUMN))

    workbook = read_workbook(path)

    assert [sheet.name for sheet in workbook.sheets] == ["Roadmap", "Anleitung", "Listen", "Kennzahlen"]
    assert not any(sheet.hidden or sheet.hidden_rows or sheet.hidden_columns for sheet in workbook.sheets)


def test_the_same_town_gives_the_same_bytes_without_a_time() -> None:
    content = content_of(UNNAMED)

    assert content == content_of(UNNAMED)
    with ZipFile(io.BytesIO(content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"dcterms:" not in archive.read("docProps/core.xml").partition(b">")[2]


# --- What it asks for -------------------------------------------------------------------------------------------------


def test_it_has_the_columns_that_the_town_has_named() -> None:
    named = [ERKELENZ.dataset.columns.titles(name)[0] for name in COLUMNS if name in ERKELENZ.dataset.columns.options]

    assert headers(form_of(opened(ERKELENZ))) == named


def test_without_named_columns_it_has_the_usual_ones() -> None:
    titles = headers(form_of(opened(UNNAMED)))

    assert titles[:4] == ["Kennung", "Titel", "Beschreibung", "Handlungsfelder"]
    assert "Angelegt" not in titles


def test_a_currency_alone_names_no_column() -> None:
    town = town_with(ColumnMapping({"budget_planned": ColumnOptions(currency="CHF")}))

    assert len(headers(form_of(opened(town)))) > 3


def test_what_a_table_must_have_is_asked_for_even_if_it_was_not_named() -> None:
    town = town_with(ColumnMapping({"title": ColumnOptions(("Projekt",))}))

    assert headers(form_of(opened(town))) == ["Kennung", "Projekt", "Handlungsfelder"]


def test_required_columns_are_named_above_the_table_and_colored() -> None:
    sheet = form_of(plain())

    assert "Kennung, Titel, Handlungsfelder" in str(sheet["A2"].value)
    colors = {cell.value: cell.fill.fgColor.rgb for cell in sheet[HEADER_ROW]}
    assert colors["Titel"] != colors["Beschreibung"]


def test_it_speaks_english_when_asked_to() -> None:
    book = opened(UNNAMED, "en")

    assert book.sheetnames == ["Roadmap", "Guide", "Lists", "Indicators"]
    assert headers(form_of(book))[:2] == ["Identifier", "Title"]
    assert validation_of("Status", form_of(book)).error == "Please choose from the list."


# --- What it checks ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "choices"),
    [
        ("Status", ["geplant", "laufend", "pausiert", "abgeschlossen", "im Betrieb", "abgebrochen"]),
        ("Externe Beteiligung", ["nein", "ja"]),
        ("Art des Betrags", ["geplant", "Ist", "Förderung", "Eigenanteil"]),
    ],
)
def test_one_value_is_chosen_from_a_list(title: str, choices: list[str]) -> None:
    found = validation_of(title, form_of(plain()))

    assert chosen_from(found) == choices
    assert (found.type, found.errorStyle, found.showErrorMessage) == ("list", "stop", True)


@pytest.mark.parametrize(("title", "count"), [("Handlungsfelder", 9), ("Thesen", 5)])
def test_of_several_values_the_list_only_suggests(title: str, count: int) -> None:
    found = validation_of(title, form_of(plain()))

    assert len(chosen_from(found)) == count
    assert not found.showErrorMessage


def chosen_from(found: DataValidation) -> list[object]:
    """What stands in the range that a drop-down list shows."""
    name, _, cells = str(found.formula1).partition("!")
    return [cell.value for (cell,) in plain()[name.strip("'")][cells.replace("$", "")]]


def test_a_list_without_entries_is_no_list() -> None:
    schemes = {**UNNAMED.strategy.vocabulary.schemes}
    schemes["thesis"] = replace(schemes["thesis"], concepts=())
    vocabulary = replace(UNNAMED.strategy.vocabulary, schemes=schemes)
    town = replace(UNNAMED, strategy=replace(UNNAMED.strategy, vocabulary=vocabulary))

    assert validation_of("Thesen", form_of(opened(town))).type is None


def test_a_key_is_text_and_stands_there_once() -> None:
    sheet = form_of(plain())
    found = validation_of("Kennung", sheet)

    assert sheet.column_dimensions["A"].number_format == "@"
    assert found.type == "custom"
    assert found.formula1 == f"AND(SUMPRODUCT(--($A$4:$A${ROWS + 3}=A4))=1,LEN(A4)<=40)"


def test_a_key_made_of_several_columns_may_repeat_its_parts() -> None:
    town = town_with(ColumnMapping({"id": ColumnOptions(("Nr.",))}, key_from=("id", "lead")))
    sheet = form_of(opened(town))

    assert validation_of("Nr.", sheet).type is None
    assert not any("SUMPRODUCT" in formula for formula in marks(sheet))


def test_a_date_may_be_words_and_gets_a_warning_at_most() -> None:
    found = validation_of("Beginn", form_of(plain()))

    assert (found.type, found.errorStyle) == ("custom", "warning")
    assert "Mitte 2026" in str(found.prompt)
    assert "Mitte 2026" in str(found.error)


def test_an_amount_is_a_number_from_zero_up() -> None:
    sheet = form_of(plain())
    found = validation_of("Kosten geplant", sheet)

    assert (found.type, found.operator, found.formula1) == ("decimal", "greaterThanOrEqual", "0")
    assert found.errorStyle == "stop"
    assert sheet.column_dimensions[letter_of("Kosten geplant", sheet)].number_format == '#,##0.00#### "€"'


def test_the_prompt_of_an_amount_names_the_unit_of_its_column() -> None:
    options = {"budget_planned": ColumnOptions(("Kosten (T€)",), factor=Decimal(1000)), "title": ColumnOptions(("A",))}
    sheet = form_of(opened(town_with(ColumnMapping(options))))

    assert validation_of("Kosten (T€)", sheet).prompt == "Als Zahl, in Einheiten von 1000 EUR."


def test_every_prepared_cell_tells_what_belongs_into_it_within_the_lengths_that_excel_allows() -> None:
    titles = {
        name: ColumnOptions((f"{column.title.de} der Stadt und ihrer Betriebe",)) for name, column in COLUMNS.items()
    }
    sheet = form_of(opened(town_with(ColumnMapping(titles))))
    found = sheet.data_validations.dataValidation

    assert len(found) == len(COLUMNS)
    for each in found:
        assert str(each.sqref).endswith(str(HEADER_ROW + ROWS))
        assert each.showInputMessage
        assert 0 < len(each.prompt or "") <= 255
        assert len(each.error or "") <= 255
        assert len(each.formula1 or "") <= 255
        assert max(len(each.promptTitle or ""), len(each.errorTitle or "")) <= 32


def test_unfinished_rows_and_repeated_keys_are_colored() -> None:
    found = marks(form_of(plain()))

    assert any('<>""' in formula and ">1" in formula for formula in found), "a key that stands there twice"
    assert sum(formula.endswith('="")') for formula in found) == 3, "a cell that is missing, for each required column"
    assert any("OR(" in formula for formula in found), "the row that lacks it"


def marks(sheet: Worksheet) -> list[str]:
    return [formula for part in sheet.conditional_formatting for rule in part.rules for formula in rule.formula]


# --- What it explains -------------------------------------------------------------------------------------------------


def test_the_guide_explains_columns_fields_and_statuses_and_says_whom_to_ask() -> None:
    text = "\n".join(str(cell.value) for row in plain()["Anleitung"].iter_rows() for cell in row if cell.value)

    for column in COLUMNS.values():
        assert column.hint.de in text
    assert "Die Stadt Erkelenz denkt Verwaltungsdienstleistungen" in text
    assert "Die Arbeit am Projekt ist unterbrochen" in text
    assert "Team Digital, team-digital@erkelenz.de" in text


def test_without_the_code_lists_the_guide_names_the_statuses_all_the_same() -> None:
    book = load_workbook(io.BytesIO(render_template(UNNAMED.dataset, UNNAMED.strategy)))
    first_cells = {row[0].value for row in book["Anleitung"].iter_rows()}

    assert {"geplant", "laufend", "abgebrochen"} <= first_cells


@pytest.mark.parametrize(("factor", "expected"), [(1, "25.000"), (1000, "25"), (1_000_000, "0,025")])
def test_the_example_of_an_amount_is_in_the_units_of_its_column(factor: int, expected: str) -> None:
    options = ColumnOptions(("Kosten",), factor=Decimal(factor))

    book = opened(town_with(ColumnMapping({"budget_planned": options})), "de")

    assert examples(book)["Kosten"] == expected
