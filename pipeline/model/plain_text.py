"""Text fit for every format, and what of it counts: a cell's or a setting's words in, the same words tidied out.

Signs that mean something are kept as what they mean: Word's line break is a line break. Signs that nobody sees are
dropped. Signs without a meaning, such as control characters and those of a single font, are dropped as well, and
``meaningless`` names them to whoever can say so.
"""

from __future__ import annotations

import re
import unicodedata

from pipeline.model.workbook import Value, as_typed


def clean(text: str) -> str:
    """Text fit for every format: composed (NFC), without control characters, trimmed. Line breaks are kept."""
    if text.isprintable() and unicodedata.is_normalized("NFC", text):
        return text.strip()
    return unicodedata.normalize("NFC", MEANINGLESS.sub("", _with_meaning(text))).strip()


def meaningless(text: str) -> tuple[str, ...]:
    """The signs that ``clean`` drops though they are more than invisible, as ``U+0007``, each once."""
    if text.isprintable():
        return ()
    return tuple(dict.fromkeys(f"U+{ord(sign):04X}" for sign in MEANINGLESS.findall(_with_meaning(text))))


def _with_meaning(text: str) -> str:
    """The text with the signs that have a meaning as what they mean."""
    text = _BULLET.sub("•", _LINE_BREAK.sub("\n", text))
    return _INVISIBLE.sub("", _NO_BREAK_SPACE.sub(" ", text))


_LINE_BREAK = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_NO_BREAK_SPACE = re.compile("[\u00a0\u2007\u202f]")
# At the end of a line a soft hyphen is the place where a word was wrapped.
_INVISIBLE = re.compile("\u00ad\n?|[\u061c\u180e\u200b\u200e\u200f\u2060-\u2064\ufeff]")
# The bullets of Word's font "Symbol" and of Wingdings.
_BULLET = re.compile("[\uf0a7\uf0b7\uf0d8\uf0fc]")
# Control characters, halves of characters, signs for one font, for the order of letters, and what is no character.
MEANINGLESS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u206f\ud800-\uf8ff\ufdd0-\ufdef\ufff9-\ufffc\ufffe\uffff"
    + "".join(f"{chr(0x10000 * plane + 0xFFFE)}{chr(0x10000 * plane + 0xFFFF)}" for plane in range(1, 15))
    + "\U000f0000-\U0010ffff]"
)
_DASH = re.compile(r"[-–—./\s]*")


def says_nothing(text: str) -> bool:
    """A dash, as people fill a cell that they leave empty on purpose."""
    return bool(_DASH.fullmatch(text))


def one_line(text: str) -> str:
    """Text as a title or a name has it: on one line, without signs that nobody sees."""
    return " ".join(_UNSEEN.sub("", clean(text)).split())


def key_text(value: Value) -> str:
    """A key as it is compared: on one line, without signs that nobody sees, a day without a clock."""
    text = one_line(as_typed(value))
    if moment := _MOMENT.fullmatch(text):
        return moment[1]
    return "" if says_nothing(text) else text


_UNSEEN = re.compile("[\u200c\u200d]")
_MOMENT = re.compile(r"(\d{2}\.\d{2}\.\d{4}) \d{2}:\d{2}")
