"""The plan of a publication in a terminal: what changes, on few lines that fit."""

from __future__ import annotations

from io import StringIO

from rich.console import Console

from pipeline.model.plan import DatasetPlan, Deed, FieldChange, FilePlan, Plan
from pipeline.model.report import Language, Text
from pipeline.render.reports.plan import print_plan


def printed(plan: Plan, language: Language = "de", width: int = 80, *, withdraw: bool = False) -> str:
    """The plan as a terminal of this width shows it."""
    console = Console(file=StringIO(), width=width, highlight=False, force_terminal=False)
    print_plan(plan, console, language=language, withdraw=withdraw)
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


_PLAN = Plan(
    "https://portal.example",
    (
        DatasetPlan(
            "stadt-roadmap",
            "Roadmap der Stadt",
            Deed.CHANGE,
            (
                FieldChange("title", Text("Titel", "title"), "Fahrplan", "Roadmap der Stadt"),
                FieldChange("notes", Text("Beschreibung", "description"), "", "Alle Vorhaben der Stadt, " * 6),
                FieldChange("position", Text("Reihenfolge der Dateien", "order of the files")),
            ),
            (
                FilePlan("projects.csv", "Projekte", Deed.REPLACE, 12_400),
                FilePlan("alt.csv", "Altes", Deed.REMOVE),
                FilePlan("a.csv", "A", Deed.KEEP),
                FilePlan("b.csv", "B", Deed.KEEP),
                FilePlan(
                    "c.csv",
                    "C",
                    Deed.CHANGE,
                    changes=(
                        FieldChange(
                            "conforms_to",
                            Text("beschrieben durch", "conforms to"),
                            "https://w3id.org/digitalstrategie/id/stadt/editions/2026-11-22/c.csv-metadata.json",
                            "https://w3id.org/digitalstrategie/id/stadt/editions/2026-11-23/c.csv-metadata.json",
                        ),
                    ),
                ),
            ),
            shown=True,
        ),
    ),
    lost=(Text("andere Sprachen", "other languages"),),
    orphans=("stadt-alt",),
    organization="neustadt",
)

_GERMAN = """\
Plan für https://portal.example

~ geändert  Roadmap der Stadt (stadt-roadmap)
    Titel: Fahrplan → Roadmap der Stadt
    Beschreibung: (leer)
      → Alle Vorhaben der Stadt, Alle Vorhaben der Stadt, Alle Vorh…
    Reihenfolge der Dateien: wird wie in der Ausgabe
    ~ ersetzt  projects.csv – Projekte, 12,4 kB
    − entfernt  alt.csv – Altes
    ~ geändert  c.csv – C
        beschrieben durch: …2026-11-22/c.csv-metadata.json
          → …2026-11-23/c.csv-metadata.json
    = 2 Dateien bleiben, wie sie sind
    wird sichtbar, sobald alles da ist

Vorher wird die Organisation „neustadt“ angelegt.

Dafür hat dieses Portal keinen Platz: andere Sprachen. Mit ckanext-dcat und
  unserem Plugin hätte es einen.

Nicht mehr in der Ausgabe, aber noch im Portal: stadt-alt. Mit --withdraw
  werden sie zurückgezogen.
"""

_ENGLISH = """\
Plan for https://portal.example

~ changed  Roadmap der Stadt (stadt-roadmap)
    title: Fahrplan → Roadmap der Stadt
    description: (empty) → Alle Vorhaben der Stadt, Alle Vorhaben der Stadt, Alle Vorh…
    order of the files: becomes as in the edition
    ~ replaced  projects.csv – Projekte, 12.4 kB
    − removed  alt.csv – Altes
    ~ changed  c.csv – C
        conforms to: …2026-11-22/c.csv-metadata.json → …2026-11-23/c.csv-metadata.json
    = 2 files stay as they are
    is shown as soon as everything is there

Before that the organization “neustadt” is made.

This portal has no place for: other languages. With ckanext-dcat and our plugin it would have.

To be withdrawn: stadt-alt.
"""


def test_the_plan_reads_well_on_a_narrow_terminal_in_german() -> None:
    assert printed(_PLAN, "de", 80) == _GERMAN


def test_the_plan_reads_well_on_a_wide_terminal_in_english() -> None:
    assert printed(_PLAN, "en", 120, withdraw=True) == _ENGLISH


def _later(*names: str) -> DatasetPlan:
    """A dataset of which these files only have another date."""
    change = FieldChange("modified", Text("Stand", "modified"), "2026-11-22", "2026-11-23")
    other = FieldChange("description", Text("Beschreibung", "description"), "", "Neu")
    alike = (FilePlan(name, name.upper(), Deed.CHANGE, changes=(change,)) for name in names)
    files = (
        *alike,
        FilePlan("z", "Z", Deed.CHANGE, changes=(other, change)),
        FilePlan("y", "Y", Deed.REPLACE, 1, (change,)),
    )
    return DatasetPlan("stadt", "Stadt", Deed.CHANGE, files=files)


def test_what_changes_alike_in_many_files_is_told_once() -> None:
    plan = Plan("https://portal.example", (_later("a", "b", "c", "d"),))

    assert printed(plan, "de").splitlines()[3:] == [
        "    ~ geändert  a – A",
        "        Stand: 2026-11-22 → 2026-11-23",
        "    ~ ebenso in 3 weiteren Dateien",
        "    ~ geändert  z – Z",
        "        Beschreibung: (leer) → Neu",
        "        Stand: 2026-11-22 → 2026-11-23",
        "    ~ ersetzt  y – Y, 1 Byte",
    ]
    assert "    ~ likewise in 3 other files" in printed(plan, "en").splitlines()


def test_two_files_that_change_alike_are_both_named() -> None:
    shown = printed(Plan("https://portal.example", (_later("a", "b"),)))

    assert shown.count("Stand: 2026-11-22 → 2026-11-23") == 3
    assert "ebenso" not in shown
