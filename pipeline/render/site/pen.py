"""Writes pages in one language: a template and what it is to say in, a file of the site out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import quote

from pipeline.model.graph import language_of, literal_text
from pipeline.model.partial_date import Precision
from pipeline.model.progress import When
from pipeline.model.report import Language, OneText, Text
from pipeline.model.site import ENGLISH
from pipeline.render.briefings.voice import Voice
from pipeline.render.pages import Markup, escape, page_template
from pipeline.render.site.addresses import Place, as_link, page_of
from pipeline.render.site.matter import Matter
from pipeline.render.site.words import words_in

_PACKAGE = "pipeline.render.site"


class File(NamedTuple):
    """A file of the site: its path below ``public/`` and its bytes."""

    path: str
    content: bytes


class Link(NamedTuple):
    """Words that lead somewhere: the folder of a page and an anchor on it, or a whole address where it leads away."""

    words: str | Markup
    folder: str = ""
    address: str = ""
    anchor: str = ""


@dataclass(frozen=True)
class Pen:
    """Says all that is in the matter in one language."""

    matter: Matter
    voice: Voice

    @property
    def language(self) -> Language:
        """The language that it writes."""
        return self.voice.language

    @cached_property
    def words(self) -> Mapping[str, str]:
        """The words of the pages, by their names."""
        return words_in(self.language)

    @cached_property
    def prefix(self) -> str:
        """What the paths of pages in this language begin with."""
        return f"{ENGLISH}/" if self.language == "en" else ""

    def fill(self, name: str, **details: object) -> str:
        """Words with their placeholders filled in."""
        return self.words[name].format(**details)

    def markup(self, name: str, **details: object) -> Markup:
        """The same around what is markup already; all else is escaped."""
        told = {key: escape(value) for key, value in details.items()}
        return Markup(str(escape(self.words[name])).format(**told))

    def text(self, text: Text) -> str | Markup:
        """A text that may be there in one language alone, which then is marked as what it is."""
        said = self.voice.words(text)
        return self.foreign(said, self.matter.dataset.language) if isinstance(text, OneText) and said else said

    def foreign(self, words: str, language: str) -> str | Markup:
        """Words in a language of their own, marked where that is not the language of the page."""
        if not language or language == self.language:
            return words
        return Markup('<span lang="{}">{}</span>').format(language, words)

    def literal(self, subject: str, predicate: str) -> str | Markup:
        """What a thing has under a predicate, in this language if it is there; empty for nothing."""
        terms = self.matter.index.objects(subject, predicate)
        mine = next((term for term in terms if language_of(term) == self.language), None)
        term = mine or next(iter(sorted(terms)), None)
        return self.foreign(literal_text(term), language_of(term)) if term else ""

    def plain(self, text: Text) -> str:
        """The words of a text alone, for titles and pictures."""
        return self.voice.words(text)

    def when(self, when: When | None) -> str | Markup:
        """A date as precise as it was given, its own words marked as German where they are."""
        if when is None:
            return self.words["unknown"]
        said = self.voice.when(when)
        return self.foreign(said, self.matter.dataset.language) if when.precision is Precision.WORDS else said

    def period(self, start: When | None, end: When | None) -> str | Markup:
        """From when until when; empty where neither is told."""
        if start and end:
            same = start.text == end.text
            return self.when(start) if same else Markup("{} – {}").format(self.when(start), self.when(end))
        if told := start or end:
            if told.is_bound:  # which says "ab" or "bis" itself
                return self.when(told)
            return self.markup("period_from" if start else "period_until", when=self.when(told))
        return ""

    def in_words(self, when: When | None, form: str) -> Markup:
        """A date within a sentence, with the word before it that its precision asks for: bis zum 30. April 2027.

        ``form`` is ``since``, ``until``, ``at`` or ``plain``.
        """
        if when is None:
            return Markup("").join([self.words["unknown"]])
        if when.is_bound:  # "bis Mitte 2027" has its word before it
            form = "plain"
        is_day = when.precision is Precision.DAY
        said = self.voice.day(when.day) if is_day else self.when(when)
        return self.markup(f"{form}_{when.precision.name.lower()}", when=said)

    def times(self, number: int) -> str:
        """How often something was done."""
        small = self.words["times_small"].split()
        return small[number - 1] if 0 < number <= len(small) else self.fill("times_many", number=number)

    def of_projects(self, name: str, number: int, total: int) -> str:
        """A finding on so many of all projects: 1 von 3 Projekten läuft, 2 von 3 Projekten laufen."""
        counted = {"number": self.voice.number(number), "all": self.voice.number(total)}
        form = {0: f"{name}_none", 1: f"{name}_one"}.get(number, name)
        return self.fill(form, **counted)

    def area(self, iri: str) -> Link:
        """A thesis or a field by its IRI."""
        label = self.text(self.matter.index.in_both(f"<{iri}>", "skos:prefLabel"))
        return Link(label, as_link(self.matter.folder(iri)))

    def page(self, template: str, folder: str, *, title: str, **said: Any) -> File:
        """A page in the frame that all share."""
        return self.at(page_of(folder, self.language), template, title=title, folder=folder, **said)

    def at(self, place: Place, template: str, *, title: str, folder: str = "", **said: Any) -> File:
        """A page at a place of its own."""
        root = place.root
        other: Language = "de" if self.language == "en" else "en"
        written = page_template(_PACKAGE, template).render(
            **{**self._frame, **said},
            root=root,
            home=f"{root}{self.prefix}",
            other=root + as_link(page_of(folder, other).path),
            title=title,
            folder=folder,
        )
        return File(place.path, written.encode())

    @cached_property
    def _frame(self) -> dict[str, Any]:
        """What the frame of every page says."""
        matter = self.matter
        day = matter.progress.day
        logo = f"gestalt/wappen.{matter.logo.suffix}" if matter.logo else ""
        return {
            "w": self.words,
            "language": self.language,
            "site_name": self.site_name,
            "town": matter.dataset.publisher.name,
            "subject": self.plain(matter.dataset.title),
            "notice": self.plain(matter.dataset.notice),
            "logo": logo,
            "stand": "",  # what an edition does not change shall not change with its day
            "iso_day": "",
            "version": matter.progress.version,
            "paths": self.paths,
            "has_indicators": bool(matter.progress.gauges),
            "when": self.when,
            "day": lambda day: self.voice.short(day) if day else self.words["unknown"],
            "town_words": lambda words: self.foreign(words, matter.dataset.language),
            "fill": self.fill,
            "markup": self.markup,
            "source": self.fill("source", day=self.voice.day(day)),
        }

    def dated(self, day: date) -> dict[str, Any]:
        """What a page says that holds as of an edition: its day, and the pictures' source."""
        named = self.voice.day(day)
        stand, source = self.fill("edition_of", day=named), self.fill("source", day=named)
        return {"stand": stand, "iso_day": day.isoformat(), "source": source}

    @cached_property
    def newest(self) -> dict[str, Any]:
        """The same of the newest edition: for what counts, lists files, or tells how far the days have come."""
        return self.dated(self.matter.progress.day)

    @property
    def site_name(self) -> str:
        """What the town calls its pages; else its own name."""
        dataset = self.matter.dataset
        return self.plain(dataset.site.name) or dataset.publisher.name

    @cached_property
    def paths(self) -> Mapping[str, str]:
        """The folders of the town's own pages, by what they are, as links have them."""
        iris, matter = self.matter.dataset.iris, self.matter
        return {
            name: as_link(matter.folder(iris.base + path))
            for name, path in (("roadmap", iris.roadmap), ("strategy", iris.strategy), ("vision", iris.vision),
                               ("fields", iris.fields), ("organizations", iris.organization),
                               ("indicators", iris.indicators))
        }  # fmt: skip

    def letter(self, subject: str, *lines: str) -> str:
        """An address that opens a letter to the town's mailbox, with a subject and the lines of its text."""
        return letter_to(self.matter.mailbox, subject, lines)


def bare(words: str | Markup) -> str:
    """Words without their markup, if they have any."""
    return words.striptags() if isinstance(words, Markup) else words


def letter_to(mailbox: str, subject: str, lines: Iterable[str]) -> str:
    """The same to any mailbox (RFC 6068)."""
    text = "\r\n".join(lines)
    return f"mailto:{quote(mailbox, safe='@')}?subject={quote(subject, safe='')}&body={quote(text, safe='')}"


def safe_address(address: str) -> str:
    """An address that may become a link: nothing but what the web and the mail know. Else it is empty."""
    scheme = address.partition(":")[0].casefold()
    return address if scheme in ("http", "https", "mailto") else ""
