"""The environment of a program of ours beside this one: it finds what we find, and holds no secret of ours."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_NEEDED = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR")


def child_environment() -> dict[str, str]:
    """Where modules and libraries are, however this process came by its path, and where temporary files go."""
    modules = os.pathsep.join(str(Path(entry).absolute()) for entry in sys.path)
    return {"PYTHONPATH": modules} | {name: os.environ[name] for name in _NEEDED if name in os.environ}
