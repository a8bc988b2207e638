"""What is to go, and the mark that stands in its place: texts and projects in, the cut of a text out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from pipeline.erase.spelling import build_spelling
from pipeline.model.graph import segment
from pipeline.model.report import Language, Text

MARK = Text("[entfernt]", "[removed]")
_NOTICE = Text(
    "Am {} wurden Angaben aus Gründen des Datenschutzes aus dieser Ausgabe entfernt.",
    "On {}, entries were removed from this edition for reasons of data protection.",
)
_IN_ADDRESS = "entfernt"


def notice_of(day: date) -> Text:
    """What is told of an edition in which something was taken out: that, and when."""
    return Text(_NOTICE.de.format(f"{day:%d.%m.%Y}"), _NOTICE.en.format(day.isoformat()))


@dataclass(frozen=True)
class Erasure:
    """Texts to be cut out of everything, and the projects to be taken out, as terms. ``language`` is the town's.

    ``alone`` are texts that nothing but these projects said, ``keys`` what the projects are called, ``titles`` as well.
    """

    texts: tuple[str, ...] = ()
    projects: frozenset[str] = frozenset()
    language: Language = "de"
    alone: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()

    @cached_property
    def patterns(self) -> tuple[re.Pattern[str], ...]:
        """What must stand in no byte."""
        iris = (_whole(build_spelling(term[1:-1])) for term in sorted(self.projects))
        return (*map(build_spelling, self.texts), *iris, *map(build_spelling, self.alone))

    @cached_property
    def in_words(self) -> tuple[re.Pattern[str], ...]:
        """What must stand in no report besides: the keys in quotes, the titles whoever else has them."""
        return (*self.patterns, *map(_quoted, self.keys), *map(build_spelling, self.titles))

    def patterns_for(self, file: str) -> tuple[re.Pattern[str], ...]:
        """What must stand in no byte of a file of that name."""
        return self.in_words if file.startswith("report.") else self.patterns

    @cached_property
    def _spelled(self) -> tuple[re.Pattern[str], ...]:
        return tuple(map(build_spelling, self.texts))

    def says(self, text: str) -> bool:
        """Whether one of the texts stands in a text."""
        return any(pattern.search(text) for pattern in self._spelled)

    def cut(self, text: str, language: str = "") -> str:
        """The text without the texts, a mark in the place of each."""
        mark = MARK.en if (language or self.language) == "en" else MARK.de
        return _cut(text, self._spelled, mark)

    def cut_name(self, name: str) -> str:
        """A name without the texts; nothing where nothing but marks and signs would be left of it."""
        rest = self.cut(name)
        bare = rest.replace(MARK.de, "").replace(MARK.en, "")
        return rest if any(sign.isalnum() for sign in bare) or not self.says(name) else ""

    def cut_key(self, key: str) -> str:
        """A key or an address without the texts."""
        return _cut(key, self._spelled, _IN_ADDRESS)

    def cut_all(self, text: str) -> str:
        """Any text without all that must stand in no byte."""
        return _cut(text, self.patterns, MARK.en if self.language == "en" else MARK.de)

    def cut_words(self, text: str) -> str:
        """Words of a report without all that must not stand there."""
        return _cut(text, self.in_words, MARK.en if self.language == "en" else MARK.de)


def _cut(text: str, patterns: Iterable[re.Pattern[str]], mark: str) -> str:
    for pattern in patterns:
        text = pattern.sub(lambda _: mark, text)
    return text


def _whole(pattern: re.Pattern[str]) -> re.Pattern[str]:
    """The IRI itself and what hangs below it, not that of a thing whose key only begins like this one."""
    return re.compile(rf"{pattern.pattern}(?![0-9A-Za-z_~%-]|\.[0-9A-Za-z])")


def _quoted(key: str) -> re.Pattern[str]:
    """A key where it can be nothing else: in quotes, in brackets, alone in its cell."""
    spelled = f"(?:{build_spelling(key).pattern}|{re.escape(segment(key))})"
    return re.compile(rf"(?<=[„“\"‚'(;>]){spelled}(?=[“”\"’');<])|\A{spelled}\Z")
