"""A town full of canaries with nobody at it: all that leads out of its watcher, by what goes that way."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import SMTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from time import sleep

import pytest

from pipeline.model.checked_copy import is_checked_copy
from pipeline.state import open_state
from pipeline.watch import alone
from pipeline.watch import watch as watch_towns
from pipeline.watch.jobs import Job
from pipeline.watch.watched import Watched
from pipeline.watch.watcher import Watcher
from pipeline.watch.workers import Children
from tests.canaries import Canaries, find_in_folder, rewrite
from tests.canary_formats import plant_csv, plant_ods, plant_xls
from tests.canary_town import plant_everywhere
from tests.integration.destinations.mail_server import Postbox, mail_server
from tests.integration.destinations.servers import webdav_server
from tests.towns import copy_town

INSIDE, OUTSIDE = "strategie@stadt.example", "dienstleister@anderswo.example"
WORKBOOKS = ("vorhaben.xlsx", "ferien.ods", "eisbahn.xls", "radwege.csv")


_FIRST_NOON_S = 1_795_604_400


class _Killing(Children):
    """Processes of which those that judge come to nothing."""

    def start(self, job: Job) -> None:
        """Start a process, and end one that judges."""
        super().start(job)
        if job.kind == "judge":
            os.killpg(self._children[job].process.pid, signal.SIGKILL)


@dataclass
class House:
    """Where the town lies, what opens its destinations, and what came out of it so far."""

    place: Path
    canaries: Canaries
    postbox: Postbox
    environment: dict[str, str]
    called: list[bytes] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    day: int = 0
    unsent: dict[int, set[str]] = field(default_factory=dict)
    handed_in: dict[int, set[str]] = field(default_factory=dict)

    @property
    def sources(self) -> Path:
        """The folder of the town's folder."""
        return self.place / "sources"

    @property
    def output(self) -> Path:
        """The town's output, and the state."""
        return self.place / "output"

    @property
    def town(self) -> Path:
        """Where its settings lie."""
        return self.sources / "beispielstadt"

    def drop(self, path: Path, name: str) -> None:
        """Put a file into the inbox, and note what is in it."""
        (self.place / "handed").mkdir(exist_ok=True)
        shutil.copy(path, self.place / "handed" / name)
        for number, where in find_in_folder(self.place / "handed").items():
            self.handed_in.setdefault(number, set()).update(where)
        (self.town / "inbox").mkdir(exist_ok=True)
        shutil.move(self.place / "handed" / name, self.town / "inbox" / name)

    def drop_edited(self, number: int, edit: Callable[[str], str]) -> None:
        """Put the workbook into the inbox with its sheet edited; all corners stay as they are."""
        path = self.place / f"{number}.xlsx"
        shutil.copy(self.place / "vorhaben.xlsx", path)
        rewrite(path, {"xl/worksheets/sheet1.xml": edit}, {}, f"{number}".encode())
        self.drop(path, "vorhaben.xlsx")

    def run(self, *command: str) -> str:
        """``roadmap``, to its end; what it said, to whomever."""
        there = ("--sources", str(self.sources), "--output", str(self.output))
        paths = os.pathsep.join(map(os.path.abspath, filter(None, sys.path)))
        done = subprocess.run(
            [sys.executable, "-m", "pipeline", *command, *there],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            env={**os.environ, "PYTHONPATH": paths, **self.environment, "SOURCE_DATE_EPOCH": str(self.moment)},
        )
        self.said += [done.stdout, done.stderr]
        return done.stdout + done.stderr

    @property
    def moment(self) -> int:
        """Noon of the day, in seconds."""
        return _FIRST_NOON_S + self.day * 86_400

    def watch(self) -> str:
        """Look until there is nothing left to do, on another day than before."""
        self.day += 1
        return self.run("watch", "--once", "--now", "--every", "0.1")

    def watch_killing(self) -> None:
        """The same in this process, with each judge killed as soon as it is at work."""
        self.day += 1
        tell, output, now = self.said.append, self.output.absolute(), datetime.fromtimestamp(self.moment, UTC)
        with pytest.MonkeyPatch.context() as patch, alone(output), open_state(output) as state:
            for name, value in {**self.environment, "SOURCE_DATE_EPOCH": str(self.moment)}.items():
                patch.setenv(name, value)
            watched = [Watched(self.town / "dataset.toml")]
            watcher = Watcher(watched, output, state, _Killing(), at_once=True, tell=lambda text: tell("\n".join(text)))
            watch_towns(watcher, lambda: now, _rest, once=True)

    def mails(self, mailbox: str) -> tuple[list[bytes], list[tuple[str, bytes]]]:
        """What a mailbox was written, without what is attached; and the attached files by their names."""
        bodies, attached = [], []
        for to, content in self.postbox.arrived:
            if mailbox not in to:
                continue
            message = message_from_bytes(content, policy=SMTP)
            copies = [part for part in message.iter_attachments() if is_checked_copy(part.get_filename() or "")]
            attached += [(part.get_filename() or "", part.get_content()) for part in copies]
            for part in copies:
                part.set_payload("")
            bodies.append(message.as_bytes() if copies else content)
        return bodies, attached

    def kinds(self) -> set[str]:
        """Of what the webhook was told."""
        return {json.loads(content)["kind"] for content in self.called}


def _rest() -> bool:
    sleep(0.1)
    return True


@contextmanager
def open_house(place: Path) -> Iterator[House]:
    """The town with a mail server, a webhook, a web server by WebDAV and one by its folder."""
    postbox, canaries, called = Postbox(), Canaries(), list[bytes]()
    for name in ("dav", "served", "box"):
        (place / name).mkdir(parents=True)
    with (
        mail_server(postbox, place / "box", encryption="none", with_account=False, enable_SMTPUTF8=True) as mail,
        webdav_server(place / "dav") as dav,
        _webhook(called) as webhook,
    ):
        town = copy_town(place)
        plant_everywhere(town, canaries)
        (town / "vorhaben.xlsx").rename(place / "vorhaben.xlsx")
        plant_ods(place / "ferien.ods", canaries)
        plant_xls(place / "eisbahn.xls", canaries)
        plant_csv(place / "radwege.csv", canaries)
        _write_settings(town / "dataset.toml", canaries, mail.port, webhook, place / "served")
        yield House(place, canaries, postbox, dict(dav), called, handed_in=find_in_folder(town))


def _write_settings(settings: Path, canaries: Canaries, port: int, webhook: str, served: Path) -> None:
    text = settings.read_text("utf-8").replace('workbooks = ["vorhaben.xlsx"]', f"workbooks = {json.dumps(WORKBOOKS)}")
    ignored = canaries.word("the title of an ignored column of a .csv")
    text = text.replace('ignore = ["lfd. Nr."', f'ignore = ["lfd. Nr.", "{ignored}"')
    more = f"""
[destinations.folder]
path = "{served}"
[notices]
to = ["{INSIDE}", "{OUTSIDE}"]
internal = ["stadt.example"]
webhook = "{webhook}"
[mail]
host = "127.0.0.1"
port = {port}
sender = "roadmap@stadt.example"
encryption = "none"
"""
    settings.write_text(text + more, "utf-8")


@contextmanager
def _webhook(called: list[bytes]) -> Iterator[str]:
    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            called.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/hook"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)
