"""The pages of an invented town to pictures of them: run ``python docs/make_site_pictures.py FOLDER``.

It needs Chromium (``.ci/install chromium``) and Playwright (``pip install -c constraints.txt -e '.[site]'``).
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from pipeline.publish.folder import Folder
from pipeline.sited import show_town
from pipeline.town.resources import read_resources
from tests import five_editions
from tests.towns import output_of, town_of

PAGES = {
    "home": "index.html",
    "project": "projekt/M-2/index.html",
    "withdrawn": "projekt/M-3/index.html",
    "list": "roadmap/index.html",
    "timeline": "zeitplan/index.html",
    "gaps": "luecken/index.html",
    "project-en": "en/projekt/M-2/index.html",
}
WIDTHS = {"phone": 375, "desk": 1280}


def make_site(folder: Path) -> Path:
    """Five editions of the town and their pages; returns ``public/``."""
    place = five_editions.make_town(folder)
    for number in range(len(five_editions.DAYS)):
        five_editions.play(place, number)
    town = town_of(place)
    out = Folder(output_of(place) / town.name)
    with out.locked():
        show_town(out, town, read_resources())
    return out.public


def take_pictures(browser: Any, public: Path, target: Path) -> None:
    """Each page on a phone and on a desk, in both themes, and the project as it is printed."""
    for scheme in ("light", "dark"):
        for called, width in WIDTHS.items():
            context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
            page = context.new_page()
            for name, path in PAGES.items():
                page.goto((public / path).as_uri())
                page.screenshot(path=target / f"site-{name}-{called}-{scheme}.png", full_page=True)
            context.close()
    page = browser.new_page()
    page.goto((public / PAGES["project"]).as_uri())
    page.pdf(path=target / "site-project.pdf", format="A4")


def main() -> None:
    """Write the pictures into the folder that is named."""
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as started:
        browser = started.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        take_pictures(browser, make_site(Path(folder)), target)
        browser.close()


if __name__ == "__main__":
    main()
