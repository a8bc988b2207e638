"""What was handed in long ago goes: its copy, the folder laid in the inbox, and what the state knows of it.

It goes only when it is older than the days of ``[retention]`` and not among the newest. What waits, and what any
edition that stands was made of, stays whatever its age. Deleted is only what is byte by byte as it was put there. Files
go first and rows last, so whoever starts after a crash goes on.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from pipeline.disk import remove
from pipeline.inbox import ACCEPTED, REJECTED
from pipeline.model.drop import Drop
from pipeline.prepare import sha256_of
from pipeline.publish.folder import Folder
from pipeline.reminding import place_of_circulars
from pipeline.state import State
from pipeline.state.pruning import drops_to_go, forget
from pipeline.watch.watched import Watched

EVERY = timedelta(hours=20)
_NOTED = "retention"
_SHA256 = re.compile(r"[0-9a-f]{64}")


def keep_no_longer(town: Watched, state: State, output: Path, now: datetime) -> None:
    """Delete what may go, once a day, while nothing is done for the town."""
    key, last = town.key(), state.noted(town.key(), _NOTED)
    if last and timedelta(0) <= now - datetime.fromisoformat(last) < EVERY:
        return
    kept, folder = town.dataset().retention, Folder(output / key)
    before = now - timedelta(days=kept.days)
    with state.step():
        state.note(key, _NOTED, now.isoformat())
    if folder.passed_over():  # nobody knows what that was made of
        return
    needed = _inputs(folder) | _published(state, key, folder.versions())
    going = [drop for drop in drops_to_go(state, key, kept.drops, before) if drop.sha256 not in needed]
    gone = {drop.id for drop in going}
    for drop in going:
        _remove_laid(town, drop, town.snapshot(output, drop))
    needed |= {drop.sha256 for drop in state.drops(key) if drop.id not in gone}
    _remove_snapshots(town.snapshots(output), needed, {drop.sha256 for drop in going}, before)
    _remove_old(place_of_circulars(folder), before)
    forget(state, key, going, kept.drops, before)


def _published(state: State, town: str, versions: Collection[str]) -> set[str]:
    """The digests of what came out in editions that stand, in whatever form these read it."""
    return {drop.sha256 for drop in state.drops(town) if drop.version in versions}


def _remove_old(circulars: Path, before: datetime) -> None:
    """Copies with answers that runs read, and differences in words: both are made anew where they are wanted."""
    for path in (*circulars.glob("ahead/*"), *circulars.glob("difference-*.txt")):
        if datetime.fromtimestamp(path.stat().st_mtime, before.tzinfo) < before:
            remove(path)


def _inputs(folder: Folder) -> set[str]:
    """The digests of all that the editions which stand were made of."""
    manifests = (folder.manifest(version) for version in folder.versions())
    return {str(given["sha256"]) for manifest in manifests if manifest for given in manifest["inputs"]}


def _remove_laid(town: Watched, drop: Drop, snapshot: Path) -> None:
    """What was laid into the inbox of a drop, and its folder if nothing else is in there."""
    local = drop.taken_at.astimezone(ZoneInfo(town.dataset().schedule.time_zone))
    for kind in (ACCEPTED, REJECTED):
        folder = town.inbox() / kind / f"{Path(drop.name).stem} {local:%Y-%m-%d %H.%M.%S}"
        if folder.is_dir() and not folder.is_symlink():
            for path in sorted(folder.iterdir()):
                if _is_ours(path, drop, snapshot.parent / "report"):
                    path.unlink()
            if not any(folder.iterdir()):
                folder.rmdir()


def _is_ours(path: Path, drop: Drop, report: Path) -> bool:
    """Whether a file is what was handed in, or what was written about it and nobody worked in since."""
    if path.is_symlink() or not path.is_file():
        return False
    if path.name == drop.name:
        return sha256_of(path) == drop.sha256
    written = report / ("report.html" if path.name == "pruefbericht.html" else path.name)
    return written.is_file() and sha256_of(written) == sha256_of(path)


def _remove_snapshots(drops: Path, needed: set[str], going: set[str], before: datetime) -> None:
    """Copies of what goes, and old ones of which the state knows nothing, as after it was put aside."""
    for folder in sorted(drops.iterdir()) if drops.is_dir() else ():
        if not _SHA256.fullmatch(folder.name) or folder.is_symlink() or not folder.is_dir():
            continue
        is_old = datetime.fromtimestamp(folder.stat().st_mtime, before.tzinfo) < before
        if folder.name not in needed and (folder.name in going or is_old):
            remove(folder)
