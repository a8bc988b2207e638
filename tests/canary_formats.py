"""Workbooks of other programs with a canary in each corner: an .ods, an .xls and a .csv, one good project in each."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path

import xlwt
from xlwt.CompoundDoc import XlsDoc

from tests.canaries import Canaries

SHOWN = ("the title in an .ods", "the title in an .xls", "the title in a .csv")
"""What is published, and must be found."""
_TITLES = ("Vorhaben-ID", "Vorhaben", "Worum geht es?", "Bereich(e)", "Leitsatz", "Umsetzung", "Zeit von", "Zuständig")
_DETAILS = ("Für alle da.", "Service", "A", "läuft", "2025", "Hauptamt")


def _row(key: str, title: str) -> tuple[str, ...]:
    return (key, title, *_DETAILS)


# OpenDocument ########################################################################################################

_SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        **{name: name for name in ("office", "style", "table", "text", "meta", "config", "form", "manifest", "script")},
        "draw": "drawing",
        "svg": "svg-compatible",
    }.items()
)
_SPACES += ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'
_SPACES += ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'


def plant_ods(path: Path, canaries: Canaries) -> None:
    """What LibreOffice keeps in a workbook besides its cells."""
    shown = escape(f"Ferienpass {canaries.plant(SHOWN[0])}")
    rows = "".join((_ods_row(*_TITLES), _ods_row(*_row("OD-01", shown)), canaries.fill(_ODS_ROWS)))
    tables = f'<table:table table:name="Vorhaben">{canaries.fill(_ODS_BEFORE)}{rows}</table:table>'
    body = canaries.fill(_ODS_TRACKED) + tables + canaries.fill(_ODS_OTHERS)
    hidden = '<style:table-properties table:display="false"/>'
    styles = f'<style:style style:name="ta2" style:family="table">{hidden}</style:style>'
    content = f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>{body}"
    parts = {
        "content.xml": f"<office:document-content {_SPACES}>{content}</office:spreadsheet>"
        f"</office:body></office:document-content>",
        "styles.xml": f"<office:document-styles {_SPACES}>{canaries.fill(_ODS_STYLES)}</office:document-styles>",
        "meta.xml": f"<office:document-meta {_SPACES}><office:meta>{canaries.fill(_ODS_META)}"
        f"</office:meta></office:document-meta>",
        "settings.xml": f"<office:document-settings {_SPACES}><office:settings>{canaries.fill(_ODS_SETTINGS)}"
        "</office:settings></office:document-settings>",
        "Basic/Standard/Module1.xml": canaries.fill("<module>{{a macro of an .ods}}</module>"),
        "Object 1/content.xml": canaries.fill("<chart>{{a chart of an .ods}}</chart>"),
        "Configurations2/toolbar/x.xml": canaries.fill("<bar>{{a bar of tools of an .ods}}</bar>"),
        "META-INF/documentsignatures.xml": canaries.fill("<Signature>{{who signed an .ods}}</Signature>"),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        for name, text in parts.items():
            archive.writestr(name, text)
        archive.writestr("ObjectReplacements/Object 1", canaries.plant("the picture of a chart").encode("utf-16-le"))
        archive.writestr("Thumbnails/thumbnail.png", canaries.plant("the preview of an .ods").encode())
        archive.writestr("META-INF/manifest.xml", _manifest(parts))


def _manifest(parts: Mapping[str, str]) -> str:
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml"/>' for name in parts
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    first = f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
    return f"<manifest:manifest {_SPACES}>{first}{entries}</manifest:manifest>"


def _ods_row(*cells: str) -> str:
    written = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in cells
    )
    return f"<table:table-row>{written}</table:table-row>"


def _ods_cell(text: str) -> str:
    return f'<table:table-cell office:value-type="string">{text}</table:table-cell>'


_ODS_BEFORE = (
    "<office:forms><form:form><form:text form:label='{{the label of a control in an .ods}}'/>"
    "</form:form></office:forms>"
    '<table:shapes><draw:frame draw:name="{{the name of a shape in an .ods}}">'
    "<svg:title>{{the title of one}}</svg:title>"
    "<svg:desc>{{what it shows}}</svg:desc><draw:text-box><text:p>{{a text box in an .ods}}</text:p></draw:text-box>"
    "</draw:frame></table:shapes>"
)
_ODS_NOTED = (
    "<office:annotation><dc:creator>{{the author of a note in an .ods}}</dc:creator><text:p>{{a note in an .ods}}"
    "</text:p></office:annotation><text:p>{{a cell far beside}}</text:p>"
)
_ODS_ROWS = (
    f'<table:table-row table:visibility="collapse">{_ods_cell("<text:p>OD-02</text:p>")}'
    f"{_ods_cell('<text:p>{{a title in a hidden row of an .ods}}</text:p>')}</table:table-row>"
    f'<table:table-row table:visibility="filter">{_ods_cell("<text:p>OD-03</text:p>")}'
    f"{_ods_cell('<text:p>{{a title in a filtered row of an .ods}}</text:p>')}</table:table-row>"
    "<table:table-row/>"
    f'<table:table-row><table:table-cell table:number-columns-repeated="20"/>'
    f"{_ods_cell(_ODS_NOTED)}"
    "</table:table-row>"
)
_ODS_TRACKED = (
    "<table:tracked-changes><table:cell-content-change table:id='ct1'><office:change-info><dc:creator>"
    "{{who changed an .ods}}</dc:creator><text:p>{{why it was changed}}</text:p></office:change-info><table:previous>"
    "<table:change-track-table-cell office:value-type='string'><text:p>{{what stood in an .ods before}}</text:p>"
    "</table:change-track-table-cell></table:previous></table:cell-content-change></table:tracked-changes>"
    "<table:content-validations>"
    "<table:content-validation table:name='val1' table:condition='of:cell-content-is-in-list("
    '"{{an entry of a list in an .ods}}")\'><table:help-message table:title="x"><text:p>{{the help of a list}}</text:p>'
    "</table:help-message></table:content-validation></table:content-validations>"
)
_ODS_OTHERS = (
    f"<table:table table:name='{{{{a hidden sheet of an .ods}}}}' table:style-name='ta2'><table:table-row>"
    f"{_ods_cell('<text:p>{{a cell of a hidden sheet of an .ods}}</text:p>')}</table:table-row></table:table>"
    "<table:table table:name=\"'file:///S:/{{the path of another .ods}}.ods'#$Blatt\"><table:table-source "
    f"xlink:href='x'/><table:table-row>{_ods_cell('<text:p>{{a value of another .ods}}</text:p>')}</table:table-row>"
    "</table:table><table:named-expressions><table:named-expression table:name='x' table:expression='"
    '"{{a name in an .ods}}"\'/></table:named-expressions><table:database-ranges><table:database-range '
    "table:name='{{a range with a database}}' table:target-range-address='A1:A1'><table:database-source-sql "
    "table:database-name='x' table:sql-statement='{{a query in an .ods}}'/></table:database-range>"
    "</table:database-ranges><table:dde-links><table:dde-link><office:dde-source office:dde-topic="
    "'{{a link of an .ods}}'/></table:dde-link></table:dde-links>"
)
_ODS_STYLES = (
    "<office:styles><style:style style:name='x' style:display-name='{{the name of a style in an .ods}}' "
    "style:family='table-cell'/></office:styles><office:master-styles><style:master-page style:name='Default'>"
    "<style:header><text:p>{{the header of an .ods}}</text:p></style:header><style:footer>"
    "<text:p>{{the footer of an .ods}}"
    "</text:p></style:footer></style:master-page></office:master-styles>"
)
_ODS_META = (
    "<meta:initial-creator>{{who began an .ods}}</meta:initial-creator><dc:creator>{{who wrote an .ods}}</dc:creator>"
    "<meta:printed-by>{{who printed an .ods}}</meta:printed-by><dc:title>{{the title of an .ods}}</dc:title>"
    "<dc:subject>{{the subject of an .ods}}</dc:subject><meta:keyword>{{a keyword of an .ods}}</meta:keyword>"
    "<dc:description>{{what an .ods is}}</dc:description><meta:template xlink:href='file:///H:/{{its template}}.ots'/>"
    "<meta:user-defined meta:name='x'>{{what a user defined}}</meta:user-defined>"
)
_ODS_SETTINGS = (
    "<config:config-item config:name='PrinterName'>{{the printer of an .ods}}</config:config-item>"
    "<config:config-item config:name='CurrentDatabaseDataSource'>{{the source of an .ods}}</config:config-item>"
)


# Excel 97 ############################################################################################################

_XLS_RECORDS: Mapping[int, Callable[[str], bytes]] = {
    0x005B: lambda word: b"\0\0\0\0" + len(word).to_bytes(2, "little") + b"\1" + word.encode("utf-16-le"),
    0x01BA: lambda word: len(word).to_bytes(2, "little") + b"\1" + word.encode("utf-16-le"),
    0x01AE: lambda word: b"\1\0" + len(word).to_bytes(2, "little") + b"\1" + word.encode("utf-16-le"),
}
"""Who locked it, what macros call it, and another workbook: records that xlwt does not write."""
_END = b"\x0a\0\0\0"


def plant_xls(path: Path, canaries: Canaries) -> None:
    """What an old Excel keeps in a workbook besides its cells."""
    plant, book = canaries.plant, xlwt.Workbook()
    sheet = book.add_sheet("Vorhaben")
    for number, row in enumerate((_TITLES, _row("XL-01", f"Eisbahn {plant(SHOWN[1])}"))):
        for at, value in enumerate(row):
            sheet.write(number, at, value)
    for at, value in enumerate(_row("XL-02", plant("a title in a hidden row of an .xls"))):
        sheet.write(2, at, value)
    sheet.row(2).hidden = True
    sheet.write(0, 9, plant("the title of a hidden column of an .xls"))
    sheet.write(1, 9, plant("a cell in a hidden column of an .xls"))
    sheet.col(9).hidden = True
    for what in ("header", "footer"):
        setattr(sheet, f"{what}_str", plant(f"the {what} of an .xls").replace("ä", "ae").encode())
    for visibility in (1, 2):
        other = book.add_sheet(plant(f"the name of a sheet of an .xls, hidden {visibility} times"))
        other.write(0, 0, plant(f"a cell of a sheet that is hidden {visibility} times"))
        other.visibility = visibility
    book.owner = plant("who wrote an .xls").replace("ä", "ae")
    records = book.get_biff_data()
    end = len(records) - len(_END)  # farther in front, they would move what others point to
    words = (plant("who locked an .xls"), plant("what macros call an .xls"), plant("a workbook behind an .xls"))
    more = b"".join(_record(kind, make(word)) for (kind, make), word in zip(_XLS_RECORDS.items(), words, strict=True))
    XlsDoc().save(str(path), records[:end] + more + records[end:])
    with path.open("ab") as file:
        file.write(plant("what hangs behind an .xls").encode("utf-16-le"))


def _record(kind: int, body: bytes) -> bytes:
    return kind.to_bytes(2, "little") + len(body).to_bytes(2, "little") + body


def plant_csv(path: Path, canaries: Canaries) -> None:
    """A text has no corners but what stands above and beside the table."""
    plant = canaries.plant
    titles = (*_TITLES, plant("the title of an ignored column of a .csv"))
    row = (*_row("CS-01", f"Radweg {plant(SHOWN[2])}"), plant("a cell of an ignored column of a .csv"))
    path.write_bytes("\r\n".join(";".join(cells) for cells in (titles, row)).encode("cp1252"))
