"""``roadmap publish`` as a person calls it: what it says, the code it ends with, and that it tells nobody the token."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from pipeline.cli import CLEAN, FINDINGS, OUTSIDE, USAGE, main
from pipeline.publish.ckan import Ckan
from pipeline.publish.ckan.portal import Portal
from pipeline.publish.folder import Folder
from tests.ckan_cases import NAMES, editions
from tests.fake_fields import Kind
from tests.fakes import Cut, FakeCkan, Killed
from tests.towns import copy_town

TOKEN = "a-token-that-nobody-may-see"
URL = "https://portal.example"


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeCkan]:
    """A portal, in a folder with a town that has an edition."""
    copy_town(tmp_path)
    monkeypatch.chdir(tmp_path)
    Folder(Path("output/beispielstadt")).publish(editions().first)
    for name, value in (("CKAN_URL", URL), ("CKAN_TOKEN", TOKEN), ("CKAN_ORGANIZATION", "musterstadt")):
        monkeypatch.setenv(name, value)
    fake = FakeCkan()
    monkeypatch.setattr("pipeline.publish.ckan.connect", lambda *_: fake.portal())
    monkeypatch.setattr("pipeline.publish.ckan.Ckan", partial(Ckan, sleep=lambda _: None))
    yield fake
    assert TOKEN.encode() not in b"".join(path.read_bytes() for path in Path("output").rglob("*") if path.is_file())


def _roadmap(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(("publish", "beispielstadt", "--to", "ckan", *arguments))
    return int(ended.value.code or 0)


def test_a_publication_says_where_it_stands_and_a_second_that_nothing_was_sent(
    fake: FakeCkan, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _roadmap() == CLEAN
    first = capsys.readouterr()
    fake.run_loader()
    assert _roadmap() == CLEAN
    second = capsys.readouterr()

    assert first.out == f"Ausgabe 2026-11-22 steht auf {URL}\n"
    assert "Digitale Agenda der (erfundenen) Beispielstadt: neu …" in first.err
    assert second.out == f"{URL} ist schon auf dem Stand der Ausgabe 2026-11-22; nichts gesendet\n"
    assert second.err == ""
    assert sorted(package["name"] for package in fake.packages.values()) == NAMES
    assert TOKEN not in first.out + first.err + second.out


def test_a_dry_run_shows_the_plan_and_writes_nothing(fake: FakeCkan, capsys: pytest.CaptureFixture[str]) -> None:
    assert _roadmap("--dry-run", "--lang", "en") == CLEAN

    assert capsys.readouterr().out.startswith(f"Plan for {URL}\n\n+ new  Digitale Agenda")
    assert fake.writes == 0
    assert fake.packages == {}


def test_a_dry_run_founds_no_organization(
    fake: FakeCkan, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    fake.may_found = True
    monkeypatch.setenv("CKAN_ORGANIZATION", "neustadt")

    assert _roadmap("--dry-run", "--create-organization") == CLEAN

    assert "Vorher wird die Organisation „neustadt“ angelegt." in capsys.readouterr().out
    assert fake.writes == 0


def test_plan_and_receipt_come_as_json(fake: FakeCkan, capsys: pytest.CaptureFixture[str]) -> None:
    _roadmap("--dry-run", "--format", "json")
    plan = json.loads(capsys.readouterr().out)
    _roadmap("--format", "json")
    receipt = json.loads(capsys.readouterr().out)

    assert [dataset["name"] for dataset in plan["datasets"]] == NAMES
    assert (receipt["edition"], receipt["changed"], receipt["differs"]) == ("2026-11-22", True, [])
    assert fake.writes > 0


def test_what_came_out_otherwise_ends_with_one(fake: FakeCkan, capsys: pytest.CaptureFixture[str]) -> None:
    def spoil(package: dict[str, Any]) -> None:
        package["title"] = package["title"].upper()

    fake.spoil = spoil

    assert _roadmap() == FINDINGS

    assert f"Anders als gesendet: {NAMES[0]}: Titel" in capsys.readouterr().out
    assert _roadmap("--lang", "en") == FINDINGS
    assert f"Other than it was sent: {NAMES[0]}: title" in capsys.readouterr().out
    assert _roadmap("--format", "json") == FINDINGS
    differs = json.loads(capsys.readouterr().out)["differs"]
    assert differs[0] == {"de": f"{NAMES[0]}: Titel", "en": f"{NAMES[0]}: title"}


def test_a_cut_off_run_is_told_by_the_next(fake: FakeCkan, capsys: pytest.CaptureFixture[str]) -> None:
    fake.watch = lambda fake: fake.fail_at(1, Cut.KILLED_AFTER) if fake.log[-1] == "package_create" else None
    with pytest.raises(Killed):
        main(("publish", "beispielstadt", "--to", "ckan"))
    fake.watch = lambda _: None
    capsys.readouterr()

    assert _roadmap() == CLEAN
    assert "blieb unvollendet; was ihm fehlt, wird nachgeholt." in capsys.readouterr().err
    fake.run_loader()
    assert _roadmap() == CLEAN
    assert capsys.readouterr().err == ""


def test_a_dead_token_is_the_world_outside_in_one_line(fake: FakeCkan, capsys: pytest.CaptureFixture[str]) -> None:
    fake.token_is_alive = False

    assert _roadmap() == OUTSIDE
    german = capsys.readouterr().err
    assert _roadmap("--lang", "en") == OUTSIDE
    english = capsys.readouterr().err

    assert german.startswith(
        "roadmap: Das Portal lehnt das Token ab: Es ist abgelaufen, widerrufen oder darf in keiner"
    )
    assert english.startswith("roadmap: The portal refuses the token: it has expired or was revoked")
    assert german.count("\n") == english.count("\n") == 1
    assert TOKEN not in german + english


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("CKAN_URL", "", "no portal is set: put its address into CKAN_URL"),
        ("CKAN_URL", "http://portal.example", "the token would travel in the open; use https://"),
        ("CKAN_URL", "http://127.0.0.1.evil.example", "the token would travel in the open"),
        ("CKAN_URL", "ftp://portal.example", "expected one like https://portal.example"),
        ("CKAN_URL", "portal.example", "expected one like https://portal.example"),
        ("CKAN_URL", "https://", "expected one like https://portal.example"),
        ("CKAN_URL", "https://[::1", "expected one like https://portal.example"),
        ("CKAN_URL", "https://portal.example:99999", "expected one like https://portal.example"),
        ("CKAN_URL", "https://somebody:geheim@portal.example", "without a user's name"),
        ("CKAN_URL", "https://portal.example/?a=b", "is no address of a portal"),
        ("CKAN_URL", "https://portal.example/a\x1bb", "is no address of a portal"),
        ("CKAN_TOKEN", "", "no token is set: put it into the environment variable CKAN_TOKEN"),
        ("CKAN_TOKEN", f"{TOKEN}\nX-Evil: 1", "CKAN_TOKEN: is no token"),
        ("CKAN_TOKEN", f"{TOKEN} {TOKEN}", "CKAN_TOKEN: is no token"),
        ("CKAN_TOKEN", f"{TOKEN}ä", "CKAN_TOKEN: is no token"),
    ],
)
def test_a_mistake_in_the_settings_ends_with_two_and_says_what_to_do(
    fake: FakeCkan,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    value: str,
    words: str,
) -> None:
    monkeypatch.setenv(name, value)

    assert _roadmap("--lang=en") == USAGE

    told = capsys.readouterr().err
    assert words in told
    assert not {TOKEN, "geheim"} & set(told.replace(":", " ").split())
    assert TOKEN not in told
    assert "geheim" not in told
    assert fake.count == 0


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("CKAN_URL", "", "Es ist kein Portal eingestellt: Setzen Sie seine Adresse in CKAN_URL"),
        ("CKAN_URL", "http://portal.example", "Das Token ginge offen durchs Netz; verwenden Sie https://"),
        ("CKAN_URL", "portal.example", "erwartet wird eine wie https://portal.example"),
        ("CKAN_URL", "https://portal.example/?a=b", "ist keine Adresse eines Portals"),
        ("CKAN_TOKEN", "", "Es ist kein Token gesetzt: Es gehört in die Umgebungsvariable CKAN_TOKEN"),
        ("CKAN_TOKEN", f"{TOKEN} {TOKEN}", "CKAN_TOKEN: ist kein Token"),
    ],
)
def test_a_mistake_in_the_settings_is_told_in_german_unless_asked_otherwise(
    fake: FakeCkan,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    value: str,
    words: str,
) -> None:
    monkeypatch.setenv(name, value)

    assert _roadmap() == USAGE

    assert words in capsys.readouterr().err


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:5000", "http://LOCALHOST:5000/", "http://[::1]:5000", f" {URL}/ckan/\n"]
)
def test_a_portal_on_this_machine_may_go_without_https(
    fake: FakeCkan, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("CKAN_URL", address)

    assert _roadmap("--dry-run") == CLEAN

    assert fake.count > 0


def test_blanks_around_a_token_are_no_part_of_it(fake: FakeCkan, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[str, str]] = []

    def connect(address: str, token: str) -> Portal:
        seen.append((address, token))
        return fake.portal()

    monkeypatch.setenv("CKAN_TOKEN", f" {TOKEN}\n")
    monkeypatch.setattr("pipeline.publish.ckan.connect", connect)

    assert _roadmap() == CLEAN

    assert seen == [(URL, TOKEN)]


def test_settings_stand_in_the_towns_file_and_the_environment_goes_before(
    fake: FakeCkan, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = Path("sources/beispielstadt/dataset.toml")
    ours = '\n[destinations.ckan]\nurl = "https://eigenes.example"\norganization = "musterstadt"\nprefix = "stadt"\n'
    path.write_text(path.read_text("utf-8") + ours, "utf-8")
    for name in ("CKAN_URL", "CKAN_ORGANIZATION"):
        monkeypatch.delenv(name)

    assert _roadmap() == CLEAN
    assert "https://eigenes.example" in capsys.readouterr().out
    assert {package["name"].partition("-")[0] for package in fake.packages.values()} == {"stadt"}
    monkeypatch.setenv("CKAN_URL", URL)
    assert _roadmap("--dry-run") == CLEAN
    assert f"Plan für {URL}" in capsys.readouterr().out


def test_a_town_without_an_edition_needs_one_first(fake: FakeCkan, capsys: pytest.CaptureFixture[str]) -> None:
    Path("output/beispielstadt/public/current").unlink()

    assert _roadmap("--lang", "en") == USAGE
    assert "there is no edition yet; make one with roadmap run beispielstadt" in capsys.readouterr().err
    assert _roadmap() == USAGE
    assert "gibt noch keine Ausgabe; machen Sie eine mit roadmap run beispielstadt" in capsys.readouterr().err
    assert fake.count == 0


def test_two_publications_of_one_town_do_not_run_at_once(fake: FakeCkan, capsys: pytest.CaptureFixture[str]) -> None:
    with Folder(Path("output/beispielstadt")).locked():
        assert _roadmap() == OUTSIDE
        assert "Hier arbeitet schon ein anderer Lauf" in capsys.readouterr().err
        assert _roadmap("--lang", "en") == OUTSIDE
        assert "another run is at work here" in capsys.readouterr().err
    assert fake.count == 0


def test_the_loaders_secret_is_told_nobody(fake: FakeCkan, capsys: pytest.CaptureFixture[str]) -> None:
    fake.kind = Kind.DCAT
    _roadmap()
    fake.run_loader()
    _roadmap("--format", "json")

    told = capsys.readouterr()
    written = b"".join(path.read_bytes() for path in Path("output").rglob("*") if path.is_file())
    assert "xloader_status" in fake.log
    assert "the-loader's-secret" not in told.out + told.err
    assert b"the-loader's-secret" not in written


@pytest.mark.parametrize("arguments", [(), ("--dry-run",)])
def test_a_town_whose_name_ckan_would_not_take_is_told_the_setting_before_anything_is_asked(
    fake: FakeCkan, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    path = Path("sources/beispielstadt/dataset.toml")
    path.write_text(path.read_text("utf-8").replace('name = "beispielstadt"', 'name = "Beispielstadt"', 1), "utf-8")

    assert _roadmap(*arguments) == USAGE

    assert 'prefix = "beispielstadt"' in capsys.readouterr().err
    assert fake.count == 0


def test_an_older_edition_is_refused_and_goes_out_when_it_is_really_meant(
    fake: FakeCkan, capsys: pytest.CaptureFixture[str]
) -> None:
    Folder(Path("output/beispielstadt")).publish(editions().changed)
    assert _roadmap() == CLEAN
    writes = fake.writes
    folder = Folder(Path("output/beispielstadt"))
    folder.current.unlink()
    for half in folder.halves("2026-11-23"):
        shutil.rmtree(half)
    folder.current.symlink_to("editions/2026-11-22")

    assert _roadmap("--dry-run") == OUTSIDE
    assert _roadmap() == OUTSIDE
    assert "steht unter „beispielstadt-roadmap“ schon die Ausgabe 2026-11-2" in capsys.readouterr().err
    assert fake.writes == writes

    assert _roadmap("--force") == CLEAN
    assert {package["version"] for package in fake.packages.values()} == {"2026-11-22"}
