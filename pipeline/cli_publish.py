"""The command ``roadmap publish``: the current edition of a town to a portal, or the plan for it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pipeline.errors import ConfigError
from pipeline.report import Text

if TYPE_CHECKING:
    from pipeline.config import CkanOptions, Dataset
    from pipeline.destinations.ckan import Ckan, Options
    from pipeline.edition import Edition
    from pipeline.plan import Plan

URL, TOKEN, ORGANIZATION = "CKAN_URL", "CKAN_TOKEN", "CKAN_ORGANIZATION"


def read_edition(output: Path, town: str) -> Edition:
    """The current edition of a town. Raises ``ConfigError`` before there is one."""
    from pipeline.destinations.folder import Folder

    edition = Folder(output / town).read_edition()
    if edition is None:
        raise ConfigError(f"{output / town}: there is no edition yet; make one with roadmap run {town}")
    return edition


def read_options(dataset: Dataset, environment: Mapping[str, str], *, create: bool, withdraw: bool) -> Options:
    """Where to publish: the environment before ``dataset.toml``."""
    from pipeline.destinations.ckan import Options

    settings: CkanOptions = dataset.destinations.ckan
    return Options(
        address=_read_address(environment.get(URL) or settings.url),
        organization=environment.get(ORGANIZATION) or settings.organization,
        prefix=settings.prefix,
        language=dataset.language,
        create_organization=create,
        withdraw=withdraw,
    )


def _read_address(said: str) -> str:
    """The address of a portal, below which its API lies."""
    address = said.strip().rstrip("/")
    if not address:
        raise ConfigError(f"no portal is set: put its address into {URL}, or into dataset.toml [destinations.ckan] url")
    try:
        parts = urlsplit(address)
        is_address = bool(parts.scheme in ("http", "https") and parts.hostname and (parts.port or parts.port is None))
    except ValueError:
        is_address = False
    if not is_address or "@" in address:  # it may hold a password, so it is not repeated
        raise ConfigError("the address of the portal: expected one like https://portal.example, without a user's name")
    if not address.isprintable() or {"?", "#", " ", "\\"} & set(address):
        raise ConfigError(f"{address!r}: is no address of a portal")
    if parts.scheme == "http" and parts.hostname not in ("127.0.0.1", "::1", "localhost"):
        raise ConfigError(f"{address}: the token would travel in the open; use https://")
    return address


def _read_token(environment: Mapping[str, str]) -> str:
    token = environment.get(TOKEN, "").strip()
    if not token:
        raise ConfigError(f"no token is set: put it into the environment variable {TOKEN}; it belongs in no file")
    if not (token.isascii() and token.isprintable()) or " " in token:
        raise ConfigError(f"{TOKEN}: is no token; it holds a line break or other characters that none has")
    return token


@contextmanager
def open_ckan(options: Options, output: Path, town: str, tell: Callable[[Text], None]) -> Iterator[Ckan]:
    """The portal, with the town's journal for it, and nobody else at work on the town."""
    from pipeline.destinations.ckan import Ckan, connect
    from pipeline.destinations.ckan.journal import open_journal
    from pipeline.destinations.folder import Folder

    token = _read_token(os.environ)
    folder = Folder(output / town)
    with folder.locked(), open_journal(folder.path / ".journal.sqlite", options.address, _now) as journal:
        for act in journal.unfinished()[:1]:
            tell(
                Text(
                    f"Ein Lauf vom {act.intended_at[:16].replace('T', ' ')} (UTC) blieb unvollendet; "
                    "was ihm fehlt, wird nachgeholt.",
                    f"A run of {act.intended_at[:16].replace('T', ' ')} (UTC) was left unfinished; "
                    "what it lacks is made up for.",
                )
            )
        yield Ckan(connect(options.address, token), options, journal, tell=tell)


def as_json(plan: Plan) -> dict[str, Any]:
    """The plan for programs."""
    return {"version": 1, "up_to_date": plan.is_empty, **asdict(plan)}


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
