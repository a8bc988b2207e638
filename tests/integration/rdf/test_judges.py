"""Apache Jena judges by our shapes as pyshacl does: both sample towns, the golden cases, and a catalog."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from pipeline.model.graph import Index, Triple, curie, n_triples, parse_n_triples, parse_turtle
from pipeline.model.shacl import Found, judge
from pipeline.model.vocabulary import RULE
from pipeline.prepare import Prepared
from pipeline.town import Town
from pipeline.town.resources import read_resources
from tests.golden_cases import case_names, prepare_case, prepare_files
from tests.golden_cases import town_of as town_of_case
from tests.integration.rdf.readers import Task, run_jena
from tests.towns import SOURCES, copy_town, output_of, publish, town_of

pytestmark = pytest.mark.integration

RESOURCES = read_resources()
SHAPES = SOURCES.parent / "shapes"


def judged_by_jena(triples: Iterable[Triple], shapes: Path, folder: Path) -> list[Found]:
    data, answer = folder / "data.nt", folder / "report.nt"
    data.write_text("".join(n_triples(triples)), "utf-8")
    run_jena([Task((shapes, data), answer, "judge")])
    assert not answer.with_name(f"{answer.name}.problems").read_text("utf-8")
    return sorted(_results(Index(parse_n_triples(answer.read_text("utf-8")))))


def _results(report: Index) -> Iterator[Found]:
    for result in report.subjects("rdf:type", curie("sh:ValidationResult")):
        (rule,) = report.objects(result, "sh:sourceShape")
        focus, path, value = (
            next(iter(report.objects(result, name)), "") for name in ("sh:focusNode", "sh:resultPath", "sh:value")
        )
        # Of two titles in one language SHACL names none; Jena names one of them.
        yield Found(rule[1:-1].removeprefix(RULE), focus, path if path.startswith("<") else "", _told(rule, value))


def _told(rule: str, value: str) -> str:
    about_languages = (
        triple.subject for triple in RESOURCES.rules.shapes if triple.predicate == curie("sh:uniqueLang")
    )
    return "" if rule in about_languages else value


def _to_judge(prepared: Prepared, town: Town) -> tuple[Triple, ...]:
    types = (triple for triple in RESOURCES.code_lists if triple.predicate == curie("rdf:type"))
    return (*prepared.lifted.triples, *prepared.lifted.judged, *town.strategy.triples, *types)


def _everything(folder: Path) -> Iterator[Triple]:
    """Both towns, and each golden case under a name of its own, so that all are judged at once."""
    for name in ("beispielstadt", "erkelenz"):
        town = town_of(SOURCES / name)
        yield from _to_judge(prepare_files(list(town.workbooks), town), town)
    for case in sorted(set(case_names()) & _judged_by_shacl()):
        town = town_of_case(case)
        base = town.dataset.iris.base
        for triple in _to_judge(prepare_case(case, folder), town):
            yield Triple(*(term.replace(f"<{base}", f"<https://{case}.example/", 1) for term in triple))


def _judged_by_shacl() -> set[str]:
    return {triple.subject[1:-1].removeprefix(RULE) for triple in RESOURCES.rules.shapes}


def test_jena_finds_in_roadmaps_what_pyshacl_finds(tmp_path: Path) -> None:
    triples = tuple(dict.fromkeys(_everything(tmp_path)))

    found = judged_by_jena(triples, SHAPES / "roadmap.ttl", tmp_path)

    assert {result.rule for result in found} >= set(case_names()) & _judged_by_shacl()
    assert found == judge(triples, RESOURCES.rules.shapes)


def test_jena_finds_in_a_catalog_what_pyshacl_finds(tmp_path: Path) -> None:
    place = copy_town(tmp_path)
    assert publish(place).edition
    current = output_of(place) / "beispielstadt" / "public" / "current"
    catalog = parse_turtle((current / "catalog.ttl").read_text("utf-8"), "")
    broken = [triple for triple in catalog if triple.predicate not in (curie("dcterms:title"), curie("dcat:theme"))]

    for triples in (catalog, broken):
        found = judged_by_jena(triples, SHAPES / "dcat-ap-de.ttl", tmp_path)
        assert bool(found) == (triples is broken)
        assert found == judge(triples, RESOURCES.catalog_rules.shapes)
