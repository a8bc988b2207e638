"""Statements as people read them: a predicate to its name, an object to its words and where they lead."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache

from pipeline.model.columns import COLUMNS
from pipeline.model.graph import curie, language_of, literal_text
from pipeline.model.partial_date import Precision
from pipeline.model.progress import When
from pipeline.model.report import Text
from pipeline.model.vocabulary import expand
from pipeline.render.pages import Markup
from pipeline.render.site.addresses import as_link
from pipeline.render.site.pen import Link, Pen, bare, safe_address

NAMING = ("dcterms:title", "skos:prefLabel", "foaf:name", "rdfs:label", "vcard:fn")
"""What things are called by, the best first."""


def name_of(term: str, pen: Pen) -> str:
    """What a thing is called, in words alone; the end of its IRI where nothing names it."""
    for predicate in NAMING:
        if pen.matter.index.objects(term, predicate):
            return pen.plain(pen.matter.index.in_both(term, predicate))
    return bare(_called(term, pen)) or local_name(term)


def _called(term: str, pen: Pen) -> str | Markup:
    """What is called by what it says, for it has no name: a decision by its paper, a figure by its value and date."""
    index = pen.matter.index
    kinds = index.objects(term, "rdf:type")
    if curie("ds:Decision") in kinds:
        return index.text(term, "dcterms:identifier") or pen.words["decision"]
    if curie("qb:Observation") in kinds:
        unit = index.text(next(iter(index.objects(term, "ds:indicator")), ""), "schema:unitText")
        when = next(iter(index.objects(term, "sdmx-dimension:refPeriod")), "")
        return _figure(index.text(term, "sdmx-measure:obsValue"), unit, read_when(when), pen)
    if curie("ds:Target") in kinds:
        unit = index.text(next(iter(index.subjects("ds:target", term)), ""), "schema:unitText")
        when = next(iter(index.objects(term, "ds:targetDate")), "")
        return _figure(index.text(term, "schema:value"), unit, read_when(when, index.text(term, "ds:targetDay")), pen)
    if curie("dcterms:PeriodOfTime") in kinds:
        days = (next(iter(index.objects(term, f"dcat:{side}Date")), "") for side in ("start", "end"))
        return pen.period(*(read_when(day) for day in days))
    return ""


def _figure(value: str, unit: str, when: When | None, pen: Pen) -> str | Markup:
    number = _number(value)
    told = value if number is None else pen.voice.quantity(number, unit)
    return Markup("{} ({})").format(told, pen.when(when)) if when else told


def local_name(term: str) -> str:
    """The end of an IRI."""
    return re.split(r"[/#]", literal_text(term).rstrip("/#"))[-1]


def label_of(predicate: str, pen: Pen) -> str:
    """What people call a property."""
    if known := _names().get(predicate):
        return pen.plain(known)
    if pen.matter.index.objects(predicate, "rdfs:label"):
        return pen.plain(pen.matter.index.in_both(predicate, "rdfs:label"))
    return local_name(predicate)


def read_value(term: str, pen: Pen) -> Link:
    """An object as words, and where they lead."""
    if term.startswith("<"):
        return _read_thing(term, pen)
    when = read_when(term)
    if when:
        return Link(pen.when(when))
    text = literal_text(term)
    if term.endswith(f"^^{curie('xsd:decimal')}") and (number := _number(text)) is not None:
        return Link(pen.voice.decimal(number))
    if term.endswith(f"^^{curie('xsd:dateTime')}") and _MOMENT.match(text):
        return Link(pen.voice.short(date.fromisoformat(text[:10])))
    return Link(pen.foreign(text, language_of(term)))


def _read_thing(term: str, pen: Pen) -> Link:
    iri, matter = literal_text(term), pen.matter
    for predicate in NAMING:
        if matter.index.objects(term, predicate):
            words = pen.literal(term, predicate)
            return _to_page(words, term, pen) if matter.is_ours(iri) else Link(words)
    if matter.is_ours(iri):
        return _to_page(_called(term, pen) or local_name(term), term, pen)
    return Link(iri.removeprefix("mailto:"), address=safe_address(iri))


def _to_page(words: str | Markup, term: str, pen: Pen) -> Link:
    """Words that lead to the page of a thing, or to where a part is told on the page of what it belongs to."""
    matter = pen.matter
    owner = matter.owner(term)
    folder = as_link(matter.folder(owner[1:-1]))
    if owner == term or term not in matter.statements:
        return Link(words, folder)
    return Link(words, folder, anchor=as_link(anchor_of(term, owner)))


def anchor_of(part: str, owner: str) -> str:
    """The anchor of a part on the page of what it is part of."""
    return part[len(owner) : -1].strip("/").replace("/", "-").replace("#", "-")


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def read_when(term: str, day: str = "") -> When | None:
    """A date as its literal has it; ``day`` is the day to count with, where it is told apart."""
    text = literal_text(term)
    kind = next((kind for kind in _DATES if term.endswith(f"^^<{expand(f'xsd:{kind.value}')}>")), None)
    try:
        if kind is None:
            return When(text, date.fromisoformat(day), Precision.WORDS) if day else None
        return When(text, date.fromisoformat(day or _PADDING[kind].format(text)), kind)
    except ValueError:
        return None


def same_words(values: Iterable[Link]) -> str:
    """Values in one line, as words alone."""
    return ", ".join(bare(value.words) for value in values)


_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT")
_DATES = (Precision.DAY, Precision.MONTH, Precision.YEAR)
_PADDING = {Precision.DAY: "{}", Precision.MONTH: "{}-01", Precision.YEAR: "{}-01-01"}


@cache
def _names() -> Mapping[str, Text]:
    """The names of properties: those of the columns, and of what no column says."""
    columns = {
        curie(column.predicate): column.title for column in COLUMNS.values() if column.predicate and not column.language
    }
    return columns | {curie(name): Text(*texts) for name, texts in _FURTHER.items()}


_FURTHER: Mapping[str, tuple[str, str]] = {
    "dcterms:identifier": ("Kennung", "Identifier"),
    "dcterms:title": ("Titel", "Title"),
    "dcterms:description": ("Beschreibung", "Description"),
    "dcterms:date": ("Datum", "Date"),
    "dcterms:creator": ("Von wem", "By whom"),
    "dcterms:contributor": ("Mitgewirkt hat", "Contributed by"),
    "dcterms:publisher": ("Herausgegeben von", "Published by"),
    "dcterms:issued": ("Veröffentlicht", "Issued"),
    "dcterms:source": ("Quelle", "Source"),
    "dcterms:relation": ("Betrifft", "Concerns"),
    "dcterms:isPartOf": ("Teil von", "Part of"),
    "dcterms:hasPart": ("Enthält", "Contains"),
    "dcterms:license": ("Lizenz", "Licence"),
    "dcterms:rights": ("Hinweis", "Notice"),
    "dcterms:temporal": ("Zeitraum", "Period"),
    "dcterms:modified": ("Stand", "As of"),
    "dcterms:created": ("Angelegt", "Created"),
    "dcat:contactPoint": ("Kontakt", "Contact"),
    "dcat:distribution": ("Dateien", "Files"),
    "dcat:inSeries": ("Reihe aller Ausgaben", "Series of all editions"),
    "dcat:previousVersion": ("Ausgabe davor", "Edition before"),
    "dcat:version": ("Ausgabe", "Edition"),
    "dcat:dataset": ("Datensätze", "Datasets"),
    "dcat:service": ("Dienste", "Services"),
    "dcat:themeTaxonomy": ("Themenliste", "List of themes"),
    "dcatap:availability": ("Verfügbarkeit", "Availability"),
    "dcatde:politicalGeocodingLevelURI": ("Verwaltungsebene", "Level of administration"),
    "dcatde:politicalGeocodingURI": ("Amtlicher Schlüssel", "Official key"),
    "dcatde:contributorID": ("Datenbereitsteller", "Contributor"),
    "dcterms:accessRights": ("Zugang", "Access"),
    "dcterms:accrualPeriodicity": ("Wie oft es sich ändert", "How often it changes"),
    "dcterms:conformsTo": ("Hält sich an", "Conforms to"),
    "dcterms:language": ("Sprache", "Language"),
    "dcterms:spatial": ("Ort", "Place"),
    "dcterms:type": ("Art", "Type"),
    "adms:versionNotes": ("Was neu ist", "What is new"),
    "prov:wasGeneratedBy": ("Entstanden durch", "Generated by"),
    "prov:wasRevisionOf": ("Neu gegenüber", "Revision of"),
    "dcat:keyword": ("Schlagwörter", "Keywords"),
    "dcat:theme": ("Thema", "Theme"),
    "foaf:name": ("Name", "Name"),
    "foaf:page": ("Mehr dazu", "More about it"),
    "foaf:homepage": ("Webseite", "Website"),
    "org:unitOf": ("Gehört zu", "Belongs to"),
    "org:subOrganizationOf": ("Gehört zu", "Belongs to"),
    "org:linkedTo": ("Verbunden mit", "Linked with"),
    "org:changedBy": ("Geändert durch", "Changed by"),
    "org:resultedFrom": ("Hervorgegangen aus", "Resulted from"),
    "org:originalOrganization": ("Vorher", "Before"),
    "org:resultingOrganization": ("Danach", "After"),
    "prov:wasAssociatedWith": ("Beteiligt", "Taking part"),
    "skos:notation": ("Nummer", "Number"),
    "skos:prefLabel": ("Name", "Name"),
    "skos:altLabel": ("Auch genannt", "Also called"),
    "skos:definition": ("Wortlaut", "Wording"),
    "skos:note": ("Anmerkung", "Note"),
    "skos:hasTopConcept": ("Enthält", "Contains"),
    "schema:unitText": ("Einheit", "Unit"),
    "qb:structure": ("Aufbau", "Structure"),
    "ds:decision": ("Beschluss", "Decision"),
    "ds:horizon": ("Zeithorizont", "Time horizon"),
    "ds:fieldOfAction": ("Handlungsfeld", "Field of action"),
    "ds:thesis": ("These", "Thesis"),
    "ds:servesField": ("Handlungsfeld", "Field of action"),
    "ds:servesThesis": ("These", "Thesis"),
    "ds:goal": ("Ziel", "Goal"),
    "ds:baseline": ("Ausgangswert", "Baseline"),
    "ds:target": ("Zielwert", "Target"),
    "ds:indicator": ("Kennzahl", "Indicator"),
    "ds:lead": ("Federführung", "Lead"),
    "ds:partner": ("Beteiligte", "Partners"),
    "ds:planReason": ("Grund für Änderungen", "Reason for changes"),
    "ds:withdrawn": ("Zurückgezogen am", "Withdrawn on"),
    "ds:withdrawalReason": ("Grund", "Reason"),
    "vcard:hasEmail": ("E-Mail", "E-mail"),
    "vcard:fn": ("Name", "Name"),
}
