"""The workbook of an edition to the one without what is to go: every other cell stays where it is and as it is."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from pipeline.erase.erasure import Erasure
from pipeline.erase.renaming import Renaming
from pipeline.model.columns import COLUMNS, Kind
from pipeline.model.roadmap import Roadmap

_Cells = Mapping[str, str]


@dataclass(frozen=True)
class _Sheet:
    """What is known of the sheet of projects: the column of each cell by its address, and the rows that go."""

    columns: _Cells
    rows: frozenset[int]
    part: str


def cut_workbook(content: bytes, erasure: Erasure, renaming: Renaming, roadmap: Roadmap) -> bytes:
    """XLSX as this program writes it, ``roadmap`` being what it says.

    The row of a project is emptied and not taken out: what a later edition says of cells below it stays true.
    """
    sheet = _Sheet(
        {
            project.table.cell(entry.at, project.row).address: entry.column
            for project in roadmap.projects
            for entry in project.entries
        }
        | {project.cell("id").address: "id" for project in roadmap.projects},
        frozenset(project.row for project in roadmap.projects if project.key in erasure.keys),
        _PROJECTS,
    )
    history = _history(roadmap, erasure)
    written = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as source, ZipFile(written, "w", ZIP_DEFLATED) as target:
        parts = {name: source.read(name) for name in source.namelist()}
        for name, part in _cut_parts(parts, erasure, renaming, (sheet, history)):
            target.writestr(_entry(name), part)
    return written.getvalue()


def _history(roadmap: Roadmap, erasure: Erasure) -> _Sheet:
    """The sheet of what the projects have been, the second one where there is any: its keys, and the rows that go."""
    turns = [turn for turn in roadmap.history if turn.table]
    keys = {turn.place("key").address: "id" for turn in turns}
    gone = frozenset(turn.row for turn in turns if turn.key in erasure.keys)
    return _Sheet(keys, gone, _SECOND if turns else "")


def _cut_parts(
    parts: Mapping[str, bytes], erasure: Erasure, renaming: Renaming, sheets: tuple[_Sheet, _Sheet]
) -> Iterator[tuple[str, bytes]]:
    known = {sheet.part: sheet for sheet in sheets}
    links = {name: _lost_links(parts, name, erasure, sheets[0]) for name in parts if _SHEET.fullmatch(name)}
    for name, part in parts.items():
        text = part.decode()
        if sheet := known.get(name):
            text = _CELL.sub(lambda cell, sheet=sheet: _cut_cell(cell, erasure, renaming, sheet), text)  # type: ignore[misc]
        if name in links:
            text = _without_links(text, links[name])
        if (owner := name.replace("_rels/", "").removesuffix(".rels")) in links:
            text = _LINK_TARGET.sub(lambda found, lost=links[owner]: "" if found[1] in lost else found[0], text)  # type: ignore[misc]
        yield name, _TEXT.sub(lambda found: _cut_text(found, erasure), text).encode()


def _cut_cell(found: re.Match[str], erasure: Erasure, renaming: Renaming, sheet: _Sheet) -> str:
    address, column = found["at"], sheet.columns.get(found["at"], "")
    if int(re.sub("[A-Z]", "", address)) in sheet.rows:
        return f'<c r="{address}"{found["style"]} />'
    text = html.unescape(found["text"])
    new = _cut_value(text, column, erasure, renaming) if column else text
    if new == text:
        return found[0]
    if not new:
        return f'<c r="{address}"{found["style"]} />'
    return found[0].replace(found["text"], html.escape(new, quote=False), 1)


def _cut_value(text: str, column: str, erasure: Erasure, renaming: Renaming) -> str:
    """What a cell says without what is to go, value by value, as the triples of these values are cut."""
    kind = COLUMNS[column].kind
    if kind in (Kind.KEY, Kind.REFERENCE):
        return renaming.keys.get(text, "" if text in erasure.keys else text)
    if kind in (Kind.NAMES, Kind.PAPERS):
        return "; ".join(filter(None, map(erasure.cut_name, text.split("; "))))
    if kind in (Kind.LINK, Kind.EMAIL):
        return "\n".join(line for line in text.split("\n") if not erasure.says(line))
    return erasure.cut(text, COLUMNS[column].language)


def _cut_text(found: re.Match[str], erasure: Erasure) -> str:
    text = html.unescape(found[2])
    return f"{found[1]}{html.escape(erasure.cut(text), quote=False)}{found[3]}" if erasure.says(text) else found[0]


def _lost_links(parts: Mapping[str, bytes], name: str, erasure: Erasure, sheet: _Sheet) -> frozenset[str]:
    """The ids of links that lead where the text stands in the address, or from a row that goes."""
    folder, _, file = name.rpartition("/")
    targets = parts.get(f"{folder}/_rels/{file}.rels", b"").decode()
    said = {found[1] for found in _LINK_TARGET.finditer(targets) if erasure.says(html.unescape(found[0]))}
    if name != _PROJECTS:
        return frozenset(said)
    links = _LINK.finditer(parts[name].decode())
    return frozenset(said | {link["id"] for link in links if int(re.sub("[A-Z]", "", link["at"])) in sheet.rows})


def _without_links(text: str, lost: frozenset[str]) -> str:
    text = _LINK.sub(lambda link: "" if link["id"] in lost else link[0], text)
    return text.replace("<hyperlinks></hyperlinks>", "")


def _entry(name: str) -> ZipInfo:
    """An entry that tells neither the time nor the system it was written on."""
    entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type, entry.create_system = ZIP_DEFLATED, 0
    return entry


_PROJECTS = "xl/worksheets/sheet1.xml"
_SECOND = "xl/worksheets/sheet2.xml"
_SHEET = re.compile(r"xl/worksheets/sheet\d+\.xml")
_CELL = re.compile(
    r'<c r="(?P<at>[A-Z]+\d+)"(?P<style>(?: s="\d+")?)(?: t="\w+")?>'
    r"(?:<is><t[^>]*>|<v>)(?P<text>[^<]*)(?:</t></is>|</v>)</c>"
)
_TEXT = re.compile(r"(<(?:t|dc:\w+|cp:\w+|\w*[hH]eader|\w*[fF]ooter)(?: [^>]*)?>)([^<]*)(</)")
_LINK = re.compile(r'<hyperlink [^>]*?ref="(?P<at>[A-Z]+\d+)"[^>]*?r:id="(?P<id>\w+)"[^>]*/>')
_LINK_TARGET = re.compile(r'<Relationship [^>]*?Id="(\w+)"[^>]*/>')
