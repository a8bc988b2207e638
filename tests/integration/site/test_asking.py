"""Asking an edition in a real browser: on a static host and served, with and without JavaScript."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from pipeline.model.question import Parameter, term_of
from pipeline.model.report import Text
from pipeline.model.vocabulary import PREFIXES
from pipeline.town.bundle import read_bundle
from pipeline.town.resources import read_resources
from tests import five_editions
from tests.integration.serve.process import serving
from tests.integration.site.looking import AXE, RULES
from tests.test_question import SAMPLES
from tests.towns import show

CHROMIUM = shutil.which("chromium")
SOURCES = Path(__file__).parents[3] / "pipeline" / "render" / "site" / "editor" / "src"
pytest.importorskip("playwright.sync_api")
pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(
        not CHROMIUM or not AXE.is_file() or not read_bundle(), reason="make test-site installs and builds all of it"
    ),
]
TOWN = "/digitalstrategie/id/musterstadt/"
FORM, EDITOR = "abfrage/status-on-day/index.html", "abfrage/editor/index.html"
ASKING = ("abfrage/index.html", FORM, "abfrage/changed-between/index.html", EDITOR)
DONE_S = 20_000


class Host(SimpleHTTPRequestHandler):
    """``python -m http.server`` with the policy that the manual asks for: WebAssembly on the pages that ask, alone."""

    def end_headers(self) -> None:
        wasm = "; script-src 'self' 'wasm-unsafe-eval'" if "/abfrage/" in self.path else ""
        self.send_header("Content-Security-Policy", f"default-src 'self'{wasm}")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


class Strictest(Host):
    """Allows no WebAssembly anywhere."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", "default-src 'self'")
        super().end_headers()


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = five_editions.play_all(tmp_path_factory.mktemp("asking"))
    return show(place)


def _served(folder: Path, handler: type[SimpleHTTPRequestHandler]) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="module")
def address(public: Path) -> Iterator[str]:
    yield from _served(public, Host)


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    """A page that must ask no other host, complain of nothing and keep no cookie."""
    context = browser.new_context()
    page, asked, complaints = context.new_page(), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    kept = page.evaluate("localStorage.length + sessionStorage.length")
    cookies = context.cookies()
    context.close()

    assert [url for url in asked if not url.startswith((address, "blob:"))] == []
    assert [words for words in complaints if "404" not in words] == []  # of the favicon that Musterstadt has none of
    assert (kept, cookies) == (0, [])


def _wait(page: Any, where: str, words: str) -> None:
    page.locator(where, has_text=words).wait_for(timeout=DONE_S)


def _rows(page: Any) -> list[str]:
    return [" ".join(row.split()) for row in page.locator("#antwort tbody tr").all_inner_texts()]


def test_a_form_with_another_value_shows_other_rows(page: Any, address: str) -> None:
    page.goto(address + FORM)
    before = _rows(page)
    page.fill("#p-day", "2024-06-30")
    page.press("#p-day", "Enter")
    _wait(page, "#frage [role=status]", "Fertig: 3 Zeilen.")

    assert before == [
        "15.01.2026 M-1 im Betrieb 15.11.2025",
        "15.01.2026 M-2 laufend Januar 2025",
        "15.01.2026 M-3 abgebrochen Dezember 2024",
        "15.01.2026 M-4 abgeschlossen 15.01.2026",
    ]
    assert _rows(page) == ["30.06.2024 M-1 pausiert Mai 2024", "30.06.2024 M-2 geplant 15.01.2024",
                           "30.06.2024 M-3 laufend 15.01.2024"]  # fmt: skip
    assert "Tag: 30.06.2024; Status: alle." in page.inner_text("#ergebnis")
    assert '"2024-06-30"' in page.text_content("#abfrage code")
    assert page.url.endswith("?day=2024-06-30")


@pytest.mark.parametrize("name", ["status-on-day", "actual-against-planned", "changed-between", "decisions", "cell"])
@pytest.mark.parametrize("language", ["", "en/"])
def test_what_the_script_shows_looks_as_what_was_rendered(page: Any, address: str, name: str, language: str) -> None:
    page.goto(f"{address}{language}abfrage/{name}/index.html")
    rendered = _plain(page.inner_html("#ergebnis"))
    page.click("#frage button[type=submit]")
    _wait(page, "#frage [role=status]", "Done" if language else "Fertig")

    assert _plain(page.inner_html("#ergebnis")) == rendered


def _plain(markup: str) -> str:
    return re.sub(r'<p class="more">.*?</p>|\s+', "", markup, flags=re.DOTALL)


def test_a_value_that_is_none_is_refused_at_its_field(page: Any, address: str) -> None:
    page.goto(f"{address}abfrage/partners-outside/index.html")
    page.fill("#p-part", "a\\b")
    page.click("#frage button[type=submit]")
    _wait(page, "#frage [role=status]", "Teil des Namens: „a\\b“ ist keine gültige Angabe.")

    assert page.evaluate("document.activeElement.id") == "p-part"


def test_an_address_with_other_values_says_that_the_answer_is_not_for_them(page: Any, address: str) -> None:
    page.goto(f"{address}{FORM}?day=2024-06-30")
    _wait(page, "#frage [role=status]", "Die Adresse nennt andere Werte.")

    assert page.input_value("#p-day") == "2024-06-30"
    page.click("#frage button[type=submit]")
    _wait(page, "#frage [role=status]", "Fertig: 3 Zeilen.")


def test_the_editor_runs_an_example_and_shows_its_rows(page: Any, address: str) -> None:
    page.goto(address + EDITOR)
    page.select_option("#beispiel", "leads")
    page.click("#fragen")
    _wait(page, "#lage", "Fertig: 3 Zeilen.")

    assert _rows(page) == ["Zentrale Dienste 2", "Schulamt 1", "Umweltamt 1"]


def test_the_editor_asks_earlier_editions_on_demand(page: Any, address: str) -> None:
    page.goto(f"{address}en/{EDITOR}#said-on-day")
    page.click("#fragen")
    _wait(page, "#lage", "Done")
    without = _rows(page)
    page.check("#mehr")
    page.click("#fragen")
    page.locator("#antwort tbody tr").first.wait_for(timeout=DONE_S)

    assert without == []
    assert len(_rows(page)) == 4


def test_a_query_without_end_is_stopped_by_the_button_and_the_next_one_answered(page: Any, address: str) -> None:
    page.goto(address + EDITOR)
    page.locator(".CodeMirror").wait_for()
    _type(page, "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    page.click("#fragen")
    page.locator("#lage", has_text="ausgerechnet").wait_for(timeout=DONE_S)
    page.click("#halt")
    _wait(page, "#lage", "Angehalten.")
    _type(page, "ASK { ?a ?b ?c }")
    page.keyboard.press("Control+Enter")
    _wait(page, "#antwort", "Ja.")


def test_a_query_that_is_none_is_told_and_one_that_makes_triples_is_answered(page: Any, address: str) -> None:
    page.goto(address + EDITOR)
    page.locator(".CodeMirror").wait_for()
    _type(page, "SELECT nothing")
    page.click("#fragen")
    _wait(page, "#lage", "lässt sich nicht lesen oder beantworten")
    _type(page, "CONSTRUCT { ?a a ?b } WHERE { ?a a ?b } LIMIT 1")
    page.click("#fragen")
    _wait(page, "#antwort pre", "<http")


def _type(page: Any, query: str) -> None:
    page.evaluate("query => document.querySelector('.CodeMirror').CodeMirror.setValue(query)", query)
    page.evaluate("document.querySelector('.CodeMirror').CodeMirror.focus()")


def test_the_keyboard_leads_out_of_the_field(page: Any, address: str) -> None:
    page.goto(address + EDITOR)
    page.locator(".CodeMirror").wait_for()
    page.evaluate("document.querySelector('.CodeMirror').CodeMirror.focus()")
    page.keyboard.press("Tab")
    inside = page.evaluate("Boolean(document.activeElement.closest('#feld'))")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")

    assert inside
    assert not page.evaluate("Boolean(document.activeElement.closest('#feld'))")


def test_nothing_heavy_is_loaded_before_it_is_asked_for(browser: Any, address: str) -> None:
    page, loaded = browser.new_page(), []
    page.on("response", lambda response: loaded.append(response.url))
    for path in ASKING:
        page.goto(address + path)
    page.locator(".CodeMirror").wait_for()
    page.close()

    assert [url for url in loaded if url.endswith((".wasm", ".nt", ".nq", "arbeiter.js"))] == []


def test_a_server_that_allows_no_webassembly_is_told_of_in_words(browser: Any, public: Path) -> None:
    for address in _served(public, Strictest):
        page = browser.new_page()
        page.goto(address + FORM)
        page.click("#frage button[type=submit]")
        _wait(page, "#frage [role=status]", "WebAssembly")
        page.close()


def test_from_a_disk_the_page_says_what_to_do(browser: Any, public: Path) -> None:
    page = browser.new_page()
    page.goto((public / FORM).as_uri())
    page.click("#frage button[type=submit]")
    _wait(page, "#frage [role=status]", "python -m http.server")
    rows = _rows(page)
    page.goto((public / EDITOR).as_uri())
    _wait(page, "#antwort", "python -m http.server")
    page.close()

    assert len(rows) == 4


def test_without_javascript_the_answer_is_there_and_says_what_it_is_for(browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}{FORM}?day=2024-06-30")
    said, rows = page.inner_text("main"), _rows(page)
    page.goto(address + EDITOR)
    editor = page.inner_text("main")
    context.close()

    assert len(rows) == 4
    assert "Gefragt ist nach Tag: 15.01.2026" in said
    assert "mit JavaScript aus, das hier ausgeschaltet ist" in said
    assert "Der Editor braucht JavaScript." in editor


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_where_an_edition_is_asked(browser: Any, address: str, width: int, scheme: str) -> None:
    context = browser.new_context(color_scheme=scheme, bypass_csp=True, viewport={"width": width, "height": 800})
    page, axe = context.new_page(), AXE.read_text("utf-8")
    found = []
    for path in (each for kind in ASKING for each in (kind, f"en/{kind}")):
        page.goto(address + path)
        if path.endswith(EDITOR):
            page.locator(".CodeMirror").wait_for()
            page.select_option("#beispiel", "leads")
            page.click("#fragen")
            page.locator("#antwort tbody tr").first.wait_for(timeout=DONE_S)
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        page.evaluate(axe)
        result = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
        found += [(path, each["id"], each["nodes"][0]["html"]) for each in result["violations"]]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append((path, "wide", ""))
    context.close()

    assert found == []


NO_VALUES = {
    "date": ("2023-02-29", "20240101", "heute", "٢٠٢٤-٠١-٠١"),
    "year": ("24", "20245"),
    "text": ("a\\u0022", "a\nb", "\x00", "a" * 401, "\u200b", "\u2028"),
    "project": ("\\", "a\tb"),
    "field": ("bildung", "javascript:alert(1)", "https://", "https://x.example/a b", "https://x.example/>x"),
    "property": ("title", "dcterms:identifier> ?x", "nothing:x"),
    "concept": ("../def", "Paused", "a b"),
}


def test_the_script_takes_the_values_that_the_program_takes_and_writes_them_alike(browser: Any) -> None:
    concepts = read_resources().questions["status-on-day"].parameters[1].choices
    properties = read_resources().questions["cell"].parameters[1].choices
    values = {kind: (SAMPLES[kind], *NO_VALUES[kind]) for kind in SAMPLES}
    values["text"] += ('" } SELECT', "$&", "ä ö", "$1", "?x", "a'b")
    wanted, asked = [], []
    for kind, mine in values.items():
        choices = concepts if kind == "concept" else properties if kind == "property" else {}
        parameter = Parameter("it", Text("A", "A"), kind, "", "status" if kind == "concept" else "", choices)
        wanted += [term_of(parameter, value) for value in mine]
        asked += [{"name": "it", "value": value, "dataset": {"kind": kind, "of": parameter.of}} for value in mine]
    script = """async ([asked, prefixes]) => {
        const { bind } = await import("/binding.js");
        const one = (each) => { try { return bind("VALUES ?it { UNDEF }", [each], prefixes); } catch { return null; } };
        return asked.map(one);
    }"""
    for address in _served(SOURCES, SimpleHTTPRequestHandler):
        page = browser.new_page()
        page.goto(f"{address}editor.css")
        bound = page.evaluate(script, [asked, dict(PREFIXES)])
        page.close()

    assert bound == [term and f"VALUES ?it {{ {term} }}" for term in wanted]


# Served by ``roadmap serve``: the server answers, and no store is loaded


@pytest.mark.parametrize("has_script", [True, False])
def test_a_form_is_answered_with_and_without_javascript(browser: Any, public: Path, has_script: bool) -> None:
    with serving(public.parents[1]) as server:
        context = browser.new_context(java_script_enabled=has_script)
        page, loaded = context.new_page(), []
        page.on("request", lambda request: loaded.append(request.url))
        page.goto(f"{server.address}{TOWN}{FORM}")
        page.fill("#p-day", "2024-06-30")
        page.click("#frage button[type=submit]")
        page.wait_for_url("**day=2024-06-30**")
        rows = _rows(page)
        context.close()

    assert rows == ["30.06.2024 M-1 pausiert Mai 2024", "30.06.2024 M-2 geplant 15.01.2024",
                    "30.06.2024 M-3 laufend 15.01.2024"]  # fmt: skip
    assert [url for url in loaded if url.endswith((".wasm", ".nt"))] == []


def test_the_editor_asks_the_server(browser: Any, public: Path) -> None:
    with serving(public.parents[1]) as server:
        page, asked, complaints = browser.new_page(), [], []
        page.on("request", lambda request: asked.append((request.method, request.url)))
        page.on("console", lambda message: complaints.append(message.text))
        page.goto(f"{server.address}{TOWN}{EDITOR}#leads")
        page.click("#fragen")
        _wait(page, "#lage", "Fertig: 3 Zeilen.")
        rows = _rows(page)
        _type(page, "ASK { ?a ?b ?c }")
        page.click("#fragen")
        _wait(page, "#antwort", "Ja.")
        _type(page, "SELECT nothing")
        page.click("#fragen")
        _wait(page, "#lage", "lässt sich nicht lesen oder beantworten")
        page.close()

    assert rows == ["Zentrale Dienste 2", "Schulamt 1", "Umweltamt 1"]
    assert ("POST", f"{server.address}{TOWN}sparql") in asked
    assert [url for _, url in asked if url.endswith((".wasm", ".nt")) or not url.startswith(server.address)] == []
    assert [words for words in complaints if "404" not in words and "400" not in words] == []
