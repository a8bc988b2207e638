"""Atom feeds (RFC 4287): what changes, of all projects, of a field, of a status, of one project."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from html import escape
from typing import NamedTuple

from pipeline.model.progress import Standing
from pipeline.render.site.addresses import as_link, localized
from pipeline.render.site.matter import EditionMark
from pipeline.render.site.pen import File, Link, Pen, bare
from pipeline.render.site.turns import Turn

MOST_ENTRIES = 60


class Entry(NamedTuple):
    """A turn of a project, as a feed tells it."""

    project: Standing
    turn: Turn


def write_feed(
    pen: Pen, path: str, title: str, folder: str, entries: Sequence[Entry], returns: Sequence[EditionMark] = ()
) -> File:
    """A feed of the newest changes. Its address and those in it are whole, for readers take them elsewhere.

    ``returns`` are editions that say again what an earlier one said, which is told of the whole.
    """
    path = localized(path, pen.language)
    site = pen.matter.site
    own, page = (
        f"{site}{as_link(path)}",
        f"{site}{as_link(localized(f'{folder}/index.html'.lstrip('/'), pen.language))}",
    )
    newest = sorted(entries, key=lambda entry: (entry.turn.version, entry.project.key), reverse=True)[:MOST_ENTRIES]
    body = "".join((*(_return(mark, pen) for mark in returns), *(_entry(entry, pen) for entry in newest)))
    times = [*(_made_at(entry.turn.version, pen) for entry in newest), *(mark.made_at for mark in returns)]
    updated = moment(max(times, default=_began(pen)))
    text = (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{pen.language}">\n'
        f"<title>{escape(title)}</title>\n<id>{escape(own)}</id>\n"
        f'<link rel="self" type="application/atom+xml" href="{escape(own)}"/>\n'
        f'<link rel="alternate" type="text/html" href="{escape(page)}"/>\n'
        f"<updated>{updated}</updated>\n"
        f"<author><name>{escape(pen.matter.dataset.publisher.name)}</name></author>\n"
        f"<rights>{escape(pen.matter.dataset.license)}</rights>\n{body}</feed>\n"
    )
    return File(path, text.encode())


def _entry(entry: Entry, pen: Pen) -> str:
    turn, matter = entry.turn, pen.matter
    title = pen.plain(entry.project.title) or entry.project.key
    sentence = bare(turn.sentence)
    told = " ".join(
        filter(None, (sentence + ".", f"{pen.words['reason']}: {bare(turn.reason)}" if turn.reason else ""))
    )
    folder = matter.project_folder(entry.project)
    page = f"{matter.site}{as_link(localized(f'{folder}/index.html', pen.language))}#{turn.anchor}"
    return (
        f"<entry><title>{escape(f'{title}: {sentence}')}</title><id>{escape(turn.node[1:-1])}</id>"
        f'<link rel="alternate" type="text/html" href="{escape(page)}"/>'
        f"<updated>{moment(_made_at(turn.version, pen))}</updated><summary>{escape(told)}</summary></entry>\n"
    )


def _return(mark: EditionMark, pen: Pen) -> str:
    matter, words = pen.matter, escape(pen.plain(mark.returned))
    page = f"{matter.site}{as_link(localized('ausgaben/index.html', pen.language))}"
    return (
        f"<entry><title>{words}</title><id>{escape(f'{matter.dataset.iris.base}aenderung/{mark.version}')}</id>"
        f'<link rel="alternate" type="text/html" href="{escape(page)}"/>'
        f"<updated>{moment(mark.made_at)}</updated><summary>{words}</summary></entry>\n"
    )


def _began(pen: Pen) -> datetime:
    """When the first edition that stands was made: since then a feed is there, though it has nothing to tell."""
    return min(pen.matter.moments.values())


def _made_at(version: str, pen: Pen) -> datetime:
    """When the edition was made that said so first; the beginning of its day where it is gone."""
    known = pen.matter.moments.get(version)
    return known or datetime.fromisoformat(f"{version.partition('.')[0]}T00:00:00+00:00")


def moment(at: datetime) -> str:
    """A moment as Atom writes it (RFC 3339)."""
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")


def write_feeds(pen: Pen, entries: Sequence[Entry]) -> Iterator[File]:
    """The feeds of all, of each field and of each status, and the page that lists them."""
    progress = pen.matter.progress
    told = [entry for entry in entries if entry.turn.version]
    subject = pen.plain(pen.matter.dataset.title)
    lists = [Link(pen.words["all_projects"], as_link(localized("feeds/alles.atom", pen.language)))]
    returns = [mark for mark in pen.matter.editions if mark.returned.de]
    yield write_feed(pen, "feeds/alles.atom", subject, "aenderungen", told, returns)
    for each in progress.fields:
        folder, words = pen.matter.folder(each.area.iri), bare(pen.area(each.area.iri).words)
        mine = [entry for entry in told if each.area.iri in entry.project.fields]
        told_of = f"{pen.words['field']}: {words}"
        lists.append(Link(told_of, as_link(localized(f"{folder}.atom", pen.language))))
        yield write_feed(pen, f"{folder}.atom", f"{subject}: {words}", folder, mine)
    for each in progress.theses:
        folder, words = pen.matter.folder(each.area.iri), bare(pen.area(each.area.iri).words)
        mine = [entry for entry in told if each.area.iri in entry.project.theses]
        yield write_feed(pen, f"{folder}.atom", f"{subject}: {words}", folder, mine)
    for status in dict.fromkeys(project.status for project in progress.standing if project.status):
        words = pen.plain(progress.of_status(status)[0].status_label) or status
        mine = [entry for entry in told if entry.project.status == status]
        lists.append(
            Link(f"{pen.words['status']}: {words}", as_link(localized(f"feeds/status/{status}.atom", pen.language)))
        )
        yield write_feed(pen, f"feeds/status/{status}.atom", f"{subject}: {words}", f"status/{status}", mine)
    yield pen.page(
        "feeds.html.j2",
        "feeds",
        title=pen.words["feeds_title"],
        lists=lists,
        calendar=f"{pen.matter.site}current/roadmap.ics",
        trail=[],
    )
