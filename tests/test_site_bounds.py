"""Pages and figures on ends that are told as a bound: what "bis 2026" and "frühestens 2027" promise, and what not."""

from __future__ import annotations

import pytest

from pipeline.model.period import side_of_words
from pipeline.publish.folder import Folder
from pipeline.reviewed import read_progress
from pipeline.sited import show_town
from pipeline.town.resources import read_resources
from tests import five_editions
from tests.site_checks import read_page
from tests.towns import output_of, publish, town_of

BEFORE = ("frühestens 2027", "2026", "bis 2026", "frühestens 2027", "frühestens 2024", "bis Mitte 2027", "2026")
AFTER = ("31.12.2027", "frühestens 2028", "bis 2028", "2026", "frühestens 2024", "bis Mitte 2027", "frühestens 2026")
"""The ends of seven projects in two editions."""

PUT_OFF = ("P-1", "P-2")
"""Those that end later than was promised first: 2026 can no longer be kept. Who named no last day broke no promise."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    place = five_editions.make_town(tmp_path_factory.mktemp("bounds"))
    for number, ends in enumerate((BEFORE, AFTER)):
        rows = [
            (
                f"P-{at}",
                f"Vorhaben {at}",
                "Klima",
                "laufend",
                "",
                "",
                "2023",
                end,
                "Umbau" if number else "",
                5,
                "Amt",
                "",
            )
            for at, end in enumerate(ends)
        ]
        five_editions.write_workbook(place / "roadmap.xlsx", rows)
        assert publish(place, now=five_editions.moment(number + 2)).edition
    town = town_of(place)
    found = Folder(output_of(place) / town.name)
    with found.locked():
        show_town(found, town, read_resources())
    return found


def text_of(folder: Folder, page: str) -> str:
    return " ".join(" ".join(read_page(folder.public / page / "index.html").text).split())


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        ("P-0", "Fertig sein soll es bis zum 31. Dezember 2027."),
        ("P-1", "Fertig sein soll es frühestens 2028."),
        ("P-2", "Fertig sein soll es bis 2028."),
        ("P-3", "Fertig sein soll es bis Ende 2026."),
        ("P-4", "Fertig sein soll es frühestens 2024."),
        ("P-5", "Fertig sein soll es bis Mitte 2027."),
    ],
)
def test_a_bound_says_its_own_word_before_the_date(folder: Folder, key: str, sentence: str) -> None:
    assert sentence in text_of(folder, f"projekt/{key}")


def test_english_pages_say_it_once_as_well(folder: Folder) -> None:
    assert "It is to be finished frühestens 2028" in text_of(folder, "en/projekt/P-1")


@pytest.mark.parametrize(
    ("key", "finding"),
    [
        ("P-0", "Das Ende wurde anders angegeben als zuerst"),
        ("P-1", "Das Ende wurde auf später verlegt"),
        ("P-2", "Das Ende ist rund 2 Jahre später als zuerst versprochen"),
        ("P-3", "Das Ende ist früher als zuerst versprochen"),
        ("P-4", "Das Ende steht, wie es zuerst versprochen war"),
        ("P-6", "Das Ende wurde anders angegeben als zuerst"),
    ],
)
def test_the_line_of_an_end_says_no_more_than_the_bounds_do(folder: Folder, key: str, finding: str) -> None:
    assert finding in text_of(folder, f"projekt/{key}")


def test_an_end_without_a_last_day_has_not_passed(folder: Folder) -> None:
    assert "verstrichen" not in text_of(folder, "projekt/P-4")


def test_home_timeline_and_report_count_the_same_as_late(folder: Folder) -> None:
    late = [each.project.key for each in read_progress(folder, publisher="Musterstadt").late]

    assert tuple(late) == PUT_OFF
    assert "2 enden später als zuerst versprochen" in text_of(folder, "")
    assert "2 von 7 Projekten enden später als zuerst versprochen" in text_of(folder, "zeitplan")


@pytest.mark.parametrize(
    ("words", "side"),
    [("ab 2026", "future"), ("spätestens 2026", "past"), ("voraussichtlich bis 2026", "past"), ("Ende 2026", "")],
)
def test_words_tell_which_bound_they_are(words: str, side: str) -> None:
    assert side_of_words(words) == side
