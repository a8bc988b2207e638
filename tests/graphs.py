"""Invented projects as triples, made the way real ones are: rows parsed and lifted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path

import pyoxigraph

from pipeline.lift import lift
from pipeline.model.columns import COLUMNS
from pipeline.model.dataset import Contact, Dataset, Iris, Publisher, StrategySource, Withdrawal
from pipeline.model.graph import Triple, n_triples, parse_turtle
from pipeline.model.report import Text
from pipeline.model.roadmap import Roadmap, Table, TableColumn
from pipeline.model.strategy import Strategy
from pipeline.model.workbook import Row, Sheet, Value
from pipeline.parse import parse
from pipeline.town.resources import read_resources
from pipeline.town.strategy import build_strategy

Graph = set[pyoxigraph.Triple]

ROOT = Path(__file__).parents[1]
TODAY = date(2026, 11, 22)
DATASET = Dataset(
    name="musterstadt",
    title=Text("Roadmap der Stadt Musterstadt", "Roadmap of the town of Musterstadt"),
    description=Text("Projekte „digital“ & mehr", "Projects “digital” & more"),
    publisher=Publisher("Stadt Musterstadt"),
    contact=Contact("Digitalisierung", "digital@musterstadt.example"),
    iris=Iris("https://w3id.org/digitalstrategie/id/musterstadt/"),
    license="http://dcat-ap.de/def/licenses/cc-by/4.0",
    strategy=StrategySource("strategy.ttl"),
    withdrawn={"A/7": Withdrawal(date(2026, 1, 2), Text("Doppelt erfasst", "Entered twice"))},
)

LONG = "Ein Satz, der sich wiederholt. " * 400

PROJECTS: tuple[Mapping[str, Value], ...] = (
    {
        "id": "2024-01",
        "title": "Glasfaser für alle Schulen",
        "title_en": "Fibre for all schools",
        "description": 'Erster Absatz mit „Zeichen“, "geraden" und \\ Strich.\n\nZweiter; mit Semikolon, Komma.',
        "description_en": "One paragraph, <b>no</b> markup & an ampersand.",
        "field": "Bildung, 3",
        "thesis": "1, 2",
        "status": "laufend",
        "status_date": "06/2024",
        "status_reason": "Förderbescheid liegt vor",
        "start": "Mitte 2024",
        "end": "2. Quartal 2026",
        "lead": "Amt für Bildung",
        "partner": "Stadtwerke; Verein „Netz & Co.“; Київ IT",
        "partner_internal": "Schulamt; Amt für Bildung",
        "partner_external": "Handwerkskammer; Verein „Netz & Co.“",
        "participation": "Ja",
        "offer": "https://mitmachen.example/glasfaser?runde=1&sprache=de#anfang",
        "offer_start": "01.02.2025",
        "offer_end": "Ende März 2025",
        "offer_outcome": "Kürzere Wege sind aufgegriffen,\nein Nachtbus nicht: dafür ist der Kreis zuständig.",
        "budget_planned": "249.927,50 €",
        "budget_actual": 25000,
        "budget_funding": "1,5 Mio. €",
        "budget_own": "10 % davon",
        "budget": "99,99 CHF",
        "budget_kind": "geplant",
        "funder": "Land Nordrhein-Westfalen",
        "decision_number": "V/2024/7; A 10/9",
        "decision_date": "12.03.2024; 2025",
        "decision_body": "Stadtrat; Stadtrat",
        "decision": "https://ratsinfo.example/vo020.asp?VOLFDNR=6962 https://ratsinfo.example/vo020.asp?VOLFDNR=7000",
        "link": "https://musterstadt.example/glasfaser https://musterstadt.example/glasfaser/en",
        "homepage": "https://glasfaser.musterstadt.example",
        "contact": "glasfaser@musterstadt.example",
        "replaced_by": "2025 02/b",
        "created": "2024",
        "modified": "05.06.2026",
    },
    {
        "id": "2025 02/b",
        "title": "Köln–Düsseldorf 😀 مرحبا שלום",
        "description": LONG,
        "field": "Mobilität; Raumfahrt",
        "thesis": "keine davon",
        "status": "irgendwann",
        "status_date": "Frühjahr 2024",
        "start": "2022–2024",
        "end": "laufend",
        "lead": "Amt für Bildung; AMT FÜR BILDUNG; amt-für-bildung",
        "participation": "vielleicht",
        "no_offer_reason": "Technisch, ohne Spielraum",
        "offer": "Anfrage",
        "offer_start": "demnächst",
        "budget_planned": "tbd",
        "budget": 12,
        "budget_kind": "Spende",
        "decision": "Anlage",
        "link": "www.musterstadt.example",
        "homepage": "folgt",
        "contact": "Frau Muster",
        "created": "Anfang 2024",
        "modified": "gestern",
    },
    {
        "id": "#3",
        "title": "Nur das Nötigste",
        "field": "1",
        "start": "ab 2023",
        "end": "2024-03",
        "created": "01.02.2023",
    },
    {"id": "A/7", "title": "'=1+1", "field": 9, "end": 2027, "offer_end": "bis Ende 2027", "modified": "2026-01"},
)


@lru_cache(maxsize=1)
def strategy() -> Strategy:
    """The strategy of the sample town, as if it were that of the invented one."""
    text = (ROOT / "sources" / "erkelenz" / "strategy.ttl").read_text("utf-8")
    turtle = text.replace("/id/erkelenz/", "/id/musterstadt/")
    return build_strategy(parse_turtle(turtle, "strategy.ttl"), read_resources().code_lists, DATASET)


def roadmap_of(projects: Sequence[Mapping[str, Value]], dataset: Dataset = DATASET) -> Roadmap:
    """Projects, each by the names of its columns, as a roadmap."""
    columns = tuple(TableColumn(name, number, name) for number, name in enumerate(COLUMNS, start=1))
    rows = [Row(number, tuple(p.get(name, "") for name in COLUMNS)) for number, p in enumerate(projects, start=2)]
    table = Table("roadmap.xlsx", Sheet("Roadmap", rows), columns, 1, {})
    return parse([table], dataset, strategy().vocabulary, read_resources().rules, today=TODAY).roadmap


def triples_of(projects: Sequence[Mapping[str, Value]], dataset: Dataset = DATASET) -> tuple[Triple, ...]:
    """What is published of projects."""
    return lift(roadmap_of(projects, dataset), dataset, strategy().naming, today=TODAY).triples


def graph_of(triples: Iterable[Triple]) -> Graph:
    """Triples as pyoxigraph reads them, to be compared."""
    text = "".join(n_triples(triples))
    return {quad.triple for quad in pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.N_TRIPLES)}
