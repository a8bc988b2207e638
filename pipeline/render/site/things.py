"""The page of anything else that has an IRI: what is said of it; of a part, what it is part of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.model.graph import Triple, curie, literal_text
from pipeline.model.progress import Standing
from pipeline.render.pages import page_template
from pipeline.render.site.addresses import as_link, page_of
from pipeline.render.site.facts import Evidence, Named, cells_of, evidence_of
from pipeline.render.site.indicators import chart_of
from pipeline.render.site.paging import bytes_of, write_pages
from pipeline.render.site.pen import File, Link, Pen, bare
from pipeline.render.site.projects import Row, row_of
from pipeline.render.site.strategy import data_links, strategy_link
from pipeline.render.site.values import anchor_of, label_of, local_name, name_of, read_value, same_words

MOST_VALUES = 80
"""More values than these of one property are counted, not listed: the data have them all."""


def write_thing(term: str, pen: Pen) -> Iterator[File]:
    """The page of a thing of its own; of an indicator its picture as well."""
    folder, matter = pen.matter.folder(term[1:-1]), pen.matter
    parts = matter.parts.get(term, ())
    leads, partners = (_serving(term, pen, name) for name in ("ds:lead", "ds:partner"))
    chart = chart_of(term, pen)
    trail = _trail(term, pen)
    yield pen.page(
        "thing.html.j2",
        folder,
        title=name_of(term, pen),
        heading=next((said for name in ("dcterms:title", "skos:prefLabel", "foaf:name", "rdfs:label")
                      if (said := pen.literal(term, name))), name_of(term, pen)),
        description=pen.literal(term, "dcterms:description"),
        facts=list(_facts(term, pen)),
        chart=chart,
        parts=[] if chart else [(anchor_of(part, term), bare(read_value(part, pen).words))
                                for part in parts if "#" not in part],
        anchors=[anchor_of(part, term) for part in parts if "#" in part],
        leads=leads,
        partners=partners,
        iri=term[1:-1],
        data=data_links(matter, folder) if term in matter.statements else [],
        is_former=term not in matter.statements,
        trail=trail,
        **(pen.dated(matter.said_since(term)) if chart else {}),
    )  # fmt: skip
    if chart and chart.file:
        yield chart.file


class ThingFact(NamedTuple):
    """What is said under one property, how many more values the data have, and the cells, where it is from some."""

    label: str
    values: Sequence[Link]
    left: int
    evidence: Evidence | None


def _facts(term: str, pen: Pen) -> Iterator[ThingFact]:
    """What is said of it, by the names of the properties."""
    found: dict[str, list[Triple]] = {}
    for triple in pen.matter.statements.get(term, ()):
        if triple.predicate not in _TOLD and _speaks(triple.object, pen):
            found.setdefault(triple.predicate, []).append(triple)
    for predicate, triples in found.items():
        values = [read_value(triple.object, pen) for triple in triples[:MOST_VALUES]]
        label, cells = label_of(predicate, pen), cells_of(_told_by(triples, term, pen), pen)
        evidence = (
            evidence_of(_named(term, pen), label, same_words(values), pen, cells, since=pen.matter.said_since(term))
            if cells
            else None
        )
        yield ThingFact(label, values, max(0, len(triples) - MOST_VALUES), evidence)


def _told_by(triples: Sequence[Triple], term: str, pen: Pen) -> Iterator[Triple]:
    """The statements themselves, and what is said of the parts that they lead to."""
    for triple in triples[:MOST_VALUES]:
        yield triple
        if triple.object.startswith(f"{term[:-1]}/"):
            yield from pen.matter.statements.get(triple.object, ())


def _named(term: str, pen: Pen) -> Named:
    index = pen.matter.index
    kind = pen.words["indicator" if curie("ds:Indicator") in index.objects(term, "rdf:type") else "entry"]
    return Named(kind, name_of(term, pen), index.text(term, "dcterms:identifier") or local_name(term))


def _trail(term: str, pen: Pen) -> list[Link]:
    """The page above: that of all indicators, of all bodies, or of what the strategy is made of."""
    kinds, words = pen.matter.index.objects(term, "rdf:type"), pen.words
    if curie("ds:Indicator") in kinds and pen.matter.progress.gauges:
        return [strategy_link(pen), Link(words["indicators"], pen.paths["indicators"])]
    if curie("ds:Goal") in kinds or curie("ds:Decision") in kinds:
        return [strategy_link(pen)]
    if any(curie(f"org:{kind}") in kinds for kind in ("Organization", "OrganizationalUnit", "FormalOrganization")):
        return [Link(words["organizations"], pen.paths["organizations"])]
    if any(curie(f"dcat:{kind}") in kinds for kind in ("Dataset", "Catalog")):
        return [Link(words["data"], "daten")]
    return []


def _speaks(value: str, pen: Pen) -> bool:
    """Whether a value is in this language, or in none."""
    tag = value.rpartition('"@')[2] if '"@' in value else ""
    return not tag or tag == pen.language or tag not in ("de", "en")


class Serving(NamedTuple):
    """The projects that a body leads or takes part in; ``left`` counts those that are in the data alone."""

    rows: Sequence[Row]
    left: int


def _serving(term: str, pen: Pen, predicate: str) -> Serving:
    index, by_key = pen.matter.index, pen.matter.by_key
    keys = [index.text(project, "dcterms:identifier") for project in index.subjects(predicate, term)]
    found: list[Standing] = [by_key[key] for key in dict.fromkeys(keys) if key in by_key]
    return Serving([row_of(project, pen) for project in found[:MOST_VALUES]], max(0, len(found) - MOST_VALUES))


def write_part(term: str, owner: str, german: Pen, english: Pen) -> File:
    """The small page of a part: what it is part of, in both languages, with a link to where it is told."""
    place = page_of(german.matter.folder(term[1:-1]))
    above = as_link(german.matter.folder(owner[1:-1]))
    anchor = as_link(anchor_of(term, owner)) if term in german.matter.statements else ""
    written = page_template("pipeline.render.site", "part.html.j2").render(
        root=place.root, above=above, anchor=anchor, iri=literal_text(term), called=local_words(term),
        fragments=german.matter.fragments.get(term, ()), site_name=german.site_name, words=german.words,
        german=name_of(owner, german), english=name_of(owner, english),
    )  # fmt: skip
    return File(place.path, written.encode())


def local_words(term: str) -> str:
    """The last step of an IRI, as the part is called."""
    return term[1:-1].rpartition("/")[2]


def write_organizations(pen: Pen) -> Iterator[File]:
    """All bodies, with how many projects each leads or takes part in."""
    matter, index = pen.matter, pen.matter.index
    found: dict[str, list[int]] = {}
    for project in matter.progress.standing:
        for at, predicate in enumerate(("ds:lead", "ds:partner")):
            for body in index.objects(matter.term(project), predicate):
                found.setdefault(body, [0, 0])[at] += 1
    rows = [(read_value(body, pen), leads, partners) for body, (leads, partners) in found.items()]
    rows.sort(key=lambda row: bare(row[0].words).casefold())
    folder = matter.folder(matter.base + matter.dataset.iris.organization)
    yield from write_pages(
        pen,
        folder,
        rows,
        template="organizations.html.j2",
        title=pen.words["organizations_title"],
        weigh=lambda row: 120 + bytes_of(row[0].words, row[0].folder),
        trail=[],
    )


_TOLD = frozenset(
    curie(name)
    for name in ("rdf:type", "dcterms:title", "dcterms:description", "skos:prefLabel", "foaf:name", "skos:inScheme",
                 "skos:topConceptOf")
)  # fmt: skip
