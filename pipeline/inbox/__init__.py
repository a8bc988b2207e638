"""The folder into which staff put their files: what lies there, what has settled, snapshots of it, and what goes back.

Nothing reads a file in the inbox but to copy it; whatever is done later is done with the copy.
"""

from pipeline.inbox.clear import clear
from pipeline.inbox.install import install
from pipeline.inbox.lay import lay
from pipeline.inbox.names import Named, sort_name
from pipeline.inbox.remarks import Remark
from pipeline.inbox.scan import Entry, Scan, scan, settled
from pipeline.inbox.take import Taken, take

__all__ = [
    "ACCEPTED",
    "REJECTED",
    "Entry",
    "Named",
    "Remark",
    "Scan",
    "Taken",
    "clear",
    "install",
    "lay",
    "scan",
    "settled",
    "sort_name",
    "take",
]

ACCEPTED, REJECTED = "angenommen", "abgelehnt"
