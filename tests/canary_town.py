"""The invented town with a canary in each corner of its workbook and of its folder."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.chartsheet import Chartsheet
from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.styles import NamedStyle
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.filters import CustomFilter, CustomFilters, FilterColumn, Filters
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.scenario import InputCells, Scenario, ScenarioList
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from tests.canaries import Canaries, rewrite
from tests.canary_corners import plant_corners

CONTROLS = ("a title", "a description", "the description of the town")
"""What is published, and must be found."""


def plant_everywhere(place: Path, canaries: Canaries) -> None:
    """Plant a canary wherever there is room for one; first those that are published."""
    path = place / "vorhaben.xlsx"
    book = load_workbook(path)
    for plant in (_controls, _cells, _sheets, _beside_cells, _rules, _links, _properties):
        plant(book, canaries)
    book.save(path)
    _plant_parts(path, canaries)
    plant_corners(path, canaries)
    _plant_files(place, canaries)


def _roadmap(book: Workbook) -> Worksheet:
    return book["Vorhaben"]


def _controls(book: Workbook, canaries: Canaries) -> None:
    sheet = _roadmap(book)
    sheet["C7"], sheet["D7"] = f"Fundbüro {canaries.plant(CONTROLS[0])}", f"Suchen. {canaries.plant(CONTROLS[1])}"


def _cells(book: Workbook, canaries: Canaries) -> None:
    sheet, plant = _roadmap(book), canaries.plant
    sheet["A1"], sheet["A2"], sheet["F2"] = (plant(f"above the table, {at}") for at in ("A1", "A2", "F2"))
    sheet["A7"] = plant("a cell of an ignored column")
    sheet["M4"], sheet["M7"] = plant("the title of an ignored column"), plant("another cell of an ignored column")
    sheet["N4"], sheet["N7"] = plant("the title of a hidden column"), plant("a cell of a hidden column")
    sheet.column_dimensions["N"].hidden = True
    sheet["O4"], sheet["O7"] = "Beteiligte", plant("a body in a hidden column that is known")
    sheet.column_dimensions["O"].hidden = True
    sheet["AB3"], sheet["AB80"] = plant("a cell beside the table"), plant("a cell far below the table")
    sheet["B15"], sheet["C15"] = "XX-01", plant("the title in a hidden row")
    sheet["D15"], sheet["J15"] = plant("the description in a hidden row"), plant("the body in a hidden row")
    sheet.row_dimensions[15].hidden = True
    sheet["C14"] = f"Summe {plant('what a row with sums is called')}"
    sheet["A18"], sheet["A19"] = f"Legende: {plant('a legend')}", f"* {plant('a footnote')}"
    sheet["A20"] = f"Stand: 22.11.2026, {plant('a note below the table')}"


def _sheets(book: Workbook, canaries: Canaries) -> None:
    plant = canaries.plant
    for state in ("hidden", "veryHidden"):
        sheet = book.create_sheet(plant(f"the name of a sheet that is {state}"))
        sheet.append(["Vorhaben-ID", "Vorhaben", "Worum geht es?"])
        sheet.append(["ZZ-01", plant(f"a title in a sheet that is {state}"), plant(f"a text in one that is {state}")])
        sheet.sheet_state = state
    other = book.create_sheet(plant("the name of a sheet without a roadmap"))
    for row in (("Raum", plant("a header in a sheet without a roadmap")), ("1.01", plant("a cell of such a sheet"))):
        other.append(row)
    table = Table(displayName=plant("the name of a table").replace("ä", "ae"), ref="A1:B2")
    table.comment = plant("the note at a table")
    other.add_table(table)
    chart = BarChart()
    chart.title = plant("the title of a chart")
    chart.add_data(Reference(other, min_col=2, min_row=1, max_row=2), titles_from_data=True)
    other.add_chart(chart, "D4")
    other.oddFooter.left.text = plant("the footer of a sheet without a roadmap")
    pages = book.create_chartsheet(plant("the name of a sheet with a chart"))
    assert isinstance(pages, Chartsheet)
    pages.add_chart(BarChart())


def _beside_cells(book: Workbook, canaries: Canaries) -> None:
    sheet, plant = _roadmap(book), canaries.plant
    sheet["C8"].comment = Comment(plant("a comment"), plant("the author of a comment"))
    sheet["B15"].comment = Comment(plant("a comment in a hidden row"), "x")
    for part in ("oddHeader", "oddFooter", "firstHeader", "evenFooter"):
        getattr(sheet, part).center.text = plant(f"the {part} of the page")
    sheet.print_title_rows = "4:5"
    style = NamedStyle(plant("the name of a style"))
    style.font.name = plant("the name of a font")
    book.add_named_style(style)
    sheet["J8"].style = style
    sheet["K8"].number_format = f'#,##0.00" {plant("the words of a number format")}"'
    sheet.sheet_properties.codeName = plant("the code name of a sheet").replace("ä", "ae")
    sheet.scenarios = ScenarioList(
        scenario=[
            Scenario(
                name=plant("the name of a scenario"),
                user=plant("the user of a scenario"),
                comment=plant("the comment of a scenario"),
                inputCells=[InputCells(r="K8", val=plant("a value of a scenario"))],
            )
        ]
    )


def _rules(book: Workbook, canaries: Canaries) -> None:
    sheet, plant = _roadmap(book), canaries.plant
    names = {
        "a defined name": DefinedName(plant("a defined name").replace("ä", "ae"), attr_text="Vorhaben!$A$1"),
        "constant": DefinedName("Intern", attr_text=f'"{plant("the value of a defined name")}"', hidden=True),
        "comment": DefinedName("Notiz", attr_text="1", comment=plant("the comment of a defined name")),
    }
    for name in names.values():
        book.defined_names[name.name] = name
    choice = DataValidation("list", formula1=f'"läuft,{plant("an entry of a drop-down list")}"', showErrorMessage=True)
    choice.promptTitle, choice.prompt = plant("the title of a prompt"), plant("a prompt")
    choice.errorTitle, choice.error = plant("the title of a message"), plant("a message")
    choice.add("G7:G13")
    sheet.add_data_validation(choice)
    sheet.conditional_formatting.add("C7:C13", Rule("expression", formula=[f'C7="{plant("the formula of a colour")}"']))
    sheet.conditional_formatting.add(
        "D7:D13", Rule("cellIs", operator="equal", formula=[f'"{plant("the value of a colour")}"'])
    )
    sheet.auto_filter.ref = "A5:L13"
    sheet.auto_filter.filterColumn = [
        FilterColumn(colId=2, hiddenButton=True, filters=Filters(filter=[plant("what a filter lets pass")])),
        FilterColumn(
            colId=3,
            customFilters=CustomFilters(
                customFilter=[CustomFilter("notEqual", plant("what a filter of one's own says"))]
            ),
        ),
    ]


def _links(book: Workbook, canaries: Canaries) -> None:
    sheet, plant = _roadmap(book), canaries.plant
    words = {name: plant(f"the {name} of a link") for name in ("target", "tooltip", "display")}
    sheet["C10"].hyperlink = Hyperlink(
        "C10", target=f"https://intern.example/{words['target']}", tooltip=words["tooltip"], display=words["display"]
    )
    sheet["D10"].hyperlink = Hyperlink("D10", location=f"Vorhaben!{plant('the location of a link')}")
    sheet["A1"].hyperlink = f"mailto:{plant('a mailbox behind a title')}@intern.example"


def _properties(book: Workbook, canaries: Canaries) -> None:
    for name in ("creator", "lastModifiedBy", "title", "subject", "description", "keywords", "category", "identifier"):
        setattr(book.properties, name, canaries.plant(f"the property {name}"))
    for name in ("contentStatus", "version", "language"):
        setattr(book.properties, name, canaries.plant(f"the property {name}"))


# What openpyxl does not write ########################################################################################

_APP = (
    "<Company>{{the company}}</Company><Manager>{{the manager}}</Manager>"
    "<HyperlinkBase>{{the base of links}}</HyperlinkBase></Properties>"
)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_THREADS = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
_DRAWN = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
_PARTS = {
    "docProps/custom.xml": '<Properties><property name="{{the name of a property of its own}}">{{its value}}</property>'
    "</Properties>",
    "xl/threadedComments/threadedComment1.xml": f'<ThreadedComments xmlns="{_THREADS}"><threadedComment ref="D8" '
    'personId="{2}"><text>{{a comment in a thread}}</text></threadedComment></ThreadedComments>',
    "xl/persons/person.xml": f'<personList xmlns="{_THREADS}"><person displayName="{{{{the author of a thread}}}}" '
    'id="{2}" userId="{{the account of an author}}"/></personList>',
    "xl/externalLinks/externalLink1.xml": f'<externalLink xmlns="{_MAIN}"><externalBook><sheetNames><sheetName '
    'val="{{a sheet of another workbook}}"/></sheetNames><sheetDataSet><sheetData><row><cell r="A1" t="str">'
    "<v>{{a value of another workbook}}</v></cell></row></sheetData></sheetDataSet></externalBook></externalLink>",
    "xl/externalLinks/_rels/externalLink1.xml.rels": '<Relationships><Relationship Id="rId1" '
    'TargetMode="External" Target="file:///S:/{{the path of another workbook}}.xlsx"/></Relationships>',
    "xl/pivotCache/pivotCacheDefinition1.xml": f'<pivotCacheDefinition xmlns="{_MAIN}" refreshedBy="'
    '{{who refreshed a pivot}}"><cacheFields><cacheField name="{{a field of a pivot}}"><sharedItems>'
    '<s v="{{a value of a pivot}}"/>'
    "</sharedItems></cacheField></cacheFields></pivotCacheDefinition>",
    "xl/pivotCache/pivotCacheRecords1.xml": "<r><s v='{{a record of a pivot}}'/></r>",
    "xl/drawings/drawing9.xml": f'<xdr:wsDr xmlns:xdr="{_DRAWN}"><xdr:cNvPr name="{{{{the name of a shape}}}}" '
    'descr="{{the alternative text of a picture}}" title="{{the title of a picture}}"/><t>{{a text in a box}}</t>'
    "</xdr:wsDr>",
    "xl/drawings/vmlDrawing9.vml": "<xml>{{a control of a form}}</xml>",
    "customXml/item1.xml": "<intern>{{a part of its own}}</intern>",
    "docProps/label.xml": "<labels>{{a label of secrecy}}</labels>",
    "xl/connections.xml": '<connections><connection name="{{a connection}}"><dbPr connection="{{a database}}" '
    'command="select {{a query}}"/></connection></connections>',
    "xl/revisions/userNames.xml": '<users><userInfo name="{{a user of a shared workbook}}"/></users>',
    "xl/revisions/revisionHeaders.xml": '<headers><header userName="{{who revised}}"/></headers>',
    "xl/revisions/revisionLog1.xml": "<revisions><rcc><oc><t>{{what stood there before}}</t></oc></rcc></revisions>",
    "xl/queryTables/queryTable1.xml": '<queryTable name="{{a table of a query}}"/>',
    "xl/xmlMaps.xml": "<MapInfo>{{a map}}</MapInfo>",
    "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}"><si><t>{{{{a text that no cell has}}}}</t></si></sst>',
    "xl/metadata.xml": "<metadata>{{metadata of cells}}</metadata>",
    "xl/slicers/slicer1.xml": '<slicers><slicer caption="{{the caption of a slicer}}"/></slicers>',
    "notes/{{the name of another part}}.txt": "{{another part}}",
}
_BINARY = {
    "xl/vbaProject.bin": ("a macro", "cp1252"),
    "xl/printerSettings/printerSettings1.bin": ("the settings of a printer", "utf-16-le"),
    "docProps/thumbnail.jpeg": ("the preview of the file", "utf-8"),
    "xl/media/image9.jpeg": ("what a camera noted", "utf-16-be"),
    "xl/embeddings/oleObject1.bin": ("an embedded object", "utf-16-le"),
}


def _plant_parts(path: Path, canaries: Canaries) -> None:
    more = {canaries.fill(name): canaries.fill(text).encode() for name, text in _PARTS.items()}
    for name, (what, encoding) in _BINARY.items():
        more[name] = b"\xff\xd8\xff\x01" + canaries.plant(what).encode(encoding) + b"\0"
    more["xl/embeddings/Mappe.xlsx"] = _small_workbook(canaries.plant("an embedded workbook"))
    edits: dict[str, Callable[[str], str]] = {
        "docProps/app.xml": lambda text: text.replace("</Properties>", canaries.fill(_APP)),
        "xl/worksheets/sheet1.xml": partial(_edit_sheet, canaries),
        "xl/workbook.xml": partial(_edit_book, canaries),
    }
    rewrite(path, edits, more, canaries.plant("the comment of the archive").encode())


def _edit_sheet(canaries: Canaries, text: str) -> str:
    """A formula whose text says more than its value, a text with a sound of its own, and what else a sheet may hold."""
    formula = canaries.fill("IF(1,&quot;Alle Formulare erklärt.&quot;,&quot;{{the formula of a cell}}&quot;)")
    text = _replace(r'<c r="D8".*?</c>', f'<c r="D8" t="str"><f>{formula}</f><v>Alle Formulare erklärt.</v></c>', text)
    rich = canaries.fill('<r><rPr><rFont val="{{the font of a text}}"/></rPr><t>Gießkannen-Karte</t></r>')
    sound = canaries.fill('<rPh sb="0" eb="1"><t>{{the sound of a text}}</t></rPh>')
    text = _replace(r"<t[^>]*>Gie(?:ß|&#223;)kannen-Karte</t>", rich + sound, text)  # as a writer may escape it
    protected = canaries.fill('<protectedRanges><protectedRange name="{{a protected range}}"/></protectedRanges>')
    text = _replace("</sheetData>", f"</sheetData>{protected}", text)
    return _replace(
        "</worksheet>", canaries.fill("<extLst><ext>{{an extension of a sheet}}</ext></extLst></worksheet>"), text
    )


def _replace(pattern: str, by: str, text: str) -> str:
    edited, count = re.subn(pattern, lambda _: by, text, count=1)
    assert count, pattern
    return edited


def _edit_book(canaries: Canaries, text: str) -> str:
    sharing = f'<fileSharing userName="{canaries.plant("who locked the workbook")}"/>'
    text = re.sub(r"<workbookPr", f"{sharing}<workbookPr", text, count=1)
    return text.replace("</workbook>", f"<extLst><ext>{canaries.plant('an extension')}</ext></extLst></workbook>")


def _small_workbook(word: str) -> bytes:
    book, buffer = Workbook(), io.BytesIO()
    book.create_sheet("Blatt")["A1"] = word
    book.save(buffer)
    return buffer.getvalue()


# The folder ##########################################################################################################


def _plant_files(place: Path, canaries: Canaries) -> None:
    plant = canaries.plant
    files = {
        "vorhaben (1).xlsx": _small_workbook(plant("a copy that a browser made")),
        "~$vorhaben.xlsx": plant("who has the workbook open").encode("utf-16-le"),
        "vorhaben.xlsx.bak": plant("a backup").encode(),
        ".vorhaben.xlsx.swp": plant("what an editor keeps").encode(),
        "notizen.txt": plant("a note beside the workbook").encode(),
        f"{plant('the name of a file')}.docx": plant("a letter beside the workbook").encode(),
        f"alt/{plant('the name of a file in a folder')}.xlsx": _small_workbook(plant("a workbook in a folder")),
        "inbox/neu.csv": plant("what was dropped in the inbox").encode("cp1252"),
        ".env": f"CKAN_TOKEN={plant('a token')}".encode(),
    }
    for name, content in files.items():
        (place / name).parent.mkdir(exist_ok=True)
        (place / name).write_bytes(content)
    _plant_settings(place / "dataset.toml", canaries)


def _plant_settings(settings: Path, canaries: Canaries) -> None:
    told = "Erfundene Vorhaben einer erfundenen Stadt."
    text = settings.read_text("utf-8").replace(told, f"{told} {canaries.plant(CONTROLS[2])}")
    ignored = canaries.word("the title of an ignored column")
    text = text.replace('ignore = ["lfd. Nr."]', f'ignore = ["lfd. Nr.", "{ignored}"]')
    text = text.replace('lead = "Zuständig"', canaries.fill('lead = ["Zuständig", "{{another title}}"]'))
    text = text.replace("[columns]\n", '[columns]\npartner = "Beteiligte"\n')
    settings.write_text(text + canaries.fill(_SETTINGS), "utf-8")


_SETTINGS = """
# {{a remark in the settings}}
[privacy]
allowed = ["{{a phrase that looks personal}}"]
role_mailboxes = ["{{a mailbox}}@stadt.example"]

[destinations.ckan]
url = "https://{{the address of a portal}}.example"
organization = "stadt-muster"
"""
