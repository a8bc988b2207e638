"""The options that several commands have."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from pipeline.cli.speech import Speech
from pipeline.model.report import Language

SOURCES, OUTPUT = Path("sources"), Path("output")

language_option = click.option(
    "--lang",
    "language",
    type=click.Choice(["de", "en"]),
    help="Language of findings and messages.  [default: that of the town's sheets]",
)
sources_option = click.option(
    "--sources",
    type=click.Path(path_type=Path),
    default=SOURCES,
    show_default=True,
    help="The folder that holds a folder for each town.",
)
output_option = click.option(
    "--output",
    type=click.Path(path_type=Path),
    default=OUTPUT,
    show_default=True,
    help="The folder that editions are written to.",
)
format_option = click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Text for people, JSON for programs.",
)


def speech_options(command: Callable[..., int]) -> Callable[..., int]:
    """``--format`` and ``--lang``, handed to the command as one ``Speech``."""

    @format_option
    @language_option
    @wraps(command)
    def speaking(*, format_: str, language: Language | None, **given: Any) -> int:
        speech = Speech(language or "de", is_json=format_ == "json", is_asked=language is not None)
        return command(**given, speech=speech)

    return speaking
