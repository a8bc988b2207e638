"""The path of an address below a town to the response: a document, the way to one, or what has become of it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote, unquote

from starlette.requests import Request
from starlette.responses import Response

from pipeline.model.graph import parse_n_triples, reading_order
from pipeline.model.report import Text
from pipeline.model.site import ENGLISH
from pipeline.model.vocabulary import PREFIXES
from pipeline.render.formats.rdf import render_rdf_xml
from pipeline.serve.accept import choose_language, choose_type
from pipeline.serve.index import Index
from pipeline.serve.media_types import media_type_of
from pipeline.serve.pages import dress, is_query_page, not_found_page
from pipeline.serve.replies import links, refuse, reply, see_other, wants_page
from pipeline.serve.resolve import SUFFIXES, Document, Place, find_file, find_place, is_file, lines_of, place_of
from pipeline.serve.site import Site

_ASKED = {"Vary": "Accept, Accept-Language"}


def answer(request: Request, site: Site, raw: str) -> Response:
    """What a town has at the path ``raw``, percent-encoded as it was asked for."""
    index = site.index()
    place = find_place(site.public, index, raw)
    path = find_file(site.public, raw)
    # A project may be called "index.html": what was given the name as an IRI has it.
    if path and not (place and place.folder in index.things):
        return _give(request, site, index, path)
    if place is None:
        return _not_found(request, site, raw, status=410 if index.is_gone(_bare(raw)) else 404)
    chosen = _choose(request, place.documents)
    if chosen is None:
        return _not_acceptable(request, site, place)
    if index.is_gone(place.folder):
        return _give(request, site, index, chosen.path, chosen_by=_ASKED)
    return see_other(
        f"{site.at(chosen.link)}{_asked(request)}", headers={**_ASKED, **links(_around(site, index, place))}
    )


def _asked(request: Request) -> str:
    """What was asked behind the path: a question keeps its values on the way to its page."""
    query = quote(request.scope["query_string"], safe="%/?:@!$&'()*+,;=~[]")
    return f"?{query}" if query else ""


def _choose(request: Request, documents: Sequence[Document]) -> Document | None:
    """The document whose form, and whose language, a client likes best."""
    types = {document.media_type: document.media_type for document in documents}
    types |= {name: form for name, form in _FORMER_NAMES.items() if form in types and name not in types}
    media_type = types.get(choose_type(request.headers.get("accept", ""), tuple(types)) or "")
    fitting = [document for document in documents if document.media_type == media_type]
    if len(fitting) < 2:
        return fitting[0] if fitting else None
    languages = [document.language for document in fitting]
    language = choose_language(request.headers.get("accept-language", ""), languages)
    return fitting[languages.index(language)]


_FORMER_NAMES = {
    **dict.fromkeys(("application/x-turtle", "text/n3", "text/rdf+n3"), "text/turtle"),
    "application/json": "application/ld+json",
    "text/plain": "application/n-triples",
}
"""What clients in use call forms by: rdflib asks for N-Triples as they were called in 2004."""


def _give(
    request: Request, site: Site, index: Index, path: str, *, chosen_by: Mapping[str, str] | None = None
) -> Response:
    """A file with what it is about; of what was withdrawn, the same with the word that it is gone."""
    place = place_of(site.public, index, path)
    told = {**(chosen_by or {}), **_language_of(path), **links(_beside(site, index, path, place))}
    content, modified = read_document(site.public, path)
    if is_query_page(path):
        content = dress(content, site)
    is_gone = place is not None and index.is_gone(place.folder)
    return reply(request, content, media_type_of(path), status=410 if is_gone else 200, headers=told, modified=modified)


def read_document(public: Path, path: str) -> tuple[bytes, float]:
    """The bytes of a document, and when they were written. RDF/XML is made where there are only N-Triples."""
    if path.endswith(".rdf") and not is_file(public, path):
        lines = public / lines_of(path)
        triples = sorted(parse_n_triples(lines.read_text("utf-8")), key=reading_order)
        return render_rdf_xml(triples, PREFIXES), lines.stat().st_mtime
    with (public / path).open("rb") as file:
        return file.read(), os.fstat(file.fileno()).st_mtime


def _language_of(path: str) -> dict[str, str]:
    if not path.endswith(".html") or path.startswith(("editions/", "current/")):
        return {}
    return {"Content-Language": "en" if path.startswith(f"{ENGLISH}/") else "de"}


_Links = Iterator[tuple[str, Mapping[str, str]]]


def _beside(site: Site, index: Index, path: str, place: Place | None) -> _Links:
    """What a document tells of, the other documents of the same, what describes it and under what license it is."""
    if place:
        thing = index.things.get(place.folder)
        if thing:
            yield thing.iri, {"rel": "describes"}
        yield from _alternates(site, (each for each in place.documents if each.path != path))
    folder, _, name = path.rpartition("/")
    if folder.startswith(("editions/", "current")) and name in index.metadata:
        yield site.at(f"{folder}/{index.metadata[name]}"), {"rel": "describedby", "type": "application/csvm+json"}
    if index.license:
        yield index.license, {"rel": "license"}


def _around(site: Site, index: Index, place: Place) -> _Links:
    """All documents of a thing, the one with its statements as what describes it."""
    yield from _alternates(site, place.documents)
    for document in place.documents:
        if document.media_type == "text/turtle" and place.folder in index.things:
            yield site.at(document.link), {"rel": "describedby", "type": document.media_type}


def _alternates(site: Site, documents: Iterator[Document] | Sequence[Document]) -> _Links:
    for each in documents:
        language = {"hreflang": each.language} if each.language else {}
        yield site.at(each.link), {"rel": "alternate", "type": each.media_type, **language}


def _not_acceptable(request: Request, site: Site, place: Place) -> Response:
    there = "\n".join(f"{each.media_type} {site.at(each.link)}" for each in place.documents)
    said = Text(
        f"In keiner der verlangten Formen; es gibt:\n{there}", f"In none of the forms asked for; there is:\n{there}"
    )
    return refuse(
        request, 406, said, headers={"Vary": "Accept, Accept-Language", **links(_alternates(site, place.documents))}
    )


def _bare(raw: str) -> str:
    """The folder that the path of a page or of a form of its statements belongs to, there or not."""
    path = unquote(raw).removeprefix(f"{ENGLISH}/")
    stem, _, suffix = path.rpartition(".")
    return stem if suffix in SUFFIXES else path


def _not_found(request: Request, site: Site, raw: str, *, status: int) -> Response:
    page = not_found_page(site, raw) if wants_page(request) else None
    if page is None:
        return refuse(request, status, GONE if status == 410 else NOT_FOUND, headers=_ASKED)
    return reply(request, page, "text/html", status=status, headers=_ASKED)


NOT_FOUND = Text("Hier ist nichts.", "There is nothing here.")
GONE = Text("Das ist zurückgezogen.", "This is withdrawn.")
