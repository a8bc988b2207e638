"""Who watches: one owner at a time, also where two machines share one output and no lock holds between them.

Each owner has a number of its own, one more than the last, and a file called by it, which only one can make. The
highest number is the owner's; whoever has a lower one has lost it and does nothing any more. An owner writes its file
anew again and again. No clock is compared with that of another machine: whoever waits watches with its own clock
whether the file changes.
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline.disk import find_unfinished, name_aside, sync_folder, write_file
from pipeline.model.errors import OutsideWorldError
from pipeline.model.report import Text
from pipeline.state.owner import Owner, is_gone, is_here, parse_owner, this_process

FOLDER = ".lease"
TERM_S = 60.0
"""An owner that is not heard of for so long is taken to be gone."""
BEAT_S = 15.0
"""So often it is heard of."""
_TRUSTED_S = 40.0
"""An owner that was not heard of for so long does nothing before it is sure that nobody took over."""


@dataclass
class Lease:
    """What its owner holds: the folder, its number, who it is, and when it was last heard of by its own clock."""

    folder: Path
    number: int
    owner: Owner
    _beats: int = 0
    _heard: float = 0.0
    _ended: threading.Event = field(default_factory=threading.Event)
    _writing: threading.Lock = field(default_factory=threading.Lock)

    def renew(self) -> None:
        """Let others see that the owner is at work. Raises ``OutsideWorldError`` where another has taken over."""
        with self._writing:
            check_lease(self.folder, self.number)
            self._beats += 1
            write_file(self.folder / str(self.number), _content(self.owner, self._beats, is_held=True))
            self._heard = _clock()

    def check(self) -> None:
        """Raises ``OutsideWorldError`` where another has taken over, or nobody can know whether one has."""
        if _clock() - self._heard > _TRUSTED_S:  # this machine slept, or the folder was away
            self.renew()
        check_lease(self.folder, self.number)

    def beat(self) -> None:
        """Renew it until it is let go; a folder that is away for a while ends nothing."""
        while not self._ended.wait(BEAT_S):
            try:
                self.renew()
            except OutsideWorldError:
                return
            except OSError:
                continue

    def let_go(self) -> None:
        """Let the next one begin at once. The number stays, so that the next one's is higher."""
        self._ended.set()
        with self._writing:
            try:
                check_lease(self.folder, self.number)
                write_file(self.folder / str(self.number), _content(self.owner, self._beats, is_held=False))
            except (OutsideWorldError, OSError):  # another has it, or the folder is away: then it lapses
                return


def take_lease(
    output: Path, taken: Text, *, owner: Owner | None = None, pause: Callable[[float], object] = time.sleep
) -> Lease:
    """Become the owner; waits until an owner of whom nothing is known is taken to be gone.

    Raises ``OutsideWorldError`` in the words of ``taken`` where the owner is alive.
    """
    folder = output / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    while True:
        number = newest(folder)
        if number and not _is_over(folder / str(number)):
            _outwait(folder, number, taken, pause)
        lease = Lease(folder, number + 1, owner or this_process())
        if _claim(lease) and newest(folder) == lease.number:  # a slow one may find a number free that was another's
            _clear(folder, lease.number)
            return lease


def newest(folder: Path) -> int:
    """The highest number that was ever taken; 0 for none."""
    return max((int(path.name) for path in folder.iterdir() if _is_number(path.name)), default=0)


def check_lease(folder: Path, number: int) -> None:
    """Raises ``OutsideWorldError`` where that number is not the highest any more.

    Something is written first, for machines remember for a while what was in a folder that others share.
    """
    aside = name_aside(folder / str(number))
    aside.touch()
    aside.unlink(missing_ok=True)
    if newest(folder) != number:
        raise OutsideWorldError(LOST)


def _outwait(folder: Path, number: int, taken: Text, pause: Callable[[float], object]) -> None:
    """Wait for as long as an owner may be silent. Raises ``OutsideWorldError`` as soon as it is heard of."""
    path, until = folder / str(number), _clock() + TERM_S
    before = _read(path)
    if (owner := _owner_of(before)) and is_here(owner):
        raise OutsideWorldError(taken)
    while _clock() < until:
        pause(1.0)
        if _is_over(path):
            return
        if _read(path) != before or newest(folder) != number:
            raise OutsideWorldError(taken)


def _is_over(path: Path) -> bool:
    """Whether its owner let it go, or is proven to be gone."""
    content = _read(path)
    try:
        if not json.loads(content)["held"]:
            return True
    except (ValueError, KeyError, TypeError):
        return False
    owner = _owner_of(content)
    return owner is not None and is_gone(owner)


def _owner_of(content: bytes) -> Owner | None:
    try:
        return parse_owner(json.loads(content)["owner"])
    except (ValueError, KeyError, TypeError):
        return None


def _claim(lease: Lease) -> bool:
    """Make the file of that number, whole; false where another was faster."""
    target = lease.folder / str(lease.number)
    aside = name_aside(target)
    content = _content(lease.owner, 0, is_held=True)
    write_file(aside, content)
    try:
        target.hardlink_to(aside)
    except FileExistsError:
        return False
    except OSError:  # some shares know no second name for a file
        return _made(target, content)
    finally:
        aside.unlink(missing_ok=True)
    sync_folder(lease.folder)
    lease._heard = _clock()
    return True


def _made(target: Path, content: bytes) -> bool:
    try:
        with target.open("xb") as file:
            file.write(content)
    except FileExistsError:
        return False
    return True


def _clear(folder: Path, number: int) -> None:
    """Drop what earlier owners left."""
    for path in folder.iterdir():
        if _is_number(path.name) and int(path.name) < number:
            path.unlink(missing_ok=True)
    for left in find_unfinished(re.compile("[0-9]+"), folder):
        left.unlink(missing_ok=True)


def _is_number(name: str) -> bool:
    return name.isascii() and name.isdigit()


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


def _content(owner: Owner, beats: int, *, is_held: bool) -> bytes:
    said: dict[str, Any] = {"version": 1, "held": is_held, "owner": owner._asdict(), "beats": beats}
    return json.dumps({**said, "written_at": datetime.now(UTC).isoformat(timespec="seconds")}).encode() + b"\n"


def _clock() -> float:
    """Seconds that also pass while the machine sleeps, where it can tell."""
    kind = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if kind is None else time.clock_gettime(kind)


LOST = Text(
    "Ein anderer Lauf hat inzwischen übernommen; dieser hört auf und veröffentlicht nichts mehr.",
    "Another watcher has taken over meanwhile; this one stops and publishes nothing any more.",
)
