"""An edition into its two folders, in steps that a run may be killed between: all of it stands in the end, or nothing.

Both halves are written aside. With the internal one in its place the edition is decided: what is left to do is known,
and the next run does it.
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable, Iterable
from pathlib import Path

from pipeline.disk import find_unfinished, name_aside, sync_folder, write_folder_aside
from pipeline.model.edition import Edition
from pipeline.model.errors import OutsideWorldError
from pipeline.model.report import Text
from pipeline.publish.held import Halves, check_files
from pipeline.publish.lock import no_fence
from pipeline.publish.manifest import check_manifest, read_manifest, render_manifests

VERSION = re.compile(r"\d{4}-\d\d-\d\d(\.\d+)?", re.ASCII)


def version_order(version: str) -> tuple[str, int]:
    """The day, then the number on that day: 2026-11-22.10 comes after 2026-11-22.9."""
    day, _, number = version.partition(".")
    return day, int(number) if number.isdigit() else 1


def named_in(*folders: Path) -> list[str]:
    """All that is called like an edition in some folders, the oldest first."""
    names = {path.name for folder in folders if folder.is_dir() for path in folder.iterdir()}
    return sorted(filter(VERSION.fullmatch, names), key=version_order)


def write_halves(edition: Edition, halves: Halves, fence: Callable[[], None] = no_fence) -> None:
    """Put an edition in its place, the internal half first, unless the fence raises.

    Raises ``OSError``, also where something is there.
    """
    for half in halves:
        _require_free(half)
    public, whole = render_manifests(edition)
    files = edition.distributions
    shown = write_folder_aside(halves.public, (*(file for file in files if file.is_public), public))
    kept = write_folder_aside(halves.internal, (*(file for file in files if not file.is_public), whole))
    fence()
    _move(kept, halves.internal)
    _move(shown, halves.public)


def finish_halves(places: Iterable[Halves], *, town: str) -> None:
    """Put the public half in its place where a run was killed before it did."""
    for halves in places:
        if halves.internal.is_dir() and not os.path.lexists(halves.public):
            called = re.compile(re.escape(halves.public.name))
            for aside in find_unfinished(called, halves.public.parent):
                if fault_of(halves._replace(public=aside), town=town) is None:
                    _move(aside, halves.public)
                    break


def fault_of(halves: Halves, *, town: str) -> OutsideWorldError | None:
    """Why an edition is not whole, each file held to its digest."""
    try:
        manifest = read_manifest(halves)
        check_manifest(manifest, halves, town=town)
        check_files(halves, manifest)
    except OutsideWorldError as error:
        return error
    return None


def switch(link: Path, target: Path) -> None:
    """Point ``link`` to ``target`` in one step: a reader sees the old edition or the new one, never none."""
    aside = name_aside(link)
    aside.symlink_to(target)
    aside.replace(link)
    sync_folder(link.parent)


def _require_free(target: Path) -> None:
    """Editions are never changed."""
    if os.path.lexists(target):  # an empty folder would be replaced without a word
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))


def _move(aside: Path, target: Path) -> None:
    _require_free(target)
    aside.rename(target)
    sync_folder(target.parent)


def read_shown(current: Path, editions: Path) -> str | None:
    """The version among ``editions`` that a link leads to; ``None`` without it.

    Raises ``OutsideWorldError`` where it leads nowhere.
    """
    if not current.is_symlink():
        if current.exists():
            raise OutsideWorldError(_no_link(current))
        return None
    place = Path(os.path.realpath(current))  # a link in a circle is no error
    if place.parent != editions.resolve() or place.name not in named_in(editions):
        raise OutsideWorldError(_astray(current))
    return place.name


def _no_link(current: Path) -> Text:
    return Text(
        f"{current}: ist kein Verweis auf eine Ausgabe; ersetzen Sie es durch einen auf die neueste",
        f"{current}: is no link to an edition; replace it by a link to the newest one",
    )


def _astray(current: Path) -> Text:
    target = current.readlink()
    return Text(
        f"{current}: führt nach {target}, und dort liegt keine Ausgabe; stellen Sie diese aus einer Sicherung her. "
        "Gibt es keine, löschen Sie den Verweis; dann gilt die neueste Ausgabe, die noch da ist",
        f"{current}: leads to {target}, where there is no edition; restore it from a backup. If there is none, delete "
        "the link; then the newest edition that is still there counts",
    )
