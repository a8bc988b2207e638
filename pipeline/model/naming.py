"""How a town's things are named: keys in, IRIs out. Distinct keys have distinct IRIs, and any key has a valid one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.model.dataset import Iris
from pipeline.model.graph import iri, segment
from pipeline.model.vocabulary import fold


@dataclass(frozen=True, slots=True)
class Naming:
    """The town's scheme of IRIs, and the organizations whose IRI the strategy already gives, by folded name.

    ``roadmap`` and ``strategy`` are terms, as is all that the methods give.
    """

    iris: Iris
    organizations: Mapping[str, str] = field(default_factory=dict)
    roadmap: str = field(init=False)
    strategy: str = field(init=False)
    _projects: str = field(init=False, repr=False)
    _named: dict[str, str] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Make the terms that every project refers to, once."""
        paths = {"roadmap": self.iris.roadmap, "strategy": self.iris.strategy, "_projects": self.iris.project}
        for name, path in paths.items():
            object.__setattr__(self, name, iri(self.iris.base + path))

    def project(self, key: str) -> str:
        """A project by its key."""
        return f"{self._projects[:-1]}{segment(key)}>"

    def organization(self, name: str) -> str:
        """An organization by its name: the one that the strategy knows by that name, else a new one."""
        if name not in self._named:  # the same offices are named again and again
            known = self.organizations.get(fold(name))
            self._named[name] = known or iri(f"{self.iris.base}{self.iris.organization}{slug(name)}")
        return self._named[name]


def part(term: str, path: str) -> str:
    """A thing that belongs to another, named under it: ``<…/2022-02>`` and ``period`` give ``<…/2022-02/period>``."""
    return f"{term[:-1]}/{path}>"


def slug(name: str) -> str:
    """A name as it reads in an address: ``Amt für Bildung`` is ``amt-fuer-bildung``. No name is empty."""
    text = name.casefold().translate(_TRANSLITERATION)
    plain = re.sub(r"[^a-z0-9]+", "-", text).strip("-")
    return plain if plain and text.isascii() else segment(name)


_TRANSLITERATION = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "é": "e", "è": "e", "ê": "e", "á": "a", "à": "a", "ç": "c", "ó": "o"}
    | {"–": "-", "—": "-", "’": "", "‘": "", "„": "", "“": "", "”": "", "*": ""}
)
