"""The bytes of a file and the media type that was promised of them; out, why they are none of that kind."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Mapping

import pyoxigraph
from pyoxigraph import RdfFormat

from pipeline.model.formats import FORMATS
from pipeline.model.harvest import IS_PAGE
from pipeline.model.report import NOTHING, Text


def unlike(content: bytes, media_type: str) -> Text:
    """What is wrong with a file that should be of a media type; nothing where it is, or nobody here can tell."""
    if media_type != "text/html" and is_page(content):
        return IS_PAGE
    look = _LOOKS.get(media_type)
    return look(content) if look else NOTHING


def is_page(content: bytes) -> bool:
    """Whether bytes begin as a web page does."""
    return content.removeprefix(b"\xef\xbb\xbf").lstrip()[:14].lower().startswith((b"<!doctype html", b"<html"))


def _rdf(format_: RdfFormat) -> Callable[[bytes], Text]:
    def look(content: bytes) -> Text:
        try:
            for _ in pyoxigraph.parse(content, format=format_, base_iri="https://relative.invalid/"):
                pass
        except (SyntaxError, ValueError) as error:
            why = "".join(letter if letter.isprintable() else "\ufffd" for letter in str(error)[:200])
            return Text(f"{format_.name} bricht ab: {why}", f"{format_.name} breaks off: {why}")
        return NOTHING

    return look


def _csv(content: bytes) -> Text:
    try:
        rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        header = next(rows, [])
        widths = {len(row) for row in rows}
    except UnicodeDecodeError:
        return Text("die Tabelle ist nicht in UTF-8 gespeichert", "the table is not UTF-8")
    except csv.Error:
        return Text("die Tabelle ist kein CSV", "the table is no CSV")
    if not all(header) or len(set(header)) < max(len(header), 1):
        return Text("der Tabelle fehlt ihre Kopfzeile", "the table lacks its header row")
    if widths - {len(header)}:
        return Text("Zeilen sind länger oder kürzer als die Kopfzeile", "rows are longer or shorter than the header")
    return NOTHING


def _json(content: bytes) -> Text:
    try:
        json.loads(content)
    except (ValueError, RecursionError):
        return Text("es ist kein JSON", "it is no JSON")
    return NOTHING


def _calendar(content: bytes) -> Text:
    whole = content.lstrip().startswith(b"BEGIN:VCALENDAR") and content.rstrip().endswith(b"END:VCALENDAR")
    return NOTHING if whole else Text("es ist kein ganzer Kalender", "it is no whole calendar")


def _workbook(content: bytes) -> Text:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            whole = "[Content_Types].xml" in archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        whole = False
    return NOTHING if whole else Text("es ist keine ganze Arbeitsmappe", "it is no whole workbook")


_LOOKS: Mapping[str, Callable[[bytes], Text]] = {
    FORMATS["ttl"].media_type: _rdf(RdfFormat.TURTLE),
    FORMATS["nt"].media_type: _rdf(RdfFormat.N_TRIPLES),
    FORMATS["nq"].media_type: _rdf(RdfFormat.N_QUADS),
    FORMATS["rdf"].media_type: _rdf(RdfFormat.RDF_XML),
    FORMATS["jsonld"].media_type: _json,  # its context may lie elsewhere, and is not loaded
    FORMATS["csv-metadata.json"].media_type: _json,
    FORMATS["json"].media_type: _json,
    FORMATS["csv"].media_type: _csv,
    FORMATS["ics"].media_type: _calendar,
    FORMATS["xlsx"].media_type: _workbook,
}
