"""An invented town of twelve units with forty projects, its workbook made by code for any month, and ways to change it.

The town keeps its roadmap well: in each month a project has the status that its dates call for. A test that wants
something to go stale leaves a workbook as it was, or changes cells by key and column.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TypeAlias

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

NAME = "zwoelfingen"
WORKBOOK = "roadmap.xlsx"
Value: TypeAlias = str | int | float | date | None

UNITS: Mapping[str, str] = {
    "Bürgeramt": "buergeramt@zwoelfingen.example",
    "Schulamt": "schulamt@zwoelfingen.example",
    "Bauamt": "bauamt@zwoelfingen.example",
    "Ordnungsamt": "ordnungsamt@zwoelfingen.example",
    "Jugendamt": "jugendamt@zwoelfingen.example",
    "Stadtbücherei": "buecherei@zwoelfingen.example",
    "Amt für Klima und Umwelt": "klima@zwoelfingen.example",
    "Zentrale Dienste": "zentrale-dienste@zwoelfingen.example",
    "Kämmerei": "kaemmerei@zwoelfingen.example",
    "Feuerwehr": "feuerwehr@zwoelfingen.example",
    "Kulturamt": "kulturamt@zwoelfingen.example",
    "Vermessungsamt": "vermessung@zwoelfingen.example",
}
"""The units and their mailboxes, in the order in which they are asked."""

COLUMNS: Mapping[str, str] = {
    "id": "Kennung",
    "title": "Vorhaben",
    "description": "Worum es geht",
    "field": "Handlungsfelder",
    "status": "Status",
    "start": "Beginn",
    "end": "Ende",
    "plan_reason": "Grund für Änderungen",
    "lead": "Federführung",
    "partner_internal": "Interne Partner",
    "participation": "Externe Beteiligung",
    "offer": "Beteiligungsangebot",
    "offer_start": "Beteiligung von",
    "offer_end": "Beteiligung bis",
    "offer_outcome": "Ergebnis der Beteiligung",
    "budget_planned": "Kosten geplant",
    "link": "Link",
    "modified": "Stand",
}
"""What the town calls its columns."""

_TITLES = (
    "Anträge ohne Papier", "Lernplattform der Grundschulen", "Bauakte in elektronischer Form", "Parken mit dem Handy",
    "Kita-Plätze im Überblick", "Ausleihe rund um die Uhr", "Messnetz für Hitze", "Eine Akte für alle",
    "Haushalt zum Nachlesen", "Alarmplan auf dem Tablet", "Museum von zu Hause", "Stadtplan in drei Dimensionen",
    "Termine ohne Warten", "WLAN in allen Klassen", "Baustellen auf der Karte", "Fundbüro im Netz",
    "Ferienprogramm buchen", "Lesesaal am Abend", "Zisternen im Blick", "Wissen, das bleibt",
    "Rechnungen ohne Papier", "Hydranten auf der Karte", "Kulturkalender für alle", "Luftbilder für alle",
    "Ausweis per Post", "Tafeln, die mitdenken", "Leerstand finden", "Hunde anmelden",
    "Beratung per Video", "Vorlesen im Stadtteil", "Solardächer finden", "Sicher arbeiten von unterwegs",
    "Spenden und Zuschüsse im Überblick", "Übung am Bildschirm", "Noten für die Musikschule", "Grenzsteine im Register",
    "Auskunft in leichter Sprache", "Schulwege sicher planen", "Brücken unter Beobachtung", "Märkte und Stände buchen",
)  # fmt: skip
_FIELDS = ("Verwaltung", "Bildung", "Klima")
FIRST_YEAR = 2025


def keys() -> list[str]:
    """The keys of all projects, in the order of the sheet."""
    return [f"Z-{number:02}" for number in range(1, len(_TITLES) + 1)]


def rows_of(month: date) -> dict[str, dict[str, Value]]:
    """All cells by key and column's name, as a town that keeps its roadmap well has them in a month."""
    return {key: _row(number, month) for number, key in enumerate(keys())}


def _row(number: int, month: date) -> dict[str, Value]:
    units = list(UNITS)
    lead, other = units[number % 12], units[(number + 5) % 12]
    start = _month(FIRST_YEAR, 3 + number * 7 % 30)
    end = _month(start.year, start.month + 9 + number * 5 % 24)
    return {
        "id": keys()[number],
        "title": _TITLES[number],
        "description": f"{_TITLES[number]}: ein erfundenes Vorhaben, federführend {lead}.",
        "field": _FIELDS[number % 3],
        "status": "geplant" if month < start else "laufend" if month < end else "abgeschlossen",
        "start": f"{start:%m/%Y}" if number % 4 else start,
        "end": f"{end:%m/%Y}",
        "lead": f"{lead}; {other}" if number % 8 == 3 else lead,
        "partner_internal": None if number % 8 == 3 else other,
        "participation": "nein",
        "budget_planned": 10_000 + 2_500 * (number % 9),
        "link": f"https://www.zwoelfingen.example/vorhaben/{number + 1}" if number % 2 else None,
        "modified": f"{month:%m/%Y}",
    }


def _month(year: int, month: int) -> date:
    """The first day of a month, counted on beyond the end of a year."""
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def write_workbook(path: Path, month: date) -> None:
    """Write the town's workbook as it is in a month: a title, a header, forty rows."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Roadmap"
    sheet.append(["Roadmap der (erfundenen) Stadt Zwölfingen"])
    sheet.append(list(COLUMNS.values()))
    for row in rows_of(month).values():
        sheet.append([row.get(name) for name in COLUMNS])
    book.save(path)


def change_cells(path: Path, changes: Mapping[str, Mapping[str, Value]]) -> None:
    """Change cells of a workbook in place, by key and column's name; all else stays as it is."""
    book = load_workbook(path)
    for key, cells in changes.items():
        for name, value in cells.items():
            sheet, row, column = _place(list(book.worksheets), key, name)
            cell = sheet.cell(row, column)
            cell.value = value
            cell.data_type = "s" if isinstance(value, str) else cell.data_type  # typed as text, whatever it looks like
    book.save(path)


def cell_of(path: Path, key: str, name: str) -> Value:
    """What stands in a cell of a workbook."""
    sheet, row, column = _place(list(load_workbook(path).worksheets), key, name)
    return sheet.cell(row, column).value  # type: ignore[return-value]


def _place(sheets: list[Worksheet], key: str, name: str) -> tuple[Worksheet, int, int]:
    """The sheet, the row and the column in which a project's cell stands."""
    sheet = next(each for each in sheets if COLUMNS["id"] in [cell.value for row in each.iter_rows() for cell in row])
    rows = list(sheet.iter_rows(values_only=True))
    header = next(at for at, row in enumerate(rows) if COLUMNS["id"] in row)
    at_key = rows[header].index(COLUMNS["id"])
    row = next(at for at, row in enumerate(rows) if row[at_key] == key)
    return sheet, row + 1, rows[header].index(COLUMNS[name]) + 1


def make_town(folder: Path, month: date, *, settings: str = "") -> Path:
    """The town below ``folder/sources`` with its workbook of a month and further ``settings``; its own folder."""
    place = folder / "sources" / NAME
    place.mkdir(parents=True, exist_ok=True)
    units = "\n".join(f'"{unit}" = "{mailbox}"' for unit, mailbox in UNITS.items())
    columns = "\n".join(f'{name} = "{title}"' for name, title in COLUMNS.items())
    text = f"{_SETTINGS}\n[columns]\n{columns}\n\n[reminders.units]\n{units}\n\n{settings}"
    (place / "dataset.toml").write_text(text, "utf-8")
    write_workbook(place / WORKBOOK, month)
    return place


_SETTINGS = f"""\
name = "{NAME}"
license = "http://dcat-ap.de/def/licenses/cc-by/4.0"
workbooks = ["{WORKBOOK}"]
title = {{ de = "Digitale Roadmap Zwölfingen", en = "Digital roadmap of Zwölfingen" }}
description = {{ de = "Erfundene Vorhaben einer erfundenen Stadt.", en = "Invented projects of an invented town." }}

[publisher]
name = "Stadt Zwölfingen"

[contact]
name = "Geschäftsstelle Digitales"
email = "digital@zwoelfingen.example"

[iris]
base = "https://w3id.org/digitalstrategie/id/{NAME}/"

[privacy]
role_mailboxes = ["digital@zwoelfingen.example"]

[[strategy.theses]]
notation = "1"
label = {{ de = "Einfach für alle", en = "Simple for everyone" }}
definition = {{ de = "Jedes Angebot versteht man ohne Hilfe.", en = "Every offer can be understood without help." }}

[[strategy.fields]]
notation = "1"
label = {{ de = "Verwaltung", en = "Administration" }}
definition = {{ de = "Anträge, Auskünfte und Termine.", en = "Applications, information and appointments." }}

[[strategy.fields]]
notation = "2"
label = {{ de = "Bildung", en = "Education" }}
definition = {{ de = "Orte, an denen gelernt und gespielt wird.", en = "Places of learning and playing." }}

[[strategy.fields]]
notation = "3"
label = {{ de = "Klima", en = "Climate" }}
definition = {{ de = "Messen, verstehen und sparsam umgehen.", en = "Measuring, understanding and being economical." }}
"""
