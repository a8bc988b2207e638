"""Concepts of the strategy matched with a list that is not the town's (``skos:closeMatch``): matches in, mistakes out.

A match says what a field means to those who do not know the town. It leads to an address of the web, and to another
list: within one list ``skos:related`` is the word (SKOS, 10.6.1).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipeline.model.dataset import Iris, StrategySource
from pipeline.model.graph import Triple, curie, iri, literal_text
from pipeline.model.report import Text
from pipeline.town.mistakes_in_columns import Mistake, expected


def mistakes_in_matches(triples: Iterable[Triple], iris: Iris) -> Iterator[Text]:
    """What is no match in the strategy's triples, from wherever they come."""
    base = iri(iris.base)[1:-1]
    for subject, predicate, value in sorted(set(triples)):
        if predicate != curie("skos:closeMatch"):
            continue
        if not value.startswith("<") or not _ADDRESS.fullmatch(literal_text(value)):
            yield Text(
                f"{subject} nennt als skos:closeMatch {value}; erwartet wird eine Adresse mit https:// oder http://",
                f"{subject} has skos:closeMatch {value}; expected an address with https:// or http://",
            )
        elif literal_text(value).startswith(base):
            yield Text(
                f"{subject} nennt als skos:closeMatch {value}; das ist von der Stadt selbst, gemeint ist eine fremde",
                f"{subject} has skos:closeMatch {value}, which is the town's own; a list of others is meant",
            )


def mistakes_in_entries(strategy: StrategySource) -> Iterator[Mistake]:
    """What is no address in the settings."""
    for name, entries in (("theses", strategy.theses), ("fields", strategy.fields)):
        for number, entry in enumerate(entries, start=1):
            for match in entry.matches:
                if not _ADDRESS.fullmatch(match):
                    german = "eine Adresse, die mit https:// oder http:// beginnt"
                    words = expected(german, "an address that begins with https:// or http://", match)
                    yield f"strategy.{name}.{number}.matches", words


_ADDRESS = re.compile(r"https?://\w[\w.:-]*/[^\s<>\"{}|\\^`]*")
