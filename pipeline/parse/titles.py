"""What the title of a column means: a text above a table in, the name of a column out.

Titles are compared without case, hyphens and line breaks; of a title in two languages ("Beginn / Start") either part
will do. A number before it, a footnote's mark behind it and a unit in it are set aside where the rest is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field

from pipeline.model.column_mapping import ColumnMapping
from pipeline.model.columns import COLUMNS, FATE_TITLES, Kind
from pipeline.model.report import Text
from pipeline.model.vocabulary import fold_title, nearest

IGNORED = "(ignored)"


@dataclass(frozen=True, slots=True)
class Titles:
    """The mapping, and the column that each folded title means; ``typed`` are titles as people type them, in small
    letters, by which a row of titles is known at a glance.
    """

    mapping: ColumnMapping
    known: Mapping[str, str]
    spellings: Mapping[str, Set[str]]
    typed: Set[str]
    _names: dict[tuple[str, ...], str | None] = field(default_factory=dict)

    def name(self, titles: tuple[str, ...]) -> str | None:
        """Which column is called so: by all rows of the title together, by one of them, or by a part of one."""
        if titles not in self._names:
            if len(self._names) > 10_000:
                self._names.clear()
            plain = _parts(titles)
            bare = (text for part in _parts(titles) for text in _bare(part))
            folded = (fold_title(text) for texts in (plain, bare) for text in texts)
            name = next((self.known[key] for key in folded if key in self.known), None)
            self._names[titles] = None if name and self._is_share(titles, name) else name
        return self._names[titles]

    def _is_share(self, titles: tuple[str, ...], name: str) -> bool:
        """Whether a title that is that of amounts but for a "%" tells of shares."""
        amounts = name in COLUMNS and COLUMNS[name].kind is Kind.AMOUNT
        return amounts and "%" in " ".join(titles) and not any("%" in title for title in self.mapping.titles(name))

    def is_title_of(self, text: str, name: str) -> bool:
        """Whether a text is one of the titles of a column, those in a template among them."""
        return any(fold_title(part) in self.spellings.get(name, ()) for part in (text, *_parts((text,)), *_bare(text)))


def build_titles(mapping: ColumnMapping) -> Titles:
    """From folded titles to the names of columns. What is ignored by name goes before what is known by default."""
    mapped = {name: name in mapping.options for name in COLUMNS}
    defaults = {fold_title(title): name for name in COLUMNS if not mapped[name] for title in COLUMNS[name].title}
    ignored = {fold_title(title): IGNORED for title in (*mapping.ignore, *FATE_TITLES)}
    chosen = {fold_title(title): name for name in COLUMNS if mapped[name] for title in mapping.titles(name)}
    known = {title: name for title, name in (defaults | ignored | chosen).items() if title}
    every = {name: (*mapping.titles(name), *COLUMNS[name].title) for name in COLUMNS}
    spellings = {name: frozenset(map(fold_title, titles)) for name, titles in every.items()}
    typed = frozenset(title.strip().casefold() for titles in every.values() for title in titles) | _EVERYDAY_TYPED
    return Titles(mapping, known, spellings, typed)


def _parts(titles: tuple[str, ...]) -> Iterator[str]:
    """A title as a whole, its rows from the last to the first, and the parts of these in two languages."""
    last_first = titles[::-1]
    yield " ".join(titles)
    yield from last_first
    yield from (part for title in last_first for part in _TWO_LANGUAGES.split(title))


# Not in brackets and not at any slash: "Kosten (T€)" and "Kosten/Jahr" are not "Kosten".
_TWO_LANGUAGES = re.compile(r"\s+/\s+|\s*/?\s*\n\s*")


def _bare(title: str) -> Iterator[str]:
    """A title without its number, without marks of footnotes, and without its unit or the form of its entries."""
    text = _MARKS.sub("", _NUMBER.sub("", title)).strip()
    yield text
    words = _tail(text)
    if words and (says_form(words) or says_unit(words)):
        yield _MARKS.sub("", _TAIL.sub("", text)).strip()


def _tail(title: str) -> str:
    """What a title says in brackets, or after "in", at its end."""
    found = _TAIL.search(title)
    return (found["inner"] or found["word"]) if found else ""


_NUMBER = re.compile(r"^\s*(?:\(?\d{1,2}[.)](?!\d)\)?|\(?[a-z]\)|(?:Sp(?:alte|\.) ?)\d{1,2}[.:)]?)\s*", re.IGNORECASE)
_MARKS = re.compile(r"\s*(?:[*†‡¹²³⁴-⁹]+\)?|\(?\d{1,2}\)|\(?\*+\)|\[\d{1,2}\])+\s*:?\s*$")
_TAIL = re.compile(
    r"\s*(?:[(\[](?P<inner>[^()\[\]]+)[)\]]|[,:]?\s(?P<word>(?:in|Angaben? in)\s[^\s].{0,12}))\s*$", re.IGNORECASE
)


def says_unit(text: str) -> bool:
    """Whether a text is a unit of money, or two.

    >>> says_unit("in T€"), says_unit("Angaben in Mio. EUR"), says_unit("Pflichtfeld")
    (True, True, False)
    """
    return all(_UNIT_WORD.fullmatch(part) for part in re.split(r"\s*/\s*", _IN.sub("", text).strip(" ()[].")))


_IN = re.compile(r"^\s*[(\[]?\s*(?:(?:alle\s+)?(?:angaben?|beträge|betrag)\s+)?(?:in\s+)?", re.IGNORECASE)
_UNIT_WORD = re.compile(
    r"(?:T|k|Tsd\.?|Tausend|Mio\.?|Mill\.?|Millionen|Mrd\.?|Milliarden)?\s*(?:€|EUR|Euro|\$|USD|£|GBP|CHF)"
    r"|Tsd\.?|Tausend|Mio\.?|Mill\.?|Millionen|Mrd\.?|Milliarden",
    re.IGNORECASE,
)


def says_share(text: str) -> bool:
    """Whether a text tells that numbers are shares and no money: "%", "in Prozent"."""
    return bool(_SHARE.fullmatch(text.strip(" ()[].:")))


_SHARE = re.compile(r"(?:(?:angaben? |anteil )?in )?(?:%|prozent|percent|v\. ?h)", re.IGNORECASE)


def says_form(text: str) -> bool:
    """Whether a text tells how cells are to be filled in: "TT.MM.JJJJ", "Pflichtfeld", "ja/nein", "Auswahl"."""
    return bool(_FORM.fullmatch(text.strip(" ()[].:")))


_FORM = re.compile(
    r"(?:(?:format|form|datum|z\. ?b\.)[:\s]+)*(?:"
    r"[tdmjy]{1,4}(?:[./-][tdmjy]{1,4}){1,2}|jjjj|yyyy|hh:mm|datum|jahr|date|year|monat|monat/jahr"
    r"|(?:kurz|frei)?text(?:feld)?|zahl|ganzzahl|nummer|number|betrag|währung|text/zahl"
    r"|pflicht(?:feld|angabe)?|optional|freiwillig|wenn bekannt|falls bekannt|falls vorhanden|required|mandatory"
    r"|ja ?/ ?nein|j/n|yes ?/ ?no|x|auswahl(?:feld|liste)?|bitte (?:aus)?wählen|dropdown|drop-down|liste|siehe liste"
    r"|link|url|https?://(?:…|\.\.\.)?|e-?mail|mehrfachnennung(?:en)? möglich|max\.? \d+ zeichen|einmalig|eindeutig"
    r")(?:[ ,;/]+(?:pflicht(?:feld|angabe)?|optional|auswahl|oder .{1,30}))*",
    re.IGNORECASE,
)


def probable(title: str, mapping: ColumnMapping, used: Iterable[str] = ()) -> str | None:
    """The name of the column that an unknown title probably means: a word of everyday, or near in spelling."""
    taken, whole = set(used), fold_title(title)
    # "Externe Beteiligte" is two letters from "Externe Beteiligung", and something else.
    if known := next((name for name, words in _EVERYDAY.items() if name not in taken and whole in words), None):
        return known
    free = [known for name in COLUMNS if name not in taken for known in mapping.titles(name)]
    for text in (title, *_bare(title), _RENEWED.sub("", title)):
        if near := nearest(text, free):
            return next(name for name in COLUMNS if name not in taken and near in mapping.titles(name))
    return everyday(title, taken) or everyday(_RENEWED.sub("", title), taken)


# What people add to a title when they keep a column anew.
_RENEWED = re.compile(
    r"^\s*(?:neue[rs]?|aktuelle[rs]?|alte[rs]?|new)\s+|[\s,_-]*[(\[]?\b(?:neu|alt|aktuell|aktualisiert|new|20\d\d)\b[)\]]?\s*$",
    re.IGNORECASE,
)


def everyday(title: str, used: Set[str] = frozenset()) -> str | None:
    """The name of the column that people call so when nobody tells them another way."""
    words = {fold_title(text) for text in (title, *_parts((title,)), *_bare(title))}
    return next((name for name, others in _EVERYDAY.items() if name not in used and words & others), None)


def exact(title: str, mapping: ColumnMapping) -> str | None:
    """The name of the column that is called just so, in the mapping or in everyday words."""
    folded = fold_title(title)
    return next((name for name in COLUMNS if folded in map(fold_title, mapping.titles(name))), None) or everyday(title)


def _folded(words: str) -> frozenset[str]:
    return frozenset(map(fold_title, words.split(", ")))


def _dotted(words: Iterable[str]) -> Iterator[str]:
    """Words as people type them in small letters, an abbreviation with its dot and without."""
    for word in words:
        yield word
        yield f"{word}."


# What clerks call these columns when nobody tells them.
_EVERYDAY: Mapping[str, Set[str]] = {
    "id": _folded("Nr, Nummer, lfd Nr, laufende Nummer, ID, Projektnummer, Projekt-ID, Projektnr, Kenn-Nr, Schlüssel,"
                  " Kürzel, Key, Code, Pos, Position, Vorhabennummer, Kennziffer, Kennnummer, Maßnahmennummer"),
    "title": _folded("Projekt, Projektname, Projekttitel, Name, Bezeichnung, Maßnahme, Vorhaben, Name des Projekts,"
                     " Projektbezeichnung, Thema, Name der Maßnahme, Bezeichnung des Vorhabens, Project,"
                     " Name des Vorhabens"),
    "description": _folded("Kurzbeschreibung, Inhalt, Projektbeschreibung, Erläuterung, Ziel, Ziele,"
                           " Beschreibung der Maßnahme"),
    "field": _folded("Handlungsfeld, HF, Bereich, Themenfeld, Schwerpunkt, Kategorie, Feld, Handlungsbereich"),
    "thesis": _folded("These"),
    "status": _folded("Stand der Umsetzung, Umsetzungsstand, Projektstatus, Bearbeitungsstand, Sachstand, Phase"),
    "start": _folded("Start, Projektbeginn, Startdatum, von, Anfang, Projektstart, ab, Laufzeit von, Umsetzungsbeginn"),
    "end": _folded("Projektende, Enddatum, bis, Fertigstellung, Abschluss, Laufzeit bis, geplantes Ende"),
    "lead": _folded("Amt, Zuständig, Zuständigkeit, Verantwortlich, Fachbereich, Dezernat, Projektleitung, Fachamt"),
    "partner": _folded("Partner, Projektpartner, Kooperationspartner, Beteiligte Stellen"),
    "partner_internal": _folded("Interne Beteiligte, Beteiligte intern, Partner intern, Beteiligte Ämter"
                                ", Weitere Ämter, Beteiligte Fachbereiche, Interne Projektpartner, Mitwirkende Ämter"),
    "partner_external": _folded("Externe Beteiligte, Beteiligte extern, Partner extern, Externe Projektpartner,"
                                " Externe Kooperationspartner, Externe Stellen, Partner außerhalb der Verwaltung"),
    "offer_outcome": _folded("Beteiligungsergebnis, Ergebnisse der Beteiligung, Auswertung der Beteiligung,"
                             " Umgang mit den Ergebnissen, Was wurde aufgegriffen"),
    "budget_planned": _folded("Kosten, Budget, Geplante Kosten, Gesamtkosten, Plankosten, Projektkosten, Kosten Plan"),
    "budget_actual": _folded("Istkosten, Tatsächliche Kosten, Ausgaben"),
    "budget_funding": _folded("Fördermittel, Fördersumme, Zuwendung"),
    "budget_own": _folded("Eigenmittel"),
    "funder": _folded("Fördermittelgeber, Förderer"),
    "decision_number": _folded("Vorlagennummer, Vorlage Nr, Vorlagen-Nr, Vorlagennr, Drucksache, Drucksachennummer,"
                               " Beschlussnummer, Beschlussvorlage"),
    "decision_date": _folded("Beschlussdatum, Datum des Beschlusses, Beschluss vom, Beschluss am, Beschlossen"),
    "decision_body": _folded("Beschlussgremium, Gremium, Beschlussorgan, Beschließendes Gremium"),
    "link": _folded("URL, Website, Webseite, Internet"),
    "contact": _folded("E-Mail, Ansprechpartner, Email, Mail"),
    "modified": _folded("Datenstand, letzte Änderung, aktualisiert, zuletzt aktualisiert"),
}  # fmt: skip


_EVERYDAY_TYPED = frozenset(_dotted(word for words in _EVERYDAY.values() for word in words))


def listed(titles: Sequence[str], mapping: ColumnMapping) -> Text:
    """Titles, each with what it would be taken for where that is another word."""
    named = [(title, probable(title, mapping)) for title in titles[:12]]
    others = [(title, name if name and title not in mapping.titles(name) else None) for title, name in named]
    told = [(title, mapping.title(name) if name else None) for title, name in others]
    german = ", ".join(f"„{title}“ (wohl {meant.de})" if meant else f"„{title}“" for title, meant in told)
    english = ", ".join(f"“{title}” (probably {meant.en})" if meant else f"“{title}”" for title, meant in told)
    return Text(german, english)
