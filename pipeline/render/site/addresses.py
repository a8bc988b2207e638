"""Where pages lie: the IRI of a thing in, the folder of its page below ``public/`` out.

A server turns the percent-encoded address into a path, so a folder bears the text itself; what no path may hold keeps
its percent signs, and has a page that its IRI alone does not lead to.
"""

from __future__ import annotations

import hashlib
from typing import NamedTuple
from urllib.parse import quote, unquote

from pipeline.model.report import Language
from pipeline.model.site import ENGLISH

_LONGEST_NAME = 200


class Place(NamedTuple):
    """A file of the site: its path, and how many folders lie above it."""

    path: str

    @property
    def root(self) -> str:
        """The way up to ``public/``, as a link begins with."""
        return "../" * self.path.count("/")


def folder_of(iri: str, base: str) -> str:
    """The folder of the page of a thing, without a slash at its end; empty for ``base`` itself.

    >>> folder_of("https://town.example/projekt/2022%2002#x", "https://town.example/")
    'projekt/2022 02'
    """
    path = iri[len(base) :].partition("#")[0]
    return "/".join(_name(segment) for segment in path.split("/") if segment)


def _name(segment: str) -> str:
    """A segment of an IRI as the name of a folder."""
    name = unquote(segment)
    is_plain = name.isprintable() and not set(name) & set("/\\%?#") and not name.startswith(".")
    if not is_plain or name == "index.html":
        name = quote(segment, safe="%-_~").replace(".", "%2E")
    if len(name.encode("utf-8", "surrogatepass")) > _LONGEST_NAME:
        return f"{name[:40]}-{hashlib.sha256(segment.encode()).hexdigest()[:16]}"
    return name


def as_link(folder: str) -> str:
    """A path as it stands in a link."""
    return quote(folder, safe="/-._~", errors="surrogatepass")


def localized(path: str, language: Language) -> str:
    """A path in one language: English lies below ``en/``."""
    return f"{ENGLISH}/{path}" if language == "en" else path


def page_of(folder: str, language: Language = "de") -> Place:
    """The page of a folder."""
    return Place(localized(f"{folder}/index.html" if folder else "index.html", language))
