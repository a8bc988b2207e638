"""Files that stand are replaced all together, wherever a run is killed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.publish.amend import ASIDE, Amendment, decide, finish, lay_aside

OLD = {"public/editions/a/x.csv": b"old x", "public/editions/a/y.csv": b"old y", "internal/editions/a/z.json": b"old z"}
NEW = {"public/editions/a/x.csv": b"new x", "internal/editions/a/z.json": b"new z", "internal/erasures.json": b"[]"}


def _stand(root: Path) -> None:
    for name, content in OLD.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)


def _amendments(root: Path) -> list[Amendment]:
    return [
        Amendment(root / "public/editions/a", {"x.csv": b"new x"}, ("y.csv",)),
        Amendment(root / "internal/editions/a", {"z.json": b"new z"}),
        Amendment(root / "internal", {"erasures.json": b"[]"}),
    ]


def _what_stands(root: Path) -> dict[str, bytes]:
    paths = (path for path in root.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}


class Killed(Exception):
    """The run ended here, and no line of it is run any more."""


def _killed_at(step: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the so many-th thing that touches the disk be the last."""
    left = [step]

    def counted(done: Callable[..., Any]) -> Callable[..., Any]:
        def act(*given: Any, **named: Any) -> Any:
            left[0] -= 1
            if left[0] < 0:
                raise Killed
            return done(*given, **named)

        return act

    for name in ("replace", "unlink", "mkdir", "open", "chmod"):
        monkeypatch.setattr(Path, name, counted(getattr(Path, name)))
    monkeypatch.setattr(shutil, "rmtree", counted(shutil.rmtree))


def test_all_is_replaced_and_nothing_is_left_aside(tmp_path: Path) -> None:
    _stand(tmp_path)

    lay_aside(tmp_path, _amendments(tmp_path))
    decide(tmp_path, _amendments(tmp_path))

    assert _what_stands(tmp_path) == NEW


def test_what_was_only_laid_aside_is_dropped(tmp_path: Path) -> None:
    _stand(tmp_path)

    lay_aside(tmp_path, _amendments(tmp_path))
    finish(tmp_path)

    assert _what_stands(tmp_path) == OLD
    assert not (tmp_path / ASIDE).exists()


def test_wherever_a_run_is_killed_the_next_leaves_all_of_it_or_nothing(tmp_path: Path) -> None:
    seen = []
    for step in range(100):
        root = tmp_path / str(step)
        _stand(root)
        with pytest.MonkeyPatch.context() as monkeypatch:
            _killed_at(step, monkeypatch)
            try:
                lay_aside(root, _amendments(root))
                decide(root, _amendments(root))
                is_killed = False
            except Killed:
                is_killed = True

        finish(root)

        seen.append(_what_stands(root))
        assert seen[-1] in (OLD, NEW), step
        if not is_killed:
            break
    assert seen[0] == OLD
    assert seen[-1] == NEW
    assert seen == sorted(seen, key=lambda stands: stands == NEW), "what is decided on is not undone"
    assert seen.count(NEW) > 5


def test_a_file_keeps_its_rights(tmp_path: Path) -> None:
    _stand(tmp_path)
    (tmp_path / "public/editions/a/x.csv").chmod(0o640)

    lay_aside(tmp_path, _amendments(tmp_path))
    decide(tmp_path, _amendments(tmp_path))

    assert (tmp_path / "public/editions/a/x.csv").stat().st_mode & 0o777 == 0o640
