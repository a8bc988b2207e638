"""Where the statements about a thing come from, for a person at a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline.model.graph import literal_text
from pipeline.model.report import Language
from pipeline.model.vocabulary import PREFIXES
from pipeline.render.formats.provenance import Origin

_HEADERS: Mapping[Language, tuple[str, ...]] = {
    "de": ("Aussage", "Wert", "Zelle", "Wie getippt"),
    "en": ("Statement", "Value", "Cell", "As typed"),
}


def print_origins(origins: Iterable[Origin], console: Console, *, language: Language) -> None:
    """Print a table a thing: property, value, file / sheet / cell, value as typed."""
    by_subject: dict[str, list[Origin]] = {}
    for origin in origins:
        by_subject.setdefault(origin.subject, []).append(origin)
    for subject, found in sorted(by_subject.items()):
        table = Table(title=Text(subject), title_justify="left", box=box.SIMPLE_HEAD)
        for header in _HEADERS[language]:
            table.add_column(header, overflow="fold")
        for origin in found:
            place = " / ".join(part for part in (origin.file, origin.sheet, origin.cell) if part)
            cells = (short(f"<{origin.predicate}>"), short(origin.object), place, origin.typed)
            table.add_row(*(Text(cell) for cell in cells))
        console.print(table)


def short(term: str) -> str:
    """A term as people read it: a prefixed name where there is one, a literal without quotes."""
    text = literal_text(term)
    if not term.startswith("<"):
        return re.sub(r"[\x00-\x1f\x7f-\x9f]+", " ", text)
    for prefix, namespace in PREFIXES.items():
        if text.startswith(namespace) and "/" not in text[len(namespace) :]:
            return f"{prefix}:{text[len(namespace) :]}"
    return text
