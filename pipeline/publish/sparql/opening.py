"""From what was asked for to an open store of graphs: the environment before ``dataset.toml``, secrets there alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager

from pipeline.model.catalog import CatalogNames
from pipeline.model.errors import ConfigError
from pipeline.model.graph import iri
from pipeline.model.named_graphs import GraphNames, name_graphs
from pipeline.model.report import Text
from pipeline.publish import Elsewhere, Order
from pipeline.publish.access import check_address, read_authorization
from pipeline.publish.folder import Folder
from pipeline.publish.patience import Patience
from pipeline.publish.sparql import DEFAULT_GRAPH, SparqlStore
from pipeline.publish.sparql.endpoint import Addresses, Endpoint


def open_sparql(order: Order) -> AbstractContextManager[Elsewhere]:
    """A store of graphs. Raises ``ConfigError`` before anything is asked of it."""
    settings, environment = order.settings.destinations.sparql, order.environment
    addresses = Addresses(
        *(
            check_address(
                environment.get(f"SPARQL_{name.upper()}") or getattr(settings, name),
                f"SPARQL_{name.upper()}",
                f"[destinations.sparql] {name}",
                like=f"https://store.example/{name}",
            )
            for name in ("query", "update", "graph_store")
        )
    )
    names = name_graphs(CatalogNames(order.settings.iris))
    if settings.current:
        current = settings.current if settings.current == DEFAULT_GRAPH else iri(settings.current)[1:-1]
        if current != DEFAULT_GRAPH and current.startswith((names.editions, names.spans, names.runs)):
            raise ConfigError(_OUR_OWN)
        names = names._replace(current=current)
    return _opened(order, names, addresses, read_authorization(environment, "SPARQL"))


@contextmanager
def _opened(order: Order, names: GraphNames, addresses: Addresses, authorization: str) -> Iterator[Elsewhere]:
    folder = Folder(order.folder)
    with (
        folder.on_its_way("sparql"),
        closing(Endpoint(addresses, authorization, Patience(tell=order.tell))) as endpoint,
    ):
        yield SparqlStore(endpoint, folder, names, force=order.force, tell=order.tell)


_OUR_OWN = Text(
    "[destinations.sparql] current: so beginnen die Namen der Graphen, in denen die Ausgaben selbst stehen; nennen Sie "
    "einen anderen, oder lassen Sie den Eintrag weg",
    "[destinations.sparql] current: the names of the graphs that hold the editions themselves begin like that; name "
    "another, or leave the entry out",
)
