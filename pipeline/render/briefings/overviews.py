"""Fields of action, the coverage of theses and fields, participation, and the table of all projects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pipeline.model.progress import CANCELLED, PAUSED, PLANNED, RUNNING, Covered, Progress, Standing
from pipeline.model.report import Text
from pipeline.render.briefings.blocks import (
    NOT_TOLD,
    Block,
    Bullets,
    Cell,
    Heading,
    Run,
    Table,
    note,
    text,
    without_empty_columns,
)
from pipeline.render.briefings.turns import fields_of
from pipeline.render.briefings.voice import Voice

_MOST_THESES = 7
"""A matrix of more columns than these has no room on a page."""


def tell_fields(progress: Progress, voice: Voice) -> Iterator[Block]:
    """The projects of each field; one of several fields stands in each, and counts once below."""
    yield Heading(1, voice.say("Nach Handlungsfeldern", "By field of action"))
    several = [project for project in progress.standing if len(project.fields) > 1]
    if several:
        yield text(
            voice.say(
                "{projects} in mehreren Handlungsfeldern: Sie stehen unter jedem davon; die letzte Zeile zählt jedes "
                "Projekt einmal.",
                "{projects} in several fields of action: they stand under each of these; the last row counts each "
                "project once.",
                projects=voice.count(
                    len(several), Text("Projekt liegt", "project is"), Text("Projekte liegen", "projects are")
                ),
            )
        )
    yield _field_counts(progress, voice)
    for covered in progress.fields:
        projects = progress.of_field(covered.area.iri)
        if projects:
            name = {"number": covered.area.notation, "name": voice.words(covered.area.label)}
            yield Heading(2, voice.say("Handlungsfeld {number}: {name}", "Field of action {number}: {name}", **name))
            yield _projects_of_field(projects, covered, voice)
    if without := [project for project in progress.standing if not project.fields]:
        keys = ", ".join(map(voice.named, without))
        yield text(voice.say("Ohne Handlungsfeld: {keys}.", "Without a field of action: {keys}.", keys=keys))


def _field_counts(progress: Progress, voice: Voice) -> Table:
    columns = (
        (Text("Projekte", "Projects"), lambda project: True),
        (Text("geplant", "planned"), lambda project: project.status == PLANNED),
        (Text("laufend", "running"), lambda project: project.status == RUNNING),
        (Text("pausiert", "paused"), lambda project: project.status == PAUSED),
        (Text("fertig", "done"), lambda project: project.is_done),
        (Text("abgebrochen", "cancelled"), lambda project: project.status == CANCELLED),
    )
    named = [(voice.area(covered.area), progress.of_field(covered.area.iri)) for covered in progress.fields]
    total = (voice.say("Alle Projekte, jedes einmal", "All projects, each once"), progress.standing)
    rows = [
        (Cell((name,)), *(Cell((voice.number(sum(map(counts, projects))),)) for _, counts in columns))
        for name, projects in (*named, total)
    ]
    head = (voice.say("Handlungsfeld", "Field of action"), *(voice.words(title) for title, _ in columns))
    title = voice.say("Wie viele Projekte jedes Handlungsfeld hat", "How many projects each field of action has")
    return Table(title, head, rows, (34, 11, 10, 10, 11, 9, 15), frozenset(range(1, 7)), is_summed=True)


def _projects_of_field(projects: Sequence[Standing], covered: Covered, voice: Voice) -> Table:
    rows = [
        (
            voice.project(project, "field", "status", "start", "end"),
            Cell((voice.status(project),)),
            Cell((voice.period(project.start, project.end),)),
        )
        for project in projects
    ]
    head = (voice.say("Projekt", "Project"), "Status", voice.say("Zeitraum", "Period"))
    title = voice.say("Projekte in „{field}“", "Projects in “{field}”", field=voice.words(covered.area.label))
    return Table(title, head, rows, (56, 20, 24))


def tell_coverage(progress: Progress, voice: Voice) -> Iterator[Block]:
    """Which theses and fields have projects that serve them, and which have none at work."""
    yield Heading(1, voice.say("Abdeckung der Strategie", "Coverage of the strategy"))
    yield Bullets(tuple((Run(words),) for words in tell_gaps(progress, voice)))
    yield note(
        voice.say(
            "Abgebrochene und zurückgezogene Projekte zählen hier nicht.",
            "Projects that were cancelled or withdrawn do not count here.",
        )
    )
    for areas, one, _ in _kinds(progress):
        yield _coverage(areas, voice.words(one), voice)
    if len(progress.theses) <= _MOST_THESES and any(thesis.projects for thesis in progress.theses):
        yield from _matrix(progress, voice)


def _kinds(progress: Progress) -> Iterator[tuple[Sequence[Covered], Text, Text]]:
    """Fields and theses, where there are any: what one is called, and several after "von"."""
    if progress.fields:
        yield progress.fields, Text("Handlungsfeld", "field of action"), Text("Handlungsfeldern", "fields of action")
    if progress.theses:
        yield progress.theses, Text("These", "thesis"), Text("Thesen", "theses")


def tell_gaps(progress: Progress, voice: Voice) -> Iterator[str]:
    """A sentence for fields and one for theses: in which of them no project is at work."""
    for areas, one, many in _kinds(progress):
        gaps = [covered.area for covered in areas if not covered.running]
        said = voice.say(
            "Ohne laufendes Projekt: {gaps} von {all}", "Without a running project: {gaps} of {all}",
            gaps=voice.number(len(gaps)), all=voice.count(len(areas), one, many),
        )  # fmt: skip
        names = "; ".join(map(voice.area, gaps))
        yield f"{said} ({names})." if names else f"{said}."


def _coverage(areas: Iterable[Covered], kind: str, voice: Voice) -> Table:
    rows = []
    for covered in areas:
        others = [project for project in covered.projects if project.status != RUNNING]
        name = Cell((voice.area(covered.area),), tuple(filter(None, (voice.words(covered.area.definition),))))
        rows.append((name, _numbered(covered.running, voice), _numbered(others, voice)))
    head = (f"{kind[:1].upper()}{kind[1:]}", voice.say("laufend", "running"), voice.say("andere", "others"))
    title = voice.say("Projekte je {kind}: Anzahl und Kennungen", "Projects by {kind}: number and keys", kind=kind)
    return Table(title, head, rows, (50, 25, 25))


def _numbered(projects: Sequence[Standing], voice: Voice, by: str = ", ") -> Cell:
    """How many, and their keys; where there is little room each in a line, lest one be broken at its hyphen."""
    if not projects:
        return Cell((NOT_TOLD,))
    keys = [project.key for project in projects]
    return Cell((voice.number(len(projects)),), tuple(keys) if by == "\n" else (by.join(keys),))


def _matrix(progress: Progress, voice: Voice) -> Iterator[Block]:
    yield Heading(2, voice.say("Handlungsfelder und Thesen", "Fields of action and theses"))
    rows = []
    for field in progress.fields:
        cells = [
            _numbered([project for project in field.projects if thesis.area.iri in project.theses], voice, "\n")
            for thesis in progress.theses
        ]
        rows.append((Cell((voice.area(field.area),)), *cells))
    head = (
        voice.say("Handlungsfeld", "Field of action"),
        *(voice.say("These {number}", "Thesis {number}", number=thesis.area.notation) for thesis in progress.theses),
    )
    share = 72 // len(progress.theses)
    title = voice.say(
        "Projekte, die zu einem Handlungsfeld und einer These gehören: Anzahl und Kennungen",
        "Projects that belong to a field of action and a thesis: number and keys",
    )
    yield Table(title, head, rows, (28, *[share] * len(progress.theses)))


def tell_participation(progress: Progress, voice: Voice) -> Iterator[Block]:
    """Which projects people can take part in, when, and why not in others."""
    yield Heading(1, voice.say("Beteiligung", "Participation"))
    external = [project for project in progress.standing if project.participation == "external"]
    if external:
        number = voice.projects(len(external))
        yield text(
            voice.say("Mit externer Beteiligung: {number}.", "With external participation: {number}.", number=number)
        )
        yield Bullets(tuple((Run(voice.named(project)),) for project in external))
    offers = [_offer(project, voice) for project in progress.standing if project.offer]
    if offers:
        head = [voice.say("Projekt", "Project"), voice.say("Zeitraum", "Period"), voice.say("Seite", "Page"),
                voice.say("Ergebnis", "Outcome")]  # fmt: skip
        title = voice.say("Angebote, sich zu beteiligen", "Offers to take part")
        yield without_empty_columns(Table(title, head, offers, (36, 18, 26, 20)))
    else:
        yield text(
            voice.say(
                "Die Roadmap nennt kein Angebot, sich zu beteiligen.",
                "The roadmap names no offer to take part.",
            )
        )
    reasons = [
        (voice.project(project, "no_offer_reason"), Cell((project.no_offer_reason,)))
        for project in progress.standing
        if project.no_offer_reason
    ]
    if reasons:
        head = [voice.say("Projekt", "Project"), voice.say("Grund", "Reason")]
        yield Table(voice.say("Warum es kein Angebot gibt", "Why there is no offer"), head, reasons, (45, 55))


def _offer(project: Standing, voice: Voice) -> Sequence[Cell]:
    offer = project.offer
    if offer is None:
        return ()
    name = Cell((voice.named(project),), voice.places((*project.cells_of("title"), *offer.cells)))
    page = Cell((offer.page,), link=offer.page) if offer.page else Cell()
    outcome = voice.words(offer.outcome)
    return (name, Cell((voice.period(offer.first, offer.last),)), page, Cell((outcome,) if outcome else ()))


def tell_all(progress: Progress, voice: Voice) -> Iterator[Block]:
    """The annex: every project in one row."""
    yield Heading(1, voice.say("Anhang: Alle Projekte", "Annex: all projects"))
    head = (
        voice.say("Projekt", "Project"),
        voice.say("Handlungsfelder", "Fields of action"),
        voice.say("Thesen", "Theses"),
        "Status",
        voice.say("Status seit", "Status since"),
        voice.say("Zeitraum", "Period"),
        voice.say("Federführung", "Lead"),
    )
    rows = [_row(project, progress, voice) for project in progress.projects]
    title = voice.say(
        "Alle Projekte der Roadmap am {day}", "All projects of the roadmap on {day}", day=voice.day(progress.day)
    )
    yield without_empty_columns(Table(title, head, rows, (30, 18, 7, 12, 10, 13, 10)))


def _row(project: Standing, progress: Progress, voice: Voice) -> Sequence[Cell]:
    theses = [thesis.area.notation for thesis in progress.theses if thesis.area.iri in project.theses]
    cells = ("id", "field", "thesis", "status", "status_date", "start", "end", "lead")
    return (
        voice.project(project, *cells),
        Cell(tuple(fields_of(project, progress, voice))),
        Cell((", ".join(theses),) if theses else ()),
        Cell((voice.status(project),)),
        Cell((voice.when(project.since),) if project.since else ()),
        Cell((voice.period(project.start, project.end),)),
        Cell(project.leads),
    )
