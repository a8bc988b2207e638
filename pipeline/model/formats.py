"""The formats that files are written in: what each is called by programs, by the EU's list, and by people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.model.errors import ConfigError
from pipeline.model.report import Text

_NO_TEXT = Text("", "")


@dataclass(frozen=True, slots=True)
class Format:
    """How the names of its files end, its media type (an IANA name), what people call it, its code in the EU's list of
    file types, and what a file of it is.

    Only what has a code can be a file of a dataset: the catalog describes it by that.
    """

    suffix: str
    media_type: str
    label: str
    code: str = ""
    description: Text = _NO_TEXT

    @property
    def is_rdf(self) -> bool:
        """Whether it holds triples."""
        return self.code.startswith(("RDF", "JSON_LD"))


def _formats(*formats: Format) -> Mapping[str, Format]:
    return {format_.suffix: format_ for format_ in formats}


FORMATS: Mapping[str, Format] = _formats(
    Format("csv", "text/csv", "CSV", "CSV",
           Text("Tabelle: UTF-8, Kommas, eine Kopfzeile. Öffnet in jeder Tabellenkalkulation.",
                "Table: UTF-8, commas, one header row. Opens in any spreadsheet program.")),
    Format("csv-metadata.json", "application/csvm+json", "CSVW", "JSON",
           Text("Beschreibung der Tabellen (CSVW): Titel, Typen und Schlüssel ihrer Spalten.",
                "Description of the tables (CSVW): titles, types and keys of their columns.")),
    Format("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel", "XLSX",
           Text("Arbeitsmappe für Excel und LibreOffice.", "Workbook for Excel and LibreOffice.")),
    Format("ttl", "text/turtle", "Turtle", "RDF_TURTLE",
           Text("RDF, gut lesbar (Turtle).", "RDF, easy to read (Turtle).")),
    Format("nt", "application/n-triples", "N-Triples", "RDF_N_TRIPLES",
           Text("RDF, eine Aussage je Zeile (N-Triples).", "RDF, one statement a line (N-Triples).")),
    Format("nq", "application/n-quads", "N-Quads", "RDF_N_QUADS",
           Text("RDF in benannten Graphen, eine Aussage je Zeile (N-Quads).",
                "RDF in named graphs, one statement a line (N-Quads).")),
    Format("jsonld", "application/ld+json", "JSON-LD", "JSON_LD",
           Text("RDF als JSON (JSON-LD).", "RDF as JSON (JSON-LD).")),
    Format("rdf", "application/rdf+xml", "RDF/XML", "RDF_XML",
           Text("RDF als XML (RDF/XML).", "RDF as XML (RDF/XML).")),
    Format("ics", "text/calendar", "iCalendar", "ICS",
           Text("Kalender: Beginn, Ende und Beteiligung der Projekte.",
                "Calendar: beginnings, ends and offers to join.")),
    Format("md", "text/markdown", "Markdown"),
    Format("html", "text/html", "HTML"),
    Format("json", "application/json", "JSON"),
)  # fmt: skip
"""All formats, by how the names of their files end."""


def media_type_of(file: str) -> str:
    """The media type of a file by its name. Raises ``ConfigError`` for a format that is not among ``FORMATS``."""
    ends = [suffix for suffix in FORMATS if file.endswith(f".{suffix}")]
    if not ends:
        raise ConfigError(
            Text(
                f"{file}: Ein Format mit dieser Endung ist unbekannt; es gehört in FORMATS (pipeline/model/formats.py)",
                f"{file}: no format is known by that ending; add it to FORMATS (pipeline/model/formats.py)",
            )
        )
    return FORMATS[max(ends, key=len)].media_type


def format_in_catalog(media_type: str, file: str) -> Format:
    """The format of a dataset's file. Raises ``ConfigError`` for one that a catalog cannot describe."""
    found = next((each for each in FORMATS.values() if each.media_type == media_type and each.code), None)
    if found is None:
        raise ConfigError(
            Text(
                f"{file}: Der Katalog kann eine Datei des Typs {media_type} nicht beschreiben; "
                "in FORMATS (pipeline/model/formats.py) fehlt ihr Code aus der Liste der EU",
                f"{file}: the catalog cannot describe a file of {media_type}; "
                "give it a code of the EU's file types in FORMATS (pipeline/model/formats.py)",
            )
        )
    return found
