"""All tables and workbooks of a town full of formulas, opened by LibreOffice: none is computed, no text is another."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest

from pipeline.model.formula import unmark
from pipeline.publish.folder import Folder
from pipeline.render.formats.template import render_template
from pipeline.town.resources import read_resources
from tests.payload_town import make_town, publish_free, write_refused
from tests.towns import output_of, publish, town_of

SOFFICE = shutil.which("soffice")
pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed"),
]
TABLE, TEXT = (f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}" for name in ("table", "text"))
LINK = "{http://www.w3.org/1999/xlink}href"
COMMAS = "CSV:44,34,76,1,,0,false,true,false,false,false,-1,true"
"""As a file of commas is meant to be read, and formulas computed where there are any."""
AS_OFFERED = "CSV:44/59/9,34,76,1,,0,false,true,false,false,false,-1,true"
"""The separators that the dialog has ticked when it comes up: comma, semicolon and tab."""
SEMICOLONS = "CSV:59,34,76,1,,0,false,true,false,false,false,-1,false"
"""By the wrong sign, as a dialog opens it: formulas are not computed unless somebody ticks that."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    place, left_out = make_town(tmp_path_factory.mktemp("formulas")), set[tuple[int, int]]()
    for turn in range(2):
        publish_free(place, turn, left_out)
    town = town_of(place)
    found = Folder(output_of(place) / town.name)
    shutil.copytree(found.report, found.path / "checked")
    (found.path / "checked" / "template.xlsx").write_bytes(
        render_template(town.dataset, town.strategy, code_lists=read_resources().code_lists, language="de")
    )
    write_refused(place)
    publish(place, now=datetime(2026, 3, 1, tzinfo=UTC))
    return found


def opened(files: list[Path], reading: str, scratch: Path) -> dict[str, ElementTree.Element]:
    """The files as LibreOffice has them after opening, by name."""
    sources, target = scratch / "in", scratch / "out"
    sources.mkdir(parents=True)
    names = {}
    for number, file in enumerate(files):
        name = f"{number}{file.suffix}"
        shutil.copy(file, sources / name)
        names[f"{number}.fods"] = f"{file.parent.name}/{file.name}"
    profile = f"-env:UserInstallation={(scratch / 'profile').as_uri()}"
    how = [f"--infilter={reading}"] if reading else []
    subprocess.run(
        [str(SOFFICE), profile, "--headless", *how, "--convert-to", "fods", "--outdir", str(target),
         *map(str, sorted(sources.iterdir()))],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return {name: ElementTree.parse(target / made).getroot() for made, name in names.items()}


def formulas(root: ElementTree.Element) -> list[str]:
    return [cell.get(f"{TABLE}formula", "") for cell in root.iter(f"{TABLE}table-cell") if cell.get(f"{TABLE}formula")]


def links(root: ElementTree.Element) -> set[str]:
    """Where links lead, by their schemes."""
    found = (element.get(LINK, "") for element in root.iter() if element.tag.endswith("}a"))
    return {"#" if address.startswith("#") else address.partition(":")[0] for address in found}


def tables(folder: Folder) -> list[Path]:
    return sorted([*folder.current.resolve().glob("*.csv"), *folder.internal.rglob("*.csv"),
                   *(folder.path / "checked").glob("*.csv")])  # fmt: skip


def texts(root: ElementTree.Element) -> Iterator[str]:
    for cell in root.iter(f"{TABLE}table-cell"):
        yield "\n".join("".join(line.itertext()) for line in cell.iter(f"{TEXT}p"))


@pytest.mark.parametrize("reading", [COMMAS, AS_OFFERED, SEMICOLONS])
def test_no_cell_of_a_table_in_libreoffice_is_a_formula(folder: Folder, tmp_path: Path, reading: str) -> None:
    ours = [path for path in tables(folder) if reading != COMMAS or path.name != "report.csv"]

    found = opened(ours, reading, tmp_path)

    assert len(found) > 10
    assert {name: formulas(root) for name, root in found.items() if formulas(root)} == {}


def test_no_cell_of_a_workbook_in_libreoffice_is_a_formula_nor_a_link_to_a_script(
    folder: Folder, tmp_path: Path
) -> None:
    books = [*folder.path.rglob("*.xlsx")]

    found = opened(books, "", tmp_path)

    assert {name: formulas(root) for name, root in found.items() if formulas(root)} == {}
    assert set().union(*map(links, found.values())) <= {"http", "https", "mailto", "#", ""}


def test_texts_of_the_workbook_are_in_libreoffice_what_they_are(folder: Folder, tmp_path: Path) -> None:
    path = folder.current / "roadmap.xlsx"
    root = opened([path], "", tmp_path)["current/roadmap.xlsx"]

    shown = {re.sub(r"\s", "", text) for text in texts(root)}
    written = {
        re.sub(r"\s", "", str(cell.value))
        for sheet in openpyxl.load_workbook(path).worksheets[:1]
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str)
    }
    assert len(written) > 400
    assert {text for text in written - shown if not text.startswith("http")} == set()


def test_the_origins_are_read_back_without_their_marks(folder: Folder) -> None:
    rows = [*csv.reader(io.StringIO((folder.current / "provenance.csv").read_text("utf-8"), newline=""))]

    assert {unmark(row[3]) for row in rows[1:]} >= {"roadmap.xlsx", "dataset.toml"}
