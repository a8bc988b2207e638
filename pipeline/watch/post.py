"""What is to be told of a town to those that its settings name."""

from __future__ import annotations

from pipeline.model.report import Text
from pipeline.state.store import Letter
from pipeline.watch.watched import Watched


class Letterbox:
    """The mailboxes and the address that a town names; nobody, where it names none."""

    def send(self, letter: Letter, town: Watched) -> Text | None:
        """Send it."""
        return None
