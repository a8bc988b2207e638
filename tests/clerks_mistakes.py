"""Mistakes that clerks make in a workbook: how each changes it, what is told of it and where, and what its remedy says.

The first way to mend a mistake leads back to what the workbook said before; where the remedy offers others ("oder",
"sonst"), they follow. Each does what the words say and nothing else.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from tests.clerks_changes import (
    Change,
    all_of,
    copy_sheet,
    delete_column,
    delete_copy,
    delete_row,
    filter_rows,
    hide_copy,
    hide_wishes,
    insert_column,
    insert_row,
    merge,
    move_wishes,
    paste_below,
    remove_filter,
    restore_column,
    restore_row,
    type_as,
    type_as_text,
    type_in,
    unmerge,
    write_wishes,
)


class Mistake(NamedTuple):
    """A mistake, the rule that tells of it, the cell that it is told at, and the ways to mend it.

    ``looks_back`` where it shows only beside the edition before.
    """

    make: Change
    rule: str
    cell: str
    mends: tuple[Change, ...]
    looks_back: bool = False


MISTAKES = {
    "a row pasted twice": Mistake(
        paste_below(14),
        "key-duplicate",
        "A15",
        (delete_row(15), type_in(A15="2026-05", B15="Glasfaser für Kitas", L15=None, M15=None)),
    ),
    "a field misspelled": Mistake(
        type_in(D5="Verwaltng"), "field-unknown", "D5", (type_in(D5="Verwaltung"), type_in(D5=1))
    ),
    "a field that does not exist": Mistake(type_in(D7=7), "field-unknown", "D7", (type_in(D7=1), type_in(D7="1; 3"))),
    "two fields that became a number": Mistake(type_in(D10=2.3), "field-unknown", "D10", (type_in(D10="2; 3"),)),
    "a word for a date": Mistake(type_in(I9="bald"), "end-unreadable", "I9", (type_in(I9="2029"), type_in(I9=None))),
    "an end before its start": Mistake(
        type_in(H14="Ende 2027", I14="15.04.2025"),
        "end-before-start",
        "I14",
        (type_in(H14="15.04.2025", I14="Ende 2027"),),
    ),
    "a day that does not exist": Mistake(
        type_in(H14="31.02.2025"), "start-unreadable", "H14", (type_in(H14="15.04.2025"), type_in(H14="02/2025"))
    ),
    "a year in two digits": Mistake(
        type_in(I9="31.12.75"), "date-century-open", "I9", (type_in(I9="2029"), type_in(I9="31.12.2075"))
    ),
    "a year typed into a cell of days": Mistake(
        type_as("DD.MM.YYYY", H9=datetime(1905, 7, 19)), "date-was-year", "H9", (type_as("@", H9="2027"),)
    ),
    "a key that became a date": Mistake(
        type_as("mmm yy", A16=datetime(2026, 3, 1)), "key-is-date", "A16", (type_as_text(A16="2026-03"),)
    ),
    "a key that keeps a place": Mistake(
        type_in(A9="folgt"),
        "key-placeholder",
        "A9",
        (type_in(A9="2026-01"), all_of(delete_row(9), type_in(L17=869_000, M17=538.25))),
    ),
    "a key written anew": Mistake(
        type_in(A14="2025/03"),
        "key-changed",
        "A14",
        (type_in(A14="2025-03"),),
        looks_back=True,
    ),
    "an amount that is about so much": Mistake(
        type_in(L6="ca. 30.000"),
        "amount-unreadable",
        "L6",
        (type_in(L6="30000"), type_in(L6=30_000), all_of(type_in(L6=None), type_in(L18=1_079_000))),
    ),
    "euros in a column of thousands": Mistake(
        type_in(M10="20.000"),
        "amount-mark-open",
        "M10",
        (type_in(M10="20,00"), all_of(type_in(M10="20000,00"), type_in(M18=20_668.25))),
    ),
    "a currency sign in a column of thousands": Mistake(
        type_in(M12="32,50 €"),
        "amount-unit-open",
        "M12",
        (type_in(M12="32,50"), type_in(M12="32,50 T€"), type_as("0.00", M12=32.5)),
    ),
    "one amount for two projects": Mistake(
        all_of(type_in(L15=None), merge("L14:L15")),
        "amount-merged",
        "L14",
        (all_of(unmerge("L14:L15"), type_in(L14=410_000, L15=27_500)),),
    ),
    "a formula whose cell is gone": Mistake(type_in(L8="#REF!"), "cell-error", "L8", (type_in(L8=9_000),)),
    "a sum that was not updated": Mistake(
        type_in(L18=1_090_000), "total-differs", "L18", (type_in(L18=1_109_000), type_in(L18=None))
    ),
    "a title kept anew": Mistake(type_in(B3="Projekttitel neu"), "column-unknown", "B3", (type_in(B3="Titel"),)),
    "a column deleted": Mistake(delete_column("D"), "column-missing", "3", (restore_column("D"),)),
    "a column deleted that need not be there": Mistake(
        delete_column("J"), "column-lost", "", (restore_column("J"),), looks_back=True
    ),
    "a column without a title": Mistake(
        insert_column("J", J7="prüfen", J13="ok"),
        "column-untitled",
        "J3",
        (type_in(J7=None, J13=None), type_in(J3="Grund für den Status")),
    ),
    "a sheet copied": Mistake(copy_sheet, "sheet-copy", "", (delete_copy, hide_copy)),
    "a filter left on": Mistake(filter_rows, "filter-left-on", "", (remove_filter,)),
    "a second table below": Mistake(
        write_wishes, "table-below", "A21", (move_wishes, all_of(move_wishes, hide_wishes))
    ),
    "half a row": Mistake(
        insert_row(15, J="Schulamt", L=5_000),
        "row-incomplete",
        "15",
        (
            delete_row(15),
            all_of(type_in(A15="2026-05", B15="Lernplattform", D15="Bildung", F15="geplant"), type_in(L19=1_114_000)),
        ),
    ),
    "a project deleted": Mistake(
        all_of(delete_row(17), type_in(L17=1_087_000)),
        "project-vanished",
        "",
        (all_of(restore_row(17), type_in(L18=1_109_000)),),
        looks_back=True,
    ),
    "two statuses in one cell": Mistake(
        type_in(F12="laufend / abgeschlossen"),
        "status-unknown",
        "F12",
        (type_in(F12="laufend"), type_in(F12="im Betrieb")),
    ),
    "a sign from another program": Mistake(
        type_in(C12="Räume nach dem Unterricht _x0007_buchen."),
        "sign-dropped",
        "C12",
        (type_in(C12="Räume nach dem Unterricht buchen."),),
    ),
    "a person for a mailbox": Mistake(
        type_in(O12="vera.muster@musterstadt.example"),
        "personal-contact",
        "O12",
        (type_in(O12="schule@musterstadt.example"),),
    ),
    "a person in a description": Mistake(
        type_in(C12="Räume nach dem Unterricht buchen. Auskunft gibt Frau Dr. Vera Muster."),
        "personal-name",
        "C12",
        (type_in(C12="Räume nach dem Unterricht buchen."), type_in(C12="Räume buchen. Auskunft gibt das Schulamt.")),
    ),
    "an address without https": Mistake(
        type_in(N12="www.musterstadt.example/schulen"),
        "link-not-http",
        "N12",
        (type_in(N12="https://www.musterstadt.example/schulen"),),
    ),
}
