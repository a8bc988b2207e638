"""An edition remembers what its projects have been: what five workbooks told, the last edition alone tells again."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pyoxigraph
import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from rdflib import Graph, URIRef

from pipeline.cli import roadmap
from pipeline.compare import as_of, parse_lifetimes
from pipeline.loaded import load, read_as_of
from pipeline.model.errors import ConfigError
from pipeline.model.graph import Index, literal_text, parse_n_triples, parse_turtle
from pipeline.model.history import HISTORY_COLUMNS
from pipeline.news import read_triples
from pipeline.publish.folder import Folder
from tests.five_editions import (
    DAYS,
    NAME,
    PLANS,
    STATUSES,
    WITHDRAWN,
    WORKBOOKS,
    make_town,
    moment,
    play,
    write_workbook,
)
from tests.towns import change, output_of, publish


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = make_town(tmp_path_factory.mktemp("five"))
    for number in range(len(DAYS)):
        outcome = play(place, number)
        assert outcome.receipt and outcome.receipt.changed, outcome.prepared.report.results
    return place


def index_of(place: Path) -> Index:
    return Index(parse_n_triples((output_of(place) / NAME / "public" / "current" / "roadmap.nt").read_text("utf-8")))


def told(index: Index, node: str, predicate: str) -> str:
    return next((literal_text(term).rpartition("/")[2] for term in index.objects(node, predicate)), "")


@pytest.mark.parametrize("key", STATUSES)
def test_the_last_edition_alone_tells_every_status(played: Path, key: str) -> None:
    index = index_of(played)
    project = f"<https://w3id.org/digitalstrategie/id/{NAME}/projekt/{key}>"

    changes = [
        tuple(told(index, node, name) for name in ("ds:fromStatus", "ds:toStatus", "dcterms:date", "ds:reason",
                                                    "ds:firstSaidIn"))
        for node in index.objects(project, "ds:statusChange")
    ]  # fmt: skip

    assert sorted(changes, key=lambda change: change[4]) == list(STATUSES[key])


@pytest.mark.parametrize("key", PLANS)
def test_the_last_edition_alone_tells_every_change_of_plan(played: Path, key: str) -> None:
    index = index_of(played)
    project = f"<https://w3id.org/digitalstrategie/id/{NAME}/projekt/{key}>"

    changes = [
        tuple(told(index, node, name) for name in ("ds:changedAspect", "ds:before", "ds:after", "ds:reason",
                                                    "ds:firstSaidIn"))
        for node in index.objects(project, "ds:planChange")
    ]  # fmt: skip

    assert sorted(changes, key=lambda change: (change[4], change[0])) == list(PLANS[key])


def test_any_earlier_edition_can_be_had_from_the_last(played: Path) -> None:
    folder = output_of(played) / NAME / "public"
    lifetimes = parse_lifetimes((folder / "current" / "history.nq").read_text("utf-8"))

    for day in DAYS:
        edition = folder / "editions" / day
        said = {triple for name in ("roadmap", "strategy") for triple in read_triples(edition, name)}
        assert set(as_of(lifetimes, day)) == said


def test_what_was_said_on_a_day_is_a_query(played: Path) -> None:
    store = pyoxigraph.Store()
    store.load(path=output_of(played) / NAME / "public" / "current" / "history.nq", format=pyoxigraph.RdfFormat.N_QUADS)

    found = store.query(
        "PREFIX ds: <https://w3id.org/digitalstrategie/def/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
        'SELECT ?project ?status WHERE { ?graph ds:saidFrom ?from . FILTER(?from <= "2024-12-31"^^xsd:date) '
        'FILTER NOT EXISTS { ?graph ds:saidUntil ?until . FILTER(?until <= "2024-12-31"^^xsd:date) } '
        "GRAPH ?graph { ?project ds:status ?status } }"
    )

    assert isinstance(found, pyoxigraph.QuerySolutions)
    assert sorted((row["project"].value[-3:], row["status"].value.rpartition("/")[2]) for row in found) == [
        ("M-1", "paused"),
        ("M-2", "planned"),
        ("M-3", "running"),
    ]


def test_what_was_said_on_a_day_is_had_by_a_command_and_by_python(played: Path) -> None:
    output = output_of(played)

    found = CliRunner().invoke(roadmap, ["load", NAME, "--as-of", "2024-12-31", "--output", str(output)])

    project = "https://w3id.org/digitalstrategie/id/musterstadt/projekt/M-1"
    status = "https://w3id.org/digitalstrategie/def/status"
    assert set(read_as_of(NAME, "2024-12-31", output=output)) == set(parse_turtle(found.stdout, "stdout"))
    assert (URIRef(project), URIRef(status), URIRef(f"{status}/paused")) in Graph().parse(data=found.stdout)
    assert load(NAME, as_of="2024-12-31", output=output).edition["version"] == "2024-07-15"


def test_before_the_first_edition_nothing_was_said(played: Path) -> None:
    with pytest.raises(ConfigError, match="there is no edition 2023-12-31"):
        read_as_of(NAME, "2023-12-31", output=output_of(played))


# Taking in what was before ###########################################################################################


def test_an_edition_is_the_same_however_it_was_come_to(played: Path, tmp_path: Path) -> None:
    first = shutil.copytree(output_of(played) / NAME, tmp_path / "first" / NAME, symlinks=True)
    for half in ("public", "internal"):  # as it was before the last
        shutil.rmtree(first / half / "editions" / DAYS[4])
    (first / "public" / "current").unlink()
    (first / "public" / "current").symlink_to(f"editions/{DAYS[3]}")
    second = make_town(tmp_path / "second")
    taken = _import(second, first)
    with (second / "dataset.toml").open("a", encoding="utf-8") as settings:
        settings.write(WITHDRAWN)
    shutil.copy(played / "roadmap.xlsx", second)  # written a second time, it would bear another time

    publish(second, now=moment(4))

    assert (taken.exit_code, taken.stderr) == (0, "")
    there, here = (output_of(place) / NAME / "public" / "current" for place in (played, second))
    assert here.resolve().name == DAYS[4]
    assert {path.name: path.read_bytes() for path in here.iterdir()} == {
        path.name: path.read_bytes() for path in there.iterdir()
    }


def test_old_workbooks_bring_their_history_with_them(tmp_path: Path) -> None:
    place = make_town(tmp_path)
    for number in (0, 1):
        write_workbook(tmp_path / f"{number}.xlsx", WORKBOOKS[number])
        _import(place, tmp_path / f"{number}.xlsx", "--as-of", DAYS[number])

    play(place, 2)

    index = index_of(place)
    project = f"<https://w3id.org/digitalstrategie/id/{NAME}/projekt/M-1>"
    said_in = [told(index, node, "ds:firstSaidIn") for node in index.objects(project, "ds:statusChange")]
    assert sorted(said_in) == list(DAYS[:3])
    assert [DAYS[0], DAYS[1], DAYS[2]] == Folder(output_of(place) / NAME).versions()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "Nennen Sie den Tag, dessen Stand die Tabelle zeigt, mit --as-of 2024-01-15"),
        (("--as-of", "2024-01-15"), "Eine Ausgabe vom 2024-01-15 kann nicht mehr vor die vom 2024-01-15 treten"),
        (("--as-of", "2099-01-01"), "2099-01-01 ist noch nicht gewesen"),
    ],
)
def test_what_cannot_be_taken_in_is_refused(tmp_path: Path, arguments: tuple[str, ...], message: str) -> None:
    place = make_town(tmp_path)
    play(place, 0)
    write_workbook(tmp_path / "old.xlsx", WORKBOOKS[0])

    refused = _import(place, tmp_path / "old.xlsx", *arguments)

    assert isinstance(refused.exception, ConfigError)
    assert message in refused.exception.message.de


def test_a_history_that_the_sheets_hold_is_told_of(tmp_path: Path) -> None:
    place = make_town(tmp_path)
    _write_history(
        place,
        ["M-2", "Status", "geplant", "laufend", "01/2025", "Die Mittel sind da.", None],
        ["M-2", "Ende", "Mitte 2026", "30.04.2027", None, "Der Umbau dauert länger.", None],
        ["M-2", "Kosten geplant", 80000, 120000, None, None, "2025-07-15"],
    )

    publish(place, now=moment(4))
    again = publish(place, now=moment(4) + timedelta(days=1))

    index = index_of(place)
    project = f"<https://w3id.org/digitalstrategie/id/{NAME}/projekt/M-2>"
    told_of = [
        tuple(told(index, node, name) for name in ("ds:changedAspect", "ds:before", "ds:after", "ds:firstSaidIn"))
        for node in index.objects(project, "ds:planChange")
    ]
    assert sorted(told_of) == [("end", "Mitte 2026", "2027-04-30", DAYS[4]), ("planned", "80000", "120000", DAYS[3])]
    (running,) = index.objects(project, "ds:statusChange")
    assert told(index, running, "ds:fromStatus") == "planned"
    assert again.receipt and not again.receipt.changed


def test_bounds_in_the_history_are_read_again_as_what_they_are(tmp_path: Path) -> None:
    place = make_town(tmp_path)
    ends = ("2026", "bis 2027", "frühestens 2028", "ab 2029")
    for number, end in enumerate(ends):
        rows = [("M-2", "Offene Schulen", "Bildung", "geplant", "", "", "2025", end, "Es dauert.", "", "Schulamt", "")]
        write_workbook(place / "roadmap.xlsx", rows)
        outcome = publish(place, now=moment(number))
        assert "history-unreadable" not in {result.rule.id for result in outcome.prepared.report.results}

    index = index_of(place)
    plan = f"<https://w3id.org/digitalstrategie/id/{NAME}/projekt/M-2/plan"
    parts = ("ds:before", "ds:beforeDay", "ds:after", "ds:afterDay")
    turns = [tuple(told(index, f"{plan}/end-{number}>", name) for name in parts) for number in (1, 2, 3)]
    assert turns == [
        ("2026", "2026-12-31", "bis 2027", "2027-12-31"),
        ("bis 2027", "2027-12-31", "frühestens 2028", "2028-01-01"),
        ("frühestens 2028", "2028-01-01", "ab 2029", "2029-01-01"),
    ]


@pytest.mark.parametrize(
    ("before", "after", "is_a_turn"),
    [
        ("2026", "bis 2026", False),
        ("31.12.2026", "bis 31.12.2026", False),
        ("bis 2026", "spätestens 2026", False),
        ("2026", "frühestens 2026", True),
        ("2026", "ca. 2026", True),
        ("bis 2026", "bis 2027", True),
        ("Mitte 2026", "bis Mitte 2026", False),
    ],
)
def test_an_end_in_other_words_is_a_turn_where_another_day_is_meant(
    tmp_path: Path, before: str, after: str, is_a_turn: bool
) -> None:
    place = make_town(tmp_path)
    for number, end in enumerate((before, after)):
        rows = [("M-2", "Offene Schulen", "Bildung", "geplant", "", "", "2025", end, "Es dauert.", "", "Schulamt", "")]
        write_workbook(place / "roadmap.xlsx", rows)
        publish(place, now=moment(number))

    project = f"<https://w3id.org/digitalstrategie/id/{NAME}/projekt/M-2>"
    assert bool(index_of(place).objects(project, "ds:planChange")) == is_a_turn


def test_a_planned_amount_and_the_status_planned_are_counted_apart(tmp_path: Path) -> None:
    place = make_town(tmp_path)
    _write_history(
        place,
        ["M-2", "Kosten geplant", 80000, 95000, None, None, DAYS[0]],
        ["M-2", "Status", "pausiert", "geplant", "07/2024", None, DAYS[1]],
        ["M-2", "Kosten geplant", 95000, 120000, None, None, DAYS[2]],
        ["M-2", "Status", "geplant", "laufend", "01/2025", None, DAYS[2]],
    )

    publish(place, now=moment(4))

    index, project = index_of(place), f"<https://w3id.org/digitalstrategie/id/{NAME}/projekt/M-2>"
    nodes = (*index.objects(project, "ds:statusChange"), *index.objects(project, "ds:planChange"))
    names = {node[1:-1].partition("M-2/")[2] for node in nodes}
    assert names == {"plan/planned-1", "status/planned", "plan/planned-2", "status/running"}


def test_a_name_in_the_history_is_held_back_at_its_cell(tmp_path: Path) -> None:
    place = make_town(tmp_path)
    _write_history(place, ["M-2", "Ende", "2025", "30.04.2027", None, "Frau Beispiel ist erkrankt.", None])

    outcome = publish(place, now=moment(4))

    found = [(result.rule.id, str(result.cell)) for result in outcome.prepared.report.results]
    assert outcome.receipt is None
    assert ("personal-name", "roadmap.xlsx / Verlauf / F2") in found


def _write_history(place: Path, *rows: list[str | int | None]) -> None:
    """The last of the workbooks, with a history in a sheet of its own."""
    write_workbook(place / "roadmap.xlsx", WORKBOOKS[4])
    book = load_workbook(place / "roadmap.xlsx")
    sheet = book.create_sheet("Verlauf")
    sheet.append([column.title.de for column in HISTORY_COLUMNS.values()])
    for row in rows:
        sheet.append(row)
    book.save(place / "roadmap.xlsx")


def _import(place: Path, source: Path, *arguments: str) -> Result:
    folders = ("--sources", str(place.parent), "--output", str(output_of(place)))
    return CliRunner().invoke(roadmap, ["import", NAME, str(source), *arguments, *folders])


def test_a_reason_that_is_taken_out_of_its_row_is_taken_back(tmp_path: Path) -> None:
    place = make_town(tmp_path)
    play(place, 0)
    play(place, 1)
    change(place, lambda sheet: _empty(sheet, "F2", "I2"), "roadmap.xlsx")

    publish(place, now=moment(2))

    index = index_of(place)
    project = f"<https://w3id.org/digitalstrategie/id/{NAME}/projekt/M-1>"
    nodes = [*index.objects(project, "ds:statusChange"), *index.objects(project, "ds:planChange")]
    assert [told(index, node, "ds:reason") for node in nodes] == ["", "", ""]


def _empty(sheet: Worksheet, *cells: str) -> None:
    for cell in cells:
        sheet[cell] = None


def test_a_clerk_is_asked_for_a_reason_with_the_day_as_it_is_written(tmp_path: Path) -> None:
    place = make_town(tmp_path)
    play(place, 0)
    change(place, lambda sheet: _move(sheet, "H2", "30.06.2025"), "roadmap.xlsx")

    outcome = publish(place, now=moment(1))

    (asked,) = (each for each in outcome.prepared.report.results if each.rule.id == "move-unexplained")
    assert asked.message.de == "Das Ende war mit 31.12.2024 angegeben und liegt jetzt später; der Grund fehlt."
    assert asked.message.en == "The end was given as 2024-12-31 and is later now; the reason is missing."


def _move(sheet: Worksheet, cell: str, to: str) -> None:
    sheet[cell] = to
