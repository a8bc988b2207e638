"""What of a destination is ours: the print of each file as it was put there, kept at the destination itself.

A copy is kept in the house. It is asked where the one at the destination is lost or damaged, and what it says is
believed of a file only once that was read back.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.disk import write_file
from pipeline.publish.web.wanted import Print

OURS = ".roadmap"
LEDGER = f"{OURS}/ledger.json"
_VERSION = 1


@dataclass(frozen=True, slots=True)
class Ledger:
    """The edition that stands there, when it was made, and each file by its print.

    ``moving`` are the files that were about to be put there or taken away, each with the prints that it may have.
    """

    town: str = ""
    edition: str = ""
    made_at: str = ""
    files: Mapping[str, Print] = field(default_factory=dict)
    moving: Mapping[str, tuple[Print, ...]] = field(default_factory=dict)


def render_ledger(ledger: Ledger) -> bytes:
    """The ledger as it stands at a destination, where anybody may read it."""
    told = {
        "version": _VERSION,
        "town": ledger.town,
        "edition": ledger.edition,
        "made_at": ledger.made_at,
        "files": dict(sorted(ledger.files.items())),
        "moving": dict(sorted(ledger.moving.items())),
    }
    return json.dumps(told, ensure_ascii=False, indent=0).encode()


def parse_ledger(content: bytes) -> Ledger | None:
    """The ledger; ``None`` where it is damaged."""
    try:
        told = json.loads(content)
        if told["version"] != _VERSION:
            return None
        return Ledger(
            str(told["town"]),
            str(told["edition"]),
            str(told["made_at"]),
            files={path: _print(said) for path, said in told["files"].items() if _is_path(path)},
            moving={path: tuple(map(_print, said)) for path, said in told["moving"].items() if _is_path(path)},
        )
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def _print(said: Any) -> Print:
    size_bytes, sha256 = said
    return Print(int(size_bytes), str(sha256))


def _is_path(path: str) -> bool:
    """Whether it lies at the destination: what stands on a server may be anybody's."""
    steps = path.split("/")
    return steps[0] != OURS and not {"", ".", ".."} & set(steps) and path.isprintable() and "\\" not in path


def read_house_copy(path: Path) -> Ledger | None:
    """The copy in the house; ``None`` where there is none."""
    try:
        return parse_ledger(path.read_bytes())
    except OSError:
        return None


def write_house_copy(path: Path, ledger: Ledger) -> None:
    """Keep the copy in the house. Raises ``OSError``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_file(path, render_ledger(ledger))
