"""Copies of handed-in files that are gone, as after ``roadmap withdraw``: staff are asked for the file again."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from pipeline.model.drop import WAITING, Drop
from pipeline.model.report import Tell, Text
from pipeline.state import State
from pipeline.state.store import Letter
from pipeline.watch.releases import drop_replaced
from pipeline.watch.watched import Watched

_WITHOUT_COPY = ("asked",)
"""Of these no copy was made yet."""


def give_up_missing(town: Watched, state: State, output: Path, now: datetime, tell: Tell) -> None:
    """End what waits and has no copy any more. A file that still lies in the inbox, or at an address, is taken anew by
    itself.
    """
    lying = {(entry.name, entry.sha256) for entry in town.scan.entries}
    fetched = {address.name for address in town.dataset().sources}
    for drop in _needed(town, state):
        if town.snapshot(output, drop).is_file():
            continue
        with state.step():
            state.lay(drop)
            if drop.verdict in WAITING:
                drop_replaced(state, drop)
                state.judge(drop, "replaced")
                if drop.name in fetched:  # it is fetched anew, whatever the server called it
                    state.note_fetched(town.key(), drop.name, sha256="", etag="", last_modified="", asked_at="")
                elif (drop.origin, drop.sha256) not in lying:
                    state.write(_letter(drop), now)
                    tell(_told(drop))


def _needed(town: Watched, state: State) -> list[Drop]:
    waiting = [drop for drop in state.drops(town.key(), *WAITING) if drop.verdict not in _WITHOUT_COPY]
    known = {drop.id for drop in waiting}
    return [*waiting, *(drop for drop in state.not_laid(town.key()) if drop.id not in known)]


def _letter(drop: Drop) -> Letter:
    facts = {"file": drop.origin, "detail": {"de": _WHY.de, "en": _WHY.en}}
    return Letter(f"missing/{drop.town}/{drop.id}", drop.town, "failed", facts)


def _told(drop: Drop) -> Text:
    return Text(f"{drop.town}: {drop.origin}: {_WHY.de}", f"{drop.town}: {drop.origin}: {_WHY.en}")


_WHY = Text(
    "Die Kopie der Datei ist nicht mehr da, etwa weil etwas daraus zurückgezogen wurde. Bitte legen Sie die Datei noch "
    "einmal ab.",
    "The copy of the file is gone, as when something in it was withdrawn. Please put the file down again.",
)
