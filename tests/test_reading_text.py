"""Delimited text as spreadsheet programs and people write it."""

from __future__ import annotations

import codecs
import csv
import io
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.errors import OutsideWorldError, WorkbookFault
from pipeline.model.workbook import Limits, Row, Sheet, TextHints
from pipeline.readers.delimited import DelimitedRows, read_delimited
from pipeline.readers.delimiter import NO_DELIMITER, Sample, find_delimiter
from pipeline.readers.kept_text import as_meant
from tests.examples import try_examples

# Any letter that UTF-8 can write but NUL, which stands in no text.
LETTERS = st.characters(codec="utf-8", exclude_characters="\x00")


def read(folder: Path, content: str | bytes, *, encoding: str = "utf-8", limits: Limits | None = None) -> Sheet:
    path = folder / "roadmap.csv"
    path.write_bytes(content.encode(encoding) if isinstance(content, str) else content)
    (sheet,) = read_delimited(path, path.name, limits or Limits()).sheets
    return sheet


def values_of(sheet: Sheet) -> list[tuple[object, ...]]:
    return [row.values for row in sheet.rows]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_each_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    lines = (("Nr.", "Titel", "Kosten"), ("01", "Bürgerportal", "1.800"), ("02", "Offene Daten", ""))

    sheet = read(tmp_path, "\r\n".join(delimiter.join(line) for line in lines))

    assert sheet.name == "roadmap"
    assert values_of(sheet) == list(lines)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "cp850", "mac_roman"]
)
def test_each_encoding_that_excel_writes_is_found(tmp_path: Path, encoding: str) -> None:
    text = "Straße;Träger\r\nKölner Straße;Bürgerbüro für Ältere\r\n"

    sheet = read(tmp_path, text, encoding=encoding)

    assert values_of(sheet) == [("Straße", "Träger"), ("Kölner Straße", "Bürgerbüro für Ältere")]


def test_utf_16_from_the_other_end_is_told_by_its_mark(tmp_path: Path) -> None:
    sheet = read(tmp_path, "\ufeffNr.\tTräger\n", encoding="utf-16-be")

    assert values_of(sheet) == [("Nr.", "Träger")]


@pytest.mark.parametrize("text", ["Kosten;Jahr\n500 €;2024\n", "Quelle;Satz\nRat;„Portal“ – § 5\n"])
def test_signs_of_windows_are_no_umlauts_of_another_system(tmp_path: Path, text: str) -> None:
    sheet = read(tmp_path, text, encoding="cp1252")

    assert ["".join(map(str, values)) for values in values_of(sheet)] == text.replace(";", "").splitlines()


def test_a_line_break_within_quotes_starts_no_row(tmp_path: Path) -> None:
    sheet = read(tmp_path, 'Nr.;"Titel\nund Ziel"\r\n01;"Portal;\r\nfür alle"\r\n\r\n02;"sagt ""ja"""\r\n')

    assert list(sheet.rows) == [
        Row(1, ("Nr.", "Titel\nund Ziel")),
        Row(2, ("01", "Portal;\r\nfür alle")),
        Row(3, ()),
        Row(4, ("02", 'sagt "ja"')),
    ]


@pytest.mark.parametrize("line", ["sep=,\r\n", '"sep=,"\r\n', "SEP=,\n"])
def test_the_line_that_tells_excel_the_delimiter_is_no_row(tmp_path: Path, line: str) -> None:
    sheet = read(tmp_path, line + "a;b,c\n1;2,3\n", encoding="utf-8-sig")

    assert list(sheet.rows) == [Row(1, ("a;b", "c")), Row(2, ("1;2", "3"))]


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("Nr.;Kosten\n1;1,5\n2;2,5\n3;3,5\n", ";"),
        ("1,5;2,5\n3,5;4,5\n", ";"),
        ("Titel,Felder\nPortal,a;b;c\nDaten,a;b\nBad,c\n", ","),
        ("Roadmap der Stadt\nStand: 1. Juni, 2024\n\nNr.;Titel;Jahr\n1;a;2024\n2;b;2025\n", ";"),
        # Excel leaves out trailing empty cells from the second block of 16 rows on.
        ("a;b;c;d\n" + "1;2;;\n" * 15 + "1, 2;2\n" * 60, ";"),
        ('"a;b","c"\n"d;e","f"\n', ","),
        ("Nr.\tTitel, Ziel\n1\tPortal, Daten\n", "\t"),
        ("Nr.|Titel\n1|Portal; Daten\n", "|"),
        ('Nr.;Titel\n1;"Rohr" aus Stahl, lang\n2;Portal\n', ";"),
        ("Nr.;Titel;Jahr\n", ";"),
        ("Bemerkung\nErst Portal, dann Daten\nNichts\n", NO_DELIMITER),
        ("Bemerkung\n", NO_DELIMITER),
        ("", NO_DELIMITER),
    ],
)
def test_the_delimiter_is_the_one_the_records_agree_on(text: str, delimiter: str) -> None:
    assert find_delimiter(Sample(text)) == delimiter


def test_rows_may_differ_in_width_and_none_is_cut(tmp_path: Path) -> None:
    sheet = read(tmp_path, "a;b\n1;2;3;4;5;6\n1\n;;\n1;2\n;\n\n")

    assert values_of(sheet) == [("a", "b"), tuple("123456"), ("1",), ("", "", ""), ("1", "2")]


def test_line_breaks_of_an_old_mac_part_the_rows(tmp_path: Path) -> None:
    assert values_of(read(tmp_path, "a;b\r1;2\r")) == [("a", "b"), ("1", "2")]


def test_a_sample_that_ends_within_a_quoted_cell_is_no_doubt_about_the_delimiter(tmp_path: Path) -> None:
    cell = "Der Rat hat beschlossen, was zu tun ist, und dies getan.\n" * 25
    rows = "".join(f'{number};Vorhaben {number};"{cell}"\r\n' for number in range(90))

    sheet = read(tmp_path, f"Nr.;Titel;Ziel\r\n{rows}")

    assert [len(values) for values in values_of(sheet)] == [3] * 91


@pytest.mark.parametrize(
    ("delimiter", "other"), [(",", ";"), (";", ","), ("\t", ","), ("|", ";"), (",", "|"), ("\t", ";")]
)
def test_what_stands_in_long_cells_is_no_delimiter(tmp_path: Path, delimiter: str, other: str) -> None:
    cell = f"Das ist so{other} wie beschlossen\n" * 40
    rows = "".join(f'{number}{delimiter}Titel{delimiter}"{cell}"\n' for number in range(70))

    sheet = read(tmp_path, f"Nr.{delimiter}Titel{delimiter}Ziel\n{rows}")

    assert {len(values) for values in values_of(sheet)} == {3}


def test_a_header_and_one_cell_longer_than_the_sample_is_a_table(tmp_path: Path) -> None:
    sheet = read(tmp_path, 'Nr.;Titel;Ziel\n1;Portal;"' + "Satz, und noch einer\n" * 5_500 + '"\n')

    assert [len(values) for values in values_of(sheet)] == [3, 3]


def test_the_delimiter_may_be_set(tmp_path: Path) -> None:
    path = tmp_path / "roadmap.csv"
    path.write_text("a;b^c\n1;2^3\n", "utf-8")

    (sheet,) = read_delimited(path, path.name, Limits(), TextHints(delimiter="^")).sheets

    assert values_of(sheet) == [("a;b", "c"), ("1;2", "3")]


@pytest.mark.parametrize("line_ends", [("\r", "\n", "\r\n"), ("\r\n", "\n", "\n"), ("\n", "\r", "\r")])
def test_line_ends_of_several_systems_part_the_rows(tmp_path: Path, line_ends: tuple[str, ...]) -> None:
    text = "".join(row + end for row, end in zip(("a;b", "1;2", "3;4"), line_ends, strict=True))

    assert [values for values in values_of(read(tmp_path, text)) if values] == [("a", "b"), ("1", "2"), ("3", "4")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16-le"])
def test_marks_of_files_that_were_put_together_are_no_letters(tmp_path: Path, encoding: str) -> None:
    text = '\ufeffNr.;Titel\n1;Bäume\n\ufeff"Nr.";Titel\n2;Wege\n'

    assert [values[0] for values in values_of(read(tmp_path, text, encoding=encoding))] == ["Nr.", "1", "Nr.", "2"]


def test_the_unicode_text_of_excel_is_read(tmp_path: Path) -> None:
    text = 'Nr.\tTitel\tKosten\r\n1\t"Straße, ""neu"""\t1,5\r\n'

    sheet = read(tmp_path, codecs.BOM_UTF16_LE + text.encode("utf-16-le"))

    assert values_of(sheet) == [("Nr.", "Titel", "Kosten"), ("1", 'Straße, "neu"', "1,5")]


@pytest.mark.parametrize("zeros", [1, 512, 3_000_000])
def test_zeros_behind_the_text_are_told_as_an_interrupted_saving(tmp_path: Path, zeros: int) -> None:
    with pytest.raises(WorkbookFault) as caught:
        read(tmp_path, b"Nr.;Titel\n1;Portal\n" + bytes(zeros))

    assert caught.value.details["cause_en"] == "there is nothing but zeros at its end, saving was probably interrupted"


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        ("Träger;Bürgerbüro für Ältere\n".encode() + b"K\xf6ln;x\n", "file-damaged"),
        ("Träger;Bürgerbüro f".encode() + "ü".encode()[:1], "file-damaged"),
        (b"\xef\xbb\xbfK\xf6ln;x\n", "file-damaged"),
        ("Nr.;Titel\n".encode("utf-16") + b"x", "file-damaged"),
        (b"Nr.;Titel\n1;\x00\n", "file-unknown-type"),
        (b"Nr.;Titel\n" * 100_000 + b"\x00x", "file-unknown-type"),
    ],
)
def test_what_is_no_text_throughout_is_a_fault(tmp_path: Path, content: bytes, rule: str) -> None:
    with pytest.raises(WorkbookFault, match=rule):
        read(tmp_path, content)


def test_more_cells_than_allowed_are_a_fault(tmp_path: Path) -> None:
    with pytest.raises(WorkbookFault, match="file-too-large"):
        read(tmp_path, "a;b\n" * 6, limits=Limits(max_cells=10))


def test_a_file_changed_after_it_was_read_gives_no_rows(tmp_path: Path) -> None:
    sheet = read(tmp_path, "a;b\n1;2\n")
    (tmp_path / "roadmap.csv").write_text("a;b\n", encoding="utf-8")

    with pytest.raises(OutsideWorldError, match="changed"):
        list(sheet.rows)


def test_a_file_removed_after_it_was_read_is_told(tmp_path: Path) -> None:
    sheet = read(tmp_path, "a;b\n1;2\n")
    (tmp_path / "roadmap.csv").unlink()

    with pytest.raises(OutsideWorldError, match=r"roadmap\.csv"):
        list(sheet.rows)


def test_rows_are_fetched_from_the_disk_when_asked_for(tmp_path: Path) -> None:
    sheet = read(tmp_path, "a;b\n1;2\n")

    assert isinstance(sheet.rows, DelimitedRows)
    assert list(sheet.rows) == list(sheet.rows) == [Row(1, ("a", "b")), Row(2, ("1", "2"))]
    assert next(iter(sheet.rows)) == Row(1, ("a", "b"))


@try_examples(40)
@given(
    table=st.integers(2, 4).flatmap(
        lambda width: st.lists(st.lists(st.text(LETTERS), min_size=width, max_size=width), min_size=1, max_size=8)
    ),
    delimiter=st.sampled_from([";", ",", "\t", "|"]),
)
def test_what_is_written_quoted_is_read_as_it_was(table: list[list[str]], delimiter: str) -> None:
    header = [f"Spalte {number}" for number, _ in enumerate(table[0])]
    footer = ["Ende", *header[1:]]
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([header, *table, footer])

    with TemporaryDirectory() as folder:
        read_back = values_of(read(Path(folder), written.getvalue()))

    # The name of an error is one, and ="007" is how Excel is kept from counting.
    assert read_back == [tuple(map(as_meant, row)) for row in (header, *table, footer)]
