"""What readers of RDF stumble over, as triples of ours, and as a town that publishes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path

from openpyxl.worksheet.worksheet import Worksheet

from pipeline.model.graph import Triple, curie, iri, literal, segment
from pipeline.model.vocabulary import PREFIXES, expand
from tests.towns import change, copy_town

BASE = "https://w3id.org/digitalstrategie/id/musterstadt/"

TEXTS = (
    *("", " ", "  a  ", "\n", "\t", "a\nb", "a\rb", "a\r\nb\r\n\r\nc\r", "a\x85b", "a\u2028b\u2029c", "a\tb\xa0c"),
    *('"', '""', '"""', "'", "'''", '"a"@de', '"a"^^<b>', "\\", "\\\\", "\\n", "\\u0041", "\\U00000041", "a\\", 'a\\"'),
    *("<", ">", "<b>&amp;</b>", "]]>", "<![CDATA[x]]>", "&#13;", "<!-- -->", "--", "?>", "%41", "{", "}", "[]", "_:b0"),
    *("@", "@id", "@type", "@graph", "@context", "@value", "@de", "id", "type", "graph", "true", "1", "1.0", "null"),
    *("😀", "𝔸𝔹", "👩‍👩‍👧", "\U0010fffd", "مرحبا", "שלום עולם", "a\u200fb"),
    *("Ко\u0308ln", "Ko\u0308ln", "\ufeffa", "e\u0301"),
    *("\x7f", "\x80\x9f", "\ue000", "\u00ad", "# kein Kommentar", ". ;", "^^xsd:decimal", "Zeile. \n<x> <y> <z> ."),
    'Ein sehr langer Satz mit „Zeichen“ & "geraden" \\ Strichen.\n' * 500,
)
LANGUAGES = ("", "de", "de-AT", "de-DE-1996", "de-Latn-DE", "ar", "zh-Hant", "en-x-town", "DE", "x-own")
KEYS = (
    *("id", "type", "@id", "@type", "@graph", "@context", "graph", "ds:x", "dcterms:title", "a:b", "//x", "…", "~"),
    *("ä ö/ü", "%41", "%", "a%2Fb", "a[1]", "a(1)", "{x}", "a|b", "a'b", 'a"b', "a\\b"),
    *("<x>", "^", "`", "a,b;c", "?q=1"),
    *("#1", "#", "a+b", "*", "$1", "&amp;", "Ko\u0308ln", "Köln", "😀", "שלום", "straße", "_:b", "-", "1", "1.0", "-1"),
)
ADDRESSES = (
    *("https://a.example/straße/ä?q=ö&x=%C3%A4#ü", "https://a.example/[1]/{x}", "https://a.example/a b"),
    *("http://a.example", "https://a.example?a=1", "https://a.example/#", "https://a.example/a#b#c"),
    *("https://münchen.example/", "https://xn--mnchen-3ya.example/", "https://a.example:8443/%7Eu/%e4"),
    *("https://[2001:db8::1]/x", "https://[2001:db8::1]:8443", "https://a.example/100%", "https://a.example/%zz"),
    *("https://a.example/a\\b|c^d`e", "https://a.example/😀", "https://a.example/שלום", "https://a.example/ko\u0308ln"),
    *("https://a.example/a..b/…", "https://a.example/'x'(y)*!", "https://a.example//x//", "https://a.example/@type"),
    *("mailto:digital@a.example", "tel:+49-30-1", "urn:isbn:123", "urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6"),
    *("id:x", "type:x", "title:x", "Project:x", "a.b+c-d:e", "DCTERMS:title"),
    *("http://purl.org/dc/terms///x", "https://w3id.org/digitalstrategie/def/", "http://purl.org/dc/terms/"),
)
VALUES: Mapping[str, tuple[str, ...]] = {
    "xsd:decimal": ("249927.50", "0.0", "-0.0", "+1.0", "007", "1", ".5", "5.", "1" * 60 + ".10"),
    "xsd:integer": ("042", "-0", "+7", "9" * 40),
    "xsd:gYear": ("2024", "2024Z", "2024+01:00", "0001"),
    "xsd:gYearMonth": ("2024-01", "2024-12Z"),
    "xsd:date": ("2024-02-29", "2024-02-29+01:00", "0001-01-01"),
    "xsd:dateTime": ("2024-02-29T23:59:59", "2024-02-29T10:00:00.500Z", "2024-02-29T10:00:00-00:00"),
    "xsd:time": ("10:00:00.0",),
    "xsd:boolean": ("true", "1", "0"),
    "xsd:double": ("1.0E0", "1.05E2"),
    "xsd:duration": ("P1D", "PT24H"),
    "xsd:anyURI": ("https://a.example/ä", "", "a b"),
    "xsd:hexBinary": ("0a", "0A"),
    "geo:wktLiteral": ("POINT(6.3158 51.0797)",),
}


def hostile_triples() -> tuple[Triple, ...]:
    """All of it, sorted as the mapper sorts."""
    return tuple(sorted(set(_triples())))


def _triples() -> Iterator[Triple]:
    for number, (text, language) in enumerate(product(TEXTS, LANGUAGES)):
        yield Triple(iri(f"{BASE}text/{number}"), curie("dcterms:description"), literal(text, language=language))
    for key in KEYS:
        subject = f"<{BASE}projekt/{segment(key)}>"
        yield Triple(subject, curie("rdf:type"), curie("ds:Project"))
        yield Triple(subject, curie("dcterms:identifier"), literal(key))
        yield Triple(subject, curie("dcterms:title"), literal(key, language="de"))
        yield Triple(subject, curie("dcterms:isReplacedBy"), subject)
    for number, (address, name) in enumerate(product(ADDRESSES, _PREDICATES)):
        yield Triple(iri(f"{BASE}link/{number}"), curie(name), iri(address))
        yield Triple(iri(address), curie("dcterms:title"), literal(address))
    for kind, values in VALUES.items():
        for number, (value, name) in enumerate(product(values, ("schema:value", "dcterms:issued"))):
            subject = iri(f"{BASE}value/{segment(kind)}/{number}")
            yield Triple(subject, curie(name), literal(value, datatype=expand(kind)))
    yield from _odd_names()


_PREDICATES = ("foaf:page", "dcterms:relation", "rdf:type", "ds:status", "dcterms:hasPart")


def _odd_names() -> Iterator[Triple]:
    """Properties, classes and datatypes that nobody's context knows."""
    subject = iri(f"{BASE}name")
    for name in ("p", "v1/q", "p-1.x", "_p", "type", "id", "graph", "x%20y", "ä/b", "terms///x"):
        yield Triple(subject, iri(f"https://b.example/{name}"), literal("x", datatype="https://b.example/type#own"))
    for prefix in ("dcterms", "ds", "schema"):
        yield Triple(subject, iri(f"{PREFIXES[prefix]}//x"), literal("x", datatype=f"{PREFIXES[prefix]}//y"))
        yield Triple(subject, curie("rdf:type"), iri(f"{PREFIXES[prefix]}//z"))


def copy_hostile_town(folder: Path) -> Path:
    """A town whose settings, strategy and projects are called what readers stumble over."""
    place = copy_town(folder)
    settings = place / "dataset.toml"
    text = settings.read_text("utf-8")
    for before, after in _SETTINGS.items():
        assert before in text
        text = text.replace(before, after)
    settings.write_text(text, "utf-8")
    change(place, _fill)
    return place


_SETTINGS = {
    'name = "beispielstadt"': 'name = "type"',
    'name = "Beispielstadt"': r"""name = "@graph \\ \"x\" <b>&amp;</b> 😀 """ + 'Ko\u0308ln"',
    'homepage = "https://beispielstadt.example"': 'homepage = "https://beispielstadt.example/straße?a=1&b=[2]#ü"',
    'keywords = ["Digitale Agenda", "Beispiel"]': r'keywords = ["@id", "type", "\"", "\\", "שלום", "a,b;c", "\\u0041"]',
    'de = "Alles hier ist erfunden."': r'''de = "Alles \"hier\" ist\r\nerfunden & <b>so</b> ]]> \\."''',
    'notation = "K"': 'notation = "@graph"',
    'notation = "S"': 'notation = "a[1]/ü %41"',
    'notation = "A"': 'notation = "id"',
    'notation = "B"': 'notation = "type"',
    'de = "Offen zuerst"': r'de = "\"\"\"offen\\"',
}


def _fill(sheet: Worksheet) -> None:
    fields, theses = ("@graph", "a[1]/ü %41", "V"), ("id", "type")
    texts = [text.replace("\x7f", "") for text in TEXTS if text.strip()]
    sheet.delete_rows(6, sheet.max_row)
    for number, key in enumerate(key for key in KEYS if key not in _NO_KEYS):
        text, field, thesis = texts[number % len(texts)], fields[number % 3], theses[number % 2]
        start, end = (("2024", "03/2025"), ("Q2/2024", None), ("2024-02-29", "Mitte 2026"))[number % 3]
        told = (f"Vorhaben {text[:150]}", text[:30_000], field, thesis, "läuft", start, end, f"Amt {key}")
        sheet.append([number, key, *told, "1,50", 2])


_NO_KEYS = ("…", "~", "#", "*", "-", "Ko\u0308ln")
"""What a sheet puts in the place of a key, and a key that is another's."""
