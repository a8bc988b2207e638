"""The vocabulary's own site: what its edition says in, a page and files for each of its terms out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from pipeline.model.graph import Index, Triple, curie, literal_text, reading_order
from pipeline.model.vocabulary import DEF
from pipeline.render.briefings.voice import Voice
from pipeline.render.formats.jsonld import json_ld_writer
from pipeline.render.pages import Markup
from pipeline.render.site.addresses import as_link
from pipeline.render.site.assets import write_assets
from pipeline.render.site.downloads import write_downloads
from pipeline.render.site.matter import Matter
from pipeline.render.site.news import write_editions
from pipeline.render.site.pen import File, Link, Pen
from pipeline.render.site.statements import write_not_found, write_statements
from pipeline.render.site.strategy import data_links
from pipeline.render.site.terms import (
    CLASS,
    FACTS,
    KINDS,
    LIST,
    PROPERTIES,
    definition_of,
    folder_for,
    link_to,
    short_name,
    write_term,
)  # fmt: skip
from pipeline.render.site.things import write_thing
from pipeline.render.site.values import name_of
from pipeline.render.site.void import write_void
from pipeline.render.site.writing import forms_of, things_of, write_data, write_parts

THIS = f"<{DEF}>"
HOME = "def"


class Row(NamedTuple):
    """A term as the index tells it: ``goes_with`` is what a class refines, or of what and with which value."""

    term: Link
    short: str
    definition: str | Markup
    goes_with: Sequence[Sequence[Link]]


def render_vocabulary(matter: Matter, versions: Mapping[str, Sequence[Triple]]) -> Iterator[File]:
    """All files of the site. ``versions`` is what each version of the vocabulary said that an edition still holds."""
    pens = (Pen(matter, Voice("de")), Pen(matter, Voice("en")))
    terms = terms_by_folder(matter)
    yield from write_assets(matter)
    for pen in pens:
        yield from _pages(pen, terms, versions)
    yield write_not_found(*pens)
    yield from write_parts(matter, pens)
    yield from write_void(matter, [curie("ds:Project"), curie("ds:status")], DEF)
    yield from write_data(matter)
    yield from _files(matter, terms, versions)


def terms_by_folder(matter: Matter) -> dict[str, list[str]]:
    """The terms of each page: one, or a code list with the property that is called the same."""
    kinds = [curie(name) for name in KINDS]
    ranked = sorted((kinds.index(triple.object), triple.subject) for triple in matter.triples
                    if triple.predicate == curie("rdf:type") and triple.object in kinds)  # fmt: skip
    found: dict[str, list[str]] = {}
    for term in dict.fromkeys(term for _, term in ranked):
        found.setdefault(folder_for(term[1:-1], matter), []).append(term)
    return found


def _pages(pen: Pen, terms: Mapping[str, list[str]], versions: Iterable[str]) -> Iterator[File]:
    yield pen.page("vocabulary_home.html.j2", "", title=name_of(THIS, pen), **_told(pen))
    yield _index(pen, versions)
    yield from (write_term(folder, each, pen) for folder, each in terms.items() if folder != HOME)
    for version in versions:
        folder = _folder(version)
        yield pen.page("version.html.j2", folder, title=pen.fill("version_title", version=version),
                       data=data_links(pen.matter, folder), iri=f"{DEF}{version}/",
                       context=as_link(f"{folder}/context.jsonld") if version == _newest(pen.matter) else "",
                       trail=[Link(pen.words["vocabulary"], HOME)])  # fmt: skip
    for term in things_of(pen.matter):
        yield from write_thing(term, pen)
    yield from write_downloads(pen)
    yield from write_editions(pen)
    yield from write_statements(pen)


def _told(pen: Pen) -> dict[str, object]:
    """What the front page and the index have in common."""
    index = pen.matter.index
    numbers = [
        (pen.words[name], anchor, sum(len(_members(index, kind)) for kind in kinds)) for name, anchor, kinds in _SHELVES
    ]
    return {"description": pen.literal(THIS, "dcterms:description"), "numbers": numbers}


def _index(pen: Pen, versions: Iterable[str]) -> File:
    index = pen.matter.index
    shelves = [(pen.words[name], anchor, pen.words["refines_term" if name == "classes" else "belongs_to"],
                _rows(pen, [term for kind in kinds_of for term in _members(index, kind)]))
               for name, anchor, kinds_of in _SHELVES[:2]]  # fmt: skip
    lists = [(_row(pen, term), [link_to(each, pen) for each in index.objects(term, "skos:hasTopConcept")])
             for term in _members(index, LIST)]  # fmt: skip
    facts = [(pen.words[f"fact_{name}"], [link_to(value, pen) for value in found])
             for name in ("vann:preferredNamespacePrefix", *FACTS, "dcterms:bibliographicCitation")
             if (found := _spoken(name, pen))]  # fmt: skip
    return pen.page(
        "vocabulary.html.j2", HOME, title=name_of(THIS, pen), shelves=shelves, lists=lists, facts=facts,
        versions=[Link(version, as_link(_folder(version))) for version in versions],
        data=data_links(pen.matter, HOME), iri=DEF, trail=[], **_told(pen),
    )  # fmt: skip


def _members(index: Index, kind: str) -> list[str]:
    """The vocabulary's own terms of a kind; the catalog names code lists of others, too."""
    return sorted(term for term in index.subjects("rdf:type", curie(kind)) if term.startswith(f"<{DEF}"))


def _spoken(name: str, pen: Pen) -> Sequence[str]:
    """What the vocabulary says of itself, in this language where it is in one."""
    prefix, _, local = name.partition(":")
    whole = f"<{_VANN}{local}>" if prefix == "vann" else curie(name)
    said = [t.object for t in pen.matter.statements.get(THIS, ()) if t.predicate == whole]
    return [each for each in said if not each.endswith(("@de", "@en")) or each.endswith(f"@{pen.language}")]


def _rows(pen: Pen, terms: Iterable[str]) -> list[Row]:
    rows = [_row(pen, term) for term in terms]
    return sorted(rows, key=lambda row: row.short.casefold())


def _row(pen: Pen, term: str) -> Row:
    names = ("rdfs:subClassOf",) if curie(CLASS) in pen.matter.index.objects(term, "rdf:type") else _ENDS
    ends = [[link_to(value, pen) for value in pen.matter.index.objects(term, name)] for name in names]
    return Row(link_to(term, pen), short_name(term), definition_of(term, pen), [each for each in ends if each])


def _files(matter: Matter, terms: Mapping[str, list[str]], versions: Mapping[str, Sequence[Triple]]) -> Iterator[File]:
    """The statements about the terms of each page; the whole vocabulary beside its index and for each version."""
    as_json_ld = json_ld_writer(matter.context)
    told: dict[str, Sequence[Triple]] = {
        folder: [triple for term in each for triple in matter.statements[term]] for folder, each in terms.items()
    }
    told |= {HOME: matter.triples} | {_folder(version): said for version, said in versions.items()}
    for folder, triples in told.items():
        for suffix, content in forms_of(sorted(set(triples), key=reading_order), as_json_ld):
            yield File(f"{folder}.{suffix}", content)
    context = json.dumps(matter.context, ensure_ascii=False, indent=2).encode() + b"\n"
    yield File(f"{HOME}/context.jsonld", context)
    yield File(f"{_folder(_newest(matter))}/context.jsonld", context)


def version_of(triples: Iterable[Triple]) -> str:
    """Which version of the vocabulary these triples are."""
    mark = curie("owl:versionInfo")
    return next((literal_text(t.object) for t in triples if t.subject == THIS and t.predicate == mark), "")


def _newest(matter: Matter) -> str:
    return version_of(matter.triples)


def _folder(version: str) -> str:
    return f"{HOME}/{version}"


_SHELVES = (
    ("classes", "klassen", (CLASS,)),
    ("properties", "eigenschaften", PROPERTIES),
    ("code_lists", "codelisten", (LIST,)),
)
_ENDS = ("rdfs:domain", "rdfs:range")
_VANN = "http://purl.org/vocab/vann/"
