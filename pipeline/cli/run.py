"""``roadmap run``: the next edition of each town, and what can be done with it."""

from __future__ import annotations

import json
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.clock import read_now
from pipeline.cli.codes import CLEAN, verdict
from pipeline.cli.files import command, shown
from pipeline.cli.options import OUTPUT, SOURCES, output_option, sources_option, speech_options
from pipeline.cli.places import find_settings
from pipeline.cli.speech import Speech, complain, print_json, print_report, progress
from pipeline.model.errors import PipelineError
from pipeline.model.release import ACCEPTED_LOSS, NOTHING
from pipeline.model.report import Text
from pipeline.publish import DESTINATIONS

if TYPE_CHECKING:
    from pipeline.run import Outcome
    from pipeline.town.resources import Resources


@click.command()
@click.argument("towns", nargs=-1, metavar="[TOWN]...")
@click.option("--accept-loss", is_flag=True, help="Publish although many projects or a column are missing.")
@sources_option
@output_option
@speech_options
def run(towns: Sequence[str], accept_loss: bool, sources: Path, output: Path, speech: Speech) -> int:
    """Make the next edition of each TOWN, of all towns without one."""
    from pipeline.run import run as run_town
    from pipeline.town import read_town
    from pipeline.town.resources import read_resources

    resources = read_resources()
    released = ACCEPTED_LOSS if accept_loss else NOTHING
    outcomes, codes = [], []
    for settings in find_settings(towns, sources):
        heard = speech
        try:
            town = read_town(settings, resources.code_lists)
            heard = speech.to(town.dataset)
            with progress(heard.language) as tell:
                outcome = run_town(
                    town, resources, output, now=read_now(), released=released, language=heard.language, tell=tell
                )
        except PipelineError as error:  # one town's mistake must not keep the others from being published
            codes.append(complain(error, heard.language))
            continue
        outcomes.append(outcome)
        if outcome.receipt:
            codes.append(show_pages(outcome, resources, output, heard))
        for path in outcome.passed_over:
            heard.mention(_passed_over(shown(path)))
        codes.append(verdict(outcome.prepared.report))
        if not speech.is_json:
            print_outcome(outcome, heard)
    if speech.is_json:
        print_json([_as_json(outcome) for outcome in outcomes])
    elif published := [outcome.town.name for outcome in outcomes if outcome.receipt]:
        print_next_steps(published, sources, output, speech)
    return max(codes)


def show_pages(outcome: Outcome, resources: Resources, output: Path, speech: Speech) -> int:
    """Bring the pages for citizens to the edition that stands, and say what came of it."""
    from pipeline.publish.folder import Folder
    from pipeline.sited import show_town

    folder = Folder(output / outcome.town.name)
    try:
        with progress(speech.language) as tell, folder.locked():
            tell(Text("schreibt die Bürgerseiten", "writing the pages for citizens"))
            show_town(folder, outcome.town, resources)
    except PipelineError as error:  # the edition stands all the same
        return complain(error, speech.language)
    return CLEAN


def _passed_over(path: Path) -> Text:
    return Text(
        f"{path}: heißt wie eine Ausgabe und ist keine ganze; wird übergangen",
        f"{path}: is called like an edition and is no whole one; it is passed over",
    )


def print_outcome(outcome: Outcome, speech: Speech) -> None:
    """Tell what a run came to: what was found, and where the edition and the report lie."""
    page = shown(outcome.report_folder / ("report.en.html" if speech.language == "en" else "report.html"))
    print_report(outcome.prepared.report, speech, Text(f"Siehe {page}.", f"See {page}."))
    town, receipt = outcome.town.name, outcome.receipt
    if receipt and receipt.changed:
        speech.say(
            f"{town}: Ausgabe {Path(receipt.location).name} liegt in {shown(receipt.location)}",
            f"{town}: edition {Path(receipt.location).name} lies in {shown(receipt.location)}",
        )
    elif receipt:
        speech.say(
            f"{town}: nichts hat sich geändert, {Path(receipt.location).name} bleibt die aktuelle Ausgabe",
            f"{town}: nothing has changed, {Path(receipt.location).name} stays the current edition",
        )
    else:
        speech.say(
            f"{town}: keine neue Ausgabe; veröffentlicht bleibt, was veröffentlicht ist",
            f"{town}: no new edition; what is published stays published",
        )
    place = shown(outcome.report_folder)
    speech.say(f"{town}: Prüfbericht in {place}", f"{town}: report in {place}")


def print_next_steps(towns: Sequence[str], sources: Path, output: Path, speech: Speech) -> None:
    """What to do with an edition, in lines that can be copied; told for the first town where there are several."""
    town = towns[0]
    there = "" if output == OUTPUT else f" --output {shlex.quote(str(output))}"
    here = "" if sources == SOURCES else f" --sources {shlex.quote(str(sources))}"
    many = len(towns) > 1
    public = output / town / "public"
    catalog, home = shown(public / "current" / "catalog.ttl"), public / "index.html"
    pages = (f"  Bürgerseiten {shown(home)}\n", f"  pages         {shown(home)}\n") if home.is_file() else ("", "")
    roadmap = shlex.quote(command())
    score = f"{roadmap} score {town}{there}"
    served = f"{roadmap} serve{there}"
    plan = f"{roadmap} publish {town} --to {next(iter(DESTINATIONS))} --dry-run{here}{there}"
    speech.say(
        f"\nWie es weitergeht{f', hier für {town}' if many else ''}:\n"
        f"{pages[0]}"
        f"  Katalog      {catalog}\n"
        f"  Bewertung    {score}\n"
        f"  Portalplan   {plan}\n"
        f"  Ansehen      {served}",
        f"\nWhat comes next{f', here for {town}' if many else ''}:\n"
        f"{pages[1]}"
        f"  catalog       {catalog}\n"
        f"  score         {score}\n"
        f"  portal plan   {plan}\n"
        f"  look at it    {served}",
    )


def _as_json(outcome: Outcome) -> dict[str, Any]:
    from pipeline.render.reports.tables import render_json

    receipt = outcome.receipt
    return {
        "town": outcome.town.name,
        "edition": Path(receipt.location).name if receipt else None,
        "changed": bool(receipt and receipt.changed),
        "report": json.loads(render_json(outcome.prepared.report)),
    }
