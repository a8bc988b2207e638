"""The comments part of a sheet: ours beside and beneath those of the author, told apart from them later on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import unescape
from typing import NamedTuple

from pipeline.model.report import Severity, Text
from pipeline.render.reports.ooxml.elements import Attributes, Element, Interest, scan
from pipeline.render.reports.ooxml.markup import Splice, append, change, escape, escape_string, prepend, remove
from pipeline.render.reports.ooxml.sheet import Spot, parse_address

# Ours end with it, so that a later report knows them again: not every program keeps the author of a comment.
SIGNATURE = Text("— Prüfbericht", "— Report")
AUTHOR = "Prüfbericht"
_LINE = "─" * 24
_SEPARATOR = f"\n\n{_LINE}\n"
_LABELS = "|".join(label for severity in Severity for label in severity.label)
# Excel writes a note anew from the thread of its cell, in which ours is a reply.
_REPLY = rf"\n(?:Antwort|Reply):\s+(?=(?:{_LABELS}): )"
OURS = re.compile(rf"(?:\A(?=(?:{_LABELS}): )|\n*{_LINE}\n|{_REPLY}).*\n\s*(?:{'|'.join(SIGNATURE)})\n*", re.DOTALL)

# The note at a cell that a unit answered, which a merged copy has, begins and ends otherwise.
ANSWER_SIGNATURE = Text("— Umlauf", "— Circular")
ANSWER_LABEL = Text("Antwort aus dem Umlauf", "Answer to a circular")
ANSWERS = re.compile(
    rf"(?:\A(?=(?:{'|'.join(ANSWER_LABEL)})\n)|\n*{_LINE}\n(?=(?:{'|'.join(ANSWER_LABEL)})\n)"
    rf"|\n(?:Antwort|Reply):\s+(?=(?:{'|'.join(ANSWER_LABEL)})\n)).*?\n\s*(?:{'|'.join(ANSWER_SIGNATURE)})\n*",
    re.DOTALL,
)


class Run(NamedTuple):
    """A piece of a comment's text."""

    text: str
    bold: bool = False


def empty_comments(main: str) -> bytes:
    """A comments part for a sheet that has none."""
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><comments xmlns="{main}">'
        "<authors></authors><commentList></commentList></comments>"
    ).encode()


def with_comments(part: bytes, runs_by_spot: Mapping[Spot, Sequence[Run]]) -> bytes:
    """The part with more comments; where the author left one, ours stands beneath it."""
    part, author = _with_author(part)
    root = scan(part, _all_but_fonts)
    comments = _comments(root)
    splices: list[Splice] = []
    new = []
    for spot, runs in sorted(runs_by_spot.items()):
        if comment := comments.get(spot):
            splices += _beneath(part, comment, runs)
        else:
            new.append(_comment(root.prefix, spot, author, runs))
    return change(part, [*splices, append(part, root.the("commentList"), "".join(new))])


def _all_but_fonts(_depth: int, name: str, _attributes: Attributes) -> Interest:
    return Interest.NOTHING if name == "rPr" else Interest.CHILDREN


def _with_author(part: bytes) -> tuple[bytes, int]:
    root = scan(part, _all_but_fonts)
    authors = root.first("authors")
    if authors is None:
        return _with_author(change(part, [prepend(part, root, f"<{root.prefix}authors/>")]))
    names = [text_of(part, author) for author in authors.children]
    if AUTHOR in names:
        return part, names.index(AUTHOR)
    markup = f"<{root.prefix}author>{escape(AUTHOR)}</{root.prefix}author>"
    return change(part, [append(part, authors, markup)]), len(names)


def _comments(root: Element) -> dict[Spot, Element]:
    found = [comment for group in root.all("commentList") for comment in group.all("comment")]
    spots = [(parse_address(comment.attributes.get("ref", "")), comment) for comment in found]
    return {spot: comment for spot, comment in spots if spot}


def _comment(prefix: str, spot: Spot, author: int, runs: Sequence[Run]) -> str:
    text = "".join(_run(prefix, run) for run in runs)
    comment = f'<{prefix}comment ref="{spot.address}" authorId="{author}">'
    return f"{comment}<{prefix}text>{text}</{prefix}text></{prefix}comment>"


def _run(prefix: str, run: Run) -> str:
    bold = f"<{prefix}b/>" if run.bold else ""
    font = f'<{prefix}sz val="9"/><{prefix}color indexed="81"/><{prefix}rFont val="Tahoma"/><{prefix}family val="2"/>'
    text = f'<{prefix}t xml:space="preserve">{escape_string(run.text)}</{prefix}t>'
    return f"<{prefix}r><{prefix}rPr>{bold}{font}</{prefix}rPr>{text}</{prefix}r>"


def _beneath(part: bytes, comment: Element, runs: Sequence[Run]) -> list[Splice]:
    prefix, text = comment.prefix, comment.first("text")
    markup = "".join(_run(prefix, run) for run in (Run(_SEPARATOR), *runs))
    if text is None:
        return [append(part, comment, f"<{prefix}text>{markup}</{prefix}text>")]
    plain = text.all("t")
    # A text is either plain or made of runs.
    opened = [Splice(child.start, child.start, f"<{prefix}r>") for child in plain]
    closed = [Splice(child.end, child.end, f"</{prefix}r>") for child in plain]
    pieces = [child for child in text.children if child.name in ("t", "r")]
    if not pieces:
        return [prepend(part, text, markup)]
    return [*opened, *closed, Splice(pieces[-1].end, pieces[-1].end, markup)]


def without_comments(part: bytes, ours_in: re.Pattern[str] = OURS) -> tuple[bytes, frozenset[Spot]]:
    """The part without what reports wrote, and the cells that have no comment any more."""
    comments = _comments(scan(part, _all_but_fonts))
    splices: list[Splice] = []
    gone: set[Spot] = set()
    for spot, comment in comments.items():
        texts = _texts(comment)
        ours = ours_in.search(_joined(part, texts))
        if ours and not _joined(part, texts).replace(ours.group(), "").strip():
            gone.add(spot)
            splices.append(remove(comment))
        elif ours:
            splices += _cut(part, texts, *ours.span())
    return change(part, splices), frozenset(gone)


def _cut(part: bytes, texts: Sequence[Element], start: int, end: int) -> list[Splice]:
    """Take the characters from ``start`` to ``end`` out of a text that stands in several elements."""
    splices, passed = [], 0
    for element in texts:
        text = text_of(part, element)
        kept = text[: max(start - passed, 0)] + text[max(end - passed, 0) :]
        passed += len(text)
        if kept != text:
            splices.append(Splice(element.inner_start, element.inner_end, escape_string(kept)))
    return splices


def comment_texts(part: bytes) -> Mapping[Spot, str]:
    """The whole text of each comment."""
    return {spot: _joined(part, _texts(comment)) for spot, comment in _comments(scan(part, _all_but_fonts)).items()}


def is_ours(text: str) -> bool:
    """Whether a report wrote the whole text."""
    return bool(OURS.fullmatch(text))


def _joined(part: bytes, texts: Sequence[Element]) -> str:
    return "".join(text_of(part, element) for element in texts)


def text_of(part: bytes, element: Element) -> str:
    """The text in an element that holds no others."""
    return unescape(part[element.inner_start : element.inner_end].decode("utf-8", "replace"))


def _texts(element: Element) -> list[Element]:
    """The elements with text, in order; phonetic hints, which repeat it, are none."""
    if element.name == "t":
        return [] if element.is_empty_tag else [element]
    return [text for child in element.children if child.name != "rPh" for text in _texts(child)]
