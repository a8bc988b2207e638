"""A query to its answer, in a process that is made for it and ends with it."""

from __future__ import annotations

import json
import os
import re
import resource
import signal
import socket
from collections.abc import Container, Sequence
from typing import NamedTuple, NoReturn

from pyoxigraph import NamedNode, Store

from pipeline.model.report import Text
from pipeline.store.forms import GRAPHS, RESULTS, write_answer
from pipeline.store.guard import judge_query
from pipeline.store.limits import Answer, Limits, Refusal


class Asked(NamedTuple):
    """A query with all that belongs to it."""

    query: str
    form: str
    client: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    limits: Limits


def write_message(asked: Asked) -> bytes:
    """A query as one message: what a keeper must know on the first line, the text of the query below."""
    limits = asked.limits
    told = {
        "client": asked.client, "seconds": limits.seconds, "rows": limits.rows, "query_bytes": limits.query_bytes,
        "memory_bytes": limits.memory_bytes, "answer_bytes": limits.answer_bytes, "form": asked.form,
        "default_graphs": asked.default_graphs, "named_graphs": asked.named_graphs,
    }  # fmt: skip
    return json.dumps(told).encode() + b"\n" + asked.query.encode("utf-8", "surrogatepass")


def read_message(message: bytes) -> Asked:
    """The other way round."""
    head, _, query = message.partition(b"\n")
    told = json.loads(head)
    limits = Limits(
        told["seconds"], told["rows"], told["query_bytes"], told["memory_bytes"], told["answer_bytes"]
    )  # fmt: skip
    named = tuple(told["default_graphs"]), tuple(told["named_graphs"])
    return Asked(query.decode("utf-8", "surrogatepass"), told["form"], told["client"], *named, limits)


def answer_in_child(store: Store, graphs: Container[str], message: bytes, to: socket.socket) -> NoReturn:
    """Answer, write the answer and end this process, which was forked for it."""
    status = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        asked = read_message(message)
        _limit(asked.limits)
        to.setblocking(True)
        to.sendall(write_reply(answer(store, graphs, asked)))
        status = 0
    except MemoryError:
        status = MEMORY_STATUS
    except OSError:
        pass  # nobody waits for the answer any more
    finally:
        os._exit(status)


MEMORY_STATUS = 9
"""What a child ends with that was refused memory, and could still say so."""


def _limit(limits: Limits) -> None:
    """No file and no socket can be opened any more, nothing written to a disk, no more than that memory taken."""
    if _HAS_NOW:
        most = _HAS_NOW() + limits.memory_bytes
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    seconds = int(limits.seconds) + 2
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


def answer(store: Store, graphs: Container[str], asked: Asked) -> Answer | Refusal:
    """The answer to a query, or why there is none; nothing here limits the time."""
    judged = judge_query(asked.query, asked.limits, graphs, (*asked.default_graphs, *asked.named_graphs))
    if isinstance(judged, Refusal):
        return judged
    if asked.form not in (RESULTS if judged in ("SELECT", "ASK") else GRAPHS):
        return Refusal("not_acceptable", _not_acceptable(judged, asked.form))
    named = asked.default_graphs or asked.named_graphs
    try:
        found = store.query(
            asked.query,
            default_graph=[*_nodes(asked.default_graphs)] if named else None,
            named_graphs=[*_nodes(asked.named_graphs)] if named else None,
        )
        return write_answer(found, asked.form, asked.limits)
    except (SyntaxError, ValueError, RuntimeError, OSError) as error:
        return Refusal("malformed", _malformed(error))


def _nodes(graphs: Sequence[str]) -> list[NamedNode]:
    return [NamedNode(graph) for graph in graphs]


def write_reply(given: Answer | Refusal) -> bytes:
    """An answer or a refusal as bytes."""
    if isinstance(given, Refusal):
        return json.dumps({"kind": given.kind, "de": given.said.de, "en": given.said.en}).encode() + b"\n"
    told = {"media_type": given.media_type, "truncated": given.truncated, "bytes": len(given.content)}
    return json.dumps(told).encode() + b"\n" + given.content


def read_reply(reply: bytes) -> Answer | Refusal | None:
    """The other way round; ``None`` for half a reply."""
    head, line, content = reply.partition(b"\n")
    told = json.loads(head) if line else {}
    if "kind" in told:
        return Refusal(told["kind"], Text(told["de"], told["en"]))
    if told.get("bytes") != len(content):
        return None
    return Answer(told["media_type"], content, told["truncated"])


def _virtual_bytes() -> int:
    """What this process has of addresses, which is what the system limits."""
    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123
        return int(file.read().split()[0]) * resource.getpagesize()


_HAS_NOW = _virtual_bytes if os.path.exists("/proc/self/statm") else None  # noqa: PTH110


def _malformed(error: Exception) -> Text:
    said = str(error).split(" expected one of", 1)[0].rstrip(":")
    found = _PLACE.fullmatch(said)
    if not found:
        return Text(f"Die Abfrage ist nicht zu verstehen: {said}", f"The query cannot be understood: {said}")
    line, column, why = found[1], found[2], f": {found[3]}" if found[3] else ""
    return Text(
        f"Die Abfrage ist nicht zu verstehen, von Zeile {line}, Zeichen {column} an{why}",
        f"The query cannot be understood, from line {line}, character {column} on{why}",
    )


_PLACE = re.compile(r"error at (\d+):(\d+)(?:: (.*))?", re.DOTALL)


def _not_acceptable(form: str, media_type: str) -> Text:
    offered = ", ".join(RESULTS if form in ("SELECT", "ASK") else GRAPHS)
    return Text(
        f"Eine Antwort auf {form} gibt es nicht als {media_type}. Es gibt: {offered}",
        f"There is no answer to {form} as {media_type}. There is: {offered}",
    )
