"""One of several parts into which towns are dealt out, for machines that know nothing of each other."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shard:
    """The part ``number`` of ``count``, counted from 1."""

    number: int
    count: int

    def has(self, name: str) -> bool:
        """Whether a thing of that name is in this part; it is in one alone, whatever others there are."""
        digest = hashlib.sha256(name.encode("utf-8", "surrogateescape")).digest()
        return int.from_bytes(digest[:8]) % self.count == self.number - 1

    def __str__(self) -> str:
        return f"{self.number}/{self.count}"


def parse_shard(text: str) -> Shard:
    """Read "3/10". Raises ``ValueError``."""
    match = re.fullmatch(r"([0-9]{1,6})/([0-9]{1,6})", text)
    number, count = map(int, match.groups()) if match else (0, 0)
    if not 1 <= number <= count:
        raise ValueError(text)
    return Shard(number, count)
