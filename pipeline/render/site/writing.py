"""The whole site: what an edition says in, one file after another out, in German and in English."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from pipeline.model.graph import Triple, reading_order
from pipeline.model.vocabulary import PREFIXES
from pipeline.render.briefings.voice import Voice
from pipeline.render.formats.jsonld import json_ld_writer
from pipeline.render.formats.rdf import render_n_triples, render_rdf_xml, render_turtle
from pipeline.render.site.addresses import as_link
from pipeline.render.site.assets import write_assets
from pipeline.render.site.downloads import write_downloads
from pipeline.render.site.feeds import Entry, write_feed, write_feeds
from pipeline.render.site.home import write_home
from pipeline.render.site.indicators import write_indicators
from pipeline.render.site.lists import write_roadmap, write_statuses
from pipeline.render.site.matrix import write_matrix
from pipeline.render.site.matter import Matter
from pipeline.render.site.news import write_earlier, write_news
from pipeline.render.site.pen import File, Link, Pen
from pipeline.render.site.projects import write_project
from pipeline.render.site.questions import write_question_files, write_questions
from pipeline.render.site.statements import write_not_found, write_statements
from pipeline.render.site.strategy import data_links, write_strategy
from pipeline.render.site.things import write_organizations, write_part, write_thing
from pipeline.render.site.timeline import write_timeline
from pipeline.render.site.turns import NO_EVIDENCE, Turn

MOST_NEWS = 6


def render_site(matter: Matter) -> Iterator[File]:
    """All files of the site, each path once."""
    pens = (Pen(matter, Voice("de")), Pen(matter, Voice("en")))
    done: set[str] = set()
    for file in _files(matter, pens):
        if file.path not in done:
            done.add(file.path)
            yield file


def _files(matter: Matter, pens: tuple[Pen, Pen]) -> Iterator[File]:
    yield from write_assets(matter)
    for pen in pens:
        entries: list[Entry] = []
        yield from _projects(pen, entries)
        yield from _pages(pen, entries)
    yield write_not_found(*pens)
    yield from _parts(matter, pens)
    yield from write_question_files(matter)
    yield from _data(matter)


def _projects(pen: Pen, entries: list[Entry]) -> Iterator[File]:
    """The pages of the projects with their feeds. What has changed is added to the ``entries``."""
    late = {each.project.key: each for each in pen.matter.progress.late}
    for project in pen.matter.progress.projects:
        folder = pen.matter.project_folder(project)
        page = write_project(project, pen, late, data_links(pen.matter, folder))
        yield from page.files
        mine = [Entry(project, turn._replace(evidence=NO_EVIDENCE)) for turn in page.turns]
        entries += mine
        title = pen.plain(project.title) or project.key
        yield write_feed(pen, f"{folder}.atom", title, folder, [entry for entry in mine if entry.turn.version])


def _pages(pen: Pen, entries: Sequence[Entry]) -> Iterator[File]:
    yield from write_strategy(pen)
    yield from write_home(pen, _news(pen, entries))
    yield from write_roadmap(pen)
    yield from write_statuses(pen)
    yield from write_timeline(pen)
    yield from write_matrix(pen)
    yield from write_indicators(pen)
    yield from write_organizations(pen)
    yield from write_news(pen)
    yield from write_earlier(pen, entries)
    yield from write_downloads(pen)
    yield from write_feeds(pen, entries)
    yield from write_statements(pen)
    yield from write_questions(pen)
    yield from _indexes(pen)
    for term in _things(pen.matter):
        yield from write_thing(term, pen)


def _news(pen: Pen, entries: Sequence[Entry]) -> list[tuple[Link, Turn]]:
    """What this edition says first, unless it is the first, which says everything first."""
    if not pen.matter.edition.previous:
        return []
    version = pen.matter.progress.version
    new = [entry for entry in entries if entry.turn.version == version][:MOST_NEWS]
    return [
        (Link(pen.text(entry.project.title), as_link(pen.matter.project_folder(entry.project))), entry.turn)
        for entry in new
    ]


def _indexes(pen: Pen) -> Iterator[File]:
    """What lies above the pages of projects, fields, theses and datasets, where nothing else does."""
    iris, matter = pen.matter.dataset.iris, pen.matter
    roadmap = as_link(matter.folder(matter.base + iris.roadmap))
    links = [Link(pen.words["all_projects"], roadmap), Link(pen.words["strategy"], pen.paths["strategy"]),
             Link(pen.words["data"], "daten")]  # fmt: skip
    for path in (iris.project, iris.field, iris.thesis, iris.dataset):
        folder = matter.folder(matter.base + path)
        if folder:
            yield pen.page("shelf.html.j2", folder, title=pen.words["shelf_title"], links=links, trail=[])


def _things(matter: Matter) -> list[str]:
    """What has a page of its own and is no project, thesis or field."""
    told = {matter.term(project) for project in matter.progress.projects}
    return [term for term in matter.named if matter.owner(term) == term and term not in told]


def _parts(matter: Matter, pens: tuple[Pen, Pen]) -> Iterator[File]:
    """The small pages of parts. One of a mere fragment has the page of what it is a fragment of."""
    for term in matter.named:
        owner = matter.owner(term)
        if owner != term and "#" not in term:
            yield write_part(term, owner, *pens)


def _data(matter: Matter) -> Iterator[File]:
    """The statements about each thing of its own, with those about its parts, in the forms that programs read."""
    as_json_ld = json_ld_writer(matter.context)
    for term in matter.statements:
        if matter.is_ours(term[1:-1]) and matter.owner(term) == term:
            triples = [t for part in (term, *matter.parts.get(term, ())) for t in matter.statements[part]]
            triples.sort(key=reading_order)
            for suffix, content in _forms(triples, as_json_ld):
                path = f"{matter.folder(term[1:-1])}.{suffix}"
                if path not in matter.folders:
                    yield File(path, content)


def _forms(triples: Sequence[Triple], as_json_ld: Callable[[Sequence[Triple]], bytes]) -> Iterator[tuple[str, bytes]]:
    yield "ttl", render_turtle(triples, PREFIXES)
    yield "jsonld", as_json_ld(triples)
    yield "nt", render_n_triples(triples)
    yield "rdf", render_rdf_xml(triples, PREFIXES)
