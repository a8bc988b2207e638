"""How the CKAN in memory keeps datasets, files and tables: what a real one does behind its API, as measured."""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline.model.report import Text
from pipeline.publish.ckan.failures import Conflict, Passing
from pipeline.publish.ckan.portal import Upload
from tests.fake_fields import Fields, Kind

Package = dict[str, Any]
SITE = "https://portal.example"
WORDS = Text("Erfunden.", "Invented.")
TABLES = ("CSV", "TSV", "XLS", "XLSX", "ODS")


@dataclass
class FakeStore:
    """What lies behind the API. ``spoil`` is what a portal does to each dataset that it stores, of its own accord.

    ``lacks`` are fields that its schema does not have.
    """

    kind: Kind = Kind.PLUGIN
    lacks: tuple[str, ...] = ()
    max_upload_bytes: int = 10 * 1024 * 1024
    has_loader: bool = True
    spoil: Callable[[Package], None] = lambda _: None
    packages: dict[str, Package] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    rows: dict[str, bytes] = field(default_factory=dict)
    tasks: dict[str, str] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)
    ended: set[str] = field(default_factory=set)
    loaded_at: dict[str, str] = field(default_factory=dict)
    anew: set[str] = field(default_factory=set)
    queue_is_up: bool = True
    views: set[str] = field(default_factory=set)
    groups: dict[str, list[str]] = field(default_factory=dict)
    breaks_off: bool = False
    moment: int = 0

    def now(self) -> str:
        """A moment later than all before."""
        self.moment += 1
        return f"2026-11-22T10:{self.moment // 60:02}:{self.moment % 60:02}.000001"

    def store(self, before: Package, draft: Package, uploads: Mapping[int, Upload]) -> Package:
        """Check a dataset, take its files and keep it, in this order."""
        fields, now = Fields(self.kind), self.now()
        after = fields.clean_dataset(draft) | {key: before[key] for key in ("id", "metadata_created")}
        after |= {"private": bool(draft["private"]), "state": draft["state"]}
        after |= {"owner_org": draft["owner_org"], "metadata_modified": before["metadata_modified"]}
        old = {entry["id"]: entry for entry in before["resources"]}
        after["resources"] = [
            self._entry(before["id"], number, entry, old.get(entry.get("id"), {}), uploads.get(number), now)
            for number, entry in enumerate(draft.get("resources", ()))
        ]
        self.spoil(after)
        self._take(after["resources"], old, uploads)
        if after != before:
            after["metadata_modified"] = now
        self.packages[before["id"]] = after
        return after

    def _entry(
        self, dataset: str, position: int, sent: Package, before: Package, upload: Upload | None, now: str
    ) -> Package:
        """A file's entry, checked and put right."""
        entry = Fields(self.kind).clean_file(sent, before)
        entry["id"] = _resource_id(entry.get("id"))
        others = [p for p in self.packages.values() if p["id"] != dataset]
        if any(entry["id"] == resource["id"] for p in others for resource in p["resources"]):
            raise Conflict({"resources": [{"id": ["Ressourcen-ID gibt es schon"]}]})
        entry.setdefault("url_type", before.get("url_type"))
        entry |= {"package_id": dataset, "position": position, "state": "active"}
        entry["created"] = before.get("created", now)
        entry.setdefault("datastore_active", False)
        name = str(entry.get("url") or "___").rpartition("/")[2]
        if upload:
            name = re.sub(r"[^a-z0-9._-]", "-", upload[0].lower())
            entry |= {"url_type": "upload", "size": len(upload[1]), "last_modified": now}
        if sent.get("clear_upload"):
            self.files.pop(entry["id"], None)
            entry["url_type"] = ""
        entry.pop("clear_upload", None)
        if entry["url_type"] == "upload":
            entry["url"] = f"{SITE}/dataset/{dataset}/resource/{entry['id']}/download/{name}"
        entry["metadata_modified"] = before.get("metadata_modified", now)
        if {**entry, "position": 0} != {**before, "position": 0}:
            entry["metadata_modified"] = now
        return entry

    def _take(self, entries: list[Package], old: Mapping[str, Package], uploads: Mapping[int, Upload]) -> None:
        """Store the files one after another. What is stored stays, whatever comes after it."""
        for number, (_, content, _) in sorted(uploads.items()):
            entry = entries[number]
            if len(content) > self.max_upload_bytes:
                raise Conflict({"upload": ["File upload too large"], "__type": "Validation Error"})
            self.files[entry["id"]] = content
            if entry["id"] in old and entry["format"] in TABLES and self.has_loader:
                self.queue(entry["id"])
        if self.breaks_off:
            raise Passing(WORDS)

    def queue(self, resource: str) -> bool:
        """Put a file before the loader, and tell whether that is new; what is down takes nothing."""
        is_new = self.tasks.get(resource) != "pending"
        self.tasks[resource] = "pending" if self.queue_is_up else "submitting"
        return is_new and self.queue_is_up

    def run_loader(self) -> None:
        """Let the loader do all that it has before it: it puts its own checksum in the place of ours."""
        for package in self.packages.values():
            for entry in package["resources"]:
                if self.tasks.get(entry["id"]) == "pending":
                    self._load(package, entry)

    def _load(self, package: Package, entry: Package) -> None:
        if entry["format"] not in TABLES:
            self.tasks[entry["id"]] = "error"
            return
        content, now = self.files[entry["id"]], self.now()
        digest = hashlib.md5(content, usedforsecurity=False).hexdigest()
        if entry.get("hash") != digest or entry["id"] in self.anew:  # else it believes that it has these rows
            self.rows[entry["id"]] = content
        self.anew.discard(entry["id"])
        entry |= {"hash": digest, "datastore_active": True, "datastore_contains_all_records_of_source_file": True}
        entry |= {"ckan_url": SITE, "ignore_hash": False, "original_url": entry["url"], "resource_id": entry["id"]}
        entry["metadata_modified"] = package["metadata_modified"] = now
        self.tasks[entry["id"]], self.loaded_at[entry["id"]] = "complete", self.now()


def id_of(organization: str) -> str:
    """The id of an organization, which always has the same."""
    return str(uuid.uuid5(uuid.NAMESPACE_DNS, organization))


def identifier(package: Package) -> str:
    """The identifier, which on a plain CKAN stands among the extras."""
    extras = {extra["key"]: extra["value"] for extra in package.get("extras", ())}
    return str(package.get("identifier") or extras.get("identifier") or "")


def _resource_id(said: str | None) -> str:
    try:
        return str(uuid.UUID(said)) if said else str(uuid.uuid4())
    except ValueError as error:
        raise Conflict({"resources": [{"id": ["Ungültige ID angegeben"]}]}) from error


def merge(target: Package, update: Mapping[str, Any]) -> None:
    """As ``package_revise`` does it: lists are merged place by place, and what is longer keeps its end."""
    for key, value in update.items():
        there = target.get(key)
        if isinstance(there, list):
            if not isinstance(value, list):
                raise Conflict({"update": [f"Expected list for {key}"]})
            for number, item in enumerate(value):
                if number >= len(there):
                    there.append(item)
                elif isinstance(there[number], dict) and isinstance(item, dict):
                    merge(there[number], item)
                else:
                    there[number] = item
        elif isinstance(there, dict) and isinstance(value, dict):
            merge(there, value)
        else:
            target[key] = value
