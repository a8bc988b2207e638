"""What answers are headed by, and what their codes say, in German and English: for the pages and for their script."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pipeline.model.columns import COLUMNS
from pipeline.model.graph import Index, Triple, curie, literal_text
from pipeline.model.report import Text
from pipeline.model.vocabulary import expand

HEADS: Mapping[str, Text] = {
    "about": Text("Worum es geht", "About"),
    "actual": Text("Tatsächlich", "Actual"),
    "after": Text("Danach", "After"),
    "before": Text("Vorher", "Before"),
    "body": Text("Gremium", "Body"),
    "by": Text("Bis wann", "By when"),
    "cell": Text("Zelle", "Cell"),
    "change": Text("Änderung", "Change"),
    "currency": Text("Währung", "Currency"),
    "date": Text("Datum", "Date"),
    "day": Text("Tag", "Day"),
    "difference": Text("Unterschied", "Difference"),
    "edition": Text("Ausgabe", "Edition"),
    "end": Text("Ende", "End"),
    "field": Text("Handlungsfeld", "Field of action"),
    "file": Text("Datei", "File"),
    "first": Text("Erster Tag", "First day"),
    "firstDay": Text("Frühester Beginn", "Earliest beginning"),
    "from": Text("Von", "From"),
    "indicator": Text("Kennzahl", "Indicator"),
    "indicatorKey": Text("Kennung", "Key"),
    "key": Text("Kennung", "Key"),
    "label": Text("Bezeichnung", "Label"),
    "last": Text("Letzter Tag", "Last day"),
    "lastDay": Text("Spätestes Ende", "Latest end"),
    "lau": Text("Nummer der Gemeinde (LAU)", "Number of the municipality (LAU)"),
    "licence": Text("Lizenz", "Licence"),
    "measuredIn": Text("Gemessen", "Measured"),
    "months": Text("Monate", "Months"),
    "monthsNow": Text("Monate heute", "Months now"),
    "monthsPlanned": Text("Monate zuerst geplant", "Months planned at first"),
    "more": Text("Mehr", "More"),
    "name": Text("Name", "Name"),
    "now": Text("Heute", "Now"),
    "outcome": Text("Ergebnis", "Outcome"),
    "own": Text("Eigenanteil", "Own share"),
    "page": Text("Seite", "Page"),
    "participation": Text("Beteiligung", "Participation"),
    "percent": Text("Prozent", "Per cent"),
    "planned": Text("Geplant", "Planned"),
    "projects": Text("Projekte", "Projects"),
    "promised": Text("Zuerst genannt", "Promised first"),
    "property": Text("Angabe", "Statement"),
    "reason": Text("Grund", "Reason"),
    "said": Text("Zuerst gesagt in der Ausgabe vom", "Said first in the edition of"),
    "sha256": Text("Prüfsumme (SHA-256)", "Digest (SHA-256)"),
    "shared": Text("Verteilt auf die Felder", "Shared among fields"),
    "sheet": Text("Tabellenblatt", "Sheet"),
    "side": Text("Seite der Verwaltung", "Side"),
    "since": Text("Seit", "Since"),
    "start": Text("Beginn", "Start"),
    "status": Text("Status", "Status"),
    "successor": Text("Nachfolger", "Successor"),
    "successorStatus": Text("Status des Nachfolgers", "Status of the successor"),
    "successorTitle": Text("Titel des Nachfolgers", "Title of the successor"),
    "target": Text("Ziel", "Target"),
    "thesis": Text("These", "Thesis"),
    "title": Text("Titel", "Title"),
    "to": Text("Nach", "To"),
    "touching": Text("Volle Beträge", "Full amounts"),
    "town": Text("Stadt", "Town"),
    "until": Text("Bis", "Until"),
    "value": Text("Wert", "Value"),
    "year": Text("Jahr", "Year"),
}
"""The columns of answers, by the variables of the questions."""

CODES: Mapping[str, Text] = {
    "inside": Text("innerhalb", "inside"),
    "outside": Text("außerhalb", "outside"),
    "not said": Text("nicht gesagt", "not said"),
    "new": Text("neu gesagt", "newly said"),
    "no more": Text("nicht mehr gesagt", "said no more"),
}
"""What the questions themselves answer with."""

CODED = ("status", "from", "to", "successorStatus", "participation", "side", "change")
"""The columns of codes: notations of a code list, or what a question answers with."""
DAYS = ("day", "since", "until")
"""The columns of days that are compared as text, and come as text."""
PROJECTS = ("key", "successor")
"""The columns of keys of projects."""
_LISTS = ("ds:Status", "ds:Participation")


def names_of(vocabulary: Iterable[Triple]) -> Mapping[str, Text]:
    """What people call properties and the concepts of code lists, by their IRIs."""
    triples = Index(vocabulary)
    concepts = triples.subjects("rdf:type", curie("skos:Concept"))
    properties = {
        expand(column.predicate): column.title for column in reversed([*COLUMNS.values()]) if column.predicate
    }
    return properties | {literal_text(each): triples.in_both(each, "skos:prefLabel") for each in concepts}


def codes_of(vocabulary: Iterable[Triple]) -> Mapping[str, Text]:
    """What people call the notations that answers have."""
    triples = Index(vocabulary)
    concepts = [each for name in _LISTS for each in triples.subjects("rdf:type", curie(name))]
    labels = {triples.text(each, "skos:notation"): triples.in_both(each, "skos:prefLabel") for each in concepts}
    return {**labels, **CODES}
