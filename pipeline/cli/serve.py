"""``roadmap serve``: the published folders of towns over HTTP, with an answer for every IRI and for queries."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from pipeline.cli.codes import CLEAN
from pipeline.cli.options import language_option, output_option
from pipeline.cli.places import find_published
from pipeline.cli.speech import Speech
from pipeline.model.report import Language


@click.command()
@click.argument("towns", nargs=-1, metavar="[TOWN]...")
@click.option("--port", type=click.IntRange(0, 65535), default=8080, show_default=True, help="0 takes any free one.")
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="The address to answer at. Any other than this can be reached by other machines.",
)
@click.option("--prefix", default="", help="The path that a proxy in front takes away before it asks here.")
@output_option
@language_option
def serve(towns: Sequence[str], port: int, host: str, prefix: str, output: Path, language: Language | None) -> int:
    """Serve what is published of each TOWN, of all towns without one: pages, data and SPARQL."""
    from pipeline.serve import address_of, listen, open_app, open_socket

    speech = Speech(language or "de", is_asked=language is not None)
    folders = find_published(towns, output)
    with open_socket(host, port) as listening, open_app(folders, prefix=prefix) as app:
        address = address_of(listening)
        for town in app.towns:
            place = f"{address}{town.root}"
            click.echo(f"{town.name}: {place}  (SPARQL: {place}sparql)")
        if len(app.towns) > 1:
            speech.say(f"Alle: {address}/", f"All: {address}/")
        speech.say("Strg-C beendet es.", "Ctrl-C ends it.")
        listen(app, listening)
    return CLEAN
