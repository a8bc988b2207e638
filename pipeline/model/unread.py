"""What lies in a town's folder and is not read, with the reason."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.model.report import NOTHING, Text


@dataclass(frozen=True, slots=True)
class Unread:
    """Something that is not read: its name in the town's folder and the id of the rule that tells of it.

    ``like`` is the file that is read and called much the same; ``reason`` has a place for its name. Names are as they
    lie, those of persons among them.
    """

    name: str
    rule: str
    like: str = ""
    reason: Text = NOTHING
