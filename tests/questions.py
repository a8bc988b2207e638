"""The questions of ``ontology/questions`` put to programs that answer SPARQL: rows of terms come out."""

from __future__ import annotations

import hashlib
import json
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, partial
from pathlib import Path

import pyoxigraph
import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, QueryResultsFormat, QuerySolutions, RdfFormat, Store

from pipeline.model.question import Question, bind
from pipeline.town.resources import read_resources
from tests import five_editions
from tests.musterdorf import publish_musterdorf
from tests.towns import copy_town, output_of, publish

FOLDER = Path(__file__).parents[1] / "docs" / "questions"
_OXIGRAPH = {".nt": RdfFormat.N_TRIPLES, ".ttl": RdfFormat.TURTLE, ".nq": RdfFormat.N_QUADS}
_RDFLIB = {".nt": "nt", ".ttl": "turtle", ".nq": "nquads"}
_NUMBERS = ("integer", "decimal")

Cell = str | tuple[str, Decimal] | None
"""A term in N-Triples form; a number by its type and value, for programs write the same one differently."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Variables, and rows in their order."""

    variables: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


QUESTIONS: Mapping[str, Question] = read_resources().questions

OTHER_VALUES = sorted({path.name.removesuffix(".tsv") for path in FOLDER.glob("*/*=*.tsv")})
"""The answers to other values than the defaults: ``status-on-day.day=2024-06-30``."""


def question_for(answer: str) -> Question:
    """The question of which there is an answer of that name, with the values in the name put in."""
    name, _, values = answer.partition(".")
    question = QUESTIONS[name]
    given = dict(value.split("=") for value in filter(None, values.split(";")))
    return replace(question, name=answer, sparql=bind(question, given))


def read_expected(question: Question, town: str, edition: Path) -> Answer:
    """The answer that stands beside a question; the digests of files are taken of the files themselves."""
    if question.name == "files":
        return _digests(edition)
    return parse_answer((FOLDER / town / f"{question.name}.tsv").read_bytes(), QueryResultsFormat.TSV)


def _digests(edition: Path) -> Answer:
    """Of the files of the datasets that are described: the catalog cannot hold a digest of itself."""
    told = json.loads((edition / "edition.json").read_text("utf-8"))
    names = sorted(file["name"] for file in told["distributions"] if file["dataset"] in told["datasets"])
    rows = ((f'"{name}"', f'"{hashlib.sha256((edition / name).read_bytes()).hexdigest()}"') for name in names)
    return Answer(("file", "sha256"), tuple(rows))


def parse_answer(content: bytes, form: QueryResultsFormat) -> Answer:
    """A result of SPARQL, as any program writes it."""
    found = pyoxigraph.parse_query_results(content, format=form)
    assert isinstance(found, QuerySolutions)
    variables = tuple(variable.value for variable in found.variables)
    return Answer(variables, tuple(tuple(_cell(row[name]) for name in variables) for row in found))


def read_answer(path: Path) -> Answer:
    """What a program outside wrote into a file, with nothing to object to beside it."""
    assert path.with_name(f"{path.name}.problems").read_text("utf-8") == ""
    return parse_answer(path.read_bytes(), QueryResultsFormat.JSON)


def _cell(term: object) -> Cell:
    match term:
        case None:
            return None
        case Literal() if (kind := term.datatype.value.rpartition("#")[2]) in _NUMBERS:
            return kind, Decimal(term.value)
        case Literal() if term.language:
            return str(Literal(term.value, language=term.language.lower()))
        case NamedNode() | BlankNode() | Literal():
            return str(term)
    raise AssertionError(term)


# Programs ############################################################################################################


def ask_oxigraph(question: Question, edition: Path) -> Answer:
    """Oxigraph, in this process."""
    found = _load_oxigraph(edition, question.files).query(question.sparql)
    assert isinstance(found, QuerySolutions)
    return parse_answer(found.serialize(format=QueryResultsFormat.JSON) or b"", QueryResultsFormat.JSON)


@cache
def _load_oxigraph(edition: Path, files: tuple[str, ...]) -> Store:
    store = Store()
    for name in files:
        store.load(path=edition / name, format=_OXIGRAPH[Path(name).suffix])
    return store


def ask_rdflib(question: Question, edition: Path) -> Answer:
    """rdflib, in this process."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # rdflib still uses what it deprecates
        found = _load_rdflib(edition, question.files).query(question.sparql)
        return parse_answer(found.serialize(format="json") or b"", QueryResultsFormat.JSON)


@cache
def _load_rdflib(edition: Path, files: tuple[str, ...]) -> rdflib.Dataset:
    dataset = rdflib.Dataset()
    for name in files:
        dataset.parse(edition / name, format=_RDFLIB[Path(name).suffix])
    return dataset


Program = Callable[[Question, Path], Answer]
"""A question and the folder of an edition, the answer out."""

PROGRAMS: Mapping[str, Program] = {"oxigraph": ask_oxigraph, "rdflib": ask_rdflib}


# Editions ############################################################################################################


def publish_town(name: str, folder: Path) -> Path:
    """The newest edition of a town that answers are about, published below ``folder``."""
    return _PUBLISHERS[name](folder) / "current"


def _publish_sample(name: str, folder: Path) -> Path:
    place = copy_town(folder, name)
    assert publish(place).edition
    return output_of(place) / name / "public"


def _publish_five(folder: Path) -> Path:
    place = five_editions.play_all(folder)
    return output_of(place) / five_editions.NAME / "public"


_PUBLISHERS: Mapping[str, Callable[[Path], Path]] = {
    "beispielstadt": partial(_publish_sample, "beispielstadt"),
    "erkelenz": partial(_publish_sample, "erkelenz"),
    "musterdorf": publish_musterdorf,
    "musterstadt": _publish_five,
}
TOWNS: Sequence[str] = tuple(_PUBLISHERS)
