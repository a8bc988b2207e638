"""The author's own workbook, annotated."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule as FormatRule
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from pipeline.model.report import Language, Rule, Severity, Text, Tier, ValidationResult, build_report
from pipeline.model.workbook import CellRef, Row, Sheet, Workbook
from pipeline.render.reports.annotated import annotate_workbook
from pipeline.render.reports.ooxml.elements import PackageError

FILE = "roadmap.xlsx"
RED, AMBER, BLUE = "FFFBCFCB", "FFFDE6AE", "FFD0E4F9"


def finding(
    address: tuple[str | None, int | None],
    sheet: str | None = "Roadmap",
    severity: Severity = Severity.VIOLATION,
    value: str = "irgendwann",
    message: str = "Kein Datum.",
) -> ValidationResult:
    words = Text(message, "No date.")
    rule = Rule(
        f"rule-{severity.lower()}",
        "https://example.org/rule/date",
        severity,
        Tier.CELLS,
        Text("Datum nicht lesbar", "Date cannot be read"),
        words,
        Text("Schreiben Sie 06/2024.", "Write 06/2024."),
    )
    return ValidationResult(rule, CellRef(FILE, sheet, *address), words, rule.remedy, "Beginn", value)


def annotate(content: bytes, *findings: ValidationResult, language: Language = "de") -> bytes:
    return annotate_workbook(content, build_report(findings), FILE, language=language)


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def comments(content: bytes, sheet: str = "Roadmap") -> dict[str, str]:
    cells = (cell for row in opened(content)[sheet].iter_rows() for cell in row)
    return {cell.coordinate: cell.comment.text for cell in cells if cell.comment}


def summary(content: bytes, name: str = "Prüfbericht") -> Iterator[tuple[object, ...]]:
    return opened(content)[name].iter_rows(min_row=9, values_only=True)


def author_workbook() -> bytes:
    """What people have in their workbooks, and a macro and a pivot table as bytes that nobody understands."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Roadmap"
    sheet.append(["Kennung", "Titel", "Beginn", "Kosten"])
    sheet.append(["2022-01", "WLAN", date(2020, 6, 1), 25000])
    sheet.append(["2022-02", "Bauantrag", "irgendwann", "=SUM(D2:D2)"])
    sheet["A1"].font, sheet["A1"].fill = Font(color="FFFFFFFF", bold=True), PatternFill("solid", fgColor="FF1F4E79")
    sheet["C2"].number_format, sheet["C2"].border = "DD.MM.YYYY", Border(bottom=Side(style="thick"))
    sheet["C2"].font = Font(name="Georgia", size=13, italic=True)
    sheet["C3"].comment, sheet["D2"].comment = Comment("Bitte klären", "Autor"), Comment("Bleibt", "Autor")
    sheet.merge_cells("A6:C7")
    sheet.column_dimensions["B"].width, sheet.row_dimensions[2].height = 40, 30
    sheet.conditional_formatting.add("D2:D3", FormatRule(type="expression", formula=["D2>1"]))
    validation = DataValidation(type="list", formula1='"geplant,laufend"')
    sheet.add_data_validation(validation)
    validation.add("E2:E9")
    sheet.print_title_rows, sheet.freeze_panes, sheet.auto_filter.ref = "1:1", "B2", "A1:D3"
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=4, min_row=1, max_row=3))
    sheet.add_chart(chart, "G2")
    book.create_sheet("Geheim").sheet_state = "hidden"
    book.defined_names["Kosten"] = DefinedName("Kosten", attr_text="Roadmap!$D$2:$D$3")
    buffer = io.BytesIO()
    book.save(buffer)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\x00macro")
        archive.writestr("xl/pivotTables/pivotTable1.xml", b"<pivot/>")
    return buffer.getvalue()


AUTHOR = author_workbook()


def test_parts_that_need_no_change_stay_byte_for_byte() -> None:
    before, after = parts(AUTHOR), parts(annotate(AUTHOR, finding(("C", 3))))

    changed = {name for name, content in before.items() if after[name] != content}

    assert changed == {
        "[Content_Types].xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        "xl/worksheets/sheet1.xml",
        "xl/comments/comment1.xml",
        "xl/drawings/commentsDrawing1.vml",
    }


def test_a_changed_sheet_differs_in_the_style_of_its_cell_alone() -> None:
    before, after = (
        parts(content)["xl/worksheets/sheet1.xml"] for content in (AUTHOR, annotate(AUTHOR, finding(("B", 2))))
    )

    head, tail = after.split(b'<c s="', 1)

    assert before == head + b"<c" + tail.split(b'"', 1)[1]


def test_what_the_author_set_up_is_still_there() -> None:
    book = opened(annotate(AUTHOR, finding(("C", 3))))
    sheet = book["Roadmap"]

    assert sheet["D3"].value == "=SUM(D2:D2)"
    assert sheet.column_dimensions["B"].width == 40
    assert (sheet.print_title_rows, sheet.freeze_panes, sheet.auto_filter.ref) == ("$1:$1", "B2", "A1:D3")
    assert book.defined_names["Kosten"].attr_text == "Roadmap!$D$2:$D$3"
    assert book["Geheim"].sheet_state == "hidden"
    assert book.active is sheet


def test_a_comment_begins_with_the_severity_and_says_how_to_mend_it() -> None:
    text = comments(annotate(AUTHOR, finding(("B", 2))))["B2"]

    assert text == ("Fehler: Datum nicht lesbar\nKein Datum.\nWas ist zu tun: Schreiben Sie 06/2024.\n— Prüfbericht")


def test_english_is_spoken_on_request() -> None:
    content = annotate(AUTHOR, finding(("B", 2)), language="en")

    assert comments(content)["B2"].startswith("Error: Date cannot be read\nNo date.\n")
    assert next(summary(content, "Report"))[:3] == ("Error", "Roadmap", "B2")


def test_the_gravest_finding_colours_the_cell_and_stands_on_top() -> None:
    content = annotate(
        AUTHOR,
        *(finding(("B", 2), severity=severity) for severity in Severity),
        *(finding(("B", 3), severity=severity) for severity in (Severity.INFO, Severity.WARNING)),
        finding(("A", 3), severity=Severity.INFO),
    )

    sheet = opened(content)["Roadmap"]
    assert [sheet[cell].fill.fgColor.rgb for cell in ("B2", "B3", "A3")] == [RED, AMBER, BLUE]
    assert [line[:8] for line in comments(content)["B3"].split("\n\n")] == ["Warnung:", "Hinweis:"]


def test_number_format_font_and_border_stay_under_the_colour() -> None:
    before, after = (opened(content)["Roadmap"]["C2"] for content in (AUTHOR, annotate(AUTHOR, finding(("C", 2)))))

    assert (after.value, after.number_format) == (before.value, before.number_format)
    assert (repr(after.font), repr(after.border)) == (repr(before.font), repr(before.border))
    assert after.fill.fgColor.rgb == RED


def test_white_text_turns_dark_on_the_pale_fill() -> None:
    font = opened(annotate(AUTHOR, finding(("A", 1))))["Roadmap"]["A1"].font

    assert (font.color.rgb, font.bold) == ("FF1B1B1B", True)


def test_an_authors_comment_stays_with_ours_beneath_it() -> None:
    texts = comments(annotate(AUTHOR, finding(("C", 3))))

    author, ours = texts["C3"].split("\n\n────────────────────────\n")
    assert (author, ours.split(":")[0], texts["D2"]) == ("Bitte klären", "Fehler", "Bleibt")


def test_a_finding_within_a_merged_range_is_shown_at_its_first_cell() -> None:
    content = annotate(AUTHOR, finding(("B", 7)))

    assert set(comments(content)) == {"C3", "D2", "A6"}


def test_a_finding_about_a_row_marks_its_first_cell() -> None:
    assert "A3" in comments(annotate(AUTHOR, finding((None, 3))))


def test_findings_about_a_column_or_the_file_stand_in_the_summary_alone() -> None:
    content = annotate(AUTHOR, finding(("B", None)), finding((None, None), sheet=None))

    assert set(comments(content)) == {"C3", "D2"}
    assert [row[1:3] for row in summary(content)][:2] == [(None, "ganze Datei"), ("Roadmap", "Spalte B")]


def test_the_summary_stands_first_with_links_to_cells() -> None:
    book = opened(annotate(AUTHOR, finding(("C", 3))))
    sheet = book.worksheets[0]

    assert sheet.title == "Prüfbericht"
    assert sheet["A1"].value == "Prüfbericht zu roadmap.xlsx"
    assert [sheet[cell].value for cell in ("A3", "B3", "C3")] == ["1 Fehler", "0 Warnungen", "0 Hinweise"]
    assert [cell.value for cell in sheet[9]] == [
        *("Fehler", "Roadmap", "C3", "Beginn", "irgendwann"),
        *("Kein Datum.", "Schreiben Sie 06/2024.", "Datum nicht lesbar"),
    ]
    assert sheet["C9"].hyperlink.location == "'Roadmap'!C3"
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A9", "A8:H9")


def test_a_workbook_without_findings_says_that_all_is_well() -> None:
    content = annotate(AUTHOR)

    assert opened(content)["Prüfbericht"]["A2"].value == "Alles in Ordnung: zur Veröffentlichung bereit"
    assert parts(content)["xl/worksheets/sheet1.xml"] == parts(AUTHOR)["xl/worksheets/sheet1.xml"]


def test_the_summary_makes_way_for_a_sheet_of_its_name() -> None:
    content = annotate_workbook(b"", build_report([]), FILE, Workbook(FILE, (Sheet("PRÜFBERICHT", ()),), "", 0, ""))

    assert opened(content).sheetnames == ["Prüfbericht (2)", "PRÜFBERICHT"]


def test_the_next_report_takes_back_what_is_mended() -> None:
    first = annotate(AUTHOR, finding(("A", 1)), finding(("C", 3)), finding(("B", 20)))

    second = annotate(first, finding(("B", 2)))

    sheet, before = opened(second)["Roadmap"], opened(AUTHOR)["Roadmap"]
    assert {cell: text[:6] for cell, text in comments(second).items()} == {
        "C3": "Bitte ",
        "D2": "Bleibt",
        "B2": "Fehler",
    }
    assert (repr(sheet["A1"].fill), repr(sheet["A1"].font)) == (repr(before["A1"].fill), repr(before["A1"].font))
    assert opened(second).sheetnames == ["Prüfbericht", "Roadmap", "Geheim"]
    assert [row[2] for row in summary(second)][:1] == ["B2"]


def test_the_same_report_twice_changes_nothing_that_can_be_seen() -> None:
    first = annotate(AUTHOR, finding(("C", 3)), finding(("E", 9)))
    second = annotate(first, finding(("C", 3)), finding(("E", 9)))

    assert comments(first) == comments(second)
    assert list(summary(first)) == list(summary(second))


def test_the_same_input_gives_the_same_bytes() -> None:
    assert annotate(AUTHOR, finding(("C", 3))) == annotate(AUTHOR, finding(("C", 3)))


@pytest.mark.parametrize("value", ["=1+1", "+A1", "@SUM(1)", "=cmd|'/c calc'!A1", "a\x00b\ud800", "x" * 40_000])
def test_no_value_becomes_a_formula_or_more_than_excel_holds(value: str) -> None:
    cell = opened(annotate(AUTHOR, finding(("B", 2), value=value)))["Prüfbericht"]["E8"]

    assert (cell.data_type, len(str(cell.value)) <= 32_767) == ("s", True)


def test_many_findings_at_one_cell_are_told_in_a_moderate_comment() -> None:
    findings = [finding(("B", 2), message=f"{number} " + "Wort " * 500) for number in range(20)]

    text = comments(annotate(AUTHOR, *findings))["B2"]

    assert len(text) < 5_000
    assert "… und 14 weitere, siehe das Blatt „Prüfbericht“" in text


def test_a_file_in_another_format_comes_back_as_an_excel_copy_of_its_values() -> None:
    rows = (Row(1, ("Kennung", "Titel")), Row(2, ("01", "=1+1", 2.5, True, date(2020, 6, 5))))
    workbook = Workbook(FILE, (Sheet("Projekte [2024/25]", rows),), "", 0, "text/csv")
    report = build_report([finding(("B", 2), sheet="Projekte [2024/25]"), finding(("A", 9), sheet=None)])

    content = annotate_workbook(b"Kennung;Titel\n", report, FILE, workbook)

    sheet = opened(content)["Projekte -2024-25-"]
    assert [cell.value for cell in sheet[2]][:4] == ["01", "=1+1", 2.5, True]
    assert (sheet["B2"].data_type, sheet["B2"].number_format, sheet["E2"].is_date) == ("s", "@", True)
    assert set(comments(content, sheet.title)) == {"B2", "A9"}
    assert opened(content)["Prüfbericht"]["A6"].value.startswith("Diese Excel-Arbeitsmappe ist eine Kopie der Werte")


def test_what_is_no_workbook_is_refused_when_there_are_no_cells_to_copy() -> None:
    with pytest.raises(PackageError):
        annotate(b"Kennung;Titel\n")
