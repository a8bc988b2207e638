"""What staff are told of a file or an edition: the facts of one notice, as a value and as JSON.

Facts are kept until they are sent, so they hold no text of a cell: rules, places, counts and keys of projects. What
else is told in the house, the titles of projects, is handed to whoever writes the notice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from pipeline.model.causes import Cause, Run, group, remedy_without_values
from pipeline.model.columns import COLUMNS
from pipeline.model.comparison import Comparison
from pipeline.model.report import NOTHING, Severity, Text, ValidationReport, ValidationResult
from pipeline.model.routine import Notices

KINDS = (
    *("published", "accepted", "rejected", "held", "unchanged", "asked", "failed"),
    *("destination_failed", "destination_recovered", "trouble", "conflict", "rolled_back", "withdrawn"),
    *("thanks", "replies", "wishes", "unreached"),
)
"""What a notice can be about."""


class Counts(NamedTuple):
    """How many projects a file or an edition has, and how many findings of each severity."""

    projects: int = 0
    errors: int = 0
    warnings: int = 0
    notes: int = 0


_NO_COUNTS = Counts()


class Place(NamedTuple):
    """Cells of one sheet of a file, in short: ``("E17", "E20–E21")``; ``E`` is a column, ``17`` a row.

    No cells are the whole sheet, no sheet is the whole file.
    """

    file: str
    sheet: str
    cells: tuple[str, ...]


class ToldCause(NamedTuple):
    """One thing to do: the rule, its title and remedy, how often it is broken, and where."""

    rule: str
    severity: Severity
    title: Text
    remedy: Text
    number: int
    place: Place


class Moved(NamedTuple):
    """What came, went or changed: how many things, and the keys of those that are projects."""

    kind: str
    number: int
    keys: tuple[str, ...] = ()


class Delivery(NamedTuple):
    """A destination: its name in the settings; why it does not have the edition, and when that is tried again."""

    destination: str
    trouble: Text = NOTHING
    again_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """One notice. ``town`` is the town's short name, ``title`` that of its roadmap.

    ``file`` is the name as it was dropped, ``like`` the name that it may have been meant to bear, ``folder`` where the
    file lies now, within the inbox. ``earlier`` is the edition that holds again or that was withdrawn, ``project`` the
    key of a project that was. ``detail`` says what went wrong or why, in words fit for staff, ``command`` how an
    operator goes on. ``due_at`` is when it will be published.
    """

    town: str
    title: Text
    when: datetime
    kind: str
    contact: str
    email: str
    time_zone: str = "Europe/Berlin"
    file: str = ""
    like: str = ""
    folder: str = ""
    counts: Counts = _NO_COUNTS
    causes: tuple[ToldCause, ...] = ()
    changes: tuple[Moved, ...] = ()
    version: str = ""
    earlier: str = ""
    project: str = ""
    link: str = ""
    detail: Text = NOTHING
    command: str = ""
    due_at: datetime | None = None
    deliveries: tuple[Delivery, ...] = ()

    @property
    def failures(self) -> tuple[Delivery, ...]:
        """The destinations that do not have the edition."""
        return tuple(delivery for delivery in self.deliveries if delivery.trouble.de)


class Mail(NamedTuple):
    """A notice in words, and the mailbox that answers go to."""

    subject: str
    text: str
    reply_to: str = ""


@dataclass(frozen=True, slots=True)
class InHouse:
    """What a mailbox in the house gets besides: the titles of projects by their keys, names of files attached, and the
    difference that answers make, in words.
    """

    titles: Mapping[str, Text]
    attached: tuple[str, ...] = ()
    words: str = ""


def is_internal(mailbox: str, notices: Notices) -> bool:
    """Whether a mailbox is in the house: of one of the domains that the town calls so, and of no other below them.

    >>> is_internal("digital@Stadt.example", Notices(internal=("stadt.example",)))
    True
    >>> is_internal("digital@not-stadt.example", Notices(internal=("stadt.example",)))
    False
    """
    domain = mailbox.rpartition("@")[2].casefold()
    return domain in {internal.casefold() for internal in notices.internal}


def counts_of(report: ValidationReport, projects: int) -> Counts:
    """The figures of a report."""
    return Counts(projects, *(report.count(severity) for severity in Severity))


def causes_of(results: Iterable[ValidationResult]) -> tuple[ToldCause, ...]:
    """What there is to do, the gravest first, without a text of any cell."""
    return tuple(map(_told, group(results)))


def _told(cause: Cause) -> ToldCause:
    cells = tuple(filter(None, map(_cells, cause.runs)))
    remedy = remedy_without_values(cause, _OUR_TITLES)
    place = Place(cause.cell.file, cause.cell.sheet or "", cells)
    return ToldCause(cause.rule.id, cause.severity, cause.rule.title, remedy, cause.count, place)


def _cells(run: Run) -> str:
    first, last = run
    return first.address if first == last else f"{first.address}–{last.address}"


# What a column is called in every town's template is nobody's secret; what else stands in a header may be.
_OUR_TITLES = frozenset(title for column in COLUMNS.values() for title in column.title)


def changes_of(comparison: Comparison) -> tuple[Moved, ...]:
    """What changed, without a text of any cell: new, gone and changed things with the keys of the projects."""
    return tuple(
        Moved(kind, len(things), tuple(thing.key for thing in things if thing.key))
        for kind in ("added", "removed", "changed")
        if (things := [thing for thing in comparison.things if thing.kind == kind])
    )


def titles_of(comparison: Comparison) -> Mapping[str, Text]:
    """What the projects are called that changed, by their keys."""
    return {thing.key: thing.name for thing in comparison.things if thing.key}


def as_json(facts: NoticeFacts) -> dict[str, Any]:
    """The facts as JSON has them: texts in both languages, moments in UTC."""
    return {name: _plain(value) for name, value in asdict(facts).items()}


def payload_of(facts: NoticeFacts, mail: Mail, notice_id: str) -> dict[str, Any]:
    """What a webhook gets: the facts, and the notice in words. The same id is the same notice."""
    return {"id": notice_id, "subject": mail.subject, "text": mail.text, **as_json(facts)}


def _plain(value: Any) -> Any:
    if isinstance(value, Text):
        return {"de": value.de, "en": value.en}
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return {name: _plain(part) for name, part in value._asdict().items()}
    return [_plain(part) for part in value] if isinstance(value, tuple) else value


def from_json(said: Mapping[str, Any]) -> NoticeFacts:
    """The facts that ``as_json`` wrote."""
    return NoticeFacts(
        **{
            **said,
            "title": Text(**said["title"]),
            "when": datetime.fromisoformat(said["when"]),
            "counts": Counts(**said["counts"]),
            "causes": tuple(map(_cause, said["causes"])),
            "changes": tuple(Moved(moved["kind"], moved["number"], tuple(moved["keys"])) for moved in said["changes"]),
            "detail": Text(**said["detail"]),
            "due_at": _moment(said["due_at"]),
            "deliveries": tuple(
                Delivery(it["destination"], Text(**it["trouble"]), _moment(it["again_at"])) for it in said["deliveries"]
            ),
        }
    )


def _cause(said: Mapping[str, Any]) -> ToldCause:
    place = Place(said["place"]["file"], said["place"]["sheet"], tuple(said["place"]["cells"]))
    title, remedy = Text(**said["title"]), Text(**said["remedy"])
    return ToldCause(said["rule"], Severity(said["severity"]), title, remedy, said["number"], place)


def _moment(said: str | None) -> datetime | None:
    return datetime.fromisoformat(said) if said else None
