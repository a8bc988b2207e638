"""The rule book: every rule of reading and of SHACL, with words that its author understands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.model.columns import COLUMNS
from pipeline.model.graph import curie, parse_turtle
from pipeline.model.report import Rule, Severity, Text, Tier, fill
from pipeline.model.rules import build_rules
from pipeline.model.workbook import CellRef
from pipeline.town.resources import read_resources

PREFIXES = """
@prefix ds: <https://w3id.org/digitalstrategie/def/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix rule: <https://w3id.org/digitalstrategie/def/rule/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
"""
BOOK = build_rules(
    parse_turtle(
        PREFIXES
        + """
rule:key-missing a ds:Rule ; sh:severity sh:Violation ; ds:tier "columns" ;
    rdfs:label "Kennung fehlt"@de , "Identifier is missing"@en ;
    sh:message "{column}: {value}"@de , "{column}: {value}!"@en ;
    ds:remedy "Vergeben."@de , "Give one."@en .

rule:project a sh:NodeShape ; sh:property rule:personal .

rule:personal a sh:PropertyShape ; sh:path rdfs:label ; sh:not [ sh:pattern "[0-9]{5}" ] ; sh:severity sh:Warning ;
    ds:atColumn "description" , "title" ; ds:atHeader true ; ds:needsAllFiles true ; ds:suggestsFrom "status" ;
    rdfs:label "Persönliches"@de , "Personal"@en ; sh:message "Da."@de , "There."@en ;
    ds:remedy "Weg."@de , "Away."@en .
""",
        "rules.ttl",
    )
)
SHAPES = sorted((Path(__file__).parents[1] / "shapes").rglob("*.ttl"))
ROADMAP, CATALOG = read_resources().rules.rules, read_resources().catalog_rules.rules
HARVEST = read_resources().harvest_rules.rules
ALL = {**ROADMAP, **CATALOG, **HARVEST}


def test_a_rule_has_its_severity_its_tier_and_its_words() -> None:
    rule = BOOK["key-missing"]

    assert rule == Rule(
        "key-missing",
        "https://w3id.org/digitalstrategie/def/rule/key-missing",
        Severity.VIOLATION,
        Tier.COLUMNS,
        Text("Kennung fehlt", "Identifier is missing"),
        Text("{column}: {value}", "{column}: {value}!"),
        Text("Vergeben.", "Give one."),
    )


def test_a_rule_of_shacl_is_about_cells_and_knows_its_columns_in_the_order_of_a_sheet() -> None:
    rule = BOOK["personal"]

    assert rule.tier is Tier.CELLS
    assert rule.severity is Severity.WARNING
    assert rule.columns == ("title", "description")
    assert rule.forbidden == "[0-9]{5}"


def test_what_a_rule_needs_stands_in_its_shape_and_no_processor_sees_it() -> None:
    said, unsaid = BOOK["personal"], BOOK["key-missing"]

    assert (said.at_header, said.needs_all_files, said.suggests_from) == (True, True, "status")
    assert (unsaid.at_header, unsaid.needs_all_files, unsaid.suggests_from) == (False, False, "")
    assert not {triple.predicate for triple in BOOK.shapes} & {curie("ds:needsAllFiles"), curie("ds:suggestsFrom")}


def test_a_shape_says_nothing_that_the_ontology_does_not_declare() -> None:
    said = {triple for path in SHAPES for triple in parse_turtle(path.read_text("utf-8"), path.name)}
    declared = {triple.subject for triple in read_resources().vocabulary}

    assert {triple.predicate for triple in said if triple.predicate.startswith(curie("ds:")[:-1])} <= declared
    flags = [triple.object for triple in said if triple.predicate in (curie("ds:atHeader"), curie("ds:needsAllFiles"))]
    assert set(flags) == {'"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'}


def test_every_list_that_columns_choose_from_has_a_rule_that_suggests_from_it() -> None:
    lists = {column.scheme for column in COLUMNS.values() if column.scheme}

    assert {rule.suggests_from for rule in ALL.values() if rule.suggests_from} == lists


def test_what_has_no_severity_is_no_rule() -> None:
    assert set(BOOK.rules) == {"key-missing", "personal"}
    with pytest.raises(KeyError):
        BOOK["project"]


def test_the_shapes_are_without_the_rules_of_reading() -> None:
    subjects = {triple.subject for triple in BOOK.shapes}

    assert f"<{BOOK['personal'].iri}>" in subjects
    assert f"<{BOOK['key-missing'].iri}>" not in subjects
    assert any(triple.predicate == curie("sh:pattern") for triple in BOOK.shapes)


def test_a_finding_has_the_words_of_its_rule_filled_in() -> None:
    found = fill(BOOK["key-missing"], CellRef("a.xlsx", "R", "B", 3), column="Nr.", value="{value}")

    assert found.message == Text("Nr.: {value}", "Nr.: {value}!")
    assert found.severity is Severity.VIOLATION


def test_a_rule_for_a_catalog_or_the_place_of_one_is_none_for_a_roadmap() -> None:
    assert ROADMAP.keys() & CATALOG.keys() == set()
    assert HARVEST.keys() & {**ROADMAP, **CATALOG}.keys() == set()


@pytest.mark.parametrize("rule", ALL.values(), ids=ALL)
def test_every_rule_says_in_both_languages_what_is_wrong_and_how_to_mend_it(rule: Rule) -> None:
    for text in (rule.title, rule.message, rule.remedy):
        assert text.de.strip()
        assert text.en.strip()
        assert text.de != text.en
    for text in (rule.message, rule.remedy):
        assert all(words.endswith((".", "}", "?")) for words in text)
    assert rule.iri.endswith(f"/rule/{rule.id}")
    re.compile(rule.forbidden)
