"""A workbook of an invented village in which every kind of statement about a project stands, made by code."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook

from pipeline.model.history import HISTORY_COLUMNS
from tests.towns import publish

NAME = "musterdorf"
_SETTINGS = Path(__file__).parent / "golden" / "town" / "dataset.toml"

HEAD = ("Kennung", "Titel", "Handlungsfelder", "Thesen", "Status", "Status seit", "Grund für den Status", "Beginn",
        "Ende", "Federführung", "Beteiligte", "Externe Beteiligung", "Beteiligungsangebot", "Beteiligung von",
        "Beteiligung bis", "Warum keine Beteiligung", "Kosten geplant", "Kosten Ist", "Förderung", "Eigenanteil",
        "Fördergeber", "Beschluss", "Ersetzt durch", "Externe Partner", "Interne Partner",
        "Ergebnis der Beteiligung", "Beschlossen von", "Beschlossen am")  # fmt: skip
_OFFER = "https://mitmachen.musterdorf.example/"
ROWS: tuple[tuple[str | int | None, ...], ...] = (
    ("D-1", "Dorfbus auf Abruf", "Verwaltung; Bildung; Klima", "1", "laufend", "03/2026", None, "2026", "Ende 2027",
     "Bauamt", None, "ja", _OFFER + "dorfbus", "01.11.2026", "31.12.2026", None, 100_000, 40_000, 70_000,
     30_000, "Land", "https://rat.musterdorf.example/beschluss/17", None, "Verkehrsverbund", "Schulamt", None,
     "Rat", "14.03.2026"),
    ("D-2", "Mängelmelder", "Verwaltung", "1", "abgebrochen", "09/2026", "Der Anbieter hat aufgegeben.", "2025",
     "2026", "Bauamt", None, "nein", _OFFER + "melder", "01.02.2026", "31.03.2026", None, 12_000, None, None, None,
     None, None, "D-3", None, None, "Die Karte ist aufgegriffen.", None, None),
    ("D-3", "Mängel melden in der Bürger-App", "Verwaltung", "1", "geplant", None, None, "2027", "2028",
     "Zentrale Dienste", None, "nein", None, None, None, "Gefragt wurde schon beim Vorgänger.", 9_000, None, None,
     9_000, None, None, None, None, None, None, None, None),
    ("D-4", "Lesesaal am Abend", "Bildung", None, "abgeschlossen", "30.06.2026", None, "2025", "30.06.2026",
     "Schulamt", "Förderverein", "ja", _OFFER + "lesesaal", "01.02.2025", "28.02.2025", None, 50_000, 52_500, None,
     15_000, None, None, None, None, None, None, None, None),
    ("D-5", "Wetterstation am Weiher", "Klima", "1", "laufend", "10/2026", None, "10/2026", None, "Bauamt", None,
     "ja", _OFFER + "wetter", "10/2026", None, None, 8_000, None, None, None, None, None, None,
     "Verkehrsverbund; Heimatverein", None, None, None, None),
    ("D-6", "Stadtplan in Gebärdensprache", "Bildung", "1", "pausiert", "08/2026", "Die Stelle ist nicht besetzt.",
     "2025", "30.09.2027", "Schulamt", None, "nein", None, None, None, None, 20_000, None, None, None, None, None,
     None, None, None, None, None, None),
)  # fmt: skip
HISTORY: tuple[tuple[str | int | None, ...], ...] = (
    ("D-6", "Status", None, "laufend", "01/2025", None),
    ("D-6", "Status", "laufend", "pausiert", "05/2025", "Der Auftrag wird neu vergeben."),
    ("D-6", "Status", "pausiert", "laufend", "09/2025", None),
    ("D-6", "Beginn", "10/2024", "2025", None, None),
    ("D-6", "Ende", "31.12.2025", "30.06.2026", None, "Der Auftrag wird neu vergeben."),
    ("D-6", "Ende", "30.06.2026", "30.09.2027", None, "Die Stelle ist nicht besetzt."),
    ("D-6", "Kosten geplant", 25_000, 20_000, None, None),
)
"""All typed into the sheet of the past, so first said in the one edition there is; a pause that lasts."""


def publish_musterdorf(folder: Path) -> Path:
    """Publish the village below ``folder``; its public folder comes out."""
    place = folder / "sources" / NAME
    place.mkdir(parents=True)
    settings = _SETTINGS.read_text("utf-8").replace("musterstadt", NAME).replace("Musterstadt", NAME.title())
    (place / "dataset.toml").write_text(settings, "utf-8")
    _write_workbook(place / "roadmap.xlsx")
    outcome = publish(place)
    assert outcome.edition, outcome.prepared.report.results
    return folder / "output" / NAME / "public"


def _write_workbook(path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Roadmap"
    for row in (HEAD, *ROWS):
        sheet.append(row)
    past = book.create_sheet("Verlauf")
    titles = [column.title.de for column in HISTORY_COLUMNS.values()]
    for turn in (titles[: len(HISTORY[0])], *HISTORY):
        past.append(turn)
    book.save(path)
