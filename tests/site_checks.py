"""A site on a disk to what is wrong with it: links and addresses that lead nowhere, pages that are too heavy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pipeline.model.graph import parse_n_triples, parse_turtle

DATA = "application/ld+json"
"""What a browser does not run, though it stands in a script."""
LOADED = {"link": "href", "script": "src", "img": "src"}


@dataclass
class Page(HTMLParser):
    """A page as a browser takes it in."""

    links: list[str] = field(default_factory=list)
    loaded: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.inline += [name for name in given if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and "src" not in given and given.get("type") != DATA):
            self.inline.append(tag)
        if "id" in given:
            self.ids.append(given["id"])
        if LOADED.get(tag) in given and (tag != "link" or given.get("rel") in ("stylesheet", "icon")):
            self.loaded.append(given[LOADED[tag]])
        elif "href" in given:
            self.links.append(given["href"])
        if "action" in given:
            self.links.append(given["action"])
        if tag in ("h1", "h2", "h3", "h4"):
            self.headings.append(int(tag[1]))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def read_page(path: Path) -> Page:
    page = Page()
    page.feed(path.read_text("utf-8"))
    page.close()
    return page


def pages_of(public: Path) -> dict[Path, Page]:
    return {path: read_page(path) for path in sorted(public.rglob("*.html")) if "editions" not in path.parts}


def broken_links(public: Path, pages: dict[Path, Page]) -> Iterator[str]:
    """Links to files or anchors that there are not, and links that could run something."""
    for path, page in pages.items():
        for link in (*page.links, *page.loaded):
            parts = urlsplit(link)
            if parts.scheme:
                if parts.scheme not in ("http", "https", "mailto"):
                    yield f"{path}: {link}"
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if not target.is_file() or not target.is_relative_to(public.resolve()):
                yield f"{path}: {link}"
            elif parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].ids:
                yield f"{path}: {link} (no such anchor)"


def weight_of(path: Path, page: Page) -> int:
    """The bytes of a page with all that it loads."""
    return path.stat().st_size + sum((path.parent / unquote(loaded)).stat().st_size for loaded in page.loaded)


def unanswered(public: Path, base: str) -> Iterator[str]:
    """The IRIs of the town's in all published triples that no file answers."""
    current = public / "current"
    triples = [t for path in current.glob("*.nt") for t in parse_n_triples(path.read_text("utf-8"))]
    triples += [t for path in current.glob("*.ttl") for t in parse_turtle(path.read_text("utf-8"), path.name)]
    terms = {term.partition("#")[0].rstrip(">") for triple in triples for term in (triple.subject, triple.object)}
    for iri in sorted(term[1:] for term in terms if term.startswith(f"<{base}")):
        place = public / unquote(iri.removeprefix(base))
        if not (place.is_file() or (place / "index.html").is_file()):
            yield iri
