"""The editor for queries as ``make editor`` builds it: the files of it that come with the package, if any."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "render" / "site" / "bundle"


@lru_cache(maxsize=1)
def read_bundle() -> Mapping[str, bytes]:
    """The content of each file by its name; nothing where the editor was not built."""
    files = sorted(FOLDER.iterdir()) if FOLDER.is_dir() else []
    return {path.name: path.read_bytes() for path in files if not path.name.startswith(".")}
