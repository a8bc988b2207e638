"""Which of two editions is the newer one: what a portal holds must not give way to what is older, without a word."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pipeline.model.edition import Edition
from pipeline.publish.ckan import wording
from pipeline.publish.ckan.failures import PublishError
from pipeline.publish.ckan.portal import Package
from pipeline.publish.halves import version_order

_VERSION = re.compile(r"\d{4}-\d\d-\d\d(\.\d+)?", re.ASCII)


class Superseded(PublishError):
    """The portal holds a newer edition."""


def refuse_older(edition: Edition, package: Package) -> None:
    """Raise ``Superseded`` where a dataset is that of a newer edition: a later version, or the same made later.

    A version that no edition could have was typed at the portal by hand, and is put right.
    """
    theirs = str(package.get("version") or "")
    if not _VERSION.fullmatch(theirs):
        return
    made_at = _made_at(package)
    is_later = theirs == edition.version and made_at is not None and made_at > edition.made_at
    if is_later or version_order(theirs) > version_order(edition.version):
        raise Superseded(wording.superseded(str(package["name"]), theirs, edition.version))


def _made_at(package: Package) -> datetime | None:
    """When the edition that a portal holds was made, by whatever of it the portal has a place for."""
    extras = {extra["key"]: extra["value"] for extra in package.get("extras", ())}
    activities: list[Mapping[str, Any]] = package.get("provenance_activity") or []
    told = [*(each.get("startedAtTime") for each in activities), package.get("modified"), extras.get("modified")]
    moments = (_moment(each) for each in told)
    return next((moment for moment in moments if moment), None)


def _moment(told: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(told or ""))
    except ValueError:
        return None
    return moment if moment.tzinfo else None
