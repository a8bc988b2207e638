"""A disk without room: the old edition stays whole, the message names the disk, and with room again all goes on."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.integration.unattended.stage import Stage, build_stage

pytestmark = pytest.mark.integration
SIZES = int(os.environ.get("WATCH_DISKS", "3"))


@contextmanager
def _small_disk(place: Path) -> Iterator[Path]:
    place.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=400m", "tmpfs", str(place)], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip("a disk of memory can be mounted by root alone")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def _resize(disk: Path, size: int) -> None:
    subprocess.run(["mount", "-o", f"remount,size={size}", str(disk)], check=True)


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """A town whose output lies on a disk of its own."""
    with _small_disk(tmp_path / "output"):
        yield build_stage(tmp_path)


def test_whatever_room_there_is_the_old_edition_stays_and_the_next_comes_with_more(stage: Stage) -> None:
    stage.drop(0)
    stage.once("--now", "--every", "0.2")
    before = _used(stage.output)
    stage.drop(1)
    stage.once("--now", "--every", "0.2")
    need = max(_used(stage.output) - before, 200_000)

    failed = 0
    for number in range(2, SIZES + 2):
        # From no room at all to more than enough, for files are written aside before others go.
        room = 4096 + int(1.5 * need * (number - 2) / SIZES)
        _resize(stage.output, _used(stage.output) + room)
        stage.drop(number)

        said = stage.once("--now", "--every", "0.2")

        stage.assert_whole()
        assert any(f"Nr. {known}" in stage.said() for known in (number - 1, number)), said
        if f"Nr. {number}" not in stage.said():
            failed += 1
            assert str(stage.output) in said, said
        _resize(stage.output, 400_000_000)
        said = stage.once("--now", "--every", "0.2")
        assert f"Nr. {number}" in stage.said(), said
        stage.assert_whole()
    assert failed


def _used(disk: Path) -> int:
    return shutil.disk_usage(disk).used
