"""Text fit for every format, and what of it counts: a cell's or a setting's words in, the same words tidied out."""

from __future__ import annotations

import re
import unicodedata

from pipeline.model.workbook import Value, as_typed


def clean(text: str) -> str:
    """Text fit for every format: composed (NFC), without control characters, trimmed. Line breaks are kept."""
    if text.isprintable() and unicodedata.is_normalized("NFC", text):
        return text.strip()
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ")
    return unicodedata.normalize("NFC", _NOT_IN_XML.sub("", text)).strip()


_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_DASH = re.compile(r"[-–—./\s]*")


def says_nothing(text: str) -> bool:
    """A dash, as people fill a cell that they leave empty on purpose."""
    return bool(_DASH.fullmatch(text))


def key_text(value: Value) -> str:
    """A key as it is compared: on one line, without signs that nobody sees, a day without a clock."""
    text = " ".join(_UNSEEN.sub("", clean(as_typed(value))).split())
    if moment := _MOMENT.fullmatch(text):
        return moment[1]
    return "" if says_nothing(text) else text


_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_MOMENT = re.compile(r"(\d{2}\.\d{2}\.\d{4}) \d{2}:\d{2}")
