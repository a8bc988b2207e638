"""A town may take a rule more seriously than it is, and everything that shows a severity follows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.cli.codes import verdict
from pipeline.model.errors import ConfigError
from pipeline.model.report import Severity
from pipeline.model.workbook import Value
from pipeline.prepare import Prepared
from pipeline.render.reports.tables import render_json
from pipeline.town import read_town
from pipeline.town.resources import read_resources
from tests.graphs import DATASET
from tests.test_columns import PROJECT, prepared, workbook_of
from tests.towns import copy_town, publish

RESOURCES = read_resources()
OVER: dict[str, Value] = {"offer_end": "2024"}


def _prepared(**severities: str) -> Prepared:
    dataset = replace(DATASET, severities={name.replace("_", "-"): word for name, word in severities.items()})
    return prepared(workbook_of({**PROJECT, **OVER}), dataset)


def _severity(found: Prepared, rule: str = "outcome-missing") -> Severity:
    return next(result.severity for result in found.report.results if result.rule.id == rule)


def test_a_note_becomes_what_the_town_says_in_every_report() -> None:
    as_it_is, raised, grave = _prepared(), _prepared(outcome_missing="Warnung"), _prepared(outcome_missing="Fehler")

    assert [_severity(found) for found in (as_it_is, raised, grave)] == [*reversed(Severity)]
    assert [verdict(found.report) for found in (as_it_is, raised, grave)] == [0, 1, 1]
    assert [found.report.conforms for found in (as_it_is, raised, grave)] == [True, True, False]
    assert '"severity": "Warning"' in render_json(raised.report)


@pytest.mark.parametrize(
    ("rule", "word", "told"),
    [
        ("move-unexplaned", "Warnung", "move-unexplained"),
        ("title-missing", "Warnung", "graver"),
        ("title-missing", "Hinweis", "graver"),
        ("partner-missing", "Warnung", "graver"),
        ("move-unexplained", "Hinweis", "graver"),
    ],
)
def test_a_rule_that_there_is_not_and_a_severity_that_is_not_graver_are_refused(
    rule: str, word: str, told: str, tmp_path: Path
) -> None:
    settings = copy_town(tmp_path) / "dataset.toml"
    settings.write_text(settings.read_text("utf-8") + f'\n[severities]\n{rule} = "{word}"\n', "utf-8")

    with pytest.raises(ConfigError, match=told):
        read_town(settings, RESOURCES.code_lists)


def test_a_rule_about_the_catalog_is_raised_too(tmp_path: Path) -> None:
    place = copy_town(tmp_path)
    before = publish(place)
    rule = next(each.rule.id for each in before.prepared.report.results if each.severity is not Severity.VIOLATION)
    settings = place / "dataset.toml"
    settings.write_text(settings.read_text("utf-8") + f'\n[severities]\n{rule} = "Fehler"\n', "utf-8")

    found = publish(place)

    assert before.receipt
    assert found.receipt is None
    assert not found.prepared.report.conforms


def test_no_setting_lets_out_what_is_an_error() -> None:
    dataset = replace(DATASET, severities={"title-missing": "Hinweis"})

    found = prepared(workbook_of({**PROJECT, "title": ""}, {**PROJECT, "id": "2026-02"}), dataset)

    assert not found.report.conforms
