"""What an organization is known as elsewhere: a number or an address as a person writes it in, its identifier out."""

from __future__ import annotations

import re

WIKIDATA = "http://www.wikidata.org/entity/"
GND = "https://d-nb.info/gnd/"


def wikidata_id(text: str) -> str:
    """The number of an entity of Wikidata, from itself or from its address; nothing where that is none.

    >>> wikidata_id("https://www.wikidata.org/wiki/Q64"), wikidata_id("Berlin")
    ('Q64', '')
    """
    found = _WIKIDATA.fullmatch(text)
    return found[1] if found else ""


def gnd_id(text: str) -> str:
    """The number of an entity of the GND, from itself or from its address; nothing where that is none.

    >>> gnd_id("https://d-nb.info/gnd/4005728-8"), gnd_id("4005728-9")
    ('4005728-8', '4005728-9')
    """
    found = _GND.fullmatch(text)
    return found[1] if found else ""


def gnd_check(number: str) -> str:
    """The check digit that a number of the GND must end in.

    Numbers with a hyphen, once of corporate bodies and of subjects, end in the weighted sum of their digits modulo 11,
    those without one in what is missing to the next multiple of 11; ten is X.

    >>> gnd_check("4005728-8"), gnd_check("118540238")
    ('8', '8')
    """
    digits = number[:-1].rstrip("-")
    rest = sum(weight * int(digit) for weight, digit in enumerate(reversed(digits), start=2)) % 11
    return "0123456789X"[rest if "-" in number else -rest % 11]


_WIKIDATA = re.compile(r"(?:https?://(?:www\.|m\.)?wikidata\.org/(?:entity|wiki)/)?(Q[1-9][0-9]{0,11})")
_GND = re.compile(
    r"(?:https?://d-nb\.info/gnd/)?(1[0-3]?[0-9]{7}[0-9X]|[47][0-9]{6}-[0-9X]|[1-9][0-9]{0,7}-[0-9X]|3[0-9]{7}[0-9X])"
)
