"""How seriously a town takes a rule: what ``[severities]`` says, to severities or to mistakes.

A town may only raise a severity. What is an error stays one, whatever the settings say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from pipeline.model.dataset import Dataset
from pipeline.model.errors import ConfigError
from pipeline.model.report import Rule, Severity, Text
from pipeline.town.mistakes_in_columns import Mistake, expected
from pipeline.town.typed_table import unknown


def severities_of(dataset: Dataset) -> Mapping[str, Severity]:
    """The severities that the settings give, by the ids of their rules."""
    return {rule: _SEVERITIES[word] for rule, word in dataset.severities.items()}


def mistakes_in_severities(dataset: Dataset) -> Iterator[Mistake]:
    """Words that are no severity."""
    for rule, word in dataset.severities.items():
        if word not in _SEVERITIES:
            yield f"severities.{rule}", expected('"Warnung" oder "Fehler"', '"Warnung" or "Fehler"', word)


def refuse_severities(settings: Path, dataset: Dataset, rules: Mapping[str, Rule]) -> None:
    """Raises ``ConfigError`` for rules that there are not, and for severities that are not graver than the rule's."""
    found = ((f"{settings} [severities.{name}]", words) for name, words in _mistakes(dataset, rules))
    if mistakes := [Text(f"{place}: {words.de}", f"{place}: {words.en}") for place, words in found]:
        raise ConfigError.of_all(mistakes)


def _mistakes(dataset: Dataset, rules: Mapping[str, Rule]) -> Iterator[Mistake]:
    for name, severity in severities_of(dataset).items():
        if name not in rules:
            yield name, unknown("rule", name, rules)
        elif severity.rank >= rules[name].severity.rank:
            yield name, _not_graver(rules[name].severity.label)


def _not_graver(now: Text) -> Text:
    return Text(
        f"die Regel ist von sich aus: {now.de}; sie lässt sich nur verschärfen",
        f"the rule is by itself: {now.en}; it can only be made graver",
    )


_SEVERITIES = {word: severity for severity in Severity for word in severity.label}
