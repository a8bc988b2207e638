"""Files that are whole or not there, also after a power cut: written aside, handed to the disk, then renamed.

A rename stands on the disk only when the folder that holds the name does, so folders are synced like files.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import secrets
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from pipeline.model.edition import Distribution

_CHUNK = 1 << 20
_UNFINISHED = ".unfinished"
_OURS = re.compile(r"\.(?P<target>.+)\.[a-z0-9_]{8}" + re.escape(_UNFINISHED))


def write_folder_aside(target: Path, files: Iterable[Distribution]) -> Path:
    """Write all files into a new folder beside ``target``, to be moved there when it is whole."""
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=_UNFINISHED, dir=target.parent))
    for file in files:
        _write_new(aside / file.name, file.content)
    aside.chmod(0o755)
    sync_folder(aside)
    return aside


def name_aside(target: Path) -> Path:
    """A free name beside ``target`` for what is to take its place."""
    return target.with_name(f".{target.name}.{secrets.token_hex(4)}{_UNFINISHED}")


def find_unfinished(target: re.Pattern[str], folder: Path) -> Iterator[Path]:
    """What a killed run left in a folder of the things that are called so; nothing that another program put there."""
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        ours = _OURS.fullmatch(path.name)
        if ours and target.fullmatch(ours["target"]):
            yield path


def remove(path: Path) -> None:
    """Remove a folder with all in it, or a file or a link alone."""
    shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()


def write_file(path: Path, content: bytes) -> None:
    """Write a file in one step, in the place of one that stands there and with its rights."""
    aside = name_aside(path)
    try:
        _write_new(aside, content)
        if path.exists():
            aside.chmod(path.stat().st_mode & 0o7777)
        aside.replace(path)
    except OSError:
        aside.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Hand the names in a folder to the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno != errno.EINVAL:  # some network drives sync no folders
            raise
    finally:
        os.close(descriptor)


def _write_new(path: Path, content: bytes) -> None:
    with path.open("xb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def copy_stream(source: BinaryIO, path: Path) -> str:
    """Write what is in ``source`` into a new file, handed to the disk; returns its SHA-256."""
    digest = hashlib.sha256()
    with path.open("xb") as stream:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            stream.write(chunk)
        stream.flush()
        os.fsync(stream.fileno())
    return digest.hexdigest()


def digest_of(source: BinaryIO) -> str:
    """The SHA-256 of what is in ``source``, which may be large."""
    digest = hashlib.sha256()
    while chunk := source.read(_CHUNK):
        digest.update(chunk)
    return digest.hexdigest()
