"""Editions as folders: ``editions/<version>/`` and ``current`` beside them, switched in one step."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pipeline.edition import Distribution, Edition, Receipt
from pipeline.errors import OutsideWorldError

LAYOUT_VERSION = 1


@dataclass(frozen=True, slots=True)
class Folder:
    """The output folder of one town."""

    path: Path

    @property
    def current(self) -> Path:
        """The newest edition."""
        return self.path / "current"

    def publish(self, edition: Edition) -> Receipt:
        """Build the edition aside and switch ``current`` to it. The same content as the current one changes nothing."""
        manifest = self.manifest()
        if manifest and manifest["digest"] == edition.digest:
            return Receipt("folder", str(self.current.resolve()), changed=False)
        target = self.path / "editions" / edition.version
        if target.exists():
            raise OutsideWorldError(
                f"{target}: there is already an edition of that version; editions are never changed"
            )
        files = (*edition.distributions, _manifest(edition))
        try:
            _write_aside(target, files)
            _switch(self.current, Path("editions") / edition.version)
        except OSError as error:
            raise OutsideWorldError(f"{target}: the edition could not be written ({error.strerror})") from error
        return Receipt("folder", str(target), changed=True)

    def write_report(self, files: Iterable[Distribution]) -> Path:
        """Replace the report of the last run, whatever came of it. Returns its folder."""
        target = self.path / "report"
        try:
            _write_aside(target, files)
        except OSError as error:
            raise OutsideWorldError(f"{target}: the report could not be written ({error.strerror})") from error
        return target

    def manifest(self, version: str = "current") -> dict[str, Any] | None:
        """The ``edition.json`` of an edition; ``None`` where there is none."""
        path = (self.current if version == "current" else self.path / "editions" / version) / "edition.json"
        if not path.is_file():
            return None
        found: dict[str, Any] = json.loads(path.read_text("utf-8"))
        return found

    def versions(self) -> list[str]:
        """All versions, the oldest first."""
        folder = self.path / "editions"
        names = [path.name for path in folder.iterdir() if not path.name.startswith(".")] if folder.is_dir() else []
        return sorted(names, key=_version_order)


def _version_order(version: str) -> tuple[str, int]:
    """The day, then the number on that day: 2026-11-22.10 comes after 2026-11-22.9."""
    day, _, number = version.partition(".")
    return day, int(number) if number.isdigit() else 1


def _write_aside(target: Path, files: Iterable[Distribution]) -> None:
    """Write all files into a new folder beside ``target``, then put it in its place."""
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    try:
        for file in files:
            with (aside / file.name).open("wb") as stream:
                stream.write(file.content)
                stream.flush()
                os.fsync(stream.fileno())
        aside.chmod(0o755)
        _replace(aside, target)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise


def _replace(aside: Path, target: Path) -> None:
    """Rename ``aside`` to ``target``; what stood there is moved away first, for a folder cannot replace a full one."""
    if not target.exists():
        aside.rename(target)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{target.name}.old.", dir=target.parent)) / "old"
    target.rename(old)
    aside.rename(target)
    shutil.rmtree(old.parent)


def _switch(link: Path, target: Path) -> None:
    """Point ``link`` to ``target`` in one step: a reader sees the old edition or the new one, never none."""
    aside = link.with_name(f".{link.name}.{os.getpid()}")
    aside.unlink(missing_ok=True)
    aside.symlink_to(target, target_is_directory=True)
    aside.replace(link)


def _manifest(edition: Edition) -> Distribution:
    """``edition.json``: what the edition is made of and what is in it, in a documented layout."""
    from pipeline.report import Text

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
        "distributions": [
            {
                "name": file.name,
                "media_type": file.media_type,
                "title": file.title._asdict(),
                "size_bytes": len(file.content),
                "sha256": hashlib.sha256(file.content).hexdigest(),
            }
            for file in edition.distributions
        ],
    }
    written = json.dumps(content, ensure_ascii=False, indent=2).encode() + b"\n"
    return Distribution("edition.json", "application/json", written, Text("Beschreibung der Ausgabe", "The edition"))
