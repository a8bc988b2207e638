"""A CKAN portal as a destination: a plan first, then one call a dataset, then a look at what came of it.

opening     from the settings of a town to an open portal
wanted      the datasets of an edition, in CKAN's words; fields how each of them is read
membership  the organization we publish as
schema      what the portal has a place for; naming which names it takes, licensing what it calls a license
adapting    an edition in the fields and words of a portal
revision    from what is to what is to be: in words, and as one call
finding     our datasets, wherever others have put them; holdings their files, read; precedence which edition is newer
previews    the tables that a loader makes of our files; tables their rows
portal      the calls; connection and session the HTTP below them; failures what can go wrong, wording how it is told
journal     what a run means to do, written down before it does it; follow what comes after new files
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

from pipeline.model.edition import Edition, Receipt
from pipeline.model.plan import DatasetPlan, Deed, Plan
from pipeline.model.proof import Proof, Sought
from pipeline.model.report import Text
from pipeline.publish.ckan import wording
from pipeline.publish.ckan.adapting import adapt_edition
from pipeline.publish.ckan.connection import connect
from pipeline.publish.ckan.failures import Conflict, Passing, PublishError, Stale
from pipeline.publish.ckan.finding import Finder
from pipeline.publish.ckan.follow import FollowUp, intend_to_follow, let_loader_finish
from pipeline.publish.ckan.holdings import Holdings
from pipeline.publish.ckan.journal import Journal
from pipeline.publish.ckan.membership import Membership, make_organization, read_membership
from pipeline.publish.ckan.portal import Package, Portal, identifier_of
from pipeline.publish.ckan.precedence import refuse_older
from pipeline.publish.ckan.previews import Previews, with_reloads
from pipeline.publish.ckan.revision import Revision, build_order, build_revision, largest_first, orphaned, plan_dataset
from pipeline.publish.ckan.schema import Adapted, Schema
from pipeline.publish.ckan.searching import search_portal
from pipeline.publish.ckan.wanted import Wanted
from pipeline.publish.patience import Patience

__all__ = ["Ckan", "Options", "PublishError", "connect"]


@dataclass(frozen=True, slots=True)
class Options:
    """Where and how to publish. ``language`` is that of texts on a portal that does not tell its own.

    ``force`` puts an edition in the place of a newer one.
    """

    address: str
    organization: str = ""
    prefix: str = ""
    language: str = "de"
    create_organization: bool = False
    withdraw: bool = False
    force: bool = False


# How long a loader is given for work that it does not tell of.
_ROUNDS, _SILENT_LOADER_S = 3, 3


class Ckan:
    """A CKAN portal. Publishing the same edition twice sends no write the second time."""

    def __init__(
        self, portal: Portal, options: Options, journal: Journal, *, sleep: Callable[[float], None] = time.sleep,
        tell: Callable[[Text], None] = lambda _: None,
    ) -> None:  # fmt: skip
        self._portal = portal
        self._options = options
        self._journal = journal
        self._sleep = sleep
        self._tell = tell
        self._has_removed_files = False  # no loader tells of what it still does with them
        self._holdings = Holdings(portal)
        self._previews = Previews(portal, journal, sleep)
        self._patiently = Patience(sleep, tell)

    def plan(self, edition: Edition) -> Plan:
        """What ``publish`` would do, without doing it. Raises ``PublishError``."""
        adapted = self._adapt(edition)
        datasets = tuple(self._patiently(self._plan_with_previews, edition, each) for each in adapted)
        lost = tuple(dict.fromkeys(text for each in adapted for text in each.lost))
        orphans = tuple(str(package["name"]) for package in self._orphans(edition, adapted))
        new_organization = self._organization if self._membership.is_new else ""
        return Plan(self._options.address, datasets, lost, orphans, new_organization)

    def publish(self, edition: Edition) -> Receipt:
        """Bring the portal to what the edition says. Raises ``PublishError``; the next run goes on where this ended."""
        adapted, writes_before = self._adapt(edition), self._portal.writes
        for each in adapted:  # before anything is sent
            self._patiently(self._find_older, edition, each)
        if self._membership.is_new:
            self._patiently(make_organization, self._portal, self._organization)
        self._settle(edition, adapted)
        self._settle_orphans(edition, adapted)
        missing = self._refresh_previews(edition, adapted)
        differs = tuple(name for each in adapted for name in self._patiently(self._differences, each))
        self._journal.settle_rest()  # this run has done all that runs before it meant to
        return Receipt(
            "ckan", self._options.address, changed=self._portal.writes > writes_before, differs=(*differs, *missing)
        )

    def search(self, sought: Sought) -> Proof:
        """Where something still stands."""
        return self._patiently(search_portal, self._portal, self._options.address, self._organization, sought)

    def _settle(self, edition: Edition, adapted: list[Adapted]) -> None:
        """Bring, show and follow until a look finds nothing left to do.

        A portal's loader notes a checksum by reading a dataset and writing it back whole: what we write in between is
        undone, without any lock. So whoever wrote looks again, when the loader has put its file away.
        """
        is_heir = bool(self._journal.cut_off())  # of a run that was cut off and looked no more
        for _ in range(_ROUNDS):
            before = self._portal.writes
            for each in adapted:
                self._patiently(self._bring, edition, each)
            for each in adapted:  # new ones are seen all at once, when all are there
                self._patiently(self._show, edition, each)
            for each in adapted:
                self._patiently(self._follow, each)
            if self._portal.writes == before and not is_heir:
                return
            is_heir = False
            said = [self._patiently(let_loader_finish, self._portal, each, self._sleep) for each in adapted]
            if self._has_removed_files or not all(said):
                self._sleep(_SILENT_LOADER_S)

    def _adapt(self, edition: Edition) -> list[Adapted]:
        """The datasets of the edition as this portal takes them. Asks first whether we may write at all."""
        _ = self._membership
        prefix = self._options.prefix or edition.town
        return self._patiently(
            adapt_edition, edition, self._portal, self._schema, prefix=prefix, language=self._language
        )

    @cached_property
    def _schema(self) -> Schema:
        return self._patiently(self._portal.read_schema)

    @cached_property
    def _language(self) -> str:
        return self._patiently(self._portal.read_language) or self._options.language

    @cached_property
    def _membership(self) -> Membership:
        options = self._options
        return self._patiently(
            read_membership, self._portal, options.organization, may_create=options.create_organization
        )

    @property
    def _organization(self) -> str:
        return self._membership.name

    @cached_property
    def _finder(self) -> Finder:
        return Finder(self._portal, self._journal, self._organization, self._membership.organizations)

    def _find(self, wanted: Wanted) -> Package | None:
        return self._finder.find(wanted)

    def _find_older(self, edition: Edition, adapted: Adapted) -> Package | None:
        """Our dataset, which must not be that of a newer edition."""
        package = self._find(adapted.wanted)
        if package and not self._options.force:
            refuse_older(edition, package)
        return package

    def _plan_one(self, adapted: Adapted) -> DatasetPlan:
        return self._compare(adapted, self._find(adapted.wanted))[0]

    def _plan_with_previews(self, edition: Edition, adapted: Adapted) -> DatasetPlan:
        package = self._find_older(edition, adapted)
        plan, _ = self._compare(adapted, package)
        return with_reloads(plan, self._previews.find_stale(package, adapted)) if package else plan

    def _refresh_previews(self, edition: Edition, adapted: list[Adapted]) -> list[Text]:
        """Have loaded what the previews do not show. Returns those that will not be shown, as ``dataset: field``."""
        coming, missing = 0, []
        for each in adapted:
            late, lost = self._patiently(self._refresh, edition, each)
            coming += len(late)
            missing += [_of(each.wanted.name, wording.not_shown(lost))] if lost else []
        if coming:
            self._tell(wording.still_loading(coming))
        return missing

    def _refresh(self, edition: Edition, adapted: Adapted) -> tuple[list[str], list[str]]:
        package = self._find(adapted.wanted)
        return self._previews.refresh(edition.version, package, adapted) if package else ([], [])

    def _compare(self, adapted: Adapted, package: Package | None) -> tuple[DatasetPlan, Mapping[str, bool]]:
        """What is to be done with a dataset, and which of its files were read and found to be what they should be."""
        unread = self._journal.open_details(package["id"], "check") if package else ()
        read_back = self._holdings.look(package, adapted, unread) if package else {}
        return plan_dataset(adapted, package, self._schema, self._organization, read_back), read_back

    def _bring(self, edition: Edition, adapted: Adapted) -> None:
        """Make or change a dataset; one that is new stays hidden. Doing it again does nothing."""
        found = self._find_older(edition, adapted)  # somebody may have been quicker
        package = found or self._create(edition, adapted)
        self._journal.remember(adapted.wanted.identifier, package["id"])
        plan, read_back = self._compare(adapted, package)
        if plan.deed is Deed.KEEP:
            return
        self._has_removed_files |= any(file.deed is Deed.REMOVE for file in plan.files)
        if held := orphaned(adapted, package):
            with self._noted(edition, adapted.wanted.name, "empty"):
                package = self._portal.empty(package, held)
        revision = build_revision(adapted, package, self._schema, self._organization, read_back)
        if plan.deed is Deed.REVIVE:
            revision.update.update(state="active", private=True)
        deed = plan.deed if found else Deed.CREATE
        self._tell(Text(f"{plan.title}: {deed.label.de} …", f"{plan.title}: {deed.label.en} …"))
        with self._noted(edition, adapted.wanted.name, str(deed)):
            self._send(edition, adapted, package, revision)

    def _send(self, edition: Edition, adapted: Adapted, package: Package, revision: Revision) -> None:
        """Send a revision; what its files call for is written down before, and crossed out if none was stored."""
        careful = largest_first(revision, package)
        acts = intend_to_follow(self._journal, edition.version, package, revision, self._schema)
        try:
            revised = self._portal.revise(package, careful)
        except (Stale, Conflict):
            for act in acts:
                self._journal.settle(act, "nothing stored")
            raise
        if careful is not revision:
            self._portal.revise(revised, build_order(adapted, revised))

    def _create(self, edition: Edition, adapted: Adapted) -> Package:
        wanted = adapted.wanted
        with self._noted(edition, wanted.name, str(Deed.CREATE)):
            return self._portal.create({**adapted.fields, "name": wanted.name, "owner_org": self._organization})

    def _show(self, edition: Edition, adapted: Adapted) -> None:
        """Let everyone see the dataset."""
        package = self._find(adapted.wanted)
        if package and (package.get("private") or package.get("state") == "draft"):
            with self._noted(edition, adapted.wanted.name, "show"):
                self._portal.revise(package, Revision((), {"private": False, "state": "active"}))

    def _follow(self, adapted: Adapted) -> None:
        """Do what new files call for, of runs before, too."""
        find: Callable[[], Package | None] = lambda: self._find(adapted.wanted)  # noqa: E731
        FollowUp(self._portal, self._journal, self._holdings, adapted, find, self._sleep).do()

    def _differences(self, adapted: Adapted) -> list[Text]:
        """What is not as it should be after all was done, as ``dataset: field``."""
        plan, name = self._plan_one(adapted), adapted.wanted.name
        changes = [*plan.changes, *(change for file in plan.files for change in file.changes)]
        found = [change.label for change in changes]
        found += [Text(file.name, file.name) for file in plan.files if file.deed not in (Deed.KEEP, Deed.CHANGE)]
        if not self._portal.search(self._organization, adapted.wanted.identifier):
            found.append(wording.SEARCH)
        return [_of(name, what) for what in dict.fromkeys(found)]

    def _orphans(self, edition: Edition, adapted: list[Adapted]) -> list[Package]:
        """Datasets of this town that the edition no longer has."""
        wanted = {each.wanted.identifier for each in adapted}
        found = self._patiently(self._portal.search, self._organization)
        ours = [each for each in found if identifier_of(each).startswith(edition.base)]
        return [each for each in ours if identifier_of(each) not in wanted]

    def _settle_orphans(self, edition: Edition, adapted: list[Adapted]) -> None:
        """Withdraw them where that is asked for; else tell of them, for they stay as they are."""
        orphans = self._orphans(edition, adapted)
        for package in orphans if self._options.withdraw else ():
            self._patiently(self._withdraw, edition, package)
        if orphans and not self._options.withdraw:
            self._tell(wording.left_standing(orphans))

    def _withdraw(self, edition: Edition, package: Package) -> None:
        shown = self._portal.show(package["id"])
        if shown and shown.get("state") != "deleted":
            with self._noted(edition, str(package["name"]), "withdraw"):
                self._portal.withdraw(package)

    @contextmanager
    def _noted(self, edition: Edition, dataset: str, kind: str) -> Iterator[None]:
        """Write down what is about to be done, and what came of it. A killed run leaves it open."""
        number = self._journal.intend(edition.version, dataset, kind)
        try:
            yield
        except (PublishError, Passing) as error:
            self._journal.settle(number, f"failed: {error}")
            raise
        self._journal.settle(number)


def _of(dataset: str, what: Text) -> Text:
    return Text(f"{dataset}: {what.de}", f"{dataset}: {what.en}")
