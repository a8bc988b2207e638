"""What is found wrong: a result, as the processor and the screen both state it."""

from __future__ import annotations

from typing import NamedTuple


class Found(NamedTuple):
    """A result: the rule's id, and focus node, path and value as terms, empty where there is none.

    The id of a shape that is no rule of ours is its IRI.
    """

    rule: str
    focus_node: str
    path: str
    value: str
