"""The words that all renderings share: the titles of columns, the counts, and what happens next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.model.causes import MOST_EXAMPLES, Cause, Example, Run
from pipeline.model.report import NOTHING, ROW_REASONS, LeftOut, Severity, Text, ValidationResult, in_digits
from pipeline.model.workbook import CellRef

SEVERITY = Text("Schwere", "Severity")
FILE = Text("Datei", "File")
SHEET = Text("Blatt", "Sheet")
CELL = Text("Zelle", "Cell")
COLUMN = Text("Spalte", "Column")
VALUE = Text("Wert", "Value")
PLACE = Text("Wo", "Where")
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
_CAUSES = (Text("{} Ursache", "{} cause"), Text("{} Ursachen", "{} causes"))
_MORE_CAUSES = (
    Text("und {} weitere Ursache", "and {} more cause"),
    Text("und {} weitere Ursachen", "and {} more causes"),
)
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

IN_CSV = Text("Alle Befunde stehen in report.csv.", "All findings stand in report.csv.")
AS_JSON = Text("Alle Befunde nennt „roadmap check --format json“.", "“roadmap check --format json” tells all findings.")
"""Where all is told that a rendering leaves out: beside it after a run; after a check there is no folder of reports."""


def gravest(results: Iterable[ValidationResult]) -> Severity | None:
    """The gravest severity among the findings, None where there are none."""
    return min((result.severity for result in results), key=lambda severity: severity.rank, default=None)


def counted(severity: Severity, number: int) -> Text:
    """A number of findings in words: ``1 Fehler``, ``2 Warnungen``."""
    return _with_number(_COUNTED[severity][number != 1], number)


def number_of_causes(number: int) -> Text:
    """A number of causes in words: ``5 Ursachen``."""
    return _with_number(_CAUSES[number != 1], number)


def more_causes(number: int) -> Text:
    """The causes that are not shown: ``und 7 weitere Ursachen``."""
    return _with_number(_MORE_CAUSES[number != 1], number)


def times(number: int) -> Text:
    """How often something comes up: ``131-mal``; nothing for what is there once."""
    return _with_number(Text("{}-mal", "{} times"), number) if number > 1 else NOTHING


def _with_number(words: Text, number: int) -> Text:
    digits = in_digits(number)
    return Text(words.de.format(digits.de), words.en.format(digits.en))


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


def places_of(runs: Sequence[Run], most: int) -> Text:
    """The first places in words, and how many cells are left: ``C7, C9–C12, C20 und 130 weitere``."""
    named, more = runs[:most], sum(run.size for run in runs[most:])
    told = Text(*(", ".join(words) for words in zip(*map(_run, named), strict=True)))
    return and_more(told, more)


def and_more(told: Text, more: int) -> Text:
    """What is told, and how many are not: ``C7, C20 und 130 weitere``."""
    number = in_digits(more)
    return Text(f"{told.de} und {number.de} weitere", f"{told.en} and {number.en} more") if more else told


def _run(run: Run) -> Text:
    first, last = run
    if first == last:
        return place_of(first)
    if first.column:
        return Text(f"{first.address}–{last.address}", f"{first.address}–{last.address}")
    return Text(f"Zeilen {first.row}–{last.row}", f"Rows {first.row}–{last.row}")


def column_of(cause: Cause) -> Text:
    """The column in words; nothing where the place is no cell of it."""
    if not cause.column or not cause.cell.column:
        return NOTHING
    return Text(f"Spalte „{cause.column}“", f"Column “{cause.column}”")


def examples_of(cause: Cause, most: int = MOST_EXAMPLES) -> Text:
    """What stands in the cells, and what was probably meant; nothing where the message says it already."""
    examples = untold_examples(cause)[:most]
    if not examples:
        return NOTHING
    german, english = (", ".join(words) for words in zip(*map(_example, examples), strict=True))
    label = label_of_examples(cause)
    return Text(f"{label.de} {german}", f"{label.en} {english}")


def label_of_examples(cause: Cause) -> Text:
    """What the examples are: what stands in the cells, or what the findings at a header speak of."""
    return Text("Betroffen:", "Concerned:") if cause.results[0].about.de else Text("Da steht:", "It says:")


def untold_examples(cause: Cause) -> Sequence[Example]:
    """The examples; none where the message says the only one already."""
    return () if len(cause.examples) == 1 and _is_said(cause.examples[0], cause.message) else cause.examples


def _is_said(example: Example, message: Text) -> bool:
    return not example.suggestion.de and example.value.de in message.de


def _example(example: Example) -> Text:
    value, meant = example
    return Text(
        f"„{value.de}“ ({meant.de})" if meant.de else f"„{value.de}“",
        f"“{value.en}” ({meant.en})" if meant.en else f"“{value.en}”",
    )


def reason_of(left_out: LeftOut) -> Text:
    """Why a row became no project; an unknown reason speaks for itself."""
    return ROW_REASONS.get(left_out.reason, Text(left_out.reason, left_out.reason))
