"""``roadmap rollback``: an earlier edition comes back, as the newest one, everywhere."""

from __future__ import annotations

import os
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.clock import read_now
from pipeline.cli.codes import CLEAN
from pipeline.cli.files import command, shown
from pipeline.cli.options import OUTPUT, SOURCES, output_option, sources_option, speech_options
from pipeline.cli.places import find_settings
from pipeline.cli.publish import deliver
from pipeline.cli.speech import Speech, complain, print_json, progress
from pipeline.model.errors import PipelineError
from pipeline.model.own_variables import variables_of
from pipeline.model.report import OneText, Text
from pipeline.publish import Order, named_destinations

if TYPE_CHECKING:
    from pipeline.model.edition import Edition
    from pipeline.town import Town


@click.command()
@click.argument("town")
@click.argument("version")
@click.option("--reason", required=True, help="Why; it is published.")
@click.option("--reason-en", default="", help="The same in English.")
@click.option("--publish", "is_published", is_flag=True, help="Send it to every destination of the settings.")
@sources_option
@output_option
@speech_options
def rollback(
    town: str,
    version: str,
    reason: str,
    reason_en: str,
    is_published: bool,
    sources: Path,
    output: Path,
    speech: Speech,
) -> int:
    """Bring the edition VERSION of TOWN back, as a new edition that says the same."""
    from pipeline.publish.folder import Folder
    from pipeline.rolled_back import roll_back
    from pipeline.sited import show_town
    from pipeline.town import read_town, refuse_shared
    from pipeline.town.resources import read_resources

    (settings,) = find_settings([town], sources)
    resources = read_resources()
    found = read_town(settings, resources.code_lists)
    refuse_shared(found.folder, found.dataset)
    speech = speech.to(found.dataset)
    folder = Folder(output / found.name)
    why = Text(reason, reason_en) if reason_en else OneText(reason, reason)
    codes = [CLEAN]
    with progress(speech.language) as tell, folder.locked():
        tell(Text("holt die Ausgabe zurück", "bringing the edition back"))
        edition = roll_back(folder, found, resources, version=version, reason=why, now=read_now())
        try:
            show_town(folder, found, resources)
        except PipelineError as error:  # the edition stands all the same
            codes.append(complain(error, speech.language))
    _print_edition(edition, folder.halves(edition.version).public, speech)
    if is_published:
        codes += _deliver(found, output, speech)
    elif not speech.is_json:
        _print_next(found, sources, output, speech)
    return max(codes)


def _deliver(town: Town, output: Path, speech: Speech) -> list[int]:
    """Send it to every destination; where one does not do its part, the others get it all the same."""
    codes = []
    for name in named_destinations(town.dataset, os.environ):
        try:
            order = Order(town.dataset, output / town.name, variables_of(town.name, os.environ), tell=speech.mention)
            codes.append(deliver(name, order, speech))
        except PipelineError as error:
            codes.append(complain(error, speech.language))
    return codes


def _print_edition(edition: Edition, place: Path, speech: Speech) -> None:
    returned = edition.returned
    assert returned
    if speech.is_json:
        print_json({"version": 1, "town": edition.town, "edition": edition.version, "returned": returned})
        return
    speech.say(
        f"{edition.town}: Ausgabe {edition.version} liegt in {shown(place)}; sie sagt, was {returned.version} gesagt "
        f"hat, anstelle von {returned.instead_of}\n"
        "Roadmap und Strategie sind die von damals; Titel, Lizenz und Herausgeber im Katalog die aus dataset.toml von "
        "heute.\n"
        "Die Tabelle im Ordner der Stadt ist noch die zurückgenommene: Berichtigen Sie sie, sonst wird sie beim "
        "nächsten Lauf zurückgehalten.",
        f"{edition.town}: edition {edition.version} lies in {shown(place)}; it says what {returned.version} said, in "
        f"the place of {returned.instead_of}\n"
        "Roadmap and strategy are those of then; title, license and publisher in the catalog are those of today's "
        "dataset.toml.\n"
        "The workbook in the town's folder is still the one that was taken back: correct it, or the next run holds it "
        "back.",
    )


def _print_next(town: Town, sources: Path, output: Path, speech: Speech) -> None:
    """How to send it to each destination, in lines that can be copied."""
    there = "" if output == OUTPUT else f" --output {shlex.quote(str(output))}"
    here = "" if sources == SOURCES else f" --sources {shlex.quote(str(sources))}"
    lines = "".join(
        f"\n  {shlex.quote(command())} publish {town.name} --to {name}{here}{there}"
        for name in named_destinations(town.dataset, os.environ)
    )
    if lines:
        speech.say(f"\nWas jetzt noch zu tun ist:{lines}", f"\nWhat is left to do:{lines}")
