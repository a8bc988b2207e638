"""What looks personal in a text: found by the patterns of the rules, cleared by the town, masked in findings.

A finding must not spread what it warns of, and no other finding may show it in passing. The first group of a pattern is
what stands before the match and is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from urllib.parse import unquote

from pipeline.model.dataset import Dataset
from pipeline.model.report import Text, ValidationResult
from pipeline.model.rules import RuleBook

MASK = "•••"
_GAP = " ¦ "  # no pattern reaches across it
# What a pattern may take with it to see that a name ends: a sign, or the first letter of the next word.
_BEHIND = re.compile(r"(?: [a-zäöü(])?[ .,;:()/–“”\"\n-]*$")


@dataclass(frozen=True, slots=True)
class Privacy:
    """The patterns of all that looks personal, and the phrases that the town says are not."""

    pattern: str
    cleared: re.Pattern[str]
    _masked: dict[str, str] = field(default_factory=dict, init=False, repr=False, compare=False)

    def is_cleared(self, text: str, pattern: str) -> bool:
        """Whether nothing of ``pattern`` is left in a text once the cleared phrases are taken out."""
        return not re.search(pattern, self.cleared.sub(_GAP, text))

    def masked(self, text: str) -> str:
        """The text without what looks personal and is not cleared."""
        found = self._masked.get(text)
        if found is None:
            found = self._masked[text] = self._without(text)
        return found

    def _without(self, text: str) -> str:
        """Masked again and again, for what stands behind one match may be what has to stand before another."""
        masked = re.sub(self.pattern, self._mask, text)
        return text if masked == text else self._without(masked)

    def _mask(self, match: re.Match[str]) -> str:
        """A match as it may be shown: what stands before and behind it stays."""
        before = next(group for group in match.groups() if group is not None)
        behind = _BEHIND.search(match[0])[0]  # type: ignore[index]  # it matches nothing, too
        return match[0] if self.is_cleared(self._around(match), self.pattern) else f"{before}{MASK}{behind}"

    def _around(self, match: re.Match[str]) -> str:
        """A match, with the cleared phrases that reach beyond it."""
        start, end = match.span()
        for phrase in self.cleared.finditer(match.string):
            if phrase.start() < match.end() and match.start() < phrase.end():
                start, end = min(start, phrase.start()), max(end, phrase.end())
        return match.string[start:end]


def build_privacy(dataset: Dataset, rules: RuleBook) -> Privacy:
    """What the rules and the town say of personal data."""
    patterns = dict.fromkeys(rule.forbidden for rule in rules.rules.values() if rule.forbidden)
    phrases = {*dataset.privacy.role_mailboxes, dataset.contact.email, *dataset.privacy.allowed} - {""}
    bounded = (_bounded(phrase) for phrase in sorted(phrases, key=lambda phrase: (-len(phrase), phrase)))
    return Privacy("|".join(patterns) or _NEVER, re.compile("|".join(bounded) or _NEVER, re.IGNORECASE))


_NEVER = "(?!)"


def _bounded(phrase: str) -> str:
    """A phrase as a whole: clearing ``team@town.example`` clears neither ``my-team@…`` nor ``…@town.example.org``."""
    before, after = (r"[\w.+%-]", r"[\w-]|\.\w") if "@" in phrase else (r"\w", r"\w")
    return rf"(?<!{before}){re.escape(phrase)}(?!{after})"


def mask(results: Iterable[ValidationResult], privacy: Privacy) -> tuple[ValidationResult, ...]:
    """Findings of any kind without what looks personal in the values, titles and identifiers they repeat."""
    return tuple(_masked_result(result, privacy) for result in results)


def _masked_result(result: ValidationResult, privacy: Privacy) -> ValidationResult:
    message, remedy = (
        Text(*(words if words == form else privacy.masked(words) for words, form in zip(said, forms, strict=True)))
        for said, forms in ((result.message, result.rule.message), (result.remedy, result.rule.remedy))
    )
    value, column = privacy.masked(result.value), privacy.masked(result.column)
    about, suggestion = (Text(*map(privacy.masked, said)) for said in (result.about, result.suggestion))
    key = unquote(result.focus_node)
    focus_node = result.focus_node if privacy.masked(key) == key else ""
    said = replace(result, message=message, remedy=remedy, about=about, suggestion=suggestion)
    return replace(said, value=value, column=column, focus_node=focus_node)
