"""What kind of drive a file lies on: there is a way to write to the state that works on this machine's own alone."""

from __future__ import annotations

import re
from pathlib import Path

_SHARED = re.compile(r"(nfs\d?|cifs|smb\d?|smbfs|9p|afs|ceph|lustre|glusterfs|ocfs2|gfs2|fuse(\..*)?)")
_ESCAPED = re.compile(r"\\([0-7]{3})")


def is_shared(path: Path, mounts: Path = Path("/proc/self/mountinfo")) -> bool:
    """Whether other machines may have the file open. Where the system does not tell, it is this machine's own."""
    try:
        lines = mounts.read_text("utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return False
    place, kind = path.resolve(), ""
    longest = -1
    for line in lines:
        before, _, after = line.partition(" - ")
        point = Path(_ESCAPED.sub(lambda found: chr(int(found[1], 8)), before.split(" ")[4]))
        if place.is_relative_to(point) and len(point.parts) >= longest:  # of two at one place the later one counts
            longest, kind = len(point.parts), after.split(" ")[0]
    return bool(_SHARED.fullmatch(kind))
