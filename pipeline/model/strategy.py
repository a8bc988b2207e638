"""The strategy that a roadmap belongs to: its triples, its code lists, and how its things are named."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.model.graph import Triple
from pipeline.model.naming import Naming
from pipeline.model.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Strategy:
    """What is published of the strategy, the code lists that roadmaps draw from, and how things are named.

    ``settled`` are those of the triples that follow from the settings, whatever the strategy's own file says.
    """

    triples: tuple[Triple, ...]
    vocabulary: Vocabulary
    naming: Naming
    settled: tuple[Triple, ...] = ()
