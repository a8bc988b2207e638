"""What is of the right kind and cannot be meant: a town's ``Dataset`` in, mistakes with their keys out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date
from itertools import chain
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pipeline.model.dataset import (
    DATASETS,
    CatalogOptions,
    CkanOptions,
    Dataset,
    Iris,
    StrategySource,
)
from pipeline.model.report import Text
from pipeline.model.workbook import TextHints
from pipeline.town.addresses import WEB_ADDRESS, misread
from pipeline.town.mistakes_in_columns import Mistake, expected, mistakes_in_columns
from pipeline.town.mistakes_in_geography import mistakes_in_geography
from pipeline.town.typed_table import unknown


def mistakes_in(dataset: Dataset) -> Iterator[Mistake]:
    """All of them, in the order of the settings."""
    return chain(
        _of_town(dataset),
        _of_iris(dataset.iris),
        _of_addresses(dataset),
        _of_mailboxes(dataset),
        mistakes_in_geography(dataset.geography),
        _of_catalog(dataset.catalog, dataset.destinations.ckan),
        _of_strategy(dataset.strategy),
        _of_text_files(dataset.text),
        mistakes_in_columns(dataset.columns),
    )


def _of_town(dataset: Dataset) -> Iterator[Mistake]:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*", dataset.name):
        yield "name", _NAME
    if dataset.language not in ("de", "en"):
        yield "language", Text('erwartet wird "de" oder "en"', 'expected "de" or "en"')
    for pattern in dataset.workbooks:
        if not pattern or pattern.startswith(("/", "\\")) or ".." in pattern:
            yield (
                "workbooks",
                Text(
                    f"„{pattern}“ muss Dateien in diesem Ordner oder darunter nennen",
                    f'"{pattern}" must name files beside this one or below it',
                ),
            )
    if not 0 <= dataset.expectations.max_lost_rows <= 1:
        yield (
            "expectations.max_lost_rows",
            Text("erwartet wird ein Anteil von 0 bis 1", "expected a share between 0 and 1"),
        )
    if not _is_time_zone(dataset.schedule.time_zone):
        yield "schedule.time_zone", unknown("time zone", dataset.schedule.time_zone, available_timezones())
    for name, limit in asdict(dataset.limits).items():
        if limit < 1:
            yield f"limits.{name}", Text("erwartet wird mindestens 1", "expected at least 1")


def _is_time_zone(name: str) -> bool:
    """Whether it names a zone everywhere: names without a slash are old ones, and ``localtime`` means any."""
    try:
        return ("/" in name or name == "UTC") and bool(ZoneInfo(name))
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: the name of a folder of zones, such as Europe/
        return False


_NAME = Text(
    "der Name wird Teil von Dateinamen und Adressen: nur Buchstaben ohne Umlaute, Ziffern und Bindestriche",
    "it becomes part of file names and addresses, so use letters, digits and hyphens alone",
)


def _of_iris(iris: Iris) -> Iterator[Mistake]:
    if not iris.base.isascii():
        yield "iris.base", _NOT_ASCII
    elif not re.fullmatch(rf"https?://[A-Za-z0-9.-]+(:[0-9]+)?/({_SIGN}+/)*", iris.base) or _DOTS.search(iris.base):
        yield "iris.base", _NO_BASE
    owners: dict[str, str] = {}
    for name, path in asdict(iris).items():
        if name == "base":
            continue
        if not re.fullmatch(rf"({_SIGN}+/)*{_SIGN}*", path) or not path or _DOTS.search(f"/{path}"):
            yield f"iris.{name}", _NO_PATH
        if (owner := owners.setdefault(path, name)) != name:
            yield f"iris.{name}", Text(f"steht schon unter „{owner}“", f'stands under "{owner}" already')


_SIGN = r"(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})"
_DOTS = re.compile(r"/\.{1,2}(?:/|$)")
_NOT_ASCII = Text(
    "nur Zeichen ohne Umlaute und Akzente, damit jedes Programm die Adresse lässt, wie sie ist",
    "it must be plain ASCII, so that every tool leaves it alone",
)
_NO_BASE = Text(
    "erwartet wird eine Adresse, die mit https:// beginnt und mit einem Schrägstrich endet, ohne Sonderzeichen",
    "it must begin with https:// and end with a slash, with the signs of an address between",
)
_NO_PATH = Text(
    "erwartet wird ein Stück einer Adresse, zum Beispiel „projekt/“", 'expected a part of an address such as "projekt/"'
)


def _of_addresses(dataset: Dataset) -> Iterator[Mistake]:
    addresses = {
        "license": dataset.license,
        "publisher.homepage": dataset.publisher.homepage,
        "publisher.iri": dataset.publisher.iri,
        "contact.url": dataset.contact.url,
        "catalog.site": dataset.catalog.site,
        "catalog.sparql": dataset.catalog.sparql,
    }
    for key, address in addresses.items():
        if (address or key == "license") and not WEB_ADDRESS.fullmatch(address):
            yield (
                key,
                expected("eine Adresse, die mit https:// beginnt", "an address that begins with https://", address),
            )
        yield from ((key, words) for words in misread(address))


def _of_mailboxes(dataset: Dataset) -> Iterator[Mistake]:
    mailboxes = [("contact.email", dataset.contact.email)]
    mailboxes += [("privacy.role_mailboxes", address) for address in dataset.privacy.role_mailboxes]
    for key, address in mailboxes:
        if address and not _MAILBOX.fullmatch(address):
            yield (
                key,
                expected(
                    "eine E-Mail-Adresse wie digital@stadt.example", "an address such as digital@town.example", address
                ),
            )


_MAILBOX = re.compile(r"[^\s@:;,<>\"{}|\\^`?#/]+@[^\s@:;,<>\"{}|\\^`?#/]+")


def _of_catalog(catalog: CatalogOptions, ckan: CkanOptions) -> Iterator[Mistake]:
    for name in catalog.datasets:
        if name not in DATASETS:
            yield "catalog.datasets", unknown("dataset", name, DATASETS)
    if catalog.site and not catalog.site.endswith("/"):
        yield "catalog.site", Text("die Adresse muss mit einem Schrägstrich enden", "it must end with a slash")
    if not re.fullmatch(r"([a-z0-9][a-z0-9_-]*)?", ckan.prefix):
        yield (
            "destinations.ckan.prefix",
            Text(
                "nur kleine Buchstaben ohne Umlaute, Ziffern und Bindestriche",
                "use small letters, digits and hyphens alone",
            ),
        )


def _of_strategy(strategy: StrategySource) -> Iterator[Mistake]:
    if not strategy.file and not strategy.fields:
        yield (
            "strategy",
            Text(
                "nennen Sie eine Turtle-Datei, oder führen Sie hier die Handlungsfelder auf",
                "name a Turtle file, or list the fields of action here",
            ),
        )
    if not _is_some_day(strategy.issued):
        yield (
            "strategy.issued",
            expected(
                'ein Jahr, ein Monat oder ein Tag wie "2023-05-17"',
                'a year, a month or a day such as "2023-05-17"',
                strategy.issued,
            ),
        )
    for name, entries in (("theses", strategy.theses), ("fields", strategy.fields)):
        if any(entry.notation.strip(".") == "" for entry in entries):
            yield (
                f"strategy.{name}",
                Text("eine Nummer braucht einen Buchstaben oder eine Ziffer", "a notation needs a letter or a digit"),
            )
        for notation in _twice(entry.notation for entry in entries):
            yield (
                f"strategy.{name}",
                Text(f"die Nummer „{notation}“ ist zweimal vergeben", f'the notation "{notation}" is given twice'),
            )


def _is_some_day(text: str) -> bool:
    """Whether a year, a month or a day stands there that there is; or nothing."""
    if not re.fullmatch(r"([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?", text):
        return False
    try:
        return not text or bool(date.fromisoformat(f"{text}{'-01-01'[len(text) - 4 :]}"))
    except ValueError:
        return False


def _twice(names: Iterable[str]) -> Iterator[str]:
    """The names that stand more than once."""
    return (name for name, count in Counter(names).items() if count > 1)


def _of_text_files(hints: TextHints) -> Iterator[Mistake]:
    if hints.encoding and not _writes_ascii_as_it_is(hints.encoding):
        german = 'eine Kodierung mit einem Byte je Buchstabe wie "cp1252"'
        yield "text.encoding", expected(german, 'an encoding of one byte a letter such as "cp1252"', hints.encoding)
    if hints.delimiter and (len(hints.delimiter) > 1 or hints.delimiter.isalnum() or hints.delimiter in ' "\r\n'):
        yield "text.delimiter", expected('ein einzelnes Zeichen wie ";"', 'a single sign such as ";"', hints.delimiter)


def _writes_ascii_as_it_is(encoding: str) -> bool:
    """Unicode is told from its bytes, so what is named here can only be one of the older encodings."""
    try:
        return "a;b".encode(encoding) == b"a;b" and len("äö".encode(encoding, "replace")) == 2
    except (LookupError, ValueError):
        return False
