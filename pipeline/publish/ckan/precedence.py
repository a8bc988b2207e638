"""What a portal holds, to a refusal where it is of a newer edition than the one that is to take its place."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pipeline.model.edition import Edition
from pipeline.publish.ckan import wording
from pipeline.publish.ckan.failures import PublishError
from pipeline.publish.ckan.portal import Package
from pipeline.publish.halves import VERSION
from pipeline.publish.precedence import is_newer, parse_moment


class Superseded(PublishError):
    """The portal holds a newer edition."""


def refuse_older(edition: Edition, package: Package) -> None:
    """Raise ``Superseded`` where a dataset is that of a newer edition: a later version, or the same made later.

    A version that no edition could have was typed at the portal by hand, and is put right.
    """
    theirs = str(package.get("version") or "")
    if not VERSION.fullmatch(theirs):
        return
    if is_newer(theirs, _made_at(package), edition):
        raise Superseded(wording.superseded(str(package["name"]), theirs, edition.version))


def _made_at(package: Package) -> datetime | None:
    """When the edition that a portal holds was made, by whatever of it the portal has a place for."""
    extras = {extra["key"]: extra["value"] for extra in package.get("extras", ())}
    activities: list[Mapping[str, Any]] = package.get("provenance_activity") or []
    told = [*(each.get("startedAtTime") for each in activities), package.get("modified"), extras.get("modified")]
    moments = (parse_moment(each) for each in told)
    return next((moment for moment in moments if moment), None)
