"""What a person may release: exactly what was shown, at exactly these files, told with when and why."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.model.edition import Input
from pipeline.model.release import (
    ACCEPTED_LOSS,
    NOTHING,
    WHATEVER,
    Released,
    fingerprint,
    release_finding,
    release_of,
    verdict_of,
)
from pipeline.model.report import Rule, Severity, ValidationResult, build_report, fill
from pipeline.model.workbook import CellRef
from pipeline.publish.folder import Folder
from pipeline.run import Outcome
from pipeline.town.resources import read_resources
from pipeline.validate.privacy import MASK
from tests.five_editions import NAME, WORKBOOKS, make_town, moment, write_workbook
from tests.golden_cases import TODAY, prepare_case
from tests.towns import output_of, publish

RULES = read_resources().rules
CELL = CellRef("roadmap.xlsx", "Roadmap", "B", 2)
PERSONAL = fill(RULES["personal-name"], CELL, value=MASK)
COUNTED = fill(RULES["thesis-count"], CellRef("dataset.toml"), value="3", expected=4)
FAULT = fill(RULES["title-missing"], CELL)
HINT = fill(RULES["status-missing"], CELL)
INPUTS = (Input("roadmap.xlsx", "a" * 64), Input("dataset.toml", "b" * 64))
RELEASABLE = {
    *(
        "rows-lost",
        "column-lost",
        "column-emptied",
        "thesis-count",
        "field-count",
        "input-taken-back",
        "circular-missing",
    ),
    *("personal-file-name", "personal-sheet-name", "personal-contact", "personal-email-address"),
    *("personal-phone-number", "personal-account", "personal-name", "personal-body"),
}


def _row(key: str, title: str, start: str = "2023") -> tuple[str | int, ...]:
    return (key, title, "Klima", "laufend", "", "", start, "", "", "", "Umweltamt", "")


FULL = [_row(f"K-{number}", f"Vorhaben {number}") for number in range(1, 9)]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A town that published eight projects."""
    place = make_town(tmp_path)
    write_workbook(place / "roadmap.xlsx", FULL)
    assert publish(place, now=moment(0)).receipt
    return place


def _run(place: Path, released: Released = NOTHING) -> Outcome:
    return publish(place, now=moment(1), released=released)


def _release(held: Outcome, reason: str = "Der Rat hat es so beschlossen.") -> Released:
    return release_of(held.prepared.report, held.prepared.fingerprint, reason)


def _notes(outcome: Outcome) -> dict[str, ValidationResult]:
    return {found.rule.id: found for found in outcome.prepared.report.results if found.rule.is_released}


def test_the_rules_that_a_person_may_release_say_so_themselves() -> None:
    assert {name for name, rule in read_resources().all_rules.items() if rule.releasable} == RELEASABLE
    assert {name for name in RULES.rules if name.startswith("personal-")} <= RELEASABLE
    assert all(RULES[name].severity is Severity.VIOLATION for name in RELEASABLE)


@pytest.mark.parametrize(
    ("results", "verdict"),
    [
        ([], "accepted"),
        ([HINT], "accepted"),
        ([PERSONAL], "held"),
        ([PERSONAL, COUNTED, HINT], "held"),
        ([FAULT], "rejected"),
        ([PERSONAL, FAULT], "rejected"),
    ],
)
def test_a_report_is_held_where_a_person_may_release_all_of_it(results: list[ValidationResult], verdict: str) -> None:
    assert verdict_of(build_report(results)) == verdict


def test_what_a_town_made_graver_is_held_only_where_the_rule_says_so() -> None:
    graver = replace(HINT, rule=replace(HINT.rule, severity=Severity.VIOLATION, is_raised=True))

    assert verdict_of(build_report([graver])) == "rejected"


@pytest.mark.parametrize(
    "other",
    [
        [],
        [COUNTED],
        [PERSONAL, COUNTED],
        [replace(PERSONAL, cell=replace(CELL, row=3))],
        [replace(PERSONAL, cell=replace(CELL, column="C"))],
        [replace(PERSONAL, cell=replace(CELL, sheet="Neu"))],
        [replace(PERSONAL, value="anders")],
        [fill(RULES["personal-account"], CELL, value=MASK)],
    ],
)
def test_other_findings_have_another_fingerprint(other: list[ValidationResult]) -> None:
    assert fingerprint(build_report([PERSONAL]), INPUTS) != fingerprint(build_report(other), INPUTS)


@pytest.mark.parametrize(
    "inputs",
    [
        INPUTS[:1],
        (INPUTS[0]._replace(sha256="c" * 64), INPUTS[1]),
        (INPUTS[0]._replace(file="andere.xlsx"), INPUTS[1]),
        (*INPUTS, Input("", "2026-11-22")),
    ],
)
def test_other_files_have_another_fingerprint(inputs: tuple[Input, ...]) -> None:
    report = build_report([PERSONAL])

    assert fingerprint(report, INPUTS) == fingerprint(report, INPUTS[::-1])
    assert fingerprint(report, INPUTS) != fingerprint(report, inputs)


def test_what_holds_nothing_back_is_not_in_the_fingerprint() -> None:
    assert fingerprint(build_report([PERSONAL]), INPUTS) == fingerprint(build_report([PERSONAL, HINT]), INPUTS)


def test_a_release_covers_what_was_seen_and_no_release_covers_nothing() -> None:
    assert Released(frozenset({"rows-lost"}), "f").covers("f")
    assert not Released(frozenset({"rows-lost"}), "f").covers("g")
    assert not Released(frozenset({"rows-lost"})).covers("f")
    assert not Released(frozenset(), WHATEVER).covers("f")
    assert not NOTHING.covers("")


def test_what_nobody_may_release_stays_an_error_whatever_a_release_names() -> None:
    everything = Released(frozenset(RULES.rules), WHATEVER, "alles")
    released: list[Rule] = [release_finding(found, everything, TODAY).rule for found in (PERSONAL, FAULT, HINT)]

    assert [rule.severity for rule in released] == [Severity.INFO, Severity.VIOLATION, Severity.WARNING]
    assert [rule.is_released for rule in released] == [True, False, False]


def test_a_loss_is_released_with_when_and_why_and_each_project_is_told(place: Path) -> None:
    write_workbook(place / "roadmap.xlsx", FULL[:5])
    held = _run(place)

    out = _run(place, _release(held))

    assert held.receipt is None
    assert verdict_of(held.prepared.report) == "held"
    told = [found.rule.id for found in held.prepared.report.results]
    assert "rows-lost" in told
    assert "project-vanished" not in told
    assert out.edition
    note = _notes(out)["rows-lost"]
    assert note.message.de.endswith("Freigegeben am 15.07.2024: Der Rat hat es so beschlossen.")
    assert note.message.en.endswith("Released on 2024-07-15: Der Rat hat es so beschlossen.")
    assert [found.rule.id for found in out.prepared.report.results].count("project-vanished") == 3


def test_a_release_lets_nothing_through_that_nobody_has_seen(place: Path) -> None:
    write_workbook(place / "roadmap.xlsx", FULL[:5])
    seen = _release(_run(place))

    write_workbook(place / "roadmap.xlsx", FULL[3:])
    other_rows = _run(place, seen)
    write_workbook(place / "roadmap.xlsx", [*FULL[:4], _row("K-5", "Frau Beispiel hilft")])
    another_finding = _run(place, seen)
    write_workbook(place / "roadmap.xlsx", [*FULL[:4], _row("K-5", "Ein anderer Titel")])
    other_cells = _run(place, seen)

    assert [outcome.receipt for outcome in (other_rows, another_finding, other_cells)] == [None, None, None]
    assert Folder(output_of(place) / NAME).versions() == ["2024-01-15"]


def test_settings_that_changed_since_ask_again(place: Path) -> None:
    write_workbook(place / "roadmap.xlsx", FULL[:5])
    seen = _release(_run(place))
    with (place / "dataset.toml").open("a", encoding="utf-8") as settings:
        settings.write("\n# Eine Zeile mehr.\n")

    assert _run(place, seen).receipt is None


def test_an_edition_that_came_in_between_asks_again(place: Path) -> None:
    write_workbook(place / "roadmap.xlsx", FULL[:5])
    held = _run(place)
    shutil.copy(place / "roadmap.xlsx", place / "kurz.xlsx.tmp")
    write_workbook(place / "roadmap.xlsx", [*FULL[:7], _row("K-8", "Ein neuer Titel")])
    assert _run(place).receipt
    shutil.move(place / "kurz.xlsx.tmp", place / "roadmap.xlsx")

    assert publish(place, now=moment(2), released=_release(held)).receipt is None


def test_personal_data_stay_masked_in_the_note_and_so_does_the_reason(place: Path) -> None:
    write_workbook(place / "roadmap.xlsx", [*FULL, _row("K-9", "Frau Beispiel hilft")])
    held = _run(place)

    out = _run(place, _release(held, "Mit Frau Beispiel besprochen."))

    assert verdict_of(held.prepared.report) == "held"
    assert out.edition
    assert _notes(out).keys() == {"personal-name"}
    for file in sorted(out.report_folder.glob("report*")):
        assert b"Beispiel" not in file.read_bytes(), file.name


def test_an_emptied_column_is_held_and_may_be_released(place: Path) -> None:
    write_workbook(place / "roadmap.xlsx", [(*row[:10], "", row[11]) for row in FULL])
    held = _run(place)

    assert [found.rule.id for found in held.prepared.report.results if found.severity is Severity.VIOLATION] == [
        "column-emptied"
    ]
    assert _run(place, _release(held)).edition


def test_what_was_released_is_not_asked_again_once_it_stands(place: Path) -> None:
    write_workbook(place / "roadmap.xlsx", FULL[:5])
    assert _run(place, _release(_run(place))).edition

    again = publish(place, now=moment(2))

    assert again.receipt
    assert not again.receipt.changed


def test_an_accepted_loss_is_a_release_of_losses_alone(place: Path) -> None:
    write_workbook(place / "roadmap.xlsx", [*FULL[:4], _row("K-5", "Frau Beispiel hilft")])
    both = _run(place, ACCEPTED_LOSS)
    write_workbook(place / "roadmap.xlsx", FULL[:5])
    alone = _run(place, ACCEPTED_LOSS)

    assert both.receipt is None
    assert alone.edition


@pytest.mark.parametrize("case", sorted(RELEASABLE - {"input-taken-back", "circular-missing"}))
def test_each_of_these_rules_alone_holds_an_edition_back(case: str, tmp_path: Path) -> None:
    prepared = prepare_case(case, tmp_path)

    assert verdict_of(prepared.report) == "held"
    assert len(prepared.fingerprint) == 64


def test_a_workbook_of_five_projects_is_still_one_of_the_five(place: Path) -> None:
    write_workbook(place / "roadmap.xlsx", WORKBOOKS[0])

    assert verdict_of(_run(place).prepared.report) == "held"
