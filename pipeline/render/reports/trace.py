"""Where the statements about a thing come from, for a person at a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rich.console import Console
from rich.text import Text as Words

from pipeline.model.graph import literal_text
from pipeline.model.report import Language, Text
from pipeline.model.vocabulary import PREFIXES
from pipeline.render.formats.provenance import Origin
from pipeline.render.reports.console import visible

_TYPED = Text("getippt „{}“", "typed “{}”")


def print_origins(origins: Iterable[Origin], console: Console, *, language: Language) -> None:
    """Print each thing with its statements: property, file / sheet / cell and what was typed, the value below.

    No line is broken, for an IRI in two lines cannot be copied.
    """
    by_subject: dict[str, list[Origin]] = {}
    for origin in origins:
        by_subject.setdefault(origin.subject, []).append(origin)
    for subject, found in sorted(by_subject.items()):
        console.print(Words(subject, style="bold"), soft_wrap=True)
        width = max(len(short(f"<{origin.predicate}>")) for origin in found)
        for origin in found:
            console.print(_told(origin, width, language), soft_wrap=True)
        console.print()


def _told(origin: Origin, width: int, language: Language) -> Words:
    value, place = short(origin.object), " / ".join(filter(None, (origin.file, origin.sheet, origin.cell)))
    typed = _TYPED.in_(language).format(visible(origin.typed)) if origin.typed not in ("", value) else ""
    head = Words("  ").append(short(f"<{origin.predicate}>").ljust(width), style="cyan")
    return head.append(f"  {' · '.join(filter(None, (visible(place), typed)))}\n    {value}")


def short(term: str) -> str:
    """A term as people read it: a prefixed name where there is one, a literal without quotes."""
    text = literal_text(term)
    if not term.startswith("<"):
        return re.sub(r"[\x00-\x1f\x7f-\x9f]+", " ", text)
    for prefix, namespace in PREFIXES.items():
        if text.startswith(namespace) and "/" not in text[len(namespace) :]:
            return f"{prefix}:{text[len(namespace) :]}"
    return text
