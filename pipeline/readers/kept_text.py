"""A cell of delimited text in the dress that keeps Excel from taking it for a number to the text that is meant."""

from __future__ import annotations

import re

_KEPT = re.compile(r'="((?:[^"]|"")*)"')


def as_meant(text: str) -> str:
    """The text in a formula that results in nothing but it.

    >>> as_meant('="007"'), as_meant('="A-1"'), as_meant("=A1")
    ('007', 'A-1', '=A1')
    """
    if not text.startswith('="'):
        return text
    found = _KEPT.fullmatch(text.rstrip())
    return found[1].replace('""', '"') if found else text
