"""Whom a town asks about which of its projects: what has gone stale is asked about, by its unit, and not too often."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from pipeline.compare import last_changed
from pipeline.model.circular import Reason, Request, base_of, columns_of, locked_of
from pipeline.model.dataset import Privacy
from pipeline.model.edition import Lifetime
from pipeline.model.graph import Triple
from pipeline.model.report import Rule, ValidationResult, fill
from pipeline.model.roadmap import Roadmap
from pipeline.model.routine import Reminders
from pipeline.publish.folder import Folder
from pipeline.remind import choose, told_of_units
from pipeline.reminding import asked_until_now, judge, keep_circular, kept_circulars, told_of_outside
from pipeline.town.resources import read_resources
from pipeline.validate import personal_mailboxes
from tests.circulars import NOVEMBER, Asked, ask_town, forgotten_town, in_november, reply_of
from tests.sheets import TODAY, read, read_rows, sheet, strategy, town
from tests.towns import output_of, publish, town_of
from tests.twelve_units import UNITS, WORKBOOK, change_cells, write_workbook

RULES = read_resources().rules
REMINDERS = Reminders({"Bauamt": "bauamt@town.example", "Schulamt": "schulamt@town.example"})
TITLES = ("Kennung", "Titel", "Handlungsfelder", "Status", "Beginn", "Ende", "Federführung", "Stand")
LONG_AGO, LATELY = TODAY - timedelta(days=91), TODAY - timedelta(days=90)


def roadmap_of(**cells: str) -> Roadmap:
    """A roadmap of one running project that is in order, but for these cells."""
    row = {"Kennung": "a", "Titel": "Portal", "Handlungsfelder": "1", "Status": "laufend", "Beginn": "2026",
           "Ende": "12/2027", "Federführung": "Bauamt", "Stand": ""}  # fmt: skip
    row |= {title.replace("_", " "): value for title, value in cells.items()}
    return read_rows(tuple(row), tuple(row.values())).parsed.roadmap


def requests(
    roadmap: Roadmap,
    *,
    results: Iterable[ValidationResult] = (),
    confirmed: Mapping[str, date] | None = None,
    asked: Mapping[tuple[str, str], date] | None = None,
    reminders: Reminders = REMINDERS,
) -> tuple[Request, ...]:
    days = {"a": TODAY} if confirmed is None else confirmed
    return choose(roadmap, results, reminders, TODAY, days, naming=strategy().naming, asked=asked or {})


def reasons(found: tuple[Request, ...]) -> list[tuple[Reason, str]]:
    return [(point.reason, point.column) for request in found for point in request.points]


def test_a_project_in_order_is_not_asked_about() -> None:
    assert requests(roadmap_of()) == ()


# Stale


@pytest.mark.parametrize(
    ("confirmed", "stand", "is_asked"),
    [
        (LATELY, "", False),
        (LONG_AGO, "", True),
        (LONG_AGO, "10/2026", False),
        (LATELY, "2025", False),
        (LONG_AGO, "01/2026", True),
        (LONG_AGO, "01/2027", True),  # a slip of the pen says nothing of the past
        (None, "01/2026", True),
        (None, "", False),
        (LONG_AGO, "irgendwann", True),
    ],
)
def test_what_was_not_confirmed_for_longer_than_agreed_is_asked_about(
    confirmed: date | None, stand: str, is_asked: bool
) -> None:
    days = {"a": confirmed} if confirmed else {}
    found = requests(roadmap_of(Stand=stand), confirmed=days)

    assert reasons(found) == ([(Reason.STALE, "")] if is_asked else [])


@pytest.mark.parametrize("status", ["abgeschlossen", "abgebrochen", "im Betrieb"])
def test_of_a_project_that_is_over_nobody_waits_for_news(status: str) -> None:
    assert requests(roadmap_of(Status=status, Ende="2025"), confirmed={"a": LONG_AGO}) == ()


def test_the_day_since_which_a_status_holds_is_a_word_too() -> None:
    roadmap = roadmap_of(Status_seit="01.11.2026")

    assert requests(roadmap, confirmed={"a": LONG_AGO}) == ()


# Status and dates


@pytest.mark.parametrize(
    ("cells", "asked"),
    [
        ({"Ende": "10/2026"}, [(Reason.OVERDUE, "end")]),
        ({"Ende": "21.11.2026"}, [(Reason.OVERDUE, "end")]),
        ({"Ende": "22.11.2026"}, []),
        ({"Ende": "11/2026"}, []),  # the month is not over
        ({"Ende": "2026"}, []),
        ({"Ende": "ab 2025"}, []),  # open to the future
        ({"Ende": "Mitte 2026", "Status": "pausiert"}, [(Reason.OVERDUE, "end")]),
        ({"Ende": "", "Beginn": "2024 – 2025"}, [(Reason.OVERDUE, "start")]),
        ({"Ende": "", "Beginn": "2026 – 2027"}, []),
        ({"Ende": ""}, [(Reason.NO_END, "end")]),
        ({"Beginn": ""}, [(Reason.NO_START, "start")]),
        ({"Beginn": "", "Ende": ""}, [(Reason.NO_START, "start"), (Reason.NO_END, "end")]),
        ({"Beginn": "10/2026", "Status": "geplant"}, [(Reason.NOT_STARTED, "status")]),
        ({"Beginn": "2026", "Status": "geplant"}, []),
        ({"Beginn": "ab 2025", "Status": "geplant"}, []),
        ({"Beginn": "irgendwann"}, []),  # what is there and unread is for the rules to ask
    ],
)
def test_what_status_and_dates_leave_open_is_asked_at_its_cell(
    cells: dict[str, str], asked: list[tuple[Reason, str]]
) -> None:
    assert reasons(requests(roadmap_of(**cells))) == asked


@pytest.mark.parametrize(
    ("until", "outcome", "is_asked"),
    [("10/2026", "", True), ("10/2026", "Aufgegriffen.", False), ("12/2026", "", False), ("", "", False)],
)
def test_an_offer_that_is_over_is_asked_for_its_outcome(until: str, outcome: str, is_asked: bool) -> None:
    roadmap = roadmap_of(
        Beteiligungsangebot="https://www.example.org/a",
        Beteiligung_von="09/2026",
        Beteiligung_bis=until,
        Ergebnis_der_Beteiligung=outcome,
    )

    assert reasons(requests(roadmap)) == ([(Reason.NO_OUTCOME, "offer_outcome")] if is_asked else [])


def test_what_the_sheet_has_no_column_for_is_not_asked() -> None:
    lines = (TITLES[:5] + TITLES[6:7], ("a", "Portal", "1", "laufend", "2026", "Bauamt"))

    assert requests(read_rows(*lines).parsed.roadmap) == ()


# Rules


def found(rule: str, roadmap: Roadmap, column: str) -> ValidationResult:
    return fill(RULES[rule], roadmap.projects[0].cell(column))


def test_what_a_rule_found_in_the_row_is_asked_with_its_remedy() -> None:
    roadmap = roadmap_of(Link="kein Link")

    (request,) = requests(roadmap, results=[found("link-not-http", roadmap, "link")])

    (point,) = request.points
    assert (point.reason, point.column) == (Reason.RULE, "link")
    assert (point.title, point.remedy) == (RULES["link-not-http"].title, RULES["link-not-http"].remedy)


@pytest.mark.parametrize(
    ("rule", "column", "cells", "asked"),
    [
        ("organization-alike", "lead", {}, []),  # a note needs no mending
        ("running-past-end", "end", {"Ende": "2025"}, [(Reason.OVERDUE, "end")]),
        ("running-without-start", "start", {"Beginn": ""}, [(Reason.NO_START, "start")]),
        ("end-before-start", "end", {"Ende": "2025"}, [(Reason.OVERDUE, "end"), (Reason.RULE, "end")]),
    ],
)
def test_a_note_asks_nothing_and_nothing_is_asked_twice(
    rule: str, column: str, cells: dict[str, str], asked: list[tuple[Reason, str]]
) -> None:
    roadmap = roadmap_of(**cells)
    given: Rule = RULES[rule]
    result = replace(found("link-not-http", roadmap, column), rule=given)

    assert reasons(requests(roadmap, results=[result])) == asked


def test_what_a_rule_found_in_another_row_or_file_is_not_asked_here() -> None:
    roadmap = roadmap_of()
    here = found("link-not-http", roadmap, "title")
    cell = here.cell
    others = [replace(cell, row=9), replace(cell, file="other.xlsx"), replace(cell, sheet="Other")]

    results = [replace(here, cell=other) for other in others]
    assert requests(roadmap, results=results) == ()


# Units


def test_each_unit_that_leads_a_project_is_asked_and_hears_of_the_others() -> None:
    asked = requests(roadmap_of(Ende="", Federführung="Schulamt; Bauamt; Verein"))

    assert [(request.unit, request.mailbox, request.shared_with) for request in asked] == [
        ("Bauamt", "bauamt@town.example", ("Schulamt",)),
        ("Schulamt", "schulamt@town.example", ("Bauamt",)),
    ]


@pytest.mark.parametrize("name", ["bauamt", "Bau-Amt", "Bauamt Musterstadt"])
def test_a_name_that_only_resembles_a_units_is_another_organization(name: str) -> None:
    roadmap = roadmap_of(Ende="", Federführung=name)

    assert requests(roadmap) == ()
    told = told_of_units(roadmap, REMINDERS, strategy().naming, RULES)
    assert [(each.rule.id, each.value) for each in told] == [
        ("reminder-unit-unknown", name),
        ("reminder-unit-unused", "Bauamt"),
        ("reminder-unit-unused", "Schulamt"),
    ]


def test_a_unit_is_known_by_any_name_that_the_strategy_has_for_it() -> None:
    one = "<https://example.org/id/musterstadt/organisation/bauamt>"
    naming = replace(strategy().naming, organizations={"Bauamt": one, "Amt 61": one})
    roadmap = roadmap_of(Ende="", Federführung="Amt 61")

    (request,) = choose(roadmap, (), REMINDERS, TODAY, {"a": TODAY}, naming=naming)

    assert request.unit == "Bauamt"
    told = told_of_units(roadmap, REMINDERS, naming, RULES)
    assert [each.value for each in told] == ["Schulamt"]


def test_a_project_without_a_lead_is_told_for_nobody_is_asked_about_it() -> None:
    roadmap = roadmap_of(Ende="", Federführung="")

    told = list(told_of_units(roadmap, REMINDERS, strategy().naming, RULES))
    assert requests(roadmap) == ()
    assert told[0].rule.id == "reminder-without-unit"
    assert str(told[0].cell) == "roadmap.xlsx / Roadmap / G2"


def test_where_nobody_is_to_be_asked_nothing_is_told() -> None:
    assert list(told_of_units(roadmap_of(Federführung=""), Reminders(), strategy().naming, RULES)) == []


def test_a_project_that_is_kept_from_the_edition_before_has_no_row_to_ask_about() -> None:
    roadmap = roadmap_of(Ende="")

    assert requests(replace(roadmap, tables=())) == ()


@pytest.mark.parametrize(
    ("address", "is_personal"),
    [
        ("anna.schmidt@town.example", True),
        ("schmidt.anna@town.example", True),
        ("thomas_mueller@town.example", True),
        ("a.schmidt@town.example", True),
        ("Anna.Schmidt2@town.example", True),
        ("bauamt@town.example", False),
        ("zentrale-dienste@town.example", False),
        ("amt.33@town.example", False),
        ("info@town.example", False),
    ],
)
def test_no_mail_goes_to_the_mailbox_of_a_person(address: str, is_personal: bool) -> None:
    assert list(personal_mailboxes({"Bauamt": address}, town(), RULES)) == (["Bauamt"] if is_personal else [])


def test_a_mailbox_that_the_town_has_cleared_is_no_persons() -> None:
    cleared = replace(town(), privacy=Privacy(role_mailboxes=("Anna.Schmidt@town.example",)))

    assert list(personal_mailboxes({"Bauamt": "anna.schmidt@town.example"}, cleared, RULES)) == []


# Again


@pytest.mark.parametrize(
    ("asked", "confirmed", "is_asked"),
    [
        (13, 200, False),
        (14, 200, True),
        (14, 14, True),  # on that day it may have changed before it was asked about
        (14, 13, False),
        (91, 90, False),
        (92, 91, True),
    ],
)
def test_a_unit_is_asked_again_after_the_days_agreed_unless_it_has_seen_to_it(
    asked: int, confirmed: int, is_asked: bool
) -> None:
    roadmap = roadmap_of(Ende="")
    days = {"a": TODAY - timedelta(days=confirmed)}
    found = requests(roadmap, confirmed=days, asked={("Bauamt", "a"): TODAY - timedelta(days=asked)})

    assert bool(found) is is_asked


def test_that_one_unit_was_asked_says_nothing_of_another() -> None:
    roadmap = roadmap_of(Ende="", Federführung="Schulamt; Bauamt")

    found = requests(roadmap, asked={("Bauamt", "a"): TODAY})

    assert [request.unit for request in found] == ["Schulamt"]


# What is sent out


def test_a_cell_that_projects_share_is_shown_and_locked() -> None:
    lines = sheet(
        TITLES,
        ("a", "Portal", "1", "laufend", "2026", "", "Bauamt", ""),
        ("b", "Karte", "1", "", "2026", "", "Bauamt", ""),
        merges="D2:D3",
    )
    projects = read(lines).projects

    names = columns_of(projects)
    assert "modified" not in names
    assert locked_of(projects, ["status", "end"]) == {("a", "status"), ("b", "status")}
    assert base_of(projects[:1], ["status", "start", "end"]) == {
        ("a", "status"): "laufend", ("a", "start"): "2026", ("a", "end"): "",
    }  # fmt: skip


# A whole town


def test_twelve_units_are_asked_about_their_own_projects() -> None:
    found = in_november().found

    assert [circular.unit for circular in found.circulars] == list(UNITS)
    assert len({circular.id for circular in found.circulars}) == 12
    assert found.told == ()
    for circular in found.circulars:
        leads = {found.roadmap.project(key).typed("lead") for key in circular.keys}  # type: ignore[union-attr]
        assert all(circular.unit in lead.split("; ") for lead in leads)
        assert circular.version == "2026-06-02"


def test_a_town_that_keeps_its_roadmap_is_asked_nothing(tmp_path: Path) -> None:
    place = forgotten_town(tmp_path)
    write_workbook(place / WORKBOOK, date(2026, 11, 1))

    assert ask_town(place).found.circulars == ()


def test_an_edition_in_which_a_project_changed_is_a_word_about_it(tmp_path: Path) -> None:
    place = forgotten_town(tmp_path)
    change_cells(place / WORKBOOK, {"Z-37": {"budget_planned": 99_000}})
    publish(place, now=NOVEMBER - timedelta(days=20))

    asked = ask_town(place)

    assert "Z-37" not in asked.of("Bürgeramt").keys
    assert "Z-13" in asked.of("Bürgeramt").keys


def test_what_was_sent_is_kept_and_not_asked_again_too_soon(tmp_path: Path) -> None:
    place = forgotten_town(tmp_path)
    folder = Folder(output_of(place) / place.name)
    first = ask_town(place)
    for circular in first.found.circulars:
        keep_circular(circular, folder)

    assert kept_circulars(folder) == sorted(first.found.circulars, key=lambda each: (each.day, each.unit))
    assert ask_town(place).found.circulars == first.found.circulars  # on the same day, just so
    assert ask_town(place, NOVEMBER + timedelta(days=13)).found.circulars == ()
    assert ask_town(place, NOVEMBER + timedelta(days=14)).of("Bauamt").keys == first.of("Bauamt").keys


def test_a_reply_is_judged_by_the_circular_that_was_kept(tmp_path: Path) -> None:
    place = forgotten_town(tmp_path)
    folder, asked = Folder(output_of(place) / place.name), ask_town(place)
    reply = reply_of(tmp_path / "umlauf.xlsx", asked.workbook("Bauamt"))
    assert reply

    circular, told = judge(reply, folder, RULES)
    assert (circular, [each.rule.id for each in told]) == (None, ["reply-unknown"])
    keep_circular(asked.of("Bauamt"), folder)
    assert judge(reply, folder, RULES) == (asked.of("Bauamt"), ())


def test_a_withdrawn_project_and_a_persons_mailbox_are_left_out(tmp_path: Path) -> None:
    place = forgotten_town(tmp_path)
    settings = place / "dataset.toml"
    text = settings.read_text("utf-8").replace("bauamt@zwoelfingen.example", "anna.schmidt@zwoelfingen.example")
    withdrawn = '[withdrawn.Z-37]\nsince = 2026-10-01\nreason = { de = "Doppelt.", en = "Twice." }\n'
    settings.write_text(text + withdrawn, "utf-8")

    asked: Asked = ask_town(place)

    assert "Z-37" not in asked.of("Bürgeramt").keys
    assert "Bauamt" not in [circular.unit for circular in asked.found.circulars]
    assert [(each.rule.id, each.value) for each in asked.found.told] == [("reminder-mailbox-personal", "Bauamt")]
    assert "anna.schmidt" not in str(asked.found.told)


def test_the_last_word_about_a_project_is_the_newest_that_began_or_ended() -> None:
    naming = strategy().naming
    one, other = naming.project("a"), naming.project("a-b")
    part = f"{one[:-1]}/period>"
    days = {
        Lifetime("2026-01-05"): (Triple(one, "<p>", '"x"'), Triple(other, "<p>", '"x"')),
        Lifetime("2026-02-01", "2026-03-02"): (Triple(one, "<p>", '"y"'),),
        Lifetime("2026-04-01"): (Triple(part, "<p>", '"y"'),),
        Lifetime("2026-05-01"): (Triple("<https://example.org/other>", "<p>", '"y"'),),
    }

    assert last_changed(days, naming, ["a", "a-b", "c"]) == {"a": date(2026, 4, 1), "a-b": date(2026, 1, 5)}


def test_of_several_times_that_a_unit_was_asked_the_last_counts() -> None:
    first = in_november().of("Bauamt")
    later = replace(first, day=first.day + timedelta(days=14))

    assert set(asked_until_now([later, first]).values()) == {later.day}


@pytest.mark.parametrize(
    ("domain", "server", "outside"),
    [("zwoelfingen.example", True, 0), ("anderswo.example", True, 12), ("anderswo.example", False, 0)],
)
def test_a_mailbox_outside_of_the_house_is_told_where_circulars_go_by_mail(
    tmp_path: Path, domain: str, server: bool, outside: int
) -> None:
    place = forgotten_town(tmp_path)
    mail = '[mail]\nhost = "mail.zwoelfingen.example"\nsender = "roadmap@zwoelfingen.example"\n' if server else ""
    with (place / "dataset.toml").open("a", encoding="utf-8") as settings:
        settings.write(f'\n[notices]\ninternal = ["{domain}"]\n{mail}')

    told = told_of_outside(town_of(place), RULES)

    assert [each.rule.id for each in told] == ["reminder-mailbox-outside"] * outside
