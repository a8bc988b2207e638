"""A table of TOML to a dataclass of the same names: what is unknown, missing or of the wrong kind is refused.

``Text``, numbers, dates, tuples, mappings and dataclasses within dataclasses are all that a setting may be. All that is
amiss is told at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, TypeVar, Union, get_args, get_origin, get_type_hints

from pipeline.model.errors import ConfigError
from pipeline.model.plain_text import clean, meaningless
from pipeline.model.report import OneText, Text
from pipeline.model.vocabulary import nearest

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_Built = TypeVar("_Built", bound="DataclassInstance")


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a file a setting stands, as its author finds it: ``dataset.toml [columns.title]``."""

    source: str
    keys: tuple[str, ...] = ()

    def at(self, key: str) -> Place:
        """The place of a key in the table of this place."""
        return Place(self.source, (*self.keys, key))

    def says(self, mistake: Text) -> Text:
        """A mistake with the place where it was made."""
        return Text(f"{self}: {mistake.de}", f"{self}: {mistake.en}")

    def __str__(self) -> str:
        return f"{self.source} [{'.'.join(self.keys)}]" if self.keys else self.source


def build(cls: type[_Built], table: Mapping[str, Any], place: Place) -> _Built:
    """A ``cls`` of the table at ``place``; raises ``ConfigError`` for all that is amiss."""
    values, mistakes = collect(cls, table, place)
    if mistakes:
        raise ConfigError.of_all(mistakes)
    return cls(**values)


def collect(cls: type[_Built], table: Mapping[str, Any], place: Place) -> tuple[dict[str, Any], list[Text]]:
    """The settings of a ``cls`` that can be meant, and what is amiss with the others."""
    hints = _hints(cls)
    mistakes = [place.says(unknown("key", name, hints)) for name in table if name not in hints]
    for setting in fields(cls):
        required = setting.default is MISSING and setting.default_factory is MISSING
        if required and setting.name not in table:
            mistakes.append(place.says(Text(f"„{setting.name}“ fehlt", f'"{setting.name}" is missing')))
    values = {}
    for name in filter(hints.__contains__, table):
        with gathered(mistakes):
            values[name] = _value(hints[name], table[name], place.at(name))
    return values, mistakes


@contextmanager
def gathered(mistakes: list[Text]) -> Iterator[None]:
    """Add what is refused within to ``mistakes``, and go on."""
    try:
        yield
    except ConfigError as error:
        mistakes += error.mistakes


@cache
def _hints(cls: type[Any]) -> Mapping[str, Any]:
    return get_type_hints(cls)


def unknown(kind: str, name: str, known: Iterable[str]) -> Text:
    """That a name is not known, and which one was probably meant."""
    meant = nearest(name, known)
    german, english = (f" Meinten Sie „{meant}“?", f' Did you mean "{meant}"?') if meant else ("", "")
    return Text(f"{_NAMED[kind]} „{name}“ ist nicht bekannt.{german}", f'unknown {kind} "{name}".{english}')


_NAMED = {
    "key": "der Schlüssel",
    "column": "die Spalte",
    "dataset": "der Datensatz",
    "time zone": "die Zeitzone",
    "rule": "die Regel",
}


def expect(kind: type[Any], value: Any, place: Place) -> Any:
    """The value, if it is of that kind; a truth value is no number and a moment no date."""
    too_special = {int: bool, date: datetime}.get(kind, NoneType)
    if not isinstance(value, kind) or isinstance(value, too_special):
        german, english = _KINDS[kind]
        found = shortened(value)
        raise ConfigError(
            place.says(Text(f"erwartet wird {german}, da steht {found}", f"expected {english}, found {found}"))
        )
    return value


def shortened(value: Any) -> str:
    """A value as it may be repeated in a sentence."""
    text = repr(value)
    return text if len(text) <= 100 else f"{text[:99]}…"


def _value(hint: Any, value: Any, place: Place) -> Any:
    origin, arguments = get_origin(hint), get_args(hint)
    if hint is Text:
        return _text(value, place)
    if hint is str:
        return _string(expect(str, value, place), place)
    if hint in (Decimal, float):
        number = value if isinstance(value, float) else expect(int, value, place)
        return Decimal(str(number)) if hint is Decimal else float(number)
    if is_dataclass(hint) and isinstance(hint, type):
        return build(hint, expect(dict, value, place), place)
    if origin is tuple:
        return tuple(_all(arguments[0], _items(expect(list, value, place), place)))
    if origin is Mapping:
        table = {_string(key, place): item for key, item in expect(dict, value, place).items()}
        return dict(zip(table, _all(arguments[1], [(item, place.at(key)) for key, item in table.items()]), strict=True))
    if origin in (Union, UnionType):
        return _value(next(argument for argument in arguments if argument is not NoneType), value, place)
    return expect(hint, value, place)


def _items(values: Sequence[Any], place: Place) -> Iterator[tuple[Any, Place]]:
    """Each value of a list with its place; of tables, the number is told."""
    for number, value in enumerate(values, start=1):
        yield value, place.at(str(number)) if isinstance(value, dict) else place


def _all(hint: Any, items: Iterable[tuple[Any, Place]]) -> list[Any]:
    """All values of one kind, or all that is amiss with any of them."""
    mistakes: list[Text] = []
    values = []
    for item, place in items:
        with gathered(mistakes):
            values.append(_value(hint, item, place))
    if mistakes:
        raise ConfigError.of_all(mistakes)
    return values


def _text(value: Any, place: Place) -> Text:
    """Both languages, or one text that serves for both."""
    if isinstance(value, str):
        one = _string(value, place)
        return OneText(one, one)
    table = expect(dict, value, place)
    if set(table) != {"de", "en"} or not all(isinstance(words, str) for words in table.values()):
        raise ConfigError(place.says(_BOTH_LANGUAGES))
    return Text(_string(table["de"], place), _string(table["en"], place))


_BOTH_LANGUAGES = Text(
    "der Text gehört in beiden Sprachen hierher, {de = …, en = …}", "give the text in both languages, {de = …, en = …}"
)


def _string(value: str, place: Place) -> str:
    """Text fit for every format, on one line but where it may have several; the name of a file as it is."""
    if signs := meaningless(value):
        named = ", ".join(signs)
        raise ConfigError(
            place.says(Text(f"enthält Zeichen ohne Bedeutung: {named}", f"holds signs that mean nothing: {named}"))
        )
    if place.keys[-1:] and place.keys[-1] in _AS_IT_IS:
        return value
    return clean(value) if place.keys[-1:] and place.keys[-1] in _OF_SEVERAL_LINES else " ".join(clean(value).split())


_AS_IT_IS = ("file", "workbooks", "delimiter", "logo")
_OF_SEVERAL_LINES = ("description", "definition", "notice", "reason", "imprint", "privacy")
_KINDS = {
    str: ("ein Text", "a text"),
    list: ("eine Liste", "a list"),
    dict: ("eine Tabelle", "a table"),
    int: ("eine Zahl", "a number"),
    date: ("ein Tag", "a date"),
    bool: ("true oder false", "true or false"),
}
