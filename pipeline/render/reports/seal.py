"""A workbook as this program wrote it: a part of its own holds the digest of all others, and is gone once Excel saved.

So a workbook that nobody has touched since can be told from one that somebody filled in or mended.
"""

from __future__ import annotations

import hashlib

from pipeline.render.reports.ooxml.elements import PackageError
from pipeline.render.reports.ooxml.package import Package, declare_extension, pack, unpack

_PART = "docProps/roadmap.seal"


def seal_workbook(content: bytes) -> bytes:
    """The workbook with a seal."""
    package = declare_extension(unpack(content), "seal", "text/plain")
    return pack(package.with_part(_PART, _digest(package)))


def is_sealed_workbook(content: bytes) -> bool:
    """Whether the bytes are a workbook whose seal is whole."""
    try:
        package = unpack(content)
    except PackageError:
        return False
    return package.parts.get(_PART) == _digest(package)


def _digest(package: Package) -> bytes:
    digest = hashlib.sha256()
    for name, part in sorted(package.parts.items()):
        if name != _PART:
            digest.update(f"{name}\0{len(part)}\0".encode() + part)
    return digest.hexdigest().encode()
