"""The report in a terminal: what there is to do, the gravest first, then what happens next."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from textwrap import wrap
from typing import NamedTuple

from rich.console import Console
from rich.table import Table
from rich.text import Text as Words

from pipeline.model.causes import MOST_EXAMPLES, Cause, group
from pipeline.model.report import Language, Severity, Text, ValidationReport
from pipeline.render.reports import wording
from pipeline.render.reports.legible import shorten

_STYLES = {Severity.VIOLATION: "bold red", Severity.WARNING: "bold yellow", Severity.INFO: "bold blue"}
# A dozen things to do are read; from five on each has four lines, the place and three more, so that five fit on a
# screen of 24.
_MOST_CAUSES, _MOST_AT_EASE, _MOST_RUNS = 12, 4, 4
_CROWDED_LINES = 3
_LONGEST_VALUE, _LONGEST_SENTENCE = 80, 400
# What moves the cursor, rings a bell or turns the direction of the text around.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2028\u2029\u2066-\u2069\ud800-\udfff]")


class _Page(NamedTuple):
    """How causes are told: in which language and width, on four lines each in a crowd, with the sheet if it differs."""

    language: Language
    width: int
    is_crowded: bool
    has_sheets: bool

    def say(self, text: Text) -> str:
        """A text in the language of the page, on one line."""
        return visible(text.in_(self.language))


def print_report(
    report: ValidationReport, console: Console, *, language: Language = "de", whole: Text = wording.AS_JSON
) -> None:
    """Print a dozen causes; nothing that a file says is taken for markup or for commands to the terminal.

    ``whole`` says where the others are told.
    """
    causes = group(report.results)
    if causes:
        console.print(_told(causes, console.width, language))
        more = len(causes) - _MOST_CAUSES
        if more > 0:
            console.print(Words(f"… {wording.more_causes(more).in_(language)}. {whole.in_(language)}"))
        console.print()
    console.print(Words(_ending(report, len(causes), language)))


def _ending(report: ValidationReport, causes: int, language: Language) -> str:
    summary, next_step = wording.summed_up(report.results), wording.next_step(report.results)
    from_causes = f" ({wording.number_of_causes(causes).in_(language)})" if 1 < causes < len(report.results) else ""
    line = f"{summary.in_(language)}{from_causes}: {next_step.in_(language)}"
    return line[0].upper() + line[1:]


def _told(causes: Sequence[Cause], width: int, language: Language) -> Table:
    labels = [cause.severity.label.in_(language) for cause in causes]
    room = width - max(map(len, labels)) - 2
    sheets = {(cause.cell.file, cause.cell.sheet) for cause in causes}
    page = _Page(language, room, len(causes) > _MOST_AT_EASE, len(sheets) > 1)
    table = Table.grid(padding=(0, 2, 0, 0), expand=True)
    table.title, table.title_justify, table.title_style = _title(causes[0], page), "left", "bold"
    table.add_column(no_wrap=True)
    table.add_column(ratio=1, overflow="fold")
    for cause, label in zip(causes[:_MOST_CAUSES], labels, strict=False):
        end = "" if page.is_crowded else "\n"
        table.add_row(Words(label, style=_STYLES[cause.severity]), Words("\n").join(_lines(cause, page)).append(end))
    return table


def _title(first: Cause, page: _Page) -> Words | None:
    """The file and the sheet, where all causes are in one."""
    if page.has_sheets:
        return None
    return Words(_joined([visible(first.cell.file), visible(first.cell.sheet or "")], " / "))


def _lines(cause: Cause, page: _Page) -> list[Words]:
    """Where, what is wrong, what stands there, what to do; in a crowd on four lines at most."""
    message, examples = page.say(cause.message), page.say(wording.examples_of(cause))
    remedy = f"→ {page.say(cause.remedy)}"
    if not page.is_crowded:
        lines = (shorten(line, _LONGEST_SENTENCE) for line in (message, examples, remedy) if line)
        return [Words(_where(cause, page), style="bold"), *map(Words, lines)]
    to_do = wrap(remedy, page.width, max_lines=2, placeholder=" …")
    said = _said(cause, message, page, _CROWDED_LINES - len(to_do))
    return [_cut(_where(cause, page), page.width), *map(Words, (*said, *to_do))]


def _said(cause: Cause, message: str, page: _Page, most_lines: int) -> list[str]:
    """The message with as many examples as there is room for, none of them cut."""
    for most in range(MOST_EXAMPLES, -1, -1):
        lines = wrap(_joined([message, page.say(wording.examples_of(cause, most))], " "), page.width)
        if len(lines) <= most_lines:
            return lines
    return wrap(message, page.width, max_lines=most_lines, placeholder=" …")


def _cut(line: str, width: int) -> Words:
    words = Words(line, style="bold")
    words.truncate(width, overflow="ellipsis")
    return words


def _where(cause: Cause, page: _Page) -> str:
    """``E8–E20 und 117 weitere · Spalte „Status“ · 131-mal``."""
    sheet = [visible(part) for part in (cause.cell.file, cause.cell.sheet) if part] if page.has_sheets else []
    places = page.say(wording.places_of(cause.runs, _MOST_RUNS))
    column = shorten(page.say(wording.column_of(cause)), _LONGEST_VALUE)
    return _joined([" / ".join(sheet), places, column, page.say(wording.times(cause.count))], " · ")


def _joined(parts: Iterable[str], by: str) -> str:
    return by.join(part for part in parts if part)


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
