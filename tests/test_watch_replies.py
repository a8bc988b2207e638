"""What comes back from units is taken from the inbox, merged and published, or told to whoever must decide."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, suppress
from datetime import timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.state import open_state
from tests.circulars import put, say
from tests.towns import town_of
from tests.twelve_units import NAME, UNITS, WORKBOOK, change_cells
from tests.watching import MONDAY, Killed, Mailed, Office, Stopping, asked_office, open_office

EDITOR = "digital@zwoelfingen.example"
HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def asked_once() -> Iterator[Callable[[str], tuple[Path, list[Mailed]]]]:
    """The folder of a town that has asked its units, and what it sent, made once for each way to publish replies."""
    with ExitStack() as stack, pytest.MonkeyPatch.context() as patch:

        @cache
        def ask(publish: str) -> tuple[Path, list[Mailed]]:
            folder = Path(stack.enter_context(TemporaryDirectory()))
            with open_state(folder / "output") as state:
                office = open_office(folder, state, patch, f'when = "0 8 * * mon"\npublish = "{publish}"\n')
                office.look()
                office.at(MONDAY)
            return folder, office.mails

        yield ask


@pytest.fixture
def asking(
    tmp_path: Path, asked_once: Callable[[str], tuple[Path, list[Mailed]]], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[str], Office]]:
    """A town that has asked its units; what comes back is published as its settings say."""
    with ExitStack() as stack:

        def ask(publish: str) -> Office:
            folder, mails = asked_once(publish)
            shutil.copytree(folder, tmp_path, symlinks=True, dirs_exist_ok=True)
            office = asked_office(tmp_path, stack.enter_context(open_state(tmp_path / "output")), monkeypatch)
            office.mails.extend(mails)
            return office

        yield ask


def _changed(key: str, title: str, value: str) -> Callable[[Worksheet], object]:
    def edit(sheet: Worksheet) -> None:
        put(sheet, key, title, value)
        say(sheet, key, "geändert")

    return edit


def _all_said(keys: Iterable[str], word: str) -> Callable[[Worksheet], object]:
    def edit(sheet: Worksheet) -> None:
        for key in keys:
            say(sheet, key, word)

    return edit


def _published(office: Office) -> str:
    """All that the newest edition says."""
    edition = office.folder().editions / office.folder().versions()[-1]
    return "".join(path.read_text("utf-8") for path in edition.rglob("*.nt") if path.is_file()) or "".join(
        path.read_text("utf-8") for path in edition.rglob("*.ttl") if path.is_file()
    )


def _of(office: Office, mailbox: str, subject: str) -> list[str]:
    return [mailed.mail.text for mailed in office.to(mailbox) if mailed.mail.subject.startswith(subject)]


def test_a_reply_under_any_name_is_published_at_once_and_the_unit_is_thanked(asking: Callable[[str], Office]) -> None:
    office = asking("at once")
    key = office.circular("Bauamt").keys[0]
    office.reply("Bauamt", _changed(key, "Vorhaben", "Bauakte ganz ohne Papier"), "AW Umlauf Hochbau (1).xlsx")

    office.at(MONDAY + HOUR, 12)

    assert office.verdicts() == ["merged"]
    assert "Bauakte ganz ohne Papier" in _published(office)
    assert [path.name for path in office.inbox.iterdir() if path.is_file()] == []
    (laid,) = (office.inbox / "angenommen").iterdir()
    assert "AW Umlauf Hochbau (1).xlsx" in {path.name for path in laid.iterdir()}
    (thanks,) = _of(office, UNITS["Bauamt"], "Danke")
    assert f"Geändert: 1 ({key})" in thanks
    assert "asked" not in office.kinds()


def test_after_a_release_by_hand_the_watcher_publishes_what_was_released(asking: Callable[[str], Office]) -> None:
    from pipeline.cli import main

    office = asking("after release")
    key = office.circular("Bauamt").keys[0]
    office.reply("Bauamt", _changed(key, "Vorhaben", "Bauakte ganz ohne Papier"))
    office.at(MONDAY + HOUR, 12)
    office.at(MONDAY + 2 * HOUR, 12)
    before = office.folder().versions()

    assert office.verdicts() == ["reply"]
    (told,) = _of(office, EDITOR, "Bitte freigeben")
    assert "Bauakte ganz ohne Papier" in told
    assert f"roadmap merge {NAME} --release" in told
    assert "Bauakte ganz ohne Papier" not in _published(office)

    with pytest.raises(SystemExit) as ended:
        main(["merge", NAME, "--release", "--sources", str(office.place.parent), "--output", str(office.output)])
    assert ended.value.code == 0
    office.at(MONDAY + 3 * HOUR, 12)

    assert office.verdicts() == ["merged"]
    assert "Bauakte ganz ohne Papier" in _published(office)
    assert len(office.folder().versions()) == len(before) + 1


def test_what_was_only_confirmed_needs_no_release_where_no_cell_changes(asking: Callable[[str], Office]) -> None:
    office = asking("at once")
    keys = office.circular("Kulturamt").keys
    office.reply("Kulturamt", _all_said(keys, "stimmt noch"))

    office.at(MONDAY + HOUR, 12)

    assert office.verdicts() == ["merged"]
    assert set(town_of(office.place).umlauf.ledger.confirmed) == set(keys)


def test_a_faulty_reply_goes_back_to_the_unit_with_its_cells_marked(asking: Callable[[str], Office]) -> None:
    office = asking("at once")
    key = office.circular("Bauamt").keys[0]
    office.reply("Bauamt", lambda sheet: put(sheet, key, "Kennung", "Z-99"), "Antwort.xlsx")

    office.at(MONDAY + HOUR, 12)

    assert office.verdicts() == ["rejected"]
    (back,) = [mailed for mailed in office.to(UNITS["Bauamt"]) if mailed.mail.subject.startswith("Nicht angenommen")]
    assert list(back.attached) == ["Antwort.geprueft.xlsx"]
    assert _of(office, EDITOR, "Nicht angenommen: Antwort.xlsx")
    (laid,) = (office.inbox / "abgelehnt").iterdir()
    assert {path.name for path in laid.iterdir()} == {"Antwort.xlsx", "Antwort.geprueft.xlsx", "pruefbericht.html"}


def test_what_no_rule_lets_pass_goes_back_before_it_gets_into_the_roadmap(asking: Callable[[str], Office]) -> None:
    office = asking("at once")
    key = office.circular("Bauamt").keys[0]
    office.reply("Bauamt", _changed(key, "Vorhaben", ""), "Antwort.xlsx")
    versions = office.folder().versions()

    office.at(MONDAY + HOUR, 12)

    assert office.verdicts() == ["rejected"]
    (told,) = _of(office, UNITS["Bauamt"], "Nicht angenommen")
    assert "Titel fehlt" in told
    assert office.folder().versions() == versions
    assert not list(office.place.glob("*.umlauf.xlsx"))


def test_a_reply_to_a_circular_that_nobody_sent_goes_back(asking: Callable[[str], Office]) -> None:
    office = asking("at once")
    circular = office.circular("Bauamt")
    office.reply("Bauamt", _changed(circular.keys[0], "Vorhaben", "Anders ist es richtig"), "x.xlsx")
    (office.folder().internal / "umlauf" / f"{circular.id}.json").unlink()

    office.at(MONDAY + HOUR, 12)

    assert office.verdicts() == ["rejected"]
    (told,) = _of(office, UNITS["Bauamt"], "Nicht angenommen")
    assert "Umlauf ist nicht bekannt" in told


def test_two_replies_that_differ_are_told_and_neither_is_taken(asking: Callable[[str], Office]) -> None:
    office = asking("at once")
    shared = next(each for each in office.circular("Ordnungsamt").requests if each.shared_with)
    other = shared.shared_with[0]
    office.reply("Ordnungsamt", _changed(shared.key, "Vorhaben", "So ist es richtig"))
    office.reply(other, _changed(shared.key, "Vorhaben", "Anders ist es richtig"))

    office.at(MONDAY + HOUR, 14)
    office.at(MONDAY + 2 * HOUR)

    told = _of(office, EDITOR, "Bitte entscheiden")
    assert "„So ist es richtig“" in told[-1]
    assert "„Anders ist es richtig“" in told[-1]
    assert len(told) == 1
    assert "Die Antworten sagen Verschiedenes" in told[-1]


def test_a_reply_that_the_roadmap_contradicts_is_told_to_the_editor(asking: Callable[[str], Office]) -> None:
    office = asking("at once")
    key = office.circular("Bauamt").keys[0]
    office.reply("Bauamt", _changed(key, "Vorhaben", "So ist es richtig"))
    change_cells(office.place / WORKBOOK, {key: {"title": "Inzwischen anders"}})

    office.at(MONDAY + HOUR, 12)

    assert office.verdicts() == ["reply"]
    assert len(_of(office, EDITOR, "Bitte entscheiden")) == 1
    assert "Inzwischen anders" in _published(office)


def test_whoever_heard_of_a_conflict_settles_it_in_the_workbook(asking: Callable[[str], Office]) -> None:
    office = asking("at once")
    key = office.circular("Bauamt").keys[0]
    office.reply("Bauamt", _changed(key, "Vorhaben", "So ist es richtig"))
    change_cells(office.place / WORKBOOK, {key: {"title": "Inzwischen anders"}})
    office.at(MONDAY + HOUR, 12)
    assert office.verdicts() == ["reply"]

    change_cells(office.place / WORKBOOK, {key: {"title": "Wie es nun heißen soll"}})
    office.at(MONDAY + 2 * HOUR, 12)

    assert office.verdicts() == ["merged"]
    assert "Wie es nun heißen soll" in _published(office)
    assert len(_of(office, EDITOR, "Bitte entscheiden")) == 1


def test_a_new_workbook_without_the_answers_is_published_with_them(asking: Callable[[str], Office]) -> None:
    office = asking("at once")
    first, second, *_ = office.circular("Bauamt").keys
    shutil.copy(office.place / WORKBOOK, office.output / "neu.xlsx")
    office.reply("Bauamt", _changed(first, "Vorhaben", "Bauakte ganz ohne Papier"))
    office.at(MONDAY + HOUR, 12)
    assert office.verdicts() == ["merged"]

    change_cells(office.output / "neu.xlsx", {second: {"title": "Neu von der Redaktion"}})
    shutil.copy(office.output / "neu.xlsx", office.inbox / WORKBOOK)
    office.at(MONDAY + 2 * HOUR, 14)

    assert office.verdicts() == ["merged", "published"]
    assert "Neu von der Redaktion" in _published(office)
    assert "Bauakte ganz ohne Papier" in _published(office)
    town = town_of(office.place)
    assert set(town.umlauf.instead) == {office.place / WORKBOOK}


def test_a_new_workbook_that_contradicts_an_answer_is_held(asking: Callable[[str], Office]) -> None:
    office = asking("at once")
    key = office.circular("Bauamt").keys[0]
    shutil.copy(office.place / WORKBOOK, office.output / "neu.xlsx")
    office.reply("Bauamt", _changed(key, "Vorhaben", "Bauakte ganz ohne Papier"))
    office.at(MONDAY + HOUR, 12)

    change_cells(office.output / "neu.xlsx", {key: {"title": "Ganz anders gemeint"}})
    shutil.copy(office.output / "neu.xlsx", office.inbox / WORKBOOK)
    office.at(MONDAY + 2 * HOUR, 14)

    assert office.verdicts() == ["merged", "held"]
    assert "Bauakte ganz ohne Papier" in _published(office)


def test_a_wish_to_drop_a_project_is_told_and_changes_nothing(asking: Callable[[str], Office]) -> None:
    office = asking("at once")
    key = office.circular("Bauamt").keys[0]
    office.reply("Bauamt", _all_said([key], "entfällt"))
    before = office.folder().versions()

    office.at(MONDAY + HOUR, 12)

    assert office.verdicts() == ["merged"]
    (told,) = _of(office, EDITOR, "Bitte ansehen")
    assert f"{key} soll entfallen, sagt Bauamt" in told
    assert office.folder().versions() == before


def test_a_file_that_is_no_reply_is_asked_about_as_ever(asking: Callable[[str], Office]) -> None:
    office = asking("at once")
    office.inbox.mkdir(exist_ok=True)
    book = Workbook()
    book.save(office.inbox / "Haushalt 2027.xlsx")
    (office.inbox / "Notiz.pdf").write_bytes(b"%PDF-1.7 nothing to be read")

    office.at(MONDAY + HOUR)

    assert office.verdicts() == ["asked", "asked"]
    assert office.kinds().count("asked") == 1  # of the other no name would make a workbook
    assert office.kinds().count("untaken") == 1
    assert {path.name for path in office.inbox.iterdir()} == {"Haushalt 2027.xlsx", "Notiz.pdf"}


@pytest.mark.parametrize("kind", ["judge", "merge", "publish"])
def test_killed_between_any_two_steps_a_reply_is_taken_once(asking: Callable[[str], Office], kind: str) -> None:
    office = asking("at once")
    key = office.circular("Bauamt").keys[0]
    office.reply("Bauamt", _changed(key, "Vorhaben", "Bauakte ganz ohne Papier"), "x.xlsx")
    versions = office.folder().versions()

    office.restart(Stopping(kind=kind))
    with suppress(Killed):
        office.at(MONDAY + HOUR, 12)
    office.restart()
    office.at(MONDAY + 2 * HOUR, 12)

    assert office.verdicts() == ["merged"]
    assert len(_of(office, UNITS["Bauamt"], "Danke")) == 1
    assert "Bauakte ganz ohne Papier" in _published(office)
    assert len(office.folder().versions()) == len(versions) + 1


def test_who_has_answered_is_not_asked_again_while_the_answer_waits(asking: Callable[[str], Office]) -> None:
    office = asking("after release")
    keys = office.circular("Bauamt").keys
    office.reply("Bauamt", _all_said(keys, "stimmt noch"))
    office.at(MONDAY + HOUR, 12)

    office.at(MONDAY + timedelta(days=14))

    assert office.asked().count(UNITS["Bauamt"]) == 1
    assert office.asked().count(UNITS["Kulturamt"]) == 2


def test_no_text_of_a_reply_stands_in_the_state(asking: Callable[[str], Office]) -> None:
    office = asking("after release")
    key = office.circular("Bauamt").keys[0]
    office.reply("Bauamt", _changed(key, "Vorhaben", "Bauakte ganz ohne Papier"))

    office.at(MONDAY + HOUR, 12)

    tables = ("drops", "outbox", "notes", "runs")
    rows = "".join(
        str(tuple(row)) for table in tables for row in office.state.connection.execute(f"SELECT * FROM {table}")
    )
    assert "ganz ohne Papier" not in rows
