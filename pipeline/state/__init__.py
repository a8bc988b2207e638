"""What a watcher remembers, in one SQLite file: each step is one transaction, on the disk before the next begins.

No text of a cell stands here: names of files, digests, counts, moments and the ids of rules.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from pipeline.model.errors import OutsideWorldError
from pipeline.model.report import Text
from pipeline.state.place import is_shared
from pipeline.state.schema import TABLES, VERSION
from pipeline.state.store import State

__all__ = ["FILE", "State", "open_state", "view_state"]

FILE = "state.sqlite"
_BUSY_S = 30
_LOOKING_S = 2


@contextmanager
def open_state(output: Path) -> Iterator[State]:
    """The state beside the towns' folders in ``output``. Raises ``OutsideWorldError`` for a file that is none."""
    path = output / FILE
    output.mkdir(parents=True, exist_ok=True)
    try:
        path.touch(mode=0o640)
        with closing(sqlite3.connect(path, timeout=_BUSY_S, isolation_level=None)) as connection:
            connection.row_factory = sqlite3.Row
            _prepare(connection, path)
            yield State(connection, path)
    except sqlite3.OperationalError as error:
        raise OutsideWorldError(_unusable(path, str(error))) from error
    except sqlite3.DatabaseError as error:
        raise OutsideWorldError(_damaged(path)) from error


@contextmanager
def view_state(output: Path) -> Iterator[State]:
    """The state as it is at one moment, to be looked at: nothing is written, and whoever writes waits for nobody.

    Raises ``OutsideWorldError`` for a file that is none, and for one of another version.
    """
    path = output / FILE
    try:
        looked_at = f"{path.absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(looked_at, uri=True, timeout=_LOOKING_S, isolation_level=None)) as connection:
            connection.row_factory = sqlite3.Row
            connection.execute("BEGIN")
            if int(connection.execute("PRAGMA user_version").fetchone()[0]) != VERSION:
                raise OutsideWorldError(_newer(path))
            yield State(connection, path)
    except sqlite3.OperationalError as error:
        raise OutsideWorldError(_unusable(path, str(error))) from error
    except sqlite3.DatabaseError as error:
        raise OutsideWorldError(_damaged(path)) from error


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    connection.execute(f"PRAGMA journal_mode = {'DELETE' if is_shared(path) else 'WAL'}")
    connection.execute("PRAGMA synchronous = FULL")
    if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        raise OutsideWorldError(_damaged(path))
    connection.execute("BEGIN IMMEDIATE")
    found = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if found > VERSION:
        connection.execute("ROLLBACK")
        raise OutsideWorldError(_newer(path))
    if found == 0:
        for statement in filter(str.strip, TABLES.split(";")):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {VERSION}")
    connection.execute("COMMIT")


def _unusable(path: Path, why: str) -> Text:
    full = "full" in why
    german = "der Datenträger ist voll" if full else f"lässt sich nicht lesen oder schreiben ({why})"
    return Text(f"{path}: {german}", f"{path}: {'the disk is full' if full else f'cannot be read or written ({why})'}")


def _damaged(path: Path) -> Text:
    return Text(
        f"{path}: ist beschädigt oder keine Datei dieses Programms. Legen Sie sie beiseite; was veröffentlicht ist, "
        "bleibt, und was im Eingang liegt, wird neu aufgenommen",
        f"{path}: is damaged or no file of this program. Put it aside; what is published stays, and what lies in "
        "the inbox is taken anew",
    )


def _newer(path: Path) -> Text:
    return Text(
        f"{path}: stammt von einer neueren Fassung dieses Programms", f"{path}: is of a newer version of this program"
    )
