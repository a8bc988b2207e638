"""What opens other places is told to nobody, whatever these do wrong: in the log, the state, the status, an error."""

from __future__ import annotations

import io
import json
import logging
import os
import random
import string
import traceback
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

import paramiko
import pytest

from pipeline.cli.speech import plain
from pipeline.model.errors import PipelineError
from pipeline.model.report import Text
from pipeline.post import call_webhook, mail
from pipeline.publish import patience, session
from pipeline.publish.web import sftp
from pipeline.readers import address
from pipeline.state import State, open_state
from pipeline.state.store import Letter
from pipeline.town.resources import read_resources
from pipeline.watch import work
from pipeline.watch.folder_stamp import folder_stamp
from pipeline.watch.jobs import Job
from pipeline.watch.status import in_lines, read_status, reasons
from pipeline.watch.watched import Watched
from pipeline.watch.watcher import Watcher
from pipeline.watch.workers import Here
from tests.towns import copy_town, output_of, publish
from tests.unkind_servers import ACTS, Mood, Ports, unkind_servers

pytestmark = pytest.mark.integration
RUNS = int(os.environ.get("WATCH_SECRETS", "60"))
SEED = int(os.environ.get("WATCH_SEED", "1"))
NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
DESTINATIONS = ("ckan", "sftp", "sparql", "webdav", "webdav", "ckan")
TOWN, VERSION = "beispielstadt", "2026-11-22"
PART = 8
"""So many signs of a secret in a row are as good as the secret."""


@dataclass
class Ear:
    """All that is said in a run, wherever it is said."""

    words: list[str] = field(default_factory=list)

    def tell(self, text: Text) -> None:
        """What the watcher says."""
        self.words += [text.de, text.en]


class _Listening(logging.Handler):
    def __init__(self, ear: Ear) -> None:
        super().__init__(logging.WARNING)
        self._ear = ear

    def emit(self, record: logging.LogRecord) -> None:
        self._ear.words.append(self.format(record))


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A town with an edition, which all destinations lack."""
    place = copy_town(tmp_path_factory.mktemp("town"))
    assert publish(place).receipt is not None
    key = paramiko.ECDSAKey.generate()
    key.write_private_key_file(str(place.parents[1] / "key"), password="another passphrase")
    (place.parents[1] / "known_hosts").write_text(f"127.0.0.1 {key.get_name()} {key.get_base64()}\n", "ascii")
    return place


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for long: the same is tried again at once, and a server that hangs is left soon."""
    monkeypatch.setattr(work, "read_resources", cache(read_resources))
    monkeypatch.setattr(patience, "_wait", lambda _: 0)
    monkeypatch.setattr(patience, "TRIES", 2)
    for module, name in ((session, "READ_TIMEOUT_S"), (address, "_READ_S"), (sftp, "_CONNECT_TIMEOUT_S")):
        monkeypatch.setattr(module, name, 0.1)
    for act, name, most in ((mail.send, "line", mail.Line(0.1, 0.3)), (call_webhook, "within_s", 0.2)):
        assert act.__kwdefaults__
        monkeypatch.setitem(act.__kwdefaults__, name, most)


def test_no_secret_is_told_whatever_goes_wrong(place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mood, told = Mood(random.Random(SEED)), set[str]()
    with unkind_servers(mood, tmp_path) as ports:
        for number in range(RUNS):
            mood.chance.seed(f"{SEED} {number}")
            mood.act = [*ACTS, ""][number % (len(ACTS) + 1)]
            ear, secrets = Ear(), _secrets(mood.chance)
            with monkeypatch.context() as patch:
                _set(patch, secrets, place, ports, mood.chance)
                _run(patch, place, secrets, ports, ear, sorted(set(mood.chance.sample(DESTINATIONS, 2))))
            said = "\n".join(ear.words)
            leaks = [(name, found) for name, secret in secrets.items() if (found := _part_of(secret, said))]
            assert not leaks, (number, mood.act, leaks, [word for word in ear.words if leaks[0][1] in word])
            told |= {line for line in said.splitlines() if line.startswith(f"{TOWN}: ")}
    assert len(told) > 20  # or else nothing was tried


def _secrets(chance: random.Random) -> dict[str, str]:
    names = ("ckan", "dav", "sftp", "passphrase", "sparql", "mail", "hook", "key", "source", "share", "proxy")
    plain, odd = string.ascii_letters + string.digits, string.ascii_letters + string.digits + "ä/+%&=?!ß"
    is_odd = {"dav", "sftp", "passphrase", "mail", "source", "proxy"}
    return {name: "".join(chance.choices(odd if name in is_odd else plain, k=chance.randint(12, 40))) for name in names}


def _set(
    patch: pytest.MonkeyPatch, secrets: Mapping[str, str], place: Path, ports: Ports, chance: random.Random
) -> None:
    """What the environment says: HTTP, HTTPS that is not to be trusted, or by way of a proxy."""
    home = f"http://127.0.0.1:{ports.http}"
    way = chance.choice([home, home, home, f"https://127.0.0.1:{ports.https}", "https://portal.example"])
    proxy = f"http://amt:{quote(secrets['proxy'], safe='')}@127.0.0.1:{ports.http}"
    environment = {
        "CKAN_URL": way, "CKAN_TOKEN": secrets["ckan"], "CKAN_ORGANIZATION": "stadt",
        "WEBDAV_URL": f"{way}/dav", "WEBDAV_USER": "amt", "WEBDAV_PASSWORD": secrets["dav"],
        "SPARQL_QUERY": f"{way}/query", "SPARQL_UPDATE": f"{way}/update", "SPARQL_GRAPH_STORE": f"{way}/data",
        "SPARQL_TOKEN": secrets["sparql"],
        "SFTP_HOST": "127.0.0.1", "SFTP_PORT": str(ports.http), "SFTP_PATH": "/www", "SFTP_USER": "amt",
        "SFTP_PASSWORD": secrets["sftp"], "SFTP_KEY": str(place.parents[1] / "key"),
        "SFTP_PASSPHRASE": secrets["passphrase"], "SFTP_KNOWN_HOSTS": str(place.parents[1] / "known_hosts"),
        "SMTP_USER": "amt", "SMTP_PASSWORD": secrets["mail"], "SOURCE_NEU_PASSWORD": secrets["source"],
    }  # fmt: skip
    if way.endswith(".example"):
        environment |= {"HTTPS_PROXY": proxy, "https_proxy": proxy}
    if chance.random() < 0.1:
        environment |= {
            "HTTPS_PROXY": proxy.replace("127.0.0.1", "[127.0.0.1"),
            "HTTP_PROXY": proxy.replace("@", "@@ "),
        }
    for name, value in environment.items():
        patch.setenv(name, value)


def _run(
    patch: pytest.MonkeyPatch, place: Path, secrets: Mapping[str, str], ports: Ports, ear: Ear, tried: list[str]
) -> None:
    """The watcher's looks of half an hour, with all that is said."""
    output = output_of(place)
    for path in output.glob("state.sqlite*"):
        path.unlink()
    _write_settings(place, secrets, ports)
    patch.setattr(work, "_DO", {kind: partial(_listened, act, ear) for kind, act in work._DO.items()})
    handler, said = _Listening(ear), io.StringIO()
    logging.getLogger().addHandler(handler)
    try:
        with redirect_stdout(said), redirect_stderr(said), open_state(output) as state:
            _watch(Watched(place / "dataset.toml"), state, output, ear, tried)
            ear.words += list(_of_status(state))
    finally:
        logging.getLogger().removeHandler(handler)
    ear.words += [
        said.getvalue(),
        *(path.read_bytes().decode(errors="replace") for path in output.glob("state.sqlite*")),
    ]


def _write_settings(place: Path, secrets: Mapping[str, str], ports: Ports) -> None:
    settings = place / "dataset.toml"
    text = settings.read_text("utf-8").partition("\n# what is tried\n")[0]
    home = f"http://127.0.0.1:{ports.http}"
    more = f"""
# what is tried
[[sources]]
url = "{home}/s/{secrets["share"]}"
name = "neu.xlsx"
[notices]
to = ["strategie@stadt.example", "dienst@anderswo.example"]
webhook = "{home}/{secrets["hook"]}?key={secrets["key"]}"
[mail]
host = "127.0.0.1"
port = {ports.mail}
sender = "roadmap@stadt.example"
encryption = "none"
"""
    settings.write_text(f"{text}{more}", "utf-8")


def _listened(act: Any, ear: Ear, job: Job) -> dict[str, Any]:
    """A job, with what a traceback of it would show."""
    try:
        said: dict[str, Any] = act(job)
    except Exception as error:
        ear.words.append("".join(traceback.format_exception(error)))
        if not isinstance(error, PipelineError):
            raise PipelineError("the process died") from None  # which is all that a watcher hears of it
        raise
    ear.words.append(json.dumps(said, ensure_ascii=False))
    return said


def _watch(town: Watched, state: State, output: Path, ear: Ear, tried: list[str]) -> None:
    looks = (0, 1, 60, 61, 62) if len(tried) == 1 else (0, 1)  # what failed twice is told by mail, too
    watcher = Watcher([town], output, state, Here(), tell=ear.tell)
    state.note(TOWN, "folder", folder_stamp(town))
    state.send_to(TOWN, tried, VERSION)
    state.write(Letter("trouble/1", TOWN, "trouble", {"detail": {"de": "Hier", "en": "here"}}), NOW)
    for seconds in looks:
        watcher.tick(NOW + timedelta(seconds=seconds))


def _of_status(state: State) -> Iterator[str]:
    now = NOW + timedelta(minutes=7)
    from pipeline.model.routine import Schedule

    found = read_status(state, {TOWN: Schedule()}, now)
    yield json.dumps(plain(found), default=str, ensure_ascii=False)
    for text in (*reasons(found, now), *(line for each in found for line in in_lines(each))):
        yield from text


def _part_of(secret: str, said: str) -> str:
    """A part of a secret that is told, however it is written; nothing where there is none."""
    written = {
        secret,
        quote(secret),
        quote(secret, safe=""),
        json.dumps(secret)[1:-1],
        secret.encode().decode("latin-1"),
    }
    written |= {b64encode(f"{user}{secret}".encode()).decode() for user in ("", "amt:", "\0amt\0")}
    parts = {form[at : at + PART] for form in written for at in range(len(form) - PART + 1)}
    return next((part for part in parts - _HARMLESS if part in said), "")


_HARMLESS = {b64encode(user.encode()).decode()[at : at + PART] for user in ("amt:", "\0amt\0") for at in range(4)}
