"""``roadmap merge``: answers to circulars into a town's roadmap, shown first, then released."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.clock import read_now
from pipeline.cli.codes import CLEAN, FINDINGS
from pipeline.cli.files import command, shown
from pipeline.cli.options import output_option, sources_option, speech_options
from pipeline.cli.places import find_settings
from pipeline.cli.speech import Speech
from pipeline.model.errors import ConfigError
from pipeline.model.report import Text

if TYPE_CHECKING:
    from pipeline.merging import Merging
    from pipeline.model.merging import Place, Received
    from pipeline.model.report import ValidationResult
    from pipeline.town import Town
    from pipeline.town.resources import Resources


@click.command()
@click.argument("town")
@click.argument("replies", nargs=-1, metavar="[FILE]...", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--take", metavar="master|UNIT", help="Who is right at each --cell: your workbook, or a unit.")
@click.option("--cell", "cells", multiple=True, metavar="KEY:COLUMN", help="A cell to settle; may be given again.")
@click.option(
    "--release/--dry-run",
    default=None,
    help="Write the merged copy, which the next run publishes; or show only, also where a town releases at once.",
)
@sources_option
@output_option
@speech_options
def merge(
    town: str,
    replies: Sequence[Path],
    take: str | None,
    cells: Sequence[str],
    release: bool | None,
    sources: Path,
    output: Path,
    speech: Speech,
) -> int:
    """Show what the replies in each FILE change in TOWN's roadmap, settle what is in conflict, and release it.

    Replies that the watcher took from the inbox are merged, too, and those that were released before once more, so
    without a FILE a new workbook is brought to them.
    """
    from pipeline.merge import settle
    from pipeline.merging import may_release, merge_town, read_replies
    from pipeline.publish.folder import Folder
    from pipeline.reminding import kept_circulars
    from pipeline.town import read_town
    from pipeline.town.resources import read_resources

    if bool(take) is not bool(cells):
        raise click.UsageError("--take and --cell are given together")
    resources, (settings,), now = read_resources(), find_settings([town], sources), read_now()
    found = read_town(settings, resources.code_lists)
    speech = speech.to(found.dataset)
    folder = Folder(output / found.name)
    with folder.locked():
        received, told = read_replies(replies, kept_circulars(folder), found, resources)
        handed_in, told_of_these = _handed_in(found, resources, output)
        received, told = (*received, *handed_in), (*told, *told_of_these)
        merging = merge_town(found, resources, received, now=now)
        if take:
            words = settle(merging.merged, take, [_place(cell) for cell in cells])
            merging = merge_town(found, resources, received, now=now, settled=words)
        _print(merging, told, speech)
        if release or (release is None and received and may_release(merging, told)):
            _release(merging, speech)
        else:
            _say_what_is_left(merging, speech)
    return FINDINGS if merging.merged.conflicts or told else CLEAN


def _handed_in(
    town: Town, resources: Resources, output: Path
) -> tuple[tuple[Received, ...], tuple[ValidationResult, ...]]:
    """The replies that a watcher took from the inbox and that are not taken over yet."""
    from pipeline.merging import read_handed_in
    from pipeline.publish.folder import Folder
    from pipeline.reminding import kept_circulars
    from pipeline.state import FILE, open_state

    if not (output / FILE).is_file():
        return (), ()
    folder = Folder(output / town.name)
    with open_state(output) as state:
        waiting = state.drops(town.name, "reply")
    return read_handed_in(waiting, folder.internal / "drops", kept_circulars(folder), town, resources)


def _place(cell: str) -> Place:
    """A cell as it is typed; keys may hold a colon, columns none."""
    from pipeline.model.merging import Place

    key, colon, column = cell.rpartition(":")
    if not colon:
        raise ConfigError(Text(f"--cell {cell}: schreiben Sie KENNUNG:SPALTE", f"--cell {cell}: write KEY:COLUMN"))
    return Place(key, column)


def _print(merging: Merging, told: Sequence[ValidationResult], speech: Speech) -> None:
    from pipeline.render.reports.merging import merged_json, render_merged

    if speech.is_json:
        click.echo(merged_json(merging.merged), nl=False)
        return
    click.echo(render_merged(merging.merged, speech.language), nl=False)
    for result in told:
        speech.mention(Text(f"{result.cell}: {result.message.de}", f"{result.cell}: {result.message.en}"))


def _say_what_is_left(merging: Merging, speech: Speech) -> None:
    if merging.written and not speech.is_json:
        speech.say(
            f"Noch ist nichts übernommen. Freigeben: {command()} merge {merging.town.name} … --release",
            f"Nothing is taken over yet. To release it: {command()} merge {merging.town.name} … --release",
        )


def _release(merging: Merging, speech: Speech) -> None:
    from pipeline.merging import release

    for path in release(merging, speech.language):
        if not speech.is_json:
            speech.say(
                f"Die Antworten stehen in {shown(path)}; der nächste Lauf veröffentlicht sie.",
                f"The answers stand in {shown(path)}; the next run publishes them.",
            )
