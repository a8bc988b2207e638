"""What lies in a town's folder and is not read is told, the graver the more it looks like the newest table."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from pipeline.cli import main
from pipeline.model.checked_copy import XLSM, XLSX, XLTM, XLTX, checked_name, is_checked_copy, original_name
from pipeline.model.errors import ConfigError
from pipeline.model.report import Severity, ValidationResult
from pipeline.render.reports.ooxml.package import CONTENT_TYPES, pack, unpack
from pipeline.town.resources import read_resources
from pipeline.validate import build_privacy, told_of_unread
from tests.towns import SECOND_DAY, change, copy_town, output_of, publish, town_of

READ = "vorhaben.xlsx"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return copy_town(tmp_path)


def _put(place: Path, name: str, *, seconds: int) -> None:
    """Another file of that name, so many seconds newer than the workbook."""
    (place / name).parent.mkdir(exist_ok=True)
    (place / name).write_bytes(b"something else")
    moment = (place / READ).stat().st_mtime + seconds
    os.utime(place / name, (moment, moment))


def _findings(place: Path) -> list[ValidationResult]:
    """What there is to tell of the folder."""
    town, rules = town_of(place), read_resources().rules
    return told_of_unread(town.unread, build_privacy(town.dataset, rules), rules)


def _told(place: Path) -> dict[str, str]:
    """The rules that tell of the folder, by the file."""
    return {result.cell.file: result.rule.id for result in _findings(place)}


def test_of_a_tidy_folder_nothing_is_told(place: Path) -> None:
    assert town_of(place).unread == ()


@pytest.mark.parametrize(
    "name",
    [
        *("vorhaben (1).xlsx", "Kopie von vorhaben.xlsx", "vorhaben - Kopie.xlsx", "vorhaben.alt.xlsx"),
        *("vorhaben.xlsx.bak", "vorhaben.xlsx~", "VORHABEN.XLSX.old", "vorhaben.ods", "vorhaben.csv", "vorhaben.xlsm"),
        *("vorhaben-PC-Rathaus.xlsx", "vorhaben.sync-conflict-20261122-093000-ABCDEFG.xlsx", "vorhabn.xlsx"),
        *("vorhaben.xlsx.part", "Unbestätigt vorhaben.xlsx.crdownload", "vorhaben_final_neu.xls"),
    ],
)
def test_what_is_called_nearly_like_the_table_is_a_warning_where_it_is_newer(place: Path, name: str) -> None:
    _put(place, name, seconds=60)

    assert _told(place) == {name: "file-newer"}


@pytest.mark.parametrize("name", ["vorhaben (1).xlsx", "vorhaben.xlsx.bak", "vorhaben.ods", "vorhaben.geprueft.xlsx"])
def test_an_older_copy_is_a_note(place: Path, name: str) -> None:
    _put(place, name, seconds=-60)

    assert _told(place) == {name: "file-unread"}


def test_a_newer_file_with_the_same_content_is_a_note(place: Path) -> None:
    shutil.copyfile(place / READ, place / "vorhaben (2).xlsx")

    assert _told(place) == {"vorhaben (2).xlsx": "file-unread"}


@pytest.mark.parametrize(
    "name",
    [
        *("vorhaben.geprueft.xlsx", "vorhaben.geprueft (1).xlsx", "bearbeitet-1-vorhaben.geprueft.xlsx"),
        *("Kopie von vorhaben.geprueft.xlsx", "vorhaben.geprueft - Kopie.xlsx", "vorhaben.geprueft.xlsm"),
    ],
)
def test_a_newer_checked_copy_is_told_with_the_name_under_which_it_is_read(place: Path, name: str) -> None:
    _put(place, name, seconds=60)

    (told,) = _findings(place)

    assert told.rule.id == "checked-copy-newer"
    assert told.severity is Severity.WARNING
    assert f"„{READ}“" in told.remedy.de


def test_a_checked_copy_is_no_input_also_where_a_pattern_names_it(place: Path) -> None:
    settings = place / "dataset.toml"
    settings.write_text(settings.read_text("utf-8").replace(f'["{READ}"]', '["*.xls*"]'), "utf-8")
    _put(place, "vorhaben.geprueft (1).xlsx", seconds=60)

    assert [path.name for path in town_of(place).workbooks] == [READ]
    assert _told(place) == {"vorhaben.geprueft (1).xlsx": "checked-copy-newer"}


@pytest.mark.parametrize("name", [f"~${READ}", f".~lock.{READ}#"])
def test_a_table_that_is_open_is_told(place: Path, name: str) -> None:
    _put(place, name, seconds=60)

    assert _told(place) == {READ: "file-open"}


@pytest.mark.parametrize("name", ["haushalt.xlsx", "Liste.csv", "plan.ods"])
def test_another_table_is_a_note(place: Path, name: str) -> None:
    _put(place, name, seconds=60)

    assert _told(place) == {name: "file-unread"}


@pytest.mark.parametrize(
    "name", ["brief.pdf", "vorhaben.pdf", "protokoll.docx", "alt/vorhaben.xlsx", "notiz", "strategie.ttl", "bild.png"]
)
def test_what_nobody_takes_for_the_table_is_one_note(place: Path, name: str) -> None:
    _put(place, name, seconds=60)

    (told,) = _findings(place)

    assert told.severity is Severity.INFO
    assert name.partition("/")[0] in told.message.de


def test_of_many_other_things_five_are_named(place: Path) -> None:
    for number in range(1, 10):
        _put(place, f"{number}.pdf", seconds=60)

    (told,) = _findings(place)

    assert "1.pdf, 2.pdf, 3.pdf, 4.pdf, 5.pdf und 4 weitere" in told.message.de


@pytest.mark.parametrize("name", ["dataset (1).toml", "Kopie von dataset.toml", "dataset.alt.toml"])
def test_a_newer_copy_of_the_settings_is_a_warning(place: Path, name: str) -> None:
    _put(place, name, seconds=86_400 * 36_500)

    assert _told(place) == {name: "file-newer"}


@pytest.mark.parametrize(
    "name", ["Thumbs.db", ".DS_Store", "desktop.ini", "@eaDir/x", ".git/config", "README.md", "x.py"]
)
def test_what_programs_leave_there_is_passed_over_in_silence(place: Path, name: str) -> None:
    _put(place, name, seconds=60)

    assert town_of(place).unread == ()


def _link_to_nothing(path: Path) -> None:
    path.symlink_to("nowhere.xlsx")


@pytest.mark.parametrize("make", [os.mkfifo, Path.mkdir, _link_to_nothing])
def test_what_is_no_file_is_named_and_not_opened(place: Path, make: Callable[[Path], None]) -> None:
    make(place / "vorhaben (1).xlsx")

    assert _told(place) == {"dataset.toml": "files-unread"}


def test_a_folder_in_which_something_is_read_is_looked_into(place: Path) -> None:
    settings = place / "dataset.toml"
    settings.write_text(settings.read_text("utf-8").replace(f'["{READ}"]', '["2026/vorhaben.xlsx"]'), "utf-8")
    (place / "2026").mkdir()
    (place / READ).rename(place / "2026" / READ)
    shutil.copyfile(place / "2026" / READ, place / READ)
    change(place, lambda sheet: sheet.cell(8, 2, "Anders"))

    assert _told(place) == {READ: "file-newer"}


def test_the_name_of_a_person_in_the_name_of_a_file_is_masked(place: Path) -> None:
    _put(place, "Brief an Frau Petra Muster.pdf", seconds=60)
    _put(place, "vorhaben Frau Petra Muster.xlsx", seconds=60)

    report = publish(place).report_folder

    for file in report.iterdir():
        assert b"Petra" not in file.read_bytes(), file


def test_what_lies_beside_makes_no_new_edition(place: Path) -> None:
    publish(place)
    _put(place, "vorhaben (1).xlsx", seconds=60)

    outcome = publish(place, now=SECOND_DAY)

    assert outcome.receipt is not None
    assert not outcome.receipt.changed


def test_a_town_without_its_table_is_told_what_lies_there_instead(place: Path) -> None:
    (place / READ).rename(place / "vorhaben (1).xlsx")

    with pytest.raises(ConfigError, match=r"there is no workbook called vorhaben\.xlsx\n.*vorhaben \(1\)\.xlsx"):
        publish(place)


# The names of copies ############################################################################################


@pytest.mark.parametrize(
    ("file", "media_type", "name"),
    [
        ("roadmap.xlsx", XLSX, "roadmap.geprueft.xlsx"),
        ("ROADMAP.XLSX", XLSX, "ROADMAP.geprueft.XLSX"),
        ("makro.xlsm", XLSM, "makro.geprueft.xlsm"),
        ("vorlage.xltx", XLTX, "vorlage.geprueft.xltx"),
        ("vorlage.xltm", XLTM, "vorlage.geprueft.xltm"),
        ("plan.ods", "application/vnd.oasis.opendocument.spreadsheet", "plan.ods.geprueft.xlsx"),
        ("plan.xls", "application/vnd.ms-excel", "plan.xls.geprueft.xlsx"),
        ("plan.csv", "text/csv", "plan.csv.geprueft.xlsx"),
        ("falsch.xlsx", XLSM, "falsch.xlsx.geprueft.xlsm"),
        ("falsch.xls", XLSX, "falsch.xls.geprueft.xlsx"),
        ("2026/roadmap.xlsx", XLSX, "2026-roadmap.geprueft.xlsx"),
        ("ohne Endung", XLSX, "ohne Endung.geprueft.xlsx"),
    ],
)
def test_the_name_of_a_copy_says_what_it_holds(file: str, media_type: str, name: str) -> None:
    assert checked_name(file, media_type) == name
    assert is_checked_copy(name)
    assert checked_name(name, media_type) == name


@pytest.mark.parametrize(
    ("copy", "original"),
    [
        ("roadmap.geprueft.xlsx", "roadmap.xlsx"),
        ("makro.geprueft.xlsm", "makro.xlsm"),
        ("plan.csv.geprueft.xlsx", "plan.csv"),
        ("roadmap.geprueft (1).xlsx", "roadmap.xlsx"),
        ("geprueft.xlsx", "geprueft.xlsx"),
        ("roadmap.geprueftes.xlsx", "roadmap.geprueftes.xlsx"),
    ],
)
def test_the_name_of_a_copy_leads_to_that_of_its_workbook(copy: str, original: str) -> None:
    assert original_name(copy) == original


def test_a_mended_copy_in_the_place_of_the_table_is_read_like_it(place: Path) -> None:
    (before,) = town_of(place).workbooks
    copy = publish(place).report_folder / "vorhaben.geprueft.xlsx"
    book = load_workbook(copy)
    sheet = book.worksheets[1]
    titles = {sheet.cell(4, column).value: column for column in range(1, 12)}
    sheet.cell(8, titles["Vorhaben"], "Nachgebessert")
    book.save(before)

    outcome = publish(place, now=SECOND_DAY)

    projects = (output_of(place) / "beispielstadt" / "public" / "current" / "projects.csv").read_text("utf-8")
    assert outcome.receipt is not None
    assert outcome.receipt.changed
    assert "Nachgebessert" in projects
    assert "Prüfbericht" not in projects


def _with_macros(path: Path) -> Path:
    """The workbook as one with macros, as its content types have it."""
    package = unpack(path.read_bytes())
    types = package.parts[CONTENT_TYPES].replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    path.write_bytes(pack(package.with_part(CONTENT_TYPES, types)))
    return path.rename(path.with_suffix(".xlsm"))


def test_the_copy_of_a_workbook_with_macros_is_one_itself(place: Path) -> None:
    settings = place / "dataset.toml"
    settings.write_text(settings.read_text("utf-8").replace(READ, "vorhaben.xlsm"), "utf-8")
    _with_macros(place / READ)

    outcome = publish(place)

    copy = outcome.report_folder / "vorhaben.geprueft.xlsm"
    assert outcome.receipt is not None
    assert b"sheet.macroEnabled.main" in unpack(copy.read_bytes()).parts[CONTENT_TYPES]
    assert [path.name for path in outcome.report_folder.glob("*.xls*")] == [copy.name]


def test_a_copy_that_is_checked_gives_a_copy_of_the_same_name(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy = publish(place).report_folder / "vorhaben.geprueft.xlsx"
    arguments = ["check", str(copy), "--dataset", str(place / "dataset.toml"), "--annotate"]

    with pytest.raises(SystemExit) as ended:
        main([*arguments, str(place.parent / "again")])
    with pytest.raises(SystemExit) as refused:
        main([*arguments, str(copy.parent)])

    assert ended.value.code == 0
    assert [path.name for path in (place.parent / "again").iterdir()] == ["vorhaben.geprueft.xlsx"]
    title = load_workbook(place.parent / "again" / "vorhaben.geprueft.xlsx").worksheets[0]["A6"].value
    assert "unter dem Namen „vorhaben.xlsx“" in str(title)
    assert refused.value.code == 2
    assert "wird hier gelesen" in capsys.readouterr().err
