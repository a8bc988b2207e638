"""What was published is taken back: no byte of it is left, and all that is left is true."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from icalendar import Calendar
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from pyoxigraph import RdfFormat
from pyoxigraph import parse as parse_rdf

from pipeline.compare import as_of, parse_lifetimes
from pipeline.erasing import Plan, Wish, carry_out, plan, read_record
from pipeline.lift import lift
from pipeline.model.edition import Distribution
from pipeline.model.errors import ConfigError, OutsideWorldError
from pipeline.model.graph import Index, curie, parse_n_triples, parse_turtle
from pipeline.model.report import Text
from pipeline.publish import amend
from pipeline.publish.report import write_report
from pipeline.run import read_published
from pipeline.town.resources import read_resources
from tests import five_editions
from tests.csv2rdf import convert
from tests.erasures import folder_of, mend, where_it_stands, write_name
from tests.towns import FIRST_DAY, SECOND_DAY, change, copy_town, publish, town_of

NAME = "Jörg Weißmüller"
THIRD_DAY = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
REASON = "Antrag nach Art. 17 DSGVO vom 20.11.2026"


def erase(place: Path, *, texts: tuple[str, ...] = (), projects: tuple[str, ...] = (), reason: str = REASON) -> Plan:
    folder = folder_of(place)
    with folder.locked():
        planned = plan(folder, town_of(place), read_resources(), Wish(texts, projects, reason), now=THIRD_DAY)
        carry_out(planned)
    return planned


def drop(place: Path, key: str) -> None:
    def edit(sheet: Worksheet) -> None:
        sheet.delete_rows(next(row for row in range(1, sheet.max_row) if sheet.cell(row, 2).value == key))

    change(place, edit)


@pytest.fixture(scope="module", params=["beispielstadt", "erkelenz"])
def said(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A town with an edition that says a name, and one after it whose changes do."""
    place = copy_town(tmp_path_factory.mktemp("said"), request.param)
    write_name(place, NAME)
    assert publish(place, now=FIRST_DAY).receipt
    mend(place)
    assert publish(place, now=SECOND_DAY, accept_loss=True).receipt
    return place


@pytest.fixture(scope="module")
def erased(said: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same when the name is taken back."""
    place = _copied(said, tmp_path_factory.mktemp("erased"))
    erase(place, texts=(NAME,))
    return place


def _copied(place: Path, to: Path) -> Path:
    shutil.copytree(place.parents[1], to, symlinks=True, dirs_exist_ok=True)
    return to / "sources" / place.name


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A town with one edition that says a name; its sheet is mended."""
    place = copy_town(tmp_path_factory.mktemp("one"))
    write_name(place, NAME)
    assert publish(place, now=FIRST_DAY).receipt
    mend(place)
    return place


@pytest.fixture
def place(one: Path, tmp_path: Path) -> Path:
    return _copied(one, tmp_path)


def test_no_byte_of_a_name_is_left(said: Path, erased: Path) -> None:
    before = where_it_stands(folder_of(said).path, NAME)

    assert {name.rpartition("/")[2] for name in before} >= {"changes.md", "changes.ttl", "projects.csv", "roadmap.ics"}
    assert where_it_stands(folder_of(erased).path, NAME) == []


def test_editions_are_whole_and_in_their_order(erased: Path) -> None:
    folder = folder_of(erased)

    assert folder.versions() == ["2026-11-22", "2026-11-23"]
    assert folder.passed_over() == []
    for version in folder.versions():
        edition = folder.read_edition(version)
        assert edition
        assert edition.amended == ("2026-11-24",)
    assert [(folder.manifest(version) or {})["previous"] for version in folder.versions()] == [None, "2026-11-22"]


@pytest.mark.parametrize("version", ["2026-11-22", "2026-11-23"])
def test_the_catalog_is_true_of_the_files(erased: Path, version: str) -> None:
    half = folder_of(erased).halves(version).public
    index = Index(parse_turtle((half / "catalog.ttl").read_text("utf-8"), "catalog.ttl"))
    files = index.subjects("rdf:type", curie("dcat:Distribution"))

    assert files
    for term in files:
        content = (half / term[1:-1].rpartition("/")[2]).read_bytes()
        assert index.text(term, "dcat:byteSize") == str(len(content))
        assert index.text(index.objects(term, "spdx:checksum")[0], "spdx:checksumValue") == _sha256(content)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_a_file_that_changed_is_as_old_as_the_change(erased: Path) -> None:
    half = folder_of(erased).halves("2026-11-22").public
    index = Index(parse_turtle((half / "catalog.ttl").read_text("utf-8"), "catalog.ttl"))
    ages = {term.rpartition("/")[2]: index.text(term, "dcterms:modified") for term in _distributions(index)}

    assert ages["roadmap.nt>"] == THIRD_DAY.isoformat()
    assert ages["strategy.nt>"] == FIRST_DAY.isoformat()


def _distributions(index: Index) -> Iterator[str]:
    yield from index.subjects("rdf:type", curie("dcat:Distribution"))


@pytest.mark.parametrize("version", ["2026-11-22", "2026-11-23"])
def test_all_forms_of_the_roadmap_say_the_same(erased: Path, version: str) -> None:
    half = folder_of(erased).halves(version).public
    files = {path.name: path.read_bytes() for path in half.iterdir()}
    said = _graph(files["roadmap.nt"], RdfFormat.N_TRIPLES)

    assert said == _graph(files["roadmap.ttl"], RdfFormat.TURTLE)
    assert said == _graph(files["roadmap.rdf"], RdfFormat.RDF_XML)
    assert said == {str(triple) for triple in convert(files, "projects.csv-metadata.json")}
    rows = list(csv.reader(io.StringIO(files["provenance.csv"].decode(), newline="")))[1:]
    of_roadmap = {f"<{row[0]}> <{row[1]}> {row[2]}" for row in rows}
    assert {str(triple)[:-2] for triple in parse_n_triples(files["roadmap.nt"].decode())} <= of_roadmap


def _graph(content: bytes, form: RdfFormat) -> set[str]:
    return {str(quad.triple) for quad in parse_rdf(content, format=form)}


@pytest.mark.parametrize("version", ["2026-11-22", "2026-11-23"])
def test_the_workbook_reads_back_to_the_same_triples(erased: Path, version: str) -> None:
    folder, town = folder_of(erased), town_of(erased)
    manifest, today = folder.manifest(version) or {}, town.day_of(THIRD_DAY)
    roadmap = read_published(folder, manifest, town, read_resources(), today=today)
    said = parse_n_triples((folder.halves(version).public / "roadmap.nt").read_text("utf-8"))

    assert set(
        lift(roadmap, town.dataset, town.strategy.naming, today=today, given=town.strategy.triples).triples
    ) == set(said)
    assert load_workbook(folder.halves(version).public / "roadmap.xlsx").sheetnames[0] == "Roadmap"


def test_the_calendar_is_read_by_others(erased: Path) -> None:
    content = (folder_of(erased).halves("2026-11-22").public / "roadmap.ics").read_bytes()
    calendar = Calendar.from_ical(content)

    summaries = [str(event["summary"]) for event in calendar.walk("VEVENT")]
    assert any("[entfernt]" in summary for summary in summaries)
    assert max(map(len, content.split(b"\r\n"))) <= 75


def test_a_mark_stands_where_something_stood_in_the_language_of_the_text(erased: Path) -> None:
    said = (folder_of(erased).halves("2026-11-22").public / "roadmap.nt").read_text("utf-8")

    assert '"Service by [removed]"@en' in said
    assert '"[entfernt] ist erkrankt."@de' in said
    assert '"[entfernt] GmbH"' in said
    assert "vorlage/" not in said, "an address that says the name goes as a whole"


def test_changes_and_catalog_say_that_something_was_removed_and_not_what(erased: Path) -> None:
    half = folder_of(erased).halves("2026-11-23").public
    changes = (half / "changes.md").read_text("utf-8")

    notice = "Am 24.11.2026 wurden Angaben aus Gründen des Datenschutzes aus dieser Ausgabe entfernt."
    assert changes.count(notice) == 1
    assert "On 2026-11-24, entries were removed from this edition for reasons of data protection." in changes
    assert "bisher" in changes, "the changes are told all the same"
    assert notice in (half / "catalog.ttl").read_text("utf-8")
    assert json.loads((half / "edition.json").read_text("utf-8"))["amended"] == ["2026-11-24"]


def test_the_record_says_when_and_why_and_not_what(erased: Path) -> None:
    told = read_record(folder_of(erased))

    assert told == [
        {
            "at": THIRD_DAY.isoformat(),
            "what": "text",
            "editions": ["2026-11-22", "2026-11-23"],
            "reason": REASON,
        }
    ]
    assert not list(folder_of(erased).public.rglob("erasures.json"))


def test_what_says_nothing_of_it_keeps_its_bytes(said: Path, erased: Path) -> None:
    before, after = (folder_of(place).halves("2026-11-22").public for place in (said, erased))
    names = {path.name for path in after.iterdir()}
    same = {name for name in names if (before / name).read_bytes() == (after / name).read_bytes()}

    assert {"strategy.nt", "vocabulary.ttl", "context.jsonld"} <= same
    assert {path.name for path in before.iterdir()} - names == {"project-decisions.csv"}, "nothing would stand in it"
    texts = [(half / "projects.csv").read_text("utf-8") for half in (before, after)]
    rows = [list(csv.DictReader(io.StringIO(text, newline=""))) for text in texts]
    pairs = list(zip(*rows, strict=True))
    assert sum(any(one[name] != other[name] for name in other) for one, other in pairs) == 2


def test_the_next_run_changes_nothing(erased: Path, tmp_path: Path) -> None:
    outcome = publish(_copied(erased, tmp_path), now=THIRD_DAY)

    assert outcome.receipt
    assert not outcome.receipt.changed


def test_erasing_again_changes_nothing(erased: Path, tmp_path: Path) -> None:
    planned = erase(_copied(erased, tmp_path), texts=(NAME,))

    assert planned.found == ()
    assert planned.amended == ()


def test_what_stands_in_the_sheet_is_mended_there_first(place: Path) -> None:
    write_name(place, NAME, columns=False)

    with pytest.raises(ConfigError) as refused:
        erase(place, texts=(NAME,))

    assert "ändern Sie zuerst das" in refused.value.message.de
    assert " / C" in refused.value.message.de, "the cell is told"
    assert NAME not in refused.value.message.de
    assert where_it_stands(folder_of(place).path, NAME)


def test_what_stands_in_the_settings_is_mended_there_first(place: Path) -> None:
    settings = place / "dataset.toml"
    settings.write_text(settings.read_text("utf-8").replace('[contact]\nname = "', f'[contact]\nname = "{NAME}, '))

    with pytest.raises(ConfigError, match=r"dataset\.toml:\d+"):
        erase(place, texts=(NAME,))


@pytest.mark.parametrize("text", ["ab", "  x ", "Projekt", "label", "Prüfbericht"])
def test_a_text_that_is_too_short_or_too_general_is_refused(place: Path, text: str) -> None:
    with pytest.raises(ConfigError, match=r"too short|longer"):
        erase(place, texts=(text,))


def test_a_reason_that_says_what_is_refused(place: Path) -> None:
    with pytest.raises(ConfigError, match="--reason"):
        erase(place, texts=(NAME,), reason="joerg weissmueller will es so")


def test_an_edition_in_which_it_would_be_left_stops_all(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["pipeline.erase.rewrite"], "cut_calendar", lambda content, *_: content)
    before = where_it_stands(folder_of(place).path, NAME)

    with pytest.raises(OutsideWorldError) as refused:
        erase(place, texts=(NAME,))

    assert "roadmap.ics" in refused.value.message.de
    assert "Weißmüller" not in refused.value.message.de
    assert where_it_stands(folder_of(place).path, NAME) == before


def test_a_killed_erasure_is_finished_by_the_next_run(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as killed:
        killed.setattr(amend, "_move", _die)
        with pytest.raises(KeyboardInterrupt):
            erase(place, texts=(NAME,))
    assert where_it_stands(folder_of(place).path, NAME)

    with folder_of(place).locked():
        pass

    assert where_it_stands(folder_of(place).path, NAME) == []
    assert [told["what"] for told in read_record(folder_of(place))] == ["text"]
    assert all(folder_of(place).read_edition(version) for version in folder_of(place).versions())


def _die(*_: object) -> None:
    raise KeyboardInterrupt


def test_what_somebody_worked_in_is_named_and_left(place: Path) -> None:
    folder = folder_of(place)
    (folder.report / "bearbeitet-1-notiz.txt").write_text(f"Bitte {NAME} fragen", "utf-8")
    (folder.path / "kopie.txt").write_bytes(NAME.encode("utf-16"))

    planned = erase(place, texts=(NAME,))

    assert "bearbeitet-1-notiz.txt" in [path.name for path in planned.reports]
    assert [path.name for path in planned.left] == ["kopie.txt"]
    assert (folder.report / "bearbeitet-1-notiz.txt").is_file()
    assert where_it_stands(folder.path, NAME) == ["internal/report/bearbeitet-1-notiz.txt"]
    assert not (folder.report / "vorhaben.geprueft.xlsx").exists()


def test_the_report_of_the_last_run_goes_where_it_says_the_name(place: Path) -> None:
    folder = folder_of(place)
    write_report(folder.report, [Distribution("vorhaben.geprueft.xlsx", "", _workbook(NAME), Text("", ""))])

    planned = erase(place, texts=(NAME,))

    assert [path.name for path in planned.reports] == ["vorhaben.geprueft.xlsx"]
    assert where_it_stands(folder.path, NAME) == []
    assert (folder.report / ".sha256").read_text("utf-8") == ""


def _workbook(text: str) -> bytes:
    book, written = Workbook(), io.BytesIO()
    book.worksheets[0]["B2"] = text
    book.save(written)
    return written.getvalue()


def test_a_project_goes_with_all_that_tells_of_it(tmp_path: Path) -> None:
    place = copy_town(tmp_path)
    publish(place, now=FIRST_DAY)
    change(place, _replace_one_by_the_other)
    drop(place, "KW-02")
    publish(place, now=SECOND_DAY)
    folder = folder_of(place)
    assert (folder.manifest() or {})["carried"] == ["KW-02"]

    with pytest.raises(ConfigError, match="M7"):
        erase(place, projects=("KW-02",))
    change(place, lambda sheet: sheet.__setitem__("M7", None))

    planned = erase(place, projects=("KW-02",))

    assert planned.amended == ("2026-11-22", "2026-11-23")
    for text in ("KW-02", "Gießkannen-Karte", "Wo Bäume Wasser brauchen", "Grünflächenamt"):
        assert where_it_stands(folder.path, text) == [], text
    assert (folder.manifest() or {})["carried"] == []
    assert (folder.manifest() or {})["counts"]["projects"] == 4
    assert read_record(folder)[0]["what"] == "project"
    _assert_reads_back(place, "2026-11-22")
    _assert_reads_back(place, "2026-11-23")

    outcome = publish(place, now=THIRD_DAY)
    told = {result.rule.id for result in outcome.prepared.report.results}
    assert told.isdisjoint({"project-vanished", "project-kept", "rows-lost"})
    assert outcome.prepared.carried == ()
    assert where_it_stands(folder.path, "Gießkannen-Karte") == []
    changes = (folder.current / "changes.md").read_text("utf-8")
    assert "aus der inzwischen etwas entfernt wurde" in changes
    assert "Nicht mehr enthalten" not in changes


def _replace_one_by_the_other(sheet: Worksheet) -> None:
    """Another project names the one that will go."""
    at = sheet.max_column + 1
    sheet.cell(4, at).value = "Ersetzt durch"
    sheet.cell(7, at).value = "KW-02"


def _assert_reads_back(place: Path, version: str) -> None:
    folder, town = folder_of(place), town_of(place)
    roadmap = read_published(folder, folder.manifest(version) or {}, town, read_resources(), today=FIRST_DAY.date())
    said = parse_n_triples((folder.halves(version).public / "roadmap.nt").read_text("utf-8"))
    assert set(lift(roadmap, town.dataset, town.strategy.naming, today=FIRST_DAY.date()).triples) == set(said)


def test_a_withdrawn_project_goes_and_does_not_come_back(tmp_path: Path) -> None:
    place = copy_town(tmp_path)
    publish(place, now=FIRST_DAY)
    drop(place, "SK-01")
    with (place / "dataset.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[withdrawn.SK-01]\nsince = 2026-11-23\nreason = { de = "Datenschutz.", en = "Privacy." }\n')
    publish(place, now=SECOND_DAY)

    erase(place, projects=("SK-01",))
    publish(place, now=THIRD_DAY)

    for text in ("SK-01", "Offene Turnhallen", "2. Halbjahr 2027"):
        assert where_it_stands(folder_of(place).path, text) == [], text


def test_a_project_that_stands_in_the_sheet_is_refused(place: Path) -> None:
    with pytest.raises(ConfigError, match="take this row out first"):
        erase(place, projects=("KW-02",))


def test_a_project_that_nobody_knows_is_refused(place: Path) -> None:
    with pytest.raises(ConfigError, match="no project"):
        erase(place, projects=("KW-99",))


def test_a_name_in_a_key_is_taken_out_of_it(tmp_path: Path) -> None:
    place = copy_town(tmp_path)
    change(place, lambda sheet: _rename(sheet, "BA-01", "Weißmüller-01"))
    publish(place, now=FIRST_DAY)
    change(place, lambda sheet: _rename(sheet, "Weißmüller-01", "entfernt-01"))
    folder = folder_of(place)

    erase(place, texts=("Weißmüller",))

    assert where_it_stands(folder.path, "Weißmüller") == []
    table = (folder.halves("2026-11-22").public / "projects.csv").read_text("utf-8")
    assert "entfernt-01,Fundbüro im Netz" in table
    _assert_reads_back(place, "2026-11-22")
    outcome = publish(place, now=SECOND_DAY)
    assert outcome.receipt
    assert outcome.prepared.carried == ()


def _rename(sheet: Worksheet, before: str, after: str) -> None:
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value == before:
                cell.value = after


def test_a_name_in_the_name_of_a_file_is_taken_out_of_it(tmp_path: Path) -> None:
    place = copy_town(tmp_path)
    settings = place / "dataset.toml"
    text = settings.read_text("utf-8")
    settings.write_text(text.replace('"vorhaben.xlsx"', '"von Weißmüller.xlsx"'), "utf-8")
    (place / "vorhaben.xlsx").rename(place / "von Weißmüller.xlsx")
    publish(place, now=FIRST_DAY)
    (place / "von Weißmüller.xlsx").rename(place / "vorhaben.xlsx")
    settings.write_text(text, "utf-8")

    erase(place, texts=("Weißmüller",))

    assert where_it_stands(folder_of(place).path, "Weißmüller") == []


def test_what_projects_have_been_is_cut_on_each_day_it_was_said(tmp_path: Path) -> None:
    place = five_editions.play_all(tmp_path)
    folder = folder_of(place)
    assert where_it_stands(folder.path, "Frost")

    erase(place, texts=("Frost",))

    assert where_it_stands(folder.path, "Frost") == []
    lifetimes = parse_lifetimes((folder.current / "history.nq").read_text("utf-8"))
    for day in five_editions.DAYS:
        edition = folder.halves(day).public
        files = [(edition / f"{name}.nt").read_text("utf-8") for name in ("roadmap", "strategy")]
        assert set(as_of(lifetimes, day)) == {triple for file in files for triple in parse_n_triples(file)}
