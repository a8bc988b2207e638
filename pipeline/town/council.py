"""What was fetched of a council information system, in ``decisions.json`` beside the settings: written, read again.

No run asks the network: a day that was published does not hang on whether a server answers.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from pipeline.model.council import Council, Resolution
from pipeline.model.dataset import Dataset
from pipeline.model.errors import ConfigError
from pipeline.model.report import Text

DECISIONS = "decisions.json"


def read_council(path: Path, dataset: Dataset) -> Council:
    """What is known; of another address than that in the settings nothing is. Raises ``ConfigError``."""
    if not dataset.oparl.url:
        return Council()
    if not path.is_file():
        return Council(is_asked=True)
    try:
        told = json.loads(path.read_text("utf-8"))
        if told["url"] != dataset.oparl.url:
            return Council(is_asked=True)
        found = {number: _resolution(each) for number, each in told["decisions"].items()}
        return Council(True, found, {str(number): str(why) for number, why in told["others"].items()})
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ConfigError(
            Text(
                f"{path}: ist nicht, was „roadmap decisions“ schreibt; löschen Sie die Datei und rufen Sie es neu auf",
                f"{path}: is not what “roadmap decisions” writes; delete the file and call it again",
            )
        ) from error


def render_council(council: Council, url: str) -> bytes:
    """The file, the same bytes for the same content."""
    decisions = {
        number: {name: str(value) for name, value in found._asdict().items()}
        for number, found in sorted(council.resolutions.items())
    }
    told = {"url": url, "decisions": decisions, "others": dict(sorted(council.others.items()))}
    return f"{json.dumps(told, ensure_ascii=False, indent=2)}\n".encode()


def _resolution(told: dict[str, Any]) -> Resolution:
    body, paper, page = (str(told[name]) for name in ("body", "paper", "page"))
    if not all(address.startswith(("http://", "https://")) for address in (paper, page or paper)):
        raise ValueError(paper)
    return Resolution(date.fromisoformat(told["day"]), body, paper, page, date.fromisoformat(told["retrieved"]))
