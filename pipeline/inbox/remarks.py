"""What lies in an inbox and is not taken as it is, and why, in words for those who put it there."""

from __future__ import annotations

import stat
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from pipeline.model.report import Text


@dataclass(frozen=True, slots=True)
class Remark:
    """Something in the inbox, and what there is to say of it once it has lain so for as long as ``after``.

    ``is_taken`` is said of a file that is taken all the same.
    """

    name: str
    why: Text
    after: timedelta = timedelta(minutes=1)
    is_taken: bool = False


def of_kind(name: str, mode: int) -> Remark:
    """What is no file: a folder, a link, a device."""
    return Remark(name, _KINDS.get(stat.S_IFMT(mode), _NO_FILE))


def of_bad_name(name: str) -> Remark:
    """A name that no text has, or none that is shown as it is."""
    return Remark(name, _BAD_NAME)


def of_long_name(name: str) -> Remark:
    """A name too long to lay anything beside it."""
    return Remark(name, _LONG_NAME)


def of_size(name: str, size: int, max_bytes: int) -> Remark:
    """A file beyond the limit of the settings."""
    has, most = (f"{bytes_ / 1_000_000:.0f}" for bytes_ in (size, max_bytes))
    german = f"Die Datei ist zu groß: {has} MB; bis {most} MB werden gelesen."
    return Remark(name, Text(german, f"The file is too large: {has} MB; up to {most} MB are read."))


def of_unreadable(name: str, why: Text) -> Remark:
    """A file that the disk or its rights do not give."""
    german = f"Die Datei lässt sich nicht lesen ({why.de})."
    return Remark(name, Text(german, f"The file cannot be read ({why.en})."), timedelta(minutes=10))


def of_empty(name: str) -> Remark:
    """A file without content; one that is just being made is empty, too."""
    return Remark(name, _EMPTY, timedelta(minutes=30))


def of_busy(name: str) -> Remark:
    """A file that somebody has open, or that changes all the time."""
    return Remark(name, _BUSY, _A_DAY)


def of_half(name: str) -> Remark:
    """A file that is on its way still."""
    return Remark(name, _HALF, _A_DAY)


def of_stale_lock(name: str, lock: str) -> Remark:
    """A file beside which the lock of a program lies that is gone."""
    german = f"Daneben liegt noch „{lock}“ eines Programms, das längst beendet ist; die Datei gilt als geschlossen."
    english = f"“{lock}” of a program that ended long ago still lies beside it; the file is taken to be closed."
    return Remark(name, Text(german, english), timedelta(), is_taken=True)


_A_DAY = timedelta(days=1)
_KINDS: Mapping[int, Text] = {
    stat.S_IFDIR: Text(
        "Das ist ein Ordner. Legen Sie die Datei selbst in den Eingangsordner.",
        "This is a folder. Put the file itself into the inbox folder.",
    ),
    stat.S_IFLNK: Text(
        "Das ist ein Verweis auf etwas anderes. Legen Sie die Datei selbst in den Eingangsordner.",
        "This is a link to something else. Put the file itself into the inbox folder.",
    ),
}
_NO_FILE = Text("Das ist keine Datei.", "This is no file.")
_BAD_NAME = Text(
    "Der Name enthält Zeichen, die sich nicht anzeigen lassen. Benennen Sie die Datei um.",
    "The name has signs that cannot be shown. Rename the file.",
)
_LONG_NAME = Text(
    "Der Name ist zu lang. Geben Sie der Datei einen kürzeren Namen.",
    "The name is too long. Give the file a shorter one.",
)
_EMPTY = Text(
    "Die Datei ist leer. Speichern Sie sie noch einmal und legen Sie sie wieder in den Eingangsordner.",
    "The file is empty. Save it once more and put it into the inbox folder again.",
)
_BUSY = Text(
    "Die Datei ist seit einem Tag in einem Programm geöffnet oder wird noch geschrieben. Schließen Sie sie dort.",
    "The file has been open in a program, or being written, for a day. Close it there.",
)
_HALF = Text(
    "Die Datei ist seit einem Tag nicht ganz angekommen. Löschen Sie sie und übertragen Sie sie noch einmal.",
    "The file has not arrived as a whole for a day. Delete it and transfer it once more.",
)
