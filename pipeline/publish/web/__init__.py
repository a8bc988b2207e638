"""A town's public folder on its own web server: a plan first, then all that is new beside, then into its place.

opening     from the settings of a town to an open place
remote      the few things we ask of a place; local, sftp and webdav do them
wanted      what is to be there; ledger what of it is ours; survey what is there
difference  what is to be done, and in which order
carrying    doing it; holding keeps other runs out meanwhile
searching   whether something is gone
wording     how what goes wrong is told
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from pipeline.model.edition import Edition, Receipt
from pipeline.model.errors import OutsideWorldError, reason_of
from pipeline.model.plan import Group, Outline, Tally
from pipeline.model.proof import Proof, Sought
from pipeline.model.report import Text
from pipeline.publish.failures import Missing, PublishError
from pipeline.publish.folder import Folder
from pipeline.publish.patience import Patience
from pipeline.publish.precedence import is_newer, parse_moment
from pipeline.publish.web import wording
from pipeline.publish.web.carrying import Carrier, find_lost
from pipeline.publish.web.difference import Difference, compare
from pipeline.publish.web.holding import hold
from pipeline.publish.web.ledger import Ledger, read_house_copy, write_house_copy
from pipeline.publish.web.patient import Patient
from pipeline.publish.web.remote import Remote
from pipeline.publish.web.searching import search_place
from pipeline.publish.web.survey import Survey, survey
from pipeline.publish.web.wanted import Wanted, read_wanted
from pipeline.publish.wording import superseded


@dataclass(frozen=True, slots=True)
class Place:
    """Where to publish: the kind of destination, how it is called, and the copy of its ledger in the house.

    ``holder`` names this house to other runs; ``force`` puts an edition in the place of a newer one.
    """

    kind: str
    location: str
    house_copy: Path
    holder: str
    force: bool = False


class Web:
    """A place that serves files. Publishing the same edition twice writes nothing the second time."""

    def __init__(
        self,
        remote: Remote,
        folder: Folder,
        place: Place,
        *,
        sleep: Callable[[float], None] = time.sleep,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        tell: Callable[[Text], None] = lambda _: None,
    ) -> None:
        self._remote = Patient(remote, Patience(sleep, tell))
        self._folder = folder
        self._place = place
        self._now = now
        self._tell = tell

    def plan(self, edition: Edition) -> Outline:
        """What ``publish`` would do, without doing it. Raises ``OutsideWorldError``."""
        wanted = read_wanted(self._folder, edition.version)
        found, difference = self._look(edition, wanted)
        remarks = [wording.goes_on(self._place.location)] if found.is_torn else []
        remarks += [wording.left_out(wanted.left_out)] if wanted.left_out else []
        return _outline(self._place.location, wanted, difference, tuple(remarks))

    def publish(self, edition: Edition) -> Receipt:
        """Bring the place to what the public folder holds. The next run goes on where this one ended."""
        wanted = read_wanted(self._folder, edition.version)
        if wanted.left_out:
            self._tell(wording.left_out(wanted.left_out))
        found, difference = self._look(edition, wanted)
        if difference.is_empty and not found.is_torn:
            self._keep_copy(_ledger_of(edition, wanted))
            return Receipt(self._place.kind, self._place.location, changed=False, tally=Tally())
        with hold(self._remote, self._place.holder, secrets.token_hex(8), self._now) as held:
            found, difference = self._look(edition, wanted)  # somebody may have been quicker
            if found.is_torn:
                self._tell(wording.goes_on(self._place.location))
            carrier = Carrier(self._remote, self._place.location, found, wanted, difference, held)
            after = _ledger_of(edition, wanted)
            carrier.carry_out(before=replace(after, files=found.files), after=after)
        self._keep_copy(after)
        differs = tuple(Text(path, path) for path in find_lost(self._remote, wanted, difference))
        return Receipt(
            self._place.kind, self._place.location, changed=True, differs=differs, tally=_tally(wanted, difference)
        )

    def search(self, sought: Sought) -> Proof:
        """Where something still stands."""
        return search_place(self._remote, self._place.kind, self._place.location, sought)

    def _look(self, edition: Edition, wanted: Wanted) -> tuple[Survey, Difference]:
        """What is there of ours, and what is to be done. Raises where something else is in the way."""
        with suppress(Missing):
            found = survey(self._remote, wanted, read_house_copy(self._place.house_copy))
            self._refuse(edition, found.ledger)
            if found.rebuilt:
                self._tell(wording.rebuilt(self._place.location, len(found.files)))
            if found.in_the_way:
                raise PublishError(wording.in_the_way(self._place.location, found.in_the_way))
            return found, compare(wanted.files, found.files)
        raise PublishError(wording.lacking(self._place.location))

    def _refuse(self, edition: Edition, there: Ledger) -> None:
        """Refuse the place of another town, and one that a newer edition has reached."""
        if there.town and there.town != edition.base:
            raise PublishError(wording.of_another_town(self._place.location, there.town))
        if self._place.force or not there.edition:
            return
        if is_newer(there.edition, parse_moment(there.made_at), edition):
            raise PublishError(superseded(self._place.location, there.edition, edition.version))

    def _keep_copy(self, ledger: Ledger) -> None:
        path = self._place.house_copy
        if read_house_copy(path) == ledger:
            return
        try:
            write_house_copy(path, ledger)
        except OSError as error:
            raise OutsideWorldError(wording.unreadable(path, reason_of(error))) from error


def _ledger_of(edition: Edition, wanted: Wanted) -> Ledger:
    return Ledger(edition.base, edition.version, edition.made_at.isoformat(), wanted.files)


def _tally(wanted: Wanted, difference: Difference) -> Tally:
    sent = sum(wanted.files[path].size_bytes for path in difference.placed)
    new, changed = (sum((path in difference.new) is is_new for path in difference.placed) for is_new in (True, False))
    return Tally(new, changed, len(difference.gone), sent)


def _outline(location: str, wanted: Wanted, difference: Difference, remarks: tuple[Text, ...]) -> Outline:
    groups = []
    for title, belongs in _GROUPS:
        new = tuple(path for path in difference.placed if belongs(path) and path in difference.new)
        changed = tuple(path for path in difference.changed if belongs(path))
        gone = tuple(path for path in difference.gone if belongs(path))
        size_bytes = sum(wanted.files[path].size_bytes for path in (*new, *changed))
        kept = sum(map(belongs, wanted.files)) - len(new) - len(changed)
        groups.append(Group(title, new, changed, gone, kept, size_bytes))
    return Outline(location, tuple(groups), remarks)


_GROUPS: tuple[tuple[Text, Callable[[str], bool]], ...] = (
    (Text("Ausgaben", "Editions"), lambda path: path.startswith("editions/")),
    (Text("Neueste Ausgabe (current)", "Newest edition (current)"), lambda path: path.startswith("current/")),
    (Text("Seiten", "Pages"), lambda path: not path.startswith(("editions/", "current/"))),
)
