"""Two editions side by side: the triples of both in, what changed out; and what vanished is carried on.

editions   what changed, and how people call it
carry      the new roadmap with what vanished from the sheets and is kept
"""

from pipeline.compare.carry import Carried, Previous, carry
from pipeline.compare.editions import compare

__all__ = ["Carried", "Previous", "carry", "compare"]
