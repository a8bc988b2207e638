"""What an edition in which one project changed does to the pages: it rewrites what tells of it, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from pipeline.publish.folder import Folder
from pipeline.sited import show_town
from pipeline.town.resources import read_resources
from tests import five_editions
from tests.site_checks import read_page
from tests.towns import output_of, publish, town_of

DAYS = ("2025-01-15", "2025-07-15", "2026-01-15")
CHANGED = "P-3"
COUNTS = (
    r"index\.html|(abfrage|zeitplan|luecken|aenderungen|ausgaben|daten|mitmachen|datensatz)(/.*)?|"
    r"bild/(stand|zeitplan|luecken).*|"
)
"""What counts, compares, lists files or tells how far the days have come."""
LISTS = (
    r"roadmap/index\.html|aenderung/2026-01-15(/.*)?|handlungsfeld/3/index\.html|handlungsfeld/3\.atom|handlungsfelder/index\.html|"
    r"strategie/index\.html|feeds(/.*)?|status/(running|paused)(/.*)?|vision/index\.html|stelle/amt.*|gestalt/.*|"
)
ITS_OWN = rf"(bild/)?projekt/{CHANGED}[./].*|katalog.*|reihe.*|roadmap\.(ttl|nt|jsonld)|suche.*"


class State(NamedTuple):
    """A file as it lies there: its bytes, and when and as which file it was written."""

    content: bytes
    written: tuple[int, int]


class Sites(NamedTuple):
    """The same site before and after."""

    before: Mapping[str, State]
    after: Mapping[str, State]
    public: Path

    @property
    def rewritten(self) -> list[str]:
        return sorted(path for path, state in self.after.items() if self.before.get(path) != state)


def rows(status: str, reason: str) -> list[tuple[str | int, ...]]:
    return [
        (f"P-{at}", f"Vorhaben {at}", "Klima" if at < 4 else "Bildung", *((status, "", reason) if at == 3 else
         ("laufend", "", "")), "2023", f"2{at}.12.2027", "", 5, "Amt" if at < 4 else "Schulamt", "")
        for at in range(8)
    ]  # fmt: skip


def snapshot(public: Path) -> dict[str, State]:
    found = {}
    for path in public.rglob("*"):
        name = path.relative_to(public).as_posix()
        if path.is_file() and not name.startswith(("editions/", "current/")):
            stat = path.stat()
            found[name] = State(path.read_bytes(), (stat.st_mtime_ns, stat.st_ino))
    return found


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Sites:
    place = five_editions.make_town(tmp_path_factory.mktemp("rewriting"))
    folder = Folder(output_of(place) / town_of(place).name)
    found = []
    told = (("laufend", ""), ("pausiert", "Umzug."), ("laufend", ""))
    for day, (status, reason) in zip(DAYS, told, strict=True):
        five_editions.write_workbook(place / "roadmap.xlsx", rows(status, reason))
        assert publish(place, now=datetime.fromisoformat(f"{day}T09:00").replace(tzinfo=UTC)).edition
        with folder.locked():
            show_town(folder, town_of(place), read_resources())
        found.append(snapshot(folder.public))
    return Sites(found[1], found[2], folder.public)


def test_nothing_is_rewritten_but_what_tells_of_the_project_that_changed(sites: Sites) -> None:
    told_of = re.compile(f"(en/)?({COUNTS}{LISTS}{ITS_OWN})")

    assert [path for path in sites.rewritten if not told_of.fullmatch(path)] == []


def test_the_pages_of_other_projects_keep_their_bytes_and_their_time(sites: Sites) -> None:
    others = [path for path in sites.after if re.search(r"projekt/P-\d", path) and CHANGED not in path]

    assert len(others) > 7 * 10
    assert {path: sites.after[path] for path in others} == {path: sites.before[path] for path in others}


@pytest.mark.parametrize("path", [f"projekt/{CHANGED}/index.html", f"en/projekt/{CHANGED}/index.html", "index.html",
                                  f"projekt/{CHANGED}.ttl", f"projekt/{CHANGED}.atom", "feeds/alles.atom",
                                  "aenderungen/index.html", "ausgaben/index.html", "daten/index.html",
                                  "roadmap/index.html", "status/running/index.html"])  # fmt: skip
def test_what_tells_of_the_project_is_rewritten(sites: Sites, path: str) -> None:
    assert path in sites.rewritten


@pytest.mark.parametrize(("key", "day"), [(CHANGED, "15. Januar 2026"), ("P-1", "15. Januar 2025"),
                                          ("P-7", "15. Januar 2025")])  # fmt: skip
def test_a_page_says_since_which_edition_it_has_been_so(sites: Sites, key: str, day: str) -> None:
    text = " ".join(read_page(sites.public / "projekt" / key / "index.html").text)

    assert f"So seit der Ausgabe vom {day}" in text


def test_a_project_whose_end_has_passed_is_counted_to_the_day_of_the_newest_edition(tmp_path: Path) -> None:
    place = five_editions.make_town(tmp_path)
    overdue = [("P-1", "Vorhaben", "Klima", "laufend", "", "", "2023", "31.12.2024", "", 5, "Amt", "")]
    folder = Folder(output_of(place) / town_of(place).name)
    for number, day in enumerate(DAYS[:2]):
        other = ("P-2", f"Anderes {number}", "Klima", "laufend", "", "", "2023", "2029", "", 5, "Amt", "")
        five_editions.write_workbook(place / "roadmap.xlsx", [*overdue, other])
        assert publish(place, now=datetime.fromisoformat(f"{day}T09:00").replace(tzinfo=UTC)).edition
    with folder.locked():
        show_town(folder, town_of(place), read_resources())

    text = " ".join(read_page(folder.public / "projekt/P-1/index.html").text)
    assert "Ausgabe vom 15. Juli 2025" in text
