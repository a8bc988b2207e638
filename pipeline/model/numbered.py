"""How people write the number and the name of a thing together: ``7. Mitwirkung``, ``Mitwirkung (HF 7)``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping


def forms_of(scheme: str, notations: Iterable[str]) -> tuple[re.Pattern[str], ...]:
    """The forms in which the things of a list may stand. Each has the group ``number``, the group ``name`` or both."""
    longest_first = sorted(filter(re.compile(r"\w").search, notations), key=len, reverse=True)
    number = f"(?P<number>{'|'.join(map(re.escape, longest_first)) or _NEVER})"
    word = rf"(?:{_KIND_OF_THING.get(scheme, _NEVER)})(?:\s*N[ro]\.?)?\s*:?\s*"
    forms = (
        rf"(?:{word})?{number}[.:)]?",
        rf"(?:{word})?{number}(?:\s*[.:)–—-]+\s*|\s+)(?P<name>.+)",
        rf"(?P<name>.+?)\s*[(\[]\s*(?:{word})?{number}\.?\s*[)\]]",
        rf"{word}(?P<name>.+)",
    )
    return tuple(re.compile(form, re.IGNORECASE) for form in forms)


_NEVER = "(?!)"
_KIND_OF_THING: Mapping[str, str] = {
    "field": r"HF|Handlungsfeld(?:er)?|Feld|Bereich|Fields? of action|Field",
    "thesis": r"Thesen?|Leitsatz|Thesis|Theses",
}
