"""An earlier edition comes back: its own workbook in, a new edition out that says what it said.

Editions never change and versions never go backwards, for portals refuse what is older. So what comes back is new: the
roadmap and the strategy of the earlier edition, triple by triple, described by the settings of today.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from pipeline.build import build_edition, next_version
from pipeline.compare import Previous
from pipeline.model.column_mapping import IndicatorOptions
from pipeline.model.council import Council, Resolution, same_number
from pipeline.model.dataset import Withdrawal
from pipeline.model.edition import Edition, Input, Return
from pipeline.model.errors import ConfigError, OutsideWorldError
from pipeline.model.graph import Index, Triple, curie, literal_text, parse_n_triples
from pipeline.model.release import WHATEVER, Released, violations_of
from pipeline.model.report import Text, ValidationReport
from pipeline.prepare import SETTINGS, Prepared, Read, prepare
from pipeline.publish.folder import Folder
from pipeline.run import as_published, read_published, read_workbook_of
from pipeline.taken_back import record_return
from pipeline.town import Town, refuse_without_roadmap
from pipeline.town.resources import Resources
from pipeline.town.strategy import build_strategy
from pipeline.validate import build_privacy


def roll_back(
    folder: Folder, town: Town, resources: Resources, *, version: str, reason: Text, now: datetime
) -> Edition:
    """Publish what the edition ``version`` said as the newest edition, which is returned. ``folder`` is locked.

    Raises ``ConfigError`` for what cannot be meant, ``OutsideWorldError`` where it cannot be brought back as it was.
    """
    refuse_without_roadmap(town)
    current = folder.manifest()
    if current is None or version not in folder.versions():
        raise ConfigError(_no_edition(folder, version))
    if version == current["version"]:
        raise ConfigError(_is_current(version))
    _refuse_reason(reason, town, resources)
    earlier = folder.read_edition(version)
    assert earlier  # it is among the versions
    edition = _build(earlier, Return(version, current["version"], reason), folder, town, resources, now)
    if edition.digest == current["digest"]:
        raise ConfigError(_says_the_same(version, current["version"]))
    record_return(folder, edition, earlier)
    folder.publish(edition)
    return edition


def _build(
    earlier: Edition, returned: Return, folder: Folder, town: Town, resources: Resources, now: datetime
) -> Edition:
    manifest, today = folder.manifest(earlier.version) or {}, town.day_of(now)
    then = _town_of_then(earlier, manifest, town, resources)
    found = _read(folder, earlier, then, resources)
    roadmap = read_published(folder, manifest, then, resources, today=today)
    version = next_version(folder, today)
    previous = Previous(roadmap, version=earlier.version)  # nothing vanished, and nothing is remembered anew
    prepared = prepare(
        found,
        then,
        resources,
        today=today,
        previous=previous,
        version=version,
        released=Released(_releasable(then, resources), WHATEVER, returned.words.de),
    )
    _refuse_report(prepared.report, earlier.version)
    _refuse_other_words(prepared, then, earlier)
    prepared = replace(prepared, carried=earlier.carried)
    edition, report = build_edition(
        prepared, found, then, resources, folder, now=now, today=today, version=version, returned=returned
    )
    _refuse_report(report, earlier.version)
    return edition


def _releasable(town: Town, resources: Resources) -> frozenset[str]:
    """Whatever a person may release: somebody has seen this edition, and has seen it published."""
    return frozenset(name for name, rule in resources.rules_for(town.dataset).rules.items() if rule.releasable)


def _town_of_then(earlier: Edition, manifest: Mapping[str, Any], town: Town, resources: Resources) -> Town:
    """The town of today with what it said of its strategy, its columns and what it took back when that edition came."""
    said = {name: parse_n_triples(_content(earlier, f"{name}.nt")) for name in ("roadmap", "strategy")}
    index = Index(said["roadmap"])
    dataset = replace(
        as_published(town.dataset, manifest["columns"]),
        indicators=IndicatorOptions(),
        withdrawn=dict(_withdrawn(index)),
    )
    source = f"{earlier.version}/strategy.nt"
    strategy = build_strategy(said["strategy"], resources.code_lists, dataset, source=source)
    return replace(town, dataset=dataset, strategy=strategy, council=_council(index, town.council), unread=())


def _content(edition: Edition, name: str) -> bytes:
    found = (file.content for file in edition.distributions if file.name == name)
    content = next(found, None)
    if content is None:
        raise OutsideWorldError(
            Text(
                f"Die Ausgabe {edition.version} hat keine Datei {name}; sie lässt sich nicht zurückholen",
                f"edition {edition.version} has no file {name}; it cannot be brought back",
            )
        )
    return content


def _withdrawn(index: Index) -> Iterator[tuple[str, Withdrawal]]:
    """What had been taken back then, by key: the settings may tell of it otherwise today."""
    for project in index.subjects("rdf:type", curie("ds:Project")):
        if since := index.text(project, "ds:withdrawn"):
            reason = index.in_both(project, "ds:withdrawalReason")
            yield index.text(project, "dcterms:identifier"), Withdrawal(date.fromisoformat(since), reason)


def _council(index: Index, today: Council) -> Council:
    """What the council's system had said then."""
    found = {}
    for node in index.subjects("rdf:type", curie("ds:Decision")):
        if retrieved := index.text(node, "ds:retrieved"):
            number = index.text(node, "dcterms:identifier")
            found[same_number(number)] = Resolution(
                day=date.fromisoformat(index.text(node, "dcterms:date")),
                body=_name_of(index, node, "dcterms:creator"),
                paper=_iri_of(index, node, "dcterms:source"),
                page=_iri_of(index, node, "foaf:page"),
                retrieved=date.fromisoformat(retrieved),
            )
    return replace(today, resolutions=found)


def _name_of(index: Index, node: str, predicate: str) -> str:
    return next((index.text(term, "foaf:name") for term in index.objects(node, predicate)), "")


def _iri_of(index: Index, node: str, predicate: str) -> str:
    return next((literal_text(term) for term in index.objects(node, predicate)), "")


def _read(folder: Folder, earlier: Edition, town: Town, resources: Resources) -> Read:
    """The edition's own workbook, and with the settings of today all that the new edition is made of."""
    workbook = read_workbook_of(folder, earlier.version, town, resources)
    strategy = hashlib.sha256(_content(earlier, "strategy.nt")).hexdigest()
    settings = hashlib.sha256((town.folder / SETTINGS).read_bytes()).hexdigest()
    given = (Input(f"{earlier.version}/strategy.nt", strategy), Input(SETTINGS, settings))
    return Read((workbook,), settings=given)


def _refuse_other_words(prepared: Prepared, town: Town, earlier: Edition) -> None:
    """What comes back must be what was said, to the letter. Raises ``OutsideWorldError``."""
    made = {"roadmap": prepared.lifted.triples, "strategy": town.strategy.triples}
    for name, triples in made.items():
        said = set(parse_n_triples(_content(earlier, f"{name}.nt")))
        if other := said.symmetric_difference(triples):
            raise OutsideWorldError(_other_words(earlier.version, f"{name}.nt", other))


def _refuse_report(report: ValidationReport, version: str) -> None:
    if report.conforms:
        return
    found = violations_of(report)
    told = "\n".join(f"{each.cell.address}: {each.message.de}" for each in found[:_NAMED])
    english = "\n".join(f"{each.cell.address}: {each.message.en}" for each in found[:_NAMED])
    raise ConfigError(
        Text(
            f"Die Ausgabe {version} darf nach den Regeln von heute nicht erscheinen:\n{told}",
            f"by the rules of today edition {version} must not go out:\n{english}",
        )
    )


def _refuse_reason(reason: Text, town: Town, resources: Resources) -> None:
    """It is published."""
    privacy = build_privacy(town.dataset, resources.rules_for(town.dataset))
    if not reason.de.strip() or not reason.en.strip():
        raise ConfigError(Text("Nennen Sie den Grund; er wird veröffentlicht", "give the reason; it is published"))
    if any(privacy.masked(words) != words for words in reason):
        raise ConfigError(
            Text(
                "Der Grund wird veröffentlicht und nennt offenbar eine Person, eine Adresse oder eine Nummer; "
                "schreiben Sie ihn ohne sie",
                "the reason is published and seems to name a person, an address or a number; write it without",
            )
        )


def _other_words(version: str, name: str, other: set[Triple]) -> Text:
    """Whatever differs: one of the statements shows where to look."""
    one, count = min(other), len(other)
    return Text(
        f"Die Ausgabe {version} lässt sich nicht Wort für Wort zurückholen: {count} Aussagen in {name} wären anders, "
        f"zum Beispiel {one.subject} {one.predicate} {one.object}. Stellen Sie in dataset.toml wieder ein, was damals "
        "galt (base, Sprache, Spalten), oder legen Sie die Tabelle von damals in den Ordner der Stadt",
        f"edition {version} cannot be brought back word for word: {count} statements in {name} would differ, for "
        f"instance {one.subject} {one.predicate} {one.object}. Put back into dataset.toml what held then (base, "
        "language, columns), or put the workbook of then into the town's folder",
    )


def _no_edition(folder: Folder, version: str) -> Text:
    known = ", ".join(folder.versions()[-_NAMED:])
    return Text(
        f"{folder.path}: Eine ganze Ausgabe „{version}“ gibt es hier nicht; es gibt: {known or 'keine'}",
        f'{folder.path}: there is no whole edition "{version}" here; there are: {known or "none"}',
    )


def _is_current(version: str) -> Text:
    return Text(f"{version} ist schon die aktuelle Ausgabe", f"{version} is the current edition already")


def _says_the_same(version: str, current: str) -> Text:
    return Text(
        f"Die aktuelle Ausgabe {current} sagt schon dasselbe wie {version}",
        f"the current edition {current} says the same as {version} already",
    )


_NAMED = 20
