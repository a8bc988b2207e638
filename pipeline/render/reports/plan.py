"""What publishing would do to a portal, in a terminal: a line for each dataset, file and field that changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from rich.console import Console
from rich.text import Text as Words

from pipeline.model.plan import DatasetPlan, Deed, FieldChange, FilePlan, Plan
from pipeline.model.report import Language, Text
from pipeline.render.reports.console import visible
from pipeline.render.reports.legible import shorten

_STYLES = {
    Deed.CREATE: "bold green",
    Deed.CHANGE: "bold yellow",
    Deed.REPLACE: "bold yellow",
    Deed.KEEP: "dim",
    Deed.REMOVE: "bold red",
    Deed.REVIVE: "bold green",
}
_MARKS = {Deed.CREATE: "+", Deed.CHANGE: "~", Deed.REPLACE: "~", Deed.KEEP: "=", Deed.REMOVE: "−", Deed.REVIVE: "+"}
_LONGEST = 60
_STEP = 4
_MANY = 3


class _Line(NamedTuple):
    """A line and how far from the edge it begins; where it does not fit, its rest stands further in."""

    indent: int
    words: Words


def print_plan(plan: Plan, console: Console, *, language: Language = "de", withdraw: bool = False) -> None:
    """Print the plan; nothing that a portal says is taken for markup or for commands to the terminal."""
    _print(_Line(0, Words(_HEAD.in_(language).format(portal=visible(plan.portal)), style="bold")), console)
    for dataset in plan.datasets:
        console.print()
        for line in _dataset(dataset, language, console.width):
            _print(line, console)
    for text in _remarks(plan, language, withdraw=withdraw):
        console.print()
        _print(_Line(0, Words(text)), console)


def _print(line: _Line, console: Console) -> None:
    hang = line.indent + 2 if line.indent or len(line.words.plain) > console.width else 0
    for number, words in enumerate(line.words.wrap(console, max(console.width - hang, 1))):
        words.rstrip()
        console.print(Words(" " * (hang if number else line.indent)) + words)


def _dataset(plan: DatasetPlan, language: Language, width: int) -> Iterator[_Line]:
    yield _Line(0, _headed(plan.deed, Words(visible(f"{plan.title} ({plan.name})"), "bold"), language))
    if plan.deed is not Deed.CREATE:
        yield from _fields(plan.changes, _STEP, language, width)
    kept = [file for file in plan.files if file.deed is Deed.KEEP]
    for first, count in _alike(file for file in plan.files if file.deed is not Deed.KEEP):
        yield from _file(first, language, width)
        if count > 1:
            likewise = _LIKEWISE.in_(language).format(count=count - 1)
            yield _Line(_STEP, Words().append("~ ", _STYLES[Deed.CHANGE]).append(likewise))
    if kept:
        text = (_KEPT_ONE if len(kept) == 1 else _KEPT).in_(language).format(count=len(kept))
        yield _Line(_STEP, Words(f"= {text}", style="dim"))
    if plan.others:
        yield _Line(_STEP, Words(_OTHERS.in_(language).format(names=", ".join(map(visible, plan.others)))))
    if plan.shown:
        yield _Line(_STEP, Words(_SHOWN.in_(language)))


def _alike(files: Iterable[FilePlan]) -> Iterator[tuple[FilePlan, int]]:
    """The files, those that change in the same way as one; two of a kind are few enough to be named."""
    alike: dict[object, list[FilePlan]] = {}
    for file in files:
        alike.setdefault(file.changes if file.deed is Deed.CHANGE else object(), []).append(file)
    for group in alike.values():
        if len(group) >= _MANY:
            yield group[0], len(group)
        else:
            yield from ((file, 1) for file in group)


def _file(file: FilePlan, language: Language, width: int) -> Iterator[_Line]:
    size = f", {_size(file.size_bytes, language)}" if file.size_bytes else ""
    yield _Line(_STEP, _headed(file.deed, Words(visible(f"{file.name} – {file.title}{size}")), language))
    if file.deed is Deed.CHANGE:
        yield from _fields(file.changes, 2 * _STEP, language, width)


def _headed(deed: Deed, name: Words, language: Language) -> Words:
    line = Words()  # a style given to the line itself would be that of the name, too
    return line.append(f"{_MARKS[deed]} {deed.label.in_(language)}  ", _STYLES[deed]).append_text(name)


def _fields(changes: Sequence[FieldChange], indent: int, language: Language, width: int) -> Iterator[_Line]:
    for change in changes:
        line = Words(f"{change.label.in_(language)}: ")
        if change.before or change.after:
            room = max(width - indent - 2 - len(line), 20)
            before, after = _excerpts(visible(change.before), visible(change.after), min(room, _LONGEST))
            arrow = " → " if len(before) + len(after) + 3 <= room else "\n→ "
            line.append(before or _NOTHING.in_(language), "dim").append(arrow).append(after or _NOTHING.in_(language))
        else:
            line.append(_OTHERWISE.in_(language))
        yield _Line(indent, line)


def _excerpts(before: str, after: str, limit: int) -> tuple[str, str]:
    """Both texts, cut so that one sees where they part.

    >>> _excerpts("https://a.example/2025/list", "https://a.example/2026/list", 12)
    ('…2025/list', '…2026/list')
    """
    pairs = enumerate(zip(before, after, strict=False))
    common = next((place for place, (one, other) in pairs if one != other), min(len(before), len(after)))
    start = max(before.rfind(sign, 0, common) for sign in " /") + 1
    if start < limit // 2 or max(len(before), len(after)) <= limit:
        start = 0
    lead = "…" if start else ""
    one, other = (shorten(lead + text[start:], limit) for text in (before, after))
    return one, other


def _remarks(plan: Plan, language: Language, *, withdraw: bool) -> Iterator[str]:
    if plan.organization:
        yield _NEW_ORGANIZATION.in_(language).format(name=visible(plan.organization))
    if plan.lost:
        yield _LOST.in_(language).format(fields=", ".join(text.in_(language) for text in plan.lost))
    if plan.orphans:
        orphans = _WITHDRAWN if withdraw else _ORPHANS
        yield orphans.in_(language).format(names=", ".join(map(visible, plan.orphans)))
    if plan.is_empty and not (plan.orphans and withdraw):
        yield _UP_TO_DATE.in_(language)


def _size(size_bytes: int, language: Language) -> str:
    """A size as people say it: 812 Byte, 12,4 kB, 1,3 MB."""
    for unit, factor in (("MB", 1_000_000), ("kB", 1_000)):
        if size_bytes >= factor:
            number = f"{size_bytes / factor:.1f}"
            return f"{number.replace('.', ',') if language == 'de' else number} {unit}"
    return f"{size_bytes} Byte" if language == "de" else f"{size_bytes} bytes"


_HEAD = Text("Plan für {portal}", "Plan for {portal}")
_KEPT_ONE = Text("1 Datei bleibt, wie sie ist", "1 file stays as it is")
_KEPT = Text("{count} Dateien bleiben, wie sie sind", "{count} files stay as they are")
_LIKEWISE = Text("ebenso in {count} weiteren Dateien", "likewise in {count} other files")
_OTHERS = Text("Nicht von uns und bleibt: {names}", "Not ours, and stays: {names}")
_SHOWN = Text("wird sichtbar, sobald alles da ist", "is shown as soon as everything is there")
_NOTHING = Text("(leer)", "(empty)")
_OTHERWISE = Text("wird wie in der Ausgabe", "becomes as in the edition")
_UP_TO_DATE = Text("Das Portal ist auf dem Stand der Ausgabe; es ist nichts zu tun.",
                   "The portal is up to date with the edition; there is nothing to do.")  # fmt: skip
_NEW_ORGANIZATION = Text("Vorher wird die Organisation „{name}“ angelegt.",
                         "Before that the organization “{name}” is made.")  # fmt: skip
_LOST = Text("Dafür hat dieses Portal keinen Platz: {fields}. Mit ckanext-dcat und unserem Plugin hätte es einen.",
             "This portal has no place for: {fields}. With ckanext-dcat and our plugin it would have.")  # fmt: skip
_ORPHANS = Text("Nicht mehr in der Ausgabe, aber noch im Portal: {names}. Mit --withdraw werden sie zurückgezogen.",
                "No longer in the edition, but still at the portal: {names}. With --withdraw they are withdrawn."
                )  # fmt: skip
_WITHDRAWN = Text("Zurückgezogen werden: {names}.", "To be withdrawn: {names}.")
