"""The screen says what pyshacl says, or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model.graph import Triple
from pipeline.model.shacl import Found, judge
from pipeline.model.shacl.facts import Facts
from pipeline.model.shacl.processor import process
from pipeline.model.shacl.screen import compile_shapes, screen_data
from tests.shapes_and_data import EX, ODD, PLAIN, graphs, shapes


def _named(found: Iterable[Found]) -> Counter[Found]:
    """The results, in which a shape without a name has none: each parser gives it another."""
    return Counter(one if one.rule.startswith(EX) else one._replace(rule="") for one in found)


def _by_pyshacl(triples: list[Triple], rules: tuple[Triple, ...]) -> Counter[Found] | type[Exception]:
    try:
        return _named(process(triples, rules))
    except Exception as error:
        return type(error)


@settings(max_examples=400)
@given(graphs(PLAIN), shapes())
def test_what_the_screen_is_sure_of_is_what_pyshacl_says(data: list[Triple], rules: tuple[Triple, ...]) -> None:
    expected = _by_pyshacl(data, rules)
    if isinstance(expected, type):
        return
    screen, facts = compile_shapes(rules), Facts(data)
    screened = screen_data(screen, facts)

    if screen.is_sound and not screen.unknown and not screened.unsure:
        assert _named(one for found in screened.found.values() for one in found) == expected


@settings(max_examples=400)
@given(graphs(PLAIN + ODD), st.one_of(shapes(), shapes(PLAIN + ODD)))
def test_both_together_say_what_pyshacl_says_alone(data: list[Triple], rules: tuple[Triple, ...]) -> None:
    expected = _by_pyshacl(data, rules)
    if isinstance(expected, type):
        return

    assert _named(judge(data, rules)) == expected
