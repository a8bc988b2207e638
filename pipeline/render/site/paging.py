"""A long list to several pages, none of them heavier than a page may be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from pipeline.render.site.addresses import as_link
from pipeline.render.site.pen import File, Link, Pen

_Entry = TypeVar("_Entry")

MOST_ENTRIES, HEAVIEST = 100, 50_000
"""How many entries a page has at most, and how many bytes they take; the rest of 100 kB is frame, style and script."""


def write_pages(
    pen: Pen,
    folder: str,
    entries: Sequence[_Entry],
    *,
    template: str,
    title: str,
    weigh: Callable[[_Entry], int],
    arrange: Callable[[Sequence[_Entry]], Any] = lambda entries: entries,
    **said: Any,
) -> Iterator[File]:
    """A page for each part of a list, the first in the folder itself. ``weigh`` tells about how many bytes an entry
    takes; the template has them as ``entries``, as ``arrange`` puts them.
    """
    parts = list(divide(entries, weigh, most=MOST_ENTRIES, heaviest=HEAVIEST)) or [[]]
    links = [Link(str(number), as_link(_page(folder, number))) for number in range(1, len(parts) + 1)]
    for number, part in enumerate(parts, start=1):
        heading = title if number == 1 else f"{title} ({pen.fill('page_of', number=number, all=len(parts))})"
        yield pen.page(
            template,
            _page(folder, number),
            title=heading,
            entries=arrange(part),
            number=number,
            pages=near(links, number),
            **said,
        )


def divide(
    entries: Iterable[_Entry], weigh: Callable[[_Entry], int], *, most: int, heaviest: int
) -> Iterator[list[_Entry]]:
    """Pieces of at most so many entries, and so heavy; an entry that is heavier stands alone."""
    part: list[_Entry] = []
    weight = 0
    for entry in entries:
        own = weigh(entry)
        if part and (len(part) == most or weight + own > heaviest):
            yield part
            part, weight = [], 0
        part.append(entry)
        weight += own
    if part:
        yield part


def near(links: Sequence[Link], number: int) -> list[Link]:
    """The pages to link to: the first, the last and those around; none where there is but one."""
    if len(links) == 1:
        return []
    wanted = {1, len(links), *range(number - _AROUND, number + _AROUND + 1)}
    return [link for at, link in enumerate(links, start=1) if at in wanted]


def bytes_of(*words: object) -> int:
    """About how many bytes words take once they are escaped."""
    return sum(len(str(each).encode()) for each in words)


def _page(folder: str, number: int) -> str:
    return folder if number == 1 else f"{folder}/seite-{number}"


_AROUND = 4
