"""Pages on what has no name of its own: figures, decisions, changes with their reasons and the cells behind them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests import five_editions
from tests.site_checks import read_page
from tests.towns import output_of, publish, show

HEAD = ("Kennung", "Titel", "Handlungsfelder", "Status", "Ende", "Grund für Änderungen", "Beschluss", "Vorlage",
        "Beschlossen am", "Beschlossen von")  # fmt: skip
DECIDED = ("https://rat.example/17", "VO/17", "14.01.2025", "Rat")
FIGURES = (
    (
        "Kennung",
        "Kennzahl",
        "Einheit",
        "Ausgangswert",
        "Ausgangswert vom",
        "Wert vom",
        "Wert",
        "Zielwert",
        "Zielwert bis",
    ),
    ("K-1", "Anträge", "%", 10, 2022, "06/2024", 27.5, 80, "bis 2030"),
)


def publish_edition(place: Path, number: int, end: str, reason: str = "", decided: Sequence[str] = DECIDED) -> None:
    book = Workbook()
    book.worksheets[0].title = "Roadmap"
    for row in (HEAD, ("P-1", "Dorfbus", "Klima", "laufend", end, reason or None, *decided)):
        book.worksheets[0].append(row)
    sheet = book.create_sheet("Kennzahlen")
    for figures in FIGURES:
        sheet.append(figures)
    book.save(place / "roadmap.xlsx")
    assert publish(place, now=five_editions.moment(number)).edition


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = five_editions.make_town(tmp_path_factory.mktemp("parts"))
    publish_edition(place, 2, "2026")
    publish_edition(place, 3, "bis 2027")
    publish_edition(place, 4, "bis 2027", "Die Förderung kam spät.")
    return show(place)


def text_of(public: Path, page: str) -> str:
    return " ".join(" ".join(read_page(public / page / "index.html").text).split())


@pytest.mark.parametrize(
    ("page", "figures"),
    [
        ("kennzahl/K-1", ("Ausgangswert 10 % (2022)", "Zielwert 80 % (bis 2030)", "Gemessen 27,5 % Juni 2024")),
        ("en/kennzahl/K-1", ("Baseline 10 % (2022)", "Measured 27.5 % June 2024")),
    ],
)
def test_a_figure_is_told_by_its_value_and_date_and_not_by_its_address(
    public: Path, page: str, figures: tuple[str, ...]
) -> None:
    text = text_of(public, page)

    assert [figure for figure in figures if figure not in text] == []


def test_a_decision_is_called_by_its_paper(public: Path) -> None:
    assert (public / "projekt/P-1/decision/VO%2F17/index.html").is_file()
    assert "VO%2F17 –" not in text_of(public, "projekt/P-1/decision/VO%2F17")


def test_what_was_decided_on_a_project_made_no_strategy(public: Path) -> None:
    assert "Wie die Strategie entstand" not in text_of(public, "strategie")


def test_a_decision_names_the_cells_of_all_that_is_said_of_it(public: Path) -> None:
    text = text_of(public, "projekt/P-1")

    assert "Rat , 14.01.2025 , VO/17" in text.replace(", ", " , ").replace("  ", " ")
    assert "roadmap.xlsx / Roadmap / G2, H2, I2, J2" in text


def test_a_reason_added_later_names_the_cell_of_the_row_that_adds_it(public: Path) -> None:
    provenance = (public / "current/provenance.csv").read_text("utf-8")
    (reason,) = [line for line in provenance.splitlines() if "plan/end-1" in line and "def/reason" in line]

    assert reason.endswith("roadmap.xlsx,Roadmap,F2")


def test_the_page_of_changes_tells_the_reason(public: Path) -> None:
    assert "Die Förderung kam spät." in text_of(public, "aenderungen")


def test_a_changed_decision_is_told_as_one_and_not_as_a_status(tmp_path: Path) -> None:
    place = five_editions.make_town(tmp_path)
    publish_edition(place, 2, "2026")
    publish_edition(place, 3, "2026", decided=("https://rat.example/18", "VO/17", "16.01.2025", "Stadtrat"))
    changes = (output_of(place) / five_editions.NAME / "public/current/changes.md").read_text("utf-8")

    assert "Beschlossen am: bisher „14.01.2025“, neu „16.01.2025“" in changes
    assert "Beschlossen von: bisher „Rat“, neu „Stadtrat“" in changes
    assert "Beschluss: bisher „https://rat.example/17“, neu „https://rat.example/18“" in changes
    assert "Decided on: “2025-01-14” before, now “2025-01-16”" in changes
    assert "Status seit" not in changes


def test_a_decision_on_another_paper_is_told_by_the_papers(tmp_path: Path) -> None:
    place = five_editions.make_town(tmp_path)
    publish_edition(place, 2, "2026")
    publish_edition(place, 3, "2026", decided=("https://rat.example/17", "VO/18", "14.01.2025", "Rat"))
    changes = (output_of(place) / five_editions.NAME / "public/current/changes.md").read_text("utf-8")

    assert "Beschluss: bisher „VO/17“, neu „VO/18“" in changes
