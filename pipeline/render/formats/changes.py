"""What changed between two editions, in plain words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from pipeline.model.comparison import Change, Comparison, ThingChange
from pipeline.model.graph import language_of, literal_text
from pipeline.model.report import Language, Text


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
        return " ".join(f"{words[kind]}: {len(things)}." for kind, things in chosen.items() if things)
    named = ("; ".join(" ".join(thing.name.in_(language).split()) for thing in things) for things in chosen.values())
    return " ".join(closed(f"{words[kind]}: {names}") for kind, names in zip(kinds, named, strict=True) if names)


def closed(words: str) -> str:
    """Words as a sentence: with a full stop, unless they end in a mark of their own, as a title may."""
    return words if words.rstrip('”“"').endswith((".", "!", "?", "…")) else f"{words}."


def _told(things: Iterable[ThingChange], language: Language, words: Mapping[str, str]) -> Iterator[str]:
    for thing in things:
        key = f" ({_in_markdown(thing.key)})" if thing.key else ""
        yield f"- {_in_markdown(thing.name.in_(language))}{key}"
        yield from (f"  - {_in_markdown(sentence(change, language))}" for change in thing.changes)


def headline(thing: ThingChange) -> Text:
    """That a thing is new or gone, in words."""
    return Text(*(f"{_WORDS[code][thing.kind]}: {' '.join(thing.name.in_(code).split())}" for code in ("de", "en")))


def sentence(change: Change, language: Language) -> str:
    """One change in words: ``Ende: bisher „Ende 2027“, neu „Mitte 2028“. Grund: „Die Lieferung verspätet sich.“``."""
    words = _WORDS[language]
    before, after = (_quoted((value.in_(language) for value in side), words) for side in (change.before, change.after))
    said = "now" if len(before) + len(after) < _LONGEST_PAIR else "new text"
    form = words[said if before and after else "new" if after else "gone"]
    told = f"{' '.join(change.property.in_(language).split())}: {form.format(before=before, after=after)}"
    reasons = _quoted((_in_one(reason, language) for reason in change.reasons), words)
    return f"{told}. {words['reason'].format(reasons)}" if reasons else told


def _quoted(values: Iterable[str], words: Mapping[str, str]) -> str:
    return ", ".join(words["quoted"].format(" ".join(value.split())) for value in values)


def _in_one(reason: Iterable[str], language: Language) -> str:
    """A reason in a language, or in the one in which it was given."""
    said = {language_of(term): literal_text(term) for term in reason}
    return said.get(language) or next(iter(said.values()))


def _in_markdown(text: str) -> str:
    """A value on one line, in which nothing is taken for a link, a tag or a list."""
    return re.sub(r"([\\`\[\]<>])", r"\\\1", " ".join(text.split()))


_LONGEST, _LONGEST_PAIR = 10, 120
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
        "reason": "Grund: {}",
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
        "reason": "Reason: {}",
    },
}
