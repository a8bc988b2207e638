"""Small towns whose settings or projects are easily taken for others: refused with the reason, or told apart."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from rdflib import FOAF, OWL, RDF, RDFS, Graph, URIRef

from pipeline.model.errors import ConfigError
from pipeline.run import Outcome
from pipeline.town.config import parse_dataset
from pipeline.town.resources import read_resources
from pipeline.town.strategy import build_strategy
from tests.sheets import SETTINGS, STRATEGY
from tests.towns import output_of, publish

NAME = "musterstadt"
LEAST = ("Kennung", "Titel", "Handlungsfelder", "Status", "Beginn")


def _town(folder: Path, settings: str, header: tuple[str, ...], *cells: tuple[str, ...]) -> Path:
    """A town with a project for each of ``cells``, which stand in the columns beside the least."""
    place = folder / "sources" / NAME
    place.mkdir(parents=True)
    (place / "dataset.toml").write_text(settings, "utf-8")
    book = Workbook()
    book.worksheets[0].append([*LEAST, *header])
    for number, values in enumerate(cells, start=1):
        book.worksheets[0].append([f"T-{number:02}", f"Projekt {number}", "1", "laufend", 2024, *values])
    book.save(place / "roadmap.xlsx")
    return place


def _settings(old: str = "", new: str = "", fields: str = STRATEGY) -> str:
    return SETTINGS.replace(old, new) + 'workbooks = ["*.xlsx"]\n' + fields


def _current(place: Path) -> Path:
    return output_of(place) / NAME / "public" / "current"


def _graphs(place: Path) -> Graph:
    """All that an edition says, in all its files, as one graph."""
    whole = Graph()
    for file in sorted(_current(place).glob("*.ttl")):
        whole.parse(file)
    return whole


def _told(outcome: Outcome) -> list[str]:
    return [result.rule.id for result in outcome.prepared.report.results]


# Things that share something ########################################################################################

# What FOAF says is of one thing alone (http://xmlns.com/foaf/spec/).
_OF_ONE_THING = (FOAF.homepage, FOAF.mbox, FOAF.mbox_sha1sum, FOAF.isPrimaryTopicOf, FOAF.logo)


def _shared(graph: Graph) -> list[str]:
    """What several things have though it is of one alone: a reasoner would make them the same."""
    owners = {
        (predicate, value): set(graph.subjects(predicate, value))
        for predicate in _OF_ONE_THING
        for value in graph.objects(None, predicate)
    }
    return [f"{predicate} {value}" for (predicate, value), things in owners.items() if len(things) > 1]


@pytest.mark.parametrize(
    ("publisher", "site"),
    [
        ("https://stadt.example", ""),
        ("https://stadt.example/", "https://stadt.example/"),
        ("https://stadt.example/", "https://daten.stadt.example/"),
        ("", "https://stadt.example/"),
    ],
)
def test_no_two_things_are_the_same_because_they_share_a_website(tmp_path: Path, publisher: str, site: str) -> None:
    homepage = f', homepage = "{publisher}"' if publisher else ""
    settings = _settings('{ name = "Musterstadt" }', f'{{ name = "Musterstadt"{homepage} }}')
    settings = settings.replace("[strategy]", f'[catalog]\nsite = "{site}"\n[strategy]') if site else settings
    sites = ((publisher or site,), ("https://p.example/",), ("https://p.example/",))
    place = _town(tmp_path, settings, ("Webseite des Projekts",), *sites)

    outcome = publish(place)

    assert outcome.edition is not None, _told(outcome)
    assert _shared(_graphs(place)) == []
    assert not list(_graphs(place).subject_objects(OWL.sameAs))


@pytest.mark.parametrize(
    ("iri", "homepage", "site"),
    [
        ("https://stadt.example/", "https://stadt.example/", ""),
        ("https://stadt.example/ä", "https://stadt.example/ä", ""),
        ("https://daten.stadt.example/", "https://stadt.example/", "https://daten.stadt.example/"),
    ],
)
def test_a_publisher_is_no_page(iri: str, homepage: str, site: str) -> None:
    publisher = f'{{ name = "Musterstadt", iri = "{iri}", homepage = "{homepage}" }}'
    settings = _settings('{ name = "Musterstadt" }', publisher, f'[catalog]\nsite = "{site}"\n{STRATEGY}')

    with pytest.raises(ConfigError, match=r"\[publisher.iri\]: this is the address of a page"):
        parse_dataset(settings, "dataset.toml")
    parse_dataset(settings.replace(f'iri = "{iri}"', f'iri = "{iri}#stadt"'), "dataset.toml")


def test_the_website_of_a_project_is_read_back_into_its_own_column(tmp_path: Path) -> None:
    place = _town(
        tmp_path, _settings(), ("Webseite des Projekts", "Link"), ("https://p.example/", "https://q.example/")
    )
    publish(place)
    book = Workbook()
    book.worksheets[0].append([*LEAST])
    book.worksheets[0].append(["T-02", "Projekt 2", "1", "laufend", 2024])
    book.save(place / "roadmap.xlsx")

    outcome = publish(place, accept_loss=True)

    (kept,) = (project for project in outcome.prepared.roadmap.projects if project.key == "T-01")
    assert (kept.typed("homepage"), kept.typed("link")) == ("https://p.example/", "https://q.example/")


def test_the_property_of_a_website_is_a_page_and_no_homepage() -> None:
    vocabulary = Graph().parse(Path(__file__).parents[1] / "ontology" / "ds.ttl")
    website = URIRef("https://w3id.org/digitalstrategie/def/website")

    assert set(vocabulary.objects(website, RDFS.subPropertyOf)) == {FOAF.page}
    assert not list(vocabulary.subjects(RDF.type, OWL.InverseFunctionalProperty))


def test_as_many_organizations_as_spellings(tmp_path: Path) -> None:
    names = ["Müller", "Mueller", "A/B", "A B", "C+D", "C&D", "STADT Amt", "Stadt-Amt", "Straßenamt", "Strassenamt"]
    place = _town(tmp_path, _settings(), ("Federführung",), *((name,) for name in names))

    outcome = publish(place)

    graph = _graphs(place)
    leads = {str(name): lead for lead, name in graph.subject_objects(FOAF.name) if str(name) in names}
    assert sorted(leads) == sorted(names)
    assert len(set(leads.values())) == len(names)
    assert _told(outcome).count("organization-alike") == len(names) // 2


# Settings ###########################################################################################################


@pytest.mark.parametrize(
    "address",
    [
        "mailto:digital@example.org",
        "MAILTO:digital@example.org",
        "Team Digital <digital@example.org>",
        "digital@example.org?subject=Roadmap",
        "digital@example.org; rat@example.org",
    ],
)
def test_more_than_a_mailbox_is_refused_with_the_name_of_its_key(address: str) -> None:
    with pytest.raises(ConfigError) as refused:
        parse_dataset(_settings("digital@example.org", address), "dataset.toml")

    assert "[contact.email]" in str(refused.value)
    assert address in str(refused.value)


@pytest.mark.parametrize("license_", ["cc-by/9.9", "cc-by/4.0/", "CC-BY/4.0"])
def test_a_license_that_its_list_does_not_hold_is_told(tmp_path: Path, license_: str) -> None:
    listed = "http://dcat-ap.de/def/licenses/"
    place = _town(tmp_path, _settings(f"{listed}dl-zero-de/2.0", f"{listed}{license_}"), (), ())

    outcome = publish(place)

    told = json.loads((outcome.report_folder / "report.json").read_text("utf-8"))
    assert [_place(each) for each in told["results"] if each["rule"].startswith("license")] == [
        ("license-not-listed", "dataset.toml")
    ]


def _place(result: dict[str, Any]) -> tuple[str, str]:
    return result["rule"], result["file"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('label = "Dienstleistung"', 'label = "Dienstleistung", names = ["Bildung"]'),
        ('label = "Dienstleistung"', 'label = "Dienstleistung", names = ["Bildung, Kultur und Sport"]'),
        ('label = "Dienstleistung"', 'label = "Dienstleistung", names = ["2"]'),
        ('label = "Dienstleistung"', 'label = "Dienstleistung", names = ["bildung"]'),
    ],
)
def test_a_name_that_two_fields_share_is_refused_with_both(old: str, new: str) -> None:
    fields = STRATEGY.replace(', names = ["E-Government"]', "").replace(old, new)

    with pytest.raises(ConfigError) as refused:
        _build(fields)

    assert "1 Dienstleistung" in str(refused.value)
    assert "2 Bildung, Kultur und Sport" in str(refused.value)


def _build(fields: str) -> None:
    build_strategy((), read_resources().code_lists, parse_dataset(_settings(fields=fields), "dataset.toml"))


@pytest.mark.parametrize(("name", "words"), [("title", "Smart City"), ("description", "Open Data"), ("title", "2030")])
def test_words_that_are_the_same_in_both_languages_are_published_in_both(tmp_path: Path, name: str, words: str) -> None:
    old = 'title = "Roadmap"' if name == "title" else 'description = "Projekte der Musterstadt."'
    place = _town(tmp_path, _settings(old, f'{name} = {{ de = "{words}", en = "{words}" }}'), (), ())

    publish(place)

    predicate = URIRef(f"http://purl.org/dc/terms/{name}")
    dataset = URIRef("https://example.org/id/musterstadt/datensatz/roadmap")
    said = [text for text in _graphs(place).objects(dataset, predicate) if str(text) == words]
    assert sorted(getattr(text, "language", "") or "" for text in said) == ["de", "en"]
