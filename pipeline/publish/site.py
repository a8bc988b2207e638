"""The pages of a site into ``public/``: only what changed, new files first, then changed ones, then what is to go.

All is laid aside first, so that nothing is changed where a page could not be made. What is being changed is noted down
before, and what was written after; a run that is cut off between is finished by the next one. Editions are not touched.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from pipeline.disk import write_file
from pipeline.model.errors import OutsideWorldError, reason_of
from pipeline.model.report import Text

STATE = "site.json"
"""In ``internal/``: the digest of each page as it was written; none where it was about to change."""
_ASIDE = ".site"
_NOT_OURS = ("editions", "current")


class Shown(NamedTuple):
    """What came of it: how many files the site has, and how many of them are new, changed and gone."""

    files: int
    new: int
    changed: int
    gone: int


@dataclass(frozen=True, slots=True)
class Site:
    """Where a site lies: what is served, and what is kept in the house."""

    public: Path
    internal: Path

    def paths(self) -> list[Path]:
        """All files that were written here."""
        return [self.public / path for path in self._state()]

    def write(self, files: Iterable[tuple[str, bytes]]) -> Shown:
        """Bring the site to these files. Raises ``OutsideWorldError`` where a foreign file is in the way."""
        aside = self.internal / _ASIDE
        try:
            shutil.rmtree(aside, ignore_errors=True)
            aside.mkdir(parents=True)
            return self._write(files, aside)
        except OSError as error:
            reason = reason_of(error)
            raise OutsideWorldError(
                Text(
                    f"{self.public}: Die Bürgerseiten ließen sich nicht schreiben ({reason.de})",
                    f"{self.public}: the pages for citizens could not be written ({reason.en})",
                )
            ) from error
        finally:
            shutil.rmtree(aside, ignore_errors=True)

    def _write(self, files: Iterable[tuple[str, bytes]], aside: Path) -> Shown:
        before, now = self._state(), dict[str, str]()
        new, changed, foreign = list[str](), list[str](), list[Path]()
        for path, content in files:
            _check(path)
            now[path] = hashlib.sha256(content).hexdigest()
            target = self.public / path
            if path in before:
                if before[path] == now[path] and target.is_file():
                    continue
                changed.append(path)
            elif os.path.lexists(target):
                if not _says(target, content):
                    foreign.append(target)
                continue
            else:
                new.append(path)
            (aside / _aside_name(path)).write_bytes(content)
        if foreign:
            raise OutsideWorldError(_in_the_way(foreign))
        gone = [path for path in before if path not in now]
        if new or changed or gone or before != now:
            self._carry_out(aside, new, changed, gone, before, now)
        return Shown(len(now), len(new), len(changed), len(gone))

    def _carry_out(
        self, aside: Path, new: list[str], changed: list[str], gone: list[str], before: Mapping[str, str],
        now: Mapping[str, str],
    ) -> None:  # fmt: skip
        """From here on the public sees it. Links of new pages lead nowhere for a moment at most."""
        os.sync()  # thousands of files: one by one they would take minutes
        self._note({**before, **dict.fromkeys((*new, *changed, *gone), "")})
        for path in (*new, *changed):
            target = self.public / path
            target.parent.mkdir(parents=True, exist_ok=True)
            (aside / _aside_name(path)).replace(target)
        for path in gone:
            (self.public / path).unlink(missing_ok=True)
        for folder in emptied(gone):
            if (self.public / folder).is_dir() and not any((self.public / folder).iterdir()):
                (self.public / folder).rmdir()
        os.sync()
        self._note(now)

    def _state(self) -> dict[str, str]:
        path = self.internal / STATE
        try:
            told = json.loads(path.read_bytes()) if path.is_file() else {}
            return {name: digest for name, digest in told.get("files", {}).items() if _is_ours(name)}
        except (ValueError, AttributeError) as error:
            raise OutsideWorldError(_damaged(path)) from error

    def _note(self, files: Mapping[str, str]) -> None:
        told = {"version": 1, "files": dict(sorted(files.items()))}
        write_file(self.internal / STATE, json.dumps(told, ensure_ascii=False, indent=0).encode())


def _aside_name(path: str) -> str:
    return hashlib.sha256(path.encode("utf-8", "surrogatepass")).hexdigest()


def _is_ours(path: str) -> bool:
    steps = path.split("/")
    return steps[0] not in _NOT_OURS and not {"", ".", ".."} & set(steps) and "\0" not in path


def _check(path: str) -> None:
    if not _is_ours(path):
        raise ValueError(f"{path!r} is no place for a page")


def _says(target: Path, content: bytes) -> bool:
    return target.is_file() and not target.is_symlink() and target.read_bytes() == content


def emptied(gone: Iterable[str]) -> Iterator[str]:
    """The folders above what is gone, the deepest first."""
    above = {str(folder) for path in gone for folder in Path(path).parents if str(folder) != "."}
    yield from sorted(above, key=lambda folder: (-folder.count("/"), folder))


def _in_the_way(paths: list[Path]) -> Text:
    named = ", ".join(str(path) for path in paths[:3])
    return Text(
        f"{named}: Hier soll eine Bürgerseite stehen, und die Datei, die da ist, stammt nicht von diesem Programm "
        f"({len(paths)} insgesamt). Nehmen Sie sie weg, oder schalten Sie die Seiten mit [site] enabled = false ab",
        f"{named}: a page for citizens is to stand here, and the file that is there is not by this program "
        f"({len(paths)} in all). Take it away, or turn the pages off with [site] enabled = false",
    )


def _damaged(path: Path) -> Text:
    return Text(
        f"{path}: ist beschädigt; löschen Sie die Datei und die Seiten in „public“ (nicht „editions“ und „current“)",
        f'{path}: is damaged; delete the file and the pages in "public" (not "editions" and "current")',
    )
