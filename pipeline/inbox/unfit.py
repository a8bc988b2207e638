"""The ending of a file to why it cannot be taken under any name, and what to hand in instead."""

from __future__ import annotations

from pipeline.model.report import Text


def of_ending(ending: str) -> Text:
    """Of a file that is no table."""
    return next((why for endings, why in _ENDINGS if ending in endings), _NO_TABLE)


def of_format(like: str) -> Text:
    """Of a table that is one of the town's in another format: a new name would make a broken file of it."""
    return Text(
        f"Die Datei hat ein anderes Format als „{like}“. Speichern Sie sie unter dem Namen „{like}“ in dessen Format "
        "(„Speichern unter“), und legen Sie diese in den Eingangsordner. Umbenennen genügt nicht.",
        f"The file has another format than “{like}”. Save it under the name “{like}” in its format (“save as”), and "
        "put that into the inbox folder. A new name alone is not enough.",
    )


def of_copy(master: str) -> Text:
    """Of a checked copy that has another format than what it was made of."""
    return Text(
        f"Das ist die geprüfte Kopie von „{master}“ und hat ein anderes Format. Übernehmen Sie Ihre Änderungen in "
        f"„{master}“, und legen Sie diese Datei in den Eingangsordner.",
        f"This is the checked copy of “{master}” and has another format. Make your changes in “{master}”, and put that "
        "file into the inbox folder.",
    )


_NO_TABLE = Text(
    "Die Datei ist keine Tabelle. Legen Sie eine Excel-Arbeitsmappe (.xlsx) in den Eingangsordner.",
    "The file is no table. Put an Excel workbook (.xlsx) into the inbox folder.",
)
_ENDINGS = (
    (
        frozenset("zip 7z rar gz tar tgz bz2 xz".split()),  # noqa: SIM905 - read as a line
        Text(
            "Die Datei ist ein Archiv. Entpacken Sie es, und legen Sie die Tabelle selbst in den Eingangsordner.",
            "The file is an archive. Unpack it, and put the spreadsheet itself into the inbox folder.",
        ),
    ),
    (
        frozenset("lnk url webloc desktop website gsheet".split()),  # noqa: SIM905 - read as a line
        Text(
            "Die Datei ist nur eine Verknüpfung. Legen Sie die Tabelle selbst in den Eingangsordner.",
            "The file is a shortcut alone. Put the spreadsheet itself into the inbox folder.",
        ),
    ),
    (
        frozenset("eml msg".split()),  # noqa: SIM905 - read as a line
        Text(
            "Die Datei ist eine E-Mail. Speichern Sie ihren Anhang, und legen Sie ihn in den Eingangsordner.",
            "The file is a mail. Save what is attached to it, and put that into the inbox folder.",
        ),
    ),
)
