"""``roadmap release``: what is held back is shown to a person, who lets it out or does not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.clock import read_now
from pipeline.cli.codes import CLEAN, FINDINGS, verdict
from pipeline.cli.options import output_option, sources_option, speech_options
from pipeline.cli.outcome import print_next_steps, print_outcome, show_pages
from pipeline.cli.places import find_settings
from pipeline.cli.speech import Speech, print_json, print_report, progress
from pipeline.model.errors import ConfigError
from pipeline.model.report import NOTHING, Text

if TYPE_CHECKING:
    from pipeline.model.drop import Drop
    from pipeline.model.release import Released
    from pipeline.releasing import Ahead
    from pipeline.town import Town
    from pipeline.town.resources import Resources


@click.command()
@click.argument("town")
@click.option("--reason", default="", help="Why it is meant so; stands in the report beside each finding.")
@click.option("--list", "is_list", is_flag=True, help="Show what is held back, and publish nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@sources_option
@output_option
@speech_options
def release(town: str, reason: str, is_list: bool, yes: bool, sources: Path, output: Path, speech: Speech) -> int:
    """Show what holds back the next edition of TOWN, and publish it if you say so."""
    from pipeline.town import read_town, refuse_without_roadmap
    from pipeline.town.resources import read_resources

    (settings,) = find_settings([town], sources)
    resources = read_resources()
    found = read_town(settings, resources.code_lists)
    refuse_without_roadmap(found)
    speech = speech.to(found.dataset)
    if speech.is_json and not (is_list or yes):
        raise ConfigError(_ASKS_NOBODY)
    handed_in, found = _with_handed_in(found, output)
    ahead = _look(found, resources, output, speech)
    if is_list or ahead.verdict != "held":
        _tell(ahead, resources, speech)
        return CLEAN if ahead.verdict == "accepted" else FINDINGS
    if not speech.is_json:
        _tell(ahead, resources, speech)
    if not (yes or _agreed(speech)):
        speech.say(f"{town}: nichts ist freigegeben", f"{town}: nothing was released")
        return FINDINGS
    if handed_in:
        return _let_out(found, handed_in, ahead.release(reason), output, speech)
    return _publish(found, resources, ahead.release(reason), sources, output, speech)


def _with_handed_in(town: Town, output: Path) -> tuple[list[Drop], Town]:
    """What is held, and the town with that and with what is accepted."""
    from pipeline.releasing import with_workbooks
    from pipeline.state import FILE, open_state

    if not (output / FILE).is_file():
        return [], town
    with open_state(output) as state:
        waiting = state.drops(town.name, "held", "accepted")
    held = [drop for drop in waiting if drop.verdict == "held"]
    if not held:
        return [], town
    drops = output / town.name / "internal" / "drops"
    return held, with_workbooks(town, [drops.absolute() / drop.sha256 / drop.name for drop in waiting])


def _let_out(town: Town, shown: list[Drop], released: Released, output: Path, speech: Speech) -> int:
    """Accept what was held and shown, in one step with its release; the watcher publishes it with the next run."""
    from pipeline.state import open_state
    from pipeline.watch.releases import RELEASE

    told = {"rules": sorted(released.rules), "fingerprint": released.fingerprint, "reason": released.reason}
    with open_state(output) as state, state.step():
        held = state.drops(town.name, "held")
        if [drop.id for drop in held] != [drop.id for drop in shown]:
            raise ConfigError(_OTHERS)
        for drop in held:
            state.judge(drop, "accepted")
        state.note(town.name, RELEASE, told)
    if speech.is_json:
        print_json({"version": 1, "town": town.name, "released": told["rules"], "edition": None})
    else:
        speech.say(
            f"{town.name}: freigegeben; es geht zum nächsten Termin hinaus, sofort mit "
            f"roadmap watch {town.name} --once --now",
            f"{town.name}: released; it goes out at the next due moment, at once with "
            f"roadmap watch {town.name} --once --now",
        )
    return CLEAN


def _look(town: Town, resources: Resources, output: Path, speech: Speech) -> Ahead:
    from pipeline.publish.folder import Folder
    from pipeline.releasing import look_ahead
    from pipeline.run import refuse_without_workbook

    refuse_without_workbook(town, resources)
    folder = Folder(output / town.name)
    with progress(speech.language) as tell, folder.locked():
        return look_ahead(town, resources, folder, now=read_now(), tell=tell)


def _tell(ahead: Ahead, resources: Resources, speech: Speech) -> None:
    """What holds the edition back, file by file, and what it would change."""
    from pipeline.releasing import changes_in_words

    if speech.is_json:
        print_json(_as_json(ahead))
        return
    name = ahead.town.name
    if ahead.verdict == "accepted":
        speech.say(f"{name}: nichts wird zurückgehalten", f"{name}: nothing is held back")
        return
    print_report(ahead.held, speech, NOTHING)
    if ahead.verdict == "rejected":
        speech.say(
            f"{name}: Das lässt sich nicht freigeben, nur beheben: {_beyond(ahead).de}",
            f"{name}: this cannot be released, only mended: {_beyond(ahead).en}",
        )
    elif changes := changes_in_words(ahead, resources, speech.language):
        click.echo(changes, nl=False)


def _beyond(ahead: Ahead) -> Text:
    """What no one may release, each rule once."""
    titles = dict.fromkeys(found.rule.title for found in ahead.held.results if not found.rule.releasable)
    return Text(", ".join(title.de for title in titles), ", ".join(title.en for title in titles))


def _agreed(speech: Speech) -> bool:
    """Whether the person who has read all this lets it out; whoever says nothing does not."""
    question = Text("Das alles ist so gewollt: freigeben und veröffentlichen? [j/N]",
                    "All this is meant: release and publish it? [y/N]").in_(speech.language)  # fmt: skip
    answer = click.prompt(question, default="", show_default=False)
    return str(answer).strip().casefold() in ("j", "ja", "y", "yes")


def _publish(town: Town, resources: Resources, released: Released, sources: Path, output: Path, speech: Speech) -> int:
    """Run the town with the release, which holds for what was shown alone."""
    from pipeline.run import run

    with progress(speech.language) as tell:
        outcome = run(town, resources, output, now=read_now(), released=released, language=speech.language, tell=tell)
    shown = show_pages(outcome, resources, output, speech) if outcome.receipt else CLEAN
    if speech.is_json:
        print_json({"version": 1, "town": town.name, "released": sorted(released.rules), **_edition(outcome.edition)})
    else:
        print_outcome(outcome, speech)
        if outcome.receipt:
            print_next_steps([town.name], sources, output, speech)
    return max(shown, CLEAN if outcome.receipt else verdict(outcome.prepared.report))


def _edition(edition: Any) -> dict[str, Any]:
    return {"edition": edition.version if edition else None}


def _as_json(ahead: Ahead) -> dict[str, Any]:
    from pipeline.render.reports.tables import render_json

    told = {"town": ahead.town.name, "verdict": ahead.verdict, "fingerprint": ahead.prepared.fingerprint}
    return {"version": 1, **told, "report": json.loads(render_json(ahead.held))}


_OTHERS = Text(
    "Inzwischen werden andere Dateien zurückgehalten, als Sie gesehen haben; nichts ist freigegeben. Sehen Sie sich "
    "mit roadmap release an, was jetzt zurückgehalten wird",
    "meanwhile other files are held back than you have seen; nothing was released. Look at what is held back now with "
    "roadmap release",
)
_ASKS_NOBODY = Text(
    "Mit --format json wird niemand gefragt; nennen Sie --list oder --yes",
    "with --format json nobody is asked; give --list or --yes",
)
