"""Which of two editions is the newer one: what a place holds must not give way to what is older, without a word."""

from __future__ import annotations

from datetime import datetime

from pipeline.model.edition import Edition
from pipeline.publish.halves import version_order


def is_newer(version: str, made_at: datetime | None, edition: Edition) -> bool:
    """Whether what a place holds comes after an edition: a later version, or the same made later."""
    if version == edition.version:
        return made_at is not None and made_at > edition.made_at
    return version_order(version) > version_order(edition.version)


def parse_moment(told: object) -> datetime | None:
    """A moment with its zone, as ISO 8601 writes it; ``None`` for anything else."""
    try:
        moment = datetime.fromisoformat(str(told or ""))
    except ValueError:
        return None
    return moment if moment.tzinfo else None
