"""What SPARQL answers: files of an edition and a query in, rows of terms out; or the answer of another program."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyoxigraph import QuerySolutions, Store

Row = tuple[str, ...]
"""Terms in N-Triples form, in the order of the variables; the empty text where there is none."""


@dataclass(frozen=True, slots=True)
class Solutions:
    """The answer to a SELECT: its variables, and its rows in their order."""

    variables: tuple[str, ...]
    rows: tuple[Row, ...]


class Asked:
    """Files of an edition by their names, each set of them loaded once, in memory; named graphs as they stand."""

    __slots__ = ("_files", "_stores")

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files
        self._stores: dict[Sequence[str], Store] = {}

    def answer(self, files: Sequence[str], sparql: str) -> Solutions:
        """What these files have to say to a query. A file that is not there says nothing."""
        return _read(self._store(files).query(sparql))

    def _store(self, files: Sequence[str]) -> Store:
        """One store for all that stands in the default graph; one more for each file with graphs of its own."""
        group = files[:1] if files[0].endswith(".nq") else _DEFAULT
        wanted = tuple(name for name in (*group, *_SHARED) if name in self._files)
        if wanted not in self._stores:
            self._stores[wanted] = _load({name: self._files[name] for name in wanted})
        return self._stores[wanted]


_DEFAULT = ("roadmap.nt", "strategy.nt", "catalog.ttl")
_SHARED = ("vocabulary.nt",)


def _load(files: Mapping[str, bytes]) -> Store:
    from pyoxigraph import RdfFormat, Store

    store = Store()
    for name, content in files.items():
        store.bulk_load(content, format=RdfFormat.from_extension(name.rpartition(".")[2]))
    return store


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
