"""CKAN's own words: names that it takes, told before anything is asked of it, and licenses that people can read."""

from __future__ import annotations

import re
from typing import Any

import pytest

from pipeline.model.errors import ConfigError
from pipeline.publish.ckan.licensing import name_license
from pipeline.publish.ckan.naming import LONGEST_PREFIX, check_organization, check_prefix, suggest_name
from pipeline.publish.ckan.wanted import Wanted
from tests.ckan_cases import open_stage
from tests.fake_fields import Kind
from tests.fakes import FakeCkan

IRI = "http://dcat-ap.de/def/licenses/"


@pytest.mark.parametrize("prefix", ["musterstadt", "muster_stadt-2", "m", "0", "x" * LONGEST_PREFIX])
def test_a_prefix_that_ckan_takes_stays_as_it_is(prefix: str) -> None:
    assert check_prefix(prefix) == prefix
    assert len(f"{prefix}-vokabular") <= 100


@pytest.mark.parametrize(
    ("prefix", "better"),
    [
        ("Musterstadt", "musterstadt"),
        ("köln", "koeln"),
        ("muster stadt", "muster-stadt"),
        ("a.b", "a-b"),
        ("m" * 101, "m" * LONGEST_PREFIX),
        ("stadt\n", "stadt"),
        ("٣", "stadt"),
    ],
)
def test_another_is_refused_with_the_key_and_a_better_one(prefix: str, better: str) -> None:
    with pytest.raises(ConfigError) as refused:
        check_prefix(prefix)

    assert "[destinations.ckan] prefix" in refused.value.message.de
    assert f'prefix = "{better}"' in refused.value.message.en
    assert check_prefix(suggest_name(prefix)) == better


@pytest.mark.parametrize("name", ["Musterstadt", "x", "edit", "stadt köln", "x" * 101])
def test_an_organization_to_be_made_needs_a_name_that_ckan_takes(name: str) -> None:
    with pytest.raises(ConfigError, match=re.escape("[destinations.ckan] organization")):
        check_organization(name)


def _named(iri: str, *known: dict[str, Any]) -> str:
    wanted = Wanted("n", "i", "t", {"license_id": iri} if iri else {}, ())
    return str(name_license(wanted, known).fields.get("license_id", ""))


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({"id": f"{IRI}cc-by/4.0", "url": ""}, f"{IRI}cc-by/4.0"),
        ({"id": "CC-BY-4.0", "url": None}, "CC-BY-4.0"),
        ({"id": "by4", "url": "http://creativecommons.org/licenses/by/4.0/deed.de"}, "by4"),
        ({"id": "by4", "url": "https://creativecommons.org/licenses/by/4.0/legalcode"}, "by4"),
        ({"id": "x", "url": f"{IRI}cc-by/4.0"}, "x"),
        # one of another version is another license
        (
            {"id": "cc-by", "url": "http://www.opendefinition.org/licenses/cc-by"},
            "Creative Commons Namensnennung 4.0 International (CC BY 4.0)",
        ),
        (
            {"id": "by3", "url": "https://creativecommons.org/licenses/by/3.0/"},
            "Creative Commons Namensnennung 4.0 International (CC BY 4.0)",
        ),
    ],
)
def test_a_license_is_named_as_the_portal_knows_it_or_in_words(known: dict[str, Any], expected: str) -> None:
    assert _named(f"{IRI}cc-by/4.0", known) == expected


def test_a_license_that_nobody_knows_keeps_its_iri() -> None:
    assert _named("https://lizenz.example/1") == "https://lizenz.example/1"
    assert _named("https://lizenz.example/1", {"id": "", "url": ""}) == "https://lizenz.example/1"
    assert _named("") == ""
    assert _named(f"{IRI}cc-zero", {"id": "cc-zero", "url": "x"}) == "cc-zero"
    assert _named(f"{IRI}dl-zero-de/2.0").startswith("Datenlizenz Deutschland – Zero")


@pytest.mark.parametrize("kind", [Kind.DCAT, Kind.PLAIN])
def test_without_our_plugin_people_read_the_license_and_programs_the_iri_at_each_file(kind: Kind) -> None:
    with open_stage(FakeCkan(kind=kind)) as stage:
        stage.on_sleep = stage.fake.run_loader
        stage.publish()

        assert stage.package()["license_id"] == "Creative Commons Namensnennung 4.0 International (CC BY 4.0)"
        assert {resource["license"] for resource in stage.package()["resources"]} == {f"{IRI}cc-by/4.0"}
        assert stage.writes() == []


def test_with_our_plugin_the_license_is_its_iri() -> None:
    with open_stage() as stage:
        stage.publish()

        assert stage.package()["license_id"] == f"{IRI}cc-by/4.0"
        assert "license_list" not in stage.fake.log
