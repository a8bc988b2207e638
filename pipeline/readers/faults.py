"""The faults of a file, as the rule that was broken and the details its message needs in German and English."""

from __future__ import annotations

import errno
from pathlib import Path
from tempfile import gettempdir
from typing import NamedTuple

from pipeline.model.errors import OutsideWorldError, WorkbookFault, reason_of
from pipeline.model.report import Text

INCOMPLETE = Text("ein Teil von ihr fehlt", "a part of it is missing")
ALTERED = Text("ihr Inhalt passt nicht zu ihren Prüfsummen", "its content does not match its checksums")
MALFORMED = Text("ihr innerer Aufbau ist fehlerhaft", "its inner structure is broken")
UNKNOWN_ERROR_VALUE = Text(
    "eine Zelle enthält einen Fehlerwert, den Excel nicht kennt", "a cell holds an error value unknown to Excel"
)
ZEROS_AT_END = Text(
    "an ihrem Ende stehen nur Nullen, das Speichern wurde wohl unterbrochen",
    "there is nothing but zeros at its end, saving was probably interrupted",
)
MIXED_ENCODINGS = Text(
    "Umlaute sind darin auf zweierlei Weise gespeichert", "its umlauts are stored in two different ways"
)


class LimitWords(NamedTuple):
    """What a limit measures, and how a number of it is written."""

    label: Text
    pattern: Text
    divisor: int = 1


_MEGABYTES = Text("{} MB", "{} MB")
_LIMITS = {
    "file": LimitWords(Text("Größe der Datei", "size of the file"), _MEGABYTES, 1_000_000),
    "expanded": LimitWords(Text("Größe entpackt", "size when expanded"), _MEGABYTES, 1_000_000),
    "expansion": LimitWords(Text("Vergrößerung beim Entpacken", "growth when expanded"), Text("{}-fach", "{} times")),
    "cells": LimitWords(Text("Zellen", "cells"), Text("mehr als {}", "more than {}")),
    "memory": LimitWords(
        Text("Arbeitsspeicher beim Lesen", "memory needed to read it"),
        Text("mehr als {} MB", "more than {} MB"),
        1_000_000,
    ),
}


def unreadable(path: Path, error: OSError) -> OutsideWorldError:
    """A file that is there and that the disk does not hand out."""
    if error.errno in _FULL:  # nobody who reads fills a disk
        return spool_failed(error)
    why = reason_of(error)
    return OutsideWorldError(Text(f"{path}: ließ sich nicht lesen ({why.de})", f"{path}: could not be read ({why.en})"))


def spool_failed(error: OSError) -> OutsideWorldError:
    """A file that was read, for whose rows there is no room."""
    why, folder = reason_of(error), gettempdir()
    return OutsideWorldError(
        Text(
            f"Eine Tabelle ließ sich nicht lesen: {why.de} (Zwischendateien liegen in {folder}, TMPDIR)",
            f"a spreadsheet could not be read: {why.en} (temporary files lie in {folder}, TMPDIR)",
        )
    )


_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def damaged(cause: Text) -> WorkbookFault:
    """A file whose bytes cannot be trusted."""
    return WorkbookFault("file-damaged", cause_de=cause.de, cause_en=cause.en)


def open_quotes(row: int) -> WorkbookFault:
    """A text file with so many stray quotation marks that nobody can tell its cells apart; ``row`` has one of them."""
    return damaged(
        Text(
            f"in vielen Zeilen, auch in Zeile {row}, bringen Anführungszeichen Zellen und Zeilen durcheinander",
            f"in many rows, among them row {row}, there are quotation marks that mix up its cells and rows",
        )
    )


def unknown_type(kind: Text) -> WorkbookFault:
    """A file of a kind that holds no table this package can read; ``kind`` with its article."""
    return WorkbookFault("file-unknown-type", kind_de=kind.de, kind_en=kind.en)


def too_large(limit: str, *, found: int, allowed: int) -> WorkbookFault:
    """A file beyond one of the ``Limits``, with what it has and what is allowed in words."""
    words = _LIMITS[limit]
    found_text, allowed_text = (_in_words(number, words) for number in (found, allowed))
    return WorkbookFault(
        "file-too-large",
        limit_de=words.label.de,
        limit_en=words.label.en,
        found_de=found_text.de,
        found_en=found_text.en,
        allowed_de=allowed_text.de.removeprefix("mehr als "),
        allowed_en=allowed_text.en.removeprefix("more than "),
    )


def _in_words(number: int, words: LimitWords) -> Text:
    digits = f"{-(-number // words.divisor):,}"
    return Text(words.pattern.de.format(digits.replace(",", ".")), words.pattern.en.format(digits))
