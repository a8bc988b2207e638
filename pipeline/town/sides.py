"""Which organizations are the town's own: what the settings name and the strategy places in, the ``Sides`` out."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.model.dataset import Dataset
from pipeline.model.errors import ConfigError
from pipeline.model.graph import Triple, curie, iri
from pipeline.model.naming import Naming
from pipeline.model.report import Text
from pipeline.model.sides import Sides


def build_sides(dataset: Dataset, naming: Naming, triples: Iterable[Triple], source: str) -> Sides:
    """Raises ``ConfigError`` for an organization on both sides; ``source`` is where the strategy stands."""
    said = dataset.organizations
    publisher = iri(dataset.publisher.iri) if dataset.publisher.iri else naming.organization(dataset.publisher.name)
    placed = _parts(publisher, triples)
    inside = {naming.organization(name) for name in said.inside} - {publisher}
    outside = {naming.organization(name): name for name in said.outside}
    if mistakes := [_on_both(outside[term], source) for term in sorted(outside.keys() & (inside | placed))]:
        raise ConfigError.of_all(mistakes)
    return Sides(publisher, frozenset(inside), frozenset(outside), frozenset(placed))


def _parts(publisher: str, triples: Iterable[Triple]) -> set[str]:
    """The publisher and all that the strategy says is a unit or a part of it, at whatever depth."""
    above = [(t.subject, t.object) for t in triples if t.predicate in _UP]
    above += [(t.object, t.subject) for t in triples if t.predicate in _DOWN]
    found, ahead = {publisher}, [publisher]
    while ahead:
        owner = ahead.pop()
        new = {part for part, whole in above if whole == owner} - found
        found |= new
        ahead += new
    return found


def _on_both(name: str, source: str) -> Text:
    return Text(
        f"{source}: „{name}“ steht in [organizations] unter „outside“, gehört aber nach den Einstellungen oder der"
        " Strategie zur Verwaltung",
        f"{source}: “{name}” is outside by [organizations], yet belongs to the administration by the settings or the"
        " strategy",
    )


_UP = {curie("org:unitOf"), curie("org:subOrganizationOf")}
_DOWN = {curie("org:hasUnit"), curie("org:hasSubOrganization")}
