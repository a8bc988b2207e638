"""What is wrong in a thousand cells for one reason is one thing to do, wherever a report is read."""

from __future__ import annotations

import io
import itertools
import json
import re
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from rich.console import Console

from pipeline.model.causes import Cause, group
from pipeline.model.report import (
    Language,
    Rule,
    Severity,
    Text,
    Tier,
    ValidationReport,
    ValidationResult,
    build_report,
    fill,
)
from pipeline.model.workbook import CellRef, Workbook
from pipeline.readers import read_workbook
from pipeline.render.reports import wording
from pipeline.render.reports.annotated import annotate_workbook
from pipeline.render.reports.console import print_report
from pipeline.render.reports.html import render_html
from pipeline.render.reports.tables import render_csv, render_json
from tests.crowds import CAUSES, crowd_report, write_crowd
from tests.golden_cases import HEAD, prepare_files, town_of, write_table

TITLE = Text("Roadmap", "Roadmap")
RULE = Rule(
    "date-unreadable",
    "https://example.org/rule/date-unreadable",
    Severity.VIOLATION,
    Tier.CELLS,
    Text("Kein Datum", "No date"),
    Text("„{value}“ ist kein Datum, anders als in {other}.", "“{value}” is no date, other than in {other}."),
    Text("Schreiben Sie 06/2024.", "Write 06/2024."),
)


def finding(
    row: int, value: str = "bald", column: str = "C", title: str = "Ende", other: str = "D1"
) -> ValidationResult:
    return fill(RULE, CellRef("a.xlsx", "A", column, row), column=title, value=value, other=other)


def only(results: list[ValidationResult]) -> Cause:
    (cause,) = group(results)
    return cause


UNKNOWN = Rule(
    "column-unknown",
    "https://example.org/rule/column-unknown",
    Severity.VIOLATION,
    Tier.COLUMNS,
    Text("Unbekannt", "Unknown"),
    Text("„{value}“ ist nicht bekannt.{suggestion_de}", "“{value}” is not known.{suggestion_en}"),
    Text("Schreiben Sie sie wie in der Vorlage.", "Write it as in the template."),
)


def unknown(column: str, title: str, meant: str = "") -> ValidationResult:
    cell = CellRef("a.xlsx", "A", column, 1)
    return fill(UNKNOWN, cell, column=title, value=title, suggestion_de=meant, suggestion_en=meant)


def test_titles_of_which_nothing_is_known_are_one_cause_and_others_are_their_own() -> None:
    weeks = [unknown(letter, f"KW {number}") for number, letter in enumerate("DEFG", start=1)]

    causes = group([*weeks, unknown("H", "Start", " Meinten Sie „Beginn“?")])

    assert [(cause.count, cause.column) for cause in causes] == [(4, ""), (1, "Start")]
    assert causes[0].message.de == "„…“ ist nicht bekannt."


@cache
def crowd() -> ValidationReport:
    with TemporaryDirectory() as folder:
        return crowd_report(Path(folder))


def printed(report: ValidationReport, width: int = 100, language: Language = "de") -> list[str]:
    console = Console(file=io.StringIO(), width=width, force_terminal=True, color_system=None)
    print_report(report, console, language=language)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue().splitlines()


# Findings to causes


def test_findings_of_one_rule_in_one_column_are_one_cause_whatever_the_value() -> None:
    cause = only([finding(row, value) for row, value in ((7, "bald"), (9, "demnächst"), (10, "bald"))])

    assert (cause.count, cause.column, cause.severity) == (3, "Ende", Severity.VIOLATION)
    assert [example.value.de for example in cause.examples] == ["bald", "demnächst"]


@pytest.mark.parametrize(
    "other",
    [
        finding(8, title="Beginn"),
        fill(RULE, CellRef("a.xlsx", "B", "C", 8), column="Ende", value="x", other=""),
        fill(RULE, CellRef("b.xlsx", "A", "C", 8), column="Ende", value="x", other=""),
    ],
    ids=["column", "sheet", "file"],
)
def test_another_column_sheet_or_file_is_another_cause(other: ValidationResult) -> None:
    assert len(group([finding(7), other])) == 2


def test_findings_without_a_value_are_told_apart_by_their_words() -> None:
    missing = [
        fill(RULE, CellRef("a.xlsx", "A", None, 1), column=title, value="", other=title) for title in ("Ende", "Beginn")
    ]

    assert len(group(missing)) == 2


def test_words_that_all_findings_share_are_told_and_what_differs_is_left_open() -> None:
    same = only([finding(7), finding(8)])
    different = only([finding(7), finding(8, "demnächst")])

    assert same.message.de == "„bald“ ist kein Datum, anders als in D1."
    assert different.message == Text("„…“ ist kein Datum, anders als in ….", "“…” is no date, other than in ….")


def test_cells_beneath_each_other_are_drawn_together_and_the_rest_is_counted() -> None:
    runs = only([finding(row) for row in (12, 7, 9, 10, 11, 20, *range(30, 161))]).runs

    assert wording.places_of(runs, 3) == Text("C7, C9–C12, C20 und 131 weitere", "C7, C9–C12, C20 and 131 more")
    assert wording.places_of(runs, 9).de == "C7, C9–C12, C20, C30–C160"


def test_rows_and_columns_are_named_as_such() -> None:
    rows = only([fill(RULE, CellRef("a.xlsx", "A", None, row), value=str(row), other="") for row in (3, 4, 5, 9)])

    assert wording.places_of(rows.runs, 9) == Text("Zeilen 3–5, Zeile 9", "Rows 3–5, Row 9")


def test_the_gravest_cause_stands_first_then_the_most_frequent_then_the_first_place() -> None:
    note = Rule(**{name: getattr(RULE, name) for name in Rule.__slots__} | {"id": "note", "severity": Severity.INFO})
    few = [finding(row, column="B", title="Titel") for row in (2, 3)]
    many = [finding(row) for row in (5, 6, 7)]
    notes = [fill(note, CellRef("a.xlsx", "A", "A", row), column="Nr", value="", other="") for row in range(1, 10)]
    later = [finding(row, column="D", title="Beginn") for row in (8, 9)]

    causes = group([*notes, *later, *few, *many])

    assert [cause.column for cause in causes] == ["Ende", "Titel", "Beginn", "Nr"]


@pytest.mark.parametrize(
    ("fields", "statuses", "told"),
    [
        (["99", "Bildung"], ["laufend", "laufend"], {"field-unknown"}),
        (["Verwaltunk", "Bildung"], ["laufend", "laufend"], {"field-unknown"}),
        (["Verwaltung", "Bildung"], ["leuft", "laufend"], {"status-unknown"}),
        (["Verwaltung", "Bildung"], ["laufend", "laufend"], {"field-without-running-project"}),
    ],
)
def test_what_may_follow_from_another_finding_is_silent_beside_it(
    fields: list[str], statuses: list[str], told: set[str], tmp_path: Path
) -> None:
    rows = [
        [f"2026-{number:02}", f"Vorhaben {number}", field, "1, 2", status, "2024", ""]
        for number, (field, status) in enumerate(zip(fields, statuses, strict=True), start=1)
    ]

    report = prepare_files([write_table(tmp_path / "roadmap.csv", [HEAD, *rows])], town_of("clean")).report

    assert {result.rule.id for result in report.results} == told


# Where people read them


def test_a_thousand_faults_have_five_causes() -> None:
    assert len(crowd().results) == 1_000
    assert [cause.rule.id for cause in group(crowd().results)] == [*CAUSES]


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_first_screen_of_a_terminal_names_five_causes_and_what_to_do(language: Language) -> None:
    screen = printed(crowd(), language=language)[:24]

    assert max(map(len, screen)) <= 100
    assert sum("C2–C201" in line or re.search(r"[D-G]2–[D-G]201", line) is not None for line in screen) == 5
    assert sum("→" in line for line in screen) == 5
    for cause in group(crowd().results):
        assert cause.message.in_(language) in " ".join(" ".join(screen).split())


def test_a_terminal_names_a_dozen_causes_and_where_the_others_stand() -> None:
    many = build_report(finding(row, title=f"Spalte {row}") for row in range(1, 20))

    lines = printed(many)

    assert sum("→" in line for line in lines) == 12
    assert "… und 7 weitere Ursachen. Alle Befunde nennt „roadmap check --format json“." in lines
    assert lines[-2].startswith("19 Fehler: ")


@pytest.mark.parametrize("width", [80, 100, 120])
def test_in_a_crowd_no_cause_takes_more_than_four_lines(width: int) -> None:
    wordy = [finding(row, "sehr langer Wert " * 20, title=f"Spalte {row} " * 30) for row in range(1, 9)]

    lines = printed(build_report(wordy), width)

    assert max(map(len, lines)) <= width
    heads = [number for number, line in enumerate(lines) if line.startswith("Fehler ")]
    assert {after - before for before, after in itertools.pairwise(heads)} <= {3, 4}


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_first_screen_of_the_page_names_five_causes(language: Language) -> None:
    page = render_html(crowd(), title=TITLE, language=language)

    body = page.partition("<body>")[2]
    above, _, below = body.partition('<ol class="causes">')
    listed = re.findall(r'<li>.*?href="#(ursache-\d)">([^<]+)</a>', below.partition("</ol>")[0], re.DOTALL)
    assert [title for _, title in listed] == [cause.rule.title.in_(language) for cause in group(crowd().results)]
    assert all(f'id="{anchor}"' in below for anchor, _ in listed)
    # Nothing but the title and the verdict stands above: 400 of the 900 pixels of a screen, seen in Chromium.
    assert "<table" not in above
    assert above.count("<p") == 2


def test_a_page_stays_small_however_much_is_wrong() -> None:
    equal = build_report(finding(row) for row in range(2, 40_002, 2))
    different = build_report(finding(row, "x" * 900, title=f"Spalte {row} " * 40) for row in range(2_000))

    for report in (equal, different):
        assert len(render_html(report, title=TITLE).encode()) < 300_000


def test_a_page_lists_the_cells_when_asked_and_says_where_the_rest_stands() -> None:
    page = render_html(build_report(finding(row) for row in range(2, 40_002, 2)), title=TITLE)

    assert "C2, C4, C6, C8, C10 und 19.995 weitere" in page
    opened = page.partition("<summary>weitere Stellen</summary>")[2].partition("</details>")[0]
    assert opened.startswith("C2, C4, C6")
    assert opened.endswith("C240 und 19.880 weitere. Alle Befunde stehen in report.csv.")


def test_all_findings_stay_in_csv_and_json() -> None:
    told = json.loads(render_json(crowd()))

    assert len(told["results"]) == 1_000
    assert render_csv(crowd()).count(b"\r\n") == 1_001
    assert next((cause["rule"], cause["count"], cause["cells"]) for cause in told["causes"]) == (
        "field-unknown",
        200,
        ["C2:C201"],
    )
    assert told["causes"][0]["examples"][0] == {
        "value": {"de": "Verwaltunk", "en": "Verwaltunk"},
        "suggestion": {"de": "Meinten Sie „Verwaltung“?", "en": "Did you mean “Administration”?"},
    }


def test_the_first_twenty_rows_of_the_summary_sheet_name_five_causes_with_links(tmp_path: Path) -> None:
    table = write_crowd(tmp_path)
    content = annotate_workbook(table.read_bytes(), crowd(), "roadmap.csv", read_workbook(table))

    sheet = openpyxl.load_workbook(io.BytesIO(content))["Prüfbericht"]

    rows = [row for row in sheet.iter_rows(max_row=20) if str(row[7].value).endswith("(200-mal)")]
    assert [row[7].value for row in rows] == [f"{cause.rule.title.de} (200-mal)" for cause in group(crowd().results)]
    assert [row[2].value for row in rows] == [f"{letter}2–{letter}201" for letter in "CDEFG"]
    assert [row[2].hyperlink and row[2].hyperlink.location for row in rows] == [
        f"'roadmap'!{letter}2" for letter in "CDEFG"
    ]
    assert sheet.auto_filter.ref == "A16:H1016"


def test_the_summary_sheet_lists_five_thousand_findings_and_says_where_all_stand() -> None:
    many = build_report(finding(row) for row in range(1, 6_002))

    content = annotate_workbook(b"", many, "a.xlsx", Workbook("a.xlsx", (), "", 0, ""))

    sheet = openpyxl.load_workbook(io.BytesIO(content), read_only=True)["Prüfbericht"]
    told = [row[0] for row in sheet.iter_rows(values_only=True, max_col=1)]
    assert "Die ersten 5.000 von 6.001 Befunden. Alle Befunde stehen in report.csv." in told
    assert told.count("Fehler") == 5_001
