"""The real portal as these tests meet it, and a town of its own for each of them."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import requests
from openpyxl.cell.cell import MergedCell
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.model.edition import Edition, Receipt
from pipeline.model.graph import Index, curie, literal_text, parse_turtle
from pipeline.model.plan import Plan
from pipeline.publish.ckan import Ckan, Options, connect
from pipeline.publish.ckan.journal import open_journal
from pipeline.publish.folder import Folder
from tests.test_indicators import without_indicators
from tests.towns import change, copy_town, output_of, publish

HOME = Path(os.environ.get("PORTAL_HOME", Path(__file__).parents[3] / ".portal"))
ORGANIZATION = "musterstadt"
POLL_S = 0.2


@dataclass(frozen=True)
class RealPortal:
    """The portal by its API, as a certain user."""

    address: str

    @staticmethod
    def token(user: str) -> str:
        """The token that the portal's own scene gave a user."""
        return (HOME / f"{user}.token").read_text("utf-8").strip()

    def call(self, action: str, as_user: str = "editor", **arguments: Any) -> Any:
        """An action's result."""
        response = requests.post(
            f"{self.address}/api/3/action/{action}",
            json=arguments,
            headers={"Authorization": self.token(as_user)} if as_user else {},
            timeout=60,
        )
        assert response.ok, f"{action}: {response.status_code} {response.text[:500]}"
        return response.json()["result"]

    def find(self, name: str) -> str:
        """The id of a dataset, deleted or not; empty where there is none."""
        response = requests.get(
            f"{self.address}/api/3/action/package_show",
            params={"id": name},
            headers={"Authorization": self.token("sysadmin")},
            timeout=60,
        )
        return str(response.json()["result"]["id"]) if response.ok else ""

    def get(self, path: str) -> bytes:
        """What anyone may read."""
        response = requests.get(path if "://" in path else f"{self.address}{path}", timeout=60)
        response.raise_for_status()
        return response.content

    def harvest(self, source: str) -> None:
        """Gather, fetch and import a source in one go, by the portal's own command."""
        for command in (["search-index", "rebuild", source], ["harvester", "run-test", source]):
            arguments = [str(HOME / "env/bin/ckan"), "-c", str(HOME / "ckan.ini"), *command]
            done = subprocess.run(arguments, capture_output=True, text=True, check=False, timeout=120)
            assert done.returncode == 0, done.stdout + done.stderr

    def wait_for_loader(self, packages: Sequence[Mapping[str, Any]], within_s: float = 180) -> None:
        """Wait until the loader is through with every table of the datasets."""
        tables = [r["id"] for package in packages for r in package["resources"] if r["format"] == "CSV"]
        last_first = tables[::-1]  # while it is not through with the last one, there is no need to ask for the others
        deadline = time.monotonic() + within_s
        while late := next((table for table in last_first if self._loader_says(table) != "complete"), ""):
            assert time.monotonic() < deadline, f"not loaded after {within_s:.0f} s: {late} {self._loader_says(late)}"
            time.sleep(POLL_S)

    def _loader_says(self, table: str) -> str:
        """What its task says, or its job: messages that overtake one another leave a task running for ever."""
        task = self.call("xloader_status", "sysadmin", resource_id=table)
        has_ended = (task["task_info"] or {}).get("status") == "complete"
        return "complete" if has_ended else str(task["status"])


@dataclass
class ProbeTown:
    """A town made for one test: its folder, and what it has published where."""

    name: str
    place: Path
    portal: RealPortal
    days: int = 0
    options: dict[str, Any] = field(default_factory=dict)

    @property
    def folder(self) -> Folder:
        """Its output."""
        return Folder(output_of(self.place) / self.name)

    def edit_settings(self, before: str, after: str) -> None:
        """Change dataset.toml."""
        path = self.place / "dataset.toml"
        text = path.read_text("utf-8")
        assert before in text, before
        path.write_text(text.replace(before, after), "utf-8")

    def make_edition(self, *, accept_loss: bool = False) -> Edition:
        """Run the town on the next day, and give its current edition."""
        self.days += 1
        now = datetime(2026, 11, 22 + self.days, 9, tzinfo=UTC)
        outcome = publish(self.place, now=now, accept_loss=accept_loss)
        assert outcome.receipt is not None, [str(result) for result in outcome.prepared.report.results]
        return self.edition()

    def edition(self) -> Edition:
        """The current edition."""
        edition = self.folder.read_edition()
        assert edition is not None
        return edition

    def publish(self, edition: Edition | None = None, *, user: str = "editor", **options: Any) -> Receipt:
        """Publish as a user; ``address`` and ``token`` among the options take the place of the portal's own."""
        with self.destination(user=user, **options) as ckan:
            return ckan.publish(edition or self.edition())

    def plan(self, edition: Edition | None = None) -> Plan:
        """What a publication would do."""
        with self.destination() as ckan:
            return ckan.plan(edition or self.edition())

    def destination(self, *, user: str = "editor", **options: Any) -> _Opened:
        """The portal as a destination of this town."""
        return _Opened(self, user, {**self.options, **options})

    def packages(self, user: str = "editor") -> list[dict[str, Any]]:
        """All datasets of this town, as the portal's search finds them: hidden ones too."""
        found = self.portal.call(
            "package_search", user, fq=f"organization:{ORGANIZATION}", rows=1000, include_private=True
        )["results"]
        ours = [package for package in found if str(package.get("identifier", "")).startswith(self.base)]
        # A loader that is late puts a purged dataset back into the index, and nowhere else.
        return [package for package in ours if self.portal.find(package["id"])]

    def moments(self) -> dict[str, str]:
        """When each dataset was last changed at the portal."""
        return {package["name"]: package["metadata_modified"] for package in self.packages()}

    @property
    def base(self) -> str:
        """The base of its IRIs."""
        return f"https://example.org/{self.name}/"


class _Opened:
    """The destination with its journal, for the length of a ``with``."""

    def __init__(self, town: ProbeTown, user: str, options: dict[str, Any]) -> None:
        address = options.pop("address", town.portal.address)
        token = options.pop("token", None) or town.portal.token(user)
        self._sleep = options.pop("sleep", time.sleep)
        self._portal = connect(address, token)
        self._options = Options(address=address, organization=ORGANIZATION, **options)
        journal = town.folder.internal / ".journal.sqlite"
        self._journal = open_journal(journal, town.portal.address, lambda: datetime.now(UTC).isoformat())

    def __enter__(self) -> Ckan:
        return Ckan(self._portal, self._options, self._journal.__enter__(), sleep=self._sleep)

    def __exit__(self, *error: Any) -> None:
        self._journal.__exit__(*error)


def found_town(folder: Path, name: str, portal: RealPortal, datasets: str = '"roadmap", "strategy"') -> ProbeTown:
    """Copy the invented town under another name and base, with the datasets that a test needs."""
    place = copy_town(folder)
    town = ProbeTown(name, place, portal)
    town.edit_settings('name = "beispielstadt"', f'name = "{name}"')
    town.edit_settings("https://w3id.org/digitalstrategie/id/beispielstadt/", town.base)
    town.edit_settings("[publisher]", f"[catalog]\ndatasets = [{datasets}]\n\n[publisher]")
    return town


def found_small_town(folder: Path, name: str, portal: RealPortal, datasets: str = '"roadmap"') -> ProbeTown:
    """A town with as few files as there can be, for tests that publish hundreds of times or wait for the loader."""
    town = found_town(folder, name, portal, datasets)
    change(town.place, _keep_three_columns)
    without_indicators(town.place)
    return town


def _keep_three_columns(sheet: Worksheet) -> None:
    """Leave only number, identifier, title and fields of action of the projects."""
    for row in sheet.iter_rows(min_row=_FIRST_PROJECT):
        for cell in row:
            if not isinstance(cell, MergedCell) and cell.column_letter not in ("A", "B", "C", "E"):
                cell.value = None


_FIRST_PROJECT = 6


def assert_equals_edition(town: ProbeTown, edition: Edition | None = None) -> None:
    """The portal holds an edition, once, whole, to be seen by everyone, every byte as it was made."""
    edition, packages = edition or town.edition(), town.packages()
    catalog = next(file for file in edition.distributions if file.name == "catalog.ttl")
    index = Index(parse_turtle(catalog.content.decode(), "catalog.ttl"))
    datasets = index.subjects("rdf:type", curie("dcat:Dataset"))
    contents = {file.name: file.content for file in edition.distributions}

    there = [(package["identifier"], package["id"]) for package in packages]
    assert sorted(identifier for identifier, _ in there) == sorted(map(literal_text, datasets)), there
    for package in packages:
        expected = {
            literal_text(term).rpartition("/")[2]
            for term in index.objects(f"<{package['identifier']}>", "dcat:distribution")
        }
        names = [resource["uri"].rpartition("/")[2] for resource in package["resources"]]
        assert sorted(names) == sorted(expected)
        version = index.text(f"<{package['identifier']}>", "dcat:version")
        assert package["version"] == version, (package["version"], package["metadata_modified"])
        assert not package["private"]
        for name, resource in zip(names, package["resources"], strict=True):
            assert town.portal.get(resource["url"]) == contents[name], name
    assert_nothing_left_to_do(town, edition)


def assert_nothing_left_to_do(town: ProbeTown, edition: Edition) -> None:
    """The plan is empty, as soon as the loader is through: until then a preview may show the rows before, and the
    checksum be that of a file that has gone.
    """
    deadline = time.monotonic() + 60
    while not (plan := town.plan(edition)).is_empty:
        changes = [change for dataset in plan.datasets for file in dataset.files for change in file.changes]
        assert {change.field for change in changes} <= {"hash", "preview"}, changes
        assert all(not dataset.changes and not dataset.shown for dataset in plan.datasets)
        assert time.monotonic() < deadline, changes
        time.sleep(POLL_S)
