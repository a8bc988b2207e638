"""The words in which tidy tables are described: which tables there are, what a row is about and what its columns say.

The layouts themselves are data, in ``roadmap_layout`` and ``strategy_layout``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.model.catalog import ADMS, EU, GEOCODING
from pipeline.model.dataset import Dataset
from pipeline.model.known_as import GND, WIKIDATA
from pipeline.model.nuts import NUTS
from pipeline.model.report import Language, Text
from pipeline.model.vocabulary import expand
from pipeline.render.formats.uri_template import Pattern


class Glance(NamedTuple):
    """What another table says, repeated for the reader: all that ``table`` has under ``column`` for the row's key.

    ``names`` are a table and its column by whose words things are called.
    """

    table: str
    column: str
    names: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what its cells say about the thing in their row.

    ``predicate`` is a prefixed name; a column without one says nothing, for it names things or is a ``glance``. A cell
    holds an IRI of a ``kind``, or text in a ``language``, or a value of a ``datatype``, or plain text. Several values
    in one cell are held apart by ``separator``. ``guard`` stands before text that looks like a formula.
    """

    name: str
    titles: Text
    predicate: str = ""
    kind: str = ""
    language: str = ""
    datatype: str = ""
    separator: str = ""
    guard: str = ""
    glance: Glance | None = None

    @property
    def form(self) -> str:
        """What the objects of its triples look like: see ``form_of``."""
        if self.kind:
            return "<"
        return f"@{self.language}" if self.language else expand(f"xsd:{self.datatype}") if self.datatype else ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table. A row is about the thing of the first key's kind, or about what ``path`` leads to from there.

    ``classes`` are those whose things stand in it; a table ``of`` another one has a row for each value that a thing of
    that table has. ``implied`` are triples that every row says without a cell: about, predicate and value, where the
    empty text is the thing itself, ``{column}`` the thing in a column and any other word one of the layout's ``fixed``.
    """

    name: str
    title: Text
    description: Text
    keys: tuple[Column, ...]
    columns: tuple[Column, ...] = ()
    classes: tuple[str, ...] = ()
    path: str = ""
    of: str = ""
    implied: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """All tables of a dataset, the first its main one.

    ``kinds`` gives the patterns for the IRIs of each kind, the shortest cells first; ``rest`` is the name of the table
    for what fits nowhere else.
    """

    title: Text
    tables: tuple[Table, ...]
    kinds: Mapping[str, Sequence[Pattern]]
    fixed: Mapping[str, str]
    rest: str


def form_of(term: str) -> str:
    """The form of a term: ``<`` for an IRI, ``@de`` for text in a language, the IRI of a datatype, or nothing."""
    if term.endswith('"'):
        return ""
    if term.startswith('"'):
        return term[term.rindex('"') + 1 :] if not term.endswith(">") else term.rsplit("^^<", 1)[1][:-1]
    return "<"


def in_languages(name: str, predicate: str, titles: Text, language: Language) -> tuple[Column, ...]:
    """Columns for text in the dataset's own language and in the other one: ``title`` and ``title_en``."""
    other = "de" if language == "en" else "en"
    words = Text(*(f"{title} ({label[other == 'en']})" for title, label in zip(titles, _LANGUAGE_LABELS, strict=True)))
    return (
        Column(name, titles, predicate, language=language),
        Column(f"{name}_{other}", words, predicate, language=other),
    )


def of_any_precision(name: str, predicate: str, titles: Text) -> tuple[Column, ...]:
    """Columns for a date that is a day, a month or a year, and for what is none: ``start_date``, ``start_month`` …"""
    return tuple(
        Column(f"{name}_{suffix}", Text(f"{titles.de} ({de})", f"{titles.en} ({en})"), predicate, datatype=datatype)
        for suffix, datatype, de, en in _PRECISIONS
    )


def as_typed(name: str, predicate: str, titles: Text) -> Column:
    """A column for what stands in place of a value and is none."""
    return Column(f"{name}_text", Text(f"{titles.de} (wie angegeben)", f"{titles.en} (as typed)"), predicate)


def known_as(titles: Text) -> tuple[Column, ...]:
    """Columns for what else an organization is known as: its site, and its numbers in Wikidata and in the GND."""
    return (
        Column("homepage", titles, "foaf:homepage", kind="url"),
        Column("publisher_type", Text("Art der Stelle", "Type of publisher"), "dcterms:type", kind="publisher-type"),
        Column("wikidata", Text("Wikidata", "Wikidata"), "owl:sameAs", kind="wikidata"),
        Column("gnd", Text("GND", "GND"), "owl:sameAs", kind="gnd"),
    )


def whereabouts(dataset_kind: str) -> tuple[Column, ...]:
    """Columns for the place that a thing is about, by its official keys, and for the dataset that holds it."""
    return (
        Column("municipality_key", _MUNICIPALITY, "dcterms:spatial", kind="municipality"),
        Column("regional_key", Text("Regionalschlüssel", "Regional key"), "dcterms:spatial", kind="region"),
        Column("country", Text("Staat", "Country"), "dcterms:spatial", kind="country"),
        Column("dataset", Text("Datensatz", "Dataset"), "foaf:isPrimaryTopicOf", kind=dataset_kind),
    )


def places(name: str, language: Language) -> Table:
    """The places themselves, with the numbers by which the EU's statistics find them."""
    return Table(
        name,
        Text("Ort", "Place"),
        Text(
            "Der Ort, von dem die Daten handeln, unter jedem seiner amtlichen Schlüssel.",
            "The place that the data are about, under each of its official keys.",
        ),
        keys=(Column("place", Text("Ort", "Place"), kind="url"),),
        classes=("dcterms:Location",),
        columns=(
            *in_languages("name", "skos:prefLabel", Text("Name", "Name"), language),
            Column("key", Text("Schlüssel", "Key"), "skos:notation"),
            Column("lau", Text("Nummer der Gemeinde bei GISCO (LAU)", "Number in GISCO (LAU)"), "dcterms:identifier"),
            Column("nuts", Text("liegt in (NUTS)", "Lies in (NUTS)"), "dcterms:isPartOf", kind="nuts"),
        ),
    )


def places_and_codes() -> dict[str, Sequence[Pattern]]:
    """The kinds of those columns."""
    return {
        "municipality": [Pattern(f"{GEOCODING}/municipalityKey/")],
        "region": [Pattern(f"{GEOCODING}/regionalKey/")],
        "country": [Pattern(f"{EU}/country/")],
        "nuts": [Pattern(NUTS)],
        "wikidata": [Pattern(WIKIDATA)],
        "gnd": [Pattern(GND)],
        "publisher-type": [Pattern(f"{ADMS}/publishertype/")],
    }


def language_of_dataset(dataset: Dataset) -> Language:
    """The language of text that does not say its own."""
    return "en" if dataset.language == "en" else "de"


_MUNICIPALITY = Text("Gemeindeschlüssel", "Municipality key")
_LANGUAGE_LABELS = (("deutsch", "englisch"), ("German", "English"))
_PRECISIONS = (
    ("date", "date", "Tag", "day"),
    ("month", "gYearMonth", "Monat", "month"),
    ("year", "gYear", "Jahr", "year"),
    ("text", "", "wie angegeben", "as typed"),
)
