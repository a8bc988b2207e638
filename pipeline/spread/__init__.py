"""Many things to be done alike, in processes beside this one; a process that dies costs no other its turn.

processes   on this machine
batches     how many are handed over at once
shard       one of several parts, for machines that know nothing of each other
"""

from pipeline.spread.batches import Batch, Lost, in_batches
from pipeline.spread.processes import spread
from pipeline.spread.shard import Shard, parse_shard

__all__ = ["Batch", "Lost", "Shard", "in_batches", "parse_shard", "spread"]
