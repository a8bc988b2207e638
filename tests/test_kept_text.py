"""Cells of delimited text that were kept from being taken for a number."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.model.workbook import CellFault
from pipeline.readers import read_workbook
from pipeline.readers.kept_text import as_meant


def test_a_text_that_was_kept_from_being_a_number_is_that_text(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text(
        'Nr.;Titel\n="007";="A-1"\n"=""1.10""";"=""sagt """"ja"""""""\n=A1&"x";="a"&"b"\n', encoding="utf-8"
    )

    (sheet,) = read_workbook(path).sheets

    assert [row.values for row in sheet.rows] == [
        ("Nr.", "Titel"),
        ("007", "A-1"),
        ("1.10", 'sagt "ja"'),
        ('=A1&"x"', '="a"&"b"'),
    ]


@pytest.mark.parametrize("error", ["#NV", "#REF!", "#BEZUG!", "#WERT!", "#NAME?", "#DIV/0!", "#N/A", "####", "Err:502"])
def test_the_name_of_an_error_is_an_error(error: str) -> None:
    assert as_meant(error) == CellFault("error", error)


@pytest.mark.parametrize("text", ["#", "#1", "# NV", "#NV und mehr", "#Digital", "Error:502", ""])
def test_what_only_looks_like_one_is_text(text: str) -> None:
    assert as_meant(text) == text
