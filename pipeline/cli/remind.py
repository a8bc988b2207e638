"""``roadmap remind``: who is asked to confirm or to mend which projects."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.clock import read_now
from pipeline.cli.codes import CLEAN, FINDINGS
from pipeline.cli.files import check_targets, force_option, shown, write
from pipeline.cli.options import output_option, sources_option, speech_options
from pipeline.cli.places import find_settings
from pipeline.cli.speech import Speech, open_console, print_json, progress
from pipeline.model.report import Severity, Text, Tier, ValidationResult

if TYPE_CHECKING:
    from pipeline.reminding import Reminding
    from pipeline.town import Town
    from pipeline.town.resources import Resources


@click.command()
@click.argument("town")
@click.option("--lay", type=click.Path(path_type=Path, file_okay=False), metavar="FOLDER",
              help="Write the workbooks of the units into this folder, for somebody to send.")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Write nothing, only say who would be asked about what.")
@force_option
@sources_option
@output_option
@speech_options
def remind(town: str, lay: Path | None, dry_run: bool, force: bool, sources: Path, output: Path, speech: Speech) -> int:
    """Say which units of TOWN are to be asked about which projects, and why. Mail is sent by the watcher alone."""
    from pipeline.reminding import remind as find_out
    from pipeline.render.reports.circulars import circulars_json, print_circulars
    from pipeline.town import read_town, refuse_without_roadmap
    from pipeline.town.resources import read_resources

    resources, (settings,) = read_resources(), find_settings([town], sources)
    place = read_town(settings, resources.code_lists)
    refuse_without_roadmap(place)
    speech = speech.to(place.dataset)
    with progress(speech.language) as tell:
        found = find_out(place, resources, output, now=read_now(), tell=tell)
    _mention(found, place, speech)
    if speech.is_json:
        print_json(circulars_json(found.circulars, found.told))
    else:
        print_circulars(found.circulars, open_console(), speech.language)
        _tell(found.told, speech)
    if lay and not dry_run:
        _lay(found, place, resources, output, lay, force, speech)
    return FINDINGS if found.told else CLEAN


def _mention(found: Reminding, town: Town, speech: Speech) -> None:
    """What keeps projects from being asked about at all."""
    if not town.dataset.reminders.units:
        speech.mention(_NO_UNITS)
    if any(each.severity is Severity.VIOLATION and each.rule.tier is not Tier.CELLS for each in found.report.results):
        speech.mention(_UNREAD)


_NO_UNITS = Text(
    "In dataset.toml steht unter reminders.units kein Postfach; so wird niemand gefragt.",
    "dataset.toml names no mailbox under reminders.units, so nobody is asked.",
)
_UNREAD = Text(
    "Nicht alle Tabellen ließen sich ganz lesen; nach Projekten, die nur dort stehen, wird nicht gefragt. "
    "Was zu tun ist, sagt „roadmap check“.",
    'Not all workbooks could be read in full; nobody is asked about projects that stand there alone. "roadmap check" '
    "says what to do.",
)


def _tell(told: Iterable[ValidationResult], speech: Speech) -> None:
    """Who cannot be asked, with the place and what to do."""
    for each in told:
        click.echo(f"{each.cell}: {each.message.in_(speech.language)} {each.remedy.in_(speech.language)}")


def _lay(
    found: Reminding, town: Town, resources: Resources, output: Path, folder: Path, force: bool, speech: Speech
) -> None:
    """Write the workbooks, then keep what was written: so that each is known again when it comes back."""
    from pipeline.publish.folder import Folder
    from pipeline.reminding import keep_circular, name_of, workbook_of

    targets: Sequence[Path] = [folder / name_of(circular) for circular in found.circulars]
    check_targets(targets, inputs=town.workbooks, force=force)
    folder.mkdir(parents=True, exist_ok=True)
    for circular, target in zip(found.circulars, targets, strict=True):
        write(target, workbook_of(circular, found, town, resources, speech.language))
        keep_circular(circular, Folder(output / town.name))
        speech.mention(Text(f"geschrieben: {shown(target)}", f"written: {shown(target)}"))
