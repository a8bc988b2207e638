"""Two names of files to how alike they are: a copy, another version, another format of the same."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

ALIKE = 0.85
"""From here on, one file is probably meant for the other."""

TABLES = frozenset(
    "xlsx xlsm xltx xltm xlsb xls xlt xml ods fods ots numbers csv tsv tab".split()  # noqa: SIM905 - read as a line
)
"""How the names of tables end."""


def likeness(name: str, other: str) -> float:
    """How much a name is that of another file, from 0 to 1; 1 where the other's stem stands in it.

    >>> likeness("Kopie von roadmap.xlsx", "roadmap.xlsx"), likeness("plan.xlsx", "roadmap.xlsx") < ALIKE
    (1.0, True)
    """
    stem = _stem(other)
    if stem in name.casefold():
        return 1.0
    return SequenceMatcher(None, _stem(name), stem).ratio()


def _stem(name: str) -> str:
    head, _, tail = name.casefold().rpartition(".")
    return head or tail


def kinds_in(name: str) -> frozenset[str]:
    """The endings in a name: of ``roadmap.xlsx.bak`` those are ``xlsx`` and ``bak``."""
    return frozenset(re.split(r"[^a-z]+", name.lower())[1:])
