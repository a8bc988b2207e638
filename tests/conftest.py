"""Property tests take the time that a busy machine needs, and try the same examples each time where nobody looks on."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "steady", deadline=None, derandomize="CI" in os.environ, suppress_health_check=[HealthCheck.too_slow]
)
# Others each time: what they find is printed, so that it can be tried again.
settings.register_profile(
    "endurance", settings.get_profile("steady"), max_examples=5_000, derandomize=False, print_blob=True
)
settings.load_profile("steady")
