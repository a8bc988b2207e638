"""Projects to triples: what each column becomes, and the cell behind each triple."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.lift import lift
from pipeline.model.columns import COLUMNS
from pipeline.model.dataset import Withdrawal
from pipeline.model.frame import frame_of_roadmap
from pipeline.model.graph import Lifted, Triple, curie, literal, literal_text, n_triples
from pipeline.model.report import Text
from pipeline.model.roadmap import Roadmap
from pipeline.model.vocabulary import expand
from pipeline.model.workbook import Value
from tests.examples import try_examples
from tests.sheets import TODAY, Reading, read_rows, strategy, town
from tests.towns import copy_town, town_of

few = try_examples(30)
BASE = "https://example.org/id/musterstadt/"
PROJECT = f"<{BASE}projekt/a>"
HEADER = ("Kennung", "Titel", "Handlungsfelder")


def lifted(found: Reading, more: str = "") -> Lifted:
    return lift(found.parsed.roadmap, town(more=more), strategy().naming, today=TODAY)


def lift_cells(more: str = "", /, **typed: Value) -> Lifted:
    """The triples of a project with these values, by the names of their columns."""
    cells: dict[str, Value] = {"id": "a", "title": "Portal", "field": "1"} | typed
    header = tuple(COLUMNS[name].title.de for name in cells)
    return lifted(read_rows(header, tuple(cells.values()), more=more), more)


def below(subject: str, found: Lifted) -> set[tuple[str, str]]:
    """What is said of a part of the project, with the namespaces cut off."""
    term = f"{PROJECT[:-1]}{subject}>"
    return {(_short(p), _short(o)) for s, p, o in (*found.triples, *found.judged) if s == term}


def _short(term: str) -> str:
    return re.sub(r"<(?:https?://\S*[/#])(\S+?)>", r"\1", term)


# What each column becomes #######################################################################################


@pytest.mark.parametrize(
    ("column", "typed", "predicate", "expected"),
    [
        ("title", "Portal", "dcterms:title", '"Portal"@de'),
        ("title_en", "Portal", "dcterms:title", '"Portal"@en'),
        ("description", "Zwei\nZeilen", "dcterms:description", '"Zwei\\nZeilen"@de'),
        ("description_en", "x", "dcterms:description", '"x"@en'),
        ("field", "3", "ds:fieldOfAction", f"<{BASE}handlungsfeld/3>"),
        ("thesis", 2, "ds:thesis", f"<{BASE}these/2>"),
        ("status", "laufend", "ds:status", f"<{expand('ds:status')}/running>"),
        ("participation", "ja", "ds:participation", f"<{expand('ds:participation')}/external>"),
        ("lead", "Amt für Bildung", "ds:lead", f"<{BASE}stelle/amt-fuer-bildung>"),
        ("partner", "Verein e.V.", "ds:partner", f"<{BASE}stelle/verein-e-v>"),
        ("funder", "Land NRW", "schema:funder", f"<{BASE}stelle/land-nrw>"),
        ("link", "https://a.de/100%", "foaf:page", "<https://a.de/100%25>"),
        ("homepage", "https://straße.de/[1]", "ds:website", "<https://xn--strae-oqa.de/%5B1%5D>"),
        ("replaced_by", "b/1", "dcterms:isReplacedBy", f"<{BASE}projekt/b%2F1>"),
        ("created", date(2024, 6, 5), "dcterms:created", literal("2024-06-05", datatype=expand("xsd:date"))),
        ("modified", "06/2024", "dcterms:modified", literal("2024-06", datatype=expand("xsd:gYearMonth"))),
        ("modified", 2024, "dcterms:modified", literal("2024", datatype=expand("xsd:gYear"))),
        ("no_offer_reason", "intern", "ds:noOfferReason", '"intern"@de'),
    ],
)
def test_a_cell_becomes_a_statement_about_the_project(column: str, typed: Value, predicate: str, expected: str) -> None:
    found = lift_cells(**{column: typed})

    assert Triple(PROJECT, curie(predicate), expected) in found.triples


@pytest.mark.parametrize(
    ("column", "typed", "predicate", "expected"),
    [
        ("field", "Wetter", "ds:fieldOfAction", "Wetter"),
        ("thesis", 2.3, "ds:thesis", "2,3"),
        ("status", "fertg", "ds:status", "fertg"),
        ("link", "www.example.org", "foaf:page", "www.example.org"),
        ("homepage", "javascript:alert(1)", "ds:website", "javascript:alert(1)"),
        ("modified", "31.02.2024", "dcterms:modified", "31.02.2024"),
        ("modified", "ca. 2024", "dcterms:modified", "ca. 2024"),
        ("created", "2022–2024", "dcterms:created", "2022–2024"),
        ("created", "Mitte 2022", "dcterms:created", "Mitte 2022"),
    ],
)
def test_what_a_column_did_not_expect_is_judged_in_its_place_as_plain_text_and_not_published(
    column: str, typed: Value, predicate: str, expected: str
) -> None:
    found = lift_cells(**{column: typed})

    said = Triple(PROJECT, curie(predicate), literal(expected))
    assert said in found.judged
    assert said in found.sources.cells
    assert expected not in "".join(n_triples(found.triples))


@pytest.mark.parametrize(
    "typed",
    [
        {"start": "nach Rückfrage"},
        {"start": "31.02.2024", "end": "32.02.2024"},
        {"budget": "nach Rückfrage", "budget_kind": "geplant"},
        {"budget_planned": "nach Rückfrage"},
        {"status_date": "nach Rückfrage"},
        {"offer_start": "nach Rückfrage"},
    ],
    ids=",".join,
)
def test_of_a_part_that_nobody_could_read_nothing_is_published(typed: dict[str, Value]) -> None:
    assert lift_cells(**typed).triples == lift_cells().triples


def test_what_another_cell_says_of_the_same_part_is_published() -> None:
    found = lift_cells(start="nach Rückfrage", end="2027")

    published = {(triple.predicate, triple.object) for triple in found.triples if "/period" in triple.subject}
    assert published == {(p, o) for _, p, o in lift_cells(end="2027").triples if (p, o) in published}
    assert "Rückfrage" not in "".join(n_triples(found.triples))


def test_a_project_is_what_it_is_and_part_of_the_roadmap() -> None:
    found = lift_cells()

    assert set(found.triples) - {*frame_of_roadmap(town(), strategy().naming, ())} == {
        Triple(PROJECT, curie("rdf:type"), curie("ds:Project")),
        Triple(PROJECT, curie("rdf:type"), curie("foaf:Project")),
        Triple(PROJECT, curie("dcterms:identifier"), '"a"'),
        Triple(PROJECT, curie("dcterms:isPartOf"), f"<{BASE}roadmap>"),
        Triple(PROJECT, curie("dcterms:title"), '"Portal"@de'),
        Triple(PROJECT, curie("ds:fieldOfAction"), f"<{BASE}handlungsfeld/1>"),
        Triple(f"<{BASE}roadmap>", curie("rdf:type"), curie("ds:Roadmap")),
        Triple(f"<{BASE}roadmap>", curie("dcterms:license"), "<http://dcat-ap.de/def/licenses/dl-zero-de/2.0>"),
        Triple(f"<{BASE}roadmap>", curie("dcterms:isPartOf"), f"<{BASE}strategie>"),
        Triple(f"<{BASE}roadmap>", curie("dcterms:hasPart"), PROJECT),
    }


def test_an_organization_has_the_name_that_was_typed() -> None:
    found = lift_cells(lead="Amt für Bildung")

    amt = f"<{BASE}stelle/amt-fuer-bildung>"
    assert Triple(amt, curie("foaf:name"), '"Amt für Bildung"') in found.triples
    assert Triple(amt, curie("rdf:type"), curie("org:Organization")) in found.triples


def test_a_town_in_english_has_texts_in_english() -> None:
    found = lift_cells('language = "en"\n', title="Portal")

    assert Triple(PROJECT, curie("dcterms:title"), '"Portal"@en') in found.triples


# Periods ########################################################################################################


def test_a_period_is_as_precise_as_it_was_typed() -> None:
    found = lift_cells(start="06/2024", end=2025)

    assert below("/period", found) == {
        ("type", "PeriodOfTime"),
        ("startDate", '"2024-06"^^gYearMonth'),
        ("endDate", '"2025"^^gYear'),
        ("firstDay", '"2024-06-01"^^date'),
        ("lastDay", '"2025-12-31"^^date'),
        ("earliestEnd", '"2025-01-01"^^date'),
    }


def test_words_for_a_date_are_kept_with_the_days_they_allow_and_state_no_date() -> None:
    found = lift_cells(start="Mitte 2024", end="Q1/2025")

    assert below("/period", found) == {
        ("type", "PeriodOfTime"),
        ("begin", "begin"),
        ("end", "end"),
        ("firstDay", '"2024-05-01"^^date'),
        ("lastDay", '"2025-03-31"^^date'),
        ("earliestEnd", '"2025-01-01"^^date'),
    }
    assert below("/period/begin", found) == {
        ("type", "PeriodOfTime"),
        ("label", '"Mitte 2024"@de'),
        ("firstDay", '"2024-05-01"^^date'),
        ("lastDay", '"2024-08-31"^^date'),
    }
    assert ("label", '"Q1/2025"@de') in below("/period/end", found)


_STATED = [
    # what is typed under "Beginn", and the date that it states
    ("2024", '"2024"^^gYear'),
    ("06/2024", '"2024-06"^^gYearMonth'),
    ("Juni 2024", '"2024-06"^^gYearMonth'),
    ("05.06.2024", '"2024-06-05"^^date'),
    ("5. Juni 2024", '"2024-06-05"^^date'),
    ("seit 2024", '"2024"^^gYear'),
    ("seit dem 5.6.2024", '"2024-06-05"^^date'),
    ("since 2024", '"2024"^^gYear'),
    ("von 2024", '"2024"^^gYear'),
]


@pytest.mark.parametrize(("typed", "date"), _STATED)
def test_a_beginning_stated_as_a_day_a_month_or_a_year_is_a_date_and_no_words(typed: str, date: str) -> None:
    found = lift_cells(start=typed)

    assert ("startDate", date) in below("/period", found)
    assert not below("/period/begin", found)


_IN_WORDS = [
    # the column, what is typed in it, the side it speaks of, and the days that it allows
    ("start", "ca. 2024", "begin", "2024-01-01", "2024-12-31"),
    ("end", "etwa Juni 2024", "end", "2024-06-01", "2024-06-30"),
    ("end", "voraussichtlich 2025", "end", "2025-01-01", "2025-12-31"),
    ("end", "geplant 31.12.2025", "end", "2025-12-31", "2025-12-31"),
    ("start", "approx. 2024", "begin", "2024-01-01", "2024-12-31"),
    ("end", "Ende 2026", "end", "2026-09-01", "2026-12-31"),
    ("end", "Anfang Mai 2026", "end", "2026-05-01", "2026-05-10"),
    ("start", "Frühjahr 2025", "begin", "2025-03-01", "2025-05-31"),
    ("end", "Winter 2025/26", "end", "2025-12-01", "2026-02-28"),
    ("start", "2. Quartal 2024", "begin", "2024-04-01", "2024-06-30"),
    ("end", "2. Halbjahr 2024", "end", "2024-07-01", "2024-12-31"),
    ("start", "KW 5/2026", "begin", "2026-01-26", "2026-02-01"),
    # bounds: the day that they name, and none for the other
    ("start", "ab 2027", "begin", "2027-01-01", ""),
    ("start", "ab dem 01.03.2027", "begin", "2027-03-01", ""),
    ("start", "frühestens 03/2027", "begin", "2027-03-01", ""),
    ("start", "nicht vor 2027", "begin", "2027-01-01", ""),
    ("start", "ab ca. 2027", "begin", "2027-01-01", ""),
    ("start", "from 2027", "begin", "2027-01-01", ""),
    ("start", "spätestens 2026", "begin", "", "2026-12-31"),
    ("start", "bis 2026", "end", "", "2026-12-31"),
    ("end", "bis 2026", "end", "", "2026-12-31"),
    ("end", "bis zum 30.06.2026", "end", "", "2026-06-30"),
    ("end", "bis Ende 2026", "end", "", "2026-12-31"),
    ("end", "voraussichtlich bis 2026", "end", "", "2026-12-31"),
    ("end", "spätestens Mitte 2026", "end", "", "2026-08-31"),
    ("end", "until 2026", "end", "", "2026-12-31"),
    ("end", "ab 2027", "end", "2027-01-01", ""),
    ("end", "frühestens Ende 2026", "end", "2026-09-01", ""),
    ("end", "nicht vor 03/2027", "end", "2027-03-01", ""),
]


@pytest.mark.parametrize(("column", "typed", "side", "first", "last"), _IN_WORDS)
def test_words_are_words_and_claim_no_date(column: str, typed: str, side: str, first: str, last: str) -> None:
    found = lift_cells(**{column: typed})

    days = {("firstDay", f'"{first}"^^date'), ("lastDay", f'"{last}"^^date')}
    known = {(name, day) for name, day in days if day != '""^^date'}
    assert below(f"/period/{side}", found) == {("type", "PeriodOfTime"), ("label", f'"{typed}"@de'), *known}
    outer = "firstDay" if side == "begin" else "lastDay"
    judged = {("earliestEnd", f'"{first}"^^date')} if side == "end" and first else set()
    assert below("/period", found) == {
        ("type", "PeriodOfTime"),
        (side, side),
        *((name, day) for name, day in known if name == outer),
        *judged,
    }


def test_since_is_no_part_of_the_words() -> None:
    found = lift_cells(start="seit ca. 2020")

    assert ("label", '"ca. 2020"@de') in below("/period/begin", found)


@pytest.mark.parametrize(
    ("typed", "start", "end"),
    [
        ("2024/25", '"2024"^^gYear', '"2025"^^gYear'),
        ("von 2022 bis 2024", '"2022"^^gYear', '"2024"^^gYear'),
        ("März–Juni 2024", '"2024-03"^^gYearMonth', '"2024-06"^^gYearMonth'),
        ("01.–15.06.2024", '"2024-06-01"^^date', '"2024-06-15"^^date'),
    ],
)
def test_a_span_of_two_dates_states_both_of_them(typed: str, start: str, end: str) -> None:
    found = below("/period", lift_cells(start=typed))

    assert {("startDate", start), ("endDate", end)} <= found
    assert not {name for name, _ in found} & {"begin", "end"}


def test_a_span_may_be_stated_on_one_side_and_in_words_on_the_other() -> None:
    found = lift_cells(start="2024 bis Mitte 2026")

    assert {name for name, _ in below("/period", found)} == {
        "type", "startDate", "end", "firstDay", "lastDay", "earliestEnd",
    }  # fmt: skip


def test_the_period_of_an_offer_is_told_like_that_of_a_project() -> None:
    found = lift_cells(offer_start="Frühjahr 2026", offer_end="bis 30.06.2026")

    assert {name for name, _ in below("/offer/period", found)} == {"type", "begin", "end", "firstDay", "lastDay"}
    assert below("/offer/period/end", found) == {
        ("type", "PeriodOfTime"),
        ("label", '"bis 30.06.2026"@de'),
        ("lastDay", '"2026-06-30"^^date'),
    }


@pytest.mark.parametrize("column", ["start", "end"])
def test_a_period_in_one_cell_has_both_sides_in_either_column(column: str) -> None:
    found = lift_cells(**{column: "2022–2024"})

    assert {said for said in below("/period", found) if said[0] in ("startDate", "endDate")} == {
        ("startDate", '"2022"^^gYear'),
        ("endDate", '"2024"^^gYear'),
    }


@pytest.mark.parametrize(
    ("column", "typed", "expected"),
    [
        ("start", "2024", {"startDate"}),
        ("end", "2024", {"endDate"}),
        ("start", "ab 2024", {"begin"}),
        ("end", "ab 2024", {"end"}),
        ("end", "seit 2024", {"startDate"}),
        ("start", "bis 2024", {"end"}),
        ("start", "spätestens 2024", {"begin"}),
        ("start", "laufend", {"startDate"}),
        ("end", "offen", {"endDate"}),
    ],
)
def test_a_date_stands_on_the_side_it_speaks_of(column: str, typed: str, expected: set[str]) -> None:
    found = lift_cells(**{column: typed})

    assert {name for name, _ in below("/period", found)} & {"startDate", "endDate", "begin", "end"} == expected


def test_what_is_no_date_is_no_date_in_the_graph() -> None:
    found = lift_cells(start="laufend", end="31.02.2024")

    assert below("/period", found) == {
        ("type", "PeriodOfTime"),
        ("startDate", '"laufend"'),
        ("endDate", '"31.02.2024"'),
    }


# Parts of a project #############################################################################################


def test_an_amount_has_its_kind_and_its_currency() -> None:
    found = lift_cells(budget_planned="50 T€", budget_actual="nfp")

    assert below("/budget/planned", found) == {
        ("type", "MonetaryAmount"),
        ("value", '"50000"^^decimal'),
        ("currency", '"EUR"'),
        ("budgetKind", "planned"),
    }
    assert below("/budget/actual", found) == {
        ("type", "MonetaryAmount"),
        ("value", '"nfp"'),
        ("budgetKind", "actual"),
    }


@pytest.mark.parametrize(("kind", "expected"), [("Ist", "actual"), ("ungefähr", '"ungefähr"')])
def test_an_amount_may_have_its_kind_beside_it(kind: str, expected: str) -> None:
    found = lift_cells(budget=5, budget_kind=kind)

    assert ("budgetKind", expected) in below("/budget/amount", found)
    assert lift_cells(budget_kind=kind).triples == lift_cells().triples


def test_a_status_has_the_day_and_the_reason_of_its_change() -> None:
    found = lift_cells(status="abgebrochen", status_date="01.03.2026", status_reason="zu teuer")

    assert below("/status/cancelled", found) == {
        ("type", "StatusChange"),
        ("date", '"2026-03-01"^^date'),
        ("reason", '"zu teuer"@de'),
        ("toStatus", "cancelled"),
    }


def test_an_offer_has_its_page_and_its_period() -> None:
    found = lift_cells(offer="https://a.de/", offer_start="01.03.2026", offer_end="bald")

    assert below("/offer", found) == {
        ("type", "ParticipationOffer"),
        ("page", "<https://a.de/>"),
        ("temporal", "period"),
    }
    assert {("startDate", '"2026-03-01"^^date'), ("endDate", '"bald"')} <= below("/offer/period", found)


def test_a_decision_and_a_mailbox_are_things_of_their_own() -> None:
    found = lift_cells(decision="https://rat.example.org/1", contact="digital@example.org")

    assert below("/decision/1", found) == {("type", "Decision"), ("page", "1")}
    assert ("hasEmail", "<mailto:digital@example.org>") in below("/contact", found)


def test_a_project_taken_back_says_so() -> None:
    found = lift_cells('withdrawn = { a = { since = 2026-01-31, reason = { de = "Doppelt", en = "Twice" } } }\n')

    assert {
        ("withdrawn", '"2026-01-31"^^date'),
        ("withdrawalReason", '"Doppelt"@de'),
        ("withdrawalReason", '"Twice"@en'),
    } <= below("", found)


def test_the_day_of_judgement_is_judged_by_and_not_published() -> None:
    found = lift_cells()

    assert found.judged == (Triple(PROJECT, curie("ds:asOf"), literal("2026-11-22", datatype=expand("xsd:date"))),)
    assert not set(found.judged) & set(found.triples)


# The way back ###################################################################################################


def test_every_triple_knows_its_cell() -> None:
    found = lift_cells(field="1, 3", start="Mitte 2024", budget_planned=5, lead="Hauptamt", status="laufend")

    cells = {
        (_short(triple.predicate), _short(triple.object)): cell.address for triple, cell in found.sources.cells.items()
    }
    assert cells["title", '"Portal"@de'] == "B2"
    assert cells["fieldOfAction", "1"] == cells["fieldOfAction", "3"] == "C2"
    assert cells["label", '"Mitte 2024"@de'] == cells["firstDay", '"2024-05-01"^^date'] == "D2"
    assert cells["value", '"5"^^decimal'] == cells["currency", '"EUR"'] == "E2"
    assert cells["name", '"Hauptamt"'] == "F2"
    assert cells["identifier", '"a"'] == cells["type", "Project"] == "A2"


def test_what_several_rows_say_has_the_cell_of_the_first() -> None:
    rows = [("a", "Portal", "1", "Hauptamt"), ("b", "Karte", "1", "Hauptamt")]
    found = lifted(read_rows((*HEADER, "Federführung"), *rows))

    name = Triple(f"<{BASE}stelle/hauptamt>", curie("foaf:name"), '"Hauptamt"')
    assert found.triples.count(name) == 1
    assert str(found.sources.cells[name]) == "roadmap.xlsx / Roadmap / D2"


def test_triples_are_sorted_and_independent_of_the_order_of_rows() -> None:
    rows = [("b", "Karte", "1, 3"), ("a", "Portal", "3; 1")]

    forwards, backwards = (lifted(read_rows(HEADER, *order)).triples for order in (rows, rows[::-1]))

    assert forwards == backwards
    assert list(forwards) == sorted(set(forwards))


# Whatever is typed ##############################################################################################

FORMS = {
    expand("xsd:date"): r"\d{4}-\d\d-\d\d",
    expand("xsd:gYearMonth"): r"\d{4}-\d\d",
    expand("xsd:gYear"): r"\d{4}",
    expand("xsd:decimal"): r"-?\d+(\.\d+)?",
}
NAMES = sorted(set(COLUMNS) - {"id"})
typed_values: st.SearchStrategy[Value] = st.one_of(
    st.text(max_size=20),
    st.sampled_from(["2022–2024", "Mitte 2024", "50 T€", "https://a.de/%[x]#a#b", "1, 3", "a%b@c.de", '"\\\n']),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
)


@few
@given(st.text(min_size=1, max_size=8), st.dictionaries(st.sampled_from(NAMES), typed_values, max_size=6))
def test_whatever_is_typed_becomes_valid_triples_without_blank_nodes(key: str, typed: dict[str, Value]) -> None:
    cells = {"id": f"k{key}", "title": "Portal", "field": "1"} | typed
    header = tuple(COLUMNS[name].title.de for name in cells)
    rows = read_rows(header, tuple(cells.values()))
    found = lifted(rows)

    lines = "".join(n_triples((*found.triples, *found.judged)))
    quads = list(pyoxigraph.parse(lines.encode(), format=pyoxigraph.RdfFormat.N_TRIPLES))
    assert len(quads) == len(found.triples) + len(found.judged)
    for quad in quads:
        assert isinstance(quad.subject, pyoxigraph.NamedNode)
        assert isinstance(quad.object, pyoxigraph.NamedNode | pyoxigraph.Literal)
        if isinstance(quad.object, pyoxigraph.Literal) and quad.object.datatype.value in FORMS:
            assert re.fullmatch(FORMS[quad.object.datatype.value], quad.object.value)
    assert {literal_text(triple.subject) for triple in found.triples if triple.object == curie("ds:Project")} == {
        literal_text(strategy().naming.project(key)) for key in rows.keys
    }


def test_what_is_to_be_said_of_a_roadmap_goes_wherever_it_goes(tmp_path: Path) -> None:
    place = town_of(copy_town(tmp_path))

    found = lift(Roadmap((), ()), place.dataset, place.strategy.naming, today=TODAY)

    rights = {triple.object for triple in found.triples if triple.predicate == curie("dcterms:rights")}
    assert rights == {'"Alles hier ist erfunden."@de', '"Everything here is invented."@en'}


def test_a_thing_is_told_of_before_its_parts() -> None:
    subjects = [triple.subject for triple in lift_cells(start="2024").triples]

    assert subjects.index(PROJECT) < subjects.index(f"{PROJECT[:-1]}/period>")


def test_what_follows_from_the_row_as_such_has_the_cell_of_the_key_wherever_that_stands() -> None:
    found = lifted(read_rows(("Titel", "Handlungsfelder", "Kennung"), ("Portal", "1", "a")))

    cells = {str(cell) for triple, cell in found.sources.cells.items() if triple.predicate == curie("rdf:type")}
    said = [curie("dcterms:identifier"), curie("dcterms:isPartOf")]
    cells |= {str(cell) for triple, cell in found.sources.cells.items() if triple.predicate in said}
    assert {cell.rpartition(" ")[2] for cell in cells} == {"C2"}


def test_a_withdrawn_project_says_so_beside_all_else() -> None:
    found = read_rows(HEADER, ("a", "Portal", "1"))
    since = Withdrawal(date(2026, 11, 1), Text("Doppelt erfasst.", "Entered twice."))

    told = lift(found.parsed.roadmap, replace(town(), withdrawn={"a": since}), strategy().naming, today=TODAY).triples

    assert {*lifted(found).triples} < {*told}
    assert Triple(PROJECT, curie("ds:withdrawn"), literal("2026-11-01", datatype=expand("xsd:date"))) in told


@pytest.mark.parametrize(("budget", "is_judged_alone"), [("nach Rückfrage", True), ("50.000 €", False)])
def test_the_kind_of_an_amount_goes_where_the_amount_goes(budget: str, is_judged_alone: bool) -> None:
    found = lift_cells(budget=budget, budget_kind="geplant")

    judged = any(triple.predicate == curie("ds:budgetKind") for triple in found.judged)
    published = any(triple.predicate == curie("ds:budgetKind") for triple in found.triples)
    assert (judged, published) == (is_judged_alone, not is_judged_alone)


def test_the_period_of_an_offer_makes_an_offer_and_that_of_a_project_none() -> None:
    of_offer, of_project = lift_cells(offer_start="2024").triples, lift_cells(start="2024").triples
    offer = f"{PROJECT[:-1]}/offer>"

    assert Triple(PROJECT, curie("ds:participationOffer"), offer) in of_offer
    assert Triple(offer, curie("dcterms:temporal"), f"{PROJECT[:-1]}/offer/period>") in of_offer
    assert Triple(PROJECT, curie("dcterms:temporal"), f"{PROJECT[:-1]}/period>") in of_project
    assert not [triple for triple in of_project if "offer" in triple.subject + triple.object]


def test_the_offer_alone_has_its_first_and_its_last_day() -> None:
    period = below("/offer/period", lift_cells(offer_start="2024"))

    assert ("firstDay", '"2024-01-01"^^date') in period


@pytest.mark.parametrize(("start", "end"), [("2024", "2022–2025"), ("2022", "2024–2025"), ("2022–2025", "2024")])
def test_the_first_day_is_that_of_the_earliest_beginning_in_either_column(start: str, end: str) -> None:
    period = below("/period", lift_cells(start=start, end=end))

    assert {said for said in period if said[0].endswith("Day")} == {
        ("firstDay", '"2022-01-01"^^date'),
        ("lastDay", '"2025-12-31"^^date'),
    }


@pytest.mark.parametrize(
    ("typed", "predicate", "path", "cls"),
    [
        ({"contact": "digital@musterstadt.example"}, "dcat:contactPoint", "contact", "vcard:Group"),
        ({"offer": "https://a.example/"}, "ds:participationOffer", "offer", "ds:ParticipationOffer"),
        ({"offer_outcome": "Aufgegriffen."}, "ds:participationOffer", "offer", "ds:ParticipationOffer"),
        ({"decision": "https://a.example/"}, "ds:decision", "decision/1", "ds:Decision"),
        ({"status_reason": "Geld fehlt"}, "ds:statusChange", "status/unknown", "ds:StatusChange"),
        ({"budget_planned": "5 €"}, "ds:budget", "budget/planned", "schema:MonetaryAmount"),
    ],
)
def test_a_part_hangs_on_its_project_by_one_property_and_has_a_class(
    typed: dict[str, Value], predicate: str, path: str, cls: str
) -> None:
    triples = lift_cells(**typed).triples
    node = f"{PROJECT[:-1]}/{path}>"

    assert Triple(PROJECT, curie(predicate), node) in triples
    assert Triple(node, curie("rdf:type"), curie(cls)) in triples
