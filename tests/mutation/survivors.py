"""What mutmut has left in ``mutants/``: how each mutant ended, and what was changed in those that nobody noticed."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.stats import status_by_exit_code
from mutmut.utils.file_utils import walk_mutatable_files

REASONS = Path(__file__).parent / "reasons.toml"
_UNNOTICED = ("survived", "no tests", "suspicious")
# A mutant that never comes to an end is noticed, and so is one that the types forbid.
_NOTICED = ("killed", "timeout", "caught by type check", "segfault")


@dataclass(frozen=True, order=True)
class Change:
    """What a mutant changes in a function: the lines as they are, and what becomes of them."""

    function: str
    was: str
    becomes: str

    def __str__(self) -> str:
        return f"{self.function}\n    - {self.was}\n    + {self.becomes}".replace("\n\n", "\n")


@dataclass(frozen=True)
class Module:
    """How the mutants of one file ended, and those that nobody noticed, by their names at mutmut."""

    name: str
    statuses: Mapping[str, int]
    unnoticed: Mapping[str, Change]

    @property
    def noticed(self) -> int:
        """How many the tests or the types have found."""
        return sum(self.statuses.get(status, 0) for status in _NOTICED)

    @property
    def open(self) -> int:
        """How many have not been tried yet."""
        return sum(self.statuses.values()) - self.noticed - len(self.unnoticed)


def read_modules(patterns: Iterable[str]) -> Iterator[Module]:
    """The mutated files whose mutants fit one of the patterns."""
    patterns = tuple(patterns)
    for path in walk_mutatable_files():
        data = SourceFileMutationData(path=path)
        data.load()
        ended = {
            name: status_by_exit_code[code]
            for name, code in data.exit_code_by_key.items()
            if not patterns or any(fnmatch(name, pattern) for pattern in patterns)
        }
        if ended:
            unnoticed = {name: _change(name, path) for name, status in ended.items() if status in _UNNOTICED}
            yield Module(".".join(path.with_suffix("").parts), Counter(ended.values()), unnoticed)


def _change(name: str, path: Path) -> Change:
    lines = get_diff_for_mutant(name, path=path).split("\n")[2:]
    was, becomes = ("\n".join(line[1:].strip() for line in lines if line.startswith(sign)) for sign in "-+")
    module, _, function = name.rpartition("__mutmut_")[0].rpartition(".")
    return Change(f"{module}.{function.removeprefix('x_').removeprefix('xǁ').replace('ǁ', '.')}", was, becomes)


def read_reasons() -> Mapping[Change, str]:
    """The changes that need no test, each with the reason."""
    accepted: list[dict[str, Any]] = tomllib.loads(REASONS.read_text("utf-8")).get("accepted", [])
    return {Change(each["function"], each["was"], each["becomes"]): each["reason"] for each in accepted}
