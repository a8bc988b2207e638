"""The sheet of indicators: what is read of it, what is told of it, and that an edition reads back as it was written."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook
from rdflib import Graph, URIRef

from pipeline.cli import roadmap
from pipeline.lift import lift
from pipeline.model.graph import n_triples, parse_n_triples, parse_turtle
from pipeline.model.indicator import INDICATOR_COLUMNS, Indicator
from pipeline.model.report import Language
from pipeline.model.shacl import judge
from pipeline.model.vocabulary import PREFIXES
from pipeline.parse import Indicators, locate, parse_indicators
from pipeline.publish.folder import Folder
from pipeline.readers import read_workbook
from pipeline.render.briefings.blocks import Table
from pipeline.render.briefings.indicators import tell_indicators
from pipeline.render.briefings.voice import Voice
from pipeline.render.formats.template import render_template
from pipeline.reviewed import read_progress
from pipeline.run import Outcome, read_previous
from pipeline.town import read_town
from pipeline.town.resources import read_resources
from tests.towns import FIRST_DAY, SECOND_DAY, copy_town, output_of, publish, town_of

RESOURCES = read_resources()
TODAY = date(2026, 11, 22)
BASE = "https://w3id.org/digitalstrategie/id/beispielstadt/"
LONG = ("Kennzahl", "Einheit", "Wert vom", "Wert")

Cells = Sequence[object]


class Shown:
    """A value with its number format."""

    def __init__(self, value: object, code: str) -> None:
        self.value, self.code = value, code


def write(place: Path, rows: Sequence[Cells], *, merged: Sequence[str] = (), name: str = "Kennzahlen") -> None:
    """The town's own workbook with these rows on a sheet of indicators."""
    book = load_workbook(place / "vorhaben.xlsx")
    if name in book.sheetnames:
        del book[name]
    sheet = book.create_sheet(name)
    for number, row in enumerate(rows, start=1):
        for at, value in enumerate(row, start=1):
            cell = sheet.cell(number, at, value.value if isinstance(value, Shown) else value)
            if isinstance(value, Shown):
                cell.number_format = value.code
    for area in merged:
        sheet.merge_cells(area)
    book.save(place / "vorhaben.xlsx")


def without_indicators(place: Path) -> None:
    """The town's own workbook without the sheet of indicators."""
    book = load_workbook(place / "vorhaben.xlsx")
    if "Kennzahlen" in book.sheetnames:
        del book["Kennzahlen"]
        book.save(place / "vorhaben.xlsx")


def read(
    folder: Path, *rows: Cells, settings: str = "", merged: Sequence[str] = (), name: str = "Kennzahlen"
) -> Indicators:
    place = copy_town(folder)
    write(place, rows, merged=merged, name=name)
    with (place / "dataset.toml").open("a", encoding="utf-8") as file:
        file.write(settings)
    town = town_of(place)
    workbook = read_workbook(place / "vorhaben.xlsx", town.dataset.limits)
    return parse_indicators([workbook], town.dataset, town.strategy.vocabulary, RESOURCES.rules, today=TODAY)


def values(indicator: Indicator) -> list[tuple[str, str]]:
    return [(figure.date.said.lexical if figure.date else "", str(figure.value.said)) for figure in indicator.values]


def targets(indicator: Indicator) -> list[tuple[str, str]]:
    return [(figure.date.said.text if figure.date else "", str(figure.value.said)) for figure in indicator.targets]


def told(found: Indicators) -> list[tuple[str, str]]:
    return sorted((result.rule.id, result.cell.address) for result in found.results)


# What is read #####################################################################################################


def test_each_row_tells_a_value(tmp_path: Path) -> None:
    found = read(
        tmp_path, LONG, ("Anträge", "%", 2024, 18), ("Anträge", "%", "06/2025", "42,5"), ("WLAN", "Anzahl", 2025, 12)
    )

    assert [each.name.said.text for each in found.indicators] == ["Anträge", "WLAN"]
    assert values(found.indicators[0]) == [("2024", "18"), ("2025-06", "42.5")]
    assert found.indicators[0].values[1].value.cell.address == "D3"
    assert found.results == ()


@pytest.mark.parametrize(
    "heads",
    [
        (2023, 2024, "Ziel 2030"),
        ("Ist 2023", "2024 (Ist)", "Zielwert bis 2030"),
        ("Wert 2023", "Jahr 2024", "Soll (2030)"),
        ("Value 2023", "Actual 2024", "Target 2030"),
    ],
)
def test_a_title_with_a_year_dates_its_column(tmp_path: Path, heads: Cells) -> None:
    found = read(tmp_path, ("Kennzahl", "Einheit", *heads), ("Anträge", "%", 18, 42.5, 80))

    assert values(found.indicators[0]) == [("2023", "18"), ("2024", "42.5")]
    assert [str(figure.value.said) for figure in found.indicators[0].targets] == ["80"]
    assert found.results == ()


def test_titles_of_two_rows_are_read_together(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        ("Kennzahl", "Einheit", "Ist", None, "Ziel"),
        (None, None, 2023, 2024, 2030),
        ("Anträge", "%", 18, 42, 80),
        merged=("A1:A2", "B1:B2", "C1:D1"),
    )

    assert values(found.indicators[0]) == [("2023", "18"), ("2024", "42")]
    assert targets(found.indicators[0]) == [("2030", "80")]


def test_baseline_and_target_stand_in_columns_of_their_own(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        ("Kennung", "Indikator", "Bereich(e)", "Ziel", "Einheit", "Ausgangswert", "Ausgangsjahr", "Zielwert",
         "Zieljahr", "Quelle"),
        ("KZ-1", "Anträge", "V; Klima und Wasser", "Wege sparen", "%", 18, 2023, 80, "Ende 2030", "Statistikstelle"),
    )  # fmt: skip
    (indicator,) = found.indicators

    assert (indicator.key, indicator.goal and indicator.goal.said.text) == ("KZ-1", "Wege sparen")
    assert [concept.said.notation for concept in indicator.fields] == ["V", "K"]
    assert indicator.baseline and indicator.baseline.value.said == 18
    assert targets(indicator) == [("Ende 2030", "80")]
    assert found.results == ()


@pytest.mark.parametrize(
    ("typed", "unit", "value"),
    [
        (Shown(0.45, "0%"), "%", "45"),
        (Shown(0.456, "0.0%"), "Prozent", "45.6"),
        ("45 %", "%", "45"),
        ("45,5 v. H.", "%", "45.5"),
        (Shown(50, '#,##0 "€"'), "Euro", "50"),
        ("1.250,5", "kWh", "1250.5"),
        ("12 t CO2", "t CO2", "12"),
        (1250.75, "kWh", "1250.75"),
        ("−3", "Grad", "-3"),
        ("0,45 %", "%", "0.45"),
        (0.1, "Stellen", "0.1"),
        ("40", "% der Haushalte", "40"),
    ],
)
def test_a_cell_of_figures_is_read_as_it_is_shown(tmp_path: Path, typed: object, unit: str, value: str) -> None:
    found = read(tmp_path, LONG, ("Anträge", unit, 2024, typed))

    assert (values(found.indicators[0]), told(found)) == ([("2024", value)], [])


def test_the_unit_may_stand_in_the_cells_alone(tmp_path: Path) -> None:
    found = read(tmp_path, ("Kennzahl", 2023, 2024), ("Anträge", "18 %", "42 %"))

    assert found.indicators[0].unit and found.indicators[0].unit.said == "%"
    assert values(found.indicators[0]) == [("2023", "18"), ("2024", "42")]


def test_a_row_goes_on_with_the_indicator_that_is_merged_into_it(tmp_path: Path) -> None:
    found = read(tmp_path, LONG, ("Anträge", "%", 2024, 18), (None, None, 2025, 42), merged=("A2:A3", "B2:B3"))

    assert values(found.indicators[0]) == [("2024", "18"), ("2025", "42")]
    assert found.results == ()


def test_the_town_may_call_its_columns_otherwise(tmp_path: Path) -> None:
    settings = (
        '\n[indicators]\nignore = ["Lfd."]\n[indicators.columns]\nindicator = "Steuerungsgröße"\nvalue = ["Höhe"]\n'
    )
    found = read(
        tmp_path,
        ("Lfd.", "Steuerungsgröße", "Einheit", "Jahr", "Höhe"),
        (1, "Anträge", "%", 2024, 18),
        settings=settings,
    )

    assert values(found.indicators[0]) == [("2024", "18")]
    assert found.results == ()


def test_a_sheet_of_projects_with_a_column_of_indicators_stays_a_sheet_of_projects(tmp_path: Path) -> None:
    place = copy_town(tmp_path)
    write(place, [("Vorhaben-ID", "Vorhaben", "Bereich(e)", "Kennzahl", "Zielwert"), ("X-1", "Neu", "V", "Klicks", 5)])
    town = town_of(place)
    workbook = read_workbook(place / "vorhaben.xlsx", town.dataset.limits)

    located = locate(workbook, town.dataset.columns, RESOURCES.rules, town.dataset.indicators)

    assert "Kennzahlen" in {table.sheet.name for table in located.tables} | {
        result.cell.sheet for result in located.results
    }


# What is told #####################################################################################################

_TARGETS = ("Kennzahl", "Einheit", "Ausgangswert", "Ausgangsjahr", "Zielwert", "Zieljahr")
_CASES: Mapping[str, tuple[Sequence[Cells], list[tuple[str, str]]]] = {
    "text": ([LONG, ("A", "%", 2024, "k. A."), ("A", "%", 2025, "n. n."), ("A", "%", 2023, "ca. 40")],
             [("indicator-value-unread", "D2"), ("indicator-value-unread", "D3"), ("indicator-value-unread", "D4")]),
    "of": ([LONG, ("A", "Anzahl", 2024, "12 von 34"), ("A", "Anzahl", 2025, 3)], [("indicator-value-unread", "D2")]),
    "day": ([LONG, ("A", "%", 2024, datetime(2026, 5, 12)), ("A", "%", 2025, 3)], [("indicator-value-unread", "D2")]),
    "truth": ([LONG, ("A", "%", 2024, True), ("A", "%", 2025, 3)], [("indicator-value-unread", "D2")]),
    "unit": ([LONG, ("A", "Anzahl", 2024, "45 %"), ("A", "Anzahl", 2025, 3)], [("indicator-unit-differs", "D2")]),
    "format": ([LONG, ("A", "Anzahl", 2024, Shown(0.45, "0%")), ("A", "Anzahl", 2025, 3)],
               [("indicator-unit-differs", "D2")]),
    "scale": ([LONG, ("A", "€", 2024, "3,5 Mio. €"), ("A", "€", 2025, 3)], [("indicator-unit-differs", "D2")]),
    "mixed": ([("Kennzahl", 2023, 2024), ("A", "18 %", 42)], [("indicator-unit-differs", "B2")]),
    "share": ([LONG, ("A", "%", 2024, 0.45), ("A", "%", 2025, 1), ("A", "%", 2026, 60)],
              [("indicator-share-open", "D2"), ("indicator-share-open", "D3")]),
    "open": ([LONG, ("A", "kWh", 2024, "1.250"), ("A", "kWh", 2025, 3)], [("indicator-value-open", "D2")]),
    "undated": ([LONG, ("A", "%", None, 45), ("A", "%", 2025, 3)], [("indicator-value-undated", "D2")]),
    "date": ([LONG, ("A", "%", "laufend", 45), ("A", "%", "Mitte 2024", 45), ("A", "%", 2025, 3)],
             [("indicator-date-unread", "C2"), ("indicator-date-unread", "C3")]),
    "ahead": ([("Kennzahl", "Einheit", 2025, 2027), ("A", "%", 3, 4)], [("indicator-value-ahead", "D2")]),
    "ahead in a row": ([LONG, ("A", "%", 2027, 45), ("A", "%", 2025, 3)], [("indicator-value-ahead", "C2")]),
    "twice": ([LONG, ("A", "%", 2024, 45), ("A", "%", 2024, 46), ("A", "%", 2025, 3)],
              [("indicator-values-differ", "D3")]),
    "targets": ([_TARGETS, ("A", "%", 1.5, 2023, 80, 2030), ("A", "%", None, None, 90, 2030)],
                [("indicator-targets-differ", "E3")]),
    "baselines": ([_TARGETS, ("A", "%", 15, 2023, 80, 2030), ("A", "%", 12, 2022, None, None)],
                  [("indicator-baselines-differ", "C3")]),
    "early": ([_TARGETS, ("A", "%", 15, 2023, 80, 2020)], [("indicator-target-early", "F2")]),
    "target undated": ([_TARGETS, ("A", "%", 15, 2023, 80, None)], [("indicator-target-undated", "E2")]),
    "nameless": ([LONG, (None, "%", 2024, 45), ("A", "%", 2025, 3)], [("indicator-nameless", "A2")]),
    "note": ([LONG, ("A", "%", 2025, 3), ("Alle Angaben sind vorläufig.",)], [("indicator-nameless", "A3")]),
    "column": ([(*LONG, "Plan 2027", "Bemerkung"), ("A", "%", 2025, 3, 5, None)], [("indicator-column-unknown", "E1")]),
    "differs": ([("Kennzahl", "Ziel", "Einheit", "Jahr", "Wert"), ("A", "Mehr", "%", 2024, 3),
                 ("A", "Weniger", "%", 2025, 3)],
                [("indicator-differs", "B3")]),
    "field": ([("Kennzahl", "Handlungsfeld", "Einheit", 2024), ("A", "Klima und Waser", "%", 3)],
              [("indicator-field-unknown", "B2")]),
    "alike": ([LONG, ("WLAN-Punkte", "Anzahl", 2024, 3), ("WLAN Punkte", "Anzahl", 2025, 3)],
              [("indicator-alike", "A3")]),
    "collides": ([("Kennung", *LONG), ("wlan", "Funk", "Anzahl", 2024, 3), (None, "Wlan", "Anzahl", 2025, 3)],
                 [("indicator-collides", "B3")]),
    "empty": ([LONG, ("A", "%", None, None), ("B", "%", 2025, 3)], [("indicator-without-values", "A2")]),
    "source": ([(*LONG, "Quelle"), ("A", "%", 2025, 3, "htp://stadt.example/x")], [("indicator-source-unread", "E2")]),
}  # fmt: skip


@pytest.mark.parametrize("case", _CASES)
def test_what_cannot_be_taken_is_told_at_its_cell(tmp_path: Path, case: str) -> None:
    rows, findings = _CASES[case]

    assert told(read(tmp_path, *rows)) == findings


@pytest.mark.parametrize("case", ["twice", "share", "unit", "open", "date", "ahead", "text", "undated"])
def test_nothing_that_is_told_of_is_taken(tmp_path: Path, case: str) -> None:
    rows, _ = _CASES[case]

    taken = [value for each in read(tmp_path, *rows).indicators for value in values(each)]

    assert taken in ([], [("2025", "3")], [("2026", "60")])


def test_an_unknown_field_is_told_with_what_was_meant(tmp_path: Path) -> None:
    (found,) = read(tmp_path, *_CASES["field"][0]).results

    assert found.message.de.endswith("Meinten Sie „Klima und Wasser“?")


def test_the_decimal_mark_may_be_settled(tmp_path: Path) -> None:
    found = read(tmp_path, *_CASES["open"][0], settings='\n[indicators]\ndecimal = ","\n')

    assert values(found.indicators[0]) == [("2024", "1250"), ("2025", "3")]


# The edition ######################################################################################################

ROWS: Sequence[Cells] = (
    tuple(column.title.de for column in INDICATOR_COLUMNS.values()),
    ("KZ-1", "Online-Anträge", "V", "A", "Wege sparen", "Anteil aller Anträge", "Es spart Zeit.", "%", 18, 2023, 80,
     "Ende 2030", 42.5, date(2025, 12, 31), "Statistikstelle"),
    ("KZ-1", "Online-Anträge", None, None, None, None, None, "%", None, None, 60, 2027, "0,5 %", 2021,
     "https://stadt.example/zahlen"),
    (None, "Pegel Mühltal", "K; V", None, "Wege sparen", None, None, "Stück", None, None, None, None, 12, "06/2025",
     None),
)  # fmt: skip


def _published(folder: Path, rows: Sequence[Cells] = ROWS) -> tuple[Path, Outcome]:
    place = copy_town(folder)
    write(place, rows)
    return place, publish(place)


def test_an_edition_reads_back_to_the_same_statements(tmp_path: Path) -> None:
    place, outcome = _published(tmp_path)
    assert outcome.receipt, outcome.prepared.report.results
    town = read_town(place / "dataset.toml", RESOURCES.code_lists)

    previous = read_previous(Folder(output_of(place) / "beispielstadt"), town, RESOURCES, today=TODAY)

    assert previous
    lifted = lift(previous.roadmap, town.dataset, town.strategy.naming, today=TODAY)
    assert set(lifted.triples) == set(outcome.prepared.lifted.triples)
    again = publish(place, now=SECOND_DAY)
    assert again.receipt and not again.receipt.changed


def test_what_was_measured_is_a_data_cube(tmp_path: Path) -> None:
    place, _ = _published(tmp_path)
    graph = Graph().parse(output_of(place) / "beispielstadt" / "public" / "current" / "roadmap.ttl")

    found = graph.query(
        "PREFIX qb: <http://purl.org/linked-data/cube#> PREFIX ds: <https://w3id.org/digitalstrategie/def/> "
        "PREFIX d: <http://purl.org/linked-data/sdmx/2009/dimension#> "
        "SELECT ?when ?value { ?cube qb:structure/qb:component/qb:measure ?measure . ?o qb:dataSet ?cube ; "
        f"ds:indicator <{BASE}kennzahl/KZ-1> ; d:refPeriod ?when ; ?measure ?value }} ORDER BY ?value"
    )

    rows = [(str(row[0]), str(row[1])) for row in found]  # type: ignore[index]
    assert rows == [("2021", "0.5"), ("2023", "18"), ("2025-12-31", "42.5")]


def test_every_statement_of_an_indicator_knows_its_cell(tmp_path: Path) -> None:
    _, outcome = _published(tmp_path)
    lifted = outcome.prepared.lifted

    cells = {lifted.sources.cells.get(triple) for triple in lifted.triples if "/kennzahl/" in triple.subject}

    assert None not in cells
    assert {cell.sheet for cell in cells if cell} == {"Kennzahlen"}


def test_the_tables_give_the_same_statements(tmp_path: Path) -> None:
    place, _ = _published(tmp_path)
    public = output_of(place) / "beispielstadt" / "public" / "current"

    assert "KZ-1,2025-12-31,2025-12-31,,,42.5," in (public / "indicator-values.csv").read_text("utf-8")
    assert not (public / "further.csv").exists()
    assert (
        (public / "indicator-targets.csv").read_text("utf-8").splitlines()[1].startswith("KZ-1,target-2027-12-31,2027")
    )


def test_a_name_in_an_indicator_is_held_back_at_its_cell(tmp_path: Path) -> None:
    rows = [list(row) for row in ROWS]
    rows[1][6], rows[1][14] = "Frau Beispiel zählt sie.", "Auskunft: Herr Muster"

    _, outcome = _published(tmp_path, rows)

    found = {(result.rule.id, str(result.cell)) for result in outcome.prepared.report.results}
    assert outcome.receipt is None
    assert {("personal-name", f"vorhaben.xlsx / Kennzahlen / {address}") for address in ("G2", "O2")} <= found


def test_a_missing_unit_is_told_at_the_indicator(tmp_path: Path) -> None:
    _, outcome = _published(tmp_path, (("Kennzahl", 2024), ("Anträge", 18)))

    found = {(result.rule.id, str(result.cell)) for result in outcome.prepared.report.results}
    assert ("indicator-unit-missing", "vorhaben.xlsx / Kennzahlen / A2") in found


def test_an_indicator_that_vanishes_is_told_and_not_carried(tmp_path: Path) -> None:
    place, _ = _published(tmp_path)
    write(place, ROWS[:3])

    outcome = publish(place, now=SECOND_DAY)

    found = [result.message.de for result in outcome.prepared.report.results if result.rule.id == "indicator-vanished"]
    assert len(found) == 1 and "„Pegel Mühltal“" in found[0]
    assert "pegel-muehltal" not in "".join(n_triples(outcome.prepared.lifted.triples))


def test_findings_call_a_column_as_the_sheet_does(tmp_path: Path) -> None:
    rows: Sequence[Cells] = (
        ("Indikator", "Bereich(e)", "Maßeinheit", "Ist 2024", "Soll", "Zieljahr"),
        ("Anträge", "Waser", "%", "wenige", 80, "irgendwann"),
        ("Anträge", None, "Stk.", 3, None, None),
    )
    _, outcome = _published(tmp_path, rows)

    results = [each for each in outcome.prepared.report.results if each.cell.sheet == "Kennzahlen"]
    assert {(result.cell.address, result.column) for result in results} == {
        ("B2", "Bereich(e)"), ("C3", "Maßeinheit"), ("D2", "Ist 2024"), ("F2", "Zieljahr"),
    }  # fmt: skip


def test_new_values_and_moved_targets_are_told_in_plain_words(tmp_path: Path) -> None:
    place, _ = _published(
        tmp_path, (("Kennzahl", "Einheit", 2024, "Zielwert", "Zieljahr"), ("Anträge", "%", 18, 80, 2030))
    )
    write(place, [("Kennzahl", "Einheit", 2024, 2025, "Zielwert", "Zieljahr"), ("Anträge", "%", 18, 42.5, 85, 2032)])

    publish(place, now=SECOND_DAY)

    changes = (output_of(place) / "beispielstadt" / "public" / "current" / "changes.md").read_text("utf-8")
    assert "Wert (2025): neu „42,5 %“" in changes
    assert "Zielwert: bisher „80 %“, neu „85 %“" in changes
    assert "Zielwert bis: bisher „2030“, neu „2032“" in changes


def test_a_sheet_called_after_indicators_that_is_none_is_told(tmp_path: Path) -> None:
    _, outcome = _published(tmp_path, (("Was", "Wie viel"), ("Anträge", 18)))

    assert "indicators-unread" in {result.rule.id for result in outcome.prepared.report.results}


@pytest.mark.parametrize("has_projects", [True, False])
def test_indicators_may_lie_in_a_file_of_their_own_beside_the_projects(tmp_path: Path, has_projects: bool) -> None:
    place = copy_town(tmp_path)
    settings = (place / "dataset.toml").read_text("utf-8")
    names = '["*.csv", "vorhaben.xlsx"]' if has_projects else '["*.csv"]'
    (place / "dataset.toml").write_text(settings.replace('["vorhaben.xlsx"]', names), "utf-8")
    without_indicators(place)
    (place / "kennzahlen.csv").write_text("Kennzahl;Einheit;2024;Ziel 2030\nAnträge;%;18,5;80\n", "utf-8")

    outcome = publish(place)

    found = {(result.rule.id, result.cell.file) for result in outcome.prepared.report.results}
    assert (("table-missing", "kennzahlen.csv") in found, bool(outcome.receipt)) == (not has_projects, has_projects)
    assert [values(each) for each in outcome.prepared.roadmap.indicators] == [[("2024", "18.5")]]


def test_without_a_sheet_of_indicators_an_edition_says_nothing_of_them(tmp_path: Path) -> None:
    place = copy_town(tmp_path)
    without_indicators(place)

    publish(place, now=FIRST_DAY)

    public = output_of(place) / "beispielstadt" / "public" / "current"
    triples = parse_n_triples((public / "roadmap.nt").read_text("utf-8"))
    assert URIRef("http://purl.org/linked-data/cube#DataSet") not in {URIRef(t.object[1:-1]) for t in triples}
    assert not (public / "indicators.csv").exists()
    assert "Kennzahlen" not in load_workbook(public / "roadmap.xlsx").sheetnames


# The template and the report ######################################################################################


@pytest.mark.parametrize(("language", "name", "at"), [("de", "Kennzahlen", 0), ("en", "Indicators", 1)])
def test_the_form_filled_in_as_its_guide_shows_is_read(tmp_path: Path, language: Language, name: str, at: int) -> None:
    town = town_of(copy_town(tmp_path))
    content = render_template(town.dataset, town.strategy, code_lists=RESOURCES.code_lists, language=language)
    book = load_workbook(io.BytesIO(content))
    example = [column.example[at] for column in INDICATOR_COLUMNS.values()]
    example[2:4] = ["V", "A"]
    book[name].append(example)
    book.save(tmp_path / "form.xlsx")

    workbook = read_workbook(tmp_path / "form.xlsx", town.dataset.limits)
    found = parse_indicators([workbook], town.dataset, town.strategy.vocabulary, RESOURCES.rules, today=TODAY)

    (indicator,) = found.indicators
    assert (told(found), values(indicator), targets(indicator)) == ([], [("2025-12-31", "42.5")], [("2030", "80")])
    assert indicator.baseline and indicator.baseline.value.said == 18


def _reported(place: Path, language: Language) -> list[list[str]]:
    folder = Folder(output_of(place) / "beispielstadt")
    progress = read_progress(folder, publisher="Beispielstadt")
    blocks = list(tell_indicators(progress, Voice(language)))
    (table,) = (block for block in blocks if isinstance(block, Table))
    return [[" | ".join(cell.lines) for cell in row] for row in table.rows]


def test_another_baseline_is_told_by_its_value_and_date(tmp_path: Path) -> None:
    head = ("Kennzahl", "Einheit", "Ausgangswert", "Ausgangsjahr", 2025)
    place, _ = _published(tmp_path, (head, ("Anträge", "%", 10, 2022, 30)))
    write(place, (head, ("Anträge", "%", 9, 2021, 30)))
    publish(place, now=SECOND_DAY)

    changes = (output_of(place) / "beispielstadt" / "public" / "current" / "changes.md").read_text("utf-8")
    assert "Ausgangswert: bisher „10 % (2022)“, neu „9 % (2021)“" in changes
    assert "https://" not in changes


def test_the_report_says_in_words_how_far_it_is(tmp_path: Path) -> None:
    head = ("Kennzahl", "Handlungsfeld", "Einheit", "Ausgangswert", "Ausgangsjahr", 2024, 2025, "Zielwert", "Zieljahr")
    rows: Sequence[Cells] = (
        head,
        ("Anträge", "V", "%", 18, 2023, 30, 42.5, 80, 2030),
        ("Papier", "V", "Blatt", 1000, 2023, 1200, None, 500, 2025),
        ("WLAN", None, "Anzahl", None, None, None, 12, 20, "Mitte 2027"),
        ("Daten", "K", "Anzahl", 2, 2023, None, 14, 12, 2030),
        ("Ohne Ziel", "K", "Anzahl", 2, 2023, None, None, None, None),
    )
    place, _ = _published(tmp_path, rows)

    assert [[cell.replace("\xa0", " ") for cell in row] for row in _reported(place, "de")] == [
        ["Anträge", "V Verwaltung & Service", "18 % | (2023)", "42,5 % | (2025)", "80 % | bis 2030", "39 % des Wegs"],
        ["Daten", "K Klima und Wasser", "2 | (2023)", "14 | (2025)", "12 | bis 2030", "am Ziel"],
        ["Ohne Ziel", "K Klima und Wasser", "2 | (2023)", "–", "–", "kein Zielwert genannt"],
        ["Papier", "V Verwaltung & Service", "1.000 Blatt | (2023)", "1.200 Blatt | (2024)", "500 Blatt | bis 2025",
         "weiter vom Ziel entfernt als am Anfang | Der letzte Wert ist über ein Jahr alt. | Das Zieldatum ist vorbei."],
        ["WLAN", "–", "–", "12 | (2025)", "20 | bis Mitte 2027", "ohne Ausgangswert nicht zu sagen"],
    ]  # fmt: skip
    assert _reported(place, "en")[0][-1] == "39 % of the way"


def test_the_report_says_what_a_value_was_before(tmp_path: Path) -> None:
    head = ("Kennzahl", "Einheit", "Ausgangswert", "Ausgangsjahr", 2024, 2025, "Zielwert", "Zieljahr")
    place, _ = _published(tmp_path, (head, ("Anträge", "%", 18, 2023, 30, None, 80, 2030)))
    write(place, (head, ("Anträge", "%", 18, 2023, 30, 42.5, 80, 2030)))
    publish(place, now=SECOND_DAY)

    assert _reported(place, "de")[0][2] == "42,5\xa0% | (2025) | zuvor 30\xa0%"


def test_without_indicators_the_report_has_no_section_of_them(tmp_path: Path) -> None:
    place = copy_town(tmp_path)
    without_indicators(place)
    publish(place)

    progress = read_progress(Folder(output_of(place) / "beispielstadt"), publisher="Beispielstadt")

    assert list(tell_indicators(progress, Voice("de"))) == []


@pytest.mark.parametrize("text", ["Statistikstelle", "Wege sparen", "Pegel Mühltal"])
def test_what_is_erased_stands_in_no_indicator_any_more(tmp_path: Path, text: str) -> None:
    place, _ = _published(tmp_path)
    asked = [
        "erase",
        "beispielstadt",
        "--text",
        text,
        "--sources",
        str(place.parent),
        "--output",
        str(output_of(place)),
    ]

    refused = CliRunner().invoke(roadmap, asked)
    write(place, [tuple("Neu" if cell == text else cell for cell in row) for row in ROWS])
    done = CliRunner().invoke(roadmap, asked)

    assert "vorhaben.xlsx / Kennzahlen / " in str(refused.exception)
    assert done.exit_code == 0, (done.output, done.exception)
    public = output_of(place) / "beispielstadt" / "public"
    for file in (path for path in public.rglob("*") if path.is_file() and path.suffix != ".xlsx"):
        assert text not in file.read_text("utf-8", errors="replace"), file.name
    sheet = load_workbook(public / "current" / "roadmap.xlsx")["Kennzahlen"]
    assert text not in {cell for row in sheet.iter_rows(values_only=True) for cell in row}


# What other programs may say of indicators ########################################################################


@pytest.mark.parametrize(
    ("statements", "broken"),
    [
        ("<o> a qb:Observation ; d:refPeriod '2024'^^xsd:gYear .", "measured-value"),
        ("<o> a qb:Observation ; d:refPeriod '2024'^^xsd:gYear ; m:obsValue '45' .", "measured-value"),
        ("<o> a qb:Observation ; d:refPeriod 'Mitte 2024' ; m:obsValue 45.0 .", "measured-date"),
        ("<o> a qb:Observation ; m:obsValue 45.0 .", "measured-date"),
        ("<t> a ds:Target ; schema:value 1.0 , 2.0 .", "aim-value"),
        ("<i> a ds:Indicator ; schema:unitText '%' ; ds:baseline <o> , <p> .", "indicator-of-one-baseline"),
    ],
)
def test_any_processor_judges_what_is_said_of_indicators(statements: str, broken: str) -> None:
    prefixes = "".join(f"@prefix {name}: <{PREFIXES[of]}> .\n" for name, of in _SHORT.items())
    triples = parse_turtle(f"@base <https://stadt.example/> .\n{prefixes}{statements}", "statements.ttl")

    found = judge(triples, RESOURCES.rules.shapes)

    assert broken in {result.rule.rpartition("/")[2] for result in found}


_SHORT = {"qb": "qb", "ds": "ds", "schema": "schema", "xsd": "xsd", "d": "sdmx-dimension", "m": "sdmx-measure"}
