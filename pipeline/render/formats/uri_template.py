"""IRIs as short cells and back, by the URI templates (RFC 6570) that CSVW knows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from pipeline.model.graph import segment


@dataclass(frozen=True, slots=True)
class Pattern:
    """IRIs that begin alike. The cell holds what follows ``prefix``: one segment, decoded, or (``whole``) any rest.

    >>> Pattern("https://example.org/projekt/").shorten("https://example.org/projekt/2022%2F1")
    '2022/1'
    """

    prefix: str
    whole: bool = False

    def shorten(self, iri: str) -> str:
        """The cell for an IRI; empty where the template would not lead back to it."""
        rest = iri.removeprefix(self.prefix)
        if self.prefix and rest == iri:
            return ""
        if self.whole:
            return rest if not self.prefix or is_stable(iri) else ""
        if _PLAIN.fullmatch(rest):
            return rest if rest not in (".", "..") else ""
        cell = unquote(rest)
        return cell if segment(cell) == rest else ""

    def expand(self, cell: str) -> str:
        """The IRI of a cell."""
        return self.prefix + (cell if self.whole else segment(cell))

    def template(self, column: str) -> str:
        """The URI template that reads a column."""
        return f"{self.prefix}{{{'+' if self.whole else ''}{column}}}"


def choose(candidates: Sequence[Pattern], iris: Iterable[str]) -> Pattern:
    """The first pattern that fits all IRIs; the last if none does."""
    fitting = list(candidates)
    for iri in iris:
        while len(fitting) > 1 and not fitting[0].shorten(iri):
            fitting.pop(0)
    return fitting[0]


def is_stable(iri: str) -> bool:
    """Whether an IRI comes out of a template as it went in: expanding encodes non-ASCII, resolving removes dots."""
    return bool(_URI.fullmatch(iri)) and not _DOTS.search(iri)


_PLAIN = re.compile(r"[A-Za-z0-9._~-]+")
_URI = re.compile(r"(?:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+")
_DOTS = re.compile(r"^[^?#]*/\.\.?(?:[/?#]|$)")
