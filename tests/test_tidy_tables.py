"""The tidy tables say the same triples to any CSVW processor, keep what fits no table, and read well by themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from csvw import CSVW

from pipeline.model.dataset import Dataset, Iris
from pipeline.model.graph import Triple, curie, iri, literal
from pipeline.model.vocabulary import PREFIXES
from pipeline.render.formats.tables import LAYOUTS, uncovered
from tests.csv2rdf import convert
from tests.graphs import DATASET, PROJECTS, Graph, graph_of, strategy, triples_of
from tests.rendering import Files, described, files_of, metadata_of, rows_of

BASE = DATASET.iris.base
ENGLISH = replace(DATASET, language="en")
ROADMAP = triples_of(PROJECTS)
STRATEGY = strategy().triples
THING = iri(f"{BASE}projekt/2024-01")


def said_by(files: Files) -> Graph:
    return convert(files, metadata_of(files))


# The same triples ###########################################################################################

each_dataset = pytest.mark.parametrize(
    ("name", "triples", "dataset"),
    [
        ("roadmap", ROADMAP, DATASET),
        ("roadmap", triples_of(PROJECTS, ENGLISH), ENGLISH),
        ("strategy", STRATEGY, DATASET),
        ("strategy", STRATEGY, ENGLISH),
        ("roadmap", triples_of([]), DATASET),
        ("roadmap", (*ROADMAP, *STRATEGY), DATASET),
        ("strategy", (*ROADMAP, *STRATEGY), DATASET),
    ],
    ids=["roadmap", "english roadmap", "strategy", "english strategy", "no project", "both", "both as strategy"],
)


@each_dataset
def test_the_tables_say_the_triples_they_were_made_of(name: str, triples: Sequence[Triple], dataset: Dataset) -> None:
    files = files_of(name, triples, dataset)

    assert said_by(files) == graph_of(triples)
    assert uncovered(triples) == ()


@each_dataset
def test_the_tables_are_what_their_metadata_says(
    name: str, triples: Sequence[Triple], dataset: Dataset, tmp_path: Path
) -> None:
    files = files_of(name, triples, dataset)
    for file, content in files.items():
        (tmp_path / file).write_bytes(content)

    tables = CSVW(str(tmp_path / metadata_of(files)), validate=True)

    assert tables.is_valid, [str(warning.message) for warning in tables.warnings]


@pytest.mark.parametrize(("name", "triples"), [("roadmap", ROADMAP), ("strategy", STRATEGY)])
def test_everything_known_has_a_table_of_its_own(name: str, triples: Sequence[Triple]) -> None:
    assert not [file for file in files_of(name, triples) if "further" in file]


def test_no_triples_make_no_tables() -> None:
    assert files_of("roadmap", ()) == {}


def test_no_two_tables_have_the_same_name() -> None:
    names = [table.name for layout in LAYOUTS.values() for table in layout(DATASET).tables]

    assert len(names) == len(set(names))


# What fits no table #########################################################################################


@pytest.mark.parametrize(
    "triple",
    [
        Triple(THING, "<https://a.example/own#p>", literal("x")),
        Triple(THING, curie("ds:status"), iri("https://a.example/status/strange")),
        Triple(THING, curie("dcterms:title"), literal("Titre", language="fr-CH")),
        Triple(THING, curie("dcterms:title"), literal("zweiter Titel", language="de")),
        Triple(THING, curie("dcterms:identifier"), literal("another key")),
        Triple(THING, curie("rdf:type"), curie("ds:Roadmap")),
        Triple(THING, curie("dcterms:extent"), literal("12", datatype=f"{PREFIXES['xsd']}integer")),
        Triple(THING, curie("dcterms:extent"), literal("P1D", datatype="https://a.example/type#duration")),
        Triple(iri("https://a.example/x"), curie("dcterms:title"), literal("Titel", language="de")),
        Triple(iri(f"{BASE}projekt/2024-01/budget"), curie("rdf:type"), curie("schema:MonetaryAmount")),
    ],
    ids=lambda triple: f"{triple.predicate} {triple.object}",
)
def test_what_fits_no_table_stands_in_the_last_one(triple: Triple) -> None:
    files = files_of("roadmap", (*ROADMAP, triple))

    assert list(files)[-2] == "further.csv"
    assert len(rows_of(files, "further")) == 1
    assert said_by(files) == graph_of((*ROADMAP, triple))


def test_a_further_table_has_a_column_for_each_form_of_value() -> None:
    values = [
        iri("https://a.example/y"),
        literal("x"),
        literal("x", language="de"),
        literal("x", datatype="https://a.example/a#kind"),
        literal("x", datatype="https://a.example/b#kind"),
        literal("x", datatype="https://a.example/#subject"),
    ]
    files = files_of("roadmap", [Triple(THING, "<https://a.example/p>", value) for value in values])

    columns = ["subject", "predicate", "object", "text", "text_de", "subject_", "kind", "kind_"]
    assert list(rows_of(files, "further")[0]) == columns
    assert list(files) == ["further.csv", "projects.csv-metadata.json"]


def test_what_only_some_rows_would_imply_is_told_of_them_one_by_one() -> None:
    lost = Triple(THING, curie("dcterms:isPartOf"), iri(f"{BASE}roadmap"))
    triples = [triple for triple in ROADMAP if triple != lost]

    files = files_of("roadmap", triples)

    assert said_by(files) == graph_of(triples)
    assert {row["predicate"] for row in rows_of(files, "further")} == {f"{PREFIXES['dcterms']}isPartOf"}


def test_keys_speak_for_themselves_where_not_all_of_them_are_identifiers() -> None:
    identifier = Triple(THING, curie("dcterms:identifier"), literal("2024-01"))
    triples = [triple for triple in ROADMAP if triple != identifier]

    files = files_of("roadmap", triples)

    assert said_by(files) == graph_of(triples)
    assert described(files, "projects")["tableSchema"]["columns"][0]["suppressOutput"] is True


@pytest.mark.parametrize(
    ("subject", "value"),
    [
        (THING, iri("https://www.musterstadt.example/straße")),
        (THING, iri("https://www.musterstadt.example/a/../b")),
        (THING, "<https://www.musterstadt.example/%zz>"),
        (THING, literal("")),
        (THING, literal("2024-02-31", datatype=f"{PREFIXES['xsd']}date")),
        (THING, literal(" 1", datatype=f"{PREFIXES['xsd']}integer")),
        (THING, literal("a\nb", datatype=f"{PREFIXES['xsd']}token")),
        (THING, "_:b"),
        ("_:b", literal("x")),
    ],
)
def test_what_csvw_cannot_express_is_named_and_changes_nothing_else(subject: str, value: str) -> None:
    triple = Triple(subject, curie("dcterms:relation"), value)

    without, files = files_of("roadmap", ROADMAP), files_of("roadmap", [*ROADMAP, triple])

    assert uncovered([*ROADMAP, triple]) == (triple,)
    assert {name: files[name] for name in without if name.endswith(".csv")} == {
        name: content for name, content in without.items() if name.endswith(".csv")
    }


# How it reads ###############################################################################################


def test_the_projects_come_first_and_the_metadata_last() -> None:
    files = list(files_of("roadmap", ROADMAP))

    assert files[0] == "projects.csv"
    assert files[-1] == "projects.csv-metadata.json"
    assert next(iter(files_of("strategy", STRATEGY))) == "strategy.csv"


def test_a_project_reads_in_one_row() -> None:
    project = next(row for row in rows_of(files_of("roadmap", ROADMAP), "projects") if row["key"] == "2024-01")

    assert project["title"] == "Glasfaser für alle Schulen"
    assert project["title_en"] == "Fibre for all schools"
    assert project["status"] == "running"
    assert project["fields"] == "3;6"
    assert project["partners"] == ("Київ IT;Amt für Bildung;Handwerkskammer;Schulamt;Stadtwerke;Verein „Netz & Co.“")
    assert project["external_partners"] == "Handwerkskammer;Verein „Netz & Co.“"
    assert (project["first_day"], project["last_day"]) == ("2024-05-01", "2026-06-30")
    assert project["description"] == PROJECTS[0]["description"]


def test_dates_stand_in_the_column_of_their_precision() -> None:
    rows = {row["project"]: row for row in rows_of(files_of("roadmap", ROADMAP), "periods")}

    assert rows["2025 02/b"]["start_year"] == "2022"
    assert rows["#3"]["end_month"] == "2024-03"
    assert "laufend" not in rows["2025 02/b"].values()  # what could not be read is not published


def test_a_date_in_words_stands_in_the_table_of_words_alone() -> None:
    files = files_of("roadmap", ROADMAP)
    stated = {row["project"]: row for row in rows_of(files, "periods")}
    words = {(row["project"], row["side"]): row for row in rows_of(files, "period-words")}

    assert not any(value for name, value in stated["2024-01"].items() if name.startswith("start_"))
    assert stated["2024-01"]["first_day"] == "2024-05-01"
    assert (words["2024-01", "begin"]["first_day"], words["2024-01", "begin"]["last_day"]) == (
        "2024-05-01",
        "2024-08-31",
    )
    assert (words["#3", "begin"]["words"], words["#3", "begin"]["last_day"]) == ("ab 2023", "")


def test_a_dataset_in_english_has_its_text_in_the_plain_columns() -> None:
    files = files_of("roadmap", triples_of([{"id": "1", "title": "Fibre", "field": 1}], ENGLISH), ENGLISH)

    assert rows_of(files, "projects")[0]["title"] == "Fibre"


def test_columns_without_a_value_are_left_out() -> None:
    files = files_of("roadmap", triples_of([{"id": "1", "title": "Titel"}]))

    assert list(rows_of(files, "projects")[0]) == ["key", "title"]
    assert list(rows_of(files, "organizations")[0]) == ["organization", "name", "type", "publisher_type"]
    names = ("projects", "organizations", "roadmap", "places")
    assert list(files) == [*(f"{name}.csv" for name in names), "projects.csv-metadata.json"]


def test_a_cell_that_looks_like_a_comment_is_quoted() -> None:
    assert b'\n"#3",' in files_of("roadmap", ROADMAP)["projects.csv"]


def test_other_spellings_of_an_organization_stand_beside_its_name() -> None:
    office = f"<{BASE}stelle/amt-fuer-bildung>"
    triples = [*ROADMAP, Triple(office, curie("foaf:name"), literal("Bildungsamt"))]

    rows = {row["organization"]: row for row in rows_of(files_of("roadmap", triples), "organizations")}

    assert rows["amt-fuer-bildung"]["name"] == "Amt für Bildung"
    assert rows["amt-fuer-bildung"]["other_names"] == "Bildungsamt"


def test_each_spelling_is_an_organization_of_its_own() -> None:
    rows = rows_of(files_of("roadmap", ROADMAP), "organizations")

    named = [row["name"] for row in rows if row["organization"].startswith("amt-fuer-bildung")]
    assert sorted(named) == ["AMT FÜR BILDUNG", "Amt für Bildung", "amt-für-bildung"]


def test_organizations_that_are_named_otherwise_keep_their_whole_iris() -> None:
    elsewhere = "https://www.wikidata.org/entity/Q3813"
    triples = [
        Triple(*(term.replace(f"<{BASE}stelle/stadtwerke>", f"<{elsewhere}>") for term in triple)) for triple in ROADMAP
    ]

    files = files_of("roadmap", triples)

    assert elsewhere in {row["organization"] for row in rows_of(files, "project-partners")}
    assert said_by(files) == graph_of(triples)


@pytest.mark.parametrize(
    ("there", "elsewhere", "table", "column", "cell"),
    [
        ("handlungsfeld/", f"{BASE}bereich/", "project-fields", "field", "bereich/"),
        ("handlungsfeld/", "https://andere.example/feld/", "project-fields", "field", "https://andere.example/feld/"),
        ("these/", f"{BASE}vision/satz-", "project-theses", "thesis", "vision/satz-"),
    ],
)
def test_fields_and_theses_that_are_named_otherwise_stand_with_their_projects(
    there: str, elsewhere: str, table: str, column: str, cell: str
) -> None:
    triples = [Triple(*(term.replace(f"<{BASE}{there}1>", f"<{elsewhere}1>") for term in triple)) for triple in ROADMAP]

    files = files_of("roadmap", triples)

    assert f"{cell}1" in {row[column] for row in rows_of(files, table)}
    assert "further.csv" not in files
    assert said_by(files) == graph_of(triples)


def test_a_town_with_names_of_its_own_for_things_has_them_in_its_templates() -> None:
    dataset = replace(DATASET, iris=Iris("https://daten.example/x/", project="p-", field="f/"))
    names = (f"{BASE}projekt/", "https://daten.example/x/p-")
    triples = [Triple(*(term.replace(*names) for term in triple)) for triple in ROADMAP]

    files = files_of("roadmap", triples, dataset)

    assert described(files, "projects")["tableSchema"]["aboutUrl"] == "https://daten.example/x/p-{key}"
    assert said_by(files) == graph_of(triples)
