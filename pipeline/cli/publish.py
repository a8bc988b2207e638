"""``roadmap publish``: the current edition of a town to a portal or onto a web server, or the plan for it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.codes import CLEAN, FINDINGS
from pipeline.cli.options import output_option, sources_option, speech_options
from pipeline.cli.places import find_settings
from pipeline.cli.speech import Speech, open_console, print_json
from pipeline.model.errors import ConfigError
from pipeline.model.own_variables import variables_of
from pipeline.model.plan import Outline
from pipeline.model.report import Text
from pipeline.publish import DESTINATIONS, Order

if TYPE_CHECKING:
    from pipeline.model.edition import Edition, Receipt
    from pipeline.model.plan import Plan


@click.command()
@click.argument("town")
@click.option("--to", type=click.Choice([*DESTINATIONS]), required=True, help="Where to publish.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@click.option("--withdraw", is_flag=True, help="Withdraw datasets that the edition no longer has.")
@click.option("--force", is_flag=True, help="Publish although a newer edition stands there.")
@click.option("--create-organization", is_flag=True, help="Make the organization if the portal does not have it.")
@sources_option
@output_option
@speech_options
def publish(
    town: str,
    to: str,
    dry_run: bool,
    sources: Path,
    output: Path,
    speech: Speech,
    **how: bool,
) -> int:
    """Bring a portal, or a town's own web server, to what the current edition of TOWN says.

    Tokens and passwords are read from the environment (CKAN_TOKEN, SFTP_PASSWORD, WEBDAV_PASSWORD).
    """
    from pipeline.town import read_town, refuse_shared
    from pipeline.town.resources import read_resources

    (settings,) = find_settings([town], sources)
    found = read_town(settings, read_resources().code_lists)
    refuse_shared(found.folder, found.dataset)
    speech = speech.to(found.dataset)
    order = Order(found.dataset, output / found.name, variables_of(found.name, os.environ), tell=speech.mention, **how)
    if not dry_run:
        return deliver(to, order, speech)
    opened, edition = DESTINATIONS[to](order), _read_edition(order.folder)
    with opened as destination:
        _print_plan(destination.plan(edition), speech, withdraw=how["withdraw"])
    return CLEAN


def deliver(to: str, order: Order, speech: Speech) -> int:
    """Bring one destination to the current edition and say what came of it. Raises a ``PipelineError``."""
    opened, edition = DESTINATIONS[to](order), _read_edition(order.folder)
    with opened as destination:
        receipt = destination.publish(edition)
    _print_receipt(receipt, edition.version, speech)
    return FINDINGS if receipt.differs else CLEAN


def _read_edition(place: Path) -> Edition:
    """The current edition of a town. Raises ``ConfigError`` before there is one."""
    from pipeline.publish.folder import Folder

    edition = Folder(place).read_edition()
    if edition is None:
        raise ConfigError(
            Text(
                f"{place}: Es gibt noch keine Ausgabe; machen Sie eine mit roadmap run {place.name}",
                f"{place}: there is no edition yet; make one with roadmap run {place.name}",
            )
        )
    return edition


def _print_plan(plan: Plan | Outline, speech: Speech, *, withdraw: bool) -> None:
    if speech.is_json:
        print_json(_outline_as_json(plan) if isinstance(plan, Outline) else as_json(plan))
    elif isinstance(plan, Outline):
        from pipeline.render.reports.outline import print_outline

        print_outline(plan, open_console(), language=speech.language)
    else:
        from pipeline.render.reports.plan import print_plan

        print_plan(plan, open_console(), language=speech.language, withdraw=withdraw)


def as_json(plan: Plan) -> dict[str, Any]:
    """The plan for programs."""
    told = {name: getattr(plan, name) for name in ("portal", "datasets", "lost", "orphans", "organization")}
    return {"version": 1, "up_to_date": plan.is_empty, **told}


def _outline_as_json(outline: Outline) -> dict[str, Any]:
    told = {name: getattr(outline, name) for name in ("location", "groups", "remarks")}
    return {"version": 1, "up_to_date": outline.is_empty, **told}


def _print_receipt(receipt: Receipt, version: str, speech: Speech) -> None:
    where, differs = receipt.location, receipt.differs
    if speech.is_json:
        told = {"destination": receipt.destination, "location": where, "changed": receipt.changed, "differs": differs}
        print_json({"version": 1, "edition": version, **told, **({"tally": receipt.tally} if receipt.tally else {})})
        return
    if receipt.changed:
        speech.say(f"Ausgabe {version} steht auf {where}", f"Edition {version} stands at {where}")
        if done := receipt.tally:
            speech.say(
                f"Dateien: {done.new} neu, {done.changed} geändert, {done.gone} entfernt",
                f"Files: {done.new} new, {done.changed} changed, {done.gone} removed",
            )
    else:
        speech.say(
            f"{where} ist schon auf dem Stand der Ausgabe {version}; nichts gesendet",
            f"{where} is already up to date with edition {version}; nothing was sent",
        )
    if differs:
        german, english = (", ".join(names) for names in zip(*differs, strict=True))
        speech.say(f"Anders als gesendet: {german}", f"Other than it was sent: {english}")
