"""What is mutated, and the tests that are to notice: those of the unit, which are quick, and no more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatch
from pathlib import Path

_TABLES = (
    "cells conventions locate lookalikes names odd_rows parse rows shown small_cases small_tables tables tidy_tables"
)

# By files, in the order of what a silent fault would cost; a file has the tests of the first pattern that fits.
TARGETS: Mapping[str, str] = {
    "pipeline/publish/folder.py": "folder",
    "pipeline/publish/halves.py": "folder disk",
    "pipeline/publish/manifest.py": "manifest",
    "pipeline/disk.py": "disk inbox_lay",
    "pipeline/inbox/names.py": "inbox_names",
    "pipeline/inbox/*.py": "inbox inbox_lay inbox_slow_writer",
    "pipeline/publish/upgrade.py": "layout_one",
    "pipeline/publish/*.py": "edition_folder destinations",
    "pipeline/validate/privacy.py": "privacy",
    "pipeline/validate/names.py": "guard",
    "pipeline/compare/carry.py": "carry",
    "pipeline/lift/*.py": "lift",
    "pipeline/parse/names.py": "names",
    "pipeline/parse/shown*.py": "shown cells conventions tidy_tables",
    "pipeline/parse/sections.py": "shown",
    "pipeline/parse/conventions.py": "conventions conventions_told",
    "pipeline/parse/totals.py": "odd_rows tidy_tables tables",
    "pipeline/parse/keys.py": "keys",
    "pipeline/parse/*.py": _TABLES,
}


def find_targets(patterns: Sequence[str]) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """The files that fit a pattern such as ``pipeline/lift/*``, all where there is none, with their tests."""
    seen: set[Path] = set()
    for pattern, tests in TARGETS.items():
        for path in sorted(Path().glob(pattern)):
            if path not in seen and (not patterns or any(fnmatch(str(path), each) for each in patterns)):
                yield path, tuple(f"tests/test_{name}.py" for name in tests.split())
            seen.add(path)
