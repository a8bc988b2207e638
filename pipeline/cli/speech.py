"""What a command says: to people in their language, to programs as JSON, and what went wrong in one line."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, fields, is_dataclass
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.codes import OUTSIDE, USAGE
from pipeline.model.errors import OutsideWorldError, PipelineError
from pipeline.model.report import Language, Text, ValidationReport

if TYPE_CHECKING:
    from rich.console import Console


@dataclass(frozen=True, slots=True)
class Speech:
    """How a command was asked to speak (``--lang``, ``--format``)."""

    language: Language = "de"
    is_json: bool = False

    def say(self, german: str, english: str) -> None:
        """Print a line for people."""
        click.echo(english if self.language == "en" else german)

    def mention(self, text: Text) -> None:
        """Print a line on standard error, beside the output."""
        click.echo(text.in_(self.language), err=True)


def complain(error: PipelineError, language: Language) -> int:
    """Say what went wrong in one line, and which exit code it deserves."""
    click.echo(f"roadmap: {error.message.in_(language)}", err=True)
    return OUTSIDE if isinstance(error, OutsideWorldError) else USAGE


def print_json(value: Any) -> None:
    """Print a value for programs."""
    click.echo(json.dumps(plain(value), ensure_ascii=False, indent=2))


def plain(value: Any) -> Any:
    """A value as JSON has it: records by the names of their fields, words in both languages.

    >>> plain({"title": Text("Stand", "modified")})
    {'title': {'de': 'Stand', 'en': 'modified'}}
    """
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return plain(value._asdict())
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {name: plain(item) for name, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, list | tuple) else value


def print_report(report: ValidationReport, speech: Speech) -> None:
    """Print what was found in the sheets."""
    if speech.is_json:
        from pipeline.render.reports.tables import render_json

        click.echo(render_json(report), nl=False)
    else:
        from pipeline.render.reports.console import print_report as print_to_console

        print_to_console(report, open_console(), language=speech.language)


def open_console(*, stderr: bool = False) -> Console:
    """The terminal, or whatever is in its place."""
    from rich.console import Console

    return Console(stderr=stderr, highlight=False)


def progress(what: str) -> AbstractContextManager[object]:
    """A spinner on a terminal, and nothing anywhere else."""
    return open_console(stderr=True).status(what) if sys.stderr.isatty() else nullcontext()
