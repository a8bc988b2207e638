"""Notices as staff get them, one of each kind; ``python -m tests.notice_cases`` writes down what they say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from pipeline.model.notice import (
    Counts,
    Delivery,
    InHouse,
    Mail,
    Moved,
    NoticeFacts,
    ToldCause,
    causes_of,
)
from pipeline.model.report import Language, Text, ValidationResult
from pipeline.model.workbook import CellRef
from pipeline.render.mails.notice import write_notice
from pipeline.render.mails.of_replies import NOTHING_SAID
from pipeline.town.resources import read_resources

MAILS = Path(__file__).parent / "mails"
TITLES = {
    "BA-02": Text("Neubau des Bürgeramts", "A new citizens' office"),
    "SK-01": Text("Glasfaser für die Grundschulen", "Fibre for the primary schools"),
    "KW-01": Text("Sensoren an den Brücken", "Sensors on the bridges"),
}
_RULES = read_resources().rules.rules
SECRET = "Was in der Zelle steht"


@dataclass(frozen=True)
class Case:
    """The facts, the language and, in the house, what else there is."""

    facts: NoticeFacts
    language: Language = "de"
    in_house: InHouse | None = None

    def mail(self) -> Mail:
        return write_notice(self.facts.kind, self.facts, self.language, self.in_house)


def found(rule: str, *addresses: str) -> tuple[ValidationResult, ...]:
    """Findings of a rule at cells of the sheet "Roadmap"."""
    places = (CellRef("roadmap.xlsx", "Roadmap", at.rstrip("0123456789") or None, _row(at)) for at in addresses)
    broken = _RULES[rule]
    return tuple(ValidationResult(broken, at, broken.message, broken.remedy, value=SECRET) for at in places)


def in_file(causes: tuple[ToldCause, ...], file: str) -> tuple[ToldCause, ...]:
    """The same in another file."""
    return tuple(cause._replace(place=cause.place._replace(file=file)) for cause in causes)


def _row(address: str) -> int | None:
    digits = address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return int(digits) if digits else None


def _causes(*results: tuple[ValidationResult, ...]) -> tuple[ToldCause, ...]:
    return causes_of(result for some in results for result in some)


_BASE = NoticeFacts(
    town="beispielstadt",
    title=Text("Digitale Agenda Beispielstadt", "Digital agenda of Beispielstadt"),
    when=datetime(2026, 11, 22, 9, 15, tzinfo=UTC),
    kind="published",
    contact="Stabsstelle Digitalisierung",
    email="digital@beispielstadt.example",
    file="roadmap.xlsx",
    counts=Counts(projects=17),
)
_WRONG = _causes(found("end-twice", "F17", "F20", "F21", "F22"), found("title-missing", "B9"))
_ODD = _causes(found("start-unreadable", "E4", "E11"))
_LOST = _causes(found("rows-lost", ""), found("column-lost", "1"))
_MOVED = (Moved("added", 1, ("KW-01",)), Moved("changed", 3, ("BA-02", "SK-01")))
_PUBLISHED = replace(
    _BASE,
    version="2026-11-23",
    changes=_MOVED,
    folder="angenommen/roadmap 2026-11-22 10.15",
    link="https://daten.beispielstadt.example/current/index.html",
)
_ACCEPTED = replace(_BASE, kind="accepted", due_at=datetime(2026, 11, 23, 5, tzinfo=UTC))
_REJECTED = replace(
    _BASE,
    kind="rejected",
    counts=Counts(17, 5, 2, 3),
    causes=(*_WRONG, *_ODD),
    folder="abgelehnt/roadmap 2026-11-22 10.15",
)
_HELD = replace(
    _BASE,
    kind="held",
    counts=Counts(13, 2),
    causes=_LOST,
    command='roadmap release beispielstadt roadmap.xlsx --reason "…"',
)
_COPY = replace(_BASE, kind="asked", file="Kopie von roadmap.xlsx", like="roadmap.xlsx", counts=Counts())
_FAILED = replace(
    _BASE,
    kind="failed",
    counts=Counts(),
    detail=Text(
        "Die Datei braucht mehr Arbeitsspeicher, als eine Prüfung haben darf.",
        "The file needs more memory than a check may have.",
    ),
)
_AWAY = Delivery(
    "ckan",
    Text("daten.example: Der Server meldet 503.", "daten.example: the server says 503."),
    datetime(2026, 11, 23, 6, 30, tzinfo=UTC),
)
_NOT_THERE = replace(
    _BASE,
    kind="destination_failed",
    file="",
    version="2026-11-23",
    counts=Counts(),
    deliveries=(Delivery("sftp"), _AWAY),
)
_TROUBLE = replace(
    _BASE,
    kind="trouble",
    file="",
    counts=Counts(),
    detail=Text(
        "Der Eingangsordner ist nicht zu erreichen: das Netzlaufwerk ist weg.",
        "The inbox folder cannot be reached: the network drive is gone.",
    ),
)
_CONFLICT = replace(
    _BASE,
    kind="conflict",
    file="Bürgeramt 2026-11.xlsx",
    like="roadmap.xlsx",
    counts=Counts(),
    causes=_causes(found("end-twice", "F4", "F9")),
)
_DIFFERENCE = "Änderungen (1):\n KW-01\n  Ende: „2026“ → „2027“ (Tiefbauamt, 20.11.2026)\n"
_THANKS = replace(
    _BASE,
    kind="thanks",
    file="AW Umlauf Tiefbau (1).xlsx",
    changes=(Moved("changed", 1, ("KW-01",)), Moved("confirmed", 2, ("BA-02", "SK-01"))),
)
_REPLIES = replace(
    _BASE,
    kind="replies",
    file="AW Umlauf Tiefbau (1).xlsx, Hauptamt.xlsx",
    counts=Counts(),
    changes=(Moved("changed", 1, ("KW-01",)), Moved("dropped", 1, ("SK-01",))),
    command="roadmap merge beispielstadt --release",
)
_DIFFER = replace(_REPLIES, kind="conflict", changes=(Moved("conflict", 1, ("KW-01",)),))
_NOBODY = _RULES["reminder-mailbox-outside"]
_UNREACHED = replace(
    _BASE,
    kind="unreached",
    file="",
    counts=Counts(),
    causes=causes_of(
        [ValidationResult(_NOBODY, CellRef("dataset.toml"), _NOBODY.message, _NOBODY.remedy, value=SECRET)]
    ),
)
_BACK = replace(
    _BASE,
    kind="rolled_back",
    file="",
    counts=Counts(),
    version="2026-11-23.1",
    earlier="2026-11-20",
    detail=Text("Die Beträge waren in der falschen Spalte.", "The amounts were in the wrong column."),
)
_GONE = replace(
    _BASE,
    kind="withdrawn",
    file="",
    counts=Counts(),
    version="2026-11-23.2",
    project="SK-01",
    detail=Text("Der Rat hat es nicht beschlossen.", "The council did not adopt it."),
)
_CHECKED = InHouse(TITLES, ("roadmap.geprueft.xlsx", "pruefbericht.html"))

CASES: Mapping[str, Case] = {
    "published": Case(_PUBLISHED, in_house=InHouse(TITLES)),
    "published-outside": Case(_PUBLISHED),
    "published-with-warnings": Case(
        replace(_PUBLISHED, counts=Counts(17, 0, 2, 1), causes=_ODD, deliveries=(_AWAY,)), in_house=_CHECKED
    ),
    "published-en": Case(_PUBLISHED, "en", InHouse(TITLES)),
    "accepted": Case(_ACCEPTED),
    "accepted-with-warnings": Case(replace(_ACCEPTED, counts=Counts(17, 0, 2), causes=_ODD), in_house=_CHECKED),
    "accepted-en": Case(_ACCEPTED, "en"),
    "rejected": Case(_REJECTED, in_house=_CHECKED),
    "rejected-outside": Case(_REJECTED),
    "rejected-csv": Case(
        replace(_REJECTED, file="roadmap.csv", causes=in_file(_REJECTED.causes, "roadmap.csv")),
        in_house=InHouse(TITLES, ("roadmap.csv.geprueft.xlsx",)),
    ),
    "rejected-en": Case(_REJECTED, "en", _CHECKED),
    "held": Case(_HELD, in_house=_CHECKED),
    "held-en": Case(_HELD, "en", _CHECKED),
    "unchanged": Case(replace(_BASE, kind="unchanged", version="2026-11-20")),
    "asked-copy": Case(_COPY),
    "asked-unknown": Case(replace(_COPY, file="Haushalt 2027.xlsx", like="")),
    "asked-copy-en": Case(_COPY, "en"),
    "failed": Case(_FAILED),
    "failed-en": Case(_FAILED, "en"),
    "destination_failed": Case(_NOT_THERE),
    "destination_failed-en": Case(_NOT_THERE, "en"),
    "destination_recovered": Case(replace(_NOT_THERE, kind="destination_recovered", deliveries=(Delivery("ckan"),))),
    "trouble": Case(_TROUBLE),
    "trouble-en": Case(_TROUBLE, "en"),
    "conflict": Case(_CONFLICT),
    "conflict-of-replies": Case(_DIFFER, in_house=InHouse(TITLES, words=_DIFFERENCE)),
    "thanks": Case(_THANKS, in_house=InHouse(TITLES)),
    "thanks-for-nothing": Case(replace(_THANKS, changes=(), detail=NOTHING_SAID)),
    "thanks-en": Case(_THANKS, "en"),
    "replies": Case(_REPLIES, in_house=InHouse(TITLES, words=_DIFFERENCE)),
    "replies-outside": Case(_REPLIES),
    "replies-en": Case(_REPLIES, "en"),
    "wishes": Case(
        replace(_REPLIES, kind="wishes", command="", changes=(Moved("dropped", 1, ("SK-01",)),)),
        in_house=InHouse(TITLES, words="SK-01 soll entfallen, sagt Hauptamt. Das entscheiden Sie in der Tabelle.\n"),
    ),
    "wishes-en": Case(replace(_REPLIES, kind="wishes", command="", changes=(Moved("dropped", 1, ("SK-01",)),)), "en"),
    "unreached": Case(_UNREACHED),
    "unreached-en": Case(_UNREACHED, "en"),
    "rolled_back": Case(_BACK),
    "rolled_back-en": Case(_BACK, "en"),
    "withdrawn-project": Case(_GONE),
    "withdrawn-edition": Case(replace(_GONE, project="", earlier="2026-11-23")),
}


def as_text(mail: Mail) -> str:
    """A mail as it is read."""
    return f"Betreff: {mail.subject}\nAntwort an: {mail.reply_to}\n\n{mail.text}"


if __name__ == "__main__":
    MAILS.mkdir(exist_ok=True)
    for name, case in CASES.items():
        (MAILS / f"{name}.txt").write_text(as_text(case.mail()), "utf-8")
