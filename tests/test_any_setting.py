"""Whatever a setting says, every file of an edition opens in a reader of its own and says it."""

from __future__ import annotations

import csv
import html.parser
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import icalendar
import pyoxigraph
import pytest
import rdflib
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.utils.escape import unescape

from pipeline.model.plain_text import clean, meaningless
from pipeline.publish.folder import Folder
from tests.towns import FIRST_DAY, SECOND_DAY, output_of, publish

# rdflib's reader of JSON-LD still uses a class that rdflib deprecates.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")

# What has a meaning in Turtle, XML, JSON, CSV, a formula, a workbook, a calendar, HTML, Markdown or a template.
_SIGNS = [
    *"\t\n\r\x0b\x0c\x85\u2028\u2029\u00a0\u00ad\u200b\ufeff\u200d\u2011\"'\\<>&@^`{}|;,:#%*_~[]()=+-/!$0aÄß",
    *("]]>", "<!--", "</script>", "{{ x }}", "{% raw %}", "_x0041_", "_x000B_", "&amp;", "=1+1", "\\n", "\\u0041"),
    *("u\u0308", "\u05e9\u05dc", "\u4e2d", "\U0001f469\u200d\U0001f4bb", "\ufffd", "\ud7ff", "\ufdf0"),
]
texts = st.lists(st.sampled_from(_SIGNS), max_size=6).map(lambda signs: f"X{''.join(signs)}Y")


def _line(text: str) -> str:
    return " ".join(clean(text).split())


def _quoted(value: Any) -> str:
    """A value of TOML, in which a basic string is one of JSON."""
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{name} = {_quoted(said)}' for name, said in value.items())} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(_quoted, value))}]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")


def _both(word: str, text: str) -> dict[str, str]:
    return {"de": f"{word} {text}", "en": f"{word} in English {text}"}


def _town(folder: Path, text: str) -> Path:
    """A town all of whose settings hold ``text``, with two projects, one of them withdrawn."""
    place = folder / "sources" / "musterstadt"
    place.mkdir(parents=True, exist_ok=True)
    settings_ = {
        "name": "musterstadt",
        "license": "http://dcat-ap.de/def/licenses/cc-by/4.0",
        **{name: _both(name, text) for name in ("title", "description", "notice", "attribution")},
        "keywords": [f"Wort {text}"],
        "publisher": {"name": f"Stadt {text}"},
        "contact": {"name": f"Amt {text}", "email": "digital@town.example"},
        "iris": {"base": "https://town.example/id/"},
    }
    fields = [
        {
            "notation": number,
            "label": _both(word, text),
            "definition": _both("Wortlaut", text),
            "names": [f"{word}s {text}"],
        }
        for number, word in (("1", "Eins"), ("2", "Zwei"))
    ]
    lines = [f"{name} = {_quoted(value)}" for name, value in settings_.items()]
    lines += ["[strategy]", f"title = {_quoted(_both('Strategie', text))}", f"fields = {_quoted(fields)}"]
    lines += ["[columns]", f"title = {_quoted(f'Titel {text}')}", "[withdrawn]"]
    lines += [f"T-2 = {{ since = 2026-01-01, reason = {_quoted(_both('Grund', text))} }}"]
    (place / "dataset.toml").write_text("\n".join(lines), "utf-8")
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (
        ("Kennung", f"Titel {_line(text)}", "Handlungsfelder", "Status", "Beginn"),
        ("T-1", "Portal", "1", "laufend", "2024"),
        ("T-2", "Pegel", f"Eins {_line(text)}", "laufend", "05.06.2024"),
    ):
        sheet.append([value.replace("_x", "_x005F_x") for value in row])
    for cell in sheet[1]:
        cell.data_type = "s"
    book.save(place / "roadmap.xlsx")
    return place


@settings(max_examples=2, deadline=None, phases=[Phase.explicit, Phase.generate])
@example(f"X{''.join(_SIGNS)}Y")
@given(texts)
def test_every_file_says_what_the_settings_say_to_a_reader_of_its_own(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    place = _town(tmp_path_factory.mktemp("town"), text)

    outcome = publish(place, now=FIRST_DAY)

    assert outcome.edition is not None, outcome.prepared.report.results
    halves = Folder(output_of(place) / "musterstadt").halves(outcome.edition.version)
    files = {file.name: file for half in (halves.internal, halves.public) for file in half.iterdir()}
    for name, file in files.items():
        said = set(READERS[file.suffix](file))
        for expected in EXPECTED.get(name, ()):
            words = f"{expected} {text}"
            assert clean(words) in said or _line(words) in said, (name, words, said)
    for name in ("roadmap", "strategy", "vocabulary", "catalog"):
        graphs = [_triples(file) for file in files.values() if file.stem == name and file.suffix in _RDF]
        assert all(graph == graphs[0] for graph in graphs), name
    _title_changes(place, text)


def _title_changes(place: Path, text: str) -> None:
    """The next edition, whose changes are told in words."""
    toml = (place / "dataset.toml").read_text("utf-8")
    (place / "dataset.toml").write_text(toml.replace("Strategie ", "Plan "), "utf-8")

    outcome = publish(place, now=SECOND_DAY)

    changes = output_of(place) / "musterstadt" / "public" / "current" / "changes.md"
    assert outcome.receipt is not None
    assert changes.read_text("utf-8").isprintable() or not meaningless(changes.read_text("utf-8"))
    assert list(_graph(changes.with_suffix(".ttl")))


# Each format, to the texts that an independent reader finds in it.


def _graph(file: Path) -> Iterator[str]:
    graph = rdflib.Graph().parse(
        file, format={".nt": "nt", ".ttl": "turtle", ".rdf": "xml", ".jsonld": "json-ld"}[file.suffix]
    )
    return (str(value) for value in graph.objects() if isinstance(value, rdflib.Literal))


def _triples(file: Path) -> set[Any]:
    return {quad.triple for quad in pyoxigraph.parse(file.read_bytes(), format=_RDF[file.suffix])}


_RDF = {
    ".nt": pyoxigraph.RdfFormat.N_TRIPLES,
    ".ttl": pyoxigraph.RdfFormat.TURTLE,
    ".rdf": pyoxigraph.RdfFormat.RDF_XML,
    ".jsonld": pyoxigraph.RdfFormat.JSON_LD,
}


def _csv(file: Path) -> Iterator[str]:
    text = io.StringIO(file.read_bytes().decode("utf-8-sig"), newline="")
    rows = list(csv.reader(text, strict=True, delimiter=";" if file.name == "report.csv" else ","))
    assert len({len(row) for row in rows}) == 1, file
    return (cell for row in rows for cell in row)


def _json(file: Path) -> Iterator[str]:
    return _texts_of(json.loads(file.read_bytes()))


def _texts_of(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts_of(item)


def _workbook(file: Path) -> Iterator[str]:
    assert ZipFile(file).testzip() is None
    for sheet in load_workbook(file).worksheets:
        cells = (cell for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None)
        yield from (unescape(str(cell)) for cell in cells)


def _calendar(file: Path) -> Iterator[str]:
    calendar = icalendar.Calendar.from_ical(file.read_bytes())
    yield str(calendar["x-wr-calname"])
    for event in calendar.events:
        yield from map(str, event.categories)


class _Page(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.texts.append(_line(data))


def _page(file: Path) -> Iterator[str]:
    page = _Page()
    page.feed(file.read_text("utf-8"))
    return iter(page.texts)


def _words(file: Path) -> Iterator[str]:
    return iter(file.read_text("utf-8").splitlines())


READERS = {
    **dict.fromkeys(_RDF, _graph),
    ".csv": _csv,
    ".json": _json,
    ".xlsx": _workbook,
    ".ics": _calendar,
    ".html": _page,
    ".md": _words,
}
EXPECTED = {
    **{
        f"strategy.{name}": ("Eins", "Zwei in English", "Wortlaut", "Strategie", "Einss")
        for name in ("ttl", "nt", "rdf", "jsonld")
    },
    **{f"roadmap.{name}": ("notice", "notice in English", "Grund") for name in ("ttl", "nt", "rdf", "jsonld")},
    **{
        f"catalog.{name}": ("title", "title in English", "description", "notice", "attribution", "Stadt", "Amt", "Wort")
        for name in ("ttl", "rdf", "jsonld")
    },
    "fields.csv": ("Eins", "Wortlaut in English"),
    "roadmap.xlsx": ("title", "Titel", "Eins"),
    "roadmap.ics": ("title", "Eins"),
    "edition.json": ("title", "title in English"),
}
