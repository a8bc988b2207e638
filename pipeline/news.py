"""What is new: in an edition, in each of its datasets, and between the editions in two folders."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from pipeline.compare import compare
from pipeline.describe import Before
from pipeline.model.catalog import CatalogNames
from pipeline.model.comparison import Comparison
from pipeline.model.edition import Release, Return, is_of_town
from pipeline.model.graph import Triple, parse_n_triples, parse_turtle
from pipeline.model.report import NOTHING, Text
from pipeline.publish.folder import Folder
from pipeline.publish.manifest import parse_return, read_public_manifest, read_public_named
from pipeline.town import Town

COMPARED = ("roadmap", "strategy")
"""The datasets that are a town's own, whose statements are compared and remembered."""

_ALONE = ("vocabulary",)

Said = Mapping[str, Sequence[Triple]]
"""The triples of each dataset, by its name."""


def read_before(folder: Folder, town: Town) -> Before:
    """The current edition as its catalog tells it."""
    names, path = CatalogNames(town.dataset.iris), folder.current / "catalog.ttl"
    if folder.manifest() is None:
        return Before((), names, town.day_of)
    return Before(parse_turtle(folder.read_file(path.name).decode(), str(path)), names, town.day_of)


def compare_with_current(folder: Folder, release: Release, triples: Said) -> Comparison:
    """What changed since the current edition."""
    compared = _compare(COMPARED, folder, (release.previous, release.version), triples)
    manifest = folder.manifest() or {}
    is_same = _is_same_input(manifest, release)
    return replace(compared, reason=_reason(compared, manifest, is_same_input=is_same, returned=release.returned))


def news_of(name: str, folder: Folder, release: Release, triples: Said) -> Text:
    """What is new in one dataset since the current edition, in short."""
    from pipeline.render.formats.changes import in_short

    versions = (release.previous, release.version)
    compared, manifest = _compare((name,), folder, versions, triples), folder.manifest() or {}
    is_same = _is_same_input(manifest, release)
    why = _reason(compared, manifest, is_same_input=is_same, otherwise=_OF_ONE, returned=release.returned)
    return in_short(replace(compared, reason=why))


def compare_ahead(folder: Folder, version: str, triples: Said) -> Comparison | None:
    """What would change with the edition ``version``, which is not made; ``None`` before there is any."""
    manifest = folder.manifest()
    return _compare(COMPARED, folder, (manifest["version"], version), triples) if manifest else None


def _compare(names: Iterable[str], folder: Folder, versions: tuple[str, str], triples: Said) -> Comparison:
    old = [triple for name in names for triple in parse_n_triples(folder.read_file(f"{name}.nt"))]
    new = [triple for name in names for triple in triples[name]]
    return compare(old, new, triples["vocabulary"], versions=versions)


def _is_same_input(manifest: Mapping[str, Any], release: Release) -> bool:
    return bool(manifest["inputs"] == [given._asdict() for given in release.inputs])


def compare_editions(before: Path, after: Path) -> tuple[Comparison, str]:
    """What changed between the editions in two folders, their public halves, and the base of the IRIs of their town."""
    versions = tuple(read_public_manifest(place) for place in (before, after))
    names = COMPARED if any(map(is_of_town, versions)) else _ALONE
    old, new = ([triple for name in names for triple in read_triples(place, name)] for place in (before, after))
    labels = read_triples(after, "vocabulary")
    compared = compare(old, new, labels, versions=(versions[0]["version"], versions[1]["version"]))
    if versions[0]["digest"] != versions[1]["digest"]:
        is_same = versions[0]["inputs"] == versions[1]["inputs"]
        follows = versions[1]["previous"] == versions[0]["version"]
        returned = parse_return(versions[1]) if follows else None
        reason = _reason(compared, versions[0], is_same_input=is_same, returned=returned)
        compared = replace(compared, reason=reason)
    return compared, versions[1]["base"]


def read_triples(edition: Path, name: str) -> tuple[Triple, ...]:
    """The triples of one dataset (``roadmap``, ``strategy``, ``vocabulary``) of an edition."""
    return parse_n_triples(read_public_named(edition, read_public_manifest(edition), f"{name}.nt"))


def _reason(
    compared: Comparison,
    before: Mapping[str, Any],
    *,
    is_same_input: bool,
    otherwise: Text = NOTHING,
    returned: Return | None = None,
) -> Text:
    """Why there is an edition where that does not show in the projects and the strategy."""
    if returned:
        return returned.words
    if before.get("amended") and not compared.things:
        return _AMENDED
    return _PROGRAM if is_same_input else NOTHING if compared.things else otherwise if otherwise.de else _DESCRIPTION


FIRST = Text("Erste Ausgabe.", "First edition.")
_PROGRAM = Text(
    "Die Angaben der Stadt sind dieselben; das Programm liest, schreibt oder beschreibt sie anders.",
    "What the town says is the same; the program reads, writes or describes it differently.",
)
_DESCRIPTION = Text(
    "An den Projekten und der Strategie hat sich nichts geändert, nur an ihrer Beschreibung oder der Form der Dateien.",
    "Nothing has changed in the projects and the strategy, only in their description or the form of the files.",
)
_OF_ONE = Text(
    "An den Angaben hat sich nichts geändert, nur an ihrer Beschreibung oder der Form der Dateien.",
    "Nothing has changed in what is said, only in its description or the form of the files.",
)
_AMENDED = Text(
    "Die Angaben sind die der Ausgabe davor, aus der inzwischen etwas entfernt wurde.",
    "The entries are those of the edition before, from which something has been removed meanwhile.",
)
