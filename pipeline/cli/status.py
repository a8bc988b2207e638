"""``roadmap status``: how it goes in the towns that are watched."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from pipeline.cli.clock import read_now
from pipeline.cli.codes import CLEAN, FINDINGS
from pipeline.cli.options import output_option, sources_option, speech_options
from pipeline.cli.places import find_settings
from pipeline.cli.speech import Speech, print_json
from pipeline.model.errors import ConfigError, PipelineError
from pipeline.model.report import Text
from pipeline.model.routine import Reminders, Schedule


@click.command()
@click.argument("towns", nargs=-1, metavar="[TOWN]...")
@sources_option
@output_option
@speech_options
def status(towns: Sequence[str], sources: Path, output: Path, speech: Speech) -> int:
    """Tell what waits, went out and failed in each TOWN, in all without one; ends with 1 where not all is well."""
    from pipeline.state import FILE, open_state
    from pipeline.watch.status import in_lines, read_status, reasons

    (schedules, reminders), now = _read_routines(find_settings(towns, sources)), read_now()
    if not (output / FILE).is_file():
        raise ConfigError(Text(f"{output}: Hier hat noch niemand gewacht", f"{output}: nobody has watched here yet"))
    with open_state(output) as state:
        found = read_status(state, schedules, now, reminders=reminders)
    why = reasons(found, now)
    if speech.is_json:
        print_json({"version": 1, "healthy": not why, "reasons": why, "towns": _plain(found)})
    else:
        for each in found:
            click.echo(each.town)
            for line in in_lines(each):
                speech.say(f"  {line.de}", f"  {line.en}")
    return FINDINGS if why else CLEAN


def _read_routines(settings: Sequence[Path]) -> tuple[dict[str, Schedule], dict[str, Reminders]]:
    """The schedules of towns by their names, and the reminders of those that send mail.

    A town whose settings cannot be read has none.
    """
    from pipeline.watch.watched import Watched

    schedules: dict[str, Schedule] = {}
    reminders: dict[str, Reminders] = {}
    for path in settings:
        town = Watched(path)
        try:
            dataset = town.dataset()
        except PipelineError:
            schedules[town.key()] = Schedule()
            continue
        if dataset.has_roadmap:
            schedules[dataset.name] = dataset.schedule
        if dataset.has_roadmap and dataset.mail.host:
            reminders[dataset.name] = dataset.reminders
    return schedules, reminders


def _plain(found: Sequence[object]) -> object:
    import json

    from pipeline.cli.speech import plain

    return json.loads(json.dumps(plain(found), default=str))
