"""What a run came to, as people are told: findings, where the edition lies, and what can be done with it."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.cli.codes import CLEAN
from pipeline.cli.files import command, shown
from pipeline.cli.options import OUTPUT, SOURCES
from pipeline.cli.speech import Speech, complain, print_report, progress
from pipeline.model.errors import PipelineError
from pipeline.model.report import Text
from pipeline.publish import DESTINATIONS

if TYPE_CHECKING:
    from pipeline.run import Outcome
    from pipeline.town.resources import Resources


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


def passed_over(path: Path) -> Text:
    """What is said of a folder among the editions that is none."""
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
