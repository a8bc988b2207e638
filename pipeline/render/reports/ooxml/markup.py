"""Changes in XML that leave every other byte as it was written.

A tree that is parsed and written again loses prefixes, declarations and with them what ``mc:Ignorable`` speaks of.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple
from xml.sax.saxutils import escape as escape_markup

from pipeline.render.reports.legible import legible
from pipeline.render.reports.ooxml.elements import Element, PackageError

_ATTRIBUTE = re.compile(rb"""\s+([^\s=/>]+)\s*=\s*("[^"]*"|'[^']*')""")
_DECLARED_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([^"']*)["']""")
_ENCODING = re.compile(r"""^(\s*<\?xml[^>]*?)\s+encoding\s*=\s*["'][^"']*["']""")
_ESCAPE_ALIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


class Splice(NamedTuple):
    """The bytes from ``start`` to ``end`` give way to ``markup``."""

    start: int
    end: int
    markup: str


def as_utf8(part: bytes) -> bytes:
    """The part in UTF-8, byte for byte the same if it came in that, as nearly all do."""
    declared = _DECLARED_ENCODING.match(part)
    encoding = (
        "utf-16" if part[:2] in (b"\xff\xfe", b"\xfe\xff") else declared.group(1).decode() if declared else "utf-8"
    )
    if encoding.lower() in ("utf-8", "us-ascii"):
        return part
    try:
        return _ENCODING.sub(r"\1", part.decode(encoding)).encode()
    except (LookupError, UnicodeError) as error:
        raise PackageError(f"a part of the workbook is not in {encoding}, as it says") from error


def change(part: bytes, splices: Iterable[Splice]) -> bytes:
    """The part with all splices made. Their places are those of the part as it was."""
    pieces, position = [], 0
    for splice in sorted(splices, key=lambda splice: (splice.start, splice.end)):
        pieces += [part[position : splice.start], splice.markup.encode()]
        position = splice.end
    return b"".join([*pieces, part[position:]])


def append(part: bytes, element: Element, markup: str) -> Splice:
    """Write ``markup`` as the last children of ``element``."""
    if not element.is_empty_tag:
        return Splice(element.inner_end, element.inner_end, markup)
    slash = part.rindex(b"/", element.start, element.end)
    return Splice(slash, element.end, f">{markup}</{element.tag}>")


def prepend(part: bytes, element: Element, markup: str) -> Splice:
    """Write ``markup`` as the first children of ``element``."""
    if element.is_empty_tag:
        return append(part, element, markup)
    return Splice(element.inner_start, element.inner_start, markup)


def remove(element: Element) -> Splice:
    """Take an element away."""
    return Splice(element.start, element.end, "")


def set_attribute(part: bytes, element: Element, name: str, value: str | int | None) -> Splice:
    """Give an attribute a value, or take it away with None."""
    markup = "" if value is None else f' {name}="{escape(str(value))}"'
    after_name = element.start + 1 + len(element.tag.encode())
    for found in _ATTRIBUTE.finditer(part, after_name, element.inner_start):
        if found.group(1) == name.encode():
            return Splice(found.start(), found.end(), markup)
    return Splice(after_name, after_name, markup)


def place(root: Element, order: tuple[str, ...], name: str) -> int:
    """Where a new child ``name`` belongs: behind the last child that the schema's ``order`` puts before it."""
    earlier = set(order[: order.index(name)])
    return max((child.end for child in root.children if child.name in earlier), default=root.inner_start)


def escape(text: str) -> str:
    """Text as it may stand in an element or in a quoted attribute."""
    return escape_markup(legible(text), {'"': "&quot;", "\n": "&#10;"})


def escape_string(text: str) -> str:
    """Text as a spreadsheet program reads it, to whom ``_x0041_`` would be a letter."""
    return escape(_ESCAPE_ALIKE.sub("_x005F_", text))
