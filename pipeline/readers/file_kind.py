"""What a file is, told from its first bytes: a form that some reader takes, or the fault that names what it is instead.

The suffix has no say: what is called ``.xls`` is often a zipped workbook, a web page or text.
"""

from __future__ import annotations

from enum import Enum, auto

from pipeline.model.report import Text
from pipeline.readers.faults import unknown_type

HEAD_BYTES = 4096


class Form(Enum):
    """How a table may be wrapped."""

    ZIP = auto()
    COMPOUND = auto()
    TEXT = auto()


UNKNOWN = Text("eine Datei unbekannter Art", "a file of unknown kind")
_HTML = Text("eine Internetseite (HTML)", "a web page (HTML)")
_IMAGE = Text("ein Bild", "an image")
_ARCHIVE = Text("ein gepacktes Archiv", "a compressed archive")
_DATABASE = Text("eine Datenbank", "a database")
_OLD_EXCEL = Text("eine Tabelle aus Excel 4.0 oder älter", "a table of Excel 4.0 or older")
_PROGRAM = Text("ein Programm", "a program")

FORMS = {b"PK\x03\x04": Form.ZIP, b"PK\x05\x06": Form.ZIP, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": Form.COMPOUND}

FOREIGN = {
    b"%PDF": Text("eine PDF-Datei", "a PDF document"),
    b"{\\rtf": Text("ein Text im Rich-Text-Format (RTF)", "a text in Rich Text Format (RTF)"),
    b"\x89PNG": _IMAGE,
    b"\xff\xd8\xff": _IMAGE,
    b"GIF8": _IMAGE,
    b"II*\x00": _IMAGE,
    b"MM\x00*": _IMAGE,
    b"7z\xbc\xaf": _ARCHIVE,
    b"Rar!": _ARCHIVE,
    b"\x1f\x8b": _ARCHIVE,
    b"BZh": _ARCHIVE,
    b"\xfd7zXZ": _ARCHIVE,
    b"SQLite format 3": _DATABASE,
    b"\x00\x01\x00\x00Standard ": _DATABASE,
    b"\x09\x00\x04\x00": _OLD_EXCEL,
    b"\x09\x02\x06\x00": _OLD_EXCEL,
    b"\x09\x04\x06\x00": _OLD_EXCEL,
    b"MZ\x90": _PROGRAM,
    b"\x7fELF": _PROGRAM,
    b"BEGIN:VCALENDAR": Text("ein Kalender", "a calendar"),
    b"BEGIN:VCARD": Text("eine Visitenkarte", "a business card"),
}

# In lower case, and behind any byte-order mark and blank space.
FOREIGN_TEXT = {
    b"<!doctype html": _HTML,
    b"<html": _HTML,
    b"<table": _HTML,
    b"<head": _HTML,
    b"<meta": _HTML,
    b"mime-version:": _HTML,
    b"<?xml": Text("eine XML-Datei", "an XML file"),
    b'{"': Text("eine JSON-Datei", "a JSON file"),
    b'[{"': Text("eine JSON-Datei", "a JSON file"),
}
_MARKS = b"\xef\xbb\xbf\xff\xfe"


def recognize(head: bytes) -> Form:
    """Tell how a file is wrapped; a kind that holds no readable table is a fault."""
    for signature, form in FORMS.items():
        if head.startswith(signature):
            return form
    kind = _foreign_kind(head)
    if kind is not None:
        raise unknown_type(kind)
    return Form.TEXT


def _foreign_kind(head: bytes) -> Text | None:
    # UTF-16 writes these signatures with a NUL beside every letter.
    text = head.replace(b"\x00", b"").lstrip(_MARKS).lstrip().lower()
    if text.startswith(b"<?xml") and b"<html" in text:
        return _HTML
    for content, kinds in ((head, FOREIGN), (text, FOREIGN_TEXT)):
        for signature, kind in kinds.items():
            if content.startswith(signature):
                return kind
    return None
