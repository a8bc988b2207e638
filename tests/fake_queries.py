"""A store that answers what it was told to answer, and remembers what it was asked."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Lock

from pipeline.model.report import Text
from pipeline.store import Answer, Limits, Refusal

DEFAULT = Limits()

RESULTS = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
)
GRAPHS = ("text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml")


@dataclass(frozen=True)
class Asked:
    """One question, as it arrived."""

    query: str
    form: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    client: str = ""


@dataclass
class FakeQueries:
    """A ``Store`` that takes queries by their first word; ``refusals`` are queries that it refuses, "" all of them;
    ``content`` is its only answer.

    ``seconds`` is how long each takes; ``most_at_once`` how many it was busy with at most.
    """

    refusals: dict[str, Refusal] = field(default_factory=dict)
    truncated: bool = False
    content: bytes = b""
    seconds: float = 0.0
    asked: list[Asked] = field(default_factory=list)
    most_at_once: int = 0
    _busy: int = 0
    _lock: Lock = field(default_factory=Lock)

    def ask(
        self,
        query: str,
        *,
        form: str = RESULTS[0],
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        limits: Limits = DEFAULT,
        client: str = "",
    ) -> Answer | Refusal:
        """As a store does."""
        del limits
        with self._lock:
            self.asked.append(Asked(query, form, tuple(default_graphs), tuple(named_graphs), client))
            self._busy += 1
            self.most_at_once = max(self.most_at_once, self._busy)
        time.sleep(self.seconds)
        with self._lock:
            self._busy -= 1
        if query in self.refusals or "" in self.refusals:
            return self.refusals.get(query) or self.refusals[""]
        fitting = GRAPHS if query.startswith(("CONSTRUCT", "DESCRIBE")) else RESULTS
        if form not in fitting:
            return Refusal("not_acceptable", Text("Nicht in dieser Form.", "Not in this form."))
        return Answer(form, self.content or f"{form} of {query}".encode(), self.truncated)
