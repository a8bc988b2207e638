"""A town's folder to the merged copies in it, each read in the place of its workbook while both are what they were."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.model.errors import ConfigError
from pipeline.model.report import Text
from pipeline.model.umlauf import LEDGER, Copied, Ledger, parse_ledger


@dataclass(frozen=True, slots=True)
class Umlauf:
    """What is remembered of answers to circulars, and which copy is read instead of which workbook."""

    ledger: Ledger = field(default_factory=Ledger)
    instead: Mapping[Path, Path] = field(default_factory=dict)


def read_umlauf(folder: Path, workbooks: Collection[Path]) -> Umlauf:
    """What the ledger in the folder says of these workbooks. Raises ``ConfigError`` for one that nobody can read.

    A copy counts while workbook and copy have the digests that the ledger names.
    """
    place = folder / LEDGER
    if not place.is_file():
        return Umlauf()
    try:
        ledger = parse_ledger(place.read_text("utf-8"))
    except ValueError as error:
        raise ConfigError(_broken(place)) from error
    copies = {folder / copied.master: folder / copied.copy for copied in ledger.copies if _counts(folder, copied)}
    return Umlauf(ledger, {master: copy for master, copy in copies.items() if master in workbooks})


def _counts(folder: Path, copied: Copied) -> bool:
    pairs = ((copied.master, copied.master_sha256), (copied.copy, copied.copy_sha256))
    return all(_digest(folder / name) == digest for name, digest in pairs)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def _broken(place: Path) -> Text:
    return Text(
        f"{place}: ist beschädigt; darin stehen die Antworten aus dem Umlauf. Holen Sie die Datei aus der Sicherung "
        "zurück, oder löschen Sie sie, und führen Sie die Antworten mit „roadmap merge“ noch einmal zusammen",
        f"{place}: is damaged; it holds the answers to circulars. Bring the file back from your backup, or delete it "
        'and merge the answers again with "roadmap merge"',
    )
