"""Places which take a finished edition: the town's own folder (``folder``), and those elsewhere, by name.

A new place is a function that keeps the promise of ``Opener`` and a line in ``DESTINATIONS``. It is imported when it is
asked for: who checks a file needs no library for portals.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pipeline.model.dataset import Dataset
from pipeline.model.edition import Edition, Receipt
from pipeline.model.own_variables import variables_of
from pipeline.model.plan import Outline, Plan
from pipeline.model.proof import Proof, Sought
from pipeline.model.report import Text


class Destination(Protocol):
    """A place which takes a finished edition. Publishing the same edition twice changes nothing."""

    def publish(self, edition: Edition) -> Receipt:
        """Take the edition, whole or not at all. Raises ``OutsideWorldError`` when the place does not do its part."""
        ...


class Elsewhere(Destination, Protocol):
    """A destination other than the town's own folder: it tells first what publishing would do."""

    def plan(self, edition: Edition) -> Plan | Outline:
        """What ``publish`` would do, without doing it. Raises ``OutsideWorldError``."""
        ...

    def search(self, sought: Sought) -> Proof:
        """Where something still stands that was taken back, read from the place. Raises ``OutsideWorldError``."""
        ...


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for: the town's settings and its folder in the output, the environment, and how to publish.

    ``tell`` is told what happens on the way.
    """

    settings: Dataset
    folder: Path
    environment: Mapping[str, str]
    create_organization: bool = False
    withdraw: bool = False
    force: bool = False
    tell: Callable[[Text], None] = lambda _: None


class Opener(Protocol):
    """Opens one kind of destination, with nobody else at work on the town until it is closed."""

    def __call__(self, order: Order, /) -> AbstractContextManager[Elsewhere]:
        """Raises ``ConfigError`` at once for settings that cannot be meant, before anything is asked of anybody."""
        ...


def _open_ckan(order: Order, /) -> AbstractContextManager[Elsewhere]:
    from pipeline.publish.ckan.opening import open_ckan

    return open_ckan(order)


def _open_folder(order: Order, /) -> AbstractContextManager[Elsewhere]:
    from pipeline.publish.web.opening import open_folder

    return open_folder(order)


def _open_sftp(order: Order, /) -> AbstractContextManager[Elsewhere]:
    from pipeline.publish.web.opening import open_sftp

    return open_sftp(order)


def _open_webdav(order: Order, /) -> AbstractContextManager[Elsewhere]:
    from pipeline.publish.web.opening import open_webdav

    return open_webdav(order)


def _open_sparql(order: Order, /) -> AbstractContextManager[Elsewhere]:
    from pipeline.publish.sparql.opening import open_sparql

    return open_sparql(order)


DESTINATIONS: Mapping[str, Opener] = {
    "ckan": _open_ckan,
    "folder": _open_folder,
    "sftp": _open_sftp,
    "webdav": _open_webdav,
    "sparql": _open_sparql,
}


def named_destinations(settings: Dataset, environment: Mapping[str, str]) -> tuple[str, ...]:
    """The destinations that a town names, in its settings or in the environment."""
    environment = variables_of(settings.name, environment)
    places = settings.destinations
    said = {
        "ckan": environment.get("CKAN_URL") or places.ckan.url,
        "folder": environment.get("FOLDER_PATH") or places.folder.path,
        "sftp": environment.get("SFTP_HOST") or places.sftp.host,
        "webdav": environment.get("WEBDAV_URL") or places.webdav.url,
        "sparql": environment.get("SPARQL_QUERY") or places.sparql.query,
    }
    return tuple(name for name in DESTINATIONS if said[name])
