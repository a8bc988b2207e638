"""Which organizations belong to the town's administration and which do not, as far as anybody said so."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Sides:
    """The terms of the publisher, of what the settings say is inside or outside, and of the ``placed``: the publisher's
    parts as the strategy tells them, with the publisher itself.
    """

    publisher: str = ""
    inside: Collection[str] = field(default_factory=frozenset)
    outside: Collection[str] = field(default_factory=frozenset)
    placed: Collection[str] = field(default_factory=frozenset)

    def is_inside(self, term: str) -> bool:
        """Whether it is the town's own, by the settings or by the strategy."""
        return term in self.inside or term in self.placed

    def is_outside(self, term: str) -> bool:
        """Whether it is outside the administration by the settings."""
        return term in self.outside

    def is_placed(self, term: str) -> bool:
        """Whether the strategy tells its place in the administration."""
        return term in self.placed

    def is_unit(self, term: str) -> bool:
        """Whether the settings alone say that it is the town's own."""
        return term in self.inside and term not in self.placed
