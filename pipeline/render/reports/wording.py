"""The words that all renderings share: the titles of columns, the counts, and what happens next."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.model.report import ROW_REASONS, LeftOut, Severity, Text, ValidationResult
from pipeline.model.workbook import CellRef

SEVERITY = Text("Schwere", "Severity")
FILE = Text("Datei", "File")
SHEET = Text("Blatt", "Sheet")
CELL = Text("Zelle", "Cell")
COLUMN = Text("Spalte", "Column")
VALUE = Text("Wert", "Value")
MESSAGE = Text("Was ist falsch", "What is wrong")
REMEDY = Text("Was ist zu tun", "What to do")
RULE = Text("Regel", "Rule")

EMPTY = Text("leer", "empty")

PLURALS = {
    Severity.VIOLATION: Text("Fehler", "Errors"),
    Severity.WARNING: Text("Warnungen", "Warnings"),
    Severity.INFO: Text("Hinweise", "Notes"),
}
_COUNTED = {
    Severity.VIOLATION: (Text("{} Fehler", "{} error"), Text("{} Fehler", "{} errors")),
    Severity.WARNING: (Text("{} Warnung", "{} warning"), Text("{} Warnungen", "{} warnings")),
    Severity.INFO: (Text("{} Hinweis", "{} note"), Text("{} Hinweise", "{} notes")),
}
_NOTHING = Text("keine Beanstandungen", "no findings")
_HEADLINES = {
    Severity.VIOLATION: Text("Noch nicht zur Veröffentlichung bereit", "Not ready to be published yet"),
    Severity.WARNING: Text("Zur Veröffentlichung bereit, mit Warnungen", "Ready to be published, with warnings"),
    Severity.INFO: Text("Zur Veröffentlichung bereit, mit Hinweisen", "Ready to be published, with notes"),
    None: Text("Alles in Ordnung: zur Veröffentlichung bereit", "All is well: ready to be published"),
}
_NEXT_STEPS = {
    Severity.WARNING: Text(
        "Die Warnungen halten die Veröffentlichung nicht auf. Bitte sehen Sie sie trotzdem durch.",
        "The warnings do not hold up the publication. Please look through them all the same.",
    ),
    Severity.INFO: Text(
        "Die Hinweise dienen Ihrer Information. Sie müssen nichts tun.",
        "The notes are for your information. There is nothing you must do.",
    ),
    None: Text("Sie müssen nichts tun.", "There is nothing you need to do."),
}
_IN_SPREADSHEET = Text(
    "Bitte beheben Sie die Fehler in der Tabelle und reichen Sie die Datei noch einmal ein.",
    "Please mend the errors in the spreadsheet and hand the file in once more.",
)
_IN_SETTINGS = Text(
    "Bitte beheben Sie die Fehler in den Einstellungen ({}).", "Please mend the errors in the settings ({})."
)
_UNTIL_THEN = Text(
    "Bis dahin bleibt veröffentlicht, was bisher veröffentlicht ist.",
    "Until then, what has been published so far stays published.",
)
_SETTINGS = (".toml", ".ttl")


def gravest(results: Iterable[ValidationResult]) -> Severity | None:
    """The gravest severity among the findings, None where there are none."""
    return min((result.severity for result in results), key=lambda severity: severity.rank, default=None)


def counted(severity: Severity, number: int) -> Text:
    """A number of findings in words: ``1 Fehler``, ``2 Warnungen``."""
    words = _COUNTED[severity][number != 1]
    return Text(*(text.format(number) for text in words))


def summed_up(results: Iterable[ValidationResult]) -> Text:
    """How many findings of which severity: ``3 Fehler, 1 Warnung``."""
    severities = [result.severity for result in results]
    counts = [counted(severity, severities.count(severity)) for severity in Severity if severity in severities]
    if not counts:
        return _NOTHING
    return Text(", ".join(count.de for count in counts), ", ".join(count.en for count in counts))


def headline(results: Iterable[ValidationResult]) -> Text:
    """Whether the findings leave the data fit to be published."""
    return _HEADLINES[gravest(results)]


def next_step(results: Iterable[ValidationResult]) -> Text:
    """What happens next, and what is asked of the reader."""
    results = tuple(results)
    if gravest(results) is not Severity.VIOLATION:
        return _NEXT_STEPS[gravest(results)]
    files = sorted({result.cell.file for result in results if result.severity is Severity.VIOLATION})
    settings = [file for file in files if file.endswith(_SETTINGS)]
    steps = [_IN_SPREADSHEET] if len(files) > len(settings) else []
    steps += [Text(*(words.format(", ".join(settings)) for words in _IN_SETTINGS))] if settings else []
    return Text(*(" ".join(words) for words in zip(*steps, _UNTIL_THEN, strict=True)))


def place_of(cell: CellRef) -> Text:
    """A place within a sheet in words: ``C7``, ``Zeile 7``, ``Spalte C``."""
    if cell.column and cell.row:
        return Text(cell.address, cell.address)
    if cell.row:
        return Text(f"Zeile {cell.row}", f"Row {cell.row}")
    if cell.column:
        return Text(f"Spalte {cell.column}", f"Column {cell.column}")
    return Text("ganzes Blatt", "whole sheet") if cell.sheet else Text("ganze Datei", "whole file")


def reason_of(left_out: LeftOut) -> Text:
    """Why a row became no project; an unknown reason speaks for itself."""
    return ROW_REASONS.get(left_out.reason, Text(left_out.reason, left_out.reason))
