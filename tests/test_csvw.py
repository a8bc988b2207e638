"""The metadata of the tables says what they are, in both languages, and how they hang together."""

from __future__ import annotations

import json

from pipeline.model.graph import Triple, curie, iri
from tests.graphs import DATASET, PROJECTS, triples_of
from tests.rendering import described, files_of

ROADMAP = triples_of(PROJECTS)


def test_tables_and_columns_are_titled_in_both_languages() -> None:
    group = json.loads(files_of("roadmap", ROADMAP)["projects.csv-metadata.json"])
    columns = [column for table in group["tables"] for column in table["tableSchema"]["columns"]]

    assert group["dc:license"] == {"@id": DATASET.license}
    for part in (group, *group["tables"]):
        assert [title["@language"] for title in part["dc:title"]] == ["de", "en"]
        assert all(text["@value"] for text in part["dc:description"])
    for column in columns:
        assert column.get("virtual") or {"und", "de", "en"} == column["titles"].keys()


def test_keys_lead_from_table_to_table() -> None:
    files = files_of("roadmap", ROADMAP)

    assert described(files, "projects")["tableSchema"]["primaryKey"] == ["key"]
    assert described(files, "budgets")["tableSchema"]["primaryKey"] == ["project", "budget"]
    assert described(files, "project-leads")["tableSchema"]["foreignKeys"] == [
        {"columnReference": "project", "reference": {"resource": "projects.csv", "columnReference": "key"}},
        {
            "columnReference": "organization",
            "reference": {"resource": "organizations.csv", "columnReference": "organization"},
        },
    ]


def test_a_reference_to_what_has_no_row_is_no_foreign_key() -> None:
    project = iri(f"{DATASET.iris.base}projekt/2024-01")
    files = files_of(
        "roadmap", [*ROADMAP, Triple(project, curie("ds:lead"), iri(f"{DATASET.iris.base}stelle/unbekannt"))]
    )

    keys = described(files, "project-leads")["tableSchema"]["foreignKeys"]

    assert [key["columnReference"] for key in keys] == ["project"]
