"""A scorecard as tables in a terminal, or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Set
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text as Words

from pipeline.model.graph import literal_text
from pipeline.model.metrics import Dimension
from pipeline.model.report import Language, Text
from pipeline.model.scorecard import DatasetScore, Points, Scorecard
from pipeline.model.vocabulary import PREFIXES
from pipeline.render.reports.console import visible
from pipeline.render.reports.legible import shorten

LAYOUT_VERSION = 1

_METRIC = Text("Kennzahl", "Metric")
_POINTS = Text("Punkte", "Points")
_WHY = Text("Woran es liegt", "What it hangs on")
_DATASET = Text("Datensatz", "Dataset")
_RATING = Text("Bewertung", "Rating")
_MEAN = Text("Durchschnitt", "Mean")
_MISSING = Text("fehlt", "missing")
_NO_DISTRIBUTION = Text("keine Distribution", "no distribution")
_NO_ANSWER = Text("keine Antwort", "no answer")
_NOT_ASKED = Text("nicht geprüft; fragen Sie die Adresse mit --online", "not checked; ask the address with --online")
_NO_RULES = Text("nicht geprüft", "not checked")
_NO_VIOLATION = Text("kein Verstoß", "no violation")
_BESIDE = Text("Datei daneben", "File beside it")
_COUNTS = Text("Es zählt die beste Distribution: {}", "The best distribution counts: {}")
_TOTAL = Text("{} von {} Punkten", "{} of {} points")
_UNCHECKED = Text("{} Punkte nicht geprüft", "{} points not checked")
_FOUND_BESIDE = Text(
    "„Datei daneben“ heißt: Die Datei liegt mit passender Prüfsumme neben dem Katalog. Ob die Adresse antwortet, weiß "
    "nur das Web; --online fragt es.",
    "“File beside it” says that the file lies beside the catalog with the right checksum. Whether the address answers, "
    "the web alone knows; --online asks it.",
)
_METHODOLOGY = Text("{}, Fassung {}: {}", "{}, version {}: {}")
_LONGEST_NAME, _SHORTEST_VALUE = 200, 24
_LABEL_WIDTH, _POINTS_WIDTH, _GAPS, _BAR = 25, 7, 6, 10


def print_scorecard(
    card: Scorecard, console: Console, *, language: Language = "de", beside: Set[str] = frozenset()
) -> None:
    """Print a table for each dataset, then all totals. ``beside`` are the addresses found beside the catalog."""
    for dataset in card.datasets:
        _print_dataset(dataset, card, console, language, beside)
    if len(card.datasets) > 1:
        console.print(_summary(card, language))
        console.print()
    if any(beside & set(map(literal_text, points.values)) for dataset in card.datasets for points in dataset.points):
        console.print(Words(_FOUND_BESIDE.in_(language)))
    methodology = card.methodology
    words = _METHODOLOGY.in_(language).format(methodology.title.in_(language), methodology.version, methodology.source)
    console.print(Words(words, style="dim"))


def _print_dataset(
    dataset: DatasetScore, card: Scorecard, console: Console, language: Language, beside: Set[str]
) -> None:
    console.print(Words(_name(dataset, language), style="bold"))
    if dataset.title.in_(language):
        console.print(Words(visible(shorten(dataset.iri, _LONGEST_NAME)), style="dim"))
    console.print()
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, expand=True, pad_edge=False)
    table.add_column(_METRIC.in_(language), width=_LABEL_WIDTH)
    table.add_column(_POINTS.in_(language), justify="right", no_wrap=True, width=_POINTS_WIDTH)
    table.add_column(_WHY.in_(language), ratio=1, overflow="fold")
    width = max(console.width - _LABEL_WIDTH - _POINTS_WIDTH - _GAPS, _SHORTEST_VALUE)
    for dimension in card.methodology.dimensions:
        points = dataset.of(dimension)
        table.add_row(*_heading(dimension, points, language))
        for each in points:
            label = Words("  " + each.metric.label.in_(language))
            table.add_row(label, _fraction([each]), _why(each, language, beside, width), end_section=each is points[-1])
    console.print(table)
    console.print()
    if dataset.distribution:
        room = console.width - len(_COUNTS.in_(language))
        console.print(Words(_COUNTS.in_(language).format(_cut(visible(dataset.distribution), room))))
    console.print(_total(dataset, language))
    console.print()


def _name(dataset: DatasetScore, language: Language) -> str:
    return visible(shorten(dataset.title.in_(language) or dataset.iri, _LONGEST_NAME))


def _heading(dimension: Dimension, points: Iterable[Points], language: Language) -> tuple[Words, Words, Words]:
    """The row above the metrics of a dimension: its name, its points and a bar of them."""
    points = tuple(points)
    earned, best = sum(each.earned or 0 for each in points), sum(each.best for each in points)
    full = max(0, earned * _BAR // best)
    bar = Words("━" * full, style=_style(points)).append("─" * (_BAR - full), "bright_black")
    return Words(dimension.label.in_(language), style="bold"), _fraction(points, bold=True), bar


def _fraction(points: Iterable[Points], *, bold: bool = False) -> Words:
    """``20/30``; a question mark for what was not checked."""
    points = tuple(points)
    unknown = all(each.earned is None for each in points)
    earned = "?" if unknown else str(sum(each.earned or 0 for each in points)).replace("-", "−")
    style = _style(points)
    return Words(f"{earned}/{sum(each.best for each in points)}", style=f"bold {style}" if bold else style)


def _style(points: Iterable[Points]) -> str:
    points = tuple(points)
    if all(each.is_full for each in points):
        return "green"
    return "yellow" if any(each.earned is None or each.earned > 0 for each in points) else "red"


def _why(points: Points, language: Language, beside: Set[str], width: int) -> Words:
    """The value that decides; where points are missing, what is wrong and what to do."""
    said = [shorten(visible(words), 2 * width) for words in _evidence(points, language, beside, width)]
    if points.is_full:
        return Words("\n".join(said[:1]))
    if points.earned is None:
        what = _NOT_ASKED if points.metric.has_shape else _NO_RULES
        return Words("\n".join([*said[:1], "→ " + what.in_(language)]))
    missing = _MISSING if points.node else _NO_DISTRIBUTION
    return Words("\n".join([*(said[:3] or [missing.in_(language)]), "→ " + points.metric.remedy.in_(language)]))


def _evidence(points: Points, language: Language, beside: Set[str], width: int) -> list[str]:
    if not points.metric.has_shape:
        broken = [rule.title.in_(language) for rule in points.broken]
        return broken or ([_NO_VIOLATION.in_(language)] if points.is_full else [])
    if points.metric.asks_addresses:
        answers = zip(points.values, points.statuses, strict=True)
        return [_answer(value, status, language, beside, width) for value, status in answers]
    values = [_short(value) for value in points.values]
    if not values:
        return []
    if points.is_full and len(values) > 1:
        return [shorten(", ".join(values), width)]
    return [_cut(value, width) for value in values]


def _answer(value: str, status: int | None, language: Language, beside: Set[str], width: int) -> str:
    address = literal_text(value)
    if status is None and address not in beside:
        return _cut(address, width)
    answer = f"HTTP {status}" if status else _NO_ANSWER.in_(language)
    words = _BESIDE.in_(language) if status is None else answer
    return f"{words}: {_cut(address, max(width - len(words) - 2, _SHORTEST_VALUE))}"


def _cut(text: str, width: int) -> str:
    """What is too long for a line, without its middle: an address is known by its host and its end."""
    if len(text) <= width:
        return text
    head = width // 3
    return f"{text[:head]}…{text[head + 1 - width :]}"


def _short(term: str) -> str:
    """A value as people know it: the end of a code's IRI, a prefixed name, the text of a literal."""
    text = literal_text(term)
    if not term.startswith("<"):
        return text
    for namespace in _LISTS:
        if text.startswith(namespace):
            return text.removeprefix(namespace)
    for prefix, namespace in PREFIXES.items():
        if text.startswith(namespace) and "/" not in text[len(namespace) :]:
            return f"{prefix}:{text[len(namespace) :]}"
    return text


_EU = "http://publications.europa.eu/resource/authority/"
_LISTS = (
    *(f"{_EU}{name}/" for name in ("access-right", "country", "data-theme", "file-type", "licence")),
    "https://www.iana.org/assignments/media-types/",
    "http://www.iana.org/assignments/media-types/",
)


def _total(dataset: DatasetScore, language: Language) -> Words:
    """``405 von 405 Punkten: Ausgezeichnet``, and what was not checked."""
    total = Words(_TOTAL.in_(language).format(dataset.total, dataset.best), style="bold")
    total.append(f": {dataset.rating.in_(language)}", f"bold {_style(dataset.points)}")
    if dataset.unchecked:
        total.append(f" ({_UNCHECKED.in_(language).format(dataset.unchecked)})", "yellow")
    return total


def _summary(card: Scorecard, language: Language) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, expand=True, pad_edge=False)
    table.add_column(_DATASET.in_(language), ratio=1, overflow="fold")
    table.add_column(_POINTS.in_(language), justify="right", no_wrap=True)
    table.add_column(_RATING.in_(language))
    for dataset in card.datasets:
        style = _style(dataset.points)
        points, rating = Words(f"{dataset.total}/{dataset.best}", style), Words(dataset.rating.in_(language), style)
        table.add_row(Words(_name(dataset, language)), points, rating)
    mean = sum(dataset.total for dataset in card.datasets) / len(card.datasets)
    table.add_section()
    table.add_row(Words(_MEAN.in_(language), "bold"), Words(f"{mean:.0f}/{card.methodology.best}", "bold"))
    return table


def render_score_json(card: Scorecard, *, beside: Set[str] = frozenset()) -> str:
    """The scorecard as JSON, in the layout that ``docs/score.md`` describes."""
    methodology = card.methodology
    content = {
        "version": LAYOUT_VERSION,
        "methodology": {
            "title": methodology.title._asdict(),
            "version": methodology.version,
            "source": methodology.source,
            "best": methodology.best,
        },
        "datasets": [_dataset(dataset, beside) for dataset in card.datasets],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _dataset(dataset: DatasetScore, beside: Set[str]) -> dict[str, Any]:
    return {
        "iri": dataset.iri,
        "title": dataset.title._asdict(),
        "total": dataset.total,
        "best": dataset.best,
        "unchecked": dataset.unchecked,
        "rating": dataset.rating._asdict(),
        "distribution": dataset.distribution or None,
        "metrics": [_metric(points, beside) for points in dataset.points],
    }


def _metric(points: Points, beside: Set[str]) -> dict[str, Any]:
    metric = points.metric
    found: dict[str, Any] = {
        "iri": metric.iri,
        "dimension": metric.dimension.iri,
        "label": metric.label._asdict(),
        "demand": metric.demand._asdict(),
        "points": points.earned,
        "best": points.best,
        "node": points.node or None,
        "values": [literal_text(value) for value in points.values],
        "remedy": None if points.is_full else metric.remedy._asdict(),
    }
    if metric.asks_addresses:
        found["statuses"] = list(points.statuses)
        found["beside"] = [literal_text(value) in beside for value in points.values]
    if not metric.has_shape:
        found["broken"] = [{"rule": rule.iri, "title": rule.title._asdict()} for rule in points.broken]
    return found
