"""``roadmap merge``, from the workbook that a unit sends back to the edition."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import openpyxl
import pytest

from pipeline.cli import CLEAN, FINDINGS, USAGE, main
from pipeline.model.circular import Circular, Point, Reason, Request, base_of, columns_of
from pipeline.publish.folder import Folder
from pipeline.reminding import keep_circular
from pipeline.render.formats.circular import render_circular
from pipeline.town.resources import read_resources
from tests.answers import roadmap_of
from tests.towns import FIRST_DAY, copy_town, output_of, town_of

KEYS = ("BA-02", "KW-01")


class Desk(NamedTuple):
    """A town whose units were asked, and the workbook of each circular by its unit."""

    place: Path
    circulars: Mapping[str, bytes]

    def reply(self, unit: str, *, at: int = 0, **cells: str | None) -> Path:
        """What a unit sends back: its workbook with cells of BA-02 changed, so many hours after noon."""
        book = openpyxl.load_workbook(io.BytesIO(self.circulars[unit]))
        sheet = book.worksheets[0]
        titles = {"end": "Zeit bis", "title": "Vorhaben", "said": "Stimmt noch?"}
        rows = list(sheet.iter_rows())
        header = next(row for row in rows if any(cell.value == "Stimmt noch?" for cell in row))
        row = next(row for row in rows if any(cell.value == "BA-02" for cell in row))
        for name, value in cells.items():
            (column,) = (cell.column for cell in header if " ".join(str(cell.value).split()) == titles[name])
            sheet.cell(row[0].row or 0, column or 0).value = value
        path = self.place.parents[1] / f"{unit}-{at}.xlsx"
        book.save(path)
        moment = datetime(2026, 11, 20, 12 + at, tzinfo=UTC).timestamp()
        os.utime(path, (moment, moment))
        return path

    def merge(self, *arguments: str | Path) -> int:
        """The exit code of the command."""
        sources, output = str(self.place.parent), str(output_of(self.place))
        with pytest.raises(SystemExit) as ended:
            main(["merge", "beispielstadt", *map(str, arguments), "--sources", sources, "--output", output])
        return int(str(ended.value.code))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    place = copy_town(tmp_path)
    resources, roadmap, town = read_resources(), roadmap_of(place), town_of(place)
    projects = [project for key in KEYS if (project := roadmap.project(key))]
    columns = columns_of(projects)
    titles = {name: " ".join(column.title.split()) for name in columns if (column := projects[0].table.column(name))}
    requests = tuple(
        Request("", "", project.key, project.typed("title"), (Point(Reason.STALE),)) for project in projects
    )
    first = Circular(
        "aaaaaa", town.name, "Hauptamt", "hauptamt@beispielstadt.example", FIRST_DAY.date(), FIRST_DAY.date(),
        "", requests, titles, base_of(projects, columns),
    )  # fmt: skip
    workbooks = {}
    for circular in (first, replace(first, id="bbbbbb", unit="Tiefbauamt")):
        keep_circular(circular, Folder(output_of(place) / town.name))
        workbooks[circular.unit] = render_circular(
            circular, roadmap, town.dataset, town.strategy, code_lists=resources.code_lists, language="de"
        )
    return Desk(place, workbooks)


def _at_once(desk: Desk) -> None:
    settings = desk.place / "dataset.toml"
    settings.write_text(settings.read_text("utf-8") + '\n[reminders]\npublish = "at once"\n', "utf-8")


def _published(desk: Desk) -> str:
    """What the next run publishes."""
    project = roadmap_of(desk.place).project("BA-02")
    assert project is not None
    return project.typed("end")


def test_a_circular_that_comes_back_as_it_went_changes_nothing(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert desk.merge(desk.reply("Hauptamt")) == CLEAN
    assert capsys.readouterr().out == "Es gibt nichts zu übernehmen.\n"


def test_the_difference_is_shown_and_nothing_is_written_before_the_release(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = desk.reply("Hauptamt", end="Mitte 2028")

    assert desk.merge(answer) == CLEAN

    told = capsys.readouterr().out
    assert "Änderungen (1):\n BA-02\n" in told
    assert "„Ende 2027“ → „Mitte 2028“ (Hauptamt, 20.11.2026)" in told
    assert "Noch ist nichts übernommen." in told
    assert _published(desk) == "Ende 2027"


def test_what_is_released_is_published_with_the_next_run(desk: Desk) -> None:
    assert desk.merge(desk.reply("Hauptamt", end="Mitte 2028"), "--release") == CLEAN
    assert _published(desk) == "Mitte 2028"


def test_a_town_may_take_answers_over_at_once_unless_a_person_must_look(desk: Desk) -> None:
    _at_once(desk)

    assert desk.merge(desk.reply("Hauptamt", end="Mitte 2028"), "--dry-run") == CLEAN
    assert _published(desk) == "Ende 2027"
    assert desk.merge(desk.reply("Hauptamt", end="Mitte 2028", said="entfällt")) == CLEAN
    assert _published(desk) == "Ende 2027"
    assert desk.merge(desk.reply("Hauptamt", end="Mitte 2028")) == CLEAN
    assert _published(desk) == "Mitte 2028"


def test_two_answers_are_settled_by_a_word(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    answers = desk.reply("Hauptamt", end="Mitte 2028"), desk.reply("Tiefbauamt", end="2029")

    assert desk.merge(*answers) == FINDINGS
    told = capsys.readouterr().out
    assert told.startswith("Zu entscheiden (1):\n")
    assert "Sagen Sie, was gilt: --cell BA-02:end --take master oder Hauptamt oder Tiefbauamt" in told
    assert desk.merge(*answers, "--take", "Tiefbauamt", "--cell", "BA-02:end", "--release") == CLEAN
    assert _published(desk) == "2029"


def test_the_later_file_of_a_unit_counts(desk: Desk) -> None:
    answers = desk.reply("Hauptamt", end="2030", at=3), desk.reply("Hauptamt", end="2029")

    assert desk.merge(*answers, "--release") == CLEAN
    assert _published(desk) == "2030"


def test_programs_get_json(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    answers = desk.reply("Hauptamt", end="Mitte 2028", said="geändert"), desk.reply("Tiefbauamt", title="Neu")

    desk.merge(*answers, "--format", "json")

    said = json.loads(capsys.readouterr().out)
    assert [(change["key"], change["column"], change["after"], change["units"]) for change in said["changes"]] == [
        ("BA-02", "end", "Mitte 2028", ["Hauptamt"]),
        ("BA-02", "title", "Neu", ["Tiefbauamt"]),
    ]
    assert said["conflicts"] == []


def test_english_is_spoken_when_asked_for(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.merge(desk.reply("Hauptamt", end=None), "--lang", "en")

    assert "“Ende 2027” → (empty) (Hauptamt, 2026-11-20)" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        ("--take", "master"),
        ("--cell", "BA-02:end"),
        ("--take", "master", "--cell", "BA-02"),
        ("--take", "master", "--cell", "BA-02:end"),
    ],
)
def test_a_word_about_nothing_is_a_mistake(desk: Desk, arguments: tuple[str, ...]) -> None:
    assert desk.merge(*arguments) == USAGE


def test_a_file_that_is_no_reply_is_refused_by_name(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    stranger = desk.place / "vorhaben.xlsx"

    assert desk.merge(stranger, "--release") == USAGE
    assert "ist keine Antwort auf einen Umlauf, den es hier gibt" in capsys.readouterr().err
    assert not (desk.place / "umlauf.json").exists()
