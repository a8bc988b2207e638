"""The official shapes of DCAT-AP and DCAT-AP.de, read from the folder beside the repository; nothing is fetched."""

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from pyshacl import validate
from rdflib import SH, Graph, Literal, URIRef
from rdflib.namespace import RDF, SKOS

FOLDER = Path(os.environ.get("OFFICIAL_SHAPES", Path(__file__).parents[3] / "shared" / "official-shapes"))

needed = pytest.mark.skipif(not FOLDER.exists(), reason="the official shapes are not at hand")

FILES = (
    "semic-3.0.1/dcat-ap-SHACL.ttl",
    "semic-3.0.1/html-shapes.ttl",
    "semic-3.0.1/html-range.ttl",
    "dcat-ap-de-3.0/dcat-ap-SHACL-DE.ttl",
    "dcat-ap-de-3.0/dcat-ap-spec-german-additions.ttl",
    "dcat-ap-de-3.0/dcat-ap-de-controlledvocabularies.ttl",
    "dcat-ap-de-3.0/dcat-ap-de-deprecated.ttl",
)

# What the shapes above leave to advice: what is recommended, and what is out of date.
ADVICE = ("semic-3.0.1/html-shapes_recommended.ttl", "semic-3.0.1/html-deprecateduris.ttl")
EU_LISTS = "semic-3.0.1/html-mdr-vocabularies.shape.ttl"

# Slips of the files, mended in memory: a namespace with # for /, and German amendments to shapes that moved since.
SLIPS = (
    ("<http://data.europa.eu/r5r#>", "<http://data.europa.eu/r5r/>"),
    ("DCAT-AP/releases/3.0.0/shacl/dcat-ap-SHACL.ttl#", "DCAT-AP/releases/3.0.1#"),
)

# Whoever uses a code says by its IRI which list it is from; the shapes want to read it.
SCHEMES = (
    "http://publications.europa.eu/resource/authority/access-right",
    "http://publications.europa.eu/resource/authority/data-theme",
    "http://publications.europa.eu/resource/authority/dataset-type",
    "http://publications.europa.eu/resource/authority/distribution-status",
    "http://publications.europa.eu/resource/authority/file-type",
    "http://publications.europa.eu/resource/authority/frequency",
    "http://publications.europa.eu/resource/authority/language",
    "http://publications.europa.eu/resource/authority/planned-availability",
    "http://dcat-ap.de/def/contributors",
    "http://dcat-ap.de/def/licenses",
    "http://dcat-ap.de/def/politicalGeocoding/Level",
)
PUBLISHER_TYPES = "http://purl.org/adms/publishertype/"


class Result(NamedTuple):
    """One result of a report, each part as text: ``severity`` is a word of SHACL."""

    severity: str
    node: str
    path: str
    value: str
    message: str


@cache
def read_shapes(files: tuple[str, ...] = FILES) -> Graph:
    """All shapes in one graph, without the files they would have us fetch."""
    shapes = Graph()
    for name in files:
        text = (FOLDER / name).read_text(encoding="utf-8")
        for slip, mended in SLIPS:
            text = text.replace(slip, mended)
        shapes.parse(data=text, format="turtle")
    for shape, constraint in list(shapes.subject_objects(SH.property)):
        if (constraint, SH.path, None) not in shapes:  # a reference to a constraint that is in no file
            shapes.remove((shape, SH.property, constraint))
    return shapes


def describe_codes(data: Graph) -> Graph:
    """A small vocabulary: each code that the data use, in the list that its IRI names."""
    codes = Graph()
    for code in {node for node in data.objects() if isinstance(node, URIRef)}:
        for scheme in schemes_of(code):
            codes.add((code, SKOS.inScheme, URIRef(scheme)))
            codes.add((code, RDF.type, SKOS.Concept))
            codes.add((code, SKOS.prefLabel, Literal(code.rpartition("/")[2])))
    return codes


def schemes_of(code: URIRef) -> Iterator[str]:
    """The lists a code is from: one, or none."""
    yield from (scheme for scheme in SCHEMES if code.startswith(f"{scheme}/"))
    if code.startswith(PUBLISHER_TYPES):
        yield "http://purl.org/adms/publishertype/1.0"


def violations(data: Graph) -> list[str]:
    """One line for each violation of the shapes: where, which property, what."""
    _, report, _ = validate(data + describe_codes(data), shacl_graph=read_shapes(), inference="none")
    assert isinstance(report, Graph)
    return sorted(
        f"{report.value(result, SH.focusNode)} {report.value(result, SH.resultPath)} "
        f"{report.value(result, SH.value)}: {report.value(result, SH.resultMessage)}"
        for result in report.subjects(SH.resultSeverity, SH.Violation)
    )


def results(data: Graph, files: tuple[str, ...] = FILES) -> list[Result]:
    """What the report says of data that describe their codes themselves, without the details nested in its results."""
    _, report, _ = validate(data, shacl_graph=read_shapes(files), inference="none")
    assert isinstance(report, Graph)
    parts = (SH.focusNode, SH.resultPath, SH.value, SH.resultMessage)
    return sorted(
        Result(
            str(report.value(result, SH.resultSeverity)).removeprefix(str(SH)),
            *(str(report.value(result, part) or "") for part in parts),
        )
        for result in report.objects(None, SH.result)
    )
