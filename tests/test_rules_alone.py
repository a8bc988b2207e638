"""The shapes stand alone: of a published roadmap, without a day of judgement, they say nothing false."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from pipeline.model.graph import Triple, curie, literal_text
from pipeline.model.shacl import Found, judge
from pipeline.model.vocabulary import RULE
from pipeline.prepare import Prepared
from pipeline.town.resources import read_resources
from tests.golden_cases import prepare_case, prepare_files
from tests.towns import SOURCES, town_of

RESOURCES = read_resources()
SHAPES = RESOURCES.rules.shapes
ABOUT_TODAY = {"running-not-started", "running-past-end", "completed-in-future", "outcome-missing"}
TOWNS = ("beispielstadt", "erkelenz")


def published(name: str) -> tuple[Triple, ...]:
    """A sample town's roadmap, strategy and vocabulary, as they stand in its N-Triples."""
    town = town_of(SOURCES / name)
    prepared = prepare_files(list(town.workbooks), town)
    return (*prepared.lifted.triples, *town.strategy.triples, *RESOURCES.code_lists, *RESOURCES.vocabulary)


def rules_of(found: Iterable[Found]) -> set[str]:
    return {result.rule for result in found}


def test_these_rules_alone_are_about_today() -> None:
    asking = {triple.subject for triple in SHAPES if triple.object == curie("ds:asOf")}
    while more := {triple.subject for triple in SHAPES if triple.object in asking} - asking:
        asking |= more

    assert {literal_text(term).removeprefix(RULE) for term in asking} & set(RESOURCES.rules.rules) == ABOUT_TODAY


@pytest.mark.parametrize("name", TOWNS)
def test_without_a_day_of_judgement_no_rule_speaks_of_today(name: str) -> None:
    found = rules_of(judge(published(name), SHAPES))

    assert not found & ABOUT_TODAY
    assert found <= {"field-without-running-project", "thesis-without-running-project", "completed-without-end"}


@pytest.mark.parametrize("rule", sorted(ABOUT_TODAY))
def test_a_rule_about_today_speaks_on_a_day_and_else_is_silent(rule: str, tmp_path: Path) -> None:
    prepared: Prepared = prepare_case(rule, tmp_path)
    published, with_day = prepared.lifted.triples, (*prepared.lifted.triples, *prepared.lifted.judged)

    assert rule in rules_of(judge(with_day, SHAPES))
    assert not rules_of(judge(published, SHAPES)) & ABOUT_TODAY


def test_the_first_names_are_the_same_wherever_a_name_is_looked_for() -> None:
    # SHACL Core has no way to name a part of a pattern.
    patterns = [literal_text(triple.object) for triple in SHAPES if triple.predicate == curie("sh:pattern")]
    lists = [re.findall(r"\((A\(thanasios.*?Ö\(zlem\|mer\))\)", pattern) for pattern in patterns]

    assert len([found for found in lists if found]) == 2
    assert len({names for found in lists for names in found}) == 1
