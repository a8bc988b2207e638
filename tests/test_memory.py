"""How often Python looks for circles: seldom while an edition is made, and afterwards as often as before."""

from __future__ import annotations

import gc

import pytest

from pipeline.memory import seldom_collected


def test_circles_are_looked_for_seldom_inside_and_as_often_as_before_afterwards() -> None:
    before = gc.get_threshold()

    with seldom_collected():
        inside = gc.get_threshold()

    assert inside[0] > before[0]
    assert gc.get_threshold() == before


def test_a_fault_inside_leaves_it_as_it_was() -> None:
    before = gc.get_threshold()

    with pytest.raises(ValueError, match="broken"), seldom_collected():
        raise ValueError("broken")

    assert gc.get_threshold() == before
