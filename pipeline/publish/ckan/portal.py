"""A CKAN portal as we speak to it: every call with a limit, every failure told apart, every write counted."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import quote

from pipeline.publish.ckan import wording
from pipeline.publish.ckan.failures import (
    Conflict,
    Denied,
    Missing,
    PublishError,
    Stale,
    TooLarge,
    UnknownAction,
)
from pipeline.publish.ckan.revision import Revision
from pipeline.publish.ckan.schema import Schema, parse_schema

Package = Mapping[str, Any]
Upload = tuple[str, bytes, str]
_UNDER_WAY = ("pending", "running", "running_but_viewable")
PAGE_ROWS = 1000
MAX_FORM_TEXT_BYTES = 450_000  # the web server below CKAN ends at 500,000


class Call(Protocol):
    """One action of CKAN's API; raises ``PublishError`` or ``Passing``."""

    def __call__(self, action: str, arguments: Mapping[str, Any], files: Mapping[str, Upload] | None = None) -> Any:
        """What the action gives back."""
        ...


@dataclass(slots=True)
class Portal:
    """A portal. ``fetch`` gives the bytes at a path below its address, ``writes`` counts the calls that change it."""

    call: Call
    fetch: Callable[[str], bytes]
    writes: int = 0

    def _write(self, action: str, arguments: Mapping[str, Any], files: Mapping[str, Upload] | None = None) -> Any:
        self.writes += 1
        return self.call(action, arguments, files)

    def read_schema(self) -> Schema:
        """The portal's fields; none where it has no ckanext-scheming."""
        try:
            return parse_schema(self.call("scheming_dataset_schema_show", {"type": "dataset"}))
        except Missing:
            return Schema()

    def read_language(self) -> str:
        """The language in which the portal takes texts that say nothing of theirs."""
        return str(self.call("status_show", {}).get("locale_default") or "").replace("_", "-").partition("-")[0]

    def read_licenses(self) -> Sequence[Mapping[str, Any]]:
        """The licenses that the portal knows, with their ids, titles and addresses."""
        try:
            licenses: Sequence[Mapping[str, Any]] = self.call("license_list", {})
        except (Missing, Denied):
            return ()
        return licenses

    def organizations(self) -> list[str]:
        """The organizations that the token may publish in; none for a token that is no longer valid."""
        found = self.call("organization_list_for_user", {"permission": "create_dataset"})
        return [organization["name"] for organization in found]

    def knows_organization(self, name: str) -> bool:
        """Whether there is such an organization at all."""
        try:
            self.call("organization_show", {"id": name, "include_users": False})
        except (Missing, Denied):
            return False
        return True

    def create_organization(self, name: str, title: str) -> None:
        """Make an organization, which most portals allow to their own staff alone."""
        self._write("organization_create", {"name": name, "title": title})

    def show(self, name_or_id: str) -> Package | None:
        """A dataset, deleted and private ones too; ``None`` where there is none."""
        try:
            package: Package = self.call("package_show", {"id": name_or_id})
        except Missing:
            return None
        return package

    def search(self, organization: str, identifier: str = "") -> list[Package]:
        """The datasets of an organization, those not yet shown too; only that of an identifier where one is given."""
        asked = f'organization:"{organization}"'
        if identifier:
            asked += f' AND extras_identifier:"{identifier}"'
        found: list[Package] = []
        while page := self._search_page(asked, len(found)):
            found += page
        return [each for each in found if not identifier or identifier_of(each) == identifier]

    def _search_page(self, asked: str, start: int) -> list[Package]:
        """The found datasets from a place on; none behind the last."""
        options = {"fq": asked, "sort": "id asc", "rows": PAGE_ROWS, "include_private": True, "include_drafts": True}
        answer = self.call("package_search", {**options, "start": start})
        return answer["results"] if start < answer["count"] else []

    def create(self, fields: Mapping[str, Any]) -> Package:
        """Make a dataset that nobody sees, without files. Raises ``Stale`` where somebody has just taken its name."""
        try:
            package: Package = self._write("package_create", {**fields, "private": True})
        except Conflict as conflict:
            if "name" in conflict.errors and self._is_taken(fields["name"]):
                raise Stale(wording.STALE) from conflict
            raise
        return package

    def _is_taken(self, name: str) -> bool:
        try:
            return self.show(name) is not None
        except Denied:
            return True

    def revise(self, package: Package, revision: Revision) -> Package:
        """Change metadata and files in one call, all or nothing, if nobody changed the dataset since it was read."""
        arguments = {
            "match": _as_it_was(package),
            "filter": [f"-{name}" for name in revision.drop],
            "update": revision.update,
        }
        files: dict[str, Upload] = {
            f"update__resources__{number}__upload": (file.name, file.content, file.media_type)
            for number, file in revision.files.items()
        }
        try:
            return self._revise(package, arguments, files)
        except Conflict as conflict:
            if "upload" not in conflict.errors or not files:
                raise
            largest = max(revision.files.values(), key=lambda file: len(file.content))
            raise TooLarge(wording.too_large(largest.name, len(largest.content))) from conflict

    def restore_checksums(self, package: Package, checksums: Mapping[str, str]) -> None:
        """Set the checksums of files, by their ids, and nothing else."""
        entries = {f"update__resources__{file}": {"hash": checksum} for file, checksum in checksums.items()}
        self._revise(package, {"match": _as_it_was(package), **entries}, {})

    def empty(self, package: Package, resources: Sequence[Mapping[str, Any]]) -> Package:
        """Take the rows and the bytes of files away: CKAN keeps both, of a file that only leaves its dataset."""
        for resource in (each for each in resources if each.get("datastore_active")):
            self._write("datastore_delete", {"resource_id": resource["id"], "force": True})
        entries = {f"update__resources__{each['id']}": {"clear_upload": "true"} for each in resources}
        return self._revise(package, {"match": {"id": package["id"]}, **entries}, {})

    def _revise(self, package: Package, arguments: Mapping[str, Any], files: Mapping[str, Upload]) -> Package:
        """Revise a dataset, and leave it in its groups, which others put it in."""
        try:
            return self._revise_with(arguments, files)
        except Denied:
            if not package.get("groups"):
                raise
            # From 2.12 on, CKAN asks for a right in every group that a revision repeats and keeps those it leaves out;
            # before, it asks for none and takes a dataset out of those.
            kept = [*arguments.get("filter", ()), "-groups"]
            return self._revise_with({**arguments, "filter": kept}, files)

    def _revise_with(self, arguments: Mapping[str, Any], files: Mapping[str, Upload]) -> Package:
        try:
            sent = _as_form(arguments) if files else arguments
            package: Package = self._write("package_revise", sent, files or None)["package"]
        except Conflict as conflict:
            if "match" in conflict.errors:
                raise Stale(wording.STALE) from conflict
            raise
        return package

    def withdraw(self, package: Package) -> None:
        """Delete a dataset, as CKAN does it: it can be brought back."""
        self._write("package_delete", {"id": package["id"]})

    def has_to_load(self, resource: Mapping[str, Any]) -> bool:
        """Whether a table is not there and the portal's loader does not know so; not without a loader.

        What the loader says it has done may be of a dataset that has gone: ids come back, rows do not.
        """
        task = self.loader_task(resource["id"])
        return not (task is None or is_under_way(task) or resource.get("datastore_active"))

    def is_loading(self, resource_id: str) -> bool:
        """Whether the portal's loader is at work on a table or has it before it."""
        return is_under_way(self.loader_task(resource_id) or {})

    def is_being_loaded(self, resource_id: str) -> bool | None:
        """Whether the portal's loader is at work on a table right now; ``None`` where there is no loader to say so."""
        task = self.loader_task(resource_id)
        return None if task is None else _is_at_work(task)

    def loader_task(self, resource_id: str) -> Mapping[str, Any] | None:
        """What the loader has noted of a table; nothing for one it has never heard of, ``None`` without a loader."""
        try:
            task: Mapping[str, Any] = self.call("xloader_status", {"resource_id": resource_id})
        except UnknownAction:
            return None
        except Missing:
            return {}
        return task

    def load(self, resource_id: str, *, anew: bool = False) -> None:
        """Ask the portal's loader to make a table of a file; ``anew`` although it believes that it has these rows.

        It does nothing where there is no loader, where it has the file before it, or where its queue is down.
        """
        asked: dict[str, Any] = (
            {"resource_id": resource_id, "ignore_hash": True} if anew else {"resource_id": resource_id}
        )
        try:
            is_taken = self._write("xloader_submit", asked)
        except Missing:
            is_taken = False
        self.writes -= not is_taken

    def add_views(self, package: Package) -> None:
        """Have the portal's default previews made for new files."""
        self._write("package_create_default_resource_views", {"package": dict(package)})

    def read_back(self, resource: Mapping[str, Any]) -> bytes | None:
        """The bytes that the portal gives out for a file of ours; ``None`` where it gives out none."""
        place = f"/dataset/{resource['package_id']}/resource/{resource['id']}/download/"
        try:
            return self.fetch(place + quote(str(resource["url"]).rpartition("/")[2]))
        except (Denied, Missing):
            return None


def identifier_of(package: Package) -> str:
    """The identifier of a dataset, which on a plain CKAN stands among its extras."""
    extras = {extra["key"]: extra["value"] for extra in package.get("extras", ())}
    return str(package.get("identifier") or extras.get("identifier") or "")


def is_under_way(task: Mapping[str, Any]) -> bool:
    """Whether the loader says that it is at work on a table or has it before it.

    A task that is only being submitted when the portal has answered never reached the queue: that was down.
    """
    return task.get("status") in _UNDER_WAY and not _has_ended(task)


def _is_at_work(task: Mapping[str, Any]) -> bool:
    """Whether a task of the loader has begun and not ended.

    A quick worker says that it runs before the portal says that it is to: then its job, which it notes when it begins,
    tells what the task no longer does.
    """
    job = task.get("task_info") or {}
    has_begun = task.get("status") in (*_UNDER_WAY, "submitting") and job.get("status") == "pending"
    return has_begun or (task.get("status") in ("running", "running_but_viewable") and not _has_ended(task))


def _has_ended(task: Mapping[str, Any]) -> bool:
    """Whether the job of a task is over: messages that overtake one another leave a task running for ever."""
    return (task.get("task_info") or {}).get("status") in ("complete", "error")


def _as_it_was(package: Package) -> dict[str, Any]:
    """The lock: the portal changes the dataset only if it is still what we have read."""
    return {"id": package["id"], "metadata_modified": package["metadata_modified"]}


def _as_form(arguments: Mapping[str, Any]) -> dict[str, str]:
    """Arguments that go with files: a form holds texts alone, and CKAN's reader of forms only short ones."""
    texts = {name: json.dumps(value) for name, value in arguments.items()}
    if any(len(text) > MAX_FORM_TEXT_BYTES for text in texts.values()):
        raise PublishError(wording.too_wordy([wording.METADATA]))
    return texts
