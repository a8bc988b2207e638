"""What the roadmap says of a project, fact by fact, each with where it is from and how to say that it is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from pipeline.model.graph import Triple, curie, literal_text
from pipeline.model.progress import Standing
from pipeline.model.workbook import CellRef
from pipeline.render.pages import Markup
from pipeline.render.site.pen import Link, Pen, safe_address
from pipeline.render.site.values import anchor_of, label_of, read_value, same_words


class Evidence(NamedTuple):
    """Where a fact is from, in words, and the letter that says that it is wrong."""

    places: str
    letter: str


class Fact(NamedTuple):
    """A fact: its anchors, what it is called, its values, and where it is from."""

    anchors: Sequence[str]
    label: str
    values: Sequence[Link]
    evidence: Evidence


@dataclass(frozen=True)
class Subject:
    """A project that a page is made of, in one language."""

    project: Standing
    pen: Pen

    @cached_property
    def term(self) -> str:
        """Its term."""
        return self.pen.matter.term(self.project)

    @cached_property
    def title(self) -> str:
        """Its title in words alone."""
        return self.pen.plain(self.project.title) or self.project.key

    @cached_property
    def day(self) -> date:
        """The day of the edition since which all this is said; of the newest where its end has passed."""
        today, end = self.pen.matter.progress.day, self.project.end
        is_past = self.project.is_open and end is not None and not end.is_open and end.day < today
        return today if is_past else self.pen.matter.said_since(self.term)

    @cached_property
    def statements(self) -> Mapping[str, list[Triple]]:
        """What is said of the project itself, by predicate."""
        found: dict[str, list[Triple]] = {}
        for triple in self.pen.matter.statements.get(self.term, ()):
            found.setdefault(triple.predicate, []).append(triple)
        return found

    def node(self, predicate: str) -> str:
        """The part that a predicate leads to; empty for none."""
        found = self.statements.get(curie(predicate), ())
        return found[0].object if found else ""

    def anchor(self, node: str) -> str:
        """The anchor of a part on the page of its project."""
        return anchor_of(node, self.term)

    def evidence(self, label: str, value: str, cells: Iterable[CellRef], otherwise: str = "settings_say") -> Evidence:
        """Where a fact is from; ``otherwise`` names the words for what no cell says."""
        thing = Named(self.pen.words["project"], self.title, self.project.key)
        return evidence_of(thing, label, value, self.pen, cells, since=self.day, otherwise=otherwise)

    def fact(self, label: str, values: Sequence[Link], cells: Iterable[CellRef], *anchors: str) -> Fact:
        """A fact with its evidence."""
        return Fact(anchors, label, values, self.evidence(label, same_words(values), cells))

    def cells(self, triples: Iterable[Triple]) -> list[CellRef]:
        """The cells behind some statements."""
        return cells_of(triples, self.pen)


class Named(NamedTuple):
    """What a letter is about: what it is, its title and its key."""

    kind: str
    title: str
    key: str


def evidence_of(
    thing: Named, label: str, value: str, pen: Pen, cells: Iterable[CellRef], *, since: date,
    otherwise: str = "settings_say",
) -> Evidence:  # fmt: skip
    """Where a fact about a thing is from, said ``since`` the edition of that day.

    ``otherwise`` names the words for what no cell says.
    """
    known, day = list(cells), pen.voice.short(since)
    typed = [cell for cell in known if not _REMEMBERED.match(cell.file)]
    places = "; ".join(pen.voice.places(typed))
    kept = "editions_say" if known else otherwise
    told = pen.fill("cells_say", day=day, places=places) if places else pen.fill(kept, day=day)
    text = pen.fill("wrong_text", **thing._asdict(), fact=label, value=value, version=since.isoformat())
    subject = pen.fill("wrong_subject", key=thing.key, fact=label)
    return Evidence(told, pen.letter(subject, *text.split("\n")))


def cells_of(triples: Iterable[Triple], pen: Pen) -> list[CellRef]:
    """The cells behind some statements."""
    known = pen.matter.sources.cells
    return list(dict.fromkeys(known[triple] for triple in triples if triple in known and known[triple].address))


def tell_facts(subject: Subject) -> Iterator[Fact]:
    """All that is known of a project besides its title, its description, its status and what has changed."""
    yield from _period(subject)
    yield from (fact for name in _FIRST if (fact := _plain(subject, curie(name))))
    yield from _money(subject)
    yield from _offer(subject)
    others = (predicate for predicate in subject.statements if predicate not in _TOLD)
    yield from (fact for predicate in others if (fact := _plain(subject, predicate)))


def _plain(subject: Subject, predicate: str) -> Fact | None:
    """What stands under one predicate."""
    triples = subject.statements.get(predicate, ())
    if not triples:
        return None
    pen = subject.pen
    parts = [triple.object for triple in triples if triple.object.startswith(f"{subject.term[:-1]}/")]
    values = [_part(triple.object, subject) if triple.object in parts else _read(triple, pen) for triple in triples]
    anchors = [subject.anchor(part) for part in parts]
    told = [*triples, *(each for part in parts for each in pen.matter.statements.get(part, ()))]
    return subject.fact(label_of(predicate, pen), values, subject.cells(told), *anchors)


def _read(triple: Triple, pen: Pen) -> Link:
    if triple.predicate in (curie("ds:fieldOfAction"), curie("ds:thesis")):
        return pen.area(literal_text(triple.object))
    return read_value(triple.object, pen)


def _part(node: str, subject: Subject) -> Link:
    """A part of the project in one line: what is said of it."""
    pen = subject.pen
    said = [
        read_value(triple.object, pen)
        for triple in pen.matter.statements.get(node, ())
        if triple.predicate != curie("rdf:type")
    ]
    address = next((value.address for value in said if value.address), "")
    return Link(Markup(", ").join(value.words for value in said), address=address)


def _period(subject: Subject) -> Iterator[Fact]:
    pen, project = subject.pen, subject.project
    anchors = ["period", "period-begin", "period-end"] if subject.node("dcterms:temporal") else []
    for name, when in (("start_planned", project.start), ("end", project.end)):
        if when:
            mine = [anchor for anchor in anchors if not anchor.endswith("-end" if name != "end" else "-begin")]
            mine = mine if name != "end" or not project.start else ["period-end"]
            column = "end" if name == "end" else "start"
            yield subject.fact(pen.words[name], [Link(pen.when(when))], project.cells_of(column), *mine)


def _money(subject: Subject) -> Iterator[Fact]:
    pen, index = subject.pen, subject.pen.matter.index
    for triple in subject.statements.get(curie("ds:budget"), ()):
        kinds = index.objects(triple.object, "ds:budgetKind")
        kind = pen.plain(index.in_both(kinds[0], "skos:prefLabel")) if kinds else ""
        label = pen.fill("amount_of", kind=kind) if kind else pen.words["amount"]
        value, currency = (index.text(triple.object, f"schema:{name}") for name in ("value", "currency"))
        words = pen.voice.amount(Decimal(value), currency) if value and currency else pen.words["unknown"]
        cells = subject.cells(pen.matter.statements.get(triple.object, ()))
        yield subject.fact(label, [Link(words)], cells, subject.anchor(triple.object))


def _offer(subject: Subject) -> Iterator[Fact]:
    pen, offer, node = subject.pen, subject.project.offer, subject.node("ds:participationOffer")
    if not offer or not node:
        return
    period = pen.period(offer.first, offer.last)
    values = [Link(period)] if period else []
    if offer.page and safe_address(offer.page):
        values.append(Link(offer.page, address=safe_address(offer.page)))
    if offer.outcome.de:
        values.append(Link(pen.text(offer.outcome)))
    anchors = [subject.anchor(node), f"{subject.anchor(node)}-period"]
    yield subject.fact(pen.words["offer"], values or [Link(pen.words["unknown"])], offer.cells, *anchors)


_REMEMBERED = re.compile(r"\d{4}-\d\d-\d\d(?:\.\d+)?/")
"""How the workbook of an edition is called where it is read back: with each edition it is another, saying the same."""

_FIRST = ("ds:fieldOfAction", "ds:thesis", "ds:lead", "ds:partner", "ds:participation", "ds:noOfferReason")
_TOLD = frozenset(
    curie(name)
    for name in (
        *_FIRST, "rdf:type", "dcterms:identifier", "dcterms:title", "dcterms:description", "dcterms:isPartOf",
        "dcterms:temporal", "ds:status", "ds:statusChange", "ds:planChange", "ds:planReason", "ds:budget",
        "ds:participationOffer", "ds:withdrawn", "ds:withdrawalReason", "dcterms:isReplacedBy", "dcterms:replaces",
    )
)  # fmt: skip
