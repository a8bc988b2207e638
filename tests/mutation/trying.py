"""A mutant to whether its tests notice it: each in a process of its own, which imports the project anew.

mutmut makes the mutants. It would choose one after the project was imported, and try it with the tests that called the
function in a first run: what was made at import and what a cache holds would hide it.
"""

from __future__ import annotations

import importlib
import os
import signal
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest

# None that is a plugin of pytest: those want to be imported by it.
_HEAVY = ("openpyxl", "pyoxigraph", "pyshacl", "rdflib", "requests", "rich", "jinja2", "icalendar", "chardet")
_OPTIONS = ("-x", "-q", "-n", "0", "--tb=no", "-p", "no:cacheprovider")
KILLED, SURVIVED, TIMEOUT = "killed", "survived", "timeout"


def run_clean(home: Path, tests: Sequence[str]) -> float:
    """How many seconds the tests take without a mutant. Raises ``RuntimeError`` where they fail."""
    begin = time.monotonic()
    ended = dict(try_mutants(home, {"": tests}, timeout_s=1200, at_once=1))
    if ended[""] != SURVIVED:
        raise RuntimeError(f"the tests fail without a mutant: {' '.join(tests)}")
    return time.monotonic() - begin


def try_mutants(
    home: Path, tests_by_mutant: Mapping[str, Sequence[str]], *, timeout_s: float, at_once: int = 2
) -> Iterator[tuple[str, str]]:
    """How each mutant ended, as they end. ``home`` is the folder with the mutated code."""
    for name in _HEAVY:
        importlib.import_module(name)
    waiting = [*tests_by_mutant.items()][::-1]
    running: dict[int, tuple[str, float]] = {}
    while waiting or running:
        while waiting and len(running) < at_once:
            name, tests = waiting.pop()
            running[_fork(home, name, tests)] = name, time.monotonic() + timeout_s
        yield from _ended(running)
        time.sleep(0.02)


def _ended(running: dict[int, tuple[str, float]]) -> Iterator[tuple[str, str]]:
    for process, (name, deadline) in [*running.items()]:
        late = time.monotonic() > deadline
        if late:
            os.kill(process, signal.SIGKILL)
        done, status = os.waitpid(process, 0 if late else os.WNOHANG)
        if done:
            del running[process]
            yield name, TIMEOUT if late else KILLED if status else SURVIVED


def _fork(home: Path, name: str, tests: Iterable[str]) -> int:
    process = os.fork()
    if process:
        return process
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    code = 1
    try:
        os.chdir(home)
        os.environ |= {"MUTANT_UNDER_TEST": name, "PYTHONPATH": str(home)}
        sys.path[:] = [str(home), *(place for place in sys.path if place and Path(place) != home.parent)]
        for module in [*sys.modules]:
            if module.partition(".")[0] in ("pipeline", "tests"):
                del sys.modules[module]
        code = int(pytest.main([*_OPTIONS, *tests]))
    finally:
        os._exit(code)
