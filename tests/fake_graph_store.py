"""A store of graphs over HTTP, as SPARQL 1.1 has it, held in memory for a test."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from pyoxigraph import NamedNode, QueryResultsFormat, QuerySolutions, RdfFormat, Store


class FakeGraphStore:
    """The triples, and how often they were changed."""

    def __init__(self) -> None:
        self.store = Store()
        self.writes = 0

    def dump(self) -> bytes:
        """All triples."""
        return self.store.dump(format=RdfFormat.N_QUADS) or b""

    def load(self, content: bytes) -> None:
        """These triples in the place of all."""
        self.store.clear()
        self.store.load(content, format=RdfFormat.N_QUADS)

    def look(self) -> object:
        """All that is to be seen."""
        return sorted(map(str, self.store)), self.writes


@contextmanager
def serving(fake: FakeGraphStore) -> Iterator[str]:
    """The address below which it answers: ``/query``, ``/update``, ``/store``."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            text = self._body().decode()
            if self.path == "/query":
                found = fake.store.query(text)
                assert isinstance(found, QuerySolutions)
                self._answer(found.serialize(format=QueryResultsFormat.JSON) or b"")
            else:
                fake.writes += 1
                fake.store.update(text)
                self._answer(b"")

        def do_PUT(self) -> None:
            fake.writes += 1
            graph = NamedNode(parse_qs(urlsplit(self.path).query)["graph"][0])
            fake.store.clear_graph(graph)
            fake.store.load(self._body(), format=RdfFormat.N_TRIPLES, to_graph=graph)
            self._answer(b"")

        def _body(self) -> bytes:
            return self.rfile.read(int(self.headers["Content-Length"]))

        def _answer(self, content: bytes) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
