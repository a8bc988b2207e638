"""A table of TOML to a dataclass of the same names: what is unknown, missing or of the wrong kind is refused.

``Text``, numbers, dates, tuples, mappings and dataclasses within dataclasses are all that a setting may be.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, TypeVar, Union, get_args, get_origin, get_type_hints

from pipeline.model.errors import ConfigError
from pipeline.model.report import Text
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

    def __str__(self) -> str:
        return f"{self.source} [{'.'.join(self.keys)}]" if self.keys else self.source


def build(cls: type[_Built], table: Mapping[str, Any], place: Place) -> _Built:
    """A ``cls`` of the table at ``place``; raises ``ConfigError`` for what is amiss."""
    hints = _hints(cls)
    for name in table:
        if name not in hints:
            raise ConfigError(f"{place}: {unknown('key', name, hints)}")
    for setting in fields(cls):
        required = setting.default is MISSING and setting.default_factory is MISSING
        if required and setting.name not in table:
            raise ConfigError(f'{place}: "{setting.name}" is missing')
    return cls(**{name: _value(hints[name], value, place.at(name)) for name, value in table.items()})


@cache
def _hints(cls: type[Any]) -> Mapping[str, Any]:
    return get_type_hints(cls)


def unknown(kind: str, name: str, known: Iterable[str]) -> str:
    """That a name is not known, and which one was probably meant."""
    meant = nearest(name, known)
    return f'unknown {kind} "{name}".' + (f' Did you mean "{meant}"?' if meant else "")


def expect(kind: type[Any], value: Any, place: Place) -> Any:
    """The value, if it is of that kind; a truth value is no number and a moment no date."""
    too_special = {int: bool, date: datetime}.get(kind, NoneType)
    if not isinstance(value, kind) or isinstance(value, too_special):
        raise ConfigError(f"{place}: expected {_KINDS.get(kind, kind.__name__)}, found {value!r}")
    return value


def _value(hint: Any, value: Any, place: Place) -> Any:
    origin, arguments = get_origin(hint), get_args(hint)
    if hint is Text:
        return _text(value, place)
    if hint in (Decimal, float):
        number = value if isinstance(value, float) else expect(int, value, place)
        return Decimal(str(number)) if hint is Decimal else float(number)
    if is_dataclass(hint) and isinstance(hint, type):
        return build(hint, expect(dict, value, place), place)
    if origin is tuple:
        return tuple(_value(arguments[0], item, place) for item in expect(list, value, place))
    if origin is Mapping:
        return {key: _value(arguments[1], item, place.at(key)) for key, item in expect(dict, value, place).items()}
    if origin in (Union, UnionType):
        return _value(next(argument for argument in arguments if argument is not NoneType), value, place)
    return expect(hint, value, place)


def _text(value: Any, place: Place) -> Text:
    """Both languages, or one text that serves for both."""
    if isinstance(value, str):
        return Text(value, value)
    table = expect(dict, value, place)
    if set(table) != {"de", "en"} or not all(isinstance(words, str) for words in table.values()):
        raise ConfigError(f"{place}: give the text in both languages, {{de = …, en = …}}")
    return Text(table["de"], table["en"])


_KINDS = {str: "a text", list: "a list", dict: "a table", int: "a number", date: "a date", bool: "true or false"}
