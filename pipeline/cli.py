"""The command ``roadmap``: what a person types in, what a person reads out.

Exit codes: 0 clean, 1 findings that need mending, 2 a mistake in the call or the settings, 3 the world outside failed.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.errors import ConfigError, OutsideWorldError, PipelineError
from pipeline.report import Language, Severity, Text, ValidationReport

if TYPE_CHECKING:
    from rich.console import Console

    from pipeline.edition import Receipt
    from pipeline.run import Outcome, Read

CLEAN, FINDINGS, USAGE, OUTSIDE = 0, 1, 2, 3

_language = click.option("--lang", "language", type=click.Choice(["de", "en"]), default="de", show_default=True,
                         help="Language of findings and messages.")  # fmt: skip
_format = click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True,
                       help="Text for people, JSON for programs.")  # fmt: skip
_sources = click.option("--sources", type=click.Path(path_type=Path), default=Path("sources"), show_default=True,
                        help="The folder that holds a folder for each town.")  # fmt: skip
_output = click.option("--output", type=click.Path(path_type=Path), default=Path("output"), show_default=True,
                       help="The folder that editions are written to.")  # fmt: skip


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="digitalstrategie", prog_name="roadmap")
def roadmap() -> None:
    """Publish a town's digital strategy as linked open data."""


@roadmap.command()
@click.argument("towns", nargs=-1, metavar="[TOWN]...")
@click.option("--accept-loss", is_flag=True, help="Publish although many projects or a column are missing.")
@_sources
@_output
@_format
@_language
def run(towns: Sequence[str], accept_loss: bool, sources: Path, output: Path, format_: str, language: Language) -> int:
    """Make the next edition of each TOWN, of all towns without one."""
    from pipeline.resources import read_resources
    from pipeline.run import run as run_town
    from pipeline.town import read_town

    resources = read_resources()
    outcomes, codes = [], []
    for settings in _settings(towns, sources):
        try:
            with _progress(f"{settings.parent.name} …"):
                town = read_town(settings, resources.code_lists)
                outcome = run_town(town, resources, output, now=_now(), accept_loss=accept_loss)
        except PipelineError as error:  # one town's mistake must not keep the others from being published
            codes.append(_complain(error))
            continue
        outcomes.append(outcome)
        codes.append(_verdict(outcome.prepared.report))
        if format_ == "text":
            _print_outcome(outcome, language)
    if format_ == "json":
        click.echo(_json([_outcome(outcome) for outcome in outcomes]))
    return max(codes)


@roadmap.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="FILE...")
@click.option("--dataset", type=click.Path(path_type=Path), help="The dataset.toml that says how to read the files.")
@click.option("--annotate", type=click.Path(path_type=Path, file_okay=False), metavar="FOLDER",
              help="Write a copy of each file with the findings in its cells into this folder.")  # fmt: skip
@click.option(
    "--html", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write the report as a page."
)
@_sources
@_format
@_language
def check(
    files: Sequence[Path],
    dataset: Path | None,
    annotate: Path | None,
    html: Path | None,
    sources: Path,
    format_: str,
    language: Language,
) -> int:
    """Validate FILEs and publish nothing."""
    from pipeline.resources import read_resources
    from pipeline.run import prepare, read
    from pipeline.town import read_town

    resources = read_resources()
    town = read_town(dataset or _dataset_of(files[0], sources), resources.code_lists)
    with _progress(", ".join(path.name for path in files)):
        found = read(files, town, resources)
        report = prepare(found, town, resources, today=_now().date()).report
    _print_report(report, format_, language)
    if html:
        from pipeline.reports.html import render_html

        _write(html, render_html(report, title=town.dataset.title, language=language).encode())
    if annotate:
        _write_annotated(found, report, annotate, language)
    return _verdict(report)


@roadmap.command()
@click.argument("town")
@click.option("--to", "target", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Where to write it.  [default: TOWN-vorlage.xlsx]")  # fmt: skip
@_sources
@_language
def template(town: str, target: Path | None, sources: Path, language: Language) -> int:
    """Write an empty workbook to fill in, with drop-down lists and a guide."""
    from pipeline.formats.template import render_template
    from pipeline.resources import read_resources
    from pipeline.town import read_town

    lists = read_resources().code_lists
    (settings,) = _settings([town], sources)
    found = read_town(settings, lists)
    target = target or Path(f"{found.name}-vorlage.xlsx")
    _write(target, render_template(found.dataset, found.strategy, code_lists=lists, language=language))
    click.echo(_say(language, f"Vorlage geschrieben: {target}", f"Template written: {target}"))
    return CLEAN


@roadmap.command()
@click.argument("iri")
@click.option("--edition", default="current", show_default=True, help="The edition to look into.")
@_output
@_format
@_language
def trace(iri: str, edition: str, output: Path, format_: str, language: Language) -> int:
    """Show every published statement about IRI and the cell it comes from."""
    from pipeline.formats.provenance import read_provenance

    places = sorted(output.glob("*/current" if edition == "current" else f"*/editions/{edition}"))
    tables = [place / "provenance.csv" for place in places if (place / "provenance.csv").is_file()]
    found = [origin for table in tables for origin in read_provenance(table.read_bytes(), iri.strip("<>"))]
    if not found:
        raise ConfigError(
            _say(language, f"Keine Ausgabe in {output}/ kennt {iri}", f"No edition in {output}/ knows {iri}")
        )
    if format_ == "json":
        click.echo(_json({"version": 1, "statements": [origin._asdict() for origin in found]}))
    else:
        from pipeline.reports.trace import print_origins

        print_origins(found, _console(), language=language)
    return CLEAN


@roadmap.command()
@click.argument("before", metavar="A")
@click.argument("after", metavar="[B]", default="current")
@click.option("--town", help="The town whose versions A and B are.  [default: the only one]")
@click.option("--rdf", is_flag=True, help="Print the changes as RDF (Turtle).")
@_output
@_format
@_language
def diff(before: str, after: str, town: str | None, rdf: bool, output: Path, format_: str, language: Language) -> int:
    """Say what changed from edition A to edition B, the current one unless named: versions of a town, or folders."""
    from pipeline.formats.changes import as_rdf, in_words
    from pipeline.formats.rdf import render_turtle
    from pipeline.run import compare_editions
    from pipeline.vocabulary import PREFIXES

    first = _edition(before, town, output)
    second = _edition(after, town or _owner(first, output), output)
    comparison, base = compare_editions(first, second)
    if rdf:
        click.echo(render_turtle(as_rdf(comparison, base, _now()), PREFIXES).decode(), nl=False)
    elif format_ == "json":
        things = [_changed(thing) for thing in comparison.things]
        click.echo(_json({"version": 1, "before": comparison.before, "after": comparison.after, "things": things}))
    else:
        click.echo(in_words(comparison, language), nl=False)
    return CLEAN


@roadmap.command()
@click.argument("source", required=False, metavar="[SOURCE]")
@click.option("--online/--offline", default=None, help="Ask the addresses of the files.  [default: only for a URL]")
@_output
@_format
@_language
def score(source: str | None, online: bool | None, output: Path, format_: str, language: Language) -> int:
    """Rate the metadata of the catalog at SOURCE: a town's current edition, a file or a URL."""
    from pipeline.metrics import build_methodology
    from pipeline.readers.catalog import is_address, read_catalog
    from pipeline.readers.statuses import fetch_statuses, find_beside
    from pipeline.reports.score import print_scorecard, render_score_json
    from pipeline.resources import read_resources
    from pipeline.score import find_addresses
    from pipeline.score import score as score_catalog

    _quiet_rdflib()
    resources, place = read_resources(), _catalog(source, output)
    methodology = build_methodology(resources.quality)
    with _progress(f"{place} …"):
        triples = read_catalog(place)
        if online or (online is None and is_address(place)):
            beside, statuses = frozenset[str](), fetch_statuses(find_addresses(triples, methodology))
        else:
            beside = frozenset() if is_address(place) else find_beside(Path(place), triples)
            statuses = dict.fromkeys(beside, 200)
        card = score_catalog(triples, methodology, resources.catalog_rules, statuses)
    if not card.datasets:
        raise ConfigError(
            _say(language, f"{place}: beschreibt keinen dcat:Dataset", f"{place}: describes no dcat:Dataset")
        )
    if format_ == "json":
        click.echo(render_score_json(card, beside=beside), nl=False)
    else:
        print_scorecard(card, _console(), language=language, beside=beside)
    return CLEAN


@roadmap.command()
@click.argument("town")
@click.option("--to", "destination", type=click.Choice(["ckan"]), required=True, help="Where to publish.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@click.option("--withdraw", is_flag=True, help="Withdraw datasets that the edition no longer has.")
@click.option("--create-organization", is_flag=True, help="Make the organization if the portal does not have it.")
@_sources
@_output
@_format
@_language
def publish(
    town: str,
    destination: str,
    dry_run: bool,
    withdraw: bool,
    create_organization: bool,
    sources: Path,
    output: Path,
    format_: str,
    language: Language,
) -> int:
    """Bring a portal to what the current edition of TOWN says. The token is read from the environment (CKAN_TOKEN)."""
    from pipeline.cli_publish import as_json, open_ckan, read_edition, read_options
    from pipeline.resources import read_resources
    from pipeline.town import read_town

    (settings,) = _settings([town], sources)
    found = read_town(settings, read_resources().code_lists)
    options = read_options(found.dataset, os.environ, create=create_organization, withdraw=withdraw)
    edition = read_edition(output, found.name)
    tell: Callable[[Text], None] = lambda text: click.echo(text.in_(language), err=True)  # noqa: E731
    with open_ckan(options, output, found.name, tell) as ckan:
        if dry_run:
            plan = ckan.plan(edition)
            if format_ == "json":
                click.echo(_json(as_json(plan)))
            else:
                from pipeline.reports.plan import print_plan

                print_plan(plan, _console(), language=language, withdraw=withdraw)
            return CLEAN
        receipt = ckan.publish(edition)
    if format_ == "json":
        click.echo(_json({"version": 1, "edition": edition.version, **asdict(receipt)}))
    else:
        _print_receipt(receipt, edition.version, language)
    return FINDINGS if receipt.differs else CLEAN


def _print_receipt(receipt: Receipt, version: str, language: Language) -> None:
    where = receipt.location
    if receipt.changed:
        done = _say(language, f"Ausgabe {version} steht auf {where}", f"Edition {version} stands at {where}")
    else:
        done = _say(
            language,
            f"{where} ist schon auf dem Stand der Ausgabe {version}; nichts gesendet",
            f"{where} is already up to date with edition {version}; nothing was sent",
        )
    click.echo(done)
    if receipt.differs:
        names = ", ".join(receipt.differs)
        click.echo(_say(language, f"Anders als gesendet: {names}", f"Other than it was sent: {names}"))


def main(arguments: Sequence[str] | None = None) -> None:
    """The command's border: errors become one line on standard error and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without umlauts shows a question mark
    try:
        code = roadmap.main(arguments, prog_name="roadmap", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        code = USAGE
    except click.Abort:
        code = OUTSIDE
    except PipelineError as error:
        code = _complain(error, "en" if "en" in _arguments(arguments) else "de")
    except OSError as error:
        click.echo(f"roadmap: {error.filename or ''}: {error.strerror}", err=True)
        code = OUTSIDE
    sys.exit(code)


def _arguments(arguments: Sequence[str] | None) -> Sequence[str]:
    return sys.argv[1:] if arguments is None else arguments


def _complain(error: PipelineError, language: Language = "de") -> int:
    """Say what went wrong in one line, and which exit code it deserves."""
    message = getattr(error, "message", None)
    click.echo(f"roadmap: {message.in_(language) if isinstance(message, Text) else error}", err=True)
    return OUTSIDE if isinstance(error, OutsideWorldError) else USAGE


def _settings(names: Sequence[str], sources: Path) -> list[Path]:
    """The ``dataset.toml`` of the towns of these names, of all towns where none is named."""
    from pipeline.town import find_towns

    settings = find_towns(sources)
    known = [path.parent.name for path in settings]
    for name in names:
        if name not in known:
            raise ConfigError(f'{sources}: there is no town "{name}"; known: {", ".join(known) or "none"}')
    if not settings:
        raise ConfigError(f"{sources}: there is no folder of a town with a dataset.toml")
    return [path for path in settings if not names or path.parent.name in names]


def _dataset_of(file: Path, sources: Path) -> Path:
    """The settings of the town in whose folder the file lies, else of the only town."""
    from pipeline.town import find_towns

    for folder in file.resolve().parents:
        if (folder / "dataset.toml").is_file():
            return folder / "dataset.toml"
    towns = find_towns(sources)
    if len(towns) == 1:
        return towns[0]
    raise ConfigError(f"{file}: lies in no town's folder; say which with --dataset {sources}/TOWN/dataset.toml")


def _edition(name: str, town: str | None, output: Path) -> Path:
    """The folder of an edition given as a folder, as TOWN/VERSION or as a VERSION of the only town."""
    owner, _, version = name.rpartition("/")
    if (Path(name) / "edition.json").is_file():
        return Path(name)
    towns = [owner or town] if owner or town else [path.name for path in sorted(output.glob("*")) if path.is_dir()]
    places = [output / str(found) / ("current" if version == "current" else f"editions/{version}") for found in towns]
    known = [place for place in places if (place / "edition.json").is_file()]
    if len(known) > 1:
        raise ConfigError(f"{name}: several towns have such an edition; say which with --town or as TOWN/{version}")
    if not known:
        raise ConfigError(f"{name}: there is no such edition in {output}/")
    return known[0]


def _owner(edition: Path, output: Path) -> str | None:
    """The town of an edition below ``output``; ``None`` for one that lies elsewhere."""
    return edition.relative_to(output).parts[0] if edition.is_relative_to(output) else None


def _catalog(source: str | None, output: Path) -> str:
    """The catalog that is meant by a town's name, a folder, a file or a URL; without any, that of the only town."""
    from pipeline.readers.catalog import is_address

    towns = sorted(path.parent for path in output.glob("*/current"))
    if source is None and len(towns) != 1:
        known = ", ".join(path.name for path in towns) or "none"
        raise ConfigError(f"say whose catalog: a town with an edition in {output}/ ({known}), a file or a URL")
    if source and is_address(source):
        return source
    town = output / source if source else towns[0]
    place = town / "current" if town in towns else Path(source or "")
    catalog = place / "catalog.ttl" if place.is_dir() else place
    if not catalog.is_file():
        raise ConfigError(f"{catalog}: there is no such catalog; make an edition first, or name a file or a URL")
    return str(catalog)


def _quiet_rdflib() -> None:
    """A stranger's value that does not fit its datatype is no matter for the log: rdflib prints a stack for each."""
    import logging

    logging.getLogger("rdflib").addHandler(logging.NullHandler())


def _now() -> datetime:
    """The time of the run; fixed by SOURCE_DATE_EPOCH for a build that can be repeated."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        return datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC).replace(microsecond=0)
    except (ValueError, OverflowError, OSError) as error:
        raise ConfigError(f"SOURCE_DATE_EPOCH: expected seconds since 1970, found {epoch}") from error


def _console(*, stderr: bool = False) -> Console:
    from rich.console import Console

    return Console(stderr=stderr, highlight=False)


def _progress(what: str) -> Any:
    """A spinner on a terminal, and nothing anywhere else."""
    from contextlib import nullcontext

    return _console(stderr=True).status(what) if sys.stderr.isatty() else nullcontext()


def _print_report(report: ValidationReport, format_: str, language: Language) -> None:
    if format_ == "json":
        from pipeline.reports.tables import render_json

        click.echo(render_json(report), nl=False)
    else:
        from pipeline.reports.console import print_report

        print_report(report, _console(), language=language)


def _print_outcome(outcome: Outcome, language: Language) -> None:
    _print_report(outcome.prepared.report, "text", language)
    say: Callable[[str, str], None] = lambda german, english: click.echo(_say(language, german, english))  # noqa: E731
    town, receipt = outcome.town.name, outcome.receipt
    if receipt and receipt.changed:
        say(f"{town}: Ausgabe {Path(receipt.location).name} liegt in {_shown(receipt.location)}",
            f"{town}: edition {Path(receipt.location).name} lies in {_shown(receipt.location)}")  # fmt: skip
    elif receipt:
        say(f"{town}: nichts hat sich geändert, {Path(receipt.location).name} bleibt die aktuelle Ausgabe",
            f"{town}: nothing has changed, {Path(receipt.location).name} stays the current edition")  # fmt: skip
    else:
        say(f"{town}: keine neue Ausgabe; veröffentlicht bleibt, was veröffentlicht ist",
            f"{town}: no new edition; what is published stays published")  # fmt: skip
    say(f"{town}: Prüfbericht in {_shown(outcome.report_folder)}", f"{town}: report in {_shown(outcome.report_folder)}")


def _shown(path: Path | str) -> Path:
    """A path as seen from here."""
    path = Path(path)
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def _outcome(outcome: Outcome) -> dict[str, Any]:
    from pipeline.reports.tables import render_json

    receipt = outcome.receipt
    return {
        "town": outcome.town.name,
        "edition": Path(receipt.location).name if receipt else None,
        "changed": bool(receipt and receipt.changed),
        "report": json.loads(render_json(outcome.prepared.report)),
    }


def _changed(thing: Any) -> dict[str, Any]:
    changes = [
        {
            "property": change.property._asdict(),
            "before": [value._asdict() for value in change.before],
            "after": [value._asdict() for value in change.after],
        }
        for change in thing.changes
    ]
    return {"iri": thing.iri, "name": thing.name._asdict(), "kind": thing.kind, "changes": changes}


def _write_annotated(found: Read, report: ValidationReport, folder: Path, language: Language) -> None:
    from pipeline.reports.annotated import annotate_workbook
    from pipeline.run import annotated_name

    folder.mkdir(parents=True, exist_ok=True)
    for workbook in found.workbooks:
        content = found.paths[workbook.file].read_bytes()
        annotated = annotate_workbook(content, report, workbook.file, workbook, language=language)
        _write(folder / annotated_name(workbook.file), annotated)


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise OutsideWorldError(f"{path}: could not be written ({error.strerror})") from error


def _verdict(report: ValidationReport) -> int:
    """Notes need no mending, so they are no findings to a caller."""
    return FINDINGS if report.count(Severity.VIOLATION) or report.count(Severity.WARNING) else CLEAN


def _say(language: Language, german: str, english: str) -> str:
    return english if language == "en" else german


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
