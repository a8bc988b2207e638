"""What lies in a town's inbox to drops in the state, and what became of them back into the inbox."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from pipeline.disk import write_file
from pipeline.inbox import (
    ACCEPTED,
    REJECTED,
    Entry,
    Named,
    Remark,
    Taken,
    clear,
    lay,
    scan,
    settled,
    sort_name,
    take,
)
from pipeline.model.drop import Drop, Verdict
from pipeline.model.edition import Distribution
from pipeline.model.errors import OutsideWorldError
from pipeline.model.report import Tell, Text
from pipeline.state import State
from pipeline.state.store import Letter
from pipeline.town import find_workbooks
from pipeline.watch.circulars import awaits_replies
from pipeline.watch.remarked import note_remarks
from pipeline.watch.watched import Watched


def look_into_inbox(town: Watched, state: State, output: Path, now: datetime, tell: Tell) -> None:
    """Take what settled since the last look; ask about what may not be meant, and say what cannot be taken.

    Raises ``OutsideWorldError``, once all is looked at: a file that cannot be taken now holds up no other.
    """
    inbox = town.inbox()
    if not inbox.exists() and not town.dataset().inbox.path:
        return  # nobody has put anything there yet; a folder elsewhere must be there
    before, town.scan = town.scan, scan(inbox, town.scan, max_bytes=town.dataset().limits.max_expanded_bytes)
    known, trouble = state.lying(town.key()), list[OutsideWorldError]()
    for entry in settled(before, town.scan):
        if (entry.name, entry.sha256) not in known:
            try:
                _arrive(town, entry, state, output, now, tell)
            except OutsideWorldError as error:
                trouble.append(error)
    named = _all_named(town, state)
    _forget_answered(town, named, state)
    note_remarks(town.key(), [*town.scan.remarks, *_unfit(town, named, state)], state, now, tell)
    if trouble:
        raise trouble[0]


def _arrive(town: Watched, entry: Entry, state: State, output: Path, now: datetime, tell: Tell) -> None:
    named = _named(town, entry.name, state)
    is_unknown = named.kind in ("ask", "unfit")
    if is_unknown and not awaits_replies(town, output):
        ask(town, _drop(town, entry, named, now, "asked"), state, now, tell)
    elif taken := take(entry, town.snapshots(output)):
        _as_called(taken, named.name)
        drop = _drop(town, entry, named, now, "unknown" if is_unknown else "taken")
        state.add_drop(drop, told=named.like)
        tell(Text(f"{town.key()}: nimmt {entry.name} auf", f"{town.key()}: taking {entry.name}"))


def ask(town: Watched, drop: Drop, state: State, now: datetime, tell: Tell) -> None:
    """Ask what a file is, and say why; of what no name would make fit, that is told with all else that lies there."""
    named = _named(town, drop.origin, state)
    with state.step():
        drop = state.add_drop(drop, told=named.like)
        state.judge(drop, "asked")
        if named.kind == "unfit":
            return
        why = [named.why, *(remark.why for remark in town.scan.remarks if remark.name == drop.origin)]
        detail = {"de": "\n".join(each.de for each in why), "en": "\n".join(each.en for each in why)}
        facts = {"file": drop.origin, "like": named.like, "detail": detail}
        state.write(Letter(f"asked/{drop.town}/{drop.id}", drop.town, "asked", facts), now)
    german, english = (
        (f": eine neue Fassung von {named.like}?", f": a new version of {named.like}?") if named.like else ("", "")
    )
    tell(Text(f"{drop.town}: fragt nach {drop.origin}{german}", f"{drop.town}: asking about {drop.origin}{english}"))


def _drop(town: Watched, entry: Entry, named: Named, now: datetime, verdict: Verdict) -> Drop:
    return Drop(0, town.key(), named.name, entry.sha256, entry.size, entry.name, now, verdict)


def names_of(town: Watched, state: State) -> list[str]:
    """What the town's files are called: those in its folder, and those that wait to get there."""
    lying = [path.name for path in find_workbooks(town.settings.parent, town.dataset())]
    return [*dict.fromkeys([*lying, *(drop.name for drop in state.drops(town.key(), "accepted", "held", "taken"))])]


def _named(town: Watched, name: str, state: State) -> Named:
    return sort_name(name, names_of(town, state), town.dataset().workbooks)


def _all_named(town: Watched, state: State) -> dict[str, Named]:
    """What the names mean of all that lies there and rests."""
    names, patterns = names_of(town, state) if town.scan.entries else [], town.dataset().workbooks
    return {entry.name: sort_name(entry.name, names, patterns) for entry in town.scan.entries if entry.is_sure}


def _unfit(town: Watched, named: Mapping[str, Named], state: State) -> list[Remark]:
    """What was asked about and no name would make fit."""
    asked = {drop.origin for drop in state.drops(town.key(), "asked")}
    return [
        Remark(name, said.why, timedelta()) for name, said in named.items() if said.kind == "unfit" and name in asked
    ]


def _forget_answered(town: Watched, named: Mapping[str, Named], state: State) -> None:
    """Whoever renames a file, takes it away or lets the settings name it has answered what it was."""
    lying = {(entry.name, entry.sha256) for entry in town.scan.entries}
    changing = {entry.name for entry in town.scan.entries if not entry.sha256}
    for drop in state.drops(town.key(), "asked"):
        is_there = (drop.origin, drop.sha256) in lying or drop.origin in changing
        is_known = drop.origin in named and named[drop.origin].kind in ("update", "new")
        if not is_there or is_known:
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
        taken = Taken(snapshot, drop.sha256, drop.size_bytes, lying)
        lay(taken, town.inbox(), kind, local, _reports(snapshot))
        if clear(taken):
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
