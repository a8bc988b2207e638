"""What an edition's catalog becomes in CKAN's words, and what a portal of a certain kind takes of it."""

from __future__ import annotations

import hashlib
import json
import runpy
import uuid
from pathlib import Path
from typing import Any

import pytest

from pipeline.model.formats import FORMATS
from pipeline.model.graph import Triple, curie, literal, parse_turtle
from pipeline.publish.ckan.failures import Conflict, harmless
from pipeline.publish.ckan.fields import DATASET_FIELDS, FILE_FIELDS, ON_THE_MAP
from pipeline.publish.ckan.revision import Revision, largest_first
from pipeline.publish.ckan.schema import OUR_EXTRAS, Schema, adapt, parse_schema
from pipeline.publish.ckan.wanted import Wanted, WantedFile, build_wanted
from tests.ckan_cases import BASE, NAMES, edit_catalog, editions
from tests.fake_fields import Fields, Kind


def _wanted(language: str = "de", *edit: str) -> tuple[Wanted, ...]:
    edition = edit_catalog(editions().first, edit[0], edit[1]) if edit else editions().first
    catalog = next(file for file in edition.distributions if file.name == "catalog.ttl")
    triples = parse_turtle(catalog.content.decode(), catalog.name)
    return build_wanted(triples, edition.distributions, prefix="beispielstadt", language=language)


def _schema(kind: Kind) -> Schema:
    return Schema() if kind is Kind.PLAIN else parse_schema(Fields(kind).schema())


def test_names_identifiers_and_files_come_in_the_order_of_the_edition() -> None:
    wanted = _wanted()

    assert [each.name for each in wanted] == NAMES
    assert [each.identifier for each in wanted] == [f"{BASE}{name}" for name in ("roadmap", "strategie", "vokabular")]
    assert [file.name for file in wanted[0].files] == ["projects.csv", "roadmap.ttl", "budgets.csv"]


def test_the_id_of_a_file_follows_from_its_iri_and_its_checksum_from_its_bytes() -> None:
    file = _wanted()[0].files[0]

    assert file.id == str(uuid.uuid5(uuid.NAMESPACE_URL, f"{BASE}roadmap/projects.csv"))
    assert file.fields["hash"] == file.sha256 == hashlib.sha256(file.content).hexdigest()
    assert file.fields["size"] == len(file.content)
    assert (file.fields["format"], file.fields["mimetype"]) == ("CSV", "text/csv")


@pytest.mark.parametrize(
    ("language", "title", "others"),
    [
        ("de", "Digitale Agenda der (erfundenen) Beispielstadt", ["en"]),
        ("en", "Digital agenda of the (invented) town of Beispielstadt", ["de"]),
    ],
)
def test_texts_come_in_the_language_of_the_portal_and_the_others_beside_them(
    language: str, title: str, others: list[str]
) -> None:
    fields = _wanted(language)[0].fields

    assert fields["title"] == title
    assert [entry["language"] for entry in fields["translations"]] == others
    assert fields["translations"][0]["title"] != title


def test_a_title_that_is_the_same_in_both_languages_is_claimed_for_both() -> None:
    german, english = (
        "Digitale Agenda der (erfundenen) Beispielstadt",
        "Digital agenda of the (invented) town of Beispielstadt",
    )

    fields = _wanted("de", f'"{english}"@en', f'"{german}"@en')[0].fields

    assert fields["title"] == german
    assert {entry["language"]: entry["title"] for entry in fields["translations"]} == {"de": german, "en": german}


def test_a_portal_in_a_language_that_we_do_not_speak_loses_none_of_ours() -> None:
    fields = _wanted("fr")[0].fields

    assert fields["title"]
    assert [entry["language"] for entry in fields["translations"]] == ["de", "en"]
    assert all(entry["title"] for entry in fields["translations"])


def test_keywords_are_made_fit_for_ckan() -> None:
    fields = _wanted("de", '"Beispiel"@de', '"Straße & Weg (Übersicht)"@de, "§"@de, "' + "lang " * 30 + '"@de')[
        0
    ].fields

    names = [tag["name"] for tag in fields["tags"]]
    assert "Straße Weg Übersicht" in names
    assert "§" not in names
    assert max(map(len, names)) <= 100
    assert all(name == name.strip() for name in names)
    Fields(Kind.PLUGIN).clean_dataset({**fields, "name": "probe"})  # raises for a tag that CKAN refuses


@pytest.mark.parametrize("kind", [Kind.DCAT, Kind.PLUGIN])
def test_a_portal_gets_only_the_fields_that_it_has(kind: Kind) -> None:
    schema = _schema(kind)

    for wanted in _wanted():
        adapted = adapt(wanted, schema)

        assert set(adapted.fields) <= set(schema.dataset)
        assert all(set(fields) <= set(schema.resource) for _, fields in adapted.files)
        for name, value in adapted.fields.items():
            if schema.dataset[name] and isinstance(value, list):
                assert all(entry.keys() <= schema.dataset[name] for entry in value)


def test_our_plugin_has_every_field_that_we_send() -> None:
    schema = _schema(Kind.PLUGIN)

    sent = {name for wanted in _wanted() for name in wanted.fields}
    sent_with_files = {name for wanted in _wanted() for file in wanted.files for name in file.fields}
    assert sent - {ON_THE_MAP} <= set(schema.dataset)
    assert sent_with_files <= set(schema.resource)
    assert schema.keeps_checksums
    assert not _schema(Kind.DCAT).keeps_checksums


PLACE = "http://dcat-ap.de/def/politicalGeocoding/municipalityKey/05370004"


def _placed(*properties: tuple[str, str]) -> dict[str, Any]:
    """What is sent of a dataset in a place with these properties, given as terms."""
    edition = editions().first
    catalog = next(file for file in edition.distributions if file.name == "catalog.ttl").content.decode()
    triples = [each for each in parse_turtle(catalog, "") if each.predicate != curie("dcterms:spatial")]
    triples.append(Triple(f"<{BASE}roadmap>", curie("dcterms:spatial"), f"<{PLACE}>"))
    triples += [Triple(f"<{PLACE}>", curie(name), term) for name, term in properties]
    return dict(build_wanted(triples, edition.distributions, prefix="x", language="de")[0].fields)


def _wkt(text: str) -> str:
    return literal(text, datatype="http://www.opengis.net/ont/geosparql#wktLiteral")


def test_a_place_is_told_by_its_name_and_by_where_it_lies_in_the_very_text_of_the_catalog() -> None:
    outline = "POLYGON((6.19 51.0, 6.46 51.0, 6.46 51.14, 6.19 51.14, 6.19 51.0))"

    fields = _placed(
        ("skos:prefLabel", literal("Erkelenz", language="de")),
        ("skos:prefLabel", literal("Erkelence", language="en")),
        ("dcat:centroid", _wkt("POINT(6.3158 51.0797)")),
        ("dcat:bbox", _wkt(outline)),
    )

    assert fields["spatial_coverage"] == [
        {"uri": PLACE, "text": "Erkelenz", "bbox": outline, "centroid": "POINT(6.3158 51.0797)"}
    ]
    assert json.loads(fields[ON_THE_MAP]) == {
        "type": "Polygon",
        "coordinates": [[[6.19, 51.0], [6.46, 51.0], [6.46, 51.14], [6.19, 51.14], [6.19, 51.0]]],
    }


def test_a_place_that_is_called_by_its_key_alone_has_no_name_and_without_an_extent_no_outline() -> None:
    fields = _placed(("skos:prefLabel", literal("05370004", language="de")), ("dcat:centroid", _wkt("POINT(-6.5 51)")))

    assert fields["spatial_coverage"] == [{"uri": PLACE, "centroid": "POINT(-6.5 51)"}]
    assert ON_THE_MAP not in fields


@pytest.mark.parametrize("kind", Kind)
def test_the_outline_goes_where_a_schema_asks_for_it_and_is_missed_nowhere(kind: Kind) -> None:
    answer = Fields(Kind.PLUGIN).schema()
    answer["dataset_fields"].append({"field_name": ON_THE_MAP})

    assert ON_THE_MAP in adapt(_wanted()[0], parse_schema(answer)).fields
    adapted = adapt(_wanted()[0], _schema(kind))
    assert ON_THE_MAP not in {*adapted.fields, *(extra["key"] for extra in adapted.fields.get("extras", ()))}
    assert "Ort auf der Karte" not in {text.de for text in adapted.lost}


def test_a_map_that_somebody_drew_on_a_plain_portal_is_not_ours() -> None:
    assert ON_THE_MAP not in OUR_EXTRAS


def test_a_plain_portal_gets_texts_as_extras_and_lists_as_json() -> None:
    adapted = adapt(_wanted()[0], _schema(Kind.PLAIN))

    extras = {extra["key"]: extra["value"] for extra in adapted.fields["extras"]}
    assert extras["identifier"] == f"{BASE}roadmap"
    assert extras["theme"].startswith('["http://publications.europa.eu/')
    assert extras["contact_email"] == "agenda@beispielstadt.example"
    assert extras["temporal_start"] == "2024-03-01"
    assert all(isinstance(value, str) for value in extras.values())


def test_a_schema_without_parts_of_a_table_leaves_no_empty_entries() -> None:
    answer = Fields(Kind.PLUGIN).schema()
    for told in answer["dataset_fields"]:
        if told["field_name"] == "spatial_coverage":
            told["repeating_subfields"] = [{"field_name": "geom"}]

    assert "spatial_coverage" not in adapt(_wanted()[0], parse_schema(answer)).fields


def test_ckans_own_columns_are_there_whatever_the_schema_says() -> None:
    schema = parse_schema({"dataset_fields": [{"field_name": "title"}], "resource_fields": [{"field_name": "url"}]})

    assert {"hash", "size", "mimetype", "format", "name", "description"} <= set(schema.resource)


def test_the_service_that_serves_a_dataset_is_told_at_its_first_file() -> None:
    edition = editions().first
    catalog = next(file for file in edition.distributions if file.name == "catalog.ttl")
    service = "<https://example.org/sparql>"
    told = [
        Triple(service, curie("dcat:servesDataset"), f"<{BASE}roadmap>"),
        Triple(service, curie("dcat:endpointURL"), service),
        Triple(service, curie("dcterms:title"), literal("SPARQL-Endpunkt", language="de")),
    ]
    triples = (*parse_turtle(catalog.content.decode(), catalog.name), *told)

    roadmap, *others = build_wanted(triples, edition.distributions, prefix="stadt", language="de")

    (entry,) = roadmap.files[0].fields["access_services"]
    assert (entry["title"], entry["endpoint_url"]) == ("SPARQL-Endpunkt", ["https://example.org/sparql"])
    assert not [file for file in roadmap.files[1:] if "access_services" in file.fields]
    assert not [file for each in others for file in each.files if "access_services" in file.fields]


def test_every_field_has_a_label_of_its_own_in_both_languages() -> None:
    for table in (DATASET_FIELDS, FILE_FIELDS):
        assert len({field.name for field in table}) == len(table)
        assert all(field.label.de and field.label.en for field in table)


def _file(name: str, size_bytes: int) -> WantedFile:
    return WantedFile(name, name, name, "text/csv", b"x" * size_bytes, "", "", {})


def _sent(sizes: list[int], held: dict[str, int]) -> list[str]:
    """The order in which files of these sizes are sent; ``held`` are those that the portal has."""
    files = {number: _file(f"f{number}", size) for number, size in enumerate(sizes)}
    entries = [{"id": file.id} for file in files.values()]
    current = {"resources": [{"id": id_, "size": size} for id_, size in held.items()]}
    revision = largest_first(Revision((), {"resources": entries}, files), current)
    assert all(revision.update["resources"][place]["id"] == file.id for place, file in revision.files.items())
    return [entry["id"] for entry in revision.update["resources"]]


@pytest.mark.parametrize(
    ("sizes", "held", "order"),
    [
        ([1, 9, 5], {"f0": 3, "f1": 4}, ["f1", "f0", "f2"]),  # f1 may be refused, and f0 would be new by then
        ([1, 9, 5], {"f0": 3, "other": 9}, ["f0", "f1", "f2"]),  # the portal took as large a file
        ([1, 9, 5], {}, ["f0", "f1", "f2"]),  # nothing is replaced
        ([9, 1, 5], {"f0": 3, "f1": 4}, ["f0", "f1", "f2"]),  # it goes first anyway
        ([1, 9, 5], {"f2": 4}, ["f0", "f1", "f2"]),  # the only one that is replaced comes later
    ],
)
def test_the_largest_file_goes_first_where_it_could_be_refused(
    sizes: list[int], held: dict[str, int], order: list[str]
) -> None:
    assert _sent(sizes, held) == order


@pytest.mark.parametrize(
    ("errors", "words"),
    [
        ({"title": ["Fehlender Wert"], "__type": "Validation Error"}, "title: Fehlender Wert"),
        ({"resources": [{}, {"size": ["Ungültige Ganzzahl"]}]}, "resources/2/size: Ungültige Ganzzahl"),
        ({"temporal_coverage": [{}, {"start": ["Date format incorrect."]}]}, "temporal_coverage/2/start: Date format"),
        ({"a": {"b": ["c", "d"]}}, "a/b: c d"),
        ({"böse": ["\x1b[2J\u202e"]}, "böse: \ufffd[2J\ufffd"),
    ],
)
def test_the_portals_complaints_name_the_field_whatever_it_is_nested_in(errors: dict[str, Any], words: str) -> None:
    assert words in str(Conflict(errors))


def test_a_long_complaint_is_cut() -> None:
    assert len(harmless("Ach! " * 10_000)) == 500


@pytest.mark.parametrize("code", sorted({each.code for each in FORMATS.values() if each.code}))
def test_a_portal_is_told_a_format_by_a_name_that_it_gives_the_same_code_back_for(code: str) -> None:
    path = Path(__file__).parents[1] / "portal" / "ckanext-dcatapde" / "ckanext" / "dcatapde" / "vocabularies.py"
    codes = {name.casefold(): code for name, code in runpy.run_path(str(path))["FILE_TYPE_CODES"].items()}

    wanted = _wanted("de", "file-type/RDF_TURTLE>", f"file-type/{code}>")

    (told,) = {str(file.fields["format"]) for each in wanted for file in each.files if file.name.endswith(".ttl")}
    assert codes[told.casefold()] == code
