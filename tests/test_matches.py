"""Fields and theses matched with a list that is not the town's."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.model.dataset import ConceptEntry, Dataset, StrategySource
from pipeline.model.errors import ConfigError
from pipeline.model.graph import Triple, curie, parse_turtle
from pipeline.model.report import Text
from pipeline.render.formats.tables import render_tables
from pipeline.town.config import parse_dataset
from pipeline.town.resources import read_resources
from pipeline.town.strategy import build_strategy
from tests.graphs import DATASET
from tests.test_wrong_settings import TOML

THEME = "http://publications.europa.eu/resource/authority/data-theme/"
FIELD = f"<{DATASET.iris.base}handlungsfeld/1>"
LISTS = read_resources().code_lists


def _town(*matches: str) -> Dataset:
    field = ConceptEntry("1", Text("Mobilität", "Mobility"), Text("Wege.", "Ways."), matches=matches)
    return replace(DATASET, strategy=StrategySource(fields=(field,)))


def test_a_field_is_matched_in_the_settings_and_published_in_a_table() -> None:
    dataset = _town(f"{THEME}TRAN", f"{THEME}ENVI")

    triples = build_strategy((), LISTS, dataset).triples
    tables = {file.name: file.content.decode("utf-8-sig") for file in render_tables("strategy", triples, dataset)}

    assert Triple(FIELD, curie("skos:closeMatch"), f"<{THEME}TRAN>") in triples
    assert tables["field-matches.csv"].split() == ["field,match", f"1,{THEME}ENVI", f"1,{THEME}TRAN"]
    assert "closeMatch" not in tables["strategy-further.csv"]


@pytest.mark.parametrize(
    "match", ["TRAN", "ftp://a.example/x", "https://", "mailto:a@b.example", "https://a.example/ x"]
)
def test_a_match_is_an_address(match: str) -> None:
    toml = TOML.replace('definition = "Dienste."', f'definition = "Dienste.", matches = ["{match}"]')

    with pytest.raises(ConfigError, match="matches"):
        parse_dataset(toml, "dataset.toml")


@pytest.mark.parametrize("match", ['"TRAN"', f"<{DATASET.iris.base}handlungsfeld/2>", "<urn:x:y>"])
def test_a_strategy_of_its_own_is_judged_alike(match: str) -> None:
    turtle = f"{FIELD} a <https://w3id.org/digitalstrategie/def/FieldOfAction> ; skos:inScheme <urn:s> ;"
    prefix = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> ."

    with pytest.raises(ConfigError, match="closeMatch"):
        build_strategy(parse_turtle(f"{prefix} {turtle} skos:closeMatch {match} .", "s.ttl"), LISTS, DATASET)


def test_a_match_given_twice_in_one_list_is_refused() -> None:
    toml = TOML.replace('definition = "Dienste."', f'definition = "Dienste.", matches = ["{THEME}GOVE", "{THEME}GOVE"]')

    with pytest.raises(ConfigError, match="twice"):
        parse_dataset(toml, "dataset.toml")
