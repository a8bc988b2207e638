"""The words of the model: namespaces, and concepts found by what people call them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from pipeline.model.numbered import forms_of
from pipeline.model.report import Text

DEF = "https://w3id.org/digitalstrategie/def/"

RULE = f"{DEF}rule/"

PREFIXES: Mapping[str, str] = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dcatde": "http://dcat-ap.de/def/dcatde/",
    "dcterms": "http://purl.org/dc/terms/",
    "dqv": "http://www.w3.org/ns/dqv#",
    "ds": DEF,
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "ht": "http://www.w3.org/2011/http#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "pv": "https://piveau.eu/ns/voc#",
    "qb": "http://purl.org/linked-data/cube#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sdmx-attribute": "http://purl.org/linked-data/sdmx/2009/attribute#",
    "sdmx-dimension": "http://purl.org/linked-data/sdmx/2009/dimension#",
    "sdmx-measure": "http://purl.org/linked-data/sdmx/2009/measure#",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def expand(name: str) -> str:
    """The IRI of a prefixed name.

    >>> expand("dcterms:title")
    'http://purl.org/dc/terms/title'
    """
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


def fold(text: str) -> str:
    """What remains of a word when case, accents' spelling, hyphens, line breaks and punctuation are set aside.

    >>> fold("Interven-tions-\\nbereich"), fold("Beginn des Vorhabens *")
    ('interventionsbereich', 'beginndesvorhabens')
    """
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


def fold_title(title: str) -> str:
    """The title of a column for comparing; one without letters and digits, such as "#", as it stands."""
    return fold(title) or title.strip()


@dataclass(frozen=True, slots=True)
class Concept:
    """One entry of a code list, by its IRI, its notation and all that people call it."""

    iri: str
    notation: str
    label: Text
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ConceptScheme:
    """A code list whose concepts are found by label, other name or notation, whatever their case and hyphens."""

    name: str
    concepts: tuple[Concept, ...]
    _by_name: dict[str, Concept] = field(default_factory=dict, init=False, repr=False, compare=False)
    _numbered: tuple[re.Pattern[str], ...] = field(default=(), init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for concept in reversed(self.concepts):
            for name in _names(concept):
                self._by_name[_spelling(name)] = concept
        object.__setattr__(self, "_numbered", forms_of(self.name, (concept.notation for concept in self.concepts)))

    def find(self, text: str) -> Concept | None:
        """The concept of that label, other name or notation; or of both, as in ``7 Mitwirkung`` and ``HF 7``."""
        if found := self._by_name.get(_spelling(text)):
            return found
        by_number, by_name = self._both(text)
        return by_name if by_number == by_name else None

    def contradiction(self, text: str) -> tuple[Concept, Concept] | None:
        """The two concepts of a text whose number is that of one and whose name is that of another."""
        by_number, by_name = self._both(text)
        return (by_number, by_name) if by_number and by_name and by_number != by_name else None

    def _both(self, text: str) -> tuple[Concept | None, Concept | None]:
        """The concept of the number and that of the name; either stands for the other where there is but one."""
        line = " ".join(text.split())
        for found in filter(None, (form.fullmatch(line) for form in self._numbered)):
            number, name = (found.groupdict().get(part) for part in ("number", "name"))
            by_number, by_name = (self._by_name.get(_spelling(part)) if part else None for part in (number, name))
            if name and by_name and (not number or _spelling(name) != _spelling(by_name.notation)):
                return by_number or by_name, by_name
            if not name:
                return by_number, by_number
        return None, None

    def doubles(self) -> Iterator[tuple[str, Concept, str, Concept]]:
        """Each name that two concepts share, however each of them spells it."""
        taken: dict[str, tuple[str, Concept]] = {}
        for concept in self.concepts:
            for name in _names(concept):
                other, owner = taken.setdefault(_spelling(name), (name, concept))
                by_number, _ = self._both(name)
                if owner != concept:
                    yield other, owner, name, concept
                elif by_number and by_number != concept:
                    yield by_number.notation, by_number, name, concept

    def by_iri(self, iri: str) -> Concept | None:
        """The concept of that IRI."""
        return next((concept for concept in self.concepts if concept.iri == iri), None)

    def suggest(self, text: str) -> Concept | None:
        """The concept that was probably meant: the nearest in spelling, if any is near."""
        near = get_close_matches(_spelling(text), self._by_name, n=1, cutoff=0.77)
        return self._by_name[near[0]] if near else None


def _names(concept: Concept) -> Iterator[str]:
    """All that a concept is found by, each once."""
    return filter(fold, dict.fromkeys((*concept.names, *concept.label, concept.notation)))


def _spelling(name: str) -> str:
    """A name folded, but for what stands between digits: neither "1.2" nor "1, 2" nor "1 2" is "12"."""
    pieces = re.split(r"(?<=\d)([\W_]+)(?=\d)", name)
    return "".join(fold(piece) or piece.strip() or " " for piece in pieces)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All code lists a roadmap draws from: ``field`` and ``thesis`` of the town, the others of the ontology."""

    schemes: Mapping[str, ConceptScheme]

    def __getitem__(self, name: str) -> ConceptScheme:
        return self.schemes[name]


def nearest(word: str, words: Iterable[str]) -> str | None:
    """Of ``words`` the one that ``word`` was probably meant to be, for "did you mean"."""
    folded = fold(word)  # of a short word most letters are some longer one's, too: "Art" is not "Start"
    by_fold = {key: candidate for candidate in words if (key := fold(candidate)) and _is_as_long(folded, key)}
    near = get_close_matches(folded, by_fold, n=1, cutoff=0.7)
    return by_fold[near[0]] if near else None


def _is_as_long(word: str, other: str) -> bool:
    return len(word) > _SHORT or abs(len(word) - len(other)) <= 1


_SHORT = 4
