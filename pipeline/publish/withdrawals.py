"""What was withdrawn and must not be published again: ``internal/withdrawals.json`` in, keys with reason and day out.

And what of a withdrawal is still to be done elsewhere: ``internal/.withdrawing.json``, until it is proven everywhere.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.model.errors import OutsideWorldError
from pipeline.model.report import Text

WITHDRAWALS = "withdrawals.json"
PENDING = ".withdrawing.json"


class Withdrawal(NamedTuple):
    """Why a project was withdrawn and on which day, and the folder that its page had below the base."""

    reason: str
    day: str
    folder: str = ""


def read_withdrawals(internal: Path) -> dict[str, Withdrawal]:
    """The keys of the projects that are withdrawn. Raises ``OutsideWorldError`` where the file is damaged: were it
    passed over, they would be published again."""
    path = internal / WITHDRAWALS
    if not path.is_file():
        return {}
    try:
        told = json.loads(path.read_bytes())["projects"]
        return {
            str(key): Withdrawal(**{name: str(value) for name, value in said.items()}) for key, said in told.items()
        }
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise OutsideWorldError(_damaged(path)) from error


def render_withdrawals(withdrawals: Mapping[str, Withdrawal]) -> bytes:
    """The file as it stands in the house."""
    told = {key: said._asdict() for key, said in sorted(withdrawals.items())}
    return json.dumps({"version": 1, "projects": told}, ensure_ascii=False, indent=2).encode() + b"\n"


def read_pending(internal: Path) -> dict[str, Any] | None:
    """What is still to be done and to be looked for; ``None`` where nothing is. Raises ``OutsideWorldError``."""
    path = internal / PENDING
    try:
        told: dict[str, Any] | None = json.loads(path.read_bytes()) if path.is_file() else None
    except ValueError as error:
        raise OutsideWorldError(_damaged(path)) from error
    return told


def _damaged(path: Path) -> Text:
    return Text(
        f"{path}: ist beschädigt; stellen Sie die Datei aus einer Sicherung her. Nichts wurde veröffentlicht",
        f"{path}: is damaged; restore the file from a backup. Nothing was published",
    )
