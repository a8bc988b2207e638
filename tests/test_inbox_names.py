"""What the name of a file in the inbox says: an update, something new, a question with a reason, or unfit."""

from __future__ import annotations

import pytest

from pipeline.inbox import sort_name

KNOWN = ["roadmap.xlsx", "Ziele.xlsx", "plan.csv", "übersicht.xlsx"]


@pytest.mark.parametrize(
    ("name", "kind", "meant"),
    [
        ("roadmap.xlsx", "update", "roadmap.xlsx"),
        ("Roadmap.XLSX", "update", "roadmap.xlsx"),
        ("roadmap .xlsx", "update", "roadmap.xlsx"),
        ("roadmap.geprueft.xlsx", "update", "roadmap.xlsx"),
        ("roadmap.geprueft (1).xlsx", "update", "roadmap.xlsx"),
        ("roadmap.umlauf.xlsx", "update", "roadmap.xlsx"),
        ("u\u0308bersicht.xlsx", "update", "übersicht.xlsx"),
        ("Kennzahlen.xlsx", "new", "Kennzahlen.xlsx"),
        ("Kennzahlen.XLSX", "new", "Kennzahlen.xlsx"),  # the folder is read with small letters alone
    ],
)
def test_a_name_says_what_is_meant(name: str, kind: str, meant: str) -> None:
    named = sort_name(name, KNOWN, ["*.xlsx"])

    assert (named.kind, named.name) == (kind, meant)


@pytest.mark.parametrize(
    ("name", "like", "why"),
    [
        *(
            (name, "roadmap.xlsx", "Kopie oder eine weitere Fassung")
            for name in (
                *("roadmap (1).xlsx", "Kopie von roadmap.xlsx", "roadmap - Kopie.xlsx", "Copy of roadmap.xlsx"),
                *("roadmap_neu.xlsx", "roadmap final v2.xlsx", "roadmap-alt.xlsx", "Entwurf roadmap.xlsx"),
            )
        ),
        *(
            (name, "roadmap.xlsx", "zwei Personen zugleich")
            for name in (
                *("roadmap (conflicted copy 2026-01-02 101112).xlsx", "roadmap (Konflikt 2026).xlsx"),
                *("roadmap_conflict-20260102-101112.xlsx", "roadmap.sync-conflict-20260102-101112-ABCDEFG.xlsx"),
                *(
                    "roadmap (In Konflikt stehende Kopie von Anna 2026-01-02).xlsx",
                    "roadmap (Annas Konfliktkopie).xlsx",
                ),
            )
        ),
        *(
            (name, "roadmap.xlsx", "fast der einer Tabelle")
            for name in ("roadmap-2026-11.xlsx", "roadmap-PC42.xlsx", "roadmpa.xlsx", "roadmaps.xlsx")
        ),
        ("Kennzahlen (1).xlsx", "", "Kopie oder eine weitere Fassung"),
        ("haushalt.ods", "", "nach den Einstellungen"),
        ("haushalt.geprueft.xlsx", "", "geprüfte Kopie einer Tabelle, die es hier nicht gibt"),
    ],
)
def test_a_name_that_may_be_meant_otherwise_is_asked_about_with_the_reason(name: str, like: str, why: str) -> None:
    named = sort_name(name, KNOWN, ["*.xlsx"])

    assert (named.kind, named.name, named.like) == ("ask", name, like)
    assert why in named.why.de
    assert named.why.en


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("roadmap.xls", "Speichern Sie sie unter dem Namen „roadmap.xlsx“"),
        ("roadmap.ods", "Umbenennen genügt nicht"),
        ("Kopie von roadmap.csv", "„roadmap.xlsx“"),
        ("plan.csv.geprueft.xlsx", "geprüfte Kopie von „plan.csv“"),
        ("roadmap.zip", "Archiv"),
        ("roadmap.xlsx.7z", "Archiv"),
        ("roadmap.xlsx - Verknüpfung.lnk", "Verknüpfung"),
        ("WG Roadmap.msg", "Anhang"),
        ("roadmap.pdf", "keine Tabelle"),
        ("brief.docx", "keine Tabelle"),
        ("roadmap", "keine Tabelle"),
        ("roadmap.xlsx.bak", "keine Tabelle"),
    ],
)
def test_what_no_name_would_make_fit_is_never_said_to_want_another_name(name: str, why: str) -> None:
    named = sort_name(name, KNOWN, ["*.xlsx"])

    assert named.kind == "unfit"
    assert why in named.why.de
    assert named.why.en


def test_a_name_that_two_files_of_the_town_have_but_for_capitals_is_asked_about() -> None:
    known = ["Plan.xlsx", "plan.xlsx"]

    assert sort_name("plan.xlsx", known, ["*.xlsx"]).name == "plan.xlsx"
    assert sort_name("PLAN.xlsx", known, ["*.xlsx"]).kind == "ask"


def test_of_several_that_stand_in_a_name_the_longest_is_meant() -> None:
    assert sort_name("roadmap 2026 (2).xlsx", ["roadmap.xlsx", "roadmap 2026.xlsx"], ["*"]).like == "roadmap 2026.xlsx"
