"""The name of a file to its media type, as a server says it."""

from __future__ import annotations

from pathlib import PurePosixPath

from pipeline.model.formats import FORMATS

UNKNOWN = "application/octet-stream"
_OF_PAGES = {
    "atom": "application/atom+xml", "css": "text/css", "ico": "image/x-icon", "jpg": "image/jpeg",
    "js": "text/javascript", "map": "application/json", "mjs": "text/javascript", "pdf": "application/pdf",
    "png": "image/png", "svg": "image/svg+xml", "tsv": "text/tab-separated-values", "txt": "text/plain",
    "wasm": "application/wasm", "webmanifest": "application/manifest+json", "webp": "image/webp",
    "woff2": "font/woff2", "xml": "application/xml",
}  # fmt: skip
_PACKED = ("image/png", "image/jpeg", "image/webp", "font/woff2", FORMATS["xlsx"].media_type)


def media_type_of(path: str) -> str:
    """The media type of a file, without parameters."""
    name = PurePosixPath(path).name
    ends = [suffix for suffix in FORMATS if name.endswith(f".{suffix}")]
    if ends:
        return FORMATS[max(ends, key=len)].media_type
    return _OF_PAGES.get(name.rpartition(".")[2].lower(), UNKNOWN)


def content_type_of(media_type: str) -> str:
    """The same with what its bytes are written in: all our text is UTF-8."""
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


def can_shrink(media_type: str) -> bool:
    """Whether packing makes it smaller: pictures and workbooks are packed already."""
    return media_type not in _PACKED
