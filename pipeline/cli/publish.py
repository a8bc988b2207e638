"""``roadmap publish``: the current edition of a town to a portal, or the plan for it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.codes import CLEAN, FINDINGS
from pipeline.cli.options import output_option, sources_option, speech_options
from pipeline.cli.places import find_settings
from pipeline.cli.portal import read_options, read_token
from pipeline.cli.speech import Speech, open_console, print_json
from pipeline.model.errors import ConfigError
from pipeline.model.report import Text

if TYPE_CHECKING:
    from pipeline.model.edition import Edition, Receipt
    from pipeline.model.plan import Plan
    from pipeline.publish.ckan import Ckan, Options


@click.command()
@click.argument("town")
@click.option("--to", type=click.Choice(["ckan"]), required=True, expose_value=False, help="Where to publish.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@click.option("--withdraw", is_flag=True, help="Withdraw datasets that the edition no longer has.")
@click.option("--create-organization", is_flag=True, help="Make the organization if the portal does not have it.")
@sources_option
@output_option
@speech_options
def publish(
    town: str,
    dry_run: bool,
    withdraw: bool,
    create_organization: bool,
    sources: Path,
    output: Path,
    speech: Speech,
) -> int:
    """Bring a portal to what the current edition of TOWN says. The token is read from the environment (CKAN_TOKEN)."""
    from pipeline.town import read_town
    from pipeline.town.resources import read_resources

    (settings,) = find_settings([town], sources)
    found = read_town(settings, read_resources().code_lists)
    where = read_options(found.dataset, os.environ, create=create_organization, withdraw=withdraw)
    edition = _read_edition(output, found.name)
    with _open_ckan(where, output / found.name, speech) as ckan:
        if dry_run:
            _print_plan(ckan.plan(edition), speech, withdraw=withdraw)
            return CLEAN
        receipt = ckan.publish(edition)
    _print_receipt(receipt, edition.version, speech)
    return FINDINGS if receipt.differs else CLEAN


def _read_edition(output: Path, town: str) -> Edition:
    """The current edition of a town. Raises ``ConfigError`` before there is one."""
    from pipeline.publish.folder import Folder

    place = output / town
    edition = Folder(place).read_edition()
    if edition is None:
        raise ConfigError(
            Text(
                f"{place}: Es gibt noch keine Ausgabe; machen Sie eine mit roadmap run {town}",
                f"{place}: there is no edition yet; make one with roadmap run {town}",
            )
        )
    return edition


@contextmanager
def _open_ckan(where: Options, place: Path, speech: Speech) -> Iterator[Ckan]:
    """The portal, with the town's journal for it, and nobody else at work on the town."""
    from pipeline.publish.ckan import Ckan, connect
    from pipeline.publish.ckan.journal import open_journal
    from pipeline.publish.folder import Folder

    token = read_token(os.environ)
    folder = Folder(place)
    with folder.locked(), open_journal(folder.path / ".journal.sqlite", where.address, _read_moment) as journal:
        for act in journal.unfinished()[:1]:
            speech.mention(_unfinished(act.intended_at))
        yield Ckan(connect(where.address, token), where, journal, tell=speech.mention)


def _read_moment() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def _unfinished(intended_at: str) -> Text:
    moment = intended_at[:16].replace("T", " ")
    return Text(
        f"Ein Lauf vom {moment} (UTC) blieb unvollendet; was ihm fehlt, wird nachgeholt.",
        f"A run of {moment} (UTC) was left unfinished; what it lacks is made up for.",
    )


def _print_plan(plan: Plan, speech: Speech, *, withdraw: bool) -> None:
    if speech.is_json:
        print_json(as_json(plan))
    else:
        from pipeline.render.reports.plan import print_plan

        print_plan(plan, open_console(), language=speech.language, withdraw=withdraw)


def as_json(plan: Plan) -> dict[str, Any]:
    """The plan for programs."""
    told = {name: getattr(plan, name) for name in ("portal", "datasets", "lost", "orphans", "organization")}
    return {"version": 1, "up_to_date": plan.is_empty, **told}


def _print_receipt(receipt: Receipt, version: str, speech: Speech) -> None:
    where, differs = receipt.location, receipt.differs
    if speech.is_json:
        told = {"destination": receipt.destination, "location": where, "changed": receipt.changed, "differs": differs}
        print_json({"version": 1, "edition": version, **told})
        return
    if receipt.changed:
        speech.say(f"Ausgabe {version} steht auf {where}", f"Edition {version} stands at {where}")
    else:
        speech.say(
            f"{where} ist schon auf dem Stand der Ausgabe {version}; nichts gesendet",
            f"{where} is already up to date with edition {version}; nothing was sent",
        )
    if differs:
        german, english = (", ".join(names) for names in zip(*differs, strict=True))
        speech.say(f"Anders als gesendet: {german}", f"Other than it was sent: {english}")
