"""Lists of projects as authorities published them: the right table of each, and what became of every row.

Rows were counted, and values compared, by hand. How the columns are called is in ``real/``, a mapping for each file.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

import pyoxigraph
import pytest

from pipeline.lift import lift
from pipeline.model.amount import Amount
from pipeline.model.dataset import Dataset
from pipeline.model.graph import n_triples
from pipeline.model.period import Period
from pipeline.model.roadmap import EntryValue, Link, Project, Unreadable
from pipeline.model.vocabulary import Concept
from pipeline.readers import read_workbook
from pipeline.town.config import parse_dataset
from pipeline.town.resources import read_resources
from pipeline.town.strategy import build_strategy
from tests.reading_cases import run_here
from tests.sheets import SETTINGS, TODAY, Reading, by_reason, every_row_is_accounted_for, read_in

REAL = Path(__file__).parents[2] / "shared" / "real"
MAPPINGS = Path(__file__).parent / "real"

pytestmark = pytest.mark.skipif(not REAL.is_dir(), reason="the folder of real files is missing")

STRATEGY = '[strategy]\nfields = [{ notation = "1", label = "Alles", definition = "Alles." }]\n'


class Expected(NamedTuple):
    """What becomes of a sheet: all its rows, how many are projects, and why the others are none."""

    file: str
    sheet: str
    rows: int
    projects: int
    left_out: dict[str, list[int]]
    hidden_columns: tuple[str, ...] = ()


EXPECTED = {
    "at": Expected("at-efre-vorhaben.xlsx", "Tabelle1", 50, 49, {"header": [1]}),
    "au": Expected("au-digital-projects.csv", "au-digital-projects", 92, 91, {"header": [1]}),
    "bawue": Expected(
        "ERDF_BaWü_2014-2020.xlsx",
        "Liste der Vorhaben",
        102,
        91,
        {"title": [1, 2, 3, 5], "blank": [4, 6, 7, 8], "numbering": [9], "header": [10, 11]},
    ),
    "berlin": Expected(
        "de-berlin-mahe-schulmassnahmen.csv",
        "de-berlin-mahe-schulmassnahmen",
        607,
        604,
        {"header": [1], "total": [606, 607]},
    ),
    "brussels": Expected(
        "be-brussels.xls",
        "FR",
        50,
        34,
        {"title": [1, 2, 3, 4], "header": [5], "group": [6, 7, 16, 17, 23, 24, 30], "hidden": [29, 48, 49, 50]},
        hidden_columns=("A", "C", "D"),
    ),
    "hessen": Expected(
        "de-hessen-esf-vorhaben.xlsx",
        "Liste der Vorhaben",
        632,
        581,
        {
            "blank": [1, 2, 3, 603, 605, 614, 615, 628, 629, 630],
            "title": [4, 5],
            "header": [6],
            "duplicate-key": [96, 98, 125, 127, 169, 256, 285, 293, 370, 371, 499, 521, 522, 546, 588],
            "note": [604, *range(606, 614), *range(616, 628), 631, 632],
        },
    ),
    "krefeld": Expected("de-krefeld-schulsanierung.csv", "de-krefeld-schulsanierung", 20, 19, {"header": [1]}),
    "massnahmen": Expected("Maßnahmen.xlsx", "moma maßnahmen", 135, 134, {"header": [1]}),
    "niedersachsen": Expected(
        "de-niedersachsen-efre-vorhaben.xlsx",
        "Tabelle1",
        77,
        69,
        {"title": [1, 2, 3, 4], "blank": [5, 6], "header": [7, 8]},
    ),
    "rlp": Expected(
        "de-rlp-efre-vorhaben.xlsx",
        "Liste der Vorhaben",
        19,
        14,
        {"title": [1, 2, 3], "blank": [4], "header": [5]},
    ),
    "scotland": Expected("uk-scotland.ods", "ESF-and-ERDF-Scotland-2014-2020", 211, 210, {"header": [1]}),
    "wales": Expected("uk-wales-two-sheets.xlsx", "ERDF", 146, 145, {"header": [1]}),
}
each = pytest.mark.parametrize("name", EXPECTED)


@cache
def dataset(name: str) -> Dataset:
    mapping = (MAPPINGS / f"{name}.toml").read_text("utf-8")
    before, columns, after = mapping.partition("[columns]")
    return parse_dataset(SETTINGS + before + STRATEGY + columns + after, f"{name}.toml")


@cache
def real(name: str) -> Reading:
    """A real file, read by its mapping; in this process, which is quicker."""
    with patch("pipeline.readers.spreadsheet.run_child", run_here):
        workbook = read_workbook(REAL / EXPECTED[name].file)
    return read_in(dataset(name), workbook)


def project(name: str, row: int) -> Project:
    (found,) = (project for project in real(name).projects if project.row == row)
    return found


def said(name: str, row: int, column: str) -> EntryValue:
    (value,) = project(name, row).values(column)
    return value


def day(name: str, row: int, column: str) -> str:
    """A date in its XSD form, as precise as it was given."""
    period = said(name, row, column)
    assert isinstance(period, Period)
    assert period.point
    assert period.begin is not None
    return period.begin.lexical


def money(name: str, row: int, column: str = "budget_planned") -> str:
    amount = said(name, row, column)
    assert isinstance(amount, Amount)
    return f"{amount.lexical} {amount.currency}"


def unreadable(name: str, *columns: str) -> dict[tuple[int, str], str]:
    """What stayed text in these columns, by row and column."""
    return {
        (project.row, entry.column): entry.value.text
        for project in real(name).projects
        for entry in project.entries
        if entry.column in columns and isinstance(entry.value, Unreadable)
    }


DATES_AND_AMOUNTS = ("start", "end", "modified", "budget_planned", "budget_own", "budget_funding", "link")


# The table ######################################################################################################


def test_every_real_file_has_a_mapping_and_none_has_more_than_twenty_lines() -> None:
    assert {path.name for path in REAL.iterdir() if path.suffix != ".md"} == {found.file for found in EXPECTED.values()}
    assert {path.stem for path in MAPPINGS.glob("*.toml")} == set(EXPECTED)
    assert all(len(path.read_text("utf-8").splitlines()) <= 20 for path in MAPPINGS.glob("*.toml"))


@each
def test_every_row_of_a_real_file_is_a_project_or_explained(name: str) -> None:
    expected = EXPECTED[name]

    found = real(name)

    (account,) = (account for account in found.accounts if account.sheet == expected.sheet)
    assert (account.rows, account.projects) == (expected.rows, expected.projects)
    assert by_reason(found.left_out(expected.sheet)) == expected.left_out
    assert account.hidden_columns == expected.hidden_columns
    assert every_row_is_accounted_for(found)


@each
def test_a_real_file_has_no_findings_but_those_expected(name: str) -> None:
    expected = {
        "brussels": ["hidden-left-out"] * 2,
        "hessen": [*["key-duplicate"] * 15, "amount-outlier"],
        "scotland": ["column-convention"],
    }

    assert real(name).rules == expected.get(name, [])


@each
def test_what_a_real_file_says_becomes_valid_triples(name: str) -> None:
    found, settings = real(name), dataset(name)
    naming = build_strategy((), read_resources().code_lists, settings).naming

    lifted = lift(found.parsed.roadmap, settings, naming, today=TODAY)

    lines = "".join(n_triples(lifted.triples)).encode()
    assert sum(1 for _ in pyoxigraph.parse(lines, format=pyoxigraph.RdfFormat.N_TRIPLES)) == len(lifted.triples)


def test_empty_sheets_beside_the_table_are_no_tables() -> None:
    accounts = {account.sheet: account.rows for account in real("at").located.accounts}

    assert accounts == {"Tabelle2": 0, "Tabelle3": 0}


def test_a_sheet_with_nothing_but_a_header_has_no_projects() -> None:
    found = real("wales")

    assert by_reason(found.left_out("ESF")) == {"blank": [1, 2], "header": [3]}
    assert [account.projects for account in found.accounts] == [145, 0]


@pytest.mark.parametrize(
    ("name", "rule", "where"),
    [
        ("brussels", "hidden-left-out", "Columns A, C, D"),
        ("brussels", "hidden-left-out", "Rows 29, 48, 49, 50"),
        ("hessen", "key-duplicate", "B93"),
        ("hessen", "key-duplicate", "B587"),
    ],
)
def test_what_is_left_out_is_told(name: str, rule: str, where: str) -> None:
    messages = [result.message.en for result in real(name).results if result.rule.id == rule]

    assert any(where in message for message in messages)


# The keys #######################################################################################################


def test_keys_are_what_stands_in_their_column() -> None:
    assert real("krefeld").keys == [*map(str, range(1, 11)), *"abcdefghi"]
    assert real("massnahmen").keys == [str(number) for number in range(1, 135)]
    assert real("berlin").keys[0] == "10A04-01-B-001"
    assert real("berlin").keys[-1] == "10Y11-01-SPORT-001"


@each
def test_no_two_projects_share_a_key(name: str) -> None:
    keys = real(name).keys

    assert len(keys) == len(set(keys)) == sum(account.projects for account in real(name).accounts)


# The values #####################################################################################################


@pytest.mark.parametrize(
    ("name", "row", "column", "expected"),
    [
        ("at", 2, "start", "2016-06-27"),
        ("at", 3, "start", "2015-01-01"),
        ("at", 3, "end", "2019-03-31"),
        ("at", 4, "start", "2015-10-01"),
        ("at", 4, "end", "2021-12-31"),
        ("at", 6, "end", "2021-03-31"),
        ("at", 50, "start", "2016-01-04"),
        ("at", 50, "end", "2018-03-31"),
        ("au", 2, "end", "2026-06-30"),
        ("au", 36, "end", "2025-04-03"),
        ("bawue", 12, "start", "2016-03-23"),
        ("bawue", 100, "end", "2023-12-31"),
        ("bawue", 102, "start", "2014-01-13"),
        ("brussels", 8, "start", "2008"),
        ("brussels", 47, "start", "2008"),
        ("hessen", 7, "start", "2015-12-17"),
        ("hessen", 7, "end", "2017-06-16"),
        ("hessen", 602, "end", "2017-09-30"),
        ("krefeld", 2, "end", "2018"),
        ("krefeld", 12, "end", "2017"),
        ("niedersachsen", 9, "start", "2015-11-20"),
        ("niedersachsen", 47, "start", "2016-01-01"),
        ("niedersachsen", 48, "start", "2015-07-01"),
        ("niedersachsen", 77, "end", "2017-02-28"),
        ("rlp", 6, "start", "2015-12-01"),
        ("rlp", 19, "end", "2019-04-12"),
        ("rlp", 19, "modified", "2016-10-07"),
        ("scotland", 2, "start", "2016-05-02"),
        ("scotland", 2, "end", "2018-12-31"),
        ("scotland", 9, "start", "2016-02-01"),
        ("scotland", 210, "start", "2018-04-02"),
        ("scotland", 211, "end", "2019-11-30"),
    ],
)
def test_a_date_is_on_its_day(name: str, row: int, column: str, expected: str) -> None:
    assert day(name, row, column) == expected


@pytest.mark.parametrize(
    ("name", "row", "column", "expected"),
    [
        ("at", 2, "budget_planned", "403514.06 EUR"),
        ("at", 50, "budget_planned", "349260.5 EUR"),
        ("au", 2, "budget_planned", "29000000 AUD"),
        ("au", 40, "budget_planned", "4600000 AUD"),
        ("au", 41, "budget_planned", "300000 AUD"),
        ("bawue", 12, "budget_planned", "383520 EUR"),
        ("bawue", 100, "budget_planned", "2037764.4 EUR"),
        ("berlin", 2, "budget_planned", "1800000 EUR"),
        ("berlin", 603, "budget_planned", "0 EUR"),
        ("berlin", 605, "budget_planned", "1295230 EUR"),
        ("brussels", 8, "budget_planned", "5637188 EUR"),
        ("brussels", 8, "budget_funding", "2818594 EUR"),
        ("brussels", 27, "budget_planned", "3166954.73 EUR"),
        ("hessen", 7, "budget_planned", "4156 EUR"),
        ("hessen", 8, "budget_planned", "8835.75 EUR"),
        ("krefeld", 2, "budget_planned", "500000 EUR"),
        ("niedersachsen", 9, "budget_planned", "285500 EUR"),
        ("niedersachsen", 77, "budget_planned", "179016.67 EUR"),
        ("rlp", 8, "budget_planned", "19739030.29 EUR"),
        ("scotland", 2, "budget_planned", "13543688.24 GBP"),
        ("scotland", 2, "budget_funding", "5417475.3 GBP"),
        ("wales", 2, "budget_funding", "4578474 GBP"),
        ("wales", 146, "budget_planned", "15855303 GBP"),
    ],
)
def test_an_amount_is_exact(name: str, row: int, column: str, expected: str) -> None:
    assert money(name, row, column) == expected


ONGOING = (21, 35, 37, 38, 39, 40, 42, 51, 53, 54, 55, 61)
KEPT: dict[str, dict[tuple[int, str], str]] = {
    "au": {
        **{(row, "budget_planned"): "nfp" for row in (11, 12, 27, 63, 90)},
        **{(row, "end"): "Ongoing" for row in ONGOING},
        (56, "end"): "N/A",
    },
    "brussels": {
        (15, "start"): "2009+2010",
        (25, "start"): "2008+2010+2012",
        (32, "start"): "2009+2010",
        (34, "start"): "2008+2010",
    },
    "krefeld": {(8, "end"): "Maßnahme ist abgeschlossen", (9, "end"): "Maßnahme ist abgeschlossen"},
    "scotland": {
        (53, "end"): "31/09/19",
        (78, "start"): "01/0817",
        (181, "budget_planned"): "£ 12,681,882,27",
        (193, "end"): "31/6/2018",
        (206, "end"): "31/04/2018",
    },
}


@each
def test_only_what_is_no_date_and_no_amount_is_kept_as_text(name: str) -> None:
    assert unreadable(name, *DATES_AND_AMOUNTS) == KEPT.get(name, {})


def test_cells_left_empty_say_nothing() -> None:
    assert list(project("krefeld", 11).values("end")) == []
    assert list(project("krefeld", 12).values("budget_planned")) == []
    assert list(project("bawue", 12).values("lead")) == []


def test_every_list_has_as_many_dates_as_rows() -> None:
    for name, column in {
        "at": "start",
        "bawue": "end",
        "hessen": "start",
        "niedersachsen": "end",
        "rlp": "end",
    }.items():
        dated = [project for project in real(name).projects if isinstance(project.first(column), Period)]

        assert len(dated) == EXPECTED[name].projects, name


def test_words_are_known_in_english_and_links_are_links() -> None:
    status = said("au", 2, "status")

    assert isinstance(status, Concept)
    assert status.notation == "running"
    assert said("brussels", 8, "link") == Link("http://www.srib.be/fr/brusoc")
    assert project("hessen", 7).typed("title") == "gut ausbilden"
    assert project("rlp", 6).typed("title") == "Errichtung einer Betriebsstätte"
