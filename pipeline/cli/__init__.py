"""The command ``roadmap``: what a person types in, what a person reads out.

One module for each command; what they share stands in ``options`` (typed in), ``places`` and ``files`` (found and
written), ``speech`` (read out), ``clock`` and ``codes``. What is heavy is imported by the command that needs it.
"""

from __future__ import annotations

import errno
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from itertools import pairwise
from tempfile import gettempdir

import click

from pipeline.cli import (
    check,
    decisions,
    diff,
    erase,
    join,
    load,
    mcp,
    merge,
    publish,
    query,
    rehearse,
    release,
    remind,
    report,
    rollback,
    run,
    score,
    serve,
    site,
    status,
    take_in,
    template,
    trace,
    watch,
    withdraw,
)
from pipeline.cli.codes import CLEAN, FINDINGS, INTERRUPTED, OUTSIDE, USAGE
from pipeline.cli.mistakes import tell_mistake
from pipeline.cli.speech import complain
from pipeline.model.errors import OUT_OF_MEMORY, OutsideWorldError, PipelineError, reason_of
from pipeline.model.report import Language, Text

__all__ = ["CLEAN", "FINDINGS", "INTERRUPTED", "OUTSIDE", "USAGE", "main", "roadmap"]


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="digitalstrategie", prog_name="roadmap")
def roadmap() -> None:
    """Publish a town's digital strategy as linked open data."""


_OF_SHEETS = (
    *(run.run, check.check, template.template, take_in.take_in, decisions.decisions, release.release),
    *(remind.remind, merge.merge, join.join),
)
_OF_EDITIONS = (
    *(trace.trace, diff.diff, load.load, report.report, score.score, site.site, publish.publish),
    *(rehearse.rehearse, serve.serve, query.query, mcp.mcp, erase.erase, withdraw.withdraw, rollback.rollback),
    watch.watch,
    status.status,
)
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
    except (click.Abort, KeyboardInterrupt):
        code = INTERRUPTED
    except PipelineError as error:
        code = complain(error, language)
    except OSError as error:
        code = complain(OutsideWorldError(_lost(error)), language)
    except MemoryError:
        code = complain(OutsideWorldError(OUT_OF_MEMORY), language)
    sys.exit(code)


def _lost(error: OSError) -> Text:
    """What no other place could say better. Files of this program are named where they are written."""
    reason, file = reason_of(error), error.filename
    if not file and error.errno in _FULL:
        folder = gettempdir()
        return Text(
            f"{reason.de}: der Ordner für Zwischendateien ({folder}, TMPDIR) oder das Ziel der Ausgabe ist voll",
            f"{reason.en}: the folder for temporary files ({folder}, TMPDIR) or where the output goes is full",
        )
    return Text(f"{file}: {reason.de}", f"{file}: {reason.en}") if file else reason


_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def _language_of(arguments: Sequence[str]) -> Language:
    """The language that was asked for, also where the command broke off."""
    return "en" if "--lang=en" in arguments or ("--lang", "en") in pairwise(arguments) else "de"
