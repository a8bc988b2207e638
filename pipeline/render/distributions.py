"""Which files an edition has: triples, roadmap, catalog and report in, distributions out.

``_RDF`` and the lists below say which files there are; of which formats they are, their names tell (``FORMATS``).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from pipeline.model.catalog import CatalogNames
from pipeline.model.comparison import Comparison
from pipeline.model.dataset import Dataset
from pipeline.model.edition import Distribution, Input, Lifetimes
from pipeline.model.formats import FORMATS, media_type_of
from pipeline.model.graph import Lifted, SourceMap, Triple
from pipeline.model.report import Language, Text, ValidationReport
from pipeline.model.roadmap import Roadmap
from pipeline.model.strategy import Strategy
from pipeline.model.vocabulary import PREFIXES
from pipeline.render.formats.changes import in_words
from pipeline.render.formats.changes_graph import CHANGE_PREFIXES, as_rdf
from pipeline.render.formats.fates import build_fates
from pipeline.render.formats.ical import render_calendar
from pipeline.render.formats.jsonld import render_json_ld
from pipeline.render.formats.provenance import Origin, origins, render_provenance, render_typed
from pipeline.render.formats.provenance_graphs import render_graphs
from pipeline.render.formats.quads import render_lifetimes
from pipeline.render.formats.rdf import render_n_triples, render_rdf_xml, render_turtle
from pipeline.render.formats.tables import render_tables
from pipeline.render.formats.workbook import render_workbook
from pipeline.render.reports.html import render_html
from pipeline.render.reports.tables import render_csv, render_json


@dataclass(frozen=True, slots=True)
class Content:
    """What there is to render: the roadmap and its triples, the strategy's, the vocabulary's, and what has changed.

    ``carried`` are the keys of projects that stand in no sheet any more and are kept; ``version`` is that of the
    edition; without one nothing is told of where statements come from. ``inputs`` are the files that it was made of.
    ``ready`` are files that were rendered from the same before, by their names: those, but for the calendar, which
    tells the time, are taken as they are.
    """

    dataset: Dataset
    strategy: Strategy
    roadmap: Roadmap
    lifted: Lifted
    vocabulary: Sequence[Triple]
    context: Mapping[str, Any]
    comparison: Comparison | None = None
    carried: Collection[str] = ()
    lifetimes: Lifetimes = field(default_factory=dict)
    version: str = ""
    inputs: Sequence[Input] = ()
    ready: Mapping[str, Distribution] = field(default_factory=dict)


def render(content: Content, *, made_at: datetime, said_at: datetime | None = None) -> tuple[Distribution, ...]:
    """The data of an edition. Of each dataset comes first what most people look for, which portals preview and list
    first; then what programs read, then what few ask for. ``said_at`` is when the roadmap last said something else.
    """
    return tuple(_distributions(content, made_at, said_at or made_at))


def render_data(
    name: str, triples: Sequence[Triple], dataset: Dataset, context: Mapping[str, Any]
) -> Iterator[Distribution]:
    """The tables and the RDF of the roadmap or of the strategy alone, from its triples sorted by subject."""
    yield from render_tables(name, triples, dataset)
    yield from _rdf(name, triples, context)


def _distributions(content: Content, made_at: datetime, said_at: datetime) -> Iterator[Distribution]:
    of_town = content.dataset.has_roadmap
    if of_town:
        yield from _roadmap(content, said_at)
        yield from _strategy(content)
    yield from _rdf_of("vocabulary", tuple(sorted(content.vocabulary)), content)
    yield _context(content.context)
    if of_town and content.version:
        yield from _provenance(content)
    if content.comparison:
        yield from render_changes(content.comparison, content.dataset.iris.base, made_at=made_at)


def _strategy(content: Content) -> Iterator[Distribution]:
    asked_for, further = _tables("strategy", content.strategy.triples, content)
    yield from asked_for
    yield from _rdf_of("strategy", content.strategy.triples, content)
    yield from further


def _roadmap(content: Content, said_at: datetime) -> Iterator[Distribution]:
    triples, title = content.lifted.triples, content.dataset.title
    fates = build_fates(content.roadmap, content.dataset, content.carried)
    asked_for, further = _tables("roadmap", triples, content)
    yield from asked_for
    yield content.ready.get("roadmap.xlsx") or _file(
        "roadmap.xlsx",
        render_workbook(content.roadmap, content.dataset, content.strategy, fates),
        Text("Roadmap als Excel-Datei", "Roadmap as an Excel file"),
        dataset="roadmap",
    )
    yield from _rdf_of("roadmap", triples, content)
    yield _file(
        "roadmap.ics",
        render_calendar(content.roadmap, content.strategy.naming, title.de, fates, made_at=said_at),
        Text("Termine als Kalender", "Dates as a calendar"),
        dataset="roadmap",
    )
    if content.lifetimes:
        yield _file(
            "history.nq",
            render_lifetimes(content.lifetimes, CatalogNames(content.dataset.iris).lifetimes),
            Text("Verlauf: alles, was je gesagt wurde", "History: all that was ever said"),
            dataset="roadmap",
        )
    yield from further


def _tables(
    name: str, triples: Sequence[Triple], content: Content
) -> tuple[Sequence[Distribution], Sequence[Distribution]]:
    """The tables that most people look for, and apart from them all others with their description."""
    ready = [file for file in content.ready.values() if file.dataset == name and file.name.endswith(_OF_TABLES)]
    tables = ready or tuple(render_tables(name, triples, content.dataset))
    return (
        tuple(table for table in tables if table.name in _ASKED_FOR),
        tuple(table for table in tables if table.name not in _ASKED_FOR),
    )


_OF_TABLES = (".csv", ".csv-metadata.json")
_ASKED_FOR = ("projects.csv", "theses.csv", "fields.csv")


def _file(name: str, content: bytes, title: Text, dataset: str = "") -> Distribution:
    """A file for anybody."""
    return Distribution(name, media_type_of(name), content, title, dataset, is_public=True)


def _internal(name: str, content: bytes, title: Text) -> Distribution:
    """A file that stays in the house."""
    return Distribution(name, media_type_of(name), content, title)


def _provenance(content: Content) -> Iterator[Distribution]:
    """The origin of each statement: as RDF all cells that say it, as a table the first, and what was typed in them."""
    found, title = tuple(_origins(content)), Text("Herkunft jeder Aussage", "Origin of every statement")
    graphs = render_graphs(found, content.inputs, CatalogNames(content.dataset.iris), content.version)
    yield replace(_file("provenance.nq", graphs, title, dataset="roadmap"), description=_GRAPHS)
    yield _file("provenance.csv", render_provenance(found), title)
    yield _internal("typed.csv", render_typed(found), Text("Was in den Zellen stand", "What stood in the cells"))


_GRAPHS = Text(
    "Welche Zelle welcher Datei was sagt: ein benannter Graph je Zelle, dazu die Prüfsumme der Datei.",
    "Which cell of which file says what: a named graph for each cell, with the checksum of the file.",
)


def _origins(content: Content) -> Iterator[Origin]:
    """Where each statement about the roadmap and the strategy comes from."""
    dataset = content.dataset
    yield from origins(content.lifted.triples, content.lifted.sources, content.roadmap, "dataset.toml")
    settled = {*content.strategy.settled}
    given = (triple for triple in content.strategy.triples if triple not in settled)
    yield from origins(given, SourceMap(), content.roadmap, dataset.strategy.file or "dataset.toml")
    yield from origins(content.strategy.settled, SourceMap(), content.roadmap, "dataset.toml")


def _rdf_of(name: str, triples: Sequence[Triple], content: Content) -> Iterable[Distribution]:
    ready = [content.ready[file] for suffix in _RDF if (file := f"{name}.{suffix}") in content.ready]
    return ready or _rdf(name, triples, content.context)


def _rdf(name: str, triples: Sequence[Triple], context: Mapping[str, Any]) -> Iterator[Distribution]:
    title = _TITLES[name]
    for suffix, write in _RDF.items():
        label = FORMATS[suffix].label
        titled = Text(f"{title.de} als {label}", f"{title.en} as {label}")
        yield _file(f"{name}.{suffix}", write(triples, context), titled, dataset=name)


def _context(context: Mapping[str, Any]) -> Distribution:
    import json

    written = json.dumps(context, ensure_ascii=False, indent=2).encode() + b"\n"
    return _file("context.jsonld", written, Text("JSON-LD-Kontext", "JSON-LD context"))


def render_changes(comparison: Comparison, base: str, *, made_at: datetime) -> Iterator[Distribution]:
    """What has changed, in words and as RDF."""
    words = f"{in_words(comparison, 'de')}\n---\n\n{in_words(comparison, 'en')}"
    title = Text("Änderungen seit der letzten Ausgabe", "Changes since the last edition")
    yield _file("changes.md", words.encode(), title)
    triples = as_rdf(comparison, base, made_at)
    graph = _file("changes.ttl", render_turtle(triples, CHANGE_PREFIXES), title, dataset="roadmap")
    yield replace(graph, description=_CHANGES)


_CHANGES = Text(
    "Welches Projekt sich worin geändert hat: bisheriger und neuer Wert und der Grund, soweit er genannt ist.",
    "Which project changed in what: the value before and the new one, and the reason as far as one is given.",
)


def render_catalog(catalog: Sequence[Triple]) -> Iterator[Distribution]:
    """The catalog, ready to be harvested. ``catalog`` is sorted by subject."""
    title = Text("Datenkatalog (DCAT-AP.de)", "Catalog (DCAT-AP.de)")
    yield _file("catalog.ttl", render_turtle(catalog, PREFIXES), title)
    written = render_json_ld(catalog, {"@context": dict(PREFIXES)})
    yield _file("catalog.jsonld", written, title)
    yield _file("catalog.rdf", render_rdf_xml(catalog, PREFIXES), title)


def render_reports(report: ValidationReport, title: Text, language: Language = "de") -> Iterator[Distribution]:
    """The report as a page in both languages, as JSON and as a table in ``language``."""
    german = Text(f"Prüfbericht: {title.de}", f"Report: {title.en}")
    yield _internal("report.html", render_html(report, title=title, language="de").encode(), german)
    yield _internal("report.en.html", render_html(report, title=title, language="en").encode(), german)
    yield _internal("report.json", render_json(report).encode(), german)
    yield _internal("report.csv", render_csv(report, language=language), german)


_TITLES = {
    "roadmap": Text("Roadmap", "Roadmap"),
    "strategy": Text("Strategie", "Strategy"),
    "vocabulary": Text("Vokabular", "Vocabulary"),
}
_Writer = Callable[[Iterable[Triple], Mapping[str, Any]], bytes]
_RDF: Mapping[str, _Writer] = {
    "ttl": lambda triples, _: render_turtle(triples, PREFIXES),
    "nt": lambda triples, _: render_n_triples(triples),
    "jsonld": render_json_ld,
    "rdf": lambda triples, _: render_rdf_xml(triples, PREFIXES),
}
