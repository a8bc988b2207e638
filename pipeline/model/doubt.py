"""What a cell leaves open: a text that can be read in several ways, and the rule that says so."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.model.report import Text


class Doubt(NamedTuple):
    """A value that is not guessed: the id of the rule that tells it, and what the cell might mean, in words."""

    rule: str
    meanings: tuple[Text, ...]

    @property
    def words(self) -> dict[str, str]:
        """The readings as the rule's message takes them."""
        return {
            "meanings_de": " oder ".join(text.de for text in self.meanings),
            "meanings_en": " or ".join(text.en for text in self.meanings),
        }
