"""A text to the pattern of all its spellings: whatever bytes a file writes it in, the pattern finds where it stands.

Upper and lower case are the same, as are composed and decomposed letters, "ü" and "ue", a blank and a line break. A
sign may be percent-encoded, an entity of HTML, an escape of JSON, N-Triples, Turtle or Excel, and each of these more
than once; a line may be folded, and an address may write hyphens for whatever is no letter.
"""

from __future__ import annotations

import html.entities
import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

LEGACY = ("cp1252", "cp850", "mac_roman")
"""One byte a sign: what old programs wrote. A byte that is no UTF-8 is read as a lone surrogate."""


def build_spelling(text: str) -> re.Pattern[str]:
    """The pattern of a text in all spellings. It is searched in text that was read with ``surrogateescape``."""
    runs = [(is_word, "".join(signs)) for is_word, signs in itertools.groupby(_tidy(text), key=str.isalnum)]
    return re.compile("".join(_word(run) if is_word else _gap(run) for is_word, run in runs) + _DIGEST)


def _tidy(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _word(word: str) -> str:
    """Letters and digits; "ae" stands for "ä" as well, as "ä" does for "ae"."""
    spelled, rest = [], word
    while rest:
        digraph = rest[:2].lower()
        if digraph in _DIGRAPHS:
            pairs = (*_variants(_DIGRAPHS[digraph]), *(f"{a}{b}" for a in _cases(rest[0]) for b in _cases(rest[1])))
            spelled.append(_any_of(map(_signs, dict.fromkeys(pairs))))
        else:
            spelled.append(_any_of(map(_signs, _variants(rest[0]))))
        rest = rest[2:] if digraph in _DIGRAPHS else rest[1:]
    return _BETWEEN.join(spelled)


def _variants(letter: str) -> tuple[str, ...]:
    """A letter in both cases, composed and decomposed, and as addresses write it."""
    found = [*_cases(letter)]
    for form in tuple(found):
        found.append(unicodedata.normalize("NFD", form))
        found += _cases(_PLAIN.get(form, form))
    return tuple(dict.fromkeys(found))


def _cases(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((text, text.lower(), text.upper(), text.title(), text.casefold())))


def _gap(signs: str) -> str:
    """What stands between words: blanks of any kind, signs; or what an address has for all of it."""
    exact = f"{_UNSEEN}{_BLANK}{_LOOSE}"
    if signs != " ":
        loose = _LOOSE if "+" not in signs else _LOOSE.replace(_PLUS, "")
        exact = f"{loose}{loose.join(_sign(sign) for sign in signs if sign != ' ')}{loose}"
    others = [f"{_BETWEEN}{_HYPHENS}{_BETWEEN}"]
    if _LEADS & set(signs):  # what stands for a blank elsewhere may be the text itself: "C:\\reports", "100&nbsp;%"
        others.append("".join(rf"{_BLANK}\s*+" if sign == " " else _sign(sign) for sign in signs))
    if set(signs) <= _DROPPED:
        others.append(_BETWEEN)
    return f"(?:{'|'.join((exact, *others))})"


def _signs(text: str) -> str:
    return _BETWEEN.join(map(_sign, text))


@cache
def _sign(sign: str) -> str:
    """One sign in all its spellings. Each begins with a literal, so that the search may leap from one to the next."""
    code = ord(sign)
    plain = re.escape(sign) + (f"{sign}{{0,3}}" if sign in "\"'" else "")  # quotes are doubled in quotes
    escaped = [] if sign.isalnum() else [rf"\\(?:{_FOLD})?\\*(?:{_FOLD})?{plain}"]
    return _any_of(
        (
            plain,
            *escaped,
            *_bytes(sign.encode("utf-8", "surrogatepass")),
            *(spelled for byte in _legacy(sign) for spelled in (*_bytes(byte), chr(0xDC00 + byte[0]))),
            _entity(sign),
            rf"_[xX]{_hex(f'{code:04x}')}_",
            *_escapes(sign),
        )
    )


def _bytes(encoded: bytes) -> tuple[str, ...]:
    """Percent-encoded, however many times, and quoted-printable."""
    leads = ("%(?:25)*", "=")
    return tuple("".join(f"{lead}{_hex(f'{byte:02x}')}" for byte in encoded) for lead in leads)


def _legacy(sign: str) -> tuple[bytes, ...]:
    if sign.isascii():
        return ()
    found = (sign.encode(encoding, "ignore") for encoding in LEGACY)
    return tuple(dict.fromkeys(byte for byte in found if len(byte) == 1 and byte[0] >= 0x80))


def _entity(sign: str) -> str:
    code = ord(sign)
    names = "".join(f"|{name.removesuffix(';')}" for name in _ENTITIES.get(sign, ()))
    return f"&(?:amp;)*(?:#0*{code}|#[xX]0*{_hex(f'{code:x}')}{names});"


def _escapes(sign: str) -> Iterator[str]:
    """As JSON, N-Triples, Turtle and Python escape: with one backslash or, where one is in the other, with several."""
    code = ord(sign)
    lead = r"\\\\{0,15}"
    yield f"{lead}U{_hex(f'{code:08x}')}"
    if code > 0xFFFF:
        high, low = divmod(code - 0x10000, 0x400)
        yield f"{lead}u{_hex(f'{0xD800 + high:04x}')}{lead}u{_hex(f'{0xDC00 + low:04x}')}"
    else:
        yield f"{lead}u{_hex(f'{code:04x}')}"
    if code <= 0xFF:
        yield f"{lead}x{_hex(f'{code:02x}')}"


def _hex(digits: str) -> str:
    return "".join(f"[{digit}{digit.upper()}]" if digit.isalpha() else digit for digit in digits)


def _any_of(spelled: Iterable[str]) -> str:
    return f"(?:{'|'.join(dict.fromkeys(spelled))})"


def _entities() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, sign in sorted(html.entities.html5.items()):
        if name.endswith(";") and len(sign) == 1:
            found.setdefault(sign, []).append(name)
    return found


_ENTITIES = _entities()
# What a long line of a calendar is folded with, and signs that nobody sees.
_FOLD = "\r?\n[ \t]"
_SOFT = "[\u00ad\u200b-\u200d\u2060\ufeff]|&shy;"
# Possessive: what was passed over is not gone back to, or a long run of line breaks would take for ever.
_UNSEEN = f"(?:{_SOFT})*+"
_BETWEEN = f"(?:{_FOLD}|{_SOFT})*+"
_BLANK_SIGNS = " \u00a0\u2007\u202f\u2009\t\n\r"
_BLANK = _any_of(
    (
        r"\s",
        "[+]",
        r"\\\\{0,15}[nrtN]",
        r"<[bB][rR] ?/?>",
        r"&(?:amp;)*(?:nbsp|Tab|NewLine|thinsp);",
        *(
            spelled
            for sign in _BLANK_SIGNS
            for spelled in (*_bytes(sign.encode()), _entity(sign), f"_[xX]{_hex(f'{ord(sign):04x}')}_", *_escapes(sign))
        ),
    )
)
_LOOSE = f"(?:{_BLANK}|{_SOFT})*+"
_PLUS = "|[+]"
_HYPHENS = r"[-_.~]+"
# The eight digits by which an address tells two spellings of one name apart are made of the whole name.
_DIGEST = r"(?:-[0-9a-f]{8}(?![0-9A-Za-z]))?"
_DROPPED = set("’‘„“”*")
_LEADS = set("\\&%=_<")
"""With one of these begins each spelling of a blank."""
_PLAIN = {
    **{"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ẞ": "SS", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"},
    **{
        letter: unicodedata.normalize("NFD", letter)[0]
        for letter in map(chr, range(0xC0, 0x250))
        if len(unicodedata.normalize("NFD", letter)) > 1 and letter not in "äöüÄÖÜ"
    },
}
_DIGRAPHS = {"ae": "ä", "oe": "ö", "ue": "ü", "ss": "ß"}
