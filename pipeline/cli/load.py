"""``roadmap load``: what a town says, or said on any day, as RDF."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from pipeline.cli.codes import CLEAN
from pipeline.cli.options import language_option, output_option
from pipeline.model.report import Language


@click.command()
@click.argument("town")
@click.option("--as-of", "day", type=click.DateTime(["%Y-%m-%d"]), metavar="DAY",
              help="At the end of which day, as 2025-06-30.  [default: today]")  # fmt: skip
@output_option
@language_option
def load(town: str, day: datetime | None, output: Path, language: Language | None) -> int:
    """Print what the roadmap and the strategy of TOWN say, or said on a day, as Turtle."""
    from pipeline.loaded import read_as_of
    from pipeline.model.vocabulary import PREFIXES
    from pipeline.render.formats.rdf import render_turtle

    triples = read_as_of(town, f"{day:%Y-%m-%d}" if day else "", output=output)
    click.echo(render_turtle(triples, PREFIXES).decode(), nl=False)
    return CLEAN
