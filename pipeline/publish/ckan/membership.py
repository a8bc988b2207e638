"""The organization that we publish as: which it is, where the token may write, and whether it is to be made first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.publish.ckan import wording
from pipeline.publish.ckan.failures import Denied
from pipeline.publish.ckan.portal import Portal


@dataclass(frozen=True, slots=True)
class Membership:
    """The organizations that a token may publish in; ``name`` is ours, ``is_new`` tells that it is to be made."""

    name: str
    organizations: Sequence[str]
    is_new: bool = False


def read_membership(portal: Portal, named: str, *, may_create: bool) -> Membership:
    """Which organization we publish as. Raises ``Denied`` where it is not the token's, or not clear."""
    ours = portal.organizations()
    if named in ours:
        return Membership(named, ours)
    if named and may_create and not portal.knows_organization(named):
        return Membership(named, ours, is_new=True)
    if not named and len(ours) == 1:
        return Membership(ours[0], ours)
    raise Denied(wording.no_organization(named, ours))


def make_organization(portal: Portal, name: str) -> None:
    """Make an organization, unless it is there by now."""
    if not portal.knows_organization(name):
        portal.create_organization(name, name)
