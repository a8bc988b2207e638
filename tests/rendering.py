"""Everything that is rendered of the invented projects, by the name of the file."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime

from pipeline.formats.ical import render_calendar
from pipeline.formats.jsonld import render_json_ld
from pipeline.formats.rdf import render_n_triples, render_rdf_xml, render_turtle
from pipeline.formats.tables import render_tables
from pipeline.graph import Triple
from pipeline.resources import read_resources
from pipeline.vocabulary import DEF, PREFIXES
from tests.graphs import DATASET, PROJECTS, roadmap_of, strategy, triples_of

CONTEXT_IRI = f"{DEF}context.jsonld"
MADE_AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)

RENDERERS: Mapping[str, Callable[[Sequence[Triple]], bytes]] = {
    "nt": render_n_triples,
    "turtle": lambda triples: render_turtle(triples, PREFIXES),
    "xml": lambda triples: render_rdf_xml(triples, PREFIXES),
    "json-ld": lambda triples: render_json_ld(triples, read_resources().context, CONTEXT_IRI),
}


def everything() -> Iterator[tuple[str, bytes]]:
    for dataset, triples in (("roadmap", triples_of(PROJECTS)), ("strategy", strategy().triples)):
        yield from ((f"{dataset}.{name}", render(triples)) for name, render in RENDERERS.items())
        yield from ((file.name, file.content) for file in render_tables(dataset, triples, DATASET))
    yield "roadmap.ics", render_calendar(roadmap_of(PROJECTS), strategy().naming, "Roadmap", made_at=MADE_AT)


def digest() -> str:
    """The digest of all files and their names."""
    written = hashlib.sha256()
    for name, content in everything():
        written.update(name.encode() + content)
    return written.hexdigest()


if __name__ == "__main__":
    print(digest())
