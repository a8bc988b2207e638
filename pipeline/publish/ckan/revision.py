"""From a dataset as it is to the dataset as it is to be: what changes, in words, and what has to be sent for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.model.plan import DatasetPlan, Deed, FieldChange, FilePlan
from pipeline.model.report import Text
from pipeline.publish.ckan.fields import DATASET_FIELDS, FILE_FIELDS, Field, Fields
from pipeline.publish.ckan.schema import CHECKSUMS, CORE_RESOURCE, OUR_EXTRAS, Adapted, Schema
from pipeline.publish.ckan.wanted import WantedFile


@dataclass(frozen=True, slots=True)
class Revision:
    """What ``package_revise`` is to be told: which fields to drop first, what to set, which files to send by index."""

    drop: tuple[str, ...]
    update: Fields
    files: Mapping[int, WantedFile] = field(default_factory=dict)


def plan_dataset(
    adapted: Adapted,
    current: Mapping[str, Any] | None,
    schema: Schema,
    organization: str,
    read_back: Mapping[str, bool],
) -> DatasetPlan:
    """What happens to a dataset, told field by field. ``current`` is ``None`` where there is none.

    ``read_back`` tells of files, by their ids, whether they were read and found to be what they should be.
    """
    wanted = adapted.wanted
    resources = {resource["id"]: resource for resource in (current or {}).get("resources", ())}
    files = [
        _plan_file(file, fields, resources.get(file.id), adapted, schema, read_back) for file, fields in adapted.files
    ]
    files += [
        FilePlan(_address_name(resource), str(resource.get("name") or ""), Deed.REMOVE)
        for resource in _orphans(adapted, current)
    ]
    if current is None:
        return DatasetPlan(
            wanted.name,
            wanted.title,
            Deed.CREATE,
            _changes(DATASET_FIELDS, adapted.fields, {}, adapted.owned),
            tuple(files),
            shown=True,
        )
    changes = _changes(DATASET_FIELDS, adapted.fields, current, adapted.owned)
    if organization not in (current.get("owner_org"), (current.get("organization") or {}).get("name")):
        before = str((current.get("organization") or {}).get("name") or "")
        changes += (FieldChange("owner_org", Text("Organisation", "organization"), before, organization),)
    changes += _reordered(adapted, current)
    same = not changes and all(file.deed is Deed.KEEP for file in files)
    deed = Deed.REVIVE if current.get("state") == "deleted" else Deed.KEEP if same else Deed.CHANGE
    hidden = bool(current.get("private")) or deed is Deed.REVIVE or current.get("state") == "draft"
    others = tuple(str(resource.get("name") or resource.get("url")) for resource in _others(adapted, current))
    return DatasetPlan(str(current["name"]), wanted.title, deed, changes, tuple(files), shown=hidden, others=others)


def build_revision(
    adapted: Adapted,
    current: Mapping[str, Any],
    schema: Schema,
    organization: str,
    read_back: Mapping[str, bool],
) -> Revision:
    """What to send so that the dataset becomes what it is to be; whatever is not ours stays as it is."""
    resources = {resource["id"]: resource for resource in current.get("resources", ())}
    update: Fields = {**adapted.fields, "owner_org": organization}
    if "extras" in adapted.fields:
        update["extras"] = _with_foreign_extras(adapted, current)
    sent: list[Mapping[str, Any]] = []
    uploads = {}
    for number, (file, fields) in enumerate(adapted.files):
        before = resources.get(file.id)
        if before is None or not read_back.get(file.id):
            uploads[number] = file
        sent.append(_resource(file, fields, before, adapted, schema, is_upload=number in uploads))
    sent += _others(adapted, current)
    return Revision((*sorted(adapted.owned), "resources"), {**update, "resources": sent}, uploads)


def largest_first(revision: Revision, current: Mapping[str, Any]) -> Revision:
    """The same with the largest file in front of all, where the portal may find it too large.

    CKAN stores the files of a call one after another and takes none back: one that it refuses has to come before those
    that replace others, or visitors find new files under old metadata.
    """
    held = {resource["id"]: int(resource.get("size") or 0) for resource in current.get("resources", ())}
    sizes = {number: len(file.content) for number, file in revision.files.items()}
    largest = max(sizes, key=lambda number: sizes[number], default=0)
    endangered = [number for number, file in revision.files.items() if file.id in held and number < largest]
    if not endangered or sizes[largest] <= max(held.values()):
        return revision
    resources = list(revision.update["resources"])
    order = [largest, *(number for number in range(len(resources)) if number != largest)]
    return Revision(
        revision.drop,
        {**revision.update, "resources": [resources[number] for number in order]},
        {order.index(number): file for number, file in revision.files.items()},
    )


def build_order(adapted: Adapted, current: Mapping[str, Any]) -> Revision:
    """What to send so that our files stand first and in our order."""
    place = {file.id: number for number, file in enumerate(adapted.wanted.files)}
    resources = sorted(current["resources"], key=lambda resource: place.get(resource["id"], len(place)))
    return Revision(("resources",), {"resources": resources})


def _resource(
    file: WantedFile,
    fields: Fields,
    before: Mapping[str, Any] | None,
    adapted: Adapted,
    schema: Schema,
    *,
    is_upload: bool,
) -> Fields:
    """A file's entry: what the portal added to it stays, what is ours and no longer wanted goes."""
    kept = {name: value for name, value in (before or {}).items() if name not in adapted.owned_of_files}
    # CKAN's own columns keep the value they had when they are left out.
    cleared = {name: "" for name in CORE_RESOURCE if before and before.get(name) and name not in fields}
    resource = {**kept, **cleared, **fields, "id": file.id}
    if before is None or is_upload:
        resource |= {"url": file.name, "url_type": "upload"}
    elif schema.keeps_checksums and _names_file(before, file):
        resource["hash"] = before["hash"]  # the loader's, perhaps; ours stands beside it
    return resource


def _plan_file(
    file: WantedFile,
    fields: Fields,
    before: Mapping[str, Any] | None,
    adapted: Adapted,
    schema: Schema,
    read_back: Mapping[str, bool],
) -> FilePlan:
    size = len(file.content)
    if before is None:
        return FilePlan(file.name, file.title, Deed.CREATE, size)
    changes = _changes(FILE_FIELDS, fields, before, adapted.owned_of_files)
    if not read_back.get(file.id):
        return FilePlan(file.name, file.title, Deed.REPLACE, size, changes)
    if schema.keeps_checksums:
        changes = tuple(change for change in changes if change.field != "hash" or not _names_file(before, file))
        unknown = [name for name in CHECKSUMS if not _same(name, fields[name], before.get(name))]
        changes += tuple(FieldChange(name, Text("Prüfsumme", "checksum"), "", fields[name]) for name in unknown)
    return FilePlan(file.name, file.title, Deed.CHANGE if changes else Deed.KEEP, 0, changes)


def _names_file(resource: Mapping[str, Any], file: WantedFile) -> bool:
    """Whether the checksum is that of the file: ours, or the one that the portal's loader puts in its place."""
    return str(resource.get("hash") or "").lower() in (file.sha256, file.md5)


def _orphans(adapted: Adapted, current: Mapping[str, Any] | None) -> Iterator[Mapping[str, Any]]:
    """Files of ours that the edition no longer has. What others added to the dataset is none of our business."""
    ours = {file.id for file in adapted.wanted.files}
    for resource in (current or {}).get("resources", ()):
        if resource["id"] not in ours and str(resource.get("uri") or "").startswith(f"{adapted.wanted.identifier}/"):
            yield resource


def _others(adapted: Adapted, current: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """What others added to the dataset."""
    ours = {file.id for file in adapted.wanted.files} | {resource["id"] for resource in _orphans(adapted, current)}
    return [resource for resource in current.get("resources", ()) if resource["id"] not in ours]


def orphaned(adapted: Adapted, current: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Those of them whose bytes or rows the portal still holds."""
    return [
        each for each in _orphans(adapted, current) if each.get("url_type") == "upload" or each.get("datastore_active")
    ]


def _reordered(adapted: Adapted, current: Mapping[str, Any]) -> tuple[FieldChange, ...]:
    """Our files stand first, in our order, because portals show first what comes first."""
    wanted = [file.id for file in adapted.wanted.files]
    there = [resource["id"] for resource in current.get("resources", ())]
    known = [each for each in wanted if each in there]
    if there[: len(known)] == known or len(known) < len(wanted):
        return ()
    return (FieldChange("position", Text("Reihenfolge der Dateien", "order of the files"), "", ""),)


def _address_name(resource: Mapping[str, Any]) -> str:
    return str(resource.get("uri") or resource.get("url") or "").rpartition("/")[2]


def _with_foreign_extras(adapted: Adapted, current: Mapping[str, Any]) -> list[dict[str, str]]:
    return [*adapted.fields["extras"], *(e for e in current.get("extras", ()) if e["key"] not in OUR_EXTRAS)]


def _changes(
    table: Sequence[Field], wanted: Mapping[str, Any], current: Mapping[str, Any], owned: frozenset[str]
) -> tuple[FieldChange, ...]:
    changes = []
    for entry in table:
        if entry.name not in owned:
            continue
        after, before = wanted.get(entry.name), current.get(entry.name)
        if not _same(entry.name, after, before):
            changes.append(FieldChange(entry.name, entry.label, readable(before), readable(after)))
    return (*changes, *_changed_extras(wanted, current))


def _changed_extras(wanted: Mapping[str, Any], current: Mapping[str, Any]) -> Iterator[FieldChange]:
    """For a portal without a schema: the same, for what stands in extras there."""
    if "extras" not in wanted:
        return
    labels = {entry.name: entry.label for entry in DATASET_FIELDS}
    there = {extra["key"]: extra["value"] for extra in current.get("extras", ()) if extra["key"] in OUR_EXTRAS}
    ours = {extra["key"]: extra["value"] for extra in wanted["extras"]}
    for key in sorted(there.keys() | ours.keys()):
        before, after = there.get(key), ours.get(key)
        if before != after:
            yield FieldChange(key, labels.get(key, Text(key, key)), readable(before), readable(after))


def _same(name: str, wanted: Any, current: Any) -> bool:
    """Whether a value is what it should be, in whatever of its forms CKAN gives it back."""
    return bool(_canonical(name, wanted) == _canonical(name, current))


def _canonical(name: str, value: Any) -> Any:
    if value in (None, "", []):
        return None
    if name == "tags":
        return frozenset(tag["name"] for tag in value)
    if isinstance(value, list):
        return [{k: str(v) for k, v in i.items() if v} if isinstance(i, Mapping) else str(i) for i in value]
    text = str(value).strip()
    return text.casefold() if name in ("format", "hash") else text


def readable(value: Any) -> str:
    """A value on one line."""
    match value:
        case None:
            return ""
        case [{"name": _}, *_] if all("display_name" in tag or len(tag) == 1 for tag in value):  # in any order, too
            return ", ".join(sorted(map(readable, value)))
        case list():
            return ", ".join(readable(item) for item in value)
        case {"name": name} if len(value) == 1 or "display_name" in value:  # a tag
            return str(name)
        case dict():  # portals give keys back in any order
            return ", ".join(filter(None, (readable(value[key]) for key in sorted(value, key=_reading_order))))
        case _:
            return " ".join(str(value).split())


def _reading_order(key: str) -> tuple[int, str]:
    return _READ_FIRST.index(key) if key in _READ_FIRST else len(_READ_FIRST), key


_READ_FIRST = ("language", "name", "title", "start", "end")
