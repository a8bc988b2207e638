"""A town as a server gives it to what is wrong: names that do not answer, links that lead nowhere, forms not given.

What is looked for is read from the files that are published, so nothing is left out that a reader might follow.
"""

from __future__ import annotations

import csv
import html
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, unquote, urldefrag, urljoin, urlsplit

import pyoxigraph
import requests
from pyoxigraph import RdfFormat
from requests.adapters import HTTPAdapter

from pipeline.render.site.addresses import folder_of
from tests.site_checks import Page

FORMS: Mapping[str, tuple[str, RdfFormat]] = {
    "text/turtle": ("ttl", RdfFormat.TURTLE),
    "application/ld+json": ("jsonld", RdfFormat.JSON_LD),
    "application/n-triples": ("nt", RdfFormat.N_TRIPLES),
    "application/rdf+xml": ("rdf", RdfFormat.RDF_XML),
}
TYPES: Mapping[str, tuple[str, ...]] = {
    ".html": ("text/html",),
    ".ttl": ("text/turtle",),
    ".nt": ("application/n-triples",),
    ".nq": ("application/n-quads",),
    ".jsonld": ("application/ld+json",),
    ".rdf": ("application/rdf+xml",),
    ".csv": ("text/csv",),
    ".json": ("application/json", "application/csvm+json", "application/ld+json"),
    ".ics": ("text/calendar",),
    ".atom": ("application/atom+xml",),
    ".svg": ("image/svg+xml",),
    ".css": ("text/css",),
    ".js": ("text/javascript", "application/javascript"),
    ".xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",),
    ".md": ("text/markdown", "text/x-markdown"),
    ".xml": ("application/xml", "text/xml"),
    ".txt": ("text/plain",),
}
_RDF = {".ttl": RdfFormat.TURTLE, ".nt": RdfFormat.N_TRIPLES, ".nq": RdfFormat.N_QUADS, ".rdf": RdfFormat.RDF_XML}
_AT_ONCE = 4


class Answer(NamedTuple):
    """What a server said, no redirect followed."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def media_type(self) -> str:
        return self.headers.get("Content-Type", "").partition(";")[0].strip().lower()


@dataclass
class Served:
    """A town's ``public/`` behind a server: ``root`` is where it lies there, ``base`` what its IRIs begin with."""

    name: str
    public: Path
    base: str
    root: str
    negotiates: bool = True
    knows_types: bool = True
    answers: dict[str, Answer] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._session = requests.Session()
        self._session.mount("http://", HTTPAdapter(pool_maxsize=_AT_ONCE))
        self._session.headers["Accept-Encoding"] = "identity"

    def place(self, iri: str) -> str:
        """Where to ask for an IRI."""
        return self.root + iri.removeprefix(self.base)

    def ask(self, address: str, **headers: str) -> Answer:
        """What an address gives, and where it leads one hop further."""
        said = {name.replace("_", "-"): value for name, value in headers.items()}
        with self._session.get(address, headers=said, allow_redirects=False, timeout=20) as response:
            return Answer(response.status_code, response.headers, response.content)

    def get(self, address: str) -> Answer:
        """What an address gives, asked for once."""
        if address not in self.answers:
            self.answers[address] = self.ask(address)
        return self.answers[address]

    def lead(self, address: str, answer: Answer) -> str:
        """Where an answer leads, at this server."""
        target = urljoin(address, answer.headers.get("Location", ""))
        return self.place(target) if target.startswith(self.base) else target

    def each(self, do: Callable[[Any], Iterable[str]], things: Iterable[Any]) -> Iterator[str]:
        """What is wrong with many things, a few at once."""
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            for found in pool.map(lambda thing: list(do(thing)), things):
                yield from found


# What is published


def published_files(public: Path) -> list[Path]:
    """Every file that a server gives; ``current`` is the same as the newest edition."""
    return sorted(
        path for path in public.rglob("*") if path.is_file() and "current" not in path.relative_to(public).parts
    )


@cache
def iris_in(public: Path, base: str) -> Mapping[str, str]:
    """Every IRI below ``base`` that a published file names, with the first file that does."""
    found: dict[str, str] = {}
    for path in published_files(public):
        for iri in _named(path, base):
            if iri.startswith(base):
                found.setdefault(iri, path.relative_to(public).as_posix())
    return found


def _named(path: Path, base: str) -> Iterable[str]:
    content = path.read_bytes()
    if path.suffix in _RDF:
        return _in_rdf(content, _RDF[path.suffix])
    if path.suffix in (".json", ".jsonld"):
        return _in_json(json.loads(content))
    if path.suffix == ".csv":
        return (value for row in csv.reader(io.StringIO(content.decode())) for cell in row for value in cell.split(";"))
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return [
                iri
                for name in archive.namelist()
                for iri in _in_text(archive.read(name).decode("utf-8", "replace"), base)
            ]
    text = content.decode("utf-8", "replace")
    return _in_text(_without_names(text) if path.suffix == ".ics" else text, base)


def _without_names(calendar: str) -> str:
    """A calendar, its lines unfolded, without the names of its entries, which are no addresses."""
    return re.sub(r"^UID:.*$", "", calendar.replace("\r\n ", ""), flags=re.MULTILINE)


def _in_rdf(content: bytes, format_: RdfFormat) -> Iterator[str]:
    for quad in pyoxigraph.parse(content, format=format_):
        for term in (quad.subject, quad.object, quad.graph_name):
            if isinstance(term, pyoxigraph.NamedNode):
                yield term.value


def _in_json(value: Any) -> Iterator[str]:
    if isinstance(value, str) and "{" not in value:  # a template of addresses is none
        yield value
    elif isinstance(value, Mapping):
        yield from (each for item in (*value, *value.values()) for each in _in_json(item))
    elif isinstance(value, list):
        yield from (each for item in value for each in _in_json(item))


def _in_text(text: str, base: str) -> Iterator[str]:
    for match in re.finditer(re.escape(base) + r"[^\s<>\"'\\^`{|}]*(?!\{)", html.unescape(text)):
        yield match.group().rstrip(".,;:)")


# What holds of every server


def unanswered(served: Served, withdrawn: Iterable[str] = ()) -> Iterator[str]:
    """IRIs that give no document: 200, or 303 to one; 410 where they were taken back.

    A server of plain files says 301 to the folder of a page.
    """
    gone = tuple(withdrawn)
    named = iris_in(served.public, served.base)
    by_document: dict[str, str] = {}
    for iri, file in named.items():
        by_document.setdefault(urldefrag(iri).url, file)

    def judge(iri: str) -> Iterator[str]:
        address = served.place(iri)
        answer = served.get(address)
        if is_gone(iri, served.base, gone) and served.negotiates:
            if answer.status != 410:
                yield f"{served.name}: {iri} was withdrawn and gives {answer.status} (in {by_document[iri]})"
            return
        if answer.status in ((303,) if served.negotiates else (301, 303)):
            address = served.lead(address, answer)
            answer = served.get(address)
        if answer.status != 200:
            yield f"{served.name}: {iri} gives {answer.status} at {address} (in {by_document[iri]})"

    yield from served.each(judge, sorted(by_document))


def lost_fragments(served: Served, withdrawn: Iterable[str] = ()) -> Iterator[str]:
    """IRIs of parts of a document, ``…/katalog#kontakt``, that the page does not have.

    The cells of a workbook, which provenance.nq alone names, are parts of that workbook, and it is not published.
    """
    gone = tuple(withdrawn)
    named = {
        iri: file
        for iri, file in iris_in(served.public, served.base).items()
        if urldefrag(iri).fragment and not file.endswith("provenance.nq")
    }

    def judge(iri: str) -> Iterator[str]:
        address = served.place(urldefrag(iri).url)
        answer = served.ask(address, Accept="text/html") if served.negotiates else served.get(address)
        if answer.status in (301, 303):
            answer = served.get(served.lead(address, answer))
        if answer.status == 410 and is_gone(iri, served.base, gone):
            return
        if not (_describes(answer, iri) or unquote(urldefrag(iri).fragment) in _ids(answer)):
            yield f"{served.name}: {iri} is no part of its page (in {named[iri]})"

    yield from served.each(judge, sorted(named))


def _describes(answer: Answer, iri: str) -> bool:
    """Whether a document of RDF says something of its part."""
    suffixes = dict(FORMS.values())
    format_ = suffixes.get(urldefrag(iri).url.rpartition(".")[2])
    is_rdf = answer.status == 200 and answer.media_type != "text/html"
    return format_ is not None and is_rdf and _tells_of(answer.content, format_, iri)


def is_below(iri: str, things: Iterable[str]) -> bool:
    """Whether an IRI is that of a thing or of a part of it."""
    return any(iri == thing or iri.startswith((f"{thing}/", f"{thing}#")) for thing in things)


def is_gone(address: str, root: str, withdrawn: Iterable[str]) -> bool:
    """Whether an address below ``root`` is that of a thing that was taken back, of a part or of a document of it."""
    german = root + address.removeprefix(root).removeprefix("en/")
    stem, _, suffix = german.rpartition(".")
    return is_below(stem if suffix in {each for each, _ in FORMS.values()} else german, withdrawn)


@cache
def pages_of(public: Path) -> Mapping[str, Page]:
    """The pages of a site by their paths."""
    pages = {}
    for path in public.rglob("*.html"):
        if not {"editions", "current"} & set(path.relative_to(public).parts):
            page = pages[path.relative_to(public).as_posix()] = Page()
            page.feed(path.read_text("utf-8"))
            page.close()
    return pages


def broken_links(served: Served, withdrawn: Iterable[str] = ()) -> Iterator[str]:
    """Links between pages that lead nowhere, to another kind of file than their name says, or to no such anchor."""
    pages = pages_of(served.public)
    gone = tuple(served.place(iri) for iri in withdrawn)
    links: dict[str, str] = {}
    for path, page in pages.items():
        for link in (*page.links, *page.loaded):
            target = urljoin(served.root + quote(path), link)
            target = served.place(target) if target.startswith(served.base) else target
            if urlsplit(target).scheme in ("http", "https") and target.startswith(served.root):
                links.setdefault(target, path)

    def judge(link: str) -> Iterator[str]:
        address, fragment = urldefrag(link)
        answer = served.get(address)
        if answer.status == 303:
            address = served.lead(address, answer)
            answer = served.get(address)
        suffix = Path(urlsplit(address).path).suffix
        allowed = TYPES.get(suffix, ())
        if answer.status == 410 and is_gone(address, served.root, gone):
            return
        if answer.status != 200:
            yield f"{served.name}: {link} gives {answer.status} (in {links[link]})"
        elif served.knows_types and allowed and answer.media_type not in allowed:
            yield f"{served.name}: {link} is {answer.media_type or 'of no type'} (in {links[link]})"
        elif fragment and answer.media_type == "text/html" and unquote(fragment) not in _ids(answer):
            yield f"{served.name}: {link} has no such anchor (in {links[link]})"

    yield from served.each(judge, sorted(links))


def _ids(answer: Answer) -> list[str]:
    page = Page()
    page.feed(answer.content.decode())
    return page.ids


# What holds where things are told from documents


def things_of(public: Path, base: str) -> list[str]:
    """The IRIs that have a page and statements of their own."""
    iris = sorted({urldefrag(iri).url for iri in iris_in(public, base)} - {base})
    folders = {iri: folder_of(iri, base) for iri in iris}
    return [
        iri
        for iri, folder in folders.items()
        if (public / f"{folder}.nt").is_file() and (public / folder / "index.html").is_file()
    ]


def not_negotiated(served: Served, things: Iterable[str], forms: Iterable[str] = FORMS) -> Iterator[str]:
    """Things that are not given in the form that is asked for, or do not say that they differ and which there are."""
    wanted = ("text/html", *forms)

    def judge(iri: str) -> Iterator[str]:
        for media_type in wanted:
            yield from _of_form(served, iri, media_type)

    yield from served.each(judge, things)


def _of_form(served: Served, iri: str, media_type: str) -> Iterator[str]:
    address, told = served.place(iri), f"{served.name}: {iri} as {media_type}"
    thing = served.ask(address, Accept=media_type)
    if thing.status != 303:
        yield f"{told} gives {thing.status}"
        return
    varies = {name.strip().lower() for name in thing.headers.get("Vary", "").split(",")}
    if "accept" not in varies:
        yield f"{told} does not vary by Accept"
    if media_type == "text/html" and "accept-language" not in varies:
        yield f"{told} does not vary by Accept-Language"
    links = thing.headers.get("Link", "")
    if "alternate" not in links or "text/turtle" not in links:
        yield f"{told} does not link to its other forms: {links!r}"
    place = served.lead(address, thing)
    document = served.get(place)
    if document.status != 200 or document.media_type != media_type:
        yield f"{told} leads to {place}: {document.status} {document.media_type}"
    elif media_type in FORMS and not _tells_of(document.content, FORMS[media_type][1], iri):
        yield f"{told} leads to {place}, which says nothing of it"


def _tells_of(content: bytes, format_: RdfFormat, iri: str) -> bool:
    if format_ == RdfFormat.JSON_LD:  # its context may lie beside it
        return any(each == iri for each in _in_json(json.loads(content))) or iri.rpartition("/")[2].encode() in content
    named = pyoxigraph.NamedNode(iri)
    return any(quad.subject == named for quad in pyoxigraph.parse(content, format=format_, base_iri=iri))
