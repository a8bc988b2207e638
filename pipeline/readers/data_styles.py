"""The styles of an OpenDocument spreadsheet to the number format codes that Excel writes for the same.

Read after OpenDocument 1.3, part 3, 16.29 and 19. Quarters and weeks, for which Excel has no code, are ``Q`` and ``WW``
as in LibreOffice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

_KINDS = ("number", "currency", "percentage", "date", "time", "boolean", "text")
_DATA_STYLES = frozenset(f"number:{kind}-style" for kind in _KINDS)

# Letters that need no quotation marks, for nothing else can be meant.
_BARE = {
    "number:date-style": frozenset(" .:/-"),
    "number:time-style": frozenset(" .:/-"),
    "number:percentage-style": frozenset(" -+()%"),
}
_BARE_IN_NUMBERS = frozenset(" -+()")

# Under these conditions, in this order, sections stand without one.
_USUAL_CONDITIONS = ((">=0",), (">0", "<0"), (">0", "<0", "=0"))
_FACTORS = {"1000": ",", "1000000": ",,", "1000000000": ",,,"}

Attributes = Mapping[str, str]


@dataclass(slots=True)
class _Part:
    """An element of a data style."""

    name: str
    attributes: Attributes
    text: str = ""

    def number(self, name: str, default: int = 0) -> int:
        return int(self.attributes.get(f"number:{name}", default))

    def has(self, name: str, value: str) -> bool:
        return self.attributes.get(f"number:{name}") == value


@dataclass(slots=True)
class _DataStyle:
    """How a value is shown; under a condition, a style of another name takes its place."""

    kind: str
    attributes: Attributes
    parts: list[_Part] = field(default_factory=list)
    maps: list[tuple[str, str]] = field(default_factory=list)


class _CellStyle(NamedTuple):
    data_style: str | None
    parent: str | None


class DataStyles:
    """What the style elements of ``styles.xml`` and ``content.xml`` say. It follows them, and is asked after."""

    def __init__(self) -> None:
        """Know no style yet."""
        self._data_styles: dict[str, _DataStyle] = {}
        self._cell_styles: dict[str, _CellStyle] = {}
        self._codes: dict[str, str | None] = {}
        self._open: _DataStyle | None = None
        self._part: _Part | None = None

    def start(self, element: str, attributes: Attributes) -> None:
        """Take notice of a style, or of what one is made of."""
        if element == "style:style" and attributes.get("style:family") == "table-cell":
            style = _CellStyle(attributes.get("style:data-style-name"), attributes.get("style:parent-style-name"))
            self._cell_styles[attributes.get("style:name", "")] = style
        elif element in _DATA_STYLES:
            self._open = self._data_styles[attributes.get("style:name", "")] = _DataStyle(element, attributes)
        elif self._open is not None and element == "style:map":
            condition = attributes.get("style:condition", "").replace("value()", "").replace(" ", "")
            self._open.maps.append((condition, attributes.get("style:apply-style-name", "")))
        elif self._open is not None and element.startswith("number:"):
            self._part = _Part(element, attributes)
            self._open.parts.append(self._part)

    def take(self, text: str) -> None:
        """Take the text of a literal."""
        if self._part is not None:
            self._part.text += text

    def end(self, element: str) -> None:
        """Take notice that a style or a part of it ends."""
        self._part = None
        if element in _DATA_STYLES:
            self._open = None

    def code(self, cell_style: str) -> str | None:
        """The number format code of a cell style, or of the one it is derived from."""
        if cell_style not in self._codes:
            # Also for a style that is derived from itself.
            self._codes[cell_style] = None
            self._codes[cell_style] = self._find_code(cell_style)
        return self._codes[cell_style]

    def _find_code(self, cell_style: str) -> str | None:
        style = self._cell_styles.get(cell_style)
        if style is None:
            return None
        if style.data_style is not None and style.data_style in self._data_styles:
            return self._sections(self._data_styles[style.data_style])
        return self.code(style.parent) if style.parent is not None else None

    def _sections(self, style: _DataStyle) -> str:
        base = _section(style)
        maps = [(condition, self._data_styles[name]) for condition, name in style.maps if name in self._data_styles]
        if tuple(condition for condition, _ in maps) in _USUAL_CONDITIONS:
            return ";".join([*(_section(mapped) for _, mapped in maps), base])
        return ";".join([*(f"[{condition}]{_section(mapped)}" for condition, mapped in maps), base])


def _section(style: _DataStyle) -> str:
    tokens = list(_tokens(style))
    if style.attributes.get("number:truncate-on-overflow") == "false":
        first = next((place for place, token in enumerate(tokens) if token[0] in "hms"), None)
        if first is not None:
            tokens[first] = f"[{tokens[first]}]"
    return "".join(tokens)


def _tokens(style: _DataStyle) -> Iterator[str]:
    if style.kind == "number:boolean-style":
        yield "General"
        return
    embedded = {part.number("position"): part.text for part in style.parts if part.name == "number:embedded-text"}
    for part in style.parts:
        if part.name == "number:text":
            yield _literal(part.text, _BARE.get(style.kind, _BARE_IN_NUMBERS))
        elif part.name == "number:number":
            yield _number(part, embedded)
        elif part.name in _PARTS:
            yield _PARTS[part.name](part)


def _literal(text: str, bare: frozenset[str] = frozenset()) -> str:
    """Text as it stands in a code."""
    if all(letter in bare for letter in text):
        return text
    return '\\"'.join(f'"{part}"' if part else "" for part in text.split('"'))


def _number(part: _Part, embedded: Mapping[int, str]) -> str:
    digits = "0" * part.number("min-integer-digits")
    if part.has("grouping", "true"):
        digits = _grouped(digits.rjust(4, "#"))
    for position, text in sorted(embedded.items(), reverse=True):
        digits = digits.rjust(position + 1, "#")
        digits = f"{digits[: len(digits) - position]}{_literal(text)}{digits[len(digits) - position :]}"
    return f"{digits or '#'}{_decimals(part)}{_FACTORS.get(part.attributes.get('number:display-factor', ''), '')}"


def _grouped(digits: str) -> str:
    first = len(digits) % 3 or 3
    return ",".join([digits[:first], *(digits[start : start + 3] for start in range(first, len(digits), 3))])


def _decimals(part: _Part) -> str:
    places = part.number("decimal-places")
    sure = min(places, part.number("min-decimal-places", places))
    return f".{'0' * sure}{'#' * (places - sure)}" if places else ""


def _scientific(part: _Part) -> str:
    whole = "0" * part.number("min-integer-digits", 1)
    return f"{whole}{_decimals(part)}E+{'0' * part.number('min-exponent-digits', 2)}"


def _fraction(part: _Part) -> str:
    denominator = part.attributes.get("number:denominator-value") or "?" * part.number("min-denominator-digits", 1)
    return f"# {'?' * part.number('min-numerator-digits', 1)}/{denominator}"


def _month(part: _Part) -> str:
    return ("mmm" if part.has("textual", "true") else "m") + ("m" if part.has("style", "long") else "")


def _seconds(part: _Part) -> str:
    return _long("s")(part) + _decimals(part)


def _long(letter: str, *, shortest: int = 1) -> Callable[[_Part], str]:
    """One more letter for the long form; or two more, as for a year."""

    def token(part: _Part) -> str:
        return letter * shortest + (letter * (2 if letter == "y" else 1) if part.has("style", "long") else "")

    return token


_PARTS: Mapping[str, Callable[[_Part], str]] = {
    "number:scientific-number": _scientific,
    "number:fraction": _fraction,
    "number:currency-symbol": lambda part: f"[${part.text or '¤'}]",
    "number:text-content": lambda _: "@",
    "number:fill-character": lambda part: f"*{part.text[:1]}" if part.text else "",
    "number:day": _long("d"),
    "number:day-of-week": _long("d", shortest=3),
    "number:month": _month,
    "number:year": _long("y", shortest=2),
    "number:era": _long("g"),
    "number:quarter": _long("Q"),
    "number:week-of-year": lambda _: "WW",
    "number:hours": _long("h"),
    "number:minutes": _long("m"),
    "number:seconds": _seconds,
    "number:am-pm": lambda _: "AM/PM",
}
