"""The sheet in front of an annotated workbook: what there is to do, then every finding, with links to the cells."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from pipeline.model.causes import Cause, group
from pipeline.model.checked_copy import original_name
from pipeline.model.report import REPORT_SHEET, Language, Severity, Text, ValidationResult, in_digits
from pipeline.model.workbook import CellRef, column_letter
from pipeline.render.reports import wording
from pipeline.render.reports.legible import legible, shorten
from pipeline.render.reports.ooxml.book import SheetPart, name_ranges, quoted, sheets_of, styles_part
from pipeline.render.reports.ooxml.cells import text_cell
from pipeline.render.reports.ooxml.looks import Look, with_looks
from pipeline.render.reports.ooxml.markup import escape_string
from pipeline.render.reports.ooxml.package import Dialect, Package, dialect, relationships_part
from pipeline.render.reports.ooxml.sheet import Spot
from pipeline.render.reports.ooxml.specimens import specimen_range, specimen_rows
from pipeline.render.reports.ooxml.styles import Tint

NAME = REPORT_SHEET
_TITLE = Text(f"{NAME.de} zu {{}}", f"{NAME.en} on {{}}")
_MARKED = Text(
    "Die betroffenen Zellen sind eingefärbt (Fehler rot, Warnung gelb, Hinweis blau); eine Notiz sagt, was zu tun ist.",
    "The cells concerned are coloured (errors red, warnings yellow, notes blue); a comment says what to do.",
)
_CONTINUE = Text(
    "Sie können in dieser Kopie weiterarbeiten. Gelesen wird sie erst, wenn Sie sie unter dem Namen „{}“ ablegen; "
    "dieses Blatt, die Farben und die Notizen erneuert die nächste Prüfung.",
    "You can go on working in this copy. It is read once you hand it in under the name “{}”; the next check renews "
    "this sheet, the colours and the comments.",
)
_COPY = Text(
    "Diese Excel-Arbeitsmappe ist eine Kopie der Werte aus „{}“. Bitte ändern Sie die ursprüngliche Datei.",
    "This Excel workbook is a copy of the values in “{}”. Please change the original file.",
)
_TO_DO = Text("Was zu tun ist", "What there is to do")
_ALL = Text("Alle Befunde ({})", "All findings ({})")
_FIRST = Text("Die ersten {} von {} Befunden. {}", "The first {} of {} findings. {}")
_WIDTHS = (12, 18, 24, 22, 26, 46, 52, 28)
_CHARACTERS_PER_WIDTH = 1.1
_LINE_HEIGHT, _HIGHEST_ROW = 13.5, 409.0
_HEADERS = (
    *(wording.SEVERITY, wording.SHEET, wording.CELL, wording.COLUMN, wording.VALUE),
    *(wording.MESSAGE, wording.REMEDY, wording.RULE),
)
_HEADER_ROW = 8
_CELL_COLUMN = 3
_LAST_COLUMN = column_letter(len(_HEADERS))
# Rows grow no higher than 409 points: more could not be seen, and stands in the other reports.
_LONGEST_TEXT = 2_000
# Who looks for more filters the CSV; a sheet of a million rows opens slowly.
_MOST_CAUSES, _MOST_FINDINGS = 100, 5_000
# LibreOffice wraps no link, and the findings below name all cells.
_MOST_RUNS = 2
_NO_LINKS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'


class Summary(NamedTuple):
    """What the sheet tells: the findings of a file, and whether the workbook is a copy of another one.

    ``whole`` says where all is told that has no room here.
    """

    file: str
    results: Sequence[ValidationResult]
    language: Language
    is_copy: bool
    whole: Text

    def say(self, text: Text) -> str:
        """A text in the language of the report."""
        return text.in_(self.language)


class _Line(NamedTuple):
    """A row below a header: the severity, the words in its cells, and the cell that it leads to."""

    severity: Severity
    texts: Sequence[str]
    cell: CellRef


class _Block(NamedTuple):
    """A table of the sheet: its heading, the row of its header, and its lines."""

    heading: str
    header_row: int
    lines: Sequence[_Line]

    @property
    def last_row(self) -> int:
        """The row of its last line."""
        return self.header_row + len(self.lines)


def write_summary(package: Package, sheet: SheetPart, summary: Summary, style_by_tint: Mapping[Tint, int]) -> Package:
    """The package with the findings told in ``sheet``, and specimens of the coloured formats hidden below them."""
    package, styles = styles_part(package)
    part, looks = with_looks(package.text(styles))
    package = package.with_part(styles, part).with_part(relationships_part(sheet.part), _NO_LINKS.encode())
    blocks = _blocks(summary)
    links = _links(blocks, {other.name for other in sheets_of(package)})
    first_specimen = (blocks[-1].last_row if blocks else _HEADER_ROW) + 2
    specimens = specimen_rows(first_specimen, style_by_tint)
    package = package.with_part(sheet.part, _sheet(summary, blocks, looks, specimens, links, dialect(package)))
    mark = specimen_range(first_specimen, style_by_tint)
    return name_ranges(package, sheet, mark, _ranges(blocks))


def _blocks(summary: Summary) -> list[_Block]:
    """What there is to do; then all findings, where these are more."""
    causes, results = group(summary.results), summary.results
    if not causes:
        return []
    to_do = f"{summary.say(_TO_DO)} ({summary.say(wording.number_of_causes(len(causes)))})"
    blocks = [_Block(to_do, _HEADER_ROW, [_cause(cause, summary) for cause in causes[:_MOST_CAUSES]])]
    if len(results) > len(blocks[0].lines):
        lines = [_finding(result, summary) for result in results[:_MOST_FINDINGS]]
        blocks.append(_Block(_heading(summary, len(lines)), blocks[0].last_row + 3, lines))
    return blocks


def _heading(summary: Summary, shown: int) -> str:
    number, some = (summary.say(in_digits(count)) for count in (len(summary.results), shown))
    if shown == len(summary.results):
        return summary.say(_ALL).format(number)
    return summary.say(_FIRST).format(some, number, summary.say(summary.whole))


def _ranges(blocks: Sequence[_Block]) -> Mapping[str, str]:
    if not blocks:
        return {}
    return {
        "_xlnm._FilterDatabase": f"$A${blocks[-1].header_row}:${_LAST_COLUMN}${blocks[-1].last_row}",
        "_xlnm.Print_Titles": f"${_HEADER_ROW}:${_HEADER_ROW}",
    }


def _sheet(
    summary: Summary,
    blocks: Sequence[_Block],
    looks: Mapping[Look, int],
    specimens: Sequence[str],
    links: str,
    speech: Dialect,
) -> bytes:
    tables = (row for block in blocks for row in _table(block, summary, looks))
    rows = [*_top(summary, looks), *tables, *specimens]
    pane = f'<pane ySplit="{_HEADER_ROW}" topLeftCell="A{_HEADER_ROW + 1}" activePane="bottomLeft" state="frozen"/>'
    selection = f'<selection pane="bottomLeft" activeCell="A{_HEADER_ROW + 1}" sqref="A{_HEADER_ROW + 1}"/>'
    columns = "".join(
        f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
        for number, width in enumerate(_WIDTHS, start=1)
    )
    filtered = f"A{blocks[-1].header_row}:{_LAST_COLUMN}{blocks[-1].last_row}" if blocks else ""
    filter_ = f'<autoFilter ref="{filtered}"/>' if filtered else ""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<worksheet xmlns="{speech.main}" xmlns:r="{speech.relationships}">'
        '<sheetPr><tabColor rgb="FF0B4F9E"/><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView showGridLines="0" workbookViewId="0">'
        f'{pane}{selection}</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>{columns}</cols>'
        f"<sheetData>{''.join(rows)}</sheetData>{filter_}{links}"
        '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
    ).encode()


def _row(number: int, texts: Sequence[str], styles: Sequence[int], height: float = _LINE_HEIGHT + 2) -> str:
    cells = "".join(
        text_cell(Spot(number, column), text, style)
        for column, (text, style) in enumerate(zip(texts, styles, strict=True), start=1)
    )
    return f'<row r="{number}" ht="{height}" customHeight="1">{cells}</row>'


def _top(summary: Summary, looks: Mapping[Look, int]) -> list[str]:
    counts = [
        wording.counted(severity, sum(result.severity is severity for result in summary.results))
        for severity in Severity
    ]
    keep_on = (_COPY if summary.is_copy else _CONTINUE).in_(summary.language).format(original_name(summary.file))
    plain = [looks[Look.PLAIN]]
    return [
        _row(1, [summary.say(_TITLE).format(summary.file)], [looks[Look.TITLE]], 26),
        _row(2, [summary.say(wording.headline(summary.results))], [looks[Look.STRONG]]),
        _row(3, [summary.say(count) for count in counts], [looks[Look(severity)] for severity in Severity]),
        _row(4, [summary.say(wording.next_step(summary.results))], plain),
        _row(5, [summary.say(_MARKED) if summary.results else ""], plain),
        _row(6, [keep_on if summary.results or summary.is_copy else ""], plain, 24),
    ]


def _table(block: _Block, summary: Summary, looks: Mapping[Look, int]) -> list[str]:
    headers = [summary.say(header) for header in _HEADERS]
    rows = [
        _row(block.header_row - 1, [block.heading], [looks[Look.STRONG]], 20),
        _row(block.header_row, headers, [looks[Look.HEAD]] * len(headers), 18),
    ]
    for number, line in enumerate(block.lines, start=block.header_row + 1):
        styles = [looks[Look(line.severity)], *[looks[Look.TEXT]] * (len(headers) - 1)]
        styles[_CELL_COLUMN - 1] = looks[Look.LINK if line.cell.row else Look.TEXT]
        rows.append(_row(number, line.texts, styles, _height(line.texts)))
    return rows


def _height(texts: Sequence[str]) -> float:
    """The height of a row in which all texts can be read: not every program finds that out when it opens a file."""
    lines = [
        sum(math.ceil(max(len(line), 1) / (_CHARACTERS_PER_WIDTH * width)) for line in text.split("\n"))
        for text, width in zip(texts, _WIDTHS, strict=True)
    ]
    return min(max(lines) * _LINE_HEIGHT + 4, _HIGHEST_ROW)


def _cause(cause: Cause, summary: Summary) -> _Line:
    title, times = summary.say(cause.rule.title), summary.say(wording.times(cause.count))
    places = summary.say(wording.places_of(cause.runs, _MOST_RUNS))
    examples = (map(summary.say, example) for example in cause.examples)
    values = [f"{value} ({meant})" if meant else value for value, meant in examples]
    texts = (
        *(summary.say(cause.severity.label), cause.cell.sheet or "", places, cause.column, ", ".join(values)),
        *(summary.say(cause.message), summary.say(cause.remedy), f"{title} ({times})" if times else title),
    )
    return _Line(cause.severity, _short(texts), cause.cell)


def _finding(result: ValidationResult, summary: Summary) -> _Line:
    value = summary.say(result.about) or result.value
    place = summary.say(wording.place_of(result.cell))
    texts = (
        *(summary.say(result.severity.label), result.cell.sheet or "", place, result.column),
        *(value, summary.say(result.message), summary.say(result.remedy), summary.say(result.rule.title)),
    )
    return _Line(result.severity, _short(texts), result.cell)


def _short(texts: Iterable[str]) -> list[str]:
    return [shorten(legible(text), _LONGEST_TEXT) for text in texts]


def _links(blocks: Iterable[_Block], sheets: Collection[str]) -> str:
    lines = (place for block in blocks for place in enumerate(block.lines, start=block.header_row + 1))
    links = []
    for number, (_, _, cell) in lines:
        if cell.row and cell.sheet and cell.sheet in sheets:
            target = f"{quoted(cell.sheet)}!{cell.column or 'A'}{cell.row}"
            links.append(f'<hyperlink ref="{Spot(number, _CELL_COLUMN).address}" location="{escape_string(target)}"/>')
    return f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else ""
