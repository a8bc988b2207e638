"""Projects that go to all that tells of them: triples in, an erasure with what nothing but they said out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pipeline.erase.cut_triples import cut_triples
from pipeline.erase.erasure import Erasure
from pipeline.erase.renaming import build_renaming
from pipeline.erase.spelling import build_spelling
from pipeline.model.graph import Triple, curie, literal_text
from pipeline.model.report import Language


def alone_in(triples: Sequence[Triple], projects: Mapping[str, str], language: Language, own: str) -> Erasure:
    """The erasure of these ``projects``, terms with their keys. ``own`` is what the program says of itself."""
    keys = tuple(dict.fromkeys(projects.values()))
    bare = Erasure(projects=frozenset(projects), language=language, keys=keys)
    left = frozenset(cut_triples(triples, bare, build_renaming(triples, bare, "")))
    gone = [triple for triple in triples if triple not in left]
    said = dict.fromkeys(text for triple in gone for text in _texts(triple, projects) if _tells(text))
    others = "\n".join((own, *dict.fromkeys(text for triple in left for text in _all(triple))))
    alone = (text for text in said if not build_spelling(text).search(others))
    titles = dict.fromkeys(literal_text(t.object) for t in gone if t.predicate == _TITLE)
    return Erasure((), bare.projects, language, tuple(alone), keys, tuple(filter(_tells, titles)))


def _texts(triple: Triple, projects: Mapping[str, str]) -> Iterable[str]:
    """The words of a statement, and the address of a page; not the parts of a project, which its own IRI tells of."""
    if triple.predicate == _IDENTIFIER:
        return ()
    if triple.object.startswith("<"):
        is_part = any(triple.object.startswith(term[:-1]) for term in projects)
        return () if is_part else (literal_text(triple.object),)
    return () if triple.object.endswith(">") else (literal_text(triple.object),)


def _all(triple: Triple) -> tuple[str, str]:
    return literal_text(triple.subject), literal_text(triple.object)


def _tells(text: str) -> bool:
    return sum(map(str.isalpha, text)) > _FEW


_FEW = 3
_TITLE, _IDENTIFIER = curie("dcterms:title"), curie("dcterms:identifier")
