"""More sheets laid out as authorities lay out theirs: what only looks like a project, and what only looks like none."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.model.workbook import Value
from tests.lookalikes import BLANK, NEEDED, Lookalike
from tests.sheets import sheet

FREE = 'required = ["id", "title"]\n'
BY_LEAD = 'key_from = ["lead", "title"]\nrequired = ["title"]\n'
_Line = tuple[Value, ...]


def sums_in_the_words_of_many_countries() -> Lookalike:
    """A list of grants with a sum below: in French, Polish, Czech, Finnish, Greek."""
    words = ("Total général", "Suma końcowa", "Razem", "Celkem", "Yhteensä", "Σύνολο", "Gesamt brutto", "Bund Summe")
    lines: list[_Line] = [
        ("Federführung", "Titel", "Beginn", "Kosten geplant"),
        ("Bund", "Wehr", 2026, 100),
        ("Land", "Total digital", 2027, 50),
        *((word, "", "", 150) for word in words),
    ]
    left_out = {"header": [1], "total": list(range(4, 12))}
    return Lookalike((sheet(*lines),), {"Roadmap": left_out}, 2, columns=BY_LEAD)


def sums_with_their_year_and_what_is_part_of_them() -> Lookalike:
    lines: list[_Line] = [
        (*NEEDED, "Status", "Kosten geplant"),
        ("a-1", "Wehr", "1", "laufend", 100),
        ("a-2", "Furt", "1", "laufend", 50),
        ("Summe 2026", "", "", "", 150),
        ("davon gefördert", "", "", "", 90),
        ("", "Eigenanteil", "", "", 60),
        ("Anzahl Projekte", "2", "", "", ""),
    ]
    left_out = {"header": [1], "total": [4, 7], "note": [5, 6]}
    return Lookalike((sheet(*lines),), {"Roadmap": left_out}, 2, columns=FREE)


def headings_numbered_like_projects() -> Lookalike:
    """Groups that have a number and a title as projects do; one has the sum of its own."""
    lines: list[_Line] = [
        (*NEEDED, "Kosten geplant"),
        ("1", "Hochbau", "", 300),
        ("1.1", "Turnhalle", "1", 100),
        ("1.2", "Mensa", "1", 200),
        ("2", "Tiefbau", "", ""),
        ("2.1", "Brücke", "1", 50),
        ("3", "Gutachten", "1", 10),
    ]
    left_out = {"header": [1], "heading": [2, 5]}
    return Lookalike((sheet(*lines),), {"Roadmap": left_out}, 4, ("row-heading",) * 2, FREE)


def footnotes_with_marks() -> Lookalike:
    lines: list[_Line] = [
        (*NEEDED, "Kosten geplant"),
        ("P-1", "Wehr", "1", 100),
        ("P-2", "Furt", "1", 50),
        ("1)", "ohne Umsatzsteuer"),
        ("*", "vorbehaltlich des Beschlusses"),
        ("Stand:", "Mai 2026"),
    ]
    return Lookalike((sheet(*lines),), {"Roadmap": {"header": [1], "note": [4, 5, 6]}}, 2, columns=FREE)


def a_legend_below() -> Lookalike:
    """What short words mean, below a heading, and the notes of numbers that projects have, too."""
    lines: list[_Line] = [
        (*NEEDED, "Status"),
        (1, "Wehr", "1", "laufend"),
        (2, "Furt", "1", "laufend"),
        BLANK,
        ("Legende",),
        ("l", "laufend"),
        ("g", "geplant"),
        BLANK,
        (1, "siehe Beschluss"),
    ]
    left_out = {"header": [1], "blank": [4, 8], "note": [5, 6, 7, 9]}
    return Lookalike((sheet(*lines),), {"Roadmap": left_out}, 2, columns=FREE)


def other_tables_below() -> Lookalike:
    """How many projects have which status, and the numbers of the fields, each with titles of its own."""
    lines: list[_Line] = [
        (*NEEDED, "Status", "Kosten geplant"),
        ("a-1", "Wehr", "1", "laufend", 10),
        ("a-2", "Furt", "1", "geplant", 20),
        BLANK,
        ("Status", "Anzahl", "Kosten geplant"),
        ("laufend", 1, 10),
        ("geplant", 1, 20),
        BLANK,
        ("HF", "Bezeichnung"),
        ("1", "Dienste"),
        BLANK,
        ("Status", "Anzahl"),
        ("laufend", 1),
    ]
    left_out = {"header": [1], "blank": [4, 8, 11], "other-table": [5, 6, 7, 9, 10, 12, 13]}
    return Lookalike((sheet(*lines),), {"Roadmap": left_out}, 2, ("table-passed",) * 3, FREE)


def one_project_over_the_rows_of_its_partners() -> Lookalike:
    """Key, title, field and amount merged over three rows, one for each partner; below it a tall row for the looks."""
    lines: list[_Line] = [
        (*NEEDED, "Beteiligte", "Kosten geplant"),
        ("a-1", "Wehr", "1", "Bund", 100),
        ("", "", "", "Land", ""),
        ("", "", "", "Bund", ""),
        ("a-2", "Furt", "1", "Land", 50),
        BLANK,
    ]
    merges = "A2:A4 B2:B4 C2:C4 E2:E4 A5:A6 B5:B6 C5:C6 D5:D6 E5:E6"
    left_out = {"header": [1], "continued": [3, 4], "blank": [6]}
    return Lookalike((sheet(*lines, merges=merges),), {"Roadmap": left_out}, 2, ("row-continued",))


def one_project_with_an_amount_in_each_row() -> Lookalike:
    lines: list[_Line] = [
        ("Titel", "Beteiligte", "Beginn", "Kosten geplant"),
        ("Wehr", "Bund", 2026, 100),
        ("", "Bund", 2026, 70),
        ("Furt", "Land", 2027, 50),
    ]
    left_out = {"header": [1], "continued": [3]}
    columns = 'key_from = ["title"]\nrequired = ["title"]'
    return Lookalike((sheet(*lines, merges="A2:A3"),), {"Roadmap": left_out}, 2, ("amount-continued",), columns)


def one_title_over_the_projects_of_many() -> Lookalike:
    """A program merged over its beneficiaries: as many projects as beneficiaries."""
    lines: list[_Line] = [
        ("Titel", "Federführung", "Beginn", "Kosten geplant"),
        ("Wehr", "Bund", 2026, 100),
        ("", "Land", 2026, 70),
        ("Furt", "Kreis", 2027, 50),
    ]
    return Lookalike((sheet(*lines, merges="A2:A3"),), {"Roadmap": {"header": [1]}}, 3, columns=BY_LEAD)


def titles_that_go_on_below() -> Lookalike:
    """Titles that wrap into a row of their own, and details that do."""
    lines: list[_Line] = [
        (*NEEDED, "Beginn", "Kosten geplant"),
        ("a-1", "Sanierung der", "1", "", ""),
        ("", "Turnhalle Nord", "", "", ""),
        ("a-2", "Neubau am Markt", "1", 2026, 100),
        ("", "mit Mensa", "", "", ""),
        ("a-3", "Furt", "1", "", ""),
        ("", "", "", 2027, 50),
    ]
    left_out = {"header": [1], "incomplete": [3, 5, 7]}
    return Lookalike((sheet(*lines),), {"Roadmap": left_out}, 3, ("row-incomplete",) * 3)


def projects_without_a_key_below_a_blank_row() -> Lookalike:
    lines: list[_Line] = [
        (*NEEDED, "Status", "Kosten geplant"),
        ("a-1", "Wehr", "1", "laufend", 100),
        BLANK,
        ("", "Furt", "", "", 50),
        ("a-3", "Steg", "1", "laufend", 70),
        BLANK,
        ("", "Damm", "", "laufend", ""),
    ]
    left_out = {"header": [1], "blank": [3, 6], "no-key": [4], "uncertain": [7]}
    return Lookalike((sheet(*lines),), {"Roadmap": left_out}, 2, ("key-missing", "row-incomplete"))


def labels_below_a_list_without_keys() -> Lookalike:
    lines: list[_Line] = [
        ("Federführung", "Titel", "Beginn", "Kosten geplant"),
        ("Bund", "Wehr", 2026, 100),
        ("Stand:", "31.12.2026"),
        ("Quelle", "Verwaltungsbehörde"),
        ("Seite 1 von 1",),
    ]
    return Lookalike((sheet(*lines),), {"Roadmap": {"header": [1], "note": [3, 4, 5]}}, 1, columns=BY_LEAD)


def what_a_program_exports_with_its_index() -> Lookalike:
    lines: list[_Line] = [("Unnamed: 0", *NEEDED), (0, "a-1", "Wehr", "1"), (1, "a-2", "Furt", "1")]
    return Lookalike((sheet(*lines),), {"Roadmap": {"header": [1]}}, 2)


def a_list_on_a_second_sheet_with_titles_of_everyday() -> Lookalike:
    return Lookalike(
        (
            sheet(NEEDED, ("a-1", "Wehr", "1")),
            sheet(("Projekt", "Kosten", "Amt"), ("Furt", 5, "Bauamt"), name="Ideen"),
            sheet(("Status", "Bedeutung"), ("laufend", "begonnen"), name="Legende"),
        ),
        {"Roadmap": {"header": [1]}, "Ideen": {"no-table": [1, 2]}, "Legende": {"no-table": [1, 2]}},
        1,
        ("sheet-passed",),
    )


def shares_where_amounts_would_stand() -> Lookalike:
    """A row of units tells that the second column of amounts holds percent: it is no money, and not read as such."""
    lines: list[_Line] = [
        (*NEEDED, "Kosten geplant", "Förderung"),
        ("", "", "", "(in €)", "(in %)"),
        ("a-1", "Wehr", "1", 100, 60),
    ]
    return Lookalike((sheet(*lines),), {"Roadmap": {"unread": [1, 2, 3]}}, 0, ("column-unknown",))


def shares_by_their_title() -> Lookalike:
    lines: list[_Line] = [(*NEEDED, "Förderung (%)"), ("a-1", "Wehr", "1", 60)]
    return Lookalike((sheet(*lines),), {"Roadmap": {"unread": [1, 2]}}, 0, ("column-unknown",))


ROUGH: Mapping[str, Lookalike] = {
    build.__name__: build()
    for build in (
        sums_in_the_words_of_many_countries,
        sums_with_their_year_and_what_is_part_of_them,
        headings_numbered_like_projects,
        footnotes_with_marks,
        a_legend_below,
        other_tables_below,
        one_project_over_the_rows_of_its_partners,
        one_project_with_an_amount_in_each_row,
        one_title_over_the_projects_of_many,
        titles_that_go_on_below,
        projects_without_a_key_below_a_blank_row,
        labels_below_a_list_without_keys,
        what_a_program_exports_with_its_index,
        a_list_on_a_second_sheet_with_titles_of_everyday,
        shares_where_amounts_would_stand,
        shares_by_their_title,
    )
}
