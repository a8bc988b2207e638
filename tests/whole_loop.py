"""A small town looked after by a watcher in this process: its inbox, a folder, a store, a portal and a postbox."""

from __future__ import annotations

import copy
import functools
import hashlib
import os
import re
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.cell.cell import MergedCell

from pipeline.model import shacl
from pipeline.model.graph import Triple
from pipeline.model.shacl import Found
from pipeline.model.workbook import Limits, TextHints
from pipeline.post import message_id_of
from pipeline.post.mail import Sent
from pipeline.publish.ckan import Ckan
from pipeline.publish.ckan.portal import Portal, Upload
from pipeline.publish.folder import Folder
from pipeline.publish.halves import fault_of
from pipeline.publish.web import Web
from pipeline.readers import READERS
from pipeline.readers.contents import Contents
from pipeline.readers.file_kind import Form
from pipeline.readers.spreadsheet import read_zipped
from pipeline.state import State, open_state
from pipeline.watch.jobs import Job, Result
from pipeline.watch.watched import Watched
from pipeline.watch.watcher import Watcher
from pipeline.watch.work import do
from pipeline.watch.workers import Here
from tests.ckan_cases import snapshot, whole_and_true
from tests.fake_graph_store import FakeGraphStore, serving
from tests.fakes import FakeCkan
from tests.interruptions import Family, Operation, World, count_operations
from tests.test_indicators import without_indicators
from tests.towns import copy_town

TOWN, FILE, FAULTY = "beispielstadt", "vorhaben.xlsx", "weitere.xlsx"
MADE_AT = datetime(2026, 6, 10, 12, tzinfo=UTC)
"""All editions are of one moment, so that what is made later is made alike."""
_STEP = timedelta(seconds=45)
_QUIET_LOOKS = 4
_MOMENT = re.compile(r" \d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d")
_OF_TROUBLE = ("trouble", "destination_failed", "destination_recovered")
MAILBOXES, SENDER = ("agenda@beispielstadt.example", "presse@elsewhere.example"), "roadmap@beispielstadt.example"
_SETTINGS = """
[catalog]
datasets = ["roadmap"]
[notices]
to = ["agenda@beispielstadt.example", "presse@elsewhere.example"]
internal = ["beispielstadt.example"]
[mail]
host = "127.0.0.1"
sender = "roadmap@beispielstadt.example"
encryption = "none"
[destinations.folder]
path = "{folder}"
[destinations.ckan]
url = "https://portal.example"
organization = "musterstadt"
[destinations.sparql]
query = "{store}/query"
update = "{store}/update"
graph_store = "{store}/store"
"""


class Process(Here):
    """Does each job at once, as a process of its own would: what ends it ends nothing else."""

    def start(self, job: Job) -> None:
        try:
            result = do(replace(job, now=MADE_AT.isoformat()))
        except Exception as error:  # as an interpreter does
            result = Result(error=(repr(error), repr(error)), is_passing=True, died=True)
        self._done.append((job, result))

    def finished(self) -> Iterator[tuple[Job, Result]]:
        while self._done:
            yield self._done.pop(0)


@dataclass
class Elsewhere:
    """What stands outside of the house: the portal, the store, and the mail that arrived."""

    portal: FakeCkan = field(default_factory=FakeCkan)
    store: bytes = b""
    mail: list[str] = field(default_factory=list)


@dataclass
class Memory:
    """What a watcher knows, and no disk: the last look at the inbox, and what came of jobs and was not taken up."""

    town: Watched
    through: list[tuple[Job, Result]] = field(default_factory=list)
    paused: dict[str, datetime] = field(default_factory=dict)


@dataclass(frozen=True)
class Phase:
    """One look: how to come to its beginning, the operations that it takes, and what is to be seen before all and in
    the end.
    """

    bring_back: Callable[[], None]
    operations: tuple[Operation, ...]
    before: Mapping[str, Any]
    after: Mapping[str, Any]


@dataclass
class Stage:
    """The town, what is outside, and how often the clock was looked at."""

    place: Path
    world: World
    graphs: FakeGraphStore
    memory: Memory
    elsewhere: Elsewhere = field(default_factory=Elsewhere)
    looks: int = 0

    @property
    def town(self) -> Path:
        return self.place / "sources" / TOWN

    @property
    def inbox(self) -> Path:
        return self.town / "inbox"

    @property
    def output(self) -> Path:
        return self.place / "output"

    @property
    def folder(self) -> Folder:
        return Folder(self.output / TOWN)

    def start_anew(self) -> None:
        """Forget what only a running program knows."""
        self.memory = Memory(Watched(self.town / "dataset.toml"))

    @contextmanager
    def opened(self) -> Iterator[tuple[Watcher, State]]:
        """A watcher that knows what the last one knew."""
        with open_state(self.output) as state:
            memory = self.memory
            yield Watcher([memory.town], self.output, state, Process(memory.through), paused=memory.paused), state

    def look(self, watcher: Watcher) -> None:
        """One look, a while after the last."""
        self.looks += 1
        watcher.tick(MADE_AT + self.looks * _STEP)

    def finish(self, watcher: Watcher, state: State) -> None:
        """Look until all is done, as far as anybody can tell."""
        quiet = 0
        for _ in range(60):
            self.look(watcher)
            quiet = 0 if self.left_to_do(state) else quiet + 1
            if quiet == _QUIET_LOOKS:
                return
        raise AssertionError(self.left_to_do(state))

    def phases(self, place: Path) -> list[Phase]:
        """Come from here to the end look by look; what there is before each is remembered in ``place``."""
        before, played = self.end(), list[tuple[Callable[[], None], tuple[Operation, ...]]]()
        self.start_anew()
        while self._is_at_work():
            bring_back = self.keep(place / str(len(played)))
            self.world.log.clear()
            with self.opened() as (watcher, _):
                self.look(watcher)
            played.append((bring_back, tuple(self.world.log)))
        after = self.end()
        return [Phase(bring_back, operations, before, after) for bring_back, operations in played]

    def _is_at_work(self) -> bool:
        with self.opened() as (_, state):
            return bool(self.left_to_do(state) or self.memory.through)

    def left_to_do(self, state: State) -> list[str]:
        """What is under way or waits."""
        deliveries = [f"{each.destination} {each.error}" for each in state.deliveries(TOWN) if each.state != "done"]
        letters = [f"{each.key} {each.error}" for each in state.letters(TOWN) if each.sent_at is None]
        drops = [each.name for each in state.drops(TOWN, "taken", "accepted", "held", "asked")]
        lying = [path.name for path in self.inbox.iterdir() if path.is_file()]
        return [*deliveries, *letters, *drops, *lying, *filter(None, [str(state.open_run(TOWN) or "")])]

    # What there was, and is again

    def keep(self, place: Path) -> Callable[[], None]:
        """Remember all there is, so that it can be brought back."""
        shutil.copytree(self.place, place, symlinks=True)
        elsewhere, memory, looks = copy.deepcopy(self.elsewhere), copy.deepcopy(self.memory), self.looks
        elsewhere.store = self.graphs.dump()

        def bring_back() -> None:
            self.world.heal()
            shutil.rmtree(self.place)
            shutil.copytree(place, self.place, symlinks=True)
            self.elsewhere, self.memory, self.looks = copy.deepcopy(elsewhere), copy.deepcopy(memory), looks
            self.graphs.load(elsewhere.store)

        return bring_back

    def end(self) -> Mapping[str, Any]:
        """All that people and machines see when it is over; the same however it went on the way."""
        with open_state(self.output) as state:
            drops = sorted(
                (drop.name, drop.origin, drop.sha256, drop.verdict, drop.version) for drop in state.drops(TOWN)
            )
            runs = sorted({run["version"] for run in state.runs(TOWN, 1000)})
            letters = {letter.key: letter.kind for letter in state.letters(TOWN)}
        versions = self.folder.versions()
        return {
            "drops": drops,
            "runs": runs,
            "letters": sorted(key for key, kind in letters.items() if kind not in _OF_TROUBLE),
            "mail": sorted({each for each in self.elsewhere.mail if each not in _ids(letters, *_OF_TROUBLE)}),
            "editions": [(version, (self.folder.manifest(version) or {})["digest"]) for version in versions],
            "public": _files(self.folder.public),
            "town": sorted((_MOMENT.sub("", path), digest) for path, digest in _files(self.town).items()),
            "served": self._served(),
            "portal": snapshot(self.elsewhere.portal),
            "store": sorted(map(str, self.graphs.store)),
            "current": self.end_of_folder(),
            "portal_files": {name: sorted(all_) for name, all_ in whole_and_true(self.elsewhere.portal).items()},
            "shown_graph": self._shown_graph(),
        }

    def told_too_often(self) -> list[str]:
        """Messages that arrived more than twice."""
        return [each for each, times in Counter(self.elsewhere.mail).items() if times > 2]

    # Whether it is whole

    def assert_whole(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        """``current`` is one whole edition; folder, store and portal show the one before or the one after."""
        if self.folder.current.is_symlink():
            version = self.folder.current.readlink().name
            assert fault_of(self.folder.halves(version), town=TOWN) is None
        assert self.end_of_folder() in (before["current"], after["current"])
        self._assert_served(before["served"], after["served"])
        seen = {name: sorted(digests) for name, digests in whole_and_true(self.elsewhere.portal).items()}
        assert seen in (before["portal_files"], after["portal_files"])
        assert self._shown_graph() in (before["shown_graph"], after["shown_graph"])

    def end_of_folder(self) -> dict[str, str]:
        """What ``current`` leads to."""
        return _files(self.folder.current) if self.folder.current.is_symlink() else {}

    def _assert_served(self, before: Mapping[str, str], after: Mapping[str, str]) -> None:
        """Each file is one of before or of after, and no page leads nowhere."""
        served = self._served()
        for path, digest in served.items():
            assert digest in (before.get(path), after.get(path)), path
        for path in served:
            if path.endswith(".html") and "/" not in path:
                assert [link for link in (self.place / "served" / path).read_text().split() if link not in served] == []

    def _served(self) -> dict[str, str]:
        return {path: digest for path, digest in _files(self.place / "served").items() if ".roadmap" not in path}

    def _shown_graph(self) -> list[str]:
        return sorted(str(quad) for quad in self.graphs.store if str(quad.graph_name).endswith("/aktuell>"))


def _ids(letters: Mapping[str, str], *kinds: str) -> set[str]:
    keys = [key for key, kind in letters.items() if kind in kinds]
    return {message_id_of(f"{key}/{mailbox}", SENDER) for key in keys for mailbox in MAILBOXES}


def _files(folder: Path) -> dict[str, str]:
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()[:16] for path in found}


@contextmanager
def open_stage(place: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    """The town with nothing published yet; what is the same for the same input is worked out once."""
    graphs, world = FakeGraphStore(), World(place)
    with serving(graphs) as address:
        stage = Stage(place, world, graphs, Memory(Watched(place / "sources" / TOWN / "dataset.toml")))
        place.mkdir()
        _make_town(stage, address)
        monkeypatch.setenv("CKAN_TOKEN", "a-token")
        _join(stage, monkeypatch)
        _work_out_once(monkeypatch)
        count_operations(world, monkeypatch)
        yield stage


def _make_town(stage: Stage, address: str) -> None:
    town = copy_town(stage.place)
    without_indicators(town)
    (stage.place / "served").mkdir()
    settings = (town / "dataset.toml").read_text("utf-8").replace('["vorhaben.xlsx"]', '["*.xlsx"]')
    settings += _SETTINGS.format(folder=stage.place / "served", store=address)
    (town / "dataset.toml").write_text(settings, "utf-8")
    stage.inbox.mkdir()
    shutil.move(town / FILE, stage.place / FILE)


def drop(stage: Stage, name: str, number: int) -> None:
    """Put a workbook of three projects into the inbox, as it is after so many changes."""
    book = load_workbook(stage.place / FILE)
    for row in book.worksheets[0].iter_rows(min_row=9):
        for cell in row:
            if not isinstance(cell, MergedCell):
                cell.value = None
    book.worksheets[0]["C7"] = f"Vorhaben Nr. {number}"
    book.save(stage.inbox / name)
    os.utime(stage.inbox / name, (number, number))


def _join(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """The portal, the postbox and the pages in the places of real ones; nobody waits for anybody."""

    def call(action: str, arguments: Mapping[str, Any], files: Mapping[str, Upload] | None = None) -> Any:
        return _asked(stage.world, action, lambda: stage.elsewhere.portal.call(action, arguments, files))

    def fetch(place: str) -> bytes:
        return bytes(_asked(stage.world, "fetch", lambda: stage.elsewhere.portal.fetch(place)))

    def send(*given: Any, **_: Any) -> Sent:
        stage.world.meets(Family.MAIL, "message")
        stage.elsewhere.mail.append(given[5])
        stage.world.meets(Family.MAIL, "answer to message")
        return Sent(tuple(given[1]))

    def now() -> datetime:
        return MADE_AT + stage.looks * _STEP

    monkeypatch.setattr("pipeline.publish.ckan.connect", lambda *_: Portal(call, fetch))
    monkeypatch.setattr("pipeline.publish.ckan.Ckan", functools.partial(Ckan, sleep=lambda _: None))
    monkeypatch.setattr("pipeline.publish.web.opening.Web", functools.partial(Web, sleep=lambda _: None, now=now))
    monkeypatch.setattr("pipeline.publish.patience._wait", lambda _: 0)
    monkeypatch.setattr("pipeline.watch.post.send", send)
    monkeypatch.setattr("pipeline.sited._render", lambda matter, _: _pages(matter.edition.version))


def _asked(world: World, action: str, act: Callable[[], Any]) -> Any:
    world.meets(Family.PORTAL, action)
    answer = act()
    world.meets(Family.PORTAL, f"answer to {action}")
    return answer


def _pages(version: str) -> Iterator[tuple[str, bytes]]:
    """A site of three pages, one of which goes with its edition; each page is the names of those that it leads to."""
    yield "index.html", f"ueber.html seite-{version}.html".encode()
    yield "ueber.html", b"index.html"
    yield f"seite-{version}.html", b"index.html ueber.html"


def _work_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Judgements and readings, which are the same for the same input."""
    for user in ("results", "audit"):
        module = sys.modules[f"pipeline.validate.{user}"]  # a function is called like one of them
        monkeypatch.setattr(module, "judge", lambda triples, shapes: _judged(tuple(sorted(triples)), shapes))
    monkeypatch.setitem(READERS, Form.ZIP, lambda path, _, limits, __: _read(path.read_bytes(), limits))


@functools.cache
def _judged(triples: tuple[Triple, ...], shapes: tuple[Triple, ...]) -> list[Found]:
    return shacl.judge(triples, shapes)


@functools.cache
def _read(content: bytes, limits: Limits) -> Contents:
    with NamedTemporaryFile(suffix=".xlsx") as file:
        file.write(content)
        file.flush()
        return read_zipped(Path(file.name), "", limits, TextHints())
