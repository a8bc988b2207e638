"""Each kind of page in a real browser: what axe-core finds, what is loaded, how narrow it may be, its search."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from pipeline.publish.folder import Folder
from pipeline.sited import show_town
from pipeline.town.resources import read_resources
from tests import five_editions
from tests.towns import output_of, publish, town_of

AXE = Path(__file__).parents[3] / ".site" / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = shutil.which("chromium")
playwright = pytest.importorskip("playwright.sync_api")
pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(not CHROMIUM or not AXE.is_file(), reason="make test-site installs Chromium and axe-core"),
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
KINDS = (
    "index.html", "roadmap/index.html", "projekt/M-2/index.html", "projekt/M-3/index.html", "projekt/index.html",
    "strategie/index.html", "vision/index.html", "handlungsfelder/index.html", "handlungsfeld/2/index.html",
    "these/1/index.html", "status/running/index.html", "zeitplan/index.html", "luecken/index.html", "stelle/index.html",
    "stelle/schulamt/index.html", "datensatz/roadmap/index.html", "aenderungen/index.html", "ausgaben/index.html",
    "daten/index.html", "feeds/index.html", "mitmachen/index.html", "barrierefreiheit/index.html",
    "impressum/index.html", "datenschutz/index.html", "kennzahlen/index.html", "kennzahl/papier/index.html",
    "abfrage/index.html", "abfrage/status-on-day/index.html", "abfrage/indicators/index.html",
)  # fmt: skip
PAGES = (*KINDS, *(f"en/{kind}" for kind in KINDS), "projekt/M-2/period/index.html", "404.html")
PREFIX = "/some/prefix/"


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = five_editions.make_town(tmp_path_factory.mktemp("browser"))
    for number in range(5):
        five_editions.play(place, number)
    _measure(place)
    town = town_of(place)
    folder = Folder(output_of(place) / town.name)
    with folder.locked():
        show_town(folder, town, read_resources())
    return folder.public


def _measure(place: Path) -> None:
    """One more edition, with indicators: on the way, farther off than at the beginning, without a target."""
    book = load_workbook(place / "roadmap.xlsx")
    sheet = book.create_sheet("Kennzahlen")
    for row in (
        ("Kennzahl", "Handlungsfeld", "Ziel", "Einheit", "Ausgangswert", "Ausgangsjahr", 2025, "Zielwert", "Zieljahr"),
        ("Online-Anträge", "Verwaltung", "Alles geht ohne Weg ins Rathaus.", "%", 12, 2023, 31, 50, 2027),
        ("Papier", "Verwaltung", None, "Blatt", 1000, 2023, 1200, 500, 2027),
        ("Datensätze", "Klima", None, "Anzahl", 2, 2023, 14, None, None),
    ):
        sheet.append(row)
    book.save(place / "roadmap.xlsx")
    publish(place, now=five_editions.moment(4) + timedelta(days=1))


class Strict(SimpleHTTPRequestHandler):
    """Serves below a prefix, with the policy that the pages must do with."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", "default-src 'self'")
        super().end_headers()

    def translate_path(self, path: str) -> str:
        return super().translate_path(path.removeprefix(PREFIX.rstrip("/")))

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def address(public: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Strict, directory=str(public))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}{PREFIX}"
        server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_kind_of_page(browser: Any, public: Path, scheme: str) -> None:
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)
    page, axe = context.new_page(), AXE.read_text("utf-8")
    found = []
    for path in PAGES:
        page.goto((public / path).as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        page.evaluate(axe)
        result = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
        found += [(path, each["id"], each["nodes"][0]["html"]) for each in result["violations"]]
    context.close()

    assert found == []


def test_no_page_is_wider_than_a_narrow_telephone(browser: Any, public: Path) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640})
    page, wide = context.new_page(), []
    for path in PAGES:
        page.goto((public / path).as_uri())
        if page.evaluate("document.documentElement.scrollWidth") > 320:
            wide.append(path)
    context.close()

    assert wide == []


def test_pages_ask_no_other_host_and_keep_to_a_strict_policy(browser: Any, address: str) -> None:
    context = browser.new_context()
    page, asked, complaints = context.new_page(), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text) if "404" not in message.text else None)
    page.on("response", lambda response: complaints.append(response.url) if response.status >= 400 else None)
    for path in PAGES:
        page.goto(f"{address}{path}")
    cookies = context.cookies()
    context.close()

    assert [url for url in asked if not url.startswith(address)] == []
    assert [words for words in complaints if not words.endswith("/favicon.ico")] == []
    assert cookies == []


def test_the_search_narrows_the_list_tells_how_many_and_keeps_it_in_the_address(browser: Any, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}index.html")
    page.fill("#q", "schul")
    page.keyboard.press("Enter")
    page.wait_for_url("**/roadmap/index.html?q=schul")

    assert page.inner_text("[role=status]") == "1 Projekt gefunden"
    assert page.locator("#liste > li:visible").count() == 1
    page.select_option("#s", "completed")
    page.wait_for_url("**s=completed*")
    assert page.inner_text("[role=status]").startswith("Kein Projekt gefunden")
    page.close()


def test_without_javascript_the_list_is_whole(browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}roadmap/index.html")

    assert page.locator("#liste > li").count() == 4
    assert page.locator("#suche").is_hidden()
    context.close()


def test_the_first_key_leads_to_the_content(browser: Any, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}projekt/M-2/index.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Zum Inhalt springen"
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "inhalt"
    page.close()
