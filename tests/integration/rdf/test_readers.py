"""Other people's readers of RDF find in each of our files the same statements, in the same graphs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.model.graph import n_triples
from pipeline.model.vocabulary import PREFIXES
from pipeline.render.formats.jsonld import render_json_ld
from tests.integration.rdf.hostile import copy_hostile_town, hostile_triples
from tests.integration.rdf.readers import READERS, Answer, read_with_oxigraph
from tests.rendering import RENDERERS
from tests.towns import SECOND_DAY, SOURCES, change, copy_town, output_of, publish

# rdflib's reader of JSON-LD still uses what rdflib deprecates.
pytestmark = [pytest.mark.integration, pytest.mark.filterwarnings("ignore::DeprecationWarning")]
each_reader = pytest.mark.parametrize("reader", READERS)

ROOT = SOURCES.parent
SUFFIXES = {"nt": ".nt", "turtle": ".ttl", "xml": ".rdf", "json-ld": ".jsonld"}


@dataclass(frozen=True, slots=True)
class Library:
    """All files there are, what Oxigraph finds in the plainest of those that must say the same, and a folder."""

    files: tuple[Path, ...]
    meant: Mapping[Path, frozenset[str]]
    folder: Path


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("library")
    _publish_towns(folder)
    copytree(ROOT / "shapes", folder / "files" / "shapes")
    copytree(ROOT / "ontology", folder / "files" / "ontology")
    _write_hostile(folder / "files" / "hostile")
    files = tuple(sorted(_files_in(folder)))
    plainest = {path: _plainest(path) for path in files}
    found = read_with_oxigraph(sorted(set(plainest.values())), folder)
    return Library(files, {path: found[plain].quads for path, plain in plainest.items()}, folder)


_PLAIN = (".nt", ".ttl", ".jsonld")


def _plainest(path: Path) -> Path:
    """The plainest of the files that must say the same; graphs are told in one form alone."""
    return path if path.suffix == ".nq" else min((path.with_suffix(suffix) for suffix in _PLAIN), key=_exists_not)


def _exists_not(path: Path) -> bool:
    return not path.exists()


def _files_in(folder: Path) -> Iterator[Path]:
    """The files of RDF; not the context by itself, which says nothing of anything."""
    for place in (folder / "files", *(folder / "output").glob("*/public/current")):
        for path in place.rglob("*"):
            if path.suffix in (*SUFFIXES.values(), ".nq") and path.name != "context.jsonld":
                yield path


def _publish_towns(folder: Path) -> None:
    """Both sample towns, and a hostile one, on two days, so that each tells what has changed."""
    places = [copy_town(folder), copy_town(folder, "erkelenz"), copy_hostile_town(folder / "hostile")]
    for place in places:
        assert publish(place).edition
        change(place, _other_title, "roadmap.xlsx" if place.name == "erkelenz" else "vorhaben.xlsx")
        assert publish(place, now=SECOND_DAY).edition
    copytree(output_of(places[2]) / "type", folder / "output" / "type", symlinks=True)


def _other_title(sheet: Worksheet) -> None:
    cell = sheet.cell(sheet.max_row - 1, 3)
    cell.value = f"{cell.value} (neu)"


def _write_hostile(folder: Path) -> None:
    folder.mkdir()
    triples = hostile_triples()
    for name, render in RENDERERS.items():
        (folder / f"texts{SUFFIXES[name]}").write_bytes(render(triples))
    (folder / "in-catalog.nt").write_text("".join(n_triples(triples)), "utf-8")
    (folder / "in-catalog.jsonld").write_bytes(render_json_ld(triples, {"@context": dict(PREFIXES)}))


def _differences(library: Library, answers: Mapping[Path, Answer]) -> list[str]:
    """What a reader objects to, misses or adds, by file; a few lines of each."""
    told = []
    for path, answer in answers.items():
        missing, added = sorted(library.meant[path] - answer.quads), sorted(answer.quads - library.meant[path])
        for kind, lines in (("objects", answer.problems), ("misses", missing), ("adds", added)):
            told += [f"{path.relative_to(library.folder)} {kind}: {line[:300]}" for line in lines[:3]]
    return told


def test_the_library_holds_every_kind_of_file(library: Library) -> None:
    names = {path.name for path in library.files}

    assert {f"{stem}{suffix}" for stem in _DATASETS for suffix in SUFFIXES.values()} <= names
    assert {"catalog.ttl", "catalog.rdf", "catalog.jsonld", "changes.ttl", "ds.ttl", "dcat-ap-de.ttl"} <= names
    assert {"history.nq", "provenance.nq"} <= names
    assert all(library.meant.values())


_DATASETS = ("roadmap", "strategy", "vocabulary")


@each_reader
def test_a_reader_finds_the_same_statements_in_every_file(reader: str, library: Library) -> None:
    answers = READERS[reader](library.files, library.folder / reader)

    assert _differences(library, answers) == []


@each_reader
def test_a_fault_in_a_file_is_noticed(reader: str, library: Library, tmp_path: Path) -> None:
    whole = next(path for path in library.files if path.name == "roadmap.jsonld")
    files = [_spoilt(whole, fault, tmp_path) for fault in _FAULTS]
    changed = Library(tuple(files), dict.fromkeys(files, library.meant[whole]), tmp_path)

    answers = READERS[reader](files, tmp_path / reader)

    assert all(_differences(changed, {path: answers[path]}) for path in files)


def _spoilt(whole: Path, fault: str, folder: Path) -> Path:
    path = folder / f"{fault}.jsonld"
    path.write_text(json.dumps(_FAULTS[fault](json.loads(whole.read_text("utf-8")))), "utf-8")
    return path


def _with_first_node(document: Any, **values: Any) -> Any:
    first, *others = document["@graph"]
    return document | {"@graph": [first | values, *others]}


_FAULTS: Mapping[str, Callable[[Any], Any]] = {
    "beside": lambda document: {"title": "Roadmap"} | document,  # then readers take @graph for a graph of its own
    "relative": lambda document: _with_first_node(document, **{"dcterms:source": {"id": "roadmap.xlsx"}}),
    "number": lambda document: _with_first_node(document, **{"schema:value": 249927.50}),
    "language": lambda document: _with_first_node(document, title={"@value": "Titel", "@language": "fr"}),
    "dropped": lambda document: document | {"@graph": document["@graph"][1:]},
}
