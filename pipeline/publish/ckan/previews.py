"""Whether a portal's previews show our files, and what to do where they do not.

A loader makes tables of files some time after they were sent, by a queue that may be down or lose what is in it. What
it says it has done is no proof, the rows are: they are compared in each run, and a table is followed from run to run
until it shows its file.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum, auto
from typing import Any

from pipeline.model.plan import DatasetPlan, Deed, FieldChange, FilePlan
from pipeline.publish.ckan import wording
from pipeline.publish.ckan.follow import LOADED, TABLE, wait_while
from pipeline.publish.ckan.journal import LOAD, Act, Journal
from pipeline.publish.ckan.portal import Package, Portal, is_under_way
from pipeline.publish.ckan.schema import Adapted
from pipeline.publish.ckan.tables import is_table_of, read_table
from pipeline.publish.ckan.wanted import WantedFile

QUEUE_TIME_S = 600
"""How long a loader may have a table before it, until it is told that it does not come."""


class State(Enum):
    """A preview shows the file; or something else, with the loader at it; or something else for good."""

    FRESH = auto()
    COMING = auto()
    STALE = auto()


@dataclass(frozen=True, slots=True)
class Previews:
    """The previews at a portal, and the journal of those that do not show their file yet."""

    portal: Portal
    journal: Journal
    sleep: Callable[[float], None]

    def find_stale(self, package: Package, adapted: Adapted) -> list[str]:
        """The files whose previews show something else, and nobody is at work on it."""
        overdue = self._overdue(package)
        files = adapted.wanted.files
        return [file.name for file, state in self._look(package, files) if _is_given_up(state, file, overdue)]

    def refresh(self, version: str, package: Package, adapted: Adapted) -> tuple[list[str], list[str]]:
        """Have loaded anew what is not shown. Returns the files that are still to come, and those that do not come."""
        open_acts, overdue = self._open(package), self._overdue(package)
        late = _not_fresh(self._look(package, adapted.wanted.files))
        for file, _ in late:
            if file.id not in open_acts:
                self.journal.intend(version, package["id"], LOAD, file.id)
        asked_for = [file for file, state in late if _is_given_up(state, file, overdue)]
        for file in asked_for:
            self.portal.load(file.id, anew=True)
        self._wait_for([file for file in asked_for if file.id in overdue], package)
        after = self._look(package, asked_for) if asked_for else []
        still = _not_fresh([*after, *(pair for pair in late if pair[0] not in asked_for)])
        self._settle_but({file.id for file, _ in still}, package)
        missing = [file.name for file, state in still if _is_given_up(state, file, overdue)]
        return [file.name for file, _ in still if file.name not in missing], missing

    def _settle_but(self, late: Collection[str], package: Package) -> None:
        for act in self._open(package).values():
            if act.detail not in late:
                self.journal.settle(act.number)

    def _wait_for(self, files: Collection[WantedFile], package: Package) -> None:
        wait_while(lambda: any(state is State.COMING for _, state in self._look(package, files)), self.sleep)

    def _open(self, package: Package) -> dict[str, Act]:
        """What is written down of previews that do not show their file yet, by the ids of the files."""
        return {act.detail: act for act in self.journal.unfinished(package["id"]) if act.kind == LOAD}

    def _overdue(self, package: Package) -> frozenset[str]:
        now = datetime.fromisoformat(self.journal.now())
        waited = {file: now - datetime.fromisoformat(act.intended_at) for file, act in self._open(package).items()}
        return frozenset(file for file, time in waited.items() if time.total_seconds() > QUEUE_TIME_S)

    def _look(self, package: Package, files: Iterable[WantedFile]) -> list[tuple[WantedFile, State]]:
        there = {resource["id"]: resource for resource in package.get("resources", ())}
        tables = [file for file in files if file.id in there and file.media_type in LOADED]
        return [(file, self._judge(file, there[file.id])) for file in tables]

    def _judge(self, file: WantedFile, resource: Mapping[str, Any]) -> State:
        if file.media_type == TABLE:
            return self._judge_rows(file, resource)
        task = self.portal.loader_task(file.id) if resource.get("datastore_active") else None
        if task is None or _is_loaded_since(task, resource):
            return State.FRESH
        return State.COMING if is_under_way(task) else State.STALE

    def _judge_rows(self, file: WantedFile, resource: Mapping[str, Any]) -> State:
        table = read_table(self.portal, file.id)
        if table and is_table_of(table, file.content, resource):
            return State.FRESH
        task = self.portal.loader_task(file.id)
        if task is None:  # a loader that tells nothing, or none at all
            return State.COMING if table else State.FRESH
        return State.COMING if is_under_way(task) else State.STALE


def with_reloads(plan: DatasetPlan, stale: Collection[str]) -> DatasetPlan:
    """The plan, with the tables that are to be loaded anew; those that are sent are loaded in any case."""
    files = tuple(_reloaded(file) if file.name in stale else file for file in plan.files)
    deed = Deed.CHANGE if plan.deed is Deed.KEEP and files != plan.files else plan.deed
    return replace(plan, files=files, deed=deed)


def _reloaded(file: FilePlan) -> FilePlan:
    if file.deed not in (Deed.KEEP, Deed.CHANGE):
        return file
    return replace(file, deed=Deed.CHANGE, changes=(*file.changes, FieldChange("preview", wording.PREVIEW)))


def _not_fresh(states: Iterable[tuple[WantedFile, State]]) -> list[tuple[WantedFile, State]]:
    return [(file, state) for file, state in states if state is not State.FRESH]


def _is_given_up(state: State, file: WantedFile, overdue: Collection[str]) -> bool:
    return state is State.STALE or (state is State.COMING and file.id in overdue)


def _is_loaded_since(task: Mapping[str, Any], resource: Mapping[str, Any]) -> bool:
    """Whether the loader was through after the file came; both are told by the portal's clock."""
    moments = (str(task.get("last_updated") or ""), str(resource.get("last_modified") or ""))
    loaded, modified = (moment.replace(" ", "T") for moment in moments)
    return task.get("status") == "complete" and loaded > modified
