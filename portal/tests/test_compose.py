"""The portal in containers is told the same as the portal on a machine."""

import configparser
from pathlib import Path

import pytest
import yaml

from stack.layout import SOURCE, Layout
from stack.parts.ckan import settings
from stack.ports import Ports

# Where the parts stand, and what is drawn or chosen for each portal: that differs, and must.
OWN = {
    "SECRET_KEY",
    "WTF_CSRF_SECRET_KEY",
    "api_token.jwt.decode.secret",
    "api_token.jwt.encode.secret",
    "ckan.datastore.read_url",
    "ckan.datastore.write_url",
    "ckan.harvest.mq.hostname",
    "ckan.harvest.mq.port",
    "ckan.redis.url",
    "ckan.storage_path",
    "ckanext.xloader.jobs_db.uri",
    "solr_url",
    "sqlalchemy.url",
}


@pytest.fixture
def composed() -> dict[str, str]:
    compose = yaml.safe_load((SOURCE / "compose.yaml").read_text(encoding="utf-8"))
    parser = configparser.RawConfigParser()
    parser.optionxform = str  # type: ignore[method-assign,assignment]  # keys keep their case
    parser.read_string(compose["configs"]["ckan_ini"]["content"])
    return {key: value for key, value in parser["app:main"].items() if key not in parser.defaults()}


def test_the_same_is_set_to_the_same(composed: dict[str, str], tmp_path: Path) -> None:
    keys = dict.fromkeys(("session", "forms", "tokens"), "drawn")
    here = settings(Layout(tmp_path), Ports(), keys)

    assert set(composed) == set(here)
    assert {key: composed[key] for key in here if key not in OWN} == {key: here[key] for key in here if key not in OWN}
