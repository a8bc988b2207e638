"""How pages look in a browser, the same for every site."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

AXE = Path(__file__).parents[3] / ".site" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
"""Those by which axe-core judges."""
NARROW = 320


def too_wide(browser: Any, public: Path, pages: Iterable[str]) -> list[str]:
    """Those of the pages that are wider than a narrow telephone."""
    context = browser.new_context(viewport={"width": NARROW, "height": 640})
    page, wide = context.new_page(), []
    for path in pages:
        page.goto((public / path).as_uri())
        if page.evaluate("document.documentElement.scrollWidth") > NARROW:
            wide.append(path)
    context.close()
    return wide
