"""Five workbooks of an invented town, half a year apart, and by hand what they tell of its projects together."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from openpyxl import Workbook, load_workbook

from pipeline.run import Outcome
from tests.towns import publish

NAME = "musterstadt"
_TOWN = Path(__file__).parent / "golden" / "town" / "dataset.toml"
HEAD = ("Kennung", "Titel", "Handlungsfelder", "Status", "Status seit", "Grund für den Status", "Beginn", "Ende",
        "Grund für Änderungen", "Kosten geplant", "Federführung", "Beteiligte")  # fmt: skip

DAYS = ("2024-01-15", "2024-07-15", "2025-01-15", "2025-07-15", "2026-01-15")

_RATSINFO = ("M-1", "Ratsinfo für alle", "Verwaltung")
_SCHULEN = ("M-2", "Offene Schulen", "Bildung")
_WALD = ("M-3", "Sensoren im Stadtwald", "Klima")
_FUND = ("M-4", "Fundbüro online", "Verwaltung")
_ZENTRAL = ("Zentrale Dienste", "")

WORKBOOKS: Sequence[Sequence[tuple[str | int, ...]]] = (
    (
        (*_RATSINFO, "laufend", "01.10.2023", "", "2023", "31.12.2024", "", 20_000, *_ZENTRAL),
        (*_SCHULEN, "geplant", "", "", "2025", "Mitte 2026", "", 80_000, "Schulamt", "Volkshochschule"),
        (*_WALD, "laufend", "", "", "03/2023", "2025", "", 15_000, "Umweltamt", ""),
    ),
    (
        (*_RATSINFO, "pausiert", "05/2024", "Die Förderung steht noch aus.", "2023", "30.06.2025",
         "Die Förderung steht noch aus.", 20_000, *_ZENTRAL),
        (*_SCHULEN, "geplant", "", "", "2025", "Mitte 2026", "", 95_000, "Schulamt", "Volkshochschule"),
        (*_WALD, "laufend", "", "", "03/2023", "2025", "", 15_000, "Umweltamt", ""),
    ),
    (
        (*_RATSINFO, "laufend", "01.11.2024", "Die Förderung ist bewilligt.", "2023", "30.06.2025",
         "Die Förderung steht noch aus.", 20_000, *_ZENTRAL),
        (*_SCHULEN, "laufend", "01/2025", "", "2025", "Ende 2026", "Die Ausschreibung musste wiederholt werden.",
         95_000, "Schulamt", "Volkshochschule"),
        (*_WALD, "abgebrochen", "12/2024", "Die Sensoren hielten dem Frost nicht stand.", "03/2023", "2025", "",
         15_000, "Umweltamt", ""),
        (*_FUND, "geplant", "", "", "2025", "2025", "", "", *_ZENTRAL),
    ),
    (
        (*_RATSINFO, "pausiert", "04/2025", "Der Anbieter hat gewechselt.", "2023", "31.12.2025",
         "Der Anbieter hat gewechselt.", 20_000, *_ZENTRAL),
        (*_SCHULEN, "laufend", "01/2025", "", "2025", "Ende 2026", "Die Ausschreibung musste wiederholt werden.",
         95_000, "Schulamt", "Volkshochschule"),
        (*_FUND, "laufend", "", "", "2025", "2025", "", 5_000, *_ZENTRAL),
    ),
    (
        (*_RATSINFO, "in Betrieb", "15.11.2025", "", "2023", "31.12.2025",
         "Der Anbieter hat gewechselt.", 20_000, *_ZENTRAL),
        (*_SCHULEN, "laufend", "01/2025", "", "2025", "30.04.2027", "Der Umbau dauert länger.", 120_000, "Schulamt",
         "Volkshochschule; Stadtwerke"),
        (*_FUND, "abgeschlossen", "", "", "2025", "2025", "", 5_000, *_ZENTRAL),
    ),
)  # fmt: skip

WITHDRAWN = '\n[withdrawn."M-3"]\nsince = 2025-07-01\nreason = { de = "Das Vorhaben war ein Versuch.", ' \
            'en = "It was a trial." }\n'  # fmt: skip
"""What the settings say from the fourth edition on."""

STATUSES = {
    "M-1": (
        ("", "running", "2023-10-01", "", "2024-01-15"),
        ("running", "paused", "2024-05", "Die Förderung steht noch aus.", "2024-07-15"),
        ("paused", "running", "2024-11-01", "Die Förderung ist bewilligt.", "2025-01-15"),
        ("running", "paused", "2025-04", "Der Anbieter hat gewechselt.", "2025-07-15"),
        ("paused", "in-operation", "2025-11-15", "", "2026-01-15"),
    ),
    "M-2": (
        ("", "planned", "", "", "2024-01-15"),
        ("planned", "running", "2025-01", "", "2025-01-15"),
    ),
    "M-3": (
        ("", "running", "", "", "2024-01-15"),
        ("running", "cancelled", "2024-12", "Die Sensoren hielten dem Frost nicht stand.", "2025-01-15"),
    ),
    "M-4": (
        ("", "planned", "", "", "2025-01-15"),
        ("planned", "running", "", "", "2025-07-15"),
        ("running", "completed", "", "", "2026-01-15"),
    ),
}
"""From, to, since, reason and the edition that first said so, written by hand."""

PLANS = {
    "M-1": (
        ("end", "2024-12-31", "2025-06-30", "Die Förderung steht noch aus.", "2024-07-15"),
        ("end", "2025-06-30", "2025-12-31", "Der Anbieter hat gewechselt.", "2025-07-15"),
    ),
    "M-2": (
        ("planned", "80000", "95000", "", "2024-07-15"),
        ("end", "Mitte 2026", "Ende 2026", "Die Ausschreibung musste wiederholt werden.", "2025-01-15"),
        ("end", "Ende 2026", "2027-04-30", "Der Umbau dauert länger.", "2026-01-15"),
        ("planned", "95000", "120000", "Der Umbau dauert länger.", "2026-01-15"),
    ),
    "M-3": (),
    "M-4": (),
}
"""What, from, to, reason and edition. That the cost of M-4 is given at all, later, is no change of it."""


def make_town(folder: Path) -> Path:
    """The town in ``folder/sources``, still without a workbook."""
    place = folder / "sources" / NAME
    place.mkdir(parents=True)
    shutil.copy(_TOWN, place / "dataset.toml")
    settings = place / "dataset.toml"
    settings.write_text(settings.read_text("utf-8").replace("[columns]\n", '[columns]\nplan_reason = "Grund für '
                        'Änderungen"\n'), "utf-8")  # fmt: skip
    return place


def write_workbook(path: Path, rows: Sequence[tuple[str | int, ...]]) -> None:
    """One of the five workbooks."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Roadmap"
    sheet.append(HEAD)
    for row in rows:
        sheet.append([value if value != "" else None for value in row])
    for row_of_cells in sheet.iter_rows():
        for cell in row_of_cells:
            cell.number_format = "@" if isinstance(cell.value, str) else "General"
    book.save(path)


def play(place: Path, number: int) -> Outcome:
    """Publish the edition of that number, from 0."""
    write_workbook(place / "roadmap.xlsx", WORKBOOKS[number])
    if number == 3:
        with (place / "dataset.toml").open("a", encoding="utf-8") as settings:
            settings.write(WITHDRAWN)
    return publish(place, now=moment(number))


def play_all(folder: Path) -> Path:
    """The town in ``folder/sources`` with all of its editions; its folder."""
    place = make_town(folder)
    for number in range(len(DAYS)):
        play(place, number)
    return place


def moment(number: int) -> datetime:
    """When the edition of that number is made."""
    return datetime.fromisoformat(f"{DAYS[number]}T09:00:00").replace(tzinfo=UTC)


def measure(place: Path) -> None:
    """One more edition, with indicators: on the way, farther off than at the beginning, without a target."""
    book = load_workbook(place / "roadmap.xlsx")
    sheet = book.create_sheet("Kennzahlen")
    for row in (
        ("Kennzahl", "Handlungsfeld", "Ziel", "Einheit", "Ausgangswert", "Ausgangsjahr", 2025, "Zielwert", "Zieljahr"),
        ("Online-Anträge", "Verwaltung", "Alles geht ohne Weg ins Rathaus.", "%", 12, 2023, 31, 50, 2027),
        ("Papier", "Verwaltung", None, "Blatt", 1000, 2023, 1200, 500, 2027),
        ("Datensätze", "Klima", None, "Anzahl", 2, 2023, 14, None, None),
    ):
        sheet.append(row)
    book.save(place / "roadmap.xlsx")
    publish(place, now=moment(4) + timedelta(days=1))
