"""Texts and number formats of .ods, written by any program, as its author sees them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest

from pipeline.model.workbook import CellFault, Sheet, Value
from tests.reading_cases import edit_part, read_here, small_ods

_SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office",
        "style": "style",
        "table": "table",
        "text": "text",
        "number": "datastyle",
        "draw": "drawing",
    }.items()
)


def ods_of(path: Path, rows: str, *, styles: str = "", common: str = "", columns: str = "") -> Path:
    """An .ods with a single sheet, its content written by hand."""
    content = (
        f"<office:document-content {_SPACES}><office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f'<office:spreadsheet><table:table table:name="Roadmap">{columns}{rows}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    shared = f"<office:document-styles {_SPACES}><office:styles>{common}</office:styles></office:document-styles>"
    small_ods(path.parent).rename(path)
    edit_part(path, "content.xml", lambda _: content.encode())
    return edit_part(path, "styles.xml", lambda _: shared.encode())


def cell(text: str = "", kind: str = "string", style: str = "", **attributes: str) -> str:
    told = "".join(f' office:{name.replace("_", "-")}="{value}"' for name, value in attributes.items())
    styled = f' table:style-name="{style}"' if style else ""
    return f'<table:table-cell office:value-type="{kind}"{told}{styled}><text:p>{text}</text:p></table:table-cell>'


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row{attributes}>{''.join(cells)}</table:table-row>"


def values_of(sheet: Sheet) -> list[tuple[Value, ...]]:
    return [row.values for row in sheet.rows]


def formats_of(sheet: Sheet) -> list[dict[int, str]]:
    return [dict(row.formats) for row in sheet.rows]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("<text:p>zwei</text:p><text:p>Zeilen</text:p>", "zwei\nZeilen"),
        ("<text:p>eins</text:p><text:p/><text:p>drei</text:p>", "eins\n\ndrei"),
        ("<text:p>a<text:line-break/>b</text:p>", "a\nb"),
        ("<text:p>a<text:tab/>b</text:p>", "a\tb"),
        ("<text:p>a<text:s/>b</text:p>", "a b"),
        ('<text:p>a <text:s text:c="2"/>b</text:p>', "a   b"),
        ("<text:p><text:span>Pe</text:span><text:span>gel</text:span> am Bach</text:p>", "Pegel am Bach"),
        ('<text:p>Siehe <text:a href="x">dort</text:a>.</text:p>', "Siehe dort."),
        ("<text:p><text:span>a</text:span> <text:span>b</text:span></text:p>", "a b"),
        ("<text:p>\n      ein\n      Satz\n    </text:p>", "ein Satz"),
        ("\n  <text:p>eins</text:p>\n  <text:p>zwei</text:p>\n", "eins\nzwei"),
        ("<text:p>a<text:note><text:note-body><text:p>Fußnote</text:p></text:note-body></text:note>b</text:p>", "ab"),
        ("<office:annotation><text:p>Notiz</text:p></office:annotation><text:p>Portal</text:p>", "Portal"),
        (
            "<text:p>Portal</text:p><draw:frame><draw:text-box><text:p>Bild</text:p></draw:text-box></draw:frame>",
            "Portal",
        ),
        (
            "<text:p><text:ruby><text:ruby-base>Wort</text:ruby-base><text:ruby-text>vort</text:ruby-text></text:ruby>"
            "</text:p>",
            "Wort",
        ),
        ("<text:p>Ende </text:p>", "Ende "),
    ],
)
def test_a_text_has_the_lines_and_blanks_that_its_cell_shows(tmp_path: Path, content: str, text: str) -> None:
    told = f'<table:table-cell office:value-type="string">{content}</table:table-cell>'

    (sheet,) = read_here(ods_of(tmp_path / "text.ods", row(told, cell("Ende"))))

    assert values_of(sheet) == [(text, "Ende")]


def test_a_text_whose_cell_does_not_say_that_it_is_one_is_none_the_less(tmp_path: Path) -> None:
    bare = "<table:table-cell><text:p>Kennung</text:p></table:table-cell>"
    computed = '<table:table-cell table:formula="of:=[.A1]"><text:p>Kennung</text:p></table:table-cell>'
    never = '<table:table-cell table:formula="of:=[.A1]"/>'

    (sheet,) = read_here(ods_of(tmp_path / "bare.ods", row(bare, "<table:table-cell/>", computed, never)))

    assert values_of(sheet) == [("Kennung", "", "Kennung", CellFault("formula", "=A1"))]


def test_an_ods_may_be_indented_and_commented(tmp_path: Path) -> None:
    path = ods_of(tmp_path / "indented.ods", row(cell("A"), cell("a b")) + row(cell("7", "float", value="7")))
    names = (
        '<table:named-expressions><table:named-range table:name="x" table:cell-range-address="$Roadmap.$A$1"/>'
        "</table:named-expressions></office:spreadsheet>"
    )

    def indent(xml: bytes) -> bytes:
        named = xml.replace(b"</office:spreadsheet>", names.encode())
        return named.replace(b"><", b">\n    <").replace(b"<table:table-row>", b"<table:table-row><!-- Zeile -->\n")

    (sheet,) = read_here(edit_part(path, "content.xml", indent))

    assert values_of(sheet) == [("A", "a b"), (7,)]


NUMBER = '<number:number number:min-integer-digits="{}"{}/>'
DECIMALS = ' number:decimal-places="2" number:min-decimal-places="2" number:grouping="true"'

DATA_STYLES: Mapping[str, tuple[str, str]] = {
    "000": ("number", NUMBER.format(3, "")),
    "00000": ("number", NUMBER.format(5, "")),
    '"HF "0': ("number", "<number:text>HF </number:text>" + NUMBER.format(1, "")),
    '#,##0," T€"': (
        "number",
        NUMBER.format(1, ' number:grouping="true" number:display-factor="1000"') + "<number:text> T€</number:text>",
    ),
    '0.0,," Mio."': (
        "number",
        NUMBER.format(1, ' number:decimal-places="1" number:display-factor="1000000"')
        + "<number:text> Mio.</number:text>",
    ),
    "#,##0.00 [$€]": (
        "currency",
        NUMBER.format(1, DECIMALS) + "<number:text> </number:text><number:currency-symbol>€</number:currency-symbol>",
    ),
    "0%": ("percentage", NUMBER.format(1, "") + "<number:text>%</number:text>"),
    "0.00E+00": (
        "number",
        '<number:scientific-number number:min-integer-digits="1" number:decimal-places="2" '
        'number:min-exponent-digits="2"/>',
    ),
    "# ?/?": ("number", '<number:fraction number:min-numerator-digits="1" number:min-denominator-digits="1"/>'),
    '0"-"000': (
        "number",
        '<number:number number:min-integer-digits="4"><number:embedded-text number:position="3">-'
        "</number:embedded-text></number:number>",
    ),
}

DATE_STYLES: Mapping[str, str] = {
    "mmm yy": '<number:month number:textual="true"/><number:text> </number:text><number:year/>',
    "mmmm yyyy": '<number:month number:style="long" number:textual="true"/><number:text> </number:text>'
    '<number:year number:style="long"/>',
    "mm/yyyy": '<number:month number:style="long"/><number:text>/</number:text><number:year number:style="long"/>',
    "yyyy": '<number:year number:style="long"/>',
    'Q". Quartal "yyyy': '<number:quarter/><number:text>. Quartal </number:text><number:year number:style="long"/>',
    "dddd": '<number:day-of-week number:style="long"/>',
}

FULL_DATE = (
    '<number:date-style style:name="N1"><number:day number:style="long"/><number:text>.</number:text>'
    '<number:month number:style="long"/><number:text>.</number:text><number:year number:style="long"/>'
    "</number:date-style>"
)
STYLED = '<style:style style:name="ce1" style:family="table-cell" style:data-style-name="N1"/>'


@pytest.mark.parametrize(("code", "style"), DATA_STYLES.items(), ids=DATA_STYLES)
def test_the_style_of_a_number_is_told_as_excel_would_write_it(
    tmp_path: Path, code: str, style: tuple[str, str]
) -> None:
    kind, parts = style
    styles = f'<number:{kind}-style style:name="N1">{parts}</number:{kind}-style>{STYLED}'

    (sheet,) = read_here(ods_of(tmp_path / "number.ods", row(cell("?", "float", "ce1", value="7")), styles=styles))

    assert values_of(sheet) == [(7,)]
    assert formats_of(sheet) == [{1: code}]


@pytest.mark.parametrize(("code", "parts"), DATE_STYLES.items(), ids=DATE_STYLES)
def test_the_style_of_a_date_is_told_as_excel_would_write_it(tmp_path: Path, code: str, parts: str) -> None:
    styles = f'<number:date-style style:name="N1">{parts}</number:date-style>{STYLED}'
    told = cell("?", "date", "ce1", date_value="2026-06-01")

    (sheet,) = read_here(ods_of(tmp_path / "date.ods", row(told), styles=styles))

    assert values_of(sheet) == [(date(2026, 6, 1),)]
    assert formats_of(sheet) == [{1: code}]


def test_a_style_that_shows_the_value_as_it_is_tells_nothing(tmp_path: Path) -> None:
    plain = f'<number:number-style style:name="N2">{NUMBER.format(1, DECIMALS)}</number:number-style>'
    second = '<style:style style:name="ce2" style:family="table-cell" style:data-style-name="N2"/>'
    told = row(
        cell("01.06.2026", "date", "ce1", date_value="2026-06-01"),
        cell("7,00", "float", "ce2", value="7"),
        cell("16.07.1905", "date", "ce1", date_value="1905-07-16"),
    )

    (sheet,) = read_here(ods_of(tmp_path / "plain.ods", told, styles=FULL_DATE + plain + STYLED + second))

    assert formats_of(sheet) == [{3: "dd.mm.yyyy"}]


def test_sections_of_a_style_are_told_in_the_order_of_excel(tmp_path: Path) -> None:
    positive, negative = NUMBER.format(1, ""), f"<number:text>-</number:text>{NUMBER.format(1, '')}"
    styles = (
        f'<number:number-style style:name="N1P0">{positive}<number:text> T€</number:text></number:number-style>'
        f'<number:number-style style:name="N1">{negative}<number:text> T€</number:text>'
        f'<style:map style:condition="value()&gt;=0" style:apply-style-name="N1P0"/></number:number-style>{STYLED}'
    )

    (sheet,) = read_here(ods_of(tmp_path / "sections.ods", row(cell("7 T€", "float", "ce1", value="7")), styles=styles))

    assert formats_of(sheet) == [{1: '0" T€";-0" T€"'}]


def test_a_cell_takes_the_style_of_its_row_or_column_or_a_common_one(tmp_path: Path) -> None:
    common = (
        f'<number:number-style style:name="N1">{NUMBER.format(3, "")}</number:number-style>'
        f'<number:number-style style:name="N2">{NUMBER.format(4, "")}</number:number-style>'
        '<style:style style:name="Nummer" style:family="table-cell" style:data-style-name="N1"/>'
    )
    styles = (
        '<style:style style:name="ce1" style:family="table-cell" style:parent-style-name="Nummer"/>'
        '<style:style style:name="ce2" style:family="table-cell" style:data-style-name="N2"/>'
    )
    columns = (
        "<table:table-column/>"
        '<table:table-column table:number-columns-repeated="2" table:default-cell-style-name="ce1"/>'
    )
    seven = cell("7", "float", value="7")
    rows = row(seven, seven, seven, seven) + row(seven, seven, attributes=' table:default-cell-style-name="ce2"')

    (sheet,) = read_here(ods_of(tmp_path / "defaults.ods", rows, styles=styles, common=common, columns=columns))

    assert formats_of(sheet) == [{2: "000", 3: "000"}, {1: "0000", 2: "0000"}]


def test_repeated_cells_have_their_format_each(tmp_path: Path) -> None:
    seven = cell("007", "float", value="7").replace(
        "<table:table-cell", '<table:table-cell table:number-columns-repeated="2"'
    )
    rows = row(seven, attributes=' table:number-rows-repeated="2"')

    (sheet,) = read_here(ods_of(tmp_path / "repeated.ods", rows))

    assert formats_of(sheet) == [{1: "000", 2: "000"}] * 2


@pytest.mark.parametrize(
    ("told", "code"),
    [
        (cell("007", "float", value="7"), "000"),
        (cell("HF 3", "float", value="3"), '"HF "General'),
        (cell("50 T€", "float", value="50"), 'General" T€"'),
        (cell("1.234,50", "float", value="1234.5"), None),
        (cell("-7", "float", value="-7"), None),
        (cell("0,5", "float", value="0.5"), None),
        (cell("50 %", "percentage", value="0.5"), "0.00%"),
        (cell("1.000,00 €", "currency", value="1000", currency="EUR"), "#,##0.00\\ [$EUR]"),
        (cell("Jun 26", "date", date_value="2026-06-01"), "mmm yy"),
        (cell("Juni 2026", "date", date_value="2026-06-01"), "mmm yyyy"),
        (cell("06/2026", "date", date_value="2026-06-01"), "mm/yyyy"),
        (cell("2026", "date", date_value="2026-01-01"), "yyyy"),
        (cell("01.06.2026", "date", date_value="2026-06-01"), None),
        (cell("1. Juni 2026", "date", date_value="2026-06-01"), None),
    ],
)
def test_a_cell_without_a_style_is_told_by_what_it_shows(tmp_path: Path, told: str, code: str | None) -> None:
    (sheet,) = read_here(ods_of(tmp_path / "shown.ods", row(told)))

    assert formats_of(sheet) == [{1: code} if code else {}]


def test_the_parts_of_an_indented_ods_that_calamine_does_not_read_are_left_out(tmp_path: Path) -> None:
    path = ods_of(tmp_path / "pictures.ods", row(cell("A")))
    with ZipFile(path, "a") as archive:
        archive.writestr("Pictures/1.png", b"x")
    edit_part(path, "content.xml", lambda xml: xml.replace(b"><", b">\n<"))

    (sheet,) = read_here(path)

    assert values_of(sheet) == [("A",)]


@pytest.mark.parametrize(("text", "truth"), [("TRUE", True), ("WAHR", True), ("FALSE", False), ("FALSCH", False)])
def test_a_number_that_shows_a_truth_is_one(tmp_path: Path, text: str, truth: bool) -> None:
    cells = row(cell(text, "float", value=str(int(truth))), cell(str(int(truth)), "float", value=str(int(truth))))

    (sheet,) = read_here(ods_of(tmp_path / "truth.ods", cells))

    (values,) = values_of(sheet)
    assert values[0] is truth
    assert type(values[1]) is not bool
