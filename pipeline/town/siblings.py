"""The towns beside one another: where they are, and that no two publish under one name, name their things alike or say
that they are the same.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pipeline.model.dataset import Dataset, Publisher
from pipeline.model.errors import ConfigError
from pipeline.model.known_as import gnd_id, wikidata_id
from pipeline.model.report import Text


def find_towns(sources: Path) -> list[Path]:
    """The ``dataset.toml`` of every town under ``sources``, in the order of their names.

    What other programs keep there (``.stversions``, ``@eaDir``, ``#recycle``) are no towns.
    """
    return sorted(path for path in sources.glob("*/dataset.toml") if not path.parent.name.startswith((".", "@", "#")))


def towns_apart(sources: Path) -> frozenset[Path]:
    """Of all towns under ``sources`` those that share nothing with another one: for these ``refuse_shared`` has nothing
    to say. Each is read once, while that reads all others for each town.
    """
    known = {path: list(_keys(_read(path))) for path in find_towns(sources) if path.is_file()}
    counts = Counter(key for keys in known.values() for key in keys)
    return frozenset(settings for settings, keys in known.items() if keys and all(counts[key] == 1 for key in keys))


def _keys(said: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What no two towns may have in common."""
    iris, publisher = _table(said, "iris"), _table(said, "publisher")
    for key, value in (("name", said.get("name")), ("iris.base", iris.get("base"))):
        if isinstance(value, str):
            yield key, _folded(value)
    for key, number_of in (("wikidata", wikidata_id), ("gnd", gnd_id)):
        if number := number_of(str(publisher.get(key, ""))):
            yield key, number


def _table(said: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    table = said.get(name)
    return table if isinstance(table, dict) else {}


def refuse_shared(folder: Path, dataset: Dataset) -> None:
    """Raises ``ConfigError`` where the folder beside it holds a town that would be published into this one, or whose
    publisher would be taken for this one's.
    """
    others = list(_beside(folder))
    shared = (mistake for other in others for mistake in _shared(folder, dataset, other))
    same = (mistake for other in others for mistake in _same(folder, dataset.publisher, other))
    if mistakes := [*shared, *same]:
        raise ConfigError.of_all(mistakes)


def _beside(folder: Path) -> Iterator[Path]:
    """The other towns' folders; one that only leads to this one is no other."""
    own = folder.resolve()
    for settings in find_towns(own.parent):
        if settings.is_file() and settings.parent.resolve() != own:
            yield settings.parent


def _shared(folder: Path, dataset: Dataset, other: Path) -> Iterator[Text]:
    said = _read(other / "dataset.toml")
    iris = said.get("iris")
    told = {"name": said.get("name"), "iris.base": iris.get("base") if isinstance(iris, dict) else None}
    for key, own in (("name", dataset.name), ("iris.base", dataset.iris.base)):
        theirs = told[key]
        if isinstance(theirs, str) and _folded(theirs) == _folded(own):
            own_place, their_place = f"{folder / 'dataset.toml'} [{key}]", other / "dataset.toml"
            yield Text(
                f"{own_place}: „{theirs}“ steht auch in {their_place}; zwei Städte würden ineinander veröffentlicht. "
                "Geben Sie einer einen eigenen Wert, oder legen Sie die Kopie an einen anderen Ort",
                f'{own_place}: "{theirs}" stands in {their_place} too; two towns would be published into one another. '
                "Give one of them a value of its own, or put the copy somewhere else",
            )


def _same(folder: Path, publisher: Publisher, other: Path) -> Iterator[Text]:
    """Two publishers that are one in Wikidata or in the GND; of one IRI they are one here as well."""
    said = _read(other / "dataset.toml").get("publisher")
    if not isinstance(said, dict) or (publisher.iri and said.get("iri") == publisher.iri):
        return
    for key, number_of in (("wikidata", wikidata_id), ("gnd", gnd_id)):
        theirs, own = number_of(str(said.get(key, ""))), number_of(getattr(publisher, key))
        if own and theirs == own:
            own_place, their_place = f"{folder / 'dataset.toml'} [publisher.{key}]", other / "dataset.toml"
            yield Text(
                f"{own_place}: {own} steht auch in {their_place}; Programme hielten beide Stellen für dieselbe."
                " Ist es dieselbe, geben Sie beiden dieselbe „iri“",
                f"{own_place}: {own} stands in {their_place} too; programs would take both bodies for one. If they are,"
                ' give both the same "iri"',
            )


def _read(settings: Path) -> Mapping[str, Any]:
    """What another town's settings say; nothing where they cannot be read, which is told when that town runs."""
    try:
        return tomllib.loads(settings.read_text("utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return {}


def _folded(text: str) -> str:
    """As disks and portals compare names: without case, whatever way an accent is written."""
    return unicodedata.normalize("NFKC", text).casefold().rstrip("/").replace("http://", "https://", 1)
