"""A town's newest edition to its pages for citizens: what was published in, files of the site out and into ``public/``.

Nothing but what anybody may read of the edition goes into a page, so a page tells nothing that the edition does not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from pipeline.model.comparison import Comparison
from pipeline.model.edition import Edition
from pipeline.model.graph import Triple, parse_n_quads, parse_n_triples, parse_turtle, reading_order
from pipeline.model.report import Text
from pipeline.news import compare_editions
from pipeline.publish.folder import Folder
from pipeline.publish.manifest import read_public_manifest
from pipeline.publish.site import Shown, Site
from pipeline.render.formats.provenance import read_sources
from pipeline.render.site.matter import EditionFile, EditionMark, Matter, Picture
from pipeline.render.site.pen import File
from pipeline.render.site.writing import render_site
from pipeline.reviewed import read_progress
from pipeline.town import Town
from pipeline.town.logo import read_logo
from pipeline.town.resources import Resources


def show_town(folder: Folder, town: Town, resources: Resources) -> Shown:
    """Bring ``public/`` to the pages of the newest edition; to none where the settings say so or there is no roadmap.
    ``folder`` is locked.

    Raises ``ConfigError`` for a coat of arms that cannot be shown, ``OutsideWorldError`` for a foreign file in the way.
    """
    has_pages = town.dataset.site.enabled and town.dataset.has_roadmap
    files = render_town(folder, town, resources) if has_pages else iter(())
    return Site(folder.public, folder.internal).write(files)


def render_town(folder: Folder, town: Town, resources: Resources) -> Iterator[File]:
    """All files of the site of a town's newest edition. Raises where there is none, or it is not whole."""
    return render_site(read_matter(folder, town, resources))


def read_matter(folder: Folder, town: Town, resources: Resources) -> Matter:
    """What the pages tell."""
    progress = read_progress(folder, publisher=town.dataset.publisher.name)
    edition = folder.read_edition()
    assert edition  # read_progress has refused where there is none
    return Matter(
        dataset=town.dataset,
        naming=town.strategy.naming,
        progress=progress,
        triples=sorted((*_triples(edition, "roadmap"), *_triples(edition, "strategy")), key=reading_order),
        vocabulary=_triples(edition, "vocabulary"),
        catalog=sorted(parse_turtle(_file(edition, "catalog.ttl").decode(), "catalog.ttl"), key=reading_order),
        context=resources.context,
        questions=resources.questions,
        sources=read_sources(_file(edition, "provenance.csv")),
        editions=[_mark(folder, version) for version in reversed(folder.versions())],
        comparison=_compared(folder, edition),
        logo=_logo(town),
        former=sorted(_former(edition)),
    )


def _former(edition: Edition) -> set[str]:
    """The terms in what has changed, and of what was said by an edition before."""
    changed = parse_turtle(_file(edition, "changes.ttl").decode(), "changes.ttl")
    spoken = {term for triple in changed for term in (triple.subject, triple.object) if term.startswith("<")}
    history = parse_n_quads(_file(edition, "history.nq").decode())
    return spoken | {triple.subject for triple, _ in history}


def _logo(town: Town) -> Picture | None:
    """The coat of arms, looked through. Raises ``ConfigError`` where it may not be shown."""
    name = town.dataset.site.logo
    return Picture(*read_logo(town.folder, name)) if name else None


def _compared(folder: Folder, edition: Edition) -> Comparison | None:
    """What changed since the edition before; ``None`` where that one is not there any more."""
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
    )


def _triples(edition: Edition, name: str) -> tuple[Triple, ...]:
    return parse_n_triples(_file(edition, f"{name}.nt").decode())


def _file(edition: Edition, name: str) -> bytes:
    return next((file.content for file in edition.distributions if file.name == name), b"")
