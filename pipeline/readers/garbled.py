"""Text that was broken before it came to us: “StraÃŸe” for “Straße”, or a mark in the place of a letter."""

from __future__ import annotations

import re
from functools import partial

from pipeline.readers.letters import KNOWN_LETTERS

LOST = "\N{REPLACEMENT CHARACTER}"
"""What programs write in the place of a letter that they could not read."""

# What the first byte of a letter in UTF-8 looks like in Windows-1252, in MS-DOS and on a Macintosh.
_LEADS = {lead: re.compile(rf"{lead}[^\x00-\x7f]") for lead in "ÂÃÄÅâ├┬─┼ÔΓœ√¬ƒ≈‚"}
_RUN = re.compile(r"[^\x00-\x7f]{2,}")
_TAKEN_FOR = ("cp1252", "cp850", "cp437", "mac_roman")
_SIGNS = frozenset("§°²³€£–—’‘“”„‚«»…½¼¾·•µ×®©¡¿\N{NO-BREAK SPACE}")


def may_be_garbled(text: str) -> bool:
    """A quick look at a long text: whether it is worth looking at each of its cells."""
    # Looking for one letter is many times as fast as looking for any of them.
    return LOST in text or any(lead in text and pattern.search(text) for lead, pattern in _LEADS.items())


def mend(text: str) -> str:
    """The text as it was before it was read in the wrong encoding; empty if it is sound."""
    mended = (_RUN.sub(partial(_decoded_again, encoding), text) for encoding in _TAKEN_FOR)
    shortest = min(mended, key=len)  # each letter that is mended was two or three
    return shortest if shortest != text else ""


def _decoded_again(encoding: str, run: re.Match[str]) -> str:
    """The few letters whose UTF-8 a run of others is; the run itself if it is none, or what towns do not write."""
    try:
        letters = b"".join(_encoded(letter, encoding) for letter in run[0]).decode("utf-8")
    except UnicodeError:
        return run[0]
    known = all(letter.lower() in KNOWN_LETTERS or letter in _SIGNS for letter in letters)
    return letters if known else run[0]


def _encoded(letter: str, encoding: str) -> bytes:
    # Five bytes mean nothing in Windows-1252; programs pass them through.
    return bytes([ord(letter)]) if "\x80" <= letter < "\xa0" else letter.encode(encoding)
