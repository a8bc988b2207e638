"""What a document needs and its library has no words for: fields, links, header rows, words for pictures and tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shape import InlineShape
from docx.shared import Emu
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

_LINE, _SHADE, _LINK = "CFD5DC", "E8F1FB", "0B4F9E"
_THUMBNAIL = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail"
_APP = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties xmlns="http://schemas.openxmlformats.org/'
    b'officeDocument/2006/extended-properties"><Application>roadmap</Application></Properties>'
)


def _element(name: str, **attributes: str) -> Any:
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element


def add_field(paragraph: Paragraph, name: str) -> None:
    """A field that the program fills in, such as the number of the page."""
    field = _element("w:fldSimple", instr=name)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def add_link(paragraph: Paragraph, words: str, address: str) -> None:
    """Words that lead to an address, underlined, for colour alone says nothing to some."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = OxmlElement("w:r")
    properties = OxmlElement("w:rPr")
    properties.append(_element("w:color", val=_LINK))
    properties.append(_element("w:u", val="single"))
    run.append(properties)
    text: Any = OxmlElement("w:t")
    text.text = words
    run.append(text)
    link.append(run)
    paragraph._p.append(link)


def restart_list(document: Document, paragraphs: Sequence[Paragraph]) -> None:
    """Let a numbered list begin with 1, whatever list stood before."""
    numbering: Any = document.part.numbering_part.element
    style: Any = document.styles["List Number"].element
    used = style.pPr.numPr.numId.val
    abstract = numbering.num_having_numId(used).abstractNumId.val
    number = numbering.add_num(abstract)
    number.add_lvlOverride(ilvl=0).add_startOverride(1)
    for paragraph in paragraphs:
        properties: Any = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = 0
        properties.get_or_add_numId().val = number.numId


def describe_picture(shape: InlineShape, *, title: str, alt: str) -> None:
    """What a reader says aloud in place of a picture."""
    inline: Any = shape._inline
    for side in ("distT", "distB", "distL", "distR"):
        inline.set(side, "0")
    properties = inline.docPr
    properties.set("title", title)
    properties.set("descr", alt)


def describe_table(table: Table, title: str) -> None:
    """The name of a table, its thin lines, and that its first row and column name the others."""
    properties: Any = table._tbl.tblPr
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):  # in the order that the schema demands
        is_seen = side in ("top", "bottom", "insideH")
        line = {"val": "single", "sz": "4", "space": "0", "color": _LINE} if is_seen else {"val": "nil"}
        borders.append(_element(f"w:{side}", **line))
    margins = OxmlElement("w:tblCellMar")
    for side, width in (("top", "40"), ("left", "70"), ("bottom", "40"), ("right", "70")):
        margins.append(_element(f"w:{side}", w=width, type="dxa"))
    look = properties.find(qn("w:tblLook"))
    if look is not None:
        properties.remove(look)
    look = _element("w:tblLook", val="00A0", firstRow="1", lastRow="0", firstColumn="1", lastColumn="0", noHBand="1",
                    noVBand="1")  # fmt: skip
    layout = properties.find(qn("w:tblLayout"))
    if layout is not None:
        properties.remove(layout)
    for part in (borders, _element("w:tblLayout", type="fixed"), margins, look, _element("w:tblCaption", val=title)):
        properties.append(part)


def mark_header(row: _Row, *, repeats: bool) -> None:
    """A row that stays on one page; as a header it stands again on each page."""
    properties: Any = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if repeats:
        properties.append(OxmlElement("w:tblHeader"))


def set_style(paragraph: Paragraph, name: str) -> None:
    """A style by its name, without the library's search among all styles, which takes minutes in a long table."""
    style: Any = paragraph._p
    style.style = name.replace(" ", "")


def set_width(cell: _Cell, width: int) -> None:
    """The width of a cell."""
    cell.width = Emu(width)


def shade(cell: _Cell) -> None:
    """The ground of a header."""
    cell._tc.get_or_add_tcPr().append(_element("w:shd", val="clear", color="auto", fill=_SHADE))


def clean(document: Document) -> None:
    """Take away what the library's template says of itself: its picture and the program that made it."""
    package: Any = document.part.package
    for name, relation in list(package.rels.items()):
        if relation.reltype == _THUMBNAIL:
            del package.rels[name]
        elif relation.reltype == RELATIONSHIP_TYPE.EXTENDED_PROPERTIES:
            relation.target_part._blob = _APP
