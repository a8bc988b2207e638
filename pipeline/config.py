"""A town's ``dataset.toml``: what is published, by whom, and how its sheets are to be read. TOML in, a ``Dataset`` out.

What the file says and this module does not know is refused, with what it might have meant.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from datetime import date
from decimal import Decimal
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from pipeline.errors import ConfigError
from pipeline.report import Text
from pipeline.vocabulary import COLUMNS, REQUIRED_COLUMNS, nearest
from pipeline.workbook import Limits


@dataclass(frozen=True, slots=True)
class Publisher:
    """The organization that publishes: its name, its site and, where it differs from the default, its IRI."""

    name: str
    homepage: str = ""
    iri: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ask about the data: a role mailbox, never a person."""

    name: str
    email: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Geography:
    """The official keys of the place: AGS (8 digits) and ARS (12 digits)."""

    ags: str = ""
    ars: str = ""
    level: str = "municipality"


@dataclass(frozen=True, slots=True)
class Iris:
    """How the town's things are named: ``base`` and the path under it for each kind of thing."""

    base: str
    project: str = "projekt/"
    field: str = "handlungsfeld/"
    thesis: str = "these/"
    organization: str = "stelle/"
    strategy: str = "strategie"
    roadmap: str = "roadmap"
    vision: str = "vision"
    fields: str = "handlungsfelder"


@dataclass(frozen=True, slots=True)
class ConceptEntry:
    """A thesis or a field of action given in ``dataset.toml`` rather than in Turtle."""

    notation: str
    label: Text
    definition: Text
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StrategySource:
    """The strategy: a Turtle file beside ``dataset.toml``, or its title, theses and fields right here."""

    file: str = ""
    title: Text = Text("", "")
    description: Text = Text("", "")
    issued: str = ""
    theses: tuple[ConceptEntry, ...] = ()
    fields: tuple[ConceptEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class ColumnOptions:
    """How a column is found and read: its titles in the sheets, and for amounts the currency and the unit."""

    titles: tuple[str, ...] = ()
    currency: str = "EUR"
    factor: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """Titles to columns. ``ignore`` names columns left out on purpose, ``key_from`` those that make up a key where
    no column holds one, ``required`` those a table must have.
    """

    options: Mapping[str, ColumnOptions] = field(default_factory=dict)
    ignore: tuple[str, ...] = ()
    key_from: tuple[str, ...] = ()
    required: tuple[str, ...] = REQUIRED_COLUMNS

    def of(self, name: str) -> ColumnOptions:
        return self.options.get(name, _NO_OPTIONS)

    def titles(self, name: str) -> tuple[str, ...]:
        """What the column may be called: as mapped, else its titles in a template."""
        return self.of(name).titles or tuple(COLUMNS[name].title)


_NO_OPTIONS = ColumnOptions()


@dataclass(frozen=True, slots=True)
class Expectations:
    """What the town says of its own strategy, to be checked; ``None`` expects nothing."""

    theses: int | None = None
    fields: int | None = None
    max_lost_rows: float = 0.2


@dataclass(frozen=True, slots=True)
class Privacy:
    """What looks personal and is not: role mailboxes, and phrases such as the name of a street or a film."""

    role_mailboxes: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A project taken back on purpose: since when and why. It stays published, marked as withdrawn."""

    since: date
    reason: Text


@dataclass(frozen=True, slots=True)
class Dataset:
    """One town: everything that is true of it alone."""

    name: str
    title: Text
    description: Text
    publisher: Publisher
    contact: Contact
    iris: Iris
    license: str
    strategy: StrategySource
    language: str = "de"
    attribution: Text = Text("", "")
    notice: Text = Text("", "")
    themes: tuple[str, ...] = ("GOVE",)
    keywords: tuple[str, ...] = ()
    workbooks: tuple[str, ...] = ("*.xlsx",)
    geography: Geography = Geography()
    columns: ColumnMapping = ColumnMapping()
    expectations: Expectations = Expectations()
    privacy: Privacy = Privacy()
    limits: Limits = Limits()
    withdrawn: Mapping[str, Withdrawal] = field(default_factory=dict)


def parse_dataset(toml: str, source: str) -> Dataset:
    """Read a ``dataset.toml``. ``source`` names the file in errors; raises ``ConfigError`` for whatever is amiss."""
    try:
        table = tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{source}: {error}") from error
    if isinstance(table.get("columns"), dict):
        table["columns"] = _columns_table(table["columns"], f"{source} [columns]")
    dataset: Dataset = _build(Dataset, table, source)
    _check(dataset, source)
    return dataset


def _check(dataset: Dataset, source: str) -> None:
    if not dataset.iris.base.startswith(("http://", "https://")) or not dataset.iris.base.endswith("/"):
        raise ConfigError(f"{source} [iris]: base must begin with https:// and end with a slash")
    if not dataset.strategy.file and not dataset.strategy.fields:
        raise ConfigError(f"{source} [strategy]: name a Turtle file, or list the fields of action here")
    if dataset.language not in ("de", "en"):
        raise ConfigError(f'{source}: language must be "de" or "en"')
    for name in (*dataset.columns.key_from, *dataset.columns.required):
        if name not in COLUMNS:
            raise ConfigError(_unknown(f"{source} [columns]", "column", name, COLUMNS))


def _columns_table(table: Mapping[str, Any], where: str) -> dict[str, Any]:
    """``title = "Titel"`` in its long form: ``options = {title = {titles = ["Titel"]}}``."""
    settings = {"ignore", "key_from", "required"}
    options: dict[str, Any] = {}
    for name, value in table.items():
        if name in settings:
            continue
        if name not in COLUMNS:
            raise ConfigError(_unknown(where, "key", name, [*COLUMNS, *settings]))
        long = dict(value) if isinstance(value, dict) else {"titles": value}
        long["titles"] = [long["titles"]] if isinstance(long.get("titles"), str) else long.get("titles", [])
        options[name] = long
    return {"options": options} | {name: table[name] for name in settings & table.keys()}


def _unknown(where: str, kind: str, name: str, known: Any) -> str:
    meant = nearest(name, known)
    return f'{where}: unknown {kind} "{name}".' + (f' Did you mean "{meant}"?' if meant else "")


def _build(cls: type[Any], table: Mapping[str, Any], where: str) -> Any:
    """A dataclass from a TOML table of the same names, refusing what it does not know and naming what is missing."""
    hints = get_type_hints(cls)
    for name in table:
        if name not in hints:
            raise ConfigError(_unknown(where, "key", name, hints))
    for setting in fields(cls):
        required = setting.default is MISSING and setting.default_factory is MISSING
        if required and setting.name not in table:
            raise ConfigError(f'{where}: "{setting.name}" is missing')
    return cls(**{name: _value(hints[name], value, f"{where} [{name}]") for name, value in table.items()})


def _value(hint: Any, value: Any, where: str) -> Any:
    origin, arguments = get_origin(hint), get_args(hint)
    if hint is Text:
        return _text(value, where)
    if hint is Decimal:
        return Decimal(str(value))
    if is_dataclass(hint) and isinstance(hint, type):
        return _build(hint, _expect(dict, value, where), where)
    if origin is tuple:
        return tuple(_value(arguments[0], item, where) for item in _expect(list, value, where))
    if origin in (Mapping, dict) or getattr(origin, "__name__", "") == "Mapping":
        return {key: _value(arguments[1], item, f"{where}.{key}") for key, item in _expect(dict, value, where).items()}
    if origin in (Union, UnionType):
        return _value(next(argument for argument in arguments if argument is not NoneType), value, where)
    return _expect(hint, float(value) if hint is float and type(value) is int else value, where)


def _text(value: Any, where: str) -> Text:
    """Both languages, or one text that serves for both."""
    if isinstance(value, str):
        return Text(value, value)
    table = _expect(dict, value, where)
    if set(table) != {"de", "en"} or not all(isinstance(words, str) for words in table.values()):
        raise ConfigError(f"{where}: give the text in both languages, {{de = …, en = …}}")
    return Text(table["de"], table["en"])


def _expect(kind: type[Any], value: Any, where: str) -> Any:
    if not isinstance(value, kind) or (kind is not bool and isinstance(value, bool)):
        names = {str: "a text", list: "a list", dict: "a table", int: "a whole number", date: "a date", float: "a number"}
        raise ConfigError(f"{where}: expected {names.get(kind, kind.__name__)}, found {value!r}")
    return value
