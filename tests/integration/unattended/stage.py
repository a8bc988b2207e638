"""A town that is watched by a program of its own, with a folder as its web server, and clerks who drop workbooks."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from openpyxl import load_workbook

from pipeline.publish.folder import Folder
from pipeline.publish.halves import fault_of
from tests.site_checks import broken_links, pages_of
from tests.towns import copy_town

TOWN, FILE = "beispielstadt", "vorhaben.xlsx"


@dataclass(frozen=True)
class Stage:
    """Where the town, its output and its web server are; how the town and its folder are called."""

    place: Path
    sources: Path
    output: Path
    served: Path
    town: str = TOWN
    named: str = TOWN

    @property
    def inbox(self) -> Path:
        """Where clerks put their files."""
        return self.sources / self.named / "inbox"

    @property
    def folder(self) -> Folder:
        """The town's output."""
        return Folder(self.output / self.town)

    def drop(self, number: int) -> None:
        """Put the workbook into the inbox as it is after so many changes, in one step."""
        book = load_workbook(self.place / FILE)
        sheet = book.worksheets[0]
        cell = sheet["C7"]
        cell.value = f"{str(cell.value).partition(' Nr. ')[0]} Nr. {number}"
        self.inbox.mkdir(exist_ok=True)
        book.save(self.place / f"{number}.xlsx")
        shutil.move(self.place / f"{number}.xlsx", self.inbox / FILE)

    def said(self) -> str:
        """What the newest edition says in N-Triples; empty before there is one."""
        path = self.folder.current / "roadmap.nt"
        return path.read_text("utf-8") if path.is_file() else ""

    def start(self, *arguments: str, wrapped: tuple[str, ...] = ()) -> subprocess.Popen[str]:
        """``roadmap watch``, in a process group of its own."""
        called = (sys.executable, "-m", "pipeline", "watch", *arguments)
        there = ("--sources", str(self.sources), "--output", str(self.output))
        return subprocess.Popen(
            (*wrapped, *called, *there),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(map(os.path.abspath, filter(None, sys.path)))},
        )

    def once(self, *arguments: str, wrapped: tuple[str, ...] = ()) -> str:
        """``roadmap watch --once`` to its end; what it said."""
        process = self.start("--once", *arguments, wrapped=wrapped)
        said, _ = process.communicate(timeout=240)
        return said

    def installed(self) -> str:
        """What stands in the workbook of the town's folder."""
        sheet = load_workbook(self.sources / self.named / FILE).worksheets[0]
        return "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row)

    def assert_whole(self) -> None:
        """``current`` leads to one whole edition, and no page on the web server leads nowhere."""
        if self.folder.current.is_symlink():
            version = self.folder.current.readlink().name
            assert fault_of(self.folder.halves(version), town=self.town) is None
        if (self.served / "index.html").exists():
            assert list(broken_links(self.served, pages_of(self.served))) == []


def build_stage(place: Path) -> Stage:
    """A copy of the sample town with a folder that a web server would serve."""
    town = copy_town(place)
    served = place / "served"
    served.mkdir()
    shutil.move(town / FILE, place / FILE)
    settings = town / "dataset.toml"
    settings.write_text(f'{settings.read_text("utf-8")}\n[destinations.folder]\npath = "{served}"\n', "utf-8")
    return Stage(place, place / "sources", place / "output", served)


def kill(process: subprocess.Popen[str]) -> None:
    """``kill -9`` to the program and to all that it started."""
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
