"""What is at a destination: its ledger, held to what really stands there where something is to change.

Only folders in which something changes are looked into, for a listing is slow from afar. What is not in the ledger, or
of another size than it says, is somebody else's and is in the way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pipeline.publish.failures import Missing
from pipeline.publish.web.difference import compare, folders_of
from pipeline.publish.web.ledger import LEDGER, OURS, Ledger, parse_ledger
from pipeline.publish.web.remote import Entry, Kind, Remote
from pipeline.publish.web.wanted import Print, Wanted, print_of


@dataclass(frozen=True, slots=True)
class Survey:
    """What stands there: ``files`` are ours, ``entries`` all that was seen, by their paths.

    ``is_torn`` tells that a run was cut off or the ledger is to be written anew, ``rebuilt`` that it was not there or
    damaged, ``in_the_way`` are the paths at which something is not ours.
    """

    ledger: Ledger
    files: Mapping[str, Print]
    entries: Mapping[str, Entry]
    is_torn: bool
    rebuilt: bool
    in_the_way: tuple[str, ...]


def survey(remote: Remote, wanted: Wanted, house_copy: Ledger | None) -> Survey:
    """Look at a destination. Raises ``Missing`` where it is not there at all."""
    root = remote.list("")
    ledger = _read_ledger(remote) if OURS in root else None
    # one that was never there is not lost: then nothing of ours is there either, but for what looks just like ours
    is_lost = ledger is None and (OURS in root or _is_there(wanted, root) or house_copy is not None)
    told = ledger or house_copy or Ledger()
    claims: dict[str, tuple[Print, ...]] = {path: (each,) for path, each in told.files.items()}
    doubtful: dict[str, tuple[Print, ...]] = {**(claims if ledger is None else {}), **told.moving}
    sure = {path: each for path, each in told.files.items() if path not in doubtful}
    difference = compare(wanted.files, sure)
    entries = look_at(remote, (*difference.placed, *difference.gone, *doubtful, *_near(sure)), root)
    files, in_the_way = dict(sure), list[str]()
    for path in sorted({*difference.placed, *difference.gone, *doubtful, *_near(sure)}):
        known = {
            *claims.get(path, ()),
            *doubtful.get(path, ()),
            *([wanted.files[path]] if path in wanted.files else ()),
        }
        found = _find(remote, path, entries, known, sure.get(path))
        files.pop(path, None)
        if found is not None:
            files[path] = found
        elif path in entries or _is_blocked(path, entries):
            in_the_way += [path] if path in wanted.files or path in sure or path in told.moving else []
    is_torn = ledger is None or bool(told.moving) or files != dict(told.files)
    return Survey(ledger or Ledger(), files, entries, is_torn, is_lost, tuple(in_the_way))


def look_at(remote: Remote, paths: Iterable[str], root: Mapping[str, Entry] | None = None) -> dict[str, Entry]:
    """What stands at these paths, above them and beside them. No link is followed."""
    found = dict(remote.list("") if root is None else root)
    for folder in sorted({folder for path in paths for folder in folders_of(path)}, key=lambda each: each.count("/")):
        if found.get(folder, _NOTHING).kind is Kind.FOLDER:
            found |= {f"{folder}/{name}": entry for name, entry in remote.list(folder).items()}
    return found


_NOTHING = Entry(Kind.OTHER)


def _near(files: Mapping[str, Print]) -> Iterable[str]:
    """The files at the top, which are seen anyway: where they are gone, more may be."""
    return (path for path in files if "/" not in path)


def _find(
    remote: Remote, path: str, entries: Mapping[str, Entry], known: Iterable[Print], sure: Print | None
) -> Print | None:
    """The print of a file of ours that stands there; ``None`` where there is none of ours."""
    entry = entries.get(path)
    if entry is None or entry.kind is not Kind.FILE:
        return None
    if sure is not None:
        return sure if sure.size_bytes == entry.size_bytes else None
    if not any(each.size_bytes == entry.size_bytes for each in known):
        return None
    found = print_of(remote.read(path))
    return found if found in set(known) else None


def _is_blocked(path: str, entries: Mapping[str, Entry]) -> bool:
    """Whether something that is no folder stands where one above the path is to be."""
    return any(folder in entries and entries[folder].kind is not Kind.FOLDER for folder in folders_of(path))


def _is_there(wanted: Wanted, root: Mapping[str, Entry]) -> bool:
    return any(path.split("/")[0] in root for path in wanted.files)


def _read_ledger(remote: Remote) -> Ledger | None:
    try:
        return parse_ledger(remote.read(LEDGER))
    except Missing:
        return None
