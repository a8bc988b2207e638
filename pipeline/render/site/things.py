"""The page of anything else that has an IRI: what is said of it; of a part, what it is part of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.model.graph import curie, literal_text
from pipeline.model.progress import Standing
from pipeline.render.pages import page_template
from pipeline.render.site.addresses import as_link, page_of
from pipeline.render.site.croissant import PROFILE, croissant_of
from pipeline.render.site.datasets import block_of
from pipeline.render.site.paging import bytes_of, write_pages
from pipeline.render.site.pen import File, Link, Pen, bare
from pipeline.render.site.projects import Row, row_of
from pipeline.render.site.strategy import data_links
from pipeline.render.site.values import anchor_of, label_of, name_of, read_value

MOST_VALUES = 80
"""More values than these of one property are counted, not listed: the data have them all."""


def write_thing(term: str, pen: Pen) -> File:
    """The page of a thing of its own."""
    folder, matter = pen.matter.folder(term[1:-1]), pen.matter
    parts = matter.parts.get(term, ())
    leads, partners = (_serving(term, pen, name) for name in ("ds:lead", "ds:partner"))
    return pen.page(
        "thing.html.j2",
        folder,
        title=name_of(term, pen),
        heading=next((said for name in ("dcterms:title", "skos:prefLabel", "foaf:name", "rdfs:label")
                      if (said := pen.literal(term, name))), name_of(term, pen)),
        description=pen.literal(term, "dcterms:description"),
        facts=list(_facts(term, pen)),
        parts=[(anchor_of(part, term), bare(read_value(part, pen).words)) for part in parts if "#" not in part],
        anchors=[anchor_of(part, term) for part in parts if "#" in part],
        leads=leads,
        partners=partners,
        iri=term[1:-1],
        data=_data(term, pen),
        block=block_of(term, pen),
        is_former=term not in matter.statements,
        trail=[],
    )  # fmt: skip


def _data(term: str, pen: Pen) -> list[Link]:
    """The files with its statements, and of a dataset the one that describes its tables."""
    if term not in pen.matter.statements:
        return []
    path = croissant_of(term, pen.matter)
    more = [Link("Croissant", as_link(path), f'application/ld+json; profile="{PROFILE}"')] if path else []
    return [*data_links(pen.matter, pen.matter.folder(term[1:-1])), *more]


def _facts(term: str, pen: Pen) -> Iterator[tuple[str, list[Link], int]]:
    """What is said of it, by the names of the properties."""
    found: dict[str, list[str]] = {}
    for triple in pen.matter.statements.get(term, ()):
        if triple.predicate not in _TOLD and _speaks(triple.object, pen):
            found.setdefault(triple.predicate, []).append(triple.object)
    for predicate, objects in found.items():
        values = [read_value(value, pen) for value in objects[:MOST_VALUES]]
        yield label_of(predicate, pen), values, max(0, len(objects) - MOST_VALUES)


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
        fragments=german.matter.fragments.get(term, ()),
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
