"""What has changed about a project, turn by turn, as a page and a feed tell it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from pipeline.model.graph import language_of, literal_text
from pipeline.render.pages import Markup
from pipeline.render.site.facts import Evidence, Subject
from pipeline.render.site.pen import Pen, bare
from pipeline.render.site.values import local_name, read_when

NO_EVIDENCE = Evidence("", "")
"""In place of where a turn is from, for what outlives its page: of thousands of projects these would fill memory."""


class Turn(NamedTuple):
    """One change: its node and anchor, in a sentence what changed, why, since when, and which edition said so first."""

    node: str
    anchor: str
    sentence: str | Markup
    reason: str | Markup
    since: str | Markup
    since_day: date
    version: str
    evidence: Evidence

    @property
    def day(self) -> date | None:
        """The day of the edition that said so first."""
        return date.fromisoformat(self.version.partition(".")[0]) if self.version else None


def tell_turns(subject: Subject) -> Sequence[Turn]:
    """All turns of a project, the newest first; those that one edition said first by the day since which they hold."""
    return sorted(_turns(subject), key=lambda turn: (turn.version, turn.since_day, _numbered(turn.node)), reverse=True)


def _turns(subject: Subject) -> Iterator[Turn]:
    index, pen = subject.pen.matter.index, subject.pen
    for node in index.objects(subject.term, "ds:statusChange"):
        before, after = (_status(index.objects(node, f"ds:{side}Status"), pen) for side in ("from", "to"))
        yield _turn(subject, node, pen.words["status"], before, after)
    for node in index.objects(subject.term, "ds:planChange"):
        aspects = index.objects(node, "ds:changedAspect")
        label = _begun(pen.plain(index.in_both(aspects[0], "skos:prefLabel"))) if aspects else pen.words["plan"]
        before, after = (_planned(node, side, pen) for side in ("before", "after"))
        yield _turn(subject, node, label, before, after)


def _turn(subject: Subject, node: str, label: str, before: str | Markup, after: str | Markup) -> Turn:
    pen, index = subject.pen, subject.pen.matter.index
    form = "turned" if before and after else "turn_new" if after else "turn_gone"
    sentence = pen.markup(form, label=label, before=before, after=after)
    reasons = index.objects(node, "ds:reason")
    reason = pen.foreign(literal_text(reasons[0]), language_of(reasons[0])) if reasons else ""
    dates = index.objects(node, "dcterms:date")
    when = read_when(dates[0]) if dates else None
    since = pen.in_words(when, "since") if when else ""
    said = index.objects(node, "ds:firstSaidIn")
    version = _VERSION.search(said[0]) if said else None
    cells = subject.cells(pen.matter.statements.get(node, ()))
    words = bare(sentence)
    return Turn(
        node,
        subject.anchor(node),
        sentence,
        reason,
        since,
        when.day if when else date.min,
        version[1] if version else "",
        subject.evidence(label, words, cells, "compared_say"),
    )


def _begun(words: str) -> str:
    """Words at the beginning of a sentence."""
    return words[:1].upper() + words[1:]


def _status(terms: Sequence[str], pen: Pen) -> str:
    if not terms:
        return ""
    label = pen.plain(pen.matter.index.in_both(terms[0], "skos:prefLabel"))
    return label or local_name(terms[0])


def _planned(node: str, side: str, pen: Pen) -> str | Markup:
    """What a plan was or is: a date as it was given, or an amount."""
    index = pen.matter.index
    terms = index.objects(node, f"ds:{side}")
    if not terms:
        return ""
    if when := read_when(terms[0], index.text(node, f"ds:{side}Day")):
        return pen.when(when)
    text = literal_text(terms[0])
    currency = index.text(node, f"ds:{side}Currency")
    return pen.voice.amount(Decimal(text), currency) if currency else text


def _numbered(node: str) -> tuple[tuple[int, str], ...]:
    pieces = re.split(r"(\d+)", literal_text(node))
    return tuple((int(piece), "") if piece.isdecimal() else (-1, piece) for piece in pieces)


_VERSION = re.compile(r"(\d{4}-\d\d-\d\d(?:\.\d+)?)>$")
