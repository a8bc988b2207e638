"""The calendar holds every date of a roadmap, in the form that calendars read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from pipeline.model.dataset import Withdrawal
from pipeline.model.report import Text
from pipeline.model.roadmap import Project, Words
from pipeline.model.workbook import Value
from pipeline.render.formats.fates import build_fates
from pipeline.render.formats.ical import render_calendar
from tests.examples import try_examples
from tests.graphs import DATASET, PROJECTS, roadmap_of, strategy

WITHDRAWAL = Withdrawal(date(2026, 1, 2), Text("Doppelt erfasst", "Entered twice"))
MADE_AT = datetime(2026, 11, 22, 9, 30, tzinfo=timezone(timedelta(hours=1)))


def rendered(*projects: Mapping[str, Value], title: str = "Roadmap") -> bytes:
    return render_calendar(roadmap_of(projects), strategy().naming, title, made_at=MADE_AT)


def events_of(*projects: Mapping[str, Value]) -> list[Event]:
    return list(Calendar.from_ical(rendered(*projects)).events)


def days(event: Event) -> tuple[date, date]:
    """First and last day."""
    return event.start, event.end - timedelta(days=1)


def project(**columns: Value) -> dict[str, Value]:
    return {"id": "1", "title": "Glasfaser", "field": 1, **columns}


def test_a_day_is_an_all_day_event_with_its_project() -> None:
    (event,) = events_of(project(start="05.06.2026"))

    assert days(event) == (date(2026, 6, 5), date(2026, 6, 5))
    assert str(event["summary"]) == "Beginn: Glasfaser"
    assert str(event["url"]) == f"{DATASET.iris.base}projekt/1"
    assert str(event["uid"]) == f"{DATASET.iris.base}projekt/1#start"
    assert event["transp"] == "TRANSPARENT"
    assert event.DTSTAMP == MADE_AT
    assert event.categories == ["Dienstleistung"]


def test_a_date_in_words_spans_the_days_they_allow() -> None:
    start, end = events_of(project(start="Mitte 2024", end="2. Quartal 2026"))

    assert str(start["summary"]) == "Beginn (Mitte 2024): Glasfaser"
    assert days(start) == (date(2024, 5, 1), date(2024, 8, 31))
    assert str(end["summary"]) == "Ende (2. Quartal 2026): Glasfaser"
    assert days(end) == (date(2026, 4, 1), date(2026, 6, 30))


def test_a_month_and_a_year_are_told_as_such() -> None:
    start, end = events_of(project(start="06/2024", end=2026))

    assert str(start["summary"]) == "Beginn (06/2024): Glasfaser"
    assert str(end["summary"]) == "Ende (2026): Glasfaser"


def test_an_offer_is_one_span_with_the_address_to_take_part_at() -> None:
    page = "https://mitmachen.example/glasfaser"
    (event,) = events_of(project(offer=page, offer_start="01.02.2025", offer_end="März 2025"))

    assert (str(event["summary"]), days(event)) == ("Mitmachen: Glasfaser", (date(2025, 2, 1), date(2025, 3, 31)))
    assert str(event["description"]) == page


@pytest.mark.parametrize(
    ("cells", "summary", "first", "after"),
    [
        ({"offer_end": "bis 30.06.2025"}, "Mitmachen (bis 30.06.2025)", date(2025, 6, 30), date(2025, 7, 1)),
        ({"offer_start": "ab 2025"}, "Mitmachen (ab 2025)", date(2025, 1, 1), date(2026, 1, 1)),
        ({"end": "spätestens 06/2025"}, "Ende (spätestens 06/2025)", date(2025, 6, 1), date(2025, 7, 1)),
    ],
)
def test_a_bound_says_itself_which_side_it_is_of(cells: dict[str, str], summary: str, first: date, after: date) -> None:
    (event,) = events_of(project(**cells))

    assert str(event["summary"]) == f"{summary}: Glasfaser"
    assert (event.start, event.end) == (first, after)


def test_an_offer_of_which_one_side_is_known_tells_that_side() -> None:
    (start,) = events_of(project(offer_start="01.02.2025"))
    (end,) = events_of(project(offer_end="März 2025"))

    assert str(start["summary"]) == "Mitmachen ab: Glasfaser"
    assert str(end["summary"]) == "Mitmachen bis (März 2025): Glasfaser"


def test_two_ends_are_two_events() -> None:
    events = events_of(project(start="2022–2024", end="01.03.2025"))

    assert [str(event["uid"]).partition("#")[2] for event in events] == ["start", "end", "end-2"]


def test_a_cancelled_project_has_cancelled_events() -> None:
    (event,) = events_of(project(start="05.06.2026", status="abgebrochen"))

    assert (event["status"], str(event["summary"])) == ("CANCELLED", "Beginn: Glasfaser (abgebrochen)")


@pytest.mark.parametrize("status", ["laufend", "geplant", "abgebrochen", ""])
def test_a_withdrawn_project_has_cancelled_events_that_say_since_when_and_why(status: str) -> None:
    roadmap = roadmap_of([project(start="05.06.2026", offer_start="2027", status=status, description="Kabel.")])
    fates = build_fates(roadmap, replace(DATASET, withdrawn={"1": WITHDRAWAL}), carried=["1"])
    content = render_calendar(roadmap, strategy().naming, "Roadmap", fates, made_at=MADE_AT)

    events = list(Calendar.from_ical(content).events)

    assert [str(event["summary"]) for event in events] == [
        "Beginn: Glasfaser (zurückgezogen)",
        "Mitmachen ab (2027): Glasfaser (zurückgezogen)",
    ]
    assert {event["status"] for event in events} == {"CANCELLED"}
    assert {str(event["description"]) for event in events} == {"Zurückgezogen am 02.01.2026: Doppelt erfasst\n\nKabel."}


def test_a_project_that_is_only_kept_says_so_and_is_not_cancelled() -> None:
    roadmap = roadmap_of([project(start="05.06.2026")])
    fates = build_fates(roadmap, DATASET, carried=["1"])
    content = render_calendar(roadmap, strategy().naming, "Roadmap", fates, made_at=MADE_AT)

    (event,) = Calendar.from_ical(content).events

    assert "status" not in event
    assert str(event["description"]) == "Nicht mehr in der Tabelle der Stadt, Stand der letzten Angabe"


def test_what_is_no_date_is_no_event() -> None:
    assert events_of(project(start="laufend", end="tbd", offer_start="demnächst")) == []


def test_no_line_is_longer_than_calendars_allow_and_each_ends_as_they_expect() -> None:
    content = rendered(
        *PROJECTS, project(title="Ä" * 90, field="", start=2024), project(id="2", title="x" + "ä" * 90, end=2024)
    )

    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    assert content.count(b"\n") == content.count(b"\r\n")


def test_every_event_has_a_uid_of_its_own() -> None:
    uids = [str(event["uid"]) for event in events_of(*PROJECTS)]

    assert len(uids) == len(set(uids)) > 5


@try_examples(50)
@given(st.text(max_size=200).filter(str.strip), st.text(max_size=200))
def test_any_text_comes_back_from_a_calendar(title: str, description: str) -> None:
    (read,) = roadmap_of([project(title=title, description=description, start=2024)]).projects
    (event,) = events_of(project(title=title, description=description, start=2024))

    assert str(event["summary"]) == f"Beginn (2024): {text(read, 'title') or '1'}"
    assert str(event.get("description", "")) == text(read, "description")


def text(read: Project, column: str) -> str:
    value = read.first(column)
    return value.text if isinstance(value, Words) else ""


def test_the_calendar_has_the_title_of_its_town() -> None:
    content = rendered(title="Roadmap, Musterstadt; alles\\")

    assert Calendar.from_ical(content)["X-WR-CALNAME"] == "Roadmap, Musterstadt; alles\\"


def test_a_title_of_several_lines_is_told_in_one() -> None:
    content = rendered(title="Digitale\n  Agenda\n")

    assert Calendar.from_ical(content)["X-WR-CALNAME"] == "Digitale Agenda"
