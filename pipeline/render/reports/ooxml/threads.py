"""Threads of comments, which newer Excel shows in the place of the note of a cell: ours is a reply in them.

Excel writes the note beside a thread anew from the thread, so what stands in the note alone is neither seen nor kept
([MS-XLSX], 2.6.203 to 2.6.205). Older programs show the note, so ours stands there too.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from pipeline.render.reports.ooxml.book import sheets_of
from pipeline.render.reports.ooxml.comments import AUTHOR, is_ours, text_of
from pipeline.render.reports.ooxml.elements import Element, scan
from pipeline.render.reports.ooxml.markup import Splice, append, change, escape, escape_string, remove
from pipeline.render.reports.ooxml.package import Package, declare, relate, related, workbook_part
from pipeline.render.reports.ooxml.sheet import Spot, parse_address

_RELATIONSHIPS = "http://schemas.microsoft.com/office/2017/10/relationships"
_MAIN = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
_PERSONS_TYPE = "application/vnd.ms-excel.person+xml"


def _guid(name: str) -> str:
    return f"{{{uuid.uuid5(uuid.NAMESPACE_URL, name)}}}".upper()


_PERSON = _guid("https://w3id.org/digitalstrategie/def/report")


def with_replies(package: Package, sheet: str, text_by_spot: Mapping[Spot, str]) -> Package:
    """The package with a reply of ours in the thread of each of these cells that has one."""
    name = related(package, sheet, "threadedComment")
    if name is None:
        return package
    part = package.text(name)
    threads = _threads(scan(part))
    splices = [_reply(threads[spot], text) for spot, text in sorted(text_by_spot.items()) if spot in threads]
    return _with_person(package).with_part(name, change(part, splices)) if splices else package


def _threads(root: Element) -> dict[Spot, list[Element]]:
    """The comments of each cell, the one that began the thread first."""
    threads: dict[Spot, list[Element]] = {}
    comments = sorted(root.all("threadedComment"), key=lambda comment: "parentId" in comment.attributes)
    for comment in comments:
        if spot := parse_address(comment.attributes.get("ref", "")):
            threads.setdefault(spot, []).append(comment)
    return threads


def _reply(thread: list[Element], text: str) -> Splice:
    first, last = thread[0], max(thread, key=lambda comment: comment.end)
    parent = first.attributes.get("id", "")
    said = max(comment.attributes.get("dT", "") for comment in thread)  # the same report gives the same bytes
    moment = f' dT="{escape(said)}"' if said else ""
    tag, prefix, identifier = first.tag, first.prefix, _guid(f"{_PERSON} {parent}")
    markup = (
        f'<{tag} ref="{escape(first.attributes["ref"])}"{moment} personId="{_PERSON}" id="{identifier}" '
        f'parentId="{escape(parent)}"><{prefix}text>{escape_string(text)}</{prefix}text></{tag}>'
    )
    return Splice(last.end, last.end, markup)


def _with_person(package: Package) -> Package:
    """The package that says who replies: a thread names its authors by their number alone."""
    book = workbook_part(package)
    name = related(package, book, "person")
    if name is None:
        name = package.unused("xl/persons/person{}.xml")
        package, _ = relate(package, book, f"{_RELATIONSHIPS}/person", f"/{name}")
        empty = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><personList xmlns="{_MAIN}"></personList>'
        package = declare(package, name, _PERSONS_TYPE).with_part(name, empty.encode())
    part = package.text(name)
    root = scan(part)
    if any(person.attributes.get("id") == _PERSON for person in root.children):
        return package
    who = f'displayName="{AUTHOR}" id="{_PERSON}" userId="{AUTHOR}" providerId="None"'
    return package.with_part(name, change(part, [append(part, root, f"<{root.prefix}person {who}/>")]))


def without_replies(package: Package) -> Package:
    """The package without the replies of an earlier report, and without the person who gave them."""
    for sheet in sheets_of(package):
        if name := related(package, sheet.part, "threadedComment"):
            part = package.text(name)
            ours = [comment for comment in scan(part).children if _is_ours(part, comment)]
            package = package.with_part(name, change(part, map(remove, ours))) if ours else package
    if name := related(package, workbook_part(package), "person"):
        part = package.text(name)
        persons = [person for person in scan(part).children if person.attributes.get("id") == _PERSON]
        package = package.with_part(name, change(part, map(remove, persons))) if persons else package
    return package


def _is_ours(part: bytes, comment: Element) -> bool:
    """By its author, and by its words where a program gave all authors other numbers."""
    if comment.attributes.get("personId") == _PERSON:
        return True
    return "parentId" in comment.attributes and is_ours("".join(text_of(part, text) for text in comment.all("text")))
