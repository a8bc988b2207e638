"""Sheets laid out as authorities lay out theirs, with invented words, and what must become of each of their rows.

Each stands for a way in which people build tables: titles and logos above, headers of several rows, merged cells,
headings of groups, sums, notes, codes of a database, rows prepared for later.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

from pipeline.model.workbook import CellFault, Sheet, Value
from tests.sheets import sheet

_Line = tuple[Value, ...]
BLANK: _Line = ()
NEEDED = ("Kennung", "Titel", "Handlungsfelder")


class Lookalike(NamedTuple):
    """A workbook, the settings of its columns, and what is expected: by sheet and reason the rows left out, the rules
    broken in their order, and how many projects there are.
    """

    sheets: tuple[Sheet, ...]
    left_out: Mapping[str, Mapping[str, list[int]]]
    projects: int
    rules: tuple[str, ...] = ()
    columns: str = ""


GRANTS = 'key_from = ["lead", "title"]\nrequired = ["title", "start", "end"]\n'


def _grant(number: int) -> _Line:
    name = f"Werkstatt {number} GmbH"
    return (
        name,
        f"Bau der Halle {number}",
        "Eine Halle wird gebaut.",
        date(2024, 1, number),
        "31.12.2026",
        1000.5 * number,
    )


def numbered_columns_above_two_languages() -> Lookalike:
    """A report of a fund: titles, blank rows, a row that numbers the columns, the header in two rows of languages."""
    lines: list[_Line] = [
        ("Programm Zukunft in Musterland",),
        ("Liste der Vorhaben",),
        ("Erzeugt: 27.05.2026",),
        BLANK,
        ("Berichtszeitraum 2021 bis 2027",),
        BLANK,
        BLANK,
        BLANK,
        (1.0, 2.0, 3.0, 4.0, 5.0, 6.0),
        ("Empfänger", "Vorhaben", "Inhalt", "Beginn", "Ende", "Ausgaben"),
        ("beneficiary", "operation", "summary", "start date", "end date", "total expenditure"),
        *(_grant(number) for number in range(1, 9)),
    ]
    left_out = {"title": [1, 2, 3, 5], "blank": [4, 6, 7, 8], "numbering": [9], "header": [10, 11]}
    columns = 'lead = "Empfänger"\ntitle = "Vorhaben"\ndescription = "Inhalt"\nbudget_planned = "Ausgaben"\n'
    return Lookalike((sheet(*lines),), {"Roadmap": left_out}, 8, columns=GRANTS + columns)


def notes_merged_below_the_table() -> Lookalike:
    """A list of a ministry: an empty corner for the logo, a hidden column, and a page of merged notes at the end."""
    header: _Line = ("", "Träger\n(beneficiary)", "Name\n(operation name)", "Inhalt", "Beginn", "Ende", "Ausgaben")
    lines: list[_Line] = [
        BLANK,
        BLANK,
        ("", "", "Investitionen in Menschen"),
        ("", "", "Liste der Vorhaben"),
        header,
        *((" ", *_grant(number)) for number in range(1, 6)),
        BLANK,
        ("", "Allgemeine Hinweise"),
        BLANK,
        ("", "1", "Die Liste wird zweimal im Jahr erneuert."),
        ("", "2", "Beträge sind gerundet."),
        BLANK,
        ("", "Datenstand", datetime(2026, 6, 30, 19, 24)),
        ("", "Benutzer", "xy12345"),
    ]
    found = sheet(*lines, merges="A1:B4 C1:C2 B12:G12 C14:G14 C15:G15", hidden_columns="A")
    left_out = {"blank": [1, 2, 11, 13, 16], "title": [3, 4], "header": [5], "note": [12, 14, 15, 17, 18]}
    columns = 'lead = "Träger"\ntitle = "Name"\ndescription = "Inhalt"\nbudget_planned = "Ausgaben"\n'
    return Lookalike((found,), {"Roadmap": left_out}, 5, columns=GRANTS + columns)


def titles_merged_over_everything() -> Lookalike:
    """Six merged rows of titles, headers hyphenated for print, the same in another language, dates as text."""
    merged = " ".join(f"A{row}:F{row}" for row in range(1, 7))
    lines: list[_Line] = [
        ("Liste der Vorhaben",),
        ("Musterländische Bank",),
        ("Fonds für Entwicklung",),
        ("(Datenstand: 31.03.2026)",),
        BLANK,
        BLANK,
        ("Emp-\nfänger", "Vor-\nhaben", "Inhalt", "Beginn", "Ende", "Aus-\ngaben"),
        ("beneficiary", "operation", "summary", "start", "end", "eligible cost"),
        *(_grant(number) for number in range(1, 5)),
    ]
    left_out = {"title": [1, 2, 3, 4], "blank": [5, 6], "header": [7, 8]}
    columns = 'lead = "Empfänger"\ntitle = "Vorhaben"\ndescription = "Inhalt"\nbudget_planned = "Ausgaben"\n'
    return Lookalike((sheet(*lines, merges=merged),), {"Roadmap": left_out}, 4, columns=GRANTS + columns)


def groups_and_sums_of_two_depths() -> Lookalike:
    """Axes and groups of measures as headings, a sum under each group, each axis and all, some of them hidden."""
    header: _Line = ("N°", "Träger / Drager", "Vorhaben / Actie", "Jahr / Jaar", "Kosten / Kosten (€)")
    lines: list[_Line] = [
        ("", "Programm der Hauptstadt"),
        ("", "Liste der Vorhaben", "", "", "Stand: November 2026"),
        header,
        ("", "ACHSE 1: WETTBEWERB"),
        ("", "Gründungen"),
        ("P1-1", "Stadt A", "Markthalle", 2024.0, 1000.0),
        ("P1-2", "Stadt B", "Werkhof", 2025.0, 500.0),
        ("", "", "Summe Gründungen", "", 1500.0),
        ("", "Forschung"),
        ("P1-3", "Stadt C", "Labor", "2024+2025", 300.0),
        ("P1-4", "Stadt D", "Sternwarte", 2025.0, 200.0),
        ("", "", "Summe Forschung", "", 500.0),
        ("", "", "Summe ACHSE 1", "", 2000.0),
        ("Total", "", "", "", CellFault("error", "#REF!")),
    ]
    left_out = {"title": [1, 2], "header": [3], "group": [4, 5, 9], "total": [8, 12], "hidden": [13, 14]}
    columns = 'lead = "Träger"\ntitle = "Vorhaben"\nstart = "Jahr"\nbudget_planned = "Kosten"\nignore = ["N°"]\n'
    return Lookalike(
        (sheet(*lines, hidden_rows=(13, 14)),),
        {"Roadmap": left_out},
        4,
        ("hidden-left-out",),
        'key_from = ["title"]\nrequired = ["title", "start"]\n' + columns,
    )


def export_with_sums_at_the_end() -> Lookalike:
    """What a database gives: codes for keys, amounts as text with a sign, and two sums without a word."""
    lines: list[_Line] = [
        ("BezNr", "Schule", "MassnahmeNr", "Art", "Kosten"),
        ("10", "Grundschule am Anger", "10A-01-B-001", "Dach", "1.800,00\N{NO-BREAK SPACE}€"),
        ("10", "Grundschule am Anger", "10A-01-B-002", "Fenster", "1.200,50\N{NO-BREAK SPACE}€"),
        ("11", "Gymnasium am Markt", "11A-01-A-001", "Fassade", "0,00\N{NO-BREAK SPACE}€"),
        ("", "", "", "", "3.000,50\N{NO-BREAK SPACE}€"),
        ("", "", "", "", "3.000,50\N{NO-BREAK SPACE}€"),
    ]
    columns = 'id = "MassnahmeNr"\ntitle = "Art"\nbudget_planned = "Kosten"\nignore = ["BezNr", "Schule"]\n'
    return Lookalike(
        (sheet(*lines),),
        {"Roadmap": {"header": [1], "total": [5, 6]}},
        3,
        columns=columns + 'required = ["id", "title"]',
    )


def keys_of_digits_and_letters() -> Lookalike:
    """A short list whose keys are numbers and then letters, an "x" among them, with a year or words for the end."""
    keys: list[Value] = [*range(1, 6), *"vwxyz"]
    ends: list[Value] = [2024, "2025", "Maßnahme ist abgeschlossen", "", 2026]
    lines = [(key, f"Schulhof {at}", "1", ends[at % 5]) for at, key in enumerate(keys)]
    return Lookalike((sheet((*NEEDED, "Ende"), *lines),), {"Roadmap": {"header": [1]}}, 10)


def a_second_sheet_with_nothing_but_a_header() -> Lookalike:
    """Two funds, a sheet for each; the second is still empty, a third holds remarks."""
    header: _Line = ("Lead", "Title", "Funding", "Planned cost", "Region")
    lines = [(f"Council {at}", f"Bridge {at}", 100.0 * at, 250.0 * at, "East ") for at in range(1, 6)]
    return Lookalike(
        (
            sheet(header, *lines, name="Fonds 1"),
            sheet(BLANK, BLANK, header, name="Fonds 2"),
            sheet(("siehe Anlage",), name="x"),
        ),
        {"Fonds 1": {"header": [1]}, "Fonds 2": {"blank": [1, 2], "header": [3]}, "x": {"no-table": [1]}},
        5,
        columns='key_from = ["lead", "title"]\nrequired = ["title"]\nignore = ["Region"]',
    )


def three_languages_in_one_cell() -> Lookalike:
    """A header whose cells hold three languages with line breaks, and cells merged over rows of one beneficiary."""
    header: _Line = (
        "Kennung\n(key, clé)",
        "Titel\n(title, intitulé)",
        "Handlungsfelder\n(fields, domaines)",
        "Beginn\n(start, début)",
        "Federführung\n(lead, responsable)",
    )
    lines: list[_Line] = [
        header,
        ("2026-1", "Pegel", "1", "01.03.2026", "Amt für Wasser"),
        ("2026-2", "Deich", "1", "Mitte 2026", ""),
        ("2026-3", "Furt", "1", 2027, ""),
        ("2026-4", "Wehr", "1", 2028, "Bauhof"),
    ]
    return Lookalike((sheet(*lines, merges="E2:E4"),), {"Roadmap": {"header": [1]}}, 4)


def headings_over_pairs_of_columns() -> Lookalike:
    """A form of a treasury: headings over pairs of columns, units below them, groups with their sums beside them."""
    lines: list[_Line] = [
        ("Investitionsprogramm 2026",),
        BLANK,
        ("Allgemein", "", "", "Zeitraum", "", "Kosten", ""),
        ("Kennung", "Titel", "Handlungsfelder", "Beginn", "Ende", "geplant", "Ist"),
        ("", "", "", "JJJJ", "JJJJ", "EUR", "EUR"),
        ("Hochbau", "", "", "", "", 300, 30),
        ("H-1", "Turnhalle", "1", 2026, 2027, 100, 10),
        ("H-2", "Mensa", "1", 2026, 2028, 200, 20),
        ("Tiefbau", "", "", "", "", 700, 70),
        ("T-1", "Brücke", "1", 2026, 2029, 300, 30),
        ("T-2", "Tunnel", "1", 2027, 2030, 400, 40),
        ("Gesamtsumme", "", "", "", "", 1000, 100),
    ]
    left_out = {"title": [1], "blank": [2], "header": [3, 4, 5], "group": [6, 9], "total": [12]}
    return Lookalike((sheet(*lines, merges="A1:G1 A3:C3 D3:E3 F3:G3"),), {"Roadmap": left_out}, 4)


def pages_with_headers_and_carry_overs() -> Lookalike:
    """A list for print: on each page the header again, and what is carried over from the page before."""
    header: _Line = ("Nr.", *NEEDED, "Kosten geplant")
    lines: list[_Line] = [
        header,
        (1, "a-1", "Brunnen", "1", 10),
        (2, "a-2", "Bank", "1", 20),
        ("", "", "Übertrag", "", 30),
        header,
        ("", "", "Übertrag", "", 30),
        (3, "a-3", "Baum", "1", 40),
        (4, "a-4", "Beet", "1", 50),
        ("", "", "Gesamt", "", 120),
    ]
    left_out = {"header": [1], "total": [4, 6, 9], "repeated-header": [5]}
    return Lookalike((sheet(*lines),), {"Roadmap": left_out}, 4)


def a_form_with_prepared_rows() -> Lookalike:
    """A form with explanations below its header, running numbers, a chosen status, and a legend far below."""
    lines: list[_Line] = [
        ("Kennung *", "Titel *", "Handlungsfelder *", "Status", "Beginn"),
        ("fortlaufend", "kurz und klar", "siehe Liste", "bitte wählen", "TT.MM.JJJJ"),
        (1, "Lastenrad", "1", "laufend", "01.02.2026"),
        (2, "Ladesäule", "3", "geplant", "2027"),
        *((number, "", "", "geplant") for number in range(3, 13)),
        BLANK,
        ("* Pflichtfeld",),
    ]
    left_out = {"header": [1, 2], "prefilled": list(range(5, 15)), "blank": [15], "note": [16]}
    return Lookalike((sheet(*lines),), {"Roadmap": left_out}, 2, ("rows-prefilled",))


def current_planned_and_finished_below_each_other() -> Lookalike:
    """Three tables in a sheet, each with a heading and columns of its own, and blank rows between them."""
    lines: list[_Line] = [
        ("Laufende Projekte",),
        (*NEEDED, "Status", "Beginn", "Kosten geplant"),
        ("L-1", "Glasfaser", "1", "laufend", 2024, 500),
        ("L-2", "Funknetz", "1", "laufend", 2025, 700),
        ("Summe", "", "", "", "", 1200),
        BLANK,
        ("Geplante Projekte",),
        (*NEEDED, "Status", "Förderung"),
        ("G-1", "Leitstelle", "1", "geplant", 2000),
        BLANK,
        BLANK,
        ("Abgeschlossen",),
        ("Titel", "Kennung", "Handlungsfelder", "Ende"),
        ("Altsystem", "A-1", "1", 2023),
        ("Quelle: Hauptamt",),
    ]
    left_out = {"title": [1, 7, 12], "header": [2, 8, 13], "total": [5], "blank": [6, 10, 11], "note": [15]}
    return Lookalike((sheet(*lines),), {"Roadmap": left_out}, 4)


def a_pivot_table() -> Lookalike:
    """What Excel makes of a list: "(Leer)", "… Ergebnis" below each field, and "Gesamtergebnis"."""
    lines: list[_Line] = [
        (*NEEDED, "Kosten geplant"),
        ("2026-1", "Radweg Nord", "3", 40),
        ("2026-2", "Radweg Süd", "3", 60),
        ("Verkehr Ergebnis", "", "", 100),
        ("2026-3", "Ergebnispräsentation", "1", 5),
        ("2026-4", "Gesamtkonzept", "1", 6),
        ("(Leer)", "", "", 0),
        ("Dienste Ergebnis", "", "", 11),
        ("Gesamtergebnis", "", "", 111),
        ("Anzahl von Titel", "", "", 4),
        ("Mittelwert von Kosten", "", "", 27.75),
    ]
    return Lookalike((sheet(*lines),), {"Roadmap": {"header": [1], "total": [4, 7, 8, 9, 10, 11]}}, 4)


def cells_merged_for_looks() -> Lookalike:
    """A list made for the screen: titles merged over two columns, headings over all, one status for three projects."""
    lines: list[_Line] = [
        ("Kennung", "Titel", "", "Handlungsfelder", "Status"),
        ("Bereich Schule",),
        ("S-1", "Tafeln", "", "1", "laufend"),
        ("S-2", "Koffer", "", "1", ""),
        ("S-3", "Mensa", "", "1", ""),
        ("Bereich Bad",),
        ("B-1", "Kasse", "", "1", "geplant"),
    ]
    merges = "B1:C1 A2:E2 B3:C3 B4:C4 B5:C5 A6:E6 B7:C7 E3:E5"
    return Lookalike((sheet(*lines, merges=merges),), {"Roadmap": {"header": [1], "group": [2, 6]}}, 4)


def a_list_in_an_english_speaking_office() -> Lookalike:
    """A text file: a footnote's mark in a header, words for dates and amounts, a line break in a title."""
    lines: list[_Line] = [
        ("Agency", "Tier", "Project\nName", "Status", "Budget (m)*", "Project End Date"),
        ("Roads", "2", "Signs", "running", "29", "30.06.2026"),
        ("Roads", "1", "Lights", "running", "nfp", "Ongoing"),
        ("Parks", "3", "Total digital", "planned", "n/a", "N/A"),
    ]
    columns = (
        'key_from = ["title"]\nrequired = ["title"]\nlead = "Agency"\ntitle = "Project Name"\n'
        'end = "Project End Date"\n'
        'budget_planned = { titles = ["Budget (m)"], factor = 1000000 }\nignore = ["Tier"]'
    )
    return Lookalike((sheet(*lines),), {"Roadmap": {"header": [1]}}, 3, columns=columns)


LOOKALIKES: Mapping[str, Lookalike] = {
    build.__name__: build()
    for build in (
        numbered_columns_above_two_languages,
        notes_merged_below_the_table,
        titles_merged_over_everything,
        groups_and_sums_of_two_depths,
        export_with_sums_at_the_end,
        keys_of_digits_and_letters,
        a_second_sheet_with_nothing_but_a_header,
        three_languages_in_one_cell,
        headings_over_pairs_of_columns,
        pages_with_headers_and_carry_overs,
        a_form_with_prepared_rows,
        current_planned_and_finished_below_each_other,
        a_pivot_table,
        cells_merged_for_looks,
        a_list_in_an_english_speaking_office,
    )
}
