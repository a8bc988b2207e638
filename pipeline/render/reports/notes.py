"""What a comment at a cell says about the findings there."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.model.report import Language, Text, ValidationResult
from pipeline.render.reports.legible import legible, shorten
from pipeline.render.reports.ooxml.comments import SIGNATURE, Run
from pipeline.render.reports.wording import REMEDY

# A comment is read in a small box; all the rest stands in the summary.
_MOST_FINDINGS = 6
_LONGEST_TEXT = 400
_MORE = Text("… und {} weitere, siehe das Blatt „{}“", "… and {} more, see the sheet “{}”")


def note_runs(results: Sequence[ValidationResult], summary: str, language: Language) -> list[Run]:
    """The comment for one cell: each finding with its severity first, the gravest on top."""
    ordered = sorted(results, key=lambda result: result.severity.rank)
    runs: list[Run] = []
    for result in ordered[:_MOST_FINDINGS]:
        runs += [*([Run("\n\n")] if runs else []), *_finding(result, language)]
    more = len(ordered) - _MOST_FINDINGS
    if more > 0:
        runs.append(Run(f"\n\n{_MORE.in_(language).format(more, summary)}"))
    return [*runs, Run(f"\n{SIGNATURE.in_(language)}")]


def _finding(result: ValidationResult, language: Language) -> list[Run]:
    severity, title = result.severity.label.in_(language), result.rule.title.in_(language)
    message, remedy = (_brief(text.in_(language)) for text in (result.message, result.remedy))
    return [
        Run(f"{severity}: {_brief(title)}\n", bold=True),
        Run(f"{_about(result, language)}{message}\n"),
        Run(f"{REMEDY.in_(language)}: ", bold=True),
        Run(remedy),
    ]


def _about(result: ValidationResult, language: Language) -> str:
    """What a finding at a header speaks of; elsewhere that is what stands in the cell."""
    about = legible(result.about.in_(language)) if result.rule.at_header else ""
    return f"{about}: " if about else ""


def _brief(text: str) -> str:
    return shorten(legible(text), _LONGEST_TEXT)
