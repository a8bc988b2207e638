"""The records of a delimited text to what their author must know of them: shifted, mended and garbled cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipeline.model.workbook import ReadingNote
from pipeline.readers.eight_bit import NAMES
from pipeline.readers.encoding import Encoded
from pipeline.readers.garbled import LOST, mend
from pipeline.readers.quotes import Flaw

_RULE_OF_KIND = {"careless": "text-quote-careless", "open": "text-quote-open", "unclear": "text-quote-unclear"}
_SHOWN_LETTERS = 80
_MANY_GARBLED = 30


def remarks_on_encoding(encoded: Encoded) -> Iterator[ReadingNote]:
    """That an encoding was guessed, and how sure that is."""
    if not (guess := encoded.guess):
        return
    details = {"encoding": NAMES[guess.encoding], "piece": guess.piece}
    if guess.rival:
        rival = {"other": NAMES[guess.rival], "other_piece": guess.rival_piece}
        yield ReadingNote("text-encoding-unsure", details=details | rival)
    else:
        yield ReadingNote("text-encoding-assumed", details=details)


@dataclass(slots=True)
class Remarks:
    """Looks at one record after the other, and remembers what is to be said: state, for a file is read but once."""

    sheet: str
    width: int
    may_be_garbled: bool
    _of_cells: list[ReadingNote] = field(default_factory=list)
    _garbled: list[ReadingNote] = field(default_factory=list)
    _lost: list[ReadingNote] = field(default_factory=list)
    _broken: list[ReadingNote] = field(default_factory=list)
    _short: tuple[int, int] = (0, 0)
    _short_alone: int = 0

    def look_at(self, number: int, values: Sequence[str], flaws: Sequence[Flaw], *, after_blank: bool) -> None:
        """Take note of the record of that number."""
        for flaw in flaws:
            self._note(_RULE_OF_KIND[flaw.kind], number, flaw.column, values[flaw.column - 1])
        if len(values) > self.width and any(values[self.width :]):
            self._look_at_wide(number, values, after_blank=after_blank)
        elif 0 < len(values) < self.width:
            self._look_at_short(number, values)
        if self.may_be_garbled:
            self._look_for_garbled(number, values)

    def notes(self) -> tuple[ReadingNote, ...]:
        """All that was noted. Where much is garbled, the whole file is, and its first cell stands for all."""
        # Where trailing empty cells are cut off, two short rows are no halves of one.
        broken = [] if self._short_alone else self._broken
        return (*self._of_cells, *broken, *_counted(self._garbled), *_counted(self._lost))

    def _look_at_wide(self, number: int, values: Sequence[str], *, after_blank: bool) -> None:
        if after_blank:
            self.width = len(values)  # another table begins
            return
        extra = next(at for at in range(self.width, len(values)) if values[at])
        words = {"row": str(number), "cells": str(len(values)), "headers": str(self.width)}
        self._note("row-too-wide", number, extra + 1, values[extra], **words)

    def _look_at_short(self, number: int, values: Sequence[str]) -> None:
        """Two short rows that have the cells of one between them: a line break in a cell has parted it."""
        if self._short == (number - 1, self.width + 1 - len(values)):
            self._short, self._short_alone = (0, 0), self._short_alone - 1
            words = {"row": str(number - 1), "next": str(number)}
            self._broken.append(self._built("row-broken", number - 1, 1, values[0], **words))
        elif len(values) > 1:
            self._short, self._short_alone = (number, len(values)), self._short_alone + 1

    def _look_for_garbled(self, number: int, values: Sequence[str]) -> None:
        for column, value in enumerate(values, 1):
            if value.isascii():
                continue
            if LOST in value:
                self._lost.append(self._built("text-letter-lost", number, column, value))
            elif mended := mend(value):
                self._garbled.append(self._built("text-garbled", number, column, value, mended=_shortened(mended)))

    def _note(self, rule: str, at: int, column: int, value: str, **details: str) -> None:
        self._of_cells.append(self._built(rule, at, column, value, **details))

    def _built(self, rule: str, at: int, column: int, value: str, **details: str) -> ReadingNote:
        return ReadingNote(rule, self.sheet, at, column, _shortened(value), details)


def _counted(notes: Sequence[ReadingNote]) -> Iterator[ReadingNote]:
    """Notes of one kind, each with their number; the first alone if they are many."""
    for note in notes[: 1 if len(notes) > _MANY_GARBLED else None]:
        yield replace(note, details={**note.details, "count": str(len(notes))})


def _shortened(value: str) -> str:
    return value if len(value) <= _SHOWN_LETTERS else value[: _SHOWN_LETTERS - 1] + "…"
