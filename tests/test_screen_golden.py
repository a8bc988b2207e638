"""The rules that come with the package: the screen knows all of them, and judges as pyshacl does."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from pipeline.model.graph import Triple
from pipeline.model.metrics import build_methodology
from pipeline.model.shacl import Found, judge
from pipeline.model.shacl.facts import Facts
from pipeline.model.shacl.processor import process
from pipeline.model.shacl.screen import compile_shapes, screen_data
from pipeline.town.resources import read_resources
from pipeline.validate import results
from tests.catalogs import complete
from tests.golden_cases import case_names, prepare_case

RESOURCES = read_resources()
SHAPES = {
    "roadmap": RESOURCES.rules.shapes,
    "catalog": RESOURCES.catalog_rules.shapes,
    "quality": build_methodology(RESOURCES.quality).shapes,
}


@pytest.mark.parametrize("name", SHAPES)
def test_the_screen_knows_every_rule(name: str) -> None:
    screen = compile_shapes(SHAPES[name])

    assert (screen.is_sound, screen.unknown) == (True, frozenset())
    assert screen.judges


@pytest.mark.parametrize("case", case_names())
def test_a_golden_case_is_judged_as_pyshacl_judges_it(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged: list[tuple[tuple[Triple, ...], list[Found]]] = []

    def watched(triples: Iterable[Triple], shapes: tuple[Triple, ...]) -> list[Found]:
        triples = tuple(triples)
        found = judge(triples, shapes)
        judged.append((triples, found))
        return found

    monkeypatch.setattr(results, "judge", watched)
    prepare_case(case, tmp_path)

    for triples, found in judged:
        assert found == sorted(process(triples, SHAPES["roadmap"]))
        assert not screen_data(compile_shapes(SHAPES["roadmap"]), Facts(triples)).unsure


@pytest.mark.parametrize("name", ["catalog", "quality"])
@pytest.mark.parametrize("part", range(8))
def test_a_catalog_that_lacks_something_is_judged_as_pyshacl_judges_it(name: str, part: int) -> None:
    """Each part of the statements is taken away in turn, and once more its objects are the subjects themselves."""
    catalog = complete()
    lacking = tuple(triple for number, triple in enumerate(catalog) if number % 8 != part)
    turned = tuple(
        triple._replace(object=triple.subject) if number % 8 == part else triple
        for number, triple in enumerate(catalog)
    )

    for triples in (lacking, turned):
        assert judge(triples, SHAPES[name]) == sorted(process(triples, SHAPES[name]))
