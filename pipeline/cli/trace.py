"""``roadmap trace``: every published statement about a thing, and the cell that it comes from."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.codes import CLEAN
from pipeline.cli.options import output_option, speech_options
from pipeline.cli.speech import Speech, open_console, print_json
from pipeline.model.errors import ConfigError
from pipeline.model.report import Text


@click.command()
@click.argument("iri")
@click.option("--edition", default="current", show_default=True, help="The edition to look into.")
@output_option
@speech_options
def trace(iri: str, edition: str, output: Path, speech: Speech) -> int:
    """Show every published statement about IRI and the cell it comes from."""
    from pipeline.render.formats.provenance import read_provenance

    places = sorted(output.glob("*/public/current" if edition == "current" else f"*/public/editions/{edition}"))
    tables = [place / "provenance.csv" for place in places if (place / "provenance.csv").is_file()]
    found = [origin for table in tables for origin in read_provenance(*_read(table), iri.strip("<>"))]
    if not found:
        raise ConfigError(Text(f"Keine Ausgabe in {output}/ kennt {iri}", f"No edition in {output}/ knows {iri}"))
    if speech.is_json:
        print_json({"version": 1, "statements": found})
    else:
        from pipeline.render.reports.trace import print_origins

        print_origins(found, open_console(), language=speech.language)
    return CLEAN


def _read(table: Path) -> tuple[bytes, bytes]:
    """The origins in an edition, and what was typed, which lies in its internal half and may be kept elsewhere."""
    edition = table.resolve().parent
    typed = edition.parents[2] / "internal" / "editions" / edition.name / "typed.csv"
    return table.read_bytes(), typed.read_bytes() if typed.is_file() else b""
