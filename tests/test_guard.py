"""What is personal is found in texts, links, columns of names, and names of files and sheets; its likes stay clear."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from pipeline.model.dataset import Privacy as Cleared
from pipeline.model.report import Text, ValidationReport
from pipeline.model.workbook import ReadingNote, Sheet
from pipeline.model.workbook import Workbook as ReadWorkbook
from pipeline.prepare import prepare, read
from pipeline.render import render_reports
from pipeline.render.reports.annotated import annotate_workbook
from pipeline.town.resources import read_resources
from pipeline.validate.names import told_of_names, with_sheets
from pipeline.validate.privacy import MASK, build_privacy
from tests.golden_cases import CLEAN, HEAD, TODAY, prepare_files, town_of, write_table
from tests.guarded_texts import BODIES, CLEAR, PERSONAL, PERSONS

RULES = read_resources().rules.rules
TOWN = town_of("clean")
IN_NAMES_ALONE = "personal-body"
GUARDS = {name: re.compile(rule.forbidden) for name, rule in RULES.items() if rule.forbidden}


def _is_found(text: str, *, name: bool) -> bool:
    return any(guard.search(text) for rule, guard in GUARDS.items() if name or rule != IN_NAMES_ALONE)


PERSONAL_ONES = [*((text, False) for text in PERSONAL), *((text, True) for text in PERSONS)]
CLEAR_ONES = [*((text, False) for text in CLEAR), *((text, True) for text in BODIES)]


def test_of_a_hundred_that_are_personal_and_a_hundred_that_are_not_nearly_all_are_told_apart() -> None:
    missed = [text for text, name in PERSONAL_ONES if not _is_found(text, name=name)]
    alarms = [text for text, name in CLEAR_ONES if _is_found(text, name=name)]

    recall, false_alarms = 1 - len(missed) / len(PERSONAL_ONES), len(alarms) / len(CLEAR_ONES)
    figures = f"recall {recall:.1%}, missed {missed}; false alarms {false_alarms:.1%}: {alarms}"
    assert (len(PERSONAL_ONES), len(CLEAR_ONES)) == (100, 100)
    assert recall >= 0.95, figures
    assert false_alarms <= 0.02, figures


def test_a_processor_of_shacl_judges_as_the_patterns_do(tmp_path: Path) -> None:
    texts = [*PERSONAL_ONES, *CLEAR_ONES]
    cells = [["", text] if name else [text, ""] for text, name in texts]
    rows = [[str(number), f"Vorhaben {number}", *CLEAN[0][2:], *pair] for number, pair in enumerate(cells, start=1)]

    report = prepare_files(
        [write_table(tmp_path / "a.csv", [[*HEAD, "Beschreibung", "Federführung"], *rows])], TOWN
    ).report

    told = {result.cell.row for result in report.results if result.rule.forbidden}
    assert told == {row for row, (text, name) in enumerate(texts, start=2) if _is_found(text, name=name)}


@pytest.mark.parametrize("text", [text for text, name in PERSONAL_ONES if _is_found(text, name=name)])
def test_a_text_is_shown_without_what_is_personal(text: str) -> None:
    shown = build_privacy(TOWN.dataset, read_resources().rules).masked(text)

    assert MASK in shown
    assert not re.search("[Mm]uster[,@]|Krawuttke|Lindenau|Vogelsang|Müller|5550199|85123|2020 51", shown)


@pytest.mark.parametrize("rule", GUARDS)
def test_a_pattern_keeps_to_what_all_processors_understand(rule: str) -> None:
    pattern = RULES[rule].forbidden

    assert not re.search(r"\(\?|\\[bBdDwWsSAZ0-9]|[*+?}][?+]", pattern)  # lookaround, classes, references, lazy ones
    assert not re.search(r"\[[^\]]*(?<!\\)\[[^\]]*\]", pattern)  # a bracket within a class


# Links ######################################################################################################


@pytest.mark.parametrize(
    ("link", "is_told"),
    [
        ("https://x.example/?mail=petra.muster@town.example", True),
        ("https://x.example/?mail=petra.muster%40town.example&a=1", True),
        ("https://x.example/petra.muster@town.example", True),
        ("https://x.example/?mail=digital@musterstadt.example", False),  # a role mailbox of the town
        ("https://x.example/?mail=digital%40musterstadt.example", False),
        ("https://x.example/@rathaus", False),
        ("https://x.example/vorlage/0241-5550199", False),
    ],
)
@pytest.mark.parametrize("column", ["Link", "Webseite des Projekts", "Beteiligungsangebot", "Beschluss"])
def test_an_address_within_a_link_is_told(link: str, column: str, is_told: bool, tmp_path: Path) -> None:
    rows = [[*HEAD, column], *([*row, ""] for row in CLEAN[1:]), [*CLEAN[0], link]]

    report = prepare_files([write_table(tmp_path / "a.csv", rows)], TOWN).report

    assert [result.rule.id for result in report.results] == ["personal-email-address"] * is_told
    assert "petra" not in repr(report.results)


# Names of files and sheets ##################################################################################


def _of_names(report: ValidationReport) -> list[tuple[str, str]]:
    return [
        (found.rule.id, str(found.cell))
        for found in report.results
        if found.rule.id.endswith(("file-name", "sheet-name"))
    ]


def _table(folder: Path, name: str) -> Path:
    return write_table(folder / name, [HEAD, *CLEAN])


def _book(folder: Path, *titles: str, name: str = "roadmap.xlsx") -> Path:
    """A workbook with the roadmap, one status of it unknown, and hidden sheets of these names behind."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = titles[0]
    for row in (HEAD, *CLEAN, ["9", "Neues", "Klima", "1", "lauffend", "2024", ""]):
        sheet.append(row)
    for title in titles[1:]:
        book.create_sheet(title).sheet_state = "hidden"
        book[title]["A1"] = "Notiz"
    book.save(folder / name)
    return folder / name


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Roadmap Frau Muster.csv", "Roadmap •••.csv"),
        ("Roadmap_Fr._Muster_2026.csv", "Roadmap ••• 2026.csv"),
        ("Roadmap-Frau-Muster.csv", "Roadmap •••.csv"),
        ("Beispiel-Haus_Frau_Muster.csv", "Beispiel-Haus •••.csv"),
        ("Liste Kollege Muster.csv", "Liste •••.csv"),
        ("Muster, Peter.csv", "•••.csv"),
        ("Liste_Herr_Muster_Tel_0171-1234567.csv", "Liste ••• •••.csv"),
        ("Frau-Muster_petra.muster@town.example.csv", "•••.csv"),
        ("Roadmap_0171-1234567_Fr._Muster.csv", "Roadmap ••• •••.csv"),
        ("petra.muster@town.example.csv", "•••.csv"),
    ],
)
def test_the_name_of_a_file_is_told_and_masked(name: str, shown: str, tmp_path: Path) -> None:
    report = prepare_files([_table(tmp_path, name)], TOWN).report

    assert _of_names(report) == [("personal-file-name", shown)]
    assert [account.file for account in report.files] == [shown]


@pytest.mark.parametrize(
    "name",
    ["Frau-Holle-Weg.csv", "Dr.-Schulz-Platz_2026.csv", "roadmap-2026_11.csv", "Frauenhaus.csv", "Müller AG.csv"],
)
def test_the_name_of_a_file_that_names_nobody_stays(name: str, tmp_path: Path) -> None:
    report = prepare_files([_table(tmp_path, name)], TOWN).report

    assert _of_names(report) == []
    assert [account.file for account in report.files] == [name]


def test_files_whose_names_are_masked_alike_are_told_apart(tmp_path: Path) -> None:
    other = write_table(tmp_path / "Frau Beispiel.csv", [HEAD, ["7", "Anderes", *CLEAN[0][2:]]])

    prepared = prepare_files([_table(tmp_path, "Frau Muster.csv"), other], TOWN)

    assert [account.file for account in prepared.report.files] == ["•••.csv", "••• 2.csv"]
    assert len(prepared.roadmap.projects) == len(CLEAN) + 1


def test_the_names_of_sheets_are_told_and_masked_those_of_hidden_ones_too(tmp_path: Path) -> None:
    report = prepare_files([_book(tmp_path, "Frau Muster", "Fr. Schmitz", "Notizen")], TOWN).report

    assert _of_names(report) == [
        ("personal-sheet-name", "roadmap.xlsx / •••"),
        ("personal-sheet-name", "roadmap.xlsx / ••• 2"),
    ]
    assert [account.sheet for account in report.files[0].sheets] == ["•••", "••• 2", "Notizen"]


def test_what_a_reader_says_of_a_sheet_is_said_of_the_name_that_is_shown() -> None:
    names = ("Frau Muster", "Notizen", "fehlt", None)
    sheets = tuple(Sheet(name, ()) for name in ("Frau Muster", "Notizen"))
    notes = tuple(ReadingNote("sheet-empty", name) for name in names)
    workbook = ReadWorkbook("roadmap.xlsx", sheets, "", 0, "", notes=notes)

    shown = with_sheets(workbook, {"Frau Muster": "•••", "Notizen": "Notizen"})

    assert [sheet.name for sheet in shown.sheets] == ["•••", "Notizen"]
    assert [note.sheet for note in shown.notes] == ["•••", "Notizen", "fehlt", None]


def test_the_finding_of_a_name_shows_the_masked_one() -> None:
    told = told_of_names("Frau Muster.xlsx", "•••.xlsx", {"Frau Muster": "•••"}, read_resources().rules)

    assert [(result.rule.id, result.value) for result in told] == [
        ("personal-file-name", "•••.xlsx"),
        ("personal-sheet-name", "•••"),
    ]


def test_a_name_that_the_town_has_cleared_stays(tmp_path: Path) -> None:
    town = replace(TOWN, dataset=replace(TOWN.dataset, privacy=Cleared(allowed=("Frau Luna",))))

    report = prepare_files([_book(tmp_path, "Frau Luna", name="Frau Luna.xlsx")], town).report

    assert _of_names(report) == []


def test_a_name_stays_where_the_town_has_cleared_more_than_what_looks_personal(tmp_path: Path) -> None:
    town = replace(TOWN, dataset=replace(TOWN.dataset, privacy=Cleared(allowed=("Stiftung Frau Luna in Not",))))

    report = prepare_files([_book(tmp_path, "Roadmap", name="Stiftung Frau Luna in Not.xlsx")], town).report

    assert _of_names(report) == []


def test_no_report_shows_the_name_of_a_file_or_a_sheet_that_names_a_person(tmp_path: Path) -> None:
    report = prepare_files(
        [_book(tmp_path, "Frau Erfunden", "Fr. Gibtsnicht", name="Roadmap_Herr_Niemand.xlsx")], TOWN
    ).report

    outputs = [repr(report), *(part.content.decode() for part in render_reports(report, Text("Titel", "Title")))]
    assert [name for name in ("Erfunden", "Gibtsnicht", "Niemand") for output in outputs if name in output] == []


def test_a_file_that_cannot_be_read_is_told_by_its_masked_name(tmp_path: Path) -> None:
    (tmp_path / "Frau Muster.xlsx").write_bytes(b"")

    report = prepare_files([tmp_path / "Frau Muster.xlsx"], TOWN).report

    assert {found.rule.id for found in report.results} == {"file-empty", "personal-file-name"}
    assert "Muster" not in repr(report)


def test_the_authors_own_copy_has_its_findings_at_their_cells_whatever_its_sheets_are_called(tmp_path: Path) -> None:
    called, plain = _annotated(tmp_path, "Frau Muster"), _annotated(tmp_path, "Roadmap")

    assert called == plain == ["E6"]


def _annotated(folder: Path, title: str) -> list[str]:
    """The cells of the roadmap's sheet that have a note in the annotated copy."""
    path, resources = _book(folder, title), read_resources()
    found = read([path], TOWN, resources)
    report = prepare(found, TOWN, resources, today=TODAY).report
    lying, of_file = found.as_it_lies(found.workbooks[0], report)
    book = load_workbook(io.BytesIO(annotate_workbook(path.read_bytes(), of_file, lying.file, lying)))
    return [cell.coordinate for row in book[title].iter_rows() for cell in row if cell.comment]
