"""How odd a piece of text looks in a language: 0 for letters and signs where its writers put them, more for others."""

from __future__ import annotations

from collections.abc import Callable, Mapping

LETTERS: Mapping[str, str] = {
    "de": "äöüß",
    "en": "",
    "fr": "àâæçéèêëîïôœùûüÿ",
    "sv": "åäöé",
    "da": "æøåé",
    "pl": "ąćęłńóśźż",
    "cs": "áčďéěíňóřšťúůýž",
    "sk": "áäčďéíľĺňóôŕšťúýž",
    "es": "áéíñóúü",
    "nl": "ëïéèöüóá",
    "tr": "çğıöşüİ",
    "it": "àèéìòù",
    "pt": "áâãàçéêíóôõú",
    "hu": "áéíóöőúüű",
    "fi": "äöå",
    "hr": "čćđšž",
}
"""The letters beyond ASCII of the languages in which towns write; Norwegian has those of Danish."""

WORDS: Mapping[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "de": "und der die das für im am von mit zur zum in des",
        "en": "the of and for in to on with",
        "fr": "le la les de du des et en un une sur",
        "sv": "och av en ett i till som det",
        "da": "og af av en et i til som det der",
        "pl": "i w na z do dla przy oraz",
        "cs": "a v na pro ve se o",
        "sk": "a v na pre vo sa",
        "es": "el la los las de del en y para por",
        "nl": "de het van een en in voor",
        "tr": "ve bir bu ile",
        "it": "il la di della e per che del",
        "pt": "o a de da do e para em os",
        "hu": "a az es egy",
        "fi": "ja on",
        "hr": "i u na za je",
    }.items()
}
"""Short words that tell a language though they are plain ASCII."""

KNOWN_LETTERS = frozenset("".join(LETTERS.values()))
_BORROWED = frozenset("éèêàáíóöüäçñøåæôß")  # in names and loanwords of any language

ODD = 5.0
"""What a letter or a sign costs where no town would write it."""

_BLANKS = ' \N{NO-BREAK SPACE}\t\r\n;,|"'


def oddity(piece: str, language: str) -> float:
    """How odd the letters and signs beyond ASCII look in ``piece``, which has no blanks within."""
    padded = f" {piece} "
    return sum(
        _oddity_of(padded[at - 1], padded[at], padded[at + 1], language)
        for at in range(1, len(padded) - 1)
        if not padded[at].isascii()
    )


def _oddity_of(before: str, letter: str, after: str, language: str) -> float:
    if not letter.isalpha() or letter in "ªº":
        return _oddity_of_sign(before, letter, after)
    place = _misplacement(before, letter, after) + _spelling(before, letter.lower(), after, language)
    return place + _foreignness(letter, language)


def _foreignness(letter: str, language: str) -> float:
    small = letter.lower()
    if small in LETTERS[language] or letter in LETTERS[language]:
        return 0
    if small in _BORROWED:
        return 1.5
    return 3 if small in KNOWN_LETTERS else ODD


def _misplacement(before: str, letter: str, after: str) -> float:
    """A capital within small letters, a small letter within capitals, or a capital all by itself."""
    capital = letter != letter.lower()
    if capital and not before.isalnum() and not after.isalnum():
        return 2
    if capital and before.islower():
        return 4
    if capital and before.isalpha() and after.islower():
        return 1
    return 3 if not capital and before.isupper() and after.isupper() else 0


def _spelling(before: str, small: str, after: str, language: str) -> float:
    if small == "ç" and language != "tr" and after.isalpha() and after.lower() not in "aouiâãáóôõú":
        return 3
    return 4 if small == "ß" and before.lower() not in "aeiouäöüy" else 0


def _oddity_of_sign(before: str, sign: str, after: str) -> float:
    cost, fits = _SIGNS.get(sign, (ODD + 1, _anywhere))
    return cost if fits(before, after) else ODD


def _anywhere(before: str, after: str) -> bool:
    return True


def _beside_a_number(before: str, after: str) -> bool:
    alone = (before in _BLANKS or before == "(") and (after in _BLANKS or after in ")/.")
    return before.isdigit() or after.isdigit() or alone


def _behind_a_unit(before: str, after: str) -> bool:
    return before in "mM" and not after.isalpha()


def _of_a_degree(before: str, after: str) -> bool:
    return not before.isalpha() and (after in "CF" or before.isdigit())


def _before_a_number(before: str, after: str) -> bool:
    return not before.isalpha() and (after in _BLANKS or after == "§" or after.isdigit())


def _as_a_dash(before: str, after: str) -> bool:
    return (before in _BLANKS or before.isdigit()) and (after in _BLANKS or after.isdigit())


def _as_an_apostrophe(before: str, after: str) -> bool:
    return before.isalpha() and (after.isalpha() or after in _BLANKS or after in ".:!?)»”")


def _as_an_opening(before: str, after: str) -> bool:
    return not before.isalpha() and (after.isalnum() or after in "„“‚‘")


def _as_either_quote(before: str, after: str) -> bool:
    return _as_an_opening(before, after) or _as_a_closing(before, after)


def _as_a_closing(before: str, after: str) -> bool:
    return before not in _BLANKS and not after.isalpha()


def _between(before: str, after: str) -> bool:
    return before not in _BLANKS and after not in _BLANKS


def _within_a_word(before: str, after: str) -> bool:
    return before.isalpha() and after.isalpha()


def _behind_a_number(before: str, after: str) -> bool:
    return (before.isdigit() or before in "nN.") and not after.isalpha()


def _no_letter_beside(before: str, after: str) -> bool:
    return not before.isalpha() and not after.isalpha()


def _before_a_word(before: str, after: str) -> bool:
    return not before.isalpha() and after.isalpha()


def _behind_a_name(before: str, after: str) -> bool:
    return not after.isalnum()


_SIGNS: Mapping[str, tuple[float, Callable[[str, str], bool]]] = {
    "\N{NO-BREAK SPACE}": (0.3, _between),
    "\N{SOFT HYPHEN}": (1.5, _within_a_word),
    **dict.fromkeys("€£", (0.0, _beside_a_number)),
    **dict.fromkeys("²³", (0.3, _behind_a_unit)),
    "°": (0.3, _of_a_degree),
    "§": (0.3, _before_a_number),
    **dict.fromkeys("–—", (0.2, _as_a_dash)),
    "’": (0.0, _as_an_apostrophe),
    **dict.fromkeys("„‚«", (0.3, _as_an_opening)),
    **dict.fromkeys("“‘", (0.3, _as_either_quote)),
    **dict.fromkeys("”»", (0.3, _as_a_closing)),
    "…": (0.5, _behind_a_name),
    **dict.fromkeys("½¼¾", (1.5, _no_letter_beside)),
    **dict.fromkeys("×·•±", (1.5, _no_letter_beside)),
    "µ": (1.5, _before_a_word),
    **dict.fromkeys("®©™", (1.5, _behind_a_name)),
    **dict.fromkeys("ºª", (1.5, _behind_a_number)),
    "¿": (0.3, _before_a_word),
    "¡": (3.0, _before_a_word),
}
"""What a sign costs where it fits."""
