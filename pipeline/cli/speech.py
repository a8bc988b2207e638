"""What a command says: to people in their language, to programs as JSON, and what went wrong in one line."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.codes import OUTSIDE, USAGE
from pipeline.model.errors import OutsideWorldError, PipelineError
from pipeline.model.report import Language, Tell, Text, ValidationReport, tell_nobody
from pipeline.model.secret import secrets_of

if TYPE_CHECKING:
    from rich.console import Console

    from pipeline.model.dataset import Dataset


@dataclass(frozen=True, slots=True)
class Speech:
    """How a command was asked to speak (``--lang``, ``--format``). Whom nobody asked speaks as the town does."""

    language: Language = "de"
    is_json: bool = False
    is_asked: bool = False

    def to(self, town: Dataset) -> Speech:
        """The same to a town whose sheets are in another language."""
        return self if self.is_asked else replace(self, language="en" if town.language == "en" else "de")

    def say(self, german: str, english: str) -> None:
        """Print a line for people."""
        click.echo(english if self.language == "en" else german)

    def mention(self, text: Text) -> None:
        """Print a line on standard error, beside the output."""
        click.echo(text.in_(self.language), err=True)


def complain(error: PipelineError, language: Language) -> int:
    """Say what went wrong, one line a mistake, and which exit code it deserves."""
    said = secrets_of(os.environ).without(error.message.in_(language))  # a server may repeat what opens it
    for line in said.splitlines():
        click.echo(f"roadmap: {line}", err=True)
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


def print_report(report: ValidationReport, speech: Speech, whole: Text) -> None:
    """Print what was found in the sheets. ``whole`` says where more of it stands than has room on a screen."""
    if speech.is_json:
        from pipeline.render.reports.tables import render_json

        click.echo(render_json(report), nl=False)
    else:
        from pipeline.render.reports.console import print_report as print_to_console

        print_to_console(report, open_console(), language=speech.language, whole=whole)


def open_console(*, stderr: bool = False) -> Console:
    """The terminal, or whatever is in its place."""
    from rich.console import Console

    return Console(stderr=stderr, highlight=False)


@contextmanager
def progress(language: Language) -> Iterator[Tell]:
    """The stage that a command is at and the time it has taken, on a terminal alone."""
    if not sys.stderr.isatty():
        yield tell_nobody
        return
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
    with Progress(*columns, console=open_console(stderr=True), transient=True) as shown:
        task = shown.add_task("", total=None)
        yield lambda stage: shown.update(task, description=f"{stage.in_(language)} …")
