"""What lies in a town's inbox to drops in the state, and what became of them back into the inbox."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from pipeline.disk import write_file
from pipeline.inbox import ACCEPTED, REJECTED, Entry, Named, Taken, lay, scan, settled, sort_name, take
from pipeline.model.drop import Drop, Verdict
from pipeline.model.edition import Distribution
from pipeline.model.report import Tell, Text
from pipeline.state import State
from pipeline.state.store import Letter
from pipeline.town import find_workbooks
from pipeline.watch.circulars import awaits_replies
from pipeline.watch.watched import Watched


def look_into_inbox(town: Watched, state: State, output: Path, now: datetime, tell: Tell) -> None:
    """Take what settled since the last look; ask about what may not be meant. Raises ``OutsideWorldError``."""
    inbox = town.inbox()
    if not inbox.exists() and not town.dataset().inbox.path:
        return  # nobody has put anything there yet; a folder elsewhere must be there
    before, town.scan = town.scan, scan(inbox, town.scan)
    known = state.lying(town.key())
    for entry in settled(before, town.scan):
        if (entry.name, entry.sha256) not in known:
            _arrive(town, entry, state, output, now, tell)
    _forget_gone(town, state)


def _arrive(town: Watched, entry: Entry, state: State, output: Path, now: datetime, tell: Tell) -> None:
    named = sort_name(entry.name, names_of(town, state), town.dataset().workbooks)
    is_unknown = named.kind == "ask"
    if is_unknown and not awaits_replies(town, output):
        drop = _drop(town, entry, named, now, "asked")
        ask(state, drop, named.like, now, tell)
    elif taken := take(entry, town.snapshots(output)):
        _as_called(taken, named.name)
        drop = _drop(town, entry, named, now, "unknown" if is_unknown else "taken")
        state.add_drop(drop, told=named.like)
        tell(Text(f"{town.key()}: nimmt {entry.name} auf", f"{town.key()}: taking {entry.name}"))


def ask(state: State, drop: Drop, like: str, now: datetime, tell: Tell) -> None:
    """Ask what a file is; ``like`` is the workbook that it may be meant for."""
    german, english = (f": eine neue Fassung von {like}?", f": a new version of {like}?") if like else ("", "")
    town, origin = drop.town, drop.origin
    tell(Text(f"{town}: fragt nach {origin}{german}", f"{town}: asking about {origin}{english}"))
    with state.step():
        drop = state.add_drop(drop, told=like)
        state.judge(drop, "asked")
        state.write(Letter(f"asked/{town}/{drop.id}", town, "asked", {"file": origin, "like": like}), now)


def _drop(town: Watched, entry: Entry, named: Named, now: datetime, verdict: Verdict) -> Drop:
    return Drop(0, town.key(), named.name, entry.sha256, entry.size, entry.name, now, verdict)


def names_of(town: Watched, state: State) -> list[str]:
    """What the town's files are called: those in its folder, and those that wait to get there."""
    lying = [path.name for path in find_workbooks(town.settings.parent, town.dataset())]
    return [*dict.fromkeys([*lying, *(drop.name for drop in state.drops(town.key(), "accepted", "held", "taken"))])]


def _forget_gone(town: Watched, state: State) -> None:
    """Whoever renames a file, or takes it away, has answered what it was."""
    lying = {entry.name for entry in town.scan.entries}
    for drop in state.drops(town.key(), "asked"):
        if drop.origin not in lying:
            with state.step():
                state.judge(drop, "replaced")
                state.lay(drop)


def put_away_judged(town: Watched, state: State, output: Path, now: datetime) -> None:
    """Lay what was judged where staff look for it. Done again after a crash, it comes to the same."""
    for drop in state.not_laid(town.key()):
        snapshot = town.snapshot(output, drop)
        kind = REJECTED if drop.verdict == "rejected" else ACCEPTED
        local = drop.taken_at.astimezone(ZoneInfo(town.dataset().schedule.time_zone))
        lying = town.inbox() / _spelled(town, drop)
        lay(Taken(snapshot, drop.sha256, drop.size_bytes, lying), town.inbox(), kind, local, _reports(snapshot))
        state.lay(drop)


def _spelled(town: Watched, drop: Drop) -> str:
    """What a drop is called where it lies, in whatever form of Unicode that is."""
    return next((entry.path.name for entry in town.scan.entries if entry.name == drop.origin), drop.origin)


def _as_called(taken: Taken, name: str) -> None:
    """The snapshot under the name by which the town calls the file, too."""
    target = taken.snapshot.with_name(name)
    if not target.is_file():
        write_file(target, taken.snapshot.read_bytes())


def _reports(snapshot: Path) -> list[Distribution]:
    """What staff are given: the page and the checked workbook."""
    folder = snapshot.parent / "report"
    files = sorted(folder.iterdir()) if folder.is_dir() else []
    given = [path for path in files if path.name == "report.html" or ".geprueft." in path.name]
    title = Text("Prüfbericht", "Report")
    named = {path.name: "pruefbericht.html" if path.name == "report.html" else path.name for path in given}
    return [Distribution(named[path.name], "", path.read_bytes(), title) for path in given]
