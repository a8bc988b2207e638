"""A town as it is served: what each address answers, in which form, with which headers, and what nobody gets."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from pipeline.model.graph import parse_n_triples, parse_turtle
from tests import five_editions
from tests.serving import BROWSER, ask_raw, client_of, links_of, serve
from tests.towns import publish, show

BASE = "https://w3id.org/digitalstrategie/id/musterstadt/"
ROOT = "/digitalstrategie/id/musterstadt/"
FORMS = {
    "text/turtle": "ttl",
    "application/ld+json": "jsonld",
    "application/n-triples": "nt",
    "application/rdf+xml": "rdf",
}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five editions; the project that was withdrawn names the one that goes on with it."""
    return five_editions.play_all(tmp_path_factory.mktemp("served"))


@pytest.fixture(scope="module")
def public(place: Path) -> Path:
    return show(place)


@pytest.fixture(scope="module")
def client(public: Path) -> TestClient:
    return client_of(serve([public]))


# Things and their documents


def test_a_thing_leads_a_browser_to_its_page(client: TestClient) -> None:
    answer = client.get(f"{ROOT}projekt/M-2", headers=BROWSER)

    assert (answer.status_code, answer.headers["location"]) == (303, f"{ROOT}projekt/M-2/index.html")
    assert answer.headers["vary"] == "Accept, Accept-Language"


def test_a_thing_leads_to_the_page_in_the_readers_language(client: TestClient) -> None:
    answer = client.get(f"{ROOT}projekt/M-2", headers={**BROWSER, "accept-language": "en-GB,en;q=0.9"})

    assert answer.headers["location"] == f"{ROOT}en/projekt/M-2/index.html"


@pytest.mark.parametrize(("form", "suffix"), FORMS.items())
def test_a_thing_leads_to_the_form_that_is_asked_for(form: str, suffix: str, client: TestClient) -> None:
    answer = client.get(f"{ROOT}projekt/M-2", headers={"accept": form})

    assert (answer.status_code, answer.headers["location"]) == (303, f"{ROOT}projekt/M-2.{suffix}")
    assert client.get(answer.headers["location"]).headers["content-type"].partition(";")[0] == form


@pytest.mark.parametrize(
    ("accept", "suffix"),
    [("text/plain, */*;q=0.1", "nt"), ("text/n3", "ttl"), ("application/json", "jsonld")],
)
def test_a_form_is_known_by_its_former_names(accept: str, suffix: str, client: TestClient) -> None:
    answer = client.get(f"{ROOT}projekt/M-2", headers={"accept": accept})

    assert answer.headers["location"] == f"{ROOT}projekt/M-2.{suffix}"


def test_a_thing_names_all_of_its_documents(client: TestClient) -> None:
    links = links_of(client.get(f"{ROOT}projekt/M-2"))

    named = {(kind, address) for rel, kind, address in links if rel == "alternate"}
    assert named == {(form, f"{ROOT}projekt/M-2.{suffix}") for form, suffix in FORMS.items()} | {
        ("text/html", f"{ROOT}projekt/M-2/index.html"),
        ("text/html", f"{ROOT}en/projekt/M-2/index.html"),
    }
    assert ("describedby", "text/turtle", f"{ROOT}projekt/M-2.ttl") in links


def test_a_document_says_what_it_tells_of_and_under_what_license(client: TestClient) -> None:
    links = links_of(client.get(f"{ROOT}projekt/M-2.ttl"))

    assert ("describes", "", f"{BASE}projekt/M-2") in links
    assert ("alternate", "application/rdf+xml", f"{ROOT}projekt/M-2.rdf") in links
    assert ("alternate", "text/turtle", f"{ROOT}projekt/M-2.ttl") not in links
    assert ("license", "", "http://dcat-ap.de/def/licenses/cc-by/4.0") in links


def test_every_form_of_a_thing_says_the_same(client: TestClient) -> None:
    turtle = client.get(f"{ROOT}projekt/M-2.ttl").text
    lines = client.get(f"{ROOT}projekt/M-2.nt").text

    assert sorted(parse_turtle(turtle, "M-2.ttl")) == sorted(parse_n_triples(lines))
    assert client.get(f"{ROOT}projekt/M-2.rdf").text.count("2027-04-30") == turtle.count("2027-04-30")


def test_what_there_is_not_in_any_form_asked_for_is_told_with_what_there_is(client: TestClient) -> None:
    answer = client.get(f"{ROOT}projekt/M-2", headers={"accept": "image/png", "accept-language": "en"})

    assert answer.status_code == 406
    assert f"text/turtle {ROOT}projekt/M-2.ttl" in answer.text
    assert links_of(answer)


def test_a_part_leads_to_its_page_or_to_the_statements_of_what_it_is_part_of(client: TestClient) -> None:
    part = f"{ROOT}projekt/M-2/period"

    assert client.get(part, headers=BROWSER).headers["location"] == f"{part}/index.html"
    assert client.get(part, headers={"accept": "text/turtle"}).headers["location"] == f"{ROOT}projekt/M-2.ttl"
    assert f"<{BASE}projekt/M-2/period>" in client.get(f"{ROOT}projekt/M-2.ttl").text


def test_what_only_an_edition_before_said_has_a_page_and_no_statements(client: TestClient) -> None:
    gone = f"{ROOT}projekt/M-1/status/running"

    assert client.get(gone, headers=BROWSER).status_code == 303


def test_the_iri_of_a_file_leads_to_the_file_its_page_or_its_description(client: TestClient) -> None:
    file = f"{ROOT}datensatz/roadmap/projects.csv"
    leads = {accept: client.get(file, headers={"accept": accept}).headers["location"] for accept in
             ("*/*", "text/csv", "text/turtle", BROWSER["accept"])}  # fmt: skip

    assert leads == {
        "*/*": f"{ROOT}editions/2026-01-15/projects.csv",
        "text/csv": f"{ROOT}editions/2026-01-15/projects.csv",
        "text/turtle": f"{ROOT}datensatz/roadmap.ttl",
        BROWSER["accept"]: f"{file}/index.html",
    }


def test_the_iri_of_a_turtle_file_leads_to_that_file_and_not_to_its_description(client: TestClient) -> None:
    answer = client.get(f"{ROOT}datensatz/roadmap/roadmap.ttl", headers={"accept": "text/turtle"})

    assert answer.headers["location"] == f"{ROOT}editions/2026-01-15/roadmap.ttl"


@pytest.mark.parametrize("path", ["datensatz/roadmap", "katalog", "strategie", "roadmap", "vision", "handlungsfeld/1"])
def test_datasets_catalog_and_strategy_answer_in_every_form(path: str, client: TestClient) -> None:
    for form in FORMS:
        there = client.get(f"{ROOT}{path}", headers={"accept": form}).headers["location"]

        assert f"<{BASE}{path}>" in client.get(there).text or form not in ("text/turtle", "application/n-triples")
        assert client.get(there).status_code == 200


def test_every_iri_of_the_town_answers(client: TestClient) -> None:
    app = client.app
    things = app.towns[0].latest.known.things  # type: ignore[attr-defined]

    answers = {thing.iri: client.get(f"{ROOT}{thing.iri.removeprefix(BASE)}").status_code for thing in things.values()}

    assert len(answers) > 50
    gone = {iri for iri in answers if iri == f"{BASE}projekt/M-3" or iri.startswith(f"{BASE}projekt/M-3/")}
    assert len(gone) > 1
    assert {iri: code for iri, code in answers.items() if code != 303} == dict.fromkeys(gone, 410)


# What is gone


@pytest.mark.parametrize("path", ["projekt/M-3", "projekt/M-3/index.html", "en/projekt/M-3/index.html"])
def test_a_withdrawn_project_is_gone_and_says_why(path: str, client: TestClient) -> None:
    answer = client.get(f"{ROOT}{path}", headers=BROWSER)

    assert answer.status_code == 410
    assert "Das Vorhaben war ein Versuch." in answer.text or "It was a trial." in answer.text


@pytest.mark.parametrize(("form", "suffix"), FORMS.items())
def test_it_is_gone_in_every_form_with_the_same_words(form: str, suffix: str, client: TestClient) -> None:
    thing = client.get(f"{ROOT}projekt/M-3", headers={"accept": form})
    document = client.get(f"{ROOT}projekt/M-3.{suffix}")

    assert (thing.status_code, document.status_code) == (410, 410)
    assert thing.content == document.content and b"2025-07-01" in thing.content
    assert thing.headers["content-type"].startswith(form)


def test_what_is_gone_is_gone_in_the_readers_language(client: TestClient) -> None:
    answer = client.get(f"{ROOT}projekt/M-3", headers={**BROWSER, "accept-language": "en"})

    assert answer.status_code == 410 and '<html lang="en">' in answer.text


def test_what_is_gone_names_its_successor(tmp_path: Path) -> None:
    place = five_editions.make_town(tmp_path)
    for number in range(4):
        five_editions.play(place, number)
    book = five_editions.WORKBOOKS[3]
    heads = (*five_editions.HEAD, "Ersetzt durch")
    _write(place / "roadmap.xlsx", heads, [*((*row, "") for row in book), (*five_editions.WORKBOOKS[2][2], "M-2")])
    publish(place, now=five_editions.moment(4))
    client = client_of(serve([show(place)]))

    for accept in (BROWSER["accept"], *FORMS):
        answer = client.get(f"{ROOT}projekt/M-3", headers={"accept": accept})

        assert answer.status_code == 410 and "projekt/M-2" in answer.text, accept


def _write(path: Path, head: tuple[str, ...], rows: list[tuple[str | int, ...]]) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.worksheets[0].title = "Roadmap"
    for row in (head, *rows):
        book.worksheets[0].append([value if value != "" else None for value in row])
    book.save(path)


# Files and pages


@pytest.mark.parametrize(
    ("path", "content_type"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("gestalt/stil.css", "text/css; charset=utf-8"),
        ("gestalt/suche.js", "text/javascript; charset=utf-8"),
        ("feeds/alles.atom", "application/atom+xml"),
        ("current/projects.csv", "text/csv; charset=utf-8"),
        ("current/projects.csv-metadata.json", "application/csvm+json"),
        ("current/roadmap.ttl", "text/turtle; charset=utf-8"),
        ("current/roadmap.jsonld", "application/ld+json"),
        ("current/roadmap.rdf", "application/rdf+xml"),
        ("current/roadmap.nt", "application/n-triples"),
        ("current/history.nq", "application/n-quads"),
        ("current/roadmap.ics", "text/calendar; charset=utf-8"),
        ("current/edition.json", "application/json"),
        ("editions/2024-01-15/roadmap.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_a_file_is_called_what_it_is(path: str, content_type: str, public: Path, client: TestClient) -> None:
    answer = client.get(f"{ROOT}{path}")

    assert (answer.status_code, answer.headers["content-type"]) == (200, content_type)
    assert answer.content == (public / path).read_bytes()


def test_a_table_names_the_file_that_describes_it(client: TestClient) -> None:
    links = links_of(client.get(f"{ROOT}current/projects.csv"))

    assert ("describedby", "application/csvm+json", f"{ROOT}current/projects.csv-metadata.json") in links


@pytest.mark.parametrize("path", ["zeitplan", "zeitplan/", "en/zeitplan", "projekt/M-2/", ""])
def test_a_folder_leads_to_its_page_and_is_never_listed(path: str, client: TestClient) -> None:
    answer = client.get(f"{ROOT}{path}", headers=BROWSER)

    assert answer.status_code == 303
    assert answer.headers["location"] == f"{ROOT}{path.rstrip('/')}/index.html".replace("//", "/")


@pytest.mark.parametrize("path", ["editions", "editions/", "current", "current/", "bild/", "editions/2024-01-15/"])
def test_a_folder_without_a_page_is_nothing(path: str, client: TestClient) -> None:
    assert client.get(f"{ROOT}{path}").status_code == 404


def test_what_there_is_not_is_told_on_a_page_of_the_town(client: TestClient) -> None:
    answer = client.get(f"{ROOT}projekt/gibt/es/nicht", headers=BROWSER)

    assert answer.status_code == 404
    assert f'<base href="{ROOT}">' in answer.text and "There is no such page" in answer.text
    assert f'href="{ROOT}roadmap/index.html"' in answer.text


def test_a_program_is_told_so_in_a_line(client: TestClient) -> None:
    answer = client.get(f"{ROOT}nix", headers={"accept": "text/turtle"})

    assert answer.status_code == 404 and answer.text == "Hier ist nichts.\nThere is nothing here.\n"


def test_the_root_leads_to_the_only_town(client: TestClient) -> None:
    assert client.get("/").headers["location"] == ROOT
    assert client.get(ROOT.rstrip("/")).headers["location"] == ROOT
    assert client.get("/anything").status_code == 404


# What a client has already


def test_who_has_a_file_is_not_sent_it_again(client: TestClient) -> None:
    first = client.get(f"{ROOT}projekt/M-2.ttl")
    again = client.get(f"{ROOT}projekt/M-2.ttl", headers={"if-none-match": first.headers["etag"]})
    since = client.get(f"{ROOT}projekt/M-2.ttl", headers={"if-modified-since": first.headers["last-modified"]})
    weak = client.get(f"{ROOT}projekt/M-2.ttl", headers={"if-none-match": f'"x", W/{first.headers["etag"]}'})

    assert [answer.status_code for answer in (again, since, weak)] == [304, 304, 304]
    assert again.content == b"" and again.headers["etag"] == first.headers["etag"]
    assert again.headers["vary"] == first.headers["vary"]


@pytest.mark.parametrize(
    "headers",
    [{"if-none-match": '"other"'}, {"if-modified-since": "Mon, 01 Jan 2001 00:00:00 GMT"},
     {"if-modified-since": "yesterday"},
     {"if-none-match": '"other"', "if-modified-since": "Fri, 31 Dec 2100 00:00:00 GMT"}],
)  # fmt: skip
def test_who_has_another_is_sent_this(headers: Mapping[str, str], client: TestClient) -> None:
    assert client.get(f"{ROOT}projekt/M-2.ttl", headers=headers).status_code == 200


def test_packed_bytes_have_a_tag_of_their_own(client: TestClient) -> None:
    plain = client.get(f"{ROOT}index.html", headers={"accept-encoding": "identity"})
    packed = client.get(f"{ROOT}index.html", headers={"accept-encoding": "gzip"})

    assert packed.headers["content-encoding"] == "gzip" and "content-encoding" not in plain.headers
    assert plain.content == packed.content and plain.headers["etag"] != packed.headers["etag"]
    assert "Accept-Encoding" in plain.headers["vary"] and "Accept-Encoding" in packed.headers["vary"]


def test_a_workbook_is_not_packed_again(client: TestClient) -> None:
    answer = client.get(f"{ROOT}current/roadmap.xlsx", headers={"accept-encoding": "gzip"})

    assert "content-encoding" not in answer.headers


@pytest.mark.parametrize("path", ["index.html", "projekt/M-2", "nix", "current/roadmap.xlsx"])
def test_a_head_has_the_headers_of_the_whole(path: str, client: TestClient) -> None:
    whole, head = client.get(f"{ROOT}{path}"), client.head(f"{ROOT}{path}")

    assert (head.status_code, head.headers) == (whole.status_code, whole.headers)
    assert head.content == b""


# What holds of every answer


@pytest.mark.parametrize(
    "path", ["index.html", "projekt/M-2", "projekt/M-3", "nix", "sparql", "../x", "current/roadmap.ttl"]
)
def test_every_answer_is_guarded_and_open_to_all(path: str, client: TestClient) -> None:
    headers = client.get(f"{ROOT}{path}").headers

    assert headers["content-security-policy"].startswith("default-src 'self';")
    assert "wasm" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["access-control-allow-origin"] == "*"
    assert "referrer-policy" in headers and "set-cookie" not in headers


def test_a_foreign_page_may_ask_first(client: TestClient) -> None:
    asked = {"origin": "https://app.example", "access-control-request-method": "POST",
             "access-control-request-headers": "content-type"}  # fmt: skip
    data, queries = (client.options(f"{ROOT}{path}", headers=asked) for path in ("projekt/M-2", "sparql"))

    assert data.status_code == queries.status_code == 204
    assert data.headers["access-control-allow-methods"] == "GET, HEAD, OPTIONS"
    assert queries.headers["access-control-allow-methods"] == "GET, HEAD, OPTIONS, POST"
    assert "Content-Type" in queries.headers["access-control-allow-headers"]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE"])
def test_nothing_is_written(method: str, client: TestClient) -> None:
    answer = client.request(method, f"{ROOT}projekt/M-2")

    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, OPTIONS")


# What nobody gets


@pytest.mark.parametrize(
    "path",
    [
        "../internal/site.json",
        "%2e%2e/internal/site.json",
        "..%2Finternal/site.json",
        "%2e%2e%2finternal%2fsite.json",
        "..%5cinternal%5csite.json",
        "projekt/../../internal/site.json",
        "projekt/%2e%2e/%2e%2e/internal/site.json",
        "current/../../internal/site.json",
        "//etc/passwd",
        "%2Fetc%2Fpasswd",
        "/etc/passwd",
        "projekt/M-2.ttl%00.html",
        "projekt/M-2/index.html%0d%0aX: y",
        "%c0%ae%c0%ae/internal/site.json",
        "%ff",
        ".",
        "..",
        "...",
        "./index.html",
        "projekt//M-2.ttl",
        "projekt//M-2",
        "/projekt/M-2",
        ".hidden",
        "leads-out/site.json",
        "leads-out",
        "leads-out.json",
        "pipe",
        "x" * 5000,
        "x/" * 400 + "y",
        "\u00fc" * 200,
        "%",
        "%zz",
    ],
)
def test_nothing_but_what_is_public_is_read(path: str, public: Path) -> None:
    _plant(public)
    app = serve([public])
    answers = [ask_raw(app, f"{ROOT}{path}".encode(), headers) for headers in ({}, BROWSER)]

    assert {status for status, _, _ in answers} == {404}
    assert not any(b"secret" in body or b"sha256" in body for _, _, body in answers)


def _plant(public: Path) -> None:
    """Things that lie in ``public/`` and are not for the public."""
    links = {"leads-out": public.parent / "internal", "leads-out.json": public.parent / "internal" / "site.json"}
    for name, target in links.items():
        if not (public / name).is_symlink():
            (public / name).symlink_to(target)
    (public / ".hidden").write_text("secret")
    if not (public / "pipe").exists():
        os.mkfifo(public / "pipe")
