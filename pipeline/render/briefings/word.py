"""A paper as DOCX that all can read: real headings and lists, header rows, words for pictures, its language told."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC
from itertools import zip_longest

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Emu, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph as WordParagraph

from pipeline.render.briefings.blocks import (
    Block,
    Bullets,
    Cell,
    Heading,
    Paper,
    Paragraph,
    Picture,
    Runs,
    Section,
    Table,
)
from pipeline.render.briefings.png import render_png
from pipeline.render.briefings.word_parts import (
    add_field,
    add_link,
    clean,
    describe_picture,
    describe_table,
    mark_header,
    restart_list,
    set_style,
    set_width,
    shade,
)
from pipeline.render.briefings.word_styles import LOCALES, SMALL_PRINT, TABLE_TEXT, set_styles
from pipeline.render.reports.legible import legible
from pipeline.render.reports.ooxml.package import pack, unpack

_SHORT, _LONG, _MARGIN, _NARROW = Cm(21), Cm(29.7), Cm(2.2), Cm(1.7)
_KEPT_TOGETHER, _KEPT_LAST = 8, 3
"""A table of no more rows than these is not divided between pages; of a longer one the last rows stay together."""


def render_docx(paper: Paper) -> bytes:
    """The bytes of the document, the same for the same paper."""
    document = docx.Document()
    set_styles(document, paper.language)
    _set_properties(document, paper)
    _lay_out(document, is_landscape=False)
    _write_title_page(document, paper)
    _write_margins(document, paper)
    for number, section in enumerate(paper.sections):
        if number:
            document.add_section(WD_SECTION.NEW_PAGE).different_first_page_header_footer = False
        _lay_out(document, is_landscape=section.is_landscape)
        _write_section(document, section, is_first=number == 0)
    clean(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return pack(unpack(buffer.getvalue()))


def _set_properties(document: Document, paper: Paper) -> None:
    """What programs show of a document: its title and language, and no person."""
    properties = document.core_properties
    properties.title = legible(f"{paper.title}: {paper.subject}")
    properties.subject = legible(paper.publisher)
    properties.language = LOCALES[paper.language]
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.created = properties.modified = paper.made_at.astimezone(UTC).replace(tzinfo=None)


def _lay_out(document: Document, *, is_landscape: bool) -> None:
    section = document.sections[-1]
    section.orientation = WD_ORIENT.LANDSCAPE if is_landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (_LONG, _SHORT) if is_landscape else (_SHORT, _LONG)
    margin = _NARROW if is_landscape else _MARGIN
    section.left_margin = section.right_margin = section.bottom_margin = margin
    section.top_margin, section.header_distance = _MARGIN, Cm(1.2)


def _write_title_page(document: Document, paper: Paper) -> None:
    above = document.add_paragraph(legible(paper.publisher), style="Subtitle")
    above.paragraph_format.space_before = Cm(5)
    document.add_paragraph(legible(paper.title), style="Title")
    document.add_paragraph(legible(paper.subject), style="Subtitle").paragraph_format.space_after = Cm(2)
    for name, runs in paper.facts:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{name}: ").bold = True
        _write_runs(paragraph, runs)


def _write_margins(document: Document, paper: Paper) -> None:
    """The title above each page but the first, and below "Seite 3 von 9"."""
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.header.paragraphs[0].text = legible(f"{paper.publisher} · {paper.title}")
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    page, of = ("Page ", " of ") if paper.language == "en" else ("Seite ", " von ")
    for words, field in ((page, "PAGE"), (of, "NUMPAGES")):
        footer.add_run(words)
        add_field(footer, field)


def _write_section(document: Document, section: Section, *, is_first: bool) -> None:
    above: Block | None = None
    for number, (block, below) in enumerate(zip_longest(section.blocks, section.blocks[1:])):
        paragraph = _write(document, block)
        if paragraph is not None and _belongs_to(below):
            paragraph.paragraph_format.keep_with_next = True
        if paragraph is not None and is_first and number == 0:
            paragraph.paragraph_format.page_break_before = True
        if paragraph is not None and isinstance(above, Table) and isinstance(block, Paragraph | Bullets):
            paragraph.paragraph_format.space_before = Pt(8)
        above = block


def _belongs_to(below: Block | None) -> bool:
    """Whether a paragraph only leads to what stands below it."""
    return isinstance(below, Table | Bullets) or (isinstance(below, Paragraph) and below.is_note)


def _write(document: Document, block: Block) -> WordParagraph | None:
    """Write a block; gives its first paragraph, but for tables and pictures."""
    paragraph = None
    match block:
        case Heading():
            paragraph = document.add_heading(legible(block.text), block.level)
            paragraph.paragraph_format.page_break_before = block.starts_page or None
        case Paragraph():
            paragraph = document.add_paragraph(style=SMALL_PRINT if block.is_note else None)
            _write_runs(paragraph, block.runs)
        case Bullets():
            paragraph = _write_list(document, block)
        case Table():
            _write_table(document, block)
        case Picture():
            _write_picture(document, block)
    return paragraph


def _write_runs(paragraph: WordParagraph, runs: Runs) -> None:
    for run in runs:
        if run.link:
            add_link(paragraph, legible(run.text), run.link)
            continue
        written = paragraph.add_run(legible(run.text))
        written.bold, written.italic = run.bold or None, run.italic or None


def _write_list(document: Document, bullets: Bullets) -> WordParagraph | None:
    """Write a list; gives its first point."""
    style = "List Number" if bullets.is_numbered else "List Bullet"
    paragraphs = [document.add_paragraph(style=style) for _ in bullets.items]
    for paragraph, runs in zip(paragraphs, bullets.items, strict=True):
        _write_runs(paragraph, runs)
        paragraph.paragraph_format.keep_with_next = paragraph is not paragraphs[-1]
    if bullets.is_numbered:
        restart_list(document, paragraphs)
    return next(iter(paragraphs), None)


def _write_picture(document: Document, picture: Picture) -> None:
    caption = document.add_paragraph(legible(picture.title), style="Caption")
    caption.paragraph_format.keep_with_next = True
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    shape = paragraph.add_run().add_picture(io.BytesIO(render_png(picture.chart)), width=_room(document))
    describe_picture(shape, title=legible(picture.title), alt=legible(picture.alt))


def _room(document: Document) -> Emu:
    """The width between the margins."""
    section = document.sections[-1]
    return Emu((section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0))


def _write_table(document: Document, table: Table) -> None:
    caption = document.add_paragraph(legible(table.title), style="Caption")
    caption.paragraph_format.keep_with_next = True
    written = document.add_table(1 + len(table.rows), len(table.head), style="Table Grid")
    written.autofit = False
    for column, width in zip(written.columns, table.widths, strict=True):
        column.width = Emu(round(_room(document) / sum(table.widths) * width))
    describe_table(written, legible(table.title))
    heads = [Cell((title,)) for title in table.head]
    share = _room(document) / sum(table.widths)
    kept_from = 0 if len(table.rows) <= _KEPT_TOGETHER else len(table.rows) - _KEPT_LAST
    for number, (row, cells) in enumerate(zip(written.rows, (heads, *table.rows), strict=True)):
        is_strong = number == 0 or (table.is_summed and number == len(table.rows))
        mark_header(row, repeats=number == 0)
        for at, (target, cell) in enumerate(zip(row.cells, cells, strict=True)):
            set_width(target, round(share * table.widths[at]))
            _fill(target, cell, is_strong=is_strong, is_number=at in table.numbers)
            if number == 0:
                shade(target)
            for paragraph in target.paragraphs:
                paragraph.paragraph_format.keep_with_next = number == 0 or kept_from < number < len(table.rows)


def _fill(target: _Cell, cell: Cell, *, is_strong: bool, is_number: bool) -> None:
    paragraphs = _paragraphs(target, [*cell.lines, *cell.small])
    for number, paragraph in enumerate(paragraphs):
        is_small = number >= len(cell.lines)
        set_style(paragraph, SMALL_PRINT if is_small else TABLE_TEXT)
        if is_number:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        words = legible((*cell.lines, *cell.small)[number]) if cell.lines or cell.small else ""
        if cell.link and not is_small:
            add_link(paragraph, words, cell.link)
        elif words:
            paragraph.add_run(words).bold = is_strong or None


def _paragraphs(target: _Cell, texts: Sequence[str]) -> list[WordParagraph]:
    """A paragraph for each text; a cell has one from the first."""
    return [target.paragraphs[0], *(target.add_paragraph() for _ in texts[1:])]
