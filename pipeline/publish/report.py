"""The report of a run into its folder, where what somebody worked in stays: staff mend the copies on the spot."""

from __future__ import annotations

import hashlib
import itertools
import re
from collections.abc import Iterable
from pathlib import Path

from pipeline.disk import find_unfinished, remove, write_file
from pipeline.model.edition import Distribution

LEDGER = ".sha256"
"""What was written here and with which digests, as ``sha256sum`` has it; what is otherwise, somebody else wrote."""


def write_report(folder: Path, files: Iterable[Distribution]) -> None:
    """Bring the folder to these files. What is not as it was written keeps its place, or gets a name of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    for half in find_unfinished(_ANY, folder):
        remove(half)
    written = {file.name: file.content for file in files}
    before = _read_ledger(folder)
    now = {(_sha256(content), name) for name, content in written.items()}
    _write_ledger(folder, before | now)  # first, so that a run that is killed here knows its own files again
    for path in sorted(folder.iterdir()):
        if path.name != LEDGER and _is_ours(path, before | now):
            if path.name not in written:
                path.unlink()
        elif path.name in written:
            path.rename(_free(path))
    for name, content in written.items():
        write_file(folder / name, content)
    _write_ledger(folder, now)


def forget(folder: Path, paths: Iterable[Path]) -> list[Path]:
    """Remove files that were written here and that nobody touched since; the others are left, and named."""
    ledger, left = _read_ledger(folder), []
    for path in paths:
        if _is_ours(path, ledger):
            path.unlink()
            ledger = {(digest, name) for digest, name in ledger if name != path.name}
        else:
            left.append(path)
    if folder.is_dir():
        _write_ledger(folder, ledger)
    return left


def _is_ours(path: Path, ledger: set[tuple[str, str]]) -> bool:
    is_file = path.is_file() and not path.is_symlink()
    return is_file and (_sha256(path.read_bytes()), path.name) in ledger


def _free(path: Path) -> Path:
    """A name for what somebody worked in; staff know it by its end."""
    names = (path.with_name(f"bearbeitet-{number}-{path.name}") for number in itertools.count(1))
    return next(name for name in names if not name.exists() and not name.is_symlink())


def _read_ledger(folder: Path) -> set[tuple[str, str]]:
    path = folder / LEDGER
    lines = path.read_text("utf-8", errors="replace").splitlines() if path.is_file() else []
    return {(digest, name) for digest, _, name in (line.partition("  ") for line in lines)}


def _write_ledger(folder: Path, ledger: set[tuple[str, str]]) -> None:
    text = "".join(f"{digest}  {name}\n" for digest, name in sorted(ledger, key=lambda line: line[::-1]))
    write_file(folder / LEDGER, text.encode())


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


_ANY = re.compile(".+")
