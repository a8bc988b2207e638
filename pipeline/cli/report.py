"""``roadmap report``: the progress report for the council, as a document for Word and a page to print out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.codes import CLEAN
from pipeline.cli.files import check_targets, force_option, shown, write
from pipeline.cli.options import output_option, sources_option
from pipeline.cli.places import find_settings
from pipeline.cli.speech import Speech
from pipeline.model.errors import ConfigError
from pipeline.model.report import Language, Text

if TYPE_CHECKING:
    from pipeline.render.briefings.blocks import Paper

FOREWORDS: dict[Language, str] = {"de": "vorwort.md", "en": "vorwort.en.md"}


@click.command()
@click.argument("town")
@click.option("--since", type=click.DateTime(["%Y-%m-%d", "%d.%m.%Y"]), metavar="YYYY-MM-DD",
              help="Compare with the edition in force on that day.  [default: with the edition before]")  # fmt: skip
@click.option("--to", "targets", multiple=True, type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Where to write it: a .docx or an .html file, or one of each.  [default: sachstand-TOWN.docx and "
              ".html]")  # fmt: skip
@click.option("--lang", "--language", "language", type=click.Choice(["de", "en"]),
              help="Language of the report and of messages.  [default: that of the town's sheets]")  # fmt: skip
@force_option
@sources_option
@output_option
def report(
    town: str,
    since: datetime | None,
    targets: Sequence[Path],
    language: Language | None,
    force: bool,
    sources: Path,
    output: Path,
) -> int:
    """Write the progress report of TOWN for its council: what is done, new, late, in danger, and what it costs."""
    from pipeline.publish.folder import Folder
    from pipeline.render.briefings.arrange import arrange
    from pipeline.reviewed import read_progress
    from pipeline.town import read_town, refuse_without_roadmap
    from pipeline.town.resources import read_resources

    (settings,) = find_settings([town], sources)
    found = read_town(settings, read_resources().code_lists)
    refuse_without_roadmap(found)
    dataset = found.dataset
    speech = Speech(language or "de", is_asked=language is not None).to(dataset)
    targets = targets or _usual_targets(dataset.name, speech.language)
    _check_endings(targets)
    foreword = settings.parent / FOREWORDS[speech.language]
    check_targets(targets, inputs=[settings, foreword], force=force)
    progress = read_progress(
        Folder(output / dataset.name), publisher=dataset.publisher.name, since=since and since.date()
    )
    if missed := _in_other_language(foreword):
        speech.mention(missed)
    paper = arrange(progress, dataset, language=speech.language, foreword=_read(foreword))
    for target in targets:
        write(target, _render(target)(paper))
        speech.say(f"Bericht geschrieben: {shown(target)}", f"Report written: {shown(target)}")
    return CLEAN


def _usual_targets(town: str, language: Language) -> Sequence[Path]:
    name = f"sachstand-{town}" if language == "de" else f"progress-{town}"
    return Path(f"{name}.docx"), Path(f"{name}.html")


def _check_endings(targets: Sequence[Path]) -> None:
    for target in targets:
        if target.suffix.lower() not in (".docx", ".html"):
            raise ConfigError(
                Text(
                    f"{target}: Der Bericht wird ein Dokument oder eine Seite; nennen Sie eine Datei, die auf .docx "
                    "oder .html endet",
                    f"{target}: the report is a document or a page; name a file that ends in .docx or .html",
                )
            )


def _render(target: Path) -> Callable[[Paper], bytes]:
    """The writer for a file, fetched when it is asked for: that of documents is heavy."""
    if target.suffix.lower() == ".docx":
        from pipeline.render.briefings.word import render_docx

        return render_docx
    from pipeline.render.briefings.page import render_page

    return render_page


def _in_other_language(foreword: Path) -> Text | None:
    """What to say where there is a foreword, but not in the language of the report."""
    others = [foreword.with_name(name) for name in FOREWORDS.values() if name != foreword.name]
    if foreword.is_file() or not any(other.is_file() for other in others):
        return None
    return Text(
        f"{foreword.name}: gibt es nicht; der Bericht steht ohne Vorwort",
        f"{foreword.name}: there is none; the report is without a foreword",
    )


def _read(foreword: Path) -> str:
    """What the town wrote to stand in front; nothing where it wrote none."""
    if not foreword.is_file():
        return ""
    try:
        return foreword.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError(
            Text(
                f"{foreword}: ist nicht in UTF-8 gespeichert (Byte {error.start})",
                f"{foreword}: is not UTF-8 ({error.reason} at byte {error.start})",
            )
        ) from error
