"""The pages as they are printed: a readable document with all that details hide, without what only a screen can use."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.integration.site.conftest import CHROMIUM

pytest.importorskip("playwright.sync_api")
pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(not CHROMIUM or not shutil.which("pdftotext"), reason=".ci/install chromium; poppler-utils"),
]
MOST_SHEETS = {
    "index.html": 2, "projekt/M-2/index.html": 3, "strategie/index.html": 2, "zeitplan/index.html": 2,
    "luecken/index.html": 2, "aenderungen/index.html": 1, "kennzahl/papier/index.html": 1, "daten/index.html": 4,
}  # fmt: skip
ONLY_ON_SCREEN = (
    "Zum Inhalt springen", "Fragen & Vorschläge", "Barrierefreiheit", "Abfrage zeigen", "PREFIX ds:",
    "Schreiben Sie uns", "Das Bild als Tabelle", "Bild einzeln öffnen", "Woher wissen wir das?",
)  # fmt: skip
Printed = Callable[[str], str]


@pytest.fixture(scope="module")
def printed(browser: Any, public: Path, tmp_path_factory: pytest.TempPathFactory) -> Printed:
    """The text of a page as it is printed by someone with a dark theme, sheet by sheet between form feeds."""
    folder = tmp_path_factory.mktemp("paper")

    @cache
    def text_of(path: str) -> str:
        page, target = browser.new_page(color_scheme="dark"), folder / f"{path.replace('/', '-')}.pdf"
        page.goto((public / path).as_uri())
        page.pdf(path=target, prefer_css_page_size=True)
        page.close()
        done = subprocess.run(["pdftotext", "-layout", target, "-"], capture_output=True, check=True)
        return done.stdout.decode()

    return text_of


@pytest.mark.parametrize(("path", "most"), MOST_SHEETS.items())
def test_a_page_takes_few_sheets_and_numbers_them(printed: Printed, path: str, most: int) -> None:
    *sheets, rest = printed(path).split("\f")

    assert rest == ""
    assert len(sheets) <= most
    assert all(f"{number}/{len(sheets)}" in sheet.replace(" ", "") for number, sheet in enumerate(sheets, start=1))


def test_a_printed_project_has_its_facts_with_their_cells_and_its_address(printed: Printed) -> None:
    text = " ".join(printed("projekt/M-2/index.html").split())

    for words in ("Das Projekt läuft.", "Fertig sein soll", "Das Ende ist rund 8 Monate später",
                  "zuerst versprochen: Mitte 2026", "roadmap.xlsx / Roadmap / G3", "120.000 €", "Stadtwerke",
                  "Gesagt in der Ausgabe vom 15.01.2025", "Ausgabe vom 15. Januar 2026",
                  "https://w3id.org/digitalstrategie/id/musterstadt/projekt/M-2"):  # fmt: skip
        assert words in text


@pytest.mark.parametrize("path", MOST_SHEETS)
def test_nothing_is_printed_that_only_a_screen_can_use(printed: Printed, path: str) -> None:
    text = printed(path)

    for words in ONLY_ON_SCREEN:
        assert words not in text


def test_a_picture_is_printed_with_its_table(printed: Printed) -> None:
    text = " ".join(printed("zeitplan/index.html").split())

    assert "Projekt Status Zeitraum" in text
    assert "Offene Schulen laufend 2025 – 30.04.2027" in text


@pytest.mark.parametrize("path", MOST_SHEETS)
def test_no_words_run_over_the_edge_of_the_paper(browser: Any, public: Path, path: str) -> None:
    """At the width that is printed on: 178 mm of A4."""
    page = browser.new_page(viewport={"width": 673, "height": 900})
    page.emulate_media(media="print")
    page.goto((public / path).as_uri())
    width = page.evaluate("document.documentElement.scrollWidth")
    page.close()

    assert width <= 673
