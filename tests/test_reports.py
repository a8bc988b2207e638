"""The report as a page, as JSON, as CSV and in a terminal."""

from __future__ import annotations

import csv
import io
import itertools
import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from pipeline.model.report import (
    FileAccount,
    Language,
    LeftOut,
    Rule,
    Severity,
    SheetAccount,
    Text,
    Tier,
    ValidationReport,
    ValidationResult,
    build_report,
)
from pipeline.model.workbook import CellRef
from pipeline.render.reports.console import print_report
from pipeline.render.reports.html import render_html
from pipeline.render.reports.tables import render_csv, render_json
from tests.examples import try_examples

ROOT = Path(__file__).parent.parent
TITLE = Text("Roadmap der Stadt", "The town's roadmap")
EMPTY_ELEMENTS = {"meta", "link", "br", "hr", "img", "input", "col"}


def finding(
    severity: Severity = Severity.VIOLATION,
    value: str = "irgendwann",
    cell: CellRef | None = None,
    rule_id: str = "date-unreadable",
) -> ValidationResult:
    message = Text(f"„{value}“ ist kein Datum.", f"“{value}” is no date.")
    remedy = Text("Schreiben Sie 06/2024.", "Write 06/2024.")
    title = Text("Datum nicht lesbar", "Date cannot be read")
    rule = Rule(rule_id, f"https://example.org/rule/{rule_id}", severity, Tier.CELLS, title, message, remedy)
    at = cell or CellRef("roadmap.xlsx", "Roadmap", "C", 17)
    return ValidationResult(rule, at, message, remedy, "Beginn", value, "https://example.org/p/1", "dcat:startDate")


ACCOUNT = FileAccount(
    "roadmap.xlsx",
    "ab" * 32,
    1234,
    (
        SheetAccount(
            "Roadmap", 20, 15, (*(LeftOut(row, "blank") for row in (2, 3, 4, 9)), LeftOut(1, "header")), ("K",)
        ),
        SheetAccount("Notizen", 1, 0, (LeftOut(1, "no-table"),)),
    ),
)
REPORT = build_report(
    [
        finding(),
        finding(Severity.WARNING, "leuft", CellRef("roadmap.xlsx", "Roadmap", "D", 3), "status-unknown"),
        finding(Severity.INFO, "", CellRef("roadmap.xlsx"), "hidden-left-out"),
    ],
    [ACCOUNT],
)
FINE = build_report([], [ACCOUNT])


class Page(HTMLParser):
    """What a page is made of, with a complaint where a tag is not closed."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(markup)
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.open += [] if tag in EMPTY_ELEMENTS else [tag]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += "" if "style" in self.open else data

    def all(self, attribute: str) -> list[str]:
        return [value for _, attributes in self.tags if (value := attributes.get(attribute))]


def page(report: ValidationReport = REPORT, language: Language = "de") -> Page:
    return Page(render_html(report, title=TITLE, language=language))


def printed(report: ValidationReport, width: int = 80, language: Language = "de") -> str:
    console = Console(file=io.StringIO(), width=width, force_terminal=True, color_system=None)
    print_report(report, console, language=language)
    file = console.file
    assert isinstance(file, io.StringIO)
    return file.getvalue()


def lines(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_a_page_asks_nobody_for_anything() -> None:
    found = page()

    assert not {tag for tag, _ in found.tags} & {"script", "link", "img", "iframe"}
    assert "url(" not in render_html(REPORT, title=TITLE)
    assert "default-src 'none'; style-src 'unsafe-inline'" in found.all("content")


def test_every_link_within_a_page_leads_somewhere_and_every_place_is_named_once() -> None:
    found = page()

    inner = {link[1:] for link in found.all("href") if link.startswith("#")}
    assert inner | set(found.all("aria-labelledby")) <= set(found.all("id"))
    assert len(found.all("id")) == len(set(found.all("id")))


def test_a_page_can_be_read_aloud() -> None:
    found = page()

    levels = [int(tag[1]) for tag, _ in found.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert all(deeper - level <= 1 for level, deeper in itertools.pairwise(levels))
    assert found.tags[0] == ("html", {"lang": "de"})
    tables, captions = ([tag for tag, _ in found.tags].count(name) for name in ("table", "caption"))
    assert tables == captions
    assert all(attributes.get("scope") for tag, attributes in found.tags if tag == "th")


def test_a_page_says_whether_it_can_go_out_and_what_to_do() -> None:
    words = page().words

    assert "Noch nicht zur Veröffentlichung bereit" in words
    assert all(part in words for part in ("1 Fehler", "1 Warnung", "1 Hinweis", "C17", "irgendwann", "ganze Datei"))
    assert "Schreiben Sie 06/2024." in words


SETTINGS_FILE = finding(cell=CellRef("dataset.toml"))


@pytest.mark.parametrize(
    ("results", "german", "english"),
    [
        ([finding()], "die Fehler in der Tabelle und reichen Sie", "the errors in the spreadsheet and hand"),
        (
            [SETTINGS_FILE, finding(Severity.WARNING)],
            "Bitte beheben Sie die Fehler in den Einstellungen (dataset.toml). Bis dahin bleibt veröffentlicht",
            "Please mend the errors in the settings (dataset.toml). Until then",
        ),
        (
            [SETTINGS_FILE, finding()],
            "noch einmal ein. Bitte beheben Sie die Fehler in den Einstellungen (dataset.toml). Bis dahin",
            "once more. Please mend the errors in the settings (dataset.toml). Until then",
        ),
        (
            [finding(Severity.WARNING, cell=CellRef("dataset.toml"))],
            "nicht auf. Bitte sehen",
            "publication. Please look",
        ),
    ],
    ids=["spreadsheet", "settings", "both", "no error"],
)
def test_the_reader_is_sent_to_where_the_errors_stand(
    results: list[ValidationResult], german: str, english: str
) -> None:
    report = build_report(results)

    assert german in page(report).words
    assert german in " ".join(printed(report, width=1000).split())
    assert english in " ".join(printed(report, width=1000, language="en").split())


def test_errors_in_the_settings_alone_ask_for_no_spreadsheet() -> None:
    assert "Tabelle" not in printed(build_report([SETTINGS_FILE])).rpartition("1 Fehler")[2]


def test_a_page_accounts_for_every_row() -> None:
    words = page().words

    assert "15 von 20 Zeilen sind Projekte" in words
    assert "2–4, 9" in words
    assert "nicht veröffentlicht werden: K" in words


def test_a_page_without_findings_is_calm() -> None:
    assert "Alles in Ordnung: zur Veröffentlichung bereit" in page(FINE).words


def test_a_page_in_english_says_so_and_holds_no_german_of_ours() -> None:
    found = page(language="en")

    assert found.tags[0] == ("html", {"lang": "en"})
    assert "Not ready to be published yet" in found.words
    assert not {"Fehler", "Zeile", "Blatt", "Regel"} & set(re.findall(r"\w+", found.words))


def test_a_page_with_many_findings_tells_what_comes_up_most() -> None:
    many = build_report(finding(cell=CellRef("a.csv", "a", "B", row)) for row in range(1, 41))

    assert "40-mal" in page(many).words


@pytest.mark.parametrize("scheme", [0, 1])
def test_words_stand_out_from_their_ground_in_light_and_dark(scheme: int) -> None:
    css = ROOT / "pipeline/render/reports/templates/report.css"
    styles = css.read_text(encoding="utf-8").split("prefers-color-scheme")
    colors = dict(re.findall(r"--([\w-]+): #([0-9a-f]{6})", styles[scheme]))

    def luminance(color: str) -> float:
        shares = [int(color[at : at + 2], 16) / 255 for at in (0, 2, 4)]
        red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    tones = ("violation", "warning", "info", "fine")
    pairs = [(tone, f"{other}-ground") for tone in (*tones, "ink") for other in tones]
    pairs += [(text, ground) for text in ("ink", "quiet", "link") for ground in ("ground", "raised")]
    for text, ground in pairs:
        dark, light = sorted((luminance(colors[text]), luminance(colors[ground])))
        assert (light + 0.05) / (dark + 0.05) >= 4.5, (text, ground)


@try_examples(20)
@given(st.text(max_size=60))
def test_no_value_becomes_markup_or_breaks_a_rendering(value: str) -> None:
    report = build_report([finding(value=f"<b>{value}</b>")])

    assert "b" not in {tag for tag, _ in page(report).tags}
    assert json.loads(render_json(report).encode())["results"][0]["value"][3:-4].count("\ufffd") >= value.count(
        "\ufffd"
    )
    assert len(list(csv.reader(io.StringIO(render_csv(report).decode("utf-8-sig"), newline=""), delimiter=";"))) == 2
    assert printed(report)


def test_json_keeps_to_its_schema() -> None:
    validator = pytest.importorskip("jsonschema").Draft202012Validator
    schema = json.loads((ROOT / "docs/report.schema.json").read_text(encoding="utf-8"))
    validator.check_schema(schema)

    for report in (REPORT, FINE, build_report([])):
        validator(schema).validate(json.loads(render_json(report)))


def test_json_tells_where_and_what_in_both_languages() -> None:
    told = json.loads(render_json(REPORT))

    assert (told["version"], told["conforms"], told["counts"]) == (1, False, {"Violation": 1, "Warning": 1, "Info": 1})
    assert told["files"][0]["sheets"][1]["left_out"] == [
        {
            "row": 1,
            "reason": "no-table",
            "text": {
                "de": "Blatt ohne Tabelle, die zur Zuordnung passt",
                "en": "sheet without a table that fits the mapping",
            },
        }
    ]
    assert [(result["sheet"], result["cell"], result["rule"]) for result in told["results"]] == [
        ("", "", "hidden-left-out"),
        ("Roadmap", "D3", "status-unknown"),
        ("Roadmap", "C17", "date-unreadable"),
    ]


def test_the_example_in_the_documentation_keeps_to_the_schema() -> None:
    validator = pytest.importorskip("jsonschema").Draft202012Validator
    text = (ROOT / "docs/report-format.md").read_text(encoding="utf-8")
    example = json.loads(text.split("```json\n")[1].split("```")[0])

    validator(json.loads((ROOT / "docs/report.schema.json").read_text(encoding="utf-8"))).validate(example)
    assert example.keys() == json.loads(render_json(REPORT)).keys()
    assert example["results"][0].keys() == json.loads(render_json(REPORT))["results"][0].keys()


def test_csv_opens_in_german_excel() -> None:
    content = render_csv(REPORT)

    assert content.startswith(b'\xef\xbb\xbf"Schwere";"Datei";"Blatt";"Zelle";')
    assert lines(content)[2][:6] == ["Warnung", "roadmap.xlsx", "Roadmap", "D3", "Beginn", "leuft"]


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "＝1"])
def test_csv_holds_no_formulas(value: str) -> None:
    assert lines(render_csv(build_report([finding(value=value)])))[1][5].startswith("'")


@pytest.mark.parametrize("width", [80, 200])
def test_the_terminal_shows_every_detail_at_any_width(width: int) -> None:
    words = printed(REPORT, width)

    assert max(len(line) for line in words.splitlines()) <= width
    for part in ("Fehler", "C17", "Beginn", "irgendwann", "kein Datum", "Schreiben Sie 06/2024.", "ganze Datei"):
        assert part in words


def test_the_terminal_ends_with_what_happens_next() -> None:
    ending = " ".join(printed(REPORT).split()[-30:])

    assert "1 Fehler, 1 Warnung, 1 Hinweis: Bitte beheben Sie die Fehler in der Tabelle" in ending
    assert printed(FINE, language="en") == "No findings: There is nothing you need to do.\n"


def test_the_terminal_obeys_no_value() -> None:
    words = printed(build_report([finding(value="[bold]rot[/bold]\x1b[31m\x07:smile:\u202e")]), 200)

    assert "[bold]rot[/bold]␛[31m␇:smile:\ufffd" in words
    assert not re.search("[\x00-\x09\x0b-\x1f]", words)


def test_the_same_report_gives_the_same_words() -> None:
    assert render_html(REPORT, title=TITLE) == render_html(REPORT, title=TITLE)
    assert render_json(REPORT) == render_json(REPORT)


def test_tables_are_imported_without_what_others_need() -> None:
    code = "import sys, pipeline.render.reports.tables; print({'openpyxl', 'jinja2', 'rich'} & set(sys.modules))"

    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "set()"
