"""Text in any encoding is read right, or is told to be unsure; and what is broken already is told."""

from __future__ import annotations

import codecs
from collections import Counter
from pathlib import Path

import pytest

from pipeline.model.workbook import ReadingNote, TextHints, Workbook
from pipeline.readers import read_workbook
from pipeline.readers.eight_bit import read_best
from pipeline.readers.garbled import mend
from tests.municipal_texts import TEXTS, Written, written_texts

WRITTEN = list(written_texts())


def saved(folder: Path, content: bytes) -> Workbook:
    path = folder / "roadmap.csv"
    path.write_bytes(content)
    return read_workbook(path)


def notes_of(folder: Path, content: bytes) -> list[str]:
    return [note.rule for note in saved(folder, content).notes]


def told(content: bytes) -> tuple[str, bool]:
    reading = read_best(content)
    assert reading
    return content.decode(reading.encoding), bool(reading.rival)


@pytest.mark.parametrize("written", WRITTEN, ids=lambda written: f"{written.language} {written.encoding}")
def test_a_text_is_read_right_or_told_to_be_unsure(written: Written) -> None:
    text, unsure = told(written.content)

    assert text == written.text or unsure


def test_nearly_all_texts_are_read_right() -> None:
    right = Counter(told(written.content)[0] == written.text for written in WRITTEN)

    assert right[True] / right.total() > 0.95


def test_what_a_german_clerk_saves_from_excel_is_read_right_without_a_doubt() -> None:
    for written in WRITTEN:
        if (written.language, written.encoding) == ("de", "cp1252"):
            assert told(written.content) == (written.text, False)


@pytest.mark.parametrize(
    ("row", "encoding"),
    [
        ("1;Bus £12,131.50;2025", "cp1252"),
        ("1;The town’s plan;2025", "cp1252"),
        ("1;Nordfrøst;2025", "cp1252"),
        ("1;Fuß- und Radweg;2025", "cp1252"),
        ("1;Café am Markt;2025", "cp1252"),
        ("1;Kosten: 500 €;2025", "cp1252"),
        ("1;Portal – zweite Stufe;2025", "cp1252"),
        ("1;Straßenbäume;2025", "cp850"),
        ("1;Straßenbäume;2025", "mac_roman"),
        ("1;Växthus;2025", "cp1252"),
    ],
)
def test_a_single_letter_in_the_whole_file_is_read_right(row: str, encoding: str) -> None:
    assert told(f"Nr.;Titel;Jahr\n{row}\n".encode(encoding))[0] == f"Nr.;Titel;Jahr\n{row}\n"


def test_a_guess_is_told_with_a_word_that_shows_it(tmp_path: Path) -> None:
    workbook = saved(tmp_path, "Nr.;Titel\n1;Straßenbäume\n".encode("cp1252"))

    details = {"encoding": "Windows-1252", "piece": "Straßenbäume"}
    assert workbook.notes == (ReadingNote("text-encoding-assumed", details=details),)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "ascii"])
def test_what_needs_no_guess_needs_no_word(tmp_path: Path, encoding: str) -> None:
    text = "Nr.;Titel\n1;Baum\n" if encoding == "ascii" else "Nr.;Titel\n1;Straßenbäume\n"

    assert notes_of(tmp_path, text.encode(encoding)) == []


def test_split_evidence_is_told_with_both_ways_to_read_it(tmp_path: Path) -> None:
    (note,) = saved(tmp_path, "Nr.;Titel\n1;Rekonštrukcia školy\n".encode("cp1252")).notes

    assert note.rule == "text-encoding-unsure"
    assert note.details["piece"] != note.details["other_piece"]


def test_files_of_two_kinds_put_together_are_told(tmp_path: Path) -> None:
    rows = "".join(f"{number};Bäume für die Straße\n" for number in range(200)).encode("cp1252")
    (note,) = saved(tmp_path, b"Nr.;Titel\n" + rows + "201;Größe\n".encode("cp850")).notes

    assert note.rule == "text-encoding-unsure"
    assert note.details["other_piece"] == "Größe"


def test_a_setting_decides_what_would_be_guessed(tmp_path: Path) -> None:
    path = tmp_path / "roadmap.csv"
    path.write_bytes("Nr.;Titel\n1;Straßenbau\n".encode("cp850"))

    workbook = read_workbook(path, text=TextHints(encoding="cp850"))

    assert [row.values for row in workbook.sheets[0].rows][1] == ("1", "Straßenbau")
    assert workbook.notes == ()


def test_a_setting_changes_nothing_about_unicode(tmp_path: Path) -> None:
    path = tmp_path / "roadmap.csv"
    path.write_bytes(codecs.BOM_UTF8 + "Nr.;Titel\n1;Straßenbau\n".encode())

    workbook = read_workbook(path, text=TextHints(encoding="cp850"))

    assert [row.values for row in workbook.sheets[0].rows][1] == ("1", "Straßenbau")


@pytest.mark.parametrize("encoding", ["cp1252", "cp850", "cp437", "mac_roman"])
def test_umlauts_that_another_program_garbled_are_told_at_their_cell(tmp_path: Path, encoding: str) -> None:
    garbled = "Straßenbäume für Fußgänger".encode().decode(encoding)

    (note,) = saved(tmp_path, f"Nr.;Titel\n1;Baum\n2;{garbled}\n".encode()).notes

    assert (note.rule, note.row, note.column, note.value) == ("text-garbled", 3, 2, garbled)
    assert note.details == {"mended": "Straßenbäume für Fußgänger", "count": "1"}


@pytest.mark.parametrize("text", ["The townâ€™s plan", "Kosten 500 â‚¬", "FlÃ¤che 5 mÂ²", "CafÃ© â€“ Bar", "Ã„ltere"])
def test_signs_that_were_garbled_are_told_too(tmp_path: Path, text: str) -> None:
    assert notes_of(tmp_path, f"Nr.;Titel\n1;{text}\n".encode()) == ["text-garbled"]


def test_sound_words_are_not_taken_for_garbled() -> None:
    for text in (text for texts in TEXTS.values() for text in texts):
        assert not mend(text)
        assert not mend(text.upper())
    assert not mend("SÃO PAULO – Âge d’or, „Ä“ und “Å”")


def test_a_letter_that_was_lost_is_told_at_its_cell(tmp_path: Path) -> None:
    (note,) = saved(tmp_path, "Nr.;Titel\n1;Stra\ufffde\n".encode()).notes

    assert (note.rule, note.row, note.column, note.value) == ("text-letter-lost", 2, 2, "Stra\ufffde")


def test_a_file_that_is_garbled_throughout_is_told_once_with_a_number(tmp_path: Path) -> None:
    rows = "".join(f"{number};BÃ¼cherei\n" for number in range(500))

    (note,) = saved(tmp_path, f"Nr.;Titel\n{rows}".encode()).notes

    assert (note.row, note.details["count"]) == (2, "500")
