"""Many things to be done alike, in processes beside this one; a process that dies costs no other its turn.

processes   on this machine
batches     how many are handed over at once
"""

from pipeline.spread.batches import Batch, Lost, in_batches
from pipeline.spread.processes import spread

__all__ = ["Batch", "Lost", "in_batches", "spread"]
