"""A roadmap as a town keeps it: an invented workbook in which nothing is wrong, and the way to write and read it."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from pathlib import Path

from openpyxl import Workbook

from pipeline.compare.carry import Previous
from pipeline.prepare import Prepared, prepare, read
from pipeline.town import Town, read_town
from pipeline.town.resources import read_resources

TODAY = date(2026, 11, 22)

_Value = str | int | float | datetime | None

_SETTINGS = """
name = "musterstadt"
title = "Roadmap"
description = "Projekte der Musterstadt."
license = "http://dcat-ap.de/def/licenses/dl-zero-de/2.0"
publisher = { name = "Musterstadt" }
contact = { name = "Team Digital", email = "digital@musterstadt.example" }
iris = { base = "https://example.org/id/musterstadt/" }
workbooks = ["*.xlsx"]

[strategy]
theses = [
    { notation = "1", label = "Einfach", definition = "Einfach für alle." },
    { notation = "2", label = "Offen", definition = "Offen zuerst." },
    { notation = "3", label = "Gemeinsam", definition = "Gemeinsam mit allen." },
]
fields = [
    { notation = "1", label = "Verwaltung", definition = "Anträge und Termine." },
    { notation = "2", label = "Bildung, Kultur und Sport", definition = "Lernen.", names = ["Bildung"] },
    { notation = "3", label = "Klima und Wasser", definition = "Messen." },
]

[columns]
budget_funding = { titles = ["Förderung in T€"], factor = 1000 }

[privacy]
role_mailboxes = ["digital@musterstadt.example", "schule@musterstadt.example", "umwelt@musterstadt.example"]
"""

COLUMNS = "ABCDEFGHIJKLMNO"
HEADER = (
    "Kennung",
    "Titel",
    "Beschreibung",
    "Handlungsfelder",
    "Thesen",
    "Status",
    "Status seit",
    "Beginn",
    "Ende",
    "Federführung",
    "Beteiligte",
    "Kosten geplant",
    "Förderung in T€",
    "Link",
    "Kontakt",
)

_SITE = "https://www.musterstadt.example"
_DIGITAL, _SCHOOL, _GREEN = (f"{name}@musterstadt.example" for name in ("digital", "schule", "umwelt"))
_VHS = "Volkshochschule Musterstadt"

_OFFICES: tuple[tuple[_Value, ...], ...] = (
    ("2024-01", "Bürgerportal", "Anträge von zu Hause stellen.", "Verwaltung", "1", "laufend", datetime(2024, 5, 1),
     datetime(2024, 3, 15), "31.12.2027", "Hauptamt", None, 120_000, 80, f"{_SITE}/portal", _DIGITAL),
    ("2024-02", "Terminvergabe", "Termine in allen Ämtern.", "Verwaltung", "1; 2", "laufend", "03/2025",
     "03/2025", "Mitte 2027", "Hauptamt", None, 30_000, None, f"{_SITE}/termine", _DIGITAL),
    ("2025-01", "Ratsinfo für alle", "Vorlagen leicht finden.", "1", "2", "laufend", None,
     "2025", None, "Büro des Rates", None, 18_500, None, None, _DIGITAL),
    ("2025-02", "Fundbüro online", "Verlorenes wiederfinden.", "Verwaltung", None, "abgeschlossen", "2026",
     "2025", "06/2026", "Ordnungsamt", None, 9_000, None, f"{_SITE}/fundbuero", _DIGITAL),
    ("2026-01", "Digitale Bauakte", "Akten ohne Papier.", "1", "1", "geplant", None,
     "2027", "2029", "Bauamt", None, 240_000, 150, None, _DIGITAL),
    ("2026-02", "Offene Daten", "Daten der Stadt für alle.", "2; 3", "2", "laufend", "01/2026",
     datetime(2026, 1, 12), None, "Hauptamt", "Hochschule Musterland", 42_000, 20, f"{_SITE}/daten", _DIGITAL),
)  # fmt: skip

_TOWN: tuple[tuple[_Value, ...], ...] = (
    ("2024-03", "Offene Schulen", "Räume nach dem Unterricht buchen.", "Bildung", "3", "laufend", None,
     "2024", "2027", "Schulamt", _VHS, 64_000, 32.5, f"{_SITE}/schulen", _SCHOOL),
    ("2024-04", "Stadtbücherei rund um die Uhr", "Ausleihe zu jeder Zeit.", "Bildung", "1; 3", "abgeschlossen", None,
     "04/2024", "30.09.2025", "Kulturamt", None, 75_000, 40, None, _SCHOOL),
    ("2025-03", "Glasfaser für die Grundschulen", "Anschluss aller Schulen.", "2", None, "laufend", "2025",
     "15.04.2025", "Ende 2027", "Schulamt", "Stadtwerke Musterstadt", 410_000, 328, None, _SCHOOL),
    ("2025-04", "Pegel am Mühlbach", "Hochwasser früh erkennen.", "Klima und Wasser", "2", "laufend", None,
     "09/2025", None, "Umweltamt", None, 27_500, 12.75, f"{_SITE}/pegel", _GREEN),
    ("2026-03", "Sensoren im Stadtwald", "Bäume gezielt wässern.", "3", "2; 3", "pausiert", "10/2026",
     "2026", "2028", "Forstamt", "Hochschule Musterland", 51_000, 25, None, _GREEN),
    ("2026-04", "Solarkataster", "Dächer und ihr Ertrag.", "Klima und Wasser", "2", "geplant", None,
     "2027", None, "Umweltamt", None, 22_000, None, None, _GREEN),
)  # fmt: skip

_SUM: tuple[_Value, ...] = ("Summe", *[None] * 10, 1_109_000, 688.25)


def clean_workbook() -> Workbook:
    """A title in row 1, the header in row 3, two groups of six projects below a heading each, the sum in row 18."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Roadmap"
    lines = (("Roadmap der Digitalstrategie, Stand November 2026",), (), HEADER)
    for line in (*lines, ("Ämter",), *_OFFICES, ("Stadt und Umland",), *_TOWN, _SUM):
        sheet.append(line)
    sheet.merge_cells("A1:O1")
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, datetime):
                cell.number_format = "DD.MM.YYYY"
    return book


@cache
def town(folder: Path) -> Town:
    """The town that keeps the workbook."""
    settings = folder / "dataset.toml"
    settings.write_text(_SETTINGS, "utf-8")
    return read_town(settings, read_resources().code_lists)


def prepare_workbook(book: Workbook, folder: Path, *, previous: Previous | None = None) -> Prepared:
    """Save a workbook as a town would, and prepare it."""
    path = folder / "roadmap.xlsx"
    book.save(path)
    resources = read_resources()
    home = town(folder)
    return prepare(read([path], home, resources), home, resources, today=TODAY, previous=previous)
