"""``roadmap score``: how good the metadata of a catalog is."""

from __future__ import annotations

import logging
from pathlib import Path

import click

from pipeline.cli.codes import CLEAN
from pipeline.cli.options import output_option, speech_options
from pipeline.cli.places import find_catalog
from pipeline.cli.speech import Speech, open_console, progress
from pipeline.model.errors import ConfigError
from pipeline.model.report import Text


@click.command()
@click.argument("source", required=False, metavar="[SOURCE]")
@click.option("--online/--offline", default=False, help="Ask the addresses of the files.  [default: offline]")
@output_option
@speech_options
def score(source: str | None, online: bool, output: Path, speech: Speech) -> int:
    """Rate the metadata of the catalog at SOURCE: a town's current edition, a file or a URL."""
    from pipeline.model.metrics import build_methodology
    from pipeline.readers.catalog import is_address, read_catalog
    from pipeline.readers.statuses import fetch_statuses, find_beside
    from pipeline.render.reports.score import print_scorecard, render_score_json
    from pipeline.score import find_addresses
    from pipeline.score import score as score_catalog
    from pipeline.town.resources import read_resources

    _quiet_rdflib()
    resources, place = read_resources(), find_catalog(source, output)
    methodology = build_methodology(resources.quality)
    with progress(speech.language) as tell:
        tell(Text(f"bewertet {place}", f"rating {place}"))
        triples = read_catalog(place)
        statuses = fetch_statuses(find_addresses(triples, methodology)) if online else {}
        beside = frozenset[str]() if online or is_address(place) else find_beside(Path(place), triples)
        card = score_catalog(triples, methodology, resources.catalog_rules, statuses)
    if not card.datasets:
        raise ConfigError(Text(f"{place}: beschreibt keinen dcat:Dataset", f"{place}: describes no dcat:Dataset"))
    if speech.is_json:
        click.echo(render_score_json(card, beside=beside), nl=False)
    else:
        print_scorecard(card, open_console(), language=speech.language, beside=beside)
    return CLEAN


def _quiet_rdflib() -> None:
    """A stranger's value that does not fit its datatype is no matter for the log: rdflib prints a stack for each."""
    logging.getLogger("rdflib").addHandler(logging.NullHandler())
