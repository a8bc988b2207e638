"""From what was asked for to an open store of graphs: the environment before ``dataset.toml``, secrets there alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pipeline.model.catalog import CatalogNames
from pipeline.model.errors import ConfigError
from pipeline.model.graph import iri
from pipeline.model.named_graphs import name_graphs
from pipeline.model.report import Text
from pipeline.publish import Elsewhere, Order
from pipeline.publish.folder import Folder
from pipeline.publish.patience import Patience
from pipeline.publish.sparql import DEFAULT_GRAPH, SparqlStore
from pipeline.publish.sparql.endpoint import Addresses, Endpoint
from pipeline.publish.web.opening import check_address, read_authorization


@contextmanager
def open_sparql(order: Order) -> Iterator[Elsewhere]:
    """A store of graphs. Raises ``ConfigError`` for addresses that would not do."""
    settings, environment = order.settings.destinations.sparql, order.environment
    query, update, graph_store = (
        environment.get(f"SPARQL_{name.upper()}") or getattr(settings, name)
        for name in ("query", "update", "graph_store")
    )
    if not (query and update and graph_store):
        raise ConfigError(_NO_STORE)
    names = name_graphs(CatalogNames(order.settings.iris))
    if settings.current:
        current = settings.current if settings.current == DEFAULT_GRAPH else iri(settings.current)[1:-1]
        names = names._replace(current=current)
    addresses = Addresses(*map(check_address, (query, update, graph_store)))
    endpoint = Endpoint(addresses, read_authorization(environment, "SPARQL"), Patience(tell=order.tell))
    folder = Folder(order.folder)
    try:
        with folder.locked():
            yield SparqlStore(endpoint, folder, names, force=order.force, tell=order.tell)
    finally:
        endpoint.close()


_NO_STORE = Text(
    "Es ist kein Speicher eingestellt: [destinations.sparql] braucht query, update und graph_store, in dataset.toml "
    "oder als SPARQL_QUERY, SPARQL_UPDATE und SPARQL_GRAPH_STORE",
    "no store is set: [destinations.sparql] wants query, update and graph_store, in dataset.toml or as SPARQL_QUERY, "
    "SPARQL_UPDATE and SPARQL_GRAPH_STORE",
)
