"""The tables of a roadmap: one of projects, and one for each thing that a project may have several of."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.model.dataset import Dataset
from pipeline.model.graph import iri
from pipeline.model.report import Language, Text
from pipeline.model.vocabulary import COLUMNS, DEF
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
            _status_changes(language),
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
            "status": [Pattern(f"{DEF}status/")],
            "participation": [Pattern(f"{DEF}participation/")],
            "budget-kind": [Pattern(f"{DEF}budget-kind/")],
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
            *in_languages("title", "dcterms:title", _title("title"), language),
            *in_languages("description", "dcterms:description", _title("description"), language),
            _glance("fields", "field", "project-fields", "field"),
            _glance("theses", "thesis", "project-theses", "thesis"),
            *_coded("status", "ds:status", "status"),
            Column("first_day", _FIRST_DAY, datatype="date", glance=Glance("periods", "first_day")),
            Column("last_day", _LAST_DAY, datatype="date", glance=Glance("periods", "last_day")),
            _glance("lead", "lead", "project-leads", "organization", _NAMES),
            _glance("partners", "partner", "project-partners", "organization", _NAMES),
            _glance("funders", "funder", "project-funders", "organization", _NAMES),
            *_coded("participation", "ds:participation", "participation"),
            *in_languages("no_offer_reason", "ds:noOfferReason", _title("no_offer_reason"), language),
            *_coded("homepage", "foaf:homepage", "url"),
            *_coded("replaced_by", "dcterms:isReplacedBy", "project"),
            *of_any_precision("created", "dcterms:created", _title("created")),
            *of_any_precision("modified", "dcterms:modified", _title("modified")),
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
    for name, column, kind, source, predicate in (
        ("project-fields", "field", "field", "field", "ds:fieldOfAction"),
        ("project-theses", "thesis", "thesis", "thesis", "ds:thesis"),
        ("project-leads", "organization", "organization", "lead", "ds:lead"),
        ("project-partners", "organization", "organization", "partner", "ds:partner"),
        ("project-funders", "organization", "organization", "funder", "schema:funder"),
        ("project-links", "link", "url", "link", "foaf:page"),
    ):
        title = _title(source)
        yield Table(
            name,
            _of_projects(_PLURALS.get(source, title)),
            Text("Ein Wert je Zeile.", "One value a row."),
            keys=(_PROJECT,),
            columns=(Column(column, title, predicate, kind=kind), as_typed(column, predicate, title)),
            of="projects",
        )


def _periods(language: Language) -> Iterable[Table]:
    """The period of a project and that of its offer, and the words they were given in."""
    for whose, title, path, owner, start, end in (
        ("", _PERIODS, "/period", "{project}", "start", "end"),
        ("offer-", _OFFER_PERIODS, "/offer/period", "{project}/offer", "offer_start", "offer_end"),
    ):
        yield Table(
            f"{whose}periods",
            title,
            Text("So genau wie angegeben.", "As precise as they were given."),
            keys=(_PROJECT,),
            path=path,
            classes=("dcterms:PeriodOfTime",),
            columns=(
                *of_any_precision("start", "dcat:startDate", _title(start)),
                *of_any_precision("end", "dcat:endDate", _title(end)),
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


def _status_changes(language: Language) -> Table:
    return Table(
        "status-changes",
        Text("Statuswechsel", "Status changes"),
        Text("Seit wann ein Status gilt und warum.", "Since when a status holds, and why."),
        keys=(_PROJECT, Column("change", Text("Wechsel", "Change"))),
        path="/status/{change}",
        classes=("ds:StatusChange",),
        columns=(
            Column("status", _title("status"), "ds:toStatus", kind="status"),
            *of_any_precision("since", "dcterms:date", _title("status_date")),
            *in_languages("reason", "ds:reason", _title("status_reason"), language),
        ),
        implied=(("{project}", "ds:statusChange", ""),),
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
    for name, path, cls, predicate, source in (
        ("offers", "/offer", "ds:ParticipationOffer", "ds:participationOffer", "offer"),
        ("project-decisions", "/decision", "ds:Decision", "ds:decision", "decision"),
    ):
        title = _title(source)
        yield Table(
            name,
            _of_projects(_PLURALS.get(source, title)),
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


def _glance(name: str, source: str, table: str, column: str, names: tuple[str, str] = ("", "")) -> Column:
    """A column that lists what another table says."""
    return Column(name, _title(source), separator=";", glance=Glance(table, column, names))


def _title(name: str) -> Text:
    return COLUMNS[name].title


_ANY = Pattern("", whole=True)
_PLURALS = {
    "link": Text("Links", "Links"),
    "funder": Text("Fördergeber", "Funders"),
    "offer": Text("Beteiligungsangebote", "Offers to take part"),
    "decision": Text("Beschlüsse", "Decisions"),
}
_PROJECT = Column("project", Text("Projekt", "Project"), kind="project")
_NAMES = ("organizations", "name")
_PAGE = Text("Seite", "Page")
_PERIODS = Text("Zeiträume der Projekte", "Periods of the projects")
_OFFER_PERIODS = Text("Zeiträume der Beteiligungsangebote", "Periods of the offers to take part")
_FIRST_DAY = Text("frühester Tag", "First day")
_LAST_DAY = Text("spätester Tag", "Last day")
_WITHDRAWAL = Text("Grund der Rücknahme", "Reason for withdrawal")
