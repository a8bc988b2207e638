"""``roadmap mcp``: the questions to what is published, as tools of the Model Context Protocol over standard input."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.codes import CLEAN
from pipeline.cli.options import language_option, output_option
from pipeline.cli.places import find_one_published
from pipeline.model.errors import ConfigError
from pipeline.model.report import Language, Text

if TYPE_CHECKING:
    from mcp_types import CallToolResult, Tool

    from pipeline.model.question import Parameter, Question
    from pipeline.store import Store

_NOT_INSTALLED = Text(
    "Dafür fehlt das Paket „mcp“. Installieren Sie es mit: pip install 'digitalstrategie[mcp]'",
    'the package "mcp" is missing for that. Install it with: pip install "digitalstrategie[mcp]"',
)
_FREE = Text(
    "Eine eigene Abfrage in SPARQL 1.1. Es wird nur gelesen; SERVICE ist nicht erlaubt.",
    "A query of your own in SPARQL 1.1. It only reads; SERVICE is not allowed.",
)
_TRACE = Text(
    "Welche Zellen der Tabellen sagen, was von einem Ding (seine IRI) oder einem Projekt (seine Kennung) gesagt ist?",
    "Which cells of the sheets say what is said of a thing (its IRI) or a project (its key)?",
)


@click.command()
@click.argument("town", required=False)
@output_option
@language_option
def mcp(town: str | None, output: Path, language: Language | None) -> int:
    """Answer questions to what is published of TOWN, for programs that speak the Model Context Protocol."""
    try:
        import anyio
        from mcp.server.lowlevel.server import Server
        from mcp.server.stdio import stdio_server
    except ImportError as error:
        raise ConfigError(_NOT_INSTALLED) from error
    from pipeline.store import open_store
    from pipeline.town.resources import read_resources

    folder = find_one_published(town, output)
    with open_store(folder / "public") as store:
        offered = _Offered(store, folder / "public", read_resources().questions, language or "de")
        server = Server("roadmap", on_list_tools=offered.list_tools, on_call_tool=offered.call_tool)

        async def talk() -> None:
            async with stdio_server() as (reading, writing):
                await server.run(reading, writing, server.create_initialization_options())

        anyio.run(talk)
    return CLEAN


class _Offered:
    """What can be asked, as tools."""

    def __init__(self, store: Store, public: Path, questions: Mapping[str, Question], language: Language) -> None:
        self._store, self._public, self._questions, self._language = store, public, questions, language

    async def list_tools(self, *_: object) -> Any:
        """Every question, a query of one's own, and where a statement comes from."""
        from mcp_types import ListToolsResult

        free = _tool("sparql", "SPARQL", _FREE.in_(self._language), {"query": {"type": "string"}}, ["query"])
        trace = _tool("trace", "", _TRACE.in_(self._language), {"thing": {"type": "string"}}, ["thing"])
        return ListToolsResult(tools=[*map(self._tool, self._questions.values()), free, trace])

    def _tool(self, question: Question) -> Tool:
        properties = {each.name: self._schema(each) for each in question.parameters}
        title = question.title.in_(self._language)
        return _tool(question.name, title, f"{title} {question.description.in_(self._language)}", properties, [])

    def _schema(self, parameter: Parameter) -> dict[str, Any]:
        told: dict[str, Any] = {"type": "string", "description": parameter.label.in_(self._language)}
        if parameter.default:
            told["default"] = parameter.default
        if parameter.kind == "date":
            told["format"] = "date"
        return told | ({"enum": [*parameter.choices]} if parameter.choices else {})

    async def call_tool(self, _: object, params: Any) -> Any:
        """The answer with its cells; what cannot be answered is told as the protocol has it."""
        from anyio import to_thread
        from mcp_types import CallToolResult, TextContent

        values = {name: str(value) for name, value in (params.arguments or {}).items()}
        try:
            told = await to_thread.run_sync(partial(self._answer, params.name, values))
        except ConfigError as error:
            return CallToolResult(
                content=[TextContent(type="text", text=error.message.in_(self._language))], is_error=True
            )
        text = json.dumps(told, ensure_ascii=False, indent=1)
        result: CallToolResult = CallToolResult(
            content=[TextContent(type="text", text=text)], structured_content=told
        )  # fmt: skip
        return result

    def _answer(self, name: str, values: Mapping[str, str]) -> dict[str, Any]:
        from pipeline.asked import cite, find_cells
        from pipeline.model.graph import literal, literal_text
        from pipeline.model.question import bind
        from pipeline.model.solutions import parse_solutions
        from pipeline.store import Refusal

        version = (self._public / "current").resolve().name
        if name == "trace":
            thing = values.get("thing", "").strip("<> ")
            cells, more = find_cells(self._store, version, [f"<{thing}>"], [literal(thing)])
            return {"edition": version, "cells": [cell._asdict() for cell in cells], "more_cells": more}
        if name != "sparql" and name not in self._questions:
            raise ConfigError(Text(f"Die Frage „{name}“ gibt es nicht.", f'There is no question "{name}".'))
        sparql = values.get("query", "") if name == "sparql" else bind(self._questions[name], values)
        given = self._store.ask(sparql)
        if isinstance(given, Refusal):
            raise ConfigError(given.said)
        told = json.loads(given.content)
        if "boolean" in told:
            return {"edition": version, "answer": told["boolean"]}
        solutions = parse_solutions(given.content)
        cells, more = cite(self._store, version, solutions)
        return {
            "edition": version,
            "columns": [*solutions.variables],
            "rows": [[literal_text(term) for term in row] for row in solutions.rows],
            "truncated": given.truncated,
            "cells": [cell._asdict() for cell in cells],
            "more_cells": more,
        }


def _tool(name: str, title: str, description: str, properties: dict[str, Any], required: list[str]) -> Tool:
    from mcp_types import Tool, ToolAnnotations

    schema: dict[str, Any] = {"type": "object", "properties": properties, "additionalProperties": False}
    return Tool(
        name=name, title=title or name, description=description,
        input_schema=schema | ({"required": required} if required else {}),
        annotations=ToolAnnotations(read_only_hint=True, open_world_hint=False),
    )  # fmt: skip
