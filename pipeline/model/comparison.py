"""What changed from one edition to another, thing by thing, as people call it, and triple by triple."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.model.graph import Triple
from pipeline.model.report import NOTHING, Text


@dataclass(frozen=True, slots=True)
class Change:
    """What of a thing changed: its property, and the values gone and come, each as people call it and as a statement.

    ``reasons`` are those given, each as the literals that tell it in its languages; ``turns`` are the terms of those
    turns of the thing's history that tell of this change and are new with it.
    """

    property: Text
    before: tuple[Text, ...] = ()
    after: tuple[Text, ...] = ()
    gone: tuple[Triple, ...] = ()
    come: tuple[Triple, ...] = ()
    reasons: tuple[tuple[str, ...], ...] = ()
    turns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ThingChange:
    """One thing that came, went or changed. ``key`` is the identifier of a project."""

    iri: str
    name: Text
    kind: str
    changes: tuple[Change, ...] = ()
    key: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that changed from one edition to another. ``reason`` says why there is a new one where that does not show.

    A change of words that stand for a date names them as the date; ``behind`` has the statement that says them.
    """

    before: str
    after: str
    things: tuple[ThingChange, ...]
    added: tuple[Triple, ...]
    removed: tuple[Triple, ...]
    reason: Text = NOTHING
    behind: Mapping[Triple, Triple] = field(default_factory=dict)
