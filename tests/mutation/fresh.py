"""A plugin of pytest: each run imports the project anew.

A mutant is chosen after the project was imported. What was made by then, a table of functions or what a cache holds,
would be that of the code as it is, and the mutant would live on unseen.
"""

from __future__ import annotations

import sys

import pytest


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    """Forget what was imported of the project and its tests."""
    for name in [*sys.modules]:
        if name.partition(".")[0] in ("pipeline", "tests") and not name.startswith("tests.mutation"):
            del sys.modules[name]
