"""A circular goes out as a workbook that shows what is asked, and is known again whatever became of its file."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeAlias

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.model.circular import (
    Circular,
    Mark,
    Point,
    Reason,
    Reply,
    Said,
    circular_id,
    columns_line,
    find_mark,
    parse_columns_line,
)
from pipeline.model.kept_circular import parse_circular, write_circular
from pipeline.model.report import Text, ValidationResult
from pipeline.model.rules import RuleBook
from pipeline.remind import judge_reply, judge_stray
from pipeline.render.formats.circular_words import question_of
from pipeline.render.mails.circular import write_circular_mail
from pipeline.town.resources import read_resources
from tests.circulars import HEADER_ROW, answered, columns_of, in_november, opened, put, reply_of, row_of, say

Edit: TypeAlias = Callable[[Worksheet], object]
UNIT = "Bürgeramt"
RULES: RuleBook = read_resources().rules


def circular() -> Circular:
    return in_november().of(UNIT)


def content() -> bytes:
    return in_november().workbook(UNIT)


def read(path: Path, edited: bytes) -> Reply:
    reply = reply_of(path / "Kopie von irgendwas (2).xlsx", edited)
    assert reply
    return reply


def told(reply: Reply) -> list[tuple[str, str]]:
    return [(found.rule.id, found.value) for found in judge_reply(reply, circular(), RULES)]


# The mark and what is kept


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("Umlauf 7f3a2c · Bürgeramt · 2026-11-02", Mark("7f3a2c", "Bürgeramt", "2026-11-02")),
        (" Umlauf 7f3a2c  ·  Amt · Mitte · 2026-11-02 ", Mark("7f3a2c", "Amt · Mitte", "2026-11-02")),
        ("Umlauf 7f3a2c · Bürgeramt", None),
        ("Umlauf XYZ123 · Bürgeramt · 2026-11-02", None),
        ("Im Umlauf 7f3a2c · Bürgeramt · 2026-11-02", None),
    ],
)
def test_a_mark_is_known_by_its_form(text: str, mark: Mark | None) -> None:
    assert find_mark(text) == mark


def test_the_same_question_of_the_same_day_has_the_same_id_and_another_has_another() -> None:
    day = date(2026, 11, 2)
    ids = [
        circular_id("a", "Bürgeramt", "2026-10-01", day),
        circular_id("a", "Bauamt", "2026-10-01", day),
        circular_id("b", "Bürgeramt", "2026-10-01", day),
        circular_id("a", "Bürgeramt", "2026-10-01", date(2026, 11, 3)),
        circular_id("a", "Bürgeramt", "2026-10-02", day),
    ]

    assert len(set(ids)) == len(ids)
    assert ids[0] == circular_id("a", "Bürgeramt", "2026-10-01", day)


@pytest.mark.parametrize("title", ["Ende", "Was; und = wann", "Interven-tions-\nbereich"])
def test_the_line_of_columns_is_read_as_it_was_written(title: str) -> None:
    columns = parse_columns_line(columns_line({"id": "Kennung", "end": title}))

    assert columns["id"] == "Kennung"
    assert columns["end"].split() == title.replace(";", ",").split()


def test_a_circular_is_kept_and_found_again_as_it_was() -> None:
    assert parse_circular(write_circular(circular())) == circular()
    assert write_circular(parse_circular(write_circular(circular()))) == write_circular(circular())


# The workbook


def test_the_same_circular_has_the_same_bytes() -> None:
    assert content() == content()
    assert content() != in_november().workbook(UNIT, "en")


def test_a_cell_that_is_asked_for_is_yellow_and_says_what_is_asked() -> None:
    sheet = opened(content())
    start = sheet.cell(row_of(sheet, "Z-13"), columns_of(sheet)["Beginn"])
    other = sheet.cell(row_of(sheet, "Z-13"), columns_of(sheet)["Ende"])

    assert start.comment
    assert "Wann beginnt das Projekt?" in start.comment.text
    assert start.fill.fgColor.rgb != other.fill.fgColor.rgb
    assert other.comment is None


def test_the_sheet_has_the_towns_own_titles_and_no_column_that_a_unit_may_not_change() -> None:
    titles = list(columns_of(opened(content())))

    assert titles[:4] == ["Kennung", "Vorhaben", "Stimmt noch?", "Worum wir bitten"]
    assert "Stand" not in titles
    assert {"Status", "Beginn", "Ende", "Kosten geplant", "Ergebnis der Beteiligung"} <= {*titles}


def test_a_text_that_looks_like_a_formula_stays_a_text() -> None:
    sheet = opened(content())
    cell = sheet.cell(row_of(sheet, "Z-37"), columns_of(sheet)["Vorhaben"])

    assert (cell.value, cell.data_type) == ("=1+1 als Titel", "s")
    assert cell.quotePrefix


def test_status_field_participation_and_the_answer_have_lists_to_choose_from() -> None:
    sheet = opened(content())
    lists = {
        min(place.min_col for place in found.sqref.ranges)
        for found in sheet.data_validations.dataValidation
        if found.type == "list"
    }

    titles = {number: title for title, number in columns_of(sheet).items()}
    wanted = {"Stimmt noch?", "Status", "Handlungsfelder", "Externe Beteiligung"}
    assert {titles[number] for number in lists} == wanted


def test_it_prints_on_landscape_paper_with_the_key_on_every_page() -> None:
    sheet = opened(content())

    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert str(sheet.print_title_rows) == f"${HEADER_ROW}:${HEADER_ROW}"
    assert str(sheet.print_title_cols) == "$A:$B"


def test_no_sheet_row_or_column_is_hidden() -> None:
    sheet = opened(content())

    assert sheet.sheet_state == "visible"
    assert not any(each.hidden for each in (*sheet.row_dimensions.values(), *sheet.column_dimensions.values()))


def test_the_mail_says_what_is_asked_of_which_project_until_when() -> None:
    german, english = (
        write_circular_mail(circular(), in_november().town.dataset, language) for language in ("de", "en")
    )

    assert german.subject == "Bitte bis 16.11.2026 prüfen: Ihre Projekte in „Digitale Roadmap Zwölfingen“"
    assert "\n\nZ-13: Termine ohne Warten\n" in german.text
    assert "  - Wann beginnt das Projekt? Ein Jahr genügt.\n" in german.text
    assert circular().mark in german.text
    assert "  - When does the project start? The year will do.\n" in english.text
    assert "2026-11-16" in english.subject
    assert german.reply_to == "digital@zwoelfingen.example"
    assert max(map(len, german.text.splitlines())) <= 72


# The reply


def test_what_comes_back_untouched_says_what_was_sent(tmp_path: Path) -> None:
    reply = read(tmp_path, content())

    texts = {(key, name): cell.text for key, row in reply.answers.items() for name, cell in row.items()}
    assert texts == circular().base
    assert (reply.id, reply.unit) == (circular().id, UNIT)
    assert (reply.said, reply.notes, told(reply)) == ({}, (), [])


def test_a_reply_says_what_was_typed_and_where(tmp_path: Path) -> None:
    def edit(sheet: Worksheet) -> None:
        say(sheet, "Z-13", "geändert")
        put(sheet, "Z-13", "Beginn", date(2026, 12, 1))
        say(sheet, "Z-25", " Stimmt noch ")
        say(sheet, "Z-37", "dropped")
        put(sheet, "Z-25", "Link", None)

    reply = read(tmp_path, answered(content(), edit))

    start = reply.answers["Z-13"]["start"]
    sheet = opened(content())
    assert (start.value, start.text) == (date(2026, 12, 1), "01.12.2026")
    assert start.cell.row == row_of(sheet, "Z-13")
    assert reply.answers["Z-25"]["link"].value == ""
    assert reply.said == {"Z-13": Said.CHANGED, "Z-25": Said.CONFIRMED, "Z-37": Said.DROPPED}
    assert (reply.confirmed, reply.dropped) == (frozenset({"Z-25"}), frozenset({"Z-37"}))
    assert told(reply) == []


def test_sorted_deleted_and_hidden_rows_and_moved_or_hidden_columns_change_nothing(tmp_path: Path) -> None:
    def edit(sheet: Worksheet) -> None:
        sheet.delete_rows(row_of(sheet, "Z-13"))
        sheet.insert_rows(1, 2)
        title = columns_of_moved(sheet)["Ende"]
        sheet.insert_cols(1)
        for row in range(HEADER_ROW + 2, sheet.max_row + 1):
            sheet.cell(row, 1).value = sheet.cell(row, title + 1).value
        sheet.delete_cols(title + 1)
        sheet.row_dimensions[sheet.max_row].hidden = True
        sheet.column_dimensions["D"].hidden = True

    def columns_of_moved(sheet: Worksheet) -> dict[str, int]:
        return {str(cell.value): at for at, cell in enumerate(sheet[HEADER_ROW + 2], start=1)}

    reply = read(tmp_path, answered(content(), edit))

    assert "Z-13" not in reply.answers
    texts = {(key, name): cell.text for key, row in reply.answers.items() for name, cell in row.items()}
    assert texts == {place: text for place, text in circular().base.items() if place[0] != "Z-13"}
    assert told(reply) == []


def test_a_reply_as_csv_says_the_same(tmp_path: Path) -> None:
    rows = [[_in_csv(value) for value in row] for row in opened(content()).iter_rows(values_only=True)]
    path = tmp_path / "antwort.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)

    reply = reply_of(path)

    assert reply
    texts = {(key, name): cell.text for key, row in reply.answers.items() for name, cell in row.items()}
    assert texts == circular().base
    assert told(reply) == []


def _in_csv(value: object) -> str:
    return "" if value is None else f"{value:%d.%m.%Y}" if isinstance(value, date) else str(value)


def test_without_the_line_of_columns_a_title_of_the_town_is_lost_and_told(tmp_path: Path) -> None:
    def edit(sheet: Worksheet) -> None:
        sheet.cell(HEADER_ROW - 1, 3).value = None

    reply = read(tmp_path, answered(content(), edit))

    assert ("reply-column-lost", "Vorhaben") in told(reply)
    assert ("reply-column-unknown", "Vorhaben") in told(reply)
    assert "end" in reply.columns


def test_a_workbook_without_a_mark_is_no_reply(tmp_path: Path) -> None:
    def edit(sheet: Worksheet) -> None:
        sheet.cell(4, 1).value = "Umlauf"

    assert reply_of(tmp_path / "roadmap.xlsx", answered(content(), edit)) is None


def _rename(key: str, to: str | None) -> Edit:
    def edit(sheet: Worksheet) -> None:
        sheet.cell(row_of(sheet, key), 1).value = to

    return edit


def _title(sheet: Worksheet) -> None:
    sheet.cell(HEADER_ROW, columns_of(sheet)["Ende"]).value = "Schluss"


def _column_lost(sheet: Worksheet) -> None:
    sheet.delete_cols(columns_of(sheet)["Ende"])


def _own_column(sheet: Worksheet) -> None:
    at = sheet.max_column + 1
    sheet.cell(HEADER_ROW, at).value = "Notiz"
    sheet.cell(HEADER_ROW + 1, at).value = "bitte anrufen"


def _word(sheet: Worksheet) -> None:
    say(sheet, "Z-13", "passt")


@pytest.mark.parametrize(
    ("edit", "rules"),
    [
        (_rename("Z-13", "Z-99"), [("reply-key-unknown", "Z-99")]),
        (_rename("Z-13", "Z-25"), [("reply-key-twice", "Z-25"), ("reply-key-twice", "Z-25")]),
        (_rename("Z-13", None), [("reply-key-missing", "")]),
        (_title, [("reply-column-unknown", "Schluss"), ("reply-column-lost", "Ende")]),
        (_column_lost, [("reply-column-lost", "Ende")]),
        (_own_column, [("reply-column-unknown", "Notiz")]),
        (_word, [("reply-word-unknown", "passt")]),
    ],
)
def test_what_cannot_be_placed_is_told_at_its_cell(tmp_path: Path, edit: Edit, rules: list[tuple[str, str]]) -> None:
    reply = read(tmp_path, answered(content(), edit))

    assert told(reply) == rules


def test_of_a_key_that_stands_twice_neither_row_is_taken(tmp_path: Path) -> None:
    reply = read(tmp_path, answered(content(), _rename("Z-13", "Z-25")))

    assert "Z-25" not in reply.answers


def test_a_sheet_that_was_copied_leaves_open_which_one_holds(tmp_path: Path) -> None:
    def edit(sheet: Worksheet) -> None:
        assert sheet.parent
        sheet.parent.copy_worksheet(sheet)

    reply = read(tmp_path, answered(content(), edit))

    assert told(reply) == [("reply-several", "Umlauf Copy")]


def test_a_mark_without_a_table_is_told(tmp_path: Path) -> None:
    def edit(sheet: Worksheet) -> None:
        sheet.delete_rows(HEADER_ROW)

    reply = read(tmp_path, answered(content(), edit))

    assert (reply.answers, told(reply)) == ({}, [("reply-without-table", "")])


def test_a_mark_that_nobody_gave_out_is_told(tmp_path: Path) -> None:
    reply = read(tmp_path, content())
    results: tuple[ValidationResult, ...] = judge_stray(reply, RULES)

    assert [(found.rule.id, str(found.cell)) for found in results] == [("reply-unknown", reply.file)]
    other = replace(circular(), unit="Bauamt")
    assert [found.rule.id for found in judge_reply(reply, other, RULES)] == ["reply-unknown"]


def test_a_gray_cell_that_was_changed_is_told(tmp_path: Path) -> None:
    def edit(sheet: Worksheet) -> None:
        put(sheet, "Z-25", "Link", "https://www.zwoelfingen.example/neu")

    reply = read(tmp_path, answered(content(), edit))
    locked = replace(circular(), locked=frozenset({("Z-25", "link"), ("Z-13", "link")}))

    results = judge_reply(reply, locked, RULES)
    assert [(found.rule.id, found.column) for found in results] == [("reply-cell-locked", "Link")]


def test_each_reason_is_asked_in_words_of_both_languages() -> None:
    for reason in Reason:
        asked = question_of(Point(reason, "end", date(2026, 6, 30), Text("Titel", "Title"), Text("Tun.", "Do.")))

        assert asked.de != asked.en
        assert "{" not in asked.de + asked.en
