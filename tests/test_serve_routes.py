"""Several towns on one server, hosts, proxies, a new edition while it runs, and a town without pages."""

from __future__ import annotations

import socket
from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.cli import main
from pipeline.serve.listening import address_of, open_socket
from pipeline.serve.routes import roots_of
from tests import five_editions
from tests.serving import BROWSER, ask_raw, client_of, links_of, serve
from tests.towns import FIRST_DAY, SECOND_DAY, change, copy_town, publish, show

HOST = {"host": "w3id.org"}
BEISPIELSTADT, ERKELENZ = "/digitalstrategie/id/beispielstadt/", "/digitalstrategie/id/erkelenz/"


def make(folder: Path, name: str = "beispielstadt") -> Path:
    place = copy_town(folder, name)
    publish(place)
    return show(place)


def rebased(folder: Path, name: str, base: str) -> Path:
    """A sample town whose IRIs begin otherwise."""
    place = copy_town(folder, name)
    settings = place / "dataset.toml"
    old = f"https://w3id.org/digitalstrategie/id/{name}/"
    settings.write_text(settings.read_text("utf-8").replace(old, base), "utf-8")
    strategy = place / "strategy.ttl"
    if strategy.is_file():
        strategy.write_text(strategy.read_text("utf-8").replace(old, base), "utf-8")
    publish(place)
    return show(place)


@pytest.mark.parametrize(
    ("bases", "roots"),
    [
        (["https://a.example/"], ["/"]),
        (["https://a.example/strategie/"], ["/strategie/"]),
        (["https://a.example/a/", "https://a.example/b/"], ["/a/", "/b/"]),
        (["https://a.example/s/", "https://b.example/s/"], ["/one/", "/two/"]),
        (["https://a.example/", "https://a.example/s/"], ["/one/", "/two/"]),
        (["https://a.example/s/", "https://b.example/s/t/"], ["/one/", "/two/"]),
    ],
)
def test_a_town_stands_at_the_path_of_its_iris_unless_another_is_in_the_way(bases: list[str], roots: list[str]) -> None:
    assert roots_of(list(zip(("one", "two"), bases, strict=False))) == roots


def test_several_towns_are_listed_and_each_answers_at_its_path(tmp_path: Path) -> None:
    client = client_of(serve([make(tmp_path), make(tmp_path, "erkelenz")]))

    start = client.get("/", headers=BROWSER)

    assert f'href="{BEISPIELSTADT}"' in start.text and f'href="{ERKELENZ}sparql"' in start.text
    assert client.get(f"{ERKELENZ}projekt/2022-02").status_code == 303
    assert client.get(f"{BEISPIELSTADT}projekt/2022-02").status_code == 404


def test_towns_of_one_path_stand_below_their_names_and_answer_to_their_hosts(tmp_path: Path) -> None:
    one = rebased(tmp_path, "erkelenz", "https://one.example/strategie/")
    two = rebased(tmp_path, "beispielstadt", "https://two.example/strategie/")
    client = client_of(serve([one, two]))

    assert client.get("/erkelenz/projekt/2022-02").headers["location"] == "/erkelenz/projekt/2022-02/index.html"
    by_host = client.get("/strategie/projekt/2022-02", headers={"host": "One.example:443"})
    assert by_host.headers["location"] == "/strategie/projekt/2022-02/index.html"
    assert client.get("/strategie/projekt/2022-02", headers={"host": "two.example"}).status_code == 404
    assert client.get("/strategie/projekt/2022-02").status_code == 404


def test_a_town_at_the_root_of_its_host(tmp_path: Path) -> None:
    client = client_of(serve([rebased(tmp_path, "erkelenz", "https://strategie.stadt.example/")]))

    assert (
        client.get("/projekt/2022-02", headers={"accept": "text/turtle"}).headers["location"] == "/projekt/2022-02.ttl"
    )
    assert client.get("/", headers=BROWSER).headers["location"] == "/index.html"
    assert client.get("/sparql").status_code == 200


def test_what_a_proxy_takes_away_stands_in_every_address_again(tmp_path: Path) -> None:
    client = client_of(serve([make(tmp_path)], prefix="/daten"))

    answer = client.get(f"{BEISPIELSTADT}vorhaben/KW-01", headers={"accept": "text/turtle"})

    assert answer.headers["location"] == f"/daten{BEISPIELSTADT}vorhaben/KW-01.ttl"
    assert all(address.startswith(f"/daten{BEISPIELSTADT}") for _, _, address in links_of(answer))
    assert client.get("/").headers["location"] == f"/daten{BEISPIELSTADT}"


def test_a_new_edition_is_served_without_a_restart(tmp_path: Path) -> None:
    place = copy_town(tmp_path)
    publish(place)
    client = client_of(serve([show(place)]))
    file = f"{BEISPIELSTADT}datensatz/roadmap/projects.csv"
    before = client.get(file).headers["location"]
    assert client.get(f"{BEISPIELSTADT}vorhaben/NEU-1").status_code == 404

    change(place, add_project)
    publish(place, now=SECOND_DAY)
    show(place)

    assert before.endswith(f"editions/{FIRST_DAY:%Y-%m-%d}/projects.csv")
    assert client.get(file).headers["location"].endswith(f"editions/{SECOND_DAY:%Y-%m-%d}/projects.csv")
    assert client.get(f"{BEISPIELSTADT}vorhaben/NEU-1").status_code == 303


def add_project(sheet: Worksheet) -> None:
    """One project more: a copy of another, with a key of its own."""
    row = next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 2).value == "KW-02")
    values = [sheet.cell(row, column).value for column in range(1, sheet.max_column + 1)]
    values[:3] = [6, "NEU-1", "Noch ein Vorhaben"]
    for column, value in enumerate(values, start=1):
        sheet.cell(row + 1, column).value = value


def test_an_edition_that_is_damaged_leaves_what_was_known(tmp_path: Path) -> None:
    public = make(tmp_path)
    client = client_of(serve([public]))

    (public / "current" / "edition.json").write_text("{")

    assert client.get(f"{BEISPIELSTADT}vorhaben/KW-01").status_code == 303


def test_a_town_without_pages_answers_with_its_data(tmp_path: Path) -> None:
    place = copy_town(tmp_path)
    settings = place / "dataset.toml"
    settings.write_text(settings.read_text("utf-8") + "\n[site]\nenabled = false\n", "utf-8")
    publish(place)
    client = client_of(serve([show(place)]))

    thing = client.get(f"{BEISPIELSTADT}vorhaben/KW-01", headers=BROWSER)

    assert thing.headers["location"] == f"{BEISPIELSTADT}current/roadmap.ttl"
    assert client.get(f"{BEISPIELSTADT}nix", headers=BROWSER).status_code == 404


def test_a_key_that_no_path_may_hold_answers_all_the_same(tmp_path: Path) -> None:
    place = five_editions.make_town(tmp_path)
    keys = ("a/b", "100%", ".htaccess", "2022 02", "Ü-1", "a.ttl", "a+b", "index.html")
    rows = [(key, f"Projekt {number}", "Verwaltung", "laufend") for number, key in enumerate(keys)]
    five_editions.write_workbook(place / "roadmap.xlsx", [(*row, *[""] * 8) for row in rows])
    publish(place, now=FIRST_DAY + timedelta(days=1))
    app = serve([show(place)])
    base = app.towns[0].base
    things = [thing.iri for thing in app.towns[0].latest.known.things.values() if "/projekt/" in thing.iri]

    assert len(things) >= len(keys)
    for iri in things:
        for accept in ("text/turtle", "application/rdf+xml", "text/html"):
            path = iri.removeprefix("https://w3id.org").encode()
            status, headers, _ = ask_raw(app, path, {"accept": accept})
            status_there, _, body = ask_raw(app, headers["location"].encode(), {})

            assert (status, status_there) == (303, 200), (iri, accept)
            assert iri.removeprefix(base).encode() in body or accept != "text/turtle"


# The command


def test_a_port_that_is_taken_is_told_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    public = make(tmp_path)
    with open_socket("127.0.0.1", 0) as taken, pytest.raises(SystemExit) as ended:
        port = taken.getsockname()[1]
        main(["serve", "--port", str(port), "--output", str(public.parents[1])])

    assert ended.value.code == 3
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nirgends"], "Eine Ausgabe der Stadt „nirgends“"),
        (["--host", "no.such.host.invalid"], "no.such.host.invalid:8080"),
    ],
)
def test_what_cannot_be_served_is_told(
    arguments: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    public = make(tmp_path)

    with pytest.raises(SystemExit) as ended:
        main(["serve", *arguments, "--output", str(public.parents[1])])

    assert ended.value.code in (2, 3) and said in capsys.readouterr().err


def test_without_an_edition_it_says_how_to_make_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["serve", "--output", str(tmp_path)])

    assert ended.value.code == 2 and "roadmap run" in capsys.readouterr().err


def test_small_answers_are_sent_at_once() -> None:
    with open_socket("127.0.0.1", 0) as listening:
        assert listening.proto == socket.IPPROTO_TCP  # what asyncio goes by


def test_an_address_is_one_that_this_machine_can_open() -> None:
    with open_socket("0.0.0.0", 0) as anywhere:
        assert address_of(anywhere).startswith("http://127.0.0.1:")
