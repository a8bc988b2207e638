"""Workbooks as other programs write them: the package under an annotated workbook."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from xml.etree import ElementTree

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.report import Rule, Severity, Text, Tier, ValidationResult, build_report
from pipeline.model.workbook import CellRef
from pipeline.render.reports.annotated import annotate_workbook
from pipeline.render.reports.legible import legible
from pipeline.render.reports.ooxml.boxes import Box, Size, empty_drawing, with_boxes
from pipeline.render.reports.ooxml.comments import Run, comment_texts, empty_comments, with_comments, without_comments
from pipeline.render.reports.ooxml.elements import PackageError, scan
from pipeline.render.reports.ooxml.markup import change
from pipeline.render.reports.ooxml.package import STRICT, TRANSITIONAL
from pipeline.render.reports.ooxml.sheet import Spot, parse_address, read_frame, read_grid, restyle
from tests.examples import try_examples

MAIN, LINKS = TRANSITIONAL
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font><name val="Arial"/></font></fonts>'
    '<fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders>'
    '<cellXfs count="3"><xf fontId="0"/><xf numFmtId="14" fontId="0"/><xf numFmtId="4" fontId="0"/></cellXfs>'
    "</styleSheet>"
)
BOOK = (
    f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets><sheet name="S" sheetId="7" r:id="rId1"/></sheets></workbook>'
)
BUTTON = '<v:shape id="_x0000_s3073"><v:textbox><div>Knopf<br>hier</div></v:textbox></v:shape>'


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return buffer.getvalue()


def workbook(sheet: str | bytes, *, book: str = BOOK, styles: bool = True) -> bytes:
    """The least that is a workbook, around the markup of one sheet."""
    relation = f'<Relationship Id="rId{{}}" Type="{LINKS}/{{}}" Target="{{}}"/>'.format
    head = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    to_sheet = relation(1, "worksheet", "worksheets/sheet1.xml")
    to_styles = relation(2, "styles", "/xl/styles.xml") if styles else ""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{TYPES}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{TYPES}.worksheet+xml"/></Types>',
        "_rels/.rels": head + relation(1, "officeDocument", "xl/workbook.xml") + "</Relationships>",
        "xl/workbook.xml": book,
        "xl/_rels/workbook.xml.rels": f"{head}{to_sheet}{to_styles}</Relationships>",
        "xl/worksheets/sheet1.xml": sheet,
    }
    return packed({**parts, "xl/styles.xml": STYLES} if styles else parts)


def sheet(rows: str, after: str = "", before: str = "") -> str:
    return f'<worksheet xmlns="{MAIN}" xmlns:r="{LINKS}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def annotated(content: bytes, *addresses: str, value: str = "x") -> dict[str, str]:
    """The parts as text after findings at these cells of the sheet S."""
    words = Text(value, value)
    rule = Rule("r", "https://example.org/r", Severity.VIOLATION, Tier.CELLS, words, words, words)
    cells = [re.fullmatch(r"([A-Z]+)(\d+)", address) for address in addresses]
    refs = [CellRef("f", "S", cell.group(1), int(cell.group(2))) for cell in cells if cell]
    report = build_report(ValidationResult(rule, ref, words, words, "", value) for ref in refs)
    annotated_content = annotate_workbook(content, report, "f")
    with zipfile.ZipFile(io.BytesIO(annotated_content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def cells_of(part: str) -> list[tuple[str | None, str | None]]:
    return [(cell.get("r"), cell.get("s")) for cell in ElementTree.fromstring(part).iter(f"{{{MAIN}}}c")]


def test_missing_cells_and_rows_are_made_in_their_places() -> None:
    rows = '<row r="2" spans="2:2"><c r="B2"/></row><row r="5"/><row r="9"><c r="A9"/></row>'
    content = workbook(sheet(rows, before='<dimension ref="A2:B9"/>'))

    part = annotated(content, "A2", "C2", "B5", "C7", "A1", "D11")["xl/worksheets/sheet1.xml"]

    assert [cell for cell, _ in cells_of(part)] == ["A1", "A2", "B2", "C2", "B5", "C7", "A9", "D11"]
    assert re.findall(r'<row r="(\d+)"', part) == ["1", "2", "5", "7", "9", "11"]
    assert '<dimension ref="A1:D11"/>' in part
    assert "spans" not in part


def test_a_sheet_without_a_single_row_takes_findings() -> None:
    part = annotated(workbook(sheet("").replace("<sheetData></sheetData>", "<sheetData/>")), "B2")

    assert [cell for cell, _ in cells_of(part["xl/worksheets/sheet1.xml"])] == ["B2"]


def test_a_new_cell_takes_the_format_of_its_row_or_column() -> None:
    content = workbook(
        sheet('<row r="3" s="2" customFormat="1"/>', before='<cols><col min="2" max="4" style="1"/></cols>')
    )

    parts = annotated(content, "C3", "C4", "F4")

    formats = re.findall(r"<xf[^>]*/>", parts["xl/styles.xml"])
    styles = [formats[int(style or 0)] for _, style in cells_of(parts["xl/worksheets/sheet1.xml"])]
    numbers = [re.findall(r'numFmtId="(\d+)"', style) for style in styles]
    assert numbers == [["4"], ["14"], []]


def test_rows_and_cells_that_leave_out_their_address_are_counted() -> None:
    rows = "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c><c><v>4</v></c></row>"

    part = annotated(workbook(sheet(rows)), "B2", "D2")["xl/worksheets/sheet1.xml"]

    assert re.sub(r' s="\d+"', "!", part) == sheet(
        "<row><c><v>1</v></c><c><v>2</v></c></row>"
        '<row><c><v>3</v></c><c!><v>4</v></c><c r="D2"!/></row>',
        f'<legacyDrawing xmlns:r="{LINKS}" r:id="rId2"/>',
    )  # fmt: skip


def test_prefixed_elements_stay_prefixed() -> None:
    markup = (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1"/></x:row></x:sheetData>'
        "<x:pageMargins/><x:tableParts/></x:worksheet>"
    )

    part = annotated(workbook(markup), "A1", "B1", "A2")["xl/worksheets/sheet1.xml"]

    assert '<x:c r="B1"' in part
    assert '</x:row><x:row r="2"><x:c r="A2"' in part
    assert re.search(r"<x:pageMargins/><x:legacyDrawing [^>]*/><x:tableParts/>", part)


def test_a_shared_formula_and_what_stands_beside_the_rows_stay_as_written() -> None:
    rows = (
        '<row r="1"><c r="A1" cm="1"><f t="shared" ref="A1:A2" si="0">B1&gt;1</f><v>1</v></c></row><!-- <c r="A1"> -->'
    )
    after = '<extLst><ext uri="{1}" xmlns:x14="urn:x"><x14:row><![CDATA[<row r="1">]]></x14:row></ext></extLst>'

    part = annotated(workbook(sheet(rows, after)), "A1")["xl/worksheets/sheet1.xml"]

    without_style = re.sub(r'<c s="\d+"', "<c", part, count=1)
    assert re.sub(r"<legacyDrawing[^>]*/>", "", without_style) == sheet(rows, after)


@pytest.mark.parametrize(
    ("book", "part"),
    [
        (BOOK.replace(f' xmlns:r="{LINKS}"', "").replace("r:id", f'xmlns:r="{LINKS}" r:id'), sheet("")),
        (BOOK.replace(f' xmlns:r="{LINKS}"', "").replace("r:id", f'xmlns:link="{LINKS}" link:id'), sheet("")),
        (BOOK.replace("xmlns:r", "xmlns:rel").replace("r:id", "rel:id"), sheet("")),
        (BOOK.replace(f' xmlns:r="{LINKS}"', ""), sheet("")),
        (BOOK, sheet("", after='<pageSetup r:id="rId9"/>').replace(f' xmlns:r="{LINKS}"', "")),
        (BOOK, sheet("", after=f'<drawing xmlns:r="{LINKS}" r:id="rId9"/>').replace(f' xmlns:r="{LINKS}"', "", 1)),
    ],
)
def test_a_pointer_is_bound_wherever_others_declare_its_prefix(book: str, part: str) -> None:
    parts = annotated(workbook(part, book=book), "B2")

    sheets = ElementTree.fromstring(parts["xl/workbook.xml"]).iter(f"{{{MAIN}}}sheet")
    assert [each.get(f"{{{LINKS}}}id") for each in sheets] == ["rId3", "rId1"]
    assert ElementTree.fromstring(parts["xl/worksheets/sheet1.xml"]).tag == f"{{{MAIN}}}worksheet"


def test_a_workbook_in_strict_ooxml_is_answered_in_strict() -> None:
    content = workbook(sheet('<row r="1"><c r="A1"/></row>'))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    strict = {
        name: part.replace(MAIN, STRICT.main).replace(LINKS, STRICT.relationships) for name, part in parts.items()
    }

    answer = annotated(packed(strict), "A1")

    assert f'xmlns="{STRICT.main}"' in answer["xl/comments1.xml"]
    assert LINKS not in "".join(answer.values())


def test_a_workbook_without_styles_gets_some() -> None:
    content = workbook(sheet('<row r="1"><c r="A1"/></row>'), styles=False)

    book = openpyxl.load_workbook(io.BytesIO(packed(annotated(content, "A1"))))

    assert book["S"]["A1"].fill.fgColor.rgb == "FFFBCFCB"


def test_a_sheet_in_utf16_is_read_and_becomes_utf8() -> None:
    markup = '<?xml version="1.0" encoding="UTF-16"?>' + sheet('<row r="1"><c r="A1" t="str"><v>Maß</v></c></row>')

    assert "Maß" in annotated(workbook(markup.encode("utf-16")), "A1")["xl/worksheets/sheet1.xml"]


def test_indexes_of_sheets_move_with_the_sheet_that_comes_in_front() -> None:
    book = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}">'
        '<bookViews><workbookView activeTab="0" firstSheet="0"/></bookViews>'
        '<sheets><sheet name="S" sheetId="7" r:id="rId1"/></sheets>'
        '<definedNames><definedName name="_xlnm.Print_Area" localSheetId="0">S!$A$1</definedName></definedNames>'
        "</workbook>"
    )

    part = annotated(workbook(sheet(""), book=book))["xl/workbook.xml"]

    assert '<workbookView activeTab="1"/>' in part
    assert '<sheet name="Prüfbericht" sheetId="8" r:id="rId3"/><sheet name="S"' in part
    assert '<definedName name="_xlnm.Print_Area" localSheetId="1">S!$A$1' in part


def test_shapes_that_are_no_xml_and_shapes_of_comments_stay_beside_ours() -> None:
    drawing = empty_drawing(3).decode().replace("</xml>", f"{BUTTON}</xml>").encode()

    boxed = with_boxes(drawing, {Spot(2, 3): Box(Size(300, 80), (3, 9, 1, 2, 5, 0, 6, 0))}).decode()

    assert BUTTON in boxed
    assert 'id="_x0000_s3074"' in boxed
    assert "<x:Row>1</x:Row><x:Column>2</x:Column>" in boxed
    assert "<x:Anchor>3, 9, 1, 2, 5, 0, 6, 0</x:Anchor>" in boxed


def test_more_comments_than_a_block_of_shapes_takes_are_given_further_blocks() -> None:
    box = Box(Size(300, 80), (0,) * 8)

    boxed = with_boxes(empty_drawing(1), {Spot(row, 1): box for row in range(1, 1100)}).decode()

    assert 'data="1,2"' in boxed
    assert len(set(re.findall(r'id="(_x0000_s\d+)"', boxed))) == 1099


def test_what_people_wrote_around_our_comment_outlives_it() -> None:
    part = with_comments(empty_comments(MAIN), {Spot(1, 1): [Run("Fehler: Titel", bold=True), Run("\n— Prüfbericht")]})
    edited = part.replace("Prüfbericht</t>".encode(), "Prüfbericht\nIst erledigt, Gruß</t>".encode())

    left, gone = without_comments(edited)

    assert comment_texts(left) == {Spot(1, 1): "Ist erledigt, Gruß"}
    assert not gone
    assert comment_texts(without_comments(part)[0]) == {}


@pytest.mark.parametrize("markup", ['<!DOCTYPE a [<!ENTITY b "c">]><a/>', "<a><b></a>", "<a>", "", "<a/><b/>"])
def test_a_part_that_makes_no_sense_is_refused(markup: str) -> None:
    with pytest.raises(PackageError):
        scan(markup.encode())


@try_examples(30)
@given(st.text(max_size=80))
def test_a_comment_says_what_it_was_told_in_sound_xml(text: str) -> None:
    part = with_comments(empty_comments(MAIN), {Spot(1, 1): [Run(text)]})

    found = ElementTree.fromstring(part).findtext(f".//{{{MAIN}}}t")

    assert (found or "").replace("_x005F_", "_") == legible(text).replace("_x005F_", "_")


@try_examples(8)
@given(st.text(max_size=40))
def test_no_text_breaks_any_part(text: str) -> None:
    parts = annotated(workbook(sheet('<row r="1"><c r="A1"/></row>')), "A1", value=text)

    for part in parts.values():
        ElementTree.fromstring(part.encode())


@try_examples(30)
@given(
    st.sets(st.tuples(st.integers(1, 12), st.integers(1, 6))), st.sets(st.tuples(st.integers(1, 12), st.integers(1, 6)))
)
def test_cells_stand_in_order_whatever_was_there(present: set[tuple[int, int]], wanted: set[tuple[int, int]]) -> None:
    rows = sorted({row for row, _ in present})
    cells = {
        row: "".join(f'<c r="{Spot(*spot).address}"/>' for spot in sorted(present) if spot[0] == row) for row in rows
    }
    part = sheet("".join(f'<row r="{row}">{cells[row]}</row>' for row in rows)).encode()
    styles = {Spot(*spot): 5 for spot in wanted}

    restyled = change(part, restyle(part, read_frame(part), read_grid(part, {row for row, _ in wanted}), styles))

    found = [(parse_address(cell or ""), style) for cell, style in cells_of(restyled.decode())]
    assert [spot for spot, _ in found] == sorted(present | wanted)
    assert {spot for spot, style in found if style == "5"} == wanted
