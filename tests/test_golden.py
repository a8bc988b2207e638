"""Every rule has a small table that breaks it alone, and the finding shows the cell."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.model.report import Severity
from pipeline.town.resources import read_resources
from tests.golden_cases import as_json, case_names, expected_of, prepare_case

TESTS = Path(__file__).parent
RULES = read_resources().rules.rules

# Where the author is to look, written down by hand: what was broken in the table of the case.
CELLS = {
    # letters and quotation marks of a file of text
    "text-encoding-assumed": "roadmap.csv",
    "text-encoding-unsure": "roadmap.csv",
    "text-garbled": "roadmap.csv / roadmap / H5",
    "text-letter-lost": "roadmap.csv / roadmap / H5",
    "text-quote-careless": "roadmap.csv / roadmap / H5",
    "text-quote-open": "roadmap.csv / roadmap / H5",
    "text-quote-unclear": "roadmap.csv / roadmap / H4",
    # the table and its columns
    "table-missing": "roadmap.csv",
    "table-empty": "roadmap.csv / roadmap / 1",
    "column-unknown": "roadmap.csv / roadmap / H1",
    "sheet-passed": "roadmap.xlsx / Ideen / 1",
    "column-twice": "roadmap.csv / roadmap / H1",
    "column-missing": "roadmap.csv / roadmap / 1",
    "column-untitled": "roadmap.csv / roadmap / H1",
    "hidden-left-out": "roadmap.xlsx / Roadmap",
    "filter-left-on": "roadmap.xlsx / Roadmap",
    "table-sideways": "roadmap.csv / roadmap / A1",
    "table-beside": "roadmap.csv / roadmap / I1",
    "table-below": "roadmap.csv / roadmap / A8",
    "sheet-copy": "roadmap.xlsx / Roadmap (2)",
    "history-unreadable": "roadmap.xlsx / Verlauf / D2",
    "history-of-nobody": "roadmap.xlsx / Verlauf / A2",
    "status-unexplained": "roadmap.csv / roadmap / E6",
    "status-date-left": "roadmap.csv / roadmap / H6",
    "move-unexplained": "roadmap.csv / roadmap / G6",
    "header-guessed": "roadmap.csv / roadmap / 2",
    "header-merged": "roadmap.xlsx / Roadmap / H1",
    # rows and sums
    "row-incomplete": "roadmap.csv / roadmap / 5",
    "row-heading": "roadmap.csv / roadmap / 5",
    "row-continued": "roadmap.xlsx / Roadmap / H6",
    "amount-continued": "roadmap.xlsx / Roadmap / H6",
    "table-passed": "roadmap.csv / roadmap / 7",
    "rows-prefilled": "roadmap.csv / roadmap / 6",
    "amount-merged": "roadmap.xlsx / Roadmap / H4",
    "cell-merged": "roadmap.xlsx / Roadmap / F2",
    "total-differs": "roadmap.csv / roadmap / H6",
    # cells that say nothing
    "cell-error": "roadmap.xlsx / Roadmap / H5",
    "cell-formula": "roadmap.xlsx / Roadmap / H5",
    # identifiers
    "keys-missing": "roadmap.csv / roadmap / A1",
    "keys-all-taken": "roadmap.csv / roadmap",
    "key-placeholder": "roadmap.csv / roadmap / A5",
    "title-placeholder": "roadmap.csv / roadmap / B5",
    "key-alike": "roadmap.csv / roadmap / A5",
    "key-missing": "roadmap.csv / roadmap / A5",
    "key-duplicate": "roadmap.csv / roadmap / A5",
    "key-is-date": "roadmap.xlsx / Roadmap / A5",
    "key-length": "roadmap.csv / roadmap / A5",
    "key-changed": "roadmap.csv / roadmap / A5",
    "key-lost": "roadmap.xlsx / Roadmap / A5",
    # what a cell leaves open
    "amount-mark-open": "roadmap.csv / roadmap / H2",
    "amount-unit-open": "roadmap.csv / roadmap / H2",
    "amount-unit-aside": "roadmap.csv / roadmap / A1",
    "amount-unit-contradicted": "roadmap.csv / roadmap / H1",
    "amount-outlier": "roadmap.csv / roadmap / H5",
    "column-convention": "roadmap.csv / roadmap / H1",
    "date-century-open": "roadmap.csv / roadmap / F5",
    "date-order-open": "roadmap.csv / roadmap / F2",
    "date-was-year": "roadmap.xlsx / Roadmap / F5",
    "date-zone-open": "roadmap.csv / roadmap / F5",
    "date-from-number": "roadmap.xlsx / Roadmap / F5",
    # beside the last edition
    "project-vanished": "roadmap.csv / roadmap",
    "project-kept": "roadmap.csv / roadmap",
    "row-withdrawn": "roadmap.csv / roadmap / A2",
    "rows-lost": "roadmap.csv / roadmap",
    "column-lost": "roadmap.csv / roadmap",
    "column-emptied": "roadmap.csv / roadmap",
    # the project
    "title-missing": "roadmap.csv / roadmap / B5",
    "title-blank": "roadmap.csv / roadmap / B5",
    "title-length": "roadmap.csv / roadmap / B5",
    "title-language": "roadmap.csv / roadmap / B5",
    "field-missing": "roadmap.csv / roadmap / C5",
    "field-unknown": "roadmap.csv / roadmap / C5",
    "thesis-unknown": "roadmap.csv / roadmap / D5",
    "status-missing": "roadmap.csv / roadmap / E5",
    "status-unknown": "roadmap.csv / roadmap / E5",
    "participation-unknown": "roadmap.csv / roadmap / H5",
    "link-not-http": "roadmap.csv / roadmap / H5",
    "homepage-not-http": "roadmap.csv / roadmap / H5",
    "page-is-no-page": "roadmap.csv / roadmap / H5",
    "replacement-unknown": "roadmap.csv / roadmap / H5",
    "replacement-in-circle": "roadmap.csv / roadmap / H5",
    "created-unreadable": "roadmap.csv / roadmap / H5",
    "modified-unreadable": "roadmap.csv / roadmap / H5",
    # time
    "start-unreadable": "roadmap.csv / roadmap / F5",
    "end-unreadable": "roadmap.csv / roadmap / G4",
    "start-twice": "roadmap.csv / roadmap / G5",
    "end-twice": "roadmap.csv / roadmap / G5",
    "end-before-start": "roadmap.csv / roadmap / G5",
    "status-date-unreadable": "roadmap.csv / roadmap / H5",
    "running-without-start": "roadmap.csv / roadmap / F4",
    "running-not-started": "roadmap.csv / roadmap / F4",
    "running-past-end": "roadmap.csv / roadmap / G3",
    "completed-without-end": "roadmap.csv / roadmap / G5",
    "completed-in-future": "roadmap.csv / roadmap / G5",
    # money
    "amount-unreadable": "roadmap.csv / roadmap / H5",
    "amount-negative": "roadmap.csv / roadmap / H5",
    "currency-unknown": "roadmap.csv / roadmap / H5",
    "budget-kind-missing": "roadmap.csv / roadmap / I5",
    "budget-kind-unknown": "roadmap.csv / roadmap / I5",
    # taking part
    "partner-missing": "roadmap.csv / roadmap / I5",
    "partner-on-both-sides": "roadmap.csv / roadmap / I5",
    "organization-unmentioned": "dataset.toml",
    "outcome-missing": "roadmap.csv / roadmap / I5",
    "offer-not-http": "roadmap.csv / roadmap / H5",
    "decision-not-http": "roadmap.csv / roadmap / H5",
    "decision-number-unclear": "roadmap.csv / roadmap / H5",
    "decision-number-is-date": "roadmap.csv / roadmap / H5",
    "decisions-unpaired": "roadmap.csv / roadmap / I5",
    "decision-in-future": "roadmap.csv / roadmap / I5",
    "decision-date-unreadable": "roadmap.csv / roadmap / I5",
    "decision-date-differs": "roadmap.csv / roadmap / I5",
    "decision-not-found": "roadmap.csv / roadmap / H5",
    # organizations and texts
    "organization-alike": "roadmap.csv / roadmap / H5",
    "organization-lines": "roadmap.csv / roadmap / H5",
    "organization-list": "roadmap.csv / roadmap / H5",
    "sign-dropped": "roadmap.csv / roadmap / H5",
    # goals and indicators
    "indicators-unread": "roadmap.xlsx / Kennzahlen",
    "indicator-column-unknown": "roadmap.xlsx / Kennzahlen / E1",
    "indicator-nameless": "roadmap.xlsx / Kennzahlen / A2",
    "indicator-value-unread": "roadmap.xlsx / Kennzahlen / D2",
    "indicator-value-open": "roadmap.xlsx / Kennzahlen / D2",
    "indicator-share-open": "roadmap.xlsx / Kennzahlen / D2",
    "indicator-unit-differs": "roadmap.xlsx / Kennzahlen / D2",
    "indicator-date-unread": "roadmap.xlsx / Kennzahlen / C2",
    "indicator-value-undated": "roadmap.xlsx / Kennzahlen / D2",
    "indicator-target-undated": "roadmap.xlsx / Kennzahlen / E2",
    "indicator-value-ahead": "roadmap.xlsx / Kennzahlen / C2",
    "indicator-values-differ": "roadmap.xlsx / Kennzahlen / D3",
    "indicator-targets-differ": "roadmap.xlsx / Kennzahlen / E3",
    "indicator-baselines-differ": "roadmap.xlsx / Kennzahlen / C3",
    "indicator-target-early": "roadmap.xlsx / Kennzahlen / F2",
    "indicator-differs": "roadmap.xlsx / Kennzahlen / A3",
    "indicator-field-unknown": "roadmap.xlsx / Kennzahlen / A2",
    "indicator-thesis-unknown": "roadmap.xlsx / Kennzahlen / A2",
    "indicator-source-unread": "roadmap.xlsx / Kennzahlen / E2",
    "indicator-collides": "roadmap.xlsx / Kennzahlen / B3",
    "indicator-alike": "roadmap.xlsx / Kennzahlen / A3",
    "indicator-without-values": "roadmap.xlsx / Kennzahlen / A2",
    "indicator-vanished": "roadmap.xlsx / Kennzahlen",
    "indicator-name-length": "roadmap.xlsx / Kennzahlen / A2",
    "indicator-unit-missing": "roadmap.xlsx / Kennzahlen / A2",
    # privacy
    "contact-unreadable": "roadmap.csv / roadmap / H5",
    "personal-contact": "roadmap.csv / roadmap / H5",
    "personal-email-address": "roadmap.csv / roadmap / H5",
    "personal-phone-number": "roadmap.csv / roadmap / H5",
    "personal-name": "roadmap.csv / roadmap / H5",
    "personal-account": "roadmap.csv / roadmap / H5",
    "personal-body": "roadmap.csv / roadmap / H5",
    "personal-file-name": "Roadmap •••.csv",
    "personal-sheet-name": "roadmap.xlsx / Liste •••",
    # the strategy
    "concept-label-missing": "strategy.ttl",
    "concept-definition-missing": "dataset.toml",
    "concept-number-missing": "strategy.ttl",
    "match-twice": "dataset.toml",
    "thesis-count": "dataset.toml",
    "field-count": "dataset.toml",
    "field-without-running-project": "roadmap.csv / roadmap / C1",
    "thesis-without-running-project": "roadmap.csv / roadmap / D1",
}

# Files that cannot be read at all; each is built and refused in the tests of the readers.
OF_FILES = {
    "file-crashed",
    "file-damaged",
    "file-empty",
    "file-encrypted",
    "file-missing",
    "file-no-table",
    "file-strict-ooxml",
    "file-temporary",
    "file-too-large",
    "file-unknown-type",
}

# Rows whose cells are in the wrong columns break other rules too; these are broken in the tests of the readers.
# What only the editions before can tell; broken in the tests of the return to an earlier one.
OF_EDITIONS = {"input-taken-back"}
OF_FOLDERS = {"file-newer", "file-open", "file-unread", "files-unread", "checked-copy-newer"}
# What our own reading never says; broken by hand in the tests of the indicators.
OF_STATEMENTS = {"measured-value", "measured-date", "aim-value", "indicator-of-one-baseline"}
# What a unit answered and a workbook lacks; broken in the tests of merged copies.
OF_ANSWERS = {"circular-missing"}
# Of who is asked about projects and what comes back; broken in the tests of the circulars.
OF_CIRCULARS = {
    "reminder-mailbox-outside",
    "reminder-mailbox-personal",
    "reminder-unit-unknown",
    "reminder-unit-unused",
    "reminder-without-unit",
    "reply-cell-locked",
    "reply-column-lost",
    "reply-column-unknown",
    "reply-key-missing",
    "reply-key-twice",
    "reply-key-unknown",
    "reply-several",
    "reply-unknown",
    "reply-without-table",
    "reply-word-unknown",
}
OF_ROWS = {"header-too-narrow", "row-broken", "row-too-wide"}


@pytest.mark.parametrize(("rule", "cell"), CELLS.items(), ids=list(CELLS))
def test_a_rule_is_broken_alone_and_its_finding_shows_the_cell(rule: str, cell: str, tmp_path: Path) -> None:
    report = prepare_case(rule, tmp_path).report

    assert [(result.rule.id, str(result.cell)) for result in report.results] == [(rule, cell)]
    assert as_json(report) == expected_of(rule)
    assert report.conforms is (RULES[rule].severity is not Severity.VIOLATION)


def test_a_table_that_uses_every_column_rightly_has_no_findings(tmp_path: Path) -> None:
    prepared = prepare_case("clean", tmp_path)

    assert as_json(prepared.report) == expected_of("clean") == []
    assert not any("5550199" in triple.object for triple in prepared.lifted.triples)  # of the column that is ignored


def test_every_rule_has_a_case_and_every_case_a_rule() -> None:
    others = OF_FILES | OF_FOLDERS | OF_ROWS | OF_STATEMENTS | OF_ANSWERS | OF_CIRCULARS | OF_EDITIONS
    assert CELLS.keys() | others == RULES.keys()
    assert CELLS.keys() | {"clean"} == set(case_names())


def test_every_rule_about_circulars_is_broken_in_their_tests() -> None:
    texts = "".join((TESTS / f"test_{name}.py").read_text("utf-8") for name in ("circular", "remind"))

    assert set(re.findall(r'"((?:reminder|reply)-[a-z-]+)"', texts)) == OF_CIRCULARS


def test_every_rule_about_files_is_broken_in_the_tests_of_the_readers() -> None:
    texts = "".join(path.read_text("utf-8") for path in sorted(TESTS.glob("test_read*.py")))

    assert set(re.findall(r'"(file-[a-z-]+)"', texts)) & OF_FILES == OF_FILES
    folders = (TESTS / "test_unread.py").read_text("utf-8")
    assert set(re.findall(r'"((?:files?|checked)-[a-z-]+)"', folders)) == OF_FOLDERS
    assert set(re.findall(r'"((?:row|header)-[a-z-]+)"', texts)) & OF_ROWS == OF_ROWS
