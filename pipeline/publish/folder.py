"""Editions as folders: ``editions/<version>/`` and ``current`` beside them, switched in one step."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pipeline.model.edition import Distribution, Edition, Input, Receipt
from pipeline.model.errors import OutsideWorldError, reason_of
from pipeline.model.report import Severity, Text

LAYOUT_VERSION = 1


@dataclass(frozen=True, slots=True)
class Folder:
    """The output folder of one town."""

    path: Path

    @property
    def current(self) -> Path:
        """The newest edition."""
        return self.path / "current"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other runs out, and put in order what a run that was killed left behind."""
        self.path.mkdir(parents=True, exist_ok=True)
        with (self.path / ".lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise OutsideWorldError(
                    Text(
                        f"{self.path}: Hier arbeitet schon ein anderer Lauf; versuchen Sie es, wenn er fertig ist",
                        f"{self.path}: another run is at work here; try again when it is done",
                    )
                ) from error
            self._recover()
            yield

    def _recover(self) -> None:
        """Drop what was never finished, and switch ``current`` to an edition that was finished and not yet shown."""
        for half in (*self.path.glob(".report.*"), *self.path.glob(".current.*"), *self.path.glob("editions/.*")):
            shutil.rmtree(half) if half.is_dir() and not half.is_symlink() else half.unlink()
        if self.current.exists() and not self.current.is_symlink():
            raise OutsideWorldError(
                Text(
                    f"{self.current}: ist kein Verweis auf eine Ausgabe; ersetzen Sie es durch einen auf die neueste",
                    f"{self.current}: is no link to an edition; replace it by a link to the newest one",
                )
            )
        newest = Path("editions") / versions[-1] if (versions := self.versions()) else None
        if newest and (not self.current.is_symlink() or self.current.readlink() != newest):
            _switch(self.current, newest)

    def publish(self, edition: Edition) -> Receipt:
        """Build the edition aside and switch ``current`` to it. The same content as the current one changes nothing."""
        manifest = self.manifest()
        if manifest and manifest["digest"] == edition.digest:
            return Receipt("folder", str(self.current.resolve()), changed=False)
        target = self.path / "editions" / edition.version
        try:
            aside = _write_aside(target, (*edition.distributions, _manifest(edition)))
            aside.rename(target)  # fails where there is an edition of that version: editions are never changed
            _switch(self.current, Path("editions") / edition.version)
        except OSError as error:
            raise OutsideWorldError(
                Text(
                    f"{target}: Die Ausgabe ließ sich nicht schreiben ({reason_of(error).de})",
                    f"{target}: the edition could not be written ({reason_of(error).en})",
                )
            ) from error
        return Receipt("folder", str(target), changed=True)

    def write_report(self, files: Iterable[Distribution]) -> Path:
        """Replace the report of the last run, whatever came of it. Returns its folder."""
        target = self.path / "report"
        try:
            _replace(_write_aside(target, files), target)
        except OSError as error:
            raise OutsideWorldError(
                Text(
                    f"{target}: Der Prüfbericht ließ sich nicht schreiben ({reason_of(error).de})",
                    f"{target}: the report could not be written ({reason_of(error).en})",
                )
            ) from error
        return target

    def manifest(self, version: str = "current") -> dict[str, Any] | None:
        """The ``edition.json`` of an edition; ``None`` where there is none."""
        path = (self.current if version == "current" else self.path / "editions" / version) / "edition.json"
        if not path.is_file():
            return None
        try:
            found: dict[str, Any] = json.loads(path.read_text("utf-8"))
        except ValueError as error:
            raise OutsideWorldError(
                Text(
                    f"{path}: ist beschädigt ({error}); stellen Sie die Datei aus einer Sicherung her",
                    f"{path}: is damaged ({error}); restore it from a backup",
                )
            ) from error
        return found

    def read_edition(self, version: str = "current") -> Edition | None:
        """An edition with all its files, to be published elsewhere; ``None`` where there is none."""
        manifest = self.manifest(version)
        if manifest is None:
            return None
        folder = (self.path / "editions" / manifest["version"]).resolve()
        return Edition(
            town=manifest["town"],
            base=manifest["base"],
            title=Text(**manifest["title"]),
            notice=Text(**manifest["notice"]),
            license=manifest["license"],
            version=manifest["version"],
            made_at=datetime.fromisoformat(manifest["made_at"]),
            digest=manifest["digest"],
            previous=manifest["previous"] or "",
            distributions=tuple(_read_file(folder, item) for item in manifest["distributions"]),
            inputs=tuple(Input(**item) for item in manifest["inputs"]),
            counts=manifest["counts"],
            findings={Severity(name): count for name, count in manifest["result"]["findings"].items()},
            carried=tuple(manifest["carried"]),
            columns=manifest["columns"],
        )

    def versions(self) -> list[str]:
        """All versions, the oldest first."""
        folder = self.path / "editions"
        names = [path.name for path in folder.iterdir() if not path.name.startswith(".")] if folder.is_dir() else []
        return sorted(names, key=_version_order)


def _read_file(folder: Path, item: dict[str, Any]) -> Distribution:
    """A file of an edition, which must be the one that the edition was made with."""
    path = folder / item["name"]
    try:
        content = path.read_bytes()
    except OSError as error:
        raise OutsideWorldError(
            Text(f"{path}: nicht lesbar ({reason_of(error).de})", f"{path}: could not be read ({reason_of(error).en})")
        ) from error
    if hashlib.sha256(content).hexdigest() != item["sha256"]:
        raise OutsideWorldError(
            Text(
                f"{path}: ist nicht, womit die Ausgabe gemacht wurde; stellen Sie die Datei aus einer Sicherung her",
                f"{path}: is not what the edition was made with; restore it from a backup",
            )
        )
    return Distribution(item["name"], item["media_type"], content, Text(**item["title"]))


def _version_order(version: str) -> tuple[str, int]:
    """The day, then the number on that day: 2026-11-22.10 comes after 2026-11-22.9."""
    day, _, number = version.partition(".")
    return day, int(number) if number.isdigit() else 1


def _write_aside(target: Path, files: Iterable[Distribution]) -> Path:
    """Write all files into a new folder beside ``target``, to be moved there when it is whole."""
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    for file in files:
        with (aside / file.name).open("wb") as stream:
            stream.write(file.content)
            stream.flush()
            os.fsync(stream.fileno())
    aside.chmod(0o755)
    return aside


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
