"""Files of RDF to their statements, as the readers of other people's programs find them."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph
import rdflib
from pyoxigraph import CanonicalizationAlgorithm, Dataset, Quad, RdfFormat

HERE = Path(__file__).parent
INSTALLED = HERE.parents[2] / ".rdf"
"""Where ``make`` puts Jena's jars and the packages from npm."""

OXIGRAPH: Mapping[str, RdfFormat] = {
    ".nt": RdfFormat.N_TRIPLES,
    ".ttl": RdfFormat.TURTLE,
    ".rdf": RdfFormat.RDF_XML,
    ".jsonld": RdfFormat.JSON_LD,
    ".nq": RdfFormat.N_QUADS,
}
RDFLIB: Mapping[str, str] = {".nt": "nt", ".ttl": "turtle", ".rdf": "xml", ".jsonld": "json-ld", ".nq": "nquads"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a reader found in a file: N-Quads with canonical blank nodes, and what it had to object to."""

    quads: frozenset[str] = frozenset()
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """An order to a program: what it reads, and the file in which it answers."""

    files: tuple[Path, ...]
    answer: Path
    verb: str = "read"


def read_with_oxigraph(files: Sequence[Path], _: Path) -> dict[Path, Answer]:
    """Oxigraph, in this process."""
    return {path: _answer(_oxigraph(path)) for path in files}


def _oxigraph(path: Path) -> Iterable[Quad]:
    return pyoxigraph.parse(path.read_bytes(), format=OXIGRAPH[path.suffix], base_iri="https://oxigraph.example/")


def read_with_rdflib(files: Sequence[Path], _: Path) -> dict[Path, Answer]:
    """rdflib, in this process, with literals as they are written."""
    before, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    try:
        return {path: _answer(_rdflib(path)) for path in files}
    finally:
        rdflib.NORMALIZE_LITERALS = before


def _rdflib(path: Path) -> Iterable[Quad]:
    dataset = rdflib.Dataset()
    dataset.parse(path, format=RDFLIB[path.suffix], publicID="https://rdflib.example/")
    for subject, predicate, object_, graph in dataset.quads():
        name = None if graph in (None, rdflib.graph.DATASET_DEFAULT_GRAPH_ID) else _term(graph)
        yield Quad(_term(subject), _term(predicate), _term(object_), name)


def _term(node: Any) -> Any:
    if isinstance(node, rdflib.Literal) and node.language:
        return pyoxigraph.Literal(str(node), language=node.language)
    if isinstance(node, rdflib.Literal):
        return pyoxigraph.Literal(str(node), datatype=pyoxigraph.NamedNode(str(node.datatype or rdflib.XSD.string)))
    return pyoxigraph.BlankNode(str(node)) if isinstance(node, rdflib.BNode) else pyoxigraph.NamedNode(str(node))


def read_with_jena(files: Sequence[Path], folder: Path) -> dict[Path, Answer]:
    """Apache Jena, one process for all files."""
    return _read_outside(run_jena, files, folder)


def read_with_javascript(files: Sequence[Path], folder: Path) -> dict[Path, Answer]:
    """jsonld.js in its safe mode and without a network, N3.js, rdfxml-streaming-parser: one process for all files."""
    return _read_outside(_run_node, files, folder)


def run_jena(tasks: Sequence[Task]) -> None:
    """Have Apache Jena answer to all tasks."""
    orders = "".join(f"{task.verb}\t{_in_a_line(task)}" for task in tasks)
    _run(["java", "-cp", str(INSTALLED / "jars" / "*"), str(HERE / "Read.java")], orders)


def _run_node(tasks: Sequence[Task]) -> None:
    _run(["node", str(HERE / "read.cjs")], "".join(map(_in_a_line, tasks)))


def _in_a_line(task: Task) -> str:
    return "\t".join(map(str, (*task.files, task.answer))) + "\n"


def _run(command: Sequence[str], orders: str) -> None:
    environment = {**os.environ, "NODE_PATH": str(INSTALLED / "node_modules")}
    subprocess.run(command, input=orders.encode(), check=True, timeout=300, env=environment)


def _read_outside(run: Callable[[Sequence[Task]], None], files: Sequence[Path], folder: Path) -> dict[Path, Answer]:
    folder.mkdir(parents=True)
    tasks = [Task((path,), folder / f"{number}.nq") for number, path in enumerate(files)]
    run(tasks)
    return {task.files[0]: _answer_in(task.answer) for task in tasks}


def _answer_in(path: Path) -> Answer:
    problems = path.with_name(f"{path.name}.problems").read_text("utf-8").splitlines()
    return _answer(pyoxigraph.parse(path.read_bytes(), format=RdfFormat.N_QUADS), tuple(problems))


def _answer(quads: Iterable[Quad], problems: tuple[str, ...] = ()) -> Answer:
    try:
        dataset = Dataset(map(_plain, quads))
    except (SyntaxError, ValueError) as error:
        return Answer(problems=(*problems, str(error)))
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return Answer(frozenset(map(str, dataset)), problems)


def _plain(quad: Quad) -> Quad:
    """The statement with its language in small letters: programs write the same tag in different cases."""
    value = quad.object
    if isinstance(value, pyoxigraph.Literal) and value.language:
        value = pyoxigraph.Literal(value.value, language=value.language.lower())
    return Quad(quad.subject, quad.predicate, value, quad.graph_name)


Reader = Callable[[Sequence[Path], Path], dict[Path, Answer]]
"""Files and a folder to work in, each file's answer out."""

READERS: Mapping[str, Reader] = {
    "oxigraph": read_with_oxigraph,
    "rdflib": read_with_rdflib,
    "jena": read_with_jena,
    "javascript": read_with_javascript,
}
