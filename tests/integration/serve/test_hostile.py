"""Fifty hostile queries at once from one address: each ends in time, and nobody else waits for them."""

from __future__ import annotations

import statistics
import time
from concurrent.futures import ThreadPoolExecutor

import httpx2
import pytest

from tests.hostile_queries import HOSTILE, at_port
from tests.integration.serve.process import Serving

pytestmark = pytest.mark.integration
SPARQL = "/digitalstrategie/id/erkelenz/sparql"
USUAL = "SELECT ?s { ?s ?p ?o } LIMIT 20"
SECONDS = 10.0
SETTLED = 1.5
"""After this long, what is slow has had its short try and stands among the slow."""
FLOOR = 0.1
"""Twice the idle median is the aim, and is not always kept: 31 ms beside 8 ms were seen on two busy cores."""
NEIGHBOUR = "127.0.0.2"


def test_fifty_hostile_queries_at_once_end_in_time_and_a_usual_one_is_answered_beside_them(server: Serving) -> None:
    idle = statistics.median(took for took, _ in _usual(server, "127.0.0.1", seconds=1.0))
    with ThreadPoolExecutor(len(HOSTILE) + 2) as pool:
        hostile = [pool.submit(_ask, server, at_port(query, 9), "127.0.0.1") for query in HOSTILE]
        time.sleep(SETTLED)
        same, other = (pool.submit(_usual, server, address, 5.0) for address in ("127.0.0.1", NEIGHBOUR))
        ended = [each.result() for each in hostile]

    beside = {"same": same.result(), "other": other.result()}
    medians = {who: statistics.median(took for took, _ in asked) for who, asked in beside.items()}
    assert max(took for took, _ in ended) < SECONDS + 1, sorted(ended)[-3:]
    assert {status for _, status in ended} <= {200, 400, 403, 413, 503}
    assert {status for asked in beside.values() for _, status in asked} == {200}
    assert max(medians.values()) < max(2 * idle, FLOOR), (medians, idle)


def _ask(server: Serving, query: str, address: str) -> tuple[float, int]:
    transport = httpx2.HTTPTransport(local_address=address, verify=False)
    with httpx2.Client(transport=transport, timeout=30) as client:
        return _timed(client, server, query)


def _timed(client: httpx2.Client, server: Serving, query: str) -> tuple[float, int]:
    start = time.monotonic()
    told = client.post(server.address + SPARQL, data={"query": query})
    return time.monotonic() - start, told.status_code


def _usual(server: Serving, address: str, seconds: float) -> list[tuple[float, int]]:
    """How long a usual query took, and its status, again and again for so long."""
    until, asked = time.monotonic() + seconds, []
    with httpx2.Client(transport=httpx2.HTTPTransport(local_address=address, verify=False), timeout=30) as client:
        while time.monotonic() < until:
            asked.append(_timed(client, server, USUAL))
            time.sleep(0.05)
    return asked
