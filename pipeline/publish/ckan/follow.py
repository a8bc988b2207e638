"""What has to follow new files: previews, loaded tables, checksums put back, and a look at what the portal gives out.

Each is written into the journal before the files are sent, so that a run which is cut off leaves it to the next.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.model.formats import FORMATS
from pipeline.publish.ckan import wording
from pipeline.publish.ckan.failures import PublishError
from pipeline.publish.ckan.holdings import Holdings
from pipeline.publish.ckan.journal import LOAD, Act, Journal
from pipeline.publish.ckan.portal import Package, Portal
from pipeline.publish.ckan.revision import Revision
from pipeline.publish.ckan.schema import Adapted, Schema

LOADER_WAIT_S = 90
TABLE = FORMATS["csv"].media_type  # the loader chokes on everything else
# What it takes up by itself when a file is replaced.
LOADED = (TABLE, FORMATS["xlsx"].media_type)
# Between one question and the next: little at first, for most files take a second.
_FIRST_POLL_S, _LAST_POLL_S = 0.25, 2.0


def intend_to_follow(journal: Journal, version: str, package: Package, revision: Revision, schema: Schema) -> list[int]:
    """Write down what the files of a revision call for. Returns the numbers of what was not written down before."""
    there = {resource["id"] for resource in package.get("resources", ())}
    files = revision.files.values()
    called_for = [("check", file.id) for file in files]
    called_for += [(LOAD, file.id) for file in files if file.media_type == TABLE]
    if any(file.id not in there for file in files):
        called_for.append(("views", ""))
    if not schema.keeps_checksums and any(file.media_type == TABLE for file in files):
        called_for.append(("checksums", ""))
    for act in journal.unfinished(package["id"]):
        if act.kind == LOAD and act.detail in {file.id for file in files}:  # the loader's time begins anew
            journal.settle(act.number, "overtaken")
    open_acts = {(act.kind, act.detail) for act in journal.unfinished(package["id"])}
    return [
        journal.intend(version, package["id"], kind, detail)
        for kind, detail in called_for
        if (kind, detail) not in open_acts
    ]


def let_loader_finish(portal: Portal, adapted: Adapted, sleep: Callable[[float], None]) -> bool:
    """Wait while the portal's loader is at work on a file of ours; what it has still before it does no harm.

    It writes only while it says that it is at work: afterwards, nothing that it read before our writes is still to be
    written. Returns whether it says so at all: a portal with another loader, or with none, does not.
    """
    tables = [file.id for file in adapted.wanted.files if file.media_type in LOADED]
    said: set[bool | None] = set()

    def is_busy(table: str) -> bool:
        said.add(answer := portal.is_being_loaded(table))
        return bool(answer)

    wait_while(lambda: any(map(is_busy, tables)), sleep)
    return None not in said


def wait_while(is_busy: Callable[[], bool], sleep: Callable[[float], None]) -> None:
    """Ask again and again until it is over, and not for ever."""
    waited, pause = 0.0, _FIRST_POLL_S
    while waited < LOADER_WAIT_S and is_busy():
        sleep(pause)
        waited, pause = waited + pause, min(2 * pause, _LAST_POLL_S)


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A dataset with new files, and where it lies. ``find`` looks at it anew."""

    portal: Portal
    journal: Journal
    holdings: Holdings
    adapted: Adapted
    find: Callable[[], Package | None]
    sleep: Callable[[float], None]

    def do(self) -> None:
        """Do what was written down for the dataset and not done yet, by this run or by one before."""
        package = self.find()
        if package is None:
            return
        resources = {resource["id"]: resource for resource in package.get("resources", ())}
        acts = self.journal.unfinished(package["id"])
        for act in sorted(acts, key=lambda act: act.kind == "checksums"):  # when all tables are on their way
            is_there = not act.detail or act.detail in resources
            if is_there:
                self._do(act, package, resources.get(act.detail, {}))
            if not (is_there and act.kind == LOAD):  # which is done when the table shows the file
                self.journal.settle(act.number, "done" if is_there else "gone")

    def _do(self, act: Act, package: Package, resource: Mapping[str, Any]) -> None:
        match act.kind:
            case "views":
                self.portal.add_views(package)
            case "load" if self.portal.has_to_load(resource):
                self.portal.load(act.detail)
            case "check":
                self._check(resource)
            case "checksums":
                self._outlast_loader()

    def _check(self, resource: Mapping[str, Any]) -> None:
        """What the portal gives out has to be what we sent."""
        file = next((file for file in self.adapted.wanted.files if file.id == resource["id"]), None)
        if file and not self.holdings.holds(resource, file, is_doubtful=True):
            raise PublishError(wording.changed_on_the_way(file.name))

    def _outlast_loader(self) -> None:
        """Put our checksums back when the portal's loader is through, for it puts its own in their place."""
        tables = {file.id: file.sha256 for file in self.adapted.wanted.files if file.media_type == TABLE}
        wait_while(lambda: any(self.portal.is_loading(table) for table in tables), self.sleep)
        package = self.find()
        there = {resource["id"]: resource.get("hash") for resource in (package or {}).get("resources", ())}
        lost = {table: checksum for table, checksum in tables.items() if there.get(table, checksum) != checksum}
        if package and lost:
            self.portal.restore_checksums(package, lost)
