"""Pages on which a reader asks: the form with other values in it, the answer to them, and the answer as a table."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from pipeline.model.report import Text
from pipeline.store import Refusal
from tests.fake_queries import FakeQueries
from tests.serving import client_of, serve
from tests.towns import copy_town, publish, show

ROOT = "/digitalstrategie/id/erkelenz/"
PAGE = f"{ROOT}abfrage/said-on-day/index.html"
ROWS = {
    "head": {"vars": ["day", "key", "status"]},
    "results": {
        "bindings": [
            {
                "day": {"type": "literal", "value": "2024-06-30"},
                "key": {"type": "literal", "value": "2022-02"},
                "status": {"type": "literal", "value": "running"},
            }
        ]
    },
}


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = copy_town(tmp_path_factory.mktemp("forms"), "erkelenz")
    publish(place)
    return show(place)


@pytest.fixture
def store() -> FakeQueries:
    return FakeQueries(content=json.dumps(ROWS).encode())


@pytest.fixture
def client(public: Path, store: FakeQueries) -> TestClient:
    return client_of(serve([public], store))


def test_a_page_without_values_asks_nothing_and_can_be_asked(client: TestClient, store: FakeQueries) -> None:
    answer = client.get(PAGE)

    assert answer.status_code == 200 and store.asked == []
    assert '<form class="search" method="get"' in answer.text
    assert f'<meta name="sparql" content="{ROOT}sparql">' in answer.text
    assert "script-src 'self' 'wasm-unsafe-eval'" in answer.headers["content-security-policy"]


def test_a_served_form_says_nothing_of_what_a_browser_would_load(public: Path, client: TestClient) -> None:
    page = (public / "abfrage/said-on-day/index.html").read_text("utf-8")
    said = "lädt Ihr Browser dafür"

    assert (said in page) == ("fragen.js" in page)  # as far as the script was built
    assert said not in client.get(PAGE).text
    assert said not in client.get(f"{PAGE}?day=2024-06-30").text


@pytest.mark.parametrize("path", [PAGE, PAGE.removesuffix("index.html")])
def test_values_in_the_address_are_asked_and_stand_in_the_form(
    path: str, client: TestClient, store: FakeQueries
) -> None:
    answer = client.get(f"{path}?day=2024-06-30&state=running")

    assert answer.status_code == 200
    assert 'VALUES ?day { "2024-06-30" }' in store.asked[0].query and "def/status/running>" in store.asked[0].query
    assert 'value="2024-06-30"' in answer.text and "30.06.2024" in answer.text
    assert '<a href="../../projekt/2022-02/index.html">2022-02</a>' in answer.text


def test_the_english_page_answers_in_english(client: TestClient) -> None:
    answer = client.get(f"{ROOT}en/abfrage/said-on-day/index.html?day=2024-06-30&state=")

    assert answer.headers["content-language"] == "en" and "30 Jun 2024" in answer.text


def test_the_way_to_the_page_keeps_the_values(client: TestClient) -> None:
    answer = client.get(f"{ROOT}abfrage/said-on-day?day=2024-06-30&state=")

    assert answer.headers["location"] == f"{PAGE}?day=2024-06-30&state="


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ("day=gestern", "„gestern“ ist keine gültige Angabe"),
        ("day=", "ist keine gültige Angabe"),
        ("day=2024-06-30&state=x%22+%7D", "ist keine gültige Angabe"),
        ("tag=2024-06-30", "Die Frage kennt keine Angabe „tag“"),
        ("day=%ff", "nicht in UTF-8"),
    ],
)
def test_a_value_that_is_none_is_refused_beside_the_form(
    values: str, said: str, client: TestClient, store: FakeQueries
) -> None:
    answer = client.get(f"{PAGE}?{values}")

    assert answer.status_code == 400 and store.asked == []
    assert said in answer.text and '<form class="search"' in answer.text and '<div id="ergebnis">' not in answer.text


def test_what_is_typed_is_shown_and_never_run(client: TestClient) -> None:
    answer = client.get(f"{PAGE}?day=%3Cscript%3Ealert(1)%3C/script%3E")

    assert "<script>alert" not in answer.text and "&lt;script&gt;alert" in answer.text


@pytest.mark.parametrize(("short", "form"), [("csv", "text/csv"), ("json", "application/sparql-results+json")])
def test_the_answer_is_to_be_had_as_a_file(short: str, form: str, client: TestClient, store: FakeQueries) -> None:
    answer = client.get(f"{PAGE}?day=2024-06-30&format={short}")

    assert answer.status_code == 200 and store.asked[0].form == form
    assert answer.headers["content-type"].partition(";")[0] == form
    assert answer.headers["content-disposition"] == f'attachment; filename="said-on-day.{short}"'


def test_a_page_leads_to_its_answer_as_a_file(client: TestClient) -> None:
    answer = client.get(f"{PAGE}?day=2024-06-30&state=")

    assert 'href="?day=2024-06-30&amp;state=&amp;format=csv"' in answer.text


@pytest.mark.parametrize("short", ["turtle", "pdf"])
def test_a_form_that_rows_cannot_have_is_not_acceptable(short: str, client: TestClient) -> None:
    assert client.get(f"{PAGE}?day=2024-06-30&format={short}").status_code == 406


def test_an_answer_that_was_cut_off_says_so_on_the_page_and_in_a_header(client: TestClient, store: FakeQueries) -> None:
    whole = client.get(f"{PAGE}?day=2024-06-30")
    store.truncated = True
    cut = client.get(f"{PAGE}?day=2024-06-30")

    assert "x-sparql-maxrows" in cut.headers and "x-sparql-maxrows" not in whole.headers
    assert cut.text.count('class="note"') == whole.text.count('class="note"') + 1


@pytest.mark.parametrize(("kind", "status"), [("timed_out", 503), ("busy", 503), ("too_much_memory", 503)])
def test_what_is_not_answered_is_told_on_the_page(
    kind: str, status: int, client: TestClient, store: FakeQueries
) -> None:
    store.refusals[""] = Refusal(kind, Text("Das dauert zu lang.", "That takes too long."))  # type: ignore[arg-type,unused-ignore]
    answer = client.get(f"{PAGE}?day=2024-06-30")

    assert answer.status_code == status and "Das dauert zu lang." in answer.text
    assert client.get(f"{PAGE}?day=2024-06-30&format=csv").status_code == status


def test_a_question_that_there_is_not_is_nothing(client: TestClient) -> None:
    assert client.get(f"{ROOT}abfrage/was-auch-immer/index.html?day=2024-06-30").status_code == 404


def test_every_question_can_be_asked_in_both_languages(public: Path, client: TestClient) -> None:
    pages = [
        path.relative_to(public) for path in public.glob("**/abfrage/*/index.html") if path.parent.name != "editor"
    ]

    assert len(pages) > 60
    for page in pages:
        assert client.get(f"{ROOT}{page}").status_code == 200, page
