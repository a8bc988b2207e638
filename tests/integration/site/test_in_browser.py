"""Each kind of page in a real browser: what axe-core finds, what is loaded, how narrow it may be, its search."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.integration.site.conftest import CHROMIUM
from tests.integration.site.looking import AXE, RULES, too_wide

pytest.importorskip("playwright.sync_api")
pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(not CHROMIUM or not AXE.is_file(), reason="make test-site installs Chromium and axe-core"),
]
OF_PLACES = ["color-contrast", "target-size", "scrollable-region-focusable", "link-in-text-block", "aria-hidden-focus"]
"""The rules whose judgement depends on the width and the theme of a page."""
WIDTHS = (1280, MIDDLE := 768, 320)
KINDS = (
    "index.html", "roadmap/index.html", "projekt/M-2/index.html", "projekt/M-3/index.html", "projekt/index.html",
    "strategie/index.html", "vision/index.html", "handlungsfelder/index.html", "handlungsfeld/2/index.html",
    "these/1/index.html", "status/running/index.html", "zeitplan/index.html", "luecken/index.html", "stelle/index.html",
    "stelle/schulamt/index.html", "datensatz/roadmap/index.html", "aenderungen/index.html", "ausgaben/index.html",
    "daten/index.html", "feeds/index.html", "mitmachen/index.html", "barrierefreiheit/index.html",
    "impressum/index.html", "datenschutz/index.html", "kennzahlen/index.html", "kennzahl/papier/index.html",
    "abfrage/index.html", "abfrage/status-on-day/index.html", "abfrage/indicators/index.html",
    "zeitplan/1/index.html", "aenderungen/2025-01-15/index.html", "kennzahl/datensaetze/index.html",
)  # fmt: skip
PAGES = (*KINDS, *(f"en/{kind}" for kind in KINDS), "projekt/M-2/period/index.html", "404.html")


def _judge(page: Any, path: str, rules: list[str], where: str) -> list[tuple[str, str, str, str]]:
    """What axe-core finds on the page as it is shown now."""
    result = page.evaluate("rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", rules)
    return [(path, where, each["id"], each["nodes"][0]["html"]) for each in result["violations"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_kind_of_page_at_any_width(browser: Any, public: Path, scheme: str) -> None:
    """All rules on a desk and on a telephone; between them, and in the dark, those that look at places and colors."""
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)
    page, axe, found = context.new_page(), AXE.read_text("utf-8"), []
    for path in PAGES:
        page.goto((public / path).as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        page.evaluate(axe)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            found += _judge(
                page, path, OF_PLACES if width == MIDDLE or scheme == "dark" else RULES, f"{width} {scheme}"
            )
    context.close()

    assert found == []


def test_no_page_is_wider_than_a_narrow_telephone(browser: Any, public: Path) -> None:
    assert too_wide(browser, public, PAGES) == []


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


def test_everything_can_be_done_with_the_keyboard_alone(browser: Any, address: str) -> None:
    """From the home page to a project by search and filter, and there to where a fact is from."""
    page = browser.new_page()
    page.goto(f"{address}index.html")
    _tab_to(page, "#q")
    page.keyboard.type("offene")
    page.keyboard.press("Enter")
    page.wait_for_url("**/roadmap/index.html?q=offene")
    _tab_to(page, "#s")
    page.keyboard.type("lau")
    page.wait_for_url("**s=running*")
    _tab_to(page, "#liste a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/projekt/M-2/index.html")
    _tab_to(page, "summary")
    page.keyboard.press("Enter")

    said = page.inner_text("details[open] > p >> nth=0")
    assert said == "So seit der Ausgabe vom 15.01.2026: roadmap.xlsx / Roadmap / D3, E3"
    page.close()


def _tab_to(page: Any, selector: str) -> None:
    """Press Tab until the keyboard is there, and see that it shows."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
            return
    raise AssertionError(f"{selector} is not reached")


def test_what_is_clicked_is_large_enough_for_a_finger(browser: Any, public: Path) -> None:
    """24 pixels each way (WCAG 2.5.8), but for links within a text."""
    context = browser.new_context(viewport={"width": 375, "height": 800})
    page, small = context.new_page(), []
    for path in KINDS:
        page.goto((public / path).as_uri())
        found = page.evaluate(
            """() => [...document.querySelectorAll("summary, button, input, select, nav a, a.chip, .tags a")]
                .filter(each => each.getClientRects().length && !each.closest(".skip"))
                .map(each => [each.textContent, each.getBoundingClientRect()])
                .filter(([, box]) => box.height < 24 || box.width < 24).map(([words]) => words)"""
        )
        small += [(path, words) for words in found]
    context.close()

    assert small == []


def test_in_forced_colors_borders_stand_in_for_grounds_and_nothing_moves_where_that_is_asked(
    browser: Any, public: Path
) -> None:
    context = browser.new_context(forced_colors="active", reduced_motion="reduce")
    page = context.new_page()
    page.goto((public / "projekt/M-2/index.html").as_uri())
    borders = page.evaluate(
        "['article .chip', '.answers > section']"
        ".map(each => getComputedStyle(document.querySelector(each)).borderTopStyle)"
    )
    motion = page.evaluate("getComputedStyle(document.documentElement).scrollBehavior")
    context.close()

    assert (borders, motion) == (["solid", "solid"], "auto")
