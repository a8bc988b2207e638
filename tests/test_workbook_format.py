"""The workbook of an edition says what the roadmap says, and reads back to the very same triples."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from pipeline.lift import lift
from pipeline.model.column_mapping import ColumnMapping, ColumnOptions
from pipeline.model.columns import COLUMNS, FATE_TITLES, Kind
from pipeline.model.dataset import Dataset, Withdrawal
from pipeline.model.graph import Triple
from pipeline.model.report import Text
from pipeline.model.roadmap import Roadmap, Table, TableColumn
from pipeline.model.workbook import Merge, Row, Sheet, Value, Workbook
from pipeline.parse import parse
from pipeline.parse.locate import Located, locate
from pipeline.readers import read_workbook
from pipeline.render.formats import style
from pipeline.render.formats.fates import Fate, build_fates
from pipeline.render.formats.workbook import render_workbook
from pipeline.render.formats.workbook_cells import Shown, write_values
from pipeline.town import read_town
from pipeline.town.resources import read_resources
from tests.examples import try_examples

TODAY = date(2026, 11, 22)
RESOURCES = read_resources()
TOWN = read_town(Path(__file__).parents[1] / "sources" / "erkelenz" / "dataset.toml", RESOURCES.code_lists)
STRATEGY = TOWN.strategy
OPTIONS = {
    "budget_funding": ColumnOptions(factor=Decimal(1000)),
    "budget_own": ColumnOptions(currency="CHF", factor=Decimal(3)),
}
DATASET = replace(TOWN.dataset, columns=ColumnMapping(OPTIONS))
BASE: Mapping[str, Value] = {"id": "2026-01", "title": "Glasfaser", "field": "Bildung"}


def table_of(projects: Sequence[Mapping[str, Value]], dataset: Dataset) -> Table:
    """A table in memory, with a column for whatever is said of a project."""
    names = [name for name in COLUMNS if any(name in project for project in projects)]
    titles = [dataset.columns.titles(name)[0] for name in names]
    columns = tuple(TableColumn(name, at, title) for at, (name, title) in enumerate(zip(names, titles, strict=True), 1))
    rows = [tuple(titles), *(tuple(project.get(name, "") for name in names) for project in projects)]
    sheet = Sheet("Roadmap", tuple(Row(number, values) for number, values in enumerate(rows, start=1)))
    return Table("roadmap.xlsx", sheet, columns, 1, {1: "header"})


def calamine_read(content: bytes) -> Workbook:
    """What our reader reads, in this process: a child process for each example would take too long."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    sheets = []
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        rows = tuple(Row(number, tuple(values)) for number, values in enumerate(sheet.iter_rows(), start=1))
        merges = tuple(Merge(a + 1, b + 1, c + 1, d + 1) for (a, b), (c, d) in sheet.merged_cell_ranges or ())
        sheets.append(Sheet(name, rows, merges=merges))
    return Workbook("roadmap.xlsx", tuple(sheets), "", 0, "")


def located(workbook: Workbook, dataset: Dataset = DATASET) -> Located:
    return locate(workbook, dataset.columns, RESOURCES.rules)


def parsed(tables: Iterable[Table], dataset: Dataset = DATASET) -> Roadmap:
    return parse(tables, dataset, STRATEGY.vocabulary, RESOURCES.rules, today=TODAY).roadmap


def triples(roadmap: Roadmap, dataset: Dataset = DATASET) -> tuple[Triple, ...]:
    return lift(roadmap, dataset, STRATEGY.naming, today=TODAY).triples


def roadmap_of(*projects: Mapping[str, Value], dataset: Dataset = DATASET) -> Roadmap:
    return parsed([table_of([{**BASE, **project} for project in projects], dataset)], dataset)


def rendered_sheet(roadmap: Roadmap, dataset: Dataset = DATASET) -> Worksheet:
    sheet = load_workbook(io.BytesIO(render_workbook(roadmap, dataset, STRATEGY)))["Roadmap"]
    assert isinstance(sheet, Worksheet)
    return sheet


def rendered(*projects: Mapping[str, Value], dataset: Dataset = DATASET) -> Worksheet:
    return rendered_sheet(roadmap_of(*projects, dataset=dataset), dataset)


def reads_back(roadmap: Roadmap, dataset: Dataset = DATASET) -> bool:
    tables = located(calamine_read(render_workbook(roadmap, dataset, STRATEGY)), dataset).tables
    return triples(parsed(tables, dataset), dataset) == triples(roadmap, dataset)


def say_the_same(column: str, typed: Sequence[Value]) -> bool:
    """Whether what we would write into the cells says what was typed there; without making a file of it."""
    definition = COLUMNS[column]
    scheme = STRATEGY.vocabulary[definition.scheme or "field"]
    shown = Shown(definition, "", DATASET.columns.of(column).amount_style(""), scheme, makes_key=False)
    roadmap = column_of(column, typed)
    entries = [[entry for entry in project.entries if entry.column == column] for project in roadmap.projects[1:]]
    again = column_of(column, [write_values(shown, found) if found else "" for found in entries])
    return triples(again) == triples(roadmap)


def column_of(column: str, typed: Sequence[Value]) -> Roadmap:
    """A project for each value, below one that no reader takes for a second header."""
    rows = ({"id": f"2026-{number}", column: value} for number, value in enumerate(typed, start=1))
    return roadmap_of({"id": "2026-0", "start": 2020}, *rows)


# --- The round trip ---------------------------------------------------------------------------------------------------


def test_the_sample_reads_back_to_the_same_triples(tmp_path: Path) -> None:
    roadmap = parsed(located(read_workbook(TOWN.workbooks[0]), TOWN.dataset).tables, TOWN.dataset)
    path = tmp_path / "roadmap.xlsx"
    path.write_bytes(render_workbook(roadmap, TOWN.dataset, STRATEGY))

    again = parsed(located(read_workbook(path), TOWN.dataset).tables, TOWN.dataset)

    assert roadmap.projects
    assert triples(again, TOWN.dataset) == triples(roadmap, TOWN.dataset)


HAZARDS = (
    "=1+1",
    "+49 2431",
    "-5",
    "@SUM(A1)",
    "_x0041_",
    "_x0041_x0042_",
    "_x000d_",
    "#REF!",
    "'",
    "&amp;",
    "01",
    "🐟",
)
TEXTS = st.lists(
    st.sampled_from([*HAZARDS, " ", "\n", "\t", "\u00a0", ";", ",", "|", "<b>", '"']) | st.text(max_size=5), max_size=5
).map("".join)
DATES = st.sampled_from(
    [
        "05.06.2020",
        "5.6.20",
        "05.06.2020 14:30",
        "2020-06-05",
        "2020/06",
        "2022-02",
        "06/2020",
        "Juni 2020",
        "2014",
        "2. Quartal 2024",
        "Q2/2024",
        "KW 23/2024",
        "Mitte 2024",
        "Winter 2023/24",
        "ca. 2024",
        "voraussichtlich 2027",
        "ab 2023",
        "seit 5.6.20",
        "bis Ende 2025",
        "seit ca. 2020",
        "spätestens 2026",
        "bis spätestens 30.06.2026",
        "voraussichtlich bis 2026",
        "frühestens Ende 2026",
        "nicht vor 2027",
        "2022–2024",
        "2022/23",
        "März–Juni 2024",
        "2020-06-05 – 2022-02",
        "ca. 2022 – Mitte 2024",
        "laufend",
        "31.02.2024",
        "–",
        "01.01.1850",
    ]
) | st.one_of(
    st.dates(date(1900, 3, 1), date(2200, 1, 1)),
    st.datetimes(datetime(1950, 1, 1), datetime(2100, 1, 1)),
    st.integers(-5, 30_000_000),
    st.floats(0, 90_000).map(lambda number: float(f"{number:.15g}")),
    st.booleans(),
)
NUMBERS = st.decimals(-(10**16), 10**16, places=4, allow_nan=False).map(lambda number: f"{number:f}".replace(".", ","))
AMOUNTS = st.one_of(
    st.integers(-(10**16), 10**16),
    st.floats(-1e16, 1e16).map(lambda number: float(f"{number:.15g}")),
    st.tuples(NUMBERS, st.sampled_from(["", " €", " CHF", " T€", " Mio. USD", " TSD", " ABC"])).map("".join),
    st.sampled_from(["12,345 T€", "CHF 500", "1.234,56", "-12,50", "12,- €", "ca. 500", "siehe Anlage"]),
)
NAMES = st.tuples(
    st.lists(st.sampled_from(["Kreis", "Foo, Bar GmbH", "-", "=x", "2014", "Stadt Erkelenz"]), max_size=4),
    st.sampled_from([", ", "; ", "\n", " | ", ";"]),
).map(lambda parts: parts[1].join(parts[0]))
LABELS = [name for concept in STRATEGY.vocabulary["field"].concepts for name in (*concept.names, concept.notation)]
FIELDS = st.tuples(
    st.lists(st.sampled_from([*LABELS, "Erfundenes"]), max_size=4), st.sampled_from([", ", "; ", " und ", "\n"])
).map(lambda parts: parts[1].join(parts[0]))
LINKS = st.lists(
    st.sampled_from(["https://a.example/x?y=1#z", "http://ä.example", "siehe oben", "javascript:alert(1)"]), max_size=3
).map(" ".join)
TYPED: Mapping[str, st.SearchStrategy[Value]] = {
    "description": TEXTS,
    "field": FIELDS | TEXTS,
    "status": st.sampled_from(["laufend", "in Betrieb", "2", "egal"]) | TEXTS,
    "start": DATES | TEXTS,
    "end": DATES,
    "status_date": DATES,
    "modified": DATES,
    "budget_planned": AMOUNTS | TEXTS,
    "budget_funding": AMOUNTS,
    "budget_own": AMOUNTS,
    "partner": NAMES | TEXTS,
    "link": LINKS | TEXTS,
    "contact": st.sampled_from(["post@stadt.example", "mailto:post@stadt.example", "niemand"]),
    "replaced_by": TEXTS,
}


@pytest.mark.hypothesis
@pytest.mark.parametrize("column", TYPED)
def test_whatever_is_typed_into_a_column_is_said_again(column: str) -> None:
    @try_examples(6)
    @given(typed=st.lists(TYPED[column], min_size=1, max_size=25))
    def holds(typed: list[Value]) -> None:
        assert say_the_same(column, typed)

    holds()


@try_examples(3)
@given(rows=st.lists(st.fixed_dictionaries({}, optional=dict(TYPED)), min_size=1, max_size=8))
def test_a_whole_roadmap_reads_back_from_its_file(rows: list[dict[str, Value]]) -> None:
    roadmap = roadmap_of(*({**row, "id": f"2026-{number}"} for number, row in enumerate(rows)))

    assert reads_back(roadmap)


@try_examples(3)
@given(texts=st.lists(TEXTS, min_size=10, max_size=20), keys=st.lists(TEXTS, min_size=10, max_size=20))
def test_any_text_and_any_key_survive_excel(texts: list[str], keys: list[str]) -> None:
    rows = [{"description": text} for text in texts]

    assert reads_back(roadmap_of(*rows, *({"id": key} for key in keys)))


@pytest.mark.parametrize("made_of", [("title", "start"), ("id", "lead"), ("lead", "start", "id"), ("start", "title")])
def test_a_key_made_of_several_columns_stays_the_same(made_of: tuple[str, ...]) -> None:
    dataset = replace(DATASET, columns=ColumnMapping(key_from=made_of))
    rows: list[Mapping[str, Value]] = [
        {"id": "1", "start": "5.6.20", "lead": "Schulamt, Bauamt", "title": "Netz | Ausbau"},
        {"id": "2", "start": date(2020, 6, 5), "lead": "-", "title": " Zwei  Blanks "},
        {"id": "-", "start": "Mitte 2024 - 2025", "lead": "Bauamt", "title": "Drei"},
        {"id": "", "start": "k. A.", "lead": "Schulamt", "title": "Vier"},
        {"id": 3, "start": "–", "lead": "", "title": "Fünf"},
    ]
    roadmap = roadmap_of(*rows, dataset=dataset)

    assert len(roadmap.projects) == len(rows)
    assert reads_back(roadmap, dataset)


def test_projects_kept_from_an_earlier_edition_keep_their_columns() -> None:
    now, before = roadmap_of({"id": "2026-01"}), roadmap_of({"id": "2025-01", "funder": "Land"})

    assert reads_back(replace(now, projects=(*now.projects, *before.projects)))


def _three_fates(dataset: Dataset) -> tuple[Roadmap, Mapping[str, Fate]]:
    """A project that is withdrawn, one that is only kept, and one that is alive."""
    roadmap = roadmap_of({"id": "a", "start": "5.6.20"}, {"id": "b", "link": "https://a.example"}, {"id": "c"})
    return roadmap, build_fates(roadmap, dataset, carried=("b",))


WITHDRAWING = replace(DATASET, withdrawn={"a": Withdrawal(date(2026, 1, 2), Text("=Doppelt erfasst", "Entered twice"))})


@pytest.mark.parametrize(
    "columns",
    [
        DATASET.columns,
        ColumnMapping({"description": ColumnOptions((FATE_TITLES[0],))}),
        ColumnMapping({"title": ColumnOptions(("Maßnahme", "Verbleib in der Roadmap "))}, ignore=(FATE_TITLES[1],)),
    ],
    ids=["usual", "a column of this name", "a second name"],
)
def test_what_became_of_a_project_is_told_and_read_back_as_if_it_were_not_there(columns: ColumnMapping) -> None:
    dataset = replace(WITHDRAWING, columns=columns)
    roadmap, fates = _three_fates(dataset)

    found = located(calamine_read(render_workbook(roadmap, dataset, STRATEGY, fates)), dataset)

    assert found.results == ()
    assert triples(parsed(found.tables, dataset), dataset) == triples(roadmap, dataset)


def test_a_withdrawn_project_is_struck_through_and_says_since_when_beside_its_title() -> None:
    roadmap, fates = _three_fates(WITHDRAWING)
    sheet = load_workbook(io.BytesIO(render_workbook(roadmap, WITHDRAWING, STRATEGY, fates)))["Roadmap"]
    title, fate = sheet[sheet.max_row - 3][1:3]
    rows = [sheet[number] for number in range(sheet.max_row - 2, sheet.max_row + 1)]

    assert (title.value, fate.value) == ("Titel", FATE_TITLES[0])
    assert [row[2].value for row in rows] == [
        "zurückgezogen am 02.01.2026: =Doppelt erfasst",
        "nicht mehr in der Tabelle der Stadt, Stand der letzten Angabe",
        None,
    ]
    assert [(bool(row[1].font.strike), bool(row[1].font.italic)) for row in rows] == [
        (True, False),
        (False, True),
        (False, False),
    ]


def test_where_all_projects_are_alive_there_is_no_column_for_what_became_of_them() -> None:
    assert FATE_TITLES[0] not in {cell.value for row in rendered({}).iter_rows() for cell in row}


def test_a_roadmap_without_projects_still_has_its_table() -> None:
    content = render_workbook(Roadmap((), ()), DATASET, STRATEGY)

    found = located(calamine_read(content))

    assert [table.sheet.name for table in found.tables] == ["Roadmap"]
    assert found.results == ()


def test_a_title_that_means_another_column_in_this_town_is_avoided() -> None:
    mapping = ColumnMapping({"status": ColumnOptions(("Stand",))}, ignore=("Beginn",))
    dataset = replace(DATASET, columns=mapping)
    roadmap = roadmap_of({"status": "laufend", "start": 2024, "modified": 2025}, dataset=dataset)

    assert {"Stand", "Start", "As of"} <= {cell.value for cell in rendered_sheet(roadmap, dataset)[3]}
    assert reads_back(roadmap, dataset)


# --- What stands in the cells -----------------------------------------------------------------------------------------


CELLS: Sequence[tuple[str, Value, object, str]] = (
    ("start", "5.6.20", datetime(2020, 6, 5), "dd.mm.yyyy"),
    ("start", "Juni 2020", "06/2020", "@"),
    ("start", 2024, "2024", "@"),
    ("start", "Mitte 2024", "Mitte 2024", "@"),
    ("start", "von 2022 bis 2024", "2022 – 2024", "@"),
    ("start", "seit 2019", "seit 2019", "@"),
    ("end", "until 2025", "until 2025", "@"),
    ("start", "laufend", None, "@"),  # what could not be read is not published
    ("start", 999, None, "@"),
    ("budget_planned", "25.000,50 €", 25000.5, '#,##0.00#### "€"'),
    ("budget_planned", "500 CHF", "500 CHF", '#,##0.00#### "€"'),
    ("budget_funding", 25, 25, "#,##0.00####"),
    ("budget_own", "0,001 T€", "0,0010 T EUR", "#,##0.00####"),
    ("end", "seit 5.6.2020", "seit 5.6.2020", "@"),
    ("partner", "Kreis\nLand", "Kreis; Land", "@"),
    ("partner", "Amt für Straßen,\nWege und Grün", "Amt für Straßen, Wege und Grün", "@"),
    ("partner", "Foo, Bar GmbH;", "Foo, Bar GmbH", "@"),
    ("field", "3, Bildung", "Infrastruktur; Bildung", "@"),
    ("participation", "ja", "mit externer Beteiligung", "@"),
    ("link", "https://a.example https://b.example", "https://a.example\nhttps://b.example", "@"),
    ("id", "2022-02", "2022-02", "@"),
    ("id", 1, "1", "@"),
    ("title", "=1+1", "=1+1", "General"),
)


@lru_cache(maxsize=1)
def sheet_of_cells() -> Worksheet:
    return rendered(*({"id": f"2026-{row}", column: typed} for row, (column, typed, _, _) in enumerate(CELLS)))


@pytest.mark.parametrize(("column", "typed", "value", "number_format"), CELLS)
def test_a_value_stands_in_its_cell_as_people_read_it(
    column: str, typed: Value, value: object, number_format: str
) -> None:
    sheet = sheet_of_cells()
    at = [cell.value for cell in sheet[3]].index(DATASET.columns.titles(column)[0])
    found = sheet[4 + CELLS.index((column, typed, value, number_format))][at]

    assert (found.value, found.number_format) == (value, number_format)


def test_a_text_that_looks_like_a_formula_is_marked_as_text() -> None:
    sheet = rendered({"title": "=1+1"})
    cell = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "=1+1")

    assert cell.data_type == "s"
    assert cell.quotePrefix


def test_a_single_link_can_be_followed() -> None:
    sheet = rendered({"link": "https://a.example/x"}, {"id": "2026-02", "link": "https://ä.example"})

    assert [cell.hyperlink.target for row in sheet.iter_rows() for cell in row if cell.hyperlink] == [
        "https://a.example/x",
        "https://xn--4ca.example",
    ]


def test_a_text_longer_than_a_cell_may_hold_is_cut() -> None:
    sheet = rendered({"description": "🐟" * 20_000})

    assert "🐟" * 16_383 in [cell.value for cell in sheet[4]]


# --- The workbook as a whole ------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def content_of_sample() -> bytes:
    return render_workbook(roadmap_of({"start": "Mitte 2024"}), DATASET, STRATEGY)


def test_the_notice_stands_above_the_table() -> None:
    sheet = rendered({})

    assert sheet["A1"].value == DATASET.title.de
    assert sheet["A2"].value == DATASET.notice.de
    assert sheet["A3"].value == "Kennung"


def test_without_a_notice_the_table_follows_the_title() -> None:
    sheet = rendered({}, dataset=replace(DATASET, notice=Text("", "")))

    assert sheet["A2"].value == "Kennung"


def test_the_wording_of_the_strategy_comes_along_in_both_languages() -> None:
    book = load_workbook(io.BytesIO(content_of_sample()))

    field = [cell.value for cell in book["Handlungsfelder"][3]]
    assert field[:2] == ["1", "Dienstleistung"]
    assert str(field[2]).startswith("Die Stadt Erkelenz denkt")
    assert field[3] == "Services"
    assert book["Thesen"].max_row == 7


def test_a_strategy_without_theses_has_no_sheet_of_them() -> None:
    schemes = {**STRATEGY.vocabulary.schemes, "thesis": replace(STRATEGY.vocabulary["thesis"], concepts=())}
    strategy = replace(STRATEGY, vocabulary=replace(STRATEGY.vocabulary, schemes=schemes))

    book = load_workbook(io.BytesIO(render_workbook(roadmap_of({}), DATASET, strategy)))

    assert book.sheetnames == ["Roadmap", "Handlungsfelder", "Lesehilfe"]


def test_the_note_for_readers_names_publisher_license_and_address() -> None:
    sheet = load_workbook(io.BytesIO(content_of_sample()))["Lesehilfe"]
    text = "\n".join(str(cell.value) for (cell,) in sheet.iter_rows())

    for words in ("Stadt Erkelenz", DATASET.license, "https://w3id.org/digitalstrategie/id/erkelenz/roadmap"):
        assert text.count(words) >= 2, "once in German, once in English"


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"id": ColumnOptions(("Nr.", "Nummer")), "title": ColumnOptions(("Name", "Bezeichnung"))},
        {"title": ColumnOptions(("Wortlaut",)), "field": ColumnOptions(("Handlungsfeld",))},
    ],
)
def test_the_other_sheets_are_never_taken_for_a_roadmap(options: Mapping[str, ColumnOptions]) -> None:
    dataset = replace(DATASET, columns=ColumnMapping(options))
    content = render_workbook(roadmap_of({}, dataset=dataset), dataset, STRATEGY)

    found = located(calamine_read(content), dataset)

    assert [account.sheet for account in found.accounts] == ["Handlungsfelder", "Thesen", "Lesehilfe"]
    assert found.results == ()


def test_the_same_roadmap_gives_the_same_bytes() -> None:
    assert content_of_sample() == content_of_sample.__wrapped__()


def test_the_file_tells_no_time_and_no_author() -> None:
    with ZipFile(io.BytesIO(content_of_sample())) as archive:
        parts = {entry.filename: archive.read(entry).decode() for entry in archive.infolist()}
        dates = {entry.date_time for entry in archive.infolist()}

    assert dates == {(1980, 1, 1, 0, 0, 0)}
    assert not re.search(r"dcterms:(created|modified)|openpyxl</", parts["docProps/core.xml"])
    assert re.search("<dc:creator[^>]*>Stadt Erkelenz</dc:creator>", parts["docProps/core.xml"])
    assert not any("comments" in name or "hidden" in text for name, text in parts.items() if "sheet" in name)


def test_the_table_can_be_filtered_scrolled_and_printed() -> None:
    sheet = rendered({}, {"id": "2026-02"})

    assert sheet.freeze_panes == "C4"
    assert sheet.auto_filter.ref == "A3:C5"
    assert sheet.print_title_rows == "$3:$3"
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (
        "landscape",
        1,
        0,
    )


LOOKS = [look for look in vars(style).values() if isinstance(look, style.Look)]


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test_text_and_ground_differ_enough_to_be_read(look: style.Look) -> None:
    text = look.font.color.rgb if look.font.color else "FF000000"
    ground = look.fill.fgColor.rgb if look.fill.fill_type else "FFFFFFFF"

    assert contrast(str(text), str(ground)) >= 7


def contrast(one: str, other: str) -> float:
    """The ratio that WCAG 2.2 defines, of two colors written AARRGGBB."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    parts = (int(color[at : at + 2], 16) / 255 for at in (2, 4, 6))
    linear = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_every_kind_of_column_has_a_width() -> None:
    assert all(style.width_of(column) >= 10 for column in COLUMNS.values())
    assert {column.kind for column in COLUMNS.values()} == set(Kind)
