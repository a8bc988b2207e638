"""A store as we speak to it: asked by the SPARQL 1.1 Protocol, changed by Update, whole graphs by Graph Store HTTP."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import requests

from pipeline.publish.failures import Denied, Missing, PublishError, harmless
from pipeline.publish.patience import Patience
from pipeline.publish.session import Session
from pipeline.publish.sparql import wording
from pipeline.publish.wording import of_http

_BATCH_BYTES = 500_000
_UNAUTHORIZED, _FORBIDDEN, _NOT_FOUND, _REFUSED = 401, 403, 404, 400


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where a store is asked, where it is changed, and where whole graphs are put."""

    query: str
    update: str
    graph_store: str


class Endpoint:
    """A store. Each act is the same when it is done twice, and is tried again where the line was cut."""

    def __init__(self, addresses: Addresses, authorization: str, patience: Patience) -> None:
        self.addresses = addresses
        self._patience = patience
        self._sessions = {
            address: Session(address, authorization, of_http(address, wording.full(address)))
            for address in (addresses.query, addresses.update, addresses.graph_store)
        }

    def ask(self, query: str) -> list[Mapping[str, str]]:
        """The rows of a SELECT, values alone."""
        headers = {"Content-Type": "application/sparql-query", "Accept": "application/sparql-results+json"}
        answer = self._post(self.addresses.query, query, headers)
        try:
            bindings: list[dict[str, dict[str, str]]] = answer.json()["results"]["bindings"]
            return [{name: str(term["value"]) for name, term in row.items()} for row in bindings]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise PublishError(wording.no_store(self.addresses.query)) from error

    def update(self, *operations: str) -> None:
        """Do these in one request, which is done whole or not at all."""
        headers = {"Content-Type": "application/sparql-update; charset=utf-8"}
        self._post(self.addresses.update, " ;\n".join(operations), headers)

    def put(self, graph: str, lines: Iterable[str]) -> None:
        """Put these triples in the place of a graph."""
        address = f"{self.addresses.graph_store}?graph={quote(graph, safe='')}"
        headers = {"Content-Type": "application/n-triples"}
        self._do("PUT", self.addresses.graph_store, address, "".join(lines).encode(), headers)

    def insert(self, graphs: Mapping[str, Iterable[str]]) -> None:
        """Add triples to named graphs, many of them in one request."""
        batch, size = list[str](), 0
        for graph, lines in graphs.items():
            text = f"GRAPH <{graph}> {{\n{''.join(lines)}}}\n"
            if batch and size + len(text) > _BATCH_BYTES:
                self.update(insertion(batch))
                batch, size = [], 0
            batch.append(text)
            size += len(text)
        if batch:
            self.update(insertion(batch))

    def close(self) -> None:
        """Hang up."""
        for session in self._sessions.values():
            session.close()

    def _post(self, address: str, text: str, headers: dict[str, str]) -> requests.Response:
        return self._do("POST", address, address, text.encode(), headers)

    def _do(self, verb: str, place: str, address: str, data: bytes, headers: dict[str, str]) -> requests.Response:
        session = self._sessions[place]
        send: Callable[..., Any] = session.request
        answer: requests.Response = self._patience(send, verb, address, data=data, headers=headers)
        if answer.ok:
            return answer
        status, said = answer.status_code, harmless(answer.text, 200)
        if status in (_UNAUTHORIZED, _FORBIDDEN):
            raise Denied(wording.denied(place))
        if status == _NOT_FOUND:
            raise Missing(wording.no_store(place))
        raise PublishError(wording.refused(place, status, said))


def insertion(graphs: Iterable[str]) -> str:
    """An operation that adds what stands in graphs, given in braces with their names."""
    return f"INSERT DATA {{\n{''.join(graphs)}}}"
