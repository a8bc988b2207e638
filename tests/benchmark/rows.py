"""Roadmaps of any length, made from the sample: as a CSV file in the columns of ``sources/erkelenz``."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

SAMPLE = Path(__file__).parents[2] / "sources" / "erkelenz"


def _as_it_is(number: int) -> dict[str, object]:
    return {}


def write_rows(path: Path, count: int, *, other: Callable[[int], dict[str, object]] = _as_it_is) -> Path:
    """Write ``count`` projects, each the next of the sample with a key, a title and a description of its own.

    ``other`` says what stands in a row, given by its number, in the place of what the sample has there.
    """
    from python_calamine import CalamineWorkbook

    sheet = CalamineWorkbook.from_path(SAMPLE / "roadmap.xlsx").get_sheet_by_index(0).to_python()
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(sheet[3])
        for number, row in enumerate(_rows(sheet[4:], count)):
            told = {str(title): value for title, value in zip(sheet[3], row, strict=True)}
            writer.writerow({**told, **other(number)}.values())
    return path


def _rows(sample: Sequence[Sequence[object]], count: int) -> Iterator[list[object]]:
    for number in range(count):
        key, title, description, *rest = sample[number % len(sample)]
        whole = (int(value) if isinstance(value, float) and value.is_integer() else value for value in rest)
        yield [f"{key}-{number}", f"{title} {number}", f"{description} ({number})", *whole]
