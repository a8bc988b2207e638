"""The plan of a publication: every change with what stands there and what will, for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from pipeline.cli.publish import as_json
from pipeline.cli.speech import plain
from pipeline.model.plan import Deed
from pipeline.model.report import Text
from pipeline.publish.ckan.revision import readable
from tests.ckan_cases import NAMES, RETITLED, Stage, editions, open_stage
from tests.fake_fields import Kind
from tests.fakes import FakeCkan
from tests.test_plan_report import printed


@pytest.fixture
def stage() -> Iterator[Stage]:
    with open_stage() as stage:
        yield stage


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
        ("strategy.ttl", Deed.CREATE),
        ("strategy.csv", Deed.CREATE),
    ]
    assert plan.datasets[0].files[0].size_bytes == len(editions().first.distributions[0].content)
    assert not plan.is_empty


def test_each_change_of_a_field_is_told_with_before_and_after(stage: Stage) -> None:
    stage.publish()

    plan = stage.plan(editions().retitled)

    title = next(change for change in plan.datasets[0].changes if change.field == "title")
    assert title.label == Text("Titel", "title")
    assert (title.before, title.after) == ("Digitale Agenda der (erfundenen) Beispielstadt", RETITLED)
    sent = {file.name for file in plan.datasets[0].files if file.deed not in (Deed.KEEP, Deed.CHANGE)}
    assert "projects.csv" not in sent, "no file is sent that does not say the title"


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

    assert plan.datasets[0].files[2].deed is Deed.REPLACE
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

    plan = json.loads(json.dumps(plain(as_json(stage.plan(editions().retitled)))))

    assert plan["version"] == 1
    assert plan["up_to_date"] is False
    change = next(change for change in plan["datasets"][0]["changes"] if change["field"] == "title")
    assert change["after"] == RETITLED
    assert change["label"] == {"de": "Titel", "en": "title"}
    assert plan["datasets"][0]["deed"] == "change"
    assert as_json(stage.plan())["up_to_date"] is True


def test_an_empty_plan_says_so(stage: Stage) -> None:
    stage.publish()

    assert "Das Portal ist auf dem Stand der Ausgabe; es ist nichts zu tun." in printed(stage.plan())
    assert "there is nothing to do" in printed(stage.plan(), "en")


@pytest.mark.parametrize("width", [20, 40, 80, 120])
def test_no_line_is_wider_than_the_terminal(stage: Stage, width: int) -> None:
    stage.publish()

    lines = printed(stage.plan(editions().retitled), width=width).splitlines()

    assert max(map(len, lines)) <= width
    assert [line for line in lines if line != line.rstrip()] == []


def test_what_a_portal_says_gives_no_commands_to_the_terminal(stage: Stage) -> None:
    stage.publish()
    stage.package()["title"] = "Böse\x1b]0;weg\x07[bold]rot[/bold]\u202eherum\x9b2J"
    stage.package(NAMES[1])["name"] = "böse\x1b[2J"

    shown = printed(stage.plan())

    assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(shown)
    assert "[bold]rot[/bold]" in shown


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, ""),
        ("eine\r\n Zeile", "eine Zeile"),
        (["a", "b"], "a, b"),
        ([{"name": "Wald", "display_name": "Wald", "id": "1", "state": "active"}], "Wald"),
        ([{"name": "Wald"}, {"name": "Bach"}], "Bach, Wald"),
        ([{"url": "https://a.example", "name": "Amt"}], "Amt, https://a.example"),
        ([{"end": "2027", "start": "2024"}], "2024, 2027"),
        ([{"title": "T", "language": "en", "notes": None}], "en, T"),
        (12, "12"),
    ],
)
def test_a_value_reads_on_one_line(value: Any, words: str) -> None:
    assert readable(value) == words
