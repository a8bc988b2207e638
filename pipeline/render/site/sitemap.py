"""The pages of a site as search engines want them named (https://www.sitemaps.org): paths in, ``sitemap.xml`` out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from pipeline.model.report import Language
from pipeline.model.site import ENGLISH
from pipeline.render.pages import escape
from pipeline.render.site.addresses import as_link
from pipeline.render.site.paging import divide
from pipeline.render.site.pen import File

NAME = "sitemap.xml"
MOST_PAGES, MOST_BYTES = 50_000, 45_000_000
"""More than these no file may name, or have; the limit for bytes is 50 MB."""
_NAMESPACES = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_OF_LANGUAGES = 'xmlns:xhtml="http://www.w3.org/1999/xhtml"'


def write_sitemap(paths: Iterable[str], site: str, day: date, *, most: int = MOST_PAGES) -> Iterator[File]:
    """One file, or where there are too many pages an index and ``sitemap-1.xml`` and so on."""
    known = frozenset(paths)
    entries = (_entry(path, known, site) for path in sorted(known))
    parts = list(divide(entries, lambda entry: len(entry.encode()) + 1, most=most, heaviest=MOST_BYTES))
    if len(parts) < 2:
        yield _file(NAME, f"urlset {_NAMESPACES} {_OF_LANGUAGES}", parts[0] if parts else ())
        return
    names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    for name, part in zip(names, parts, strict=True):
        yield _file(name, f"urlset {_NAMESPACES} {_OF_LANGUAGES}", part)
    named = [
        f"<sitemap><loc>{escape(site + name)}</loc><lastmod>{day.isoformat()}</lastmod></sitemap>" for name in names
    ]
    yield _file(NAME, f"sitemapindex {_NAMESPACES}", named)


def _entry(path: str, known: frozenset[str], site: str) -> str:
    """A page, with itself and the same page in the other language."""
    german = path.removeprefix(f"{ENGLISH}/")
    same: list[tuple[Language, str]] = [("de", german), ("en", f"{ENGLISH}/{german}")]
    pairs = "".join(
        f'<xhtml:link rel="alternate" hreflang="{language}" href="{_address(each, site)}"/>'
        for language, each in same
        if all(each in known for _, each in same)
    )
    return f"<url><loc>{_address(path, site)}</loc>{pairs}</url>"


def _address(path: str, site: str) -> str:
    return str(escape(site + as_link(path)))


def _file(name: str, element: str, lines: Sequence[str]) -> File:
    inner = "".join(f"{line}\n" for line in lines)
    written = f'<?xml version="1.0" encoding="UTF-8"?>\n<{element}>\n{inner}</{element.partition(" ")[0]}>\n'
    return File(name, written.encode())
