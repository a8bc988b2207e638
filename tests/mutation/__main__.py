"""``python -m tests.mutation [PATTERN …]``: try the mutants of these modules, and tell which nobody noticed.

Ends with 1 where a mutant lives on that ``reasons.toml`` does not know. What was tried stays in ``mutants/``: a run that
was broken off goes on where it was, and a mutant is tried again when its function has changed. ``--again`` tries those
again that lived on, after tests were added; ``--show`` tries none.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.mutation.survivors import Change, Module, read_modules, read_reasons

_COLUMNS = ("mutants", "noticed", "reasoned", "new", "open")


def main() -> int:
    """Try, and tell."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("patterns", nargs="*", help="such as 'pipeline.lift.*'; all where none is given")
    parser.add_argument("--again", action="store_true")
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    if not options.show:
        _try(options.patterns or [])
    if options.again:
        _try([name for module in read_modules(options.patterns) for name in module.unnoticed])
    modules = list(read_modules(options.patterns))
    known = read_reasons()
    found = {change for module in modules for change in module.unnoticed.values()}
    _tell(modules, known.keys())
    for change in sorted(found - known.keys()):
        print(f"\n{change}")
    print(f"\nNew survivors: {len(found - known.keys())}. Each needs a test, or a reason in tests/mutation/reasons.toml.")
    return 1 if found - known.keys() else 0


def _try(names: Sequence[str]) -> None:
    """Let mutmut run. Its workers import the project anew, by a plugin that must be found from ``mutants/``, too."""
    environment = os.environ | {"PYTHONPATH": str(Path.cwd())}
    mutmut = Path(sys.executable).parent / "mutmut"
    subprocess.run([mutmut, "run", "--max-children", "2", *names], check=True, env=environment)


def _tell(modules: Sequence[Module], known: Sequence[Change] | object) -> None:
    print(f"{'module':40}" + "".join(f"{name:>10}" for name in _COLUMNS))
    total = [0] * len(_COLUMNS)
    for module in modules:
        reasoned = sum(change in known for change in module.unnoticed.values())  # type: ignore[operator]
        new = len(module.unnoticed) - reasoned
        figures = [sum(module.statuses.values()), module.noticed, reasoned, new, module.open]
        total = [sum(pair) for pair in zip(total, figures, strict=True)]
        print(f"{module.name:40}" + "".join(f"{figure:>10}" for figure in figures))
    print(f"{'all':40}" + "".join(f"{figure:>10}" for figure in total))


if __name__ == "__main__":
    sys.exit(main())
