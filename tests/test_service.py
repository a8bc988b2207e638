"""The unit that runs it as a service is one that systemd knows, and is closed but for what it needs."""

from __future__ import annotations

import json
import re
import shutil
import socket
import subprocess
import sys
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


def test_whoever_asks_how_it_goes_asks_at_the_port_that_is_served() -> None:
    container = (ROOT / "Containerfile").read_text("utf-8")
    health = json.loads(container.partition("HEALTHCHECK")[2].partition(" CMD ")[2].splitlines()[0])
    started = json.loads(container.rpartition("\nCMD ")[2])

    port = started[started.index("--port") + 1]
    assert health[:2] == ["python", "-c"]
    assert f"'127.0.0.1', {port}," in health[2]
    assert f"watch --port {port} " in UNIT.read_text("utf-8")


@pytest.mark.parametrize(("status", "code"), [(200, 0), (503, 1), (None, 1)])
def test_the_container_is_as_well_as_the_page_says(status: int | None, code: int) -> None:
    container = (ROOT / "Containerfile").read_text("utf-8")
    words = json.loads(container.partition("HEALTHCHECK")[2].partition(" CMD ")[2].splitlines()[0])

    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        asked = subprocess.Popen(
            [sys.executable, "-c", words[2].replace("8321", str(port))],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"http_proxy": "http://127.0.0.1:1"},
        )
        client, _ = listening.accept()
        with client:
            client.recv(4096)
            if status:
                client.sendall(f"HTTP/1.1 {status} X\r\nContent-Length: 4\r\n\r\nwell".encode())
        said, _ = asked.communicate(timeout=20)

    assert (asked.returncode, said.strip()) == (code, b"well" if status else b"")


def test_the_line_of_cron_looks_once() -> None:
    (line,) = (ROOT / "docs" / "service" / "roadmap.cron").read_text("utf-8").splitlines()

    assert " watch --once " in line
    assert "%" not in line
