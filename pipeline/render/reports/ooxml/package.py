"""An OOXML package as a value: its parts by name, their relationships and their content types."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import unquote

from pipeline.model.workbook import Limits
from pipeline.render.reports.ooxml.elements import Element, Interest, PackageError, namespace, scan
from pipeline.render.reports.ooxml.markup import append, as_utf8, change, escape, prepend

CONTENT_TYPES = "[Content_Types].xml"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_NO_RELATIONSHIPS = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="{_RELATIONSHIPS}"/>'
# The oldest moment a zip archive can tell: the same parts give the same bytes on any day.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


class Dialect(NamedTuple):
    """The namespaces of a workbook: of its elements, and of the relationships between its parts."""

    main: str
    relationships: str


TRANSITIONAL = Dialect(
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
)
STRICT = Dialect(
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)


class Relationship(NamedTuple):
    """A pointer from one part to another. ``kind`` is the last word of its type, such as ``worksheet``."""

    id: str
    kind: str
    target: str


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of an OOXML file by name, in the order of the archive."""

    parts: Mapping[str, bytes]

    def with_part(self, name: str, content: bytes) -> Package:
        """The package with one part added or replaced."""
        return Package({**self.parts, name: content})

    def find(self, name: str) -> str | None:
        """The name of a part as the archive spells it; names of parts differ not by case alone."""
        if name in self.parts:
            return name
        wanted = unquote(name).casefold()
        return next((part for part in self.parts if unquote(part).casefold() == wanted), None)

    def text(self, name: str) -> bytes:
        """An XML part in UTF-8."""
        return as_utf8(self.parts[name])

    def unused(self, pattern: str) -> str:
        """The first name of the form ``xl/comments{}.xml`` that no part has."""
        number = 1
        while self.find(pattern.format(number)):
            number += 1
        return pattern.format(number)


def unpack(content: bytes) -> Package:
    """The package in the bytes of an .xlsx or .xlsm file."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            if sum(info.file_size for info in infos) > Limits().max_expanded_bytes:
                raise PackageError("the workbook expands to more than is read")
            package = Package({info.filename: archive.read(info) for info in infos})
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
        raise PackageError(f"no readable OOXML package: {error}") from error
    if CONTENT_TYPES not in package.parts:
        raise PackageError("an archive, but no OOXML package")
    return package


def pack(package: Package) -> bytes:
    """The bytes of an .xlsx file, the same for the same parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in package.parts.items():
            info = zipfile.ZipInfo(name, _NO_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return buffer.getvalue()


def relationships_part(part: str) -> str:
    """The name of the part that holds the relationships of ``part``; of the package itself for the empty name."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def relationships(package: Package, part: str) -> tuple[Relationship, ...]:
    """What a part points to within the package."""
    name = package.find(relationships_part(part))
    if name is None:
        return ()
    inside = [link for link in scan(package.text(name)).children if link.attributes.get("TargetMode") != "External"]
    found = [(link, package.find(_resolve(part, link.attributes.get("Target", "")))) for link in inside]
    return tuple(
        Relationship(link.attributes.get("Id", ""), link.attributes.get("Type", "").rpartition("/")[2], target)
        for link, target in found
        if target
    )


def _resolve(part: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")


def related(package: Package, part: str, kind: str) -> str | None:
    """The first part that ``part`` points to with a relationship of that kind."""
    return next((link.target for link in relationships(package, part) if link.kind == kind), None)


def workbook_part(package: Package) -> str:
    """The part that lists the sheets."""
    found = related(package, "", "officeDocument")
    if found is None or not found.lower().endswith(".xml"):
        raise PackageError("an OOXML package without a workbook in XML")
    return found


def dialect(package: Package) -> Dialect:
    """The namespaces that new parts must speak."""
    root = scan(package.text(workbook_part(package)), lambda _depth, _name, _attributes: Interest.ITSELF)
    return STRICT if namespace(root) == STRICT.main else TRANSITIONAL


def relate(package: Package, part: str, type_: str, target: str) -> tuple[Package, str]:
    """The package with a relationship more, and the id of it."""
    name = package.find(relationships_part(part)) or relationships_part(part)
    links = package.text(name) if name in package.parts else _NO_RELATIONSHIPS.encode()
    root = scan(links)
    identifier = _unused_id(root)
    markup = f'<{root.prefix}Relationship Id="{identifier}" Type="{escape(type_)}" Target="{escape(target)}"/>'
    return package.with_part(name, change(links, [append(links, root, markup)])), identifier


def _unused_id(root: Element) -> str:
    taken = {link.attributes.get("Id") for link in root.children}
    number = len(taken) + 1
    while f"rId{number}" in taken:
        number += 1
    return f"rId{number}"


def declare(package: Package, part: str, content_type: str) -> Package:
    """The package with the content type of a new part told."""
    types = package.text(CONTENT_TYPES)
    root = scan(types)
    markup = f'<{root.prefix}Override PartName="/{escape(part)}" ContentType="{content_type}"/>'
    return package.with_part(CONTENT_TYPES, change(types, [append(types, root, markup)]))


def declare_extension(package: Package, extension: str, content_type: str) -> Package:
    """The package with a content type for all parts whose names end so, unless it has one."""
    types = package.text(CONTENT_TYPES)
    root = scan(types)
    if any(default.attributes.get("Extension", "").lower() == extension for default in root.all("Default")):
        return package
    # Defaults stand before overrides, as some readers expect.
    markup = f'<{root.prefix}Default Extension="{extension}" ContentType="{content_type}"/>'
    return package.with_part(CONTENT_TYPES, change(types, [prepend(types, root, markup)]))
