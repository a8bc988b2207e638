"""The page beside a watcher: what it tells people and monitors, to whom, and what nobody gets."""

from __future__ import annotations

import base64
import hashlib
import re
import socket
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from pipeline.cli import CLEAN, FINDINGS, OUTSIDE, main
from pipeline.model.drop import Delivery, Drop, Verdict
from pipeline.model.report import Text
from pipeline.publish import DESTINATIONS, named_destinations
from pipeline.state import State, open_state
from pipeline.state.store import Letter
from pipeline.watch.page import environment_of
from pipeline.watch.page.app import App
from pipeline.watch.page.looking import Looking
from pipeline.watch.remarked import UNTAKEN
from pipeline.watch.status import ALIVE_WITHIN
from pipeline.watch.watched import Watched
from tests.towns import copy_town

TOWN = "beispielstadt"
NOW = datetime(2026, 11, 29, 4, tzinfo=UTC)
ADDRESSES = ("/", "/status.json", "/health", "/metrics")
DOCS = Path(__file__).parents[1] / "docs" / "status.md"
Fill = Callable[[State], object]


def _well(state: State) -> None:
    """An edition went out yesterday, and somebody looked a moment ago."""
    at = NOW - timedelta(hours=22)
    state.note_pulse(TOWN, seen_at=NOW - timedelta(seconds=40), succeeded_at=at)
    state.begin_run(TOWN, at, at)
    state.end_run(TOWN, at, at, "2026-11-28", "published")
    state.send_to(TOWN, ["folder"], "2026-11-28")
    state.note_delivery(Delivery(TOWN, "folder", "2026-11-28", "done"))


def _dropped(name: str, verdict: Verdict, hours: int = 2) -> Fill:
    taken_at = NOW - timedelta(hours=hours)
    digest = hashlib.sha256(name.encode()).hexdigest()
    return lambda state: state.add_drop(Drop(0, TOWN, name, digest, 3, name, taken_at, verdict))


def _failing(attempts: int) -> Fill:
    error, again = "ftp.example: nimmt keine Verbindung an", NOW + timedelta(hours=3)
    delivery = Delivery(TOWN, "folder", "2026-11-28", "waiting", attempts, again, error)
    return lambda state: state.note_delivery(delivery)


def _looking(place: Path, *fills: Fill, settings: str = "", environment: Mapping[str, str] | None = None) -> Looking:
    town = copy_town(place)
    said = (town / "dataset.toml").read_text("utf-8")
    (town / "dataset.toml").write_text(f"{said}\n{settings or _FOLDER}", "utf-8")
    with open_state(place / "output") as state:
        for fill in (_well, *fills):
            fill(state)
    towns = [Watched(town / "dataset.toml")]
    return Looking(place / "output", towns, lambda: NOW, environment or {}, ALIVE_WITHIN)


_FOLDER = '[destinations.folder]\npath = "/srv/www"\n'


def _client(looking: Looking) -> TestClient:
    return TestClient(App(looking), base_url="http://127.0.0.1:8321")


def _words(page: str) -> str:
    """What a page says, without its marks and its style."""
    page = re.sub("<style>.*?</style>", "", page, flags=re.DOTALL)
    return " ".join(re.sub("<[^>]*>", " ", page).replace("\u00a0", " ").split())


def test_where_all_is_well_it_says_so_and_when_that_was_by_the_towns_clock(tmp_path: Path) -> None:
    client = _client(_looking(tmp_path))

    page, health = client.get("/"), client.get("/health")

    words = _words(page.text)
    assert "Alles in Ordnung Sie müssen nichts tun." in words
    assert "Zuletzt nachgesehen vor 40 Sekunden So., 29. Nov. 2026, 4.59 Uhr" in words
    assert "Ordner des Webservers ✓ hat die Ausgabe 2026-11-28" in words
    assert "2026-11-28 vor 22 Stunden Sa., 28. Nov. 2026, 7.00 Uhr" in words
    assert (health.status_code, health.json()["healthy"], health.json()["reasons"]) == (200, True, [])
    assert health.json()["last_look_age_s"] == 40
    assert health.json()["last_success_at"] == "2026-11-28T06:00:00Z"


@pytest.mark.parametrize(
    ("address", "accept", "language"),
    [
        ("/", "", "de"),
        ("/", "en-GB,en;q=0.9", "en"),
        ("/", "fr", "de"),
        ("/?lang=en", "de", "en"),
        ("/?lang=de", "en", "de"),
        ("/?lang=xx", "en", "en"),
    ],
)
def test_it_speaks_the_language_that_is_asked_for(address: str, accept: str, language: str, tmp_path: Path) -> None:
    page = _client(_looking(tmp_path)).get(address, headers={"accept-language": accept})

    assert f'<html lang="{language}">' in page.text
    assert ("All is well" in page.text) == (language == "en")
    assert page.headers["content-language"] == language


def test_it_loads_itself_anew_unless_a_reader_does_not_want_that(tmp_path: Path) -> None:
    client = _client(_looking(tmp_path))

    assert '<meta http-equiv="refresh" content="30">' in client.get("/").text
    assert "http-equiv" not in client.get("/?refresh=off").text
    assert "<script" not in client.get("/").text


def test_what_waits_is_told_with_what_it_waits_for_and_is_no_fault(tmp_path: Path) -> None:
    drops = (_dropped("a.xlsx", "held", 30), _dropped("b (1).xlsx", "asked"), _dropped("c.xlsx", "accepted"))
    client = _client(_looking(tmp_path, *drops, settings='[schedule]\npublish = "0 6 * * mon"\n'))

    words, facts = _words(client.get("/").text), client.get("/status.json").json()

    assert "Alles läuft; etwas wartet auf Sie" in words
    assert "roadmap release beispielstadt" in words
    assert "a.xlsx auf Ihre Freigabe vor 1 Tag Fr., 27. Nov. 2026, 23.00 Uhr" in words
    assert "b (1).xlsx auf Sie: Welche Tabelle ersetzt sie?" in words
    assert "c.xlsx auf den nächsten Termin" in words
    assert "Nächster Termin in 1 Tag Mo., 30. Nov. 2026, 6.00 Uhr" in words
    assert [each["code"] for each in facts["to_do"]] == ["files-asked", "files-held"]
    assert [each["waits_for"] for each in facts["towns"][0]["waiting"]] == ["release", "answer", "due-moment"]
    assert client.get("/health").status_code == 200


def _left(name: str, why: Text) -> Fill:
    told = {"name": name, "de": why.de, "en": why.en, "since": NOW.isoformat(), "is_due": True, "is_taken": False}
    return lambda state: state.note(TOWN, UNTAKEN, [told])


def test_what_cannot_be_taken_is_told_with_what_to_do_and_without_a_persons_name(tmp_path: Path) -> None:
    why = Text("ist ein Ordner; legen Sie die Datei selbst ab", "is a folder; put the file itself there")
    client = _client(_looking(tmp_path, _left("Frau Erika Müller", why)))

    assert why.de in _words(client.get("/").text)
    assert "Müller" not in client.get("/").text
    assert [each["code"] for each in client.get("/status.json").json()["to_do"]] == ["file-left"]
    assert client.get("/health").status_code == 200


def test_what_is_under_way_is_told(tmp_path: Path) -> None:
    looking = _looking(tmp_path, lambda state: state.begin_run(TOWN, NOW, NOW), _dropped("c.xlsx", "accepted"))

    words = _words(_client(looking).get("/").text)

    assert "Läuft gerade Es wird veröffentlicht." in words
    assert "c.xlsx auf die Veröffentlichung, die gerade läuft" in words


def test_a_destination_that_failed_again_and_again_is_told_with_what_to_do(tmp_path: Path) -> None:
    client = _client(_looking(tmp_path, _failing(3)))

    page, health = client.get("/").text, client.get("/health")

    assert "Nicht alles ist in Ordnung" in page
    assert '<samp lang="de">ftp.example: nimmt keine Verbindung an</samp>' in client.get("/?lang=en").text
    assert "Prüfen Sie Adresse und Zugang" in page
    assert "× hat die Ausgabe 2026-11-28 noch nicht; Versuche: 3" in _words(page)
    assert "in 3 Stunden So., 29. Nov. 2026, 8.00 Uhr" in _words(page)
    assert health.status_code == 503
    assert health.json()["reasons"] == [
        "beispielstadt: After 3 attempts, edition 2026-11-28 has not arrived yet at: folder of the web server. "
        "(ftp.example: nimmt keine Verbindung an)"
    ]


def test_a_destination_that_failed_once_is_told_and_is_no_fault(tmp_path: Path) -> None:
    client = _client(_looking(tmp_path, _failing(1)))

    assert "! hat die Ausgabe 2026-11-28 noch nicht; Versuche: 1" in _words(client.get("/").text)
    assert client.get("/health").status_code == 200


def test_a_destination_that_is_not_named_any_more_is_no_fault_and_a_new_one_is_told(tmp_path: Path) -> None:
    environment = {"CKAN_URL": "named"}
    looking = _looking(tmp_path, _failing(9), settings="[schedule]\npublish = ''\n", environment=environment)

    (town,) = _client(looking).get("/status.json").json()["towns"]

    assert [(each["name"], each["version"], each["has_it"]) for each in town["destinations"]] == [("ckan", None, False)]
    assert "Datenportal bekommt die nächste Ausgabe" in _words(_client(looking).get("/").text)


@pytest.mark.parametrize(
    ("fill", "code"),
    [
        (lambda state: state.note_pulse(TOWN, seen_at=NOW - timedelta(hours=1)), "nobody-watching"),
        (lambda state: state.note_pulse(TOWN, trouble="der Datenträger ist voll", failed_at=NOW), "in-trouble"),
        (lambda state: state.write(Letter("k", TOWN, "held", {}), NOW - timedelta(hours=7)), "notices-stuck"),
        (_failing(3), "destination-failing"),
    ],
)
def test_each_fault_has_a_code_and_an_error_of_the_server(fill: Fill, code: str, tmp_path: Path) -> None:
    client = _client(_looking(tmp_path, fill))

    assert client.get("/health").status_code == 503
    assert [each["code"] for each in client.get("/status.json").json()["reasons"]] == [code]
    assert "roadmap_healthy 0" in client.get("/metrics").text


def test_a_letter_of_a_moment_ago_is_counted_and_is_no_fault(tmp_path: Path) -> None:
    client = _client(_looking(tmp_path, lambda state: state.write(Letter("k", TOWN, "held", {}), NOW)))

    assert client.get("/health").status_code == 200
    assert 'roadmap_notices_unsent{town="beispielstadt"} 1' in client.get("/metrics").text


def test_a_workbook_elsewhere_that_did_not_come_is_told(tmp_path: Path) -> None:
    settings = '[[sources]]\nname = "zahlen.xlsx"\nurl = "https://cloud.example/zahlen.xlsx"\n'
    looking = _looking(
        tmp_path,
        lambda state: state.note_fetched(TOWN, "zahlen.xlsx", asked_at=NOW.isoformat(), error="antwortet nicht"),
        lambda state: state.note_fetched(TOWN, "alt.xlsx", asked_at=NOW.isoformat(), error="gab es nie"),
        settings=settings,
    )

    words = _words(_client(looking).get("/").text)

    assert "„zahlen.xlsx“ konnte zuletzt nicht geholt werden. antwortet nicht" in words
    assert "alt.xlsx" not in words
    assert "cloud.example" not in words


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Roadmap_Frau_Muster.xlsx", "Roadmap •••.xlsx"),
        ("petra.muster@town.example.xlsx", "•••.xlsx"),
        ("Liste_Herr_Muster_Tel_0171-1234567.xlsx", "Liste ••• •••.xlsx"),
        ("vorhaben 2026.xlsx", "vorhaben 2026.xlsx"),
    ],
)
def test_a_name_that_looks_personal_is_masked_wherever_it_would_stand(
    name: str, shown: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    trouble = f"sources/beispielstadt/inbox/{name}: Zugriff verweigert"
    looking = _looking(
        tmp_path, _dropped(name, "held"), lambda state: state.note_pulse(TOWN, trouble=trouble, failed_at=NOW)
    )
    client = _client(looking)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))
    there = ("--sources", str(tmp_path / "sources"), "--output", str(tmp_path / "output"))

    codes = [_call("status", TOWN, *there), _call("status", TOWN, "--format", "json", *there)]
    told = [capsys.readouterr().out, *(client.get(address).text for address in ADDRESSES)]

    assert codes == [FINDINGS, FINDINGS]
    assert client.get("/status.json").json()["towns"][0]["waiting"][0]["file"] == shown
    assert all(shown in text for text in told[:3])
    assert [text for text in told if name in text and shown != name] == []


def test_what_a_file_is_called_is_no_markup(tmp_path: Path) -> None:
    page = _client(_looking(tmp_path, _dropped('<img src=x onerror="a()">.xlsx', "held"))).get("/").text

    assert "<img" not in page
    assert "&lt;img src=x onerror=&#34;a()&#34;&gt;.xlsx" in page


def test_of_a_town_whose_settings_cannot_be_read_no_name_is_shown(tmp_path: Path) -> None:
    client = _client(_looking(tmp_path, _dropped("Roadmap_Frau_Muster.xlsx", "held"), settings="[schedul]\n"))

    facts = client.get("/status.json").json()

    assert [each["code"] for each in facts["reasons"]] == ["in-trouble"]
    assert "schedul" in facts["reasons"][0]["error"]
    assert facts["towns"][0]["waiting"][0]["file"] == "•••"
    assert "Nächster Termin unbekannt" in _words(client.get("/").text)


def test_a_state_that_cannot_be_read_is_told_as_a_fault(tmp_path: Path) -> None:
    looking = _looking(tmp_path)
    (tmp_path / "output" / "state.sqlite").write_bytes(b"no database at all" * 100)
    client = _client(looking)

    assert client.get("/health").status_code == 503
    assert [each["code"] for each in client.get("/status.json").json()["reasons"]] == ["state-unreadable"]
    assert "ist beschädigt" in client.get("/").text


def test_it_is_read_while_somebody_writes_and_writes_nothing(tmp_path: Path) -> None:
    looking = _looking(tmp_path)
    with open_state(tmp_path / "output") as state, state.step():
        state.note_pulse(TOWN, trouble="halb geschrieben")
        before = {path: path.read_bytes() for path in (tmp_path / "output").iterdir() if path.suffix == ".sqlite"}

        assert _client(looking).get("/health").status_code == 200
        assert {path: path.read_bytes() for path in before} == before


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_is_kept_nowhere_and_may_do_nothing(address: str, tmp_path: Path) -> None:
    client = _client(_looking(tmp_path))

    answer, head = client.get(address), client.head(address)

    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"].startswith("default-src 'none'; ")
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == answer.headers["content-length"]
    refused = client.post(address)
    assert (refused.status_code, refused.headers["allow"]) == (405, "GET, HEAD")
    assert refused.headers["cache-control"] == "no-store"


def test_the_policy_allows_the_style_of_the_page_and_no_other(tmp_path: Path) -> None:
    page = _client(_looking(tmp_path)).get("/")
    (style,) = re.findall("<style>(.*?)</style>", page.text, re.DOTALL)

    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()

    assert f"style-src 'sha256-{digest}';" in page.headers["content-security-policy"]


@pytest.mark.parametrize("address", ["/x", "/index.html", "/status.json/", "/../etc/passwd", "/Health"])
def test_elsewhere_there_is_nothing(address: str, tmp_path: Path) -> None:
    answer = _client(_looking(tmp_path)).get(address)

    assert answer.status_code == 404
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:8321", "192.168.0.1:8321", "", "[::2]"]
)
def test_whoever_calls_this_machine_by_another_name_gets_nothing(host: str, address: str, tmp_path: Path) -> None:
    answer = _client(_looking(tmp_path)).get(address, headers={"host": host})

    assert answer.status_code == 421
    assert TOWN not in answer.text


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:1", "localhost", "LOCALHOST:8321", "[::1]:8321"])
def test_this_machine_has_several_names(host: str, tmp_path: Path) -> None:
    assert _client(_looking(tmp_path)).get("/health", headers={"host": host}).status_code == 200


def test_every_key_that_a_program_gets_is_described(tmp_path: Path) -> None:
    settings = f'{_FOLDER}[[sources]]\nname = "z.xlsx"\nurl = "https://cloud.example/z.xlsx"\n'
    fetched: Fill = lambda state: state.note_fetched(TOWN, "z.xlsx", error="x")  # noqa: E731
    client = _client(_looking(tmp_path, _dropped("a.xlsx", "held"), _failing(3), fetched, settings=settings))
    described = DOCS.read_text("utf-8")

    keys = set(_keys(client.get("/status.json").json())) | set(_keys(client.get("/health").json()))
    gauges = re.findall(r"# TYPE (\w+) gauge", client.get("/metrics").text)

    assert [name for name in sorted([*keys, *gauges]) if f"`{name}`" not in described] == []


def _keys(value: object) -> list[str]:
    if isinstance(value, list):
        return [key for each in value for key in _keys(each)]
    return [key for name, each in value.items() for key in (name, *_keys(each))] if isinstance(value, dict) else []


def test_what_prometheus_reads_is_well_formed(tmp_path: Path) -> None:
    answer = _client(_looking(tmp_path, _failing(2))).get("/metrics")

    lines = [line for line in answer.text.splitlines() if not line.startswith("#")]
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert [line for line in lines if not re.fullmatch(r'roadmap_[a-z_]+(\{town="[^"]+"\})? -?\d+', line)] == []
    assert 'roadmap_last_success_age_seconds{town="beispielstadt"} 79200' in lines
    assert 'roadmap_deliveries_failed{town="beispielstadt"} 1' in lines
    assert answer.text.endswith("\n")


def test_the_process_of_the_page_gets_no_secret_and_knows_what_is_named(tmp_path: Path) -> None:
    addresses = ("CKAN_URL", "FOLDER_PATH", "SFTP_HOST", "WEBDAV_URL", "SPARQL_QUERY")
    given = {
        **dict.fromkeys(addresses, "https://user:secret@x.example"),
        "CKAN_TOKEN": "secret",
        "SMTP_PASSWORD": "secret",
    }
    dataset = Watched(copy_town(tmp_path) / "dataset.toml").dataset()

    got = environment_of(given)

    assert not any("secret" in value for value in got.values())
    assert set(named_destinations(dataset, got)) == set(DESTINATIONS)


def test_a_port_that_is_taken_is_told_before_anything_is_done(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy_town(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        there = ("--sources", str(tmp_path / "sources"), "--output", str(tmp_path / "output"))
        code = _call("watch", "--once", "--port", port, *there)

    assert code == OUTSIDE
    assert f"127.0.0.1:{port}" in capsys.readouterr().err
    assert not (tmp_path / "output" / "state.sqlite").exists()


def test_status_says_the_same_as_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _looking(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))

    there = ("--sources", str(tmp_path / "sources"), "--output", str(tmp_path / "output"))

    assert _call("status", TOWN, *there) == CLEAN


def _call(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    return int(ended.value.code or 0)
