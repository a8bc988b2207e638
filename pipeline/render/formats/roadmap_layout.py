"""The tables of a roadmap: one of projects, and one for each thing that a project may have several of."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.model import columns as roadmap
from pipeline.model.columns import COLUMNS, PROJECT_PERIOD, Kind, Values
from pipeline.model.dataset import DATASETS, Dataset
from pipeline.model.graph import iri
from pipeline.model.report import Language, Text
from pipeline.model.vocabulary import DEF, PREFIXES
from pipeline.render.formats.decision_layout import decisions
from pipeline.render.formats.history_layout import history_tables
from pipeline.render.formats.indicator_layout import indicator_tables
from pipeline.render.formats.layout import (
    Column,
    Glance,
    Layout,
    Table,
    as_typed,
    in_languages,
    known_as,
    language_of_dataset,
    of_any_precision,
    places,
    places_and_codes,
    whereabouts,
)
from pipeline.render.formats.period_layout import FIRST_DAY, LAST_DAY, PROJECT, periods
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
            *periods(language),
            *history_tables(language),
            *indicator_tables(language),
            _budgets(),
            _offers(language),
            decisions(),
            _contacts(),
            _organizations(),
            _roadmap(language),
            places("places", language),
        ),
        {
            "project": [Pattern(base + iris.project)],
            "field": [Pattern(base + iris.field), Pattern(base, whole=True), _ANY],
            "thesis": [Pattern(base + iris.thesis), Pattern(base, whole=True), _ANY],
            "organization": [Pattern(base + iris.organization), Pattern(base, whole=True), _ANY],
            "indicator": [Pattern(base + iris.indicator)],
            "goal": [Pattern(base + iris.goal)],
            "observation": [Pattern(base + iris.indicator, whole=True)],
            "component": [Pattern(f"{base}{iris.indicators}/aufbau/")],
            "aspect": [Pattern(f"{DEF}aspect/")],
            "edition": [Pattern(f"{base}{iris.dataset}{DATASETS['roadmap']}/ausgaben/")],
            **{
                each.scheme: [Pattern(f"{DEF}{each.scheme}/")] for each in COLUMNS.values() if each.kind is Kind.CONCEPT
            },
            "body-class": [Pattern(PREFIXES["org"])],
            "email": [Pattern("mailto:", whole=True)],
            "url": [_ANY],
            **places_and_codes(),
        },
        {
            "roadmap": base + iris.roadmap,
            "strategy": base + iris.strategy,
            "indicators": base + iris.indicators,
            "structure": f"{base}{iris.indicators}/aufbau",
        },
        "further",
    )


def _projects(language: Language) -> Table:
    return Table(
        "projects",
        Text("Projekte als Tabelle", "Projects as a table"),
        Text(
            "Die Projekte der Roadmap, eines je Zeile. Was es zu einem Projekt mehrfach gibt, steht ausführlich in den "
            "anderen Tabellen; fields, theses, first_day, last_day, lead, partners, internal_partners, "
            "external_partners und funders nennen es hier kurz.",
            "The projects of the roadmap, one a row. What a project has several of stands at length in the other "
            "tables; fields, theses, first_day, last_day, lead, partners, internal_partners, external_partners and "
            "funders sum it up here.",
        ),
        keys=(Column("key", _title("id"), "dcterms:identifier", kind="project"),),
        classes=("ds:Project",),
        columns=tuple(
            column
            for said in sorted(COLUMNS.values(), key=_place)
            # Beside the status, for who reads "running" is to see that the project was taken back.
            for column in (*_of_a_project(said, language), *(_withdrawal(language) if said.name == "status" else ()))
        ),
        implied=(
            ("", "dcterms:isPartOf", "roadmap"),
            ("roadmap", "dcterms:hasPart", ""),
            ("roadmap", "rdf:type", "ds:Roadmap"),
            ("roadmap", "dcterms:isPartOf", "strategy"),
        ),
    )


def _withdrawal(language: Language) -> tuple[Column, ...]:
    return (
        Column("withdrawn", Text("zurückgezogen am", "withdrawn on"), "ds:withdrawn", datatype="date"),
        *in_languages("withdrawal_reason", "ds:withdrawalReason", _WITHDRAWAL, language),
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
            for day, words in (("first_day", FIRST_DAY), ("last_day", LAST_DAY))
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
        Text("Roadmap als Ganzes", "Roadmap as a whole"),
        Text(
            "Eine einzige Zeile: wie die Roadmap heißt, wer sie herausgibt, von welchem Ort sie handelt, ihre Lizenz "
            "und was überall dazuzusagen ist. Die Projekte stehen in projects.csv.",
            "A single row: what the roadmap is called, who publishes it, which place it is about, its license, and "
            "what is to be said of it everywhere. The projects are in projects.csv.",
        ),
        keys=(Column("roadmap", Text("Roadmap", "Roadmap"), kind="url"),),
        classes=("ds:Roadmap",),
        columns=(
            *in_languages("title", "dcterms:title", Text("Titel", "Title"), language),
            Column("publisher", Text("Herausgeber", "Publisher"), "dcterms:publisher", kind="organization"),
            *whereabouts("url"),
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
                keys=(PROJECT,),
                columns=_coded(values.column, said.predicate, said.scheme or _KINDS[said.kind], said.name),
                of="projects",
            )


def _budgets() -> Table:
    return Table(
        "budgets",
        _of_projects(Text("Budgets", "Budgets")),
        Text(
            "Geldbeträge der Projekte. Beträge verschiedener Art werden nicht addiert.",
            "Amounts of money of the projects. Amounts of different kinds are not added up.",
        ),
        keys=(PROJECT, Column("budget", Text("Budget", "Budget"))),
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


def _offers(language: Language) -> Table:
    return Table(
        "offers",
        _of_projects(_OFFERS),
        Text("Mit der Adresse der Seite dazu und dem, was daraus wurde.", "With its page, and what came of it."),
        keys=(PROJECT,),
        path="/offer",
        classes=("ds:ParticipationOffer",),
        columns=(
            Column("page", _PAGE, "foaf:page", kind="url"),
            as_typed("page", "foaf:page", _PAGE),
            *in_languages("outcome", "ds:outcome", _title("offer_outcome"), language),
        ),
        implied=(("{project}", "ds:participationOffer", ""),),
    )


def _contacts() -> Table:
    title = _title("contact")
    return Table(
        "contacts",
        _of_projects(Text("Kontakte", "Contacts")),
        Text("Funktionspostfächer, keine Personen.", "Role mailboxes, no persons."),
        keys=(PROJECT,),
        path="/contact",
        classes=("vcard:Group",),
        columns=(Column("email", title, "vcard:hasEmail", kind="email"), as_typed("email", "vcard:hasEmail", title)),
        implied=(("{project}", "dcat:contactPoint", ""),),
    )


def _organizations() -> Table:
    return Table(
        "organizations",
        Text("Organisationen", "Organizations"),
        Text(
            "Wer die Roadmap herausgibt, Projekte führt, fördert oder mitträgt.",
            "Who publishes the roadmap, and who leads, funds or supports projects.",
        ),
        keys=(Column("organization", Text("Organisation", "Organization"), kind="organization"),),
        classes=("org:Organization",),
        columns=(
            Column("name", Text("Name", "Name"), "foaf:name"),
            Column("other_names", Text("weitere Schreibweisen", "Other spellings"), "foaf:name", separator=";"),
            Column("type", Text("Art", "Type"), "rdf:type", kind="body-class"),
            Column("further_type", Text("weitere Art", "Further type"), "rdf:type", kind="body-class"),
            Column("unit_of", Text("Einheit von", "Unit of"), "org:unitOf", kind="organization"),
            *known_as(Text("Webseite", "Homepage")),
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
_OFFERS = Text("Beteiligungsangebote", "Offers to take part")
_PAGE = Text("Seite", "Page")
_WITHDRAWAL = Text("Grund der Rücknahme", "Reason for withdrawal")
