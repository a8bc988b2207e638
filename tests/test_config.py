"""``dataset.toml``: what it says is taken as it is meant, and refused where it cannot be meant."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.model.column_mapping import ColumnOptions
from pipeline.model.columns import COLUMNS
from pipeline.model.dataset import Dataset, Withdrawal
from pipeline.model.errors import ConfigError
from pipeline.model.report import Text
from pipeline.town import find_towns, read_town
from pipeline.town.config import parse_dataset
from tests.sheets import SETTINGS, STRATEGY
from tests.towns import SOURCES


def parsed(more: str = "", columns: str = "") -> Dataset:
    return parse_dataset(f"{SETTINGS}{more}{STRATEGY}[columns]\n{columns}", "dataset.toml")


def refused(toml: str) -> str:
    """Why a file is refused."""
    return refusal(toml).message.en


def refusal(toml: str) -> ConfigError:
    """How a file is refused."""
    with pytest.raises(ConfigError) as caught:
        parse_dataset(toml, "dataset.toml")
    return caught.value


def changed(old: str, new: str) -> str:
    """The smallest file with one line changed."""
    toml = SETTINGS + STRATEGY
    assert old in toml
    return toml.replace(old, new)


# What it says ###################################################################################################


def test_the_smallest_file_has_the_defaults() -> None:
    dataset = parsed()

    assert dataset.name == "musterstadt"
    assert dataset.title == Text("Roadmap", "Roadmap")
    assert dataset.language == "de"
    assert dataset.workbooks == ("*.xlsx",)
    assert dataset.columns.required == ("id", "title", "field")
    assert dataset.columns.titles("id") == ("Kennung", "Identifier")
    assert dataset.expectations.max_lost_rows == 0.2
    assert dataset.limits.max_cells == 5_000_000
    assert dataset.strategy.fields[2].label == Text("Straße & Verkehr", "Roads")


def test_a_column_is_given_by_its_title_by_several_or_with_its_options() -> None:
    columns = parsed(
        columns="""
        id = "Nr."
        title = ["Projekt", "Vorhaben"]
        budget_planned = { titles = ["Kosten in T€"], factor = 1000 }
        budget_actual = { titles = "Ist (kCHF)", currency = "CHF", factor = 0.001 }
        budget_own = { currency = "USD" }
        """
    ).columns

    assert columns.titles("id") == ("Nr.",)
    assert columns.titles("title") == ("Projekt", "Vorhaben")
    assert columns.of("budget_planned") == ColumnOptions(("Kosten in T€",), "", Decimal(1000))
    assert columns.of("budget_actual") == ColumnOptions(("Ist (kCHF)",), "CHF", Decimal("0.001"))
    assert columns.titles("budget_own") == tuple(COLUMNS["budget_own"].title)
    assert columns.of("link") == ColumnOptions()


def test_settings_of_all_columns_stand_beside_them() -> None:
    columns = parsed(
        columns='ignore = ["Bemerkung"]\nkey_from = ["title", "start"]\nrequired = ["title"]\ntitle = "Projekt"'
    ).columns

    assert columns.ignore == ("Bemerkung",)
    assert columns.key_from == ("title", "start")
    assert columns.required == ("title",)


def test_a_withdrawal_has_a_day_and_a_reason() -> None:
    dataset = parsed('withdrawn = { "2022-02" = { since = 2026-01-31, reason = "Doppelt" } }\n')

    assert dataset.withdrawn == {"2022-02": Withdrawal(date(2026, 1, 31), Text("Doppelt", "Doppelt"))}


def test_a_whole_number_serves_for_a_share_and_nothing_for_an_expectation() -> None:
    dataset = parsed("expectations = { theses = 3, max_lost_rows = 1 }\n")

    assert (dataset.expectations.theses, dataset.expectations.fields) == (3, None)
    assert dataset.expectations.max_lost_rows == 1.0


def test_the_mark_that_windows_puts_before_a_text_does_no_harm() -> None:
    assert parse_dataset("\N{ZERO WIDTH NO-BREAK SPACE}" + SETTINGS + STRATEGY, "dataset.toml") == parsed()


@pytest.mark.parametrize("settings", find_towns(SOURCES), ids=lambda path: path.parent.name)
def test_the_towns_that_come_along_are_read_under_the_name_of_their_folder(settings: Path) -> None:
    assert read_town(settings, ()).name == settings.parent.name


# What is unknown ################################################################################################


@pytest.mark.parametrize(
    ("more", "columns", "message"),
    [
        ("licence = 1\n", "", 'dataset.toml: unknown key "licence". Did you mean "license"?'),
        ("keyword = []\n", "", 'dataset.toml: unknown key "keyword". Did you mean "keywords"?'),
        ("geografy = {}\n", "", 'dataset.toml: unknown key "geografy". Did you mean "geography"?'),
        ("colums = {}\n", "", 'dataset.toml: unknown key "colums". Did you mean "columns"?'),
        ("wxyz = 1\n", "", 'dataset.toml: unknown key "wxyz".'),
        ('geography = { ag = "05370004" }\n', "", 'dataset.toml [geography]: unknown key "ag". Did you mean "ags"?'),
        (
            'schedule = { timezone = "UTC" }\n',
            "",
            'dataset.toml [schedule]: unknown key "timezone". Did you mean "time_zone"?',
        ),
        ("limits = { max_cels = 1 }\n", "", 'dataset.toml [limits]: unknown key "max_cels". Did you mean "max_cells"?'),
        (
            'withdrawn = { "7" = { sinse = 2026-01-01, reason = "x" } }\n',
            "",
            'dataset.toml [withdrawn.7]: unknown key "sinse". Did you mean "since"?\n'
            'dataset.toml [withdrawn.7]: "since" is missing',
        ),
        ("", 'tite = "Titel"', 'dataset.toml [columns]: unknown key "tite". Did you mean "title"?'),
        ("", 'ignored = ["x"]', 'dataset.toml [columns]: unknown key "ignored". Did you mean "ignore"?'),
        ("", "options = {}", 'dataset.toml [columns]: unknown key "options".'),
        (
            "",
            'budget = { title = "Betrag" }',
            'dataset.toml [columns.budget]: unknown key "title". Did you mean "titles"?',
        ),
        ("", 'key_from = ["titel"]', 'dataset.toml [columns]: unknown column "titel". Did you mean "title"?'),
        ("", 'required = ["id", "titel"]', 'dataset.toml [columns]: unknown column "titel". Did you mean "title"?'),
    ],
)
def test_what_is_unknown_is_refused_with_what_was_meant(more: str, columns: str, message: str) -> None:
    assert refused(f"{SETTINGS}{more}{STRATEGY}[columns]\n{columns}") == message


# What is missing ################################################################################################


@pytest.mark.parametrize("name", ["name", "title", "description", "license", "publisher", "contact", "iris"])
def test_what_must_stand_there_is_named_when_it_is_missing(name: str) -> None:
    line = next(line for line in SETTINGS.splitlines() if line.startswith(f"{name} "))

    assert refused(changed(line, "")) == f'dataset.toml: "{name}" is missing'


def test_a_missing_strategy_is_named() -> None:
    assert refused(SETTINGS) == 'dataset.toml: "strategy" is missing'


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('{ name = "Musterstadt" }', "{}", 'dataset.toml [publisher]: "name" is missing'),
        (', email = "digital@example.org"', "", 'dataset.toml [contact]: "email" is missing'),
        ('definition = "Wege."', 'names = ["Wege"]', 'dataset.toml [strategy.fields.3]: "definition" is missing'),
        (STRATEGY, "[strategy]\n", "dataset.toml [strategy]: name a Turtle file, or list the fields of action here"),
    ],
)
def test_what_is_missing_in_a_table_is_named(old: str, new: str, message: str) -> None:
    assert refused(changed(old, new)) == message


# What is of the wrong kind ######################################################################################


@pytest.mark.parametrize(
    ("more", "columns", "message"),
    [
        ("keywords = 'x'\n", "", "[keywords]: expected a list, found 'x'"),
        ("keywords = ['x', 5]\n", "", "[keywords]: expected a text, found 5"),
        ("notice = 5\n", "", "[notice]: expected a table, found 5"),
        ("notice = { de = 'x' }\n", "", "[notice]: give the text in both languages, {de = …, en = …}"),
        ("notice = { de = 'x', en = 5 }\n", "", "[notice]: give the text in both languages, {de = …, en = …}"),
        ("geography = 'x'\n", "", "[geography]: expected a table, found 'x'"),
        ("geography = { ags = 5370004 }\n", "", "[geography.ags]: expected a text, found 5370004"),
        ("limits = { max_cells = true }\n", "", "[limits.max_cells]: expected a number, found True"),
        ("limits = { max_cells = 1.5 }\n", "", "[limits.max_cells]: expected a number, found 1.5"),
        ("expectations = { theses = 'five' }\n", "", "[expectations.theses]: expected a number, found 'five'"),
        (
            "expectations = { max_lost_rows = '20 %' }\n",
            "",
            "[expectations.max_lost_rows]: expected a number, found '20 %'",
        ),
        ("withdrawn = { a = 5 }\n", "", "[withdrawn.a]: expected a table, found 5"),
        (
            "withdrawn = { a = { since = '2026', reason = 'x' } }\n",
            "",
            "[withdrawn.a.since]: expected a date, found '2026'",
        ),
        (
            "withdrawn = { a = { since = 2026-01-01T10:00:00, reason = 'x' } }\n",
            "",
            "[withdrawn.a.since]: expected a date, found datetime.datetime(2026, 1, 1, 10, 0)",
        ),
        ("", "title = 5", "[columns.title.titles]: expected a list, found 5"),
        ("", "title = ['x', 5]", "[columns.title.titles]: expected a text, found 5"),
        ("", "ignore = 'x'", "[columns.ignore]: expected a list, found 'x'"),
        ("", "budget = { factor = 'T' }", "[columns.budget.factor]: expected a number, found 'T'"),
        ("", "budget = { factor = true }", "[columns.budget.factor]: expected a number, found True"),
        ("", "budget = { currency = 5 }", "[columns.budget.currency]: expected a text, found 5"),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused_where_it_stands(more: str, columns: str, message: str) -> None:
    assert refused(f"{SETTINGS}{more}{STRATEGY}[columns]\n{columns}") == f"dataset.toml {message}"


def test_columns_must_be_a_table() -> None:
    assert refused(f'columns = "x"\n{SETTINGS}{STRATEGY}') == "dataset.toml [columns]: expected a table, found 'x'"


def test_what_is_no_toml_is_refused_with_its_line() -> None:
    assert "line 2" in refused("name = 'x'\ntitle = \n")


# What cannot be meant ###########################################################################################


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"musterstadt"', '"../musterstadt"', "[name]: it becomes part of file names and addresses"),
        ('"musterstadt"', '""', "[name]: it becomes part of file names and addresses"),
        ("https://example.org/id/musterstadt/", "example.org/", "[iris.base]: it must begin with https://"),
        ("https://example.org/id/musterstadt/", "https://example.org/id#", "[iris.base]: it must begin with https://"),
        ("https://example.org/id/musterstadt/", "https://a b/", "[iris.base]: it must begin with https://"),
        ("https://example.org/id/musterstadt/", "https://a:b/", "[iris.base]: it must begin with https://"),
        ("https://example.org/id/musterstadt/", "https://a/<b>/", "[iris.base]: it must begin with https://"),
        ("https://example.org/id/musterstadt/", "https://a/{b}/", "[iris.base]: it must begin with https://"),
        ("https://example.org/id/musterstadt/", "https://<a>/", "[iris.base]: it must begin with https://"),
        ("https://example.org/id/musterstadt/", "https://a/../", "[iris.base]: it must begin with https://"),
        ("https://example.org/id/musterstadt/", "https://a/100%/", "[iris.base]: it must begin with https://"),
        ("https://example.org/id/musterstadt/", "https://bücher/", "[iris.base]: it must be plain ASCII"),
        ('musterstadt/" }', 'musterstadt/", project = "<p>/" }', "[iris.project]: expected a part of an address"),
        ('musterstadt/" }', 'musterstadt/", project = "" }', "[iris.project]: expected a part of an address"),
        ('musterstadt/" }', 'musterstadt/", project = "../x/" }', "[iris.project]: expected a part of an address"),
        ('musterstadt/" }', 'musterstadt/", project = "these/" }', '[iris.thesis]: stands under "project" already'),
        ("digital@example.org", "mailto:digital@example.org", "[contact.email]: expected an address such as"),
        ("digital@example.org", "digital", "[contact.email]: expected an address such as"),
        (
            "[strategy]",
            'privacy = { role_mailboxes = ["mailto:a@b.example"] }\n[strategy]',
            "[privacy.role_mailboxes]: expected an address such as",
        ),
        ("licenses/dl-zero-de/2.0", "licenses/<dl>", "[license]: expected an address that begins with https://"),
        ("licenses/dl-zero-de/2.0", "x?", "[license]: some programs drop a question mark with nothing behind it"),
        ("licenses/dl-zero-de/2.0", "a/../b", "[license]: some programs shorten “/./” and “/../” and some do not"),
        ("http://dcat-ap.de/def", "http://a:b/def", "[license]: expected an address that begins with https://"),
        ("http://dcat-ap.de/def", "http://me:secret@a/def", "[license]: expected an address that begins with https://"),
        ("http://dcat-ap.de/def", "http://[::1]/def", "[license]: expected an address that begins with https://"),
        ('notation = "12"', 'notation = ".."', "[strategy.fields]: a notation needs a letter or a digit"),
        ("[strategy]\n", '[strategy]\nissued = "2023-02-30"\n', "[strategy.issued]: expected a year, a month or a day"),
        ("[strategy]\n", '[strategy]\nissued = "2023-13"\n', "[strategy.issued]: expected a year, a month or a day"),
        ("[strategy]", 'language = "fr"\n[strategy]', '[language]: expected "de" or "en"'),
        ("[strategy]", 'workbooks = ["/etc/*"]\n[strategy]', '[workbooks]: "/etc/*" must name files beside this one'),
        ("[strategy]", 'workbooks = ["../*.xlsx"]\n[strategy]', '[workbooks]: "../*.xlsx" must name files beside'),
        ("[strategy]", 'workbooks = [""]\n[strategy]', "[workbooks]: there is nothing"),
        ("[strategy]", 'geography = { ags = "5370004" }\n[strategy]', "[geography.ags]: expected 8 digits"),
        ("[strategy]", 'geography = { ars = "05370004" }\n[strategy]', "[geography.ars]: expected 12 digits"),
        (
            "[strategy]",
            "expectations = { max_lost_rows = 20 }\n[strategy]",
            "[expectations.max_lost_rows]: expected a share",
        ),
        (
            "[strategy]",
            "expectations = { max_lost_rows = nan }\n[strategy]",
            "[expectations.max_lost_rows]: expected a share",
        ),
        ("[strategy]", "limits = { max_cells = 0 }\n[strategy]", "[limits.max_cells]: expected at least 1"),
        ("[strategy]", 'text = { encoding = "cp125" }\n[strategy]', "[text.encoding]: expected an encoding"),
        ("[strategy]", 'text = { encoding = "utf-8" }\n[strategy]', "[text.encoding]: expected an encoding"),
        ("[strategy]", 'text = { encoding = "utf-16" }\n[strategy]', "[text.encoding]: expected an encoding"),
        ("[strategy]", 'text = { encoding = "rot13" }\n[strategy]', "[text.encoding]: expected an encoding"),
        ("[strategy]", 'text = { delimiter = ";;" }\n[strategy]', "[text.delimiter]: expected a single sign"),
        ("[strategy]", 'text = { delimiter = "a" }\n[strategy]', "[text.delimiter]: expected a single sign"),
        ("[strategy]\n", '[strategy]\nissued = "Mai 2023"\n', "[strategy.issued]: expected a year, a month or a day"),
        ('notation = "12"', 'notation = "3"', '[strategy.fields]: the notation "3" is given twice'),
    ],
)
def test_what_cannot_be_meant_is_refused(old: str, new: str, message: str) -> None:
    assert refused(changed(old, new)).startswith(f"dataset.toml {message}")


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ('start = "Datum"\nend = "Datum"', '[columns]: the title "Datum" stands under both "start" and "end"'),
        (
            'start = "Da-tum"\nend = ["Ende", "datum"]',
            '[columns]: the title "datum" stands under both "start" and "end"',
        ),
        ('start = "Datum"\nignore = ["Datum"]', '[columns]: the title "Datum" stands under both "ignore" and "start"'),
        ('id = ""', "[columns.id]: a title is empty"),
        ('title = { titles = "Titel", factor = 1000 }', "[columns.title]: it holds no amounts"),
        ('start = { currency = "USD" }', "[columns.start]: it holds no amounts"),
        ('field = { split_at = "," }', "[columns.field]: it holds no names of organizations"),
        ('lead = { split_at = "und" }', "[columns.lead.split_at]: expected a sign such as"),
        ('lead = { split_at = [",", " "] }', "[columns.lead.split_at]: expected a sign such as"),
        ('budget = { currency = "€" }', "[columns.budget.currency]: expected a code such as \"EUR\", found '€'"),
        ("budget = { factor = 0 }", "[columns.budget.factor]: expected a positive number"),
        ("budget = { factor = -1000 }", "[columns.budget.factor]: expected a positive number"),
        ("budget = { factor = nan }", "[columns.budget.factor]: expected a positive number"),
        ("budget = { factor = inf }", "[columns.budget.factor]: expected a positive number"),
    ],
)
def test_columns_that_cannot_be_meant_are_refused(columns: str, message: str) -> None:
    assert refused(f"{SETTINGS}{STRATEGY}[columns]\n{columns}").startswith(f"dataset.toml {message}")


@pytest.mark.parametrize("title", ["#", "€", "%"])
def test_a_title_may_be_a_single_sign(title: str) -> None:
    assert parsed(columns=f'id = "{title}"').columns.titles("id") == (title,)


# Time zones #####################################################################################################


@pytest.mark.parametrize("zone", ["Europe/Berlin", "UTC", "America/Argentina/Salta"])
def test_the_day_begins_where_the_town_is(zone: str) -> None:
    assert parsed(f'schedule = {{ time_zone = "{zone}" }}\n').schedule.time_zone == zone
    assert parsed().schedule.time_zone == "Europe/Berlin"


@pytest.mark.parametrize(
    ("zone", "meant"),
    [
        ("Europe/Berln", "Europe/Berlin"),
        ("Europa/Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        ("Europe", None),
        ("localtime", None),
        ("../etc/localtime", None),
        ("", None),
        ("CET-1CEST", None),
        ("+01:00", None),
    ],
)
def test_a_time_zone_that_is_none_is_refused_with_its_key_and_the_one_that_was_meant(
    zone: str, meant: str | None
) -> None:
    told = refused(f'schedule = {{ time_zone = "{zone}" }}\n{SETTINGS}{STRATEGY}')

    assert told.startswith(f'dataset.toml [schedule.time_zone]: unknown time zone "{zone}".')
    assert meant is None or told.endswith(f'Did you mean "{meant}"?')


# All at once ####################################################################################################

MANY_MISTAKES = """
nam = "x"
title = "Roadmap"
description = 5
license = "cc-by"
publisher = { name = "Musterstadt", homepage = "www" }
contact = { mail = "digital@example.org" }
keywords = ["x", 1, 2]
geography = { ags = "1" }
[strategy]
fields = [{ notation = "1", label = "A" }, { notation = "2", label = { de = "B" } }]
[columns]
tite = "Titel"
start = { currency = "USD" }
budget = { factor = "x" }
"""


def test_all_mistakes_of_a_file_are_told_at_once_one_a_line() -> None:
    lines = refused(MANY_MISTAKES).split("\n")

    assert [line.split(": ")[0] for line in lines] == [
        *["dataset.toml"] * 3,
        "dataset.toml [description]",
        *["dataset.toml [contact]"] * 3,
        *["dataset.toml [keywords]"] * 2,
        "dataset.toml [strategy.fields.1]",
        "dataset.toml [strategy.fields.2]",
        "dataset.toml [strategy.fields.2.label]",
        "dataset.toml [columns]",
        "dataset.toml [columns.budget.factor]",
        "dataset.toml [license]",
        "dataset.toml [publisher.homepage]",
        "dataset.toml [geography.ags]",
        "dataset.toml [columns.start]",
    ]


def test_every_mistake_is_told_in_both_languages() -> None:
    for mistake in refusal(MANY_MISTAKES).mistakes:
        assert mistake.de != mistake.en
        assert not re.search(r"\b(expected|missing|unknown|found|must)\b", mistake.de)


def test_what_is_nested_too_deeply_is_refused() -> None:
    assert refused(f"a = {'[' * 5000}{']' * 5000}") == "dataset.toml: nested too deeply"
    assert "expected" in refused(changed('title = "Roadmap"', f"title = {'[' * 50}{']' * 50}"))


def test_a_number_that_no_one_can_count_is_refused() -> None:
    assert refused(f"name = {'1' * 5000}").startswith("dataset.toml: ")


def test_what_is_no_toml_is_told_in_german_too() -> None:
    assert "(Zeile 2, Spalte 9)" in refusal("name = 'x'\ntitle = \n").message.de


# Signs ##########################################################################################################


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('title = "Roadmap"', 'title = "Road\\u0007map"', "[title]: holds signs that mean nothing: U+0007"),
        (
            'title = "Roadmap"',
            'title = { de = "A\\u0000", en = "B" }',
            "[title]: holds signs that mean nothing: U+0000",
        ),
        ('{ name = "Musterstadt" }', '{ name = "\\uE000" }', "[publisher.name]: holds signs that mean nothing: U+E000"),
        ('"Bildung"]', '"Bil\\u202Edung"]', "[strategy.fields.2.names]: holds signs that mean nothing: U+202E"),
        (
            '"Einfach für alle."',
            '"Ein\\uFFFEfach"',
            "[strategy.theses.1.definition]: holds signs that mean nothing: U+FFFE",
        ),
        ("[strategy]", 'withdrawn = { "a\\u0001" = { since = 2026-01-01, reason = "x" } }\n[strategy]', "[withdrawn]"),
    ],
)
def test_a_sign_that_means_nothing_is_refused_with_its_key(old: str, new: str, message: str) -> None:
    assert refused(changed(old, new)).startswith(f"dataset.toml {message}")


def test_signs_that_mean_something_are_taken_as_what_they_mean() -> None:
    toml = changed('"Projekte der Musterstadt."', r'"Eins\u000Bzwei\u2028dr\u00ADei\u00A0vier\uFEFF\r\nfünf"')
    toml = toml.replace('"Roadmap"', r'"  Digitale\u000B\tAgenda  "')

    dataset = parse_dataset(toml, "dataset.toml")

    assert dataset.description.de == "Eins\nzwei\ndrei vier\nfünf"
    assert dataset.title.de == "Digitale Agenda"


def test_the_name_of_a_file_stays_as_it_is() -> None:
    assert parsed('workbooks = ["a  b.xlsx"]\n').workbooks == ("a  b.xlsx",)


def test_a_tab_is_a_delimiter() -> None:
    assert parsed('text = { delimiter = "\\t" }\n').text.delimiter == "\t"
