"""From what pyshacl finds to words at cells: suggestions, the right one of several cells, and nothing told twice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from pipeline.model.graph import literal_text
from pipeline.model.report import Severity, Text, ValidationResult
from pipeline.model.vocabulary import expand
from pipeline.prepare import Prepared
from pipeline.render import render_reports
from pipeline.town.resources import read_resources
from pipeline.town.strategy import build_strategy
from tests.golden_cases import CLEAN, HEAD, as_json, prepare_files, read_previous, town_of, write_table

TOWN = town_of("clean")
PERSONAL = ["Erfunden", "erfunden", "beispiel@", "person.example", "5550199", "555 01 99"]


@pytest.fixture
def judge(tmp_path: Path) -> Callable[..., Prepared]:
    """Prepares a clean table with further rows, given as the texts of their cells, and further columns."""

    def prepare_rows(*rows: Iterable[str], columns: Iterable[str] = (), name: str = "roadmap.csv") -> Prepared:
        table = [[*HEAD, *columns], *CLEAN, *(list(row) for row in rows)]
        return prepare_files([write_table(tmp_path / name, table)], TOWN)

    return prepare_rows


def _row(key: str = "2026-09", **cells: str) -> list[str]:
    """A sound project, but for what is given by the titles of the columns."""
    sound = {"Kennung": key, "Titel": f"Projekt {key}", "Handlungsfelder": "Verwaltung", "Status": "geplant"}
    return [{**sound, **cells}.get(title, "") for title in HEAD]


def _workbook(folder: Path, rows: Iterable[list[str]], cells: Mapping[str, float | date | str]) -> Path:
    """The clean table with further rows as a workbook, some of its cells set to what a text file cannot hold."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    for row in (HEAD, *CLEAN, *rows):
        sheet.append([value or None for value in row])
    for cell, value in cells.items():
        sheet[cell] = value
    workbook.save(folder / "roadmap.xlsx")
    return folder / "roadmap.xlsx"


def _told(prepared: Prepared, rule: str) -> list[ValidationResult]:
    return [result for result in prepared.report.results if result.rule.id == rule]


def _addresses(prepared: Prepared) -> list[tuple[str, str]]:
    return [(result.rule.id, result.cell.address) for result in prepared.report.results]


# Suggestions ################################################################################################


def test_a_near_miss_gets_what_was_probably_meant(judge: Callable[..., Prepared]) -> None:
    (result,) = _told(judge(_row(Status="laufent")), "status-unknown")

    assert result.value == "laufent"
    assert result.message == Text(
        "Diesen Status gibt es nicht. Meinten Sie „laufend“?", "There is no such status. Did you mean “running”?"
    )


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("laufend / abgeschlossen", "laufend, abgeschlossen"),
        ("geplant; laufend", "geplant, laufend"),
        ("laufend, dann im Betrieb", "laufend, im Betrieb"),
        ("pausiert bzw. abgebrochen", "pausiert, abgebrochen"),
    ],
)
def test_of_two_concepts_where_one_can_hold_neither_is_suggested(
    judge: Callable[..., Prepared], typed: str, named: str
) -> None:
    (result,) = _told(judge(_row(Status=typed)), "status-unknown")

    assert result.message.de == f"Diesen Status gibt es nicht. Nur eines davon kann gelten: {named}."


@pytest.mark.parametrize("end", ["2023", "31.12.2023", "01/2020"])
@pytest.mark.parametrize("status", ["laufend", "abgeschlossen", "geplant"])
def test_of_an_end_before_its_start_nothing_else_is_told(judge: Callable[..., Prepared], end: str, status: str) -> None:
    found = judge(_row(Status=status, Beginn="2028", Ende=end)).report.results

    assert [result.rule.id for result in found if result.severity is not Severity.INFO] == ["end-before-start"]


def test_of_several_fields_in_a_cell_each_unknown_one_is_named(judge: Callable[..., Prepared]) -> None:
    found = _told(judge(_row(Handlungsfelder="Klima; Verwaltunk, Quark")), "field-unknown")

    assert {result.cell.address for result in found} == {"C6"}
    assert {result.value for result in found} == {"Klima; Verwaltunk, Quark"}
    assert {result.message for result in found} == {
        Text(
            "Dieses Handlungsfeld gibt es in der Strategie nicht („Verwaltunk“). Meinten Sie „Verwaltung“?",
            "The strategy has no such field of action (“Verwaltunk”). Did you mean “Administration”?",
        ),
        Text(
            "Dieses Handlungsfeld gibt es in der Strategie nicht („Quark“).",
            "The strategy has no such field of action (“Quark”).",
        ),
    }


def test_a_number_and_a_name_that_disagree_are_both_named(judge: Callable[..., Prepared]) -> None:
    (result,) = _told(judge(_row(Handlungsfelder="Klima; 1 Bildung")), "field-unknown")

    assert result.message == Text(
        "Dieses Handlungsfeld gibt es in der Strategie nicht („1 Bildung“)."
        " 1 ist „Verwaltung“; „Bildung, Kultur und Sport“ ist 2.",
        "The strategy has no such field of action (“1 Bildung”)."
        " 1 is “Administration”; “Education, culture and sports” is 2.",
    )
    assert "2; 3" in result.remedy.de


def test_theses_that_became_a_number_or_a_day_are_guessed(tmp_path: Path) -> None:
    questions: dict[float | date | str, str] = {
        1.2: " Meinten Sie 1; 2? Die Tabellenkalkulation hat daraus eine Kommazahl gemacht.",
        date(2026, 2, 1): " Meinten Sie 1; 2? Die Tabellenkalkulation hat daraus ein Datum gemacht.",
        "1.2": " Meinten Sie 1; 2?",
        7.8: "",
        date(2026, 8, 7): "",
    }
    rows = [_row(f"{number}", Thesen="…") for number in range(len(questions))]
    path = _workbook(tmp_path, rows, {f"D{row}": typed for row, typed in enumerate(questions, start=6)})

    found = _told(prepare_files([path], TOWN), "thesis-unknown")

    message = "Diese These gibt es in der Strategie nicht."
    assert [result.cell.address for result in found] == ["D6", "D7", "D8", "D9", "D10"]
    assert [result.message.de for result in found] == [message + question for question in questions.values()]


# The right cell #############################################################################################


def test_a_missing_start_points_at_its_empty_cell(judge: Callable[..., Prepared]) -> None:
    (result,) = _told(judge(_row(Status="läuft")), "running-without-start")

    assert (str(result.cell), result.column, result.value) == ("roadmap.csv / roadmap / F6", "Beginn", "")


def test_the_same_words_in_two_cells_are_told_at_each_by_its_own_rule(judge: Callable[..., Prepared]) -> None:
    prepared = judge(_row(Beginn="offen", Ende="offen"))

    assert _addresses(prepared) == [("start-unreadable", "F6"), ("end-unreadable", "G6")]


def test_an_identifier_that_is_like_an_unknown_field_is_not_taken_for_it(judge: Callable[..., Prepared]) -> None:
    (result,) = _told(judge(_row("77", Handlungsfelder="77")), "field-unknown")

    assert (result.cell.address, result.value) == ("C6", "77")


@pytest.mark.parametrize(
    ("cells", "rule"),
    [
        ({"Beginn": "2024–2022"}, "end-before-start"),
        ({"Beginn": "2019–2021", "Status": "läuft"}, "running-past-end"),
        ({"Beginn": "2026–2028", "Status": "fertig"}, "completed-in-future"),
        ({"Ende": "2027–2028", "Status": "läuft"}, "running-not-started"),
    ],
)
def test_a_period_in_one_cell_is_told_there(cells: dict[str, str], rule: str, judge: Callable[..., Prepared]) -> None:
    prepared = judge(_row(**cells))

    (filled,) = cells.keys() & {"Beginn", "Ende"}
    assert _addresses(prepared) == [(rule, "F6" if filled == "Beginn" else "G6")]
    assert prepared.report.results[0].value == cells[filled]


@pytest.mark.parametrize(
    ("cells", "rules"),
    [
        # words are a beginning or an end like any other
        ({"Beginn": "Mitte 2024", "Status": "läuft"}, []),
        ({"Beginn": "2020", "Ende": "Ende 2021", "Status": "fertig"}, []),
        ({"Beginn": "2020", "Ende": "bis 2021", "Status": "fertig"}, []),
        ({"Beginn": "2020", "Ende": "", "Status": "fertig"}, [("completed-without-end", "G6")]),
        ({"Beginn": "2020", "Ende": "Mitte 2021", "Status": "läuft"}, [("running-past-end", "G6")]),
        ({"Beginn": "2020", "Ende": "bis 2021", "Status": "läuft"}, [("running-past-end", "G6")]),
        ({"Beginn": "Ende 2024", "Ende": "Mitte 2024"}, [("end-before-start", "G6")]),
        ({"Beginn": "ab 2025", "Ende": "bis 2024"}, [("end-before-start", "G6")]),
        # a bound says nothing of the days beyond it
        ({"Beginn": "2020", "Ende": "frühestens 2021", "Status": "läuft"}, []),
        ({"Beginn": "2020", "Ende": "spätestens 2028", "Status": "fertig"}, []),
        ({"Beginn": "2020", "Ende": "frühestens 2028", "Status": "fertig"}, [("completed-in-future", "G6")]),
        ({"Beginn": "spätestens 2028", "Status": "läuft"}, []),
        # two cells that say two things
        ({"Beginn": "2022–2024", "Ende": "Mitte 2024"}, [("end-twice", "G6")]),
        ({"Beginn": "2022 bis Mitte 2024", "Ende": "Ende 2024"}, [("end-twice", "G6")]),
        ({"Beginn": "2022–2024", "Ende": "frühestens 2025"}, [("end-twice", "G6")]),
        ({"Beginn": "Mitte 2022", "Ende": "2022–2024"}, [("start-twice", "G6")]),
        ({"Beginn": "2022 bis Mitte 2024", "Ende": "Mitte 2024"}, []),
    ],
)
def test_dates_in_words_are_judged_by_the_days_they_allow(
    cells: dict[str, str], rules: list[tuple[str, str]], judge: Callable[..., Prepared]
) -> None:
    assert _addresses(judge(_row(**cells))) == rules


def test_without_a_column_of_ends_its_lack_is_told_at_the_start(tmp_path: Path) -> None:
    rows = [row[:6] for row in (HEAD, *CLEAN)]

    prepared = prepare_files([write_table(tmp_path / "roadmap.csv", rows)], TOWN)

    assert _addresses(prepared) == [("completed-without-end", "F5")]


def test_an_offer_that_ends_before_it_starts_is_told_at_its_own_end(judge: Callable[..., Prepared]) -> None:
    columns = ["Beteiligung von", "Beteiligung bis"]

    prepared = judge([*_row(Beginn="2024", Ende="2027"), "2026", "2025"], columns=columns)

    assert _addresses(prepared) == [("end-before-start", "I6")]


def test_a_kind_of_amount_without_a_column_is_missed_at_the_amount(judge: Callable[..., Prepared]) -> None:
    assert _addresses(judge([*_row(), "500 €"], columns=["Betrag"])) == [("budget-kind-missing", "H6")]


def test_a_person_is_told_wherever_named(judge: Callable[..., Prepared]) -> None:
    rows = [[*_row("1"), "Frau Beispiel", ""], [*_row("2"), "Hauptamt; Frau Beispiel", "Frau Beispiel"]]

    prepared = judge(*rows, columns=["Federführung", "Beteiligte"])

    assert _addresses(prepared) == [("personal-name", "H6"), ("personal-name", "H7"), ("personal-name", "I7")]
    assert [result.value for result in prepared.report.results] == ["•••", "Hauptamt; •••", "•••"]


def test_the_same_text_is_told_in_each_of_its_cells(judge: Callable[..., Prepared]) -> None:
    prepared = judge([*_row(Titel="Tel. 5550199"), "Tel. 5550199"], columns=["Beschreibung"])

    assert _addresses(prepared) == [("personal-phone-number", "B6"), ("personal-phone-number", "H6")]


def test_without_a_column_of_theses_none_is_missed(tmp_path: Path) -> None:
    rows = [[*row[:3], *row[4:]] for row in (HEAD, *CLEAN)]

    prepared = prepare_files([write_table(tmp_path / "roadmap.csv", rows)], TOWN)

    assert prepared.report.results == ()


# One fault, one finding #####################################################################################


def test_a_cell_with_an_error_is_not_missed_as_well(tmp_path: Path) -> None:
    row = _row(Status="läuft", Beginn="2024")
    path = _workbook(tmp_path, [row], {"B6": "#REF!", "E6": "#N/A", "G5": "=F5"})

    prepared = prepare_files([path], TOWN)

    assert _addresses(prepared) == [("cell-formula", "G5"), ("cell-error", "B6"), ("cell-error", "E6")]


@pytest.mark.parametrize(
    ("replaced_by", "rows"),
    [
        (("2026-01", "", "", ""), [2]),
        (("2026-02", "2026-01", "", ""), [2, 3]),
        (("2026-02", "2026-03", "2026-01", ""), [2, 3, 4]),
        (("2026-02", "2026-01", "2026-01", ""), [2, 3, 4]),  # the last one leads into the circle
        (("2026-02", "2026-01", "2026-04", "2026-03"), [2, 3, 4, 5]),
        (("2026-02", "2026-03", "2026-04", ""), []),
        (("2026-02", "2019-99", "", ""), []),
    ],
)
def test_projects_that_replace_each_other_in_a_circle_are_told_at_each(
    replaced_by: tuple[str, ...], rows: list[int], tmp_path: Path
) -> None:
    table = [[*HEAD, "Ersetzt durch"], *([*row, key] for row, key in zip(CLEAN, replaced_by, strict=True))]

    prepared = prepare_files([write_table(tmp_path / "roadmap.csv", table)], town_of("replacement-in-circle"))

    assert [result.cell.address for result in _told(prepared, "replacement-in-circle")] == [f"H{row}" for row in rows]
    assert len(_told(prepared, "replacement-unknown")) == replaced_by.count("2019-99")


@pytest.mark.parametrize(
    ("column", "address", "told"),
    [
        ("Link", "projekt/2026-01", True),
        ("Webseite des Projekts", "projekt/2026-01", True),
        ("Beteiligungsangebot", "projekt/2026-01", True),
        ("Beschluss", "stelle/bauamt", True),
        ("Link", "projekt/2019-99", False),
        ("Link", "handlungsfelder", False),
    ],
)
def test_a_link_to_a_project_or_a_body_by_its_own_address_is_told(
    column: str, address: str, told: bool, tmp_path: Path
) -> None:
    town = town_of("page-is-no-page")
    table = [
        [*HEAD, "Federführung", column],
        [*CLEAN[0], "Bauamt", town.dataset.iris.base + address],
        *([*row, "", ""] for row in CLEAN[1:]),
    ]

    prepared = prepare_files([write_table(tmp_path / "roadmap.csv", table)], town)

    assert [result.cell.address for result in _told(prepared, "page-is-no-page")] == ["I2"] * told


def test_a_contact_that_is_no_address_is_told_once(judge: Callable[..., Prepared]) -> None:
    prepared = judge([*_row(), "Frau Beispiel, beispiel@person.example"], columns=["Kontakt"])

    assert _addresses(prepared) == [("contact-unreadable", "H6")]


def test_a_fault_in_the_columns_silences_the_cells_of_its_file_alone(tmp_path: Path) -> None:
    faulty = [[*HEAD, "Prioritaet"], [*_row("1", Status="laufent"), "hoch"]]
    other = [HEAD, *CLEAN, _row("2", Status="laufent")]
    paths = [write_table(tmp_path / "a.csv", faulty), write_table(tmp_path / "b.csv", other)]

    prepared = prepare_files(paths, TOWN)

    assert [(str(result.cell), result.rule.id) for result in prepared.report.results] == [
        ("a.csv / a / H1", "column-unknown"),
        ("b.csv / b / E6", "status-unknown"),
    ]


def test_what_needs_all_files_is_not_judged_while_one_is_unread(tmp_path: Path) -> None:
    faulty = [[*HEAD, "Prioritaet"], *([*row, "hoch"] for row in CLEAN)]
    other = [[*HEAD, "Ersetzt durch"], [*_row("1"), "2026-01"]]
    paths = [write_table(tmp_path / "a.csv", faulty), write_table(tmp_path / "b.csv", other)]

    prepared = prepare_files(paths, TOWN)

    assert [result.rule.id for result in prepared.report.results] == ["column-unknown"]


def test_a_project_that_is_only_kept_has_no_warnings_of_its_own(tmp_path: Path) -> None:
    before = write_table(tmp_path / "before.csv", [HEAD, *CLEAN, _row("old", Status="läuft", Ende="2020")])
    now = write_table(tmp_path / "roadmap.csv", [HEAD, *CLEAN])

    prepared = prepare_files([now], TOWN, read_previous(before, TOWN))

    assert prepared.carried == ("old",)
    assert [result.rule.id for result in prepared.report.results] == ["project-vanished"]


def test_a_project_that_is_only_kept_and_no_longer_valid_holds_the_edition_back(tmp_path: Path) -> None:
    before = write_table(tmp_path / "before.csv", [HEAD, *CLEAN, _row("old", Handlungsfelder="Verkehr")])
    now = write_table(tmp_path / "roadmap.csv", [HEAD, *CLEAN])

    prepared = prepare_files([now], TOWN, read_previous(before, TOWN))

    assert [(result.rule.id, str(result.cell)) for result in prepared.report.results] == [
        ("field-unknown", "before.csv / before / C6"),
        ("project-vanished", "roadmap.csv / roadmap"),
    ]


# What cannot be read ########################################################################################


@pytest.mark.parametrize("typed", ["31.02.2024", "laufend", "fortlaufend", "k. A.", "siehe Anlage", "2024 oder so"])
def test_what_is_no_date_is_a_warning_and_is_not_published(typed: str, judge: Callable[..., Prepared]) -> None:
    columns = ["Stand", "Angelegt", "Status seit"]

    prepared = judge([*_row(Beginn=typed, Ende=typed), typed, typed, typed], columns=columns)

    assert _addresses(prepared) == [
        ("start-unreadable", "F6"),
        ("end-unreadable", "G6"),
        ("modified-unreadable", "H6"),
        ("created-unreadable", "I6"),
        ("status-date-unreadable", "J6"),
    ]
    assert prepared.report.conforms
    assert [triple for triple in prepared.lifted.triples if literal_text(triple.object) == typed] == []


def test_no_date_is_published_that_is_none(judge: Callable[..., Prepared]) -> None:
    prepared = judge(_row(Beginn="31.02.2024", Ende="2024-13-01"))

    dates = [triple.object for triple in prepared.lifted.triples if triple.object.endswith(f"<{expand('xsd:date')}>")]
    assert [date.fromisoformat(literal_text(term)) for term in dates] != []


@pytest.mark.parametrize("typed", ["offen", "ca. 5.000–10.000 €", "€", "1.2.3", "-", "fünf"])
def test_what_is_no_amount_breaks_no_other_rule(typed: str, judge: Callable[..., Prepared]) -> None:
    prepared = judge([*_row(), typed], columns=["Kosten geplant"])

    assert [rule for rule, _ in _addresses(prepared)] == (["amount-unreadable"] if typed != "-" else [])


# Privacy ####################################################################################################


def test_role_mailboxes_and_cleared_phrases_are_not_told(judge: Callable[..., Prepared]) -> None:
    texts = ["Fragen an buergerbuero@musterstadt.example.", "digital@musterstadt.example", "Theater Frau Holle"]

    assert _addresses(judge([*_row(), *texts], columns=["Beschreibung", "Kontakt", "Beteiligte"])) == []


def test_a_mailbox_that_only_ends_like_a_cleared_one_is_told(judge: Callable[..., Prepared]) -> None:
    prepared = judge([*_row(), "beispiel-digital@musterstadt.example"], columns=["Kontakt"])

    assert _addresses(prepared) == [("personal-contact", "H6")]


def test_personal_data_in_place_of_a_date_or_an_amount_holds_the_edition_back(judge: Callable[..., Prepared]) -> None:
    columns = ["Kosten geplant", "Stand", "Status seit"]
    texts = ["Tel. 5550199", "Frau Beispiel", "beispiel@person.example"]

    prepared = judge([*_row(Beginn="ab Zusage, Frau Beispiel"), *texts], columns=columns)

    told = {(result.rule.id, result.cell.address) for result in prepared.report.results if result.rule.forbidden}
    assert told == {
        ("personal-name", "F6"),
        ("personal-phone-number", "H6"),
        ("personal-name", "I6"),
        ("personal-email-address", "J6"),
    }


def test_personal_data_in_the_strategy_is_told_at_its_file(tmp_path: Path) -> None:
    texts = replace(TOWN.dataset.strategy, description=Text("Fragen an Frau Beispiel.", "Ask Frau Beispiel."))
    dataset = replace(TOWN.dataset, strategy=texts)
    town = replace(TOWN, dataset=dataset, strategy=build_strategy((), read_resources().code_lists, dataset))

    report = prepare_files([write_table(tmp_path / "roadmap.csv", [HEAD, *CLEAN])], town).report

    assert [(result.rule.id, str(result.cell)) for result in report.results] == [("personal-name", "dataset.toml")]


def test_no_output_repeats_what_is_personal(tmp_path: Path) -> None:
    words = "Frau Erfunden, beispiel@person.example, 0241 5550199, Tel. 555 01 99"
    columns = [title for title in _titles() if title not in (*HEAD, "Bemerkung intern")]
    numbered = [f"{words} {at}" for at in range(len(HEAD) + len(columns))]
    rows = [[*HEAD, *columns], *([*row, *[""] * len(columns)] for row in CLEAN), numbered]
    header = [[*HEAD, words], *([*row, ""] for row in CLEAN)]
    paths = [write_table(tmp_path / "roadmap.csv", rows), write_table(tmp_path / "header.csv", header)]

    report = prepare_files(paths, TOWN).report

    assert len(report.results) > 20
    outputs = [repr(report), *(part.content.decode() for part in render_reports(report, Text("Titel", "Title")))]
    assert [(datum, n) for n, output in enumerate(outputs) for datum in PERSONAL if datum in output] == []


def _titles() -> list[str]:
    return [title for name in TOWN.dataset.columns.options for title in TOWN.dataset.columns.titles(name)[:1]]


# Stability ##################################################################################################


_FAULTY = [
    _row("1", Status="laufent", Handlungsfelder="Klimaa, Quark, Bildunk, Verwaltunk, Sport"),
    _row("2", Beginn="laufend", Ende="laufend", Thesen="7, 8, 9"),
    _row("3", Titel="Tel. 5550199, Frau Beispiel", Status=""),
    _row("3", Beginn="2024", Ende="2020"),
]
_SCRIPT = """
import json, sys
from pathlib import Path
from tests.golden_cases import as_json, prepare_files, town_of
print(json.dumps(as_json(prepare_files([Path(sys.argv[1])], town_of("clean")).report)))
"""


def test_the_findings_and_their_order_are_the_same_in_every_process(tmp_path: Path) -> None:
    path, root = write_table(tmp_path / "roadmap.csv", [HEAD, *CLEAN, *_FAULTY]), Path(__file__).parents[1]
    environment = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": str(root)}
    command = [sys.executable, "-c", _SCRIPT, str(path)]

    other = subprocess.run(command, cwd=root, env=environment, capture_output=True, check=True, text=True).stdout
    here = as_json(prepare_files([path], TOWN).report)

    assert json.loads(other) == here
    assert len(here) == 15


def test_findings_are_told_as_authors_read_and_the_graver_first(judge: Callable[..., Prepared]) -> None:
    results = judge(*_FAULTY).report.results

    assert [result.cell.row for result in results] == sorted(result.cell.row or 0 for result in results)
    both = [result.severity for result in results if result.cell.address == "F8"]
    assert both == sorted(both, key=lambda severity: severity.rank)
    assert results[0].severity is Severity.VIOLATION
