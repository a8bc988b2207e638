"""The operations of a program that a disk, a database, a server may fail at, counted, and one at which they do."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import requests

from pipeline.post import PostError
from pipeline.publish.failures import Passing
from tests.fake_store import WORDS
from tests.fakes import Killed

_MOVES = ("replace", "rename", "link", "symlink", "mkdir", "unlink", "rmdir", "chmod")
_WRITING = set("wxa+")
_CHANGES = ("INSERT", "UPDATE", "DELETE", "BEGIN", "COMMIT", "ROLLBACK", "CREATE", "PRAGMA JOURNAL", "PRAGMA USER")


class Way(Enum):
    """How it goes wrong: once; again and again until somebody mends it; or this program is killed."""

    ONCE = auto()
    LASTING = auto()
    KILLED = auto()


class Family(Enum):
    """What fails together."""

    DISK = auto()
    DATABASE = auto()
    STORE = auto()
    PORTAL = auto()
    MAIL = auto()


class Operation(NamedTuple):
    """What is done to what; the first word says whether anything is changed by it."""

    family: Family
    what: str

    def is_worth(self, way: Way) -> bool:
        """Whether something else comes of it than if the next operation went wrong that way: a program that is killed
        leaves the same behind before and after it asked for something; a full disk is met by what takes room.
        """
        if way is Way.KILLED:
            return not self.what.startswith(_ASKING)
        return way is Way.ONCE or self.family is not Family.DISK or self.what.startswith(_TAKING_ROOM)


_ASKING = ("fsync", "answer", "POST /query", "fetch", "package_show", "package_search", "datastore_search", "BEGIN",
           "xloader_status", "organization_", "scheming_", "status_show", "license_")  # fmt: skip
_TAKING_ROOM = ("write", "mkdir", "symlink")


@dataclass
class World:
    """Counts, below ``place`` and at the servers; ``log`` names each operation."""

    place: Path
    log: list[Operation] = field(default_factory=list)
    is_dead: bool = False
    _at: int = -1
    _way: Way = Way.ONCE
    _broken: Family | None = None
    broke_at: str = ""

    def break_at(self, number: int, way: Way) -> None:
        """Go wrong at the operation of this number, counted from now on and from 0."""
        self.heal()
        self.log.clear()
        self.broke_at = ""
        self._at, self._way = number, way

    def heal(self) -> None:
        """All is well again, and there is a new program."""
        self._at, self._broken, self.is_dead = -1, None, False

    @property
    def has_broken(self) -> bool:
        """Whether it came to that."""
        return bool(self.broke_at)

    def meets(self, family: Family, what: str) -> None:
        """An operation is about to be done, or was, and the answer is on its way."""
        if self.is_dead:  # nothing of ours is run any more, be it to tidy up
            raise Killed
        self.log.append(Operation(family, what))
        if len(self.log) - 1 == self._at:
            self.broke_at = f"{family.name} {what}"
            self.is_dead = self._way is Way.KILLED
            self._broken = family if self._way is Way.LASTING else None
            raise Killed if self.is_dead else _failure(family, is_full=self._way is Way.LASTING)
        if family is self._broken and _fails_for_long(family, what):
            raise _failure(family, is_full=True)


def _fails_for_long(family: Family, what: str) -> bool:
    """A full disk takes nothing new; what is deleted or renamed is so all the same."""
    return family is not Family.DISK or what.startswith(_TAKING_ROOM)


def _failure(family: Family, *, is_full: bool) -> Exception:
    code = errno.ENOSPC if is_full else errno.EIO
    told = "database or disk is full" if is_full else "disk I/O error"
    return {
        Family.DISK: OSError(code, os.strerror(code)),
        Family.DATABASE: sqlite3.OperationalError(told),
        Family.STORE: requests.ConnectionError("cut"),
        Family.PORTAL: Passing(WORDS),
        Family.MAIL: PostError(WORDS, is_passing=True),
    }[family]


def count_operations(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the world meet each change of files, each change of a database, and each request."""
    for name in _MOVES:
        monkeypatch.setattr(os, name, _on_files(world, name, getattr(os, name)))
    monkeypatch.setattr(os, "fsync", lambda _: world.meets(Family.DISK, "fsync"))
    monkeypatch.setattr(os, "sync", lambda: world.meets(Family.DISK, "sync"))
    monkeypatch.setattr("io.open", _opening(world))
    monkeypatch.setattr(sqlite3, "connect", _connecting(world))
    monkeypatch.setattr(requests.adapters.HTTPAdapter, "send", _sending(world))


def _on_files(world: World, name: str, act: Callable[..., Any]) -> Callable[..., Any]:
    def counted(*given: Any, **options: Any) -> Any:
        paths = [each for each in given if isinstance(each, (str, Path))]
        if (name in ("unlink", "rmdir") and "dir_fd" in options) or _is_below(world.place, paths):
            world.meets(Family.DISK, f"{name} {Path(paths[-1]).name}")
        return act(*given, **options)

    return counted


def _is_below(place: Path, paths: list[Any]) -> bool:
    return any(str(path).startswith(str(place)) for path in paths)


def _opening(world: World) -> Callable[..., Any]:
    opened = open

    def opening(file: Any, mode: str = "r", *given: Any, **options: Any) -> Any:
        if not _WRITING & set(mode) or not _is_below(world.place, [file]):
            return opened(file, mode, *given, **options)
        world.meets(Family.DISK, f"write {Path(file).name}")
        stream = opened(file, mode, *given, **options)
        return _Stream(world, stream)

    return opening


class _Stream:
    """A file that is written to: half of what is written stands there when the world breaks."""

    def __init__(self, world: World, stream: Any) -> None:
        self._world, self._stream = world, stream

    def write(self, content: Any) -> int:
        try:
            self._world.meets(Family.DISK, "write")
        except BaseException:
            self._stream.write(content[: len(content) // 2])
            raise
        return int(self._stream.write(content))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def __enter__(self) -> _Stream:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()


def _connecting(world: World) -> Callable[..., sqlite3.Connection]:
    connect = sqlite3.connect

    class Counted(sqlite3.Connection):
        def execute(self, statement: str, *given: Any) -> sqlite3.Cursor:
            if statement.lstrip().upper().startswith(_CHANGES):
                world.meets(Family.DATABASE, " ".join(statement.split()[:3]))
            return super().execute(statement, *given)

        def executemany(self, statement: str, *given: Any) -> sqlite3.Cursor:
            world.meets(Family.DATABASE, " ".join(statement.split()[:3]))
            return super().executemany(statement, *given)

        def executescript(self, statements: str) -> sqlite3.Cursor:
            world.meets(Family.DATABASE, "script")
            return super().executescript(statements)

    return lambda *given, **options: connect(*given, **{"factory": Counted, **options})


def _sending(world: World) -> Callable[..., requests.Response]:
    send = requests.adapters.HTTPAdapter.send

    def sending(self: Any, request: requests.PreparedRequest, **options: Any) -> requests.Response:
        what = f"{request.method} {(request.path_url or '').partition('?')[0]}"
        world.meets(Family.STORE, what)
        answer = send(self, request, **options)
        world.meets(Family.STORE, f"answer to {what}")
        return answer

    return sending
