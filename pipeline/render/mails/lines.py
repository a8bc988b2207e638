"""Words as a mail has them: lines that every program shows whole, subjects that fit, moments as people say them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from textwrap import wrap
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from pipeline.model.plain_text import clean
from pipeline.model.report import Language

WIDTH, LONGEST_SUBJECT = 72, 78
_MOMENTS = {
    "de": ("de_DE", "EEEE, d.\u00a0MMMM\u00a0y, 'um'\u00a0H.mm\u00a0'Uhr'"),
    "en": ("en_GB", "EEEE, d\u00a0MMMM\u00a0y, 'at'\u00a0H:mm"),
}
_ORDER_OF_LETTERS = re.compile("[\u202a-\u202e\u2066-\u2069]")


def moment(at: datetime | None, time_zone: str, language: Language) -> str:
    """A moment by the town's clock, which no line cuts in two; nothing for none.

    >>> from datetime import UTC
    >>> moment(datetime(2026, 11, 23, 5, tzinfo=UTC), "Europe/Berlin", "de").replace("\\u00a0", " ")
    'Montag, 23. November 2026, um 6.00 Uhr'
    """
    locale, form = _MOMENTS[language]
    return format_datetime(at, form, tzinfo=ZoneInfo(time_zone), locale=locale) if at else ""


def in_one_line(words: str) -> str:
    """Words on one line, without signs that nobody sees or that turn others around.

    >>> in_one_line("roadmap\\r\\nBcc: x.xlsx")
    'roadmap Bcc: x.xlsx'
    """
    return " ".join(_ORDER_OF_LETTERS.sub("", clean(words)).split())


def shortened(name: str, room: int) -> str:
    """A name that fits, its end kept, for that tells what kind of file it is.

    >>> shortened("roadmap mit einem langen Namen.xlsx", 20)
    'roadmap mit… en.xlsx'
    """
    if len(name) <= room:
        return name
    end = min(8, room // 2)
    return f"{name[: room - end - 1]}…{name[len(name) - end :]}"


def paragraph(words: str, first: str = "", further: str = "") -> str:
    """Words in lines; an address or a name without blanks is never cut, however long."""
    lines = wrap(
        words.strip(" "),
        WIDTH,
        initial_indent=first,
        subsequent_indent=further,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return "\n".join(lines).replace("\u00a0", " ")


def numbered(steps: Iterable[str]) -> str:
    """Steps, one after the other."""
    return "\n".join(paragraph(step, f"{number}. ", "   ") for number, step in enumerate(steps, start=1))


def listed(entries: Iterable[str]) -> str:
    """Things beside one another."""
    return "\n".join(paragraph(entry, "- ", "  ") for entry in entries)
