"""What is wrong, in which cell, and how to mend it, in German and English: the outcome of reading and validating.

The words are those of SHACL (https://www.w3.org/TR/shacl/#validation-report), with the cell beside the focus node.
A rule stands in Turtle (``shapes/``), whether SHACL can express it or only the code that reads can.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal, NamedTuple, TypeAlias

from pipeline.model.workbook import CellRef

Language: TypeAlias = Literal["de", "en"]


class Text(NamedTuple):
    """The same words in German and English."""

    de: str
    en: str

    def in_(self, language: Language) -> str:
        """The words in one language."""
        return self.en if language == "en" else self.de


def in_digits(number: int) -> Text:
    """A number as people write it.

    >>> in_digits(19389)
    Text(de='19.389', en='19,389')
    """
    english = f"{number:,}"
    return Text(english.replace(",", "."), english)


NOTHING = Text("", "")

Tell: TypeAlias = Callable[[Text], None]
"""Takes what a door says while it is at work: the stage that begins now."""


def tell_nobody(_: Text) -> None:
    """Say nothing."""


class OneText(Text):
    """Words given in one language alone, which serve for the other until there are some: published once, as German."""

    __slots__ = ()


REPORT_SHEET = Text("Prüfbericht", "Report")
"""What the sheet that we add to an author's workbook is called, and how its title begins: readers pass it over."""


class Severity(StrEnum):
    """SHACL's three severities, the gravest first. Only ``VIOLATION`` keeps an edition from going out."""

    VIOLATION = "Violation"
    WARNING = "Warning"
    INFO = "Info"

    @property
    def label(self) -> Text:
        """What people call it."""
        return _SEVERITY_LABELS[self]

    @property
    def rank(self) -> int:
        """0 for the gravest, so that sorting puts it first."""
        return list(Severity).index(self)


_SEVERITY_LABELS = {
    Severity.VIOLATION: Text("Fehler", "Error"),
    Severity.WARNING: Text("Warnung", "Warning"),
    Severity.INFO: Text("Hinweis", "Note"),
}


class Tier(StrEnum):
    """Where a rule is judged. A later tier is silent about a file while an earlier one has a violation in it."""

    FILE = "file"
    COLUMNS = "columns"
    CELLS = "cells"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule, with the words for the person who filled in the sheet.

    ``message`` and ``remedy`` may hold placeholders such as ``{value}`` that a result fills in. ``columns`` are the
    roadmap properties whose cells it speaks of; the first of them is where a missing value is pointed out.
    ``forbidden`` is the regular expression of what must not stand in a text, for rules of that kind. ``at_header``
    tells that a finding points at a header and speaks of what stands in no cell, ``needs_all_files`` that the rule is
    silent while a file is broken, ``suggests_from`` the list that holds what was probably meant.
    ``silent_beside`` are the rules whose findings may be the cause of this one: it is told once they are mended.
    ``is_raised`` tells that the town takes it more seriously than we do, ``releasable`` that a person may say that what
    it finds is meant, ``is_released`` that one did.
    """

    id: str
    iri: str
    severity: Severity
    tier: Tier
    title: Text
    message: Text
    remedy: Text
    columns: tuple[str, ...] = ()
    forbidden: str = ""
    silent_beside: tuple[str, ...] = ()
    at_header: bool = False
    needs_all_files: bool = False
    suggests_from: str = ""
    releasable: bool = False
    is_raised: bool = False
    is_released: bool = False


def released_rule(rule: Rule) -> Rule:
    """The rule as it stands beside what a person released: a note."""
    return replace(rule, severity=Severity.INFO, is_released=True)


@dataclass(frozen=True, slots=True)
class ValidationResult:
    """One finding at one cell. ``column`` is the column's title in the sheet, ``value`` the value as typed.

    ``about`` names what a finding speaks of where that is no value of its cell, ``suggestion`` is the end of its
    message that asks whether another value was meant.
    """

    rule: Rule
    cell: CellRef
    message: Text
    remedy: Text
    column: str = ""
    value: str = ""
    focus_node: str = ""
    result_path: str = ""
    about: Text = NOTHING
    suggestion: Text = NOTHING

    @property
    def severity(self) -> Severity:
        """That of the rule."""
        return self.rule.severity


def report_order(result: ValidationResult) -> tuple[object, ...]:
    """Sorts as an author works: file, sheet, row, column; the graver finding of a cell first."""
    cell = result.cell
    column = cell.column or ""
    return (
        cell.file,
        cell.sheet or "",
        cell.row or 0,
        (len(column), column),
        result.severity.rank,
        result.rule.id,
        result.message,
    )


def fill(
    rule: Rule, cell: CellRef, *, column: str | Text = "", value: str = "", **details: str | int | Text
) -> ValidationResult:
    """A finding of ``rule`` at ``cell``, its words completed with the value, the column and ``details``."""
    words = {"value": value, "column": column, "cell": cell.address, "file": cell.file, **details}
    message, remedy = (_filled(text, words) for text in (rule.message, rule.remedy))
    return ValidationResult(rule, cell, message, remedy, column.de if isinstance(column, Text) else column, value)


def _filled(text: Text, words: Mapping[str, str | int | Text]) -> Text:
    german, english = (
        {name: word[at] if isinstance(word, Text) else word for name, word in words.items()} for at in (0, 1)
    )
    return Text(text.de.format(**german), text.en.format(**english))


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that became no project, and why. ``reason`` is a key of ``ROW_REASONS``."""

    row: int
    reason: str


ROW_REASONS: Mapping[str, Text] = {
    "blank": Text("leere Zeile", "blank row"),
    "title": Text("über der Tabelle (Titel, Hinweise)", "above the table (title, notes)"),
    "header": Text("Kopfzeile", "header"),
    "repeated-header": Text("wiederholte Kopfzeile", "repeated header"),
    "numbering": Text("Nummerierung der Spalten", "numbering of the columns"),
    "group": Text("Zwischenüberschrift", "heading of a group"),
    "total": Text("Summe", "total"),
    "note": Text("Anmerkung unter oder in der Tabelle", "note below or within the table"),
    "hidden": Text("ausgeblendete Zeile", "hidden row"),
    "hidden-sheet": Text("ausgeblendetes Blatt", "hidden sheet"),
    "report": Text("unser eigener Prüfbericht", "our own report"),
    "history": Text("Verlauf der Projekte", "history of the projects"),
    "indicators": Text("Ziele und Kennzahlen", "goals and indicators"),
    "no-table": Text("Blatt ohne Tabelle, die zur Zuordnung passt", "sheet without a table that fits the mapping"),
    "unread": Text("nicht gelesen, weil eine Überschrift zu klären ist", "not read, because a header needs attention"),
    "copy": Text("Kopie eines anderen Blatts", "copy of another sheet"),
    "incomplete": Text("Angaben ohne Kennung und Titel", "entries without an identifier and a title"),
    "uncertain": Text("Angaben unter der Tabelle", "entries below the table"),
    "heading": Text("Überschrift mit Nummer", "numbered heading"),
    "other-table": Text("andere Tabelle darunter", "another table below"),
    "continued": Text("weitere Zeile eines Projekts", "further row of a project"),
    "prefilled": Text("vorbereitete Zeile ohne Projekt", "row prepared beforehand, without a project"),
    "no-key": Text("Projekt ohne Kennung", "project without an identifier"),
    "duplicate-key": Text("Kennung schon vergeben", "identifier already taken"),
}


@dataclass(frozen=True, slots=True)
class SheetAccount:
    """Rows in = projects + rows explained. ``rows`` counts every row of the sheet up to the last with a value."""

    sheet: str
    rows: int
    projects: int
    left_out: tuple[LeftOut, ...]
    hidden_columns: tuple[str, ...] = ()

    @property
    def is_hidden(self) -> bool:
        """Whether the whole sheet was left out because it is hidden."""
        return any(row.reason == "hidden-sheet" for row in self.left_out)

    @property
    def balanced(self) -> bool:
        """True when no row is unaccounted for. Always; the property exists to be tested."""
        return self.rows == self.projects + len(self.left_out)


@dataclass(frozen=True, slots=True)
class FileAccount:
    """What became of one file: its digest and its sheets."""

    file: str
    sha256: str
    size_bytes: int
    sheets: tuple[SheetAccount, ...] = ()
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ValidationReport:
    """All findings about a town's workbooks, and the account of their rows."""

    results: tuple[ValidationResult, ...] = ()
    files: tuple[FileAccount, ...] = ()

    @property
    def conforms(self) -> bool:
        """True when nothing forbids publishing: no result is a violation."""
        return not self.count(Severity.VIOLATION)

    def count(self, severity: Severity) -> int:
        """How many results are of that severity."""
        return sum(1 for result in self.results if result.severity is severity)

    @property
    def hidden_sheets(self) -> frozenset[tuple[str, str]]:
        """File and name of each sheet that is hidden, and of each without a row, which may be."""
        sheets = ((account.file, sheet) for account in self.files for sheet in account.sheets)
        return frozenset((file, sheet.sheet) for file, sheet in sheets if sheet.is_hidden or not sheet.rows)

    def of_file(self, file: str) -> tuple[ValidationResult, ...]:
        """The results of one file."""
        return tuple(result for result in self.results if result.cell.file == file)


def build_report(results: Iterable[ValidationResult], files: Iterable[FileAccount] = ()) -> ValidationReport:
    """A report in the order in which authors work, the same finding at the same cell told once."""
    return ValidationReport(tuple(sorted(dict.fromkeys(results), key=report_order)), tuple(files))
