"""Towns as they are served to a test: five editions of one, with a store that answers what it was told."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping, MutableMapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import httpx2
from starlette.testclient import TestClient

from pipeline.serve.app import App
from pipeline.serve.index import read_index
from pipeline.serve.routes import Town, roots_of
from pipeline.serve.site import Latest
from pipeline.store import Limits
from tests.fake_queries import FakeQueries

BROWSER = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"}


def serve(
    publics: Sequence[Path], store: FakeQueries | None = None, *, prefix: str = "", limits: Limits | None = None
) -> App:
    """The server of towns by their ``public/``, all with one store."""
    latest = [Latest(public, read_index(public)) for public in publics]
    names = [public.parent.name for public in publics]
    roots = roots_of([(name, each.known.base) for name, each in zip(names, latest, strict=True)])
    store = store or FakeQueries()
    parts = zip(names, publics, latest, roots, strict=True)
    towns = [Town(name, public, each, store, root) for name, public, each, root in parts]
    return App(towns, prefix, limits or Limits())


def client_of(app: App) -> TestClient:
    """A client that follows nothing, so that each answer is seen."""
    return TestClient(app, base_url="http://server.example", follow_redirects=False)


def links_of(response: httpx2.Response) -> set[tuple[str, str, str]]:
    """What ``Link`` names: relation, media type and address of each."""
    return {(rel, kind, address) for address, rel, kind in _LINK.findall(response.headers.get("link", ""))}


_LINK = re.compile(r'<([^>]*)>; rel="([^"]*)"(?:; type="([^"]*)")?')


def ask_raw(app: App, target: bytes, headers: Mapping[str, str]) -> tuple[int, dict[str, str], bytes]:
    """An answer to a path as it stands in a request, which no client has made tidy: status, headers and body."""
    sent: list[MutableMapping[str, Any]] = []
    raw = [(name.encode(), value.encode()) for name, value in {"host": "server.example", **headers}.items()]
    scope = {"type": "http", "method": "GET", "scheme": "http", "raw_path": target, "path": unquote(target),
             "query_string": b"", "headers": raw, "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80)}  # fmt: skip

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    asyncio.run(app(scope, receive, send))
    told = {name.decode(): value.decode("latin-1") for name, value in sent[0]["headers"]}
    return sent[0]["status"], told, b"".join(message.get("body", b"") for message in sent[1:])
