"""The page of a project: where it is, what comes next, why it takes as long as it does, and how all that is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from pipeline.model.progress import CANCELLED, PAUSED, Late, Standing, When
from pipeline.render.pages import Markup
from pipeline.render.site.addresses import as_link, localized
from pipeline.render.site.facts import Evidence, Subject, tell_facts
from pipeline.render.site.pen import File, Link, Pen, bare, safe_address
from pipeline.render.site.queries import query_of
from pipeline.render.site.slip import tell_slip
from pipeline.render.site.statuses import Chip, chip_of
from pipeline.render.site.turns import Turn, tell_turns
from pipeline.render.site.values import name_of, read_value


class Answer(NamedTuple):
    """A question that citizens ask, its answer in sentences, and where that is from."""

    question: str
    sentences: Sequence[str | Markup]
    evidence: Evidence
    link: Link | None = None


class ProjectPage(NamedTuple):
    """The files of a project in one language, and its turns, for the feeds."""

    files: Sequence[File]
    turns: Sequence[Turn]


def write_project(project: Standing, pen: Pen, late: Mapping[str, Late], data: Sequence[Link]) -> ProjectPage:
    """The page of a project and its picture."""
    subject, matter = Subject(project, pen), pen.matter
    folder = matter.project_folder(project)
    found = late.get(project.key)
    slip = tell_slip(project, pen, found, subject.day)
    picture = localized(f"bild/{folder}.svg", pen.language)
    turns = tell_turns(subject)
    facts = list(tell_facts(subject))
    told = {anchor for fact in facts for anchor in fact.anchors} | {turn.anchor for turn in turns}
    page = pen.page(
        "project.html.j2",
        folder,
        title=subject.title,
        heading=pen.text(project.title) or project.key,
        project=project,
        chip=chip_of(project, pen),
        trail=[Link(pen.words["projects"], pen.paths["roadmap"]), *map(pen.area, project.fields[:1])],
        answers=(_where(subject), _next(subject), _why(subject, found)),
        tomb=_tomb(subject),
        slip=slip,
        picture=as_link(picture),
        query=query_of("promises", pen, key=project.key),
        description=pen.literal(subject.term, "dcterms:description"),
        facts=facts,
        turns=turns,
        iri=subject.term[1:-1],
        data=data,
        feed=as_link(localized(f"{folder}.atom", pen.language)),
        parts=[anchor for node in _parts(subject) if (anchor := subject.anchor(node)) not in told],
        said_since=pen.fill("said_since", day=pen.voice.day(subject.day)),
        **pen.dated(subject.day),
    )  # fmt: skip
    files = [page, *([File(picture, slip.alone)] if slip else [])]
    return ProjectPage(files, turns)


def _parts(subject: Subject) -> list[str]:
    """The parts of a project, which have addresses of their own."""
    below = f"{subject.term[:-1]}/"
    return [node for node in subject.pen.matter.parts.get(subject.term, ()) if node.startswith(below)]


def _where(subject: Subject) -> Answer:
    pen, project = subject.pen, subject.project
    if project.withdrawn:
        status = pen.plain(project.status_label)
        told = [pen.words["is_withdrawn"], *([pen.fill("was_status", status=status)] if status else [])]
        return _answer(subject, "q_where", told, "status")
    known = f"is_{project.status}"
    sentences: list[str | Markup] = [
        pen.words[known] if known in pen.words else pen.fill("is_other", status=pen.plain(project.status_label))
    ]
    if project.since:
        sentences.append(pen.markup("since", when=pen.in_words(project.since, "since")))
    elif project.told:
        sentences.append(pen.fill("known_since", day=pen.voice.short(project.told)))
    if project.reason:
        sentences.append(pen.markup("reason_given", reason=_said(project.reason, pen)))
    return _answer(subject, "q_where", sentences, "status", "status_date", "status_reason")


def _next(subject: Subject) -> Answer:
    pen, project = subject.pen, subject.project
    sentences = list(_ahead(project, pen))
    link = None
    offer = project.offer
    if offer and project.is_open and not (offer.last and _has_passed(offer.last, pen.matter.progress.day)):
        period = pen.period(offer.first, offer.last)
        sentences.append(pen.markup("next_offer", when=period) if period else pen.words["next_offer_any"])
        if address := safe_address(offer.page):
            link = Link(pen.words["next_offer_page"], address=address)
    return _answer(subject, "q_next", sentences, "start", "end", link=link)


def _has_passed(end: When, day: date) -> bool:
    """Whether an end was before a day; one without a last day never is."""
    return not end.is_open and end.day < day


def _ahead(project: Standing, pen: Pen) -> Iterator[str | Markup]:
    day = pen.matter.progress.day
    if project.withdrawn:
        yield pen.words["next_withdrawn"]
    elif project.status == CANCELLED:
        yield pen.words["next_cancelled"]
    elif project.is_done:
        yield pen.words["next_done"]
    else:
        if project.start and project.start.day > day:
            yield pen.markup("next_start", when=pen.in_words(project.start, "at"))
        if project.end is None:
            yield pen.words["next_open"]
        else:
            is_past = _has_passed(project.end, day)
            yield pen.markup("next_overdue" if is_past else "next_end", when=pen.in_words(project.end, "until"))
            if is_past:
                yield pen.words["next_no_new"]


def _why(subject: Subject, late: Late | None) -> Answer:
    pen, project = subject.pen, subject.project
    moves, sentences = project.moves, list[str | Markup]()
    if late and late.overdue:
        sentences.append(pen.fill("why_overdue", span=pen.voice.span_by(late.overdue)))
    if moves:
        before, after = (pen.in_words(when, "plain") for when in (moves[-1].before, moves[-1].after))
        form = "why_once" if len(moves) == 1 else "why_often"
        sentences.append(pen.markup(form, times=pen.times(len(moves)), before=before, after=after))
        if late and late.total:
            sentences.append(pen.fill("why_total", span=pen.voice.span(late.total)))
        reason = moves[-1].reason
        sentences.append(pen.markup("reason_given", reason=_said(reason, pen)) if reason else pen.words["no_reason"])
    elif project.end is None:
        sentences.append(pen.words["why_none"])
    elif sentences:
        reason = bare(pen.literal(subject.term, "ds:planReason"))
        sentences.append(pen.markup("reason_given", reason=_said(reason, pen)) if reason else pen.words["no_reason"])
    else:
        sentences.append(pen.words[_unmoved(subject)])
    if project.status == PAUSED and project.reason:
        sentences.append(pen.markup("why_pause", reason=_said(project.reason, pen)))
    cells = [cell for move in moves for cell in move.cells] or project.cells_of("end")
    evidence = subject.evidence(pen.words["end"], _plain(sentences), cells, _unsaid(project))
    return Answer(pen.words["q_why"], sentences, evidence)


def _unmoved(subject: Subject) -> str:
    """The words for an end that was never moved, by what there is to compare and what is still to come."""
    if not subject.project.is_open:
        return "why_was_never"
    return "why_never" if subject.pen.matter.edition.previous else "why_first"


def _answer(
    subject: Subject, question: str, sentences: Sequence[str | Markup], *columns: str, link: Link | None = None
) -> Answer:
    pen = subject.pen
    cells, unsaid = subject.project.cells_of(*columns), _unsaid(subject.project)
    evidence = subject.evidence(pen.words[question], _plain(sentences), cells, unsaid)
    return Answer(pen.words[question], sentences, evidence, link)


def _unsaid(project: Standing) -> str:
    """The words for an answer that no cell gives: only that a project was withdrawn stands in the settings."""
    return "settings_say" if project.withdrawn else "nothing_says"


def _plain(sentences: Sequence[str | Markup]) -> str:
    return " ".join(map(bare, sentences))


def _said(words: str, pen: Pen) -> str | Markup:
    """Words of the town's own, which are in the language of its sheets."""
    return pen.foreign(words, pen.matter.dataset.language)


class Tomb(NamedTuple):
    """What is said first of a project that is no more: what became of it, why, and what came instead."""

    sentence: str
    reason: str | Markup
    successors: Sequence[Link]
    forerunners: Sequence[Link]
    is_gone: bool


def _tomb(subject: Subject) -> Tomb | None:
    pen, project = subject.pen, subject.project
    index = pen.matter.index
    after = [read_value(term, pen) for term in index.objects(subject.term, "dcterms:isReplacedBy")]
    before = [read_value(term, pen) for term in index.subjects("dcterms:isReplacedBy", subject.term)]
    if project.withdrawn:
        sentence = pen.fill("tomb_withdrawn", day=pen.voice.day(project.withdrawn))
        return Tomb(sentence, pen.text(project.withdrawal_reason), after, before, is_gone=True)
    if project.is_missing:
        return Tomb(pen.words["tomb_missing"], "", after, before, is_gone=True)
    return Tomb("", "", after, before, is_gone=False) if after or before else None


class Row(NamedTuple):
    """A project in a list."""

    key: str
    title: str | Markup
    folder: str
    chip: Chip
    period: str | Markup
    fields: Sequence[str]
    leads: str


def row_of(project: Standing, pen: Pen) -> Row:
    """A project as lists show it."""
    matter = pen.matter
    fields = [name_of(f"<{iri}>", pen) for iri in project.fields]
    return Row(
        project.key,
        pen.text(project.title) or project.key,
        as_link(matter.project_folder(project)),
        chip_of(project, pen),
        pen.period(project.start, project.end),
        fields,
        ", ".join(project.leads),
    )
