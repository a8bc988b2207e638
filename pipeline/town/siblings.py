"""The towns beside one another: where they are, and that no two publish under one name, name their things alike or say
that they are the same.
"""

from __future__ import annotations

import tomllib
import unicodedata
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
