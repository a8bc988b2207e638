"""The titles of columns, from the description of a table into the portal's data dictionary."""

from typing import Any

import pytest
from ckanext.dcatapde.dictionary import described_by, in_language, infos_of, with_infos

METADATA = {
    "tables": [
        {"url": "other.csv", "tableSchema": {"columns": [{"name": "key", "titles": "Anders"}]}},
        {
            "url": "projects.csv",
            "tableSchema": {
                "columns": [
                    {
                        "name": "key",
                        "titles": {"und": "key", "de": "Kennung", "en": "Identifier"},
                        "dc:description": [
                            {"@value": "Einmal vergeben.", "@language": "de"},
                            {"@value": "Given once.", "@language": "en"},
                        ],
                    },
                    {"name": "title", "titles": {"und": "title", "en": ["Title", "Name"]}},
                    {"name": "plain", "titles": "Schlicht", "dc:description": "Ein Text."},
                    {"name": "bare"},
                    {"name": "implied_1", "virtual": True, "titles": "Nein"},
                ]
            },
        },
    ]
}
KEY = {
    "label": "Kennung",
    "label_translated": {"de": "Kennung", "en": "Identifier"},
    "notes": "Einmal vergeben.",
    "notes_translated": {"de": "Einmal vergeben.", "en": "Given once."},
}
FIELDS = [{"id": "_id", "type": "int"}, {"id": "key", "type": "text"}, {"id": "other", "type": "text"}]


def test_columns_have_the_titles_of_their_table_in_all_languages() -> None:
    infos = infos_of(METADATA, "http://stadt.example/roadmap/projects.csv", "de")

    assert infos == {
        "key": KEY,
        "title": {"label": "Title", "label_translated": {"en": "Title"}},
        "plain": {
            "label": "Schlicht",
            "label_translated": {"de": "Schlicht"},
            "notes": "Ein Text.",
            "notes_translated": {"de": "Ein Text."},
        },
    }


def test_a_portal_in_english_has_english_titles() -> None:
    assert infos_of(METADATA, "projects.csv", "en")["key"]["label"] == "Identifier"


@pytest.mark.parametrize("metadata", [None, [], {}, {"tables": ["x"]}, {"tables": []}, {"url": "projects.csv"}])
def test_what_describes_no_such_table_says_nothing(metadata: Any) -> None:
    assert infos_of(metadata, "projects.csv", "de") == {}


def test_a_table_that_is_described_alone_is_found_too() -> None:
    alone = {"url": "a.csv", "tableSchema": {"columns": [{"name": "x", "titles": "X"}]}}

    assert infos_of(alone, "a.csv", "de")["x"]["label"] == "X"


@pytest.mark.parametrize(
    "conforms_to", [["http://f.example/m.json"], '["http://f.example/m.json"]', "http://f.example/m.json"]
)
def test_the_description_is_the_file_that_the_table_conforms_to(conforms_to: Any) -> None:
    table = {"id": "t", "uri": "http://f.example/t.csv", "conforms_to": conforms_to}
    description = {"id": "m", "uri": "http://f.example/m.json"}

    assert described_by(table, {"resources": [table, {"id": "n"}, description]}) == description
    assert described_by({"id": "t"}, {"resources": [table, description]}) is None
    assert described_by(description, {"resources": [description]}) is None


def test_columns_get_their_titles_once() -> None:
    fields = with_infos(FIELDS, {"key": KEY})

    assert fields == [{"id": "key", "type": "text", "info": KEY}, {"id": "other", "type": "text", "info": {}}]
    assert with_infos(fields, {"key": KEY}) is None


def test_a_new_title_replaces_ours_and_never_one_that_somebody_wrote() -> None:
    ours = [{"id": "key", "type": "text", "info": {"label": "Nr.", "label_translated": {"de": "Nr."}}}]
    theirs = [{"id": "key", "type": "text", "info": {"label": "Unsere Nummer", "type_override": "text"}}]

    assert (with_infos(ours, {"key": KEY}) or [])[0]["info"] == KEY
    kept = (with_infos(theirs, {"key": KEY}) or [])[0]["info"]
    assert (kept["label"], kept["notes"], kept["type_override"]) == ("Unsere Nummer", "Einmal vergeben.", "text")
    assert "label_translated" not in kept


@pytest.mark.parametrize(("language", "label"), [("de", "Kennung"), ("en", "Identifier"), ("fr", "Kennung")])
def test_the_dictionary_is_read_in_the_language_of_the_page(language: str, label: str) -> None:
    fields = [{"id": "key", "type": "text", "info": KEY}, {"id": "other", "type": "text"}]

    shown = in_language(fields, language)

    assert (shown[0]["info"]["label"], shown[1]["info"]) == (label, {})
