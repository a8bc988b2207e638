"""How much an answer may take, the answer, and why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from pipeline.model.report import Text

Kind: TypeAlias = Literal[
    "malformed", "forbidden", "too_long", "timed_out", "too_much_memory", "busy", "not_acceptable"
]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may take: seconds from when it arrives, rows (or triples) and bytes of its answer, the bytes of
    its text, and the bytes of memory beside the triples."""

    seconds: float = 10.0
    rows: int = 10_000
    query_bytes: int = 65_536
    memory_bytes: int = 256 * 2**20
    answer_bytes: int = 32 * 2**20


DEFAULT = Limits()


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found, as a document; ``truncated`` where a limit cut it short."""

    media_type: str
    content: bytes
    truncated: bool


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no answer."""

    kind: Kind
    said: Text
