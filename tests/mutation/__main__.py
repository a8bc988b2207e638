"""``python -m tests.mutation [PATTERN …]``: try the mutants of these files, and tell which nobody noticed.

Ends with 1 where a mutant lives on that ``reasons.toml`` does not know. How each ended stays in ``mutants/results``:
a run that was broken off goes on where it was, and a file is tried anew when it has changed. ``--again`` tries those
again that lived on, after tests were added.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections.abc import Collection, Sequence
from pathlib import Path

from tests.mutation.mutants import FORBIDDEN, HOME, Change, MutatedFile, forbidden_by_types, lay_out, mutate
from tests.mutation.targets import find_targets
from tests.mutation.trying import SURVIVED, run_clean, try_mutants

REASONS = Path(__file__).parent / "reasons.toml"
_COLUMNS = ("mutants", "types", "tests", "reasoned", "new", "open")


def main() -> int:
    """Try, and tell."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("patterns", nargs="*", help="such as 'pipeline/lift/*'; all where none is given")
    parser.add_argument("--again", action="store_true")
    parser.add_argument("--at-once", type=int, default=2)
    options = parser.parse_args()
    lay_out()
    tests_of = {mutate(path): tests for path, tests in find_targets(options.patterns)}
    _check_types([file for file in tests_of if not file.read()])
    for file, tests in tests_of.items():
        _try(file, tests, options.at_once, again=options.again)
    return _tell(list(tests_of), read_reasons())


def read_reasons() -> frozenset[Change]:
    """The changes that need no test; the reason stands beside each."""
    accepted = tomllib.loads(REASONS.read_text("utf-8")).get("accepted", [])
    return frozenset(Change(each["function"], each["was"], each["becomes"]) for each in accepted if each["reason"])


def _check_types(files: Sequence[MutatedFile]) -> None:
    for file, name in forbidden_by_types(files) if files else ():
        file.write(file.read() | {name: FORBIDDEN})


def _try(file: MutatedFile, tests: Sequence[str], at_once: int, *, again: bool) -> None:
    ended = file.read()
    due = {name: tests for name in file.changes if name not in ended or (again and ended[name] == SURVIVED)}
    if not due:
        return
    timeout_s = 30 + 6 * run_clean(HOME.resolve(), tests)
    for number, (name, how) in enumerate(try_mutants(HOME.resolve(), due, timeout_s=timeout_s, at_once=at_once), 1):
        ended[name] = how
        file.write(ended)
        if number % 20 == 0 or number == len(due):
            print(f"{file.path}: {number} of {len(due)}", flush=True)


def _tell(files: Sequence[MutatedFile], known: Collection[Change]) -> int:
    print(f"{'file':38}" + "".join(f"{name:>10}" for name in _COLUMNS))
    total, new = [0] * len(_COLUMNS), set()
    for file in files:
        ended = file.read()
        left = {file.changes[name] for name, how in ended.items() if how == SURVIVED}
        new |= left - set(known)
        forbidden = sum(how == FORBIDDEN for how in ended.values())
        noticed = sum(how not in (FORBIDDEN, SURVIVED) for how in ended.values())
        survived = len(ended) - forbidden - noticed
        known_ones = sum(how == SURVIVED and file.changes[name] in known for name, how in ended.items())
        open_ones = len(file.changes) - len(ended)
        figures = [len(file.changes), forbidden, noticed, known_ones, survived - known_ones, open_ones]
        total = [sum(pair) for pair in zip(total, figures, strict=True)]
        print(f"{file.path!s:38}" + "".join(f"{figure:>10}" for figure in figures))
    print(f"{'all':38}" + "".join(f"{figure:>10}" for figure in total))
    for change in sorted(new):
        print(f"\n{change}")
    return 1 if new else 0


if __name__ == "__main__":
    sys.exit(main())
