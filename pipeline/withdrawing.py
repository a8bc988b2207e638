"""A project or an edition goes at once and everywhere: here, at each destination, and the proof that it is gone.

What is still to be done elsewhere is noted in the house with the step that takes it out, so that whoever calls again
goes on; the note goes when every place was asked and had nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, TypeAlias

from pipeline.amending import Bench
from pipeline.disk import write_file
from pipeline.dropping import drop
from pipeline.erase import Erasure, find
from pipeline.erasing import RECORD, Wish, carry_out, plan, read_record
from pipeline.model.catalog import CatalogNames
from pipeline.model.edition import Edition
from pipeline.model.errors import ConfigError, OutsideWorldError
from pipeline.model.named_graphs import name_graphs
from pipeline.model.proof import Looked, Proof, Sought
from pipeline.model.report import Text
from pipeline.publish import Elsewhere
from pipeline.publish.amend import Amendment, decide, lay_aside
from pipeline.publish.folder import Folder
from pipeline.publish.lock import waiting_lock
from pipeline.publish.report import forget
from pipeline.publish.withdrawals import (
    PENDING,
    WITHDRAWALS,
    Withdrawal,
    read_pending,
    read_withdrawals,
    render_withdrawals,
)
from pipeline.reminding import forget_in_circulars
from pipeline.render.site.addresses import folder_of
from pipeline.sited import show_town
from pipeline.town import Town
from pipeline.town.resources import Resources

Open: TypeAlias = Callable[[str], AbstractContextManager[Elsewhere]]
"""Opens the destination of that name."""


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What came of it: the proof of each place, why others did not do their part, and where it is still to be done."""

    proofs: tuple[Proof, ...]
    failures: tuple[tuple[str, Text], ...] = ()
    open: tuple[str, ...] = ()

    @property
    def is_proven(self) -> bool:
        """Whether all places that were asked have nothing."""
        return not self.failures and not any(proof.found for proof in self.proofs)


def take_out_projects(
    folder: Folder, town: Town, resources: Resources, wish: Wish, *, now: datetime, to: Iterable[str]
) -> None:
    """Erase projects from all editions and keep them out from now on. ``folder`` is locked.

    Raises ``ConfigError`` for what cannot be meant, ``OutsideWorldError`` where it would not be gone.
    """
    known = read_withdrawals(folder.internal)
    if not set(wish.projects) - set(known) and not _stand(folder, wish.projects):
        return
    wish = replace(wish, withdrawn=(*known, *wish.projects))
    planned = plan(folder, town, resources, wish, now=now)
    day, base = town.day_of(now).isoformat(), town.dataset.iris.base
    folders = {key: folder_of(town.strategy.naming.project(key)[1:-1], base) for key in wish.projects}
    known |= {key: Withdrawal(wish.reason, day, folders[key]) for key in wish.projects}
    pending = _more(_pending(folder), to, erasures=[_as_json(planned.erasure)])
    notes = {WITHDRAWALS: render_withdrawals(known), PENDING: json.dumps(pending).encode()}
    carry_out(replace(planned, notes=notes))


def take_out_editions(
    folder: Folder, town: Town, resources: Resources, versions: Sequence[str], reason: str, *, now: datetime,
    to: Iterable[str],
) -> None:  # fmt: skip
    """Take editions away, and what the others say of them. ``folder`` is locked. Raises ``ConfigError``."""
    stand = folder.versions()
    _refuse(versions, stand)
    editions = [edition for version in stand if (edition := folder.read_edition(version))]
    after = {edition.version: edition for edition in drop(editions, versions, Bench(folder, town, resources, now))}
    changed = [(old, after[old.version]) for old in editions if after.get(old.version, old) is not old]
    told = {"at": now.isoformat(), "what": "edition", "editions": [*versions], "reason": reason}
    record = json.dumps([*read_record(folder), told], ensure_ascii=False, indent=2).encode() + b"\n"
    pending = _more(_pending(folder), to, versions=versions)
    amendments = [
        *(item for old, new in changed for item in folder.amendments(old, new)),
        *(Amendment(half, is_whole=True) for version in versions for half in folder.halves(version)),
        Amendment(folder.internal, {RECORD: record, PENDING: json.dumps(pending).encode()}),
    ]
    lay_aside(folder.path, amendments)
    decide(folder.path, amendments)


def lift(folder: Folder, keys: Iterable[str]) -> None:
    """Let projects be published again. ``folder`` is locked. Raises ``ConfigError`` for one that is not withdrawn."""
    known = read_withdrawals(folder.internal)
    for key in keys:
        if known.pop(key, None) is None:
            raise ConfigError(_not_withdrawn(key))
    write_file(folder.internal / WITHDRAWALS, render_withdrawals(known))


def clear_house(folder: Folder, town: Town, resources: Resources) -> None:
    """Bring the pages to the editions, and take away what of the last report, of taken files and of circulars says it.
    ``folder`` is locked.
    """
    show_town(folder, town, resources)
    sought = build_sought(_pending(folder), town)
    saying = [path for path in _files(folder.internal) if sought.says(path.name, path.read_bytes())]
    forget(folder.report, [path for path in saying if path.parent == folder.report])
    for path in saying:
        if path.is_relative_to(folder.internal / DROPS):
            path.unlink()
    forget_in_circulars(folder, sought)


def publish_and_prove(
    folder: Folder, town: Town, edition: Edition, open_destination: Open, to: Sequence[str]
) -> Withdrawn:
    """Bring each place to what is published now, then ask it; one that fails holds no other up."""
    pending = _pending(folder)
    sought = build_sought(pending, town)
    proofs, failures = [*_prove_house(folder, sought)], list[tuple[str, Text]]()
    for name in to:
        try:
            with open_destination(name) as destination:
                destination.publish(edition)
                proofs.append(destination.search(sought))
        except OutsideWorldError as error:
            failures.append((name, error.message))
        except ConfigError as error:
            failures.append((name, error.message))
    proven = {proof.place for proof in proofs if not proof.found}
    left = _note_proven(folder, proven, lambda: {"public", "internal"} <= proven)
    return Withdrawn(tuple(proofs), tuple(failures), left)


def prove_at(folder: Folder, town: Town, destination: Elsewhere, place: str) -> Proof | None:
    """Ask a place that has what is published now for what was taken out, and note it where it has nothing of that.

    ``None`` where nothing is to be proven there. With the last place the house is looked through, too.
    """
    pending = read_pending(folder.internal)
    if pending is None or place not in pending["to"]:
        return None
    sought = build_sought(pending, town)
    proof = destination.search(sought)
    if not proof.found:
        _note_proven(folder, {place}, lambda: not any(each.found for each in _prove_house(folder, sought)))
    return proof


def still_there(proof: Proof) -> Text:
    """That a place still has what was taken out."""
    return Text(
        f"{proof.place}: was zurückgezogen wurde, steht dort noch an {len(proof.found)} Stellen",
        f"{proof.place}: what was withdrawn still stands there in {len(proof.found)} places",
    )


def _note_proven(folder: Folder, places: Collection[str], is_house_clean: Callable[[], bool]) -> tuple[str, ...]:
    """Note which places have nothing any more; returns those that are left. Others may do the same at that time."""
    with waiting_lock(folder.internal / ".lock-proof"):
        pending = _pending(folder)
        left = tuple(name for name in pending["to"] if name not in places)
        if left or not is_house_clean():
            write_file(folder.internal / PENDING, json.dumps({**pending, "to": left}).encode())
        else:
            (folder.internal / PENDING).unlink(missing_ok=True)
    return left


def build_sought(pending: Mapping[str, Any], town: Town) -> Sought:
    """What must not be found, by the note of what was taken out."""
    erasures = [_parse(told) for told in pending["erasures"]]
    versions, base = pending["versions"], town.dataset.iris.base
    iris = tuple(dict.fromkeys(term[1:-1] for erasure in erasures for term in sorted(erasure.projects)))
    of_things = {folder_of(each, base) for each in iris if each.startswith(base)}
    folders = (*(f"{start}{each}" for each in sorted(of_things) for start in ("", "en/")),)
    graphs = name_graphs(CatalogNames(town.dataset.iris))
    links = [re.compile(rf"editions/{re.escape(version)}(?![0-9]|\.[0-9])") for version in versions]
    patterns = [*links, *(pattern for erasure in erasures for pattern in erasure.patterns)]
    return Sought(
        lambda name, content: any(find(name, content, patterns)),
        iris,
        tuple(dict.fromkeys(text for erasure in erasures for text in erasure.alone)),
        tuple(dict.fromkeys(key for erasure in erasures for key in erasure.keys)),
        (*folders, *(f"editions/{version}" for version in versions)),
        tuple(name for version in versions for name in (graphs.edition(version), graphs.run(version).rstrip("/"))),
    )


def is_pending(folder: Folder) -> bool:
    """Whether something that was taken out here is still to be proven elsewhere."""
    return read_pending(folder.internal) is not None


def _prove_house(folder: Folder, sought: Sought) -> Iterator[Proof]:
    for place, root in (("public", folder.public), ("internal", folder.internal)):
        files = _files(root)
        paths = {path: path.relative_to(root).as_posix() for path in files}
        found = [
            told for path, told in paths.items() if sought.is_in_folder(told) or sought.says(told, path.read_bytes())
        ]
        yield Proof(place, str(root), (Looked(Text("Dateien", "files"), len(files)),), tuple(found))


def _files(root: Path) -> list[Path]:
    """All files, but for the notes of what is to be looked for and of what stood elsewhere."""
    return [
        path for path in sorted(root.rglob("*"))
        if path.is_file() and not path.is_symlink() and path.name != PENDING and not _OF_ELSEWHERE.fullmatch(path.name)
    ]  # fmt: skip


def _refuse(versions: Sequence[str], stand: Sequence[str]) -> None:
    for version in versions:
        if version not in stand:
            raise ConfigError(_no_edition(version, stand))
    if set(stand) <= set(versions):
        raise ConfigError(_ONLY)
    if stand[-1] in versions:
        raise ConfigError(_newest(stand[-1]))


def _stand(folder: Folder, keys: Iterable[str]) -> bool:
    """Whether one of the keys stands in an edition, as after one was brought back."""
    said = [folder.find_file(version, "roadmap.nt") for version in folder.versions()]
    return any(f'identifier> "{key}"'.encode() in content for key in keys for content in said)


def _pending(folder: Folder) -> dict[str, Any]:
    return read_pending(folder.internal) or {"to": [], "erasures": [], "versions": []}


def _more(pending: dict[str, Any], to: Iterable[str], **more: Sequence[Any]) -> dict[str, Any]:
    grown = {
        name: [*pending[name], *(each for each in found if each not in pending[name])] for name, found in more.items()
    }
    return {**pending, **grown, "to": [*dict.fromkeys((*pending["to"], *to))]}


def _as_json(erasure: Erasure) -> dict[str, Any]:
    return {**asdict(erasure), "projects": sorted(erasure.projects)}


def _parse(told: Mapping[str, Any]) -> Erasure:
    return Erasure(
        projects=frozenset(told["projects"]), language=told["language"], alone=tuple(told["alone"]),
        keys=tuple(told["keys"]), titles=tuple(told["titles"]),
    )  # fmt: skip


def _no_edition(version: str, stand: Sequence[str]) -> Text:
    named = ", ".join(stand)
    return Text(
        f"Eine Ausgabe {version} gibt es nicht; es gibt {named or 'noch keine'}",
        f"there is no edition {version}; there is {named or 'none yet'}",
    )


def _newest(version: str) -> Text:
    return Text(
        f"{version} ist die neueste Ausgabe; gehen Sie zuerst mit roadmap rollback auf eine frühere zurück, dann "
        "ziehen Sie diese zurück",
        f"{version} is the newest edition; go back to an earlier one with roadmap rollback first, then withdraw it",
    )


def _not_withdrawn(key: str) -> Text:
    return Text(f"Das Projekt „{key}“ ist nicht zurückgezogen", f'the project "{key}" is not withdrawn')


DROPS = "drops"
_OF_ELSEWHERE = re.compile(r"\.(folder|sftp|webdav)-[0-9a-f]+\.json")
_ONLY = Text(
    "Danach gäbe es keine Ausgabe mehr. Machen Sie mit roadmap run zuerst eine neue, oder nehmen Sie einzelne Projekte "
    "mit --project zurück; soll alles weg, löschen Sie die Datensätze am Portal und den Ordner der Stadt",
    "no edition would be left. Make a new one with roadmap run first, or withdraw single projects with --project; if "
    "all is to go, delete the datasets at the portal and the folder of the town",
)
