"""A cell of delimited text to what a spreadsheet program meant by it: a text in a dress, or the name of an error."""

from __future__ import annotations

import re

from pipeline.model.workbook import CellFault

# In German and in English, and what stands in the place of a number or a day that is wider than its column.
_ERROR = re.compile(
    r"#(?:BEZUG!|REF!|WERT!|VALUE!|NAME\?|NV|N/A|DIV/0!|ZAHL!|NUM!|NULL!|ÜBERLAUF!|SPILL!|KALK!|CALC!|##+)"
    r"|(?:Err|Fehler):\d{3}"
)
_FIRST_OF_ERRORS = ("#", "E", "F")
_KEPT = re.compile(r'="((?:[^"]|"")*)"')


def as_meant(text: str) -> str | CellFault:
    """The text in a formula that results in nothing but it; the error that a cell held.

    >>> as_meant('="007"'), as_meant('="A-1"'), as_meant("=A1")
    ('007', 'A-1', '=A1')
    """
    if text[:1] in _FIRST_OF_ERRORS and _ERROR.fullmatch(text.strip()):
        return CellFault("error", text.strip())
    if not text.startswith('="'):
        return text
    found = _KEPT.fullmatch(text.rstrip())
    return found[1].replace('""', '"') if found else text
