"""``roadmap import``: what a town said before, from an old workbook or from an output folder kept elsewhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import click

from pipeline.cli.clock import read_now
from pipeline.cli.codes import CLEAN, verdict
from pipeline.cli.files import shown
from pipeline.cli.options import output_option, sources_option, speech_options
from pipeline.cli.outcome import print_outcome
from pipeline.cli.places import find_settings
from pipeline.cli.speech import Speech, progress
from pipeline.model.council import Council
from pipeline.model.errors import ConfigError
from pipeline.model.report import Text


@click.command("import")
@click.argument("town")
@click.argument("source", type=click.Path(path_type=Path, exists=True))
@click.option("--as-of", "day", type=click.DateTime(["%Y-%m-%d"]), metavar="DAY",
              help="The day of which a workbook tells, as 2024-01-15.")  # fmt: skip
@sources_option
@output_option
@speech_options
def take_in(town: str, source: Path, day: datetime | None, sources: Path, output: Path, speech: Speech) -> int:
    """Take in what TOWN said before: an old workbook as the edition of a DAY, or an output folder with its newest.

    The oldest first: an edition never comes before one that is there.
    """
    (settings,) = find_settings([town], sources)
    if source.is_dir():
        return _take_edition(settings.parent.name, source, output, speech)
    if day is None:
        raise ConfigError(_day_missing(source))
    return _take_workbook(settings, source, day.date(), output, speech)


def _take_workbook(settings: Path, workbook: Path, day: date, output: Path, speech: Speech) -> int:
    from pipeline.publish.folder import Folder
    from pipeline.run import run
    from pipeline.town import read_town, refuse_without_roadmap
    from pipeline.town.resources import read_resources

    resources, now = read_resources(), read_now()
    town = read_town(settings, resources.code_lists)
    refuse_without_roadmap(town)
    heard = speech.to(town.dataset)
    there = Folder(output / town.name).versions()
    if there and there[-1].partition(".")[0] >= day.isoformat():
        raise ConfigError(_too_late(day, there[-1]))
    if day > town.day_of(now):
        raise ConfigError(_in_the_future(day))
    # Of what else lies there today nothing is to be said, and what the council decided was asked later.
    town = replace(town, workbooks=(workbook,), unread=(), council=Council())
    with progress(heard.language) as tell:
        outcome = run(town, resources, output, now=now, day=day, language=heard.language, tell=tell)
    print_outcome(outcome, heard)
    return verdict(outcome.prepared.report)


def _take_edition(name: str, source: Path, output: Path, speech: Speech) -> int:
    from pipeline.publish.folder import Folder

    edition = Folder(source).read_edition()
    if edition is None:
        raise ConfigError(_no_edition(source))
    if edition.town != name:
        raise ConfigError(_other_town(source, edition.town))
    target = Folder(output / name)
    with target.locked():
        if there := target.versions():
            raise ConfigError(_too_late(edition.version, there[-1]))
        receipt = target.publish(edition)
    place = shown(receipt.location)
    speech.say(
        f"{name}: Ausgabe {edition.version} übernommen, sie liegt in {place}",
        f"{name}: edition {edition.version} taken in, it lies in {place}",
    )
    return CLEAN


def _day_missing(source: Path) -> Text:
    return Text(
        f"{source}: Nennen Sie den Tag, dessen Stand die Tabelle zeigt, mit --as-of 2024-01-15",
        f"{source}: say of which day the workbook tells, with --as-of 2024-01-15",
    )


def _too_late(day: date | str, newest: str) -> Text:
    return Text(
        f"Eine Ausgabe vom {day} kann nicht mehr vor die vom {newest} treten; übernehmen Sie die ältesten zuerst, "
        "vor dem ersten Lauf",
        f"An edition of {day} cannot come before that of {newest} any more; take in the oldest first, before the "
        "first run",
    )


def _in_the_future(day: date) -> Text:
    return Text(f"{day} ist noch nicht gewesen", f"{day} is yet to come")


def _no_edition(source: Path) -> Text:
    return Text(
        f"{source}: Hier liegt keine Ausgabe; nennen Sie den Ausgabeordner einer Stadt, wie output/STADT",
        f"{source}: there is no edition here; name the output folder of a town, such as output/TOWN",
    )


def _other_town(source: Path, town: str) -> Text:
    return Text(f"{source}: gehört zu einer anderen Stadt: {town}", f"{source}: belongs to another town: {town}")
