"""The vocabulary's own site: a page and files for each term, where the redirects of w3id.org lead."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest
from rdflib import OWL, RDF, RDFS, Graph, Literal, URIRef

from pipeline.model.graph import Index, Triple, curie, literal
from pipeline.model.vocabulary import DEF
from pipeline.publish.folder import Folder
from pipeline.render.site.rules import write_rules
from pipeline.render.site.usage import usage_of
from pipeline.render.site.vocabulary import render_vocabulary, version_of
from pipeline.sited import read_matter
from pipeline.town.resources import read_resources
from tests.serving import BROWSER, client_of, serve
from tests.site_checks import Page, broken_links, pages_of, read_page, weight_of
from tests.test_ontology import BROWSER as ACCEPTS_PAGES
from tests.test_ontology import SITE, TURTLE, W3ID, redirect
from tests.towns import copy_town, output_of, publish, show, town_of

HEAVIEST = 100_000
ROOT = "/digitalstrategie/id/vokabular/"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = copy_town(tmp_path_factory.mktemp("vocabulary"), "vokabular")
    publish(place)
    return place


@pytest.fixture(scope="module")
def public(place: Path) -> Path:
    return show(place)


@pytest.fixture(scope="module")
def pages(public: Path) -> dict[Path, Page]:
    return pages_of(public)


@pytest.fixture(scope="module")
def said(public: Path) -> Graph:
    return Graph().parse(public / "current/vocabulary.ttl", format="turtle")


def terms_of(said: Graph) -> list[URIRef]:
    return sorted({term for term in said.subjects() if isinstance(term, URIRef)})


def text_of(path: Path) -> str:
    return " ".join(" ".join(read_page(path).text).split())


# Where the IRIs lead


def test_the_iri_of_each_term_leads_to_a_page_in_both_languages(public: Path, said: Graph) -> None:
    for term in terms_of(said):
        there = (redirect(term.removeprefix(W3ID), ACCEPTS_PAGES) or "").removeprefix(f"{SITE}/").rstrip("/")

        assert (public / there / "index.html").is_file(), term
        assert (public / "en" / there / "index.html").is_file(), term
        assert str(term) in text_of(public / there / "index.html")


@pytest.mark.parametrize(
    ("accept", "form"),
    [(TURTLE, "turtle"), ("application/ld+json", "json-ld"), ("application/n-triples", "nt"),
     ("application/rdf+xml", "xml")],
)  # fmt: skip
def test_the_iri_of_each_term_leads_programs_to_all_that_is_said_of_it(
    public: Path, said: Graph, accept: str, form: str
) -> None:
    for term in terms_of(said):
        there = (redirect(term.removeprefix(W3ID), accept) or "").removeprefix(f"{SITE}/")
        text = (public / unquote(there)).read_text("utf-8")
        if form == "json-ld":  # read where it lies, for tests fetch nothing
            assert str(term).removeprefix(DEF).rstrip("/") in text
            continue
        told = Graph().parse(data=text, format=form)

        assert set(said.predicate_objects(term)) <= set(told.predicate_objects(term)), term


def test_a_version_leads_to_its_page_its_files_and_its_context(public: Path, said: Graph) -> None:
    version = said.value(URIRef(DEF), OWL.versionIRI)
    assert isinstance(version, URIRef)
    page, file = (redirect(version.removeprefix(W3ID), accept) or "" for accept in (ACCEPTS_PAGES, TURTLE))

    assert (public / page.removeprefix(f"{SITE}/") / "index.html").is_file()
    assert set(Graph().parse(public / file.removeprefix(f"{SITE}/"), format="turtle")) == set(said)
    assert (public / "def/1.0.0/context.jsonld").read_bytes() == (public / "current/context.jsonld").read_bytes()
    assert (public / "def/context.jsonld").read_bytes() == (public / "current/context.jsonld").read_bytes()


def test_a_version_that_only_an_earlier_edition_says_keeps_its_files(place: Path, public: Path) -> None:
    town = town_of(place)
    matter = read_matter(Folder(output_of(place) / town.name), town, read_resources())
    old = [Triple(f"<{DEF}>", curie("owl:versionInfo"), literal("0.9.0"))]

    paths = {file.path for file in render_vocabulary(matter, {version_of(old): old, "1.0.0": matter.triples})}

    assert {"def/0.9.0/index.html", "en/def/0.9.0/index.html", "def/0.9.0.ttl", "def/1.0.0.ttl"} <= paths
    assert "def/0.9.0/context.jsonld" not in paths


# What the pages say


def test_a_class_says_what_it_means_refines_and_has(public: Path) -> None:
    text = text_of(public / "def/Project/index.html")

    assert "Auf der Roadmap geführtes Vorhaben der Digitalisierung" in text
    assert "Kurzname ds:Project" in text and "Genauer als foaf:Project" in text
    assert "Seine Eigenschaften Stichtag Budget" in text


def test_a_property_says_of_what_it_is_said_and_with_which_value(public: Path) -> None:
    text = text_of(public / "en/def/fieldOfAction/index.html")

    assert "Is said of (domain) Project" in text
    assert "The value is (range) Field of action" in text


def test_a_concept_says_its_notation_list_and_other_names_in_the_language_of_the_page(public: Path) -> None:
    german, english = (text_of(public / f"{each}def/status/planned/index.html") for each in ("", "en/"))

    assert "Kürzel planned" in german and "Codeliste Projektstatus" in german and "in Vorbereitung" in german
    assert "in preparation" in english and "in Vorbereitung" not in english


def test_a_code_list_and_the_property_called_like_it_share_a_page(public: Path) -> None:
    text = text_of(public / "def/status/index.html")

    assert f"{DEF}status/" in text and "Kurzname ds:status" in text
    assert "Stände der Umsetzung" in text and "auf welchem Stand der Umsetzung das Projekt gegenwärtig ist" in text


def test_the_index_has_every_term_and_counts_no_list_of_others(public: Path, said: Graph) -> None:
    text = text_of(public / "def/index.html")
    names = [term.removeprefix(DEF) for term in terms_of(said) if (term, RDFS.isDefinedBy, None) in said]

    assert len(names) == 80
    assert all(f"ds:{name} " in text for name in names)
    assert "Klassen 18 Eigenschaften 62 Codelisten 5" in text_of(public / "index.html")


def test_a_deprecated_term_says_so_and_what_to_say_instead(place: Path) -> None:
    town = town_of(place)
    matter = read_matter(Folder(output_of(place) / town.name), town, read_resources())
    lead = curie("ds:lead")
    more = [
        Triple(lead, curie("owl:deprecated"), literal("true", datatype="http://www.w3.org/2001/XMLSchema#boolean")),
        Triple(lead, curie("dcterms:isReplacedBy"), curie("ds:partner")),
    ]

    files = dict(render_vocabulary(replace(matter, triples=sorted([*matter.triples, *more])), {}))

    assert "Dieser Begriff ist veraltet." in files["def/lead/index.html"].decode()
    assert "<dt>Stattdessen</dt>" in files["def/lead/index.html"].decode()
    assert "veraltet" not in files["def/partner/index.html"].decode()


def test_each_example_is_turtle_that_keeps_to_domain_and_range(said: Graph) -> None:
    index = Index(Triple(s.n3(), p.n3(), o.n3()) for s, p, o in said)
    used = 0
    for term in terms_of(said):
        text = usage_of(f"<{term}>", index)
        told = Graph().parse(data=text, format="turtle")
        used += bool(text)
        for thing, name, value in told:
            for kind in said.objects(name, RDFS.domain):
                assert kind in (RDFS.Resource, OWL.Thing) or (thing, RDF.type, kind) in told, term
            for kind in said.objects(name, RDFS.range):
                if isinstance(value, Literal):
                    assert kind in (value.datatype, RDFS.Literal, RDF.langString) or not value.datatype, (term, kind)
                elif (None, RDF.type, kind) in said and kind != RDF.Property:
                    assert (value, RDF.type, kind) in said, term
    assert used == 80 + 20


def test_it_says_nothing_that_is_true_of_towns_alone(pages: dict[Path, Page]) -> None:
    for path, page in pages.items():
        text = " ".join(page.text)
        for words in ("Tabellen der Stadt", "Alle Projekte", "the town’s", "All projects", "Fragen an die Roadmap"):
            assert words not in text, (path, words)


# How they are made


def test_all_links_lead_somewhere_and_no_page_is_heavy_or_runs_anything(public: Path, pages: dict[Path, Page]) -> None:
    assert list(broken_links(public, pages)) == []
    assert max(weight_of(path, page) for path, page in pages.items()) <= HEAVIEST
    assert {path: page.inline for path, page in pages.items() if page.inline} == {}
    for path, page in pages.items():
        assert len(set(page.ids)) == len(page.ids), path
        assert page.headings[0] == 1 and page.headings.count(1) == 1, path
        assert all(after <= before + 1 for before, after in zip(page.headings, page.headings[1:], strict=False)), path


def test_writing_them_again_changes_nothing(place: Path, public: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in public.rglob("*") if path.is_file()}

    assert {path: path.stat().st_mtime_ns for path in show(place).rglob("*") if path.is_file()} == before


def test_they_go_where_the_settings_say_so(tmp_path: Path) -> None:
    place = copy_town(tmp_path, "vokabular")
    publish(place)
    assert (show(place) / "def/index.html").is_file()
    settings = place / "dataset.toml"
    settings.write_text(f"{settings.read_text('utf-8')}\n[site]\nenabled = false\n", "utf-8")

    assert sorted(path.name for path in show(place).iterdir()) == ["current", "editions"]


@pytest.mark.parametrize(
    ("path", "accept", "there"),
    [
        ("def/Project", BROWSER["accept"], "def/Project/index.html"),
        ("def/Project", "text/turtle", "def/Project.ttl"),
        ("def/status/planned", "application/ld+json", "def/status/planned.jsonld"),
        ("katalog", "application/rdf+xml", "katalog.rdf"),
    ],
)
def test_the_server_gives_the_form_that_is_asked_for(public: Path, path: str, accept: str, there: str) -> None:
    client = client_of(serve([public]))
    answer = client.get(f"{ROOT}{path}", headers={"host": "w3id.org", "accept": accept})

    assert (answer.status_code, answer.headers["location"]) == (303, f"{ROOT}{there}")
    assert client.get(f"{ROOT}{there}", headers={"host": "w3id.org"}).status_code == 200


@pytest.mark.parametrize(("settings", "path"), [("", "/"), ('site = "https://vokabular.example/ds/"\n', "/ds/")])
def test_the_rules_for_servers_stand_at_the_root_of_the_site(tmp_path: Path, settings: str, path: str) -> None:
    place = copy_town(tmp_path, "vokabular")
    toml = place / "dataset.toml"
    toml.write_text(toml.read_text("utf-8").replace("[catalog]\n", f"[catalog]\n{settings}"), "utf-8")
    publish(place)
    town = town_of(place)

    files = dict(write_rules(read_matter(Folder(output_of(place) / town.name), town, read_resources())))

    assert f"location ~ ^{path}(?<roadmap_path>.*)$" in files["nginx.conf"].decode()
    assert f'Alias "{path}" "${{ROADMAP_PUBLIC}}/"' in files["apache.conf"].decode()
