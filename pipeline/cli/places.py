"""Where things are that a person names in few words: towns, the settings of a file, editions, catalogs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline.model.errors import ConfigError
from pipeline.model.report import Text


def find_settings(names: Sequence[str], sources: Path) -> list[Path]:
    """The ``dataset.toml`` of the towns of these names, of all towns where none is named."""
    from pipeline.town import find_towns

    settings = find_towns(sources)
    known = [path.parent.name for path in settings]
    for name in names:
        if name not in known:
            raise ConfigError(_no_town(name, known, sources))
    if not settings:
        raise ConfigError(
            Text(
                f"{sources}: Hier liegt kein Ordner einer Stadt mit einer dataset.toml",
                f"{sources}: there is no folder of a town with a dataset.toml",
            )
        )
    return [path for path in settings if not names or path.parent.name in names]


def _no_town(name: str, known: Sequence[str], sources: Path) -> Text:
    towns = ", ".join(known)
    return Text(
        f"{sources}: Eine Stadt „{name}“ gibt es hier nicht; bekannt: {towns or 'keine'}",
        f'{sources}: there is no town "{name}"; known: {towns or "none"}',
    )


def find_settings_of(file: Path, sources: Path) -> Path:
    """The settings of the town in whose folder the file lies, else of the only town."""
    from pipeline.town import find_towns

    for folder in file.resolve().parents:
        if (folder / "dataset.toml").is_file():
            return folder / "dataset.toml"
    towns = find_towns(sources)
    if len(towns) == 1:
        return towns[0]
    raise ConfigError(
        Text(
            f"{file}: liegt in keinem Ordner einer Stadt; nennen Sie diese mit --dataset {sources}/STADT/dataset.toml",
            f"{file}: lies in no town's folder; say which with --dataset {sources}/TOWN/dataset.toml",
        )
    )


def find_edition(name: str, town: str | None, output: Path) -> Path:
    """The folder of an edition given as a folder, as TOWN/VERSION or as a VERSION of the only town."""
    owner, _, version = name.rpartition("/")
    if (Path(name) / "edition.json").is_file():
        return Path(name)
    towns = [owner or town] if owner or town else [path.name for path in sorted(output.glob("*")) if path.is_dir()]
    places = [
        output / str(found) / "public" / ("current" if version == "current" else f"editions/{version}")
        for found in towns
    ]
    known = [place for place in places if (place / "edition.json").is_file()]
    if len(known) > 1:
        raise ConfigError(
            Text(
                f"{name}: Mehrere Städte haben so eine Ausgabe; nennen Sie eine mit --town oder als STADT/{version}",
                f"{name}: several towns have such an edition; say which with --town or as TOWN/{version}",
            )
        )
    if not known:
        raise ConfigError(
            Text(
                f"{name}: Eine solche Ausgabe gibt es in {output}/ nicht",
                f"{name}: there is no such edition in {output}/",
            )
        )
    return known[0]


def owner_of(edition: Path, output: Path) -> str | None:
    """The town of an edition below ``output``; ``None`` for one that lies elsewhere."""
    return edition.relative_to(output).parts[0] if edition.is_relative_to(output) else None


def find_catalog(source: str | None, output: Path) -> str:
    """The catalog that is meant by a town's name, a folder, a file or a URL; without any, that of the only town."""
    from pipeline.readers.catalog import is_address

    towns = sorted(path.parents[1] for path in output.glob("*/public/current"))
    if source is None and len(towns) != 1:
        known = ", ".join(path.name for path in towns)
        raise ConfigError(
            Text(
                f"Nennen Sie den Katalog: eine Stadt mit einer Ausgabe in {output}/ ({known or 'keine'}), "
                "eine Datei oder eine URL",
                f"say whose catalog: a town with an edition in {output}/ ({known or 'none'}), a file or a URL",
            )
        )
    if source and is_address(source):
        return source
    town = output / source if source else towns[0]
    place = town / "public" / "current" if town in towns else Path(source or "")
    catalog = place / "catalog.ttl" if place.is_dir() else place
    if not catalog.is_file():
        raise ConfigError(
            Text(
                f"{catalog}: Diesen Katalog gibt es nicht; machen Sie erst eine Ausgabe, oder nennen Sie eine Datei "
                "oder eine URL",
                f"{catalog}: there is no such catalog; make an edition first, or name a file or a URL",
            )
        )
    return str(catalog)


def find_published(names: Sequence[str], output: Path) -> list[Path]:
    """The output folders of the towns of these names that have an edition, of all such towns where none is named."""
    folders = sorted(path.parents[2] for path in output.glob("*/public/current/edition.json"))
    known = [path.name for path in folders]
    if not folders:
        raise ConfigError(_nothing_published(output))
    for name in names:
        if name not in known:
            raise ConfigError(_not_published(name, known, output))
    return [path for path in folders if not names or path.name in names]


def find_one_published(town: str | None, output: Path) -> Path:
    """The output folder of a town, of the only one where none is named."""
    folders = find_published([town] if town else [], output)
    if len(folders) > 1:
        known = ", ".join(folder.name for folder in folders)
        raise ConfigError(
            Text(
                f"Nennen Sie die Stadt mit --town; es gibt: {known}", f"say which town with --town; there are: {known}"
            )
        )
    return folders[0]


def _not_published(name: str, known: Sequence[str], output: Path) -> Text:
    towns = ", ".join(known)
    return Text(
        f"{output}: Eine Ausgabe der Stadt „{name}“ gibt es hier nicht; veröffentlicht sind: {towns}",
        f'{output}: there is no edition of the town "{name}"; published are: {towns}',
    )


def _nothing_published(output: Path) -> Text:
    return Text(
        f"{output}: Hier ist noch nichts veröffentlicht; machen Sie mit „roadmap run“ eine Ausgabe",
        f'{output}: nothing is published here yet; make an edition with "roadmap run"',
    )
