"""``roadmap rehearse``: play a portal at the published address, and say what to write to its operator."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.clock import read_now
from pipeline.cli.codes import CLEAN, FINDINGS, OUTSIDE
from pipeline.cli.options import output_option, sources_option, speech_options
from pipeline.cli.places import find_settings
from pipeline.cli.speech import Speech, open_console, progress
from pipeline.model.errors import ConfigError
from pipeline.model.harvest import Rehearsal, Trouble
from pipeline.model.report import Text


@click.command()
@click.argument("town", required=False, metavar="[TOWN]")
@click.option("--at", default="", metavar="URL", help="Ask at another address, such as that of a test server.")
@click.option("--json", "format_", flag_value="json", help="The same as --format json.")
@sources_option
@output_option
@speech_options
def rehearse(town: str | None, at: str, sources: Path, output: Path, speech: Speech) -> int:
    """Harvest where TOWN publishes as a portal would, say what to mend, or else what to write to the portal."""
    from pipeline.publish.folder import Folder
    from pipeline.rehearsed import rehearse as rehearse_town
    from pipeline.render.reports.letter import write_letter
    from pipeline.render.reports.rehearsal import print_rehearsal, render_rehearsal_json
    from pipeline.town import read_town
    from pipeline.town.resources import read_resources

    resources = read_resources()
    found = read_town(_settings(town, sources), resources.code_lists)
    speech = speech.to(found.dataset)
    with progress(speech.language) as tell:
        folder = Folder(output / found.name)
        rehearsal = rehearse_town(found, folder, resources, now=read_now(), at=at, tell=tell)
    letter = write_letter(rehearsal, found.dataset, found.day_of(rehearsal.at), language=speech.language)
    if speech.is_json:
        click.echo(render_rehearsal_json(rehearsal, letter), nl=False)
    else:
        print_rehearsal(rehearsal, letter, open_console(), language=speech.language)
    return _code(rehearsal, is_passed=letter is not None)


def _settings(town: str | None, sources: Path) -> Path:
    """The settings of a town, of the only one where none is named."""
    settings = find_settings([town] if town else [], sources)
    if len(settings) > 1:
        known = ", ".join(path.parent.name for path in settings)
        raise ConfigError(Text(f"Nennen Sie die Stadt: {known}", f"say which town: {known}"))
    return settings[0]


def _code(rehearsal: Rehearsal, *, is_passed: bool) -> int:
    """No server that answers is the world outside; all else that is wrong is a finding."""
    if rehearsal.trouble in (Trouble.CONNECTION, Trouble.TIMEOUT):
        return OUTSIDE
    return CLEAN if is_passed else FINDINGS
