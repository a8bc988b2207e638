"""The profile on a graph and on a dictionary, with the real schema but without a running CKAN."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import ckanext
import pytest
import yaml
from ckan.common import config

# The plugin as it stands here, not the copy that the portal has installed.
HERE = Path(__file__).parent
ckanext.__path__.insert(0, str(HERE.parent / "ckanext"))

from ckanext.dcatapde.profile import GermanDCATAP3Profile
from rdflib import Graph, URIRef

SCHEMAS = HERE.parent / "ckanext" / "dcatapde" / "schemas"
DATASET = URIRef("http://source.example/roadmap")
CATALOG = URIRef("http://portal.example")
PRESETS = {"multiple_text": "scheming_multiple_text scheming_load_json"}


def read_schema() -> dict[str, Any]:
    """The schema as ckanext-scheming hands it to a profile: with the validators of its presets."""
    schema: dict[str, Any] = yaml.safe_load((SCHEMAS / "dcat_ap_de.yaml").read_text(encoding="utf-8"))
    for field in (*schema["dataset_fields"], *schema["resource_fields"]):
        field.setdefault("validators", PRESETS.get(field.get("preset", ""), ""))
    return schema


class Profile(GermanDCATAP3Profile):  # type: ignore[misc]
    """The profile, with the schema it would get from CKAN and no index to ask for the last change."""

    def __init__(self, graph: Graph, schema: dict[str, Any] | None) -> None:
        super().__init__(graph)
        self._dataset_schema = schema

    def _last_catalog_modification(self) -> None:
        return None


@pytest.fixture(autouse=True)
def settings(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """A German portal; a test says what else is set."""

    def set_options(**options: str) -> None:
        for key, value in options.items():
            monkeypatch.setitem(config, key.replace("__", "."), value)

    set_options(
        ckan__locale_default="de",
        ckan__site_url=str(CATALOG),
        ckan__site_title="Offene Daten",
        ckan__site_description="Alle Daten der Stadt.",
        ckanext__dcat__resource__inherit__license="true",
        licenses_group_url=(SCHEMAS.parent / "licenses.json").as_uri(),
    )
    return set_options


@pytest.fixture
def source() -> Graph:
    return Graph().parse(HERE / "sample.ttl")


Parse = Callable[..., dict[str, Any]]
Serialize = Callable[..., Graph]


@pytest.fixture
def parse() -> Parse:
    """From a graph to what CKAN stores."""

    def parse_dataset(graph: Graph, *, with_schema: bool = True) -> dict[str, Any]:
        dataset: dict[str, Any] = Profile(graph, read_schema() if with_schema else None).parse_dataset({}, DATASET)
        return dataset

    return parse_dataset


@pytest.fixture
def serialize() -> Serialize:
    """From what CKAN stores to a graph."""

    def serialize_dataset(dataset: dict[str, Any], *, with_schema: bool = True) -> Graph:
        graph = Graph()
        Profile(graph, read_schema() if with_schema else None).graph_from_dataset(dataset, DATASET)
        return graph

    return serialize_dataset


@pytest.fixture
def catalog() -> Callable[[], Graph]:
    """The portal's own catalog."""

    def describe_catalog() -> Graph:
        graph = Graph()
        Profile(graph, read_schema()).graph_from_catalog(None, CATALOG)
        return graph

    return describe_catalog
