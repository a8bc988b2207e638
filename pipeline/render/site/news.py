"""What is new: the changes since the edition before in plain words, and all editions that stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from pipeline.model.comparison import Change, ThingChange
from pipeline.model.graph import language_of, literal_text
from pipeline.render.pages import Markup
from pipeline.render.site.addresses import as_link
from pipeline.render.site.feeds import Entry
from pipeline.render.site.matter import EditionMark
from pipeline.render.site.paging import bytes_of, write_pages
from pipeline.render.site.pen import File, Link, Pen
from pipeline.render.site.turns import Turn


class Said(NamedTuple):
    """A thing that came, went or changed, and how."""

    link: Link
    changes: Sequence[str | Markup]


class Group(NamedTuple):
    """The things to which the same happened."""

    title: str
    things: Sequence[Said]


def write_news(pen: Pen) -> Iterator[File]:
    """The pages of the changes and those of the editions."""
    comparison, matter = pen.matter.comparison, pen.matter
    things = list(_things(pen)) if comparison else []
    before = next((each for each in matter.editions if comparison and each.version == comparison.before), None)
    title = pen.fill("changes_since", day=pen.voice.day(before.day)) if before else pen.words["changes_title"]
    reason = pen.plain(comparison.reason) if comparison else pen.words["first_edition"]
    yield from write_pages(
        pen,
        "aenderungen",
        things,
        template="changes.html.j2",
        title=title,
        weigh=lambda thing: 200 + bytes_of(thing[1].link.words, thing[1].link.folder, *thing[1].changes),
        arrange=_groups,
        reason=reason or ("" if things else pen.words["no_changes"]),
        trail=[],
        **pen.newest,
    )
    rows = [
        (each, pen.voice.day(each.day), pen.voice.projects(each.projects), each == matter.edition)
        for each in matter.editions
    ]
    yield from write_pages(
        pen,
        "ausgaben",
        rows,
        template="editions.html.j2",
        title=pen.words["editions"],
        weigh=lambda _: 700,
        trail=[Link(pen.words["data"], "daten")],
        **pen.newest,
    )


class Retold(NamedTuple):
    """A change that an earlier edition said first: the project, what changed, and why."""

    link: Link
    turn: Turn


def write_earlier(pen: Pen, entries: Sequence[Entry]) -> Iterator[File]:
    """For each earlier edition that stands and followed another, what it said first of status, dates and amounts.

    These are the turns that the roadmap remembers. All editions are not compared anew for it.
    """
    by_version: dict[str, list[Entry]] = {}
    for entry in entries:
        by_version.setdefault(entry.turn.version, []).append(entry)
    for edition in pen.matter.editions:
        if edition != pen.matter.edition and edition.previous:
            yield from _write_edition(edition, by_version.get(edition.version, ()), pen)


def _write_edition(edition: EditionMark, entries: Sequence[Entry], pen: Pen) -> Iterator[File]:
    told = [
        Retold(Link(pen.text(each.project.title) or each.project.key, as_link(pen.matter.project_folder(each.project))),
               each.turn)
        for each in entries
    ]  # fmt: skip
    yield from write_pages(
        pen,
        f"aenderungen/{edition.version}",
        told,
        template="retold.html.j2",
        title=pen.fill("changes_in", day=pen.voice.day(edition.day)),
        weigh=lambda each: 300 + bytes_of(each.link.words, each.link.folder, each.turn.sentence, each.turn.reason),
        account=next((f"editions/{edition.version}/{file.name}" for file in edition.files if file.name == ACCOUNT), ""),
        trail=[Link(pen.words["data"], "daten"), Link(pen.words["editions"], "ausgaben")],
        **pen.dated(edition.day),
    )


def _things(pen: Pen) -> Iterator[tuple[str, Said]]:
    """What came, changed and went, each with the heading that it stands below."""
    assert pen.matter.comparison
    for kind in ("added", "changed", "removed"):
        things = [thing for thing in pen.matter.comparison.things if thing.kind == kind]
        for thing in things:
            changes = [_sentence(change, pen) for change in thing.changes[:MOST_CHANGES]]
            yield f"{pen.words[f'kind_{kind}']} ({len(things)})", Said(_link(thing, pen), changes)


def _groups(things: Sequence[tuple[str, Said]]) -> list[Group]:
    return [Group(title, [said for _, said in group]) for title, group in groupby(things, key=itemgetter(0))]


def _link(thing: ThingChange, pen: Pen) -> Link:
    name = pen.plain(thing.name)
    words = f"{name} ({thing.key})" if thing.key else name
    has_page = thing.kind != "removed" and pen.matter.is_ours(thing.iri)
    return Link(words, as_link(pen.matter.folder(thing.iri)) if has_page else "")


def _sentence(change: Change, pen: Pen) -> str | Markup:
    """What changed, and the reason where one is given."""
    told, reasons = _turned(change, pen), [_reason(reason, pen) for reason in change.reasons]
    return pen.markup("turned_for", told=told, reason=Markup("; ").join(reasons)) if reasons else told


def _reason(reason: Sequence[str], pen: Pen) -> str | Markup:
    """A reason in this language, or in the one that it was given in."""
    said = {language_of(term): literal_text(term) for term in reason}
    language = pen.language if pen.language in said else next(iter(said), "")
    return pen.foreign(_cut(said.get(language, "")), language)


def _turned(change: Change, pen: Pen) -> str:
    before, after = (", ".join(pen.plain(value) for value in values) for values in (change.before, change.after))
    form = "turned" if before and after else "turn_new" if after else "turn_gone"
    return pen.fill(form, label=pen.plain(change.property), before=_cut(before), after=_cut(after))


def _cut(words: str) -> str:
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1].rstrip()}…"


ACCOUNT = "changes.md"
"""The file of an edition that tells in words all that changed."""
MOST_CHANGES = 60
"""More changes of one thing than these are in the data alone."""
_LONGEST = 240
