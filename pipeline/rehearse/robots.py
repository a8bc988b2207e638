"""A ``robots.txt`` (RFC 9309) and an address: whether a harvester may fetch it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote, urlsplit


class _Line(NamedTuple):
    name: str
    value: str


def shuts_out(robots: str, address: str) -> str:
    """The line that keeps every robot from an address; empty where it may be fetched.

    The longest rule decides, and of two as long the one that allows. Those for robots of a name are not for us.
    """
    parts = urlsplit(address)
    path = unquote(f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}")
    matching = [rule for rule in _rules(robots) if rule.value and _pattern(rule.value).match(path)]
    longest = max(matching, key=lambda rule: (len(rule.value), rule.name == "allow"), default=None)
    return f"Disallow: {longest.value}" if longest and longest.name == "disallow" else ""


def _rules(robots: str) -> Iterator[_Line]:
    """The rules of all groups for ``*``."""
    is_ours, in_head = False, False
    for line in _lines(robots):
        if line.name == "user-agent":
            is_ours = (is_ours and in_head) or line.value == "*"
            in_head = True
        elif line.name != "sitemap":  # which belongs to no group
            in_head = False
            if is_ours and line.name in ("allow", "disallow"):
                yield line


def _lines(robots: str) -> Iterator[_Line]:
    for text in robots.removeprefix("\ufeff").splitlines():
        name, colon, value = text.partition("#")[0].partition(":")
        if colon:
            yield _Line(name.strip().lower(), value.strip())


def _pattern(value: str) -> re.Pattern[str]:
    ends = value.endswith("$")
    pieces = unquote(value.removesuffix("$")).split("*")
    return re.compile(".*".join(map(re.escape, pieces)) + ("$" if ends else ""), re.DOTALL)
