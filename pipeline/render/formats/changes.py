"""What changed between two editions, in plain words and as RDF."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from pipeline.model.comparison import Change, Comparison, ThingChange
from pipeline.model.graph import Triple, curie, literal
from pipeline.model.report import Language, Text
from pipeline.model.vocabulary import expand


def in_words(comparison: Comparison, language: Language) -> str:
    """The comparison as Markdown: each thing with its changes, one a line."""
    words = _WORDS[language]
    lines = [f"# {words['title'].format(before=comparison.before, after=comparison.after)}", ""]
    if reason := comparison.reason.in_(language):
        lines += [reason, ""]
    elif not comparison.things:
        lines += [words["nothing"], ""]
    for kind in ("added", "removed", "changed"):
        chosen = [thing for thing in comparison.things if thing.kind == kind]
        if chosen:
            lines += [f"## {words[kind]} ({len(chosen)})", "", *_told(chosen, language, words), ""]
    return "\n".join(lines)


def in_short(comparison: Comparison) -> Text:
    """The comparison as a text without markup; a count for each kind where it would be long."""
    reason, told = comparison.reason, Text(_in_short(comparison, "de"), _in_short(comparison, "en"))
    if not comparison.things:
        return reason if reason.de else told
    return Text(f"{reason.de} {told.de}".strip(), f"{reason.en} {told.en}".strip())


def _in_short(comparison: Comparison, language: Language) -> str:
    words, kinds = _WORDS[language], ("added", "removed", "changed")
    chosen = {kind: [thing for thing in comparison.things if thing.kind == kind] for kind in kinds}
    if not comparison.things:
        return words["nothing"]
    if len(comparison.things) > _LONGEST:
        return ". ".join(f"{words[kind]}: {len(things)}" for kind, things in chosen.items() if things) + "."
    named = ("; ".join(" ".join(thing.name.in_(language).split()) for thing in things) for things in chosen.values())
    return ". ".join(f"{words[kind]}: {names}" for kind, names in zip(kinds, named, strict=True) if names) + "."


def _told(things: Iterable[ThingChange], language: Language, words: Mapping[str, str]) -> Iterator[str]:
    for thing in things:
        key = f" ({_in_markdown(thing.key)})" if thing.key else ""
        yield f"- {_in_markdown(thing.name.in_(language))}{key}"
        yield from (f"  - {_sentence(change, language, words)}" for change in thing.changes)


def _sentence(change: Change, language: Language, words: Mapping[str, str]) -> str:
    """One change in words: ``Ende: bisher „Ende 2027“, neu „Mitte 2028“``."""
    before, after = (_quoted(side, language, words) for side in (change.before, change.after))
    said = "now" if len(before) + len(after) < _LONGEST_PAIR else "new text"
    form = words[said if before and after else "new" if after else "gone"]
    return f"{change.property.in_(language)}: {form.format(before=before, after=after)}"


def _quoted(values: Iterable[Text], language: Language, words: Mapping[str, str]) -> str:
    return ", ".join(words["quoted"].format(_in_markdown(value.in_(language))) for value in values)


def _in_markdown(text: str) -> str:
    """A value on one line, in which nothing is taken for a link, a tag or a list."""
    return re.sub(r"([\\`\[\]<>])", r"\\\1", " ".join(text.split()))


def as_rdf(comparison: Comparison, base: str, made_at: datetime) -> tuple[Triple, ...]:
    """The comparison as a change set of the vocabulary http://purl.org/vocab/changeset/schema#, statements reified."""
    change_set = f"<{base}aenderung/{comparison.after}>"
    triples = [
        Triple(change_set, _TYPE, f"<{_CS}ChangeSet>"),
        Triple(change_set, f"<{_CS}createdDate>", literal(made_at.isoformat(), datatype=expand("xsd:dateTime"))),
        Triple(change_set, f"<{_CS}changeReason>", literal(f"{comparison.before} → {comparison.after}")),
    ]
    if comparison.reason.de:
        reasons = (literal(comparison.reason.in_(code), language=code) for code in ("de", "en"))
        triples += [Triple(change_set, f"<{_CS}changeReason>", reason) for reason in reasons]
    for side, name in ((comparison.added, "addition"), (comparison.removed, "removal")):
        for number, triple in enumerate(side, start=1):
            statement = f"{change_set[:-1]}/{name}/{number}>"
            triples += [
                Triple(change_set, f"<{_CS}{name}>", statement),
                Triple(statement, _TYPE, curie("rdf:Statement")),
                Triple(statement, curie("rdf:subject"), triple.subject),
                Triple(statement, curie("rdf:predicate"), triple.predicate),
                Triple(statement, curie("rdf:object"), triple.object),
            ]
    return tuple(sorted(triples))


_CS = "http://purl.org/vocab/changeset/schema#"
_LONGEST, _LONGEST_PAIR = 10, 120
_TYPE = curie("rdf:type")
_WORDS: Mapping[Language, Mapping[str, str]] = {
    "de": {
        "title": "Was sich geändert hat: {before} → {after}",
        "nothing": "Nichts hat sich geändert.",
        "added": "Neu",
        "removed": "Nicht mehr enthalten",
        "changed": "Geändert",
        "now": "bisher {before}, neu {after}",
        "new": "neu {after}",
        "gone": "entfernt, bisher {before}",
        "new text": "neu gefasst als {after}",
        "quoted": "„{}“",
    },
    "en": {
        "title": "What changed: {before} → {after}",
        "nothing": "Nothing has changed.",
        "added": "New",
        "removed": "No longer included",
        "changed": "Changed",
        "now": "{before} before, now {after}",
        "new": "new {after}",
        "gone": "removed, {before} before",
        "new text": "reworded as {after}",
        "quoted": "“{}”",
    },
}
