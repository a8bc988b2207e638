"""Workbooks in which people talk about a cell: newer Excel shows the thread alone, so a finding is a reply in it."""

from __future__ import annotations

import io
from xml.etree import ElementTree

import openpyxl
import pytest
from openpyxl.comments import Comment

from pipeline.render.reports.ooxml.package import Package, declare, pack, relate, unpack
from tests.test_annotated import annotate, comments, finding, opened, parts

SHEET, BOOK, THREADS, PERSONS = (
    *("xl/worksheets/sheet1.xml", "xl/workbook.xml"),
    *("xl/threadedComments/threadedComment1.xml", "xl/persons/person.xml"),
)
MAIN = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
LINKS = "http://schemas.microsoft.com/office/2017/10/relationships"
PETRA, FIRST, SECOND = (f"{{00000000-0000-0000-0000-00000000000{number}}}" for number in (1, 2, 3))
PLACEHOLDER = (
    "[Kommentarthread]\n\nIhre Version von Excel gestattet Ihnen das Lesen dieses Kommentarthreads. "
    "\n\nKommentar:\n    Stimmt das?\nAntwort:\n    Ja."
)
TALK = (
    f'<ThreadedComments xmlns="{MAIN}">'
    f'<threadedComment ref="C3" dT="2026-11-20T08:00:00.00" personId="{PETRA}" id="{FIRST}">'
    "<text>Stimmt das?</text></threadedComment>"
    f'<threadedComment ref="C3" dT="2026-11-20T09:00:00.00" personId="{PETRA}" id="{SECOND}" parentId="{FIRST}">'
    "<text>Ja.</text></threadedComment></ThreadedComments>"
)


def threaded(*, persons: bool = True) -> bytes:
    """A workbook with a thread at C3, as newer Excel writes it."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Roadmap"
    for row in (["Kennung", "Titel", "Beginn"], ["1", "WLAN", "2020"], ["2", "Antrag", "irgendwann"]):
        sheet.append(row)
    sheet["C3"].comment = Comment(PLACEHOLDER, f"tc={FIRST}")
    buffer = io.BytesIO()
    book.save(buffer)
    package, _ = relate(unpack(buffer.getvalue()), SHEET, f"{LINKS}/threadedComment", f"/{THREADS}")
    package = declare(package, THREADS, "application/vnd.ms-excel.threadedcomments+xml").with_part(
        THREADS, TALK.encode()
    )
    return pack(_with_petra(package) if persons else package)


def _with_petra(package: Package) -> Package:
    petra = f'<person displayName="Amt" id="{PETRA}" userId="Amt" providerId="None"/>'
    package, _ = relate(package, BOOK, f"{LINKS}/person", f"/{PERSONS}")
    list_ = f'<personList xmlns="{MAIN}">{petra}</personList>'
    return declare(package, PERSONS, "application/vnd.ms-excel.person+xml").with_part(PERSONS, list_.encode())


def talk(content: bytes) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(parts(content)[THREADS]))


def texts(content: bytes) -> list[str]:
    return [comment.findtext(f"{{{MAIN}}}text") or "" for comment in talk(content)]


def test_a_finding_in_a_cell_with_a_thread_is_a_reply_in_it() -> None:
    content = annotate(threaded(), finding(("C", 3)))

    first, second, ours = talk(content)
    assert texts(content)[:2] == ["Stimmt das?", "Ja."]
    assert texts(content)[2].startswith("Fehler: Datum nicht lesbar\n")
    assert (ours.get("ref"), ours.get("parentId")) == ("C3", FIRST)
    assert len({first.get("id"), second.get("id"), ours.get("id")}) == 3
    assert (ours.get("dT") or "") >= (second.get("dT") or "")


@pytest.mark.parametrize("persons", [True, False])
def test_who_replies_is_among_the_persons(persons: bool) -> None:
    content = annotate(threaded(persons=persons), finding(("C", 3)))

    (name,) = (name for name in parts(content) if name.startswith("xl/persons/"))
    people = {each.get("id"): each.get("displayName") for each in ElementTree.fromstring(parts(content)[name])}
    assert people[talk(content)[2].get("personId")] == "Prüfbericht"
    assert f"/{name}".encode() in parts(content)["[Content_Types].xml"]
    assert name.encode() in parts(content)["xl/_rels/workbook.xml.rels"]


def test_older_programs_see_the_finding_in_the_note() -> None:
    note = comments(annotate(threaded(), finding(("C", 3))))["C3"]

    assert note.startswith(PLACEHOLDER)
    assert "Fehler: Datum nicht lesbar" in note


def test_a_finding_in_another_cell_is_a_note_and_leaves_the_threads_alone() -> None:
    before = threaded()

    content = annotate(before, finding(("B", 2)))

    assert parts(content)[THREADS] == parts(before)[THREADS]
    assert parts(content)[PERSONS] == parts(before)[PERSONS]
    assert comments(content)["B2"].startswith("Fehler: Datum nicht lesbar")


def test_the_next_report_takes_its_reply_back() -> None:
    before = threaded()

    content = annotate(annotate(before, finding(("C", 3))))

    assert parts(content)[THREADS] == parts(before)[THREADS]
    assert parts(content)[PERSONS] == parts(before)[PERSONS]
    assert comments(content) == {"C3": PLACEHOLDER}


def test_the_same_report_twice_replies_once() -> None:
    once = annotate(threaded(), finding(("C", 3)))

    assert texts(annotate(once, finding(("C", 3)))) == texts(once)


def test_a_reply_is_known_by_its_words_where_its_author_got_another_number() -> None:
    package = unpack(annotate(threaded(), finding(("C", 3))))
    ours = talk(pack(package))[2].get("personId") or ""
    renamed = {name: part.replace(ours.encode(), SECOND.encode()) for name, part in package.parts.items()}

    assert texts(annotate(pack(Package(renamed)))) == ["Stimmt das?", "Ja."]


def test_a_note_that_excel_wrote_anew_from_the_thread_is_taken_back_too() -> None:
    content = annotate(threaded(), finding(("C", 3)))
    book = opened(content)
    book["Roadmap"]["C3"].comment = Comment(f"{PLACEHOLDER}\nAntwort:\n    {texts(content)[2]}", f"tc={FIRST}")
    buffer = io.BytesIO()
    book.save(buffer)

    assert comments(annotate(buffer.getvalue())) == {"C3": PLACEHOLDER}


def test_what_people_replied_after_the_report_stays() -> None:
    package = unpack(annotate(threaded(), finding(("C", 3))))
    late = f'<threadedComment ref="C3" personId="{PETRA}" id="{{X}}" parentId="{FIRST}"><text>Erledigt.</text>'
    part = package.parts[THREADS].replace(
        b"</ThreadedComments>", f"{late}</threadedComment></ThreadedComments>".encode()
    )

    assert texts(annotate(pack(package.with_part(THREADS, part)))) == ["Stimmt das?", "Ja.", "Erledigt."]
