"""What hides SERVICE from a lexer and not from a parser that needs no blank between words is refused as well."""

from __future__ import annotations

import pyoxigraph
import pytest

from pipeline.store.guard import judge_query
from pipeline.store.limits import Limits, Refusal

_HERE = "http://localhost./"
_ASKED = "{ ?s ?p ?o }"

GLUED = (
    f"SELECT * {{ SERVICESILENT<{_HERE}> {_ASKED} }}",
    f"PREFIX : <{_HERE}> SELECT * {{ SERVICE:x {_ASKED} }}",
    f"PREFIX : <{_HERE}> SELECT * {{ serviceSilent:x {_ASKED} }}",
    f"PREFIX e: <{_HERE}> SELECT * {{ SERVICEe:x # {{\n {_ASKED} }}",
    f"SELECT * {{ ?a ?b trueSERVICE<{_HERE}> {_ASKED} }}",
    f"PREFIX : <{_HERE}> SELECT * {{ ?a ?b falseservice:x {_ASKED} }}",
)
COMPARED = (
    f"SELECT * {{ FILTER(?a<?b)SERVICE?x#>\n{_ASKED} }}",
    f"SELECT * {{ FILTER(?a<=?b)SERVICE?x#>\n{_ASKED} }}",
    f'SELECT * {{ FILTER(?a<?b#>"""\n) SERVICE <{_HERE}> {_ASKED} }} #"""',
    f"SELECT * {{ FILTER(1<?b#>'''\n) SERVICE <{_HERE}> {_ASKED} }} #'''",
    f"SELECT * {{ FILTER(NOT EXISTS{{?a ?b ?c}}<true#>'''\n)SERVICE <{_HERE}> {_ASKED} }} #'''",
    f"SELECT(1<2#>'''\n AS ?x) {{ SERVICE <{_HERE}> {_ASKED} }} #'''",
    f"SELECT * {{ FILTER('a'@en<?b#>'''\n)SERVICE <{_HERE}> {_ASKED} }} #'''",
    f"SELECT * {{ BIND(STR(?a)<?b#>'''\n AS ?c) SERVICE <{_HERE}> {_ASKED} }} #'''",
)


@pytest.mark.parametrize("query", GLUED + COMPARED)
def test_a_service_that_is_glued_to_its_neighbours_or_behind_a_comparison_is_refused(query: str) -> None:
    refused = judge_query(query, Limits(), frozenset())

    assert isinstance(refused, Refusal)
    assert refused.kind == "forbidden"


@pytest.mark.parametrize(
    "query",
    [
        "PREFIX service: <urn:x> SELECT * { GRAPH service:g { ?s service:p service:o } }",
        "PREFIX dcat: <urn:x> SELECT * { ?s dcat:accessService ?o FILTER(?o < 3 && ?o > 2) }",
        "PREFIX dcat: <urn:x> SELECT * { VALUES (?s ?p) { (<urn:a> <urn:b>) } ?s dcat:accessService ?o }",
        "SELECT * { ?s <http://x.example/#p> 'Service' FILTER(?s = <http://x.example/#o>) }",
        "SELECT * { VALUES (?s ?p) { (<http://x.example/#a> <http://x.example/#b>) } ?s ?p ?o FILTER(?o<3) }",
    ],
)
def test_prefixes_strings_addresses_and_comparisons_are_none(query: str) -> None:
    assert judge_query(query, Limits(), frozenset()) == "SELECT"
    pyoxigraph.Store().query(query)


FROM_GLUED = (
    f"SELECT * FROMNAMED<{_HERE}> {_ASKED}",
    f"PREFIX : <{_HERE}> SELECT * FROM:g {_ASKED}",
    f"PREFIX x: <{_HERE}> SELECT * FROMx:g {_ASKED}",
    f"PREFIX x: <{_HERE}> SELECT * fromNamedx:g {_ASKED}",
    f"PREFIX : <{_HERE}> CONSTRUCT {_ASKED} FROM:g WHERE {_ASKED}",
    f"PREFIX : <{_HERE}> ASK FROM:g {_ASKED}",
    f"PREFIX : <{_HERE}> DESCRIBE <{_HERE}a> FROM:g",
    f"PREFIXx:<{_HERE}>SELECT*FROMx:g{_ASKED}",
)


@pytest.mark.parametrize("query", FROM_GLUED)
def test_a_from_that_is_glued_to_its_graph_is_refused_where_the_graph_is_not_here(query: str) -> None:
    pyoxigraph.Store().query(query)
    refused = judge_query(query, Limits(), frozenset())

    assert isinstance(refused, Refusal)
    assert refused.kind == "forbidden" and "FROM" in refused.said.en


@pytest.mark.parametrize("glued", ["FROMNAMED<urn:g>", "FROM:g", "FROMNAMED:g", "FROM<urn:g>"])
def test_a_from_that_is_glued_to_a_graph_of_ours_is_read(glued: str) -> None:
    assert judge_query(f"PREFIX : <urn:> SELECT * {glued} {_ASKED}", Limits(), frozenset({"urn:g"})) == "SELECT"


@pytest.mark.parametrize(
    "query",
    [
        "PREFIX from: <urn:x> SELECT * { ?s from:p from:o }",
        "PREFIX from: <urn:x> DESCRIBE from:a from:b",
        "PREFIX fromage: <urn:x> SELECT * { ?s ?p ?o } ORDER BY fromage:f(?s) fromage:f(?o)",
    ],
)
def test_a_prefix_that_begins_with_from_is_a_prefix(query: str) -> None:
    assert not isinstance(judge_query(query, Limits(), frozenset()), Refusal)
