"""The portal's parts as processes, their ports and their files: what must hold before there is a portal."""

import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from stack import process
from stack.errors import PortalError
from stack.layout import Layout, write_secret
from stack.ports import Ports, choose_ports, is_free


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    layout = Layout(tmp_path)
    layout.logs.mkdir()
    layout.pids.mkdir()
    return layout


def part(program: str, *, ready: bool = True, within_s: float = 5) -> process.Part:
    return process.Part("part", (sys.executable, "-c", program), lambda: ready, within_s)


SLEEP = "import time; time.sleep(60)"


def test_a_part_is_started_once(layout: Layout) -> None:
    process.start(part(SLEEP), layout)
    first = process.read_pid(layout, "part")

    process.start(part(SLEEP), layout)

    assert first is not None
    assert process.read_pid(layout, "part") == first
    assert process.stop("part", layout)
    assert process.read_pid(layout, "part") is None


def test_a_part_that_does_not_listen_is_killed(layout: Layout) -> None:
    deaf = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); " + SLEEP
    process.start(part(deaf), layout)
    while "deaf" not in layout.log("part").read_text():
        pass

    assert process.stop("part", layout, signal.SIGTERM, within_s=0.3)

    assert process.read_pid(layout, "part") is None


def test_a_number_that_another_process_got_is_left_alone(layout: Layout) -> None:
    with subprocess.Popen([sys.executable, "-c", SLEEP]) as stranger:
        (layout.pids / "part.pid").write_text(f"{stranger.pid} 1\n", encoding="utf-8")

        assert not process.stop("part", layout)

        assert stranger.poll() is None
        stranger.kill()


def test_a_damaged_pid_file_is_no_process(layout: Layout) -> None:
    (layout.pids / "part.pid").write_text("?", encoding="utf-8")

    assert process.read_pid(layout, "part") is None


def test_a_part_that_dies_shows_the_end_of_its_log(layout: Layout) -> None:
    dying = part("raise SystemExit('no space left')", ready=False)
    process.start(dying, layout)

    with pytest.raises(PortalError) as failure:
        process.wait_until_ready(dying, layout)

    assert str(layout.log("part")) in str(failure.value)
    assert "no space left" in str(failure.value)


def test_a_part_that_takes_too_long_is_named(layout: Layout) -> None:
    slow = part(SLEEP, ready=False, within_s=0.3)
    process.start(slow, layout)

    with pytest.raises(PortalError, match="part is not ready after 0 s"):
        process.wait_until_ready(slow, layout)

    process.stop("part", layout)


def test_a_part_that_is_needed_for_a_while_is_stopped_afterwards(layout: Layout) -> None:
    with pytest.raises(ZeroDivisionError), process.running(part(SLEEP), layout):
        pid = process.read_pid(layout, "part")
        raise ZeroDivisionError

    assert pid is not None
    assert not pid.alive


def test_a_port_that_someone_has_is_not_free() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()

        assert not is_free(taken.getsockname()[1])


def test_a_part_keeps_its_port_and_gives_way_to_others() -> None:
    kept = Ports(ckan=1, postgres=2, redis=3, solr=4)

    chosen = choose_ports(kept, {"redis": 33}, {"ckan"}.__contains__, free=lambda port: port in {2, 33})

    assert (chosen.ckan, chosen.postgres, chosen.redis) == (1, 2, 33)
    assert chosen.solr > 4


def test_a_port_asked_for_but_taken_is_refused() -> None:
    with pytest.raises(PortalError, match="PORTAL_CKAN_PORT"):
        choose_ports(Ports(), {"ckan": 80}, lambda _: False, free=lambda _: False)


def test_a_running_part_cannot_move() -> None:
    with pytest.raises(PortalError, match="portal/down"):
        choose_ports(Ports(ckan=1), {"ckan": 2}, lambda _: True)


def test_a_secret_is_its_owner_s_alone(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    path.write_text("old")
    path.chmod(0o644)

    write_secret(path, "new")

    assert path.read_text() == "new"
    assert path.stat().st_mode & 0o777 == 0o600
