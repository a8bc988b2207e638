"""The documents tell the truth: settings, commands, rules, examples and links are held against the program."""

from __future__ import annotations

import doctest
import json
import re
import runpy
import shlex
import shutil
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import chdir
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, get_args, get_origin, get_type_hints

import pytest

from pipeline.cli import CLEAN, FINDINGS, main, roadmap
from pipeline.model.amount import parse_amount
from pipeline.model.columns import COLUMNS
from pipeline.model.dataset import Dataset
from pipeline.model.date_style import DateStyle
from pipeline.model.period import parse_period
from pipeline.model.report import Severity, Text
from pipeline.model.workbook import Row, Sheet, Value, Workbook
from pipeline.prepare import Read, prepare
from pipeline.publish.folder import Folder
from pipeline.render.formats.provenance import HEADER, TYPED_HEADER
from pipeline.render.formats.tables import LAYOUTS
from pipeline.town import Town
from pipeline.town.config import parse_dataset
from pipeline.town.resources import read_resources
from pipeline.town.strategy import build_strategy
from tests.towns import SOURCES, copy_town, town_of
from tests.two_editions import publish_twice

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = [*sorted(ROOT.glob("*.md")), *sorted(DOCS.glob("**/*.md")), ROOT / "ontology" / "README.md"]
WITH_COMMANDS = [ROOT / "README.md", DOCS / "anleitung.md", DOCS / "sachstandsbericht.md"]
WITH_CODE = [ROOT / "README.md", DOCS / "questions" / "README.md"]
WITH_CALLS = [DOCS / "portal.md", DOCS / "rehearse.md"]
TODAY = date(2026, 11, 22)
EPOCH = "1795338000"  # 2026-11-22T09:00:00Z


class _Table(NamedTuple):
    """A table of a page: the heading above it, its header, and its rows."""

    heading: str
    header: list[str]
    rows: list[list[str]]


def _tables(page: Path) -> Iterator[_Table]:
    heading, lines = "", [*page.read_text("utf-8").splitlines(), ""]
    found: list[list[str]] = []
    for line in lines:
        if line.startswith("|"):
            found.append([cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip()[1:-1])])
            continue
        if found:
            yield _Table(heading, found[0], found[2:])
            found = []
        if line.startswith("#"):
            heading = line.lstrip("# ")


def _table(page: Path, *header: str) -> _Table:
    return next(table for table in _tables(page) if table.header == [*header])


def _code(text: str) -> list[str]:
    return re.findall(r"`([^`\n]+)`", text)


def _blocks(page: Path, language: str) -> list[str]:
    """The fenced blocks of a page, also those within a list."""
    blocks = re.findall(rf"^( *)```{language}\n(.*?)^\1```$", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    return [re.sub(f"^{indent}", "", block, flags=re.MULTILINE) for indent, block in blocks]


# Settings: docs/dataset.md


def _settings(cls: type[Any], path: str = "") -> Iterator[tuple[str, type[Any]]]:
    """Each table of ``dataset.toml`` with its dataclass; ``*`` stands for a key that the author chooses."""
    yield path, cls
    for name, hint in get_type_hints(cls).items():
        inner = next((kind for kind in (hint, *get_args(hint)) if is_dataclass(kind) and isinstance(kind, type)), None)
        if inner:
            below = f"{path}.{name}".lstrip(".") if name != "options" else path
            yield from _settings(inner, f"{below}.*" if get_origin(hint) is Mapping else below)


SETTINGS = dict(_settings(Dataset))


def _documented_settings() -> dict[str, list[list[str]]]:
    found = {}
    for table in _tables(DOCS / "dataset.md"):
        paths = [""] if table.heading == "The town" else re.findall(r"\[+([\w.<>]+)\]+", table.heading)
        for path in paths if table.header[0] == "key" else []:
            found[re.sub("<.*>", "*", path)] = table.rows
    return found


def test_every_table_of_settings_is_documented_and_no_other() -> None:
    assert set(_documented_settings()) == set(SETTINGS)


@pytest.mark.parametrize("path", SETTINGS, ids=lambda path: path or "top")
def test_every_setting_is_documented_with_its_default_and_no_other(path: str) -> None:
    own = (setting for setting in fields(SETTINGS[path]) if setting.name != "options")  # columns have their own names

    told = {_code(row[0])[0]: _told_default(row[2]) for row in _documented_settings()[path]}

    assert told == {setting.name: _default(setting) for setting in own}


def _told_default(cell: str) -> object:
    return tomllib.loads(f"x = {_code(cell)[0]}")["x"] if _code(cell) else cell


def _default(setting: Field[Any]) -> object:
    """The default as a document shows it."""
    match setting.default:
        case _ if setting.default is MISSING:
            return "required" if setting.default_factory is MISSING else "–"
        case None:
            return "none"
        case Text() as text:
            return text.de
        case tuple() as items:
            return [*items]
        case Decimal() as number:
            return int(number)
        case value:
            return "–" if is_dataclass(value) else value


@pytest.mark.parametrize("page", ["dataset.md", "anleitung.md"])
def test_every_column_is_documented_as_the_script_writes_it(page: str) -> None:
    script = runpy.run_path(str(DOCS / "make_columns.py"))

    assert script["build_page"](page) == (DOCS / page).read_text("utf-8")


# Commands and code: README.md, docs/anleitung.md


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the sample towns and the one that the README makes, its workbook an empty template."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    monkeypatch.chdir(tmp_path)
    for town in ("beispielstadt", "erkelenz"):
        copy_town(tmp_path, town)
    (settings,) = _blocks(ROOT / "README.md", "toml")
    own = tmp_path / "sources" / tomllib.loads(settings)["name"]
    own.mkdir()
    (own / "dataset.toml").write_text(settings, "utf-8")
    assert _roadmap(["template", own.name, "--to", str(own / "roadmap.xlsx")]) == CLEAN
    shutil.copy(SOURCES / "erkelenz" / "roadmap.xlsx", tmp_path / "neu.xlsx")
    return tmp_path


def _roadmap(arguments: list[str]) -> int:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    return int(ended.value.code or 0)


@pytest.mark.parametrize("page", WITH_COMMANDS, ids=lambda page: page.name)
@pytest.mark.usefixtures("place")
def test_commands_run_as_they_are_written(page: Path) -> None:
    lines = [line for block in _blocks(page, "sh") for line in block.splitlines() if line.startswith("roadmap")]

    codes = {line: _roadmap(shlex.split(line, comments=True)[1:]) for line in lines}

    assert {line: code for line, code in codes.items() if code not in (CLEAN, FINDINGS)} == {}


@pytest.mark.parametrize("page", WITH_CALLS, ids=lambda page: page.name)
def test_commands_that_need_a_portal_are_understood_as_they_are_written(page: Path) -> None:
    lines = [line for block in _blocks(page, "sh") for line in block.splitlines() if line.startswith("roadmap")]

    for _, name, *arguments in (shlex.split(line, comments=True) for line in lines):
        roadmap.commands[name].make_context(name, arguments)  # raises where it does not understand

    assert lines


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_in_passing_name_what_there_is(page: Path) -> None:
    for command in (code for code in _code(page.read_text("utf-8")) if code.startswith("roadmap ")):
        _, name, *arguments = command.split()
        known = {option for parameter in roadmap.commands[name].params for option in parameter.opts}

        assert {argument for argument in arguments if argument.startswith("--")} <= known, command


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an edition of Erkelenz in ``output``."""
    place = tmp_path_factory.mktemp("published")
    copy_town(place, "erkelenz")
    with pytest.MonkeyPatch.context() as patch, chdir(place):
        patch.setenv("SOURCE_DATE_EPOCH", EPOCH)
        assert _roadmap(["run"]) == CLEAN
    (place / "docs").symlink_to(DOCS)
    (place / "ontology").symlink_to(ROOT / "ontology")
    return place


@pytest.mark.parametrize(
    ("page", "code"),
    [(page, code) for page in WITH_CODE for code in _blocks(page, "python")],
    ids=["data frames", "SPARQL", "rdflib", "pyoxigraph"],
)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib still uses what it deprecates
def test_code_for_research_runs_and_prints_what_the_page_says(
    page: Path, code: str, published: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with chdir(published):
        exec(compile(code, page.name, "exec"), {})

    printed = "".join(f"    {line}\n" for line in capsys.readouterr().out.splitlines())
    assert printed in page.read_text("utf-8")


@pytest.fixture(scope="module")
def published_twice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the two editions of Beispielstadt in ``output``."""
    place = tmp_path_factory.mktemp("published_twice")
    publish_twice(place)
    return place


def test_what_is_asked_in_python_is_answered_as_the_page_says(published_twice: Path) -> None:
    asked = doctest.DocTestParser().get_doctest(
        "\n".join(_blocks(DOCS / "edition.md", "pycon")), {}, "edition.md", None, 0
    )

    with chdir(published_twice):
        failed, tried = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(asked)

    assert (failed, tried) == (0, len(asked.examples))
    assert tried > 15


# Rules: docs/regeln.md


def test_the_page_of_rules_is_as_the_script_writes_it() -> None:
    script, resources = runpy.run_path(str(DOCS / "make_rules.py")), read_resources()

    assert script["build_page"](resources.rules, resources.catalog_rules, resources.harvest_rules) == (
        DOCS / "regeln.md"
    ).read_text("utf-8")


def test_every_rule_has_its_place_on_the_page() -> None:
    resources = read_resources()

    assert {*resources.rules.rules, *resources.catalog_rules.rules, *resources.harvest_rules.rules} <= set(
        _anchors(DOCS / "regeln.md")
    )


# Editions: docs/edition.md


def test_every_table_and_file_of_an_edition_is_documented(published: Path) -> None:
    page, dataset = (DOCS / "edition.md").read_text("utf-8"), town_of(SOURCES / "erkelenz").dataset
    tables = {table.name for layout in LAYOUTS.values() for table in layout(dataset).tables}
    halves = Folder(published / "output" / "erkelenz").halves("2026-11-22")
    files = {path.name.split(".")[0] for half in halves for path in half.iterdir()}

    assert {name for name in tables | files if not re.search(rf"`{name}\b", page)} == set()


def test_every_key_of_edition_json_is_documented_with_whether_it_is_public(published: Path) -> None:
    halves = Folder(published / "output" / "erkelenz").halves("2026-11-22")
    public, internal = (json.loads((half / "edition.json").read_text("utf-8")) for half in halves)
    told = _table(DOCS / "edition.md", "key", "what it says", "public")

    assert {name for row in told.rows for name in _code(row[0])} == set(internal)
    assert {name for row in told.rows if row[2] != "no" for name in _code(row[0])} == set(public)


def test_every_column_of_provenance_is_documented() -> None:
    told = _table(DOCS / "edition.md", "column", "what it says")

    assert tuple(name for row in told.rows for name in _code(row[0])) == HEADER
    assert all(f"`{name}`" in (DOCS / "edition.md").read_text("utf-8") for name in TYPED_HEADER)


# The guide for staff: docs/anleitung.md

GUIDE = DOCS / "anleitung.md"
EXAMPLES: dict[str, Value] = {
    row[0]: _code(row[2])[0] for row in _table(GUIDE, "Spalte", "was hinein gehört", "Beispiel").rows
}
FAULTS = _table(GUIDE, "Befund", "Spalte", "da steht", "richtig").rows


@cache
def _town() -> Town:
    """The invented town, its columns called as in a template of a town that names none."""
    settings = (SOURCES / "beispielstadt" / "dataset.toml").read_text("utf-8").partition("[columns]")[0]
    dataset = parse_dataset(settings, "dataset.toml")
    return Town(SOURCES, dataset, build_strategy((), read_resources().code_lists, dataset), ())


def _findings(changes: Mapping[str, Value], titles: Mapping[str, str]) -> dict[str, Severity]:
    """The rules that the examples break once some cells, or titles of columns, are changed."""
    other = {"Kennung": "2026-02", "Titel": "Bach in Zahlen", "Ersetzt durch": ""}
    header = tuple(titles.get(title, title) for title in EXAMPLES)
    projects = (tuple({**EXAMPLES, **own}.values()) for own in (changes, other))
    rows = [Row(number, cells) for number, cells in enumerate((header, *projects), start=1)]
    workbook = Workbook("vorhaben.xlsx", (Sheet("Vorhaben", rows),), "", 0, "")
    report = prepare(Read((workbook,)), _town(), read_resources(), today=TODAY).report
    return {result.rule.id: result.severity for result in report.results}


def test_the_guide_has_an_example_for_every_column() -> None:
    assert [*EXAMPLES] == [column.title.de for column in COLUMNS.values()]


def test_the_examples_of_the_guide_are_clean() -> None:
    findings = _findings({}, {})

    assert {rule for rule, severity in findings.items() if severity is not Severity.INFO} == set()


@pytest.mark.parametrize("row", FAULTS, ids=lambda row: row[0])
def test_a_fault_in_the_guide_is_found_and_its_remedy_works(row: list[str]) -> None:
    rule, column = row[0].partition("#")[2].rstrip(")"), row[1]
    wrong, right = (next(iter(_code(cell)), "") for cell in row[2:])

    assert rule in _findings(*_as_typed(rule, column, wrong))
    assert rule not in _findings(*_as_typed(rule, column, right))


def _as_typed(rule: str, column: str, text: str) -> tuple[Mapping[str, Value], Mapping[str, str]]:
    """A text of the guide as the cell, or the title of the column, that it stands for."""
    if rule == "column-unknown":
        return {}, {column: text}
    day = re.fullmatch(r"(\d\d)\.(\d\d)\.(\d{4})", text)
    return {column: date(*(int(number) for number in day.groups()[::-1])) if day else text}, {}


def test_dates_in_the_guide_are_read_and_what_is_none_is_not() -> None:
    dates = [text for row in _table(GUIDE, "so", "gemeint ist").rows for text in _code(row[0])]
    none = _code(GUIDE.read_text("utf-8").partition("Kein Datum")[2].partition("Ist das Ende")[0])

    assert [text for text in dates if parse_period(text, DateStyle(TODAY)) is None] == []
    assert [text for text in none if parse_period(text, DateStyle(TODAY))] == []
    assert dates
    assert none


def test_amounts_in_the_guide_are_read() -> None:
    amounts = _code(GUIDE.read_text("utf-8").partition("**Beträge**")[2].partition("Steht in")[0])

    assert amounts
    assert [text for text in amounts if parse_amount(text) is None] == []


# Links


def _anchors(page: Path) -> list[str]:
    """The anchors of a page's headings, as code hosts make them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return [re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)\s]+)\)", re.sub(r"^ *```.*?^ *```$", "", page.read_text("utf-8"), flags=re.M | re.S))

    for link in (link for link in links if not re.match(r"[a-z]+:", link)):
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        assert not anchor or anchor in _anchors(target), link
