"""How a document looks: its styles, its language and its font."""

from __future__ import annotations

from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.styles.style import ParagraphStyle

from pipeline.model.report import Language

LOCALES: dict[Language, str] = {"de": "de-DE", "en": "en-GB"}
SMALL_PRINT, TABLE_TEXT = "Small Print", "Table Text"
_FONT = "Arial"
_INK, _QUIET, _LEAD = RGBColor(0x1A, 0x1D, 0x21), RGBColor(0x54, 0x5C, 0x66), RGBColor(0x0B, 0x3A, 0x75)
_SIZES = {  # the style, its size, the space before and after it, and its colour
    "Normal": (10.5, 0, 6, _INK),
    "Title": (28, 0, 6, _LEAD),
    "Subtitle": (14, 0, 6, _QUIET),
    "Heading 1": (18, 22, 8, _LEAD),
    "Heading 2": (13, 14, 4, _LEAD),
    "Caption": (9, 12, 3, _QUIET),
    "Header": (8.5, 0, 0, _QUIET),
    "Footer": (8.5, 0, 0, _QUIET),
    "List Bullet": (10.5, 0, 3, _INK),
    "List Number": (10.5, 0, 3, _INK),
    TABLE_TEXT: (9, 0, 0, _INK),
    SMALL_PRINT: (7.5, 0, 2, _QUIET),
}


def set_styles(document: Document, language: Language) -> None:
    """Give all styles in use their font, size and colour, and the document its language."""
    styles: Any = document.styles
    for name in (TABLE_TEXT, SMALL_PRINT):
        styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = styles["Normal"]
    for name, (size, before, after, colour) in _SIZES.items():
        style = styles[name]
        _set_font(style, size, colour)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    styles["Title"].paragraph_format.keep_with_next = True
    _drop_line_below(styles["Title"])
    _set_language(document, LOCALES[language])


def _set_font(style: ParagraphStyle, size: float, colour: RGBColor) -> None:
    font: Any = style.font
    font.name, font.size, font.color.rgb = _FONT, Pt(size), colour
    font.italic = False
    font.bold = style.name in ("Title", "Heading 1", "Heading 2", "Caption")
    properties = style.element.get_or_add_rPr()
    for other in properties.findall(qn("w:spacing")):
        properties.remove(other)
    fonts = properties.find(qn("w:rFonts"))
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{kind}"), _FONT)


def _drop_line_below(style: ParagraphStyle) -> None:
    properties = style.element.get_or_add_pPr()
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)


def _set_language(document: Document, locale: str) -> None:
    """In the defaults, from where every run has it; words are divided as that language does."""
    for found in document.styles.element.iter(qn("w:lang")):
        found.set(qn("w:val"), locale)
        found.set(qn("w:eastAsia"), locale)
    settings = document.settings.element
    for found in settings.iter(qn("w:themeFontLang")):
        found.set(qn("w:val"), locale)
        found.attrib.pop(qn("w:eastAsia"), None)
    for found in settings.iter(qn("w:compatSetting")):
        if found.get(qn("w:name")) == "compatibilityMode":
            found.set(qn("w:val"), "15")  # an older one is shown as such beside the title
    hyphenation = OxmlElement("w:autoHyphenation")
    settings.find(qn("w:defaultTabStop")).addnext(hyphenation)
