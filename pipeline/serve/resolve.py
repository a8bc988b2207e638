"""The path of an address to what is there: a file below ``public/``, or a thing with the documents that tell of it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from pipeline.model.formats import FORMATS
from pipeline.model.site import ENGLISH
from pipeline.render.site.addresses import as_link, folder_of, localized
from pipeline.serve.index import Index
from pipeline.serve.media_types import media_type_of

PAGE = "index.html"
SUFFIXES = ("ttl", "jsonld", "nt", "rdf")
"""The forms of a thing's statements, the one that is given first where a client does not mind which."""
_HIDDEN_BUT_KNOWN = (".well-known",)


class Document(NamedTuple):
    """A file that tells of a thing: its path below ``public/``, its media type and, of a page, its language."""

    path: str
    media_type: str
    language: str = ""

    @property
    def link(self) -> str:
        """Its path as it stands in an address."""
        return as_link(self.path)


class Place(NamedTuple):
    """A thing, or a page of the site, by the folder of its page, with the documents that there are of it.

    The first is the one for whom nothing is said by ``Accept``.
    """

    folder: str
    documents: tuple[Document, ...]


def find_file(public: Path, raw: str) -> str | None:
    """The file that the path of an address names, below ``public/``; ``None`` for what is none or lies elsewhere."""
    try:
        steps = [unquote(step, errors="strict") for step in raw.split("/")]
    except UnicodeDecodeError:
        return None
    if not all(map(_is_plain, steps)) or (steps[0].startswith(".") and steps[0] not in _HIDDEN_BUT_KNOWN):
        return None
    path = "/".join(steps)
    return path if is_there(public, path) else None


def is_there(public: Path, path: str) -> bool:
    """Whether there is such a file, or one of N-Triples that RDF/XML can be made of."""
    return is_file(public, path) or (path.endswith(".rdf") and is_file(public, lines_of(path)))


def lines_of(path: str) -> str:
    """Where the same statements stand as N-Triples."""
    return f"{path.removesuffix('.rdf')}.nt"


def is_file(public: Path, path: str) -> bool:
    """Whether there is such a file; neither a device nor anything that a link leads to outside."""
    whole = Path(os.path.realpath(public / path))
    try:
        return whole.is_file() and whole.is_relative_to(os.path.realpath(public))
    except OSError:  # a name that is too long for a disk
        return False


def _is_plain(step: str) -> bool:
    """Whether a step of a path leads down, and nowhere else."""
    hidden = step.startswith(".") and step not in _HIDDEN_BUT_KNOWN
    return bool(step) and not hidden and not set(step) & {"/", "\\"} and step.isprintable()


def find_place(public: Path, index: Index, raw: str) -> Place | None:
    """What the path of an IRI of the town's names, or of a folder of its pages."""
    if raw.startswith("/") or "//" in raw:  # another IRI than the same with one slash
        return None
    folder = folder_of(index.base + raw, index.base)
    documents = (*_own_file(public, index, folder), *_pages(public, folder), *_statements(public, index, folder))
    return Place(folder, documents) if documents else None


def place_of(public: Path, index: Index, path: str) -> Place | None:
    """What a document tells of; ``None`` of a file that tells of nothing alone."""
    german = path.removeprefix(f"{ENGLISH}/")
    folder, _, name = german.rpartition("/")
    if name != PAGE:
        stem, _, suffix = german.rpartition(".")
        if suffix not in SUFFIXES or stem.partition("/")[0] in ("", "editions", "current"):
            return None
        folder = stem
    documents = (*_pages(public, folder), *_statements(public, index, folder))
    return Place(folder, documents) if any(each.path == path for each in documents) else None


def _own_file(public: Path, index: Index, folder: str) -> Iterator[Document]:
    """Of a thing that is a file, the file itself."""
    path = index.files.get(folder, "")
    if path and is_file(public, path):
        yield Document(path, media_type_of(path))


def _pages(public: Path, folder: str) -> Iterator[Document]:
    below = f"{folder}/{PAGE}" if folder else PAGE
    if is_file(public, below):
        is_english = folder == ENGLISH or folder.startswith(f"{ENGLISH}/")
        has_english = is_file(public, localized(below, "en"))
        yield Document(below, "text/html", "en" if is_english else "de" if has_english else "")
        if has_english:
            yield Document(localized(below, "en"), "text/html", "en")


def _statements(public: Path, index: Index, folder: str) -> Iterator[Document]:
    """Beside its page, else beside that of what it is a part of, else in the edition's own files."""
    stem = _stem_of(public, index, folder)
    for suffix in SUFFIXES if stem else ():
        path = f"{stem}.{suffix}"
        if is_there(public, path):
            yield Document(path, FORMATS[suffix].media_type)


def _stem_of(public: Path, index: Index, folder: str) -> str:
    thing, above = index.things.get(folder), folder
    if not folder:
        return "current/catalog"
    if is_file(public, f"{folder}.nt"):
        return folder
    while thing and thing.told_in and (above := above.rpartition("/")[0]):
        if is_file(public, f"{above}.nt") and _says(public / f"{above}.nt", thing.iri):
            return above
    return f"current/{thing.told_in}" if thing and thing.told_in else ""


def _says(statements: Path, iri: str) -> bool:
    """Whether a file of N-Triples says something of an IRI or of a fragment of it."""
    with statements.open(encoding="utf-8") as lines:
        return any(line.startswith((f"<{iri}>", f"<{iri}#")) for line in lines)
