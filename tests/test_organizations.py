"""Who takes part from inside the administration and who from outside: as sheet and settings say, never guessed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.model.column_mapping import ColumnMapping
from pipeline.model.dataset import Dataset, Organizations, Publisher
from pipeline.model.errors import ConfigError
from pipeline.model.graph import curie, parse_turtle
from pipeline.parse.titles import probable
from pipeline.prepare import Prepared, Read, prepare
from pipeline.town import Town
from pipeline.town.resources import read_resources
from pipeline.town.strategy import build_strategy
from tests.graphs import DATASET, ROOT
from tests.test_columns import PROJECT, TODAY, workbook_of

BASE = DATASET.iris.base
TURTLE = (
    (ROOT / "sources" / "erkelenz" / "strategy.ttl").read_text("utf-8").replace("/id/erkelenz/", "/id/musterstadt/")
)


def _prepared(*projects: dict[str, str], inside: tuple[str, ...] = (), outside: tuple[str, ...] = ()) -> Prepared:
    return prepare(
        Read((workbook_of(*({**PROJECT, **p} for p in projects)),)), _town(inside, outside), _RESOURCES, today=TODAY
    )


def _town(inside: tuple[str, ...] = (), outside: tuple[str, ...] = (), dataset: Dataset = DATASET) -> Town:
    dataset = replace(dataset, organizations=Organizations(inside, outside))
    strategy = build_strategy(
        parse_turtle(TURTLE, "strategy.ttl"), _RESOURCES.code_lists, dataset, source="strategy.ttl"
    )
    return Town(ROOT, dataset, strategy, ())


_RESOURCES = read_resources()


def _partners(found: Prepared, predicate: str, key: str = "2026-01") -> set[str]:
    project = f"<{BASE}projekt/{key}>"
    said = (t.object for t in found.lifted.triples if (t.subject, t.predicate) == (project, curie(predicate)))
    return {term.rpartition("/")[2][:-1] for term in said}


def _units(found: Prepared) -> set[str]:
    said = (t for t in found.lifted.triples if t.predicate == curie("org:unitOf"))
    return {t.subject.rpartition("/")[2][:-1] for t in said}


def test_a_column_tells_who_is_outside_and_who_inside() -> None:
    found = _prepared({"partner_internal": "Hauptamt", "partner_external": "Stadtwerke; Kreis Muster"})

    assert found.report.conforms
    assert _partners(found, "ds:partner") == {"hauptamt", "stadtwerke", "kreis-muster"}
    assert _partners(found, "ds:externalPartner") == {"stadtwerke", "kreis-muster"}
    assert _partners(found, "ds:internalPartner") == _units(found) == {"hauptamt"}


def test_of_whom_nobody_said_anything_nothing_is_said() -> None:
    found = _prepared({"lead": "Amt für Bildung", "partner": "Stadtwerke; Hauptamt", "funder": "Land"})

    assert _partners(found, "ds:partner") == {"stadtwerke", "hauptamt"}
    assert not _partners(found, "ds:externalPartner") | _partners(found, "ds:internalPartner") | _units(found)


def test_the_settings_tell_partners_apart_in_a_column_that_mixes_them() -> None:
    found = _prepared(
        {"partner": "Hauptamt; Kreis Muster; Verein", "lead": "Hauptamt"},
        inside=("Hauptamt",),
        outside=("Kreis Muster",),
    )

    assert _partners(found, "ds:partner") == {"hauptamt", "kreis-muster", "verein"}
    assert _partners(found, "ds:externalPartner") == {"kreis-muster"}
    assert _partners(found, "ds:internalPartner") == _units(found) == {"hauptamt"}


def test_bodies_of_the_strategy_and_the_publisher_are_inside_and_told_of_there() -> None:
    dataset = replace(DATASET, publisher=Publisher("Stadt Erkelenz"))
    partners = {**PROJECT, "partner": "Rat der Stadt Erkelenz; Digitalbeirat; netzwERK_LAB; Stadt Erkelenz"}

    found = prepare(Read((workbook_of(partners),)), _town(dataset=dataset), _RESOURCES, today=TODAY)

    assert _partners(found, "ds:internalPartner") == {"rat", "digitalbeirat", "stadt-erkelenz"}
    assert not _partners(found, "ds:externalPartner") | _units(found)


def test_what_the_strategy_calls_a_part_of_the_publisher_is_not_outside() -> None:
    dataset = replace(DATASET, publisher=Publisher("Stadt Erkelenz"))

    with pytest.raises(ConfigError, match="Digitalbeirat"):
        _town(outside=("Digitalbeirat",), dataset=dataset)


@pytest.mark.parametrize(
    ("one", "other", "cell"),
    [
        ({"partner_internal": "Stadtwerke"}, {"partner_external": "Verein; Stadtwerke"}, "F3"),
        ({"partner_internal": "Stadtwerke", "partner_external": "Stadtwerke"}, {}, "F2"),
    ],
)
def test_an_organization_on_both_sides_is_an_error_at_its_cell(
    one: dict[str, str], other: dict[str, str], cell: str
) -> None:
    columns = dict.fromkeys(("partner_internal", "partner_external"), "")
    found = _prepared({**columns, **one}, {**columns, **other, "id": "2026-02"})

    (result,) = (each for each in found.report.results if each.rule.id == "partner-on-both-sides")
    assert str(result.cell) == f"roadmap.xlsx / Roadmap / {cell}"
    assert not found.report.conforms


@pytest.mark.parametrize(("column", "setting"), [("partner_external", "inside"), ("partner_internal", "outside")])
def test_a_column_that_contradicts_the_settings_is_an_error(column: str, setting: str) -> None:
    found = _prepared({column: "Stadtwerke"}, **{setting: ("Stadtwerke",)})

    assert [each.rule.id for each in found.report.results if each.severity.rank == 0] == ["partner-on-both-sides"]


def test_settings_that_put_an_organization_on_both_sides_are_refused() -> None:
    with pytest.raises(ConfigError, match="Verein"):
        _town(inside=("Verein",), outside=("Verein",))


def test_a_name_of_the_settings_that_no_cell_holds_is_told() -> None:
    found = _prepared({"partner": "Stadtwerke"}, inside=("Stadtwerk",))

    (told,) = (each for each in found.report.results if each.rule.id == "organization-unmentioned")
    assert told.value == "Stadtwerk"


@pytest.mark.parametrize(
    ("title", "column"),
    [
        ("Externe Beteiligte", "partner_external"),
        ("Interne Beteiligte", "partner_internal"),
        ("Beteiligte Ämter", "partner_internal"),
        ("Externe Beteiligun", "participation"),
        ("Beschlussdatum", "decision_date"),
        ("Beschlus", "decision"),
    ],
)
def test_a_title_that_means_something_else_than_it_looks_like_is_suggested_rightly(title: str, column: str) -> None:
    assert probable(title, ColumnMapping()) == column


def test_external_participation_needs_a_partner_who_may_be_outside() -> None:
    inside = _prepared({"participation": "ja", "partner_internal": "Hauptamt"})
    outside = _prepared({"participation": "ja", "partner_internal": "Hauptamt", "partner_external": "Verein"})

    assert "partner-missing" in {each.rule.id for each in inside.report.results}
    assert "partner-missing" not in {each.rule.id for each in outside.report.results}
