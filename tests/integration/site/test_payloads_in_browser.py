"""Texts that would run, in every column, header and setting: in a real browser none does, with a policy and without."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import quote
from urllib.request import urlopen

import pytest

from pipeline.model.report import FileAccount, Text, ValidationResult, build_report
from pipeline.model.workbook import CellRef
from pipeline.publish.folder import Folder
from pipeline.render.briefings.arrange import arrange
from pipeline.render.briefings.page import render_page
from pipeline.render.reports.html import render_html
from pipeline.reviewed import read_progress
from pipeline.sited import show_town
from pipeline.town.resources import read_resources
from tests.payload_town import make_town, publish_free, write_refused
from tests.payloads import payloads
from tests.towns import output_of, publish, town_of

CHROMIUM = shutil.which("chromium")
pytest.importorskip("playwright.sync_api")
pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(not CHROMIUM, reason="make test-site installs Chromium"),
]
SCHEMES = ("http:", "https:", "mailto:", "webcal:")
LINKS = "[...document.querySelectorAll('[href], [src], [action]')].map(e => new URL(e.getAttribute('href') || " \
        "e.getAttribute('src') || e.getAttribute('action') || '', document.baseURI).protocol)"  # fmt: skip
"""What the links of a page lead to, as the browser reads them."""


WHOLE = re.compile(r"public/[^/]*\.html|public/projekt/[^/]+/index\.html|public/[a-z]+/index\.html|(frei|refused)/.*")
"""What is opened all of it; of the rest, thousands of small pages, pictures and feeds, one of so many."""
EVERY = 40


class Place:
    """What is looked at: folders with everything the program wrote."""

    def __init__(self, folder: Path) -> None:
        place, left_out = make_town(folder), set[tuple[int, int]]()
        for turn in range(2):
            publish_free(place, turn, left_out)
        self.left_out = left_out
        town = town_of(place)
        self.folder = Folder(output_of(place) / town.name)
        with self.folder.locked():
            show_town(self.folder, town, read_resources())
            progress = read_progress(self.folder, publisher=town.dataset.publisher.name)
        self.report_of_free = self._keep("frei")
        paper = arrange(progress, town.dataset, language="de", foreword="")
        (self.report_of_free / "paper.html").write_bytes(render_page(paper))
        write_refused(place)
        publish(place, now=datetime(2026, 3, 1, tzinfo=UTC))
        self.report_of_refused = self._keep("refused")

    def _keep(self, name: str) -> Path:
        return Path(shutil.copytree(self.folder.report, self.folder.path / name))


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return Place(tmp_path_factory.mktemp("payloads"))


class WithPolicy(SimpleHTTPRequestHandler):
    policy = "default-src 'self'"

    def end_headers(self) -> None:
        if self.policy and not self.path.startswith(("/frei", "/refused")):  # those pages bring their own
            self.send_header("Content-Security-Policy", self.policy)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


class WithoutPolicy(WithPolicy):
    policy = ""


@pytest.fixture(scope="module", params=[WithPolicy, WithoutPolicy])
def address(request: pytest.FixtureRequest, place: Place) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(request.param, directory=str(place.folder.path))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def documents(place: Place) -> list[str]:
    """All that a browser opens as a document: pages, pictures, feeds and reports."""
    root = place.folder.path
    parts = [root / "public", place.report_of_free, place.report_of_refused]
    found = [path for part in parts for kind in ("html", "svg", "atom") for path in part.rglob(f"*.{kind}")]
    paths = sorted(path.relative_to(root).as_posix() for path in found if "current" not in path.parts)
    kept = [path for path in paths if WHOLE.fullmatch(path)]
    return [*kept, *[path for path in paths if not WHOLE.fullmatch(path)][::EVERY]]


def test_nothing_runs_asks_elsewhere_or_leads_to_a_script(place: Place, address: str, browser: Any) -> None:
    asked, said, ran, wrong = list[str](), list[str](), list[str](), list[tuple[str, str]]()
    # What keeps others out is switched off where escaping alone is to hold.
    context = browser.new_context(bypass_csp=address_is_open(address), accept_downloads=False)
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: _dismiss(dialog, said))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    # With the policy, what ran without it could not: a part of the pages shows that it does no harm.
    for path in documents(place)[:: 1 if address_is_open(address) else 8]:
        _look(page, f"{address}{quote(path)}", ran, wrong)
    context.close()

    assert ran == []
    assert wrong == []
    assert [url for url in asked if not url.startswith(address)] == []
    assert [text for text in said if "favicon" not in text and "404" not in text] == []


def test_no_name_of_a_file_or_a_sheet_runs_in_a_report(tmp_path: Path, browser: Any) -> None:
    rule = read_resources().rules["table-missing"]
    words = Text("{", "{")
    results = [
        ValidationResult(rule, CellRef(text, text, "C", number), words, words, text, text)
        for number, text in enumerate(payloads(), start=1)
    ]
    files = [FileAccount(text, "0" * 64, 1) for text in payloads()]
    ran, said = list[str](), list[str]()
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.on("dialog", lambda dialog: _dismiss(dialog, said))
    for start in range(0, len(results), 50):  # a page tells so many causes, and counts the rest
        report = build_report(results[start : start + 50], files[start : start + 50])
        place = tmp_path / f"{start}.html"
        place.write_text(render_html(report, title=Text(payloads()[start], payloads()[start])), "utf-8")
        page.goto(place.as_uri())
        ran += [place.name] if page.evaluate("window.__ran") else []
        assert set(page.evaluate(LINKS)) <= {*SCHEMES, "file:"}
    context.close()

    assert (ran, said) == ([], [])


def _dismiss(dialog: Any, said: list[str]) -> None:
    said.append(dialog.message)
    dialog.dismiss()


def _look(page: Any, url: str, ran: list[str], wrong: list[tuple[str, str]]) -> None:
    from playwright.sync_api import Error

    try:
        page.goto(url, wait_until="load")
    except Error as error:
        if "Download is starting" not in str(error):  # a feed, which Chromium does not show
            raise
        return
    if page.url.partition("#")[0] != url or page.evaluate("window.__ran"):
        ran.append(url)
    for scheme in page.evaluate(LINKS):
        if scheme not in SCHEMES:
            wrong.append((url, scheme))


def address_is_open(address: str) -> bool:
    with urlopen(f"{address}public/index.html") as answer:
        return "Content-Security-Policy" not in answer.headers


def test_nearly_all_of_them_are_published(place: Place) -> None:
    assert len(place.left_out) < 150
