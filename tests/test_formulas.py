"""Text that looks like a formula: harmless in a table, and the same again in RDF and in pandas."""

from __future__ import annotations

import csv
import io
from urllib.parse import quote

import pytest

from pipeline.model.formula import STARTS, guard_for, looks_like_formula, mark, unmark
from pipeline.model.graph import Triple, curie, literal
from tests.csv2rdf import convert
from tests.graphs import DATASET
from tests.payloads import COUNT, payloads
from tests.rendering import files_of, metadata_of

BASE = DATASET.iris.base


def projects() -> list[Triple]:
    """A project for each payload, which is its title, its description and said of it otherwise."""
    found = []
    for number, text in enumerate(payloads()):
        term = f"<{BASE}{DATASET.iris.project}P-{number}>"
        found += [
            Triple(term, curie("rdf:type"), curie("ds:Project")),
            Triple(term, curie("dcterms:identifier"), literal(f"P-{number}")),
            Triple(term, curie("dcterms:title"), literal(text, language="de")),
            Triple(term, curie("dcterms:description"), literal(text, language="de")),
            Triple(term, curie("dcterms:rights"), literal(text)),
        ]
    return found


def test_there_are_five_hundred_and_each_once() -> None:
    assert len(set(payloads())) == COUNT == 500


def test_no_cell_of_a_table_begins_as_a_formula() -> None:
    files = files_of("roadmap", projects())
    tables = {name: content for name, content in files.items() if name.endswith(".csv")}

    cells = [cell for content in tables.values()
             for row in csv.reader(io.StringIO(content.decode(), newline="")) for cell in row]  # fmt: skip
    assert len(cells) > 3 * COUNT
    assert [cell for cell in cells if looks_like_formula(cell)] == []


def test_a_processor_of_csvw_has_the_same_triples() -> None:
    files = files_of("roadmap", projects())

    found = {str(triple) for triple in convert(files, metadata_of(files))}

    assert len(found) == len(set(projects()))
    for triple in convert(files, metadata_of(files)):
        assert Triple(str(triple.subject), str(triple.predicate), literal_of(triple)) in set(projects())


def literal_of(triple: object) -> str:
    """The object as this project writes it."""
    value = triple.object  # type: ignore[attr-defined]
    if not hasattr(value, "language"):
        return str(value)
    return literal(value.value, language=value.language or "")


@pytest.mark.parametrize("text", [*payloads()[:60], *(f"{sign}1+1" for sign in STARTS), "'=1", "''=1", "'", "-5"])
def test_a_mark_can_be_taken_back(text: str) -> None:
    assert unmark(mark(text)) == text
    assert not looks_like_formula(mark(text))


@pytest.mark.parametrize("text", ["-5", "+49", "-1.250,50", "12", "", "a = b"])
def test_a_number_and_plain_text_are_no_formulas(text: str) -> None:
    assert mark(text).removeprefix("'") == text.removeprefix("'")
    assert guard_for([text]) == ""


def test_a_guard_stands_in_none_of_the_texts() -> None:
    first = guard_for(["=1+1"])

    assert first and guard_for(["=1+1", f"x{first}y"]) not in ("", first)


@pytest.mark.parametrize("key", ["=0", "+a", "@b", "-c"])
def test_a_key_that_looks_like_a_formula_names_its_project_and_is_no_iri(key: str) -> None:
    term = f"<{BASE}{DATASET.iris.project}{quote(key, safe='')}>"
    said = [
        Triple(term, curie("rdf:type"), curie("ds:Project")),
        Triple(term, curie("dcterms:identifier"), literal(key)),
        Triple(term, curie("dcterms:title"), literal("Wegweiser", language="de")),
    ]
    files = files_of("roadmap", said)

    found = {Triple(str(t.subject), str(t.predicate), literal_of(t)) for t in convert(files, metadata_of(files))}

    assert set(said) <= found
    assert not [triple for triple in found - set(said) if triple.predicate == curie("dcterms:identifier")]
