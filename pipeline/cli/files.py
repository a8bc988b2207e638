"""Files that a command writes, and paths as a person sees them from where they stand."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from pipeline.model.errors import OutsideWorldError, reason_of
from pipeline.model.report import Text


def write(path: Path, content: bytes) -> None:
    """Write a file. Raises ``OutsideWorldError``."""
    try:
        path.write_bytes(content)
    except OSError as error:
        raise OutsideWorldError(
            Text(
                f"{path}: ließ sich nicht schreiben ({reason_of(error).de})",
                f"{path}: could not be written ({reason_of(error).en})",
            )
        ) from error


def shown(path: Path | str) -> Path:
    """A path as seen from here."""
    path = Path(path)
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def command() -> str:
    """The name by which a person calls this program here: with its folder where the shell would not find it."""
    called = Path(sys.argv[0])
    return str(shown(called)) if called.name == "roadmap" and shutil.which("roadmap") is None else "roadmap"
