"""The report in a terminal: a table for each file, then what happens next."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text as Words

from pipeline.model.report import Language, Severity, Text, ValidationReport, ValidationResult
from pipeline.render.reports import wording
from pipeline.render.reports.legible import shorten

_STYLES = {Severity.VIOLATION: "bold red", Severity.WARNING: "bold yellow", Severity.INFO: "bold blue"}
_FINDING = Text("Befund", "Finding")
# Below this width six columns leave too little room for sentences.
_WIDE = 120
_LONGEST_VALUE, _LONGEST_SENTENCE = 80, 400
# What moves the cursor, rings a bell or turns the direction of the text around.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2028\u2029\u2066-\u2069\ud800-\udfff]")


class _Column(NamedTuple):
    """A column: its title, the words of a finding in it, and how it shares the width."""

    title: Text
    words: Callable[[ValidationResult, Language], Words]
    ratio: int | None = None
    max_width: int | None = None


def print_report(report: ValidationReport, console: Console, *, language: Language = "de") -> None:
    """Print all findings; nothing that a file says is taken for markup or for commands to the terminal."""
    columns = _WIDE_COLUMNS if console.width >= _WIDE else _NARROW_COLUMNS
    for file in dict.fromkeys(result.cell.file for result in report.results):
        gravest_first = sorted(report.of_file(file), key=lambda result: result.severity.rank)
        console.print(_table(file, gravest_first, columns, language))
        console.print()
    summary, next_step = wording.summed_up(report.results), wording.next_step(report.results)
    line = f"{summary.in_(language)}: {next_step.in_(language)}"
    console.print(Words(line[0].upper() + line[1:]))


def _table(file: str, results: Sequence[ValidationResult], columns: Sequence[_Column], language: Language) -> Table:
    title = Words(visible(file), style="bold")
    table = Table(title=title, title_justify="left", box=box.HORIZONTALS, show_lines=True, expand=True, pad_edge=False)
    for column in columns:
        table.add_column(column.title.in_(language), ratio=column.ratio, max_width=column.max_width, overflow="fold")
    for result in results:
        table.add_row(*(column.words(result, language) for column in columns))
    return table


def visible(text: str) -> str:
    """The text in one line, with pictures in place of control characters.

    >>> visible("rot\\x1b[31m")
    'rot␛[31m'
    """
    return _CONTROL.sub(lambda control: _picture(control.group()), text.replace("\r\n", "\n"))


def _picture(control: str) -> str:
    if control == "\n":
        return "⏎"
    return chr(0x2400 + ord(control)) if control < " " else "\ufffd"


def _severity(result: ValidationResult, language: Language) -> Words:
    return Words(result.severity.label.in_(language), style=_STYLES[result.severity])


def _place(result: ValidationResult, language: Language) -> Words:
    place = Words(wording.place_of(result.cell).in_(language), style="bold")
    return place.append(f"\n{visible(result.cell.sheet)}", "not bold") if result.cell.sheet else place


def _column(result: ValidationResult, _: Language) -> Words:
    return Words(shorten(visible(result.column), _LONGEST_VALUE))


def _value(result: ValidationResult, language: Language) -> Words:
    is_about_cell = result.cell.column and result.cell.row
    empty = f"({wording.EMPTY.in_(language)})" if is_about_cell else ""
    return Words(shorten(visible(result.value), _LONGEST_VALUE) or empty)


def _message(result: ValidationResult, language: Language) -> Words:
    return Words(shorten(visible(result.message.in_(language)), _LONGEST_SENTENCE))


def _remedy(result: ValidationResult, language: Language) -> Words:
    return Words(shorten(visible(result.remedy.in_(language)), _LONGEST_SENTENCE))


def _all(result: ValidationResult, language: Language) -> Words:
    """Column, value, message and remedy beneath each other."""
    label = [words.plain for words in (_column(result, language), _value(result, language)) if words.plain]
    head = [Words(": ".join(label), style="bold")] if label else []
    return Words("\n").join([*head, _message(result, language), Words("→ ") + _remedy(result, language)])


_WIDE_COLUMNS = (
    _Column(wording.SEVERITY, _severity),
    _Column(wording.CELL, _place, max_width=18),
    _Column(wording.COLUMN, _column, 2),
    _Column(wording.VALUE, _value, 3),
    _Column(wording.MESSAGE, _message, 5),
    _Column(wording.REMEDY, _remedy, 6),
)
_NARROW_COLUMNS = (
    _Column(wording.SEVERITY, _severity),
    _Column(wording.CELL, _place, max_width=18),
    _Column(_FINDING, _all, 1),
)
