"""Our datasets at a portal, wherever others have put them: by the journal, by name, by identifier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.publish.ckan import wording
from pipeline.publish.ckan.failures import Denied, PublishError
from pipeline.publish.ckan.journal import Journal
from pipeline.publish.ckan.portal import Package, Portal, identifier_of
from pipeline.publish.ckan.wanted import Wanted


@dataclass(frozen=True, slots=True)
class Finder:
    """Where to look: as which organization we publish, and in which the token may write at all."""

    portal: Portal
    journal: Journal
    organization: str
    organizations: Sequence[str]

    def find(self, wanted: Wanted) -> Package | None:
        """Our dataset; ``None`` if it is not there. One out of reach, or a name that others have, is refused."""
        package = self._find_remembered(wanted) or self._find_by_name(wanted)
        organization = ((package or {}).get("organization") or {}).get("name")
        if organization and organization not in (self.organization, *self.organizations):
            raise Denied(wording.moved(wanted.name, organization))
        return package

    def _find_remembered(self, wanted: Wanted) -> Package | None:
        known = self.journal.id_of(wanted.identifier)
        try:
            package = self.portal.show(known) if known else None
        except Denied as denied:
            raise Denied(wording.moved(wanted.name)) from denied
        return package if package and identifier_of(package) in (wanted.identifier, "") else None

    def _find_by_name(self, wanted: Wanted) -> Package | None:
        try:
            package, is_hidden = self.portal.show(wanted.name), False
        except Denied:
            package, is_hidden = None, True
        if package and identifier_of(package) == wanted.identifier:
            return package
        renamed = self.portal.search(self.organization, wanted.identifier)
        if renamed:
            return self.portal.show(renamed[0]["id"])
        if package or is_hidden:
            raise PublishError(wording.foreign(wanted.name))
        return None
