"""Editions of programs that stated a day beside words: they are read, compared and continued as if they had not."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import roadmap
from pipeline.compare import compare
from pipeline.loaded import load, read_as_of
from pipeline.model.graph import Index, Triple, curie, literal_text, parse_turtle
from pipeline.model.progress import Standing
from pipeline.news import compare_editions, read_triples
from pipeline.review.projects import Said, standings
from pipeline.run import Outcome
from tests.five_editions import DAYS, NAME, make_town, moment, write_workbook
from tests.older_dates import older_dates
from tests.towns import output_of, publish

PERIODS = (
    ("seit 2019", "Mitte 2024"),
    ("2023", "bis 2026"),
    ("ab 2024", ""),
    ("Frühjahr 2025", "spätestens 31.12.2026"),
    ("ca. 2024", "Ende 2026"),
    ("frühestens 2025", "voraussichtlich bis 2027"),
    ("2022/23", ""),
    ("2024", "ab 2027"),
)
"""What is typed under "Beginn" and "Ende" for M-1, M-2 and so on."""


def write_periods(place: Path, *periods: tuple[str, str]) -> None:
    rows = [
        (f"M-{number}", f"Vorhaben {number}", "Bildung", "geplant", "", "", start, end, "", "", "Schulamt", "")
        for number, (start, end) in enumerate(periods, start=1)
    ]
    write_workbook(place / "roadmap.xlsx", rows)


def publish_older(place: Path) -> None:
    write_periods(place, *PERIODS)
    with older_dates():
        outcome = publish(place, now=moment(0))
    assert outcome.receipt, outcome.prepared.report.results


@pytest.fixture(scope="module")
def older(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = make_town(tmp_path_factory.mktemp("older"))
    publish_older(place)
    return place


@pytest.fixture(scope="module")
def continued(older: Path) -> Outcome:
    return publish(older, now=moment(1))


def edition(place: Path, number: int) -> Path:
    return output_of(place) / NAME / "public" / "editions" / DAYS[number]


def triples_of(place: Path, number: int) -> tuple[Triple, ...]:
    return read_triples(edition(place, number), "roadmap")


def project(key: str) -> str:
    return f"https://w3id.org/digitalstrategie/id/{NAME}/projekt/{key}"


def test_the_older_edition_is_one_of_that_time(older: Path) -> None:
    index = Index(triples_of(older, 0))

    stated = {key: index.text(f"<{project(key)}/period>", "dcat:endDate") for key in ("M-1", "M-2", "M-4", "M-8")}

    assert stated == {"M-1": "2024-08-31", "M-2": "2026", "M-4": "2026-12-31", "M-8": "2027-12-31"}
    assert index.text(f"<{project('M-1')}/period/end>", "dcat:startDate") == "2024-05-01"


def test_the_first_edition_after_it_says_that_nothing_changed(older: Path, continued: Outcome) -> None:
    compared, _ = compare_editions(edition(older, 0), edition(older, 1))

    assert continued.receipt
    assert continued.receipt.changed
    assert compared.things == ()
    assert not [triple for triple in triples_of(older, 1) if triple.predicate == curie("ds:planChange")]


def test_the_first_edition_after_it_states_only_what_was_stated(older: Path, continued: Outcome) -> None:
    dates = (curie("dcat:startDate"), curie("dcat:endDate"))

    stated = sorted(literal_text(triple.object) for triple in triples_of(older, 1) if triple.predicate in dates)

    assert stated == ["2019", "2022", "2023", "2023", "2024"]


def test_as_rdf_the_difference_is_told_as_it_is(older: Path, continued: Outcome) -> None:
    compared, _ = compare_editions(edition(older, 0), edition(older, 1))

    before, after = ({*triples_of(older, number)} for number in (0, 1))
    assert {*compared.removed} == before - after
    assert {*compared.added} >= after - before


def test_a_true_change_after_it_is_told(tmp_path: Path) -> None:
    place = make_town(tmp_path)
    publish_older(place)
    write_periods(place, ("seit 2019", "Ende 2024"), ("2023", "bis 2027"), ("ab 2025", ""), *PERIODS[3:])

    publish(place, now=moment(1))

    compared, _ = compare_editions(edition(place, 0), edition(place, 1))
    index = Index(triples_of(place, 1))
    told = {thing.key: [(each.before[0].de, each.after[0].de) for each in thing.changes] for thing in compared.things}
    assert told == {"M-1": [("Mitte 2024", "Ende 2024")], "M-2": [("2026", "bis 2027")], "M-3": [("2024", "ab 2025")]}
    turns = (("M-1", "end-1"), ("M-2", "end-1"), ("M-3", "start-1"))
    assert [index.text(f"<{project(key)}/plan/{turn}>", "ds:after") for key, turn in turns] == [
        "Ende 2024",
        "bis 2027",
        "ab 2025",
    ]


def test_the_older_edition_is_loaded_with_the_same_days(older: Path, continued: Outcome) -> None:
    output = output_of(older)

    then, now = (load(NAME, day, output=output).projects.drop("M-8") for day in DAYS[:2])

    assert then["last_day"].equals(now["last_day"])
    assert then["first_day"].equals(now["first_day"])
    assert {*read_as_of(NAME, DAYS[0], output=output)} >= {*triples_of(older, 0)}


def test_a_paper_has_the_same_days_of_either(older: Path, continued: Outcome) -> None:
    then, now = (_standings(older, number)[:7] for number in (0, 1))

    assert [(each.start and each.start.day, each.end and each.end.day) for each in then] == [
        (each.start and each.start.day, each.end and each.end.day) for each in now
    ]
    assert then[0].end == now[0].end
    assert [each.end.text for each in then if each.end][:2] == ["Mitte 2024", "2026"]
    assert [each.end.text for each in now if each.end][:2] == ["Mitte 2024", "bis 2026"]


def _standings(place: Path, number: int) -> tuple[Standing, ...]:
    said = chain(*(read_triples(edition(place, number), name) for name in ("roadmap", "vocabulary")))
    return standings(Said(Index(tuple(said))))


def test_a_project_that_vanished_since_is_read_back_from_it(tmp_path: Path) -> None:
    place = make_town(tmp_path)
    publish_older(place)
    write_periods(place, *PERIODS[:7])

    publish(place, now=moment(1))

    index, node = Index(triples_of(place, 1)), f"<{project('M-8')}/period/end>"
    assert index.text(node, "rdfs:label") == "ab 2027"
    assert (index.text(node, "ds:firstDay"), index.text(node, "ds:lastDay")) == ("2027-01-01", "")


def test_a_turn_that_it_remembers_is_not_told_anew(tmp_path: Path) -> None:
    place = make_town(tmp_path)
    with older_dates():
        for number, end in enumerate(("2026", "bis 2027")):
            write_periods(place, ("2024", end))
            publish(place, now=moment(number))

    publish(place, now=moment(2))

    index = Index(triples_of(place, 2))
    (turn,) = index.objects(f"<{project('M-1')}>", "ds:planChange")
    assert (index.text(turn, "ds:after"), index.text(turn, "ds:afterDay")) == ("2027", "2027-12-31")
    assert index.text(f"<{project('M-1')}/period/end>", "rdfs:label") == "bis 2027"


def test_what_is_taken_in_from_it_is_continued_alike(tmp_path: Path) -> None:
    there, here = make_town(tmp_path / "there"), make_town(tmp_path / "here")
    publish_older(there)
    folders = ("--sources", str(here.parent), "--output", str(output_of(here)))
    taken = CliRunner().invoke(roadmap, ["import", NAME, str(output_of(there) / NAME), *folders])
    assert (taken.exit_code, taken.stderr) == (0, "")
    write_periods(here, *PERIODS)

    publish(here, now=moment(1))

    assert compare_editions(edition(here, 0), edition(here, 1))[0].things == ()


# What is told of two editions #########################################################################################

PREFIXES = """
    @prefix p: <https://a.example/id/p/1/> . @prefix ds: <https://w3id.org/digitalstrategie/def/> .
    @prefix dcterms: <http://purl.org/dc/terms/> . @prefix dcat: <http://www.w3.org/ns/dcat#> .
    @prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    <https://a.example/id/p/1> a ds:Project ; dcterms:identifier "1" ; dcterms:temporal p:period .
"""


def said(turtle: str, last_day: str = "2024-08-31") -> tuple[Triple, ...]:
    """A project whose end is told in Turtle; ``END`` is the node for its words."""
    outer = f'p:period ds:lastDay "{last_day}"^^xsd:date .' if last_day else ""
    return parse_turtle(PREFIXES + outer + turtle.replace("END", "<https://a.example/id/p/1/period/end>"), "test")


OLD_WORDS = said("""
    p:period ds:end END ; dcat:endDate "2024-08-31"^^xsd:date .
    END rdfs:label "Mitte 2024"@de ; dcat:startDate "2024-05-01"^^xsd:date ; dcat:endDate "2024-08-31"^^xsd:date .
""")
WORDS = said("""
    p:period ds:end END .
    END rdfs:label "Mitte 2024"@de ; ds:firstDay "2024-05-01"^^xsd:date ; ds:lastDay "2024-08-31"^^xsd:date .
""")
OTHER_WORDS = said("""
    p:period ds:end END .
    END rdfs:label "Sommer 2024"@de ; ds:firstDay "2024-06-01"^^xsd:date ; ds:lastDay "2024-08-31"^^xsd:date .
""")
A_DAY = said('p:period dcat:endDate "2024-08-31"^^xsd:date .')
BOUND = said('p:period ds:end END . END rdfs:label "bis 31.08.2024"@de ; ds:lastDay "2024-08-31"^^xsd:date .')
NOTHING = said("", last_day="")


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (OLD_WORDS, WORDS, []),
        (A_DAY, BOUND, []),
        (OLD_WORDS, OTHER_WORDS, [("Mitte 2024", "Sommer 2024")]),
        (WORDS, OTHER_WORDS, [("Mitte 2024", "Sommer 2024")]),
        (WORDS, A_DAY, [("Mitte 2024", "31.08.2024")]),
        (OLD_WORDS, A_DAY, [("Mitte 2024", "31.08.2024")]),
        (A_DAY, WORDS, [("31.08.2024", "Mitte 2024")]),
        (WORDS, NOTHING, [("Mitte 2024", "")]),
        (NOTHING, BOUND, [("", "bis 31.08.2024")]),
    ],
)
def test_what_is_told_of_an_end_is_what_was_said(
    before: tuple[Triple, ...], after: tuple[Triple, ...], told: list[tuple[str, str]]
) -> None:
    compared = compare(before, after, (), versions=("a", "b"))

    changes = [change for thing in compared.things for change in thing.changes]
    sides = [("".join(text.de for text in each.before), "".join(text.de for text in each.after)) for each in changes]
    assert sides == told
    assert {change.property.de for change in changes} <= {"Ende"}
