"""Terms and triples as text, which rdflib and pyoxigraph read as they were meant."""

from __future__ import annotations

import pyoxigraph
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.errors import ConfigError
from pipeline.model.graph import (
    Index,
    SourceMap,
    Triple,
    build_graph,
    curie,
    in_reading_order,
    iri,
    language_of,
    literal,
    literal_text,
    n_triples,
    parse_n_triples,
    parse_turtle,
    reading_order,
    segment,
)
from pipeline.model.report import Text
from pipeline.model.vocabulary import expand
from pipeline.model.workbook import CellRef
from tests.examples import try_examples

few = try_examples(30)
S, P = "<https://example.org/s>", "<https://example.org/p>"
AWKWARD = "\"quoted\" \\back \\n \\u0041 line\nbreak\r\ttab \x00\x07\x08\x0c\x1b\x7f \x85 \u2028 \ufeff e\u0301 😀 '''"

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


def read_by_both(triple: Triple) -> tuple[str, str]:
    """What rdflib and what pyoxigraph take the object for."""
    lines = "".join(n_triples([triple]))
    (theirs,) = pyoxigraph.parse(lines.encode(), format=pyoxigraph.RdfFormat.N_TRIPLES)
    (_, _, object_), *_ = rdflib.Graph().parse(data=lines, format="nt")
    assert not isinstance(theirs.object, pyoxigraph.BlankNode | pyoxigraph.Triple)
    return str(object_), theirs.object.value


# Literals #######################################################################################################


@few
@given(texts)
def test_a_literal_is_read_by_both_libraries_as_the_text_it_was_made_of(text: str) -> None:
    term = literal(text)

    assert read_by_both(Triple(S, P, term)) == (text, text)
    assert literal_text(term) == text


def test_an_awkward_literal_is_read_as_the_text_it_was_made_of() -> None:
    assert read_by_both(Triple(S, P, literal(AWKWARD, language="de"))) == (AWKWARD, AWKWARD)


def test_a_literal_has_its_language_or_its_datatype() -> None:
    assert literal("Straße", language="de") == '"Straße"@de'
    assert literal("2024", datatype=expand("xsd:gYear")) == '"2024"^^<http://www.w3.org/2001/XMLSchema#gYear>'
    assert literal("249927.50") == '"249927.50"'


@pytest.mark.parametrize("text", ["", "x", '"', 'a"@de', "\\", "\\\\n", "\n", '"^^<x>', AWKWARD])
@pytest.mark.parametrize(("language", "datatype"), [("", ""), ("de", ""), ("en-GB", ""), ("", "https://example.org/t")])
def test_text_and_language_are_taken_out_of_a_literal_again(text: str, language: str, datatype: str) -> None:
    term = literal(text, language=language, datatype=datatype)

    assert literal_text(term) == text
    assert language_of(term) == language


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ('"\\b\\f\\\'"', "\b\f'"),
        ('"\\u00E9\\U0001F600"', "é😀"),
        ('"\\u00e9"', "é"),
        ("<https://example.org/s>", "https://example.org/s"),
        ("_:b0", "_:b0"),
    ],
)
def test_a_term_that_another_program_wrote_is_understood(term: str, text: str) -> None:
    assert literal_text(term) == text


# IRIs ###########################################################################################################


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("https://example.org/a/b?c=d&e#f", "https://example.org/a/b?c=d&e#f"),
        ("https://example.org/Straße", "https://example.org/Straße"),
        ("https://example.org/a%20b", "https://example.org/a%20b"),
        ("https://example.org/100%", "https://example.org/100%25"),
        ("https://example.org/100%ig", "https://example.org/100%25ig"),
        ("https://example.org/a b", "https://example.org/a%20b"),
        ("https://example.org/a\nb", "https://example.org/a%0Ab"),
        ("https://example.org/[1]", "https://example.org/%5B1%5D"),
        ("https://example.org/#a#b", "https://example.org/#a%23b"),
        ('https://example.org/<>"{}|\\^`', "https://example.org/%3C%3E%22%7B%7D%7C%5C%5E%60"),
        ("https://example.org/\ue000", "https://example.org/%EE%80%80"),
        ("https://example.org/\N{LINE SEPARATOR}", "https://example.org/%E2%80%A8"),
        ("https://example.org/\ud800", "https://example.org/%ED%A0%80"),
    ],
)
def test_what_no_iri_may_hold_is_encoded(value: str, expected: str) -> None:
    assert iri(value) == f"<{expected}>"


@few
@given(st.text(max_size=20), st.sampled_from(["", "?", "#"]))
def test_any_text_after_a_host_makes_an_iri_that_both_libraries_read(text: str, mark: str) -> None:
    term = iri(f"https://example.org/{mark}{text}")

    assert read_by_both(Triple(S, P, term)) == (term[1:-1], term[1:-1])


@few
@given(texts, texts)
def test_a_segment_holds_any_text_and_no_other(one: str, other: str) -> None:
    assert set(segment(one)) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~%")
    assert (segment(one) == segment(other)) == (one == other)


# Triples ########################################################################################################


@few
@given(st.lists(st.tuples(texts, texts), max_size=5))
def test_lines_of_triples_are_read_again_as_those_triples(pairs: list[tuple[str, str]]) -> None:
    triples = tuple(Triple(iri(f"https://example.org/{name}"), P, literal(text)) for name, text in pairs)

    assert parse_n_triples("".join(n_triples(triples))) == triples


def test_blank_nodes_are_read_too() -> None:
    line = f"_:b1 {P} _:b2 .\n"

    assert parse_n_triples(line) == (Triple("_:b1", P, "_:b2"),)


@pytest.mark.parametrize("line", ["x", f"{S} {P} .", f"{S} {P} <a> <b> .", f'{S} {P} "a .', f"{S} {P} <a>"])
def test_a_damaged_line_is_not_passed_over(line: str) -> None:
    with pytest.raises(ConfigError, match="no triple"):
        parse_n_triples(f"{S} {P} {S} .\n{line}\n")


def test_turtle_becomes_triples_whatever_its_literals_hold() -> None:
    turtle = '<https://example.org/s> <https://example.org/p> "a\\"b\\nc\\u0008\\u000C"@de .'

    found = parse_turtle(turtle, "strategy.ttl")

    assert [literal_text(triple.object) for triple in found] == ['a"b\nc\b\f']


def test_what_is_no_turtle_is_refused_by_the_name_of_its_file() -> None:
    with pytest.raises(ConfigError, match=r"^strategy\.ttl: "):
        parse_turtle("<a> <b>", "strategy.ttl")


def test_triples_become_a_graph() -> None:
    graph = build_graph([Triple(S, curie("dcterms:title"), literal("Straße", language="de"))])

    assert list(graph) == [
        (
            rdflib.URIRef("https://example.org/s"),
            rdflib.DCTERMS.title,
            rdflib.Literal("Straße", lang="de"),
        )
    ]


# Looking up #####################################################################################################


def test_an_index_finds_objects_subjects_and_words() -> None:
    index = Index(
        [
            Triple(S, curie("skos:prefLabel"), literal("Straße", language="de")),
            Triple(S, curie("skos:prefLabel"), literal("road", language="en")),
            Triple(S, curie("skos:notation"), literal("1")),
            Triple(S, curie("rdf:type"), curie("skos:Concept")),
        ]
    )

    assert index.objects(S, "skos:notation") == ['"1"']
    assert index.objects(S, "skos:altLabel") == ()
    assert index.subjects("rdf:type", curie("skos:Concept")) == [S]
    assert index.text(S, "skos:notation") == "1"
    assert index.text(S, "skos:definition", "none") == "none"
    assert index.in_both(S, "skos:prefLabel") == Text("Straße", "road")


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        ([literal("Straße", language="de")], Text("Straße", "Straße")),
        ([literal("road", language="en")], Text("road", "road")),
        ([literal("rue", language="fr")], Text("rue", "rue")),
        ([literal("plain")], Text("plain", "plain")),
        ([], Text("", "")),
    ],
)
def test_each_language_stands_in_for_the_other(labels: list[str], expected: Text) -> None:
    index = Index(Triple(S, curie("rdfs:label"), label) for label in labels)

    assert index.in_both(S, "rdfs:label") == expected


def test_a_source_map_knows_the_cell_of_a_value_of_its_subject_alone() -> None:
    cell, other = CellRef("roadmap.xlsx", "Roadmap", "B", 2), CellRef("roadmap.xlsx", "Roadmap", "B", 3)
    sources = SourceMap({Triple("<a>", P, '"x"'): cell, Triple("<b>", P, '"x"'): other})

    assert sources.find("<a>", '"x"') == cell
    assert sources.find("<b>", '"x"') == other
    assert sources.find("<a>", '"y"') is None
    assert sources.find("<c>", '"x"') is None


def test_triples_sorted_subject_by_subject_stand_as_their_reading_order_has_them() -> None:
    subjects = ("<https://a.example/2>", "<https://a.example/2/period>", "<https://a.example/2-b>", "_:b1", "_:b2")
    triples = [Triple(s, p, o) for o in ('"b"', '"a"') for p in ("<q>", P) for s in subjects]

    assert in_reading_order(triples) == sorted(triples, key=reading_order)


def test_an_index_names_subjects_in_the_order_of_the_triples() -> None:
    triples = (
        Triple("<b>", curie("rdf:type"), "<c>"),
        Triple("<a>", P, "<c>"),
        Triple("<a>", curie("rdf:type"), "<c>"),
    )

    assert Index(iter(triples)).subjects("rdf:type", "<c>") == ["<b>", "<a>"]


def test_a_source_map_with_an_index_is_the_same_as_one_without() -> None:
    cells = {Triple("<a>", P, '"x"'): CellRef("roadmap.xlsx", "Roadmap", "B", 2)}
    asked, other = SourceMap(cells), SourceMap(cells)

    assert asked.by_subject == {"<a>": cells}
    assert asked == other
