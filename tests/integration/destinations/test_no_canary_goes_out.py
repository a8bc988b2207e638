"""Nothing hidden goes out of a town with nobody at it: canaries in its inbox, and all that leads out searched.

What may be where, and why:

* where anybody reads (the public folder, web servers): what is published;
* mailboxes in the house: that, and the checked copy, which is its author's own workbook;
* mailboxes elsewhere, the webhook, the log, the state, ``roadmap status``: no word of a workbook. What a file is called
  that nobody knows is told, for somebody has to find it, and so is the server of a destination that fails.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("aiosmtpd", reason="make test-destinations installs it")
pytest.importorskip("cheroot", reason="make test-destinations installs it")

from pipeline.model.checked_copy import original_name
from tests.canaries import Canaries, find, find_in_folder
from tests.canary_formats import SHOWN
from tests.canary_town import CONTROLS
from tests.integration.destinations.canary_house import INSIDE, OUTSIDE, WORKBOOKS, House, open_house

pytestmark = [
    pytest.mark.integration,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::UserWarning"),
]
ASKED, PORTAL = "what a file is called that nobody knows", "the address of a portal"
PUBLISHED, OPERATING = {*CONTROLS, *SHOWN}, {ASKED, PORTAL}
BROKEN = ("a field that is unknown", "words in the place of a date", "the mailbox of somebody", "somebody's name")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A town with all that may become of a file; what was not sent is searched for in the state."""
    with open_house(tmp_path_factory.mktemp("house")) as house:
        for name in WORKBOOKS:
            house.drop(house.place / name, name)
        house.watch()
        house.drop_edited(1, lambda sheet: _broken(sheet, house.canaries))
        house.drop(house.place / "vorhaben.xlsx", f"vorhaben {house.canaries.plant(ASKED)}.xlsx")
        house.watch()
        house.postbox.at_data = "451 4.3.0 later"
        house.drop_edited(2, lambda sheet: re.sub(r'<row r="(?:8|10|12|13)".*?</row>', "", sheet))
        house.watch()
        house.unsent = find_in_folder(house.output)
        house.postbox.at_data = ""
        house.drop_edited(3, lambda sheet: f"{sheet}\n")
        house.watch()
        house.drop_edited(4, lambda sheet: f"{sheet}\n\n")
        house.watch_killing()
        house.run("status")
        house.run("status", "--format", "json")
        yield house


def _broken(sheet: str, canaries: Canaries) -> str:
    """What is typed where it must not be, and holds the file back."""
    words = [canaries.plant(what) for what in BROKEN]
    typed = {
        ">Service<": f">{words[0]}<",
        ">Frühjahr 2025<": f">bald, {words[1]}<",
        ">Freie Zeiten sehen und buchen.<": f">Fragen an {words[2]}@stadt.example<",
        ">Hauptamt<": f">Frau {words[3]}<",
    }
    for before, after in typed.items():
        for spelled in (before, re.sub("ü", "&#252;", before)):
            sheet = sheet.replace(spelled, after)
    assert all(word in sheet for word in words)
    return sheet


def _found(house: House, *contents: bytes) -> set[str]:
    return house.canaries.named({number for content in contents for number in find(content)})


def test_all_came_about_and_every_canary_was_handed_in(house: House) -> None:
    assert house.kinds() >= {"published", "rejected", "asked", "held", "unchanged", "failed", "destination_failed"}
    assert house.canaries.named(house.handed_in) == set(house.canaries.places)
    assert len(house.canaries.places) >= 280


def test_where_anybody_reads_stands_what_is_published(house: House) -> None:
    for folder in (house.output / "beispielstadt" / "public", house.place / "served", house.place / "dav"):
        assert (folder / "current" / "catalog.ttl").is_file()
        assert house.canaries.named(find_in_folder(folder)) == PUBLISHED


def test_a_mailbox_in_the_house_gets_its_own_workbook_checked_and_no_other_word(house: House) -> None:
    bodies, attached = house.mails(INSIDE)

    assert _found(house, *bodies) <= PUBLISHED | OPERATING
    names = {original_name(name) for name, _ in attached}  # of a file that has faults of its own, and of no other
    assert {"vorhaben.xlsx"} <= names <= set(WORKBOOKS)
    assert set(BROKEN) <= _found(house, *(content for _, content in attached))


def test_a_mailbox_elsewhere_gets_no_word_of_a_workbook(house: House) -> None:
    bodies, attached = house.mails(OUTSIDE)

    assert len(bodies) >= 6
    assert _found(house, *bodies) <= OPERATING
    assert attached == []


def test_a_webhook_gets_no_word_of_a_workbook(house: House) -> None:
    assert _found(house, *house.called) <= OPERATING


def test_the_log_and_the_status_have_no_word_of_a_workbook(house: House) -> None:
    assert any("stands at webdav" in said or "steht auf webdav" in said for said in house.said)
    assert _found(house, *(said.encode() for said in house.said)) <= OPERATING


def test_the_state_has_no_word_of_a_workbook_not_even_while_nothing_is_sent(house: House) -> None:
    kept = {place for place in house.canaries.places if _is_kept(house, place)}

    assert (house.output / "state.sqlite").is_file()
    assert _found(house, *(path.read_bytes() for path in house.output.glob("state.sqlite*"))) <= OPERATING
    assert kept <= OPERATING | PUBLISHED


def _is_kept(house: House, place: str) -> bool:
    """Whether it lay anywhere in the output but in the town's internal folder while mail waited."""
    where = house.unsent.get(house.canaries.places.index(place), set())
    return any("internal" not in Path(name).parts for name in where)
