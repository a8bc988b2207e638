"""A CKAN in memory, at the level of the calls that we make: it behaves as a real one of version 2.12 was measured to.

It logs calls, counts writes, breaks off where it is told to, and shows itself to ``watch`` after each call.
"""

from __future__ import annotations

import csv
import io
import json
import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any

from pipeline.publish.ckan.failures import (
    Conflict,
    Denied,
    Missing,
    Passing,
    TooLarge,
    UnknownAction,
)
from pipeline.publish.ckan.portal import Portal, Upload
from tests.fake_fields import Fields, Kind
from tests.fake_store import TABLES, WORDS, FakeStore, Package, id_of, identifier, merge

WRITES = frozenset(
    {"package_create", "package_revise", "datastore_delete", "package_delete", "xloader_submit", "organization_create"}
    | {"package_create_default_resource_views"}
)


class Killed(BaseException):
    """The process was killed: nothing of ours is run any more."""


class Cut(Enum):
    """How a call breaks off: the line before or after the act, in the middle of it, or our own process."""

    BEFORE = auto()
    AFTER = auto()
    HALF = auto()
    KILLED_BEFORE = auto()
    KILLED_AFTER = auto()


@dataclass
class FakeCkan(FakeStore):
    """A portal with one user, an editor of ``memberships``."""

    locale: str = "de"
    memberships: list[str] = field(default_factory=lambda: ["musterstadt"])
    organizations: list[str] = field(default_factory=lambda: ["musterstadt", "nachbarstadt"])
    token_is_alive: bool = True
    may_found: bool = False
    watch: Callable[[FakeCkan], object] = lambda _: None
    log: list[str] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    count: int = 0
    writes: int = 0
    _faults: dict[int, Cut] = field(default_factory=dict)

    def portal(self) -> Portal:
        """The portal as the destination speaks to it."""
        return Portal(self.call, self.fetch)

    def fail_at(self, number: int, cut: Cut) -> None:
        """Break off at the call of this number, counted from now on."""
        self._faults[self.count + number] = cut

    def call(self, action: str, arguments: Mapping[str, Any], files: Mapping[str, Upload] | None = None) -> Any:
        """An action, as ``portal.Call``."""
        answer = getattr(self, f"_{action}", None)
        if answer is None or (self.kind is Kind.PLAIN and action.startswith("scheming")):
            answer = self._unknown
        arguments = json.loads(json.dumps(arguments))
        by_place = sorted((files or {}).items(), key=lambda part: int(part[0].split("__")[2]))
        self.sent += [name for _, (name, _, _) in by_place]
        return self._count(action, lambda: answer(arguments, files) if files else answer(arguments))

    def fetch(self, place: str) -> bytes:
        """The bytes at a path."""
        return bytes(self._count("fetch", lambda: self._download(place)))

    def _count(self, action: str, act: Callable[[], Any]) -> Any:
        self.count += 1
        self.log.append(action)
        self.writes += action in WRITES
        fault = self._faults.pop(self.count, None)
        self.breaks_off = fault is Cut.HALF
        try:
            if fault in (Cut.BEFORE, Cut.KILLED_BEFORE):
                raise Killed if fault is Cut.KILLED_BEFORE else Passing(WORDS)
            result = json.loads(json.dumps(act())) if action != "fetch" else act()
            if fault in (Cut.AFTER, Cut.KILLED_AFTER):
                raise Killed if fault is Cut.KILLED_AFTER else Passing(WORDS)
            return result
        finally:
            self.watch(self)

    def _unknown(self, *_: object) -> Any:
        raise UnknownAction(WORDS)

    # Who may see and change what

    def is_public(self, package: Package) -> bool:
        """Whether everyone sees it."""
        return package["state"] == "active" and not package["private"]

    def _is_ours(self, package: Package) -> bool:
        return self.token_is_alive and package["owner_org"] in map(id_of, self.memberships)

    def _by(self, name_or_id: str) -> Package:
        found = [p for p in self.packages.values() if name_or_id in (p["id"], p["name"])]
        if not found:
            raise Missing(WORDS)
        if not self.is_public(found[0]) and not self._is_ours(found[0]):
            raise Denied(WORDS)
        return found[0]

    def _our(self, name_or_id: str) -> Package:
        package = self._by(name_or_id)
        if not self._is_ours(package):
            raise Denied(WORDS)
        return package

    def _owner(self, said: str | None) -> str:
        if not self.token_is_alive or said not in {*self.memberships, *map(id_of, self.memberships)}:
            raise Denied(WORDS)  # for unknown ones, too
        return said if said in map(id_of, self.memberships) else id_of(str(said))

    # Actions that read

    def _status_show(self, _: Package) -> Any:
        return {"ckan_version": "2.12.0", "locale_default": self.locale}

    def _scheming_dataset_schema_show(self, _: Package) -> Any:
        return Fields(self.kind).schema(self.lacks)

    def _organization_list_for_user(self, _: Package) -> Any:
        return [{"name": name, "capacity": "editor"} for name in self.memberships if self.token_is_alive]

    def _license_list(self, _: Package) -> Any:
        return [{"id": "cc-by", "title": "Creative Commons Attribution", "url": "https://opendefinition.org/cc-by"}]

    def _organization_show(self, arguments: Package) -> Any:
        if arguments["id"] not in self.organizations:
            raise Missing(WORDS)
        return {"name": arguments["id"]}

    def _package_show(self, arguments: Package) -> Any:
        return self.shown(self._by(arguments["id"]))

    def shown(self, package: Package) -> Package:
        """A dataset as the portal answers with it."""
        organization = next(name for name in self.organizations if id_of(name) == package["owner_org"])
        groups = [{"name": name} for name in self.groups.get(package["id"], ())]
        numbers = {"num_resources": len(package["resources"]), "num_tags": len(package["tags"])}
        return {**package, **numbers, "organization": {"name": organization}, "isopen": True, "groups": groups}

    def _package_search(self, arguments: Package) -> Any:
        asked = dict(re.findall(r'(\w+):"([^"]*)"', arguments["fq"]))
        phrase = asked.get("extras_identifier", "").casefold()
        found = [
            self.shown(package)
            for package in self.packages.values()
            if package["state"] != "deleted"
            and (self.is_public(package) or (self._is_ours(package) and arguments.get("include_private")))
            and package["owner_org"] == id_of(asked["organization"])
            and phrase in identifier(package).casefold()
        ]
        start = arguments.get("start", 0)
        return {"count": len(found), "results": found[start : start + arguments["rows"]]}

    def _xloader_status(self, arguments: Package) -> Any:
        if not self.has_loader:
            self._unknown()
        if arguments["resource_id"] not in self.tasks:
            raise Missing(WORDS)
        resource = arguments["resource_id"]
        job = {"api_key": "the-loader's-secret", "status": self._job_of(resource)}
        return {"status": self.tasks[resource], "task_info": job, "last_updated": self.loaded_at.get(resource)}

    def _job_of(self, resource: str) -> str | None:
        """What the job says of itself, which begins after the task is pending, and ends before the task does."""
        if resource in self.ended:
            return "complete"
        is_at_work = resource in self.begun or self.tasks[resource] in ("running", "running_but_viewable")
        return {"complete": "complete", "error": "error"}.get(self.tasks[resource], "pending" if is_at_work else None)

    def _datastore_search(self, arguments: Package) -> Any:
        resource, start = arguments["resource_id"], arguments["offset"]
        if resource not in self.rows:
            raise Missing(WORDS)
        header, *rows = csv.reader(io.StringIO(self.rows[resource].decode()))
        fields = [{"id": "_id", "type": "int"}, *({"id": name, "type": "text"} for name in header)]
        records = [[number, *(cell or None for cell in row)] for number, row in enumerate(rows)]
        return {"fields": fields, "records": records[start : start + arguments["limit"]], "limit": arguments["limit"]}

    def _download(self, place: str) -> bytes:
        dataset, resource = place.split("/")[2], place.split("/")[4]
        package = self._by(dataset)
        if resource not in self.files or resource not in [entry["id"] for entry in package["resources"]]:
            raise Missing(WORDS)
        return self.files[resource]

    # Actions that write

    def _organization_create(self, arguments: Package) -> Any:
        if not self.may_found or not self.token_is_alive:
            raise Denied(WORDS)
        if arguments["name"] in self.organizations:
            raise Conflict({"name": ["Der Name ist bereits vergeben."]})
        self.organizations.append(arguments["name"])
        self.memberships.append(arguments["name"])
        return {"name": arguments["name"]}

    def _package_create(self, arguments: Package) -> Any:
        owner = self._owner(arguments.get("owner_org"))
        if "id" in arguments:
            raise Conflict({"id": ["Das Eingabefeld id war nicht erwartet."]})
        for other in self.packages.values():
            if other["name"] == arguments["name"] and other["state"] != "deleted":
                raise Conflict({"name": ["Diese URL ist bereits vergeben."], "__type": "Validation Error"})
            if other["name"] == arguments["name"]:
                other["name"] = other["id"]
        fields, now = Fields(self.kind).clean_dataset(arguments), self.now()
        package = {**fields, "id": str(uuid.uuid4()), "owner_org": owner, "private": bool(arguments["private"])}
        package |= {"state": "active", "metadata_created": now, "metadata_modified": now, "resources": []}
        self.spoil(package)
        self.packages[package["id"]] = package
        return self.shown(package)

    def _package_revise(self, arguments: Package, files: Mapping[str, Upload] | None = None) -> Any:
        if files and any(len(text) > 500_000 for text in arguments.values()):
            raise TooLarge(WORDS)
        said = {name: json.loads(value) for name, value in arguments.items()} if files else arguments
        before = self._our(said["match"].get("id") or said["match"]["name"])
        for key, value in said["match"].items():
            if before.get(key) != value:
                raise Conflict({"match": [key], "__type": "Validation Error"})
        draft = json.loads(json.dumps(self.shown(before)))
        for name in said.get("filter", ()):
            assert re.fullmatch(r"-\w+", name), name
            draft.pop(name[1:], None)
        merge(draft, said.get("update", {}))
        if draft.get("groups"):  # from 2.12 on, a right is asked for in each of them
            raise Denied(WORDS)
        for key in (key for key in said if key.startswith("update__resources__")):
            entry = next(entry for entry in draft["resources"] if entry["id"] == key.rpartition("__")[2])
            merge(entry, said[key])
        uploads = {int(key.split("__")[2]): upload for key, upload in (files or {}).items()}
        draft["owner_org"] = self._owner(draft["owner_org"])
        return {"package": self.shown(self.store(before, draft, uploads))}

    def _datastore_delete(self, arguments: Package) -> Any:
        assert arguments["force"], "a table of a file of the portal's own is held fast"
        self.rows.pop(arguments["resource_id"], None)
        for package in self.packages.values():
            for entry in package["resources"]:
                if entry["id"] == arguments["resource_id"]:
                    self._our(package["id"])
                    entry["datastore_active"] = False
        return arguments

    def _package_delete(self, arguments: Package) -> Any:
        self._our(arguments["id"])["state"] = "deleted"
        return None

    def _package_create_default_resource_views(self, arguments: Package) -> Any:
        package = self._our(arguments["package"]["id"])
        new = {entry["id"] for entry in package["resources"] if entry["format"] not in TABLES} - self.views
        self.views |= new
        return sorted(new)

    def _xloader_submit(self, arguments: Package) -> Any:
        resource = arguments["resource_id"]
        if not self.has_loader:
            self._unknown()
        if not any(resource == entry["id"] for p in self.packages.values() for entry in p["resources"]):
            raise Missing(WORDS)
        if arguments.get("ignore_hash"):
            self.anew.add(resource)
        return self.queue(resource)
