"""A column stands in one place: a line in ``COLUMNS`` brings it through all stages, and nothing in it is overlooked."""

from __future__ import annotations

import csv
import io
from collections.abc import MutableMapping
from dataclasses import replace
from datetime import date
from typing import cast

import pytest
from openpyxl import load_workbook

from pipeline.compare import compare
from pipeline.lift.lifters import lifter_of
from pipeline.model.column_mapping import ColumnMapping, ColumnOptions
from pipeline.model.columns import COLUMNS, PERIODS, Column, Kind
from pipeline.model.dataset import Dataset
from pipeline.model.graph import Index, curie, literal, literal_text
from pipeline.model.report import Text
from pipeline.model.temporary import is_temporary
from pipeline.model.workbook import Row, Sheet, Value, Workbook
from pipeline.prepare import Prepared, Read, prepare
from pipeline.render.formats.tables import render_tables
from pipeline.render.formats.template import render_template
from pipeline.render.formats.workbook import render_workbook
from pipeline.town import Town
from pipeline.town.resources import read_resources
from tests.graphs import DATASET, ROOT, strategy

TODAY = date(2026, 11, 22)
RESOURCES = read_resources()
LESSONS = Column(
    "lessons",
    Kind.TEXT,
    Text("Was wir gelernt haben", "Lessons learnt"),
    Text("In einem Satz.", "In a sentence."),
    Text("Früher anfangen.", "Begin earlier."),
    predicate="ds:lessons",
)
PROJECT: dict[str, Value] = {"id": "2026-01", "title": "Portal", "field": "1", "status": "geplant"}


@pytest.fixture
def lessons(monkeypatch: pytest.MonkeyPatch) -> Column:
    monkeypatch.setitem(cast("MutableMapping[str, Column]", COLUMNS), "lessons", LESSONS)
    return LESSONS


def town_of(dataset: Dataset = DATASET) -> Town:
    return Town(ROOT, dataset, strategy(), ())


def workbook_of(*projects: dict[str, Value]) -> Workbook:
    names = list(dict.fromkeys(name for project in projects for name in project))
    header = tuple(COLUMNS[name].title.de for name in names)
    rows = [header, *(tuple(project.get(name, "") for name in names) for project in projects)]
    sheet = Sheet("Roadmap", [Row(number, cells) for number, cells in enumerate(rows, start=1)])
    return Workbook("roadmap.xlsx", (sheet,), "", 0, "")


def prepared(workbook: Workbook, dataset: Dataset = DATASET) -> Prepared:
    return prepare(Read((workbook,)), town_of(dataset), RESOURCES, today=TODAY)


def sheet_of(content: bytes, name: str = "Roadmap") -> list[tuple[Value, ...]]:
    rows = load_workbook(io.BytesIO(content))[name].iter_rows(values_only=True)
    return [tuple(cast("Value", "" if cell is None else cell) for cell in row) for row in rows]


def test_a_column_is_added_by_a_line_alone(lessons: Column) -> None:
    typed = {**PROJECT, lessons.name: "Früher fragen"}

    found = prepared(workbook_of(typed))
    tables = {file.name: file.content for file in render_tables("roadmap", found.lifted.triples, DATASET)}
    written = sheet_of(render_workbook(found.roadmap, DATASET, strategy()))
    rows = [Row(number, cells) for number, cells in enumerate(written, start=1)]
    again = prepared(Workbook("roadmap.xlsx", (Sheet("Roadmap", rows),), "", 0, ""))

    assert found.report.conforms
    said = {triple.object: cell for triple, cell in found.lifted.sources.cells.items() if "lessons" in triple.predicate}
    assert {term: str(cell) for term, cell in said.items()} == {
        literal("Früher fragen", language="de"): "roadmap.xlsx / Roadmap / E2"
    }
    (project,) = csv.DictReader(io.StringIO(tables["projects.csv"].decode("utf-8-sig")))
    assert project["lessons"] == "Früher fragen"
    assert any(lessons.title.de in row for row in written)
    assert again.lifted.triples == found.lifted.triples


def test_a_change_in_a_column_that_was_added_is_told_by_its_title(lessons: Column) -> None:
    before, after = (
        prepared(workbook_of({**PROJECT, lessons.name: said})).lifted.triples for said in ("Früher fragen", "Nichts")
    )

    (thing,) = compare(before, after, RESOURCES.vocabulary, versions=("1", "2")).things

    assert [change.property for change in thing.changes] == [lessons.title]


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_template_asks_for_a_column_that_was_added(lessons: Column, language: str) -> None:
    mapping = ColumnMapping({lessons.name: ColumnOptions((lessons.title.de,))})
    guide = {"de": "Anleitung", "en": "Guide"}[language]

    content = render_template(
        replace(DATASET, columns=mapping),
        strategy(),
        code_lists=RESOURCES.code_lists,
        language="en" if language == "en" else "de",
    )

    assert lessons.title.de in sheet_of(content)[2]
    at = ("de", "en").index(language)
    assert (lessons.title.de, lessons.hint[at], lessons.example[at]) in sheet_of(content, guide)


def test_every_column_is_lifted_and_has_its_place() -> None:
    for column in COLUMNS.values():
        assert column.kind is Kind.KEY or callable(lifter_of(column))
        if column.predicate:
            assert column.values or column.kind not in (Kind.CONCEPTS, Kind.NAMES), "several values need a table"
            assert column.single or column.kind is not Kind.PERIOD, "a period is a part of a project"
    assert {name for period in PERIODS for name in period.columns} == {
        column.name for column in COLUMNS.values() if column.kind is Kind.PERIOD and not column.single
    }


def test_what_a_column_cannot_read_is_told_at_its_cell() -> None:
    """Without a rule for it, a new column would publish whatever stands in the place of its values."""
    read = [c.name for c in COLUMNS.values() if c.kind not in (Kind.KEY, Kind.TEXT, Kind.NAMES)]

    found = prepared(workbook_of({**PROJECT, **dict.fromkeys(read, "§ 12 xyz")}))

    told = {result.column for result in found.report.results}
    assert {COLUMNS[name].title.de for name in read} - told == set()


@pytest.mark.parametrize("text", ["Frau Muster", "muster@stadt.example", "Tel. 02431 85 123"])
def test_personal_data_is_looked_for_in_whatever_is_published_as_text(text: str) -> None:
    texts = [c.name for c in COLUMNS.values() if c.kind in (Kind.TEXT, Kind.NAMES)]

    found = prepared(workbook_of({**PROJECT, **dict.fromkeys(texts, text)}))

    told = {result.column for result in found.report.results if result.rule.id.startswith("personal-")}
    assert {COLUMNS[name].title.de for name in texts} - told == set()


def test_a_text_is_as_long_as_the_template_and_the_shapes_say() -> None:
    shapes = Index(RESOURCES.rules.shapes)
    limits = {
        literal_text(shapes.objects(subject, "sh:path")[0]): int(shapes.text(subject, "sh:maxLength"))
        for subject in {
            triple.subject
            for triple in RESOURCES.rules.shapes
            if triple.predicate == curie("sh:maxLength") and "rule/indicator-" not in triple.subject
        }
    }
    columns = [column for column in COLUMNS.values() if column.longest]

    assert {literal_text(curie(c.predicate or "dcterms:identifier")): c.longest for c in columns} == limits
    for rule, column in (("key-length", "id"), ("title-length", "title")):
        for message in RESOURCES.rules[rule].message:
            assert f" {COLUMNS[column].longest} " in message


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("~$roadmap.xlsx", True),
        (".~lock.roadmap.xlsx#", True),
        ("roadmap.XLSX.crdownload", True),
        ("A1B2.TMP", True),
        ("roadmap.xlsx", False),
        ("teil.partner.xlsx", False),
    ],
)
def test_what_is_left_beside_a_workbook_is_no_workbook(file: str, expected: bool) -> None:
    assert is_temporary(file) is expected
