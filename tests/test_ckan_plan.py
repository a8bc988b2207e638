"""The plan of a publication: every change with what stands there and what will, for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from rich.console import Console

from pipeline.cli_publish import as_json
from pipeline.destinations.ckan.revision import readable
from pipeline.plan import DatasetPlan, Deed, FieldChange, FilePlan, Plan
from pipeline.report import Language, Text
from pipeline.reports.plan import print_plan
from tests.ckan_cases import NAMES, RETITLED, Stage, editions, open_stage
from tests.fake_fields import Kind
from tests.fakes import FakeCkan


@pytest.fixture
def stage() -> Iterator[Stage]:
    with open_stage() as stage:
        yield stage


def _printed(plan: Plan, language: Language = "de", width: int = 80, *, withdraw: bool = False) -> str:
    console = Console(file=StringIO(), width=width, highlight=False, force_terminal=False)
    print_plan(plan, console, language=language, withdraw=withdraw)
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def test_a_plan_writes_nothing(stage: Stage) -> None:
    stage.plan()

    assert stage.fake.writes == 0
    assert stage.journal.connection.execute("select count(*) from act").fetchone() == (0,)


def test_a_first_plan_tells_every_dataset_and_file_that_comes(stage: Stage) -> None:
    plan = stage.plan()

    assert [(dataset.name, dataset.deed, dataset.shown) for dataset in plan.datasets] == [
        (name, Deed.CREATE, True) for name in NAMES
    ]
    assert [(file.name, file.deed) for file in plan.datasets[1].files] == [
        ("strategy.csv", Deed.CREATE),
        ("strategy.ttl", Deed.CREATE),
    ]
    assert plan.datasets[0].files[0].size_bytes == len(editions().first.distributions[0].content)
    assert not plan.is_empty


def test_each_change_of_a_field_is_told_with_before_and_after(stage: Stage) -> None:
    stage.publish()

    plan = stage.plan(editions().retitled)

    title = next(change for change in plan.datasets[0].changes if change.field == "title")
    assert title.label == Text("Titel", "title")
    assert (title.before, title.after) == ("Digitale Agenda der (erfundenen) Beispielstadt", RETITLED)
    assert [(file.name, file.deed) for file in plan.datasets[0].files] == [
        ("projects.csv", Deed.CHANGE),
        ("budgets.csv", Deed.CHANGE),
        ("roadmap.ttl", Deed.CHANGE),
    ]


def test_a_plan_comes_true(stage: Stage) -> None:
    stage.publish()
    plan = stage.plan(editions().changed)
    stage.fake.sent = []

    stage.publish(editions().changed)

    replaced = {file.name for dataset in plan.datasets for file in dataset.files if file.deed is Deed.REPLACE}
    assert replaced == set(stage.fake.sent)
    assert stage.plan(editions().changed).is_empty


def test_hidden_datasets_are_told_to_be_shown(stage: Stage) -> None:
    stage.publish()
    stage.package()["private"] = True

    plan = stage.plan()

    assert [(dataset.deed, dataset.shown) for dataset in plan.datasets] == [
        (Deed.KEEP, True),
        (Deed.KEEP, False),
        (Deed.KEEP, False),
    ]
    assert not plan.is_empty
    assert stage.writes() == ["package_revise"]


def test_a_changed_description_of_a_file_is_told_at_the_file(stage: Stage) -> None:
    stage.publish()
    stage.resource("budgets.csv")["description"] = "Von Hand"

    plan = stage.plan()

    (file,) = (file for file in plan.datasets[0].files if file.deed is not Deed.KEEP)
    assert (file.name, file.deed, [change.before for change in file.changes]) == (
        "budgets.csv",
        Deed.CHANGE,
        ["Von Hand"],
    )
    assert stage.writes() == ["package_revise"]


def test_a_link_in_the_place_of_our_file_is_replaced(stage: Stage) -> None:
    stage.publish()
    stage.resource("budgets.csv").update(url="https://anderswo.example/budgets.csv", url_type=None)

    plan = stage.plan()
    stage.publish()

    assert plan.datasets[0].files[1].deed is Deed.REPLACE
    assert stage.resource("budgets.csv")["url_type"] == "upload"
    assert stage.writes() == []


@pytest.mark.parametrize("kind", [Kind.DCAT, Kind.PLAIN])
def test_what_the_portal_has_no_place_for_is_told(kind: Kind) -> None:
    with open_stage(FakeCkan(kind=kind)) as stage:
        lost = [text.de for text in stage.plan().lost]

        assert "andere Sprachen" in lost
        assert "Titel" not in lost


def test_a_portal_with_our_plugin_loses_nothing(stage: Stage) -> None:
    assert stage.plan(editions().whole).lost == ()


def test_the_plan_for_programs_has_every_change(stage: Stage) -> None:
    stage.publish()

    plan = json.loads(json.dumps(as_json(stage.plan(editions().retitled))))

    assert plan["version"] == 1
    assert plan["up_to_date"] is False
    change = next(change for change in plan["datasets"][0]["changes"] if change["field"] == "title")
    assert change["after"] == RETITLED
    assert plan["datasets"][0]["deed"] == "change"
    assert as_json(stage.plan())["up_to_date"] is True


def test_an_empty_plan_says_so(stage: Stage) -> None:
    stage.publish()

    assert "Das Portal ist auf dem Stand der Ausgabe; es ist nichts zu tun." in _printed(stage.plan())
    assert "there is nothing to do" in _printed(stage.plan(), "en")


_PLAN = Plan(
    "https://portal.example",
    (
        DatasetPlan(
            "stadt-roadmap",
            "Roadmap der Stadt",
            Deed.CHANGE,
            (
                FieldChange("title", Text("Titel", "title"), "Fahrplan", "Roadmap der Stadt"),
                FieldChange("notes", Text("Beschreibung", "description"), "", "Alle Vorhaben der Stadt, " * 6),
                FieldChange("position", Text("Reihenfolge der Dateien", "order of the files")),
            ),
            (
                FilePlan("projects.csv", "Projekte", Deed.REPLACE, 12_400),
                FilePlan("alt.csv", "Altes", Deed.REMOVE),
                FilePlan("a.csv", "A", Deed.KEEP),
                FilePlan("b.csv", "B", Deed.KEEP),
                FilePlan(
                    "c.csv",
                    "C",
                    Deed.CHANGE,
                    changes=(
                        FieldChange(
                            "conforms_to",
                            Text("beschrieben durch", "conforms to"),
                            "https://w3id.org/digitalstrategie/id/stadt/editions/2026-11-22/c.csv-metadata.json",
                            "https://w3id.org/digitalstrategie/id/stadt/editions/2026-11-23/c.csv-metadata.json",
                        ),
                    ),
                ),
            ),
            shown=True,
        ),
    ),
    lost=(Text("andere Sprachen", "other languages"),),
    orphans=("stadt-alt",),
    organization="neustadt",
)

_GERMAN = """\
Plan für https://portal.example

~ geändert  Roadmap der Stadt (stadt-roadmap)
    Titel: Fahrplan → Roadmap der Stadt
    Beschreibung: (leer)
      → Alle Vorhaben der Stadt, Alle Vorhaben der Stadt, Alle Vorh…
    Reihenfolge der Dateien: wird wie in der Ausgabe
    ~ ersetzt  projects.csv – Projekte, 12,4 kB
    − entfernt  alt.csv – Altes
    ~ geändert  c.csv – C
        beschrieben durch: …2026-11-22/c.csv-metadata.json
          → …2026-11-23/c.csv-metadata.json
    = 2 Dateien bleiben, wie sie sind
    wird sichtbar, sobald alles da ist

Vorher wird die Organisation „neustadt“ angelegt.

Dafür hat dieses Portal keinen Platz: andere Sprachen. Mit ckanext-dcat und
  unserem Plugin hätte es einen.

Nicht mehr in der Ausgabe, aber noch im Portal: stadt-alt. Mit --withdraw
  werden sie zurückgezogen.
"""

_ENGLISH = """\
Plan for https://portal.example

~ changed  Roadmap der Stadt (stadt-roadmap)
    title: Fahrplan → Roadmap der Stadt
    description: (empty) → Alle Vorhaben der Stadt, Alle Vorhaben der Stadt, Alle Vorh…
    order of the files: becomes as in the edition
    ~ replaced  projects.csv – Projekte, 12.4 kB
    − removed  alt.csv – Altes
    ~ changed  c.csv – C
        conforms to: …2026-11-22/c.csv-metadata.json → …2026-11-23/c.csv-metadata.json
    = 2 files stay as they are
    is shown as soon as everything is there

Before that the organization “neustadt” is made.

This portal has no place for: other languages. With ckanext-dcat and our plugin it would have.

To be withdrawn: stadt-alt.
"""


def test_the_plan_reads_well_on_a_narrow_terminal_in_german() -> None:
    assert _printed(_PLAN, "de", 80) == _GERMAN


def test_the_plan_reads_well_on_a_wide_terminal_in_english() -> None:
    assert _printed(_PLAN, "en", 120, withdraw=True) == _ENGLISH


@pytest.mark.parametrize("width", [20, 40, 80, 120])
def test_no_line_is_wider_than_the_terminal(stage: Stage, width: int) -> None:
    stage.publish()

    lines = _printed(stage.plan(editions().retitled), width=width).splitlines()

    assert max(map(len, lines)) <= width
    assert [line for line in lines if line != line.rstrip()] == []


def test_what_a_portal_says_gives_no_commands_to_the_terminal(stage: Stage) -> None:
    stage.publish()
    stage.package()["title"] = "Böse\x1b]0;weg\x07[bold]rot[/bold]\u202eherum\x9b2J"
    stage.package(NAMES[1])["name"] = "böse\x1b[2J"

    shown = _printed(stage.plan())

    assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(shown)
    assert "[bold]rot[/bold]" in shown


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, ""),
        ("eine\r\n Zeile", "eine Zeile"),
        (["a", "b"], "a, b"),
        ([{"name": "Wald", "display_name": "Wald", "id": "1", "state": "active"}], "Wald"),
        ([{"url": "https://a.example", "name": "Amt"}], "Amt, https://a.example"),
        ([{"end": "2027", "start": "2024"}], "2024, 2027"),
        ([{"title": "T", "language": "en", "notes": None}], "en, T"),
        (12, "12"),
    ],
)
def test_a_value_reads_on_one_line(value: Any, words: str) -> None:
    assert readable(value) == words
