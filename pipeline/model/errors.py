"""What can go wrong outside the data. A fault *in* the data is no exception: it is a ``ValidationResult``.

PipelineError
├── ConfigError          dataset.toml, a command line or a shape says something that cannot be meant
├── WorkbookFault        a file that cannot be read as a workbook; told to its author as a finding
└── OutsideWorldError    disk, network or another program did not do its part
"""

from __future__ import annotations

import errno
from collections.abc import Iterable

from pipeline.model.report import Text


class PipelineError(Exception):
    """The root of all errors this package raises on purpose. Its message is fit to be shown to an operator.

    A plain text stands for both languages; the text of the exception itself is the English one.
    """

    def __init__(self, message: str | Text) -> None:
        self.message = message if isinstance(message, Text) else Text(message, message)
        super().__init__(self.message.en)


class ConfigError(PipelineError):
    """Settings are unknown, missing or of the wrong kind. The text names the file, the table and the key of each.

    ``mistakes`` holds them one by one, the text one a line.
    """

    def __init__(self, message: str | Text) -> None:
        super().__init__(message)
        self.mistakes: tuple[Text, ...] = (self.message,)

    @classmethod
    def of_all(cls, mistakes: Iterable[Text]) -> ConfigError:
        """Several mistakes in one, so that all of them are told at once."""
        mistakes = tuple(dict.fromkeys(mistakes))
        error = cls(Text("\n".join(text.de for text in mistakes), "\n".join(text.en for text in mistakes)))
        error.mistakes = mistakes
        return error


class OutsideWorldError(PipelineError):
    """A disk, a network or another program failed; trying again later may help."""


class WorkbookFault(PipelineError):
    """A file that cannot be read, and the rule that says why in words its author understands.

    ``rule`` is the id of a rule in ``shapes/reading.ttl``; ``details`` fill the placeholders of its message.
    """

    def __init__(self, rule: str, **details: str | int) -> None:
        super().__init__(f"{rule}: {details}" if details else rule)
        self.rule = rule
        self.details = details


def reason_of(error: OSError) -> Text:
    """Why a disk did not do its part; in the system's own words where it is a rare reason."""
    words = error.strerror or type(error).__name__
    return _REASONS.get(error.errno or 0, Text(words, words))


_REASONS = {
    errno.ENOENT: Text("nicht vorhanden", "No such file or directory"),
    errno.EACCES: Text("kein Zugriff", "Permission denied"),
    errno.EPERM: Text("nicht erlaubt", "Operation not permitted"),
    errno.EEXIST: Text("schon vorhanden", "File exists"),
    errno.ENOTDIR: Text("kein Ordner", "Not a directory"),
    errno.EISDIR: Text("ein Ordner", "Is a directory"),
    errno.ENOSPC: Text("kein Platz mehr auf dem Datenträger", "No space left on device"),
    errno.EROFS: Text("der Datenträger ist schreibgeschützt", "Read-only file system"),
    errno.ENXIO: Text("keine Datei", "No file"),
    errno.EFBIG: Text("die Datei würde zu groß", "File too large"),
    errno.EDQUOT: Text("das Kontingent ist ausgeschöpft", "Disk quota exceeded"),
    errno.EMFILE: Text("zu viele offene Dateien", "Too many open files"),
    errno.ENFILE: Text("zu viele offene Dateien auf dem Rechner", "Too many open files in system"),
    errno.ENOMEM: Text("zu wenig Arbeitsspeicher", "Cannot allocate memory"),
    errno.ELOOP: Text("ein Verweis, der im Kreis führt", "Too many levels of symbolic links"),
    errno.ENAMETOOLONG: Text("der Name ist zu lang", "File name too long"),
    errno.EBUSY: Text("wird gerade benutzt", "Device or resource busy"),
    errno.ESTALE: Text("das Netzlaufwerk ist weg", "Stale file handle"),
    errno.EINTR: Text("unterbrochen", "Interrupted"),
    errno.EIO: Text("Fehler des Datenträgers", "Input/output error"),
}

OUT_OF_MEMORY = Text(
    "zu wenig Arbeitsspeicher; geben Sie dem Programm mehr, oder beenden Sie andere Programme",
    "too little memory; give this program more, or end other programs",
)
"""What is told where the machine, and no file, is at fault."""
