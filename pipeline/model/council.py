"""What a council information system says of the papers that a roadmap names: which body adopted each, and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from pipeline.model.report import Text


class Resolution(NamedTuple):
    """The decision on a paper: its day, the body, the paper's IRI and page, and the day on which all this was read."""

    day: date
    body: str
    paper: str
    page: str
    retrieved: date


@dataclass(frozen=True, slots=True)
class Council:
    """The ``resolutions`` by the numbers of their papers, and why there is none for each of the ``others``, in a word.

    ``is_asked`` tells whether the town has such a system at all.
    """

    is_asked: bool = False
    resolutions: Mapping[str, Resolution] = field(default_factory=dict)
    others: Mapping[str, str] = field(default_factory=dict)

    def find(self, number: str) -> Resolution | None:
        """What was decided on a paper, as far as it was looked up."""
        return self.resolutions.get(same_number(number))

    def why_not(self, number: str) -> str:
        """Why nothing is known of a paper; empty where it was not looked up."""
        why = self.others.get(same_number(number), "")
        return why if why in WHY_NOT else ""


def same_number(number: str) -> str:
    """A number in the form in which two spellings of it are one: case and blanks do not count.

    >>> same_number("A 10/123/2022") == same_number("a10/123/2022")
    True
    """
    return "".join(number.split()).casefold()


WHY_NOT: Mapping[str, Text] = {
    "": Text("danach wurde noch nicht gefragt", "it has not been asked for yet"),
    "unknown": Text("diese Nummer gibt es dort nicht", "there is no such number"),
    "several": Text("mehrere Vorlagen haben dort diese Nummer", "several papers have this number there"),
    "undecided": Text("dort steht kein Beschluss dazu", "there is no decision on it there"),
    "several-decisions": Text("dort stehen mehrere Beschlüsse dazu", "there are several decisions on it"),
    "unreachable": Text("eine Antwort kam nicht oder war nicht zu lesen", "no answer came, or it could not be read"),
}
