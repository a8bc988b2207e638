"""Workbooks elsewhere: asked for when it is time, each by a process of its own, and taken like those of the inbox."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from pipeline.disk import write_file
from pipeline.model.drop import Drop
from pipeline.model.errors import ConfigError
from pipeline.model.report import Text
from pipeline.model.routine import Address
from pipeline.model.secret import Secrets, secrets_of
from pipeline.readers.address import Fetched, fetch
from pipeline.state import State
from pipeline.watch.jobs import Job, Result
from pipeline.watch.watched import Watched
from pipeline.watch.workers import Workers


def ask_addresses(town: Watched, state: State, workers: Workers, output: Path, now: datetime) -> None:
    """Begin to fetch what is due; one that a wrong clock asked in the future is due, too."""
    under_way = {job.subject for job in workers.running if job.kind == "fetch" and job.town == town.key()}
    for address in town.dataset().sources:
        known = state.fetched(town.key(), address.name)
        asked_at = datetime.fromisoformat(known["asked_at"]) if known.get("asked_at") else None
        if address.name in under_way or (asked_at and _is_fresh(asked_at, address, now)):
            continue
        workers.start(
            Job("fetch", town.key(), str(town.settings), str(output), now.isoformat(), address.name, known=known)
        )


def _is_fresh(asked_at: datetime, address: Address, now: datetime) -> bool:
    return timedelta() <= now - asked_at < timedelta(minutes=address.every_minutes)


def fetch_for(
    addresses: tuple[Address, ...], name: str, drops: Path, said: Mapping[str, Any], environment: Mapping[str, str]
) -> dict[str, Any]:
    """Fetch one and keep a copy by its digest; ``sha256`` is empty where it is the one that was known."""
    address = next((each for each in addresses if each.name == name), None)
    if address is None:
        raise ConfigError(Text(f"{name}: steht nicht mehr in [[sources]]", f"{name}: is not in [[sources]] any more"))
    into = drops / "fetched"
    into.mkdir(parents=True, exist_ok=True, mode=0o750)
    known = None
    if said.get("sha256"):
        path = drops / said["sha256"] / name
        etag, last_modified = (said["etag"], said["last_modified"]) if path.is_file() else ("", "")
        known = Fetched(said["sha256"], said["size_bytes"], etag, last_modified, path)
    came, secrets = fetch(address, into, known, environment), secrets_of(environment, address.url)
    if not isinstance(came, Fetched):
        return {"sha256": "", **_marks(came.known, secrets)}
    target = drops / came.sha256 / name
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
    write_file(target, came.path.read_bytes())
    return {"sha256": came.sha256, "size_bytes": came.size_bytes, **_marks(came, secrets)}


def _marks(came: Fetched, secrets: Secrets) -> dict[str, str]:
    """What the server calls this form of it; nothing where that repeats what opens it, for it is kept."""
    said = {"etag": came.etag, "last_modified": came.last_modified}
    return {name: mark if secrets.without(mark) == mark else "" for name, mark in said.items()}


def fetched(job: Job, result: Result, state: State, now: datetime) -> None:
    """Note what came: what is new is taken, to be judged."""
    town, name, asked_at = job.town, job.subject, now.isoformat()
    if not result.is_good:
        state.note_fetched(town, name, asked_at=asked_at, error=result.error[0])
        return
    said = result.said
    with state.step():
        if said["sha256"] and said["sha256"] != state.fetched(town, name).get("sha256"):
            drop = Drop(0, town, name, said["sha256"], said["size_bytes"], name, now, "taken")
            state.add_drop(drop)
            state.note_fetched(town, name, sha256=said["sha256"], size_bytes=said["size_bytes"])
        marks = {"etag": said["etag"], "last_modified": said["last_modified"]}
        state.note_fetched(town, name, asked_at=asked_at, error="", **marks)
