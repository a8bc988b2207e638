"""Text from strangers' sheets, made fit to be shown anywhere."""

from __future__ import annotations

import re

# Controls that no XML may hold, C1 controls, and the marks that turn the direction of the text around them.
_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def legible(text: str) -> str:
    """The text without what cannot be seen or written as XML; line breaks as ``\\n``.

    >>> legible("Wert\\x00 mit\\r\\nUmbruch")
    'Wert mit\\nUmbruch'
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return encodable(_INVISIBLE.sub("", plain))


def encodable(text: str) -> str:
    """The text with half characters, as in the names of files from old systems, replaced by ``\ufffd``."""
    return _LONE_SURROGATE.sub("\ufffd", text)


def shorten(text: str, limit: int) -> str:
    """The text, cut with an ellipsis where it is longer than ``limit``.

    >>> shorten("Digitalisierung", 8)
    'Digital…'
    """
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
