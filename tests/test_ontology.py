"""The vocabulary and its code lists pass FOOPS! and OOPS!; the context and the redirects reach every term."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest
from rdflib import (
    DCTERMS,
    FOAF,
    ORG,
    OWL,
    PROV,
    RDF,
    RDFS,
    SKOS,
    VANN,
    XSD,
    Graph,
    Literal,
    Namespace,
    URIRef,
)
from rdflib.namespace import DCAT, QB, SDO
from rdflib.term import Node

ROOT = Path(__file__).parents[1]
ONTOLOGY = ROOT / "ontology"
CODE_LISTS = ("status", "participation", "budget-kind", "horizon", "aspect")
TURTLE_FILES = sorted([*ONTOLOGY.glob("*.ttl"), *(ROOT / "sources").glob("*/strategy.ttl")])

W3ID = "https://w3id.org/digitalstrategie/"
DS = Namespace(f"{W3ID}def/")
ADMS = Namespace("http://www.w3.org/ns/adms#")
BIBO = Namespace("http://purl.org/ontology/bibo/")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")

# The copies of the reused vocabularies: rdflib ships most of them, the terms of the others are named here.
SHIPPED = (DCAT, DCTERMS, FOAF, ORG, OWL, PROV, QB, RDF, RDFS, SDO, SKOS, VANN, XSD)
NAMED = {ADMS.status, BIBO.status, VCARD.Group, VCARD.Organization, VCARD.fn, VCARD.hasEmail}
SDMX = "http://purl.org/linked-data/sdmx/2009/"
NAMED |= {URIRef(f"{SDMX}{name}") for name in ("measure#obsValue", "dimension#refPeriod", "attribute#unitMeasure")}


def parsed(path: Path) -> Graph:
    return Graph(bind_namespaces="none").parse(path, format="turtle")


GRAPHS = {path: parsed(path) for path in TURTLE_FILES}
VOCABULARY = GRAPHS[ONTOLOGY / "ds.ttl"]
SCHEMES = {name: GRAPHS[ONTOLOGY / f"{name}.ttl"] for name in CODE_LISTS}
THIS = URIRef(DS)


def iris(nodes: Iterable[Node]) -> list[URIRef]:
    return sorted({node for node in nodes if isinstance(node, URIRef)})


def local_name(iri: URIRef) -> str:
    return iri.removeprefix(W3ID)


def languages(graph: Graph, subject: Node, predicate: URIRef) -> list[str]:
    values = graph.objects(subject, predicate)
    return sorted(value.language or "" for value in values if isinstance(value, Literal))


def ours(graph: Graph) -> set[URIRef]:
    """All IRIs of this project that the graph speaks of."""
    return {iri for triple in graph for iri in iris(triple) if iri.startswith(W3ID)}


CLASSES = iris(VOCABULARY.subjects(RDF.type, OWL.Class))
OBJECT_PROPERTIES = iris(VOCABULARY.subjects(RDF.type, OWL.ObjectProperty))
DATATYPE_PROPERTIES = iris(VOCABULARY.subjects(RDF.type, OWL.DatatypeProperty))
ANNOTATION_PROPERTIES = iris(VOCABULARY.subjects(RDF.type, OWL.AnnotationProperty))
PROPERTIES = [*OBJECT_PROPERTIES, *DATATYPE_PROPERTIES, *ANNOTATION_PROPERTIES]
TERMS = [*CLASSES, *PROPERTIES]
CONCEPTS = [(name, concept) for name in CODE_LISTS for concept in iris(SCHEMES[name].subjects(SKOS.inScheme))]

each_file = pytest.mark.parametrize("path", TURTLE_FILES, ids=lambda path: path.stem)
each_term = pytest.mark.parametrize("term", TERMS, ids=local_name)
each_property = pytest.mark.parametrize("term", PROPERTIES, ids=local_name)
each_scheme = pytest.mark.parametrize("name", CODE_LISTS)
each_concept = pytest.mark.parametrize(("name", "concept"), CONCEPTS, ids=local_name)


# Every file #################################################################################################


@each_file
def test_two_parsers_read_the_same_number_of_triples(path: Path) -> None:
    triples = set(pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.TURTLE))

    assert len(triples) == len(GRAPHS[path]) > 0


@each_file
def test_no_node_is_blank(path: Path) -> None:
    assert {type(node) for triple in GRAPHS[path] for node in triple} <= {URIRef, Literal}


@each_file
def test_we_say_nothing_about_things_in_foreign_namespaces(path: Path) -> None:
    """P40, first half."""
    assert [subject for subject in iris(GRAPHS[path].subjects()) if not subject.startswith(W3ID)] == []


def foreign_terms(graph: Graph) -> Iterator[URIRef]:
    """All that is used as a property, a class or a datatype and is not ours."""
    used: set[Node] = {*graph.predicates()}
    for predicate in (RDF.type, RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range):
        used.update(graph.objects(None, predicate))
    used.update(value.datatype for value in graph.objects() if isinstance(value, Literal) and value.datatype)
    return (term for term in iris(used) if not term.startswith(W3ID))


def exists(term: URIRef) -> bool:
    return term in NAMED or any(term in namespace for namespace in SHIPPED)


@each_file
def test_every_foreign_term_exists_in_its_vocabulary(path: Path) -> None:
    """P40, second half."""
    assert [term for term in foreign_terms(GRAPHS[path]) if not exists(term)] == []


@each_file
def test_every_own_term_and_concept_that_is_used_is_defined(path: Path) -> None:
    defined = {subject for graph in (VOCABULARY, *SCHEMES.values()) for subject in graph.subjects()}
    used = {iri for iri in ours(GRAPHS[path]) if iri.startswith(DS)}

    assert sorted(used - defined - {URIRef(f"{DS}1.0.0/")}) == []


# FOOPS! #####################################################################################################

METADATA = {
    "FIND1": [VANN.preferredNamespacePrefix],
    "FIND_3_BIS": [SDO.includedInDataCatalog],
    "OM1": [
        DCTERMS.title,
        DCTERMS.description,
        DCTERMS.license,
        OWL.versionIRI,
        DCTERMS.creator,
        VANN.preferredNamespaceUri,
    ],
    "OM2": [VANN.preferredNamespacePrefix, OWL.versionInfo, DCTERMS.created, DCTERMS.bibliographicCitation],
    "OM3": [DCTERMS.publisher, FOAF.logo, BIBO.status, DCTERMS.source, DCTERMS.issued, DCTERMS.modified],
    "OM4": [DCTERMS.license],
    "OM5": [DCTERMS.creator, DCTERMS.created, DCTERMS.issued, DCTERMS.publisher],
}


@pytest.mark.parametrize("check", METADATA)
def test_the_vocabulary_describes_itself(check: str) -> None:
    assert [predicate for predicate in METADATA[check] if VOCABULARY.value(THIS, predicate) is None] == []


def test_the_iri_is_a_persistent_one() -> None:
    """PURL1."""
    assert THIS.startswith("https://w3id.org/")


def test_the_ontology_is_one_and_its_iri_is_its_namespace() -> None:
    """URI2 and P38."""
    assert list(VOCABULARY.subjects(RDF.type, OWL.Ontology)) == [THIS]
    assert str(VOCABULARY.value(THIS, VANN.preferredNamespaceUri)) == str(THIS)
    assert dict(VOCABULARY.namespaces())[str(VOCABULARY.value(THIS, VANN.preferredNamespacePrefix))] == THIS


def test_the_version_iri_is_another_one_and_names_the_version() -> None:
    """VER1."""
    version = VOCABULARY.value(THIS, OWL.versionInfo)

    assert VOCABULARY.value(THIS, OWL.versionIRI) == URIRef(f"{THIS}{version}/")


@pytest.mark.parametrize("subject", [THIS, *(URIRef(f"{DS}{name}/") for name in CODE_LISTS)], ids=local_name)
def test_the_license_is_an_open_one_and_an_iri(subject: URIRef) -> None:
    """OM4 and P41."""
    graph = sum(SCHEMES.values(), VOCABULARY)

    assert graph.value(subject, DCTERMS.license) == URIRef("https://creativecommons.org/licenses/by/4.0/")


def namespaces(terms: Iterable[Node]) -> set[str]:
    return {re.split(r"(?<=[/#])(?=[^/#]*$)", term)[0] for term in iris(terms)}


def test_the_metadata_is_written_in_well_known_vocabularies() -> None:
    """VOC1."""
    assert namespaces(VOCABULARY.predicates(THIS)) >= {*map(str, (DCTERMS, FOAF, OWL, SDO, VANN, BIBO))}


def test_classes_and_properties_build_on_other_vocabularies() -> None:
    """VOC2."""
    above = {*VOCABULARY.objects(None, RDFS.subClassOf), *VOCABULARY.objects(None, RDFS.subPropertyOf)}

    assert namespaces(above) - {str(DS)} == {*map(str, (ADMS, DCTERMS, FOAF, PROV, SKOS))}


@each_term
def test_a_term_has_a_label_in_both_languages(term: URIRef) -> None:
    """VOC3."""
    assert languages(VOCABULARY, term, RDFS.label) == ["de", "en"]


@each_term
def test_a_term_has_a_definition_in_both_languages(term: URIRef) -> None:
    """VOC4."""
    assert languages(VOCABULARY, term, SKOS.definition) == ["de", "en"]


@each_term
def test_a_definition_says_more_than_the_label(term: URIRef) -> None:
    labels = {str(label).casefold() for label in VOCABULARY.objects(term, RDFS.label)}

    for definition in VOCABULARY.objects(term, SKOS.definition):
        assert str(definition).casefold().rstrip(".") not in labels
        assert len(str(definition).split()) >= 8
        assert str(definition).endswith(".")


@each_term
def test_a_term_says_who_defines_it(term: URIRef) -> None:
    assert list(VOCABULARY.objects(term, RDFS.isDefinedBy)) == [THIS]


# OOPS! ######################################################################################################


@pytest.mark.parametrize("above", [RDFS.subClassOf, RDFS.subPropertyOf], ids=["classes", "properties"])
def test_no_hierarchy_has_a_cycle(above: URIRef) -> None:
    """P06."""
    for term in TERMS:
        for parent in VOCABULARY.objects(term, above):
            assert term not in VOCABULARY.transitive_objects(parent, above)


def test_inverse_properties_swap_domain_and_range() -> None:
    """P05."""
    for one, other in VOCABULARY.subject_objects(OWL.inverseOf):
        assert VOCABULARY.value(one, RDFS.domain) == VOCABULARY.value(other, RDFS.range)
        assert VOCABULARY.value(one, RDFS.range) == VOCABULARY.value(other, RDFS.domain)


def test_any_two_classes_are_disjoint() -> None:
    """P10."""
    stated = {frozenset(pair) for pair in VOCABULARY.subject_objects(OWL.disjointWith)}

    assert stated == {frozenset(pair) for pair in combinations(CLASSES, 2)}


@each_property
@pytest.mark.parametrize("predicate", [RDFS.domain, RDFS.range], ids=["domain", "range"])
def test_a_property_has_one_domain_and_one_range(term: URIRef, predicate: URIRef) -> None:
    """P11 and P19."""
    assert len(list(VOCABULARY.objects(term, predicate))) == 1


@each_property
def test_the_range_fits_the_kind_of_property(term: URIRef) -> None:
    value = VOCABULARY.value(term, RDFS.range)

    literals = {XSD.date, XSD.boolean, XSD.string, RDF.langString, RDFS.Literal}
    assert (value in literals) == (term not in OBJECT_PROPERTIES)


def test_every_term_has_exactly_one_type() -> None:
    """P34 and P35."""
    described = {subject for subject in iris(VOCABULARY.subjects()) if subject.startswith(DS)}

    assert described == {THIS, *TERMS}
    assert [term for term in TERMS if len(list(VOCABULARY.objects(term, RDF.type))) != 1] == []


def test_no_term_is_at_once_something_else() -> None:
    """P01: a property and a code list, say, under one IRI."""
    assert set(TERMS) & {subject for graph in SCHEMES.values() for subject in graph.subjects()} == set()


def test_no_iri_ends_in_a_file_extension() -> None:
    """P36."""
    named = [THIS, *TERMS, *(concept for _, concept in CONCEPTS)]

    assert [iri for iri in named if re.search(r"\.(owl|rdf|ttl|n3|rdfxml|jsonld)/?$", iri)] == []


@each_term
def test_a_class_begins_upper_and_a_property_lower_case(term: URIRef) -> None:
    assert term.removeprefix(DS)[0].isupper() == (term in CLASSES)


# Code lists #################################################################################################


@each_scheme
def test_a_code_list_describes_itself(name: str) -> None:
    graph, scheme = SCHEMES[name], URIRef(f"{DS}{name}/")

    assert list(graph.subjects(RDF.type, SKOS.ConceptScheme)) == [scheme]
    assert languages(graph, scheme, DCTERMS.title) == ["de", "en"]
    assert languages(graph, scheme, DCTERMS.description) == ["de", "en"]
    assert graph.value(scheme, DCTERMS.isPartOf) == THIS
    assert scheme in VOCABULARY.objects(THIS, DCTERMS.hasPart)
    assert scheme in VOCABULARY.objects(None, RDFS.seeAlso)


@each_scheme
def test_a_code_list_is_flat(name: str) -> None:
    graph, scheme = SCHEMES[name], URIRef(f"{DS}{name}/")
    concepts = {concept for listed, concept in CONCEPTS if listed == name}

    assert set(graph.objects(scheme, SKOS.hasTopConcept)) == concepts
    assert set(graph.subjects(SKOS.topConceptOf, scheme)) == concepts
    assert set(graph.subjects(RDF.type, SKOS.Concept)) == concepts
    assert set(graph.subject_objects(SKOS.broader)) | set(graph.subject_objects(SKOS.narrower)) == set()


@each_concept
def test_a_concept_is_complete(name: str, concept: URIRef) -> None:
    graph = SCHEMES[name]
    own_class = next(term for term in CLASSES if (term, RDFS.seeAlso, URIRef(f"{DS}{name}/")) in VOCABULARY)

    assert set(graph.objects(concept, RDF.type)) == {SKOS.Concept, own_class}
    assert list(graph.objects(concept, SKOS.notation)) == [Literal(concept.rpartition("/")[2])]
    assert languages(graph, concept, SKOS.prefLabel) == ["de", "en"]
    assert languages(graph, concept, SKOS.definition) == ["de", "en"]
    assert set(languages(graph, concept, SKOS.altLabel)) == {"de", "en"}


@each_scheme
def test_a_spelling_belongs_to_one_concept(name: str) -> None:
    concepts_by_spelling: dict[str, set[Node]] = {}
    for predicate in (SKOS.prefLabel, SKOS.altLabel, SKOS.notation):
        for concept, spelling in SCHEMES[name].subject_objects(predicate):
            concepts_by_spelling.setdefault(str(spelling).casefold(), set()).add(concept)

    assert {spelling for spelling, concepts in concepts_by_spelling.items() if len(concepts) > 1} == set()


@each_concept
def test_a_preferred_label_is_no_alternative_one(name: str, concept: URIRef) -> None:
    """SKOS integrity condition S13."""
    preferred, alternative = (set(SCHEMES[name].objects(concept, p)) for p in (SKOS.prefLabel, SKOS.altLabel))

    assert preferred & alternative == set()


# The page ###################################################################################################


@each_term
def test_the_page_lists_every_term_under_its_german_label(term: URIRef) -> None:
    labels = [label for label in VOCABULARY.objects(term, RDFS.label) if isinstance(label, Literal)]
    german = next(label for label in labels if label.language == "de")
    page = (ONTOLOGY / "README.md").read_text(encoding="utf-8")

    assert f"| `ds:{term.removeprefix(DS)}` | {german} |" in page


# The JSON-LD context ########################################################################################

CONTEXT: dict[str, Any] = json.loads((ONTOLOGY / "context.jsonld").read_text(encoding="utf-8"))["@context"]
PREFIXES = {name: value for name, value in CONTEXT.items() if isinstance(value, str) and value[-1] in "/#"}


def expanded(name: str) -> URIRef:
    prefix, _, local = name.partition(":")
    return URIRef(PREFIXES[prefix] + local)


def term_iris() -> dict[str, URIRef]:
    names = {name for name in CONTEXT if not name.startswith("@")} - {"id", "type"} - set(PREFIXES)
    definitions = {name: CONTEXT[name] for name in names}
    return {name: expanded(one["@id"] if isinstance(one, dict) else one) for name, one in definitions.items()}


def test_the_context_needs_no_network() -> None:
    assert "@import" not in CONTEXT
    assert [value for value in CONTEXT.values() if isinstance(value, dict) and "@context" in value] == []


def test_the_context_names_each_term_once() -> None:
    named = list(term_iris().values())

    assert len(named) == len(set(named))


def test_the_context_has_every_own_term_under_its_own_name() -> None:
    assert {term: term_iris().get(term.removeprefix(DS)) for term in TERMS} == {term: term for term in TERMS}


def test_the_context_has_every_property_and_class_of_the_strategies() -> None:
    strategies = [graph for path, graph in GRAPHS.items() if path.stem == "strategy"]
    used = {term for graph in strategies for term in (*graph.predicates(), *graph.objects(None, RDF.type))}

    assert iris(used - set(term_iris().values()) - {RDF.type}) == []


def test_the_context_names_no_foreign_term_that_does_not_exist() -> None:
    assert [iri for iri in term_iris().values() if not iri.startswith(DS) and not exists(iri)] == []


@each_property
def test_the_context_types_a_value_as_the_vocabulary_does(term: URIRef) -> None:
    definition = CONTEXT[term.removeprefix(DS)]
    value = VOCABULARY.value(term, RDFS.range)

    if term in OBJECT_PROPERTIES:
        assert definition["@type"] == "@id"
    elif value in (XSD.date, XSD.boolean):
        assert definition["@type"] == "xsd:" + str(value).removeprefix(str(XSD))
    else:
        assert isinstance(definition, str)


# rdflib's own parser uses what rdflib calls deprecated.
reads_json = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")


@reads_json
@each_file
def test_a_graph_survives_the_way_through_json(path: Path) -> None:
    document = GRAPHS[path].serialize(format="json-ld", context=CONTEXT)

    assert set(Graph().parse(data=document, format="json-ld")) == set(GRAPHS[path])
    assert len(set(pyoxigraph.parse(document, format=pyoxigraph.RdfFormat.JSON_LD))) == len(GRAPHS[path])


@reads_json
def test_dates_keep_their_precision_and_amounts_their_decimals() -> None:
    document = {
        "@context": CONTEXT,
        "id": "https://example.org/period",
        "startDate": {"@value": "2024-06", "@type": "xsd:gYearMonth"},
        "firstDay": "2024-06-01",
        "value": "249927.50",
    }

    graph = Graph().parse(data=json.dumps(document), format="json-ld")

    assert set(graph.objects()) == {
        Literal("2024-06", datatype=XSD.gYearMonth),
        Literal("2024-06-01", datatype=XSD.date),
        Literal("249927.50", datatype=XSD.decimal, normalize=False),
    }


# Redirects ##################################################################################################

HTACCESS = (ONTOLOGY / "w3id" / ".htaccess").read_text(encoding="utf-8")
SITE = HTACCESS.partition("[E=SITE:")[2].partition("]")[0]
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
TURTLE = "text/turtle"


def redirect(path: str, accept: str) -> str | None:
    """Answer as Apache's mod_rewrite would, as far as these rules use it."""
    variables = {"HTTP_ACCEPT": accept}
    holds = True
    for line in HTACCESS.splitlines():
        match line.split():
            case ["RewriteCond", subject, pattern, *_]:
                holds = holds and re.search(pattern, filled(subject, variables)) is not None
            case ["RewriteRule", pattern, target, flags]:
                found = re.search(pattern, path) if holds else None
                holds = True
                if found and target == "-":
                    name, _, value = flags.strip("[]").partition("E=")[2].partition(":")
                    variables[f"ENV:{name}"] = value
                elif found:
                    assert "R=303,L" in flags
                    return found.expand(filled(target, variables).replace("$", "\\"))
    return None


def filled(text: str, variables: dict[str, str]) -> str:
    return re.sub(r"%{([^}]+)}", lambda name: variables.get(name[1], ""), text)


@pytest.mark.parametrize(
    ("path", "page", "file"),
    [
        ("", "/", "/"),
        ("def/", "/def/", "/def.ttl"),
        ("def/1.0.0/", "/def/1.0.0/", "/def/1.0.0.ttl"),
        ("def/1.0.0/context.jsonld", "/def/1.0.0/context.jsonld", "/def/1.0.0/context.jsonld"),
        ("def/FieldOfAction", "/def/FieldOfAction/", "/def/FieldOfAction.ttl"),
        ("def/status", "/def/status/", "/def/status.ttl"),
        ("def/status/", "/def/status/", "/def/status.ttl"),
        ("def/budget-kind/own-share", "/def/budget-kind/own-share/", "/def/budget-kind/own-share.ttl"),
        ("def/context.jsonld", "/def/context.jsonld", "/def/context.jsonld"),
        ("def/rule/end-before-begin", "/def/rule/end-before-begin", "/def/rule/end-before-begin"),
        ("id/project", "/doc/project", "/doc/project.ttl"),
        ("id/erkelenz/projekt/2022-02", "/doc/erkelenz/projekt/2022-02", "/doc/erkelenz/projekt/2022-02.ttl"),
        ("id/vokabular/katalog", "/katalog", "/katalog"),
        ("id/vokabular/editions/2026-11-28/vocabulary.ttl",) + ("/editions/2026-11-28/vocabulary.ttl",) * 2,
        ("id/erkelenz/editions/2026-11-28/roadmap.ttl",) + ("/doc/erkelenz/editions/2026-11-28/roadmap.ttl",) * 2,
        ("logo.svg", "/logo.svg", "/logo.svg"),
    ],
)
def test_a_path_leads_browsers_to_a_page_and_programs_to_a_file(path: str, page: str, file: str) -> None:
    assert redirect(path, BROWSER) == SITE + page
    assert redirect(path, TURTLE) == SITE + file


@pytest.mark.parametrize(
    ("accept", "target"),
    [
        ("", "/def/"),
        ("*/*", "/def/"),
        ("text/html, text/turtle;q=0.5", "/def/"),
        ("text/turtle, text/html;q=0.5", "/def.ttl"),
        ("text/turtle, */*;q=0.1", "/def.ttl"),
        ("application/ld+json, text/turtle;q=0.9", "/def.jsonld"),
        ("application/rdf+xml, application/xml;q=0.7, */*;q=0.1", "/def.rdf"),
        ("application/n-triples", "/def.nt"),
    ],
)
def test_the_first_known_media_type_decides_and_html_is_the_default(accept: str, target: str) -> None:
    assert redirect("def/", accept) == SITE + target


@pytest.mark.parametrize("accept", [BROWSER, TURTLE], ids=["page", "file"])
@each_file
def test_every_iri_of_ours_leads_to_the_site(path: Path, accept: str) -> None:
    for iri in ours(GRAPHS[path]):
        assert (redirect(local_name(iri), accept) or "").startswith(f"{SITE}/"), iri


def test_the_site_is_named_in_one_line() -> None:
    assert re.fullmatch(r"https://[a-z.-]+", SITE)
    assert HTACCESS.count("://") - HTACCESS.count(W3ID) == 1


def test_what_is_not_ours_leads_nowhere() -> None:
    assert redirect("def/../etc", BROWSER) is None
    assert redirect("definitely/", BROWSER) is None
