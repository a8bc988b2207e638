"""The unit that runs it as a service is one that systemd knows, and is closed but for what it needs."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
UNIT = ROOT / "docs" / "service" / "roadmap.service"
MOST_EXPOSED = 2.0

needs_systemd = pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is missing")


def _analyze(*words: str) -> str:
    done = subprocess.run(["systemd-analyze", *words], capture_output=True, text=True, timeout=60, check=False)
    return done.stdout + done.stderr


@needs_systemd
def test_systemd_knows_every_word_of_the_unit(tmp_path: Path) -> None:
    unit = tmp_path / UNIT.name
    unit.write_text(UNIT.read_text("utf-8").replace("/opt/roadmap/bin/roadmap", "/bin/true"), "utf-8")

    assert unit.name not in _analyze("verify", str(unit))


@needs_systemd
def test_the_unit_is_closed_but_for_what_it_needs() -> None:
    found = re.search(r"Overall exposure level for \S+ ([\d.]+)", _analyze("security", "--offline=true", str(UNIT)))

    assert found
    assert float(found[1]) <= MOST_EXPOSED


def test_the_container_is_pinned_runs_as_nobody_and_holds_no_secret() -> None:
    lines = (ROOT / "Containerfile").read_text("utf-8").splitlines()

    assert all(re.search(r":3\.11\.\d+-slim", line) for line in lines if line.startswith("FROM"))
    assert "USER 10001:10001" in lines
    assert not any(re.search("TOKEN|PASSWORD|SECRET|API_KEY", line) for line in lines)


def test_the_line_of_cron_looks_once() -> None:
    (line,) = (ROOT / "docs" / "service" / "roadmap.cron").read_text("utf-8").splitlines()

    assert " watch --once " in line
    assert "%" not in line
