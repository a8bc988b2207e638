"""The version of a dataset, what is new in it and how old it is tell of that dataset alone."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from rdflib import DCTERMS, PROV, RDF, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from pipeline.model.vocabulary import expand
from tests.towns import FIRST_DAY, SECOND_DAY, change, copy_town, output_of, publish

DCAT, ADMS = Namespace(expand("dcat:")), Namespace(expand("adms:"))
ID = Namespace("https://w3id.org/digitalstrategie/id/beispielstadt/")
ROADMAP, STRATEGY = ID["datensatz/roadmap"], ID["datensatz/strategie"]
FIRST, SECOND, THIRD = (f"2026-11-{day}" for day in (22, 23, 24))
THIRD_DAY = SECOND_DAY + timedelta(days=1)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    place = copy_town(tmp_path)
    publish(place)
    return place


def _catalog(place: Path) -> Graph:
    return Graph().parse(output_of(place) / "beispielstadt" / "public" / "current" / "catalog.ttl")


def _said(graph: Graph, dataset: URIRef) -> dict[str, set[Node]]:
    """What a catalog says of the history of a dataset."""
    names = (DCAT.version, ADMS.versionNotes, DCAT.previousVersion, DCTERMS.modified, PROV.wasGeneratedBy)
    return {str(name): {*graph.objects(dataset, name)} for name in names}


def _notes(graph: Graph, dataset: URIRef) -> set[Node]:
    return {*graph.objects(dataset, ADMS.versionNotes)}


def _rename(sheet: Any) -> None:
    sheet["C8"] = "Wegweiser in Einfacher Sprache"


def _reword(place: Path, *, old: str = "Digitale Agenda der Beispielstadt", new: str = "Agenda") -> None:
    """Another word in the settings; unless said otherwise, in the title of the strategy, which no roadmap bears."""
    settings = place / "dataset.toml"
    text = settings.read_text("utf-8")
    assert old in text
    settings.write_text(text.replace(old, new), "utf-8")


def test_where_only_a_project_changed_the_strategy_stays_what_it_was(place: Path) -> None:
    before = _catalog(place)
    change(place, _rename)

    publish(place, now=SECOND_DAY)

    after = _catalog(place)
    assert _said(after, STRATEGY) == _said(before, STRATEGY)
    assert after.value(ROADMAP, DCAT.version) == Literal(SECOND)
    assert after.value(ROADMAP, DCAT.previousVersion) == ID[f"datensatz/roadmap/ausgaben/{FIRST}"]
    assert Literal("Geändert: Wegweiser in Einfacher Sprache.", "de") in _notes(after, ROADMAP)


def test_where_only_the_strategy_changed_the_roadmap_keeps_its_version_and_notes(place: Path) -> None:
    before = _catalog(place)
    _reword(place)

    publish(place, now=SECOND_DAY)

    after = _catalog(place)
    kept = (DCAT.version, ADMS.versionNotes, DCAT.previousVersion, PROV.wasGeneratedBy)
    assert all(_said(after, ROADMAP)[str(name)] == _said(before, ROADMAP)[str(name)] for name in kept)
    assert after.value(STRATEGY, DCAT.version) == Literal(SECOND)
    assert Literal("Geändert: Agenda.", "de") in _notes(after, STRATEGY)
    files = {str(file).rpartition("/")[2]: file for file in after.objects(ROADMAP, DCAT.distribution)}
    moved = {name for name, file in files.items() if str(after.value(file, DCTERMS.modified)) > FIRST_DAY.isoformat()}
    assert moved == {"history.nq", "changes.ttl", "provenance.nq"}, "they tell of the strategy, too"


def test_a_dataset_is_the_successor_of_the_one_in_which_it_last_changed(place: Path) -> None:
    change(place, _rename)
    publish(place, now=SECOND_DAY)
    _reword(place)

    publish(place, now=THIRD_DAY)

    graph = _catalog(place)
    assert graph.value(STRATEGY, DCAT.version) == Literal(THIRD)
    assert graph.value(STRATEGY, DCAT.previousVersion) == ID[f"datensatz/strategie/ausgaben/{FIRST}"]
    assert graph.value(ROADMAP, DCAT.version) == Literal(SECOND)
    assert graph.value(ROADMAP, DCAT.previousVersion) == ID[f"datensatz/roadmap/ausgaben/{FIRST}"]
    assert Literal("Geändert: Wegweiser in Einfacher Sprache.", "de") in _notes(graph, ROADMAP)
    assert Literal("Geändert: Agenda.", "de") in _notes(graph, STRATEGY)


def test_the_run_that_made_a_version_stays_told_with_what_it_read(place: Path) -> None:
    before = _catalog(place)
    change(place, _rename)

    publish(place, now=SECOND_DAY)

    after, run = _catalog(place), ID[f"katalog/lauf/{FIRST}"]
    assert after.value(STRATEGY, PROV.wasGeneratedBy) == run
    assert (run, RDF.type, PROV.Activity) in after
    told = {*before.objects(run, PROV.used)}
    assert {*after.objects(run, PROV.used)} == told
    assert all({*after.triples((entity, None, None))} == {*before.triples((entity, None, None))} for entity in told)


def test_another_description_is_told_of_the_dataset_that_has_it(place: Path) -> None:
    _reword(place, old="Erfundene Vorhaben", new="Vorhaben")

    publish(place, now=SECOND_DAY)

    graph = _catalog(place)
    assert graph.value(STRATEGY, DCAT.version) == Literal(FIRST)
    assert graph.value(ROADMAP, DCAT.version) == Literal(SECOND)
    assert any("nur an ihrer Beschreibung" in str(note) for note in _notes(graph, ROADMAP))


def test_whom_to_ask_is_told_of_both(place: Path) -> None:
    _reword(place, old="Geschäftsstelle Digitale Agenda", new="Geschäftsstelle")

    publish(place, now=SECOND_DAY)

    graph = _catalog(place)
    assert graph.value(ROADMAP, DCAT.version) == graph.value(STRATEGY, DCAT.version) == Literal(SECOND)


def test_a_dataset_that_comes_later_begins_then(tmp_path: Path) -> None:
    place = copy_town(tmp_path)
    settings = place / "dataset.toml"
    whole = settings.read_text("utf-8")
    settings.write_text(f'{whole}\n[catalog]\ndatasets = ["roadmap"]\n', "utf-8")
    publish(place)
    settings.write_text(whole, "utf-8")

    publish(place, now=SECOND_DAY)

    graph = _catalog(place)
    assert str(graph.value(STRATEGY, DCTERMS.issued)) == SECOND_DAY.isoformat()
    assert Literal("Erste Ausgabe.", "de") in _notes(graph, STRATEGY)
    assert (STRATEGY, DCAT.previousVersion, None) not in graph


def test_what_an_older_program_did_not_remember_counts_as_changed(place: Path) -> None:
    _forget(output_of(place) / "beispielstadt")
    change(place, _rename)

    publish(place, now=SECOND_DAY)

    graph = _catalog(place)
    assert graph.value(STRATEGY, DCAT.version) == Literal(SECOND)
    assert graph.value(STRATEGY, DCAT.previousVersion) == ID[f"datensatz/strategie/ausgaben/{FIRST}"]


def _forget(town: Path) -> None:
    """Make of the edition one that was written before there were versions of datasets."""
    public, internal = (town / half / "editions" / FIRST / "edition.json" for half in ("public", "internal"))
    told = {path: json.loads(path.read_text("utf-8")) for path in (public, internal)}
    for each in told.values():
        del each["datasets"]
    public.write_text(json.dumps(told[public]), "utf-8")
    told[internal]["public_manifest"] = hashlib.sha256(public.read_bytes()).hexdigest()
    internal.write_text(json.dumps(told[internal]), "utf-8")
