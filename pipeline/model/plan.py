"""What publishing would do to a portal, before it does it: dataset by dataset, file by file, field by field."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pipeline.model.report import Text


class Deed(StrEnum):
    """What happens to a dataset or a file."""

    CREATE = "create"
    CHANGE = "change"
    REPLACE = "replace"
    KEEP = "keep"
    REMOVE = "remove"
    REVIVE = "revive"

    @property
    def label(self) -> Text:
        """What people call it."""
        return _LABELS[self]


_LABELS = {
    Deed.CREATE: Text("neu", "new"),
    Deed.CHANGE: Text("geändert", "changed"),
    Deed.REPLACE: Text("ersetzt", "replaced"),
    Deed.KEEP: Text("unverändert", "unchanged"),
    Deed.REMOVE: Text("entfernt", "removed"),
    Deed.REVIVE: Text("wiederhergestellt", "restored"),
}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that changes: what people call it, what stands there and what will; empty for nothing."""

    field: str
    label: Text
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class FilePlan:
    """What happens to one file of a dataset. ``size_bytes`` is that of the file to be sent, 0 where none is."""

    name: str
    title: str
    deed: Deed
    size_bytes: int = 0
    changes: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class DatasetPlan:
    """What happens to one dataset. ``shown`` tells that it is not to be seen yet and will be.

    ``others`` are the files that somebody else added to it, which stay.
    """

    name: str
    title: str
    deed: Deed
    changes: tuple[FieldChange, ...] = ()
    files: tuple[FilePlan, ...] = ()
    shown: bool = False
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What happens at a portal. ``lost`` are the things that it has no place for, as people call them.

    ``orphans`` are the names of our datasets that the edition no longer has, ``organization`` one that is to be made.
    """

    portal: str
    datasets: tuple[DatasetPlan, ...]
    lost: tuple[Text, ...] = ()
    orphans: tuple[str, ...] = ()
    organization: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to do."""
        return all(dataset.deed is Deed.KEEP and not dataset.shown for dataset in self.datasets)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many things became new, changed and gone, and how many bytes were sent for it."""

    new: int = 0
    changed: int = 0
    gone: int = 0
    size_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """Things of one kind at a place of files or graphs: the names of those that become new, changed and gone."""

    title: Text
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    kept: int = 0
    size_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Outline:
    """What happens at a place of files or graphs, kind by kind. ``remarks`` are what else is to be known."""

    location: str
    groups: tuple[Group, ...]
    remarks: tuple[Text, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to do."""
        return not any((*group.new, *group.changed, *group.gone) for group in self.groups)
