"""What units sent back and the roadmap of today in; out comes what changes, and what a person must settle.

receive    a circular that came back, as far as it says anything
merge      three-way, cell by cell: what was sent out, what the workbook says today, what came back
  sides    what is offered for one cell;  write_down  the change or the conflict that it becomes
settle     a person's word on a conflict
closing    which replies are still to be kept, and what of them a workbook lacks
"""

from pipeline.merge.closing import missing, open_replies
from pipeline.merge.merge import merge
from pipeline.merge.receive import receive
from pipeline.merge.settle import settle
from pipeline.merge.sides import each_once

__all__ = ["each_once", "merge", "missing", "open_replies", "receive", "settle"]
