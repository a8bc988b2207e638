"""More corners of an .xlsx than ``canary_town`` has, each with a canary: what Excel and its kin keep beside cells."""

from __future__ import annotations

import base64
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from tests.canaries import Canaries, rewrite

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"


def plant_corners(path: Path, canaries: Canaries) -> None:
    """Plant a canary in what is written by hand here, for no library writes it."""
    parts = {name: canaries.fill(text).encode() for name, text in _PARTS.items()}
    for name, (what, encoding) in _BINARY.items():
        parts[name] = b"\xd0\xcf\x11\xe0\0" + canaries.plant(what).encode(encoding) + b"\0"
    parts["xl/media/image8.png"] = _picture(canaries)
    parts["xl/media/image7.emf"] = b"\x01\0\0\0" + canaries.plant("the description of a drawing").encode("utf-16-le")
    parts["customXml/item9.xml"] = _mashup(canaries.plant("a query with its password"))
    edits: dict[str, Callable[[str], str]] = {
        "xl/worksheets/sheet1.xml": partial(_edit_sheet, canaries),
        "xl/workbook.xml": partial(_edit_book, canaries),
        "xl/styles.xml": partial(_edit_styles, canaries),
        "[Content_Types].xml": lambda text: text.replace(
            "</Types>",
            canaries.fill(
                '<Override PartName="/xl/{{the name of a part that is missing}}" ContentType="a/b"/></Types>'
            ),
        ),
        "docProps/core.xml": lambda text: _replace(
            "</cp:coreProperties>", canaries.fill("<!-- {{a remark in the properties}} --></cp:coreProperties>"), text
        ),
    }
    rewrite(path, edits, parts, None)


def _edit_sheet(canaries: Canaries, text: str) -> str:
    """Cells that nobody sees, though neither their row nor their column is hidden, and what stands behind the cells."""
    cells = canaries.fill(
        '<row r="60" ht="0" customHeight="1"><c r="AC60" t="inlineStr"><is>'
        "<t>{{a cell of a row without height}}</t></is></c>"
        '</row><row r="61" hidden="1" outlineLevel="1"><c r="AC61" t="inlineStr"><is>'
        "<t>{{a cell of a group that is folded}}"
        '</t></is></c></row><row r="62"><c r="AC62" t="inlineStr"><is><r><rPr><color rgb="FFFFFFFF"/></rPr><t>'
        "{{white on white}}</t></r></is></c>"
        '<c r="AD62" t="str"><f>&quot;{{a formula far away}}&quot;</f><v>{{a value that a formula had}}</v></c></row>'
    )
    text = _replace("</sheetData>", f"{cells}</sheetData>", text)
    text = _replace("<sheetData>", canaries.fill("<!-- {{a remark in a sheet}} --><sheetData>"), text)
    return _replace("</worksheet>", canaries.fill(_BEHIND_CELLS), text)


_BEHIND_CELLS = (
    '<dataConsolidate><dataRefs><dataRef ref="A1" name="{{what is consolidated}}"/></dataRefs></dataConsolidate>'
    '<customSheetViews><customSheetView guid="{1}" state="hidden"><headerFooter><oddHeader>{{the header of a view}}'
    "</oddHeader></headerFooter></customSheetView></customSheetViews>"
    '<customProperties><customPr name="{{a property of a sheet}}"/></customProperties>'
    '<oleObjects><oleObject progId="{{the program of an object}}" link="{{the link of an object}}"/></oleObjects>'
    '<controls><control name="{{the name of a control}}"/></controls>'
    '<webPublishItems><webPublishItem divId="{{the part of a page}}" destinationFile="{{where a page is saved}}" '
    'title="{{the title of a page}}"/></webPublishItems>'
    '<smartTags><cellSmartTags r="C7"><cellSmartTag><cellSmartTagPr key="x" val="{{a smart tag}}"/></cellSmartTag>'
    "</cellSmartTags></smartTags>"
    '<extLst><ext uri="{3}"><formula1>"{{an entry of a newer list}}"</formula1><sparkline>{{a small chart}}</sparkline>'
    "<cfRule>{{a newer colour}}</cfRule></ext></extLst></worksheet>"
)


def _edit_book(canaries: Canaries, text: str) -> str:
    behind = canaries.fill(
        '<webPublishing title="{{the title of a site}}"/><functionGroups>'
        '<functionGroup name="{{a group of functions}}"/>'
        '</functionGroups><customWorkbookViews><customWorkbookView name="{{the view of a person}}"/>'
        "</customWorkbookViews>"
        '<smartTagTypes><smartTagType namespaceUri="x" name="{{a type of smart tag}}"/></smartTagTypes>'
        '<absPath url="C:\\Users\\{{the folder of a person}}\\"/></workbook>'
    )
    text = _replace("<workbookPr", canaries.fill("<!-- {{a remark in the book}} --><workbookPr"), text)
    return _replace("</workbook>", behind, text)


def _edit_styles(canaries: Canaries, text: str) -> str:
    more = canaries.fill(
        '<extLst><ext uri="{4}"><slicerStyle name="{{a style of slicers}}"/></ext></extLst></styleSheet>'
    )
    return _replace("</styleSheet>", more, text)


def _replace(old: str, new: str, text: str) -> str:
    assert old in text, old
    head, _, tail = text.partition(old) if old.startswith(("<sheetData", "<workbookPr")) else text.rpartition(old)
    return f"{head}{new}{tail}"


_PARTS: Mapping[str, str] = {
    "xl/externalLinks/externalLink2.xml": f'<externalLink xmlns="{_MAIN}"><externalBook><definedNames><definedName '
    'name="{{a name in another workbook}}" refersTo="{{what a name there means}}"/></definedNames></externalBook>'
    "</externalLink>",
    "xl/externalLinks/externalLink3.xml": f'<externalLink xmlns="{_MAIN}"><ddeLink ddeService="{{{{a service}}}}" '
    'ddeTopic="{{a topic}}"><ddeItems><ddeItem name="{{an item}}"><values><value t="str">'
    "<val>{{a value that came}}</val>"
    "</value></values></ddeItem></ddeItems></ddeLink></externalLink>",
    "xl/externalLinks/externalLink4.xml": f'<externalLink xmlns="{_MAIN}"><oleLink progId="{{{{another program}}}}">'
    '<oleItems><oleItem name="{{an object elsewhere}}"/></oleItems></oleLink></externalLink>',
    "xl/charts/chart9.xml": f'<c:chartSpace xmlns:c="{_CHART}"><c:f>{{{{where a chart comes from}}}}'
    f"</c:f><c:strCache><c:pt>"
    "<c:v>{{a word that a chart keeps}}</c:v></c:pt></c:strCache><c:numCache><c:formatCode>{{a format of a chart}}"
    '</c:formatCode></c:numCache><c:externalData r:id="{{the data of a chart}}"/></c:chartSpace>',
    "xl/drawings/drawing8.xml": "<userShapes><t>{{a text in a chart}}</t></userShapes>",
    "xl/drawings/vmlDrawingHF1.vml": '<xml><v:imagedata o:title="{{a picture in the header}}"/></xml>',
    "xl/diagrams/data1.xml": "<dataModel><t>{{a word in a diagram}}</t></dataModel>",
    "xl/ctrlProps/ctrlProp1.xml": '<formControlPr macro="{{the macro of a button}}"/>',
    "xl/activeX/activeX1.xml": "<ocx>{{the value of a field}}</ocx>",
    "xl/pivotTables/pivotTable1.xml": '<pivotTableDefinition name="{{the name of a pivot}}"'
    ' dataCaption="{{its caption}}"/>',
    "xl/slicerCaches/slicerCache1.xml": '<slicerCacheDefinition sourceName="{{what a slicer filters}}"/>',
    "xl/timelineCaches/timelineCache1.xml": '<timelineCacheDefinition name="{{a line of time}}"/>',
    "xl/webextensions/webextension1.xml": '<webextension><property value="{{what an add-in keeps}}"/></webextension>',
    "xl/namedSheetViews/namedSheetView1.xml": '<namedSheetView name="{{a view that was saved}}"/>',
    "xl/richData/rdrichvalue.xml": "<rvData><v>{{a value with a card}}</v></rvData>",
    "xl/volatileDependencies.xml": '<volTypes><topic><tr r="A1"/><stp>{{a topic of a server}}</stp></topic></volTypes>',
    "xl/customData/itemProps1.xml": "<datastoreItem>{{data of a program}}</datastoreItem>",
    "xl/macrosheets/sheet1.xml": "<macrosheet>{{an old macro}}</macrosheet>",
    "xl/dialogsheets/sheet1.xml": "<dialogsheet>{{an old dialogue}}</dialogsheet>",
    "_xmlsignatures/sig1.xml": "<Signature><SignatureComments>{{why somebody signed}}</SignatureComments></Signature>",
    "xl/tables/table9.xml": f'<table xmlns="{_MAIN}" displayName="T9"><tableColumns>'
    f'<tableColumn name="{{{{a column of a '
    'table}}}}" totalsRowLabel="{{the sums of a table}}"/></tableColumns></table>',
    "customXml/itemProps1.xml": '<datastoreItem><schemaRef uri="{{the schema of a part}}"/></datastoreItem>',
    "customUI/customUI.xml": '<customUI><button label="{{a button of its own}}"/></customUI>',
    "xl/connections2.xml": '<connection name="x">'
    '<dbPr connection="Provider=x;User ID=town;Password={{the password of a '
    'database}}"/><webPr url="https://intern.example/{{the address of a query}}"/>'
    '<olapPr localConnection="{{a cube}}"/>'
    "</connection>",
}
_BINARY = {
    "xl/vbaProjectSignature.bin": ("the signature of a macro", "utf-16-le"),
    "xl/attachedToolbars.bin": ("a bar of tools", "cp1252"),
    "xl/activeX/activeX1.bin": ("the words of a field", "utf-16-le"),
    "xl/model/item.data": ("a model of data", "utf-16-le"),
    "xl/embeddings/Microsoft_Word.docx": ("an embedded letter", "utf-8"),
    "[trash]/0000.dat": ("what was thrown away", "utf-8"),
}


def _picture(canaries: Canaries) -> bytes:
    """A picture with words in it, plain and packed, and behind its end."""
    words = b"Comment\0\0" + zlib.compress(canaries.plant("the packed words of a picture").encode())
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)),
        (b"tEXt", b"Author\0" + canaries.plant("who made a picture").encode("cp1252")),
        (b"zTXt", words),
        (b"IDAT", zlib.compress(b"\0\0")),
        (b"IEND", b""),
    )
    made = b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + made + canaries.plant("what hangs behind a picture").encode("utf-16-le")


def _mashup(word: str) -> bytes:
    """Power Query keeps its formulas in an archive, in base64, in a part of its own."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Formulas/Section1.m", f'shared x = Sql.Database("server", "{word}");' + " " * 300)
    packed = base64.b64encode(b"\0\0\0\0" + struct.pack("<I", buffer.tell()) + buffer.getvalue()).decode()
    assert not re.search("rie", packed)
    return f"<DataMashup>{packed}</DataMashup>".encode()
