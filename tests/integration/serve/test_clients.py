"""SPARQL as four clients ask it that are not ours: each gets what it asks for, in every form it knows."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
from pathlib import Path

import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore

from tests.integration.serve.process import Serving, curl

SPARQLWrapper = pytest.importorskip("SPARQLWrapper")
COMUNICA = Path(__file__).parents[3] / ".serve" / "node_modules" / "@comunica" / "query-sparql"
pytestmark = [
    pytest.mark.integration,
    pytest.mark.filterwarnings("ignore:.*ConjunctiveGraph:DeprecationWarning"),  # rdflib's own, and SPARQLWrapper's
]
SPARQL = "/digitalstrategie/id/erkelenz/sparql"
DS = "https://w3id.org/digitalstrategie/def/"
PROJECTS = f"SELECT ?key ?title {{ ?p a <{DS}Project> ; dcterms:identifier ?key ; dcterms:title ?title }} ORDER BY ?key"
SELECT = f"PREFIX dcterms: <http://purl.org/dc/terms/> {PROJECTS}"
ASK = f"ASK {{ ?p a <{DS}Project> }}"
CONSTRUCT = f"CONSTRUCT {{ ?p a <{DS}Project> }} WHERE {{ ?p a <{DS}Project> }}"
DESCRIBE = "DESCRIBE <https://w3id.org/digitalstrategie/id/erkelenz/projekt/2022-02>"
COUNT = 14


# curl


@pytest.mark.parametrize(
    ("accept", "begins"),
    [("application/sparql-results+json", b"{"), ("application/sparql-results+xml", b"<?xml"),
     ("text/csv", b"key,title"), ("text/tab-separated-values", b"?key\t?title")],
)  # fmt: skip
@pytest.mark.parametrize("way", ["get", "post", "direct"])
def test_curl_gets_results_in_each_way_and_form(way: str, accept: str, begins: bytes, server: Serving) -> None:
    arguments = {
        "get": ["--get", "--data-urlencode", f"query={SELECT}"],
        "post": ["--data-urlencode", f"query={SELECT}"],
        "direct": ["-H", "Content-Type: application/sparql-query", "--data-binary", SELECT],
    }[way]

    told = curl(f"{server.address}{SPARQL}", arguments, "-H", f"Accept: {accept}")

    assert told.status == 200 and told.headers["content-type"].partition(";")[0] == accept
    assert told.body.startswith(begins) and "Mängelmelder".encode() in told.body


@pytest.mark.parametrize(
    ("query", "status"),
    [("SELECT * {", 400), ("INSERT DATA { <a:b> <a:c> <a:d> }", 400), ("CLEAR ALL", 400),
     ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", 403), ("#" + "x" * 70_000, 413)],
)  # fmt: skip
def test_curl_is_refused_what_is_not_answered(query: str, status: int, server: Serving) -> None:
    told = curl(f"{server.address}{SPARQL}", "-H", "Content-Type: application/sparql-query", "--data-binary", query)

    assert told.status in (status, 403) and told.headers["content-type"] == "text/plain; charset=utf-8" and told.body


def test_a_query_that_never_ends_is_ended_and_the_next_is_answered(server: Serving) -> None:
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    ended = curl(f"{server.address}{SPARQL}", "--data-urlencode", f"query={endless}", "--max-time", "60")

    assert ended.status == 503 and ended.headers["retry-after"]
    assert curl(f"{server.address}{SPARQL}", "--data-urlencode", f"query={ASK}").status == 200


def test_what_is_cut_off_says_so(server: Serving) -> None:
    wide = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
    told = curl(f"{server.address}{SPARQL}", "--data-urlencode", f"query={wide}", "-H", "Accept: text/csv")

    rows = list(csv.reader(io.StringIO(told.body.decode(), newline="")))
    assert told.status == 200 and int(told.headers["x-sparql-maxrows"]) == len(rows) - 1


def test_a_graph_may_be_named(server: Serving) -> None:
    graphs = "SELECT DISTINCT ?g { GRAPH ?g { ?p a <" + DS + "Project> } FILTER(CONTAINS(STR(?g), '/ausgaben/')) }"
    found = curl(f"{server.address}{SPARQL}", "--data-urlencode", f"query={graphs}", "-H", "Accept: text/csv")
    (edition,) = found.body.decode().split()[1:]

    one, other = (
        curl(f"{server.address}{SPARQL}?default-graph-uri={graph}", "--data-urlencode", f"query={ASK}")
        for graph in (edition, "https://w3id.org/digitalstrategie/id/nowhere")
    )

    assert json.loads(one.body)["boolean"] is True
    assert other.status == 403 and b"nowhere" in other.body


# SPARQLWrapper


def ask(server: Serving, query: str, form: str, method: str = "GET") -> object:
    wrapper = SPARQLWrapper.SPARQLWrapper(f"{server.address}{SPARQL}")
    wrapper.setQuery(query)
    wrapper.setReturnFormat(form)
    wrapper.setMethod(method)
    return wrapper.query().convert()


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_sparqlwrapper_gets_results_in_every_form(method: str, server: Serving) -> None:
    as_json = ask(server, SELECT, SPARQLWrapper.JSON, method)
    as_xml = ask(server, SELECT, SPARQLWrapper.XML, method)
    as_csv, as_tsv = (ask(server, SELECT, form, method) for form in (SPARQLWrapper.CSV, SPARQLWrapper.TSV))

    assert isinstance(as_json, dict) and len(as_json["results"]["bindings"]) == COUNT
    assert len(as_xml.getElementsByTagName("result")) == COUNT  # type: ignore[attr-defined]
    assert isinstance(as_csv, bytes) and isinstance(as_tsv, bytes)
    assert as_csv.count(b"\n") == as_tsv.count(b"\n") == COUNT + 1
    asked = ask(server, ASK, SPARQLWrapper.JSON, method)
    assert isinstance(asked, dict) and asked["boolean"] is True


def test_sparqlwrapper_gets_graphs_in_every_form(server: Serving) -> None:
    turtle, n3 = (ask(server, CONSTRUCT, form) for form in (SPARQLWrapper.TURTLE, SPARQLWrapper.N3))
    xml, jsonld = (ask(server, CONSTRUCT, form) for form in (SPARQLWrapper.RDFXML, SPARQLWrapper.JSONLD))

    assert isinstance(turtle, bytes) and isinstance(n3, bytes)
    assert len(rdflib.Graph().parse(data=turtle, format="turtle")) == COUNT
    assert len(rdflib.Graph().parse(data=n3, format="turtle")) == COUNT
    assert isinstance(xml, rdflib.Graph) and isinstance(jsonld, rdflib.Graph)
    assert len(xml) == len(jsonld) == COUNT


def test_sparqlwrapper_is_told_what_is_wrong_with_a_query(server: Serving) -> None:
    with pytest.raises(SPARQLWrapper.SPARQLExceptions.QueryBadFormed):
        ask(server, "SELECT * {", SPARQLWrapper.JSON)


# rdflib


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
@pytest.mark.parametrize("form", ["xml", "json", "csv", "tsv"])
def test_rdflibs_store_gets_results_in_every_form(form: str, method: str, server: Serving) -> None:
    store = SPARQLStore(f"{server.address}{SPARQL}", returnFormat=form, method=method)

    rows = list(rdflib.Graph(store).query(SELECT))

    assert len(rows) == COUNT and "Mängelmelder" in {str(row[1]) for row in rows}  # type: ignore[index]


def test_rdflibs_store_gets_graphs_and_triples(server: Serving) -> None:
    graph = rdflib.Graph(SPARQLStore(f"{server.address}{SPARQL}"))

    assert bool(graph.query(ASK)) is True
    assert len(graph.query(CONSTRUCT).graph or ()) == COUNT
    assert len(list(graph.subjects(rdflib.RDF.type, rdflib.URIRef(f"{DS}Project")))) == COUNT


@pytest.mark.parametrize("form", ["turtle", "xml", "nt", "json-ld"])
def test_rdflib_follows_an_iri_to_the_form_it_wants(form: str, server: Serving) -> None:
    graph = rdflib.Graph().parse(f"{server.address}/digitalstrategie/id/erkelenz/projekt/2022-02", format=form)

    project = rdflib.URIRef("https://w3id.org/digitalstrategie/id/erkelenz/projekt/2022-02")
    assert (project, rdflib.RDF.type, rdflib.URIRef(f"{DS}Project")) in graph


# Comunica


@pytest.mark.skipif(not COMUNICA.is_dir() or not shutil.which("node"), reason="make test-serve installs Comunica")
def test_comunica_gets_what_it_asks_for_in_every_form(server: Serving) -> None:
    endpoint = {"type": "sparql", "value": f"{server.address}{SPARQL}"}
    thing = {"type": "file", "value": f"{server.address}/digitalstrategie/id/erkelenz/projekt/2022-02"}
    results = ("application/sparql-results+json", "text/csv")  # its other writers lose languages, whoever answers
    graphs = ("text/turtle", "application/n-triples", "application/ld+json")
    tasks = [
        *((SELECT, endpoint, form) for form in results),
        *((query, endpoint, form) for query in (CONSTRUCT, DESCRIBE) for form in graphs),
        (ASK, endpoint, "application/sparql-results+json"),
        (SELECT, thing, "text/csv"),
    ]

    told = _ask_comunica(tasks)

    assert [answer.get("problem") for answer in told] == [None] * len(tasks)
    texts = [answer["answer"] for answer in told]
    assert all("Mängelmelder" in text for text in texts[: len(results)])
    assert len(json.loads(texts[0])["results"]["bindings"]) == COUNT
    assert len(rdflib.Graph().parse(data=texts[len(results)], format="turtle")) == COUNT
    assert json.loads(texts[-2])["boolean"] is True
    assert texts[-1].split() == ["key,title", "2022-02,Mängelmelder"]


def _ask_comunica(tasks: list[tuple[str, dict[str, str], str]]) -> list[dict[str, str]]:
    lines = "".join(
        json.dumps({"query": query, "source": source, "form": form}) + "\n" for query, source, form in tasks
    )
    done = subprocess.run(
        ["node", str(Path(__file__).with_name("ask.cjs"))], input=lines, capture_output=True, text=True, check=True
    )
    return [json.loads(line) for line in done.stdout.splitlines()]
