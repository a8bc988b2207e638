"""The sheet in front of an annotated workbook: every finding in a row, with links to its cell and its rule."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from pipeline.model.report import REPORT_SHEET, Language, Severity, Text, ValidationResult
from pipeline.model.workbook import column_letter
from pipeline.render.reports import wording
from pipeline.render.reports.legible import legible, shorten
from pipeline.render.reports.ooxml.book import SheetPart, name_ranges, quoted, sheets_of, styles_part
from pipeline.render.reports.ooxml.cells import text_cell
from pipeline.render.reports.ooxml.looks import Look, with_looks
from pipeline.render.reports.ooxml.markup import escape_string
from pipeline.render.reports.ooxml.package import Dialect, Package, dialect, relate, relationships_part
from pipeline.render.reports.ooxml.sheet import MAX_ROW, Spot
from pipeline.render.reports.ooxml.specimens import specimen_range, specimen_rows
from pipeline.render.reports.ooxml.styles import Tint

NAME = REPORT_SHEET
_TITLE = Text(f"{NAME.de} zu {{}}", f"{NAME.en} on {{}}")
_MARKED = Text(
    "Die betroffenen Zellen sind eingefärbt (Fehler rot, Warnung gelb, Hinweis blau); eine Notiz sagt, was zu tun ist.",
    "The cells concerned are coloured (errors red, warnings yellow, notes blue); a comment says what to do.",
)
_CONTINUE = Text(
    "Sie können in dieser Datei weiterarbeiten: Dieses Blatt, die Farben und die Notizen erneuert die nächste Prüfung.",
    "You can go on working in this file: the next check renews this sheet, the colours and the comments.",
)
_COPY = Text(
    "Diese Excel-Arbeitsmappe ist eine Kopie der Werte aus „{}“. Bitte ändern Sie die ursprüngliche Datei.",
    "This Excel workbook is a copy of the values in “{}”. Please change the original file.",
)
_WIDTHS = (12, 18, 12, 22, 26, 46, 52, 26)
_CHARACTERS_PER_WIDTH = 1.15
_LINE_HEIGHT, _HIGHEST_ROW = 13.5, 409.0
_HEADERS = (
    *(wording.SEVERITY, wording.SHEET, wording.CELL, wording.COLUMN, wording.VALUE),
    *(wording.MESSAGE, wording.REMEDY, wording.RULE),
)
_HEADER_ROW = 7
_CELL_COLUMN, _RULE_COLUMN = 3, 8
_LAST_COLUMN = column_letter(len(_HEADERS))
# Rows grow no higher than 409 points: more could not be seen, and stands in the other reports.
_LONGEST_TEXT = 2_000
# As many as fit below the header, with room for what stands below them.
_MOST_FINDINGS = MAX_ROW - 70_000
# Excel opens no sheet with more than 65,530 links, and each finding has two.
_MOST_LINKED = 30_000
_NO_LINKS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'


class Summary(NamedTuple):
    """What the sheet tells: the findings of a file, and whether the workbook is a copy of another one."""

    file: str
    results: Sequence[ValidationResult]
    language: Language
    is_copy: bool

    def say(self, text: Text) -> str:
        """A text in the language of the report."""
        return text.in_(self.language)


def write_summary(package: Package, sheet: SheetPart, summary: Summary, style_by_tint: Mapping[Tint, int]) -> Package:
    """The package with the findings told in ``sheet``, and specimens of the coloured formats hidden below them."""
    package, styles = styles_part(package)
    part, looks = with_looks(package.text(styles))
    shown = summary._replace(results=summary.results[:_MOST_FINDINGS])
    package = package.with_part(styles, part).with_part(relationships_part(sheet.part), _NO_LINKS.encode())
    package, relation_by_iri = _relate_rules(package, sheet, shown)
    links = _links(shown, {other.name for other in sheets_of(package)}, relation_by_iri)
    first_specimen = _HEADER_ROW + len(shown.results) + 2
    specimens = specimen_rows(first_specimen, style_by_tint)
    package = package.with_part(sheet.part, _sheet(shown, looks, specimens, links, dialect(package)))
    mark = specimen_range(first_specimen, style_by_tint)
    return name_ranges(package, sheet, mark, _ranges(len(shown.results)))


def _relate_rules(package: Package, sheet: SheetPart, summary: Summary) -> tuple[Package, Mapping[str, str]]:
    type_ = f"{dialect(package).relationships}/hyperlink"
    relation_by_iri: dict[str, str] = {}
    for iri in sorted({result.rule.iri for result in summary.results}):
        if iri.startswith(("https://", "http://")):
            package, relation_by_iri[iri] = relate(package, sheet.part, type_, iri, mode="External")
    return package, relation_by_iri


def _ranges(findings: int) -> Mapping[str, str]:
    if not findings:
        return {}
    return {
        "_xlnm._FilterDatabase": f"$A${_HEADER_ROW}:${_LAST_COLUMN}${_HEADER_ROW + findings}",
        "_xlnm.Print_Titles": f"${_HEADER_ROW}:${_HEADER_ROW}",
    }


def _sheet(summary: Summary, looks: Mapping[Look, int], specimens: Sequence[str], links: str, speech: Dialect) -> bytes:
    last_row = _HEADER_ROW + len(summary.results)
    rows = [*_top(summary, looks), *(_table(summary, looks) if summary.results else ()), *specimens]
    pane = f'<pane ySplit="{_HEADER_ROW}" topLeftCell="A{_HEADER_ROW + 1}" activePane="bottomLeft" state="frozen"/>'
    selection = f'<selection pane="bottomLeft" activeCell="A{_HEADER_ROW + 1}" sqref="A{_HEADER_ROW + 1}"/>'
    columns = "".join(
        f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
        for number, width in enumerate(_WIDTHS, start=1)
    )
    filter_ = f'<autoFilter ref="A{_HEADER_ROW}:{_LAST_COLUMN}{last_row}"/>' if summary.results else ""
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
    keep_on = (_COPY if summary.is_copy else _CONTINUE).in_(summary.language).format(summary.file)
    plain = [looks[Look.PLAIN]]
    return [
        _row(1, [summary.say(_TITLE).format(summary.file)], [looks[Look.TITLE]], 26),
        _row(2, [summary.say(wording.headline(summary.results))], [looks[Look.STRONG]]),
        _row(3, [summary.say(count) for count in counts], [looks[Look(severity)] for severity in Severity]),
        _row(4, [summary.say(wording.next_step(summary.results))], plain),
        _row(5, [summary.say(_MARKED) if summary.results else ""], plain),
        _row(6, [keep_on if summary.results or summary.is_copy else ""], plain, 24),
    ]


def _table(summary: Summary, looks: Mapping[Look, int]) -> list[str]:
    headers = [summary.say(header) for header in _HEADERS]
    rows = [_row(_HEADER_ROW, headers, [looks[Look.HEAD]] * len(headers), 18)]
    for number, result in enumerate(summary.results, start=_HEADER_ROW + 1):
        styles = [looks[Look(result.severity)], *[looks[Look.TEXT]] * (len(headers) - 1)]
        if number - _HEADER_ROW <= _MOST_LINKED:
            styles[_RULE_COLUMN - 1] = looks[Look.LINK]
            styles[_CELL_COLUMN - 1] = looks[Look.LINK if result.cell.row else Look.TEXT]
        texts = _finding(result, summary)
        rows.append(_row(number, texts, styles, _height(texts)))
    return rows


def _height(texts: Sequence[str]) -> float:
    """The height of a row in which all texts can be read: not every program finds that out when it opens a file."""
    lines = [
        sum(math.ceil(max(len(line), 1) / (_CHARACTERS_PER_WIDTH * width)) for line in text.split("\n"))
        for text, width in zip(texts, _WIDTHS, strict=True)
    ]
    return min(max(lines) * _LINE_HEIGHT + 4, _HIGHEST_ROW)


def _finding(result: ValidationResult, summary: Summary) -> list[str]:
    texts = (
        *(summary.say(result.severity.label), result.cell.sheet or "", result.cell.address, result.column),
        *(result.value, summary.say(result.message), summary.say(result.remedy), summary.say(result.rule.title)),
    )
    return [shorten(legible(text), _LONGEST_TEXT) for text in texts]


def _links(summary: Summary, sheets: Collection[str], relation_by_iri: Mapping[str, str]) -> str:
    links = []
    for number, result in enumerate(summary.results[:_MOST_LINKED], start=_HEADER_ROW + 1):
        cell, rule = Spot(number, _CELL_COLUMN).address, Spot(number, _RULE_COLUMN).address
        if result.cell.row and result.cell.sheet and result.cell.sheet in sheets:
            target = f"{quoted(result.cell.sheet)}!{result.cell.column or 'A'}{result.cell.row}"
            links.append(f'<hyperlink ref="{cell}" location="{escape_string(target)}"/>')
        if relation := relation_by_iri.get(result.rule.iri):
            links.append(f'<hyperlink ref="{rule}" r:id="{relation}"/>')
    return f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else ""
