"""Pictures of the site: each says what it shows, and has a table, a source, an address of its own and its query."""

from __future__ import annotations

import html
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from pyoxigraph import Store
from pytest import TempPathFactory

from pipeline.model.question import bind
from pipeline.town.resources import read_resources
from tests import five_editions
from tests.test_site import text_of, write_workbook
from tests.towns import publish, show

QUERIES = {
    "index.html": "projects-by-status",
    "projekt/M-2/index.html": "promises",
    "zeitplan/index.html": "timeline",
    "zeitplan/1/index.html": "timeline",
    "luecken/index.html": "projects-by-field-and-thesis",
    "kennzahlen/index.html": "indicators",
    "kennzahl/papier/index.html": "indicators",
}


@pytest.fixture(scope="module")
def public(tmp_path_factory: TempPathFactory) -> Path:
    place = five_editions.play_all(tmp_path_factory.mktemp("pictures"))
    five_editions.measure(place)
    return show(place)


def figure_of(public: Path, path: str) -> str:
    found = re.search(r"<figure.*?</figure>", (public / path).read_text("utf-8"), re.DOTALL)
    assert found
    return found[0]


@pytest.mark.parametrize("language", ["", "en/"])
@pytest.mark.parametrize("path", QUERIES)
def test_a_picture_has_a_table_a_source_with_its_day_and_a_file(public: Path, path: str, language: str) -> None:
    figure = figure_of(public, language + path)
    picture = re.search(r'href="(?:\.\./)*(bild/[^"]+\.svg|en/bild/[^"]+\.svg)"', figure)

    assert "<table" in figure and re.search(r'<figure id="(bild|stand)">\s*<h2>', figure)
    day = r"\d+\.? (Ja\w+|Ju\w+) 20\d\d"
    assert re.search(f"edition of {day}" if language else f"Ausgabe vom {day}", figure)
    assert picture and ElementTree.parse(public / picture[1]).getroot().tag.endswith("svg")


@pytest.mark.parametrize(("path", "question"), QUERIES.items())
def test_a_picture_shows_the_query_that_gives_its_data_and_leads_to_its_page(
    public: Path, path: str, question: str
) -> None:
    figure = figure_of(public, path)
    shown = re.search(r"<pre[^>]*><code>(.*?)</code>", figure, re.DOTALL)

    assert "Abfrage zeigen" in figure and f'abfrage/{question}/index.html"' in figure
    assert shown
    store = Store()
    for name in ("roadmap.nt", "strategy.nt", "vocabulary.nt"):
        store.load(path=public / "current" / name)
    assert list(store.query(html.unescape(shown[1])))  # type: ignore[arg-type]


def test_the_query_of_a_line_asks_of_its_project_alone(public: Path) -> None:
    asked = bind(read_resources().questions["promises"], {"key": "M-2"}).strip()

    assert html.escape(asked, quote=False).replace('"', "&#34;") in figure_of(public, "projekt/M-2/index.html")


def test_a_key_that_no_query_can_hold_leaves_the_query_open(tmp_path: Path) -> None:
    place = five_editions.make_town(tmp_path)
    write_workbook(
        place / "roadmap.xlsx", [("Kennung", "Titel", "Handlungsfelder", "Ende"), ("A\\B", "X", "Klima", "2027")]
    )
    publish(place)

    page = next((show(place) / "projekt").glob("*/index.html")).read_text("utf-8")

    assert "VALUES ?key { UNDEF }" in page


def test_the_picture_of_a_long_timeline_says_that_it_has_but_the_first_projects(tmp_path: Path) -> None:
    place = five_editions.make_town(tmp_path)
    rows = [(f"P-{number}", f"Projekt {number}", "Klima", f"{2025 + number % 4}") for number in range(61)]
    write_workbook(place / "roadmap.xlsx", [("Kennung", "Titel", "Handlungsfelder", "Ende"), *rows])
    publish(place)

    public = show(place)

    told = "Das Bild zeigt die ersten 60 von 61 Projekten."
    assert told in (public / "bild/zeitplan.svg").read_text("utf-8")
    assert told in text_of(public / "zeitplan/index.html")
    assert "first 60 of 61 projects" in (public / "en/bild/zeitplan.svg").read_text("utf-8")


def test_a_short_timeline_is_whole_and_says_nothing_of_a_part(public: Path) -> None:
    assert "Das Bild zeigt die ersten" not in (public / "zeitplan/index.html").read_text("utf-8")


@pytest.mark.parametrize(
    "told",
    [
        "Ausgangswert 1.000 Blatt 2023 roadmap.xlsx / Kennzahlen / E3, F3",
        "Gemessen 1.200 Blatt 2025 roadmap.xlsx / Kennzahlen / G1, G3",
        "Zielwert 500 Blatt 2027 roadmap.xlsx / Kennzahlen / H3, I3",
        "Woher wissen wir das? (Einheit) So seit der Ausgabe vom 16.01.2026: roadmap.xlsx / Kennzahlen / D3",
    ],
)
def test_an_indicator_says_of_each_value_and_fact_which_cell_it_is_from(public: Path, told: str) -> None:
    assert told in text_of(public / "kennzahl/papier/index.html")


def test_a_letter_about_an_indicator_names_it(public: Path) -> None:
    page = (public / "kennzahl/papier/index.html").read_text("utf-8")

    assert "body=Kennzahl%3A%20Papier%20%28papier%29%0D%0AAngabe%3A%20Einheit%3A%20Blatt" in page


def test_strategy_and_field_lead_to_the_indicators(public: Path) -> None:
    strategy, field = (
        (public / path).read_text("utf-8") for path in ("strategie/index.html", "handlungsfeld/1/index.html")
    )

    assert 'href="../kennzahlen/index.html">Kennzahlen: woran wir uns messen</a>' in strategy
    assert '<a href="../kennzahl/papier/index.html">Papier</a>: weiter vom Ziel entfernt als am Anfang' in strategy
    assert 'href="../../kennzahl/papier/index.html"' in field


def test_earlier_editions_have_a_page_of_what_changed(public: Path) -> None:
    text = text_of(public / "aenderungen/2025-01-15/index.html")

    assert "Was sich mit der Ausgabe vom 15. Januar 2025 geändert hat" in text
    assert "Sensoren im Stadtwald Status: bisher laufend, jetzt abgebrochen Grund: Die Sensoren hielten" in text
    assert "Fundbüro online Status: geplant" in text
    assert not (public / "aenderungen/2024-01-15").exists() and not (public / "aenderungen/2026-01-16").exists()
    assert '../aenderungen/2025-01-15/index.html"' in (public / "ausgaben/index.html").read_text("utf-8")


def test_the_calendar_is_offered_at_an_address_that_stays(public: Path) -> None:
    page = (public / "feeds/index.html").read_text("utf-8")

    assert "<code>https://w3id.org/digitalstrategie/id/musterstadt/current/roadmap.ics</code>" in page
    assert (public / "current/roadmap.ics").is_file() and "Kalender abonnieren" in page


def test_nothing_holds_today_of_a_project_that_was_withdrawn(public: Path) -> None:
    text = text_of(public / "projekt/M-3/index.html")

    assert "gilt heute" not in text and "zuletzt versprochen: 2025" in text
    assert "Das versprochene Ende wurde nicht verschoben" in text
    assert "Sein Ende wurde nicht verschoben." in text


def test_a_part_says_whose_it_is_and_where_it_is_told(public: Path) -> None:
    text = text_of(public / "projekt/M-2/period/index.html")

    assert "Einzelne Angabe zu „Offene Schulen“" in text and "Sie finden sie auf der Seite Offene Schulen" in text
