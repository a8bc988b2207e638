"""The pages of an invented town to pictures in ``docs/pictures``: run ``python docs/make_site_pictures.py``.

It needs Chromium (``.ci/install chromium``), Playwright and Pillow (``pip install -c constraints.txt -e '.[site]'``).
The town has had six editions at days that never change, so the pictures change with the pages alone.
"""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import sync_playwright

from tests import five_editions
from tests.towns import show

TARGET = Path(__file__).parent / "pictures"
PAGES = {
    "home": "index.html",
    "strategy": "strategie/index.html",
    "field": "handlungsfeld/2/index.html",
    "list": "roadmap/index.html",
    "project": "projekt/M-2/index.html",
    "withdrawn": "projekt/M-3/index.html",
    "timeline": "zeitplan/index.html",
    "gaps": "luecken/index.html",
    "indicators": "kennzahlen/index.html",
    "indicator": "kennzahl/papier/index.html",
    "changes": "aenderungen/2025-01-15/index.html",
    "data": "daten/index.html",
    "question": "abfrage/promises/index.html",
    "subscribe": "feeds/index.html",
}
WIDTHS = {"phone": 375, "desk": 1280}
TALLEST, COLORS = 1800, 96
"""How much of a long page is shown, and how many colours a picture keeps: enough for flat grounds and letters."""


def make_site(folder: Path) -> Path:
    """Six editions of the town and their pages; returns ``public/``."""
    place = five_editions.play_all(folder)
    five_editions.measure(place)
    return show(place)


def take_pictures(browser: Any, public: Path) -> Iterator[tuple[str, bytes]]:
    """Each page on a phone and on a desk, and the project in the dark as well: the name and the bytes of each."""
    for called, width in WIDTHS.items():
        for scheme in ("light", "dark"):
            context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
            page = context.new_page()
            for name, path in PAGES.items():
                if scheme == "light" or name == "project":
                    page.goto((public / path).as_uri())
                    ending = "-dark" if scheme == "dark" else ""
                    yield f"site-{name}-{called}{ending}.png", shrink(page.screenshot(full_page=True))
            context.close()


def shrink(picture: bytes) -> bytes:
    """The top of a picture in few colours."""
    with Image.open(io.BytesIO(picture)) as image:
        top = image.convert("RGB").crop((0, 0, image.width, min(image.height, TALLEST)))
        few, out = top.quantize(COLORS, dither=Image.Dither.NONE), io.BytesIO()
        few.save(out, "PNG", optimize=True)
    return out.getvalue()


def main() -> None:
    """Write the pictures into ``docs/pictures``, or into the folder that is named."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as started:
        browser = started.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name, content in take_pictures(browser, make_site(Path(folder))):
            (target / name).write_bytes(content)
        browser.close()


if __name__ == "__main__":
    main()
