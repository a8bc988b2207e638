"""``roadmap template``: an empty workbook to fill in."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.codes import CLEAN
from pipeline.cli.files import check_targets, force_option, write
from pipeline.cli.options import language_option, sources_option
from pipeline.cli.places import find_settings
from pipeline.cli.speech import Speech
from pipeline.model.report import Language


@click.command()
@click.argument("town")
@click.option("--to", "target", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Where to write it.  [default: TOWN-vorlage.xlsx]")  # fmt: skip
@force_option
@sources_option
@language_option
def template(town: str, target: Path | None, force: bool, sources: Path, language: Language | None) -> int:
    """Write an empty workbook to fill in, with drop-down lists and a guide."""
    from pipeline.render.formats.template import render_template
    from pipeline.town import read_town, refuse_without_roadmap
    from pipeline.town.resources import read_resources

    lists = read_resources().code_lists
    (settings,) = find_settings([town], sources)
    found = read_town(settings, lists)
    refuse_without_roadmap(found)
    speech = Speech(language or "de", is_asked=language is not None).to(found.dataset)
    target = target or Path(f"{found.name}-vorlage.xlsx")
    check_targets([target], inputs=[settings], force=force)
    write(target, render_template(found.dataset, found.strategy, code_lists=lists, language=speech.language))
    speech.say(f"Vorlage geschrieben: {target}", f"Template written: {target}")
    return CLEAN
