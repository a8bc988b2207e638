"""The server: requests in, responses out, for one town or several, with what holds of every response."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from pipeline.model.report import Text
from pipeline.serve.documents import NOT_FOUND, answer
from pipeline.serve.forms import answer_form, find_form
from pipeline.serve.pages import is_query_page, start_page
from pipeline.serve.replies import refuse, reply, see_other
from pipeline.serve.routes import Route, Town, find_route
from pipeline.serve.service import describe_service
from pipeline.serve.sparql import answer_query
from pipeline.serve.turns import Turns
from pipeline.store import Limits

SPARQL = "sparql"
POLICY = "default-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'; object-src 'none'"
QUERY_POLICY = f"{POLICY}; script-src 'self' 'wasm-unsafe-eval'"
"""Of the pages on which a reader asks: a store in the browser is WebAssembly."""
_ALWAYS: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    # What stands here anybody may read, and no cookie tells one reader from another.
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Link, Location, ETag, Retry-After, X-SPARQL-MaxRows",
    # Also what is in an edition may go one day: what is erased must not live on in caches.
    "Cache-Control": "no-cache",
}
_PREFLIGHT: Mapping[str, str] = {
    "Access-Control-Allow-Headers": "Accept, Accept-Language, Content-Type, If-None-Match, If-Modified-Since",
    "Access-Control-Max-Age": "86400",
}
_READING = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True)
class App:
    """The towns that are served, and what a proxy in front takes away from the path before it asks here."""

    towns: Sequence[Town]
    prefix: str = ""
    limits: Limits = field(default_factory=Limits)
    turns: Turns = field(default_factory=Turns)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request as ASGI hands it over."""
        assert scope["type"] == "http", "the server is told to ask nothing else"
        request = Request(scope, receive)
        path = scope["raw_path"].decode("ascii", "replace")
        route = find_route(self.towns, request.headers.get("host", ""), path, prefix=self.prefix)
        response = await self._respond(request, route, path)
        raw = (route.raw if route else None) or ""
        response.headers.update({**_ALWAYS, "Content-Security-Policy": _policy_of(raw)})
        if request.method == "HEAD":
            response.body = b""
        await response(scope, receive, send)

    async def _respond(self, request: Request, route: Route | None, path: str) -> Response:
        is_sparql = route is not None and route.raw == SPARQL
        methods = (*_READING, "POST") if is_sparql else _READING
        if request.method not in methods:
            return refuse(request, 405, NOT_ALLOWED, headers={"Allow": ", ".join(methods)})
        if request.method == "OPTIONS":
            allowed = ", ".join(methods)
            return Response(
                status_code=204, headers={"Allow": allowed, "Access-Control-Allow-Methods": allowed, **_PREFLIGHT}
            )
        if route is None:
            return self._start(request) if path == "/" else refuse(request, 404, NOT_FOUND)
        if route.raw is None:
            return see_other(route.site.root)
        if is_sparql:
            return await self._ask(request, route)
        if form := find_form(route.site, route.raw):
            return await answer_form(request, route.site, form, route.town.store, self.turns, self.limits)
        return await run_in_threadpool(_read, request, route, route.raw)

    async def _ask(self, request: Request, route: Route) -> Response:
        given = await answer_query(request, route.town.store, self.turns, self.limits)
        return given if given else await run_in_threadpool(describe_service, request, route.site)

    def _start(self, request: Request) -> Response:
        """The way to the only town, or the list of them."""
        if len(self.towns) == 1:
            return see_other(f"{self.prefix}{self.towns[0].root}")
        routes = [find_route([town], "", town.root, prefix=self.prefix) for town in self.towns]
        named = [(route.site.index().title.de, route.site) for route in routes if route]
        return reply(request, start_page(named), "text/html")


def _read(request: Request, route: Route, raw: str) -> Response:
    try:
        return answer(request, route.site, raw)
    except FileNotFoundError:  # it was taken away while it was being answered
        return refuse(request, 404, NOT_FOUND)


def _policy_of(raw: str) -> str:
    return QUERY_POLICY if is_query_page(raw) or is_query_page(f"{raw}index.html") else POLICY


NOT_ALLOWED = Text("Hier wird nur gelesen.", "This is for reading alone.")
