"""Answers to circulars in a copy of the author's own workbook, and the runs that read it."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.merge import settle
from pipeline.merging import Merging, may_release, merge_town, read_handed_in, release
from pipeline.model.errors import ConfigError
from pipeline.model.merging import MASTER, Change, Place, Received
from pipeline.model.umlauf import LEDGER
from pipeline.model.workbook import CellRef, Value
from pipeline.render.reports.merged_copy import find_formulas, write_merged
from pipeline.render.reports.ooxml.elements import PackageError
from pipeline.town.resources import read_resources
from tests.answers import reply
from tests.towns import FIRST_DAY, SECOND_DAY, change, copy_town, publish, town_of

END = Place("BA-02", "end")
MASTER_FILE, COPY = "vorhaben.xlsx", "vorhaben.umlauf.xlsx"


def _change(address: str, value: Value, code: str | None = None, before: str = "alt") -> Change:
    cell = CellRef("roadmap.xlsx", "Roadmap", address[0], int(address[1:]))
    return Change(Place("P-1", "end"), cell, "Ende", before, value, code, ("Bürgeramt",), date(2026, 11, 20))


def _book(**cells: str) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Roadmap"
    sheet.append(["Kennung", "Titel", "Ende", "Kosten", "Summe"])
    sheet.append(["P-1", "Portal", "2026", 5, None])
    for address, value in cells.items():
        sheet[address] = value
    return _saved(book)


def _saved(book: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _sheet(content: bytes) -> Worksheet:
    return openpyxl.load_workbook(io.BytesIO(content))["Roadmap"]


@pytest.mark.parametrize(
    ("value", "code", "read", "shown"),
    [
        ("Mitte 2027 <&> „x“", None, "Mitte 2027 <&> „x“", "General"),
        (date(2027, 1, 31), "dd.mm.yyyy", datetime(2027, 1, 31), "dd.mm.yyyy"),
        (1250.5, "General", 1250.5, "General"),
        ("=1+1", None, "=1+1", "General"),
        ("", None, None, "General"),
        (7, '000" T€"', 7, '000" T€"'),
    ],
)
def test_a_value_is_written_as_it_was_typed(value: Value, code: str | None, read: object, shown: str) -> None:
    cell = _sheet(write_merged(_book(), [_change("C2", value, code)]))["C2"]

    assert (cell.value, cell.number_format) == (read, shown)
    assert cell.data_type != "f"
    assert cell.fill.fgColor.rgb == "FFD9F2D5"


def test_the_note_says_who_answered_when_and_what_stood_there() -> None:
    note = _sheet(write_merged(_book(), [_change("C2", "2027", before="2026")]))["C2"].comment

    assert note is not None
    assert note.text.startswith(
        "Antwort aus dem Umlauf\nBürgeramt hat am 20.11.2026 geantwortet.\nVorher stand hier: 2026"
    )


def test_all_else_stays_as_it_was() -> None:
    book = openpyxl.load_workbook(io.BytesIO(_book(A9="Fuß")))
    sheet = book["Roadmap"]
    sheet["B2"].comment, sheet["B2"].fill = Comment("Bleibt", "Autor"), PatternFill("solid", fgColor="FFFFFF00")
    sheet["C2"].comment = Comment("Auch", "Autor")
    sheet.freeze_panes = "A2"
    book.create_sheet("Notizen")["A1"] = "privat"

    merged = _sheet(write_merged(_saved(book), [_change("C2", "2027")]))

    assert merged["B2"].comment.text == "Bleibt"
    assert merged["B2"].fill.fgColor.rgb == "FFFFFF00"
    assert merged["C2"].comment.text.startswith("Auch\n")
    assert (merged.freeze_panes, merged["A9"].value, merged["D2"].value) == ("A2", "Fuß", 5)
    assert merged.parent is not None
    assert merged.parent["Notizen"]["A1"].value == "privat"


def test_cells_and_rows_that_are_not_there_are_made() -> None:
    merged = _sheet(write_merged(_book(), [_change("E2", "neu"), _change("B7", 3)]))

    assert (merged["E2"].value, merged["B7"].value) == ("neu", 3)


def test_colours_and_notes_of_ours_give_way_to_the_next_merge() -> None:
    first = write_merged(_book(), [_change("C2", "2027"), _change("D2", 6)])

    second = _sheet(write_merged(first, [_change("D2", 7)]))

    assert second["C2"].comment is None
    assert second["C2"].fill.fill_type is None
    assert second["D2"].comment.text.count("Antwort aus dem Umlauf") == 1
    assert second["C2"].value == "2027"


def test_the_same_changes_give_the_same_bytes() -> None:
    content, changes = _book(), [_change("C2", "2027"), _change("D2", 6)]

    assert write_merged(content, changes) == write_merged(content, changes[::-1])


def test_what_is_no_excel_workbook_is_refused() -> None:
    with pytest.raises(PackageError):
        write_merged(b"Kennung;Titel\n", [_change("C2", "2027")])


@pytest.mark.parametrize(
    ("cells", "is_found"),
    [
        ({"C2": "=A2"}, True),
        ({"E2": "=C2*2"}, True),
        ({"E2": "=SUM(A1:D2)"}, True),
        ({"E2": "=SUM(C:C)"}, True),
        ({"E2": "=F2", "F2": "=$C$2"}, True),
        ({"E2": "=Tabelle1[Ende]"}, True),
        ({"E2": "=D2*2"}, False),
        ({"E2": '=IF(D2="C2",1,0)'}, False),
        ({"E9": "=C2"}, False),
    ],
)
def test_a_formula_that_reckons_with_a_cell_is_found_where_it_is_read(cells: Mapping[str, str], is_found: bool) -> None:
    read = [CellRef("roadmap.xlsx", "Roadmap", letter, 2) for letter in "ABCDE"]

    found = find_formulas(_book(**cells), [_change("C2", "2027")], read)

    assert bool(found) is is_found


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return copy_town(tmp_path)


def _answer(end: str = "Mitte 2028", unit: str = "Hauptamt", hours: int = 0) -> Received:
    return reply(unit, {END: ("Ende 2027", end)}, hours=hours)


def _merge(place: Path, *replies: Received, take: str = "") -> Merging:
    town, resources = town_of(place), read_resources()
    merging = merge_town(town, resources, replies, now=FIRST_DAY)
    if take:
        words = settle(merging.merged, take, [END])
        merging = merge_town(town, resources, replies, now=FIRST_DAY, settled=words)
    return merging


def _end(place: Path, now: datetime = FIRST_DAY) -> str:
    outcome = publish(place, now=now)
    project = outcome.prepared.roadmap.project("BA-02")
    assert project is not None
    assert outcome.receipt, [result.rule.id for result in outcome.prepared.report.results]
    assert project.cell("end").file == MASTER_FILE
    return project.typed("end")


def _missing(place: Path) -> list[str]:
    results = publish(place, now=SECOND_DAY).prepared.report.results
    return [result.message.de for result in results if result.rule.id == "circular-missing"]


def _set_end(place: Path, value: str, name: str = MASTER_FILE) -> None:
    book = openpyxl.load_workbook(place / name)
    for row in book.worksheets[0].iter_rows():
        if row[1].value == "BA-02":
            row[8].value = value
    book.save(place / name)


def test_a_released_answer_is_published_and_the_workbook_is_not_touched(place: Path) -> None:
    before = (place / MASTER_FILE).read_bytes()

    assert release(_merge(place, _answer())) == (place / COPY,)

    assert (place / MASTER_FILE).read_bytes() == before
    assert _end(place) == "Mitte 2028"
    assert town_of(place).unread == ()


def test_the_copy_is_no_second_workbook(place: Path) -> None:
    settings = place / "dataset.toml"
    settings.write_text(settings.read_text("utf-8").replace('["vorhaben.xlsx"]', '["*.xlsx"]'), "utf-8")

    release(_merge(place, _answer()))

    assert [path.name for path in town_of(place).workbooks] == [MASTER_FILE]
    assert _end(place) == "Mitte 2028"


def test_nothing_is_published_before_the_release(place: Path) -> None:
    assert _merge(place, _answer()).written
    assert _end(place) == "Ende 2027"
    assert not (place / LEDGER).exists()


def test_a_new_workbook_without_the_answer_stops_the_run_until_it_is_merged_again(place: Path) -> None:
    release(_merge(place, _answer()))
    change(place, lambda sheet: sheet.cell(1, 1, "Digitale Agenda, neu"))

    assert _missing(place) == ["Es gibt Antworten aus dem Umlauf, die in dieser Fassung fehlen. Betroffene Zellen: 1."]
    release(_merge(place))
    assert _missing(place) == []
    assert _end(place, SECOND_DAY) == "Mitte 2028"


def test_an_owner_who_typed_something_else_has_the_last_word_only_by_a_person(place: Path) -> None:
    release(_merge(place, _answer()))
    _set_end(place, "2030")

    assert len(_missing(place)) == 1
    assert [conflict.master for conflict in _merge(place).merged.conflicts] == ["2030"]
    release(_merge(place, take=MASTER))
    assert _end(place, SECOND_DAY) == "2030"


@pytest.mark.parametrize("name", [MASTER_FILE])
def test_the_copy_may_be_taken_over_as_the_new_workbook(place: Path, name: str) -> None:
    release(_merge(place, _answer()))
    (place / COPY).replace(place / name)

    assert _missing(place) == []
    assert _end(place, SECOND_DAY) == "Mitte 2028"
    assert release(_merge(place)) == ()
    assert not (place / LEDGER).exists()


def test_a_workbook_in_which_the_answer_was_typed_needs_no_copy(place: Path) -> None:
    release(_merge(place, _answer()))
    _set_end(place, "Mitte 2028")

    assert _missing(place) == []
    assert release(_merge(place)) == ()
    assert not (place / COPY).exists()


def test_a_copy_that_somebody_worked_in_does_not_count(place: Path) -> None:
    release(_merge(place, _answer()))
    _set_end(place, "2031", COPY)

    assert len(_missing(place)) == 1


def test_a_released_answer_stays_while_a_later_one_contradicts_it(place: Path) -> None:
    release(_merge(place, _answer()))
    release(_merge(place, _answer("2029", unit="Bürgeramt")))

    assert _end(place) == "Mitte 2028"
    assert _merge(place).merged.conflicts
    release(_merge(place, take="Bürgeramt"))
    assert _end(place, SECOND_DAY) == "2029"


def test_replies_merged_one_by_one_are_the_same_as_all_at_once(place: Path, tmp_path: Path) -> None:
    other = copy_town(tmp_path / "other")
    title = reply("Sportamt", {Place("SK-01", "title"): ("Offene Turnhallen", "Turnhallen für alle")})

    for answer in (title, _answer()):
        release(_merge(place, answer))
    release(_merge(other, _answer(), title))

    assert (place / COPY).read_bytes() == (other / COPY).read_bytes()
    assert (place / LEDGER).read_bytes() == (other / LEDGER).read_bytes()


def test_a_damaged_ledger_is_refused_by_name(place: Path) -> None:
    release(_merge(place, _answer()))
    (place / LEDGER).write_text("{", "utf-8")

    with pytest.raises(ConfigError, match=LEDGER):
        town_of(place)


def test_a_reply_that_only_confirms_is_remembered_and_writes_no_copy(place: Path) -> None:
    merging = _merge(place, replace(_answer(), offers={}, confirmed=frozenset({"BA-02"})))

    assert release(merging) == ()
    assert town_of(place).umlauf.ledger.confirmed == {"BA-02": date(2026, 11, 2)}
    assert not (place / COPY).exists()


class _Drop(NamedTuple):
    name: str
    sha256: str
    taken_at: datetime


def test_a_reply_that_was_handed_in_is_read_from_its_snapshot(place: Path, tmp_path: Path) -> None:
    drop = _Drop("antwort.xlsx", "f" * 64, SECOND_DAY)
    (tmp_path / drop.sha256).mkdir()
    (tmp_path / drop.sha256 / drop.name).write_bytes(_book(A9="Umlauf aaaaaa · Hauptamt · 2026-11-02"))
    town, resources = town_of(place), read_resources()

    with pytest.raises(ConfigError, match=re.escape(drop.name)):
        read_handed_in([drop], tmp_path, [], town, resources)


def test_an_answer_is_released_at_once_only_where_the_town_says_so_and_nobody_must_look(place: Path) -> None:
    at_once, later = _merge(place, _answer()), _merge(place, _answer())
    dataset = at_once.town.dataset
    eager = replace(at_once.town, dataset=replace(dataset, reminders=replace(dataset.reminders, publish="at once")))

    assert not may_release(later, ())
    assert may_release(replace(at_once, town=eager), ())
    assert not may_release(replace(_merge(place, replace(_answer(), dropped=frozenset({"BA-01"}))), town=eager), ())
