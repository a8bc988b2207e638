"""The decisions behind a project: which body, when and on which paper; paired for certain, or told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook

from pipeline.model.council import Council, Resolution
from pipeline.model.dataset import OparlOptions
from pipeline.model.errors import ConfigError, OutsideWorldError
from pipeline.model.graph import curie, literal_text
from pipeline.model.roadmap import Doubtful, Paper
from pipeline.model.workbook import Value
from pipeline.parse.papers import parse_papers
from pipeline.prepare import Prepared, Read, prepare
from pipeline.readers.oparl import asking, fetch_council
from pipeline.resolved import look_up
from pipeline.town import read_town
from pipeline.town.council import read_council, render_council
from pipeline.town.resources import read_resources
from tests.fake_council import SERVER, FakeCouncil, consultation, held, paper
from tests.graphs import DATASET
from tests.test_columns import PROJECT, RESOURCES, TODAY, town_of, workbook_of
from tests.towns import copy_town

ZONE = ZoneInfo("Europe/Berlin")
RESOLUTION = Resolution(date(2024, 3, 12), "Rat der Stadt", f"{SERVER}/papers?id=1", "", date(2026, 11, 1))


def _prepared(cells: dict[str, Value], council: Council = Council()) -> Prepared:  # noqa: B008
    town = replace(town_of(), council=council)
    return prepare(Read((workbook_of({**PROJECT, **cells}),)), town, RESOURCES, today=TODAY)


def _decisions(found: Prepared) -> dict[str, dict[str, str]]:
    """What is said of each decision, by its key."""
    names = {"dcterms:identifier": "number", "dcterms:date": "day", "dcterms:creator": "body", "foaf:page": "page",
             "dcterms:source": "source", "ds:retrieved": "retrieved"}  # fmt: skip
    predicates = {curie(name): word for name, word in names.items()}
    told: dict[str, dict[str, str]] = {}
    for subject, predicate, value in found.lifted.triples:
        if "/decision/" in subject and predicate in predicates:
            text = literal_text(value).removeprefix(f"{DATASET.iris.base}stelle/")
            told.setdefault(subject.partition("/decision/")[2][:-1], {})[predicates[predicate]] = text
    return told


def _rules(found: Prepared) -> list[str]:
    return [result.rule.id for result in found.report.results if result.rule.id.startswith("decision")]


# In the sheet ###################################################################################################


def test_a_decision_says_which_body_when_and_on_which_paper() -> None:
    found = _prepared({"decision_number": "V/2024/12", "decision_date": "12.03.2024", "decision_body": "Stadtrat",
                       "decision": "https://ratsinfo.example/12"})  # fmt: skip

    page = "https://ratsinfo.example/12"
    assert _decisions(found) == {
        "V%2F2024%2F12": {"number": "V/2024/12", "day": "2024-03-12", "body": "stadtrat", "page": page}
    }
    assert not _rules(found)


def test_several_decisions_are_paired_in_their_order() -> None:
    found = _prepared({"decision_number": "12/2024; 3/2025", "decision_date": "12.03.2024; 02/2025",
                       "decision_body": "Stadtrat; Stadtrat"})  # fmt: skip

    assert _decisions(found) == {
        "12%2F2024": {"number": "12/2024", "day": "2024-03-12", "body": "stadtrat"},
        "3%2F2025": {"number": "3/2025", "day": "2025-02", "body": "stadtrat"},
    }


@pytest.mark.parametrize(
    ("cells", "kept", "told"),
    [
        (
            {"decision_number": "1/24; 2/24", "decision_date": "12.03.2024"},
            {"1%2F24", "2%2F24"},
            ["decisions-unpaired"],
        ),
        ({"decision_number": "1/24; 2/24", "decision_body": "Rat"}, {"1%2F24", "2%2F24"}, ["decisions-unpaired"]),
        ({"decision_number": "1/24", "decision_date": "1.3.2024; 2.3.2024"}, {"1%2F24"}, ["decisions-unpaired"]),
        ({"decision_number": "1/24; 1 / 24"}, set(), ["decisions-unpaired"]),
        (
            {"decision": "https://a.example https://b.example", "decision_date": "2024"},
            {"1", "2"},
            ["decisions-unpaired"],
        ),
    ],
)
def test_what_does_not_fit_together_is_told_and_not_published(
    cells: dict[str, Value], kept: set[str], told: list[str]
) -> None:
    found = _prepared(cells)

    assert (set(_decisions(found)), _rules(found)) == (kept, told)
    assert not any("day" in each or "body" in each for each in _decisions(found).values())


@pytest.mark.parametrize("typed", [date(2024, 10, 1), "01.10.2024", "2024-10-01", "Ratsbeschluss", "siehe Anlage"])
def test_what_is_no_number_of_a_paper_is_told(typed: Value) -> None:
    (said,) = parse_papers(typed)

    assert isinstance(said, Doubtful)


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("V/2024/12", ["V/2024/12"]),
        ("A 10/123/2022, A 10/124/2022 und 5", ["A 10/123/2022", "A 10/124/2022", "5"]),
        ("0123/2022-1\n0124/2022", ["0123/2022-1", "0124/2022"]),
        (6962, ["6962"]),
        ("TVO-BSV/25/61736-2 (neu)", ["TVO-BSV/25/61736-2 (neu)"]),
        ("–", []),
    ],
)
def test_papers_are_numbered_as_each_town_likes(typed: Value, numbers: list[str]) -> None:
    assert parse_papers(typed) == [Paper(number) for number in numbers]


def test_an_unpaired_body_is_looked_at_for_persons_all_the_same() -> None:
    found = _prepared({"decision_number": "1/24; 2/24", "decision_body": "Frau Muster"})

    assert any(result.rule.id.startswith("personal") for result in found.report.results)


# From the council information system ############################################################################


def _fetch(*papers: dict[str, Any], answers: dict[str, Any] | None = None, numbers: tuple[str, ...] = ("V/2024/12",),
           start: str = SERVER) -> Council:  # fmt: skip
    return fetch_council(start, numbers, FakeCouncil(*papers, answers=answers), today=TODAY, zone=ZONE)


def test_a_paper_is_resolved_to_the_day_and_the_body_of_its_decision() -> None:
    others = [paper(number, f"V/2024/{number}") for number in range(20, 25)]
    preparing = consultation(2, authoritative=False, role="Vorberatung")

    found = _fetch(*others, paper(12, "v/2024/12", preparing, consultation(3)), answers=held(3, "Geändert beschlossen"))

    page = "https://ratsinfo.example/vo020?VOLFDNR=12"
    assert found.find("V/2024/12") == Resolution(
        date(2024, 3, 12), "Rat der Stadt", f"{SERVER}/papers?id=12", page, TODAY
    )


@pytest.mark.parametrize(
    ("result", "more", "why"),
    [
        ("vertagt", {}, "undecided"),
        ("einstimmig abgelehnt", {}, "undecided"),
        ("", {}, "undecided"),
        ("Zustimmung empfohlen", {}, "undecided"),
        ("beschlossen", {"cancelled": True}, "undecided"),
        ("beschlossen", {"start": "2030-01-01T18:00:00+01:00"}, "undecided"),
        ("beschlossen", {"start": "am Abend"}, "unreachable"),
    ],
)
def test_what_is_not_certainly_decided_is_not_taken(result: str, more: dict[str, Any], why: str) -> None:
    found = _fetch(paper(12, "V/2024/12", consultation(3)), answers=held(3, result, **more))

    assert (found.resolutions, found.why_not("V/2024/12")) == ({}, why)


def test_a_number_that_is_none_or_several_there_is_not_guessed() -> None:
    one, other = (paper(number, "V/2024/12", consultation(3)) for number in (1, 2))

    found = _fetch(one, other, answers=held(3, "beschlossen"), numbers=("V/2024/12", "9/9"))

    assert (found.why_not("V/2024/12"), found.why_not("9/9"), found.resolutions) == ("several", "unknown", {})


def test_two_decisions_on_a_paper_are_not_chosen_from() -> None:
    answers = {**held(3, "beschlossen"), **held(4, "beschlossen", "2024-04-12T18:00:00+02:00")}

    found = _fetch(paper(12, "V/2024/12", consultation(3), consultation(4)), answers=answers)

    assert found.why_not("V/2024/12") == "several-decisions"


def test_the_day_is_that_of_the_town() -> None:
    answers = held(3, "beschlossen", "2024-03-12T23:30:00Z")

    found = _fetch(paper(12, "V/2024/12", consultation(3)), answers=answers)

    assert found.resolutions["v/2024/12"].day == date(2024, 3, 13)


def test_a_server_is_asked_for_nothing_on_another_one() -> None:
    with pytest.raises(OutsideWorldError, match="another server"):
        asking(SERVER)("https://elsewhere.example/oparl")


@pytest.mark.parametrize("start", [f"{SERVER}/organizations?id=1", f"{SERVER}/nothing"])
def test_what_is_no_council_information_system_stops_the_command(start: str) -> None:
    with pytest.raises(OutsideWorldError):
        _fetch(paper(12, "V/2024/12"), start=start)


# Over the network ###############################################################################################


@pytest.fixture
def served() -> Iterator[tuple[str, dict[str, bytes], dict[str, str]]]:
    """A server on this machine: its address, what it answers by path, and where it leads from a path."""
    answers: dict[str, bytes] = {}
    leads: dict[str, str] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(302 if self.path in leads else 200 if self.path in answers else 404)
            if self.path in leads:
                self.send_header("Location", leads[self.path])
            self.end_headers()
            self.wfile.write(answers.get(self.path, b""))

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", answers, leads
    server.shutdown()
    server.server_close()


def _ask_at(start: str) -> Council:
    return fetch_council(start, ["V/2024/12"], asking(start), today=TODAY, zone=ZONE)


def test_a_server_is_asked_page_by_page(served: tuple[str, dict[str, bytes], dict[str, str]]) -> None:
    address, answers, leads = served
    papers = [paper(number, f"V/2024/{number}", consultation(3)) for number in range(9, 14)]
    answers |= FakeCouncil(*papers, answers=held(3, "ungeändert beschlossen")).at(address)
    leads["/oparl/old"] = "/oparl"

    found = _ask_at(f"{address}/oparl/old")

    assert found.resolutions["v/2024/12"].day == date(2024, 3, 12)
    assert found.resolutions["v/2024/12"].body == "Rat der Stadt"


@pytest.mark.parametrize(
    ("content", "location"),
    [
        (b"<html>", ""),
        (b"[1]", ""),
        (b'{"type": "https://schema.oparl.org/1.1/System", "body": "https://elsewhere.example/bodies"}', ""),
        (b"", "http://localhost:1/oparl"),
        (b"", "ftp://127.0.0.1/"),
    ],
)
def test_what_is_no_answer_or_leads_elsewhere_is_refused(
    content: bytes, location: str, served: tuple[str, dict[str, bytes], dict[str, str]]
) -> None:
    address, answers, leads = served
    answers["/oparl"] = content
    if location:
        leads["/oparl"] = location

    with pytest.raises(OutsideWorldError):
        _ask_at(f"{address}/oparl")


# Into the roadmap ###############################################################################################


def _known(**more: Any) -> Council:
    return Council(True, {"v/2024/12": RESOLUTION._replace(**more)})


def test_what_the_sheet_leaves_open_comes_from_there_with_its_source() -> None:
    found = _prepared({"decision_number": "V/2024/12"}, _known(page="https://ratsinfo.example/12"))

    assert _decisions(found)["V%2F2024%2F12"] == {
        "number": "V/2024/12",
        "day": "2024-03-12",
        "body": "rat-der-stadt",
        "page": "https://ratsinfo.example/12",
        "source": RESOLUTION.paper,
        "retrieved": "2026-11-01",
    }


def test_another_day_than_the_sheets_is_told_and_neither_is_published() -> None:
    found = _prepared({"decision_number": "V/2024/12", "decision_date": "13.03.2024"}, _known())

    (result,) = (each for each in found.report.results if each.rule.id == "decision-date-differs")
    assert str(result.cell) == "roadmap.xlsx / Roadmap / F2"
    assert "12.03.2024" in result.message.de
    assert _decisions(found) == {"V%2F2024%2F12": {"number": "V/2024/12"}}


@pytest.mark.parametrize("typed", ["12.03.2024", "03/2024", "2024"])
def test_a_day_that_fits_is_the_sheets_own(typed: str) -> None:
    found = _prepared({"decision_number": "V/2024/12", "decision_date": typed}, _known())

    assert not _rules(found)
    assert "2024-03-12".startswith(_decisions(found)["V%2F2024%2F12"]["day"])


def test_a_paper_of_which_nothing_is_known_is_a_note_where_the_sheet_says_no_day() -> None:
    council = Council(True, {}, {"v/2024/12": "undecided"})

    assert _rules(_prepared({"decision_number": "V/2024/12"}, council)) == ["decision-not-found"]
    assert not _rules(_prepared({"decision_number": "V/2024/12", "decision_date": "2024"}, council))
    assert not _rules(_prepared({"decision_number": "V/2024/12"}))


# Kept beside the settings #######################################################################################


def _town(place: Path) -> Path:
    folder = copy_town(place)
    settings = folder / "dataset.toml"
    book = load_workbook(folder / "vorhaben.xlsx")
    sheet = book["Vorhaben"]
    sheet["M5"], sheet["M8"] = "Vorlage", "V/2024/12"
    book.save(folder / "vorhaben.xlsx")
    settings.write_text(settings.read_text("utf-8") + f'\n[oparl]\nurl = "{SERVER}"\n', "utf-8")
    return settings


def test_what_was_found_is_kept_and_read_by_every_run(tmp_path: Path) -> None:
    dataset = replace(DATASET, oparl=OparlOptions(SERVER))
    path = tmp_path / "decisions.json"
    council = Council(True, {"v/2024/12": RESOLUTION}, {"9/9": "unknown"})

    path.write_bytes(render_council(council, SERVER))

    assert read_council(path, dataset) == council
    assert read_council(path, replace(DATASET, oparl=OparlOptions("https://other.example/"))) == Council(True)
    assert read_council(path, DATASET) == Council()


@pytest.mark.parametrize("content", ["", "[]", '{"url": "x"}', '{"url": 1, "decisions": []}'])
def test_a_file_that_somebody_changed_is_refused(content: str, tmp_path: Path) -> None:
    (tmp_path / "decisions.json").write_text(content.replace('"x"', f'"{SERVER}"').replace("1", f'"{SERVER}"'))

    with pytest.raises(ConfigError, match="decisions"):
        read_council(tmp_path / "decisions.json", replace(DATASET, oparl=OparlOptions(SERVER)))


def test_a_look_up_keeps_what_it_knew_where_no_answer_comes_and_when_it_was_read(tmp_path: Path) -> None:
    settings, resources = _town(tmp_path), read_resources()
    town, adopted = read_town(settings, resources.code_lists), paper(12, "V/2024/12", consultation(3))
    first, second = datetime(2026, 11, 1, 9, tzinfo=UTC), datetime(2026, 11, 8, 9, tzinfo=UTC)

    look_up(town, resources, now=first, ask=FakeCouncil(adopted, answers=held(3, "beschlossen")))
    again = read_town(settings, resources.code_lists)
    same = look_up(again, resources, now=second, ask=FakeCouncil(adopted, answers=held(3, "beschlossen")))
    lost = look_up(again, resources, now=second, ask=FakeCouncil(adopted))

    assert again.council == same == lost
    assert same.resolutions["v/2024/12"].retrieved == date(2026, 11, 1)
    assert json.loads((settings.parent / "decisions.json").read_text("utf-8"))["url"] == SERVER
    assert not [each for each in again.unread if "decisions" in each.name]


def test_a_town_without_such_a_system_is_told_where_to_name_it(tmp_path: Path) -> None:
    town = read_town(copy_town(tmp_path) / "dataset.toml", read_resources().code_lists)

    with pytest.raises(ConfigError, match="oparl"):
        look_up(town, read_resources(), now=datetime(2026, 11, 1, tzinfo=UTC), ask=FakeCouncil())
