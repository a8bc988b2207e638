"""``roadmap query``: a question to what is published, and its answer."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from pipeline.cli.codes import CLEAN
from pipeline.cli.options import language_option, output_option
from pipeline.cli.places import find_one_published
from pipeline.cli.speech import Speech, open_console
from pipeline.model.errors import ConfigError, OutsideWorldError
from pipeline.model.report import Language, Text
from pipeline.model.solutions import SHORT

_FORMS = {name: SHORT[name] for name in ("json", "xml", "csv", "tsv", "turtle", "nt")}
_OUTSIDE_OURS = ("busy", "timed_out", "too_much_memory")


@click.command()
@click.argument("name", required=False)
@click.option("--file", type=click.Path(path_type=Path, dir_okay=False), help="Ask what stands in a file, in SPARQL.")
@click.option("--town", help="The town that is asked.  [default: the only one]")
@click.option("--set", "chosen", multiple=True, metavar="NAME=VALUE", help="A value that the question leaves to you.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", *_FORMS]),
    default="table",
    show_default=True,
    help="A table for people, the rest for programs.",
)
@output_option
@language_option
def query(
    name: str | None, file: Path | None, town: str | None, chosen: Sequence[str], form: str, output: Path,
    language: Language | None,
) -> int:  # fmt: skip
    """Ask what is published the question NAME; without one, list the questions."""
    speech = Speech(language or "de", is_asked=language is not None)
    _check_together(name, file, chosen)
    if name is None and file is None:
        return _list(speech)
    sparql = _read(file) if file else _bound(str(name), chosen)
    return _ask(find_one_published(town, output), sparql, form, speech)


def _check_together(name: str | None, file: Path | None, chosen: Sequence[str]) -> None:
    """Refuse what would be passed over without a word."""
    if name is not None and file is not None:
        raise ConfigError(
            Text(f"Entweder die Frage „{name}“ oder --file, nicht beides", f'the question "{name}" or --file, not both')
        )
    if name is None and chosen:
        raise ConfigError(Text("--set gilt nur für eine Frage: NAME fehlt", "--set is for a question: NAME is missing"))
    names = [_pair(each)[0] for each in chosen]
    twice = next((each for each in names if names.count(each) > 1), None)
    if twice is not None:
        raise ConfigError(
            Text(f"--set {twice} steht mehrmals; gemeint sein kann nur eines", f"--set {twice} is given more than once")
        )


def _list(speech: Speech) -> int:
    from pipeline.render.reports.solutions import print_questions
    from pipeline.town.resources import read_resources

    print_questions([*read_resources().questions.values()], open_console(), language=speech.language)
    speech.say("Fragen: roadmap query NAME", "Ask: roadmap query NAME")
    return CLEAN


def _bound(name: str, chosen: Sequence[str]) -> str:
    from pipeline.model.question import bind
    from pipeline.model.vocabulary import nearest
    from pipeline.town.resources import read_resources

    questions = read_resources().questions
    if name not in questions:
        meant = nearest(name, [*questions])
        raise ConfigError(
            Text(
                f"Eine Frage „{name}“ gibt es nicht." + (f" Meinten Sie „{meant}“?" if meant else "")
                + " Alle Fragen: roadmap query",
                f'There is no question "{name}".' + (f' Did you mean "{meant}"?' if meant else "")
                + " All questions: roadmap query",
            )
        )  # fmt: skip
    return bind(questions[name], dict(map(_pair, chosen)))


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign:
        raise ConfigError(
            Text(f"--set {text}: Gemeint ist wohl NAME=WERT", f"--set {text}: NAME=VALUE is probably meant")
        )
    return name.strip(), value.strip()


def _read(file: Path) -> str:
    try:
        return file.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError(
            Text(f"{file}: ist nicht in UTF-8 geschrieben", f"{file}: is not written in UTF-8")
        ) from error


def _ask(town: Path, sparql: str, form: str, speech: Speech) -> int:
    from pipeline.store import Refusal, open_store

    forms = _FORMS["json"][:1] + _FORMS["turtle"] if form == "table" else _FORMS[form]
    with open_store(town / "public") as store:
        given = store.ask(sparql, form=forms[0])
        if isinstance(given, Refusal) and given.kind == "not_acceptable" and len(forms) > 1:
            given = store.ask(sparql, form=forms[1])
    if isinstance(given, Refusal):
        raise (OutsideWorldError if given.kind in _OUTSIDE_OURS else ConfigError)(given.said)
    if form == "table":
        _show(given.media_type, given.content, speech)
    else:
        sys.stdout.buffer.write(given.content)
        sys.stdout.flush()
    if given.truncated:
        speech.mention(Text("Das ist nur der Anfang der Antwort.", "This is only the beginning of the answer."))
    return CLEAN


def _show(media_type: str, content: bytes, speech: Speech) -> None:
    from pipeline.model.solutions import parse_solutions
    from pipeline.render.reports.solutions import print_solutions

    if media_type == "text/turtle":
        click.echo(content.decode(), nl=False)
        return
    told = json.loads(content)
    if "boolean" in told:
        speech.say("ja" if told["boolean"] else "nein", "yes" if told["boolean"] else "no")
        return
    print_solutions(parse_solutions(content), open_console(), language=speech.language)
