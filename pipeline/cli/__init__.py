"""The command ``roadmap``: what a person types in, what a person reads out.

One module for each command; what they share stands in ``options`` (typed in), ``places`` and ``files`` (found and
written), ``speech`` (read out), ``clock`` and ``codes``. What is heavy is imported by the command that needs it.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from io import TextIOWrapper
from itertools import pairwise

import click

from pipeline.cli import check, diff, publish, report, run, score, template, trace
from pipeline.cli.codes import CLEAN, FINDINGS, OUTSIDE, USAGE
from pipeline.cli.mistakes import tell_mistake
from pipeline.cli.speech import complain
from pipeline.model.errors import OutsideWorldError, PipelineError, reason_of
from pipeline.model.report import Language, Text

__all__ = ["CLEAN", "FINDINGS", "OUTSIDE", "USAGE", "main", "roadmap"]


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="digitalstrategie", prog_name="roadmap")
def roadmap() -> None:
    """Publish a town's digital strategy as linked open data."""


_OF_SHEETS = (run.run, check.check, template.template)
_OF_EDITIONS = (trace.trace, diff.diff, report.report, score.score, publish.publish)
for command in (*_OF_SHEETS, *_OF_EDITIONS):
    roadmap.add_command(command)


def main(arguments: Sequence[str] | None = None) -> None:
    """The command's border: errors become one line on standard error and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without umlauts shows a question mark
    arguments = sys.argv[1:] if arguments is None else arguments
    language = _language_of(arguments)
    try:
        code = roadmap.main(arguments, prog_name="roadmap", standalone_mode=False)
    except click.ClickException as error:
        tell_mistake(error, language)
        code = USAGE
    except click.Abort:
        code = OUTSIDE
    except PipelineError as error:
        code = complain(error, language)
    except OSError as error:
        code = complain(OutsideWorldError(_lost(error)), language)
    sys.exit(code)


def _lost(error: OSError) -> Text:
    """What no other place could say better."""
    reason, file = reason_of(error), f"{error.filename}: " if error.filename else ""
    return Text(f"{file}{reason.de}", f"{file}{reason.en}")


def _language_of(arguments: Sequence[str]) -> Language:
    """The language that was asked for, also where the command broke off."""
    return "en" if "--lang=en" in arguments or ("--lang", "en") in pairwise(arguments) else "de"
