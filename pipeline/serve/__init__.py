"""What is published of towns, over HTTP: their ``public/`` in, answers to requests out.

An IRI leads to the document that the client asks for (``documents``), a query to its answer (``sparql``). Nothing but
``public/`` is read, and what is new there is served without a restart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from pipeline.serve.app import App
from pipeline.serve.index import read_index
from pipeline.serve.listening import LOOPBACK, address_of, listen, open_socket
from pipeline.serve.routes import Town, roots_of
from pipeline.serve.site import Latest
from pipeline.store import open_store

__all__ = ["LOOPBACK", "App", "address_of", "listen", "open_app", "open_socket"]


@contextmanager
def open_app(folders: Sequence[Path], *, prefix: str = "") -> Iterator[App]:
    """The server of the towns in these output folders, with a store open for each.

    Raises ``OutsideWorldError`` where an edition is not whole.
    """
    publics = [folder / "public" for folder in folders]
    latest = [Latest(public, read_index(public)) for public in publics]
    roots = roots_of([(folder.name, each.known.base) for folder, each in zip(folders, latest, strict=True)])
    with ExitStack() as stack:
        stores = [stack.enter_context(open_store(public)) for public in publics]
        parts = zip(folders, publics, latest, stores, roots, strict=True)
        towns = [Town(folder.name, public, each, store, root) for folder, public, each, store, root in parts]
        yield App(towns, prefix.rstrip("/"))
