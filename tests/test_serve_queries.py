"""The SPARQL 1.1 Protocol: how a query arrives, in which form it is answered, and how it is refused."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from threading import Timer
from urllib.parse import quote

import httpx2
import pytest
from starlette.testclient import TestClient

from pipeline.model.graph import parse_turtle
from pipeline.model.report import Text
from pipeline.serve.app import App
from pipeline.serve.turns import OF_ALL, OF_ONE_CLIENT
from pipeline.store import Limits, Refusal
from tests.fake_queries import GRAPHS, RESULTS, Asked, FakeQueries
from tests.serving import client_of, serve
from tests.towns import copy_town, publish, show

ROOT = "/digitalstrategie/id/beispielstadt/"
SPARQL = f"{ROOT}sparql"
SELECT, CONSTRUCT = "SELECT * { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }"


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = copy_town(tmp_path_factory.mktemp("asked"))
    publish(place)
    return show(place)


@pytest.fixture
def store() -> FakeQueries:
    return FakeQueries()


@pytest.fixture
def client(public: Path, store: FakeQueries) -> TestClient:
    return client_of(serve([public], store))


# How a query arrives


def test_a_query_arrives_in_each_of_the_three_ways(client: TestClient, store: FakeQueries) -> None:
    graphs = {
        "default-graph-uri": ["https://a.example/1", "https://a.example/2"],
        "named-graph-uri": "https://b.example/",
    }
    typed = {"content-type": "application/sparql-query"}

    answers = [
        client.get(SPARQL, params={"query": SELECT, **graphs}),
        client.post(SPARQL, data={"query": SELECT, **graphs}),
        client.post(SPARQL, params=graphs, content=SELECT, headers=typed),
    ]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    whole = Asked(SELECT, RESULTS[0], ("https://a.example/1", "https://a.example/2"), ("https://b.example/",))
    assert [replace(asked, client="") for asked in store.asked] == [whole] * 3


def test_letters_of_any_kind_arrive_as_they_are(client: TestClient, store: FakeQueries) -> None:
    query = 'SELECT * { ?s ?p "Größe + 100 % & ;" }'
    typed = {"content-type": "application/sparql-query; charset=utf-8"}

    client.get(SPARQL, params={"query": query})
    client.post(SPARQL, data={"query": query})
    client.post(SPARQL, content=query.encode(), headers=typed)

    assert [asked.query for asked in store.asked] == [query] * 3


@pytest.mark.parametrize(
    ("address", "body", "content_type", "status"),
    [
        ("", b"", "application/x-www-form-urlencoded", 400),
        ("", b"query=a&query=b", "application/x-www-form-urlencoded", 400),
        ("?query=a", b"query=b", "application/x-www-form-urlencoded", 400),
        ("?query=a", b"b", "application/sparql-query", 400),
        ("", b"query=%ff", "application/x-www-form-urlencoded", 400),
        ("", b"\xff", "application/sparql-query", 400),
        ("", b"SELECT", "text/plain", 415),
        ("", b"SELECT", "multipart/form-data; boundary=x", 415),
        ("", b"INSERT DATA {}", "application/sparql-update", 403),
        ("", b"update=CLEAR+ALL", "application/x-www-form-urlencoded", 403),
        ("?update=CLEAR%20ALL", b"query=SELECT", "application/x-www-form-urlencoded", 403),
        ("", b"query=" + b"x" * 300_000, "application/x-www-form-urlencoded", 413),
        ("", b"x" * 300_000, "application/sparql-query", 413),
        ("?format=vcard", b"query=SELECT", "application/x-www-form-urlencoded", 406),
    ],
)
def test_what_is_no_query_is_refused_in_words(
    address: str, body: bytes, content_type: str, status: int, client: TestClient, store: FakeQueries
) -> None:
    answer = client.post(f"{SPARQL}{address}", content=body, headers={"content-type": content_type})

    assert (answer.status_code, answer.headers["content-type"]) == (status, "text/plain; charset=utf-8")
    assert len(answer.text) > 10 and store.asked == []


def test_an_update_in_the_address_is_refused(client: TestClient) -> None:
    assert client.get(SPARQL, params={"update": "CLEAR ALL"}).status_code == 403


# In which form it is answered


@pytest.mark.parametrize("form", RESULTS)
def test_results_come_in_the_form_asked_for(form: str, client: TestClient) -> None:
    answer = client.get(SPARQL, params={"query": SELECT}, headers={"accept": form})

    assert answer.text == f"{form} of {SELECT}"
    assert answer.headers["content-type"].partition(";")[0] == form and answer.headers["vary"] == "Accept"


@pytest.mark.parametrize("form", GRAPHS)
def test_graphs_come_in_the_form_asked_for(form: str, client: TestClient) -> None:
    answer = client.get(SPARQL, params={"query": CONSTRUCT}, headers={"accept": form})

    assert answer.text == f"{form} of {CONSTRUCT}" and answer.headers["content-type"].partition(";")[0] == form


@pytest.mark.parametrize(
    ("accept", "result", "graph"),
    [
        ("", RESULTS[0], GRAPHS[0]),
        ("*/*", RESULTS[0], GRAPHS[0]),
        ("text/html,*/*;q=0.8", RESULTS[0], GRAPHS[0]),
        ("application/sparql-results+xml, application/rdf+xml", RESULTS[1], GRAPHS[3]),
        ("application/sparql-results+json;q=0.5, text/csv, text/turtle", RESULTS[2], GRAPHS[0]),
    ],
)
def test_one_wish_serves_both_kinds_of_queries(accept: str, result: str, graph: str, client: TestClient) -> None:
    answers = [client.get(SPARQL, params={"query": query}, headers={"accept": accept}) for query in (SELECT, CONSTRUCT)]

    assert [answer.text.partition(" of ")[0] for answer in answers] == [result, graph]


@pytest.mark.parametrize(
    ("accept", "query", "form"),
    [
        ("application/json", SELECT, RESULTS[0]),
        ("text/xml", SELECT, RESULTS[1]),
        ("application/xml", CONSTRUCT, GRAPHS[3]),
    ],
)
def test_a_general_name_of_a_form_is_understood_and_given_back(
    accept: str, query: str, form: str, client: TestClient
) -> None:
    answer = client.get(SPARQL, params={"query": query}, headers={"accept": accept})

    assert answer.text == f"{form} of {query}" and answer.headers["content-type"].partition(";")[0] == accept


@pytest.mark.parametrize(
    ("short", "query", "form"),
    [("json", SELECT, RESULTS[0]), ("xml", SELECT, RESULTS[1]), ("csv", SELECT, RESULTS[2]),
     ("tsv", SELECT, RESULTS[3]),
     ("turtle", CONSTRUCT, GRAPHS[0]), ("nt", CONSTRUCT, GRAPHS[1]), ("json-ld", CONSTRUCT, GRAPHS[2]),
     ("xml", CONSTRUCT, GRAPHS[3]), ("json", CONSTRUCT, GRAPHS[2])],
)  # fmt: skip
def test_a_link_may_name_the_form(short: str, query: str, form: str, client: TestClient) -> None:
    answer = client.get(SPARQL, params={"query": query, "format": short}, headers={"accept": "text/html"})

    assert answer.text == f"{form} of {query}" and answer.headers["content-type"].partition(";")[0] == form


@pytest.mark.parametrize(
    ("query", "accept"),
    [(SELECT, "text/turtle"), (CONSTRUCT, "text/csv"), (SELECT, "text/html"), (CONSTRUCT, "image/png")],
)
def test_a_form_that_the_query_cannot_have_is_not_acceptable(query: str, accept: str, client: TestClient) -> None:
    answer = client.get(SPARQL, params={"query": query}, headers={"accept": accept})

    assert answer.status_code == 406 and "text/csv" in answer.text and "text/turtle" in answer.text


def test_what_was_cut_off_says_so_and_what_was_not_does_not(client: TestClient, store: FakeQueries) -> None:
    whole = client.get(SPARQL, params={"query": SELECT})
    store.truncated = True
    cut = client.get(SPARQL, params={"query": SELECT})

    assert cut.headers["x-sparql-maxrows"] == str(Limits().rows)
    assert "X-SPARQL-MaxRows" in cut.headers["access-control-expose-headers"]
    assert "x-sparql-maxrows" not in whole.headers


# How it is refused


@pytest.mark.parametrize(
    ("kind", "status", "retry"),
    [("malformed", 400, None), ("forbidden", 403, None), ("too_long", 413, None), ("timed_out", 503, "60"),
     ("too_much_memory", 503, None), ("busy", 503, "5")],
)  # fmt: skip
def test_a_refusal_has_its_status_and_its_reason(
    kind: str, status: int, retry: str | None, client: TestClient, store: FakeQueries
) -> None:
    store.refusals["BAD"] = Refusal(kind, Text("Weil es so ist.", "Because it is."))  # type: ignore[arg-type,unused-ignore]

    german, english = (
        client.get(SPARQL, params={"query": "BAD"}, headers={"accept-language": tongue}) for tongue in ("de", "en")
    )

    assert german.status_code == english.status_code == status
    assert (german.text, english.text) == ("Weil es so ist.\n", "Because it is.\n")
    assert german.headers.get("retry-after") == retry and len(store.asked) == 2


def ask_at_once(app: App, clients: Sequence[str]) -> list[tuple[int, str]]:
    """One query by each of these clients, all at once: the status of each, and when it may come again."""

    async def ask(client: str) -> tuple[int, str]:
        transport = httpx2.ASGITransport(app, client=(client, 1))
        async with httpx2.AsyncClient(transport=transport, base_url="http://server.example") as opened:
            answer = await opened.get(SPARQL, params={"query": SELECT})
            return answer.status_code, answer.headers.get("retry-after", "")

    async def ask_all() -> list[tuple[int, str]]:
        return await asyncio.gather(*(ask(client) for client in clients))

    return asyncio.run(ask_all())


def test_what_one_client_asks_is_answered_at_once_within_bounds(public: Path) -> None:
    app = serve([public], FakeQueries(seconds=0.1))

    answers = ask_at_once(app, ["10.0.0.1"] * (OF_ONE_CLIENT + 4))

    assert sorted(answers) == [(200, "")] * OF_ONE_CLIENT + [(503, "5")] * 4


def test_one_client_does_not_keep_another_from_asking(public: Path) -> None:
    app = serve([public], FakeQueries(seconds=0.1))

    *_, other = ask_at_once(app, ["10.0.0.1"] * (OF_ONE_CLIENT + 4) + ["10.0.0.2"])

    assert other == (200, "")


def test_all_together_ask_no_more_than_is_answered(public: Path) -> None:
    app = serve([public], FakeQueries(seconds=0.2))

    codes = [status for status, _ in ask_at_once(app, [f"10.0.0.{number}" for number in range(OF_ALL + 6)])]

    assert codes.count(200) == OF_ALL and codes.count(503) == 6


def test_at_the_end_nobody_is_kept_waiting(public: Path) -> None:
    app = serve([public], FakeQueries(seconds=1.0))
    Timer(0.1, app.turns.end).start()
    began = time.monotonic()

    answers = ask_at_once(app, ["10.0.0.1", "10.0.0.2"])

    assert answers == [(503, "5"), (503, "5")] and time.monotonic() - began < 0.9


def test_the_store_is_told_who_asks(public: Path) -> None:
    store = FakeQueries()

    ask_at_once(serve([public], store), ["10.0.0.1", "10.0.0.2"])

    assert {asked.client for asked in store.asked} == {"10.0.0.1", "10.0.0.2"}


# Without a query


@pytest.mark.parametrize("form", GRAPHS)
def test_without_a_query_it_tells_what_can_be_asked(form: str, client: TestClient) -> None:
    answer = client.get(SPARQL, headers={"accept": form})

    assert answer.status_code == 200 and answer.headers["content-type"].partition(";")[0] == form
    assert "http://server.example" + SPARQL in answer.text


def test_the_description_names_forms_language_and_license(client: TestClient) -> None:
    triples = parse_turtle(client.get(SPARQL).text, "sparql")

    said = {triple.predicate.rpartition("#")[2].rstrip(">") for triple in triples}
    assert {"endpoint", "supportedLanguage", "resultFormat", "defaultDataset", "defaultGraph"} <= said
    assert sum(triple.predicate.endswith("resultFormat>") for triple in triples) == 8


def test_a_host_that_is_none_does_not_reach_the_description(client: TestClient) -> None:
    answer = client.get(SPARQL, headers={"host": 'x"> <evil', "accept": "application/n-triples"})

    assert "evil" not in answer.text and "https://w3id.org/digitalstrategie/id/beispielstadt/sparql" in answer.text


def test_people_are_led_to_the_page_on_which_they_ask(public: Path, client: TestClient) -> None:
    editor = public / "abfrage" / "editor"
    editor.mkdir(parents=True, exist_ok=True)
    (editor / "index.html").write_text("<!doctype html>\n<html>\n<head>\n</head>\n</html>\n")

    answer = client.get(SPARQL, headers={"accept": "text/html,*/*;q=0.8"})
    page = client.get(answer.headers["location"])

    assert (answer.status_code, answer.headers["location"]) == (303, f"{ROOT}abfrage/editor/index.html")
    assert f'<meta name="sparql" content="{SPARQL}">' in page.text
    assert "script-src 'self' 'wasm-unsafe-eval'" in page.headers["content-security-policy"]


def test_a_query_may_be_as_long_as_the_store_takes(client: TestClient, store: FakeQueries) -> None:
    query = f"SELECT # {'x' * 60_000}"

    assert client.get(f"{SPARQL}?query={quote(query)}").status_code == 200
    assert store.asked[0].query == query
