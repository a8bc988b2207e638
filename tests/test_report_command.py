"""``roadmap report``: the progress report in both languages, as a document and as a page."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from PIL import Image

from pipeline.cli import CLEAN, USAGE, main
from pipeline.model.partial_date import Precision
from pipeline.model.progress import Late, Move, Progress, Span, Standing, When
from pipeline.model.report import Text
from pipeline.model.workbook import CellRef
from pipeline.render.briefings.blocks import Bullets, Heading, Paragraph, Picture, Run
from pipeline.render.briefings.chart import Label, Mark, Track, draw_tracks
from pipeline.render.briefings.delays import tell_late
from pipeline.render.briefings.foreword import parse_foreword
from pipeline.render.briefings.png import _font, render_png
from pipeline.render.briefings.voice import Voice
from tests.five_editions import DAYS, NAME, make_town, play
from tests.test_reports import Page


class Written(NamedTuple):
    """A report in a language."""

    language: str
    document: Path
    page: Path

    @property
    def opened(self) -> Document:
        return docx.Document(str(self.document))


TODAY = date(2026, 1, 15)
FILES = ("bericht.docx", "bericht.html")


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with ``sources`` and ``output`` of the town with five editions."""
    folder = tmp_path_factory.mktemp("five")
    place = make_town(folder)
    for number in range(len(DAYS)):
        play(place, number)
    return folder


@pytest.fixture(scope="module", params=["de", "en"])
def written(played: Path, request: pytest.FixtureRequest) -> Written:
    """The report of the newest edition since the one before, in each of the languages."""
    places = [f"--{name}={played / name}" for name in ("sources", "output")]
    targets = [f"--to={played / request.param}-{file}" for file in FILES]
    assert _roadmap("report", NAME, *places, *targets, "--lang", request.param) == CLEAN
    return Written(request.param, *(played / f"{request.param}-{file}" for file in FILES))


@pytest.fixture
def here(played: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, in which the command is called."""
    here = Path(shutil.copytree(played, tmp_path / "here", symlinks=True))
    monkeypatch.chdir(here)
    return here


def _roadmap(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    return int(ended.value.code or 0)


def _report(*arguments: str) -> int:
    return _roadmap("report", NAME, *(f"--to={file}" for file in FILES), *arguments)


def _words(document: Document) -> str:
    """All that is written, in its order."""
    return "\n".join(
        "".join(node.text or "" for node in paragraph.iter(qn("w:t")))
        for paragraph in document.element.body.iter(qn("w:p"))
    )


def test_the_report_is_written_as_a_document_and_as_a_page(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _roadmap("report", NAME) == CLEAN

    assert sorted(path.name for path in here.glob("sachstand-*")) == [
        f"sachstand-{NAME}.docx",
        f"sachstand-{NAME}.html",
    ]
    assert f"Bericht geschrieben: sachstand-{NAME}.docx" in capsys.readouterr().out


TOLD = {
    "de": (
        "Am 15. Januar 2026 umfasst die Roadmap 3 Projekte.",
        "Nicht mitgezählt: 1 Projekt (M-3), zurückgezogen.",
        "2 Bildung, Kultur und Sport",
        "rund 8 Monate",
        "davon rund 4 Monate seit 15.07.2025",
        "15.01.2026: Der Umbau dauert länger.",
        "gemeldet am 15.01.2026",
        "120.000\N{NO-BREAK SPACE}€",
        "roadmap.xlsx / Roadmap / B3, H3",
        "Ohne laufendes Projekt: 2 von 3 Handlungsfeldern",
    ),
    "en": (
        "On 15 January 2026 the roadmap holds 3 projects.",
        "Not counted: 1 project (M-3), withdrawn.",
        "2 Education, culture and sports",
        "about 8 months",
        "of these about 4 months since 15 Jul 2025",
        "15 Jan 2026: Der Umbau dauert länger.",
        "told on 15 Jan 2026",
        "€120,000",
        "roadmap.xlsx / Roadmap / B3, H3",
        "Without a running project: 2 of 3 fields of action",
    ),
}


def test_both_files_say_the_same_in_the_language_of_the_run(written: Written) -> None:
    document, page = _words(written.opened), Page(written.page.read_text("utf-8")).words
    for words in TOLD[written.language]:
        assert words in document
        assert words in page


def test_a_document_can_be_read_by_everyone(written: Written) -> None:
    document = written.opened

    names = [paragraph.style.name for paragraph in document.paragraphs if paragraph.style and paragraph.text]
    assert names.index("Title") < names.index("Heading 1") < names.index("Heading 2")
    assert [p for p in document.paragraphs if not p.text and not _stands_for_something(p._p)] == []
    for table in document.tables:
        first, *others = table.rows
        assert first._tr.find(f".//{qn('w:tblHeader')}") is not None
        assert all(row._tr.find(f".//{qn('w:tblHeader')}") is None for row in others)
        assert table._tbl.tblPr.find(qn("w:tblCaption")) is not None


def test_a_picture_is_told_in_words(written: Written) -> None:
    (picture,) = written.opened.inline_shapes

    words = picture._inline.docPr.get("descr", "")
    assert words in written.page.read_text("utf-8")
    if written.language == "de":
        assert "M-1 Ratsinfo für alle: 31.12.2024, 30.06.2025, 31.12.2025, 15.11.2025 (im Betrieb)" in words
        assert "M-2 Offene Schulen: 31.08.2026, 31.12.2026, 30.04.2027 (laufend)" in words


def _stands_for_something(paragraph: Any) -> bool:
    """Whether there is a picture in it, or it ends the pages of an orientation."""
    return any(paragraph.find(f".//{qn(name)}") is not None for name in ("w:drawing", "w:sectPr"))


def test_a_document_says_its_language_and_title_and_no_person(written: Written) -> None:
    document = written.opened
    properties = document.core_properties
    title, locale = ("Sachstandsbericht", "de-DE") if written.language == "de" else ("Progress report", "en-GB")

    assert properties.title.startswith(f"{title}: Digital")
    assert properties.language == locale
    assert (properties.author, properties.last_modified_by, properties.comments) == ("", "", "")
    assert {node.get(qn("w:val")) for node in document.styles.element.iter(qn("w:lang"))} == {locale}
    with zipfile.ZipFile(written.document) as archive:
        assert not any("thumbnail" in name for name in archive.namelist())
        assert b"python-docx" not in b"".join(map(archive.read, archive.namelist()))


def test_pages_are_numbered_and_the_annex_lies_on_its_side(written: Written) -> None:
    first, second = written.opened.sections
    footer = first.footer.paragraphs[0]._p
    assert [node.get(qn("w:instr")) for node in footer.iter(qn("w:fldSimple"))] == ["PAGE", "NUMPAGES"]
    assert first.different_first_page_header_footer and not second.different_first_page_header_footer
    assert (first.page_width or 0) < (first.page_height or 0)
    assert (second.page_width or 0) > (second.page_height or 0)


def test_the_same_editions_give_the_same_bytes(here: Path) -> None:
    _report()
    before = [Path(file).read_bytes() for file in FILES]

    assert _report() == CLEAN

    assert [Path(file).read_bytes() for file in FILES] == before
    with zipfile.ZipFile("bericht.docx") as archive:
        assert {info.date_time[0] for info in archive.infolist()} == {1980}


def test_a_page_is_whole_and_asks_nobody_for_anything(written: Written) -> None:
    page = Page(written.page.read_text("utf-8"))

    tags = [tag for tag, _ in page.tags]
    headings = [int(tag[1]) for tag in tags if re.fullmatch("h[1-6]", tag)]
    assert headings[0] == 1
    assert headings.count(1) == 1
    assert all(later <= former + 1 for former, later in pairwise(headings))
    assert tags.count("table") == tags.count("caption") == tags.count("thead")
    assert not {"script", "link", "img", "iframe"} & set(tags)
    assert page.all("lang") == ["de-DE" if written.language == "de" else "en-GB"]
    assert len(page.all("id")) == len(set(page.all("id")))


def test_without_a_foreword_there_is_nothing_in_front(written: Written) -> None:
    headings = [p.text for p in written.opened.paragraphs if p.style and p.style.name == "Heading 1"]

    assert headings[0] in ("1 Kurz gefasst", "1 In short")


def test_a_foreword_stands_in_front(here: Path) -> None:
    foreword = "# Vorwort\n\nWas **fett** ist.\n\n1. Eins\n2. Zwei\n\nDann\n\n1. Drei\n"
    (here / "sources" / NAME / "vorwort.md").write_text(foreword, "utf-8")

    _report()

    document = docx.Document("bericht.docx")
    paragraphs = [(p.style.name if p.style else "", p.text) for p in document.paragraphs]
    at = paragraphs.index(("Heading 1", "Vorwort"))
    assert at < paragraphs.index(("Heading 1", "1 Kurz gefasst"))
    assert ("List Number", "Eins") in paragraphs
    points = [p for p in document.paragraphs if p.text in ("Eins", "Zwei", "Drei")]
    numbers = {p.text: next(p._p.iter(qn("w:numId"))).get(qn("w:val")) for p in points}
    assert numbers["Eins"] == numbers["Zwei"] != numbers["Drei"]
    assert "<strong>fett</strong>" in Path("bericht.html").read_text("utf-8")


def test_a_german_foreword_is_in_no_english_report(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "sources" / NAME / "vorwort.md").write_text("Nur deutsch", "utf-8")

    _report("--lang=en")

    assert "Nur deutsch" not in _words(docx.Document("bericht.docx"))
    assert "vorwort.en.md: there is none" in capsys.readouterr().err


def test_each_language_has_a_foreword_of_its_own(here: Path) -> None:
    (here / "sources" / NAME / "vorwort.md").write_text("Nur deutsch", "utf-8")
    (here / "sources" / NAME / "vorwort.en.md").write_text("Only English", "utf-8")

    _report("--lang=en")

    words = _words(docx.Document("bericht.docx"))
    assert "Only English" in words
    assert "Nur deutsch" not in words


def test_a_foreword_keeps_what_it_does_not_know_as_it_was_typed() -> None:
    blocks = parse_foreword("## Oben\n\n### Unten\n\n<b>x</b> | y\n\n- a *b*\n- [c](https://example.org)\n")

    assert blocks == (
        Heading(1, "Oben"),
        Heading(2, "Unten"),
        Paragraph((Run("<b>x</b> | y"),)),
        Bullets(((Run("a "), Run("b", italic=True)), (Run("c", link="https://example.org"),))),
    )


def test_the_first_edition_is_told_as_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    play(make_town(tmp_path), 0)
    monkeypatch.chdir(tmp_path)

    assert _report() == CLEAN

    words = _words(docx.Document("bericht.docx"))
    assert "Es ist ihre erste Ausgabe" in words
    assert "Neu seit" not in words


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--since=2026-01-15",), "keine Ausgabe erschienen"),
        (("--since=2001-01-01",), "nicht bekannt"),
        (("--since=gestern",), "gestern ist kein Tag wie 2026-01-31"),
        (("--since=15.01.2026",), "keine Ausgabe erschienen"),
        (("--to=bericht.pdf",), ".docx oder .html"),
        (("--to=bericht.docx",), "zweimal geschrieben"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    here: Path, arguments: tuple[str, ...], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _report(*arguments) == USAGE

    assert words in capsys.readouterr().err
    assert not Path("bericht.docx").exists()


def test_what_somebody_worked_in_is_not_written_over(here: Path) -> None:
    _report()
    document = docx.Document("bericht.docx")
    document.add_paragraph("Von Hand")
    document.save("bericht.docx")

    assert _report() == USAGE
    assert _report("--force") == CLEAN


@pytest.mark.parametrize(
    ("language", "number", "words"),
    [("de", 0, "0 Projekte"), ("de", 1, "1 Projekt"), ("de", 2, "2 Projekte"), ("de", 1234, "1.234 Projekte"),
     ("en", 1, "1 project"), ("en", 2, "2 projects"), ("en", 1234, "1,234 projects")],
)  # fmt: skip
def test_things_are_counted_as_people_do(language: str, number: int, words: str) -> None:
    assert voice(language).projects(number) == words


@pytest.mark.parametrize(
    ("language", "span", "words"),
    [
        ("de", Span(1, 0), "1 Monat"),
        ("de", Span(0, 1), "1 Tag"),
        ("de", Span(0, 17), "17 Tage"),
        ("de", Span(10, 0, is_about=True), "rund 10 Monate"),
        ("de", Span(25, 0), "2 Jahre und 1 Monat"),
        ("de", Span(24, 0), "2 Jahre"),
        ("en", Span(1, 0), "1 month"),
        ("en", Span(27, 0, is_about=True), "about 2 years and 3 months"),
    ],
)
def test_spans_are_told_as_people_do(language: str, span: Span, words: str) -> None:
    assert voice(language).span(span) == words


@pytest.mark.parametrize(
    ("language", "value", "words"),
    [
        ("de", "120000", "120.000\N{NO-BREAK SPACE}€"),
        ("de", "1250000.5", "1.250.000,50\N{NO-BREAK SPACE}€"),
        ("de", "-13000", "−13.000\N{NO-BREAK SPACE}€"),
        ("en", "1250000.5", "€1,250,000.50"),
        ("en", "-13000", "−€13,000"),
    ],
)
def test_amounts_are_written_as_people_do(language: str, value: str, words: str) -> None:
    assert voice(language).amount(Decimal(value), "EUR") == words


def voice(language: str) -> Voice:
    return Voice("en" if language == "en" else "de")


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (When("2024", date(2024, 1, 1), Precision.YEAR), None, "ab 2024"),
        (When("ab 2024", date(2024, 1, 1), Precision.WORDS, is_bound=True), None, "ab 2024"),
        (None, When("Mitte 2026", date(2026, 8, 31), Precision.WORDS), "bis Mitte 2026"),
        (None, When("bis 2026", date(2026, 12, 31), Precision.WORDS, is_bound=True), "bis 2026"),
        (None, When("frühestens 2027", date(2027, 1, 1), Precision.WORDS, True, True), "frühestens 2027"),
        (None, None, "–"),
    ],
)
def test_a_bound_says_itself_which_side_it_is_of(start: When | None, end: When | None, words: str) -> None:
    assert Voice("de").period(start, end) == words


def test_cells_of_a_sheet_are_told_together_in_the_order_of_reading() -> None:
    cells = (
        CellRef("b.xlsx", "S", "AA", 3),
        CellRef("b.xlsx", "S", "B", 3),
        CellRef("a.toml"),
        CellRef("b.xlsx", "S", "C", 2),
    )

    assert Voice("de").places(cells) == ("a.toml", "b.xlsx / S / C2, B3, AA3")


def test_the_chart_lies_within_its_plane_and_its_marks_in_the_order_of_time() -> None:
    chart = draw_tracks([Track("Ä" * 60, (date(1999, 12, 31), date(2010, 1, 1), date(2031, 1, 1)), "laufend")])

    marks = [shape for shape in chart.shapes if isinstance(shape, Mark)]
    assert [mark.form for mark in sorted(marks, key=lambda mark: mark.x)] == ["ring", "stroke", "dot"]
    assert all(0 <= mark.x <= chart.width and 0 <= mark.y <= chart.height for mark in marks)
    assert any(isinstance(shape, Label) and shape.words.endswith("…") for shape in chart.shapes)


def test_a_chart_of_many_projects_shows_those_that_moved_most_and_says_so() -> None:
    moved = [
        Standing(f"P-{number}", Text("", ""), end=When("", TODAY), moves=(Move(When("", date(2025, 1, number)), None),))
        for number in range(1, 31)
    ]
    late = tuple(Late(project, When("", TODAY), None, project.end) for project in moved)

    (picture,) = (block for block in tell_late(progress(moved, late), Voice("de")) if isinstance(block, Picture))

    assert picture.title.endswith("(die 25 größten von 30)")
    labels = [shape.words for shape in picture.chart.shapes if isinstance(shape, Label)]
    assert "P-1" in labels
    assert "P-30" not in labels


def progress(projects: list[Standing], late: tuple[Late, ...]) -> Progress:
    made_at = datetime(2026, 1, 15, tzinfo=UTC)
    names = "done reopened new endangered cancelled withdrawn gone fields theses budgets"
    none: dict[str, Any] = dict.fromkeys(names.split(), ())
    return Progress("", Text("", ""), "2026-01-15", made_at, TODAY, None, None, tuple(projects), {}, late=late, **none)


def test_a_picture_can_show_umlauts_and_signs() -> None:
    font = _font(20)
    unknown = font.getmask("\N{CJK UNIFIED IDEOGRAPH-4E00}")
    for sign in "ÄÖÜäöüßéŁ„“–…€":
        assert bytes(font.getmask(sign)) != bytes(unknown), sign
    chart = draw_tracks([Track("Ü", (TODAY, TODAY), "läuft")])
    assert Image.open(io.BytesIO(render_png(chart))).format == "PNG"
