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
    Dataset,
    StrategySource,
)
from pipeline.model.report import Text
from pipeline.model.workbook import TextHints
from pipeline.town.mistakes_in_addresses import mistakes_in_addresses
from pipeline.town.mistakes_in_columns import Mistake, expected, mistakes_in_columns
from pipeline.town.mistakes_in_geography import mistakes_in_geography
from pipeline.town.mistakes_in_indicators import mistakes_in_indicators
from pipeline.town.mistakes_in_matches import mistakes_in_entries
from pipeline.town.mistakes_in_places import mistakes_in_places
from pipeline.town.mistakes_in_routine import mistakes_in_routine
from pipeline.town.mistakes_in_site import mistakes_in_site
from pipeline.town.mistakes_in_texts import mistakes_in_texts
from pipeline.town.severities import mistakes_in_severities
from pipeline.town.typed_table import unknown


def mistakes_in(dataset: Dataset) -> Iterator[Mistake]:
    """All of them, in the order of the settings."""
    return chain(
        mistakes_in_texts(dataset),
        mistakes_in_places(dataset),
        _of_town(dataset),
        mistakes_in_addresses(dataset),
        mistakes_in_geography(dataset.geography),
        _of_catalog(dataset),
        mistakes_in_site(dataset),
        _of_strategy(dataset.strategy) if dataset.has_roadmap else _of_no_strategy(dataset.strategy),
        mistakes_in_entries(dataset.strategy),
        _of_text_files(dataset.text),
        mistakes_in_columns(dataset.columns),
        mistakes_in_severities(dataset),
        mistakes_in_indicators(dataset.indicators),
        mistakes_in_routine(dataset),
    )


def _of_town(dataset: Dataset) -> Iterator[Mistake]:
    if dataset.language not in ("de", "en"):
        yield "language", Text('erwartet wird "de" oder "en"', 'expected "de" or "en"')
    if not 0 <= dataset.expectations.max_lost_rows <= 1:
        yield (
            "expectations.max_lost_rows",
            Text("erwartet wird ein Anteil von 0 bis 1", "expected a share between 0 and 1"),
        )
    if not _is_time_zone(dataset.schedule.time_zone):
        yield "schedule.time_zone", unknown("time zone", dataset.schedule.time_zone, available_timezones())
    for name, limit in asdict(dataset.limits).items():
        least = _LEAST_MEMORY if name == "max_memory_bytes" else 1
        if limit < least:
            yield f"limits.{name}", Text(f"erwartet wird mindestens {least}", f"expected at least {least}")
        if limit > _MOST:
            yield f"limits.{name}", Text(f"erwartet wird höchstens {_MOST}", f"expected {_MOST} at most")
    for name in ("theses", "fields"):
        if (getattr(dataset.expectations, name) or 0) < 0:
            yield f"expectations.{name}", Text("erwartet wird mindestens 0", "expected at least 0")
    if "id" in dataset.columns.key_from:
        yield "columns.key_from", _KEY_FROM_KEY


# Below it Python does not even start; above, no system can count.
_LEAST_MEMORY, _MOST = 100_000_000, 10**18
_KEY_FROM_KEY = Text("die Kennung entsteht nicht aus sich selbst", "an identifier is not made of itself")


def _is_time_zone(name: str) -> bool:
    """Whether it names a zone everywhere: names without a slash are old ones, and ``localtime`` means any."""
    try:
        return ("/" in name or name == "UTC") and bool(ZoneInfo(name))
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: the name of a folder of zones, such as Europe/
        return False


def _of_catalog(dataset: Dataset) -> Iterator[Mistake]:
    catalog, ckan = dataset.catalog, dataset.destinations.ckan
    if not catalog.datasets:
        yield "catalog.datasets", Text("nennen Sie mindestens einen", "name one at least")
    for name in catalog.datasets:
        if name not in DATASETS:
            yield "catalog.datasets", unknown("dataset", name, DATASETS)
    if not re.fullmatch(r"(https?://\S+|[A-Za-z0-9_-]+)?", catalog.contributor_id):
        german, english = "ein Kürzel wie „openNRW“ oder dessen Adresse,", 'a code such as "openNRW" or its IRI,'
        yield "catalog.contributor_id", expected(german, english, catalog.contributor_id)
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
    if ckan.organization and not re.fullmatch("[a-z0-9_-]{2,100}", ckan.organization):
        german = "der Name in der Adresse der Organisation, wie „stadt-muster“,"
        yield (
            "destinations.ckan.organization",
            expected(german, 'the name in the address of the organization, such as "town"', ckan.organization),
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
    others = (strategy.title.de, strategy.description.de, strategy.issued, strategy.theses, strategy.fields)
    if strategy.file and any(others):
        yield "strategy", _EITHER
    for name, entries in (("theses", strategy.theses), ("fields", strategy.fields)):
        if any(entry.notation.strip(".") == "" for entry in entries):
            yield f"strategy.{name}", _NO_NOTATION
        for notation in _twice(entry.notation for entry in entries):
            yield (
                f"strategy.{name}",
                Text(f"die Nummer „{notation}“ ist zweimal vergeben", f'the notation "{notation}" is given twice'),
            )


def _of_no_strategy(strategy: StrategySource) -> Iterator[Mistake]:
    """Whoever writes one down wants it published, which needs a roadmap."""
    if strategy != StrategySource():
        yield "strategy", _WITHOUT_ROADMAP


_WITHOUT_ROADMAP = Text(
    "ohne Tabellen („workbooks“) wird nur das Vokabular veröffentlicht; nennen Sie welche, oder lassen Sie die "
    "Strategie weg",
    'without "workbooks" the vocabulary alone is published; name some, or leave out the strategy',
)
_NO_NOTATION = Text("eine Nummer braucht einen Buchstaben oder eine Ziffer", "a notation needs a letter or a digit")
_EITHER = Text(
    "nennen Sie eine Datei, oder schreiben Sie die Strategie hier auf, nicht beides",
    "name a file or write the strategy down here, not both",
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
