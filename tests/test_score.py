"""The score of a catalog by the metrics of data.europa.eu: 405 points for one that lacks nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from pipeline.model.graph import Index, Triple, curie, literal_text, parse_turtle
from pipeline.model.metrics import Metric, build_methodology
from pipeline.model.report import Language
from pipeline.model.rules import RuleBook
from pipeline.model.scorecard import DatasetScore, Points, Scorecard
from pipeline.render.reports.score import print_scorecard, render_score_json
from pipeline.score import find_addresses, score
from pipeline.town.resources import read_resources
from tests.catalogs import ADDRESSES, CSV, CSV_ADDRESS, DATASET, PDF, PREFIXES, complete, replaced, without

OFFICIAL = Path(__file__).parents[2] / "shared" / "official-shapes" / "mqa-metrics.ttl"
PV = "https://piveau.eu/ns/voc#"
DCAT, DCTERMS = "http://www.w3.org/ns/dcat#", "http://purl.org/dc/terms/"
EU = "http://publications.europa.eu/resource/authority"
IANA = "https://www.iana.org/assignments/media-types"
GONE = "https://daten.musterstadt.example/weg"
RESOURCES = read_resources()
METHODOLOGY = build_methodology(RESOURCES.quality)
REACHABLE: Mapping[str, int] = dict.fromkeys(ADDRESSES, 200) | {GONE: 404}


def scored(triples: Iterable[Triple], statuses: Mapping[str, int] = REACHABLE) -> DatasetScore:
    (dataset,) = score(triples, METHODOLOGY, RESOURCES.catalog_rules, statuses).datasets
    return dataset


def card(triples: Iterable[Triple], statuses: Mapping[str, int] = REACHABLE) -> Scorecard:
    return score(triples, METHODOLOGY, RESOURCES.catalog_rules, statuses)


def points(dataset: DatasetScore, name: str) -> Points:
    return next(each for each in dataset.points if each.metric.iri == PV + name)


def printed(found: Scorecard, *, width: int = 100, language: Language = "de", beside: Iterable[str] = ()) -> str:
    console = Console(file=StringIO(), width=width, force_terminal=False, highlight=False)
    print_scorecard(found, console, language=language, beside=frozenset(beside))
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def test_a_dataset_that_lacks_nothing_has_all_405_points() -> None:
    dataset = scored(complete())

    assert (dataset.total, dataset.best, dataset.unchecked) == (405, 405, 0)
    assert dataset.rating == ("Ausgezeichnet", "Excellent")
    assert dataset.title == ("Roadmap der Musterstadt", "Roadmap of Musterstadt")


# What is taken away, the metrics that fail for it, and the points that are lost.
LOSSES = {
    "keywordAvailability": (without(DATASET, f"{DCAT}keyword"), [], 30),
    "categoryAvailability": (without(DATASET, f"{DCAT}theme"), [], 30),
    "spatialAvailability": (without(DATASET, f"{DCTERMS}spatial"), [], 20),
    "temporalAvailability": (without(DATASET, f"{DCTERMS}temporal"), [], 20),
    "accessUrlStatusCode": (replaced(f"accessURL <{CSV_ADDRESS}>", f"accessURL <{GONE}>"), [], 50),
    "downloadUrlAvailability": (without(CSV, f"{DCAT}downloadURL"), ["downloadUrlStatusCode"], 20 + 30),
    "downloadUrlStatusCode": (replaced(f"downloadURL <{CSV_ADDRESS}>", f"downloadURL <{GONE}>"), [], 30),
    "formatAvailability": (without(CSV, f"{DCTERMS}format"), ["formatMediaTypeVocabularyAlignment"], 20 + 5 + 10),
    "mediaTypeAvailability": (without(CSV, f"{DCAT}mediaType"), ["formatMediaTypeVocabularyAlignment"], 10 + 5 + 10),
    "formatMediaTypeVocabularyAlignment": (replaced(f"{IANA}/text/csv", "https://example.org/csv"), [], 10),
    "formatMediaTypeNonProprietary": (
        replaced(
            f"{EU}/file-type/CSV> ;\n    dcat:mediaType <{IANA}/text/csv>",
            f"{EU}/file-type/XLSX> ;\n    dcat:mediaType <{IANA}/application/vnd.ms-excel>",
        ),
        [],
        20,
    ),
    "formatMediaTypeMachineInterpretable": (
        replaced(
            f"{EU}/file-type/CSV> ;\n    dcat:mediaType <{IANA}/text/csv>",
            f"{EU}/file-type/HTML> ;\n    dcat:mediaType <{IANA}/text/html>",
        ),
        [],
        20,
    ),
    "dcatApCompliance": (without(DATASET, f"{DCTERMS}title"), [], 30),
    "licenceAvailability": (without(CSV, f"{DCTERMS}license"), ["knownLicence"], 20 + 10),
    "knownLicence": (replaced("http://dcat-ap.de/def/licenses/dl-by-de/2.0", "https://example.org/license"), [], 10),
    "accessRightsAvailability": (
        without(DATASET, f"{DCTERMS}accessRights"),
        ["accessRightsVocabularyAlignment"],
        10 + 5,
    ),
    "accessRightsVocabularyAlignment": (replaced(f"{EU}/access-right/PUBLIC", "https://example.org/public"), [], 5),
    "contactPointAvailability": (without(DATASET, f"{DCAT}contactPoint"), [], 20),
    "publisherAvailability": (without(DATASET, f"{DCTERMS}publisher"), [], 10),
    "rightsAvailability": (without(CSV, f"{DCTERMS}rights"), [], 5),
    "byteSizeAvailability": (without(CSV, f"{DCAT}byteSize"), [], 5),
    "dateIssuedAvailability": (without(CSV, f"{DCTERMS}issued"), [], 5),
    "dateModifiedAvailability": (without(CSV, f"{DCTERMS}modified"), [], 5),
}


@pytest.mark.parametrize("name", LOSSES)
def test_what_is_left_out_costs_exactly_the_points_of_its_metric(name: str) -> None:
    catalog, others, lost = LOSSES[name]

    dataset = score(catalog, METHODOLOGY, _only("dataset-title-missing"), REACHABLE).datasets[0]

    assert {each.metric.iri for each in dataset.points if not each.is_full} == {
        PV + failed for failed in (name, *others)
    }
    assert dataset.total == 405 - lost


def _only(rule: str) -> RuleBook:
    """The rules for a catalog of which only one counts: what else they demand is the matter of their own tests."""
    book = RESOURCES.catalog_rules
    return RuleBook({rule: book[rule]}, book.shapes)


def test_every_metric_is_among_those_taken_away() -> None:
    assert {metric.iri for metric in METHODOLOGY.metrics} == {PV + name for name in LOSSES}


@pytest.mark.parametrize("license_", ["cc-by/9.9", "cc-by/", "dl-de/2.0"])
def test_a_license_that_its_list_does_not_hold_is_not_known(license_: str) -> None:
    change = replaced("http://dcat-ap.de/def/licenses/dl-by-de/2.0", f"http://dcat-ap.de/def/licenses/{license_}")

    assert scored(change).total == scored(complete()).total - 10


def test_only_the_best_distribution_counts() -> None:
    dataset = scored(complete())

    assert dataset.distribution == CSV
    assert {each.node for each in dataset.points if each.metric.is_of_distribution} == {CSV}


def test_of_equally_good_distributions_the_first_by_iri_counts() -> None:
    dataset = scored([*complete(), *_copy_of_csv(f"{DATASET}/a.csv")])

    assert dataset.total == 405
    assert dataset.distribution == f"{DATASET}/a.csv"


def _copy_of_csv(iri: str) -> list[Triple]:
    copied = [Triple(f"<{iri}>", *triple[1:]) for triple in complete() if triple.subject == f"<{CSV}>"]
    return [*copied, Triple(f"<{DATASET}>", f"<{DCAT}distribution>", f"<{iri}>")]


def test_two_halves_of_a_good_distribution_are_no_whole_one() -> None:
    halves = [
        triple
        for triple in (*complete(), *_copy_of_csv(f"{DATASET}/a.csv"))
        if (triple.subject, triple.predicate)
        not in {(f"<{CSV}>", f"<{DCTERMS}rights>"), (f"<{DATASET}/a.csv>", f"<{DCAT}byteSize>")}
    ]

    assert scored(halves).total == 400


def test_a_dataset_without_distribution_gets_what_a_no_gives() -> None:
    dataset = scored(without(DATASET, f"{DCAT}distribution"))

    assert [points(dataset, name).earned for name in ("formatAvailability", "mediaTypeAvailability")] == [-5, -5]
    assert points(dataset, "licenceAvailability").earned == 0
    assert dataset.distribution == ""
    assert sum(each.earned or 0 for each in dataset.points if each.metric.is_of_distribution) == -10


def test_an_address_that_was_not_asked_gives_no_points_and_is_told() -> None:
    dataset = scored(complete(), {})

    assert [points(dataset, f"{kind}UrlStatusCode").earned for kind in ("access", "download")] == [None, None]
    assert (dataset.total, dataset.unchecked) == (325, 80)
    assert "325 von 405 Punkten: Gut (80 Punkte nicht geprüft)" in printed(card(complete(), {}))


@pytest.mark.parametrize(("status", "expected"), [(200, 50), (204, 50), (302, 50), (404, 0), (500, 0), (0, 0)])
def test_the_status_that_an_address_answers_decides(status: int, expected: int) -> None:
    dataset = scored(complete(), dict.fromkeys(ADDRESSES, status))

    assert points(dataset, "accessUrlStatusCode").earned == expected


def test_the_addresses_to_ask_are_those_of_all_distributions() -> None:
    assert find_addresses(complete(), METHODOLOGY) == tuple(sorted(ADDRESSES))


def test_a_violation_in_a_part_of_the_dataset_counts_and_one_in_the_catalog_does_not() -> None:
    catalog = f"{DATASET.removesuffix('datensatz/roadmap')}katalog"

    of_catalog = scored(without(catalog, f"{DCTERMS}title"))
    of_distribution = scored(without(PDF, f"{DCAT}accessURL"))

    assert points(of_catalog, "dcatApCompliance").earned == 30
    assert points(of_distribution, "dcatApCompliance").earned == 0
    assert [rule.id for rule in points(of_distribution, "dcatApCompliance").broken]


def test_without_rules_the_compliance_is_not_judged() -> None:
    (dataset,) = score(complete(), METHODOLOGY, RuleBook(), REACHABLE).datasets

    assert points(dataset, "dcatApCompliance").earned is None


def test_a_catalog_with_blank_nodes_is_scored_as_well() -> None:
    triples = parse_turtle(
        f'{PREFIXES} [] a dcat:Dataset ; dcterms:title "Anonym" ; dcat:keyword "a" ;'
        f" dcat:distribution [ a dcat:Distribution ; dcat:downloadURL <{CSV_ADDRESS}> ] .",
        "blank",
    )

    dataset = scored(triples)

    assert dataset.iri.startswith("_:")
    assert points(dataset, "keywordAvailability").earned == 30
    assert points(dataset, "downloadUrlStatusCode").earned == 30


def test_a_series_is_no_dataset_and_a_catalog_may_be_empty() -> None:
    series = parse_turtle(f"{PREFIXES} <reihe> a dcat:DatasetSeries , dcat:Dataset .", "series")

    assert card(series).datasets == ()


def test_datasets_come_in_the_order_of_their_iris_with_their_mean() -> None:
    more = parse_turtle(f'{PREFIXES} <a> a dcat:Dataset ; dcterms:title "Anfang" .', "more")

    found = card([*complete(), *more])

    assert [dataset.title.de for dataset in found.datasets] == ["Anfang", "Roadmap der Musterstadt"]
    mean = sum(dataset.total for dataset in found.datasets) / 2
    assert re.search(rf"Durchschnitt +{mean:.0f}/405", printed(found))


@pytest.mark.parametrize(
    ("total", "word"),
    [(405, "Excellent"), (351, "Excellent"), (350, "Good"), (221, "Good"), (220, "Sufficient"), (121, "Sufficient"),
     (120, "Bad"), (0, "Bad"), (-10, "Bad")],
)  # fmt: skip
def test_a_rating_begins_where_the_portal_begins_it(total: int, word: str) -> None:
    only = Points(METHODOLOGY.metrics[0], total, "")

    assert DatasetScore("", METHODOLOGY.title, (only,)).rating.en == word


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("language", ["de", "en"])
def test_the_table_keeps_to_the_width_of_the_terminal(width: int, language: Language) -> None:
    lines = printed(card(complete()), width=width, language=language).splitlines()

    assert max(map(len, lines)) <= width
    assert any("405 von 405" in line or "405 of 405" in line for line in lines)
    assert any(METHODOLOGY.source in line for line in lines)


def test_what_is_missing_is_said_with_what_to_do() -> None:
    text = printed(card(without(DATASET, f"{DCAT}keyword")))

    assert re.search(r"Schlagwörter +0/30 +fehlt", text)
    assert "→ Geben Sie Schlagwörter an" in text
    assert re.search(r"Auffindbarkeit +70/100 +━━━━━━━───", text)


def test_points_lost_show_a_minus() -> None:
    assert "−5/20" in printed(card(without(DATASET, f"{DCAT}distribution")))


def test_a_file_found_beside_the_catalog_is_not_said_to_be_on_the_web() -> None:
    text = printed(card(complete(), {}), beside=[CSV_ADDRESS])

    assert "Datei daneben: https://" in text
    assert "HTTP 200" not in text
    assert "→ nicht geprüft; fragen Sie die Adresse mit --online" in text
    assert "Ob die Adresse antwortet, weiß nur das Web" in " ".join(text.split())


def test_a_stranger_cannot_command_the_terminal() -> None:
    hostile = r"\u001B[2J[red]\u202Eevil\u0007"
    triples = replaced('"Digitales"@de', f'"{hostile}"@de')
    triples = tuple(t for t in triples if (t.subject, t.predicate) != (f"<{DATASET}>", f"<{DCTERMS}title>"))
    title = parse_turtle(f'<{DATASET}> <{DCTERMS}title> "{hostile}" .', "title")

    text = printed(card([*triples, *title]))

    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", text)
    assert "[red]" in text


def test_values_of_a_wrong_kind_are_scored_without_a_stumble() -> None:
    triples = parse_turtle(
        f'{PREFIXES} <d> a dcat:Dataset ; dcat:distribution "text" , <x> ; dcterms:accessRights "PUBLIC" .'
        ' <x> dcat:accessURL "https://example.org/" , <mailto:a@example.org> ; dcterms:format "CSV" ;'
        f' dcat:byteSize "{"9" * 5000}" ; dcterms:license "{"x" * 5000}" .',
        "wrong",
    )

    dataset = scored(triples, {"mailto:a@example.org": 0})

    assert points(dataset, "accessRightsVocabularyAlignment").earned == 0
    assert points(dataset, "formatMediaTypeNonProprietary").earned == 0
    assert max(map(len, printed(card(triples)).splitlines())) <= 100


def test_the_scorecard_as_json_says_the_same() -> None:
    told = json.loads(render_score_json(card(complete()), beside=frozenset([CSV_ADDRESS])))

    (dataset,) = told["datasets"]
    by_iri = {metric["iri"]: metric for metric in dataset["metrics"]}
    assert (told["version"], told["methodology"]["best"]) == (1, 405)
    assert (dataset["total"], dataset["unchecked"], dataset["rating"]["en"]) == (405, 0, "Excellent")
    assert by_iri[f"{PV}accessUrlStatusCode"]["statuses"] == [200]
    assert by_iri[f"{PV}accessUrlStatusCode"]["beside"] == [True]
    assert by_iri[f"{PV}dcatApCompliance"]["broken"] == []
    assert sum(metric["points"] for metric in dataset["metrics"]) == 405


# The file of metrics


@pytest.mark.parametrize("metric", METHODOLOGY.metrics, ids=lambda metric: metric.iri.removeprefix(PV))
def test_a_metric_has_words_in_both_languages(metric: Metric) -> None:
    for text in (metric.label, metric.demand, metric.remedy, metric.dimension.label):
        assert text.de
        assert text.en
    assert metric.demand.de.endswith(".")
    assert metric.remedy.de.endswith(".")
    assert len(metric.label.de) <= 23
    assert len(metric.label.en) <= 23


def test_the_metrics_are_those_of_the_portal() -> None:
    if not OFFICIAL.is_file():
        pytest.skip(f"the portal's own file of metrics is not at {OFFICIAL}")
    index = Index(parse_turtle(OFFICIAL.read_text("utf-8"), OFFICIAL.name))

    official = {}
    for node in index.subjects("rdf:type", curie("dqv:Metric")):
        if best := index.text(node, "pv:trueScore"):
            (dimension,) = index.objects(node, "dqv:inDimension")
            # The portal's file misspells one dimension in two places.
            dimension = literal_text(dimension).replace("reusablity", "reusability")
            official[literal_text(node)] = (dimension, int(best), int(index.text(node, "pv:falseScore", "0")))

    assert {m.iri: (m.dimension.iri, m.if_true, m.if_false) for m in METHODOLOGY.metrics} == official
