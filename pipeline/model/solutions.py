"""What SPARQL answers: files of an edition and a query in, rows of terms out; or the answer of another program."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyoxigraph import QuerySolutions, Store

SHORT: Mapping[str, tuple[str, ...]] = {
    "json": ("application/sparql-results+json", "application/ld+json"),
    "xml": ("application/sparql-results+xml", "application/rdf+xml"),
    "csv": ("text/csv",),
    "tsv": ("text/tab-separated-values",),
    **dict.fromkeys(("turtle", "ttl", "n3"), ("text/turtle",)),
    **dict.fromkeys(("nt", "n-triples", "ntriples"), ("application/n-triples",)),
    **dict.fromkeys(("jsonld", "json-ld"), ("application/ld+json",)),
    **dict.fromkeys(("rdf", "rdf+xml"), ("application/rdf+xml",)),
}
"""The forms of an answer by the names that clients in use give them: the media types of rows and of graphs."""

Row = tuple[str, ...]
"""Terms in N-Triples form, in the order of the variables; the empty text where there is none."""


@dataclass(frozen=True, slots=True)
class Solutions:
    """The answer to a SELECT: its variables, and its rows in their order."""

    variables: tuple[str, ...]
    rows: tuple[Row, ...]


Put = tuple[str, Sequence[str], str]
"""A question by its name, the files that it is put to, and its query."""


class Asked:
    """An edition that is asked in memory: ``read`` gives the content of its files, by name, nothing for none."""

    __slots__ = ("_read",)

    def __init__(self, read: Callable[[str], bytes]) -> None:
        self._read = read

    def answer_all(self, questions: Iterable[Put]) -> Mapping[str, Solutions]:
        """The answers by name. One store at a time is loaded, and each file once."""
        answers: dict[str, Solutions] = {}
        for names, group in groupby(sorted(questions, key=_files_of), key=_files_of):
            store = self._load(names)
            answers |= {name: _read(store.query(sparql)) for name, _, sparql in group}
        return answers

    def _load(self, names: Sequence[str]) -> Store:
        from pyoxigraph import RdfFormat, Store

        store = Store()
        for name in names:
            form = RdfFormat.from_extension(name.rpartition(".")[2])
            if form and (content := self._read(name)):
                store.bulk_load(content, format=form)
        return store


def _files_of(question: Put) -> tuple[str, ...]:
    """What is loaded for a question: all that stands in the default graph, or a file with graphs of its own."""
    files = question[1]
    return (files[0], *_SHARED) if files[0].endswith(".nq") else _DEFAULT


_SHARED = ("vocabulary.nt",)
_DEFAULT = ("roadmap.nt", "strategy.nt", "catalog.ttl", *_SHARED)


def parse_solutions(content: bytes) -> Solutions:
    """An answer in SPARQL's own JSON. Raises ``ValueError`` for what is none, or is yes or no."""
    from pyoxigraph import QueryResultsFormat, parse_query_results

    return _read(parse_query_results(content, format=QueryResultsFormat.JSON))


def _read(found: object) -> Solutions:
    from pyoxigraph import QuerySolutions

    if not isinstance(found, QuerySolutions):
        raise ValueError("no rows")
    return Solutions(tuple(each.value for each in found.variables), tuple(_rows(found)))


def _rows(found: QuerySolutions) -> list[Row]:
    return [tuple("" if term is None else str(term) for term in solution) for solution in found]
