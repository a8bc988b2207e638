"""A portal, played at the place where a town publishes: each fault there is found, once, in words."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.cli import CLEAN, FINDINGS, OUTSIDE, USAGE, main
from pipeline.model.errors import ConfigError
from pipeline.model.harvest import HarvestLimits, Place, Rehearsal, Reply, Trouble
from pipeline.model.report import Severity, ValidationResult
from pipeline.model.rules import RuleBook
from pipeline.publish.folder import Folder
from pipeline.readers.as_promised import unlike
from pipeline.rehearse.robots import shuts_out
from pipeline.rehearsed import place_of, rehearse
from pipeline.render.reports.letter import write_letter
from pipeline.sited import show_town
from pipeline.town.resources import Resources, read_resources
from tests.published_place import (
    Act,
    changed,
    cut_off,
    dripping,
    error_page,
    leads_to,
    other,
    publishing,
    silent,
    status,
    typed,
)
from tests.towns import FIRST_DAY, SECOND_DAY, change, copy_town, output_of, publish, town_of

RESOURCES = read_resources()
# To judge a catalog by rules takes longer than all else; one test shows that it is done.
WITHOUT_RULES = replace(RESOURCES, catalog_rules=RuleBook())
AT_EASE = HarvestLimits()
IN_A_HURRY = HarvestLimits(timeout_s=0.5, deadline_s=0.5, whole_s=30)
BASE = "https://w3id.org/digitalstrategie/id/beispielstadt/"
PART = f"<{BASE}katalog> a <http://www.w3.org/ns/dcat#Catalog> .".encode()
OLD = PART + f'<{BASE}katalog> <http://purl.org/dc/terms/modified> "2020-01-01" .'.encode()
TURTLE, TABLE = "2026-11-22/roadmap.ttl", "2026-11-22/projects.csv"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Beispielstadt with an edition and its pages; nobody else's page is named."""
    town = copy_town(tmp_path_factory.mktemp("published"))
    settings = town / "dataset.toml"
    settings.write_text(
        settings.read_text("utf-8").replace('homepage = "https://beispielstadt.example"\n', ""), "utf-8"
    )
    publish(town)
    _show(town)
    return town


def _show(place: Path) -> None:
    folder = _folder(place)
    with folder.locked():
        show_town(folder, town_of(place), RESOURCES)


def _folder(place: Path) -> Folder:
    return Folder(output_of(place) / "beispielstadt")


def _rehearse(
    place: Path,
    faults: Mapping[str, Act],
    *,
    public: Path | None = None,
    limits: HarvestLimits = AT_EASE,
    resources: Resources = WITHOUT_RULES,
) -> Rehearsal:
    with publishing(public or _folder(place).public, faults) as (address, _):
        return rehearse(town_of(place), _folder(place), resources, now=FIRST_DAY, at=address, limits=limits)


def _grave(rehearsal: Rehearsal) -> list[str]:
    return [result.rule.id for result in rehearsal.results if result.severity is not Severity.INFO]


def test_where_all_is_well_there_is_a_letter_with_what_a_portal_needs_to_know(place: Path) -> None:
    rehearsal = _rehearse(place, {})

    letter = write_letter(rehearsal, town_of(place).dataset, FIRST_DAY.date())
    assert _grave(rehearsal) == []
    assert letter
    assert letter.is_draft
    for said in (
        "https://w3id.org/digitalstrategie/id/beispielstadt/current/catalog.ttl",
        "DCAT-AP.de 3.0",
        f"Datensätze: 2, Dateien: {rehearsal.files}",
        "agenda@beispielstadt.example",
        "unregelmäßig",
        "cc-by/4.0",
        "am 22.11.2026",
    ):
        assert said in letter.text


EDITION, THING = "editions/2026-11-22/", "datensatz/roadmap/"
FAULTS: Mapping[str, tuple[Act, str, str]] = {
    f"{EDITION}roadmap.ttl": (status(404), "harvest-file-missing", "der Server antwortet mit 404"),
    f"{EDITION}theses.csv": (status(500), "harvest-file-missing", "der Server antwortet mit 500"),
    f"{EDITION}fields.csv": (status(403), "harvest-file-missing", "der Server antwortet mit 403"),
    f"{EDITION}projects.csv": (changed(lambda content: content + b"X"), "harvest-size", "Bytes, gekommen sind"),
    f"{EDITION}strategy.ttl": (changed(lambda content: content[:-10]), "harvest-size", "strategy.ttl"),
    f"{EDITION}strategy.csv": (other(b""), "harvest-size", "gekommen sind 0"),
    f"{EDITION}roadmap.csv": (changed(lambda content: content[::-1]), "harvest-digest", "SHA-256"),
    f"{EDITION}strategy.nt": (changed(lambda c: c.replace(b"2025", b"2026")), "harvest-digest", "strategy.nt"),
    f"{EDITION}budgets.csv": (typed("text/plain"), "harvest-media-type", "text/csv, der Server sagt text/plain"),
    f"{EDITION}roadmap.nt": (typed("application/octet-stream"), "harvest-media-type", "sagt application/octet-stream"),
    f"{EDITION}roadmap.ics": (typed(""), "harvest-media-type", "der Server sagt –"),
    "current/catalog.ttl": (typed("text/plain"), "harvest-media-type", "text/turtle, der Server sagt text/plain"),
    "current/catalog.rdf": (status(410), "harvest-file-missing", "der Server antwortet mit 410"),
    "current/catalog.jsonld": (changed(lambda content: content[:-3]), "harvest-size", "current/catalog.jsonld"),
    f"{EDITION}periods.csv": (error_page, "harvest-error-page", "Webseite"),
    f"{EDITION}strategy.rdf": (error_page, "harvest-error-page", "strategy.rdf"),
    f"{EDITION}organizations.csv": (cut_off, "harvest-file-missing", "die Antwort brach ab"),
    f"{EDITION}roadmap.xlsx": (cut_off, "harvest-file-missing", "die Antwort brach ab"),
    f"{EDITION}places.csv": (leads_to(f"/{EDITION}places.csv"), "harvest-file-missing", "leitet mehr als 5-mal weiter"),
    f"{EDITION}schemes.csv": (leads_to("ftp://127.0.0.1/a"), "harvest-file-missing", "nur Adressen mit http"),
    f"{EDITION}bodies.csv": (changed(lambda c: c[::-1], from_time=2), "harvest-file-changed", "verschiedenen Inhalt"),
    f"{EDITION}roadmap.rdf": (status(429, from_time=2), "harvest-once-only", "antwortet mit 429"),
    f"{THING}projects.csv": (status(404), "harvest-thing-missing", "datensatz/roadmap/projects.csv"),
    f"{THING}roadmap.ttl": (error_page, "", ""),
}  # fmt: skip


@pytest.fixture(scope="module")
def faulty(place: Path) -> Rehearsal:
    """A place where all of this is wrong at once."""
    return _rehearse(place, {f"/{path}": fault for path, (fault, *_) in FAULTS.items()})


@pytest.mark.parametrize("path", [path for path in FAULTS if FAULTS[path][1]])
def test_a_fault_is_found_once_and_told_in_words(place: Path, faulty: Rehearsal, path: str) -> None:
    _, rule, said = FAULTS[path]

    (found,) = (result for result in faulty.results if any(each.endswith(f"/{path}") for each in _addresses(result)))

    assert found.rule.id == rule
    assert said.lower() in found.message.de.lower() or len(_addresses(found)) > 3
    assert "{" not in "".join((*found.message, *found.remedy))


def test_what_is_right_among_many_faults_is_not_told(place: Path, faulty: Rehearsal) -> None:
    wrong = {f"{BASE}{path}" for path, (_, rule, _) in FAULTS.items() if rule}

    assert {each for result in faulty.results if _is_grave(result) for each in _addresses(result)} == wrong
    assert write_letter(faulty, town_of(place).dataset, FIRST_DAY.date()) is None


def _addresses(result: ValidationResult) -> list[str]:
    return result.about.de.split()


def _is_grave(result: ValidationResult) -> bool:
    return result.severity is not Severity.INFO


@pytest.mark.parametrize(
    ("path", "fault", "rule", "said"),
    [
        ("robots.txt", other(b"User-agent: *\nDisallow: /editions/"), "harvest-robots", "„Disallow: /editions/“"),
        ("robots.txt", status(503), "harvest-robots-broken", "503"),
        ("edition.json", other(b'{"version": "2026-11-21", "digest": "x"}'), "harvest-edition-mixed", "21.11.2026"),
        ("katalog", changed(lambda _: PART), "harvest-name-part", "ohne sie zu beschreiben"),
        ("katalog", changed(lambda _: OLD), "harvest-name-other", "etwas anderes als in seiner Datei"),
    ],
)
def test_a_fault_of_the_whole_place_is_found_once_and_told_in_words(
    place: Path, path: str, fault: Act, rule: str, said: str
) -> None:
    rehearsal = _rehearse(place, {path: fault})

    (found,) = (result for result in rehearsal.results if result.rule.id == rule)
    assert said in found.message.de
    assert _grave(rehearsal) == ([rule] if _is_grave(found) else [])


@pytest.mark.parametrize(
    ("fault", "rule", "said"),
    [
        (status(404), "harvest-catalog-missing", "antwortet mit 404"),
        (error_page, "harvest-error-page", "Webseite"),
        (other(b"<a> <b> ."), "harvest-catalog-unreadable", "kein Katalog in Turtle"),
        (other(b"<http://e.org/a> a <http://e.org/b> ."), "harvest-catalog-empty", "keinen Datensatz"),
        (cut_off, "harvest-catalog-missing", "brach ab"),
        (silent, "harvest-catalog-missing", "keine Antwort in der Zeit"),
        (dripping, "harvest-catalog-missing", "kam in der Zeit nicht zu Ende"),
    ],
)
def test_without_a_catalog_that_is_all_there_is_to_say(place: Path, fault: Act, rule: str, said: str) -> None:
    rehearsal = _rehearse(place, {"current/catalog.ttl": fault}, limits=IN_A_HURRY)

    assert rule in [result.rule.id for result in rehearsal.steps[0].results]
    assert len(rehearsal.results) == 1 or rule == "harvest-catalog-empty"
    assert said in rehearsal.results[0].message.de


@pytest.mark.parametrize(("fault", "said"), [(silent, "keine Antwort in der Zeit"), (dripping, "nicht zu Ende")])
def test_a_slow_file_is_given_up_and_told(place: Path, fault: Act, said: str) -> None:
    rehearsal = _rehearse(place, {TABLE: fault}, limits=IN_A_HURRY)

    assert _grave(rehearsal) == ["harvest-file-missing"]
    assert said in rehearsal.results[0].message.de + rehearsal.results[-1].message.de


@pytest.mark.parametrize(
    "limits", [HarvestLimits(addresses=20), HarvestLimits(max_bytes=20_000_000, whole_s=0.0001)], ids=["many", "long"]
)
def test_what_is_beyond_a_limit_is_told_and_not_taken_for_good(place: Path, limits: HarvestLimits) -> None:
    rehearsal = _rehearse(place, {}, limits=limits)

    assert _grave(rehearsal)[0] in ("harvest-unread", "harvest-catalog-missing")
    assert write_letter(rehearsal, town_of(place).dataset, FIRST_DAY.date()) is None


def test_a_file_too_large_is_told_with_the_limit(place: Path) -> None:
    big = b"x" * 3_000_000

    rehearsal = _rehearse(place, {TABLE: other(big)}, limits=HarvestLimits(max_bytes=2_000_000))

    assert _grave(rehearsal) == ["harvest-unread"]
    assert "mehr als 2 MB werden nicht gelesen" in rehearsal.results[1].message.de + rehearsal.results[0].message.de


def test_a_file_that_is_only_fetched_is_told_too(place: Path) -> None:
    rehearsal = _rehearse(place, {}, limits=HarvestLimits(read_bytes=1000))

    assert _grave(rehearsal) == []
    assert "harvest-file-unparsed" in [result.rule.id for result in rehearsal.results]


def test_the_same_fault_of_many_files_is_one_finding_with_the_first_of_them(place: Path) -> None:
    rehearsal = _rehearse(place, {".csv": typed("application/vnd.ms-excel")})

    (found,) = (result for result in rehearsal.results if result.rule.id == "harvest-media-type")
    assert found.message.de.endswith("weitere.")
    assert len(found.about.de.split()) > 10


def test_a_redirect_to_another_host_is_told_with_that_host(place: Path) -> None:
    with publishing(_folder(place).public, {}) as (elsewhere, _):
        other_name = elsewhere.replace("127.0.0.1", "localhost")
        rehearsal = _rehearse(place, {TABLE: leads_to(f"{other_name}current/projects.csv")})

    # Where a redirect leads is no address that --at named, so a private one is not asked at all.
    assert _grave(rehearsal) == ["harvest-file-missing"]
    assert "privaten Netz" in next(r.message.de for r in rehearsal.results if r.rule.id == "harvest-file-missing")


def test_an_answer_from_another_host_leads_away_and_one_by_https_does_not() -> None:
    assert Reply("https://a.example/x", url="https://b.example/x").leads_away
    assert not Reply("http://a.example/x", url="https://a.example/x").leads_away
    assert not Reply("http://a.example:80/x", url="http://a.example/x").leads_away
    assert not Reply("http://a.example/x").leads_away


@pytest.mark.parametrize(
    ("change_catalog", "said"),
    [
        (lambda content: content.replace(b"2026-11-22T09", b"2026-11-22T10"), "zuletzt geändert"),
        (lambda content: content.replace(b'id/beispielstadt/datensatz/roadmap"', b'id/neu"'), "die Kennung"),
        (lambda content: content.replace(b"Alles hier ist erfunden", b"Anders"), "eine andere Angabe"),
    ],
)
def test_a_catalog_that_changes_between_two_harvests_is_told(place: Path, change_catalog: Any, said: str) -> None:
    # The second question is for it as one of the forms of the catalog, the third is the second harvest.
    faults = {"current/catalog.ttl": changed(change_catalog, from_time=3)}

    rehearsal = _rehearse(place, faults)

    assert _grave(rehearsal)[0] == "harvest-changed"
    assert said in next(r.message.de for r in rehearsal.results if r.rule.id == "harvest-changed")


def test_what_lies_there_is_compared_with_the_edition_here(place: Path, tmp_path: Path) -> None:
    town = shutil.copytree(place.parents[1], tmp_path / "later", symlinks=True) / "sources" / "beispielstadt"
    old = Path(shutil.copytree(_folder(town).public, tmp_path / "old", symlinks=True))
    change(town, _rename)
    publish(town, now=SECOND_DAY)
    _show(town)

    stale, fresh = _rehearse(town, {}, public=old), _rehearse(town, {})

    assert [rule for rule in _grave(stale) if "edition" in rule] == ["harvest-edition-older"]
    (found,) = (result for result in stale.results if result.rule.id == "harvest-edition-older")
    assert found.message.de == "Dort liegt noch die Ausgabe vom 22.11.2026; hier ist die vom 23.11.2026 fertig."
    assert _grave(fresh) == []
    shutil.rmtree(_folder(town).path)
    unknown = _rehearse(town, {}, public=old)
    assert _grave(unknown) == []
    assert "harvest-edition-unknown" in [result.rule.id for result in unknown.results]


def _rename(sheet: Worksheet) -> None:
    title = next(cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("Fundbüro"))
    title.value = "Anders genannt"


def test_another_catalog_of_the_same_day_is_told(place: Path) -> None:
    rehearsal = _rehearse(place, {"current/catalog.ttl": changed(lambda content: content + b"# anders\n")})

    assert _grave(rehearsal) == ["harvest-edition-other"]


def test_a_rule_for_catalogs_that_is_broken_there_is_told_as_usual(place: Path) -> None:
    def without_license(content: bytes) -> bytes:
        return content.replace(b"dcterms:license", b"dcterms:source")

    rehearsal = _rehearse(place, {"current/catalog.ttl": changed(without_license)}, resources=RESOURCES)

    told = next(step for step in rehearsal.steps if step.name == "rules").results
    assert any("license-missing" in result.rule.id for result in told)
    assert {result.cell.file for result in told} == {"dataset.toml"}


def test_an_etag_that_is_new_each_time_is_a_note(place: Path) -> None:
    def tagged(server: Any, file: Path) -> None:
        server.answer(200, file.read_bytes(), Content_Type="text/csv", ETag=f'"{server.count()}"')

    rehearsal = _rehearse(place, {TABLE: tagged})

    assert _grave(rehearsal) == []
    assert "harvest-always-new" in [result.rule.id for result in rehearsal.results]


def test_a_file_that_has_not_changed_is_not_loaded_again(place: Path) -> None:
    def lasting(server: Any, file: Path) -> None:
        if server.headers.get("If-None-Match") == '"a"':
            server.answer(304, ETag='"a"')
        else:
            server.answer(200, file.read_bytes(), Content_Type="text/csv", ETag='"a"')

    rehearsal = _rehearse(place, {TABLE: lasting})

    assert _grave(rehearsal) == []
    assert "harvest-always-new" not in [result.rule.id for result in rehearsal.results]


@pytest.mark.parametrize(
    ("content", "media_type", "said"),
    [
        (b"<a> <b> .", "text/turtle", "Turtle"),
        (b"<http://e.org/a> <http://e.org/b> 'c' .", "application/n-quads", "N-Quads"),
        (b"<rdf:RDF", "application/rdf+xml", "RDF/XML"),
        (b"{", "application/ld+json", "no JSON"),
        (b"", "text/csv", "lacks its header"),
        (b"a,a\n1,2\n", "text/csv", "lacks its header"),
        (b"a,b\n1\n", "text/csv", "longer or shorter"),
        (b"\xff,b\n", "text/csv", "not UTF-8"),
        (b"BEGIN:VCALENDAR\r\n", "text/calendar", "no whole calendar"),
        (b"PK\x03\x04", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "no whole workbook"),
        (b" <!doctype HTML>", "text/csv", "a web page"),
        (b"\xef\xbb\xbf<html>", "?", "a web page"),
        (b"<html>", "text/html", ""),
        (b"key,title\n1,Haus\n", "text/csv", ""),
        (b"key\n1\n", "text/csv", ""),
        (b"anything", "application/pdf", ""),
    ],
)
def test_what_a_file_is_shows_in_its_bytes(content: bytes, media_type: str, said: str) -> None:
    found = unlike(content, media_type).en

    assert said in found
    assert bool(found) == bool(said)


@pytest.mark.parametrize(
    ("robots", "path", "line"),
    [
        ("User-agent: *\nDisallow: /", "/a", "Disallow: /"),
        ("User-agent: *\nDisallow:", "/a", ""),
        ("User-agent: *\nDisallow: /\nAllow: /current/", "/current/catalog.ttl", ""),
        ("User-agent: Bad\nDisallow: /", "/a", ""),
        ("User-agent: Bad\nUser-agent: *\nDisallow: /a # nein", "/ab", "Disallow: /a"),
        ("User-agent: *\nDisallow: /*.ttl$", "/x/catalog.ttl", "Disallow: /*.ttl$"),
        ("User-agent: *\nDisallow: /*.ttl$", "/x/catalog.ttl.gz", ""),
        ("user-agent:*\n\nDISALLOW:/%7Ea", "/~a/b", "Disallow: /%7Ea"),
        ("User-agent: *\nCrawl-delay: 3\n\nUser-agent: Bad\nDisallow: /", "/a", ""),
        ("<html>Nicht gefunden</html>", "/a", ""),
    ],
)
def test_robots_txt_is_read_as_its_standard_has_it(robots: str, path: str, line: str) -> None:
    assert shuts_out(robots, f"https://a.example{path}") == line


def test_addresses_are_asked_elsewhere_only_in_a_rehearsal_elsewhere() -> None:
    here = Place("https://a.example/", ("https://a.example/", "https://w3id.org/a/"))
    there = Place("http://127.0.0.1:1/", here.published)

    assert here.to_ask("https://w3id.org/a/katalog") == "https://w3id.org/a/katalog"
    assert there.to_ask("https://w3id.org/a/katalog") == "http://127.0.0.1:1/katalog"
    assert there.to_ask("https://b.example/x") == "https://b.example/x"


@pytest.mark.parametrize("at", ["ftp://a.example/", "a.example", "https://", "https://u:p@a.example/", "https://a.example/?x",
                                "http://a.example:99999/"])  # fmt: skip
def test_what_is_no_address_is_refused(place: Path, at: str) -> None:
    with pytest.raises(ConfigError, match="--at"):
        place_of(town_of(place), at)


@pytest.mark.parametrize("at", ["http://a.example/x", "http://a.example/x/", "http://a.example/x/current/catalog.rdf"])
def test_a_place_is_named_by_its_folder_or_by_its_catalog(place: Path, at: str) -> None:
    assert place_of(town_of(place), at).asked == "http://a.example/x/"


def test_a_private_network_is_not_asked_where_nobody_named_it(place: Path, tmp_path: Path) -> None:
    town = Path(shutil.copytree(place, tmp_path / "sources" / "beispielstadt"))
    with publishing(_folder(place).public, {}) as (address, asked):
        text = (town / "dataset.toml").read_text("utf-8") + f'\n[catalog]\nsite = "{address}"\n'
        (town / "dataset.toml").write_text(text, "utf-8")
        rehearsal = rehearse(town_of(town), _folder(place), RESOURCES, now=FIRST_DAY)

    assert asked == []
    assert [result.rule.id for result in rehearsal.results] == ["harvest-catalog-missing"]
    assert "--at" in rehearsal.results[0].message.de
    assert rehearsal.trouble is Trouble.PRIVATE


# The command


def _roadmap(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    return int(ended.value.code or 0)


@pytest.fixture
def called(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place.parents[1])
    monkeypatch.setenv("COLUMNS", "100")


@pytest.mark.usefixtures("called")
def test_the_command_ends_with_a_letter_and_zero(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with publishing(_folder(place).public, {}) as (address, _):
        assert _roadmap("rehearse", "beispielstadt", "--at", address) == CLEAN

    said = capsys.readouterr().out
    assert "Entwurf des Briefs" in said
    assert "Betreff: Katalog zum Abholen" in said


@pytest.mark.usefixtures("called")
def test_the_command_ends_with_one_and_what_to_mend_and_no_letter(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with publishing(_folder(place).public, {TABLE: status(404)}) as (address, _):
        assert _roadmap("rehearse", "--at", address, "--lang", "en") == FINDINGS

    said = capsys.readouterr().out
    assert "To be mended before you write to the portal" in said
    assert "Webmaster: upload" in said
    assert "Subject:" not in said


@pytest.mark.usefixtures("called")
@pytest.mark.parametrize("options", [["--json"], ["--format", "json"]])
def test_programs_are_told_each_step_as_json(
    place: Path, capsys: pytest.CaptureFixture[str], options: list[str]
) -> None:
    with publishing(_folder(place).public, {TABLE: status(404)}) as (address, _):
        assert _roadmap("rehearse", "--at", address, *options) == FINDINGS

    told = json.loads(capsys.readouterr().out)
    assert told["passed"] is False
    assert told["letter"] is None
    (found,) = next(step for step in told["steps"] if step["name"] == "files")["findings"]
    assert found["addresses"][0].endswith("/projects.csv")


@pytest.mark.usefixtures("called")
def test_where_no_server_answers_it_is_the_world_outside(capsys: pytest.CaptureFixture[str]) -> None:
    assert _roadmap("rehearse", "--at", "http://127.0.0.1:9/") == OUTSIDE
    assert "keine Verbindung" in capsys.readouterr().out


@pytest.mark.usefixtures("called")
def test_an_address_that_is_none_is_a_mistake_in_the_call() -> None:
    assert _roadmap("rehearse", "--at", "beispielstadt.example") == USAGE
