"""Requests to answers: the page, what programs ask for, and what holds of every answer."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from pipeline.model.report import Language, Text
from pipeline.model.status import Overview
from pipeline.render.reports.status_page import render_status, status_policy
from pipeline.serve.accept import choose_language
from pipeline.serve.replies import LANGUAGES, refuse
from pipeline.serve.site import plain_host
from pipeline.watch.page.facts import facts_of, health_of
from pipeline.watch.page.looking import Looking
from pipeline.watch.page.metrics import MEDIA_TYPE, metrics_of

REFRESH_S = 30
_HOSTS = ("127.0.0.1", "localhost", "[::1]")
_ALWAYS: Mapping[str, str] = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_NOTHING_ALLOWED = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


@dataclass(frozen=True)
class App:
    """What is looked at."""

    looking: Looking

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request as ASGI hands it over."""
        assert scope["type"] == "http", "the server is told to ask nothing else"
        request = Request(scope, receive)
        response = await self._respond(request)
        response.headers.update(_ALWAYS)
        response.headers.setdefault("Content-Security-Policy", _NOTHING_ALLOWED)
        if request.method == "HEAD":
            response.body = b""
        await response(scope, receive, send)

    async def _respond(self, request: Request) -> Response:
        host = request.headers.get("host")
        # A page elsewhere whose name leads to this machine would read along (DNS rebinding). Browsers tell the name.
        if host is not None and plain_host(host) not in _HOSTS:
            return refuse(request, 421, _ELSEWHERE)
        answer = _ANSWERS.get(request.scope["path"])
        if answer is None:
            return refuse(request, 404, _NOT_FOUND)
        if request.method not in ("GET", "HEAD"):
            return refuse(request, 405, _NOT_ALLOWED, headers={"Allow": "GET, HEAD"})
        return answer(request, await run_in_threadpool(self.looking.overview))


def _page(request: Request, overview: Overview) -> Response:
    asked = request.query_params.get("lang", "")
    asked = asked if asked in LANGUAGES else choose_language(request.headers.get("accept-language", ""), LANGUAGES)
    language: Language = "en" if asked == "en" else "de"
    seconds = 0 if request.query_params.get("refresh") == "off" else REFRESH_S
    told = {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Language": language,
        "Vary": "Accept-Language",
        "Content-Security-Policy": status_policy(),
    }
    return Response(render_status(overview, language=language, seconds=seconds), 200, told)


def _facts(_: Request, overview: Overview) -> Response:
    return _json(facts_of(overview), 200)


def _health(_: Request, overview: Overview) -> Response:
    return _json(health_of(overview), 503 if overview.grave else 200)


def _metrics(_: Request, overview: Overview) -> Response:
    return Response(metrics_of(overview), 200, {"Content-Type": MEDIA_TYPE})


def _json(content: object, status: int) -> Response:
    said = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    return Response(said, status, {"Content-Type": "application/json"})


_ANSWERS: Mapping[str, Callable[[Request, Overview], Response]] = {
    "/": _page,
    "/status.json": _facts,
    "/health": _health,
    "/metrics": _metrics,
}
_NOT_FOUND = Text("Hier gibt es nichts.", "There is nothing here.")
_NOT_ALLOWED = Text("Hier wird nur gelesen.", "This is for reading alone.")
_ELSEWHERE = Text(
    "Diese Seite gibt es nur unter 127.0.0.1 und localhost.", "This page is at 127.0.0.1 and localhost alone."
)
