"""The page of the model and its picture name what there is in the ontology: no class less, no property other."""

from __future__ import annotations

import re
import runpy
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from rdflib import OWL, RDF, RDFS, Graph, URIRef

DOCS = Path(__file__).parents[1] / "docs"
SCRIPT: dict[str, Any] = runpy.run_path(str(DOCS / "make_model.py"))
ONTOLOGY: Graph = SCRIPT["read_ontology"]()
CLASSES = {f"ds:{str(term).rpartition('/')[2]}" for term in ONTOLOGY.subjects(RDF.type, OWL.Class)}
EVERYTHING = str(OWL.Thing)


def test_the_picture_is_as_the_script_draws_it() -> None:
    assert SCRIPT["build_picture"](ONTOLOGY) == (DOCS / "model.svg").read_text("utf-8")


def test_every_class_in_the_picture_is_one_of_the_ontology() -> None:
    assert {box.term for box in SCRIPT["BOXES"] if box.term.startswith("ds:")} <= CLASSES


def test_every_class_of_the_ontology_stands_on_the_page_and_all_but_rules_in_the_picture() -> None:
    told = re.findall(r"^\| `(ds:\w+)` \| \S", (DOCS / "model.md").read_text("utf-8"), re.MULTILINE)

    assert {term for term in told if term[3].isupper()} == CLASSES
    assert CLASSES - {box.term for box in SCRIPT["BOXES"]} == {"ds:Rule"}


def test_every_term_of_ours_on_the_page_is_one_of_the_ontology() -> None:
    terms = set(re.findall(r"\bds:\w+", (DOCS / "model.md").read_text("utf-8")))

    assert {term for term in terms if (SCRIPT["_iri"](term), None, None) not in ONTOLOGY} == set()


@pytest.mark.parametrize("arrow", SCRIPT["ARROWS"], ids=lambda arrow: f"{arrow.start} {arrow.terms[0]} {arrow.end}")
def test_an_arrow_leads_from_the_domain_of_a_property_to_its_range(arrow: Any) -> None:
    for term in (term for term in arrow.terms if term.startswith("ds:")):
        assert _is(arrow.start, _one(term, RDFS.domain)), term
        assert _is(arrow.end, _one(term, RDFS.range)), term


def _one(term: str, predicate: URIRef) -> str:
    (value,) = ONTOLOGY.objects(SCRIPT["_iri"](term), predicate)
    return str(value)


def _is(box: str, wanted: str) -> bool:
    """Whether a class is the wanted one, or a class below it."""
    namespaces = {prefix: str(iri) for prefix, iri in ONTOLOGY.namespaces()}
    prefix, _, name = box.partition(":")
    iri = URIRef(namespaces[prefix] + name)
    return wanted == EVERYTHING or URIRef(wanted) in {iri, *ONTOLOGY.objects(iri, RDFS.subClassOf)}


def test_the_picture_tells_in_words_what_it_shows() -> None:
    picture = ElementTree.fromstring((DOCS / "model.svg").read_text("utf-8"))
    title, description = (picture.findtext(f"{{http://www.w3.org/2000/svg}}{name}") for name in ("title", "desc"))

    assert (title, description) == (SCRIPT["TITLE"], SCRIPT["DESCRIPTION"])
    assert picture.get("aria-labelledby") == "title description"
