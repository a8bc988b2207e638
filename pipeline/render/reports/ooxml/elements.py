"""The elements of an XML part with their places in its bytes.

Found as text rather than parsed: that passes over what nobody asked for, such as a million rows, at the speed of a
search, and needs no more than that the part is well-formed, as any program has seen to that could read it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from html import unescape
from typing import NamedTuple, TypeAlias

from pipeline.model.errors import PipelineError

Attributes: TypeAlias = Mapping[str, str]

# In well-formed XML "<" stands for itself in comments, processing instructions and CDATA sections alone.
_NO_TAGS = re.compile(rb"<!--.*?-->|<\?.*?\?>|<!\[CDATA\[.*?\]\]>", re.DOTALL)
_TO_END_OF_TAG = rb"""([^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*)>"""
_TAG = re.compile(rb"<(/?)([^\s/>!]+)" + _TO_END_OF_TAG)
_ATTRIBUTE = re.compile(rb"""([^\s=/"']+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_WHOLE = re.compile("[0-9]{1,9}")
_DECIMAL = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,20})?")


class PackageError(PipelineError):
    """Bytes that are no OOXML workbook, or one that cannot be changed place by place."""


class Interest(Enum):
    """How much of an element a reader wants."""

    NOTHING = 0
    ITSELF = 1
    CHILDREN = 2


# What is wanted of an element at this depth, with this local name and these attributes?
Keep: TypeAlias = Callable[[int, str, Attributes], Interest]


@dataclass(frozen=True, slots=True)
class Element:
    """An element with its place: ``start`` to ``end`` with its tags, ``inner_start`` to ``inner_end`` without."""

    name: str
    prefix: str
    attributes: Attributes
    start: int
    inner_start: int
    inner_end: int
    end: int
    children: tuple[Element, ...] = ()

    @property
    def tag(self) -> str:
        """The name as written, with its prefix."""
        return self.prefix + self.name

    @property
    def is_empty_tag(self) -> bool:
        """True for ``<c/>``, which has no inside to write to."""
        return self.inner_start == self.end

    def all(self, name: str) -> tuple[Element, ...]:
        """The children of that name."""
        return tuple(child for child in self.children if child.name == name)

    def first(self, name: str) -> Element | None:
        """The first child of that name."""
        return next((child for child in self.children if child.name == name), None)

    def the(self, name: str) -> Element:
        """The first child of that name, without which the part makes no sense."""
        if child := self.first(name):
            return child
        raise PackageError(f"a part of the workbook lacks its <{name}>")


class _Open(NamedTuple):
    """An element whose end tag is still to come."""

    tag: re.Match[bytes]
    attributes: Attributes
    children: list[Element]


def everything(_depth: int, _name: str, _attributes: Attributes) -> Interest:
    """Keeps all elements; for small parts."""
    return Interest.CHILDREN


def scan(part: bytes, keep: Keep = everything) -> Element:
    """The root of a part with the elements that ``keep`` wants."""
    text = _NO_TAGS.sub(lambda found: b" " * len(found.group()), part)
    if b"<!DOCTYPE" in text:
        # No spreadsheet program writes one, and its entities can swell to any size.
        raise PackageError("a part of the workbook declares a document type")
    opened: list[_Open] = []
    roots: list[Element] = []
    position = 0
    while tag := _TAG.search(text, position):
        if tag.group(1):
            done = _closed(opened, tag)
            (opened[-1].children if opened else roots).append(done)
            position = tag.end()
        else:
            position = _open(text, tag, keep, opened, roots)
    if opened or len(roots) != 1:
        raise PackageError("a part of the workbook is no well-formed XML")
    return roots[0]


def _open(text: bytes, tag: re.Match[bytes], keep: Keep, opened: list[_Open], roots: list[Element]) -> int:
    """Take in an element that begins, and say where to go on."""
    attributes = _attributes(tag.group(3))
    interest = keep(len(opened), tag.group(2).rpartition(b":")[2].decode(), attributes)
    is_empty = tag.group(3).endswith(b"/")
    if interest is Interest.CHILDREN and not is_empty:
        opened.append(_Open(tag, attributes, []))
        return tag.end()
    inner_end, end = (tag.end(), tag.end()) if is_empty else _end(text, tag)
    if interest is not Interest.NOTHING:
        element = _element(_Open(tag, attributes, []), inner_end, end)
        (opened[-1].children if opened else roots).append(element)
    return end


def _end(text: bytes, tag: re.Match[bytes]) -> tuple[int, int]:
    """Where the inside of an element ends, and where the element, without a look at what is in it."""
    depth = 1
    for found in _tags_of(tag.group(2)).finditer(text, tag.end()):
        if found.group(1):
            depth -= 1
        elif not found.group(2).endswith(b"/"):
            depth += 1
        if depth == 0:
            return found.start(), found.end()
    raise PackageError("a part of the workbook is cut off")


@lru_cache(maxsize=256)
def _tags_of(name: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"<(/?)" + re.escape(name) + rb"(?=[\s/>])" + _TO_END_OF_TAG)


def _closed(opened: list[_Open], tag: re.Match[bytes]) -> Element:
    if not opened or opened[-1].tag.group(2) != tag.group(2):
        raise PackageError("a part of the workbook is no well-formed XML")
    return _element(opened.pop(), tag.start(), tag.end())


def _element(element: _Open, inner_end: int, end: int) -> Element:
    tag, attributes, children = element
    prefix, colon, name = tag.group(2).decode().rpartition(":")
    return Element(name, prefix + colon, attributes, tag.start(), tag.end(), inner_end, end, tuple(children))


def _attributes(tag: bytes) -> Attributes:
    found = _ATTRIBUTE.findall(tag)
    return {name.decode(): unescape((double or single).decode("utf-8", "replace")) for name, double, single in found}


def whole(attributes: Attributes, name: str) -> int:
    """An attribute that counts; 0 where it is absent or no number."""
    value = attributes.get(name, "")
    return int(value) if _WHOLE.fullmatch(value) else 0


def decimal(attributes: Attributes, name: str, otherwise: float) -> float:
    """An attribute that measures."""
    value = attributes.get(name, "")
    return float(value) if _DECIMAL.fullmatch(value) else otherwise


def relation_id(element: Element) -> str:
    """The id of the relationship that an element points to, whatever prefix that attribute has."""
    return next((value for name, value in element.attributes.items() if name.endswith(":id")), "")


def namespace(root: Element) -> str:
    """The namespace which the root stands in."""
    prefix = root.prefix.rstrip(":")
    return root.attributes.get(f"xmlns:{prefix}" if prefix else "xmlns", "")
