"""The project with its mutants in a folder beside it, and what is known of each."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from mutmut.mutation.file_mutation import mutate_file_contents
from mutmut.utils.format_utils import get_mutant_name

HOME = Path("mutants")
_COPIED = ("ontology", "pipeline", "shapes", "sources", "tests", "pyproject.toml")
_TYPES = ("--output", "json", "--no-warn-unused-ignores", "--no-error-summary", "pipeline")
FORBIDDEN = "forbidden by types"


@dataclass(frozen=True, order=True)
class Change:
    """What a mutant changes in a function: the lines as they are, and what becomes of them."""

    function: str
    was: str
    becomes: str

    def __str__(self) -> str:
        was, becomes = self.was.replace("\n", "\n    - "), self.becomes.replace("\n", "\n    + ")
        return f"{self.function}\n    - {was}\n    + {becomes}"


@dataclass(frozen=True, eq=False)
class MutatedFile:
    """A file with all its mutants: what each changes, in which lines it stands, and which files it hangs on."""

    path: Path
    code: str
    changes: dict[str, Change]
    spans: dict[str, tuple[int, int]]

    @property
    def results(self) -> Path:
        """Where it is kept how each mutant ended. Another code has another file."""
        digest = hashlib.sha256(self.code.encode()).hexdigest()[:16]
        return HOME / "results" / f"{'.'.join(self.path.with_suffix('').parts)}-{digest}.json"

    def read(self) -> dict[str, str]:
        """How each mutant ended that was tried."""
        return json.loads(self.results.read_text("utf-8")) if self.results.exists() else {}

    def write(self, ended: dict[str, str]) -> None:
        """Keep how they ended."""
        self.results.parent.mkdir(exist_ok=True)
        self.results.write_text(json.dumps(ended, indent=1, sort_keys=True), "utf-8")


def lay_out() -> None:
    """Copy the project to where it is mutated; what is known of mutants stays."""
    HOME.mkdir(exist_ok=True)
    for name in _COPIED:
        shutil.rmtree(HOME / name, ignore_errors=True)
        if Path(name).is_dir():
            shutil.copytree(name, HOME / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(name, HOME / name)


def mutate(path: Path) -> MutatedFile:
    """All mutants of a file, in its place in the copy: each function has a copy of itself for each of its mutants."""
    made = mutate_file_contents(str(path), path.read_text("utf-8"))
    (HOME / path).write_text(made.code, "utf-8")
    lines = made.code.split("\n")
    spans = {name: (span.start, span.end) for name, span in made.line_span_by_function_name.items()}
    changes = {get_mutant_name(path, name): _change(path, name, lines, spans) for name in made.mutant_names}
    return MutatedFile(
        path, made.code, changes, {get_mutant_name(path, name): spans[name] for name in made.mutant_names}
    )


def _change(path: Path, name: str, lines: list[str], spans: dict[str, tuple[int, int]]) -> Change:
    function = name.rpartition("__mutmut_")[0]
    (start, end), (first, last) = spans[f"{function}__mutmut_orig"], spans[name]
    whole = lines[start - 1 : end], [line.replace(name, f"{function}__mutmut_orig") for line in lines[first - 1 : last]]
    was, becomes = (tuple(line.strip() for line in side) for side in whole)
    while was and becomes and was[0] == becomes[0]:
        was, becomes = was[1:], becomes[1:]
    while was and becomes and was[-1] == becomes[-1]:
        was, becomes = was[:-1], becomes[:-1]
    shown = function.removeprefix("x_").removeprefix("xǁ").replace("ǁ", ".")
    return Change(f"{'.'.join(path.with_suffix('').parts)}.{shown}", "\n".join(was), "\n".join(becomes))


def forbidden_by_types(files: Iterable[MutatedFile]) -> Iterator[tuple[MutatedFile, str]]:
    """The mutants in which mypy finds a mistake."""
    by_path = {str(file.path): file for file in files}
    mypy = [sys.executable, "-m", "mypy", *_TYPES]
    found = subprocess.run(mypy, cwd=HOME, capture_output=True, text=True, check=False)
    if found.returncode not in (0, 1):
        raise RuntimeError(found.stdout + found.stderr)
    for line in filter(None, found.stdout.splitlines()):
        told = json.loads(line)
        file = by_path.get(told["file"])
        if file and told["severity"] == "error":
            for name, (start, end) in file.spans.items():
                if start <= told["line"] <= end:
                    yield file, name
