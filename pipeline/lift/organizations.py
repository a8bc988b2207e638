"""The name of an organization to the statements that it makes: what it does in the project, and where it stands.

Who is a partner outside the administration, and who inside, is only what the sheet or the settings say: of all others
neither is stated.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.model.graph import Statement, curie, literal
from pipeline.model.naming import Naming

_PARTNER, _INSIDE, _OUTSIDE = "ds:partner", "ds:internalPartner", "ds:externalPartner"


def organization_statements(project: str, predicate: str, name: str, naming: Naming, at: int) -> list[Statement]:
    """What a name in a column of ``predicate`` says, all of it at the cell in which the name stands."""
    term = naming.organization(name)
    said = [predicate, *_sides_of(predicate, term, naming)]
    statements = [(project, curie(each), term, at) for each in dict.fromkeys(said)]
    statements += [(term, _TYPE, curie("org:Organization"), at), (term, curie("foaf:name"), literal(name), at)]
    if naming.sides.is_unit(term) or (predicate == _INSIDE and not naming.sides.is_placed(term)):
        statements += _as_unit(term, naming.sides.publisher, at)
    return statements


def _sides_of(predicate: str, term: str, naming: Naming) -> Iterator[str]:
    """On which side of the administration a partner stands. What the column and the settings say may differ: then both
    are said, for the shapes to find.
    """
    if predicate in (_PARTNER, _INSIDE, _OUTSIDE):
        yield _PARTNER
        if naming.sides.is_inside(term):
            yield _INSIDE
        if naming.sides.is_outside(term):
            yield _OUTSIDE


def _as_unit(term: str, publisher: str, at: int) -> list[Statement]:
    if not publisher:
        return []
    return [(term, _TYPE, curie("org:OrganizationalUnit"), at), (term, curie("org:unitOf"), publisher, at)]


_TYPE = curie("rdf:type")
