"""The sheet of indicators: what is read of it, what is told of it, and that an edition reads back as it was written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from rdflib import Graph, URIRef

from pipeline.lift import lift
from pipeline.model.graph import n_triples, parse_n_triples
from pipeline.model.indicator import INDICATOR_COLUMNS, Indicator
from pipeline.model.workbook import as_typed
from pipeline.parse import Indicators, locate, parse_indicators
from pipeline.publish.folder import Folder
from pipeline.readers import read_workbook
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
            cell = sheet.cell(number, at, value.value if isinstance(value, Shown) else value)  # type: ignore[arg-type]
            if isinstance(value, Shown):
                cell.number_format = value.code
    for area in merged:
        sheet.merge_cells(area)
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
    assert indicator.baseline and (indicator.baseline.value.said, as_typed(18)) == (18, "18")
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
    found = read(
        tmp_path, LONG, ("Anträge", "%", 2024, 18), (None, None, 2025, 42), merged=("A2:A3", "B2:B3")
    )

    assert values(found.indicators[0]) == [("2024", "18"), ("2025", "42")]
    assert found.results == ()


def test_the_town_may_call_its_columns_otherwise(tmp_path: Path) -> None:
    settings = '\n[indicators]\nignore = ["Lfd."]\n[indicators.columns]\nindicator = "Steuerungsgröße"\nvalue = ["Höhe"]\n'
    found = read(
        tmp_path, ("Lfd.", "Steuerungsgröße", "Einheit", "Jahr", "Höhe"), (1, "Anträge", "%", 2024, 18), settings=settings
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
    "differs": ([("Kennzahl", "Ziel", "Einheit", "Jahr", "Wert"), ("A", "Mehr", "%", 2024, 3), ("A", "Weniger", "%", 2025, 3)],
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
    (None, "Offene Daten", "K; V", None, "Wege sparen", None, None, "Datensätze", None, None, None, None, 12, "06/2025",
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
        "PREFIX m: <http://purl.org/linked-data/sdmx/2009/measure#> PREFIX d: <http://purl.org/linked-data/sdmx/2009/dimension#> "
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
    assert (public / "indicator-targets.csv").read_text("utf-8").splitlines()[1].startswith("KZ-1,target-2027-12-31,2027")


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
    assert len(found) == 1 and "„Offene Daten“" in found[0]
    assert "offene-daten" not in "".join(n_triples(outcome.prepared.lifted.triples))


def test_new_values_and_moved_targets_are_told_in_plain_words(tmp_path: Path) -> None:
    place, _ = _published(tmp_path, (("Kennzahl", "Einheit", 2024, "Zielwert", "Zieljahr"), ("Anträge", "%", 18, 80, 2030)))
    write(place, [("Kennzahl", "Einheit", 2024, 2025, "Zielwert", "Zieljahr"), ("Anträge", "%", 18, 42.5, 85, 2032)])

    publish(place, now=SECOND_DAY)

    changes = (output_of(place) / "beispielstadt" / "public" / "current" / "changes.md").read_text("utf-8")
    assert "Wert (2025): neu „42,5 %“" in changes
    assert "Zielwert: bisher „80 %“, neu „85 %“" in changes
    assert "Zielwert bis: bisher „2030“, neu „2032“" in changes


def test_a_sheet_called_after_indicators_that_is_none_is_told(tmp_path: Path) -> None:
    _, outcome = _published(tmp_path, (("Was", "Wie viel"), ("Anträge", 18)))

    assert "indicators-unread" in {result.rule.id for result in outcome.prepared.report.results}


def test_without_a_sheet_of_indicators_an_edition_says_nothing_of_them(tmp_path: Path) -> None:
    place = copy_town(tmp_path)
    book = load_workbook(place / "vorhaben.xlsx")
    if "Kennzahlen" in book.sheetnames:
        del book["Kennzahlen"]
        book.save(place / "vorhaben.xlsx")

    publish(place, now=FIRST_DAY)

    public = output_of(place) / "beispielstadt" / "public" / "current"
    triples = parse_n_triples((public / "roadmap.nt").read_text("utf-8"))
    assert URIRef("http://purl.org/linked-data/cube#DataSet") not in {URIRef(t.object[1:-1]) for t in triples}
    assert not (public / "indicators.csv").exists()
    assert "Kennzahlen" not in load_workbook(public / "roadmap.xlsx").sheetnames


_ = Workbook
