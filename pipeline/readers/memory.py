"""How much memory a process may take: what a town allows, or what the machine does where that is less."""

from __future__ import annotations

import sys

if sys.platform != "win32":
    import resource


def allowed_memory(max_bytes: int) -> int:
    """``max_bytes``, or the limit of this process where that is less."""
    if sys.platform == "win32":
        return max_bytes
    limits = [limit for limit in resource.getrlimit(resource.RLIMIT_AS) if limit != resource.RLIM_INFINITY]
    return min([max_bytes, *limits])


def limit_memory(max_bytes: int) -> None:
    """Let the system end this process beyond ``max_bytes``, and leave no image of its memory on the disk."""
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform not in ("win32", "darwin"):
        limit = allowed_memory(max_bytes)
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
