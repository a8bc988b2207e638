"""What a disk did not do, as an error with the path and the reason in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.model.errors import OutsideWorldError, reason_of
from pipeline.model.report import Text


@contextmanager
def telling(path: Path, german: str, english: str) -> Iterator[None]:
    """Turn an ``OSError`` into an ``OutsideWorldError`` that says what could not be done with the path."""
    try:
        yield
    except OSError as error:
        why = reason_of(error)
        raise OutsideWorldError(
            Text(f"{path}: {german} ({why.de})", f"{path}: {english} ({why.en})"),
        ) from error
