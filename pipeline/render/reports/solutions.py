"""The rows that answer a question, for a person at a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text as Words

from pipeline.model.question import GROUPS, Question
from pipeline.model.report import Language, Text
from pipeline.model.solutions import Solutions
from pipeline.render.reports.console import visible
from pipeline.render.reports.trace import short

_NONE = Text("Keine Antwort: Es gibt nichts, das der Frage entspricht.", "No answer: nothing is as asked.")
_NUMBERS = ("integer>", "decimal>", "double>")


def print_solutions(solutions: Solutions, console: Console, *, language: Language) -> None:
    """Print a table; a terminal that is too narrow breaks its cells, not its lines."""
    if not solutions.rows:
        console.print(_NONE.in_(language))
        return
    table = Table(box=None, header_style="bold", pad_edge=False)
    for place, name in enumerate(solutions.variables):
        numeric = all(row[place].endswith(_NUMBERS) or not row[place] for row in solutions.rows)
        table.add_column(Words(name), justify="right" if numeric else "left", overflow="fold")
    for row in solutions.rows:
        table.add_row(*(Words(visible(short(term))) for term in row))
    console.print(table)


def print_questions(questions: Sequence[Question], console: Console, *, language: Language) -> None:
    """Print what can be asked, in groups: the name, the question, and what may be chosen."""
    for group, title in GROUPS.items():
        of_group = [question for question in questions if question.group == group]
        console.print(Words(title.in_(language), style="bold"))
        for question in of_group:
            chosen = ", ".join(parameter.name for parameter in question.parameters)
            console.print(Words("  ").append(question.name, style="cyan").append(f"  {question.title.in_(language)}"))
            if chosen:
                console.print(Words(f"      --set {chosen}", style="dim"))
        console.print()
