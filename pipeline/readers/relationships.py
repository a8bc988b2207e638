"""A part of a zipped Office document to the parts it refers to."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from typing import NamedTuple
from zipfile import ZipFile

from pipeline.readers.markup import local_name, parse_xml


class Relationship(NamedTuple):
    """Another part, and the last word of the kind of it: ``worksheet``, ``table``."""

    part: str
    kind: str


def read_relationships(archive: ZipFile, part: str) -> Mapping[str, Relationship]:
    """What ``part`` refers to, by the ids it uses for them."""
    folder, name = posixpath.split(part)
    relationships = f"{folder}/_rels/{name}.rels"
    found: dict[str, Relationship] = {}

    def start(element: str, attributes: Mapping[str, str]) -> None:
        if local_name(element) == "Relationship":
            # An absolute target replaces the folder, a relative one is joined to it.
            target = posixpath.normpath(posixpath.join("/", folder, attributes["Target"])).lstrip("/")
            found[attributes["Id"]] = Relationship(target, attributes.get("Type", "").rpartition("/")[2])

    if relationships in archive.namelist():
        with archive.open(relationships) as stream:
            parse_xml(stream, start)
    return found
