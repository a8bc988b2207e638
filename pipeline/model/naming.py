"""How a town's things are named: keys and names in, IRIs out. What differs has distinct IRIs, all of them valid."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.model.dataset import Iris
from pipeline.model.graph import iri, segment
from pipeline.model.plain_text import one_line
from pipeline.model.sides import Sides
from pipeline.model.vocabulary import fold


@dataclass(frozen=True, slots=True)
class Naming:
    """The town's scheme of IRIs, and the organizations whose IRI the strategy already gives, by their exact names.

    ``sides`` tells which of them are the town's own. ``roadmap`` and ``strategy`` are terms, as is all that the methods
    give.
    """

    iris: Iris
    organizations: Mapping[str, str] = field(default_factory=dict)
    sides: Sides = field(default_factory=Sides)
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

    def indicator(self, key: str, name: str) -> str:
        """An indicator by its identifier; one without by its name."""
        return iri(f"{self.iris.base}{self.iris.indicator}{segment(key) if key else slug(name)}")

    @property
    def indicators(self) -> str:
        """All that was measured, as a dataset of its own."""
        return iri(f"{self.iris.base}{self.iris.indicators}")

    def goal(self, words: str) -> str:
        """A goal by its words; of many, the first of them and a mark that only these have."""
        name = slug(words) if len(words) <= _LONGEST_NAME else f"{_plain(words)[:_LONGEST_NAME]}-{_digest(words)}"
        return iri(f"{self.iris.base}{self.iris.goal}{name}")

    def organization(self, name: str) -> str:
        """An organization by its name: the one that the strategy knows by just that name, else a new one."""
        if name not in self._named:  # the same offices are named again and again
            exact = one_line(name)
            self._named[name] = self.organizations.get(exact) or self._new_organization(exact)
        return self._named[name]

    def _new_organization(self, name: str) -> str:
        path = f"{self.iris.base}{self.iris.organization}"
        term = iri(f"{path}{slug(name)}")
        # The strategy may have given an organization of another name the IRI that this one would have.
        return iri(f"{path}{_marked(name)}") if term in self.organizations.values() else term


def part(term: str, path: str) -> str:
    """A thing that belongs to another, named under it: ``<…/2022-02>`` and ``period`` give ``<…/2022-02/period>``."""
    return f"{term[:-1]}/{path}>"


def slug(name: str) -> str:
    """A name as it reads in an address; distinct names have distinct ones, whatever other names there are.

    Of all names that read alike, only the one in plain spelling goes without a mark. No name is empty.

    >>> slug("Amt für Bildung"), slug("Amt fuer Bildung")
    ('amt-fuer-bildung', 'amt-fuer-bildung-b4039ca1')
    """
    plain = _plain(name)
    if not plain:
        encoded = segment(name)
        return encoded if "%" in encoded else _marked(name)
    return plain if _spelled(plain) == name and not _MARK.search(plain) else _marked(name)


def sounds_like(name: str) -> str:
    """What remains of a name when its case, its signs and the two ways to write an umlaut are set aside.

    >>> sounds_like("Müller & Söhne") == sounds_like("MUELLER+SOEHNE")
    True
    """
    return fold(name.casefold().translate(_TRANSLITERATION))


def _plain(name: str) -> str:
    """Small letters and digits with hyphens between; nothing for a name with letters that these cannot tell."""
    text = name.casefold().translate(_TRANSLITERATION)
    return re.sub(r"[^a-z0-9]+", "-", text).strip("-") if text.isascii() else ""


def _marked(name: str) -> str:
    """The name as it reads, and eight digits that only this very spelling has."""
    return f"{_plain(name) or 'name'}-{_digest(name)}"


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]


_LONGEST_NAME = 60


def _spelled(plain: str) -> str:
    """The plain spelling of what reads so: ``stadtwerke-muenchen-gmbh`` is ``Stadtwerke München GmbH``."""
    words = [_SPELLED.get(word) or _word(word) for word in plain.split("-")]
    text = re.sub(" E V$", " e.V.", " ".join(words))
    return f"{text[:1].upper()}{text[1:]}" if words[0] in _SMALL else text


def _word(word: str) -> str:
    for digraph, letter in _LETTERS:
        word = digraph.sub(letter, word)
    return word if word in _SMALL else f"{word[:1].upper()}{word[1:]}"


# As German spells: "ue" is two letters in Neue, Bauen and Quelle, "ss" is one in Straße.
_LETTERS = (
    (re.compile("ae"), "ä"),
    (re.compile("oe"), "ö"),
    (re.compile("(?<![aeq])ue"), "ü"),
    (re.compile("(?<=stra)ss(?=e)|(?<=gro)ss"), "ß"),
)
_SMALL_WORDS = (
    "am an auf aus bei beim bis das dem den der des die durch für im in mit nach oder ohne über und unter vom von vor"
    " zu zum zur zwischen and at by for of on the to with"
)
_SMALL = frozenset(_SMALL_WORDS.split())
_SHORT_FORMS = "AG AöR CIO DRK EDV EU FH GmbH IHK II III IT IV KG NRW TH TU UG VHS gGmbH mbH"
_SPELLED: Mapping[str, str] = {word.casefold().replace("ö", "oe"): word for word in _SHORT_FORMS.split()}
_MARK = re.compile(r"-[0-9a-f]{8}$")
_TRANSLITERATION = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "é": "e", "è": "e", "ê": "e", "á": "a", "à": "a", "ç": "c", "ó": "o"}
    | {"–": "-", "—": "-", "’": "", "‘": "", "„": "", "“": "", "”": "", "*": ""}
)
