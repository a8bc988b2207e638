"""A text is found in whatever bytes a file writes it in, and nothing else is."""

from __future__ import annotations

import gzip
import html
import io
import json
import time
import unicodedata
import zipfile
from collections.abc import Callable, Mapping
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.erase.erasure import Erasure
from pipeline.erase.find import Found, find
from pipeline.erase.spelling import build_spelling
from pipeline.model.graph import iri, literal, segment
from pipeline.model.naming import slug
from tests.examples import try_examples

NAME, FIRM, QUOTED = "Jörg Weißenfels", "Krüger & Söhne", 'Anna „Änne“ O\'Brien, "die Rote"'


def _entities(text: str, form: str) -> str:
    return "".join(form.format(ord(sign)) if not sign.isalnum() or ord(sign) > 127 else sign for sign in text)


def _escaped(text: str, form: str) -> str:
    return "".join(sign if ord(sign) < 128 else form.format(ord(sign)) for sign in text)


SPELLINGS: Mapping[str, Callable[[str], str]] = {
    "as it is": lambda text: text,
    "capitals": str.upper,
    "small letters": str.lower,
    "casefold": str.casefold,
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "broken over lines": lambda text: text.replace(" ", "\n      "),
    "a blank that does not break": lambda text: text.replace(" ", "\u00a0"),
    "many blanks": lambda text: text.replace(" ", " \t  "),
    "percent": quote,
    "percent, small": lambda text: quote(text).lower(),
    "percent, plus": quote_plus,
    "percent, twice": lambda text: quote(quote(text)),
    "percent, all": lambda text: "".join(f"%{byte:02X}" for byte in text.encode()),
    "percent, Latin-1": lambda text: quote(text.encode("cp1252")),
    "segment": segment,
    "iri": lambda text: iri(f"https://stadt.example/{text}"),
    "xml": html.escape,
    "entities": lambda text: _entities(text, "&#{};"),
    "entities, hexadecimal": lambda text: _entities(text, "&#x{:X};"),
    "entities, named": lambda text: text.replace("ö", "&ouml;").replace("ü", "&uuml;").replace("ß", "&szlig;"),
    "entities, twice": lambda text: html.escape(html.escape(text)),
    "json": json.dumps,
    "json in json": lambda text: json.dumps(json.dumps(text)),
    "json, readable": lambda text: json.dumps(text, ensure_ascii=False),
    "n-triples": literal,
    "n-triples, ascii": lambda text: _escaped(literal(text), "\\u{:04X}"),
    "n-triples, long": lambda text: _escaped(literal(text), "\\U{:08X}"),
    "csv": lambda text: text.replace('"', '""'),
    "n-triples in csv": lambda text: literal(text).replace('"', '""'),
    "calendar": lambda text: text.replace(",", "\\,").replace('"', '\\"'),
    "calendar, folded": "\r\n ".join,
    "calendar, folded with a tab": "\r\n\t".join,
    "markdown": lambda text: text.replace("&", "\\&").replace("„", "\\„").replace("-", "\\-"),
    "excel": lambda text: text.replace(" ", "_x0020_").replace("ü", "_x00FC_").replace("ö", "_x00f6_"),
    "slug": slug,
    "soft hyphens": "\u00ad".join,
    "quoted-printable": lambda text: "".join(f"={byte:02X}" for byte in text.encode()),
    "line breaks of a page": lambda text: text.replace(" ", "<br/>"),
}


@pytest.mark.parametrize("text", [NAME, FIRM, QUOTED, "Łukasz Çelik", "Дмитро Шевченко"])
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_text_is_found_in_every_spelling(spelling: str, text: str) -> None:
    if spelling == "percent, Latin-1" and "ß" not in text:
        pytest.skip("what is not in Latin-1 is not written so")
    written = f"davor {SPELLINGS[spelling](text)} danach"

    assert any(find("datei.txt", written.encode("utf-8", "surrogatepass"), [build_spelling(text)]))


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32-le", "cp1252", "cp850", "mac_roman"],
)
@pytest.mark.parametrize("before", ["", "x"])
def test_a_text_is_found_in_every_encoding(encoding: str, before: str) -> None:
    content = before.encode() + f"Leitung: {NAME}.".encode(encoding)

    assert any(find("datei.txt", content, [build_spelling(NAME)]))


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("Jörg Weißenfels", "Joerg Weissenfels"),
        ("Joerg Weissenfels", "Jörg Weißenfels"),
        ("Strasser", "Straßer"),
        ("René Dupont", "Rene Dupont"),
        ("peter mueller", "PETER MÜLLER"),
    ],
)
def test_letters_and_their_plain_forms_are_the_same(text: str, other: str) -> None:
    assert build_spelling(text).search(other)


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("Jörg Weißenfels", "Jörg und Weißenfels"),
        ("Jörg Weißenfels", "JörgWeißenfels"),
        ("Ute Horn", "Üte Horn"),
        ("Peter Meier", "Peter Maier"),
        ("A+B", "AB"),
        ("1.5", "15"),
    ],
)
def test_another_text_is_not_found(text: str, other: str) -> None:
    assert not build_spelling(text).search(other)


def test_the_digits_behind_a_slug_go_with_it() -> None:
    name = "Peter Müller GmbH, Berlin"

    assert Erasure(texts=(name,)).cut_key(f"stelle/{slug(name)}") == "stelle/entfernt"


@pytest.mark.parametrize(
    "filler",
    [" ", "\r\n ", "\n", "+", "%25", "\\", "&amp;", "\u00ad", "&shy;", "%20", "<br>", "-", "Peter ", "Peter\n &"],
)
def test_a_search_takes_no_time_whatever_stands_there(filler: str) -> None:
    pattern, begun = build_spelling("Peter & Müller, GmbH"), time.monotonic()

    pattern.search(f"Peter{filler * 20_000}")
    pattern.search(f"Peter &{filler * 20_000}")

    assert time.monotonic() - begun < 5


def test_a_text_is_found_in_packed_files_and_in_their_names() -> None:
    inner, outer = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("xl/sheet1.xml", f"<t>{html.escape(FIRM)}</t>")
        archive.writestr("krueger-soehne.txt", "nichts")
    with zipfile.ZipFile(outer, "w") as archive:
        archive.writestr("mappe.xlsx", inner.getvalue())
        archive.writestr("text.gz", gzip.compress(f"eins\n{FIRM}".encode()))

    found = set(find("alles.zip", outer.getvalue(), [build_spelling(FIRM)]))

    assert Found("alles.zip/mappe.xlsx/xl/sheet1.xml", 1, 1) in found
    assert Found("alles.zip/text.gz/", 1, 2) in found
    assert any(place.file.endswith("krueger-soehne.txt") and place.line == 0 for place in found)


def test_a_broken_archive_is_searched_as_it_lies() -> None:
    assert any(find("kaputt.xlsx", b"PK\x03\x04" + NAME.encode(), [build_spelling(NAME)]))
    assert any(find("kaputt.gz", b"\x1f\x8b" + NAME.encode(), [build_spelling(NAME)]))


def test_all_places_are_counted_and_the_first_line_is_told() -> None:
    content = f"eins\nzwei {NAME}\n{NAME.upper()}, {quote(NAME)}\n".encode()

    assert list(find("a.txt", content, [build_spelling(NAME)])) == [Found("a.txt", 3, 2)]


LIKE_BLANKS = [
    *("C:\\reports\\neu", "00\\r", "a&nbsp;b", "100%20b", "a=20b", "eins<br>zwei", "a_x0020_b", "x&shy;y", "a\\u0020b"),
    *("a%2520b", "50 %20 x", "a&#32;b c", "1\\tb \\n c", "a <br/>x1", "b =20"),
]


@pytest.mark.parametrize("text", LIKE_BLANKS)
def test_what_stands_for_a_blank_elsewhere_is_found_where_it_is_the_text(text: str) -> None:
    pattern = build_spelling(text)

    assert [name for name, spelling in SPELLINGS.items() if not pattern.search(spelling(text))] == []


@given(
    st.text(st.characters(min_codepoint=32, max_codepoint=0x2FFF, categories=("L", "Nd", "Zs", "P")), min_size=3)
    .map(lambda text: " ".join(unicodedata.normalize("NFC", text).split()))
    .filter(lambda text: sum(map(str.isalnum, text)) >= 3)
)
@try_examples(60)
def test_any_text_is_found_as_the_formats_write_it(text: str) -> None:
    pattern = build_spelling(text)

    for spelling in ("as it is", "decomposed", "percent", "xml", "json", "json in json", "n-triples", "csv", "segment"):
        assert pattern.search(SPELLINGS[spelling](text)), spelling
