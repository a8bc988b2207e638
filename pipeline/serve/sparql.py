"""A query by the SPARQL 1.1 Protocol to the answer, in the form that the client asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Protocol

from starlette.requests import Request
from starlette.responses import Response

from pipeline.model.report import Text
from pipeline.model.solutions import SHORT
from pipeline.serve.accept import choose_type
from pipeline.serve.query import GRAPHS, RESULTS, TOO_LONG, Fault, Query, read_query
from pipeline.serve.replies import refuse, reply
from pipeline.serve.turns import Busy, Turns
from pipeline.store import Answer, Limits, Refusal

_VARY = {"Vary": "Accept, Accept-Language"}
STATUS: Mapping[str, int] = {
    "malformed": 400,
    "forbidden": 403,
    "not_acceptable": 406,
    "too_long": TOO_LONG.status,
    "timed_out": 503,
    "too_much_memory": 503,
    "busy": 503,
}
RETRY_AFTER: Mapping[str, str] = {"timed_out": "60", "busy": "5"}
"""Seconds. What needs too much memory would need it again: no time is named for it."""
ENDING = Refusal(
    "busy",
    Text(
        "Der Server wird gerade beendet. Versuchen Sie es gleich noch einmal.",
        "The server is being ended. Try again in a moment.",
    ),
)
BUSY = Refusal(
    "busy",
    Text(
        "Sie stellen gerade viele Abfragen auf einmal. Versuchen Sie es gleich noch einmal.",
        "You are asking many queries at once. Try again in a moment.",
    ),
)


class Queryable(Protocol):
    """What answers queries: a ``Store``."""

    def ask(
        self,
        query: str,
        *,
        form: str,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        limits: Limits,
        client: str,
    ) -> Answer | Refusal:
        """The answer in that form, or why there is none; from whatever thread."""
        ...


async def answer_query(request: Request, store: Queryable, turns: Turns, limits: Limits) -> Response | None:
    """The response to a query; ``None`` to a request that asks for nothing, which is told what can be asked."""
    # In a form, each sign of a query may take three bytes.
    query = await read_query(request, most_bytes=4 * limits.query_bytes)
    if query is None:
        return None
    if isinstance(query, Fault):
        return refuse(request, query.status, query.said)
    if query.form and query.form not in SHORT:
        return refuse(request, 406, NO_FORM, headers=_VARY)
    given = await ask_in_turn(turns, client_of(request), partial(_ask, store, query, request, limits))
    return _told(request, given, limits)


def client_of(request: Request) -> str:
    """Whom a request is from, as far as anybody knows."""
    return request.client.host if request.client else ""


async def ask_in_turn(turns: Turns, client: str, ask: Callable[[], Answer | Refusal]) -> Answer | Refusal:
    """Ask unless the client, or all together, ask too much already."""
    try:
        return await turns.take(client, ask)
    except Busy:
        return ENDING if turns.is_ended else BUSY


def _ask(store: Queryable, query: Query, request: Request, limits: Limits) -> Answer | Refusal:
    """Ask for the form that is liked best; for that of a graph where the query makes one."""
    given: Answer | Refusal = Refusal("not_acceptable", NO_FORM)
    for forms in (RESULTS, GRAPHS):
        asked = _choose(query.form, request.headers.get("accept", ""), forms)
        if asked is None:
            continue
        given = store.ask(
            query.text,
            form=forms[asked],
            default_graphs=query.default_graphs,
            named_graphs=query.named_graphs,
            limits=limits,
            client=client_of(request),
        )
        if isinstance(given, Answer):
            return Answer(asked, given.content, given.truncated)
        if given.kind != "not_acceptable":
            return given
    return given


def _choose(short: str, accept: str, forms: Mapping[str, str]) -> str | None:
    """The form among those of results, or of graphs, that ``format`` or else ``Accept`` asks for."""
    if short:
        return next((each for each in SHORT[short] if each in forms), None)
    return choose_type(accept, tuple(forms))


def _told(request: Request, given: Answer | Refusal, limits: Limits) -> Response:
    if isinstance(given, Answer):
        return reply(request, given.content, given.media_type, headers={"Vary": "Accept", **cut_off(given, limits)})
    said = NO_FORM if given.kind == "not_acceptable" else given.said
    return refuse(request, STATUS[given.kind], said, headers={**_VARY, **when_again(given)})


def cut_off(given: Answer, limits: Limits) -> dict[str, str]:
    """The header that says so where there are more rows than these; Virtuoso has the same."""
    return {"X-SPARQL-MaxRows": str(limits.rows)} if given.truncated else {}


def when_again(given: Refusal) -> dict[str, str]:
    """The header that says when to ask again, where that may help."""
    return {"Retry-After": RETRY_AFTER[given.kind]} if given.kind in RETRY_AFTER else {}


_FORMS = "SELECT, ASK: {}; CONSTRUCT, DESCRIBE: {}".format(*(", ".join(forms) for forms in (RESULTS, GRAPHS)))
NO_FORM = Text(f"In keiner der verlangten Formen. {_FORMS}", f"In none of the forms asked for. {_FORMS}")
