"""One town's run as a command tells it, here or in a process apart: an order in, what was said and the code out."""

from __future__ import annotations

import io
import json
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from pipeline.cli.codes import CLEAN, verdict
from pipeline.cli.files import shown
from pipeline.cli.outcome import passed_over, print_outcome, show_pages
from pipeline.cli.speech import Speech, complain, progress
from pipeline.footprint import Footprint, forget, keep, left, made_of, unchanged
from pipeline.model.errors import OutsideWorldError, PipelineError, reason_of
from pipeline.model.release import ACCEPTED_LOSS, NOTHING
from pipeline.model.report import Text

if TYPE_CHECKING:
    from pipeline.model.dataset import Dataset
    from pipeline.run import Outcome


@dataclass(frozen=True, slots=True)
class Order:
    """A town that is to be run. ``is_apart`` where no other town of its folder has a name or an IRI of its own;
    ``anew`` runs it although nothing changed.
    """

    settings: Path
    output: Path
    now: datetime
    speech: Speech
    accept_loss: bool = False
    anew: bool = False
    is_apart: bool = False


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of it: the exit code, whether an edition stands, and what programs are told; what was said, where it
    was not said at once.
    """

    town: str
    code: int
    is_published: bool = False
    told: dict[str, Any] | None = None
    out: str = ""
    err: str = ""


def run_quietly(order: Order) -> Ran:
    """Run a town and keep what is said, for it is others' turn to speak."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        ran = run_one(order)
    return Ran(ran.town, ran.code, ran.is_published, ran.told, out.getvalue(), err.getvalue())


def run_one(order: Order) -> Ran:
    """Run a town and say what came of it. One town's mistake keeps no other from being published."""
    try:
        return _pass_by(order) or _run(order)
    except PipelineError as error:
        return Ran(_name(order), complain(error, order.speech.language))
    except OSError as error:
        why = reason_of(error)
        told = Text(f"{order.settings}: {why.de}", f"{order.settings}: {why.en}")
        return Ran(_name(order), complain(OutsideWorldError(told), order.speech.language))


def _name(order: Order) -> str:
    return order.settings.parent.name


def _pass_by(order: Order) -> Ran | None:
    """What the last run came to, where this one would come to the same."""
    if order.anew or order.accept_loss or not order.settings.is_file():
        return None
    try:
        dataset, made = _made_of(order)
    except (PipelineError, OSError):  # the run itself tells it, where it matters
        return None
    output, heard = order.output / dataset.name, order.speech.to(dataset)
    last = unchanged(output, made)
    if last is None:
        return None
    if not heard.is_json:
        heard.say(*_unchanged(dataset.name, last, shown(output / "internal" / "report")))
    return Ran(_name(order), last.code, last.is_published, _told(dataset.name, output, last) if heard.is_json else None)


def _made_of(order: Order) -> tuple[Dataset, str]:
    from pipeline.town import read_text
    from pipeline.town.config import parse_dataset

    folder = order.settings.parent
    dataset = parse_dataset(read_text(order.settings), str(order.settings))
    day = order.now.astimezone(ZoneInfo(dataset.schedule.time_zone)).date()
    return dataset, made_of(folder, day, order.speech.to(dataset).language)


def _made_of_all(order: Order) -> str:
    """The digest of what the run is made of; none where a file beside the workbooks cannot be read."""
    try:
        return _made_of(order)[1]
    except OSError:
        return ""


def _unchanged(town: str, last: Footprint, report: Path) -> Text:
    version, (german, english) = last.version, _STANDS[last.is_published]
    return Text(
        f"{town}: {german.format(version=version)}, und nichts hat sich geändert; Prüfbericht in {report}",
        f"{town}: {english.format(version=version)}, and nothing has changed; report in {report}",
    )


_STANDS = {
    True: Text("{version} bleibt die aktuelle Ausgabe", "{version} stays the current edition"),
    False: Text("keine neue Ausgabe", "no new edition"),
}


def _told(town: str, output: Path, last: Footprint) -> dict[str, Any]:
    report = json.loads((output / "internal" / "report" / "report.json").read_bytes())
    version = last.version if last.is_published else None
    return {"town": town, "edition": version, "changed": False, "report": report}


def _run(order: Order) -> Ran:
    from pipeline.run import run
    from pipeline.town import read_town
    from pipeline.town.resources import read_resources

    resources = read_resources()
    town = read_town(order.settings, resources.code_lists)
    heard, output = order.speech.to(town.dataset), order.output / town.name
    made = _made_of_all(order)
    forget(output)
    with progress(heard.language) as tell:
        outcome = run(
            town,
            resources,
            order.output,
            now=order.now,
            released=ACCEPTED_LOSS if order.accept_loss else NOTHING,
            language=heard.language,
            is_apart=order.is_apart,
            tell=tell,
        )
    pages = show_pages(outcome, resources, order.output, heard) if outcome.receipt else CLEAN
    for path in outcome.passed_over:
        heard.mention(passed_over(shown(path)))
    if not heard.is_json:
        print_outcome(outcome, heard)
    code = max(pages, verdict(outcome.prepared.report))
    if made and pages == CLEAN and not order.accept_loss:
        version = Path(outcome.receipt.location).name if outcome.receipt else ""
        keep(output, Footprint(made, left(output), code, version, bool(outcome.receipt)))
    return Ran(_name(order), code, bool(outcome.receipt), _as_json(outcome) if heard.is_json else None)


def _as_json(outcome: Outcome) -> dict[str, Any]:
    from pipeline.render.reports.tables import render_json

    receipt = outcome.receipt
    return {
        "town": outcome.town.name,
        "edition": Path(receipt.location).name if receipt else None,
        "changed": bool(receipt and receipt.changed),
        "report": json.loads(render_json(outcome.prepared.report)),
    }
