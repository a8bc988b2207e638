"""``changes.ttl`` says of which project each change is, what came and went, and why; and the same as ``changes.md``."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph
import pytest
from pyshacl import validate
from rdflib import Graph

from pipeline.compare import compare
from pipeline.model.comparison import Comparison
from pipeline.model.graph import Index, Triple, curie, iri, literal, literal_text, parse_turtle
from pipeline.news import compare_editions, read_triples
from pipeline.render.formats.changes import in_words, sentence
from pipeline.render.formats.changes_graph import as_rdf
from tests.five_editions import DAYS, NAME, make_town, moment, play
from tests.towns import SECOND_DAY, change, copy_town, output_of, publish

BASE = f"https://w3id.org/digitalstrategie/id/{NAME}/"
AS = "https://www.w3.org/ns/activitystreams#"
PREFIXES = (
    f"PREFIX as: <{AS}> PREFIX ds: <https://w3id.org/digitalstrategie/def/> PREFIX dcat: <http://www.w3.org/ns/dcat#> "
    "PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> "
    "PREFIX dcterms: <http://purl.org/dc/terms/> PREFIX schema: <https://schema.org/> "
)
QUERY = (
    f"{PREFIXES} SELECT ?project ?property ?before ?after ?reason WHERE {{ "
    "?change as:object ?project ; ds:changedProperty ?property . "
    "OPTIONAL { ?change prov:invalidated/rdf:object ?before } OPTIONAL { ?change prov:generated/rdf:object ?after } "
    "OPTIONAL { ?change ds:reason ?reason } }"
)
SHAPE = f"""
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix as: <{AS}> . @prefix prov: <http://www.w3.org/ns/prov#> .
@prefix ds: <https://w3id.org/digitalstrategie/def/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix dcterms: <http://purl.org/dc/terms/> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix cs: <http://purl.org/vocab/changeset/schema#> .
<urn:shape/change> a sh:NodeShape ; sh:targetSubjectsOf as:object ; sh:nodeKind sh:IRI ; sh:class prov:Activity ;
    sh:xone ( [ sh:class as:Create ] [ sh:class as:Update ] [ sh:class as:Delete ] ) ;
    sh:property [ sh:path as:object ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ,
        [ sh:path dcterms:isPartOf ; sh:minCount 1 ; sh:maxCount 1 ; sh:class cs:ChangeSet ] ,
        [ sh:path rdfs:label ; sh:minCount 2 ; sh:maxCount 2 ; sh:uniqueLang true ; sh:languageIn ( "de" "en" ) ] ,
        [ sh:path ds:reason ; sh:datatype rdf:langString ] ,
        [ sh:path prov:generated ; sh:class rdf:Statement ] , [ sh:path prov:invalidated ; sh:class rdf:Statement ] .
<urn:shape/update> a sh:NodeShape ; sh:targetClass as:Update ;
    sh:property [ sh:path ds:changedProperty ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ,
        [ sh:path [ sh:alternativePath ( prov:generated prov:invalidated ) ] ; sh:minCount 1 ] .
<urn:shape/statement> a sh:NodeShape ; sh:targetClass rdf:Statement ; sh:nodeKind sh:IRI ;
    sh:property [ sh:path rdf:subject ; sh:minCount 1 ; sh:maxCount 1 ] ,
        [ sh:path rdf:predicate ; sh:minCount 1 ; sh:maxCount 1 ] ,
        [ sh:path rdf:object ; sh:minCount 1 ; sh:maxCount 1 ] .
"""


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of five editions of one town."""
    place = make_town(tmp_path_factory.mktemp("five"))
    for number in range(len(DAYS)):
        assert play(place, number).receipt
    return output_of(place) / NAME / "public" / "editions"


def said(edition: Path) -> set[tuple[str, ...]]:
    """What a query finds of changes: project, property, before, after and reason, each in short."""
    store = pyoxigraph.Store()
    store.load(path=edition / "changes.ttl", format=pyoxigraph.RdfFormat.TURTLE)
    found = store.query(QUERY)
    assert isinstance(found, pyoxigraph.QuerySolutions)
    names = ("project", "property", "before", "after", "reason")
    return {tuple(re.split(r"[/#]", row[name].value)[-1] if row[name] else "" for name in names) for row in found}


def test_a_query_tells_which_project_changed_in_what_and_why(editions: Path) -> None:
    assert said(editions / "2024-07-15") == {
        ("M-1", "status", "running", "paused", "Die Förderung steht noch aus."),
        ("M-1", "date", "", "2024-05", ""),
        ("M-1", "endDate", "2024-12-31", "2025-06-30", "Die Förderung steht noch aus."),
        ("M-2", "value", "80000", "95000", ""),
    }


def test_why_a_project_was_withdrawn_is_told_in_both_languages(editions: Path) -> None:
    found = {row[2:] for row in said(editions / "2025-07-15") if row[:2] == ("M-3", "withdrawn")}

    assert found == {
        ("", "2025-07-01", "Das Vorhaben war ein Versuch."),
        ("", "2025-07-01", "It was a trial."),
    }


@pytest.mark.parametrize(
    ("edition", "turn"),
    [
        ("2024-07-15", "M-1/status/paused"),
        ("2024-07-15", "M-1/plan/end-1"),
        ("2024-07-15", "M-2/plan/planned-1"),
        ("2025-07-15", "M-1/status/paused-2"),
        ("2026-01-15", "M-2/plan/end-2"),
    ],
)
def test_a_turn_of_the_history_is_the_change_and_has_no_twin(editions: Path, edition: str, turn: str) -> None:
    triples = parse_turtle((editions / edition / "changes.ttl").read_text("utf-8"), "changes.ttl")
    term = iri(f"{BASE}projekt/{turn}")
    in_roadmap = {triple for triple in read_triples(editions / edition, "roadmap") if triple.subject == term}

    assert in_roadmap
    assert in_roadmap <= set(triples)
    (project,) = Index(triples).objects(term, "prov:invalidated")
    owner = {triple.object for triple in triples if triple.subject == term and triple.predicate == f"<{AS}object>"}
    assert owner == {iri(f"{BASE}projekt/{turn.partition('/')[0]}")}
    changes = {triple.subject for triple in triples if triple.object == project and "prov#" in triple.predicate}
    assert changes == {term}


def test_over_several_editions_a_change_is_informed_by_each_turn(editions: Path) -> None:
    comparison, base = compare_editions(editions / DAYS[0], editions / DAYS[-1])

    index = Index(as_rdf(comparison, base, moment(4)))

    (change_,) = [term for term in index.subjects("ds:changedProperty", curie("dcat:endDate")) if "projekt/M-1" in term]
    turns = [literal_text(term).rpartition("/")[2] for term in index.objects(change_, "prov:wasInformedBy")]
    assert turns == ["end-1", "end-2"]
    assert len(index.objects(change_, "ds:reason")) == 2


@pytest.mark.parametrize("day", DAYS[1:])
def test_the_graph_holds_to_its_shape_without_blank_nodes(editions: Path, day: str) -> None:
    path = editions / day / "changes.ttl"
    data = Graph().parse(path)

    conforms, _, report = validate(data, shacl_graph=Graph().parse(data=SHAPE, format="turtle"))

    assert conforms, report
    assert len(list(data.subjects(None, None))) > 10
    assert "_:" not in {term[:2] for triple in parse_turtle(path.read_text("utf-8"), "") for term in triple}


@pytest.mark.parametrize("fault", ["as:object", "ds:changedProperty", "dcterms:isPartOf", "rdf:subject"])
def test_the_shape_notices_what_is_missing(editions: Path, fault: str) -> None:
    text = (editions / DAYS[1] / "changes.ttl").read_text("utf-8")
    data = Graph().parse(data=re.sub(rf"\b{fault} ", "ds:other ", text), format="turtle")
    data.parse(data=f"@prefix as: <{AS}> . <urn:x> a as:Update .", format="turtle")

    conforms, _, _ = validate(data, shacl_graph=Graph().parse(data=SHAPE, format="turtle"))

    assert not conforms


@pytest.mark.parametrize("day", DAYS[1:])
@pytest.mark.parametrize("language", ["de", "en"])
def test_the_words_and_the_graph_tell_the_same_changes(editions: Path, day: str, language: str) -> None:
    german, _, english = (editions / day / "changes.md").read_text("utf-8").partition("\n---\n")
    lines = (german if language == "de" else english).splitlines()
    triples = parse_turtle((editions / day / "changes.ttl").read_text("utf-8"), "changes.ttl")

    told = sorted(line.removeprefix("  - ") for line in lines if line.startswith("  - "))
    activities = {t.subject for t in triples if t.predicate == curie("ds:changedProperty")}
    labels = [t.object for t in triples if t.subject in activities and t.predicate == curie("rdfs:label")]
    assert told == sorted(literal_text(term) for term in labels if term.endswith(f"@{language}"))


def test_what_came_and_went_is_one_change_each_of_its_kind(editions: Path) -> None:
    triples = parse_turtle((editions / DAYS[2] / "changes.ttl").read_text("utf-8"), "changes.ttl")

    kinds = {t.subject for t in triples if t.predicate == curie("rdf:type") and t.object == f"<{AS}Create>"}

    assert kinds == {iri(f"{BASE}aenderung/{DAYS[2]}/change/projekt/M-4")}
    assert Triple(next(iter(kinds)), curie("rdfs:label"), literal("Neu: Fundbüro online", language="de")) in triples


# In words ###################################################################################################


def test_the_reason_stands_beside_the_date_that_moved_and_is_not_said_twice(editions: Path) -> None:
    words = (editions / "2024-07-15" / "changes.md").read_text("utf-8")

    assert "  - Ende: bisher „31.12.2024“, neu „30.06.2025“. Grund: „Die Förderung steht noch aus.“\n" in words
    assert "  - End: “2024-12-31” before, now “2025-06-30”. Reason: “Die Förderung steht noch aus.”\n" in words
    assert "Grund für Änderungen" not in words


def test_a_reason_that_took_the_place_of_another_is_told_by_itself_too(editions: Path) -> None:
    words = (editions / "2025-07-15" / "changes.md").read_text("utf-8")

    assert (
        "  - Grund für Änderungen: bisher „Die Förderung steht noch aus.“, neu „Der Anbieter hat gewechselt.“" in words
    )


def test_a_reason_given_later_is_told_by_itself() -> None:
    project = iri(f"{BASE}projekt/1")
    before = (Triple(project, curie("rdf:type"), curie("ds:Project")),)
    after = (*before, Triple(project, curie("ds:planReason"), literal("Lieferung", language="de")))

    (thing,) = compare(before, after, (), versions=("1", "2")).things

    assert [sentence(one, "de") for one in thing.changes] == ["Grund für Änderungen: neu „Lieferung“"]


def test_signs_of_markdown_are_words_in_the_graph() -> None:
    project = iri(f"{BASE}projekt/1")
    kind = Triple(project, curie("rdf:type"), curie("ds:Project"))
    comparison = compare(
        (kind, Triple(project, curie("dcterms:title"), literal("A", language="de"))),
        (kind, Triple(project, curie("dcterms:title"), literal("[B] `c`", language="de"))),
        (),
        versions=("1", "2"),
    )

    labels = Index(as_rdf(comparison, BASE, moment(0)))

    (node,) = labels.subjects("ds:changedProperty", curie("dcterms:title"))
    assert labels.in_both(node, "rdfs:label").de == "Titel: bisher „A“, neu „[B] `c`“"
    assert r"neu „\[B\] \`c\`“" in in_words(comparison, "de")


def test_the_names_of_changes_differ_wherever_changes_do() -> None:
    projects = [iri(f"{BASE}projekt/{key}") for key in ("1", "1%23a", "change")]
    kinds = [Triple(project, curie("rdf:type"), curie("ds:Project")) for project in projects]
    new = [
        Triple(project, predicate, literal("x", language=language))
        for project in projects
        for predicate in (curie("dcterms:title"), "<https://e.org/a/title>", "<https://e.org/b/title>")
        for language in ("de", "en", "")
    ]

    triples = as_rdf(compare(kinds, [*kinds, *new], (), versions=("1", "2")), BASE, moment(0))

    assert len({t.subject for t in triples if t.predicate == curie("prov:generated")}) == len(new)
    assert as_rdf(Comparison("1", "2", (), (), ()), BASE, moment(0))


# In the catalog #############################################################################################


def test_the_first_edition_has_no_changes_and_the_second_describes_them(tmp_path: Path) -> None:
    place = copy_town(tmp_path)
    folder = output_of(place) / place.name / "public" / "editions"
    publish(place)
    change(place, lambda sheet: sheet.__setitem__("G8", "im Betrieb"))
    publish(place, now=SECOND_DAY)

    first, second = ((folder / day / "catalog.ttl").read_text("utf-8") for day in ("2026-11-22", "2026-11-23"))

    assert "changes.ttl" not in first
    assert not (folder / "2026-11-22" / "changes.ttl").exists()
    index = Index(parse_turtle(second, "catalog.ttl"))
    (file,) = [term for term in index.subjects("rdf:type", curie("dcat:Distribution")) if "changes.ttl" in term]
    assert index.in_both(file, "dcterms:title").de == "Änderungen seit der letzten Ausgabe"
    assert "Welches Projekt sich worin geändert hat" in index.in_both(file, "dcterms:description").de
    assert index.objects(file, "dcterms:format")[0].endswith("/RDF_TURTLE>")
    assert index.subjects("dcat:distribution", file)
