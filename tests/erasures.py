"""Towns in whose sheets a name stands in many places, and what lies in their output afterwards, byte by byte."""

from __future__ import annotations

import html
import io
import json
import shutil
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from openpyxl.worksheet.worksheet import Worksheet

from pipeline.publish.folder import Folder
from tests.towns import SOURCES, change, output_of

WORKBOOKS = {"beispielstadt": "vorhaben.xlsx", "erkelenz": "roadmap.xlsx"}
HEADER, FIRST_ROWS = 4, {"beispielstadt": 7, "erkelenz": 5}
TITLES = ("Vorhaben", "Projekt")
TEXTS = ("Worum geht es?", "Kurzbeschreibung")
NAMES = ("Zuständig", "Federführung", "Beteiligte")
MORE = {
    "Grund für den Status": "{name} ist erkrankt.",
    "Warum keine Beteiligung": "Das klärt {name} im Herbst.",
    "Beschluss": "https://ratsinfo.example/vorlage/{slug}",
    "Webseite des Projekts": "https://{slug}.example/start",
    "Titel (englisch)": "Service by {name}",
    "Beschreibung (englisch)": "Led by {name}.",
}


def folder_of(place: Path) -> Folder:
    """The output of a copied town."""
    return Folder(output_of(place) / place.name)


def write_name(place: Path, name: str, *, columns: bool = True) -> None:
    """Write a name into all places of the first project, and into others of the second."""
    town = place.name

    def edit(sheet: Worksheet) -> None:
        header, row = HEADER, FIRST_ROWS[town]
        titles = [str(cell.value or "").strip() for cell in sheet[header]]
        for at, title in enumerate(titles, start=1):
            here, below = sheet.cell(row, at), sheet.cell(row + 1, at)
            if title in TITLES + TEXTS:
                here.value = f"{here.value or title} Ansprechpartner für alle Fragen ist {name} im Rathaus."
            if title in NAMES:
                here.value, below.value = f"{here.value or 'Amt'} (Büro {name})", f"{name} GmbH"
        if columns:
            for at, (title, text) in enumerate(MORE.items(), start=sheet.max_column + 1):
                slug = name.lower().replace(" ", "-").replace("ü", "ue").replace("ö", "oe").replace("ß", "ss")
                sheet.cell(header, at).value = title
                sheet.cell(row, at).value = text.format(name=name, slug=slug)

    change(place, edit, WORKBOOKS[town])


def mend(place: Path) -> None:
    """Put the town's own sheet back."""
    shutil.copy(SOURCES / place.name / WORKBOOKS[place.name], place / WORKBOOKS[place.name])


def all_bytes(folder: Path) -> Iterator[tuple[str, bytes]]:
    """All files with their names, and what is packed in them: nothing here is of the code that is tested."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield from _unpacked(path.relative_to(folder).as_posix(), path.read_bytes())


def _unpacked(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    yield name, name.encode() + b"\n" + content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for inner in archive.namelist():
                yield from _unpacked(f"{name}/{inner}", archive.read(inner))


def where_it_stands(folder: Path, name: str) -> list[str]:
    """The files in which a name stands in one of the ways that the formats have for it."""
    spelled = {
        name,
        unicodedata.normalize("NFD", name),
        quote(name),
        html.escape(name),
        json.dumps(name)[1:-1],
        name.replace("ü", "\\u00FC").replace("ö", "\\u00F6"),
        name.replace(" ", "-").replace("ü", "ue").replace("ö", "oe").replace("ß", "ss"),
        name.replace(" ", "_"),
    }
    sought = [text.lower() for text in spelled]
    found = []
    for place, content in all_bytes(folder):
        text = content.decode("utf-8", "replace").lower()
        flat = "".join(text.replace("\r\n ", "").split())
        if any(each in text or "".join(each.split()) in flat for each in sought):
            found.append(place)
    return found
