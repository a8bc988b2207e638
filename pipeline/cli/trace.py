"""``roadmap trace``: every published statement about a thing, and the cell that it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.codes import CLEAN
from pipeline.cli.options import output_option, speech_options
from pipeline.cli.speech import Speech, open_console, print_json
from pipeline.model.errors import ConfigError
from pipeline.model.report import Text

if TYPE_CHECKING:
    from pipeline.render.formats.provenance import Origin


@click.command()
@click.argument("iri")
@click.option("--edition", default="current", show_default=True, help="The edition to look into.")
@output_option
@speech_options
def trace(iri: str, edition: str, output: Path, speech: Speech) -> int:
    """Show every published statement about IRI and the cell it comes from."""
    places = sorted(output.glob("*/public/current" if edition == "current" else f"*/public/editions/{edition}"))
    found = [origin for place in places for origin in _origins(place, iri.strip("<>"))]
    if not found:
        raise ConfigError(Text(f"Keine Ausgabe in {output}/ kennt {iri}", f"No edition in {output}/ knows {iri}"))
    if speech.is_json:
        print_json({"version": 1, "statements": found})
    else:
        from pipeline.render.reports.trace import print_origins

        print_origins(found, open_console(), language=speech.language)
    return CLEAN


def _origins(place: Path, iri: str) -> Iterable[Origin]:
    """What an edition tells of the origin of a thing; one of an older program has no graphs, but the table."""
    from pipeline.render.formats.provenance import read_provenance, with_typed
    from pipeline.render.formats.provenance_graphs import read_graphs

    graphs, table = place / "provenance.nq", place / "provenance.csv"
    if graphs.is_file():
        return with_typed(read_graphs(lambda: _lines(graphs), iri), _typed(place))
    return read_provenance(table.read_bytes(), _typed(place), iri) if table.is_file() else ()


def _lines(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8", newline="\n") as file:
        yield from file


def _typed(place: Path) -> bytes:
    """What was typed in the cells; it lies in the internal half of an edition and may be kept elsewhere."""
    edition = place.resolve()
    typed = edition.parents[2] / "internal" / "editions" / edition.name / "typed.csv"
    return typed.read_bytes() if typed.is_file() else b""
