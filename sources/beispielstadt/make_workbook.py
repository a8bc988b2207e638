"""Makes ``vorhaben.xlsx``, the workbook of an invented town: a header of two rows, headings, sums, amounts in thousands;
and a sheet of indicators with a column for each year.

python sources/beispielstadt/make_workbook.py
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

ROWS: tuple[tuple[str | int | float | date | None, ...], ...] = (
    ("Digitale Agenda der Beispielstadt",),
    ("Alles hier ist erfunden: die Stadt, ihre Bereiche und ihre Vorhaben.",),
    (),
    ("lfd. Nr.", "Vorhaben-ID", "Vorhaben", "Worum geht es?", "Bereich(e)", "Leitsatz", "Umsetzung", "Zeit", None,
     "Zuständig", "Kosten in T€", None),
    (None, None, None, None, None, None, None, "von", "bis", None, "Plan", "Ist"),
    ("Verwaltung & Service",),
    (1, "BA-01", "Fundbüro im Netz", "Verlorenes suchen und melden, auch am Wochenende.", "Service", "A", "in Betrieb",
     date(2024, 3, 1), None, "Bürgeramt", 18, 17.25),
    (2, "BA-02", "Wegweiser in Leichter Sprache", "Alle Formulare erklärt.", "Verwaltung & Service", "A, B", "läuft",
     "Frühjahr 2025", "Ende 2027", "Hauptamt", 42.5, None),
    ("Schule, Kultur und Sport",),
    (3, "SK-01", "Offene Turnhallen", "Freie Zeiten sehen und buchen.", "Schule, Kultur und Sport; Service", "A",
     "in Planung", "2. Halbjahr 2027", None, "Sportamt", 25, None),
    ("Klima und Wasser",),
    (4, "KW-01", "Pegel am Mühlbach", "Messwerte alle zehn Minuten als offene Daten.", "Klima und Wasser", "B", "läuft",
     "Q2/2025", None, "Tiefbauamt", 60, 21.8),
    (5, "KW-02", "Gießkannen-Karte", "Wo Bäume Wasser brauchen.", "K, S", "B", "fertig", "04/2025", "10/2025",
     "Grünflächenamt", 7.5, 6.9),
    (None, None, "Summe", None, None, None, None, None, None, None, 153, 45.95),
)  # fmt: skip

INDICATORS: tuple[tuple[str | int | float | date | None, ...], ...] = (
    ("Kennung", "Kennzahl", "Bereich(e)", "Leitsatz", "Ziel", "Was gemessen wird", "Einheit", "Ausgangswert",
     "Ausgangsjahr", "Ist 2024", "Ist 2025", "Ziel 2027", "Ziel 2030", "Quelle"),
    ("BK-1", "Online gestellte Anträge", "Verwaltung & Service", "A", "Niemand muss für einen Antrag ins Rathaus.",
     "Anteil der online gestellten an allen Anträgen eines Jahres.", "%", 12, 2023, 19.5, 31, 50, 80, "Bürgeramt"),
    ("BK-2", "Offene Datensätze", "Klima und Wasser; Service", "B", "Was die Stadt misst, kann jede und jeder nutzen.",
     "Datensätze mit offener Lizenz im Portal des Landes, jeweils am Jahresende.", "Anzahl", 0, 2023, 2, 5, None, 40,
     "Geschäftsstelle Digitale Agenda"),
    ("BK-3", "Trinkwasser für Stadtbäume", "Klima und Wasser", "B", "Bäume werden gegossen, wenn sie es brauchen.",
     "Was beim Gießen aus dem Leitungsnetz kommt.", "m³", 4200, 2023, 4350, None, None, 3000, "Wasserwerk"),
)  # fmt: skip


def main() -> None:
    """Write the workbook beside this file."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "Vorhaben"
    for row in ROWS:
        sheet.append(row)
    _format(sheet)
    _write_indicators(workbook.create_sheet("Kennzahlen"))
    workbook.properties.creator = "Beispielstadt (erfunden)"
    workbook.properties.created = workbook.properties.modified = datetime(2026, 11, 22)
    workbook.save(Path(__file__).with_name("vorhaben.xlsx"))


def _format(sheet: Worksheet) -> None:
    for area in ("H4:I4", "K4:L4", *(f"{letter}4:{letter}5" for letter in "ABCDEFGJ")):
        sheet.merge_cells(area)
    sheet["A1"].font = Font(bold=True, size=16)
    for row in sheet.iter_rows(min_row=4, max_row=5):
        for cell in row:
            cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="DCE9E2")
            cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    for name, width in zip("ABCDEFGHIJKL", (6, 12, 28, 44, 26, 10, 13, 15, 11, 16, 9, 9), strict=True):
        sheet.column_dimensions[name].width = width
    for number, row in enumerate(ROWS, start=1):
        if len(row) == 1 and number > 5:
            sheet.cell(number, 1).font = Font(bold=True, italic=True)
            sheet.merge_cells(start_row=number, end_row=number, start_column=1, end_column=12)
    sheet.freeze_panes = "A6"


def _write_indicators(sheet: Worksheet) -> None:
    for row in INDICATORS:
        sheet.append(row)
    for cell in sheet[1]:
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="DCE9E2")
        cell.alignment = Alignment(vertical="center", wrap_text=True)
    for name, width in zip("ABCDEFGHIJKLMN", (10, 26, 26, 10, 36, 40, 10, 13, 13, 10, 10, 10, 10, 26), strict=True):
        sheet.column_dimensions[name].width = width
    sheet.freeze_panes = "C2"


if __name__ == "__main__":
    main()
