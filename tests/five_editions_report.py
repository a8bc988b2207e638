"""What the five editions of the invented town tell a council at the end of each, written by hand."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class Told(NamedTuple):
    """The keys of the projects behind each figure, and for late ones first promise, last promise, present end."""

    since: str
    done: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    late: tuple[tuple[str, str, str, str], ...] = ()
    endangered: tuple[tuple[str, tuple[str, ...]], ...] = ()
    cancelled: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()


BY_EDITION = (
    Told("", endangered=()),
    Told(
        "2024-01-15",
        late=(("M-1", "2024-12-31", "2024-12-31", "2025-06-30"),),
        endangered=(("M-1", ("paused",)),),
    ),
    Told(
        "2024-07-15",
        new=("M-4",),
        late=(
            ("M-1", "2024-12-31", "2025-06-30", "2025-06-30"),
            ("M-2", "Mitte 2026", "Mitte 2026", "Ende 2026"),
        ),
        cancelled=("M-3",),
    ),
    Told(
        "2025-01-15",
        late=(
            ("M-1", "2024-12-31", "2025-06-30", "2025-12-31"),
            ("M-2", "Mitte 2026", "Ende 2026", "Ende 2026"),
        ),
        endangered=(("M-1", ("paused",)),),
        withdrawn=("M-3",),
    ),
    Told(
        "2025-07-15",
        done=("M-1", "M-4"),
        late=(("M-2", "Mitte 2026", "Ende 2026", "2027-04-30"),),
        withdrawn=("M-3",),
    ),
)
"""Of each edition, compared with the one before it; the first with nothing."""

SINCE_THE_FIRST = Told(
    "2024-01-15",
    done=("M-1", "M-4"),
    new=("M-4",),
    late=(("M-2", "Mitte 2026", "Mitte 2026", "2027-04-30"),),
    withdrawn=("M-3",),
)
"""Of the last edition, compared with the first."""

PLANNED = {"M-1": (20_000, 20_000), "M-2": (80_000, 120_000), "M-4": (None, 5_000)}
"""What was planned in the first edition and in the last; M-3 is withdrawn."""

LAST_DAY = date(2026, 1, 15)
