"""Whether what is to be erased would be published again: the town's sources and what to erase in, mistakes out."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from pipeline.compare import leave_out
from pipeline.erase import Erasure, notice_of
from pipeline.lift import lift
from pipeline.model.graph import Triple, curie, literal_text
from pipeline.model.report import Text, ValidationReport
from pipeline.model.umlauf import LEDGER
from pipeline.parse import locate, parse, parse_history, parse_indicators
from pipeline.prepare import read
from pipeline.render import render_reports
from pipeline.render.site.words import own_texts
from pipeline.town import Town
from pipeline.town.council import DECISIONS
from pipeline.town.resources import Resources


def still_said(
    town: Town, resources: Resources, erasure: Erasure, *, today: date, withdrawn: Collection[str] = ()
) -> Iterator[Text]:
    """Where the next run would read it and publish it again, but for rows that it leaves out as ``withdrawn``; the text
    itself is not repeated.
    """
    dataset, vocabulary, rules = town.dataset, town.strategy.vocabulary, resources.rules
    workbooks = read(town.workbooks, town, resources, instead=town.umlauf.instead).workbooks
    located = [locate(workbook, dataset.columns, rules, dataset.indicators) for workbook in workbooks]
    tables = [table for place in located for table in place.tables]
    parsed = parse(tables, dataset, vocabulary, rules, today=today).roadmap
    told = parse_history(workbooks, vocabulary, rules, language=dataset.language, today=today).turns
    left = leave_out(parsed, told, withdrawn, rules)
    measured = parse_indicators(workbooks, dataset, vocabulary, rules, today=today)
    roadmap = replace(left.roadmap, indicators=measured.indicators)
    lifted = lift(roadmap, dataset, town.strategy.naming, today=today, council=town.council)
    cells = (str(lifted.sources.cells.get(triple, "")) for triple in lifted.triples if _is_said(triple, erasure))
    for cell in sorted(set(filter(None, cells))):
        yield _mend(cell)
    for project in roadmap.projects:
        if project.key in erasure.keys:
            yield _take_out(str(project.cell("id")))
    for turn in left.turns:
        if turn.reason and erasure.says(turn.reason.text):
            yield _mend(str(turn.place("reason")))
        if turn.key in erasure.keys or erasure.says(turn.key):
            yield _take_out(str(turn.place("key")))
    for path in _settings(town):
        for number, line in enumerate(path.read_text("utf-8", errors="replace").splitlines(), start=1):
            if erasure.says(line) and not line.lstrip().startswith("#"):
                yield _mend(f"{path}:{number}")


def _is_said(triple: Triple, erasure: Erasure) -> bool:
    """Whether a statement has the text in it, or leads from what is left to a project that goes."""
    is_of_it = triple.object in erasure.projects and triple.predicate != curie("dcterms:hasPart")
    is_within = any(triple.subject.startswith(term[:-1]) for term in erasure.projects)
    return (is_of_it and not is_within) or any(map(erasure.says, map(literal_text, triple)))


def own_words(resources: Resources, today: date) -> str:
    """What the program writes into an edition of itself: the terms, the words of its reports, the names of columns."""
    terms = (term for triple in (*resources.vocabulary, *resources.code_lists) for term in triple)
    pages = (file.content.decode() for file in render_reports(ValidationReport(), Text("", "")))
    return "\n".join(
        (
            *map(literal_text, terms),
            *map(str, resources.context.values()),
            *pages,
            *own_texts(),
            *notice_of(today),
            _MORE,
        )
    )


_MORE = "projects budgets periods offers contacts organizations provenance catalog changes edition typed"


def _settings(town: Town) -> Iterator[Path]:
    yield town.folder / "dataset.toml"
    if town.dataset.strategy.file:
        yield town.folder / town.dataset.strategy.file
    yield from (path for name in (DECISIONS, LEDGER) if (path := town.folder / name).is_file())


def _mend(place: str) -> Text:
    return Text(
        f"{place}: Hier steht es noch; ändern Sie zuerst das, sonst veröffentlicht der nächste Lauf es wieder",
        f"{place}: it still stands here; mend this first, or the next run publishes it again",
    )


def _take_out(place: str) -> Text:
    return Text(
        f"{place}: Hier steht das Projekt noch; nehmen Sie zuerst diese Zeile heraus, sonst veröffentlicht der nächste "
        "Lauf es wieder",
        f"{place}: the project still stands here; take this row out first, or the next run publishes it again",
    )
