"""What is new: the changes since the edition before in plain words, and all editions that stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.model.comparison import Change, ThingChange
from pipeline.render.pages import Markup
from pipeline.render.site.addresses import as_link
from pipeline.render.site.pen import File, Link, Pen


class Said(NamedTuple):
    """A thing that came, went or changed, and how."""

    link: Link
    changes: Sequence[str | Markup]


class Group(NamedTuple):
    """The things to which the same happened."""

    title: str
    things: Sequence[Said]
    left: int = 0


def write_news(pen: Pen) -> Iterator[File]:
    """The page of the changes and that of the editions."""
    comparison, matter = pen.matter.comparison, pen.matter
    groups = list(_groups(pen)) if comparison else []
    before = next((each for each in matter.editions if comparison and each.version == comparison.before), None)
    title = pen.fill("changes_since", day=pen.voice.day(before.day)) if before else pen.words["changes_title"]
    reason = pen.plain(comparison.reason) if comparison else pen.words["first_edition"]
    yield pen.page(
        "changes.html.j2", "aenderungen", title=title, groups=groups,
        reason=reason or ("" if groups else pen.words["no_changes"]), trail=[],
    )  # fmt: skip
    yield pen.page(
        "editions.html.j2", "ausgaben", title=pen.words["editions"], trail=[Link(pen.words["data"], "daten")],
        editions=[(each, pen.voice.day(each.day), pen.voice.projects(each.projects), each == matter.edition)
                  for each in matter.editions],
    )  # fmt: skip


def _groups(pen: Pen) -> Iterator[Group]:
    assert pen.matter.comparison
    for kind in ("added", "changed", "removed"):
        things = [thing for thing in pen.matter.comparison.things if thing.kind == kind]
        if things:
            told = [Said(_link(thing, pen), [_sentence(change, pen) for change in thing.changes])
                    for thing in things[:MOST_THINGS]]  # fmt: skip
            yield Group(f"{pen.words[f'kind_{kind}']} ({len(things)})", told, max(0, len(things) - MOST_THINGS))


def _link(thing: ThingChange, pen: Pen) -> Link:
    name = pen.plain(thing.name)
    words = f"{name} ({thing.key})" if thing.key else name
    has_page = thing.kind != "removed" and pen.matter.is_ours(thing.iri)
    return Link(words, as_link(pen.matter.folder(thing.iri)) if has_page else "")


def _sentence(change: Change, pen: Pen) -> str:
    before, after = (", ".join(pen.plain(value) for value in values) for values in (change.before, change.after))
    form = "turned" if before and after else "turn_new" if after else "turn_gone"
    return pen.fill(form, label=pen.plain(change.property), before=_cut(before), after=_cut(after))


def _cut(words: str) -> str:
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1].rstrip()}…"


MOST_THINGS = 120
_LONGEST = 240
