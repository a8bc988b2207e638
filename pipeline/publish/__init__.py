"""Places which take a finished edition."""

from __future__ import annotations

from typing import Protocol

from pipeline.model.edition import Edition, Receipt


class Destination(Protocol):
    """A place which takes a finished edition. Publishing the same edition twice changes nothing."""

    def publish(self, edition: Edition) -> Receipt:
        """Take the edition, whole or not at all. Raises ``OutsideWorldError`` when the place does not do its part."""
        ...
