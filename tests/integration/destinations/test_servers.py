"""A town's public folder on real servers: all that is wanted and nothing else, after a kill too, and told to nobody."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

pytest.importorskip("cheroot", reason="make test-destinations installs it")

from pipeline.model.edition import Receipt
from pipeline.publish import DESTINATIONS, Order
from pipeline.publish.failures import Denied, PublishError
from pipeline.publish.folder import Folder
from tests.graphs import DATASET
from tests.integration.destinations.servers import PASSWORD, sftp_server, webdav_server
from tests.site_checks import broken_links, pages_of
from tests.towns import SECOND_DAY, copy_town, output_of, publish, show

pytestmark = pytest.mark.integration
TOWN = "beispielstadt"


@pytest.fixture(scope="module")
def houses(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The town's folder with an edition and its pages, and with the one after it."""
    place = copy_town(tmp_path_factory.mktemp("house"), TOWN)
    publish(place)
    show(place)
    first = tmp_path_factory.mktemp("first") / TOWN
    shutil.copytree(output_of(place) / TOWN, first, symlinks=True)
    text = (place / "dataset.toml").read_text("utf-8")
    (place / "dataset.toml").write_text(text.replace("Digitale Agenda", "Plan"), "utf-8")
    publish(place, now=SECOND_DAY)
    show(place)
    return first, output_of(place) / TOWN


@contextmanager
def _folder(_: Path, served: Path) -> Iterator[Mapping[str, str]]:
    yield {"FOLDER_PATH": str(served)}


@contextmanager
def _sftp(place: Path, served: Path) -> Iterator[Mapping[str, str]]:
    with sftp_server(place) as environment:
        yield {**environment, "SFTP_PATH": str(served)}


@contextmanager
def _webdav(_: Path, served: Path) -> Iterator[Mapping[str, str]]:
    with webdav_server(served) as environment:
        yield environment


SERVERS = {"folder": _folder, "sftp": _sftp, "webdav": _webdav}


def _publish(kind: str, house: Path, environment: Mapping[str, str]) -> Receipt:
    edition = Folder(house).read_edition()
    assert edition is not None
    with DESTINATIONS[kind](Order(DATASET, house, environment)) as destination:
        return destination.publish(edition)


def _shown(place: Path) -> dict[str, bytes]:
    files = (path for path in place.rglob("*") if path.is_file() and ".roadmap" not in path.parts)
    return {path.relative_to(place).as_posix(): path.read_bytes() for path in files}


def _wanted(house: Path) -> dict[str, bytes]:
    current = (house / "public" / "current").iterdir()
    return _shown(house / "public") | {f"current/{path.name}": path.read_bytes() for path in current}


@pytest.mark.parametrize("kind", SERVERS)
def test_two_editions_one_after_the_other_stand_there_whole_and_the_second_time_nothing_is_written(
    kind: str, houses: tuple[Path, Path], tmp_path: Path
) -> None:
    served = tmp_path / "served"
    served.mkdir()
    (served / "ours.txt").write_text("foreign", "utf-8")
    with SERVERS[kind](tmp_path, served) as environment:
        for house in houses:
            assert _publish(kind, house, environment).changed
            assert _shown(served) == {**_wanted(house), "ours.txt": b"foreign"}
            assert list(broken_links(served, pages_of(served))) == []
            before = {path: path.stat().st_mtime_ns for path in served.rglob("*")}

            again = _publish(kind, house, environment)

            assert not again.changed
            assert {path: path.stat().st_mtime_ns for path in served.rglob("*")} == before


@pytest.mark.parametrize("kind", SERVERS)
def test_a_foreign_file_in_the_way_is_told_before_anything_is_written(
    kind: str, houses: tuple[Path, Path], tmp_path: Path
) -> None:
    served = tmp_path / "served"
    served.mkdir()
    (served / "index.html").write_text("foreign", "utf-8")
    with SERVERS[kind](tmp_path, served) as environment, pytest.raises(PublishError, match=r"index\.html"):
        _publish(kind, houses[0], environment)

    assert [path.name for path in served.rglob("*")] == ["index.html"]
    assert (served / "index.html").read_text("utf-8") == "foreign"


_RUN = """
import os, sys
from pathlib import Path
from tests.integration.destinations.test_servers import _publish
_publish("sftp", Path(sys.argv[1]), os.environ)
"""


@pytest.mark.parametrize("moment", [".roadmap/new", ".roadmap/ledger.json", "current"])
def test_a_run_killed_over_sftp_leaves_no_broken_link_and_is_finished_by_the_next(
    moment: str, houses: tuple[Path, Path], tmp_path: Path
) -> None:
    served = tmp_path / "served"
    served.mkdir()
    with _sftp(tmp_path, served) as environment:
        process = subprocess.Popen(
            [sys.executable, "-c", _RUN, str(houses[0])], env={**os.environ, **environment}, stderr=subprocess.DEVNULL
        )
        _wait_until((served / moment).exists, process)
        process.send_signal(signal.SIGKILL)
        assert process.wait(10) == -signal.SIGKILL
        assert not (served / "index.html").exists() or list(broken_links(served, pages_of(served))) == []

        assert _publish("sftp", houses[0], environment).changed

    assert _shown(served) == _wanted(houses[0])


def _wait_until(is_so: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    for _ in range(6000):
        if is_so():
            return
        assert process.poll() is None
        time.sleep(0.005)
    raise AssertionError("it never came so far")


def test_a_server_with_another_key_than_the_one_that_is_known_gets_nothing(
    houses: tuple[Path, Path], tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "empty").touch()
    with _sftp(tmp_path, tmp_path) as environment, sftp_server(tmp_path / "other") as other:
        entry = (tmp_path / "other" / "known_hosts").read_text("ascii")
        swapped = entry.replace(other["SFTP_PORT"], environment["SFTP_PORT"])
        (tmp_path / "swapped").write_text(swapped, "ascii")
        for known_hosts in ("swapped", "empty"):
            with pytest.raises(PublishError, match="nothing was sent"):
                _publish("sftp", houses[0], {**environment, "SFTP_KNOWN_HOSTS": str(tmp_path / known_hosts)})

    assert not (tmp_path / ".roadmap").exists()


def test_who_is_not_let_in_is_told_so_without_the_password(houses: tuple[Path, Path], tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    wrong = f"{PASSWORD}-wrong"
    with webdav_server(tmp_path) as environment, pytest.raises(Denied) as refused:
        _publish("webdav", houses[0], {**environment, "WEBDAV_PASSWORD": wrong})
    with (
        _sftp(tmp_path, tmp_path) as environment,
        sftp_server(tmp_path / "other") as other,
        pytest.raises(Denied) as refused_there,
    ):
        _publish("sftp", houses[0], {**environment, "SFTP_KEY": other["SFTP_KEY"], "SFTP_PASSWORD": wrong})

    told = f"{refused.value.message}{refused_there.value.message}"
    assert PASSWORD not in told
    assert "lässt uns nicht ein" in told
