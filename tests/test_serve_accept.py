"""What clients say they would like, and what they get: types, languages, packing."""

from __future__ import annotations

import pytest

from pipeline.serve.accept import choose_language, choose_type, takes_gzip

OFFERED = ("text/html", "text/turtle", "application/ld+json", "application/n-triples", "application/rdf+xml")
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"
JENA = "text/turtle,application/n-triples;q=0.9,application/ld+json;q=0.8,application/rdf+xml;q=0.7,*/*;q=0.3"
RDFLIB = "application/rdf+xml,text/rdf+n3;q=0.9,application/xhtml+xml;q=0.5,*/*;q=0.1"
JAVA = "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2"


@pytest.mark.parametrize(
    ("header", "chosen"),
    [
        ("", "text/html"),
        ("*/*", "text/html"),
        (BROWSER, "text/html"),
        (JENA, "text/turtle"),
        (RDFLIB, "application/rdf+xml"),
        (JAVA, "text/html"),
        ("text/*", "text/html"),
        ("application/*", "application/ld+json"),
        ("TEXT/Turtle", "text/turtle"),
        ("text/turtle;charset=utf-8", "text/turtle"),
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted, x"', "application/ld+json"),
        ("text/turtle;q=0.5, application/n-triples;q=0.6", "application/n-triples"),
        ("*/*, text/turtle", "text/turtle"),
        ("text/html;q=0, */*", "text/turtle"),
        ("text/*;q=0.9, text/html;q=0.1, application/*;q=0.5", "text/turtle"),
        ("text/turtle;q=0.000", None),
        ("*/*;q=0", None),
        ("text/csv", None),
        ("text/csv, */*;q=0.01", "text/html"),
        ("text/turtle;q=high", "text/html"),
        ("text/turtle;q=7, text/html;q=0.1", "text/html"),
        (",,", "text/html"),
        ("turtle", None),
    ],
)
def test_a_client_gets_the_type_that_it_likes_best(header: str, chosen: str | None) -> None:
    assert choose_type(header, OFFERED) == chosen


@pytest.mark.parametrize(
    ("header", "chosen"),
    [("", "de"), ("en", "en"), ("en-GB,en;q=0.9,de;q=0.8", "en"), ("de-AT", "de"), ("fr", "de"), ("fr, en;q=0.1", "en"),
     ("*", "de"), ("de;q=0.2, *;q=0.8", "en"), ("de;q=0", "de"), ("eng", "de")],
)  # fmt: skip
def test_a_reader_gets_a_language_that_there_is(header: str, chosen: str) -> None:
    assert choose_language(header, ("de", "en")) == chosen


@pytest.mark.parametrize(
    ("header", "packed"),
    [("", False), ("gzip", True), ("gzip;q=0", False), ("br, gzip;q=0.1", True), ("*", True), ("*;q=0", False),
     ("identity", False), ("gzip;q=0, *", False)],
)  # fmt: skip
def test_only_who_unpacks_gets_it_packed(header: str, packed: bool) -> None:
    assert takes_gzip(header) is packed
