"""The host and the path of a request to the town that is meant, and the path below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from pipeline.serve.site import Latest, Site, host_of, plain_host, root_of
from pipeline.serve.sparql import Queryable


@dataclass(frozen=True)
class Town:
    """A town with its files, what its newest edition says and the store that answers queries.

    ``root`` is the path at which it stands for whoever asks by another host than that of its IRIs.
    """

    name: str
    public: Path
    latest: Latest
    store: Queryable
    root: str

    @property
    def base(self) -> str:
        """What its IRIs begin with."""
        return self.latest.known.base


class Route(NamedTuple):
    """A town, as it stands at the address that was asked for, and the path below it; ``None`` where the slash that
    ends the path of the town itself is missing.
    """

    town: Town
    site: Site
    raw: str | None


def find_route(towns: Sequence[Town], host: str, path: str, *, prefix: str) -> Route | None:
    """The town that a request means. One that asks by a town's own host finds it at the path of its IRIs."""
    for town, root in (*((town, root_of(town.base)) for town in towns if host_of(town.base) == plain_host(host)),
                       *((town, town.root) for town in towns)):  # fmt: skip
        if path.startswith(root) or f"{path}/" == root:
            site = Site(town.name, town.public, f"{prefix}{root}", town.latest.get)
            return Route(town, site, path[len(root) :] if path.startswith(root) else None)
    return None


def roots_of(bases: Sequence[tuple[str, str]]) -> list[str]:
    """Where towns stand that are served together, given their names and the bases of their IRIs.

    Each stands at the path of its IRIs, where none of these lies in another; else below its name.

    >>> roots_of([("a", "https://a.example/strategie/"), ("b", "https://b.example/strategie/")])
    ['/a/', '/b/']
    """
    roots = [root_of(base) for _, base in bases]
    if any(one.startswith(other) for at, one in enumerate(roots) for other in roots[:at] + roots[at + 1 :]):
        return [f"/{name}/" for name, _ in bases]
    return roots
