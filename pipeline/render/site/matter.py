"""All that a site is made of: what an edition says, where each statement comes from, and which editions there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from itertools import chain
from typing import Any, NamedTuple

from pipeline.model.comparison import Comparison
from pipeline.model.dataset import Dataset
from pipeline.model.graph import Index, SourceMap, Triple, curie
from pipeline.model.naming import Naming
from pipeline.model.progress import Progress, Standing
from pipeline.model.question import Question
from pipeline.model.report import NOTHING, Text
from pipeline.model.solutions import Solutions
from pipeline.render.site.addresses import folder_of

_OF_THEIR_OWN = frozenset(
    curie(name)
    for name in (
        "ds:Project", "ds:Thesis", "ds:FieldOfAction", "ds:Roadmap", "ds:Strategy", "ds:Decision", "skos:ConceptScheme",
        "skos:Concept", "org:Organization", "org:OrganizationalUnit", "org:FormalOrganization", "dcat:Catalog",
        "dcat:Dataset", "foaf:Organization", "ds:Indicator", "ds:Goal",
    )
)  # fmt: skip
"""What is a thing of its own, wherever its IRI stands."""


class EditionFile(NamedTuple):
    """A file of an edition that anybody may have."""

    name: str
    title: Text
    media_type: str
    size_bytes: int
    dataset: str = ""
    description: Text = Text("", "")
    sha256: str = ""


class EditionMark(NamedTuple):
    """An edition that stands: its version, when it was made, how many projects it has, and its files.

    ``returned`` are the words for that it says again what an earlier one said.
    """

    version: str
    made_at: datetime
    projects: int
    files: Sequence[EditionFile] = ()
    previous: str = ""
    amended: Sequence[str] = ()
    returned: Text = NOTHING

    @property
    def day(self) -> date:
        """Its day."""
        return date.fromisoformat(self.version.partition(".")[0])


class Picture(NamedTuple):
    """The coat of arms: how its file ends, and its bytes."""

    suffix: str
    content: bytes


@dataclass(frozen=True)
class Matter:
    """What the pages tell. ``triples`` are those of the roadmap and the strategy, ``catalog`` those of the catalog,
    each sorted by subject; ``editions`` all that stand, the newest first; ``former`` the terms that are spoken of in
    what has changed, or were in an edition before: their addresses must answer, too. ``turned`` is the last day on
    which something about a term was said first, or no more. ``answers`` are what the edition says to the ``questions``,
    by their names; ``bundle`` has the files of the editor, if it was built. ``layouts`` describe the tables of each
    dataset by its name, as CSVW.
    """

    dataset: Dataset
    naming: Naming
    progress: Progress
    triples: Sequence[Triple]
    vocabulary: Sequence[Triple]
    catalog: Sequence[Triple]
    context: Mapping[str, Any]
    sources: SourceMap
    editions: Sequence[EditionMark]
    comparison: Comparison | None = None
    logo: Picture | None = None
    former: Sequence[str] = ()
    turned: Mapping[str, str] = field(default_factory=dict)
    questions: Mapping[str, Question] = field(default_factory=dict)
    answers: Mapping[str, Solutions] = field(default_factory=dict)
    bundle: Mapping[str, bytes] = field(default_factory=dict)
    layouts: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def index(self) -> Index:
        """Everything that is said, for looking up."""
        return Index((*self.triples, *self.vocabulary, *self.catalog))

    @cached_property
    def statements(self) -> Mapping[str, Sequence[Triple]]:
        """What is said of each thing, by its term; of the catalog as well."""
        found: dict[str, list[Triple]] = {}
        for triple in (*self.triples, *self.catalog):
            found.setdefault(triple.subject, []).append(triple)
        return found

    @cached_property
    def named(self) -> Sequence[str]:
        """Every IRI of the town's that something is said of or that is spoken of, as a term, without its fragment."""
        triples = (*self.triples, *self.catalog)
        terms = chain(self.former, (term for triple in triples for term in (triple.subject, triple.object)))
        ours = (f"{term.partition('#')[0].rstrip('>')}>" for term in terms if term.startswith(f"<{self.base}"))
        return sorted(term for term in dict.fromkeys(ours) if self.is_ours(term[1:-1]))

    @cached_property
    def folders(self) -> frozenset[str]:
        """The folders of all that is named, which no file may bear the name of."""
        return frozenset(self.folder(term[1:-1]) for term in self.named)

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self.named)

    @cached_property
    def moments(self) -> Mapping[str, datetime]:
        """When each edition that stands was made."""
        return {edition.version: edition.made_at for edition in self.editions}

    @cached_property
    def parts(self) -> Mapping[str, Sequence[str]]:
        """The parts that are named below a thing, by its term, in the order in which they are said."""
        found: dict[str, list[str]] = {}
        for term in self.statements:
            if (owner := self.owner(term)) != term:
                found.setdefault(owner, []).append(term)
        return found

    @cached_property
    def fragments(self) -> Mapping[str, Sequence[str]]:
        """The fragments of each document of which something is said, ``sha256`` of ``…/budgets.csv``, say."""
        found: dict[str, list[str]] = {}
        for term in self.statements:
            document, mark, fragment = term[1:-1].partition("#")
            if mark:
                found.setdefault(f"<{document}>", []).append(fragment)
        return found

    def owner(self, term: str) -> str:
        """The thing below whose IRI another is named; itself for a thing of its own."""
        iri = term[1:-1].partition("#")[0]
        if self.is_ours(iri) and not self._stands_alone(term):
            above = iri.rpartition("/")[0]
            while len(above) > len(self.base):
                if f"<{above}>" in self._known:
                    return self.owner(f"<{above}>")
                above = above.rpartition("/")[0]
        return f"<{iri}>"

    def said_since(self, term: str) -> date:
        """The day of the edition since which all is said of a thing and its parts as it is; else of the newest."""
        day = self._turned.get(term)
        return date.fromisoformat(day) if day else self.progress.day

    @cached_property
    def _turned(self) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for term, day in self.turned.items():
            owner = self.owner(term)
            found[owner] = max(day, found.get(owner, ""))
        return found

    def _stands_alone(self, term: str) -> bool:
        return any(name in _OF_THEIR_OWN for name in self.index.objects(term, "rdf:type"))

    @property
    def base(self) -> str:
        """What the IRIs of the town begin with."""
        return self.dataset.iris.base

    @property
    def site(self) -> str:
        """The address of the home page, for what must name it in full."""
        return self.dataset.catalog.site or self.base

    @property
    def edition(self) -> EditionMark:
        """The edition that is shown."""
        return self.editions[0]

    @property
    def mailbox(self) -> str:
        """Whom to write to about what is said."""
        return self.dataset.site.feedback or self.dataset.contact.email

    @cached_property
    def by_key(self) -> Mapping[str, Standing]:
        """The projects by their keys."""
        return {project.key: project for project in self.progress.projects}

    def is_ours(self, iri: str) -> bool:
        """Whether an IRI is one of the town's that has a page here; files of editions lie where they lie."""
        path = iri[len(self.base) :]
        return bool(path) and iri.startswith(self.base) and path.partition("/")[0] not in ("editions", "current")

    def folder(self, iri: str) -> str:
        """The folder of the page of a thing of the town."""
        return folder_of(iri, self.base)

    def term(self, project: Standing) -> str:
        """The term of a project."""
        return self.naming.project(project.key)

    def project_folder(self, project: Standing) -> str:
        """The folder of the page of a project."""
        return self.folder(self.term(project)[1:-1])
