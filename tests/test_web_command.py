"""``roadmap publish`` onto a web server as a person calls it, and what it refuses before it asks anybody anything."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from pipeline.cli import CLEAN, OUTSIDE, USAGE, main
from pipeline.publish import DESTINATIONS, Order
from pipeline.publish.failures import PublishError
from pipeline.publish.folder import Folder
from pipeline.publish.web.remote import Entry, Kind
from pipeline.publish.web.sftp import Account
from pipeline.publish.web.webdav import WebdavServer, _entries
from tests.ckan_cases import editions
from tests.graphs import DATASET
from tests.towns import copy_town

SECRET = "a-secret-that-nobody-may-see"


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder beside a town that has an edition."""
    copy_town(tmp_path)
    monkeypatch.chdir(tmp_path)
    Folder(Path("output/beispielstadt")).publish(editions().first)
    served = tmp_path / "served"
    served.mkdir()
    monkeypatch.setenv("FOLDER_PATH", str(served))
    return served


def _roadmap(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(("publish", "beispielstadt", "--to", *arguments))
    return int(ended.value.code or 0)


def test_a_dry_run_says_what_would_be_done_and_writes_nothing(served: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _roadmap("folder", "--dry-run") == CLEAN
    said = capsys.readouterr().out
    assert _roadmap("folder", "--dry-run", "--format", "json") == CLEAN
    told = json.loads(capsys.readouterr().out)

    assert "Neueste Ausgabe (current):" in said
    assert not told["up_to_date"]
    assert "editions/2026-11-22/edition.json" in told["groups"][0]["new"]
    assert list(served.iterdir()) == []


def test_a_publication_says_what_it_did_and_a_second_that_nothing_was_sent(
    served: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _roadmap("folder") == CLEAN
    first = capsys.readouterr().out
    assert _roadmap("folder") == CLEAN

    assert f"Ausgabe 2026-11-22 steht auf {served}\nDateien: " in first
    assert "nichts gesendet" in capsys.readouterr().out
    assert (served / "current" / "edition.json").is_file()
    assert not (served / "current").is_symlink()


def test_a_foreign_file_ends_with_three_and_is_named(served: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (served / "current").write_text("foreign", "utf-8")

    assert _roadmap("folder") == OUTSIDE

    assert "current/" in capsys.readouterr().err
    assert [path.name for path in served.iterdir()] == ["current"]


def test_the_folder_of_the_editions_itself_is_no_destination(served: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in ("output", "output/beispielstadt", "output/beispielstadt/public"):
        monkeypatch.setenv("FOLDER_PATH", str(served.parent / path))
        assert _roadmap("folder") == USAGE


WRONG: tuple[tuple[str, Mapping[str, str]], ...] = (
    ("folder", {"FOLDER_PATH": "www"}),
    ("sftp", {"SFTP_HOST": "a.example"}),
    ("sftp", {"SFTP_HOST": "a.example", "SFTP_PATH": "www", "SFTP_PORT": "0"}),
    ("sftp", {"SFTP_HOST": "a.example", "SFTP_PATH": "www", "SFTP_KNOWN_HOSTS": "/nowhere/known_hosts"}),
    ("webdav", {"WEBDAV_URL": "http://dav.example/"}),
    ("webdav", {"WEBDAV_URL": f"https://town:{SECRET}@dav.example/"}),
    ("webdav", {"WEBDAV_URL": f"https://dav.example/?token={SECRET}"}),
    ("webdav", {"WEBDAV_URL": "ftp://dav.example/"}),
    ("webdav", {"WEBDAV_URL": "https://dav.example/", "WEBDAV_TOKEN": f"{SECRET}\nX: y"}),
    ("webdav", {"WEBDAV_URL": "https://dav.example/", "WEBDAV_PASSWORD": SECRET}),
)


@pytest.mark.parametrize(("kind", "environment"), WRONG)
def test_what_cannot_be_meant_is_refused_at_once_and_no_secret_is_repeated(
    kind: str, environment: Mapping[str, str], served: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    for name, value in {"SFTP_PASSWORD": SECRET, **environment}.items():
        monkeypatch.setenv(name, value)

    assert _roadmap(kind) == USAGE

    said = capsys.readouterr()
    assert SECRET not in said.out + said.err
    assert list(served.iterdir()) == []


def test_what_opens_a_server_stands_in_no_file_and_in_nothing_that_is_printed(served: Path) -> None:
    account = Account("a.example", "www", Path("/known"), password=SECRET, passphrase=SECRET)
    (served / "known_hosts").touch()
    house = served.parent / "output" / "beispielstadt"
    environment = {
        "SFTP_HOST": "a.example", "SFTP_PATH": "www", "SFTP_PASSWORD": SECRET,
        "SFTP_KNOWN_HOSTS": str(served / "known_hosts"), "WEBDAV_URL": "https://dav.example/", "WEBDAV_TOKEN": SECRET,
    }  # fmt: skip
    for kind in ("sftp", "webdav"):
        with DESTINATIONS[kind](Order(DATASET, house, environment)):
            pass

    assert SECRET not in f"{account!r} {account.location}"
    assert not any(SECRET.encode() in path.read_bytes() for path in house.rglob("*") if path.is_file())


def _told(*responses: tuple[str, str]) -> bytes:
    said = "".join(
        f"<d:response><d:href>{href}</d:href><d:propstat><d:prop>{prop}</d:prop></d:propstat></d:response>"
        for href, prop in responses
    )
    return f'<d:multistatus xmlns:d="DAV:">{said}</d:multistatus>'.encode()


FOLDER, FILE = "<d:resourcetype><d:collection/></d:resourcetype>", "<d:getcontentlength>3</d:getcontentlength>"


def test_a_listing_is_read_whether_its_addresses_are_whole_or_paths_alone() -> None:
    for host in ("", "https://dav.example"):
        content = _told(
            (f"{host}/www/", FOLDER), (f"{host}/www/%C3%BC%20b.html", FILE), (f"{host}/www/current/", FOLDER)
        )

        assert dict(_entries(content, "/www")) == {"ü b.html": Entry(Kind.FILE, 3), "current": Entry(Kind.FOLDER)}


def test_a_listing_tells_of_nothing_outside_of_its_folder() -> None:
    content = _told(("/www/", FOLDER), ("/other/a.html", FILE), ("/www/a/b.html", FILE), ("/", FOLDER))

    assert _entries(content, "/www") == []


def test_a_page_in_the_place_of_a_listing_is_no_empty_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    class Answer:
        status_code, ok, content = 200, True, b"<html>Welcome</html>"

    server = WebdavServer("https://dav.example/www", "")
    monkeypatch.setattr(server._session, "request", lambda *_, **__: Answer())

    with pytest.raises(PublishError, match="WebDAV"):
        server.list("")
