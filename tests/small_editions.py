"""Editions of two files that no sheet was read for: what folders, halves and manifests are tried with, quickly."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from pipeline.model.edition import DatasetState, Distribution, Edition, Input
from pipeline.model.report import FileAccount, LeftOut, Severity, SheetAccount, Text
from pipeline.publish.folder import Folder

TOWN, FIRST, LATER = "kleinstadt", "2026-11-22", "2026-11-30"

TABLE = Distribution(
    "projects.csv",
    "text/csv",
    "key\nKW-01 – Ähre\n".encode(),
    Text("Vorhaben", "Projects"),
    dataset="roadmap",
    described_by="projects.json",
    description=Text("Ein Vorhaben je Zeile", "A project a row"),
    is_public=True,
)
REPORT = Distribution("report.html", "text/html", b"<p>", Text("Bericht", "Report"))
ACCOUNT = FileAccount(
    "vorhaben.xlsx", "f" * 64, 99, (SheetAccount("Plan", 2, 1, (LeftOut(1, "header"),), ("H",)),), ("Kennung", "Titel")
)


def make_edition(version: str = FIRST) -> Edition:
    """An edition with something in each of its fields."""
    return Edition(
        town=TOWN,
        base="https://kleinstadt.example/",
        title=Text("Fahrplan", "Roadmap"),
        notice=Text("Hinweis", "Notice"),
        license="http://dcat-ap.de/def/licenses/cc-zero",
        version=version,
        made_at=datetime(2026, 11, 22, 9, 30, tzinfo=UTC),
        digest=f"digest of {version}",
        previous="2026-11-21",
        distributions=(TABLE, REPORT),
        inputs=(Input("vorhaben.xlsx", "f" * 64),),
        counts={"project": 1},
        findings={Severity.WARNING: 2},
        files=(ACCOUNT,),
        carried=("KW-02",),
        columns={"status": "Umsetzungsstand"},
        amended=("2026-11-29",),
        datasets={"roadmap": DatasetState(version, "digest of the roadmap")},
    )


def make_first_edition() -> Edition:
    """One with nothing before it."""
    return replace(make_edition(), previous="", carried=(), amended=())


def make_folder(place: Path, *versions: str) -> Folder:
    """A town's output folder with these editions, the last of them the current one."""
    folder = Folder(place / TOWN)
    for version in versions:
        with folder.locked():
            folder.publish(make_edition(version))
    return folder


def every_file(folder: Path) -> Iterator[Path]:
    """All files below a folder, links passed over."""
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink())


def copy_edition(folder: Folder, version: str) -> None:
    """A copy of the first edition that is called like another, and is none."""
    for before, copied in zip(folder.halves(FIRST), folder.halves(version), strict=True):
        shutil.copytree(before, copied)
