"""``roadmap query`` and ``roadmap mcp``: questions from the shell and from programs, answers with their cells."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from pipeline.cli import CLEAN, USAGE, main
from pipeline.town.resources import read_resources
from tests.towns import copy_town, output_of, publish


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = copy_town(tmp_path_factory.mktemp("query"))
    publish(place)
    return output_of(place)


def _query(output: Path, *arguments: str) -> int | str | None:
    with pytest.raises(SystemExit) as end:
        main(["query", *arguments, "--output", str(output)])
    return end.value.code


def test_without_a_name_the_questions_are_listed(output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _query(output) == CLEAN
    told = capsys.readouterr().out
    assert {name for name in read_resources().questions if name not in told} == set()


def test_a_question_is_answered_as_a_table(output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _query(output, "status-history", "--set", "key=BS-001") in (CLEAN,)
    everything = capsys.readouterr().out
    assert _query(output, "town", "--lang", "en") == CLEAN
    assert "Beispielstadt" in capsys.readouterr().out
    assert everything


def test_an_answer_is_data_for_programs(output: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert _query(output, "town", "--format", "csv") == CLEAN
    assert capfdbinary.readouterr().out.startswith(b"town,")


def test_a_query_of_ones_own_is_asked(output: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "mine.rq"
    file.write_text("ASK { ?s ?p ?o }")
    assert _query(output, "--file", str(file)) == CLEAN
    assert capsys.readouterr().out == "ja\n"
    file.write_text("CONSTRUCT { ?s a ?o } WHERE { ?s a ?o } LIMIT 1")
    assert _query(output, "--file", str(file)) == CLEAN
    assert capsys.readouterr().out.startswith("<")
    file.write_text("DROP ALL")
    assert _query(output, "--file", str(file)) == USAGE
    assert "nur gelesen" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["twon"], "Meinten Sie „town“?"),
        (["cell", "--set", "propertty=1"], "Meinten Sie „property“?"),
        (["cell", "--set", "key"], "NAME=WERT"),
        (["status-on-day", "--set", "day=gestern"], "keine gültige Angabe"),
        (["town", "--town", "nirgends"], "nirgends"),
    ],
)
def test_a_mistake_is_told(output: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str) -> None:
    assert _query(output, *arguments) == USAGE
    assert said in capsys.readouterr().err


def test_programs_ask_over_the_protocol_and_get_cells(output: Path) -> None:
    pytest.importorskip("mcp")

    told = _talk(output)

    assert {*read_resources().questions, "sparql", "trace"} == {*told["tools"]}
    assert told["tools"]["status-on-day"]["properties"]["day"]["format"] == "date"
    project = told["projects"]["rows"][0]
    cells = {(cell["file"], cell["cell"]) for cell in told["projects"]["cells"] if cell["value"] == project[1]}
    assert [cell for file, cell in cells if file.endswith(".xlsx") and cell]
    assert told["trace"]["cells"]
    assert told["refused"] == (True, "SERVICE")


def _talk(output: Path) -> dict[str, Any]:
    """What the protocol's own client hears from a process of ours."""
    import anyio
    from mcp import ClientSession, StdioServerParameters, stdio_client

    projects = (
        "PREFIX ds: <https://w3id.org/digitalstrategie/def/> PREFIX dcterms: <http://purl.org/dc/terms/> "
        "SELECT ?p ?t { ?p a ds:Project ; dcterms:title ?t } ORDER BY ?p LIMIT 3"
    )
    command = ["-m", "pipeline", "mcp", "--output", str(output)]
    paths = os.pathsep.join(sys.path)
    server = StdioServerParameters(command=sys.executable, args=command, env={"PYTHONPATH": paths, **os.environ})

    async def talk() -> dict[str, Any]:
        async with stdio_client(server) as (reading, writing), ClientSession(reading, writing) as session:
            await session.initialize()
            tools = (await session.list_tools()).tools
            asked: Any = await session.call_tool("sparql", {"query": projects})
            thing = asked.structured_content["rows"][0][0]
            traced: Any = await session.call_tool("trace", {"thing": thing})
            refused: Any = await session.call_tool("sparql", {"query": "ASK { SERVICE <http://x> {} }"})
            return {
                "tools": {tool.name: tool.input_schema for tool in tools},
                "projects": asked.structured_content,
                "trace": traced.structured_content,
                "refused": (refused.is_error, refused.content[0].text[:7]),
            }

    return anyio.run(talk)


def test_what_the_client_reads_is_json(output: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert _query(output, "town", "--format", "json") == CLEAN
    assert json.loads(capfdbinary.readouterr().out)["head"]["vars"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("town", "--file", "FILE"), "nicht beides"),
        (("--file", "FILE", "--set", "day=2026-01-01"), "--set gilt nur"),
        (("--set", "day=2026-01-01"), "--set gilt nur"),
        (("status-on-day", "--set", "day=2026-01-01", "--set", "day=2026-02-01"), "mehrmals"),
    ],
)
def test_what_would_be_passed_over_is_refused(
    arguments: tuple[str, ...], said: str, output: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "mine.rq"
    file.write_text("ASK {}")
    given = [str(file) if each == "FILE" else each for each in arguments]

    assert _query(output, *given) == USAGE
    assert said in capsys.readouterr().err
