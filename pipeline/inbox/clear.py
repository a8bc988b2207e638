"""A file of which there is a copy, out of the inbox: unless it is another by now, or somebody writes to it."""

from __future__ import annotations

import os
import re
from itertools import count
from pathlib import Path

from pipeline.disk import digest_of, find_unfinished, name_aside, sync_folder
from pipeline.inbox.failing import telling
from pipeline.inbox.opened import is_leased, open_for_reading
from pipeline.inbox.take import Taken


def clear(taken: Taken) -> bool:
    """Take the file away where it is what was taken; whether that is through, which it is not while somebody writes.

    It is moved aside before it is looked at for good, so that nobody replaces it between the look and its end. What
    came in its place stays as a new file. Raises ``OutsideWorldError``.
    """
    inbox, mark = taken.path.parent, taken.sha256[:16]
    with telling(taken.path, "ließ sich nicht wegräumen", "could not be put away"):
        for left in find_unfinished(re.compile(mark), inbox):  # of a start that was killed here
            _settle(left, taken)
        if taken.path.is_symlink() or not taken.path.is_file():
            return True
        if _is_written_to(taken.path):
            return False
        aside = name_aside(inbox / mark)
        try:
            taken.path.rename(aside)
        except FileNotFoundError:  # somebody took it away
            return True
        is_through = _settle(aside, taken)
        sync_folder(inbox)
    return is_through


def _settle(aside: Path, taken: Taken) -> bool:
    """Delete what is moved aside if it is what was taken, else put it back; false for one that may still become so."""
    try:
        is_same = _digest(aside) == taken.sha256
        is_free = not is_same or not _is_written_to(aside)
        if is_same and is_free:
            aside.unlink()
    except OSError:
        _put_back(aside, taken.path)
        raise
    if not is_same or not is_free:
        _put_back(aside, taken.path)
    return is_free


def _is_written_to(path: Path) -> bool:
    try:
        descriptor = open_for_reading(path)
    except FileNotFoundError:
        return False
    try:
        return bool(is_leased(descriptor, "a writer"))
    finally:
        os.close(descriptor)


def _digest(path: Path) -> str:
    with os.fdopen(open_for_reading(path), "rb") as stream:
        return digest_of(stream)


def _put_back(aside: Path, path: Path) -> None:
    """Under its name, or the next that is free: a link is never made over what came meanwhile, as a move would."""
    for number in count(1):
        place = path if number == 1 else path.with_stem(f"{path.stem} ({number})")
        try:
            place.hardlink_to(aside)
        except FileExistsError:
            if not place.samefile(aside):
                continue
        except OSError:  # a drive without links
            if os.path.lexists(place):
                continue
            aside.rename(place)
            return
        aside.unlink()
        return
