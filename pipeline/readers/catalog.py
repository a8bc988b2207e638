"""A file or an address to the triples of the catalog there, in Turtle, RDF/XML, JSON-LD or N-Triples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Protocol
from urllib.parse import quote, urldefrag, urljoin, urlsplit
from xml.parsers import expat

import pyoxigraph
from pyoxigraph import RdfFormat

from pipeline.model.errors import ConfigError, OutsideWorldError
from pipeline.model.graph import NOWHERE, Triple, iri, literal, literal_text
from pipeline.model.report import Text
from pipeline.readers.faults import unreadable
from pipeline.readers.repeats import join_pages
from pipeline.readers.web import Page, fetch_page

MAX_BYTES = 50_000_000
MAX_PAGES = 100
_MAX_DEPTH = 200
_HYDRA = "http://www.w3.org/ns/hydra/core#"
_NEXT = {f"<{_HYDRA}next>", f"<{_HYDRA}nextPage>"}

_BY_SUFFIX: Mapping[str, RdfFormat] = {
    ".ttl": RdfFormat.TURTLE,
    ".rdf": RdfFormat.RDF_XML,
    ".xml": RdfFormat.RDF_XML,
    ".jsonld": RdfFormat.JSON_LD,
    ".json": RdfFormat.JSON_LD,
    ".nt": RdfFormat.N_TRIPLES,
}
_BY_MEDIA_TYPE: Mapping[str, RdfFormat] = {
    "text/turtle": RdfFormat.TURTLE,
    "application/x-turtle": RdfFormat.TURTLE,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/xml": RdfFormat.RDF_XML,
    "text/xml": RdfFormat.RDF_XML,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/json": RdfFormat.JSON_LD,
    "application/n-triples": RdfFormat.N_TRIPLES,
}
ACCEPT = "text/turtle, application/n-triples;q=0.9, application/rdf+xml;q=0.8, application/ld+json;q=0.7, */*;q=0.1"


class Fetch(Protocol):
    """A way to ask for a page; raises ``OutsideWorldError``."""

    def __call__(self, url: str, /, *, accept: str, max_bytes: int) -> Page:
        """The page at an address."""


def read_catalog(source: str, *, accept: str = ACCEPT, fetch: Fetch = fetch_page) -> tuple[Triple, ...]:
    """The triples of the catalog in a file or at an address, with all its pages.

    Raises ``ConfigError`` for what is no catalog, ``OutsideWorldError`` for a disk or a network that fails.
    """
    return _fetch(source, accept, fetch) if is_address(source) else _read(Path(source))


def is_address(source: str) -> bool:
    """Whether a source is an address on the web."""
    return source.lower().startswith(("http://", "https://"))


def _read(path: Path) -> tuple[Triple, ...]:
    try:
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise ConfigError(Text(f"{path}: Die Datei gibt es nicht", f"{path}: there is no such file")) from error
    except OSError as error:
        raise unreadable(path, error) from error
    if len(content) > MAX_BYTES:
        most = MAX_BYTES // 1_000_000
        raise ConfigError(
            Text(
                f"{path}: ist größer als die erlaubten {most} MB",
                f"{path}: is larger than {most} MB, which is the limit",
            )
        )
    format_ = _BY_SUFFIX.get(path.suffix.lower()) or _recognize(content)
    return _parse(content, format_, source=str(path), base=NOWHERE + quote(path.name, errors="surrogateescape"), page=1)


def _fetch(url: str, accept: str, fetch: Fetch) -> tuple[Triple, ...]:
    """A catalog on the web. One that comes in pages, as from CKAN, names the next one on each."""
    pages: list[tuple[Triple, ...]] = []
    left, waiting, seen = MAX_BYTES, [url], {_page_of(url)}
    while waiting:
        if len(pages) == MAX_PAGES:
            raise OutsideWorldError(
                Text(
                    f"{url}: hat mehr als die erlaubten {MAX_PAGES} Seiten",
                    f"{url}: has more than {MAX_PAGES} pages, which is the limit",
                )
            )
        page = fetch(waiting.pop(), accept=accept, max_bytes=left)
        left -= len(page.content)
        suffix = Path(urlsplit(page.url).path).suffix.lower()
        format_ = _BY_MEDIA_TYPE.get(page.media_type) or _BY_SUFFIX.get(suffix) or _recognize(page.content)
        found = _parse(page.content, format_, source=page.url, base=page.url, page=len(pages) + 1)
        pages.append(found)
        seen |= {_page_of(page.url), *_own_names(found, page.url)}
        for address in _following(found, page.url):
            if address not in seen:
                waiting.append(_same_host(address, url))
                seen.add(address)
    return join_pages(pages)


def _following(triples: Iterable[Triple], base: str) -> Iterator[str]:
    """The pages that come next. CKAN says it twice, with the word of today and with an older one."""
    return (_page_of(literal_text(triple.object), base) for triple in triples if triple.predicate in _NEXT)


def _own_names(triples: Iterable[Triple], base: str) -> set[str]:
    """What a page is called in its own words: the first one of CKAN is ``?page=1``, too."""
    leading = {_page_of(literal_text(triple.subject), base) for triple in triples if triple.predicate in _NEXT}
    return leading - set(_following(triples, base))


def _page_of(address: str, base: str = "") -> str:
    """The whole address of a page."""
    try:
        return urldefrag(urljoin(base, address)).url
    except ValueError:
        return address


def _host(address: str) -> str:
    try:
        return urlsplit(address).netloc
    except ValueError:
        return ""


def _same_host(address: str, url: str) -> str:
    """The next page, which must lie where the first one does: a catalog is no guide to other servers."""
    if _host(address) != _host(url):
        raise OutsideWorldError(
            Text(
                f"{url}: Die nächste Seite liegt auf einem anderen Server, der nicht gefragt wird: {address}",
                f"{url}: its next page lies on another host, which is not asked: {address}",
            )
        )
    return address


def _recognize(content: bytes) -> RdfFormat:
    """The format by how it begins; N-Triples are Turtle."""
    start = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if start in (b"{", b"["):
        return RdfFormat.JSON_LD
    return RdfFormat.RDF_XML if _begins_as_xml(content) else RdfFormat.TURTLE


def _begins_as_xml(content: bytes) -> bool:
    start = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:9].lower()
    return start.startswith((b"<?xml", b"<rdf:rdf", b"<!doctype", b"<!--", b"<html"))


def _parse(content: bytes, format_: RdfFormat, *, source: str, base: str, page: int) -> tuple[Triple, ...]:
    content = content.removeprefix(b"\xef\xbb\xbf")
    if format_ == RdfFormat.RDF_XML:
        _refuse_harmful_xml(content, source)
    term = _Terms(page)
    try:
        # No remote context of JSON-LD is loaded: pyoxigraph does so only where it is told how to.
        quads = list(pyoxigraph.parse(content, format=format_, base_iri=base))
    except (SyntaxError, ValueError) as error:
        why = _printable(str(error))
        raise ConfigError(
            Text(
                f"{source}: ist kein Katalog in {format_.name} ({why})",
                f"{source}: is no catalog in {format_.name} ({why})",
            )
        ) from error
    return tuple(
        Triple(term.of(quad.subject), term.of(quad.predicate), term.of(quad.object))
        for quad in quads
        if not any(isinstance(part, pyoxigraph.Triple) for part in (quad.subject, quad.object))
    )


def _printable(text: str) -> str:
    """What a parser says, which quotes the file, fit for a terminal."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in text[:300])


class _Terms:
    """Terms as the project writes them, blank nodes numbered in the order of a page so that they stay the same."""

    def __init__(self, page: int) -> None:
        self._page = page
        self._blank: dict[str, str] = {}

    def of(self, node: object) -> str:
        """A node of pyoxigraph as a term."""
        if isinstance(node, pyoxigraph.BlankNode):
            return self._blank.setdefault(node.value, f"_:p{self._page}b{len(self._blank) + 1}")
        if isinstance(node, pyoxigraph.Literal):
            datatype = "" if node.language or node.datatype.value == _STRING else node.datatype.value
            return literal(node.value, language=node.language or "", datatype=datatype)
        return iri(str(node)[1:-1])


_STRING = "http://www.w3.org/2001/XMLSchema#string"


def _refuse_harmful_xml(content: bytes, source: str) -> None:
    """Refuse entities, which expand to gigabytes, and nesting that takes the parser minutes."""
    depth = 0

    def refuse(german: str, english: str) -> None:
        raise ConfigError(
            Text(f"{source}: ist kein Katalog in RDF/XML ({german})", f"{source}: is no catalog in RDF/XML ({english})")
        )

    def start(*_: object) -> None:
        nonlocal depth
        depth += 1
        if depth > _MAX_DEPTH:
            refuse("Elemente sind zu tief geschachtelt", "elements lie too deep in each other")

    def end(*_: object) -> None:
        nonlocal depth
        depth -= 1

    def declare_entity(*_: object) -> None:
        refuse("Entitäten werden nicht gelesen", "entities are not read")

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler, parser.EntityDeclHandler = start, end, declare_entity
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        refuse(str(error), str(error))
