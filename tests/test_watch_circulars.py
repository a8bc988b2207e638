"""Units are asked by the watcher: at the moment that is due, once, and never twice for the same."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from pipeline.state import State, open_state
from tests.twelve_units import NAME, UNITS
from tests.watching import MONDAY, Killed, Office, Stopping, open_office

WEEK = timedelta(days=7)


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    with open_state(tmp_path / "output") as opened:
        yield opened


@pytest.fixture
def office(tmp_path: Path, state: State, monkeypatch: pytest.MonkeyPatch) -> Office:
    return open_office(tmp_path, state, monkeypatch, 'when = "0 8 * * mon"\n')


def _set(office: Office, text: str, other: str) -> None:
    settings = office.place / "dataset.toml"
    said = settings.read_text("utf-8")
    assert text in said
    settings.write_text(said.replace(text, other), "utf-8")


def test_each_unit_gets_its_workbook_once_at_the_moment_that_is_due(office: Office) -> None:
    office.look()
    assert office.asked() == []

    office.at(MONDAY)
    office.at(MONDAY + timedelta(hours=5))

    assert sorted(office.asked()) == sorted(set(office.asked()))
    assert set(office.asked()) <= set(UNITS.values())
    assert len(office.asked()) == 12
    mailed = office.to(UNITS["Bürgeramt"])[0]
    assert list(mailed.attached) == ["umlauf-buergeramt-2026-11-02.xlsx"]
    assert office.circular("Bürgeramt").mark in mailed.mail.text


def test_what_was_due_before_anybody_named_units_is_not_sent(office: Office) -> None:
    office.at(MONDAY + timedelta(hours=3))

    assert office.asked() == []

    office.at(MONDAY + WEEK)
    assert len(office.asked()) == 12


def test_nobody_is_asked_on_a_quiet_day(office: Office) -> None:
    _set(office, "[notices]", '[schedule]\nquiet = ["2026-11-02"]\n\n[notices]')

    office.look()
    office.at(MONDAY)
    assert office.asked() == []

    office.at(MONDAY + WEEK)
    assert len(office.asked()) == 12


def test_of_moments_that_were_missed_units_are_asked_once(office: Office) -> None:
    office.look()

    office.restart()
    office.at(MONDAY + 3 * WEEK + timedelta(days=2))

    assert len(office.asked()) == 12
    assert office.circular("Bürgeramt").day.isoformat() == "2026-11-25"


def test_a_unit_is_asked_again_when_again_after_days_are_over(office: Office) -> None:
    office.look()
    office.at(MONDAY)
    office.at(MONDAY + WEEK)
    assert len(office.asked()) == 12

    office.at(MONDAY + 2 * WEEK)

    assert len(office.asked()) == 24


def test_a_second_moment_of_a_day_asks_nobody_again_and_keeps_what_was_sent(office: Office) -> None:
    _set(office, '"0 8 * * mon"', '"0 8,15 * * mon"')
    office.look()
    office.at(MONDAY)
    sent = office.circular("Bürgeramt")

    office.at(MONDAY + timedelta(hours=8))

    assert len(office.asked()) == 12
    assert office.circular("Bürgeramt") == sent


@pytest.mark.parametrize("days", [0, 1])
def test_killed_before_the_watcher_heard_what_was_laid_each_unit_is_asked_once(office: Office, days: int) -> None:
    office.look()
    office.restart(Stopping(kind="remind"))
    with suppress(Killed):
        office.at(MONDAY)
    assert office.asked() == []

    office.restart()
    office.at(MONDAY + timedelta(days=days, hours=1))
    office.at(MONDAY + timedelta(days=2))

    assert len(office.asked()) == 12
    assert office.circular("Bürgeramt").day.isoformat() == "2026-11-02"


def test_killed_at_each_step_of_the_state_each_unit_is_asked_once(
    office: Office, state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.look()
    steps = [0]

    def killing(at: int) -> None:
        steps[0] = at

    write = type(state).note

    def note(self: State, town: str, kind: str, content: object) -> None:
        write(self, town, kind, content)
        steps[0] -= 1
        if steps[0] == 0:
            raise Killed

    monkeypatch.setattr(type(state), "note", note)
    for at in range(1, 6):
        killing(at)
        office.restart()
        with suppress(Killed):
            office.at(MONDAY + timedelta(minutes=at))
    killing(0)
    office.restart()
    office.at(MONDAY + timedelta(hours=1))

    assert len(office.asked()) == 12
    ids = [mailed.message_id for mailed in office.mails]
    assert len(ids) == len(set(ids))


def test_a_mailbox_outside_gets_no_workbook_and_the_editor_hears_of_it_once(office: Office) -> None:
    _set(office, UNITS["Bauamt"], "bauamt@anderswo.example")
    office.look()
    office.at(MONDAY)
    office.at(MONDAY + 2 * WEEK)

    first, second = office.to("bauamt@anderswo.example")
    assert not first.attached
    assert "digital@zwoelfingen.example" in first.mail.text
    assert office.circular("Bauamt").requests[0].title not in first.mail.text + second.mail.text
    told = [mailed for mailed in office.to("digital@zwoelfingen.example") if "Ämter" in mailed.mail.subject]
    assert len(told) == 1
    assert "Postfach außerhalb des Hauses" in told[0].mail.text


def test_without_a_server_for_mail_nothing_is_laid(office: Office) -> None:
    _set(office, 'host = "mail.zwoelfingen.example"\nsender = "roadmap@zwoelfingen.example"', "")
    _set(office, 'to = ["digital@zwoelfingen.example"]', "")
    office.look()
    office.at(MONDAY)

    assert not (office.folder().internal / "umlauf").exists()


def test_no_text_of_a_cell_stands_in_the_state(office: Office, state: State) -> None:
    office.look()
    office.at(MONDAY)

    titles = [request.title for request in office.circular("Bürgeramt").requests]
    rows = [
        str(tuple(row))
        for table in ("outbox", "notes", "runs")
        for row in state.connection.execute(f"SELECT * FROM {table}")
    ]
    assert titles
    assert not [title for title in titles if title in "".join(rows)]
    assert NAME in "".join(rows)
