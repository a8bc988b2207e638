"""What is wanted and what is there, to what is to be done and in which order: pure, so that every order can be tested.

No page that a reader can come to leads nowhere at any moment: what nobody links yet comes first, the home pages come
last, and only then goes what nobody links any more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, auto

from pipeline.publish.web.wanted import Print

_LINKING = (".html", ".atom", ".xml", ".txt")
_HOME = ("index.html", "en/index.html")


@dataclass(frozen=True, slots=True)
class Difference:
    """What is to be done, each in the order in which it is to be done. ``kept`` is how many files stay as they are."""

    placed: tuple[str, ...]
    gone: tuple[str, ...]
    new: frozenset[str]
    kept: int

    @property
    def changed(self) -> tuple[str, ...]:
        """Files that take the place of what we put there before."""
        return tuple(path for path in self.placed if path not in self.new)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to do."""
        return not self.placed and not self.gone


def compare(wanted: Mapping[str, Print], there: Mapping[str, Print]) -> Difference:
    """What brings a place from what is there, of ours, to what is wanted."""
    new = frozenset(path for path in wanted if path not in there)
    placed = [path for path in wanted if wanted[path] != there.get(path)]
    gone = [path for path in there if path not in wanted]
    return Difference(
        tuple(sorted(placed, key=lambda path: (_rank(path, is_new=path in new), path))),
        tuple(sorted(gone, key=lambda path: (not path.endswith(_LINKING), path))),
        new,
        len(wanted) - len(placed),
    )


class _Rank(IntEnum):
    NEW_FILE = auto()
    NEW_PAGE = auto()
    CHANGED_FILE = auto()
    CURRENT_EDITION = auto()
    CHANGED_PAGE = auto()
    HOME = auto()


def _rank(path: str, *, is_new: bool) -> _Rank:
    if path in _HOME:
        return _Rank.HOME
    if path == "current/edition.json":  # programs ask it which edition this is
        return _Rank.CURRENT_EDITION
    if path.endswith(_LINKING) and not path.startswith(("editions/", "current/")):
        return _Rank.NEW_PAGE if is_new else _Rank.CHANGED_PAGE
    return _Rank.NEW_FILE if is_new else _Rank.CHANGED_FILE


def folders_of(path: str) -> list[str]:
    """The folders above a path, the uppermost first.

    >>> folders_of("projekt/2022-02/index.html")
    ['projekt', 'projekt/2022-02']
    """
    steps = path.split("/")[:-1]
    return ["/".join(steps[: number + 1]) for number in range(len(steps))]
