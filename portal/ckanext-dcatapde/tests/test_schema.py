"""The schema holds all that ckanext-dcat's full one holds, and speaks two languages."""

from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest
import yaml
from conftest import read_schema

FULL = yaml.safe_load((files("ckanext.dcat.schemas") / "dcat_ap_full.yaml").read_text(encoding="utf-8"))
# The EU replaced the list of statuses that this field was held to.
FREED = {"status"}


def fields(schema: dict[str, Any], kind: str) -> dict[str, dict[str, Any]]:
    return {field["field_name"]: field for field in schema[kind]}


def all_fields(nodes: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for node in nodes:
        yield node
        yield from all_fields(node.get("repeating_subfields", []))


def names(field: dict[str, Any]) -> set[str]:
    return {subfield["field_name"] for subfield in field.get("repeating_subfields", [])}


@pytest.mark.parametrize("kind", ["dataset_fields", "resource_fields"])
def test_nothing_of_the_full_schema_is_missing(kind: str) -> None:
    ours = fields(read_schema(), kind)

    for name, theirs in fields(FULL, kind).items():
        assert name in ours
        assert names(theirs) <= names(ours[name]), name
        if name not in FREED:
            assert ours[name].get("preset") == theirs.get("preset"), name


@pytest.mark.parametrize("kind", ["dataset_fields", "resource_fields"])
def test_every_label_and_help_is_german_and_english(kind: str) -> None:
    for field in all_fields(read_schema()[kind]):
        texts = [field["label"], field.get("help_text", {}), field.get("repeating_label", {})]
        texts += [choice["label"] for choice in field.get("choices", [])]
        for text in texts:
            # One word for both languages: a name, or an acronym.
            assert text in ("IRI", "Name", {}) or set(text) == {"de", "en"}, (field["field_name"], text)
