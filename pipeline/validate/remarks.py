"""Cells that are right and yet worth a note: a roadmap in, notes at its cells out.

Names of organizations that are spelled almost alike, names that look like a list, lines that look like one name, and
signs that were dropped.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from typing import NamedTuple

from pipeline.model.naming import Naming, sounds_like
from pipeline.model.plain_text import clean, meaningless, one_line
from pipeline.model.report import Text, ValidationResult, fill
from pipeline.model.roadmap import Name, Project, Roadmap, Table
from pipeline.model.rules import RuleBook
from pipeline.model.workbook import CellRef, as_typed


def remark(roadmap: Roadmap, naming: Naming, rules: RuleBook) -> tuple[ValidationResult, ...]:
    """All notes, but for projects that were carried: nobody can mend those."""
    projects = [project for project in roadmap.projects if any(project.table is table for table in roadmap.tables)]
    mentions = tuple(_mentions(projects))
    return (
        *_alike(mentions, naming, rules),
        *_lists(mentions, naming, rules),
        *_lines(mentions, naming, rules),
        *_dropped(projects, roadmap.tables, rules),
    )


class _Mention(NamedTuple):
    """The name of an organization, the cell it stands in, the title of its column, and what was typed there."""

    name: str
    cell: CellRef
    title: str
    typed: str


def _mentions(projects: Iterable[Project]) -> Iterator[_Mention]:
    for project in projects:
        titles = {column.number: column.title for column in project.table.columns}
        for _, value, at, typed in project.entries:
            if isinstance(value, Name):
                yield _Mention(value.text, project.table.cell(at, project.row), titles[at], as_typed(typed))


def _alike(mentions: Iterable[_Mention], naming: Naming, rules: RuleBook) -> Iterator[ValidationResult]:
    """The first cell of a spelling, where a cell before it or the strategy has another one."""
    known = {sounds_like(name): (name, _STRATEGY) for name in naming.organizations}
    told: set[str] = set()
    for name, cell, title, _ in mentions:
        sound = sounds_like(name)
        if not sound or name in told:
            continue
        told.add(name)
        other, place = known.setdefault(sound, (name, Text(str(cell), str(cell))))
        if naming.organization(other) != naming.organization(name):
            words = {"other": other, "place_de": place.de, "place_en": place.en}
            yield fill(rules["organization-alike"], cell, column=title, value=name, **words)


_STRATEGY = Text("der Strategie", "the strategy")


def _lists(mentions: Sequence[_Mention], naming: Naming, rules: RuleBook) -> Iterator[ValidationResult]:
    """Names whose parts all stand somewhere else, alone or between the commas of another name."""
    names = {mention.name for mention in mentions}
    shared = Counter(part for name in names for part in {part.strip() for part in name.split(",")})
    known = names | set(naming.organizations) | {part for part, count in shared.items() if count > 1}
    for name, cell, title, typed in mentions:
        if parts := _list_of(name, typed, known):
            words = {"name": name, "parts": "; ".join(parts)}
            yield fill(rules["organization-list"], cell, column=title, value=typed, **words)


def _list_of(name: str, typed: str, known: Set[str]) -> list[str]:
    """The parts of what may be a list: between its signs, or else its lines."""
    lines = [one_line(line) for line in clean(typed).split("\n")]
    candidates = [_parts(name)] + ([lines] if one_line(typed) == name else [])
    return next((parts for parts in candidates if len(parts) > 1 and all(part in known for part in parts)), [])


def _parts(name: str) -> list[str]:
    return [part for part in map(str.strip, _SIGNS.split(name)) if part]


_SIGNS = re.compile(r"[,/+&]|\b(?:und|and)\b")


def _lines(mentions: Sequence[_Mention], naming: Naming, rules: RuleBook) -> Iterator[ValidationResult]:
    """Cells that were cut at their line breaks alone, where nothing shows that each line is a name of its own."""
    by_cell: dict[CellRef, list[_Mention]] = {}
    for mention in mentions:
        by_cell.setdefault(mention.cell, []).append(mention)
    alone = {name for (name, *_), *others in by_cell.values() if not others} | set(naming.organizations)
    for cell, (first, *others) in by_cell.items():
        names = [first.name, *(other.name for other in others)]
        if not others or _MARKED.search(first.typed) or alone & set(names) or all(map(_OFFICE.search, names)):
            continue
        words = {"names_de": _quoted(names, "„", "“"), "names_en": _quoted(names, "“", "”")}
        yield fill(rules["organization-lines"], cell, column=first.title, value=one_line(first.typed), **words)


def _quoted(names: Iterable[str], opening: str, closing: str) -> str:
    return ", ".join(f"{opening}{name}{closing}" for name in names)


# What a list is written with besides line breaks, and the words by which a line is a name by itself.
_MARKED = re.compile(r"[;|•▪◦‣●○■►➢✓\uf0b7]|^\s*(?:[-–—*·]|\d{1,3}[.)])\s", re.MULTILINE)
_OFFICE = re.compile(
    r"(?:amt|büro|dezernat|referat|verein|verband|ministerium|universität|hochschule|stiftung|kammer|behörde|anstalt"
    r"|agentur|betrieb|council|office|department|agency|\be\. ?V\.|GmbH|\bAG|\bKG|\bSE|\beG|\bLtd\.?)\b",
    re.IGNORECASE,
)


def _dropped(projects: Iterable[Project], tables: Iterable[Table], rules: RuleBook) -> Iterator[ValidationResult]:
    """Cells with signs that no format can hold, or that show in one font alone."""
    for table in tables:
        numbers = {project.row for project in projects if project.table is table}
        for row in table.sheet.rows:
            for column in table.columns if row.number in numbers else ():
                value = row.values[column.number - 1] if column.number <= len(row.values) else ""
                if isinstance(value, str) and (signs := meaningless(value)):
                    cell = table.cell(column.number, row.number)
                    words = {"value": clean(value), "signs": ", ".join(signs)}
                    yield fill(rules["sign-dropped"], cell, column=column.title, **words)
