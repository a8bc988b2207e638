"""What publishing would do to a place of files, in a terminal: a line for each kind, and the names of the first few."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.text import Text as Words

from pipeline.model.plan import Deed, Group, Outline
from pipeline.model.report import Language, Text
from pipeline.render.reports.console import visible

_SHOWN = 5


def print_outline(outline: Outline, console: Console, *, language: Language = "de") -> None:
    """Print it; nothing that a place says is taken for markup or for commands to the terminal."""
    console.print(Words(_HEAD.in_(language).format(location=visible(outline.location)), style="bold"))
    for group in outline.groups:
        console.print()
        for line in _group(group, language):
            console.print(line)
    for remark in outline.remarks:
        console.print()
        console.print(Words(visible(remark.in_(language))))
    if outline.is_empty:
        console.print()
        console.print(Words(_UP_TO_DATE.in_(language)))


def _group(group: Group, language: Language) -> Iterator[Words]:
    counts = (len(group.new), len(group.changed), len(group.gone), group.kept)
    said = ", ".join(f"{count} {deed.label.in_(language)}" for deed, count in zip(_DEEDS, counts, strict=True))
    size = f" ({group.size_bytes:,} B)".replace(",", "." if language == "de" else ",") if group.size_bytes else ""
    yield Words(f"{group.title.in_(language)}: {said}{size}")
    for mark, paths in (("+", group.new), ("~", group.changed), ("−", group.gone)):
        yield from (Words(f"    {mark} {visible(path)}") for path in paths[:_SHOWN])
        if len(paths) > _SHOWN:
            yield Words(f"    {mark} {_MORE.in_(language).format(count=len(paths) - _SHOWN)}")


_DEEDS = (Deed.CREATE, Deed.CHANGE, Deed.REMOVE, Deed.KEEP)
_HEAD = Text("Plan für {location}", "Plan for {location}")
_MORE = Text("und {count} weitere", "and {count} more")
_UP_TO_DATE = Text("Alles steht schon dort; es ist nichts zu tun.", "All stands there already; there is nothing to do.")
