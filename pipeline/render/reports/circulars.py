"""Who is asked about which projects, in a terminal: circulars in, a table out; and what there is to say besides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text as Words

from pipeline.model.circular import Circular, Request
from pipeline.model.report import Language, Text, ValidationResult
from pipeline.render.formats.circular_words import in_words, question_lines, question_of
from pipeline.render.reports.console import visible


def print_circulars(circulars: Sequence[Circular], console: Console, language: Language) -> None:
    """Print a table with a row for each project of each unit, or that there is nothing to ask."""
    if not circulars:
        console.print(Words(_NOTHING.in_(language)))
        return
    table = Table(box=None, pad_edge=False)
    for title in _TITLES:
        table.add_column(title.in_(language), overflow="fold")
    for circular in circulars:
        for number, request in enumerate(circular.requests):
            cells = [_unit(circular, language) if number == 0 else "", *_cells(request, language)]
            table.add_row(*(Words(cell) for cell in cells), end_section=number == len(circular.requests) - 1)
    console.print(table)


def _unit(circular: Circular, language: Language) -> str:
    due = in_words(circular.due).in_(language)
    return "\n".join((visible(circular.unit), visible(circular.mailbox), _UNTIL.in_(language).format(due=due)))


def _cells(request: Request, language: Language) -> Iterator[str]:
    yield visible(request.key)
    yield visible(request.title)
    yield "\n".join(map(visible, question_lines(request, language)))


_TITLES = (
    Text("Stelle", "Unit"),
    Text("Kennung", "Identifier"),
    Text("Projekt", "Project"),
    Text("Worum gebeten wird", "What is asked for"),
)
_UNTIL = Text("bis {due}", "by {due}")
_NOTHING = Text("Zurzeit ist niemand etwas zu fragen.", "There is nothing to ask of anybody at present.")


def circulars_json(circulars: Iterable[Circular], told: Iterable[ValidationResult]) -> dict[str, Any]:
    """The same for programs."""
    return {
        "version": 1,
        "circulars": [_circular_json(circular) for circular in circulars],
        "told": [
            {"rule": each.rule.id, "cell": str(each.cell), "message": each.message, "remedy": each.remedy}
            for each in told
        ],
    }


def _circular_json(circular: Circular) -> dict[str, Any]:
    requests = [
        {
            "key": request.key,
            "title": request.title,
            "reasons": [point.reason.value for point in request.points],
            "questions": [question_of(point) for point in request.points],
            "shared_with": list(request.shared_with),
        }
        for request in circular.requests
    ]
    return {
        "id": circular.id,
        "unit": circular.unit,
        "mailbox": circular.mailbox,
        "day": circular.day.isoformat(),
        "due": circular.due.isoformat(),
        "edition": circular.version,
        "requests": requests,
    }
