"""A town's settings and its output to a rehearsal: what a portal would find where the town publishes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

from pipeline.model.errors import ConfigError
from pipeline.model.formats import media_type_of
from pipeline.model.harvest import HarvestLimits, Kept, Place, Promise, Rehearsal, Wanted
from pipeline.model.report import Tell, Text, tell_nobody
from pipeline.publish.folder import Folder
from pipeline.readers.harvest import harvest
from pipeline.rehearse import find_wanted, judge_harvest, version_of
from pipeline.town import Town
from pipeline.town.resources import Resources
from pipeline.validate import audit

_FORMS = ("catalog.ttl", "catalog.rdf", "catalog.jsonld")
_CURRENT = "current/"
_LIMITS = HarvestLimits()
SETTINGS = "dataset.toml"


def rehearse(
    town: Town,
    folder: Folder,
    resources: Resources,
    *,
    now: datetime,
    at: str = "",
    limits: HarvestLimits = _LIMITS,
    tell: Tell = tell_nobody,
) -> Rehearsal:
    """Play a harvester at the published address, or at another one that ``at`` names. Raises ``ConfigError``."""
    place = place_of(town, at)
    kept = _read_kept(folder)
    tell(Text(f"holt {place.asked}", f"fetching {place.asked}"))
    names = town.dataset.iris
    seen = harvest(
        place,
        address_of(place),
        names.base + names.catalog,
        lambda triples: _with_catalogs(find_wanted(triples), place, kept),
        named_host=urlsplit(at).hostname or "",
        limits=limits,
    )
    tell(Text("prüft, was kam", "judging what came"))
    audited = audit(seen.first.triples, resources.catalog_rules_for(town.dataset), file=SETTINGS)
    return judge_harvest(seen, kept, audited, resources.harvest_rules, at=now)


def place_of(town: Town, at: str = "") -> Place:
    """Where ``public/`` is published, and where to ask for it. Raises ``ConfigError`` for what is no address."""
    site, base = town.dataset.catalog.site or town.dataset.iris.base, town.dataset.iris.base
    return Place(_root_of(at) if at else site, tuple(dict.fromkeys((site, base))))


def address_of(place: Place, form: str = _FORMS[0]) -> str:
    """Where the catalog is published, in one of its forms."""
    return f"{place.published[0]}{_CURRENT}{form}"


def _root_of(at: str) -> str:
    """The address under which ``public/`` lies, given as such or as that of its catalog."""
    try:
        parts = urlsplit(at)
        is_address = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        is_address = False
    if not is_address or "@" in parts.netloc or parts.query or parts.fragment:
        raise ConfigError(
            Text(
                f"--at {at}: ist keine Adresse; sie beginnt mit https:// oder http:// und endet vor dem Fragezeichen",
                f"--at {at}: is no address; it begins with https:// or http:// and ends before any question mark",
            )
        )
    known = next((form for form in _FORMS if at.endswith(f"/{_CURRENT}{form}")), None)
    root = at.removesuffix(f"{_CURRENT}{known}") if known else at
    return root if root.endswith("/") else f"{root}/"


def _read_kept(folder: Folder) -> Kept | None:
    """The edition that should be there; ``None`` before there is one."""
    manifest = folder.manifest()
    if manifest is None:
        return None
    files = {
        file["name"]: Promise(file["name"], file["media_type"], file["size_bytes"], file["sha256"])
        for file in manifest["distributions"]
    }
    return Kept(manifest["version"], manifest["digest"], files)


def _with_catalogs(wanted: Wanted, place: Place, kept: Kept | None) -> Wanted:
    """With the forms of the catalog itself; what they must be is known where the edition there is the one here."""
    promises = []
    for form in _FORMS:
        promise = Promise(address_of(place, form), media_type_of(form))
        if kept and form in kept.files and kept.version == version_of(wanted.files) and form != _FORMS[0]:
            promise = replace(kept.files[form], address=promise.address)
        promises.append(promise)
    return replace(wanted, catalogs=tuple(promises))
