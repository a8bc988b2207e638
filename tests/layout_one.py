"""A town's output as programs of layout 1 left it: all of an edition in one folder, the report beside it."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
from pathlib import Path
from typing import Any

from pipeline.publish.folder import Folder


def bring_back(folder: Path) -> None:
    """Turn an output folder of today into the one that an older program would have written."""
    today = Folder(folder)
    for version in today.versions():
        _write_edition(today, version)
    today.report.rename(folder / "report")
    (folder / ".lock").touch()
    (folder / "current").symlink_to(today.current.readlink())
    shutil.rmtree(today.public)
    shutil.rmtree(today.internal)


def _write_edition(today: Folder, version: str) -> None:
    edition, told = today.read_edition(version), today.manifest(version)
    assert edition is not None
    assert told is not None
    place = today.path / "editions" / version
    place.mkdir(parents=True)
    contents = {file.name: file.content for file in edition.distributions}
    contents["provenance.csv"] = _provenance(contents["provenance.csv"], contents.pop("typed.csv"))
    for name, content in contents.items():
        (place / name).write_bytes(content)
    listed = [_listed(file, contents[file["name"]]) for file in told["distributions"] if file["name"] in contents]
    del told["public_manifest"]
    told |= {"layout": 1, "distributions": listed}
    (place / "edition.json").write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", "utf-8")


def _listed(file: dict[str, Any], content: bytes) -> dict[str, Any]:
    told = {key: value for key, value in file.items() if key != "is_public"}
    return {**told, "size_bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def _provenance(content: bytes, typed: bytes) -> bytes:
    """The table with what was typed as its last column."""
    words = {tuple(row[:3]): row[3] for row in csv.reader(io.StringIO(typed.decode(), newline=""))}
    rows = csv.reader(io.StringIO(content.decode(), newline=""))
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([*row, words.get(tuple(row[3:6]), "")] for row in rows)
    return text.getvalue().encode()
