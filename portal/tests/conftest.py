"""The running portal, as its users meet it: by address, token and browser."""

import os
import subprocess
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import requests
from rdflib import Graph

from stack.layout import find_layout
from stack.plain import plain_portal

HOME = Path(os.environ.get("PORTAL_HOME", Path(__file__).parents[2] / ".portal"))
ORGANIZATION = "musterstadt"


@dataclass(frozen=True)
class Portal:
    """A client of the portal, no longer than the tests need."""

    address: str

    def password(self) -> str:
        return (HOME / "password").read_text(encoding="utf-8").strip()

    def call(self, action: str, user: str = "editor", files: dict[str, Any] | None = None, **arguments: Any) -> Any:
        """Call an action as a user and give its result."""
        token = (HOME / f"{user}.token").read_text(encoding="utf-8").strip()
        body: dict[str, Any] = {"data": arguments, "files": files} if files else {"json": arguments}
        url = f"{self.address}/api/3/action/{action}"
        response = requests.post(url, headers={"Authorization": token}, timeout=60, **body)
        assert response.ok, f"{action}: {response.status_code} {response.text[:2000]}"
        return response.json()["result"]

    def get(self, path: str) -> requests.Response:
        """Fetch a page as anyone may."""
        response = requests.get(f"{self.address}{path}", timeout=60)
        response.raise_for_status()
        return response

    def graph(self, path: str) -> Graph:
        """Fetch Turtle."""
        return Graph().parse(data=self.get(path).content, format="turtle")

    def harvest(self, source: str) -> None:
        """Gather, fetch and import a source in one go, by the portal's own command."""
        # After each harvest ckanext-harvest 1.6 indexes the source without its type, which the next one then misses.
        self.run("search-index", "rebuild", source)
        self.run("harvester", "run-test", source)

    def run(self, *arguments: str) -> None:
        """Run CKAN's command on the portal."""
        command = [str(HOME / "env/bin/ckan"), "-c", str(HOME / "ckan.ini"), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
        assert done.returncode == 0, done.stdout + done.stderr

    def wait_for_rows(self, resource_id: str, within_s: float = 60) -> dict[str, Any]:
        """Wait until the loader is through with a file: its rows are there, and its last note on the resource."""
        deadline = time.monotonic() + within_s
        while time.monotonic() < deadline:
            if self.call("xloader_status", "sysadmin", resource_id=resource_id)["status"] == "complete":
                rows: dict[str, Any] = self.call("datastore_search", resource_id=resource_id)
                return rows
            time.sleep(0.5)
        raise AssertionError(f"No rows after {within_s:.0f} s. Read {HOME / 'log/worker.log'}.")


@pytest.fixture(scope="session")
def portal() -> Portal:
    address = HOME / "address"
    if not address.exists():
        pytest.skip("no portal: make portal")
    portal = Portal(address.read_text(encoding="utf-8").strip())
    try:
        portal.get("/api/3/action/status_show")
    except requests.RequestException:
        pytest.skip("the portal is down: make portal")
    return portal


@pytest.fixture(scope="session")
def plain(portal: Portal) -> Iterator[Portal]:
    """The same CKAN without any extension. What is stored there is purged there: each has an index of its own."""
    with plain_portal(find_layout()) as address:
        yield Portal(address)


@pytest.fixture(scope="module")
def purge(portal: Portal) -> Iterator[Callable[[str], None]]:
    """Name a dataset here, and it is gone after the tests."""
    names: list[str] = []
    yield names.append
    for name in names:
        portal.call("dataset_purge", "sysadmin", id=name)


@pytest.fixture(scope="module")
def name() -> str:
    """A name nobody has used before: an aborted run leaves nothing in the way."""
    return f"versuch-{uuid.uuid4().hex[:8]}"


@dataclass
class Source:
    """A web server on loopback with the files it is given."""

    address: str
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)


@pytest.fixture(scope="module")
def source() -> Iterator[Source]:
    files: dict[str, tuple[str, bytes]] = {}

    class Handler(BaseHTTPRequestHandler):
        def answer(self, *, with_body: bool) -> None:
            kind, body = files.get(self.path.partition("?")[0], ("", b""))
            self.send_response(200 if kind else 404)
            self.send_header("Content-Type", kind or "text/plain")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if with_body:
                self.wfile.write(body)

        def do_GET(self) -> None:
            self.answer(with_body=True)

        def do_HEAD(self) -> None:
            self.answer(with_body=False)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Source(f"http://127.0.0.1:{server.server_port}", files)
    server.shutdown()
    server.server_close()
