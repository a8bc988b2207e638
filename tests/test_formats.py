"""Every format says the same triples to every reader, whatever the text in them, and in the same bytes each time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pyoxigraph
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import RdfFormat

from pipeline.model.graph import Triple, curie, iri, literal
from pipeline.model.vocabulary import DEF, PREFIXES
from pipeline.model.workbook import Value
from pipeline.render.formats.jsonld import render_json_ld
from pipeline.render.formats.rdf import render_n_triples, render_rdf_xml, render_turtle
from pipeline.render.formats.tables import render_tables, uncovered
from pipeline.town.resources import read_resources
from tests.csv2rdf import convert
from tests.examples import try_examples
from tests.graphs import DATASET, PROJECTS, ROOT, Graph, graph_of, strategy, triples_of
from tests.rendering import RENDERERS, digest

CONTEXT = read_resources().context
ROADMAP = triples_of(PROJECTS)
STRATEGY = strategy().triples

DECIMAL = f"{PREFIXES['xsd']}decimal"
OXIGRAPH_FORMATS = {
    "nt": RdfFormat.N_TRIPLES,
    "turtle": RdfFormat.TURTLE,
    "xml": RdfFormat.RDF_XML,
    "json-ld": RdfFormat.JSON_LD,
}

# rdflib's reader of JSON-LD still uses a class that rdflib deprecates.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
each_format = pytest.mark.parametrize("name", RENDERERS)
each_dataset = pytest.mark.parametrize("triples", [ROADMAP, STRATEGY], ids=["roadmap", "strategy"])


@pytest.fixture(autouse=True, scope="module")
def _literals_as_written() -> Iterator[None]:
    """Keep rdflib from rewriting the literals it reads."""
    before, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    yield
    rdflib.NORMALIZE_LITERALS = before


def read_with_oxigraph(content: bytes, name: str) -> Graph:
    return {quad.triple for quad in pyoxigraph.parse(content, format=OXIGRAPH_FORMATS[name])}


def read_with_rdflib(content: bytes, name: str) -> Graph:
    graph = rdflib.Graph(bind_namespaces="none").parse(data=content, format=name)
    return {pyoxigraph.Triple(*map(term_of, triple)) for triple in graph}


def term_of(node: rdflib.term.Node) -> Any:
    if isinstance(node, rdflib.Literal) and node.language:
        return pyoxigraph.Literal(str(node), language=node.language)
    if isinstance(node, rdflib.Literal):
        datatype = str(node.datatype or rdflib.XSD.string)
        return pyoxigraph.Literal(str(node), datatype=pyoxigraph.NamedNode(datatype))
    return pyoxigraph.BlankNode(str(node)) if isinstance(node, rdflib.BNode) else pyoxigraph.NamedNode(str(node))


def read_tables(name: str, triples: Sequence[Triple]) -> Graph:
    files = {file.name: file.content for file in render_tables(name, triples, DATASET)}
    return convert(files, next(file for file in files if file.endswith("-metadata.json")))


READERS = {"oxigraph": read_with_oxigraph, "rdflib": read_with_rdflib}
each_reader = pytest.mark.parametrize("read", READERS.values(), ids=READERS)


# The same triples ###########################################################################################


@each_dataset
@each_format
@each_reader
def test_a_file_says_the_triples_it_was_made_of(
    name: str, triples: Sequence[Triple], read: Callable[[bytes, str], Graph]
) -> None:
    assert read(RENDERERS[name](triples), name) == graph_of(triples)


@each_reader
@each_format
def test_no_triples_give_a_file_without_triples(name: str, read: Callable[[bytes, str], Graph]) -> None:
    assert read(RENDERERS[name](()), name) == set()


@each_format
def test_a_decimal_keeps_the_digits_it_was_given(name: str) -> None:
    amount = Triple(iri("https://a.example/x"), curie("schema:value"), literal("249927.50", datatype=DECIMAL))

    assert read_with_oxigraph(RENDERERS[name]([amount]), name) == graph_of([amount])
    assert b"249927.50" in RENDERERS[name]([amount])


@each_reader
@each_format
def test_what_the_own_vocabularies_do_not_know_is_written_all_the_same(
    name: str, read: Callable[[bytes, str], Graph]
) -> None:
    subject = iri("https://a.example/x?a=b&c=d#e")
    triples = sorted(
        Triple(subject, iri(f"https://b.example/{local}"), value)
        for local, value in (
            ("p", iri("https://a.example/straße")),
            ("v1/q", literal("<&>\r\n\t'\"\\", language="de-AT")),
            ("p-1.x", literal("P1D", datatype=f"{PREFIXES['xsd']}duration")),
            ("_p", literal("x", datatype="https://b.example/type#own")),
        )
    )

    assert read(RENDERERS[name](triples), name) == graph_of(triples)


@each_reader
@each_format
def test_blank_nodes_stay_connected(name: str, read: Callable[[bytes, str], Graph]) -> None:
    triples = [
        Triple("<https://a.example/x>", curie("dcterms:hasPart"), "_:1a"),
        Triple("_:1a", curie("dcterms:title"), literal("Teil")),
    ]

    found = read(RENDERERS[name](triples), name)

    assert {triple.object for triple in found if isinstance(triple.object, pyoxigraph.BlankNode)} == {
        triple.subject for triple in found if isinstance(triple.subject, pyoxigraph.BlankNode)
    }
    assert len(found) == 2


# N-Triples, Turtle, RDF/XML #################################################################################


def test_n_triples_are_in_the_order_of_their_bytes() -> None:
    lines = render_n_triples(reversed(ROADMAP)).splitlines(keepends=True)

    assert lines == sorted(lines)
    assert len(lines) == len(ROADMAP)


def test_turtle_declares_the_prefixes_that_it_uses_and_no_other() -> None:
    text = render_turtle(ROADMAP, PREFIXES).decode()
    declared = [line.split()[1] for line in text.splitlines() if line.startswith("@prefix")]

    assert declared == sorted(declared)
    assert {"ds:", "dcterms:", "xsd:"} <= set(declared)
    assert "sh:" not in declared
    assert all(f" {prefix}" in text or f"^^{prefix}" in text for prefix in declared)


def test_turtle_names_the_types_of_a_thing_first() -> None:
    blocks = render_turtle(ROADMAP, PREFIXES).decode().split("\n\n")[1:]

    assert all(block.split(maxsplit=2)[1] == "a" for block in blocks)


def test_an_iri_that_makes_no_plain_local_name_is_written_out() -> None:
    triple = Triple(iri("https://a.example/x"), curie("ds:status"), iri(f"{DEF}status/running"))

    assert f"ds:status <{DEF}status/running> ." in render_turtle([triple], PREFIXES).decode()


@pytest.mark.parametrize(
    ("predicate", "value"),
    [("https://b.example/123", literal("x")), (PREFIXES["dcterms"] + "title", literal("a\x07b"))],
    ids=["a name", "a character"],
)
def test_rdf_xml_says_how_much_it_had_to_leave_out(predicate: str, value: str) -> None:
    kept = Triple(iri("https://a.example/x"), curie("dcterms:title"), literal("Titel"))
    lost = Triple(iri("https://a.example/y"), iri(predicate), value)

    content = render_rdf_xml([kept, lost], PREFIXES)

    assert read_with_oxigraph(content, "xml") == read_with_rdflib(content, "xml") == graph_of([kept])
    assert b"cannot express them: 1 " in content


# JSON-LD ####################################################################################################


def test_json_ld_carries_the_published_context_and_its_triples_are_in_the_default_graph() -> None:
    content = render_json_ld(ROADMAP, CONTEXT)

    assert list(json.loads(content)) == ["@context", "@graph"]
    assert json.loads(content)["@context"] == CONTEXT["@context"]
    quads = pyoxigraph.parse(content, format=pyoxigraph.RdfFormat.JSON_LD)
    assert {quad.graph_name for quad in quads} == {pyoxigraph.DefaultGraph()}


def test_json_ld_speaks_in_short_names_and_never_in_numbers() -> None:
    document = json.loads(render_json_ld(ROADMAP, CONTEXT), parse_float=no_number, parse_int=no_number)
    nodes = {node["id"]: node for node in document["@graph"]}
    project = nodes[f"{DATASET.iris.base}projekt/2024-01"]

    assert list(project)[:2] == ["id", "type"]
    assert list(project)[2:] == sorted(list(project)[2:])
    assert project["type"] == ["foaf:Project", "Project"]
    assert project["status"] == f"{DEF}status/running"
    assert len(project["fieldOfAction"]) == 2
    assert nodes[f"{project['id']}/budget/planned"]["value"] == "249927.5"


def no_number(number: str) -> None:
    assert number == "1.1", "the version of JSON-LD is the only number"


def test_a_term_that_is_always_a_list_is_one_for_a_single_value() -> None:
    context = {"@context": {"parts": {"@id": "http://purl.org/dc/terms/hasPart", "@type": "@id", "@container": "@set"}}}
    triple = Triple(iri("https://a.example/x"), curie("dcterms:hasPart"), iri("https://a.example/y"))

    content = render_json_ld([triple], context)

    assert json.loads(content)["@graph"] == [{"@id": "https://a.example/x", "parts": ["https://a.example/y"]}]
    assert read_with_oxigraph(content, "json-ld") == graph_of([triple])


def test_a_term_with_more_to_it_than_we_understand_is_not_used() -> None:
    context = {"@context": {"title": {"@id": "http://purl.org/dc/terms/title", "@container": "@language"}}}
    triple = Triple(iri("https://a.example/x"), curie("dcterms:title"), literal("Titel", language="de"))

    content = render_json_ld([triple], context)

    assert b'"http://purl.org/dc/terms/title": {"@value"' in content
    assert read_with_oxigraph(content, "json-ld") == graph_of([triple])


# Any text ###################################################################################################

any_text = st.text(max_size=30)
TEXTS = (
    *("title_en", "description", "field", "status", "status_reason", "start", "lead", "partner", "offer"),
    *("budget_planned", "decision", "contact", "replaced_by"),
)
any_project = st.fixed_dictionaries(
    {"id": any_text.filter(str.strip), "title": any_text}, optional=dict.fromkeys(TEXTS, any_text)
)


@try_examples(40)
@given(st.lists(any_project, min_size=1, max_size=2))
def test_any_text_in_a_sheet_reaches_every_reader_of_every_format(projects: list[dict[str, Value]]) -> None:
    triples = triples_of(projects)
    expected = graph_of(triples)

    for name, render in RENDERERS.items():
        content = render(triples)
        assert read_with_oxigraph(content, name) == expected
        assert read_with_rdflib(content, name) == expected
    assert uncovered(triples) == ()
    assert read_tables("roadmap", triples) == expected


# The same bytes #############################################################################################


def test_the_bytes_are_the_same_in_every_process() -> None:
    environment = {**os.environ, "PYTHONHASHSEED": "1"}
    command = [sys.executable, "-m", "tests.rendering"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True)

    assert done.stdout.decode().strip() == digest()
