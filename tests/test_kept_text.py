"""Cells of delimited text that were kept from being taken for a number."""

from __future__ import annotations

from pathlib import Path

from pipeline.readers import read_workbook


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
