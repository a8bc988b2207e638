"""The tables of a roadmap: one of projects, and one for each thing that a project may have several of."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.model import columns as roadmap
from pipeline.model.columns import COLUMNS, OFFER_PERIOD, PROJECT_PERIOD, Kind, Values
from pipeline.model.dataset import DATASETS, Dataset
from pipeline.model.graph import iri
from pipeline.model.report import Language, Text
from pipeline.model.vocabulary import DEF
from pipeline.render.formats.history_layout import history_tables
from pipeline.render.formats.layout import (
    Column,
    Glance,
    Layout,
    Table,
    as_typed,
    in_languages,
    language_of_dataset,
    of_any_precision,
)
from pipeline.render.formats.uri_template import Pattern


def roadmap_layout(dataset: Dataset) -> Layout:
    """The layout of a town's roadmap; columns without a language of their own are in that of the dataset."""
    language, iris = language_of_dataset(dataset), dataset.iris
    base = iri(iris.base)[1:-1]
    return Layout(
        Text("Roadmap", "Roadmap"),
        (
            _projects(language),
            *_values(),
            *_periods(language),
            *history_tables(language),
            _budgets(),
            *_pages(),
            _contacts(),
            _organizations(),
            _roadmap(language),
        ),
        {
            "project": [Pattern(base + iris.project)],
            "field": [Pattern(base + iris.field)],
            "thesis": [Pattern(base + iris.thesis)],
            "organization": [Pattern(base + iris.organization), Pattern(base, whole=True), _ANY],
            "aspect": [Pattern(f"{DEF}aspect/")],
            "edition": [Pattern(f"{base}{iris.dataset}{DATASETS['roadmap']}/ausgaben/")],
            **{
                each.scheme: [Pattern(f"{DEF}{each.scheme}/")] for each in COLUMNS.values() if each.kind is Kind.CONCEPT
            },
            "email": [Pattern("mailto:", whole=True)],
            "url": [_ANY],
        },
        {"roadmap": base + iris.roadmap, "strategy": base + iris.strategy},
        "further",
    )


def _projects(language: Language) -> Table:
    return Table(
        "projects",
        Text("Projekte", "Projects"),
        Text(
            "Die Projekte der Roadmap, eines je Zeile. Was es zu einem Projekt mehrfach gibt, steht ausführlich in den "
            "anderen Tabellen; fields, theses, first_day, last_day, lead, partners und funders nennen es hier kurz.",
            "The projects of the roadmap, one a row. What a project has several of stands at length in the other "
            "tables; fields, theses, first_day, last_day, lead, partners and funders sum it up here.",
        ),
        keys=(Column("key", _title("id"), "dcterms:identifier", kind="project"),),
        classes=("ds:Project",),
        columns=(
            *(column for said in sorted(COLUMNS.values(), key=_place) for column in _of_a_project(said, language)),
            Column("withdrawn", Text("zurückgezogen am", "withdrawn on"), "ds:withdrawn", datatype="date"),
            *in_languages("withdrawal_reason", "ds:withdrawalReason", _WITHDRAWAL, language),
        ),
        implied=(
            ("", "dcterms:isPartOf", "roadmap"),
            ("roadmap", "dcterms:hasPart", ""),
            ("roadmap", "rdf:type", "ds:Roadmap"),
            ("roadmap", "dcterms:isPartOf", "strategy"),
        ),
    )


def _place(said: roadmap.Column) -> int:
    """Where a column stands among the others: in the order of ``COLUMNS``, those that name organizations together."""
    alike = (each.name for each in COLUMNS.values() if each.kind is said.kind)
    return [*COLUMNS].index(next(alike) if said.kind is Kind.NAMES else said.name)


def _of_a_project(said: roadmap.Column, language: Language) -> tuple[Column, ...]:
    """What the table of projects has of a column of the roadmap; nothing where another table has it all."""
    name, predicate, title = said.name, said.predicate, said.title
    if name == PROJECT_PERIOD.opening:
        return tuple(
            Column(day, words, datatype="date", glance=Glance("periods", day))
            for day, words in (("first_day", _FIRST_DAY), ("last_day", _LAST_DAY))
        )
    if said.values:
        return _summary(said, said.values)
    match said.kind:
        case _ if not predicate or said.language:  # text in a second language stands beside that in the first
            return ()
        case Kind.TEXT:
            return in_languages(name, predicate, title, language)
        case Kind.PERIOD:
            return of_any_precision(name, predicate, title)
        case _:
            return _coded(name, predicate, said.scheme or _KINDS[said.kind])


def _summary(said: roadmap.Column, values: Values) -> tuple[Column, ...]:
    """A column that lists what another table says at length, organizations by their names."""
    names = ("organizations", "name") if said.kind is Kind.NAMES else ("", "")
    glance = Glance(values.table, values.column, names)
    return (Column(values.summary, said.title, separator=";", glance=glance),) if values.summary else ()


def _roadmap(language: Language) -> Table:
    return Table(
        "roadmap",
        Text("Roadmap", "Roadmap"),
        Text(
            "Die Roadmap selbst: ihre Lizenz und was überall dazuzusagen ist.",
            "The roadmap itself: its license, and what is to be said of it everywhere.",
        ),
        keys=(Column("roadmap", Text("Roadmap", "Roadmap"), kind="url"),),
        classes=("ds:Roadmap",),
        columns=(
            Column("license", Text("Lizenz", "License"), "dcterms:license", kind="url"),
            *in_languages("notice", "dcterms:rights", Text("Hinweis", "Notice"), language),
        ),
    )


def _of_projects(title: Text) -> Text:
    return Text(f"{title.de} der Projekte", f"{title.en} of the projects")


def _values() -> Iterable[Table]:
    """A row for each value: the fields, theses, organizations and links of a project."""
    for said in sorted(COLUMNS.values(), key=_place):
        if values := said.values:
            yield Table(
                values.table,
                _of_projects(values.title),
                Text("Ein Wert je Zeile.", "One value a row."),
                keys=(_PROJECT,),
                columns=_coded(values.column, said.predicate, said.scheme or _KINDS[said.kind], said.name),
                of="projects",
            )


def _periods(language: Language) -> Iterable[Table]:
    """The period of a project and that of its offer, and the words they were given in."""
    for whose, title, period in (("", _PERIODS, PROJECT_PERIOD), ("offer-", _OFFER_PERIODS, OFFER_PERIOD)):
        path = f"/{period.path}"
        owner = f"{{project}}{path}".rpartition("/")[0]
        yield Table(
            f"{whose}periods",
            title,
            Text("So genau wie angegeben.", "As precise as they were given."),
            keys=(_PROJECT,),
            path=path,
            classes=("dcterms:PeriodOfTime",),
            columns=(
                *of_any_precision("start", "dcat:startDate", _title(period.opening)),
                *of_any_precision("end", "dcat:endDate", _title(period.closing)),
                Column("first_day", _FIRST_DAY, "ds:firstDay", datatype="date"),
                Column("last_day", _LAST_DAY, "ds:lastDay", datatype="date"),
            ),
            implied=((owner, "dcterms:temporal", ""),),
        )
        yield _period_words(f"{whose}period-words", path, title, language)


def _period_words(name: str, path: str, title: Text, language: Language) -> Table:
    return Table(
        name,
        Text(f"{title.de}: Angaben in Worten", f"{title.en}: given in words"),
        Text(
            "Beginn oder Ende, wo sie mit Worten wie „Mitte 2024“ angegeben sind, und welche Tage die Worte zulassen.",
            "Beginnings and ends given in words such as “Mitte 2024” (mid-2024), and the days which those words allow.",
        ),
        keys=(_PROJECT, Column("side", Text("Beginn oder Ende", "Begin or end"))),
        path=f"{path}/{{side}}",
        classes=("dcterms:PeriodOfTime",),
        columns=(
            *in_languages("words", "rdfs:label", Text("Worte", "Words"), language),
            Column("first_day", _FIRST_DAY, "dcat:startDate", datatype="date"),
            Column("last_day", _LAST_DAY, "dcat:endDate", datatype="date"),
        ),
        implied=((f"{{project}}{path}", "ds:{side}", ""),),
    )


def _budgets() -> Table:
    return Table(
        "budgets",
        Text("Budgets", "Budgets"),
        Text(
            "Geldbeträge der Projekte. Beträge verschiedener Art werden nicht addiert.",
            "Amounts of money of the projects. Amounts of different kinds are not added up.",
        ),
        keys=(_PROJECT, Column("budget", Text("Budget", "Budget"))),
        path="/budget/{budget}",
        classes=("schema:MonetaryAmount",),
        columns=(
            *_coded("kind", "ds:budgetKind", "budget-kind", "budget_kind"),
            Column("amount", _title("budget"), "schema:value", datatype="decimal"),
            as_typed("amount", "schema:value", _title("budget")),
            Column("currency", Text("Währung", "Currency"), "schema:currency"),
        ),
        implied=(("{project}", "ds:budget", ""),),
    )


def _pages() -> Iterable[Table]:
    """What has a page of its own: the offer to take part, the decision behind a project."""
    for name, title, path, cls, predicate in (
        ("offers", _OFFERS, "/offer", "ds:ParticipationOffer", "ds:participationOffer"),
        ("project-decisions", _DECISIONS, "/decision", "ds:Decision", "ds:decision"),
    ):
        yield Table(
            name,
            _of_projects(title),
            Text("Mit der Adresse der Seite dazu.", "With the address of its page."),
            keys=(_PROJECT,),
            path=path,
            classes=(cls,),
            columns=(Column("page", _PAGE, "foaf:page", kind="url"), as_typed("page", "foaf:page", _PAGE)),
            implied=(("{project}", predicate, ""),),
        )


def _contacts() -> Table:
    title = _title("contact")
    return Table(
        "contacts",
        Text("Kontakte", "Contacts"),
        Text("Funktionspostfächer, keine Personen.", "Role mailboxes, no persons."),
        keys=(_PROJECT,),
        path="/contact",
        classes=("vcard:Group",),
        columns=(Column("email", title, "vcard:hasEmail", kind="email"), as_typed("email", "vcard:hasEmail", title)),
        implied=(("{project}", "dcat:contactPoint", ""),),
    )


def _organizations() -> Table:
    return Table(
        "organizations",
        Text("Organisationen", "Organizations"),
        Text("Wer Projekte führt, fördert oder mitträgt.", "Who leads, funds or supports projects."),
        keys=(Column("organization", Text("Organisation", "Organization"), kind="organization"),),
        classes=("org:Organization",),
        columns=(
            Column("name", Text("Name", "Name"), "foaf:name"),
            Column("other_names", Text("weitere Schreibweisen", "Other spellings"), "foaf:name", separator=";"),
        ),
    )


def _coded(name: str, predicate: str, kind: str, source: str = "") -> tuple[Column, Column]:
    """A column for IRIs of a kind, and one for what stands in their place and is none."""
    title = _title(source or name)
    return Column(name, title, predicate, kind=kind), as_typed(name, predicate, title)


def _title(name: str) -> Text:
    return COLUMNS[name].title


_ANY = Pattern("", whole=True)
_KINDS = {Kind.NAMES: "organization", Kind.LINK: "url", Kind.REFERENCE: "project"}
_OFFERS, _DECISIONS = Text("Beteiligungsangebote", "Offers to take part"), Text("Beschlüsse", "Decisions")
_PROJECT = Column("project", Text("Projekt", "Project"), kind="project")
_PAGE = Text("Seite", "Page")
_PERIODS = Text("Zeiträume der Projekte", "Periods of the projects")
_OFFER_PERIODS = Text("Zeiträume der Beteiligungsangebote", "Periods of the offers to take part")
_FIRST_DAY = Text("frühester Tag", "First day")
_LAST_DAY = Text("spätester Tag", "Last day")
_WITHDRAWAL = Text("Grund der Rücknahme", "Reason for withdrawal")
