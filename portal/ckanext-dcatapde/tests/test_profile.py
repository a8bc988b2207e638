"""What goes into the portal comes out again, and conforms."""

from collections.abc import Callable
from typing import Any

import pytest
from ckanext.dcatapde.profile import ATTRIBUTION, IRI_LISTS, TEXT_LISTS
from ckanext.dcatapde.vocabularies import ADMS, DCAT_TERM, DCATAP, DCATDE, GEODCATAP, VCARD
from conftest import CATALOG, DATASET, Parse, Profile, Serialize
from rdflib import BNode, Graph, Literal, Namespace, URIRef
from rdflib.compare import graph_diff
from rdflib.namespace import DCAT, DCTERMS, FOAF, PROV, RDF, RDFS, SKOS
from rdflib.term import Node

EU = "http://publications.europa.eu/resource/authority"
MUNICIPALITY = "http://dcat-ap.de/def/politicalGeocoding/municipalityKey/05370004"
SPDX = Namespace("http://spdx.org/rdf/terms#")
TOWN = URIRef("http://source.example/town")
SERIES = URIRef("http://source.example/roadmap/editions")
GERMAN = [*(predicate for _, predicate, _ in (*IRI_LISTS, *TEXT_LISTS)), ATTRIBUTION[1], DCATAP.availability]
FILE = URIRef("http://portal.example/file")
MD5, SHA256 = "a" * 32, "c" * 64


def resource(**fields: Any) -> dict[str, Any]:
    """A dataset with one file."""
    return {"resources": [{"uri": str(FILE), "url": "http://portal.example/values.csv", **fields}]}


# The whole way round


def test_a_dataset_that_was_harvested_is_published_as_it_was(source: Graph, parse: Parse, serialize: Serialize) -> None:
    published = serialize(parse(source))

    _, lost, added = graph_diff(without_catalog(source), published)
    # A keyword that reads the same in a second language is kept once; the names of agents lose their language.
    assert set(lost) == {
        (DATASET, DCAT.keyword, Literal("WLAN", lang="en")),
        (TOWN, FOAF.name, Literal("Stadt Musterstadt", lang="de")),
    }
    assert {predicate for predicate in added.predicates() if predicate != RDF.type} == {FOAF.name}


def test_without_our_schema_nothing_german_is_lost_either(source: Graph, parse: Parse, serialize: Serialize) -> None:
    published = serialize(parse(source, with_schema=False), with_schema=False)

    source = without_catalog(source)
    for predicate in (*GERMAN, RDFS.label, DCAT_TERM.previousVersion, DCAT_TERM.inSeries, DCTERMS.title):
        assert len(list(published.objects(None, predicate))) == len(list(source.objects(None, predicate))), predicate


def without_catalog(source: Graph) -> Graph:
    """What the source says of its dataset."""
    [catalog] = source.subjects(RDF.type, DCAT.Catalog)
    source.remove((catalog, None, None))
    return source


def test_the_same_graph_gives_the_same_dictionary_in_whatever_order_it_is_read(source: Graph, parse: Parse) -> None:
    shuffled = Graph()
    for triple in sorted(source, reverse=True):
        shuffled.add(triple)

    assert parse(shuffled) == parse(source)


# Into the portal


def test_german_properties_get_fields_of_their_own(source: Graph, parse: Parse) -> None:
    dataset = parse(source)

    assert dataset["political_geocoding_uri"] == [MUNICIPALITY]
    assert dataset["legal_basis"] == ["Beschluss des Rates, 2020"]
    assert dataset["availability"] == f"{EU}/planned-availability/STABLE"
    assert [agent["name"] for agent in dataset["custodian"]] == ["Stabsstelle Digitales"]
    assert dataset["resources"][0]["license_attribution_by_text"] == "Stadt Musterstadt"


def test_without_our_schema_they_become_extras(source: Graph, parse: Parse) -> None:
    dataset = parse(source, with_schema=False)

    extras = {extra["key"]: extra["value"] for extra in dataset["extras"]}
    assert extras["political_geocoding_uri"] == f'["{MUNICIPALITY}"]'
    assert extras["provenance"] == "Aus dem Rat"
    assert extras["previous_version"] == "http://source.example/roadmap/2"


def test_other_languages_stand_beside_the_portal_s(source: Graph, parse: Parse) -> None:
    dataset = parse(source)

    assert dataset["title"] == "Fahrplan der Projekte"
    assert dataset["translations"] == [
        {
            "language": "en",
            "title": "Roadmap of the projects",
            "notes": "What the town is up to.",
            "version_notes": "Two more projects.",
            "provenance": "From the council",
            "keywords": "digitalization",
        },
        {"language": "fr", "title": "Feuille de route"},
    ]


def test_a_keyword_that_reads_the_same_in_two_languages_comes_once(source: Graph, parse: Parse) -> None:
    names = [tag["name"] for tag in parse(source)["tags"]]

    assert names == ["Digitalisierung", "WLAN", "digitalization"]


def test_a_title_in_no_language_of_the_portal_is_a_title_all_the_same(source: Graph, parse: Parse) -> None:
    source.remove((DATASET, DCTERMS.title, Literal("Fahrplan der Projekte", lang="de")))

    assert parse(source)["title"] == "Roadmap of the projects"


def test_it_keeps_its_language_on_the_way_out(source: Graph, parse: Parse, serialize: Serialize) -> None:
    source.remove((DATASET, DCTERMS.title, None))
    source.add((DATASET, DCTERMS.title, Literal("Roadmap", lang="en")))

    assert list(serialize(parse(source)).objects(DATASET, DCTERMS.title)) == [Literal("Roadmap", lang="en")]


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ([Literal("Vom Rat", lang="de")], "Vom Rat"),  # no statement at all, as many portals write it
        ([URIRef("http://source.example/origin")], "http://source.example/origin"),
        ([URIRef("http://source.example/b"), URIRef("http://source.example/a")], "http://source.example/a"),
        ([BNode()], None),
    ],
)
def test_a_statement_is_read_however_it_is_made(parse: Parse, statement: list[Node], text: str | None) -> None:
    graph = Graph()
    for node in statement:
        graph.add((DATASET, DCTERMS.provenance, node))

    assert parse(graph).get("provenance") == text


def test_a_series_is_an_entry_for_each_language_the_portal_s_first(source: Graph, parse: Parse) -> None:
    assert parse(source)["series"] == [
        {
            "uri": str(SERIES),
            "title": "Fahrplan, alle Ausgaben",
            "description": "Was die Stadt vorhatte und vorhat.",
        },
        {"uri": str(SERIES), "language": "en", "title": "Roadmap, all editions"},
    ]


def test_a_series_without_a_name_is_one_entry(parse: Parse) -> None:
    graph, series = Graph(), BNode()
    graph.add((DATASET, DCAT_TERM.inSeries, series))
    for language in ("en", "de"):
        graph.add((series, DCTERMS.title, Literal(f"Ausgaben ({language})", lang=language)))

    assert parse(graph)["series"] == [{"title": "Ausgaben (de)"}]


def test_a_series_of_which_nothing_is_said_keeps_its_iri(parse: Parse) -> None:
    graph = Graph()
    graph.add((DATASET, DCAT_TERM.inSeries, SERIES))
    graph.add((DATASET, DCAT_TERM.inSeries, BNode()))

    assert parse(graph)["series"] == [{"uri": str(SERIES)}]


def test_of_several_previous_versions_it_is_always_the_same(parse: Parse) -> None:
    graph = Graph()
    for number in (2, 1):
        graph.add((DATASET, DCAT_TERM.previousVersion, URIRef(f"http://source.example/{number}")))

    assert parse(graph)["previous_version"] == "http://source.example/1"


@pytest.mark.parametrize("kind", ["Organization", "Group", "Individual"])
def test_a_contact_stays_the_kind_it_is(parse: Parse, serialize: Serialize, kind: str) -> None:
    graph, contact = Graph(), BNode()
    graph.add((DATASET, DCAT.contactPoint, contact))
    graph.add((contact, RDF.type, VCARD[kind]))
    graph.add((contact, VCARD.fn, Literal("Amt")))

    published = serialize(parse(graph))

    [contact] = published.objects(DATASET, DCAT.contactPoint)
    assert set(published.objects(contact, RDF.type)) == {VCARD.Kind, VCARD[kind]}


def test_several_places_stay_several(source: Graph, parse: Parse) -> None:
    places = [place["uri"] for place in parse(source)["spatial_coverage"]]

    assert places == ["http://dcat-ap.de/def/politicalGeocoding/districtKey/05370", MUNICIPALITY]


@pytest.mark.parametrize("kind", ["bbox", "centroid"])
def test_where_a_place_lies_comes_out_as_it_went_in(parse: Parse, serialize: Serialize, kind: str) -> None:
    graph, place = Graph(), URIRef(MUNICIPALITY)
    text = {"bbox": "POLYGON((6.19 51.00, 6.123456 51.0, 6.46 51.14, 6.19 51.00))", "centroid": "POINT(6.31581 51.0)"}
    wkt = Literal(text[kind], datatype=URIRef("http://www.opengis.net/ont/geosparql#wktLiteral"))
    graph.add((DATASET, RDF.type, DCAT.Dataset))
    graph.add((DATASET, DCTERMS.spatial, place))
    graph.add((place, RDF.type, DCTERMS.Location))
    graph.add((place, SKOS.prefLabel, Literal("Erkelenz", lang="de")))
    graph.add((place, DCAT[kind], wkt))

    read = parse(graph)
    published = serialize({**read, "spatial": '{"type": "Point", "coordinates": [1, 2]}'})

    assert read["spatial_coverage"] == [{"uri": MUNICIPALITY, "text": "Erkelenz", kind: text[kind]}]
    assert [*published.objects(DATASET, DCTERMS.spatial)] == [place]
    assert [*published.objects(place, DCAT[kind])] == [wkt]
    assert published.value(place, SKOS.prefLabel) == Literal("Erkelenz", lang="de")


def test_a_geometry_that_nobody_can_read_is_passed_by(parse: Parse) -> None:
    graph, place = Graph(), URIRef(MUNICIPALITY)
    wkt = URIRef("http://www.opengis.net/ont/geosparql#wktLiteral")
    graph.add((DATASET, RDF.type, DCAT.Dataset))
    graph.add((DATASET, DCTERMS.spatial, place))
    graph.add((place, DCAT.centroid, Literal("somewhere", datatype=wkt)))

    assert parse(graph)["spatial_coverage"] == [{"uri": MUNICIPALITY}]


def test_of_tables_that_are_described_together_the_first_is_that_of_the_description(parse: Parse) -> None:
    graph, base = Graph(), "http://source.example/"
    graph.add((DATASET, RDF.type, DCAT.Dataset))
    formats = {"a.csv": "CSV", "p.csv": "CSV", "p.csv-metadata.json": "JSON", "r.ttl": "RDF_TURTLE", "r.xlsx": "XLSX"}
    for name, code in formats.items():
        file = URIRef(base + name)
        graph.add((DATASET, DCAT.distribution, file))
        graph.add(
            (file, DCTERMS["format"], URIRef(f"http://publications.europa.eu/resource/authority/file-type/{code}"))
        )
        if code == "CSV":
            graph.add((file, DCTERMS.conformsTo, URIRef(f"{base}p.csv-metadata.json")))

    names = [resource["uri"].removeprefix(base) for resource in parse(graph)["resources"]]

    assert names == ["p.csv", "r.xlsx", "r.ttl", "a.csv", "p.csv-metadata.json"]


def test_the_table_comes_first_under_a_format_that_previews_know(source: Graph, parse: Parse) -> None:
    files = parse(source)["resources"]

    assert [(file["format"], file["mimetype"]) for file in files] == [("CSV", "text/csv"), ("TTL", "text/turtle")]


def test_a_license_is_found_by_its_iri(source: Graph, parse: Parse) -> None:
    assert parse(source)["license_id"] == "http://dcat-ap.de/def/licenses/dl-by-de/2.0"


@pytest.mark.parametrize(("old", "field"), [(DCATDE.originator, "originator"), (DCATDE.maintainer, "custodian")])
def test_agents_under_their_old_properties_are_read(parse: Parse, old: URIRef, field: str) -> None:
    graph = Graph()
    graph.add((DATASET, RDF.type, DCAT.Dataset))
    graph.add((DATASET, old, URIRef("http://source.example/office")))
    graph.add((URIRef("http://source.example/office"), FOAF.name, Literal("Amt")))

    assert [agent["name"] for agent in parse(graph)[field]] == ["Amt"]


def test_a_file_without_a_name_of_its_own_keeps_its_attribution(parse: Parse) -> None:
    graph, file = Graph(), BNode()
    graph.add((DATASET, DCAT.distribution, file))
    graph.add((file, DCATDE.licenseAttributionByText, Literal("Stadt")))

    assert parse(graph)["resources"][0]["license_attribution_by_text"] == "Stadt"


# Out of the portal


def test_agents_are_written_under_the_properties_of_3_0(serialize: Serialize) -> None:
    graph = serialize({"originator": [{"name": "Hauptamt"}], "custodian": [{"name": "IT"}]})

    assert graph.value(graph.value(DATASET, GEODCATAP.originator), FOAF.name) == Literal("Hauptamt")
    assert graph.value(graph.value(DATASET, GEODCATAP.custodian), FOAF.name) == Literal("IT")
    assert (None, DCATDE.maintainer, None) not in graph


def test_extras_of_govdata_s_plugin_are_read_too(serialize: Serialize) -> None:
    extras = {"politicalGeocodingURI": f'["{MUNICIPALITY}"]', "legalbasisText": '["Satzung, § 1"]'}
    file = resource(licenseAttributionByText="Stadt")

    graph = serialize({"extras": [{"key": key, "value": value} for key, value in extras.items()], **file})

    assert graph.value(DATASET, DCATDE.politicalGeocodingURI) == URIRef(MUNICIPALITY)
    assert graph.value(DATASET, DCATDE.legalBasis) == Literal("Satzung, § 1")
    assert graph.value(FILE, DCATDE.licenseAttributionByText) == Literal("Stadt", lang="de")


def test_a_text_keeps_its_commas(serialize: Serialize) -> None:
    graph = serialize({"legal_basis": "Satzung, Absatz 1"})

    assert list(graph.objects(DATASET, DCATDE.legalBasis)) == [Literal("Satzung, Absatz 1")]


def test_the_political_place_is_a_place(serialize: Serialize) -> None:
    graph = serialize({"political_geocoding_uri": [MUNICIPALITY]})

    assert (DATASET, DCTERMS.spatial, URIRef(MUNICIPALITY)) in graph


def test_half_a_translation_says_what_it_says(serialize: Serialize) -> None:
    entries = [{"language": "en", "title": "", "notes": "A text."}, {"language": "", "title": "Lost"}]

    graph = serialize({"title": "Titel", "notes": "Text.", "translations": entries})

    assert list(graph.objects(DATASET, DCTERMS.title)) == [Literal("Titel", lang="de")]
    assert Literal("A text.", lang="en") in set(graph.objects(DATASET, DCTERMS.description))


def test_an_entry_in_the_portal_s_own_language_yields_to_the_field(serialize: Serialize) -> None:
    graph = serialize({"title": "Neu", "translations": [{"language": "de", "title": "Alt"}]})

    assert list(graph.objects(DATASET, DCTERMS.title)) == [Literal("Neu", lang="de")]


def test_a_word_that_is_the_same_in_both_languages_is_said_in_both(serialize: Serialize) -> None:
    entries = [{"language": "de", "title": "Budgets"}, {"language": "en", "title": "Budgets"}]

    graph = serialize({"title": "Budgets", "translations": entries})

    assert set(graph.objects(DATASET, DCTERMS.title)) == {Literal("Budgets", lang="de"), Literal("Budgets", lang="en")}


def test_an_entry_in_no_language_at_all_does_not_stop_the_catalog(serialize: Serialize) -> None:
    name = "Englisch (US)"
    series = {"uri": str(SERIES), "language": name, "title": "Editions"}

    graph = serialize({"title": "Titel", "translations": [{"language": name, "title": "Title"}], "series": [series]})

    assert list(graph.objects(None, DCTERMS.title)) == [Literal("Titel", lang="de")]
    assert (DATASET, DCAT_TERM.inSeries, SERIES) in graph


@pytest.mark.parametrize(
    ("subject", "predicate", "kind", "field"),
    [
        (DATASET, DCTERMS.provenance, DCTERMS.ProvenanceStatement, "provenance"),
        (FILE, DCTERMS.rights, DCTERMS.RightsStatement, "rights"),
    ],
)
def test_a_statement_says_it_in_each_language(
    serialize: Serialize, subject: URIRef, predicate: URIRef, kind: URIRef, field: str
) -> None:
    texts = {field: "Erfunden.", "translations": [{"language": "en", field: "Invented."}]}

    graph = serialize({**texts, **resource(**texts)})

    [statement] = graph.objects(subject, predicate)
    assert graph.value(statement, RDF.type) == kind
    assert set(graph.objects(statement, RDFS.label)) == {
        Literal("Erfunden.", lang="de"),
        Literal("Invented.", lang="en"),
    }


def test_a_statement_in_another_language_alone_is_one(serialize: Serialize) -> None:
    graph = serialize({"translations": [{"language": "en", "provenance": "Invented."}]})

    statement = graph.value(DATASET, DCTERMS.provenance)
    assert list(graph.objects(statement, RDFS.label)) == [Literal("Invented.", lang="en")]


def test_a_statement_elsewhere_keeps_its_iri(serialize: Serialize) -> None:
    iri = "https://example.org/origin"

    graph = serialize({"provenance": iri, "translations": [{"language": "en", "provenance": "Invented."}]})

    assert list(graph.objects(DATASET, DCTERMS.provenance)) == [URIRef(iri)]
    assert (None, RDFS.label, None) not in graph


def test_nothing_is_stated_where_nothing_is_known(serialize: Serialize) -> None:
    graph = serialize({"provenance": "", "series": [{"uri": "", "title": " "}], **resource(rights=None)})

    for predicate in (DCTERMS.provenance, DCTERMS.rights, ADMS.versionNotes, DCAT_TERM.inSeries):
        assert (None, predicate, None) not in graph


def test_a_field_that_has_its_languages_already_stays_as_it_is(serialize: Serialize) -> None:
    graph = serialize({"version_notes": {"de": "Neu.", "en": "New."}})

    notes = {Literal("Neu.", lang="de"), Literal("New.", lang="en")}
    assert set(graph.objects(DATASET, ADMS.versionNotes)) == notes


def test_a_series_has_one_publisher_the_dataset_s(serialize: Serialize) -> None:
    series = [
        {"uri": str(SERIES), "title": "Ausgaben", "description": "Alle."},
        {"uri": str(SERIES), "title": "Editions", "language": "en"},
        {"title": "Fahrpläne", "description": "Aller Städte."},
    ]
    publishers = [{"uri": str(TOWN), "name": "Stadt"}, {"uri": "http://source.example/z", "name": "Kreis"}]

    graph = serialize({"series": series, "publisher": publishers})

    assert len(list(graph.objects(DATASET, DCAT_TERM.inSeries))) == 2
    for node in graph.objects(DATASET, DCAT_TERM.inSeries):
        assert graph.value(node, RDF.type) == DCAT_TERM.DatasetSeries
        assert list(graph.objects(node, DCTERMS.publisher)) == [TOWN]
    assert set(graph.objects(SERIES, DCTERMS.title)) == {Literal("Ausgaben", lang="de"), Literal("Editions", lang="en")}


def test_a_contact_of_no_known_kind_is_a_contact(serialize: Serialize) -> None:
    contacts = [{"name": "Amt"}, {"name": "Büro", "type": "Organisation"}]

    graph = serialize({"contact": contacts})

    kinds = [set(graph.objects(node, RDF.type)) for node in graph.objects(DATASET, DCAT.contactPoint)]
    assert kinds == [{VCARD.Kind}, {VCARD.Kind}]


@pytest.mark.parametrize(
    ("fields", "predicate", "value"),
    [
        ({"format": "CSV"}, DCTERMS.format, URIRef(f"{EU}/file-type/CSV")),
        ({"format": "json-ld"}, DCTERMS.format, URIRef(f"{EU}/file-type/JSON_LD")),
        ({"format": "Lochkarte"}, DCTERMS.format, Literal("Lochkarte")),
        (
            {"format": "CSV", "mimetype": "text/csv; charset=utf-8"},
            DCAT.mediaType,
            URIRef("https://www.iana.org/assignments/media-types/text/csv"),
        ),
        ({"language": ["de"]}, DCTERMS.language, URIRef(f"{EU}/language/DEU")),
        (
            {"status": "http://purl.org/adms/status/Completed"},
            ADMS.status,
            URIRef(f"{EU}/distribution-status/COMPLETED"),
        ),
        ({}, DCAT.accessURL, URIRef("http://portal.example/values.csv")),
        (
            {"download_url": "http://portal.example/values.csv"},
            DCAT.accessURL,
            URIRef("http://portal.example/values.csv"),
        ),
        ({"url_type": "upload"}, DCAT.downloadURL, URIRef("http://portal.example/values.csv")),
    ],
)
def test_a_file_is_described_in_the_words_of_the_standard(
    serialize: Serialize, fields: dict[str, Any], predicate: URIRef, value: URIRef | Literal
) -> None:
    assert list(serialize(resource(**fields)).objects(FILE, predicate)) == [value]


@pytest.mark.parametrize(("length", "algorithm"), [(32, "md5"), (64, "sha256")])
def test_a_checksum_is_called_what_it_is(serialize: Serialize, length: int, algorithm: str) -> None:
    graph = serialize(resource(hash="a" * length, hash_algorithm="SHA-256"))

    checksum = graph.value(FILE, SPDX.checksum)
    assert list(graph.objects(checksum, SPDX.algorithm)) == [SPDX[f"checksumAlgorithm_{algorithm}"]]


@pytest.mark.parametrize(
    ("fields", "published"),
    [
        ({"hash": MD5.upper()}, SHA256),
        ({"hash": "b" * 32}, "b" * 32),  # someone replaced the file by hand
        ({"hash": SHA256}, SHA256),  # not loaded yet
        ({"hash": MD5, "upload_sha256": "abc"}, MD5),
        ({"hash": MD5, "upload_md5": None}, MD5),
    ],
)
def test_a_file_that_the_portal_loaded_keeps_its_publisher_s_checksum(
    serialize: Serialize, fields: dict[str, str | None], published: str
) -> None:
    uploaded = {"upload_md5": MD5, "upload_sha256": SHA256, "hash_algorithm": "SHA-256"}

    graph = serialize(resource(**{**uploaded, **fields}))

    checksum = graph.value(FILE, SPDX.checksum)
    assert str(graph.value(checksum, SPDX.checksumValue)).lower() == published
    algorithm = "sha256" if published == SHA256 else "md5"
    assert list(graph.objects(checksum, SPDX.algorithm)) == [SPDX[f"checksumAlgorithm_{algorithm}"]]


def test_without_a_checksum_none_is_made_up(serialize: Serialize) -> None:
    graph = serialize(resource(hash="", upload_md5="", upload_sha256=SHA256))

    assert (FILE, SPDX.checksum, None) not in graph


def test_a_license_from_the_dataset_is_a_license_and_not_of_unknown_rights(serialize: Serialize) -> None:
    license_ = URIRef("http://dcat-ap.de/def/licenses/cc-by/4.0")

    graph = serialize({"license_id": str(license_), **resource()})

    assert graph.value(FILE, DCTERMS.license) == license_
    assert list(graph.predicate_objects(license_)) == [(RDF.type, DCTERMS.LicenseDocument)]


def test_an_identifier_is_a_literal(serialize: Serialize) -> None:
    graph = serialize({"identifier": "https://example.org/id/1"})

    assert graph.value(DATASET, DCTERMS.identifier) == Literal("https://example.org/id/1")


def test_an_unfilled_publisher_leaves_the_organization_in_its_place(
    serialize: Serialize, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Profile, "_org_cache", {"1": {"title": "Musterstadt"}})

    graph = serialize({"publisher": [{"uri": "", "name": ""}], "organization": {"id": "1"}})

    assert graph.value(graph.value(DATASET, DCTERMS.publisher), FOAF.name) == Literal("Musterstadt")


def test_a_service_with_a_publisher_and_a_contact_is_published(serialize: Serialize) -> None:
    service = {"title": "WMS", "publisher": [{"name": "Stadt"}], "contact": [{"name": "Amt"}], "creator": [{"uri": ""}]}

    graph = serialize(resource(access_services=[service]))

    node = graph.value(FILE, DCAT.accessService)
    assert graph.value(graph.value(node, DCTERMS.publisher), FOAF.name) == Literal("Stadt")
    assert graph.value(graph.value(node, DCAT.contactPoint), VCARD.fn) == Literal("Amt")
    assert (node, DCTERMS.creator, None) not in graph


def test_an_attribution_is_one_of_prov(serialize: Serialize) -> None:
    agent = {"uri": "https://example.org/office", "name": "Amt"}

    graph = serialize({"qualified_attribution": [{"agent": [agent], "role": "https://example.org/role"}]})

    attribution = graph.value(DATASET, PROV.qualifiedAttribution)
    assert graph.value(attribution, PROV.agent) == URIRef("https://example.org/office")


def test_an_empty_group_of_the_form_is_no_contact(serialize: Serialize) -> None:
    graph = serialize({"contact": [{"uri": "", "name": "", "email": ""}]})

    assert (None, DCAT.contactPoint, None) not in graph
    assert (None, RDF.type, VCARD.Kind) not in graph


# The catalog


def test_the_catalog_has_a_publisher(catalog: Callable[[], Graph]) -> None:
    graph = catalog()

    publisher = graph.value(CATALOG, DCTERMS.publisher)
    assert publisher == URIRef(f"{CATALOG}#publisher")
    assert graph.value(publisher, FOAF.name) == Literal("Offene Daten", lang="de")


def test_the_operator_names_the_publisher(catalog: Callable[[], Graph], settings: Callable[..., None]) -> None:
    settings(
        ckanext__dcatapde__publisher__name="Musterstadt",
        ckanext__dcatapde__publisher__uri="https://musterstadt.example/#stadt",
        ckanext__dcatapde__publisher__email="opendata@musterstadt.example",
        ckanext__dcatapde__publisher__url="https://musterstadt.example/",
        ckanext__dcatapde__publisher__type="http://purl.org/adms/publishertype/LocalAuthority",
    )

    graph = catalog()

    publisher = graph.value(CATALOG, DCTERMS.publisher)
    assert publisher == URIRef("https://musterstadt.example/#stadt")
    assert graph.value(publisher, FOAF.mbox) == URIRef("mailto:opendata@musterstadt.example")


@pytest.mark.parametrize(
    ("locale", "code"), [("de", "DEU"), ("de_AT", "DEU"), ("en", "ENG"), ("hsb", "HSB"), ("tlh", None)]
)
def test_the_catalog_names_its_language_by_the_iri_of_the_eu(
    catalog: Callable[[], Graph], settings: Callable[..., None], locale: str, code: str | None
) -> None:
    settings(ckan__locale_default=locale)

    languages = list(catalog().objects(CATALOG, DCTERMS.language))

    assert languages == ([URIRef(f"{EU}/language/{code}")] if code else [])
