"""A circular that was filled in and saved by LibreOffice, and the merged copy opened and saved by it."""

from __future__ import annotations

import io
import shutil
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest

from pipeline.merge import merge, receive
from pipeline.model.circular import Circular, Point, Reason, Request, base_of, columns_of
from pipeline.model.merging import Change, Merged
from pipeline.model.roadmap import Roadmap
from pipeline.parse import read_circular, read_meanings
from pipeline.readers import read_workbook
from pipeline.render.formats.circular import render_circular
from pipeline.render.reports.merged_copy import write_merged
from pipeline.town import Town
from pipeline.town.resources import read_resources
from tests.answers import roadmap_of
from tests.integration.test_annotated_in_libreoffice import saved_by_libreoffice
from tests.sheets import TODAY
from tests.towns import copy_town, town_of

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed"),
]
KEYS = ("BA-01", "BA-02", "KW-01")


def _circular(roadmap: Roadmap, town: Town) -> tuple[Circular, bytes]:
    projects = [project for key in KEYS if (project := roadmap.project(key))]
    names = columns_of(projects)
    titles = {name: " ".join(column.title.split()) for name in names if (column := projects[0].table.column(name))}
    requests = tuple(Request("", "", project.key, project.key, (Point(Reason.STALE),)) for project in projects)
    base = base_of(projects, names)
    circular = Circular("aaaaaa", town.name, "Hauptamt", "", TODAY, TODAY, "", requests, titles, base)
    lists = read_resources().code_lists
    return circular, render_circular(circular, roadmap, town.dataset, town.strategy, code_lists=lists, language="de")


def _merged(content: bytes, circular: Circular, roadmap: Roadmap, town: Town, place: Path) -> Merged:
    path = place / "reply.xlsx"
    path.write_bytes(content)
    reply = read_circular(read_workbook(path))
    assert reply is not None
    resources = read_resources()
    rules, vocabulary = resources.rules_for(town.dataset), town.strategy.vocabulary
    understand = read_meanings(roadmap.tables, town.dataset, vocabulary, rules, today=TODAY)
    return merge(roadmap, [receive(reply, circular, at=datetime(2026, 11, 22, tzinfo=UTC), day=TODAY)], understand)


def test_what_libreoffice_saves_unchanged_is_no_answer(tmp_path: Path) -> None:
    place = copy_town(tmp_path)
    roadmap, town = roadmap_of(place), town_of(place)
    circular, content = _circular(roadmap, town)

    assert _merged(saved_by_libreoffice(content, tmp_path), circular, roadmap, town, tmp_path) == Merged()


def test_an_answer_goes_into_the_workbook_and_stands_there_when_libreoffice_has_saved_it(tmp_path: Path) -> None:
    place = copy_town(tmp_path)
    roadmap, town = roadmap_of(place), town_of(place)
    circular, content = _circular(roadmap, town)
    book = openpyxl.load_workbook(io.BytesIO(content))
    row = next(row for row in book.worksheets[0].iter_rows() if any(cell.value == "BA-02" for cell in row))
    end = next(cell for cell in row if cell.value == "Ende 2027")
    end.value = datetime(2028, 6, 30)
    end.number_format = "DD.MM.YYYY"
    buffer = io.BytesIO()
    book.save(buffer)

    (change,) = _merged(saved_by_libreoffice(buffer.getvalue(), tmp_path), circular, roadmap, town, tmp_path).changes

    saved = saved_by_libreoffice(write_merged((place / "vorhaben.xlsx").read_bytes(), [change]), tmp_path)
    assert change.after == "30.06.2028"
    (place / "vorhaben.xlsx").write_bytes(saved)
    project = roadmap_of(place).project("BA-02")
    assert project is not None
    assert project.typed("end") == "30.06.2028"
    _shows_who_answered(saved, change)
    again = openpyxl.load_workbook(io.BytesIO(write_merged(saved, [])))
    assert all(cell.comment is None for row in again.worksheets[0].iter_rows() for cell in row)


def _shows_who_answered(content: bytes, change: Change) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(content))[change.cell.sheet or ""]
    cell = sheet[change.cell.address]
    assert "Hauptamt hat am 22.11.2026 geantwortet." in cell.comment.text
    assert cell.fill.fgColor.rgb == "FFD9F2D5"
