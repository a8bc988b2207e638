"""``edition.json``: an edition to its description, and a folder back to the edition that was written there."""

from __future__ import annotations

import errno
import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from pipeline.model.edition import Distribution, Edition, Input
from pipeline.model.errors import OutsideWorldError, reason_of
from pipeline.model.report import NOTHING, FileAccount, LeftOut, Severity, SheetAccount, Text

MANIFEST = "edition.json"
LAYOUT_VERSION = 1


def render_manifest(edition: Edition) -> Distribution:
    """``edition.json``: what the edition is made of and what is in it, in a documented layout."""
    content = {
        "layout": LAYOUT_VERSION,
        "town": edition.town,
        "base": edition.base,
        "title": edition.title._asdict(),
        "notice": edition.notice._asdict(),
        "license": edition.license,
        "version": edition.version,
        "made_at": edition.made_at.isoformat(),
        "previous": edition.previous or None,
        "digest": edition.digest,
        "inputs": [item._asdict() for item in edition.inputs],
        "counts": dict(edition.counts),
        "carried": list(edition.carried),
        "columns": dict(edition.columns),
        "result": {"conforms": True, "findings": {str(name): count for name, count in edition.findings.items()}},
        "files": [asdict(account) for account in edition.files],
        "distributions": [_distribution(file) for file in edition.distributions],
    }
    written = json.dumps(content, ensure_ascii=False, indent=2).encode() + b"\n"
    return Distribution(MANIFEST, "application/json", written, Text("Beschreibung der Ausgabe", "The edition"))


def _distribution(file: Distribution) -> dict[str, Any]:
    return {
        "name": file.name,
        "media_type": file.media_type,
        "title": file.title._asdict(),
        "description": file.description._asdict(),
        "dataset": file.dataset,
        "described_by": file.described_by,
        "size_bytes": len(file.content),
        "sha256": hashlib.sha256(file.content).hexdigest(),
    }


def read_manifest(folder: Path) -> dict[str, Any]:
    """The ``edition.json`` in a folder, with all that an edition needs. Raises ``OutsideWorldError``."""
    path = folder / MANIFEST
    try:
        found: dict[str, Any] = json.loads(read_bytes(path))
        _parse(found, {file["name"]: b"" for file in found["distributions"]})
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        raise _damaged(path, error) from error
    return found


def check_manifest(manifest: Mapping[str, Any], folder: Path, *, town: str) -> None:
    """Hold an edition to its place: of this town, and of the version that its folder is called."""
    told = (manifest["town"], manifest["version"])
    if told != (town, folder.name):
        german, english = (
            f"{word} {told[0]}, {edition} {told[1]}" for word, edition in (("Stadt", "Ausgabe"), ("town", "edition"))
        )
        raise OutsideWorldError(
            Text(
                f"{folder / MANIFEST}: beschreibt etwas anderes ({german}); {_remedy(folder).de}",
                f"{folder / MANIFEST}: describes something else ({english}); {_remedy(folder).en}",
            )
        )


def read_edition(folder: Path, manifest: Mapping[str, Any]) -> Edition:
    """An edition as it was written, each file held to its digest. Raises ``OutsideWorldError``."""
    return _parse(manifest, {file["name"]: read_file(folder, file) for file in manifest["distributions"]})


def read_named(folder: Path, manifest: Mapping[str, Any], name: str) -> bytes:
    """One file of an edition by its name, held to its digest. Raises ``OutsideWorldError``."""
    for file in manifest["distributions"]:
        if file["name"] == name:
            return read_file(folder, file)
    raise OutsideWorldError(
        Text(
            f"{folder / MANIFEST}: nennt keine Datei {name}; {_remedy(folder).de}",
            f"{folder / MANIFEST}: names no file {name}; {_remedy(folder).en}",
        )
    )


def read_file(folder: Path, told: Mapping[str, Any]) -> bytes:
    """A file of an edition, which must be the one that the edition was made with."""
    content = read_bytes(folder / told["name"])
    if hashlib.sha256(content).hexdigest() != told["sha256"]:
        path = folder / told["name"]
        raise OutsideWorldError(
            Text(
                f"{path}: ist nicht, womit die Ausgabe gemacht wurde; {_remedy(folder).de}",
                f"{path}: is not what the edition was made with; {_remedy(folder).en}",
            )
        )
    return content


def read_bytes(path: Path) -> bytes:
    """A file of an edition. Raises ``OutsideWorldError``, with what to do where it is missing."""
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):
            raise OSError(errno.ENXIO, os.strerror(errno.ENXIO))  # a pipe would be waited for, for ever
        return path.read_bytes()
    except OSError as error:
        reason = reason_of(error)
        raise OutsideWorldError(
            Text(
                f"{path}: nicht lesbar ({reason.de}); {_remedy(path.parent).de}",
                f"{path}: could not be read ({reason.en}); {_remedy(path.parent).en}",
            )
        ) from error


def _parse(manifest: Mapping[str, Any], contents: Mapping[str, bytes]) -> Edition:
    """What ``edition.json`` tells, with the files. Raises what Python does where something is missing or odd."""
    if manifest["layout"] != LAYOUT_VERSION:
        raise ValueError(f"layout {manifest['layout']}")
    return Edition(
        town=_text(manifest["town"]),
        base=_text(manifest["base"]),
        title=_both(manifest["title"]),
        notice=_both(manifest["notice"]),
        license=_text(manifest["license"]),
        version=_text(manifest["version"]),
        made_at=datetime.fromisoformat(manifest["made_at"]),
        digest=_text(manifest["digest"]),
        previous=_text(manifest["previous"] or ""),
        distributions=tuple(_parse_file(item, contents[item["name"]]) for item in manifest["distributions"]),
        inputs=tuple(Input(_text(item["file"]), _text(item["sha256"])) for item in manifest["inputs"]),
        counts={name: int(count) for name, count in manifest["counts"].items()},
        findings={Severity(name): int(count) for name, count in manifest["result"]["findings"].items()},
        files=tuple(_parse_account(item) for item in manifest["files"]),
        carried=tuple(_text(key) for key in manifest["carried"]),
        columns={name: _text(title) for name, title in manifest["columns"].items()},
    )


def _parse_file(item: Mapping[str, Any], content: bytes) -> Distribution:
    if Path(item["name"]).name != item["name"]:
        raise ValueError(f"{item['name']!r} is no name of a file")
    _text(item["sha256"])
    return Distribution(
        name=item["name"],
        media_type=_text(item["media_type"]),
        content=content,
        title=_both(item["title"]),
        # The first editions of this layout did not tell these.
        dataset=_text(item.get("dataset", "")),
        described_by=_text(item.get("described_by", "")),
        description=_both(item.get("description", NOTHING._asdict())),
    )


def _parse_account(item: Mapping[str, Any]) -> FileAccount:
    sheets, columns = tuple(map(_parse_sheet, item["sheets"])), tuple(item["columns"])
    return FileAccount(**{**item, "sheets": sheets, "columns": columns})


def _parse_sheet(item: Mapping[str, Any]) -> SheetAccount:
    left_out = tuple(LeftOut(**row) for row in item["left_out"])
    return SheetAccount(**{**item, "left_out": left_out, "hidden_columns": tuple(item["hidden_columns"])})


def _both(value: Mapping[str, Any]) -> Text:
    return Text(_text(value["de"]), _text(value["en"]))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def _damaged(path: Path, error: Exception) -> OutsideWorldError:
    why = Text(f"{error}", f"{error}")
    if isinstance(error, KeyError):
        why = Text(f"es fehlt {error}", f"{error} is missing")
    return OutsideWorldError(
        Text(
            f"{path}: ist beschädigt ({why.de}); {_remedy(path.parent).de}",
            f"{path}: is damaged ({why.en}); {_remedy(path.parent).en}",
        )
    )


def _remedy(folder: Path) -> Text:
    """What to do about an edition that is not whole. Without a backup a person decides that it is lost, not we."""
    return Text(
        "stellen Sie die Datei aus einer Sicherung her. Gibt es keine, nehmen Sie die Ausgabe weg (den Ordner "
        f"{os.path.realpath(folder)} und den Verweis „current“); dann gilt die Ausgabe davor",
        "restore the file from a backup. If there is none, take the edition away (the folder "
        f'{os.path.realpath(folder)} and the link "current"); then the edition before it counts',
    )
