"""The time of a run, read once and handed on; which day that is depends on the town (``Town.day_of``)."""

from __future__ import annotations

import os
from datetime import MAXYEAR, UTC, datetime

from pipeline.model.errors import ConfigError
from pipeline.model.report import Text


def read_now() -> datetime:
    """The time of the run; fixed by SOURCE_DATE_EPOCH for a build that can be repeated."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        return (
            _within_years(datetime.fromtimestamp(int(epoch), UTC))
            if epoch
            else datetime.now(UTC).replace(microsecond=0)
        )
    except (ValueError, OverflowError, OSError) as error:
        raise ConfigError(
            Text(
                f"SOURCE_DATE_EPOCH: erwartet werden Sekunden seit 1970, dort steht {epoch}",
                f"SOURCE_DATE_EPOCH: expected seconds since 1970, found {epoch}",
            )
        ) from error


def _within_years(moment: datetime) -> datetime:
    """Raises ``OverflowError`` for the year 9999, whose last hours are in no year elsewhere."""
    if moment.year >= MAXYEAR:
        raise OverflowError
    return moment
