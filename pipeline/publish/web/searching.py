"""A place for files is asked for what must not be there any more: each file that it gives out is read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from pipeline.model.proof import Looked, Proof, Sought
from pipeline.model.report import Text
from pipeline.publish.failures import Missing
from pipeline.publish.web.difference import folders_of
from pipeline.publish.web.ledger import LEDGER, Ledger, parse_ledger
from pipeline.publish.web.remote import Kind, Remote


def search_place(remote: Remote, kind: str, location: str, sought: Sought) -> Proof:
    """Read what the ledger names and whatever else lies in its folders. Raises ``OutsideWorldError``."""
    paths, found = list(_paths(remote, sought)), list[str]()
    for path in paths:
        if sought.is_in_folder(path) or sought.says(path, remote.read(path)):
            found.append(path)
    return Proof(kind, location, (Looked(_FILES, len(paths)),), tuple(found))


def _paths(remote: Remote, sought: Sought) -> Iterator[str]:
    """Files as the place itself lists them: the ledger only says in which folders, it is not believed. The folders
    that must be gone are looked into whatever it says.
    """
    ledger = Ledger()
    with suppress(Missing):
        ledger = parse_ledger(remote.read(LEDGER)) or ledger
        yield LEDGER
    folders = {"", *sought.folders, *(folder for path in ledger.files for folder in folders_of(path))}
    seen = set[str]()
    while folders - seen:
        folder = min(folders - seen)
        seen.add(folder)
        with suppress(Missing):
            for name, entry in sorted(remote.list(folder).items()):
                path = f"{folder}/{name}" if folder else name
                if entry.kind is Kind.FILE and (folder or path in ledger.files):
                    yield path
                elif entry.kind is Kind.FOLDER and folder:
                    folders.add(path)


_FILES = Text("Dateien", "files")
