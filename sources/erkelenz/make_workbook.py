"""Makes ``roadmap.xlsx``, the sample of Erkelenz, laid out as staff would: run it again after changing a row.

    python sources/erkelenz/make_workbook.py

The projects are facts from public news, each with its source and the date of that source. The town never published this
list; the matches with fields of action and theses were made for this sample by reading the wording of the strategy.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

TITLE = "Roadmap zur Digitalstrategie der Stadt Erkelenz"
NOTE = "Beispieldaten aus öffentlichen Quellen, keine amtliche Roadmap. Stand der Angaben: siehe letzte Spalte."
HEADERS = {
    "Nr.": 10,
    "Projekt": 30,
    "Kurzbeschreibung": 60,
    "Handlungsfelder": 26,
    "Thesen": 10,
    "Status": 15,
    "Beginn": 12,
    "Ende": 12,
    "Federführung": 24,
    "Beteiligte": 28,
    "Externe Beteiligung": 13,
    "Kosten (€)": 14,
    "davon Eigenanteil (€)": 14,
    "Quelle": 40,
    "Stand": 10,
}
PROJECTS: tuple[tuple[str | int | None, ...], ...] = (
    (
        "2010-01",
        "Serviceportal der Stadt Erkelenz",
        "Online-Dienste der Verwaltung für Bürgerinnen und Bürger, als eine der ersten Kommunen in NRW auf dem Serviceportal der regio iT.",
        "Dienstleistung",
        "1, 2, 3",
        "im Betrieb",
        2010,
        None,
        "IT-Koordination",
        "regio iT",
        "ja",
        None,
        None,
        "https://service.erkelenz.de",
        2022,
    ),
    (
        "2017-01",
        "eGovernment-Strategie",
        "Gemeinsam mit der regio iT entwickelte Strategie, die schrittweise umgesetzt wurde.",
        "Dienstleistung, Vernetzung",
        "2",
        "abgeschlossen",
        2017,
        None,
        "IT-Koordination",
        "regio iT",
        "ja",
        None,
        None,
        "https://readit.regioit.de/artikel/erkelenz-mit-strategischer-roadmap-zum-digitalen-spirit",
        2022,
    ),
    (
        "2019-01",
        "Medienentwicklungsplanung der Schulen",
        "Vom Rat 2019 beschlossene Planung für digitale Medien an den städtischen Schulen; dafür wurden zwei Vollzeitstellen im Amt für Bildung und Sport geschaffen.",
        "Bildung",
        "5",
        "laufend",
        2019,
        None,
        "Amt für Bildung und Sport",
        None,
        "nein",
        None,
        None,
        "https://erkelenz.de/newsarchiv/2020/dezember/tablets-fuer-erkelenzer-schulen-sind-da",
        "2020-12",
    ),
    (
        "2020-01",
        "Freies WLAN in der Innenstadt",
        "WLAN vom Bahnhof über Kölner Straße, Marktplatz und Johannismarkt bis Franziskanerplatz und Aachener Straße, dazu Leonhardskapelle und Erka-Bad. Gutschein der Initiative WiFi4EU über 15.000 Euro und 10.000 Euro aus dem Haushalt.",
        "Infrastruktur, Wirtschaft",
        "3",
        "im Betrieb",
        "2020-06",
        None,
        "Stadtmarketing",
        "WiFi4EU; Eigentümer von Immobilien",
        "ja",
        25000,
        10000,
        "https://erkelenz.de/newsarchiv/2020/juni/ausbau-von-freiem-wlan-noch-in-diesem-jahr",
        "2020-06",
    ),
    (
        "2020-02",
        "Tablets und Convertibles für Schulen",
        "1.330 Geräte für Lehrkräfte und Schülerinnen und Schüler im ersten Schritt, überwiegend vom Land NRW gefördert.",
        "Bildung",
        "5",
        "abgeschlossen",
        2020,
        "2020-12",
        "Amt für Bildung und Sport",
        "Land NRW",
        "ja",
        517000,
        30000,
        "https://erkelenz.de/newsarchiv/2020/dezember/tablets-fuer-erkelenzer-schulen-sind-da",
        "2020-12",
    ),
    (
        "2020-03",
        "WLAN und Verkabelung der Grundschulen",
        "Alle Grundschulen sollen bis Mitte 2021 flächendeckendes WLAN und strukturierte Verkabelung erhalten; die weiterführenden Schulen folgen.",
        "Bildung, Infrastruktur",
        "5",
        "laufend",
        2020,
        "Mitte 2021",
        "Amt für Bildung und Sport",
        None,
        "nein",
        None,
        None,
        "https://erkelenz.de/newsarchiv/2020/dezember/tablets-fuer-erkelenzer-schulen-sind-da",
        "2020-12",
    ),
    (
        "2020-04",
        "Online-Terminvereinbarung im Bürgerbüro",
        "Termine im Bürgerbüro lassen sich online vereinbaren, neben dem Telefon.",
        "Dienstleistung",
        "2, 3",
        "im Betrieb",
        "05.06.2020",
        None,
        "Bürgerbüro",
        None,
        "nein",
        None,
        None,
        "https://www.dein-erkelenz.de/news/aktuelles/buergerbuero-mehr-service-auf-dauer",
        "2020-05",
    ),
    (
        "2021-01",
        "Bebauungspläne interaktiv",
        "Rechtskräftige Bebauungspläne und Satzungen auf einer interaktiven Stadtkarte; Stellungnahmen in Beteiligungsverfahren online.",
        "Datenaustausch, Mitwirkung, Dienstleistung",
        "3",
        "im Betrieb",
        2021,
        None,
        "Planungsamt",
        None,
        "nein",
        None,
        None,
        "https://rp-online.de/nrw/staedte/erkelenz/stadt-erkelenz-bebauungsplaene-jetzt-interaktiv_aid-55896015",
        2021,
    ),
    (
        "2021-02",
        "Digitalbeirat",
        "Elfköpfiges Gremium aus Bürgerschaft, Wirtschaft und Verwaltung, das die Digitalstrategie mitentwickelte.",
        "Mitwirkung",
        "4",
        "abgeschlossen",
        "27.05.2021",
        "2023-12",
        "Team Digital",
        "Bürgerschaft, Wirtschaft",
        "ja",
        None,
        None,
        "https://erkelenz.de/newsarchiv/2023/dezember/auszeichnung-fuer-digitalbeirat",
        "2023-12",
    ),
    (
        "2022-01",
        "Mitmach-Portal",
        "Eine Adresse für alle Online-Beteiligungen der Stadt, mit Bürgervorschlägen und Mängelmelder.",
        "Mitwirkung",
        "3, 4",
        "im Betrieb",
        "2022-02",
        None,
        "Stadtverwaltung",
        None,
        "nein",
        None,
        None,
        "https://rp-online.de/nrw/staedte/erkelenz/so-funktioniert-das-neue-mitmach-portal-der-stadt-erkelenz_aid-66539985",
        "2022-02",
    ),
    (
        "2022-02",
        "Mängelmelder",
        "Schäden im öffentlichen Raum auf einer Karte melden; über 240 Meldungen im ersten Jahr, seit 2023 in allen Kategorien.",
        "Mitwirkung, Dienstleistung",
        "2, 3",
        "im Betrieb",
        "2022-02",
        None,
        "Stadtverwaltung",
        None,
        "nein",
        None,
        None,
        "https://heinsberg-magazin.de/2023/02/01/ein-jahr-maengelmelder-der-stadt-erkelenz/",
        "2023-02",
    ),
    (
        "2022-03",
        "Glasfaser gegen weiße Flecken",
        "Kreisweites Förderprojekt für Adressen unter 30 Mbit/s, davon 220 in Erkelenz, dazu Schulen und Gewerbe im Kreis.",
        "Infrastruktur, Wirtschaft, Bildung, Vernetzung",
        "3, 4",
        "laufend",
        "2022-04",
        "Mitte 2024",
        "Kreis Heinsberg",
        "Kreis Heinsberg, Deutsche Glasfaser, Bund, Land NRW",
        "ja",
        34700000,
        None,
        "https://rp-online.de/nrw/staedte/kreis-heinsberg/glasfaser-im-kreis-heinsberg-34-millionen-euro-gegen-weisse-flecken_aid-67639587",
        "2022-04",
    ),
    (
        "2022-04",
        "Bauakten und Baulasten online",
        "Anträge auf Bauakteneinsicht und Auskunft aus dem Baulastenverzeichnis über das Serviceportal.",
        "Dienstleistung",
        "1, 2",
        "im Betrieb",
        2022,
        None,
        "Bauamt",
        None,
        "nein",
        None,
        None,
        "https://rp-online.de/nrw/staedte/erkelenz/erkelenz-mehr-online-serviceleistungen-in-stadtverwaltung_aid-68798075",
        2022,
    ),
    (
        "2024-01",
        "netzwERK_LAB",
        "Offenes Netzwerk, in dem Bürgerschaft und Verwaltung an Digitalisierungsthemen arbeiten; folgt auf den Digitalbeirat.",
        "Mitwirkung, Kompetenzen",
        "4, 5",
        "laufend",
        2024,
        None,
        "Team Digital",
        "Bürgerschaft",
        "ja",
        None,
        None,
        "https://erkelenz.de/newsarchiv/2023/dezember/auszeichnung-fuer-digitalbeirat",
        "2023-12",
    ),
)


def main() -> None:
    """Write the workbook beside this file."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "Roadmap"
    _write_head(sheet)
    for project in PROJECTS:
        sheet.append(project)
    _format(sheet)
    workbook.properties.creator = "Stadt Erkelenz (Beispieldaten)"
    workbook.properties.created = workbook.properties.modified = datetime(2026, 11, 22)
    workbook.save(Path(__file__).with_name("roadmap.xlsx"))


def _write_head(sheet: Worksheet) -> None:
    sheet.append((TITLE,))
    sheet.append((NOTE,))
    sheet.append(())
    sheet.append(tuple(HEADERS))
    sheet["A1"].font = Font(bold=True, size=16, color="1F3A5F")
    sheet["A2"].font = Font(italic=True, color="595959")


def _format(sheet: Worksheet) -> None:
    line = Side(style="thin", color="D0D7DE")
    for column, width in zip(sheet.columns, HEADERS.values(), strict=True):
        sheet.column_dimensions[column[3].column_letter].width = width
        column[3].font = Font(bold=True, color="FFFFFF")
        column[3].fill = PatternFill("solid", fgColor="1F3A5F")
        column[3].alignment = Alignment(wrap_text=True, vertical="center")
        for cell in column[4:]:
            cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="left")
            cell.border = Border(bottom=line)
    for name in ("L", "M"):
        for cell in sheet[name][4:]:
            cell.number_format = "#,##0"
            cell.alignment = Alignment(vertical="top", horizontal="right")
    sheet.freeze_panes = "C5"
    sheet.auto_filter.ref = f"A4:O{sheet.max_row}"


if __name__ == "__main__":
    main()
