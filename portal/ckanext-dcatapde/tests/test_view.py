"""What a visitor reads: in the language of the page, one series, things by their names."""

from typing import Any

import pytest
from ckanext.dcatapde.view import NAMES, TRANSLATED_KEYWORDS, show_in

MD5, SHA256 = "0" * 32, "f" * 64
SERIES: list[dict[str, str]] = [
    {"uri": "http://s.example/1", "title": "Alle Ausgaben"},
    {"uri": "http://s.example/1", "language": "en", "title": "All editions"},
    {"uri": "http://s.example/2", "language": "fr", "title": "Toutes"},
    {"title": "Ohne IRI"},
    {"title": "Auch ohne"},
]
STORED: dict[str, Any] = {
    "title": "Haushalt",
    "notes": "Ausgaben der Stadt.",
    "provenance": "Aus dem Amt.",
    "tags": [{"name": "Haushalt"}, {"name": "Budget"}],
    "translations": [
        {"language": "en", "title": "Budget", "notes": "", "keywords": "budget, money"},
        {"language": "de", "title": "Haushalt"},
    ],
    "series": SERIES,
    "spatial_coverage": [{"uri": "http://place.example/1", "text": "Erkelenz"}, {"uri": "http://place.example/2"}],
    "resources": [
        {
            "id": "r1",
            "uri": "http://file.example/1",
            "name": "Tabelle",
            "hash": MD5,
            "upload_md5": MD5,
            "upload_sha256": SHA256,
            "translations": [{"language": "en", "name": "Table"}],
        },
        {"id": "r2", "name": "Karte"},
    ],
}


@pytest.mark.parametrize(
    ("language", "title", "file"),
    [
        ("de", "Haushalt", "Tabelle"),
        ("en", "Budget", "Table"),
        ("en_GB", "Budget", "Table"),
        ("fr", "Haushalt", "Tabelle"),
    ],
)
def test_texts_are_in_the_language_of_the_page_and_else_in_the_portals(language: str, title: str, file: str) -> None:
    shown = show_in(STORED, language, "de")

    assert (shown["title"], shown["resources"][0]["name"]) == (title, file)
    assert (shown["notes"], shown["provenance"], shown["resources"][1]["name"]) == (
        "Ausgaben der Stadt.",
        "Aus dem Amt.",
        "Karte",
    )


def test_what_is_stored_is_left_as_it_is() -> None:
    show_in(STORED, "en", "de")

    assert STORED["title"] == "Haushalt"
    assert STORED["series"] is SERIES
    assert NAMES not in STORED
    assert STORED["resources"][0]["hash"] == MD5


@pytest.mark.parametrize(
    ("language", "titles"),
    [
        ("de", ["Alle Ausgaben", "Toutes", "Ohne IRI", "Auch ohne"]),
        ("en", ["All editions", "Toutes", "Ohne IRI", "Auch ohne"]),
        ("it", ["Alle Ausgaben", "Toutes", "Ohne IRI", "Auch ohne"]),
    ],
)
@pytest.mark.parametrize("entries", [SERIES, [SERIES[1], SERIES[0], *SERIES[2:]]], ids=["own first", "own last"])
def test_a_series_in_two_languages_is_one(entries: list[dict[str, str]], language: str, titles: list[str]) -> None:
    shown = show_in({**STORED, "series": entries}, language, "de")["series"]

    assert [entry["title"] for entry in shown] == titles
    assert not any("language" in entry for entry in shown)


def test_keywords_that_are_tags_anyway_are_not_told_twice() -> None:
    assert show_in(STORED, "en", "de")[TRANSLATED_KEYWORDS] == ["money"]
    assert TRANSLATED_KEYWORDS not in show_in(STORED, "de", "de")


def test_places_and_files_are_called_by_their_names_in_the_language_of_the_page() -> None:
    shown = show_in(STORED, "en", "de")

    assert shown[NAMES] == shown["resources"][0][NAMES]
    assert shown[NAMES] == {
        "http://place.example/1": {"words": "Erkelenz"},
        "http://file.example/1": {"words": "Table", "resource": "r1"},
    }


def test_the_checksum_is_the_publishers_where_the_file_is_still_the_same() -> None:
    assert show_in(STORED, "de", "de")["resources"][0]["hash"] == SHA256


def test_translations_of_a_portal_without_our_schema_are_read_from_their_extra() -> None:
    stored = {"title": "Haushalt", "translations": '[{"language": "en", "title": "Budget"}]', "resources": []}

    assert show_in(stored, "en", "de")["title"] == "Budget"
    assert show_in({**stored, "translations": "no JSON"}, "en", "de")["title"] == "Haushalt"
