"""The name of a file to whether a program left it beside another for a while: what it locks, saves, copies or syncs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fnmatch import translate

_LEFT_BESIDE = (
    # office programs and editors
    *("~$*", ".~lock.*#", "*.tmp", "~wr[adlrs][0-9]*", "*~", ".*.sw[op]", "*.sb-????????-??????", ".goutputstream-*"),
    # Nextcloud, ownCloud, OneDrive, Dropbox, Google Drive, Syncthing
    *(".sync_*.db*", "._sync_*.db*", ".owncloudsync*", ".nextcloudsync*", "*.owncloudsync.log", "*.nextcloudsync.log"),
    *(".849c9593-d756-4e56-8d6e-42412f2a707b", ".dropbox*", ".tmp.drive*load", ".syncthing.*", "~syncthing~*"),
    *(".stfolder", ".stignore", ".stversions"),
    # network drives
    *(".fuse_hidden*", ".nfs[0-9a-f]*", ".smbdelete*", "@eadir", "#recycle", "#snapshot", ".snapshot*"),
    # macOS, Windows, Linux
    *("._*", ".ds_store", ".trash*", ".spotlight-*", ".fseventsd", ".temporaryitems", ".apdisk", ".apple*", "icon\r"),
    *("thumbs.db", "thumbs.db:encryptable", "ehthumbs.db", "desktop.ini", "$recycle.bin"),
    *("system volume information", "lost+found", ".directory", ".gitkeep", ".gitignore"),
    # our own
    ".*.unfinished",
)
_HALF = ("*.part", "*.partial", "*.filepart", "*.crdownload", "*.opdownload", "*.download", "*.!ut")
# Nextcloud's ``.roadmap.xlsx.~1a2b``, rsync's ``.roadmap.xlsx.Ab12Cd``, and the eight digits of Excel while it saves.
_FORMS = re.compile(r"\.?.+\.~[0-9a-fA-F]+|\..+\.[A-Za-z0-9]{6}|(?!20[0-9]{6}$)[0-9A-F]{8}")


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(translate, patterns)))


_BESIDE, _ON_ITS_WAY = _any_of(_LEFT_BESIDE), _any_of(_HALF)


def is_temporary(file: str) -> bool:
    """Whether a file of that name is no workbook, but what was left beside one."""
    return bool(_FORMS.fullmatch(file) or _BESIDE.match(file.lower())) or is_half(file)


def is_half(file: str) -> bool:
    """Whether a file of that name is on its way still, from a browser or another machine.

    >>> is_half("roadmap.xlsx.part"), is_half("roadmap.xlsx")
    (True, False)
    """
    return bool(_ON_ITS_WAY.match(file.lower()))
