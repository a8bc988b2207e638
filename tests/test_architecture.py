"""Who may import whom: doors → stages and edges → model; one owner for each package."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "pipeline"
MODEL = {"model"}
STAGES = {
    "parse",
    "lift",
    "validate",
    "compare",
    "review",
    "describe",
    "render",
    "score",
    "erase",
    "rehearse",
    "remind",
    "merge",
    "spread",
}
EDGES = {"readers", "publish", "town", "store", "state", "inbox", "post"}
SHARED_BY_EDGES = {"answer", "child", "disk", "memory"}
DOORS = {
    *(
        "run",
        "prepare",
        "build",
        "releasing",
        "rolled_back",
        "taken_back",
        "loaded",
        "news",
        "reviewed",
        "reminding",
        "rehearsed",
        "sited",
        "erasing",
        "amending",
        "withdrawing",
        "dropping",
        "still_said",
        "resolved",
        "merging",
        "lacking",
        "asked",
        "footprint",
        "serve",
        "watch",
    ),
    *("cli", "__main__", "__init__"),
}
ALTERNATIVES = {f"pipeline.render.{name}" for name in ("briefings", "formats", "mails", "reports", "site")}
OWNERS = {
    "python_calamine": {"readers"},
    "chardet": {"readers"},
    "openpyxl": {"render"},
    "pyshacl": {"model/shacl"},
    "numpy": {"loaded"},
    "pandas": {"loaded"},
    "rdflib": {"model/graph", "model/shacl", "loaded"},
    "pyoxigraph": {"model/graph", "model/solutions", "readers", "store"},
    "babel": {"render/briefings", "render/mails", "render/reports"},
    "docx": {"render/briefings"},
    "font_roboto": {"render/briefings"},
    "jinja2": {"render/pages"},
    "markupsafe": {"render/pages"},
    "markdown_it": {"render/briefings"},
    "PIL": {"render/briefings"},
    "icalendar": {"render/formats"},
    "idna": {"parse", "post"},
    "rich": {"render/reports", "cli"},
    "click": {"cli"},
    "ckanapi": {"publish"},
    "requests": {"publish", "readers", "post"},
    "tenacity": {"publish"},
    "paramiko": {"publish"},
    "starlette": {"serve", "watch/page"},
    "uvicorn": {"serve", "watch/page"},
    "mcp": {"cli"},
    "mcp_types": {"cli"},
    "anyio": {"cli"},
}
IMPURE = {"os", "time", "random", "socket", "tempfile", "shutil", "subprocess", "secrets", "pathlib"}


def _modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def _part(path: Path) -> str:
    """The module or folder right below the package."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def _imports(path: Path) -> Iterator[str]:
    """Every module imported at run time, also inside functions; what stands under TYPE_CHECKING is for mypy alone."""
    tree = ast.parse(path.read_text("utf-8"))
    typing_only = {id(n) for block in ast.walk(tree) if _is_typing_block(block) for n in ast.walk(block)}
    for node in ast.walk(tree):
        if id(node) in typing_only:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def _is_typing_block(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def _own_imports(path: Path) -> set[str]:
    """The parts of this package that a module imports."""
    return {name.split(".")[1] for name in _imports(path) if name.startswith("pipeline.")}


def _owns(path: Path, owners: set[str]) -> bool:
    """Whether a module is one of the owners or lies in the folder of one."""
    place = path.relative_to(PACKAGE).with_suffix("").as_posix()
    return any(place == owner or place.startswith(f"{owner}/") for owner in owners)


def test_every_part_has_its_place() -> None:
    parts = {_part(path) for path in _modules()}

    assert parts == MODEL | STAGES | EDGES | SHARED_BY_EDGES | DOORS


@pytest.mark.parametrize("path", _modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_what_its_kind_may(path: Path) -> None:
    part = _part(path)
    allowed = {
        **dict.fromkeys(MODEL | SHARED_BY_EDGES, MODEL),
        **dict.fromkeys(STAGES, MODEL),
        **dict.fromkeys(EDGES, MODEL | SHARED_BY_EDGES),
        **dict.fromkeys(DOORS, MODEL | STAGES | EDGES | SHARED_BY_EDGES | DOORS),
    }

    assert _own_imports(path) - {part} <= allowed[part]


@pytest.mark.parametrize("path", _modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_stage_is_entered_by_its_door(path: Path) -> None:
    """What is in its folder is its own, but for the alternatives among which a door chooses."""
    inside = {
        name
        for name in _imports(path)
        if name.split(".")[0] == "pipeline" and name.count(".") > 1 and name.split(".")[1] in STAGES - {_part(path)}
    }

    assert {name for name in inside if name.rpartition(".")[0] not in ALTERNATIVES} == set()


@pytest.mark.parametrize("path", _modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_file_is_longer_than_is_read_at_a_sitting(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 300


@pytest.mark.parametrize("path", _modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_package_is_used_by_its_owners_alone(path: Path) -> None:
    foreign = (
        {name.split(".")[0] for name in _imports(path)} - {"pipeline", "__future__"} - set(sys.stdlib_module_names)
    )

    assert {name for name in foreign if not _owns(path, OWNERS.get(name, set()))} == set()


@pytest.mark.parametrize(
    "path",
    [path for path in _modules() if _part(path) in MODEL | STAGES],
    ids=lambda path: str(path.relative_to(PACKAGE)),
)
def test_what_is_pure_touches_no_disk_no_clock_and_no_environment(path: Path) -> None:
    # The report's page finds its template beside itself.
    allowed = {"pathlib"} if _owns(path, {"render/reports"}) else set()

    assert IMPURE & {name.split(".")[0] for name in _imports(path)} <= allowed
    assert not _asks_the_world(path)


def _asks_the_world(path: Path) -> list[str]:
    """Calls of ``open`` and of a clock, and uses of the environment."""
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    called = [node.func for node in nodes if isinstance(node, ast.Call)]
    opened = [func.id for func in called if isinstance(func, ast.Name) and func.id == "open"]
    clocks = [
        func.attr for func in called if isinstance(func, ast.Attribute) and func.attr in ("now", "today", "utcnow")
    ]
    return opened + clocks + [n.attr for n in nodes if isinstance(n, ast.Attribute) and n.attr == "environ"]


def test_a_file_opens_with_one_sentence() -> None:
    for path in _modules():
        docstring = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""

        assert docstring.split("\n\n")[0].rstrip().endswith((".", ":", "``")), path
