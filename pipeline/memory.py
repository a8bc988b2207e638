"""How often Python looks for circles among its objects while an edition is made.

An edition has millions of objects that stay and hardly a circle: to look through them after every few hundred new ones
takes a third of the time of a large town, and the more the larger it is.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Look for circles after every hundred thousand new objects; afterwards as often as before."""
    before = gc.get_threshold()
    gc.set_threshold(100_000, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
