"""``roadmap check``: what is wrong in files, without publishing anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.clock import read_now
from pipeline.cli.codes import verdict
from pipeline.cli.files import check_targets, force_option, write
from pipeline.cli.options import sources_option, speech_options
from pipeline.cli.places import find_settings_of
from pipeline.cli.speech import Speech, print_report, progress
from pipeline.model.checked_copy import checked_name
from pipeline.model.report import Language, Text, ValidationReport
from pipeline.model.workbook import Workbook

if TYPE_CHECKING:
    from pipeline.prepare import Read


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="FILE...")
@click.option("--dataset", type=click.Path(path_type=Path), help="The dataset.toml that says how to read the files.")
@click.option("--annotate", type=click.Path(path_type=Path, file_okay=False), metavar="FOLDER",
              help="Write a copy of each file with the findings in its cells into this folder.")  # fmt: skip
@click.option(
    "--html", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write the report as a page."
)
@force_option
@sources_option
@speech_options
def check(
    files: Sequence[Path],
    dataset: Path | None,
    annotate: Path | None,
    html: Path | None,
    force: bool,
    sources: Path,
    speech: Speech,
) -> int:
    """Validate FILEs and publish nothing."""
    from pipeline.prepare import prepare, read
    from pipeline.reminding import told_of_outside
    from pipeline.town import read_town, refuse_without_roadmap
    from pipeline.town.resources import read_resources

    resources = read_resources()
    settings = dataset or find_settings_of(files[0], sources)
    town = read_town(settings, resources.code_lists)
    refuse_without_roadmap(town)
    speech = speech.to(town.dataset)
    with progress(speech.language) as tell:
        found = read(files, town, resources, tell=tell)
        outside = told_of_outside(town, resources.rules_for(town.dataset))
        found = replace(found, results=(*found.results, *outside))
        check_targets(_targets(found, html, annotate), inputs=[*files, settings], force=force)
        report = prepare(found, town, resources, today=town.day_of(read_now()), tell=tell).report
    print_report(report, speech, _SEE_PAGE if html is None else _see(html))
    if html:
        from pipeline.render.reports.html import render_html
        from pipeline.render.reports.wording import AS_JSON

        write(html, render_html(report, title=town.dataset.title, language=speech.language, whole=AS_JSON).encode())
    if annotate:
        _write_annotated(found, report, annotate, speech.language)
    return verdict(report)


def _targets(found: Read, html: Path | None, annotate: Path | None) -> list[Path]:
    """All that is to be written."""
    copies = [annotate / _name_of_copy(workbook) for workbook in found.workbooks] if annotate else []
    return [*([html] if html else []), *copies]


def _write_annotated(found: Read, report: ValidationReport, folder: Path, language: Language) -> None:
    from pipeline.render.reports.annotated import annotate_workbook
    from pipeline.render.reports.wording import AS_JSON

    folder.mkdir(parents=True, exist_ok=True)
    for workbook in found.workbooks:
        content = found.content_of(workbook)
        lying, found_in_it = found.as_it_lies(workbook, report)
        annotated = annotate_workbook(content, found_in_it, lying.file, lying, language=language, whole=AS_JSON)
        write(folder / _name_of_copy(workbook), annotated)


def _name_of_copy(workbook: Workbook) -> str:
    return checked_name(workbook.file, workbook.media_type)


def _see(page: Path) -> Text:
    return Text(f"Siehe {page}.", f"See {page}.")


_SEE_PAGE = Text("Mit --html SEITE.html lesen Sie alle.", "Read them all with --html PAGE.html.")
