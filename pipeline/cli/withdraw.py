"""``roadmap withdraw``: a project or an edition goes at once and everywhere, and each place is asked whether it has."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.clock import read_now
from pipeline.cli.codes import CLEAN, FINDINGS, OUTSIDE
from pipeline.cli.options import output_option, sources_option, speech_options
from pipeline.cli.places import find_settings
from pipeline.cli.speech import Speech, print_json
from pipeline.model.errors import ConfigError
from pipeline.model.own_variables import variables_of
from pipeline.model.report import Text, in_digits
from pipeline.publish import DESTINATIONS, Elsewhere, Order, named_destinations

if TYPE_CHECKING:
    from pipeline.model.proof import Proof
    from pipeline.publish.folder import Folder
    from pipeline.town import Town
    from pipeline.town.resources import Resources
    from pipeline.withdrawing import Withdrawn


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for. Raises ``ConfigError`` for what cannot be meant."""

    projects: tuple[str, ...]
    editions: tuple[str, ...]
    reason: str
    to: tuple[str, ...]
    is_lifted: bool

    def __post_init__(self) -> None:
        """Refuse what contradicts itself."""
        if self.projects and self.editions:
            raise ConfigError(_EITHER)
        if self.is_lifted and not self.projects:
            raise ConfigError(_LIFT_WHAT)


@click.command()
@click.argument("town")
@click.option("--project", "projects", multiple=True, metavar="KEY", help="A project, by its key.")
@click.option("--edition", "editions", multiple=True, metavar="VERSION", help="An edition, by its version.")
@click.option("--reason", default="", help="Why, for the record; it must not say what.")
@click.option("--to", "to", multiple=True, type=click.Choice([*DESTINATIONS]), help="Only these destinations.")
@click.option("--lift", "is_lifted", is_flag=True, help="Let withdrawn projects be published again.")
@sources_option
@output_option
@speech_options
def withdraw(town: str, sources: Path, output: Path, speech: Speech, **asked: Any) -> int:
    """Take a project or an edition of TOWN out of all that is published, everywhere, and prove that it is gone.

    A project stays out although its row still stands in the sheet. With neither, what was left undone is done.
    """
    from pipeline.publish.folder import Folder
    from pipeline.state import FILE
    from pipeline.town import read_town, refuse_without_roadmap
    from pipeline.town.resources import read_resources
    from pipeline.withdrawing import clear_house, is_pending, lift, publish_and_prove

    (settings,) = find_settings([town], sources)
    resources = read_resources()
    found = read_town(settings, resources.code_lists)
    refuse_without_roadmap(found)
    wanted = Wanted(**asked)
    speech, folder = speech.to(found.dataset), Folder(output / found.name)
    named = tuple(dict.fromkeys(wanted.to)) or named_destinations(found.dataset, os.environ)
    with folder.locked():
        if wanted.is_lifted:
            lift(folder, wanted.projects)
            _print_lifted(wanted.projects, speech)
            return CLEAN
        _take_out(folder, found, resources, wanted, named)
        if not is_pending(folder):
            speech.say("Es ist nichts offen.", "Nothing is left to do.")
            return CLEAN
        clear_house(folder, found, resources)
        edition = folder.read_edition()
    if edition is None:
        raise ConfigError(_NO_EDITION)

    def open_destination(name: str) -> AbstractContextManager[Elsewhere]:
        return DESTINATIONS[name](
            Order(found.dataset, folder.path, variables_of(found.name, os.environ), tell=speech.mention)
        )

    done = publish_and_prove(folder, found, edition, open_destination, named)
    _print(done, found.name, speech, is_watched=(output / FILE).is_file())
    return OUTSIDE if not done.is_proven else FINDINGS if done.open else CLEAN


def _take_out(folder: Folder, town: Town, resources: Resources, wanted: Wanted, to: Sequence[str]) -> None:
    from pipeline.erasing import Wish
    from pipeline.withdrawing import take_out_editions, take_out_projects

    now = read_now()
    if wanted.projects:
        wish = Wish(projects=tuple(dict.fromkeys(wanted.projects)), reason=wanted.reason)
        take_out_projects(folder, town, resources, wish, now=now, to=to)
    if wanted.editions:
        versions = tuple(dict.fromkeys(wanted.editions))
        take_out_editions(folder, town, resources, versions, wanted.reason, now=now, to=to)


def _print_lifted(projects: Sequence[str], speech: Speech) -> None:
    keys = ", ".join(projects)
    speech.say(
        f"{keys}: wird mit der nächsten Ausgabe wieder veröffentlicht, wenn die Zeile in der Tabelle steht.",
        f"{keys}: is published again with the next edition, if the row stands in the sheet.",
    )


def _print(done: Withdrawn, town: str, speech: Speech, *, is_watched: bool) -> None:
    if speech.is_json:
        print_json(_as_json(done, town))
        return
    for proof in done.proofs:
        _print_proof(proof, speech)
    for name, why in done.failures:
        speech.mention(Text(f"{name}: nicht erledigt: {why.de}", f"{name}: not done: {why.en}"))
    if not done.is_proven or done.open:
        open_ = ", ".join(done.open) or "–"
        speech.say(
            f"Noch offen: {open_}. Noch einmal: roadmap withdraw {town}",
            f"Left to do: {open_}. Again: roadmap withdraw {town}",
        )
    if done.open and is_watched:
        speech.say(
            f"roadmap watch versucht es weiter, bis auch das bewiesen ist; roadmap status {town} sagt, was offen ist.",
            f"roadmap watch goes on trying there until that is proven, too; roadmap status {town} tells what is left.",
        )


def _print_proof(proof: Proof, speech: Speech) -> None:
    counts = [(in_digits(each.count), each.what) for each in proof.looked]
    german = ", ".join(f"{count.de} {what.de}" for count, what in counts)
    english = ", ".join(f"{count.en} {what.en}" for count, what in counts)
    if not proof.found:
        speech.say(
            f"geprüft: {proof.place:<9} {german} – nichts gefunden",
            f"checked: {proof.place:<9} {english} – nothing found",
        )
        return
    speech.say(
        f"geprüft: {proof.place:<9} {german} – steht noch an {len(proof.found)} Stellen:",
        f"checked: {proof.place:<9} {english} – still stands in {len(proof.found)} places:",
    )
    for place in proof.found:
        speech.say(f"  {place}", f"  {place}")


def _as_json(done: Withdrawn, town: str) -> dict[str, Any]:
    proofs = [
        {
            "place": proof.place,
            "location": proof.location,
            "looked_at": {each.what.en: each.count for each in proof.looked},
            "found": proof.found,
        }
        for proof in done.proofs
    ]
    failures = [{"place": name, "why": why} for name, why in done.failures]
    return {
        "version": 1,
        "town": town,
        "proven": done.is_proven,
        "proofs": proofs,
        "failures": failures,
        "open": done.open,
    }


_EITHER = Text(
    "Nennen Sie Projekte mit --project oder Ausgaben mit --edition, nicht beides",
    "give projects with --project or editions with --edition, not both",
)
_LIFT_WHAT = Text("--lift: nennen Sie die Projekte mit --project", "--lift: give the projects with --project")
_NO_EDITION = Text("Es gibt noch keine Ausgabe", "there is no edition yet")
