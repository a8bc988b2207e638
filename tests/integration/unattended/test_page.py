"""The page beside a watcher at work: it answers, holds up nobody, is started anew, and is gone with its watcher."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest

from pipeline.watch.page import open_page
from tests.integration.unattended.stage import TOWN, Stage, build_stage, kill

pytestmark = pytest.mark.integration
WAIT_S = 60.0


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return build_stage(tmp_path)


@pytest.fixture
def started(stage: Stage) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A watcher with a page, and the port that it told."""
    process = stage.start("--port", "0", "--every", "0.5", "--now")
    assert process.stdout is not None
    told = next(line for line in process.stdout if "Statusseite" in line)
    yield process, int(re.findall(r":(\d+)/", told)[0])
    if process.poll() is None:
        kill(process)
    process.stdout.close()


def _ask(port: int, address: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", address)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def _is_gone(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return True
    return False


def _until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + WAIT_S
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.1)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_every_address_answers_until_the_watcher_is_ended_however_it_is(
    how: signal.Signals, started: tuple[subprocess.Popen[str], int]
) -> None:
    process, port = started

    answers = {address: _ask(port, address) for address in ("/", "/status.json", "/health", "/metrics", "/x")}
    process.send_signal(how)
    process.wait(20)

    assert {address: code for address, (code, _) in answers.items()} == {
        **dict.fromkeys(("/", "/status.json", "/health", "/metrics"), 200),
        "/x": 404,
    }
    assert json.loads(answers["/status.json"][1])["towns"][0]["town"] == TOWN
    _until(lambda: _is_gone(port))


def test_an_edition_goes_out_while_clients_hold_on_to_the_page(
    stage: Stage, started: tuple[subprocess.Popen[str], int]
) -> None:
    _, port = started
    with ExitStack() as held:
        for number in range(100):
            client = held.enter_context(socket.create_connection(("127.0.0.1", port), 5))
            client.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow:" if number % 2 else b"")
        stage.drop(1)

        with ThreadPoolExecutor(200) as asking:
            begun = time.monotonic()
            codes = [code for code, _ in asking.map(lambda _: _ask(port, "/"), range(200))]
            print(f"200 at once: {time.monotonic() - begun:.2f} s")
        _until(lambda: "Nr. 1" in stage.said())

        assert codes == [200] * 200
        assert _ask(port, "/health")[0] == 200


def test_a_page_that_dies_is_started_anew(stage: Stage) -> None:
    told: list[str] = []
    stage.once("--now", "--every", "0.2")
    settings = [stage.sources / TOWN / "dataset.toml"]
    with open_page(0, settings, stage.output, 10.0, lambda text: told.append(text.en)) as page:
        port = page.listening.getsockname()[1]
        page.keep()
        before = _ask(port, "/status.json")
        assert page._process is not None
        os.kill(page._process.pid, signal.SIGKILL)
        page._process.wait()
        page.keep()  # not at once again
        assert page._process.returncode == -signal.SIGKILL
        page._started -= 60
        page.keep()

        assert (before[0], _ask(port, "/status.json")[0]) == (200, 200)
    assert told == ["The status page is started anew"]
    assert _is_gone(port)
