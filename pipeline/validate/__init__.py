"""Triples and shapes in, what the shapes have to say out: at the cells of a workbook, or at a town's settings.

results       the results for a roadmap, each at its cell
remarks       what is worth a note in cells that are right
whereabouts   the way from a result back to its cells
privacy       what looks personal, found and masked
mailboxes     the mailboxes that seem to be those of persons
names         the names of files and sheets as they may be shown
unread        what lies in a town's folder and is not read
audit         the results for a catalog, each at ``dataset.toml``
"""

from pipeline.validate.audit import audit
from pipeline.validate.mailboxes import personal_mailboxes
from pipeline.validate.names import shown_files, shown_sheets, told_of_names, with_sheets
from pipeline.validate.privacy import build_privacy, mask
from pipeline.validate.results import validate
from pipeline.validate.unread import told_of_unread

__all__ = [
    "audit",
    "build_privacy",
    "mask",
    "personal_mailboxes",
    "shown_files",
    "shown_sheets",
    "told_of_names",
    "told_of_unread",
    "validate",
    "with_sheets",
]
