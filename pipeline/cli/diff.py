"""``roadmap diff``: what changed from one edition to another."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.clock import read_now
from pipeline.cli.codes import CLEAN
from pipeline.cli.options import output_option, speech_options
from pipeline.cli.places import find_edition, owner_of
from pipeline.cli.speech import Speech, print_json


@click.command()
@click.argument("before", metavar="A")
@click.argument("after", metavar="[B]", default="current")
@click.option("--town", help="The town whose versions A and B are.  [default: the only one]")
@click.option("--rdf", is_flag=True, help="Print the changes as RDF (Turtle).")
@output_option
@speech_options
def diff(before: str, after: str, town: str | None, rdf: bool, output: Path, speech: Speech) -> int:
    """Say what changed from edition A to edition B, the current one unless named: versions of a town, or folders."""
    from pipeline.news import compare_editions
    from pipeline.render.formats.changes import in_words
    from pipeline.render.formats.changes_graph import CHANGE_PREFIXES, as_rdf
    from pipeline.render.formats.rdf import render_turtle

    first = find_edition(before, town, output)
    second = find_edition(after, town or owner_of(first, output), output)
    comparison, base = compare_editions(first, second)
    if rdf:
        click.echo(render_turtle(as_rdf(comparison, base, read_now()), CHANGE_PREFIXES).decode(), nl=False)
    elif speech.is_json:
        told = {"before": comparison.before, "after": comparison.after, "reason": comparison.reason}
        print_json({"version": 1, **told, "things": comparison.things})
    else:
        click.echo(in_words(comparison, speech.language), nl=False)
    return CLEAN
