"""A name that was published to a real CKAN is taken back: nothing that the portal keeps or gives out says it."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

from pipeline.erase.find import find
from pipeline.erase.spelling import build_spelling
from pipeline.erasing import Wish, carry_out, plan
from pipeline.town.resources import read_resources
from tests.erasures import WORKBOOKS, where_it_stands, write_name
from tests.integration.portal.stage import HOME, ProbeTown, assert_equals_edition
from tests.towns import town_of

pytestmark = pytest.mark.integration
# A new one each time: what an earlier test left in the portal's store is not this one's.
NAME = f"Jörg Weißmüll{''.join(random.choices('aeiklmnorst', k=8))}"


def test_no_byte_of_a_name_is_left_at_the_portal(town: ProbeTown, tmp_path: Path) -> None:
    """It stood in title, text, lead, reasons, decision, site, English texts and as the contact of the datasets."""
    clean = tmp_path / "clean.xlsx"
    shutil.copy(town.place / WORKBOOKS["beispielstadt"], clean)
    settings = (town.place / "dataset.toml").read_text("utf-8")
    write_name(town.place, NAME)
    town.edit_settings('[contact]\nname = "', f'[contact]\nname = "{NAME}, ')
    town.make_edition()
    town.publish()
    town.portal.wait_for_loader(town.packages())
    before = {name.split("/")[0] for name in _where_at_the_portal(town, tmp_path / "before")}
    shutil.copy(clean, town.place / WORKBOOKS["beispielstadt"])
    (town.place / "dataset.toml").write_text(settings, "utf-8")

    _erase(town)
    receipt = town.publish()
    town.portal.wait_for_loader(town.packages())

    assert before >= {"storage", "ckan.sql", "datastore.sql", "solr.json", "api.json", "files"}
    assert receipt.changed
    assert receipt.differs == ()
    assert_equals_edition(town)
    assert _where_at_the_portal(town, tmp_path / "after") == []
    assert not town.publish().changed


def _erase(town: ProbeTown) -> None:
    with town.folder.locked():
        wish = Wish(texts=(NAME,), reason="Antrag")
        now = datetime(2026, 12, 1, 9, tzinfo=UTC)
        assert carry_out(plan(town.folder, town_of(town.place), read_resources(), wish, now=now)) == ()


def _where_at_the_portal(town: ProbeTown, folder: Path) -> list[str]:
    """The name in a copy of all that the portal holds of the town, and of all that it says of it."""
    folder.mkdir()
    shutil.copytree(HOME / "storage", folder / "storage")
    for name, content in _dumps():
        (folder / name).write_bytes(content)
    (folder / "solr.json").write_bytes(_solr())
    packages = town.packages("sysadmin")
    told = [town.portal.call("package_show", "sysadmin", id=package["id"]) for package in packages]
    sought = town.portal.call("package_search", "sysadmin", q=f'"{NAME}"', include_private=True, rows=1000)["results"]
    (folder / "api.json").write_text(json.dumps([told, sought], ensure_ascii=False), "utf-8")
    (folder / "files").mkdir()
    for package in packages:
        for resource in package["resources"]:
            (folder / "files" / resource["id"]).write_bytes(town.portal.get(resource["url"]))
    found = [
        path.relative_to(folder).as_posix()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and any(find(path.name, path.read_bytes(), [build_spelling(NAME)]))
    ]
    return sorted({*found, *where_it_stands(folder, NAME)})


def _dumps() -> Iterator[tuple[str, bytes]]:
    """Both databases as SQL: whatever a query could find, rows of things that were deleted too."""
    settings = dict(_settings())
    program = max(Path("/usr/lib/postgresql").glob("*/bin/pg_dump"), default=Path("pg_dump"))
    for name, key in (("ckan", "sqlalchemy.url"), ("datastore", "ckan.datastore.write_url")):
        done = subprocess.run([program, "--inserts", settings[key]], capture_output=True, check=True, timeout=120)
        yield f"{name}.sql", done.stdout


def _solr() -> bytes:
    """The whole index, all that it would give out."""
    address = dict(_settings())["solr_url"]
    time.sleep(2)  # what was written a moment ago
    return requests.get(f"{address}/select", params={"q": "*:*", "fl": "*", "rows": "10000"}, timeout=60).content


def _settings() -> Iterator[tuple[str, str]]:
    for line in (HOME / "ckan.ini").read_text("utf-8").splitlines():
        name, sign, value = line.partition(" = ")
        if sign and not urlsplit(name).scheme:
            yield name, value
