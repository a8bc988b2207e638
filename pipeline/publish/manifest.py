"""``edition.json``: an edition to its description, and its folders back to the edition that was written there.

There are two of that name: one that anybody may read, and one that tells all and stays in the house.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Container, Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from pipeline.model.edition import DatasetState, Distribution, Edition, Input, Return
from pipeline.model.errors import OutsideWorldError
from pipeline.model.report import NOTHING, FileAccount, LeftOut, Severity, SheetAccount, Text
from pipeline.publish.held import Halves, read_bytes, read_held, remedy_of

MANIFEST = "edition.json"
LAYOUT_VERSION = 2


def render_manifests(edition: Edition) -> tuple[Distribution, Distribution]:
    """``edition.json`` for anybody, and the one that tells all, in documented layouts."""
    public = _public(edition)
    written = _file(public, is_public=True)
    findings = {str(name): count for name, count in edition.findings.items()}
    whole = {
        **public,
        "result": {"conforms": True, "findings": findings},
        "files": [asdict(account) for account in edition.files],
        "distributions": [{**_told(file), "is_public": file.is_public} for file in edition.distributions],
        "public_manifest": hashlib.sha256(written.content).hexdigest(),
    }
    return written, _file(whole, is_public=False)


def _public(edition: Edition) -> dict[str, Any]:
    """What anybody may know: key for key, for what is added to an edition is not public by that."""
    return {
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
        "amended": list(edition.amended),
        "datasets": {name: state._asdict() for name, state in edition.datasets.items()},
        **_returned(edition),
        "result": {"conforms": True},
        "distributions": [_told(file) for file in edition.distributions if file.is_public],
    }


def _returned(edition: Edition) -> dict[str, Any]:
    """That an edition is a return to an earlier one; of any other there is nothing to tell."""
    if edition.returned is None:
        return {}
    return {"returned": {**edition.returned._asdict(), "reason": edition.returned.reason._asdict()}}


def parse_return(manifest: Mapping[str, Any]) -> Return | None:
    """What an ``edition.json`` tells of a return. Raises one of ``MALFORMED``."""
    told = manifest.get("returned")
    return Return(_text(told["version"]), _text(told["instead_of"]), _both(told["reason"])) if told else None


def _file(content: Mapping[str, Any], *, is_public: bool) -> Distribution:
    written = json.dumps(content, ensure_ascii=False, indent=2).encode() + b"\n"
    title = Text("Beschreibung der Ausgabe", "The edition")
    return Distribution(MANIFEST, "application/json", written, title, is_public=is_public)


def _told(file: Distribution) -> dict[str, Any]:
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


def read_manifest(halves: Halves) -> dict[str, Any]:
    """The ``edition.json`` that tells all, with all that an edition needs. Raises ``OutsideWorldError``."""
    path = halves.internal / MANIFEST
    try:
        found: dict[str, Any] = json.loads(read_bytes(path, halves))
        _text(found["public_manifest"])
        parse(found, {file["name"]: b"" for file in found["distributions"]}, layout=LAYOUT_VERSION)
    except MALFORMED as error:
        raise damaged(path, error, halves) from error
    return found


def read_public_manifest(folder: Path) -> dict[str, Any]:
    """The ``edition.json`` that anybody may read, of this layout or the one before. Raises ``OutsideWorldError``."""
    path = folder / MANIFEST
    try:
        found: dict[str, Any] = json.loads(read_bytes(path, folder))
        for key in ("version", "digest"):
            _text(found[key])
        for file in (*found["inputs"], *found["distributions"]):
            _text(file["sha256"])
        if found["layout"] not in (1, LAYOUT_VERSION):
            raise ValueError(f"layout {found['layout']}")
    except MALFORMED as error:
        raise damaged(path, error, folder) from error
    return found


def check_manifest(manifest: Mapping[str, Any], halves: Halves, *, town: str) -> None:
    """Hold an edition to its place: of this town, of the version that its folders are called, and with both halves."""
    told, path = (manifest["town"], manifest["version"]), halves.internal / MANIFEST
    if told != (town, halves.internal.name):
        german, english = (
            f"{word} {told[0]}, {edition} {told[1]}" for word, edition in (("Stadt", "Ausgabe"), ("town", "edition"))
        )
        remedy = remedy_of(halves)
        raise OutsideWorldError(
            Text(
                f"{path}: beschreibt etwas anderes ({german}); {remedy.de}",
                f"{path}: describes something else ({english}); {remedy.en}",
            )
        )
    read_held(halves.public / MANIFEST, manifest["public_manifest"], halves)


def read_edition(halves: Halves, manifest: Mapping[str, Any], names: Container[str] | None = None) -> Edition:
    """An edition as it was written, each file held to its digest; with ``names`` it has those files alone.

    Raises ``OutsideWorldError``.
    """
    told = [file for file in manifest["distributions"] if names is None or file["name"] in names]
    contents = {file["name"]: read_file(halves, file) for file in told}
    return parse({**manifest, "distributions": told}, contents, layout=LAYOUT_VERSION)


def read_named(halves: Halves, manifest: Mapping[str, Any], name: str) -> bytes:
    """One file of an edition by its name, held to its digest. Raises ``OutsideWorldError``."""
    return read_file(halves, _find(manifest, name, halves.internal, halves))


def read_public_named(folder: Path, manifest: Mapping[str, Any], name: str) -> bytes:
    """One file of the half that anybody may read, by its name, held to its digest. Raises ``OutsideWorldError``."""
    return read_held(folder / name, _find(manifest, name, folder, folder)["sha256"], folder)


def _find(manifest: Mapping[str, Any], name: str, folder: Path, places: Halves | Path) -> Mapping[str, Any]:
    for file in manifest["distributions"]:
        if file["name"] == name:
            return dict(file)
    path, remedy = folder / MANIFEST, remedy_of(places)
    raise OutsideWorldError(
        Text(f"{path}: nennt keine Datei {name}; {remedy.de}", f"{path}: names no file {name}; {remedy.en}")
    )


def read_file(halves: Halves, told: Mapping[str, Any]) -> bytes:
    """A file of an edition, which must be the one that the edition was made with."""
    return read_held(halves.path_of(told), told["sha256"], halves)


MALFORMED = (ValueError, TypeError, LookupError, AttributeError, RecursionError)
"""What Python raises where something is missing in ``edition.json`` or odd."""


def parse(manifest: Mapping[str, Any], contents: Mapping[str, bytes], *, layout: int) -> Edition:
    """What an ``edition.json`` tells, with the files. Raises one of ``MALFORMED``."""
    if manifest["layout"] != layout:
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
        amended=tuple(_text(day) for day in manifest.get("amended", ())),
        datasets={
            name: DatasetState(_text(state["version"]), _text(state["digest"]))
            for name, state in manifest.get("datasets", {}).items()
        },
        returned=parse_return(manifest),
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
        # The first editions of layout 1 told none of these.
        dataset=_text(item.get("dataset", "")),
        described_by=_text(item.get("described_by", "")),
        description=_both(item.get("description", NOTHING._asdict())),
        is_public=_flag(item["is_public"]),
    )


def _parse_account(item: Mapping[str, Any]) -> FileAccount:
    sheets, columns = tuple(map(_parse_sheet, item["sheets"])), tuple(item["columns"])
    return FileAccount(**{**item, "sheets": sheets, "columns": columns})


def _parse_sheet(item: Mapping[str, Any]) -> SheetAccount:
    left_out = tuple(LeftOut(**row) for row in item["left_out"])
    return SheetAccount(**{**item, "left_out": left_out, "hidden_columns": tuple(item["hidden_columns"])})


def _both(value: Mapping[str, Any]) -> Text:
    return Text(_text(value["de"]), _text(value["en"]))


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"{value!r} is neither true nor false")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def damaged(path: Path, error: Exception, places: Halves | Path) -> OutsideWorldError:
    """What is told of an ``edition.json`` that cannot be understood."""
    remedy = remedy_of(places)
    missing = Text(f"es fehlt {error}", f"{error} is missing")
    why = missing if isinstance(error, KeyError) else Text(f"{error}", f"{error}")
    return OutsideWorldError(
        Text(
            f"{path}: ist beschädigt ({why.de}); {remedy.de}",
            f"{path}: is damaged ({why.en}); {remedy.en}",
        )
    )
