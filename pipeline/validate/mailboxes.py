"""Which mailboxes seem to be those of persons: addresses by the units they stand for in, those units out.

The name before the @ is read as a name, ``anna.beispiel`` as "Anna Beispiel", and held to what the rules take for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pipeline.model.dataset import Dataset
from pipeline.model.rules import RuleBook


def personal_mailboxes(mailboxes: Mapping[str, str], dataset: Dataset, rules: RuleBook) -> Iterator[str]:
    """The units whose mailbox is a person's, unless the town has cleared it as a role mailbox."""
    cleared = {address.casefold() for address in (*dataset.privacy.role_mailboxes, dataset.contact.email)}
    pattern = re.compile(rules["personal-body"].forbidden)
    for unit, address in mailboxes.items():
        if address.casefold() not in cleared and any(map(pattern.search, _readings(address))):
            yield unit


def _readings(address: str) -> Iterator[str]:
    """The names that stand before the @ as people write them, in their order and the other way round."""
    parts = [part for part in re.split(r"[._+\d-]+", address.partition("@")[0].casefold()) if part]
    for words in (parts, parts[::-1]):
        name = " ".join(f"{word[0].upper()}{'.' if len(word) == 1 else word[1:]}" for word in words)
        yield from (name, _UMLAUT.sub(lambda found: _LETTERS[found[0]], name))


_LETTERS = {"ae": "ä", "oe": "ö", "ue": "ü"}
_UMLAUT = re.compile("|".join(_LETTERS))
