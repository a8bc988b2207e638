"""What the tests of publishing to CKAN have in common: small editions of the invented town, and where to publish."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.model.edition import Edition, Receipt
from pipeline.model.graph import curie, literal_text, n_triples, parse_turtle
from pipeline.model.plan import Plan
from pipeline.model.report import Text
from pipeline.publish.ckan import Ckan, Options
from pipeline.publish.ckan.journal import Journal, open_journal
from pipeline.publish.ckan.portal import Portal, Upload
from pipeline.publish.folder import Folder
from tests.fakes import FakeCkan
from tests.towns import FIRST_DAY, SECOND_DAY, change, copy_town, output_of, publish

ORGANIZATION = "musterstadt"
BASE = "https://w3id.org/digitalstrategie/id/beispielstadt/datensatz/"
NAMES = ["beispielstadt-roadmap", "beispielstadt-strategie", "beispielstadt-vokabular"]
FILES = ("projects.csv", "budgets.csv", "roadmap.ttl", "strategy.csv", "strategy.ttl", "vocabulary.ttl", "catalog.ttl")
_ALL_THREE = '[catalog]\ndatasets = ["roadmap", "strategy", "vocabulary"]\n'
RETITLED = "Agenda der Probestadt"


class Editions(NamedTuple):
    """An edition, what comes after it when the town's title changes, and when one project does; two of them whole."""

    first: Edition
    retitled: Edition
    changed: Edition
    whole: Edition
    whole_changed: Edition


@cache
def editions() -> Editions:
    """The editions, made once by the pipeline itself and cut down to a few files each."""
    with tempfile.TemporaryDirectory() as place:
        town = copy_town(Path(place))
        settings = (town / "dataset.toml").read_text("utf-8")
        (town / "dataset.toml").write_text(settings.replace("[publisher]", f"{_ALL_THREE}\n[publisher]"), "utf-8")
        untouched = {name: (town / name).read_bytes() for name in ("dataset.toml", "vorhaben.xlsx")}
        whole = _make(town, FIRST_DAY)
        change(town, _rename_a_project)
        changed = _make(town, SECOND_DAY)
        (town / "vorhaben.xlsx").write_bytes(untouched["vorhaben.xlsx"])
        title = "Digitale Agenda der (erfundenen) Beispielstadt"
        (town / "dataset.toml").write_bytes(untouched["dataset.toml"].replace(title.encode(), RETITLED.encode()))
        retitled = _make(town, SECOND_DAY + timedelta(days=1))
    return Editions(shrink(whole, FILES), shrink(retitled, FILES), shrink(changed, FILES), whole, changed)


def _make(town: Path, now: datetime) -> Edition:
    publish(town, now=now)
    edition = Folder(output_of(town) / "beispielstadt").read_edition()
    assert edition is not None
    return edition


def _rename_a_project(sheet: Any) -> None:
    sheet["C8"] = "Wegweiser in Einfacher Sprache und mit Bildern"


def shrink(edition: Edition, names: tuple[str, ...]) -> Edition:
    """The edition with these files alone, in its catalog as well."""
    catalog = next(file for file in edition.distributions if file.name == "catalog.ttl")
    triples = parse_turtle(catalog.content.decode(), catalog.name)
    link = curie("dcat:distribution")
    kept = [t for t in triples if t.predicate != link or literal_text(t.object).rpartition("/")[2] in names]
    files = (
        replace(file, content="".join(n_triples(kept)).encode()) if file is catalog else file
        for file in edition.distributions
        if file.name in names
    )
    return replace(edition, distributions=tuple(files))


def edit_catalog(edition: Edition, before: str, after: str) -> Edition:
    """The edition with another wording in its catalog."""
    (catalog,) = (file for file in edition.distributions if file.name == "catalog.ttl")
    text = catalog.content.decode()
    assert before in text
    changed = replace(catalog, content=text.replace(before, after).encode())
    others = (file for file in edition.distributions if file is not catalog)
    return replace(edition, distributions=(*others, changed))


@dataclass
class Clock:
    """Ours, which the journal is kept by: it moves by a little whenever it is read, and else when it is told to."""

    moment: datetime = FIRST_DAY

    def now(self) -> str:
        """A moment later than all before."""
        self.moment += timedelta(milliseconds=1)
        return self.moment.isoformat()


@dataclass
class Stage:
    """A portal, the town's journal for it, our clock, and all that was told and waited for."""

    fake: FakeCkan
    journal: Journal
    clock: Clock
    options: dict[str, Any] = field(default_factory=dict)
    told: list[Text] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    on_sleep: Callable[[], object] = lambda: None

    def ckan(self, portal: Portal | None = None, **options: Any) -> Ckan:
        """The portal as a destination, as a new run meets it."""
        given = Options("https://portal.example", **{"organization": ORGANIZATION, **self.options, **options})
        return Ckan(portal or self.fake.portal(), given, self.journal, sleep=self._sleep, tell=self.told.append)

    def disturbed(self, before: Callable[[str, Any], object]) -> Portal:
        """The portal, with something that happens before each call."""

        def call(action: str, arguments: Mapping[str, Any], files: Mapping[str, Upload] | None = None) -> Any:
            before(action, arguments)
            return self.fake.call(action, arguments, files)

        return Portal(call, self.fake.fetch)

    def publish(self, edition: Edition | None = None, **options: Any) -> Receipt:
        """Publish in a run of its own, the first edition unless another is given."""
        return self.ckan(**options).publish(edition or editions().first)

    def plan(self, edition: Edition | None = None, **options: Any) -> Plan:
        """What a run would do."""
        return self.ckan(**options).plan(edition or editions().first)

    def writes(self, edition: Edition | None = None, **options: Any) -> list[str]:
        """Publish, and tell which writes it took."""
        log = len(self.fake.log)
        self.publish(edition, **options)
        return [action for action in self.fake.log[log:] if action in _WRITES]

    def package(self, name: str = NAMES[0]) -> dict[str, Any]:
        """A dataset as the portal has it."""
        return next(package for package in self.fake.packages.values() if package["name"] == name)

    def resource(self, file: str, name: str = NAMES[0]) -> dict[str, Any]:
        """A file's entry as the portal has it."""
        return next(each for each in self.package(name)["resources"] if each["uri"].endswith(f"/{file}"))

    def _sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.on_sleep()


_WRITES = {"package_create", "package_revise", "package_delete", "xloader_submit", "organization_create"}
_WRITES |= {"package_create_default_resource_views"}


@contextmanager
def open_stage(fake: FakeCkan | None = None, **options: Any) -> Iterator[Stage]:
    """A stage with an empty portal, unless one is given; the journal lies in memory."""
    clock = Clock()
    with open_journal(Path(":memory:"), "https://portal.example", clock.now) as journal:
        yield Stage(fake or FakeCkan(), journal, clock, options)


def whole_and_true(fake: FakeCkan) -> dict[str, list[str]]:
    """The digests of the files of each dataset that everyone sees, after a look that each is what its checksum says."""
    seen = {}
    for package in filter(fake.is_public, fake.packages.values()):
        digests = [(resource, *_digests(fake.files[resource["id"]])) for resource in package["resources"]]
        for resource, sha256, md5 in digests:
            assert resource["hash"] in (sha256, md5), (package["name"], resource["name"])
        seen[package["name"]] = [sha256 for _, sha256, _ in digests]
    return seen


@cache
def _digests(content: bytes) -> tuple[str, str]:
    return hashlib.sha256(content).hexdigest(), hashlib.md5(content, usedforsecurity=False).hexdigest()


def snapshot(fake: FakeCkan) -> list[Any]:
    """Everything at a portal but its ids and its moments, to compare it with another."""
    return sorted(
        (package["name"], _without(package), [_without(resource) for resource in package["resources"]],
         [fake.files[resource["id"]] for resource in package["resources"]],
         [fake.tasks.get(resource["id"]) for resource in package["resources"]],
         [resource["id"] in fake.views for resource in package["resources"]])
        for package in fake.packages.values()
    )  # fmt: skip


_FLEETING = {"id", "package_id", "url", "original_url", "resources"}
_FLEETING |= {"metadata_created", "metadata_modified", "created", "last_modified"}


def _without(thing: dict[str, Any]) -> list[tuple[str, str]]:
    return sorted((key, str(value)) for key, value in thing.items() if key not in _FLEETING)
