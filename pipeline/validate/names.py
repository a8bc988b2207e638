"""The names of files and sheets as they may be shown: what looks personal in them is masked and told.

A name goes into the catalog, the account of an edition and the origin of each statement, that of a hidden sheet too.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from dataclasses import replace

from pipeline.model.report import ValidationResult, fill
from pipeline.model.rules import RuleBook
from pipeline.model.workbook import CellRef, Workbook
from pipeline.validate.privacy import Privacy


def shown_files(names: Iterable[str], privacy: Privacy) -> dict[str, str]:
    """Each name of a file with the one that is shown in its place. No two are shown alike."""
    shown: dict[str, str] = {}
    for name in names:
        stem, suffix = _SUFFIX.fullmatch(name).groups()  # type: ignore[union-attr]  # it matches any name
        shown[name] = _distinct(_masked(stem, privacy), suffix, shown.values())
    return shown


def shown_sheets(workbook: Workbook, privacy: Privacy) -> dict[str, str]:
    """The same for the sheets of a workbook."""
    shown: dict[str, str] = {}
    for sheet in workbook.sheets:
        shown[sheet.name] = _distinct(_masked(sheet.name, privacy), "", shown.values())
    return shown


def with_sheets(workbook: Workbook, names: dict[str, str]) -> Workbook:
    """The workbook with other names of its sheets, also where its reader has something to say of one."""
    if all(name == other for name, other in names.items()):
        return workbook
    sheets = tuple(replace(sheet, name=names[sheet.name]) for sheet in workbook.sheets)
    notes = tuple(replace(note, sheet=names.get(note.sheet or "", note.sheet)) for note in workbook.notes)
    return replace(workbook, sheets=sheets, notes=notes)


def told_of_names(file: str, shown: str, sheets: dict[str, str], rules: RuleBook) -> list[ValidationResult]:
    """What there is to say of the name of a file and of those of its sheets."""
    cell = CellRef(shown)
    told = [fill(rules["personal-file-name"], cell, value=shown)] if shown != file else []
    masked = (name for real, name in sheets.items() if real != name)
    return told + [fill(rules["personal-sheet-name"], CellRef(shown, name), value=name) for name in masked]


def _masked(name: str, privacy: Privacy) -> str:
    """A name without what looks personal. In names, underscores and hyphens stand where a text has blanks; but not in
    the name of a street or a house, which has them for good. What is found in one way does not hide what is in another.
    """
    shown = name
    for blanks in ("", "_", "_-" if not _PLACE.search(name) else ""):
        words = shown.translate(dict.fromkeys(map(ord, blanks), " "))
        masked = privacy.masked(words)
        shown = masked if masked != words else shown
    return shown


_SUFFIX = re.compile(r"(.+?)((?:\.\w+)?)", re.DOTALL)
_PLACE = re.compile(
    r"-(Stra(ß|ss)e|Str\b|Weg|Platz|Allee|Ring|Gasse|Ufer|Park|Schule|Grundschule|Gesamtschule|Realschule|Gymnasium|"
    r"Kolleg|Haus|Halle|Stiftung|Kirche|Kita|Zentrum|Preis)",
    re.IGNORECASE,
)


def _distinct(name: str, suffix: str, taken: Iterable[str]) -> str:
    """The name, counted on where it is taken."""
    counted = (f"{name} {number}{suffix}" for number in itertools.count(2))
    return next(shown for shown in itertools.chain([f"{name}{suffix}"], counted) if shown not in taken)
