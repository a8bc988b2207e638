"""The vocabulary's own pages in a real browser: what axe-core finds, and whether they fit a narrow telephone."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.integration.site.looking import too_wide
from tests.towns import copy_town, publish, show

AXE = Path(__file__).parents[3] / ".site" / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = shutil.which("chromium")
pytest.importorskip("playwright.sync_api")
pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(not CHROMIUM or not AXE.is_file(), reason="make test-site installs Chromium and axe-core"),
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
KINDS = (
    "index.html", "def/index.html", "def/Project/index.html", "def/status/index.html", "def/status/planned/index.html",
    "def/1.0.0/index.html", "katalog/index.html", "daten/index.html", "ausgaben/index.html",
)  # fmt: skip
PAGES = (*KINDS, "en/def/index.html", "en/def/status/index.html", "404.html")


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = copy_town(tmp_path_factory.mktemp("vocabulary"), "vokabular")
    publish(place)
    return show(place)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_kind_of_page(browser: Any, public: Path, scheme: str) -> None:
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)
    page, axe = context.new_page(), AXE.read_text("utf-8")
    found = []
    for path in PAGES:
        page.goto((public / path).as_uri())
        page.evaluate(axe)
        result = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
        found += [(path, each["id"], each["nodes"][0]["html"]) for each in result["violations"]]
    context.close()

    assert found == []


def test_no_page_is_wider_than_a_narrow_telephone(browser: Any, public: Path) -> None:
    assert too_wide(browser, public, PAGES) == []
