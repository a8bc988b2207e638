"""``roadmap site``: the pages for citizens anew, from the edition that stands."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from pipeline.cli.codes import CLEAN
from pipeline.cli.files import shown
from pipeline.cli.options import language_option, output_option, sources_option
from pipeline.cli.places import find_settings
from pipeline.cli.speech import Speech, complain
from pipeline.model.errors import PipelineError
from pipeline.model.report import Language, in_digits


@click.command()
@click.argument("towns", nargs=-1, metavar="[TOWN]...")
@sources_option
@output_option
@language_option
def site(towns: Sequence[str], sources: Path, output: Path, language: Language | None) -> int:
    """Write the pages for citizens of each TOWN anew, from its newest edition; of all towns without one."""
    from pipeline.publish.folder import Folder
    from pipeline.sited import show_town
    from pipeline.town import read_town
    from pipeline.town.resources import read_resources

    resources, codes = read_resources(), [CLEAN]
    speech = Speech(language or "de", is_asked=language is not None)
    for settings in find_settings(towns, sources):
        try:
            town = read_town(settings, resources.code_lists)
            speech = speech.to(town.dataset)
            folder = Folder(output / town.name)
            with folder.locked():
                came = show_town(folder, town, resources)
        except PipelineError as error:  # one town's mistake must not keep the others' pages
            codes.append(complain(error, speech.language))
            continue
        if not any(came):
            speech.say(f"{town.name}: hat keine Bürgerseiten", f"{town.name}: has no pages for citizens")
            continue
        numbers = [in_digits(number) for number in came]
        german, english = ([number.in_(each) for number in numbers] for each in ("de", "en"))
        place = shown(folder.public / "index.html")
        speech.say(
            "{}: {} Dateien, davon {} neu, {} geändert, {} entfernt: {}".format(town.name, *german, place),
            "{}: {} files, of which {} new, {} changed; {} removed: {}".format(town.name, *english, place),
        )
    return max(codes)
