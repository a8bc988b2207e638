"""``roadmap erase``: a name or a project is taken back from all that was published."""

from __future__ import annotations

import shlex
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.clock import read_now
from pipeline.cli.codes import CLEAN, FINDINGS
from pipeline.cli.files import command, shown
from pipeline.cli.options import OUTPUT, SOURCES, output_option, sources_option, speech_options
from pipeline.cli.places import find_settings
from pipeline.cli.speech import Speech, print_json
from pipeline.model.errors import ConfigError
from pipeline.model.report import Text, in_digits
from pipeline.publish import DESTINATIONS

if TYPE_CHECKING:
    from pipeline.erasing import Place, Plan


@click.command()
@click.argument("town")
@click.option("--text", "texts", multiple=True, help="A text, such as a name; - reads texts from standard input.")
@click.option("--project", "projects", multiple=True, metavar="KEY", help="A project, by its key.")
@click.option("--reason", default="", help="Why, for the record; it must not say what.")
@click.option("--dry-run", is_flag=True, help="Say where it stands, and change nothing.")
@sources_option
@output_option
@speech_options
def erase(
    town: str,
    texts: Sequence[str],
    projects: Sequence[str],
    reason: str,
    dry_run: bool,
    sources: Path,
    output: Path,
    speech: Speech,
) -> int:
    """Take a text or a project back from all editions, reports and feeds of TOWN, and prove that it is gone."""
    from pipeline.erasing import Wish, carry_out, plan
    from pipeline.publish.folder import Folder
    from pipeline.town import read_town, refuse_without_roadmap
    from pipeline.town.resources import read_resources

    if bool(texts) == bool(projects):
        raise ConfigError(_EITHER)
    (settings,) = find_settings([town], sources)
    resources = read_resources()
    found = read_town(settings, resources.code_lists)
    refuse_without_roadmap(found)
    speech = speech.to(found.dataset)
    folder = Folder(output / found.name)
    with folder.locked():
        wish = Wish(tuple(_read(texts)), tuple(projects), reason)
        planned = plan(folder, found, resources, wish, now=read_now())
        _print_places(planned, speech)
        left = planned.left if dry_run or not planned.found else carry_out(planned)
    if speech.is_json:
        print_json(_as_json(planned, left, is_done=not dry_run))
    elif dry_run:
        speech.say("Nichts wurde geändert (--dry-run).", "Nothing was changed (--dry-run).")
    else:
        _print_outcome(planned, found.name, left, speech)
        _print_next(found.name, sources, output, speech)
    return FINDINGS if left else CLEAN


def _read(texts: Sequence[str]) -> Iterator[str]:
    """The texts; those of standard input stand in no history of a shell and in no list of processes."""
    for text in texts:
        yield from filter(None, map(str.strip, sys.stdin)) if text == "-" else [text]


def _print_places(planned: Plan, speech: Speech) -> None:
    """Where it stands, edition by edition."""
    if speech.is_json:
        return
    if not planned.found:
        speech.say(
            f"{planned.folder.path.name}: steht in keiner Ausgabe, in keinem Bericht und in keiner anderen Datei von "
            f"{shown(planned.folder.path)}",
            f"{planned.folder.path.name}: stands in no edition, no report and no other file of "
            f"{shown(planned.folder.path)}",
        )
        return
    files = {place.file for place in planned.found}
    times, count = in_digits(sum(place.times for place in planned.found)), in_digits(len(files))
    speech.say(
        f"{planned.folder.path.name}: {times.de}-mal in {count.de} Dateien gefunden",
        f"{planned.folder.path.name}: found {times.en} times in {count.en} files",
    )
    for folder in sorted({file.parent for file in files}):
        inside = Counter[str]()
        for place in planned.found:
            if place.file.parent == folder:
                inside[place.file.name] += place.times
        told = ", ".join(f"{name} {number}" for name, number in sorted(inside.items()))
        speech.say(f"  {_in_town(folder, planned)}: {told}", f"  {_in_town(folder, planned)}: {told}")


def _in_town(path: Path, planned: Plan) -> str:
    return path.relative_to(planned.folder.path).as_posix()


def _print_outcome(planned: Plan, town: str, left: Iterable[Path], speech: Speech) -> None:
    if planned.amended:
        many = len(planned.amended)
        german, english = ("1 Ausgabe", "1 edition") if many == 1 else (f"{many} Ausgaben", f"{many} editions")
        versions = ", ".join(planned.amended)
        speech.say(f"{town}: aus {german} entfernt ({versions})", f"{town}: removed from {english} ({versions})")
    if planned.reports:
        speech.say(
            f"{town}: was es im letzten Prüfbericht nannte, ist weggenommen; der nächste Lauf schreibt ihn neu",
            f"{town}: what said it in the last report is taken away; the next run writes it anew",
        )
    for path in left:
        speech.mention(_left(shown(path)))
    if planned.found and not left:
        speech.say(
            f"{town}: danach alle Dateien durchsucht, auch gepackte und in jeder Schreibweise: nichts mehr gefunden",
            f"{town}: then searched for in all files, packed ones too, in every spelling: nothing is left",
        )
    if planned.found:
        place = shown(planned.record_file)
        speech.say(f"{town}: Vermerk in {place}", f"{town}: recorded in {place}")


def _left(path: Path) -> Text:
    return Text(
        f"{path}: Hier steht es noch, und die Datei ist nicht von diesem Programm oder wurde bearbeitet; sehen Sie sie "
        "durch, oder löschen Sie sie",
        f"{path}: it still stands here, and the file is not by this program or was worked in; look it through, or "
        "delete it",
    )


def _print_next(town: str, sources: Path, output: Path, speech: Speech) -> None:
    """What no program can do from here."""
    there = "" if output == OUTPUT else f" --output {shlex.quote(str(output))}"
    here = "" if sources == SOURCES else f" --sources {shlex.quote(str(sources))}"
    portal = f"{shlex.quote(command())} publish {town} --to {next(iter(DESTINATIONS))}{here}{there}"
    speech.say(
        f"\nWas jetzt noch zu tun ist:\n"
        f"  Portal        {portal}\n"
        f"  Sicherungen   von {shown(output / town)} und Kopien auf dem Webserver\n"
        f"  Anderswo      Portale, die den Katalog abholen, beim nächsten Mal; Suchmaschinen, Archive auf Anfrage",
        f"\nWhat is left to do:\n"
        f"  portal      {portal}\n"
        f"  backups     of {shown(output / town)}, and copies on the web server\n"
        f"  elsewhere   portals that harvest the catalog, when they harvest next; search engines and archives if asked",
    )


def _as_json(planned: Plan, left: Iterable[Path], *, is_done: bool) -> dict[str, Any]:
    """What a program is told: where it stood, never what."""
    return {
        "version": 1,
        "town": planned.folder.path.name,
        "done": is_done,
        "editions": planned.amended,
        "places": [_place(place, planned) for place in planned.found],
        "reports": [_in_town(path, planned) for path in planned.reports],
        "left": [_in_town(path, planned) for path in left],
    }


def _place(place: Place, planned: Plan) -> dict[str, Any]:
    told = {"file": _in_town(place.file, planned), "inside": place.inside}
    return {**told, "times": place.times, "first_line": place.line}


_EITHER = Text(
    "Nennen Sie einen Text mit --text oder ein Projekt mit --project, nicht beides",
    "give a text with --text or a project with --project, not both",
)
