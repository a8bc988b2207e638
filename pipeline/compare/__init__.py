"""Two editions side by side: the triples of both in, what changed out; and what vanished, and what was, is carried on.

editions   what changed, and how people call it
figures    how people call what was measured, and its unit
reasons    why something changed, and which turns of its history tell of it
lifetimes  how long each statement has been said
last_changed  when a project last changed
carry      the new roadmap with what vanished from the sheets and is kept
leave_out  the roadmap without what was withdrawn and still stands in the sheets
remember   the history of each project, longer by what is otherwise now
lost       the indicators that vanished, which nobody carries
"""

from pipeline.compare.carry import Carried, Previous, carry
from pipeline.compare.editions import compare
from pipeline.compare.last_changed import last_changed
from pipeline.compare.leave_out import LeftOut, forget_withdrawn, leave_out
from pipeline.compare.lifetimes import as_of, lengthen, parse_lifetimes
from pipeline.compare.lost import told_of_vanished
from pipeline.compare.remember import Remembered, remember

__all__ = [
    "Carried",
    "LeftOut",
    "Previous",
    "Remembered",
    "as_of",
    "carry",
    "compare",
    "forget_withdrawn",
    "last_changed",
    "leave_out",
    "lengthen",
    "parse_lifetimes",
    "remember",
    "told_of_vanished",
]
