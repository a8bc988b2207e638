"""What opens other places, and texts without it: whatever a server repeats, it is told to nobody."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote, quote_plus, unquote, urlsplit

MASK = "•••"
_PART = 8
"""So many signs of a secret in a row are as good as the secret."""
_SHORTEST = 4
_NAMED = re.compile(r"TOKEN|PASSWORD|PASSPHRASE|SECRET", re.IGNORECASE)
_PROXY = re.compile(r"\w+_PROXY", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Secrets:
    """Secrets in each way in which they are written, and all their parts; neither is ever shown."""

    whole: tuple[str, ...]
    parts: frozenset[str]

    def __repr__(self) -> str:
        return "Secrets()"

    def without(self, said: str) -> str:
        """A text without them and without their parts."""
        marked = bytearray(len(said))
        for word in self.whole:
            for found in re.finditer(re.escape(word), said):
                marked[found.start() : found.end()] = b"\1" * len(word)
        for at in range(len(said) - _PART + 1):
            if said[at : at + _PART] in self.parts:
                marked[at : at + _PART] = b"\1" * _PART
        return _masked(said, marked) if any(marked) else said

    def without_whole(self, said: bytes) -> bytes:
        """Bytes without them, however many there are; a part of one may stay."""
        for word in self.whole:
            said = said.replace(word.encode(), MASK.encode())
        return said


def _masked(said: str, marked: bytearray) -> str:
    kept = re.finditer(rb"\x00+|\x01+", marked)
    return "".join(said[run.start() : run.end()] if run[0][0] == 0 else MASK for run in kept)


def secrets_of(environment: Mapping[str, str], address: str = "") -> Secrets:
    """Those of the environment: tokens, passwords, and what opens a proxy; and what stands in an address behind its
    server, where that is a link that was shared.
    """
    shared = [word for word in re.split("[/?&=#]", address.partition("//")[2])[1:] if len(word) >= _PART]
    named = [value for name, value in environment.items() if _NAMED.search(name)]
    proxies = (_password_in(value) for name, value in environment.items() if _PROXY.fullmatch(name))
    return _spelled([*named, *shared, *(word for proxy in proxies for word in (proxy, unquote(proxy)))])


def secrets_in(authorization: str) -> Secrets:
    """Those of the header of that name."""
    word = authorization.rpartition(" ")[2]
    words = [word]
    if authorization.startswith("Basic "):
        words.append(b64decode(word).decode(errors="replace").partition(":")[2])
    return _spelled(words)


def _password_in(address: str) -> str:
    """The password in an address; nothing where there is none."""
    try:
        return urlsplit(address).password or ""
    except ValueError:
        found = re.search(r":([^:/@]+)@", address)
        return found[1] if found else ""


def _spelled(words: Iterable[str]) -> Secrets:
    spelled = {form for word in words if len(word) >= _SHORTEST for form in _forms(word.strip())}
    whole = sorted((form for form in spelled if len(form) >= _SHORTEST), key=lambda form: (-len(form), form))
    parts = (form[at : at + _PART] for form in whole for at in range(len(form) - _PART + 1))
    return Secrets(tuple(whole), frozenset(parts))


def _forms(word: str) -> Iterator[str]:
    """As it is, as addresses and JSON have it, and as base64 does wherever in a text it stands."""
    yield from (word, quote(word), quote(word, safe=""), quote_plus(word), repr(word)[1:-1])
    yield word.encode("unicode_escape").decode()
    raw = word.encode()
    for before in range(3):
        packed = b64encode(b"\0" * before + raw).decode().rstrip("=")
        whole = packed[(before * 8 + 5) // 6 : len(packed) - ((before + len(raw)) % 3 > 0)]
        yield from (whole, whole.translate(str.maketrans("+/", "-_")))
