"""Whose IRI says what is to go: triples in, what each such thing is called from now on out, or that it goes."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pipeline.erase.erasure import Erasure
from pipeline.model.graph import Triple, curie, literal_text, segment
from pipeline.model.naming import slug

GONE = ""


@dataclass(frozen=True)
class Renaming:
    """The new term of a thing, ``GONE`` for one that goes; ``keys`` are the new keys of projects by the old ones."""

    terms: Mapping[str, str]
    keys: Mapping[str, str] = field(default_factory=dict)

    def of(self, term: str) -> str:
        """The term of a thing or of a part of one, as it is from now on."""
        if not self.terms:
            return term
        if term in self.terms:
            return self.terms[term]
        owner, rest = term[:-1], ""
        while "/" in owner.partition("://")[2]:
            owner, _, last = owner.rpartition("/")
            rest = f"/{last}{rest}"
            if (found := self.terms.get(f"{owner}>")) is not None:
                return f"{found[:-1]}{rest}>" if found else GONE
        return term


def build_renaming(triples: Iterable[Triple], erasure: Erasure, base: str) -> Renaming:
    """What is to be called otherwise, of all editions together: what is one thing in two of them stays one thing.

    An organization is named by its name, a project by its key. What else the town named keeps the rest of its IRI. A
    page elsewhere, whose address says the text, is named no more.
    """
    triples = tuple(triples)
    terms = dict.fromkeys(erasure.projects, GONE)
    keys = dict(_new_keys(triples, erasure))
    names = {t.subject: literal_text(t.object) for t in triples if t.predicate == _NAME}
    of_projects = {t.subject: literal_text(t.object) for t in triples if t.predicate == _IDENTIFIER}
    for term in dict.fromkeys(term for t in triples for term in (t.subject, t.object) if term.startswith("<")):
        if term in terms or not (erasure.says(term[1:-1]) or of_projects.get(term) in keys):
            continue
        place = term[1:-1].rpartition("/")[0]
        if not term.startswith(f"<{base}"):
            terms[term] = GONE
        elif of_projects.get(term) in keys:
            terms[term] = f"<{place}/{segment(keys[of_projects[term]])}>"
        elif term in names and erasure.says(names[term]):
            name = erasure.cut_name(names[term])
            terms[term] = f"<{place}/{slug(name)}>" if name else GONE
        elif not any(term.startswith(f"{owner[:-1]}/") for owner in of_projects if of_projects[owner] in keys):
            terms[term] = f"<{base}{erasure.cut_key(term[1:-1].removeprefix(base))}>"
    return Renaming(terms, keys)


def _new_keys(triples: Iterable[Triple], erasure: Erasure) -> Iterable[tuple[str, str]]:
    """The keys that say the text, each with one that nothing has yet."""
    projects = {t.subject for t in triples if t.predicate == _TYPE and t.object == _PROJECT}
    found = {literal_text(t.object) for t in triples if t.predicate == _IDENTIFIER and t.subject in projects}
    taken = set(found)
    for key in sorted(found):
        if erasure.says(key):
            plain = erasure.cut_key(key)
            numbered = (f"{plain}-{number}" for number in itertools.count(2))
            new = next(name for name in itertools.chain([plain], numbered) if name not in taken)
            taken.add(new)
            yield key, new


_NAME, _IDENTIFIER, _TYPE = curie("foaf:name"), curie("dcterms:identifier"), curie("rdf:type")
_PROJECT = curie("ds:Project")
