"""The tables of a strategy: its parts, its theses and fields of action, and how and by whom they came about."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.model.dataset import Dataset
from pipeline.model.graph import iri
from pipeline.model.report import Language, Text
from pipeline.model.vocabulary import DEF, PREFIXES
from pipeline.render.formats.layout import (
    Column,
    Layout,
    Table,
    in_languages,
    known_as,
    language_of_dataset,
    of_any_precision,
    places,
    places_and_codes,
    whereabouts,
)
from pipeline.render.formats.uri_template import Pattern


def strategy_layout(dataset: Dataset) -> Layout:
    """The layout of a town's strategy. Its things are named by their path below the town's base IRI."""
    language, iris = language_of_dataset(dataset), dataset.iris
    base = iri(iris.base)[1:-1]
    below = [Pattern(base, whole=True), _ANY]
    return Layout(
        Text("Strategie", "Strategy"),
        (
            _strategies(language),
            *_parts(language),
            *_concepts(language),
            _bodies(language),
            _decisions(language),
            *_events(language),
            *_values(),
            *_matches(),
            places("strategy-places", language),
        ),
        {
            "thing": below,
            "thesis": [Pattern(base + iris.thesis), *below],
            "field": [Pattern(base + iris.field), *below],
            "horizon": [Pattern(f"{DEF}horizon/")],
            "body-class": [Pattern(PREFIXES["org"])],
            "url": [_ANY],
            **places_and_codes(),
        },
        {},
        "strategy-further",
    )


def _strategies(language: Language) -> Table:
    return Table(
        "strategy",
        Text("Strategie im Überblick", "The strategy at a glance"),
        Text(
            "Die Strategie als Ganzes, in einer Zeile. Thesen und Handlungsfelder stehen in eigenen Tabellen.",
            "The strategy as a whole, in a row. Theses and fields of action have tables of their own.",
        ),
        keys=(Column("strategy", Text("Strategie", "Strategy"), kind="thing"),),
        classes=("ds:Strategy",),
        columns=(
            *_described(language),
            *of_any_precision("issued", "dcterms:issued", Text("veröffentlicht", "Issued")),
            Column("publisher", Text("Herausgeber", "Publisher"), "dcterms:publisher", kind="thing"),
            Column("decision", _DECISION, "ds:decision", kind="thing"),
            _SOURCE,
            *whereabouts("thing"),
        ),
    )


def _parts(language: Language) -> Iterable[Table]:
    """The vision and the fields of action as wholes, and the roadmap without its projects."""
    for name, key, cls, title in (
        ("schemes", "scheme", "skos:ConceptScheme", _SCHEMES),
        (
            "strategy-roadmap",
            "roadmap",
            "ds:Roadmap",
            Text("Roadmap als Teil der Strategie", "Roadmap in the strategy"),
        ),
    ):
        yield Table(
            name,
            title,
            Text("Je Teil der Strategie eine Zeile.", "A row for each part of the strategy."),
            keys=(Column(key, Text("Teil", "Part"), kind="thing"),),
            classes=(cls,),
            columns=(
                *_described(language),
                *in_languages("label", "skos:prefLabel", _LABEL, language),
                Column("horizon", Text("Zeithorizont", "Horizon"), "ds:horizon", kind="horizon"),
                Column("part_of", Text("Teil von", "Part of"), "dcterms:isPartOf", kind="thing"),
            ),
            implied=(("{part_of}", "dcterms:hasPart", ""),),
        )


def _concepts(language: Language) -> Iterable[Table]:
    for name, key, cls, title, of_one in (
        ("theses", "thesis", "ds:Thesis", Text("Thesen", "Theses"), _THESIS),
        ("fields", "field", "ds:FieldOfAction", _FIELDS, _FIELD),
    ):
        yield Table(
            name,
            title,
            Text("Mit dem beschlossenen Wortlaut.", "In the wording that was adopted."),
            keys=(Column(key, of_one, "skos:notation", kind=key),),
            classes=(cls,),
            columns=(
                Column("notation", Text("Nummer", "Number"), "skos:notation"),
                *in_languages("label", "skos:prefLabel", _LABEL, language),
                *_names(language),
                *in_languages("definition", "skos:definition", Text("Wortlaut", "Definition"), language),
                *in_languages("note", "skos:note", Text("Anmerkung", "Note"), language),
                Column("scheme", Text("Schema", "Scheme"), "skos:inScheme", kind="thing"),
            ),
            implied=(("", "skos:topConceptOf", "{scheme}"), ("{scheme}", "skos:hasTopConcept", "")),
        )


def _names(language: Language) -> Iterable[Column]:
    """Other names, several in a cell."""
    for column in in_languages("other_names", "skos:altLabel", Text("andere Namen", "Other names"), language):
        yield Column(column.name, column.titles, column.predicate, language=column.language, separator="|")


def _bodies(language: Language) -> Table:
    return Table(
        "bodies",
        Text("Stellen und Gremien", "Bodies"),
        Text("Die Stadt, ihre Gremien und wer ihr folgt.", "The town, its bodies and what followed them."),
        keys=(Column("body", Text("Stelle", "Body"), kind="thing"),),
        classes=("org:Organization", "org:FormalOrganization", "org:OrganizationalUnit"),
        columns=(
            Column("type", Text("Art", "Type"), "rdf:type", kind="body-class"),
            Column("name_as_written", Text("Name (ohne Sprache)", "Name (no language)"), "foaf:name"),
            *in_languages("name", "foaf:name", Text("Name", "Name"), language),
            *in_languages("description", "dcterms:description", _DESCRIPTION, language),
            *known_as(Text("Webseite", "Homepage")),
            Column("unit_of", Text("Einheit von", "Unit of"), "org:unitOf", kind="thing"),
            Column("part_of", Text("Teil von", "Part of"), "org:subOrganizationOf", kind="thing"),
            Column("linked_to", Text("verbunden mit", "Linked to"), "org:linkedTo", kind="thing"),
            Column("decision", _DECISION, "ds:decision", kind="thing"),
            Column("changed_by", Text("verändert durch", "Changed by"), "org:changedBy", kind="thing"),
            Column("resulted_from", Text("hervorgegangen aus", "Resulted from"), "org:resultedFrom", kind="thing"),
        ),
    )


def _decisions(language: Language) -> Table:
    return Table(
        "decisions",
        Text("Beschlüsse", "Decisions"),
        Text("Die Beschlüsse, auf denen die Strategie beruht.", "The decisions on which the strategy rests."),
        keys=(Column("decision", _DECISION, kind="thing"),),
        classes=("ds:Decision",),
        columns=(
            *_described(language),
            Column("identifier", Text("Vorlage", "Paper"), "dcterms:identifier"),
            *of_any_precision("decided", "dcterms:date", Text("beschlossen", "Decided")),
            Column("creator", Text("Gremium", "Body"), "dcterms:creator", kind="thing"),
            Column("page", Text("Seite", "Page"), "foaf:page", kind="url"),
            _SOURCE,
        ),
    )


def _events(language: Language) -> Iterable[Table]:
    """Meetings, and events that changed a body."""
    for name, cls, title, columns in (
        ("meetings", "prov:Activity", Text("Sitzungen", "Meetings"), [_thing("about", "dcterms:relation", _ABOUT)]),
        (
            "successions",
            "org:ChangeEvent",
            Text("Nachfolgen", "Successions"),
            [
                _thing("before", "org:originalOrganization", _BEFORE),
                _thing("after", "org:resultingOrganization", _AFTER),
            ],
        ),
    ):
        yield Table(
            name,
            title,
            Text("Was wann geschah.", "What happened when."),
            keys=(Column("event", Text("Ereignis", "Event"), kind="thing"),),
            classes=(cls,),
            columns=(
                *_described(language),
                *of_any_precision("held", "dcterms:date", Text("Datum", "Date")),
                *columns,
                _SOURCE,
            ),
        )


def _values() -> Iterable[Table]:
    """Who took part: a row for each."""
    for name, owner, key, predicate in (
        ("contributors", "strategy", "strategy", "dcterms:contributor"),
        ("participants", "meetings", "event", "prov:wasAssociatedWith"),
    ):
        yield Table(
            name,
            Text("Mitwirkende", "Contributors") if owner == "strategy" else Text("Beteiligte", "Participants"),
            Text("Eine Stelle je Zeile.", "One body a row."),
            keys=(Column(key, Text("Woran", "In what"), kind="thing"),),
            columns=(Column("body", Text("Stelle", "Body"), predicate, kind="thing"),),
            of=owner,
        )


def _matches() -> Iterable[Table]:
    """What a thesis or a field is called in a list that is not the town's: a row for each."""
    for name, owner, key, title, of_one in (
        ("thesis-matches", "theses", "thesis", Text("Entsprechungen der Thesen", "Matches of the theses"), _THESIS),
        (
            "field-matches",
            "fields",
            "field",
            Text("Entsprechungen der Handlungsfelder", "Matches of the fields"),
            _FIELD,
        ),
    ):
        yield Table(
            name,
            title,
            Text("Was in einer fremden Liste etwa dasselbe meint.", "What means about the same in a list of others."),
            keys=(Column(key, of_one, kind=key),),
            columns=(Column("match", Text("entspricht etwa", "Close match"), "skos:closeMatch", kind="url"),),
            of=owner,
        )


def _described(language: Language) -> tuple[Column, ...]:
    return (
        *in_languages("title", "dcterms:title", Text("Titel", "Title"), language),
        *in_languages("description", "dcterms:description", _DESCRIPTION, language),
    )


def _thing(name: str, predicate: str, titles: Text) -> Column:
    return Column(name, titles, predicate, kind="thing")


_ANY = Pattern("", whole=True)
_SCHEMES = Text("Vision und Handlungsfelder als Ganzes", "Vision and fields of action as wholes")
_LABEL = Text("Bezeichnung", "Label")
_DESCRIPTION = Text("Beschreibung", "Description")
_DECISION = Text("Beschluss", "Decision")
_THESIS, _FIELD = Text("These", "Thesis"), Text("Handlungsfeld", "Field of action")
_FIELDS = Text("Handlungsfelder", "Fields of action")
_ABOUT, _BEFORE, _AFTER = Text("Gegenstand", "About"), Text("vorher", "Before"), Text("nachher", "After")
_SOURCE = Column("source", Text("Quelle", "Source"), "dcterms:source", kind="url")
