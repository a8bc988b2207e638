"""The datasets of an edition as CKAN is to hold them: its catalog in, fields and files out."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import unquote

from pipeline.model.edition import Distribution
from pipeline.model.graph import Index, Triple, curie, literal_text
from pipeline.publish.ckan.fields import DATASET_FIELDS, FILE_FIELDS, Source, read_services


@dataclass(frozen=True, slots=True)
class Wanted:
    """A dataset as it is to be: ``identifier`` says that it is ours, ``fields`` are CKAN's."""

    name: str
    identifier: str
    title: str
    fields: Mapping[str, Any]
    files: tuple[WantedFile, ...]


@dataclass(frozen=True, slots=True)
class WantedFile:
    """A file as it is to be. ``id`` is made of its IRI, so that links to it never change."""

    id: str
    name: str
    title: str
    media_type: str
    content: bytes
    sha256: str
    md5: str
    fields: Mapping[str, Any]


def build_wanted(
    catalog: Sequence[Triple], files: Sequence[Distribution], *, prefix: str, language: str
) -> tuple[Wanted, ...]:
    """All datasets of a catalog, in the order of its files; ``language`` is the portal's."""
    source = Source(Index(catalog), language)
    order = {file.name: number for number, file in enumerate(files)}
    contents = {file.name: file for file in files}
    wanted = [
        _dataset(source, term, contents, prefix) for term in source.index.subjects("rdf:type", curie("dcat:Dataset"))
    ]
    return tuple(sorted(wanted, key=lambda each: min((order[file.name] for file in each.files), default=0)))


def _dataset(source: Source, term: str, contents: Mapping[str, Distribution], prefix: str) -> Wanted:
    order = list(contents)
    parts = sorted(source.index.objects(term, "dcat:distribution"), key=lambda part: order.index(_file_name(part)))
    described = [_file(source, part, contents[_file_name(part)]) for part in parts]
    if described and (services := read_services(source, term)):
        described[0] = replace(described[0], fields={**described[0].fields, "access_services": services})
    return Wanted(
        name=f"{prefix}-{literal_text(term).rpartition('/')[2]}",
        identifier=source.index.text(term, "dcterms:identifier"),
        title=source.texts(term, "dcterms:title")[0],
        fields={field.name: value for field in DATASET_FIELDS if (value := field.read(source, term))},
        files=tuple(described),
    )


def _file_name(distribution: str) -> str:
    return unquote(literal_text(distribution).rpartition("/")[2])


def _file(source: Source, term: str, file: Distribution) -> WantedFile:
    return WantedFile(
        id=str(uuid.uuid5(uuid.NAMESPACE_URL, literal_text(term))),
        name=file.name,
        title=source.texts(term, "dcterms:title")[0],
        media_type=file.media_type,
        content=file.content,
        sha256=hashlib.sha256(file.content).hexdigest(),
        md5=hashlib.md5(file.content, usedforsecurity=False).hexdigest(),
        fields={field.name: value for field in FILE_FIELDS if (value := field.read(source, term))},
    )
