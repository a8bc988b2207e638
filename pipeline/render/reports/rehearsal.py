"""A rehearsal in a terminal or as JSON: each step and what came of it, what to mend first, or the letter."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Words

from pipeline.model.harvest import Rehearsal, Step
from pipeline.model.report import Language, Severity, Text, ValidationResult
from pipeline.render.reports.console import visible
from pipeline.render.reports.letter import Letter

LAYOUT_VERSION = 1
_STYLES = {Severity.VIOLATION: "bold red", Severity.WARNING: "bold yellow", Severity.INFO: "bold blue"}
_MARKS = {None: ("✓", "green"), Severity.INFO: ("✓", "green"), Severity.WARNING: ("!", "bold yellow"),
          Severity.VIOLATION: ("✗", "bold red")}  # fmt: skip
_HEAD = Text("Probe: ein Portal holt {}", "Rehearsal: a portal harvests {}")
_ELSEWHERE = Text(
    "Gefragt wurde dort statt unter {}; was für die veröffentlichte Adresse gilt, zeigt nur eine Probe ohne --at.",
    "It was asked there in the place of {}; what holds for the published address, only a rehearsal without --at tells.",
)
_MEND = Text("Bevor Sie dem Portal schreiben, ist dies zu beheben:", "To be mended before you write to the portal:")
_NOTES = Text("Zur Kenntnis:", "For information:")
_LETTER = Text(
    "Alles in Ordnung. Das können Sie dem Portal schreiben:", "All is well. This you can write to the portal:"
)
_DRAFT = Text(
    "Dort ist alles in Ordnung. Entwurf des Briefs; senden Sie ihn erst, wenn die Probe ohne --at bestanden ist:",
    "All is well there. A draft of the letter; send it only once the rehearsal without --at has been passed:",
)


def print_rehearsal(
    rehearsal: Rehearsal, letter: Letter | None, console: Console, *, language: Language = "de"
) -> None:
    """Print it; nothing that a server says is taken for markup or for commands to the terminal."""
    console.print(Words(_HEAD.in_(language).format(visible(rehearsal.catalog)), style="bold"))
    if rehearsal.place.is_elsewhere:
        console.print(Words(_ELSEWHERE.in_(language).format(rehearsal.place.published[0])))
    console.print()
    console.print(_table(rehearsal.steps, language))
    for head, results in _parted(rehearsal.results):
        console.print()
        console.print(Words(head.in_(language), style="bold"))
        for result in results:
            _print_finding(result, console, language)
    if letter:
        console.print()
        console.print(Words((_DRAFT if letter.is_draft else _LETTER).in_(language), style="bold"))
        console.print()
        print(letter.text, file=console.file)  # as it is, to be copied


def _table(steps: Sequence[Step], language: Language) -> Table:
    table = Table.grid(padding=(0, 1))
    for step in steps:
        worst = min((result.severity for result in step.results), key=lambda each: each.rank, default=None)
        mark, style = _MARKS[worst]
        table.add_row(Words(mark, style), Words(step.title.in_(language)), Words(str(step.count), "dim"))
    return table


def _parted(results: Iterable[ValidationResult]) -> Iterable[tuple[Text, list[ValidationResult]]]:
    """What is to be mended, the gravest first, and what is only to be known."""
    ordered = sorted(results, key=lambda result: result.severity.rank)
    notes = [result for result in ordered if result.severity is Severity.INFO]
    parts = ((_MEND, [result for result in ordered if result.severity is not Severity.INFO]), (_NOTES, notes))
    return [part for part in parts if part[1]]


def _print_finding(result: ValidationResult, console: Console, language: Language) -> None:
    words = Words(result.severity.label.in_(language), _STYLES[result.severity])
    words.append(f"  {visible(result.message.in_(language))}", "default")
    console.print(Padding(words, (0, 0, 0, 2)))
    console.print(Padding(Words("→ " + visible(result.remedy.in_(language))), (0, 0, 0, 4)))


def render_rehearsal_json(rehearsal: Rehearsal, letter: Letter | None) -> str:
    """The rehearsal as JSON, in the layout that ``docs/rehearse.md`` describes."""
    content = {
        "version": LAYOUT_VERSION,
        "catalog": rehearsal.catalog,
        "published_at": rehearsal.place.published[0],
        "asked_at": rehearsal.place.asked,
        "at": rehearsal.at.isoformat(timespec="seconds"),
        "edition": rehearsal.version or None,
        "datasets": rehearsal.datasets,
        "files": rehearsal.files,
        "size_bytes": rehearsal.size,
        "passed": letter is not None,
        "steps": [_step(step) for step in rehearsal.steps],
        "letter": {"draft": letter.is_draft, "text": letter.text} if letter else None,
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _step(step: Step) -> dict[str, Any]:
    return {
        "name": step.name,
        "title": step.title._asdict(),
        "count": step.count,
        "findings": [_finding(result) for result in step.results],
    }


def _finding(result: ValidationResult) -> dict[str, Any]:
    return {
        "rule": result.rule.iri,
        "severity": str(result.severity),
        "message": result.message._asdict(),
        "remedy": result.remedy._asdict(),
        "where": result.cell.file,
        "addresses": result.about.de.split(),
    }
