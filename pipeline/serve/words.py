"""What the newest edition calls things, for forms and answers: read once an edition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from pipeline.model.graph import Index, Triple, literal_text, parse_n_triples
from pipeline.model.report import Language, Text
from pipeline.render.site.answer_words import codes_of, names_of
from pipeline.serve.index import Index as Edition

_FIELD = "<https://w3id.org/digitalstrategie/def/FieldOfAction>"


class Words(NamedTuple):
    """What properties and concepts are called by their IRIs, codes by themselves, and fields of action by theirs."""

    names: Mapping[str, Text]
    codes: Mapping[str, Text]
    fields: Mapping[str, Text]

    def fields_in(self, language: Language) -> Sequence[tuple[str, str]]:
        """The fields that a form offers, in their order."""
        return sorted(((iri, text.in_(language)) for iri, text in self.fields.items()), key=lambda each: each[1])


def words_of(public: Path, edition: Edition) -> Words:
    """The words of the edition that is known."""
    return _read_words(public / "editions" / edition.version, edition.state)


@lru_cache(maxsize=8)
def _read_words(folder: Path, _: tuple[int, ...]) -> Words:
    vocabulary = _read(folder / "vocabulary.nt")
    strategy = Index(_read(folder / "strategy.nt"))
    fields = strategy.subjects("rdf:type", _FIELD)
    labels = {literal_text(field): strategy.in_both(field, "skos:prefLabel") for field in fields}
    return Words(names_of(vocabulary), codes_of(vocabulary), labels)


def _read(path: Path) -> Sequence[Triple]:
    return parse_n_triples(path.read_text("utf-8")) if path.is_file() else ()
