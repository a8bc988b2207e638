"""What is held back, for somebody who may let it out: a town's workbooks in, what was found and would change out."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from pipeline.build import triples_of
from pipeline.model.comparison import Comparison
from pipeline.model.release import Released, Verdict, release_of, verdict_of, violations_of
from pipeline.model.report import Language, Tell, ValidationReport, tell_nobody
from pipeline.news import compare_ahead
from pipeline.prepare import Prepared
from pipeline.publish.folder import Folder
from pipeline.run import prepare_next
from pipeline.town import Town
from pipeline.town.resources import Resources
from pipeline.validate import build_privacy


@dataclass(frozen=True, slots=True)
class Ahead:
    """A town's next edition before it is made. ``comparison`` is what would change; ``None`` before the first."""

    town: Town
    prepared: Prepared
    comparison: Comparison | None

    @property
    def verdict(self) -> Verdict:
        """What becomes of it without a release."""
        return verdict_of(self.prepared.report)

    @property
    def held(self) -> ValidationReport:
        """What holds it back, and nothing else."""
        return replace(self.prepared.report, results=violations_of(self.prepared.report))

    def release(self, reason: str = "") -> Released:
        """The release of what was shown here and of nothing else."""
        return release_of(self.prepared.report, self.prepared.fingerprint, reason)


def look_ahead(town: Town, resources: Resources, folder: Folder, *, now: datetime, tell: Tell = tell_nobody) -> Ahead:
    """Judge what would be published next. ``folder`` is locked."""
    ahead = prepare_next(town, resources, folder, today=town.day_of(now), tell=tell)
    triples = triples_of(ahead.prepared, town, resources)
    return Ahead(town, ahead.prepared, compare_ahead(folder, ahead.version, triples))


def changes_in_words(ahead: Ahead, resources: Resources, language: Language) -> str:
    """What would change, without what looks personal: it is shown before anybody has said that it may be."""
    from pipeline.render.formats.changes import in_words

    if ahead.comparison is None:
        return ""
    privacy = build_privacy(ahead.town.dataset, resources.rules_for(ahead.town.dataset))
    return privacy.masked(in_words(ahead.comparison, language))


def with_workbooks(town: Town, handed_in: Iterable[Path]) -> Town:
    """The town with files that were handed in, in the places of its workbooks of the same names or beside them."""
    given = {_name(path): path for path in handed_in}
    kept = (path for path in town.workbooks if _name(path) not in given)
    return replace(town, workbooks=tuple(sorted((*kept, *given.values()), key=_name)))


def _name(path: Path) -> str:
    """Two ways to write an umlaut are one name."""
    return unicodedata.normalize("NFC", path.name)
