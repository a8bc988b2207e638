"""What a cell of an OpenDocument spreadsheet shows to a number format code, for files whose cells have no style."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from pipeline.readers.cell_text import CellText

_NUMBER = re.compile(r"(?P<before>[^\d+\-−]*)[+\-−]?(?P<digits>\d[\d.,' \u00a0\u202f]*?)(?P<after>[^\d]*)")
_NUMERIC_MONTH = re.compile(r"(?P<month>\d{1,2})(?P<sign>[./-])(?P<year>\d{4}|\d{2})")
_NAMED_MONTH = re.compile(r"(?P<month>[^\W\d]{3,})(?P<sign>[ .\-/]+)(?P<year>\d{4}|\d{2})")
_YEAR = re.compile(r"\d{4}")


def code_of_shown(attributes: Mapping[str, str], text: CellText) -> str | None:
    """The code that would show the value in these attributes of a cell as its ``text``, as far as that can be told."""
    find = _FINDERS.get(attributes.get("office:value-type", ""))
    return find(attributes, text.shown().strip()) if find else None


def _code_of_number(attributes: Mapping[str, str], text: str) -> str | None:
    found = _NUMBER.fullmatch(text)
    if found is None or text == attributes.get("office:value"):
        return None
    whole = re.split(r"[.,]\d*\Z", found["digits"])[0] if not found["digits"].isdecimal() else found["digits"]
    digits = "0" * len(whole) if whole.isdecimal() and whole[0] == "0" and len(whole) > 1 else "General"
    return f"{_quoted(found['before'])}{digits}{_quoted(found['after'])}"


def _quoted(text: str) -> str:
    return f'"{text}"' if text.strip() and '"' not in text else ""


def _code_of_percentage(_: Mapping[str, str], __: str) -> str:
    return "0.00%"


def _code_of_currency(attributes: Mapping[str, str], text: str) -> str | None:
    currency = attributes.get("office:currency")
    return f"#,##0.00\\ [${currency}]" if currency else _code_of_number(attributes, text)


def _code_of_date(_: Mapping[str, str], text: str) -> str | None:
    if _YEAR.fullmatch(text):
        return "yyyy"
    for pattern, month in ((_NUMERIC_MONTH, "mm"), (_NAMED_MONTH, "mmm")):
        found = pattern.fullmatch(text)
        if found:
            return f"{month}{found['sign']}{'y' * len(found['year'])}"
    return None


_FINDERS: Mapping[str, Callable[[Mapping[str, str], str], str | None]] = {
    "float": _code_of_number,
    "percentage": _code_of_percentage,
    "currency": _code_of_currency,
    "date": _code_of_date,
}
