"""The Turtle in ``shapes/`` to ``regeln.md``, the page of all rules: run ``python docs/make_rules.py``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

from pipeline.model.columns import COLUMNS
from pipeline.model.report import Rule, Severity, Text, Tier
from pipeline.model.rules import RuleBook
from pipeline.model.vocabulary import RULE
from pipeline.town.resources import read_resources

_INTRODUCTION = f"""\
# Regeln

<!-- Written by docs/make_rules.py from shapes/*.ttl: change it there. -->

Was an einer Roadmap, am [Katalog](#der-katalog--the-catalog) ihrer Ausgabe und bei der [Probe](rehearse.md) an der
veröffentlichten Adresse geprüft wird, und wie sich ein Befund beheben
lässt. Drei Punkte (…) stehen für das, was der Befund selbst nennt. Wie man eine geprüfte Tabelle liest, steht in der
[Anleitung](anleitung.md).
*What a roadmap, the [catalog](#der-katalog--the-catalog) of its edition and, in a [rehearsal](rehearse.md), the
published address are checked for, and how to mend a finding.
Three points (…) stand for what the finding itself names.*

| Schwere | Severity | was sie bewirkt | what it does |
|---|---|---|---|
| Fehler | Error | keine neue Ausgabe; veröffentlicht bleibt die letzte | no new edition; the last stays published |
| Fehler, der sich [freigeben](release.md) lässt | Error that can be [released](release.md) | zurückgehalten, bis ein Mensch es angesehen hat | held back until a person has looked |
| Warnung | Warning | die Ausgabe erscheint; bitte nachbessern | the edition goes out; please mend |
| Hinweis | Note | zur Kenntnis | for information |

Jede Regel hat eine dauerhafte Adresse, `{RULE}` und ihre Kennung.
*Every rule has a lasting IRI: that address and its id.*
"""

_TIERS = {
    Tier.FILE: Text("Die Datei als Ganzes", "The file as a whole"),
    Tier.COLUMNS: Text("Die Spalten", "The columns"),
    Tier.CELLS: Text("Die Zellen und die Projekte", "The cells and the projects"),
}


_CATALOG = Text("Der Katalog", "The catalog")
_HARVEST = Text("Die Probe für das Portal", "The rehearsal for the portal")

_RELEASABLE = Text(
    "Ist es so gewollt, kann die Redaktion die Ausgabe [freigeben](release.md).",
    "If this is intended, the edition can be [released](release.md).",
)

_Groups: TypeAlias = Sequence[tuple[Text, Sequence[Rule]]]


def build_page(rules: RuleBook, catalog_rules: RuleBook, harvest_rules: RuleBook) -> str:
    """The whole page: first a list, then each rule by itself, by the tiers in which they are judged."""
    groups = [(name, [rule for rule in rules.rules.values() if rule.tier is tier]) for tier, name in _TIERS.items()]
    groups.append((_CATALOG, [*catalog_rules.rules.values()]))
    groups.append((_HARVEST, [*harvest_rules.rules.values()]))
    return "\n".join([_INTRODUCTION, *_list(groups), *_sections(groups)]).rstrip() + "\n"


def _list(groups: _Groups) -> Iterator[str]:
    for name, members in groups:
        yield from (f"**{name.de}** · {name.en}", "", "| Regel | Schwere | | |", "|---|---|---|---|")
        yield from (*(_entry(rule) for rule in members), "")


def _sections(groups: _Groups) -> Iterator[str]:
    for name, members in groups:
        yield from (f"## {name.de} · {name.en}", "")
        yield from (line for rule in members for line in _section(rule))


def _entry(rule: Rule) -> str:
    label = rule.severity.label.de
    emphasized = f"**{label}**" if rule.severity is Severity.VIOLATION else label
    return f"| [{rule.id}](#{rule.id}) | {emphasized} | {_plain(rule.title.de)} | {_plain(rule.title.en)} |"


def _section(rule: Rule) -> Iterator[str]:
    """A rule: its id as the heading, so that it can be linked to, and its words in both languages side by side."""
    severity, title = rule.severity.label, rule.title
    yield from (f"### {rule.id}", "")
    yield f"| **{severity.de}** · {severity.en} | {_plain(title.de)} | {_plain(title.en)} |"
    yield "|---|---|---|"
    if rule.columns:
        yield _row("Spalte", *(", ".join(COLUMNS[name].title[at] for name in rule.columns) for at in (0, 1)))
    yield _row("Was falsch ist", *rule.message)
    yield _row("Was zu tun ist", *rule.remedy)
    if rule.releasable:
        yield f"| Freigeben | {_RELEASABLE.de} | {_RELEASABLE.en} |"
    yield ""


def _row(name: str, german: str, english: str) -> str:
    return f"| {name} | {_plain(german)} | {_plain(english)} |"


def _plain(text: str) -> str:
    """Text fit for a cell of a Markdown table; three points for what a finding fills in, nothing for a suggestion."""
    filled = re.sub(r"\{[a-z_]+\}", "…", re.sub(r"\{suggestion_[a-z]+\}", "", text))
    return re.sub(r"([*|<>\[\]`])", r"\\\1", filled)


def main() -> None:
    """Write the page beside this file."""
    resources = read_resources()
    page = build_page(resources.rules, resources.catalog_rules, resources.harvest_rules)
    Path(__file__).with_name("regeln.md").write_text(page, "utf-8")


if __name__ == "__main__":
    main()
