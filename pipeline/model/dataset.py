"""What is true of one town alone: what it publishes, who answers for it, and how its sheets are to be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from pipeline.model.column_mapping import ColumnMapping, IndicatorOptions
from pipeline.model.report import Text
from pipeline.model.routine import Address, InboxOptions, MailOptions, Notices, Reminders, Retention, Schedule
from pipeline.model.workbook import Limits, TextHints

DATASETS: Mapping[str, str] = {"roadmap": "roadmap", "strategy": "strategie", "vocabulary": "vokabular"}
"""The datasets that there are, each with the last part of its IRI: a town's two, and the vocabulary."""

_NO_TEXT = Text("", "")
_LIMITS = Limits()
_TEXT_HINTS = TextHints()


@dataclass(frozen=True, slots=True)
class Publisher:
    """The organization that publishes: its name, its site and, where it differs from the default, its IRI.

    ``wikidata`` (Q64) and ``gnd`` (4005728-8) say which entity of these it is.
    """

    name: str
    homepage: str = ""
    iri: str = ""
    wikidata: str = ""
    gnd: str = ""


@dataclass(frozen=True, slots=True)
class Organizations:
    """Names, as the sheets spell them: of the town's own organizations, and of those outside its administration."""

    inside: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ask about the data: a role mailbox, never a person."""

    name: str
    email: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Geography:
    """The name of the place, its official keys, AGS (8 digits) and ARS (12 digits), and where it lies, in degrees
    (WGS 84).

    ``centroid`` is longitude and latitude, ``bbox`` west, south, east and north.
    """

    name: Text = _NO_TEXT
    ags: str = ""
    ars: str = ""
    level: str = "municipality"
    centroid: tuple[Decimal, ...] = ()
    bbox: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True)
class Iris:
    """How the town's things are named: ``base`` and the path under it for each kind of thing."""

    base: str
    project: str = "projekt/"
    field: str = "handlungsfeld/"
    thesis: str = "these/"
    organization: str = "stelle/"
    strategy: str = "strategie"
    roadmap: str = "roadmap"
    vision: str = "vision"
    fields: str = "handlungsfelder"
    catalog: str = "katalog"
    dataset: str = "datensatz/"
    indicator: str = "kennzahl/"
    goal: str = "ziel/"
    indicators: str = "kennzahlen"


@dataclass(frozen=True, slots=True)
class ConceptEntry:
    """A thesis or a field of action given in ``dataset.toml`` rather than in Turtle.

    ``matches`` are the IRIs of concepts that mean about the same in a list which does not belong to the town.
    """

    notation: str
    label: Text
    definition: Text
    names: tuple[str, ...] = ()
    matches: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StrategySource:
    """The strategy: a Turtle file beside ``dataset.toml``, or its title, theses and fields right here."""

    file: str = ""
    title: Text = _NO_TEXT
    description: Text = _NO_TEXT
    issued: str = ""
    theses: tuple[ConceptEntry, ...] = ()
    fields: tuple[ConceptEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Expectations:
    """What the town says of its own strategy, to be checked; ``None`` expects nothing."""

    theses: int | None = None
    fields: int | None = None
    max_lost_rows: float = 0.2


@dataclass(frozen=True, slots=True)
class Privacy:
    """What looks personal and is not: role mailboxes, and phrases such as the name of a street or a film."""

    role_mailboxes: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CatalogOptions:
    """How the datasets are described: which there are, how often they change, and where they are to be had.

    ``frequency`` is a code of the EU's list, ``contributor_id`` one of GovData's, ``site`` the address under which
    ``public/`` in the town's output folder is served, ``sparql`` that of its endpoint.
    """

    datasets: tuple[str, ...] = ("roadmap", "strategy")
    frequency: str = "IRREG"
    contributor_id: str = ""
    site: str = ""
    sparql: str = ""


@dataclass(frozen=True, slots=True)
class CkanOptions:
    """A CKAN portal: its address, the town's organization there, and what the names of its datasets begin with."""

    url: str = ""
    organization: str = ""
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class OparlOptions:
    """A council information system that speaks OParl: the address of its system, or of one body in it."""

    url: str = ""


@dataclass(frozen=True, slots=True)
class FolderOptions:
    """A folder of this machine, or one that is mounted here, which a web server serves."""

    path: str = ""


@dataclass(frozen=True, slots=True)
class SftpOptions:
    """A folder on a server with SFTP: where it is, who we are there, and the files with its key and with ours."""

    host: str = ""
    port: int = 0
    path: str = ""
    user: str = ""
    known_hosts: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class WebdavOptions:
    """A folder on a server with WebDAV: its address."""

    url: str = ""


@dataclass(frozen=True, slots=True)
class SparqlOptions:
    """A store of graphs: where it is asked, where it is changed, and where whole graphs are put; and the graph that
    holds the newest edition, ``default`` for the one without a name.
    """

    query: str = ""
    update: str = ""
    graph_store: str = ""
    current: str = ""


@dataclass(frozen=True, slots=True)
class DestinationOptions:
    """Where editions go besides the output folder."""

    ckan: CkanOptions = CkanOptions()
    folder: FolderOptions = FolderOptions()
    sftp: SftpOptions = SftpOptions()
    webdav: WebdavOptions = WebdavOptions()
    sparql: SparqlOptions = SparqlOptions()


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A project taken back on purpose: since when and why. It stays published, marked as withdrawn."""

    since: date
    reason: Text


@dataclass(frozen=True, slots=True)
class SiteOptions:
    """The pages for citizens that each edition brings: whether there are any, the name they bear, the coat of arms (a
    file beside ``dataset.toml``), the accent color, whom to write to about what is said and about barriers, and the
    imprint and the privacy notice, as addresses or in words.
    """

    enabled: bool = True
    name: Text = _NO_TEXT
    logo: str = ""
    accent: str = "#2044aa"
    feedback: str = ""
    accessibility: str = ""
    imprint_url: str = ""
    imprint: Text = _NO_TEXT
    privacy_url: str = ""
    privacy: Text = _NO_TEXT


@dataclass(frozen=True, slots=True)
class Dataset:
    """One town: everything that is true of it alone. Or the vocabulary's own source, which has no ``workbooks``."""

    name: str
    title: Text
    description: Text
    publisher: Publisher
    contact: Contact
    iris: Iris
    license: str
    strategy: StrategySource
    language: str = "de"
    attribution: Text = _NO_TEXT
    notice: Text = _NO_TEXT
    themes: tuple[str, ...] = ("GOVE",)
    keywords: tuple[str, ...] = ()
    workbooks: tuple[str, ...] = ("*.xlsx",)
    geography: Geography = Geography()
    catalog: CatalogOptions = CatalogOptions()
    site: SiteOptions = SiteOptions()
    destinations: DestinationOptions = DestinationOptions()
    columns: ColumnMapping = field(default_factory=ColumnMapping)
    organizations: Organizations = Organizations()
    oparl: OparlOptions = OparlOptions()
    indicators: IndicatorOptions = field(default_factory=IndicatorOptions)
    expectations: Expectations = Expectations()
    privacy: Privacy = Privacy()
    severities: Mapping[str, str] = field(default_factory=dict)
    limits: Limits = _LIMITS
    text: TextHints = _TEXT_HINTS
    schedule: Schedule = field(default_factory=Schedule)
    inbox: InboxOptions = field(default_factory=InboxOptions)
    sources: tuple[Address, ...] = ()
    notices: Notices = field(default_factory=Notices)
    mail: MailOptions = field(default_factory=MailOptions)
    reminders: Reminders = field(default_factory=Reminders)
    retention: Retention = field(default_factory=Retention)
    withdrawn: Mapping[str, Withdrawal] = field(default_factory=dict)

    @property
    def has_roadmap(self) -> bool:
        """Whether it is a town, with a roadmap and a strategy."""
        return bool(self.workbooks)
