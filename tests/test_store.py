"""The store of a town's editions: what it is asked and what it answers, refuses and survives."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import socket
import statistics
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import QueryResultsFormat, QuerySolutions, RdfFormat

from pipeline.model.errors import OutsideWorldError
from pipeline.store import Answer, Limits, Refusal, Store, open_store
from pipeline.store.forms import GRAPHS, RESULTS
from pipeline.store.guard import judge_query
from pipeline.store.lanes import SLOW, SLOW_OF_ONE_CLIENT, TRYING, Turn, next_steps
from pipeline.store.tokens import read_tokens
from tests import five_editions
from tests.hostile_queries import HOSTILE, KINDS, at_port
from tests.towns import output_of

QUICK = Limits(seconds=2.0)
ALL = "SELECT * WHERE { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g ?s ?p ?o"
PREFIXES = """
    PREFIX dcat: <http://www.w3.org/ns/dcat#>
    PREFIX dcterms: <http://purl.org/dc/terms/>
    PREFIX ds: <https://w3id.org/digitalstrategie/def/>
    PREFIX prov: <http://www.w3.org/ns/prov#>
"""


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = five_editions.play_all(tmp_path_factory.mktemp("asked"))
    return output_of(place) / place.name / "public"


@pytest.fixture(scope="module")
def store(public: Path) -> Iterator[Store]:
    with open_store(public) as opened:
        yield opened


def _rows(given: Answer | Refusal) -> list[dict[str, str]]:
    assert isinstance(given, Answer), given
    bindings = json.loads(given.content)["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in bindings]


def _kind(given: Answer | Refusal) -> str:
    return given.kind if isinstance(given, Refusal) else f"answer of {len(given.content)} bytes"


def test_the_default_graph_is_the_newest_edition_and_each_edition_is_a_graph(store: Store, public: Path) -> None:
    versions = sorted(path.name for path in (public / "editions").iterdir())
    asked = PREFIXES + "SELECT ?g (COUNT(?p) AS ?n) { GRAPH ?g { ?p a ds:Project } } GROUP BY ?g ORDER BY ?g"
    graphs = {row["g"].rpartition("/")[2]: int(row["n"]) for row in _rows(store.ask(asked)) if "/ausgaben/" in row["g"]}
    newest = _rows(store.ask(PREFIXES + "SELECT (COUNT(?p) AS ?n) { ?p a ds:Project }"))

    told = {name: json.loads((public / "editions" / name / "edition.json").read_text())["counts"] for name in versions}
    assert graphs == {name: counts["projects"] for name, counts in told.items()}
    assert int(newest[0]["n"]) == told[versions[-1]]["projects"]


def test_what_was_promised_in_an_earlier_edition_can_be_asked(store: Store, public: Path) -> None:
    first = min(path.name for path in (public / "editions").iterdir())
    ends = "SELECT ?key ?end { %s ?project dcterms:identifier ?key ; dcterms:temporal/dcat:endDate ?end %s }"
    then = _rows(store.ask(PREFIXES + ends % ("GRAPH ?g {", f"}} FILTER(STRENDS(STR(?g), '/ausgaben/{first}'))")))
    now = _rows(store.ask(PREFIXES + ends % ("", "")))

    assert then and now and then != now


def test_which_cell_says_so_is_a_query(store: Store) -> None:
    asked = PREFIXES + "SELECT DISTINCT ?g { ?p a ds:Project ; dcterms:title ?t . GRAPH ?g { ?p dcterms:title ?t } }"

    graphs = [row["g"] for row in _rows(store.ask(asked))]

    assert [graph for graph in graphs if ".xlsx" in graph]


@pytest.mark.parametrize("form", RESULTS)
def test_rows_come_in_every_form(store: Store, form: str) -> None:
    asked = 'SELECT ?a ?b ?c ?d { BIND("ä\\"\\t\\n<&>,\\r;"@de AS ?a) BIND(1.5 AS ?b) BIND(<urn:a&b> AS ?d) }'

    given = store.ask(asked, form=form)

    assert isinstance(given, Answer)
    assert given.media_type == form
    if form == "text/csv":  # which has no types; an empty cell is what is not there
        assert given.content.decode() == 'a,b,c,d\r\n"ä""\t\n<&>,\r;",1.5,,urn:a&b\r\n'
        return
    kinds = {"json": QueryResultsFormat.JSON, "xml": QueryResultsFormat.XML, "values": QueryResultsFormat.TSV}
    found = pyoxigraph.parse_query_results(given.content, format=kinds[form.rpartition("+")[2].rpartition("-")[2]])
    assert isinstance(found, QuerySolutions)
    (row,) = found
    assert [str(row[0]), str(row[1]), row[2], str(row[3])] == [
        '"ä\\"\\t\\n<&>,\\r;"@de', '"1.5"^^<http://www.w3.org/2001/XMLSchema#decimal>', None, "<urn:a&b>",
    ]  # fmt: skip


@pytest.mark.parametrize("form", GRAPHS)
def test_graphs_come_in_every_form(store: Store, form: str) -> None:
    asked = 'CONSTRUCT { ?s <urn:says> "ä"@de } WHERE { ?s a ?c } LIMIT 3'

    given = store.ask(asked, form=form)

    assert isinstance(given, Answer)
    kind = RdfFormat.from_media_type(form)
    assert kind
    triples = list(pyoxigraph.parse(given.content, format=kind))
    assert len(triples) == 3
    assert {str(each.object) for each in triples} == {'"ä"@de'}


def test_a_form_that_does_not_fit_is_refused_with_those_that_do(store: Store) -> None:
    refused = store.ask("SELECT * { ?s ?p ?o }", form="text/turtle")

    assert isinstance(refused, Refusal)
    assert refused.kind == "not_acceptable"
    assert "text/csv" in refused.said.de


def test_a_long_answer_is_cut_short_and_says_so(store: Store) -> None:
    rows = store.ask(ALL, limits=Limits(rows=7))
    triples = store.ask("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", form="text/turtle", limits=Limits(rows=7))
    large = store.ask(ALL, limits=Limits(answer_bytes=2000))
    whole = store.ask("SELECT * { ?s ?p ?o } LIMIT 7", limits=Limits(rows=7))

    assert isinstance(rows, Answer) and isinstance(triples, Answer) and isinstance(large, Answer)
    assert isinstance(whole, Answer)
    assert (len(_rows(rows)), rows.truncated) == (7, True)
    assert (len(list(pyoxigraph.parse(triples.content, format=RdfFormat.TURTLE))), triples.truncated) == (7, True)
    assert large.truncated and len(large.content) < 3000
    assert (len(_rows(whole)), whole.truncated) == (7, False)


def test_graphs_beside_the_query_go_before_those_in_it(store: Store) -> None:
    graph = next(row["g"] for row in _rows(store.ask("SELECT DISTINCT ?g { GRAPH ?g {} }")) if "/ausgaben/" in row["g"])
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"

    beside = _rows(store.ask(count, default_graphs=[graph]))
    within = _rows(store.ask(f"SELECT (COUNT(*) AS ?n) FROM <{graph}> {{ ?s ?p ?o }}"))

    assert beside == within
    assert _kind(store.ask(count, default_graphs=["http://elsewhere.example/"])) == "forbidden"
    assert _kind(store.ask(count, named_graphs=["http://elsewhere.example/"])) == "forbidden"


@pytest.mark.parametrize("query", KINDS["updates"] + KINDS["elsewhere"])
def test_what_changes_or_leaves_the_house_is_refused_before_it_runs(query: str) -> None:
    refused = judge_query(at_port(query, 9), Limits(), frozenset())

    assert isinstance(refused, Refusal)
    assert refused.kind == "forbidden"


@pytest.mark.parametrize(
    "query",
    [
        "PREFIX service: <urn:x> SELECT ?service { ?service service:load service:from }",
        "SELECT * { ?s ?p 'SERVICE <http://x> {}' } # SERVICE LOAD FROM",
        'SELECT * { ?s ?p """ FROM "SERVICE" \'\'\' """ , <urn:SERVICE> }',
        "SELECT * { ?s <http://x/#LOAD> ?o FILTER(?s < 3 && ?o > 2) }",
        "BASE <http://x/> SELECT * FROM <known> { ?s ?p ?o }",
        "PREFIX x: <http://x/> ASK FROM NAMED x:known { GRAPH ?g { ?s ?p ?o } }",
    ],
)
def test_words_that_only_look_like_it_are_not(query: str) -> None:
    assert judge_query(query, Limits(), {"http://x/known"}) in ("SELECT", "ASK")


@given(st.text(alphabet="aS\"'\\\n {}<>#é?", max_size=12), st.sampled_from(['"', "'", '"""', "'''"]))
def test_the_guard_sees_strings_where_the_parser_does(content: str, mark: str) -> None:
    query = f"SELECT ({mark}{content}{mark} AS ?x) {{}}"
    try:
        found = pyoxigraph.Store().query(query)
    except SyntaxError:
        return
    assert isinstance(found, QuerySolutions)
    kinds = [token.kind for token in read_tokens(query)]

    assert kinds.count("string") == 1
    assert kinds[:3] == ["name", "other", "string"]


def test_a_query_that_cannot_be_read_is_told_its_place(store: Store) -> None:
    refused = store.ask("SELECT *\n{ ?s ?p }")

    assert isinstance(refused, Refusal)
    assert refused.kind == "malformed"
    assert "Zeile 2, Zeichen 10" in refused.said.de


@pytest.mark.parametrize("query", KINDS["odd"])
def test_deep_nesting_does_no_harm(store: Store, query: str) -> None:
    assert _kind(store.ask(query)) == "malformed"
    assert _rows(store.ask("SELECT * { ?s ?p ?o } LIMIT 1"))


def test_what_is_too_long_is_refused(store: Store) -> None:
    assert _kind(store.ask("SELECT * { ?s ?p ?o } #" + "ü" * 40_000)) == "too_long"
    assert _kind(store.ask("#" * 10_000_000)) == "too_long"


def test_memory_is_limited(store: Store) -> None:
    asked = "SELECT ?x { " + " ".join(f"?s{n} ?p{n} ?o{n} ." for n in range(4)) + " } ORDER BY ?s1 ?s2 ?s3"
    asked = asked.replace("?x", "*")

    assert _kind(store.ask(asked, limits=Limits(memory_bytes=64 * 2**20))) == "too_much_memory"


def test_fifty_hostile_queries_at_once_end_in_time_stay_here_change_nothing_and_hold_nobody_up(store: Store) -> None:
    usual = "SELECT ?s { ?s ?p ?o } LIMIT 20"
    before, idle = _digest(store), _usual_seconds(store, usual, 20)
    with _listener() as (port, arrived), ThreadPoolExecutor(60) as pool:
        asked = [pool.submit(_timed, store, at_port(query, port), "hostile") for query in HOSTILE]
        beside = _usual_seconds(store, usual, 40)
        took = [future.result() for future in asked]

    assert max(took) < QUICK.seconds + 1
    assert arrived == []
    assert _digest(store) == before
    assert beside < max(2 * idle, 0.1), (beside, idle)


def _timed(store: Store, query: str, client: str) -> float:
    start = time.monotonic()
    store.ask(query, limits=QUICK, client=client)
    return time.monotonic() - start


def _usual_seconds(store: Store, query: str, times: int) -> float:
    took = []
    for _ in range(times):
        took.append(_timed(store, query, "reader"))
        time.sleep(0.02)
    return statistics.median(took)


def _digest(store: Store) -> str:
    found = store.ask(ALL, form="text/csv", limits=Limits(rows=10**6))
    assert isinstance(found, Answer) and not found.truncated
    return hashlib.sha256(found.content).hexdigest()


class _listener:  # noqa: N801  # reads as what it gives
    """A port on which nothing may arrive, and the list of what did."""

    def __enter__(self) -> tuple[int, list[str]]:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._arrived: list[str] = []
        threading.Thread(target=self._listen, daemon=True).start()
        return self._socket.getsockname()[1], self._arrived

    def _listen(self) -> None:
        while True:
            try:
                connection, address = self._socket.accept()
            except OSError:
                return
            self._arrived.append(str(address))
            connection.close()

    def __exit__(self, *_: object) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()


def test_a_new_edition_is_answered_from_without_a_restart(public: Path, tmp_path: Path) -> None:
    folder = tmp_path / "public"
    shutil.copytree(public, folder, symlinks=True)
    versions = sorted(path.name for path in (folder / "editions").iterdir())
    _show(folder, versions[0])
    asked = PREFIXES + "SELECT (COUNT(?p) AS ?n) { ?p a ds:Project }"
    with open_store(folder) as opened:
        before = _rows(opened.ask(asked))
        _show(folder, versions[-1])
        by = time.monotonic() + 20
        while (after := _rows(opened.ask(asked))) == before and time.monotonic() < by:
            time.sleep(0.1)

    assert after != before


def _show(folder: Path, version: str) -> None:
    (folder / "current").unlink()
    (folder / "current").symlink_to(Path("editions") / version)


def test_a_keeper_that_was_killed_is_started_anew(public: Path) -> None:
    with open_store(public) as opened:
        assert opened._keeper
        os.kill(opened._keeper.process.pid, signal.SIGKILL)
        opened._keeper.process.wait()

        assert _rows(opened.ask("SELECT * { ?s ?p ?o } LIMIT 1"))


def test_nothing_is_left_running(public: Path) -> None:
    with open_store(public) as opened:
        assert opened._keeper
        keeper = opened._keeper.process
        waiting = threading.Thread(target=opened.ask, args=(KINDS["long"][1],), kwargs={"limits": Limits(seconds=30)})
        waiting.start()
        time.sleep(0.5)
    waiting.join(5)

    assert not waiting.is_alive()
    assert keeper.poll() is not None


def test_without_an_edition_there_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(OutsideWorldError, match="no edition"), open_store(tmp_path):
        pass


def test_half_an_edition_is_refused(public: Path, tmp_path: Path) -> None:
    shutil.copytree(public, tmp_path / "public", symlinks=True)
    file = tmp_path / "public" / "current" / "roadmap.nt"
    file.write_bytes(file.read_bytes()[:-30])

    with pytest.raises(OutsideWorldError, match=r"roadmap\.nt"), open_store(tmp_path / "public"):
        pass


def test_what_is_slow_stands_back_for_what_is_quick_and_a_client_has_two_at_most() -> None:
    turns = [Turn("one", 10.0, 0.0) for _ in range(8)]
    first = next_steps(turns, 0.0)
    after = next_steps(turns, 0.3)
    late = Turn("other", 10.3, 0.3)
    turns.append(late)

    assert [step.what for step in first] == ["begin"] * TRYING
    assert [step.what for step in after].count("go_on") == SLOW_OF_ONE_CLIENT
    assert [step.what for step in after].count("back") == TRYING - SLOW_OF_ONE_CLIENT
    next_steps(turns, 0.6)
    assert late.lane == "try"
    assert sum(turn.lane == "slow" for turn in turns) <= SLOW
    assert [step.what for step in next_steps(turns, 10.0)].count("end") == 8
