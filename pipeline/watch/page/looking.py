"""The overview of all towns as it is now: read from the state when it is asked for, once for all who ask at a time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from pipeline.model.errors import PipelineError
from pipeline.model.report import Text
from pipeline.model.status import Overview, Trouble
from pipeline.state import view_state
from pipeline.watch.overview import look_at
from pipeline.watch.watched import Watched

_FRESH_S = 1.0


@dataclass
class Looking:
    """Where the state is, the towns, and a clock."""

    output: Path
    towns: Sequence[Watched]
    clock: Callable[[], datetime]
    environment: Mapping[str, str]
    alive_within: timedelta
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _seen: Overview | None = None
    _until: float = 0.0

    def overview(self) -> Overview:
        """What is known, no older than a second."""
        with self._lock:
            if self._seen is None or time.monotonic() >= self._until:
                self._seen = self._look()
                self._until = time.monotonic() + _FRESH_S
            return self._seen

    def _look(self) -> Overview:
        """What cannot be read is told as what it is: a trouble."""
        now = self.clock()
        try:
            with view_state(self.output) as state:
                return look_at(state, self.towns, now, environment=self.environment, alive_within=self.alive_within)
        except PipelineError as error:
            return Overview(now, troubles=(Trouble("", "state-unreadable", "grave", error.message, _UNREADABLE),))


_UNREADABLE = Text(
    "Sehen Sie in das Protokoll des Dienstes („journalctl -u roadmap“).",
    "Look into the journal of the service (“journalctl -u roadmap”).",
)
