"""The screen says what pyshacl says, or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.graph import Triple, build_graph, curie, literal, parse_turtle
from pipeline.model.shacl import Found, judge
from pipeline.model.shacl.facts import Facts
from pipeline.model.shacl.processor import process
from pipeline.model.shacl.screen import compile_shapes, screen_data
from pipeline.model.shacl.terms import canonical
from pipeline.model.vocabulary import expand
from tests.examples import try_examples
from tests.shapes_and_data import EX, ODD, PLAIN, graphs, shapes

PREFIXES = f"@prefix sh: <{expand('sh:')}> . @prefix xsd: <{expand('xsd:')}> . @prefix : <{EX}> . "


def by_name(found: Iterable[Found]) -> Counter[Found]:
    """The results, in which a shape without a name has none: each parser gives it another."""
    return Counter(one if one.rule.startswith(EX) else one._replace(rule="") for one in found)


def by_pyshacl(triples: Sequence[Triple], rules: Sequence[Triple]) -> Counter[Found] | None:
    """What pyshacl says alone; nothing where it gives up."""
    try:
        return by_name(process(triples, rules))
    except Exception:
        return None


@try_examples(300)
@given(graphs(PLAIN), shapes())
def test_what_the_screen_is_sure_of_is_what_pyshacl_says(data: list[Triple], rules: tuple[Triple, ...]) -> None:
    expected = by_pyshacl(data, rules)
    screen = compile_shapes(rules)
    screened = screen_data(screen, Facts(data))

    if expected is not None and screen.is_sound and not screen.unknown and not screened.unsure:
        assert by_name(one for found in screened.found.values() for one in found) == expected


@try_examples(300)
@given(graphs(PLAIN + ODD), st.one_of(shapes(), shapes(PLAIN + ODD), shapes(beyond=True)), st.sampled_from([1, 2, 300]))
def test_both_together_say_what_pyshacl_says_alone(data: list[Triple], rules: tuple[Triple, ...], chunk: int) -> None:
    expected = by_pyshacl(data, rules)

    if expected is not None:
        assert by_name(judge(data, rules, chunk=chunk)) == expected


def _as_rdflib_writes(term: str) -> str:
    (node,) = build_graph([Triple(f"<{EX}a>", f"<{EX}p>", term)]).objects()
    return literal(str(node), language=node.language or "", datatype=str(node.datatype or ""))  # type: ignore[attr-defined]


@pytest.mark.parametrize("term", PLAIN)
def test_a_term_that_is_known_is_written_as_rdflib_writes_it(term: str) -> None:
    assert canonical(term) == _as_rdflib_writes(term)


@pytest.mark.parametrize("term", ODD)
def test_what_rdflib_might_write_otherwise_is_odd(term: str) -> None:
    assert canonical(term) is None


_TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
    st.text("0123456789-+:.TZe ", max_size=20),
    st.from_regex(r"-?[0-9]{1,20}(\.[0-9]{0,20})?", fullmatch=True),
    st.dates().map(str),
    st.datetimes(timezones=st.none() | st.timezones()).map(lambda moment: moment.isoformat()),
)
_NAMES = ("", "date", "dateTime", "integer", "nonNegativeInteger", "positiveInteger", "decimal", "boolean")
_DATATYPES = st.sampled_from(
    [
        expand(f"xsd:{name}") if name else ""
        for name in (*_NAMES, "string", "gYear", "gYearMonth", "anyURI", "hexBinary")
    ]
)


@try_examples(1_000)
@given(_TEXTS, _DATATYPES)
def test_any_literal_is_written_as_rdflib_writes_it_or_odd(text: str, datatype: str) -> None:
    term = literal(text, datatype=datatype)

    assert canonical(term) in (None, _as_rdflib_writes(term))


def judged(data: str, rules: str) -> tuple[list[Found], list[Found]]:
    """What both say, and what pyshacl says alone."""
    triples, written = (parse_turtle(PREFIXES + text, "test") for text in (data, rules))
    return judge(triples, written), sorted(process(triples, written))


@pytest.mark.parametrize(
    ("rules", "results"),
    [
        (":s sh:targetNode :a ; sh:property [ sh:path :p ; sh:node :s ] ; sh:nodeKind sh:Literal .", 2),
        (":s sh:targetNode :a ; sh:xone ( [ sh:nodeKind sh:IRI ] [ sh:nodeKind sh:IRI ] ) .", 1),
        (":s sh:targetNode :a ; sh:closed true ; sh:property [ sh:path :q ] .", 2),
        (":s sh:targetNode :a ; sh:property [ sh:path [ sh:inversePath ( :p :p ) ] ; sh:minCount 1 ] .", 1),
    ],
)
def test_what_the_screen_does_not_know_pyshacl_judges(rules: str, results: int) -> None:
    both, alone = judged(":a :p :b , :c .", rules)

    assert len(both) >= results
    assert by_name(both) == by_name(alone)


@pytest.mark.parametrize(
    "data",
    [
        ':a :p "05"^^xsd:integer . :b :p "5"^^xsd:integer .',
        ':a :p "x"@DE . :b :p "x"@de .',
        ':a :p "2023-02-29"^^xsd:date . :b :p "2023-03-01"^^xsd:date .',
        ':a :p [] . :b :p "5"^^xsd:integer .',
    ],
)
@pytest.mark.parametrize(
    "rules",
    [
        ":s sh:targetSubjectsOf :p ; sh:property [ sh:path ( :p [ sh:inversePath :p ] ) ; sh:maxCount 1 ] .",
        ":s sh:targetObjectsOf :p ; sh:datatype xsd:integer ; sh:pattern '^5' .",
        ":s sh:targetSubjectsOf :p ; sh:property [ sh:path :p ; sh:or ( [ sh:datatype xsd:date ] [ sh:in ( 5 ) ] ) ] .",
        ":s a sh:PropertyShape ; sh:targetSubjectsOf :p ; sh:path :p ; sh:nodeKind sh:IRI .",
    ],
)
def test_odd_literals_and_blank_nodes_are_judged_by_pyshacl(data: str, rules: str) -> None:
    both, alone = judged(data, rules)

    assert by_name(both) == by_name(alone)


@pytest.mark.parametrize(
    "rules",
    [
        ":s a sh:NodeShape ; sh:targetNode :a ; sh:path :p .",
        ":s a sh:PropertyShape ; sh:targetNode :a ; sh:minCount 1 .",
        ":s sh:targetNode :a ; sh:or () .",
        ":s sh:targetNode :a ; sh:property [ sh:path :p ; sh:minCount 'one' ] .",
        ":s sh:targetNode :a ; sh:pattern '(' .",
    ],
)
def test_a_shape_that_is_none_is_refused_as_pyshacl_refuses_it(rules: str) -> None:
    triples, written = (parse_turtle(PREFIXES + text, "test") for text in (":a :p :b .", rules))
    with pytest.raises(Exception) as alone:
        process(triples, written)

    with pytest.raises(alone.type):
        judge(triples, written)


def test_no_result_is_lost_where_the_same_shape_is_used_twice() -> None:
    both, alone = judged(
        ":a :p 1 . :a :q 1 .",
        ":s sh:targetSubjectsOf :p ; sh:property :t . :u sh:targetSubjectsOf :q ; sh:property :t ."
        ":t sh:path :p ; sh:nodeKind sh:IRI .",
    )

    assert both == alone == [Found(f"{EX}t", f"<{EX}a>", f"<{EX}p>", literal("1", datatype=expand("xsd:integer")))] * 2


def test_a_class_counts_with_all_that_are_below_it() -> None:
    data = f"@prefix rdfs: <{expand('rdfs:')}> . :One rdfs:subClassOf :Two . :Two rdfs:subClassOf :Three . :a a :One . "

    assert judged(data, ":s sh:targetNode :a , :b ; sh:class :Three .")[0] == [
        Found(f"{EX}s", f"<{EX}b>", "", f"<{EX}b>")
    ]
    assert [one.focus_node for one in judged(data, ":s sh:targetClass :Three ; sh:maxLength 3 .")[0]] == [f"<{EX}a>"]


def test_a_triple_that_is_told_twice_counts_once() -> None:
    data = [Triple(f"<{EX}a>", f"<{EX}p>", literal("1"))] * 2
    rules = parse_turtle(f"{PREFIXES} :s sh:targetNode :a ; sh:property [ sh:path :p ; sh:maxCount 1 ] .", "test")

    assert judge(data, rules) == []
    assert Facts(data).objects(f"<{EX}a>", f"<{EX}p>") == [literal("1")]
    assert not Facts(data).objects(f"<{EX}a>", curie("rdf:type"))


@pytest.mark.parametrize("name", ["lessThan", "lessThanOrEquals"])
def test_what_a_value_is_compared_with_goes_to_pyshacl_along_with_what_is_odd(name: str) -> None:
    both, alone = judged(
        ':a :p 7 ; :q 5 ; :r "05"^^xsd:integer .',
        ":s sh:targetSubjectsOf :p ; sh:property [ sh:path :r ; sh:nodeKind sh:Literal ] , :t ."
        f" :t sh:path :p ; sh:{name} :q .",
    )

    assert [one.rule for one in both] == [f"{EX}t"]
    assert both == alone
