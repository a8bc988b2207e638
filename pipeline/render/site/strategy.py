"""The strategy: its vision of theses, its fields of action, its indicators, and who decided on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.model.gauge import Gauge
from pipeline.model.graph import curie, literal_text
from pipeline.model.progress import Area, Covered
from pipeline.render.briefings.indicators import opening, way_of
from pipeline.render.pages import Markup
from pipeline.render.site.addresses import as_link, localized
from pipeline.render.site.lists import write_list
from pipeline.render.site.matter import Matter
from pipeline.render.site.pen import File, Link, Pen, bare
from pipeline.render.site.values import read_value


class Told(NamedTuple):
    """A thesis or a field: its number and name, its wording, where it leads, and how many projects serve it."""

    area: Link
    definition: str | Markup
    number: int


def write_strategy(pen: Pen) -> Iterator[File]:
    """The page of the strategy, those of the vision and of the fields as a whole, and one for each of them."""
    matter, iris = pen.matter, pen.matter.dataset.iris
    strategy = f"<{matter.base}{iris.strategy}>"
    theses, fields = (list(_told(each, pen)) for each in (matter.progress.theses, matter.progress.fields))
    title = bare(pen.literal(strategy, "dcterms:title") or pen.words["strategy"])
    yield pen.page(
        "strategy.html.j2",
        matter.folder(strategy[1:-1]),
        title=title,
        intro=pen.literal(strategy, "dcterms:description"),
        theses=theses,
        fields=fields,
        history=list(_history(pen)),
        bodies=[read_value(term, pen) for term in _bodies(pen)],
        measured=opening(matter.progress, pen.voice) if matter.progress.gauges else "",
        indicators=_indicators(matter.progress.gauges, pen),
        trail=[],
    )
    for path, name, areas in ((iris.vision, "vision", theses), (iris.fields, "fields", fields)):
        term = f"<{matter.base}{path}>"
        title = bare(pen.literal(term, "dcterms:title") or pen.words[name])
        yield pen.page(
            "areas.html.j2", matter.folder(term[1:-1]), title=title,
            intro=pen.literal(term, "dcterms:description"), areas=areas, trail=[strategy_link(pen)],
        )  # fmt: skip
    for covered, predicate in ((matter.progress.fields, "field"), (matter.progress.theses, "thesis")):
        for each in covered:
            yield from _write_area(each.area, predicate, pen)


def _write_area(area: Area, kind: str, pen: Pen) -> Iterator[File]:
    """A thesis or a field with its projects, those that were cancelled included."""
    link, folder = pen.area(area.iri), pen.matter.folder(area.iri)
    projects = [each for each in pen.matter.progress.standing if area.iri in (*each.fields, *each.theses)]
    iris = pen.matter.dataset.iris
    above = iris.fields if kind == "field" else iris.vision
    trail = [strategy_link(pen), Link(pen.words["fields" if kind == "field" else "vision"],
                                       as_link(pen.matter.folder(pen.matter.base + above)))]  # fmt: skip
    yield from write_list(
        pen, folder, projects, template="area.html.j2", title=bare(link.words),
        intro=pen.text(area.definition), trail=trail, iri=area.iri, data=data_links(pen.matter, folder),
        feed=as_link(localized(f"{folder}.atom", pen.language)),
        indicators=_indicators([each for each in pen.matter.progress.gauges if area.iri in each.areas], pen),
        notes=[read_value(term, pen).words for term in pen.matter.index.objects(f"<{area.iri}>", "skos:note")
               if term.endswith(f"@{pen.language}")],
    )  # fmt: skip


def _indicators(gauges: Sequence[Gauge], pen: Pen) -> list[tuple[Link, str]]:
    """Indicators with how far each is."""
    progress, voice = pen.matter.progress, pen.voice
    return [
        (Link(pen.text(each.name), as_link(pen.matter.folder(each.iri))), "; ".join(way_of(each, progress, voice)))
        for each in gauges
    ]


def data_links(matter: Matter, folder: str) -> list[Link]:
    """The files in which a page's statements are told to programs, each with its media type."""
    paths = [(f"{folder}.{suffix}", name, kind) for suffix, name, kind in DATA]
    return [Link(name, as_link(path), kind) for path, name, kind in paths if path not in matter.folders]


DATA = (
    ("ttl", "Turtle", "text/turtle"),
    ("jsonld", "JSON-LD", "application/ld+json"),
    ("nt", "N-Triples", "application/n-triples"),
    ("rdf", "RDF/XML", "application/rdf+xml"),
)
"""The forms in which a thing is told to programs: how their files end, their names and media types."""


def _told(covered: Sequence[Covered], pen: Pen) -> Iterator[Told]:
    for each in covered:
        yield Told(pen.area(each.area.iri), pen.text(each.area.definition), len(each.projects))


def strategy_link(pen: Pen) -> Link:
    """Where the strategy is told."""
    return Link(pen.words["strategy"], as_link(pen.matter.folder(pen.matter.base + pen.matter.dataset.iris.strategy)))


class Event(NamedTuple):
    """A decision or a meeting: when, what, and where it leads."""

    order: str
    when: str | Markup
    link: Link
    description: str | Markup


def _history(pen: Pen) -> Iterator[Event]:
    """How the strategy came about, in the order of time."""
    index = pen.matter.index
    kinds = ("ds:Decision", "prov:Activity", "org:ChangeEvent")
    terms = dict.fromkeys(term for kind in kinds for term in index.subjects("rdf:type", curie(kind)))
    events = [
        Event(literal_text(date), read_value(date, pen).words, read_value(term, pen),
              pen.literal(term, "dcterms:description"))
        for term in terms
        if pen.matter.is_ours(term[1:-1]) and not _of_others(term, pen)
        for date in index.objects(term, "dcterms:date")[:1]
    ]  # fmt: skip
    yield from sorted(events, key=lambda event: event.order)


def _of_others(term: str, pen: Pen) -> bool:
    """Whether it is of the catalog or of a project: what was decided on a project made no strategy."""
    iris, base = pen.matter.dataset.iris, pen.matter.base
    return term.startswith((f"<{base}{iris.catalog}/", f"<{base}{iris.project}"))


def _bodies(pen: Pen) -> Iterator[str]:
    """The bodies that the strategy describes."""
    index = pen.matter.index
    kinds = ("org:FormalOrganization", "org:OrganizationalUnit", "org:Organization")
    for term in dict.fromkeys(term for kind in kinds for term in index.subjects("rdf:type", curie(kind))):
        if index.objects(term, "dcterms:description") or index.objects(term, "org:unitOf"):
            yield term
