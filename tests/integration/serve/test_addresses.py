"""Every address of the towns as curl and a bare socket find it, and the process that answers."""

from __future__ import annotations

import signal
import socket
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx2
import pytest

from pipeline.model.graph import parse_n_triples, parse_turtle
from pipeline.serve.index import read_index
from tests.integration.serve.process import Serving, curl, serving
from tests.towns import copy_town, output_of, publish, show

pytestmark = pytest.mark.integration
SITE = "https://w3id.org"
ERKELENZ, MUSTERSTADT = "/digitalstrategie/id/erkelenz/", "/digitalstrategie/id/musterstadt/"
COUNT = "query=SELECT (COUNT(*) AS ?n) { ?p a <https://w3id.org/digitalstrategie/def/Project> }"
FORMS = ("text/html", "text/turtle", "application/ld+json", "application/n-triples", "application/rdf+xml")


@pytest.mark.parametrize("town", ["erkelenz", "beispielstadt"])
def test_every_iri_answers_with_what_its_form_says(town: str, output: Path, server: Serving) -> None:
    things = read_index(output / town / "public").things.values()
    wrong: list[tuple[str, str, object]] = []
    bodies: dict[str, bytes] = {}
    with httpx2.Client(base_url=server.address, headers={"host": "w3id.org"}) as client:
        for thing in things:
            for form in FORMS:
                path = thing.iri.removeprefix(SITE)
                thing_told = client.get(path, headers={"accept": form})
                if thing_told.status_code != 303 and (form == "text/html" or thing.told_in):
                    wrong.append((thing.iri, form, thing_told.status_code))
                    continue
                if thing_told.status_code == 406:
                    continue
                there = thing_told.headers["location"]
                if there not in bodies:
                    document = client.get(there)
                    bodies[there] = document.content
                    if document.status_code != 200 or not document.headers["content-type"].startswith(form):
                        wrong.append((there, form, document.status_code))
                is_itself = there.startswith(f"{thing.iri.removeprefix(SITE).partition('datensatz/')[0]}editions/")
                if form in READERS and not is_itself and not _tells_of(thing.iri, form, bodies[there]):
                    wrong.append((thing.iri, form, there))

    assert len(things) > 80 and wrong == []


def _tells_of(iri: str, form: str, body: bytes) -> bool:
    return any(triple.subject.startswith((f"<{iri}>", f"<{iri}#")) for triple in READERS[form](body.decode()))


READERS: dict[str, Any] = {
    "text/turtle": lambda text: parse_turtle(text, "served"),
    "application/n-triples": parse_n_triples,
}


@pytest.mark.parametrize(
    ("accept", "there"),
    [("text/turtle", "projekt/2022-02.ttl"), ("application/rdf+xml", "projekt/2022-02.rdf"),
     ("text/html", "projekt/2022-02/index.html")],
)  # fmt: skip
def test_curl_follows_an_iri_as_a_proxy_forwards_it(accept: str, there: str, server: Serving) -> None:
    told = curl(f"{server.address}{ERKELENZ}projekt/2022-02", "-H", "Host: w3id.org", "-H", f"Accept: {accept}")

    assert (told.status, told.headers["location"]) == (303, f"{ERKELENZ}{there}")
    assert "server" not in told.headers and "set-cookie" not in told.headers


def test_what_is_gone_is_gone_in_every_form(server: Serving) -> None:
    answers = [curl(f"{server.address}{MUSTERSTADT}projekt/M-3", "-H", f"Accept: {form}") for form in FORMS]

    assert [answer.status for answer in answers] == [410] * len(FORMS)
    assert [answer.headers["content-type"].partition(";")[0] for answer in answers] == list(FORMS)


def test_curl_keeps_what_it_has(server: Serving, tmp_path: Path) -> None:
    address, kept = f"{server.address}{ERKELENZ}current/roadmap.ttl", tmp_path / "etag"

    first = curl(address, "--etag-save", str(kept), "--compressed")
    again = curl(address, "--etag-compare", str(kept), "--compressed")

    assert (first.status, again.status, again.body) == (200, 304, b"")


def test_a_head_ends_with_its_headers(server: Serving) -> None:
    told = curl(f"{server.address}{ERKELENZ}index.html", "--head")

    assert told.status == 200 and int(told.headers["content-length"]) > 1000 and told.body == b""


@pytest.mark.parametrize(
    "target",
    ["../../../../etc/passwd", "%2e%2e/internal/site.json", "..%2f..%2finternal/site.json", "%00", "%ff",
     "current/../../internal/site.json", "x" * 30_000, "?" * 3000, "a" * 255 + "/" + "b" * 256],
)  # fmt: skip
def test_hostile_paths_lead_nowhere(target: str, server: Serving) -> None:
    told = curl(f"{server.address}{ERKELENZ}{target}")

    assert told.status == 404 or (target.startswith("?") and told.status == 303)
    assert b"root:" not in told.body and b"sha256" not in told.body


@pytest.mark.parametrize(
    "sent",
    [b"GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n", b"GET * HTTP/1.1\r\nHost: x\r\n\r\n",
     b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"y" * 600_000 + b"\r\n\r\n", b"\x16\x03\x01\x02\x00", b"GET /\r\n\r\n",
     b"POST /digitalstrategie/id/erkelenz/sparql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n"
     b"Content-Type: application/sparql-query\r\n\r\nfffff\r\n" + b"x" * 0xFFFFF + b"\r\n0\r\n\r\n",
     b"GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
     b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"],
)  # fmt: skip
def test_what_is_no_request_of_ours_harms_nobody(sent: bytes, server: Serving) -> None:
    host, port = server.address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as raw:
        try:
            raw.sendall(sent)
            raw.shutdown(socket.SHUT_WR)
            answer = raw.recv(65536)
        except ConnectionError:
            answer = b""

    assert answer == b"" or answer.startswith((b"HTTP/1.1 3", b"HTTP/1.1 4", b"HTTP/1.1 2"))
    assert curl(f"{server.address}{ERKELENZ}index.html").status == 200


def test_a_new_edition_is_served_while_it_runs(tmp_path: Path) -> None:
    place = copy_town(tmp_path, "erkelenz")
    publish(place, now=datetime(2026, 11, 22, 9, tzinfo=UTC))
    show(place)
    with serving(output_of(place), "erkelenz") as server:
        query = ["--data-urlencode", COUNT,
                 "-H", "Accept: text/csv"]  # fmt: skip
        before = curl(f"{server.address}{ERKELENZ}sparql", query).body.split()[1]
        _add_project(place)
        publish(place, now=datetime(2026, 11, 23, 9, tzinfo=UTC))
        show(place)
        file = curl(f"{server.address}{ERKELENZ}datensatz/roadmap/projects.csv")
        deadline = time.monotonic() + 15
        while (after := curl(f"{server.address}{ERKELENZ}sparql", query).body.split()[1]) == before:
            assert time.monotonic() < deadline
            time.sleep(0.2)

    assert file.headers["location"] == f"{ERKELENZ}editions/2026-11-23/projects.csv"
    assert int(after) == int(before) + 1


def _add_project(place: Path) -> None:
    from openpyxl import load_workbook

    book = load_workbook(place / "roadmap.xlsx")
    sheet = book.worksheets[0]
    values = [cell.value for cell in sheet[sheet.max_row]]
    key = next(at for at, value in enumerate(values) if str(value)[:3] == "202")
    values[key] = "2099-01"
    sheet.append(values)
    book.save(place / "roadmap.xlsx")


# The process


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_a_signal_ends_it_in_good_order(number: int, code: int, output: Path) -> None:
    with serving(output, "erkelenz") as server:
        curl(f"{server.address}{ERKELENZ}index.html")

        ended, told = server.end(number)
        assert (ended, told.strip()) == (code, "")


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_a_signal_ends_it_also_while_it_answers(number: int, code: int, output: Path) -> None:
    endless = "query=SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    with serving(output, "erkelenz") as server, ThreadPoolExecutor(1) as pool:
        asked = pool.submit(_curl_until_lost, f"{server.address}{ERKELENZ}sparql", endless)
        time.sleep(1)
        began = time.monotonic()

        ended, told = server.end(number)

        assert (ended, told.strip()) == (code, "") and time.monotonic() - began < 9
        asked.result()


def _curl_until_lost(address: str, query: str) -> None:
    with suppress(subprocess.CalledProcessError, IndexError):
        curl(address, "--data-urlencode", query)


def test_it_says_where_to_look(server: Serving) -> None:
    assert f"{server.address}{ERKELENZ}" in server.said and f"{server.address}{ERKELENZ}sparql" in server.said
    listed = curl(f"{server.address}/")
    assert listed.status == 200 and ERKELENZ.encode() in listed.body
