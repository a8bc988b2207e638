"""``roadmap decisions``: ask the council information system for the papers that a town's sheets name."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.clock import read_now
from pipeline.cli.codes import CLEAN
from pipeline.cli.files import shown
from pipeline.cli.options import sources_option, speech_options
from pipeline.cli.places import find_settings
from pipeline.cli.speech import Speech, print_json, progress


@click.command()
@click.argument("town")
@sources_option
@speech_options
def decisions(town: str, sources: Path, speech: Speech) -> int:
    """Look up when and by whom the papers that TOWN's sheets name were adopted, by OParl, and keep it for each run."""
    from pipeline.model.council import WHY_NOT
    from pipeline.resolved import look_up
    from pipeline.town import read_town
    from pipeline.town.council import DECISIONS
    from pipeline.town.resources import read_resources

    resources, (settings,) = read_resources(), find_settings([town], sources)
    found = read_town(settings, resources.code_lists)
    speech = speech.to(found.dataset)
    with progress(speech.language) as tell:
        council = look_up(found, resources, now=read_now(), tell=tell)
    if speech.is_json:
        print_json({"decisions": council.resolutions, "others": council.others})
        return CLEAN
    for number, decision in sorted(council.resolutions.items()):
        speech.say(f"{number}: {decision.day:%d.%m.%Y} {decision.body}", f"{number}: {decision.day} {decision.body}")
    for number, why in sorted(council.others.items()):
        speech.say(f"{number}: {WHY_NOT[why].de}", f"{number}: {WHY_NOT[why].en}")
    place = shown(settings.parent / DECISIONS)
    speech.say(f"Steht in {place}; der nächste Lauf nimmt es auf.", f"Kept in {place}; the next run takes it up.")
    return CLEAN
