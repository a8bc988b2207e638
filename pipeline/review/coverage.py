"""Theses and fields to the projects that serve each of them."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.model.progress import CANCELLED, Area, Covered, Standing


def cover(areas: Iterable[Area], projects: Iterable[Standing]) -> tuple[Covered, ...]:
    """Each thesis or field with its projects, but for those that were cancelled or withdrawn."""
    serving = [project for project in projects if project.withdrawn is None and project.status != CANCELLED]
    return tuple(
        Covered(area, tuple(project for project in serving if area.iri in (*project.fields, *project.theses)))
        for area in areas
    )
