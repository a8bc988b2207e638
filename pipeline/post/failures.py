"""What keeps words from going out, told apart by what to do about it: try again, or stop."""

from __future__ import annotations

from pipeline.model.errors import OutsideWorldError
from pipeline.model.report import Text


class PostError(OutsideWorldError):
    """It did not go out. ``is_passing``: the same may go out later; ``is_too_large``: less of it may go out now."""

    def __init__(self, message: Text, *, is_passing: bool = False, is_too_large: bool = False) -> None:
        super().__init__(message)
        self.is_passing = is_passing
        self.is_too_large = is_too_large
