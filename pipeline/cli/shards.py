"""What each part of a run that was dealt out came to: written by ``roadmap run --shard``, read by ``roadmap join``."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pipeline.cli.one_town import Ran
from pipeline.disk import write_file
from pipeline.model.errors import OutsideWorldError
from pipeline.model.report import Text
from pipeline.spread import Shard

_FOLDER = ".shards"


@dataclass(frozen=True, slots=True)
class Part:
    """A part and when it ran: the towns in it by the codes they ended with, and those that are published."""

    shard: Shard
    at: datetime
    codes: dict[str, int]
    published: tuple[str, ...]


def write_part(output: Path, shard: Shard, at: datetime, ran: Iterable[Ran]) -> None:
    """Write down what a part came to, in the place of what it came to before."""
    ran = list(ran)
    told = {
        "shard": str(shard),
        "at": at.isoformat(),
        "codes": {each.town: each.code for each in ran},
        "published": [each.town for each in ran if each.is_published],
    }
    folder = output / _FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    content = json.dumps(told, ensure_ascii=False, indent=2) + "\n"
    write_file(folder / f"{shard.number}-of-{shard.count}.json", content.encode())


def read_parts(output: Path, count: int) -> list[Part]:
    """All parts of so many. Raises ``OutsideWorldError`` for one that is damaged."""
    return [_read(path) for path in sorted((output / _FOLDER).glob(f"*-of-{count}.json"))]


def counts_of(output: Path) -> set[int]:
    """Into how many parts it was dealt out."""
    return {int(path.stem.rpartition("-")[2]) for path in (output / _FOLDER).glob("*-of-*.json")}


def _read(path: Path) -> Part:
    try:
        told = json.loads(path.read_bytes())
        number, _, count = told["shard"].partition("/")
        at = datetime.fromisoformat(told["at"])
        return Part(Shard(int(number), int(count)), at, dict(told["codes"]), tuple(told["published"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise OutsideWorldError(
            Text(
                f"{path}: ist beschädigt; lassen Sie den Teil noch einmal laufen",
                f"{path}: is damaged; run the part again",
            )
        ) from error
