"""How many examples a property test tries: as many as it says, and many times as many in ``make endurance``."""

from __future__ import annotations

from hypothesis import settings

_USUAL = 100  # what Hypothesis tries where nobody says anything, and so the profile of every day


def try_examples(usual: int) -> settings:
    """Settings for a test that tries so many on every day."""
    profile = settings.get_current_profile_name()
    return settings(max_examples=usual * settings.get_profile(profile).max_examples // _USUAL, deadline=None)
