"""A town's newest edition to its pages for citizens: what was published in, files of the site out and into ``public/``.

Nothing but what anybody may read of the edition goes into a page, so a page tells nothing that the edition does not.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from pipeline.disk import write_file
from pipeline.model.comparison import Comparison
from pipeline.model.formats import FORMATS
from pipeline.model.graph import SourceMap, Triple, parse_n_quads, parse_n_triples, parse_turtle, reading_order
from pipeline.model.question import bind
from pipeline.model.report import NOTHING, Text
from pipeline.model.solutions import Asked, Solutions
from pipeline.news import compare_editions
from pipeline.publish.folder import Folder
from pipeline.publish.manifest import parse_return, read_public_manifest
from pipeline.publish.site import Shown, Site
from pipeline.publish.withdrawals import read_withdrawals
from pipeline.render.formats.provenance import read_sources
from pipeline.render.site.answers import default_values
from pipeline.render.site.matter import EditionFile, EditionMark, Matter, Picture
from pipeline.render.site.pen import File
from pipeline.render.site.rules import write_rules
from pipeline.render.site.vocabulary import render_vocabulary, version_of
from pipeline.render.site.writing import render_site
from pipeline.reviewed import read_progress
from pipeline.town import Town
from pipeline.town.bundle import read_bundle
from pipeline.town.logo import read_logo
from pipeline.town.resources import Resources


def show_town(folder: Folder, town: Town, resources: Resources) -> Shown:
    """Bring ``public/`` to the pages of the newest edition; to none where the settings say so or there is no roadmap.
    ``folder`` is locked.

    Raises ``ConfigError`` for a coat of arms that cannot be shown, ``OutsideWorldError`` for a foreign file in the way.
    """
    matter = read_matter(folder, town, resources) if town.dataset.site.enabled else None
    shown = Site(folder.public, folder.internal).write(_render(matter, folder) if matter else iter(()))
    taken_out = {told.folder: told.day for told in read_withdrawals(folder.internal).values() if told.folder}
    for file in write_rules(matter, taken_out) if matter else ():
        write_file(folder.internal / file.path, file.content)
    return shown


def render_town(folder: Folder, town: Town, resources: Resources) -> Iterator[File]:
    """All files of the site of a town's newest edition. Raises where there is none, or it is not whole."""
    return _render(read_matter(folder, town, resources), folder)


def _render(matter: Matter, folder: Folder) -> Iterator[File]:
    if matter.dataset.has_roadmap:
        return render_site(matter)
    said = [parse_n_triples(folder.find_file(version, "vocabulary.nt")) for version in folder.versions()]
    return render_vocabulary(matter, {version_of(triples): triples for triples in said})


def read_matter(folder: Folder, town: Town, resources: Resources) -> Matter:
    """What the pages tell."""
    if not town.dataset.has_roadmap:
        return _read_vocabulary(folder, town, resources)
    answers = _answers(folder, resources)  # first of all, for a store takes memory
    progress = read_progress(folder, publisher=town.dataset.publisher.name)
    comparison = _compared(folder)
    turned = _turned(folder)
    edition = folder.read_edition(names=())
    assert edition  # read_progress has refused where there is none
    marks = _marks(folder)
    return Matter(
        dataset=town.dataset,
        naming=town.strategy.naming,
        progress=progress,
        triples=sorted((*_triples(folder, "roadmap"), *_triples(folder, "strategy")), key=reading_order),
        vocabulary=_triples(folder, "vocabulary"),
        catalog=_catalog(folder),
        context=resources.context,
        sources=read_sources(folder.find_file("current", "provenance.csv")),
        editions=marks,
        comparison=comparison,
        logo=_logo(town),
        former=sorted(_spoken(folder) | turned.keys()),
        turned=turned,
        questions=resources.questions,
        answers=answers,
        bundle=read_bundle(),
        layouts=_layouts(folder, marks[0].files),
    )


def _read_vocabulary(folder: Folder, town: Town, resources: Resources) -> Matter:
    """What the pages of the vocabulary tell; of projects there is nothing to tell."""
    progress = read_progress(folder, publisher=town.dataset.publisher.name)
    return Matter(
        dataset=town.dataset,
        naming=town.strategy.naming,
        progress=progress,
        triples=sorted(_triples(folder, "vocabulary"), key=reading_order),
        vocabulary=(),
        catalog=_catalog(folder),
        context=resources.context,
        sources=SourceMap(),
        editions=_marks(folder),
        logo=_logo(town),
    )


def _catalog(folder: Folder) -> list[Triple]:
    return sorted(parse_turtle(folder.find_file("current", "catalog.ttl").decode(), "catalog.ttl"), key=reading_order)


def _marks(folder: Folder) -> list[EditionMark]:
    """All editions that stand, the newest first."""
    return [_mark(folder, version) for version in reversed(folder.versions())]


def _spoken(folder: Folder) -> set[str]:
    """The terms in what has changed."""
    changed = parse_turtle(folder.find_file("current", "changes.ttl").decode(), "changes.ttl")
    return {term for triple in changed for term in (triple.subject, triple.object) if term.startswith("<")}


def _turned(folder: Folder) -> dict[str, str]:
    """The terms of which anything was ever said, each with the last day on which something was new or was dropped."""
    found: dict[str, str] = {}
    for triple, graph in parse_n_quads(folder.find_file("current", "history.nq")):
        day = max(graph[1:-1].rpartition("/")[2].split("--")) if graph else ""
        found[triple.subject] = max(day, found.get(triple.subject, ""))
    return found


def _answers(folder: Folder, resources: Resources) -> Mapping[str, Solutions]:
    """What the newest edition says to each question by itself, unless there is too much to load for it."""
    edition = folder.read_edition(names=())
    if edition is None:
        return {}
    manifest = read_public_manifest(folder.editions / edition.version)
    sizes = {file["name"]: int(file["size_bytes"]) for file in manifest["distributions"]}
    asked = Asked(lambda name: folder.find_file("current", name))
    return asked.answer_all(
        [
            (question.name, question.files, bind(question, default_values(question, edition.version, edition.previous)))
            for question in resources.questions.values()
            if sum(sizes.get(name, 0) for name in question.files) <= MOST_BYTES
        ]
    )


MOST_BYTES = 40_000_000
"""More than this is not loaded to answer a question in advance."""


def _logo(town: Town) -> Picture | None:
    """The coat of arms, looked through. Raises ``ConfigError`` where it may not be shown."""
    name = town.dataset.site.logo
    return Picture(*read_logo(town.folder, name)) if name else None


def _compared(folder: Folder) -> Comparison | None:
    """What changed since the edition before; ``None`` where that one is not there any more."""
    edition = folder.read_edition(names=())
    assert edition
    if not edition.previous or edition.previous not in folder.versions():
        return None
    return compare_editions(folder.editions / edition.previous, folder.editions / edition.version)[0]


def _mark(folder: Folder, version: str) -> EditionMark:
    manifest = read_public_manifest(folder.editions / version)
    return EditionMark(
        version,
        datetime.fromisoformat(manifest["made_at"]),
        int(manifest["counts"]["projects"]),
        [_told(file) for file in manifest["distributions"]],
        manifest.get("previous") or "",
        tuple(manifest.get("amended", ())),
        returned.words if (returned := parse_return(manifest)) else NOTHING,
    )


def _told(file: Mapping[str, Any]) -> EditionFile:
    description = file.get("description") or {"de": "", "en": ""}
    return EditionFile(
        file["name"],
        Text(**file["title"]),
        file["media_type"],
        int(file["size_bytes"]),
        file.get("dataset", ""),
        Text(**description),
        file["sha256"],
    )


def _layouts(folder: Folder, files: Sequence[EditionFile]) -> Mapping[str, Any]:
    """What describes the tables of each dataset."""
    names = {file.dataset: file.name for file in files if file.media_type == FORMATS["csv-metadata.json"].media_type}
    return {dataset: json.loads(folder.find_file("current", name)) for dataset, name in names.items()}


def _triples(folder: Folder, name: str) -> tuple[Triple, ...]:
    return parse_n_triples(folder.find_file("current", f"{name}.nt"))
