"""What a watcher gives to a process of its own to do, and what comes back: both as JSON, so that nothing else does."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Kind = Literal["judge", "publish", "deliver", "fetch", "post", "remind", "merge"]


@dataclass(frozen=True, slots=True, eq=False)
class Job:
    """Something to do for a town: the paths of its ``dataset.toml`` and of the output, the moment in ISO 8601.

    ``workbooks`` are the snapshots that take the place of the town's files of the same names. ``subject`` is the id of
    a drop, the name of a destination or that of an address.
    """

    kind: Kind
    town: str
    settings: str
    output: str
    now: str
    subject: str = ""
    workbooks: Mapping[str, str] = field(default_factory=dict)
    known: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> str:
        """The job as one line."""
        return json.dumps(asdict(self), ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a job: ``error`` in both languages where it failed, and whether it may go better another time.

    ``died`` is true where the process did not come to an end by itself.
    """

    said: Mapping[str, Any] = field(default_factory=dict)
    error: tuple[str, str] = ("", "")
    is_passing: bool = False
    died: bool = False

    @property
    def is_good(self) -> bool:
        """Whether the job was done."""
        return not self.error[0]


def read_job(line: str) -> Job:
    """The job that ``as_json`` wrote."""
    return Job(**json.loads(line))


def read_result(line: str) -> Result:
    """The result that ``write_result`` wrote."""
    said = json.loads(line)
    return Result(said["said"], tuple(said["error"]), said["is_passing"])


def write_result(result: Result) -> str:
    """The result as one line."""
    told = {"said": dict(result.said), "error": result.error, "is_passing": result.is_passing}
    return json.dumps(told, ensure_ascii=False)
