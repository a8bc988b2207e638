"""All that was ever said as a data frame: N-Quads of lifetimes in, a row for each statement out."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import unquote

import pandas as pd

from pipeline.compare import parse_lifetimes
from pipeline.model.graph import literal_text
from pipeline.model.vocabulary import PREFIXES
from pipeline.render.formats.layout import form_of

COLUMNS: Mapping[str, str] = {
    **dict.fromkeys(("project", "subject", "predicate", "object", "datatype", "language"), "str"),
    **dict.fromkeys(("said_from", "said_until"), "datetime64[us]"),
}
"""The columns of the history and their types."""


def build_history(quads: str, projects: str) -> pd.DataFrame:
    """A row for each statement and span of days in which it was made; ``projects`` is what IRIs of projects begin with.

    ``said_until`` is the day from which on it was said no more, and is missing for what is said still. ``project`` is
    the key of the project that a statement is about, or about a part of.
    """
    rows = [
        (_project(subject, projects), literal_text(subject), _short(literal_text(predicate)), *_object(object_), *days)
        for lifetime, triples in parse_lifetimes(quads).items()
        for days in ((lifetime.first, lifetime.until or None),)
        for subject, predicate, object_ in triples
    ]
    return pd.DataFrame(rows, columns=[*COLUMNS], dtype=object).astype(dict(COLUMNS))


def _project(subject: str, projects: str) -> str | None:
    path = subject[1:].removeprefix(projects) if projects else ""
    return unquote(path.rstrip(">").partition("/")[0]) if path and path != subject[1:] else None


def _short(name: str) -> str:
    """``dcterms:title`` for its IRI, where the vocabulary has a prefix for it."""
    prefix = next((prefix for prefix, namespace in _PREFIXES if name.startswith(namespace)), "")
    return f"{prefix}:{name.removeprefix(PREFIXES[prefix])}" if prefix else name


def _object(term: str) -> tuple[str, str, str | None]:
    """The text of an object, its datatype as the tables call it, and its language."""
    form = form_of(term)
    if form.startswith("@"):
        return literal_text(term), "string", form[1:]
    datatype = "iri" if form == "<" else form.removeprefix(PREFIXES["xsd"]) or "string"
    return literal_text(term), datatype, None


_PREFIXES = sorted(PREFIXES.items(), key=lambda item: -len(item[1]))
