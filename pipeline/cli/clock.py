"""The time of a run, read once and handed on."""

from __future__ import annotations

import os
from datetime import UTC, datetime

from pipeline.model.errors import ConfigError
from pipeline.model.report import Text


def read_now() -> datetime:
    """The time of the run; fixed by SOURCE_DATE_EPOCH for a build that can be repeated."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        return datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC).replace(microsecond=0)
    except (ValueError, OverflowError, OSError) as error:
        raise ConfigError(
            Text(
                f"SOURCE_DATE_EPOCH: erwartet werden Sekunden seit 1970, da steht {epoch}",
                f"SOURCE_DATE_EPOCH: expected seconds since 1970, found {epoch}",
            )
        ) from error
