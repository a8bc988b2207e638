"""The text of a query to its tokens, by the grammar of SPARQL 1.1 (https://www.w3.org/TR/sparql11-query/#grammar).

Strings, IRIs and comments are told from what stands between them; nothing is parsed. What no grammar allows is a token
of one sign, for the parser refuses it later.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple


class Token(NamedTuple):
    """A piece of a query, and what it is: ``iri``, ``string``, ``name``, ``prefixed``, ``variable``, ``other``."""

    kind: str
    text: str


_TOKEN = re.compile(
    r"""
    (?P<blank>\s+|\#[^\n\r]*)
  | (?P<string>\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''
      |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
  | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
  | (?P<variable>[?$]\w+)
  | (?P<tag>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<prefixed>(?:[^\W\d_](?:[\w.·-]*[\w·-])?)?:(?:(?:[\w:·-]|%[0-9A-Fa-f]{2}|\\[-_~.!$&'()*+,;=/?\#@%])
      (?:(?:[\w:.·-]|%[0-9A-Fa-f]{2}|\\[-_~.!$&'()*+,;=/?\#@%])*
      (?:[\w:·-]|%[0-9A-Fa-f]{2}|\\[-_~.!$&'()*+,;=/?\#@%]))?)?)
  | (?P<blanknode>_:\w(?:[\w.·-]*[\w·-])?)
  | (?P<number>[0-9]*\.?[0-9]+(?:[eE][+-]?[0-9]+)?)
  | (?P<name>[^\W\d]\w*)
  | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
# A codepoint escape stands for its sign anywhere in a query, before it is parsed (SPARQL 1.1, section 19.2).
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def read_tokens(query: str) -> Iterator[Token]:
    """The tokens of a query, without blanks and comments."""
    for match in _TOKEN.finditer(query):
        kind = match.lastgroup or "other"
        if kind != "blank":
            yield Token(kind, match[0])


def unescape(query: str) -> str:
    """The query with each codepoint escape as the sign that it stands for."""
    return _ESCAPE.sub(_sign, query)


def _sign(match: re.Match[str]) -> str:
    number = int(match[1] or match[2], 16)
    is_sign = number < 0x110000 and not 0xD800 <= number < 0xE000
    return chr(number) if is_sign else match[0]
