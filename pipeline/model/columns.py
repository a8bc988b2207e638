"""The columns that a roadmap may have, each with all that the stages need to know of it.

The columns are data, and the code that parses, lifts and renders is a small interpreter of them: to learn what a
roadmap can say, read ``COLUMNS``; to let it say more, add to them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import NamedTuple

from pipeline.model.report import Text


class Kind(Enum):
    """What a cell of a column holds."""

    KEY = auto()
    TEXT = auto()
    CONCEPT = auto()
    CONCEPTS = auto()
    PERIOD = auto()
    AMOUNT = auto()
    NAMES = auto()
    LINK = auto()
    EMAIL = auto()
    REFERENCE = auto()
    PAPERS = auto()


class Values(NamedTuple):
    """Where the values stand that a project may have several of: a table with a row for each, its title and its column.

    ``summary`` is the column that lists them in the table of projects, if one does.
    """

    table: str
    title: Text
    column: str
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in ``dataset.toml``, what its cells hold, its title, and what staff are told of it.

    ``predicate`` is what a cell says of its project, in its own words; without one it says it of a part of the project,
    as ``lift/`` knows. With one it has its place in the table of projects, or else where ``values`` says.

    ``scheme`` names the list that a concept comes from, ``language`` the language of its text where it is not the
    dataset's own, ``budget_kind`` the notation of the kind of budget in a column that holds amounts of one kind.
    ``single`` dates are no period; ``several`` of them may stand in a cell, parted by semicolons. ``longest`` is how
    many characters a text may have before it is too long, ``width`` how wide the column is where that does not follow
    from its kind. Staff of a town that has not named its columns are
    asked for what is ``usual``.
    """

    name: str
    kind: Kind
    title: Text
    hint: Text
    example: Text
    predicate: str = ""
    values: Values | None = None
    scheme: str = ""
    language: str = ""
    budget_kind: str = ""
    single: bool = False
    several: bool = False
    longest: int = 0
    width: int = 0
    usual: bool = False


class PeriodColumns(NamedTuple):
    """A period that two columns tell: its path below the project, and which column is its beginning, which its end."""

    path: str
    opening: str
    closing: str

    @property
    def columns(self) -> tuple[str, str]:
        """Both columns, the beginning first."""
        return self.opening, self.closing


PROJECT_PERIOD = PeriodColumns("period", "start", "end")
OFFER_PERIOD = PeriodColumns("offer/period", "offer_start", "offer_end")
PERIODS = (PROJECT_PERIOD, OFFER_PERIOD)

DECISION_COLUMNS = ("decision_number", "decision_date", "decision_body", "decision")
"""What is said of the decisions behind a project: the first of each column belong together, and the second."""

REQUIRED_COLUMNS = ("id", "title", "field")

FATE_TITLES = ("Verbleib in der Roadmap", "Vermerk zum Verbleib in der Roadmap")
"""What the workbook of an edition calls its column for what became of a project, the first that means nothing else. It
holds nothing that was typed: readers pass it by.
"""


def _columns(*columns: Column) -> Mapping[str, Column]:
    return {column.name: column for column in columns}


def _same(words: str) -> Text:
    return Text(words, words)


COLUMNS: Mapping[str, Column] = _columns(
    Column("id", Kind.KEY, Text("Kennung", "Identifier"),
           Text("Einmal vergeben, nie geändert, nie wieder verwendet, zum Beispiel 2026-01.",
                "Given once, never changed, never used again, for instance 2026-01."),
           _same("2026-01"), longest=40, usual=True),
    Column("title", Kind.TEXT, Text("Titel", "Title"),
           Text("Kurzer Name des Projekts.", "A short name of the project."),
           Text("Glasfaser für die Grundschulen", "Fibre for the primary schools"), predicate="dcterms:title",
           longest=200, width=30, usual=True),
    Column("title_en", Kind.TEXT, Text("Titel (englisch)", "Title (English)"),
           Text("Der Name auf Englisch, wenn es einen gibt.", "The name in English, if there is one."),
           _same("Fibre for the primary schools"), predicate="dcterms:title", language="en", width=30),
    Column("description", Kind.TEXT, Text("Beschreibung", "Description"),
           Text("Ein bis drei Sätze. Keine Namen, Telefonnummern oder persönlichen E-Mail-Adressen.",
                "One to three sentences. No names, telephone numbers or personal e-mail addresses."),
           Text("Alle Grundschulen erhalten bis Mitte 2027 einen Glasfaseranschluss.",
                "All primary schools are connected to the fibre network by mid-2027."),
           predicate="dcterms:description", width=52, usual=True),
    Column("description_en", Kind.TEXT, Text("Beschreibung (englisch)", "Description (English)"),
           Text("Die Beschreibung auf Englisch, wenn es eine gibt.", "The description in English, if there is one."),
           _same("All primary schools are connected to the fibre network by mid-2027."),
           predicate="dcterms:description", language="en", width=52),
    Column("field", Kind.CONCEPTS, Text("Handlungsfelder", "Fields of action"),
           Text("Mindestens eines; mehrere mit Semikolon trennen. Name oder Nummer.",
                "At least one; separate several by semicolons. Name or number."),
           _same("1; 3"), predicate="ds:fieldOfAction",
           values=Values("project-fields", Text("Handlungsfelder", "Fields of action"), "field", "fields"),
           scheme="field", usual=True),
    Column("thesis", Kind.CONCEPTS, Text("Thesen", "Theses"),
           Text("Wenn es passt: Nummern, mit Semikolon getrennt.", "Where it fits: numbers, separated by semicolons."),
           _same("1; 4"), predicate="ds:thesis",
           values=Values("project-theses", Text("Thesen", "Theses"), "thesis", "theses"), scheme="thesis", usual=True),
    Column("status", Kind.CONCEPT, Text("Status", "Status"),
           Text("Ein Wert aus der Liste.", "One value of the list."),
           Text("laufend", "running"), predicate="ds:status", scheme="status", usual=True),
    Column("status_date", Kind.PERIOD, Text("Status seit", "Status since"),
           Text("Seit wann der Status gilt.", "Since when the status holds."),
           _same("06/2026"), single=True),
    Column("status_reason", Kind.TEXT, Text("Grund für den Status", "Reason for the status"),
           Text("Warum zum Beispiel pausiert oder abgebrochen wurde.", "Why it was paused or cancelled, for instance."),
           Text("Die Förderung ist noch nicht bewilligt.", "The funding has not been granted yet.")),
    Column("start", Kind.PERIOD, Text("Beginn", "Start"),
           Text("So genau wie bekannt: 05.06.2026, 06/2026, 2026, Mitte 2026.", "As precise as known: 2026-06, 2026."),
           _same("05.06.2026"), usual=True),
    Column("end", Kind.PERIOD, Text("Ende", "End"),
           Text("So genau wie bekannt; leer, wenn offen.", "As precise as known; empty when open."),
           Text("Mitte 2027", "mid-2027"), usual=True),
    Column("plan_reason", Kind.TEXT, Text("Grund für Änderungen", "Reason for changes"),
           Text("Warum sich Beginn, Ende oder Kosten zuletzt geändert haben.",
                "Why the start, the end or the cost changed the last time."),
           Text("Die Ausschreibung musste wiederholt werden.", "The call for tenders had to be repeated."),
           predicate="ds:planReason", width=40, usual=True),
    Column("lead", Kind.NAMES, Text("Federführung", "Lead"),
           Text("Das zuständige Amt oder die Stelle, keine Person.", "The office in charge, not a person."),
           Text("Schulamt", "School office"), predicate="ds:lead",
           values=Values("project-leads", Text("Federführung", "Lead"), "organization", "lead"), usual=True),
    Column("partner", Kind.NAMES, Text("Beteiligte", "Partners"),
           Text("Wer sonst mitwirkt, mit Semikolon getrennt, wenn nicht nach innen und außen getrennt wird.",
                "Who else takes part, separated by semicolons, where inside and outside are not told apart."),
           Text("Volkshochschule; Stadtwerke", "Adult education centre; Utilities"), predicate="ds:partner",
           values=Values("project-partners", Text("Beteiligte", "Partners"), "organization", "partners")),
    Column("partner_internal", Kind.NAMES, Text("Interne Partner", "Internal partners"),
           Text("Mitwirkende Ämter und eigene Stellen der Stadt, mit Semikolon getrennt.",
                "Offices and bodies of the town itself that take part, separated by semicolons."),
           Text("Hauptamt; Stadtbücherei", "Main office; Public library"), predicate="ds:internalPartner",
           values=Values("project-internal-partners", Text("Interne Partner", "Internal partners"), "organization",
                         "internal_partners"), usual=True),
    Column("partner_external", Kind.NAMES, Text("Externe Partner", "External partners"),
           Text("Organisationen außerhalb der Verwaltung, mit Semikolon getrennt; keine Personen.",
                "Organizations outside the administration, separated by semicolons; no persons."),
           Text("Handwerkskammer; Stadtsportbund", "Chamber of crafts; Sports association"),
           predicate="ds:externalPartner",
           values=Values("project-external-partners", Text("Externe Partner", "External partners"), "organization",
                         "external_partners"), usual=True),
    Column("participation", Kind.CONCEPT, Text("Externe Beteiligung", "External participation"),
           Text("Ja oder nein.", "Yes or no."),
           Text("ja", "yes"), predicate="ds:participation", scheme="participation", width=18, usual=True),
    Column("offer", Kind.LINK, Text("Beteiligungsangebot", "Offer to take part"),
           Text("Die Adresse der Seite, auf der man mitmachen kann.",
                "The address of the page where people can join in."),
           Text("https://www.example.org/mitmachen", "https://www.example.org/join-in"), usual=True),
    Column("offer_start", Kind.PERIOD, Text("Beteiligung von", "Offer from"),
           Text("Der erste Tag des Angebots.", "The first day of the offer."),
           _same("01.09.2026")),
    Column("offer_end", Kind.PERIOD, Text("Beteiligung bis", "Offer until"),
           Text("Der letzte Tag des Angebots.", "The last day of the offer."),
           _same("30.09.2026")),
    Column("offer_outcome", Kind.TEXT, Text("Ergebnis der Beteiligung", "Outcome of participation"),
           Text("Was aufgegriffen wurde, was nicht und warum.", "What was taken up, what was not, and why."),
           Text("Längere Öffnungszeiten sind aufgegriffen; ein Nachtbus nicht, denn dafür ist der Kreis zuständig.",
                "Longer opening hours were taken up; a night bus was not, for that is up to the county."),
           width=40, usual=True),
    Column("no_offer_reason", Kind.TEXT, Text("Warum keine Beteiligung", "Why no offer"),
           Text("Wenn es kein Angebot gibt: der Grund.", "Where there is no offer: the reason."),
           Text("Es geht allein um Abläufe der Verwaltung.", "It is all about the administration's routines."),
           predicate="ds:noOfferReason"),
    Column("budget_planned", Kind.AMOUNT, Text("Kosten geplant", "Planned cost"),
           Text("In Euro, zum Beispiel 25.000.", "In euros, for instance 25000."),
           Text("25.000", "25000"), budget_kind="planned", usual=True),
    Column("budget_actual", Kind.AMOUNT, Text("Kosten Ist", "Actual cost"),
           Text("In Euro.", "In euros."),
           Text("25.000", "25000"), budget_kind="actual"),
    Column("budget_funding", Kind.AMOUNT, Text("Förderung", "Funding"),
           Text("In Euro.", "In euros."),
           Text("25.000", "25000"), budget_kind="funding", usual=True),
    Column("budget_own", Kind.AMOUNT, Text("Eigenanteil", "Own share"),
           Text("In Euro.", "In euros."),
           Text("25.000", "25000"), budget_kind="own-share"),
    Column("budget", Kind.AMOUNT, Text("Betrag", "Amount"),
           Text("Ein Betrag, dessen Art daneben steht.", "An amount whose kind stands beside it."),
           Text("25.000", "25000")),
    Column("budget_kind", Kind.CONCEPT, Text("Art des Betrags", "Kind of amount"),
           Text("Ein Wert aus der Liste.", "One value of the list."),
           Text("Ist", "actual"), scheme="budget-kind"),
    Column("funder", Kind.NAMES, Text("Fördergeber", "Funder"),
           Text("Wer fördert.", "Who funds it."),
           Text("Land", "Federal state"), predicate="schema:funder",
           values=Values("project-funders", Text("Fördergeber", "Funders"), "organization", "funders"), usual=True),
    Column("decision", Kind.LINK, Text("Beschluss", "Decision"),
           Text("Die Adresse der Vorlage im Ratsinformationssystem.", "The address of the council paper."),
           Text("https://ratsinfo.example.org/vorlage/123", "https://council.example.org/paper/123")),
    Column("decision_number", Kind.PAPERS, Text("Vorlage", "Council paper"),
           Text("Die Nummer der beschlossenen Vorlage; mehrere mit Semikolon trennen.",
                "The number of the paper that was adopted; separate several by semicolons."),
           _same("V/2026/0123")),
    Column("decision_date", Kind.PERIOD, Text("Beschlossen am", "Decided on"),
           Text("Wann beschlossen wurde; mehrere in der Reihenfolge der Vorlagen, mit Semikolon getrennt.",
                "When it was decided; several in the order of the papers, separated by semicolons."),
           _same("14.03.2026"), single=True, several=True),
    Column("decision_body", Kind.NAMES, Text("Beschlossen von", "Decided by"),
           Text("Welches Gremium; mehrere in der Reihenfolge der Vorlagen, mit Semikolon getrennt.",
                "Which body; several in the order of the papers, separated by semicolons."),
           Text("Rat", "Council")),
    Column("link", Kind.LINK, Text("Link", "Link"),
           Text("Eine Seite über das Projekt, mit https://.", "A page about the project, with https://."),
           Text("https://www.example.org/glasfaser", "https://www.example.org/fibre"), predicate="foaf:page",
           values=Values("project-links", Text("Links", "Links"), "link"), usual=True),
    Column("homepage", Kind.LINK, Text("Webseite des Projekts", "Homepage"),
           Text("Die eigene Seite des Projekts, mit https://.", "The project's own site, with https://."),
           Text("https://glasfaser.example.org", "https://fibre.example.org"), predicate="ds:website"),
    Column("contact", Kind.EMAIL, Text("Kontakt", "Contact"),
           Text("Ein Funktionspostfach, keine persönliche Adresse.", "A role mailbox, no personal address."),
           Text("digital@stadt.example", "digital@town.example"), usual=True),
    Column("replaced_by", Kind.REFERENCE, Text("Ersetzt durch", "Replaced by"),
           Text("Die Kennung des Projekts, das es fortsetzt.", "The identifier of the project that continues it."),
           _same("2026-02"), predicate="dcterms:isReplacedBy"),
    Column("created", Kind.PERIOD, Text("Angelegt", "Created"),
           Text("Wann die Zeile angelegt wurde.", "When the row was made."),
           _same("01/2026"), predicate="dcterms:created", single=True),
    Column("modified", Kind.PERIOD, Text("Stand", "As of"),
           Text("Wann die Angaben zuletzt geprüft wurden.", "When the facts were last checked."),
           _same("11/2026"), predicate="dcterms:modified", single=True, usual=True),
)  # fmt: skip
