"""An output folder of layout 1, where all lay side by side, into what may be served and what stays in the house.

All is held to its digest before anything is moved. What is moved twice is moved once: a run that is killed in between
leaves what the next one finishes. What is foreign stays where it lies.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal, NamedTuple

from pipeline.disk import find_unfinished, name_aside, remove, sync_folder
from pipeline.model.edition import Distribution, Edition
from pipeline.model.errors import OutsideWorldError, reason_of
from pipeline.model.formula import mark
from pipeline.model.report import Text
from pipeline.publish.halves import VERSION, fault_of, named_in, read_shown, switch, write_halves
from pipeline.publish.held import Halves, read_bytes, read_held
from pipeline.publish.lock import lock
from pipeline.publish.manifest import (
    MALFORMED,
    MANIFEST,
    damaged,
    parse,
    read_edition,
    read_manifest,
)


class _Upgrade(NamedTuple):
    """From the folder of a town to the two that it is to have."""

    town: Path
    public: Path
    internal: Path

    @property
    def before(self) -> Path:
        return self.town / "editions"

    @property
    def link(self) -> Path:
        return self.town / "current"

    @property
    def shown(self) -> Path:
        return self.public / "current"

    @property
    def is_shown(self) -> bool:
        """Whether all editions have been moved."""
        return self.shown.is_symlink()

    def halves(self, version: str) -> Halves:
        return Halves(self.public / "editions" / version, self.internal / "editions" / version)


def upgrade(town: Path, public: Path, internal: Path) -> None:
    """Bring what an older program left to the layout of today; nothing to do is the rule.

    Raises ``OutsideWorldError`` where a person has to decide, before anything is moved.
    """
    at = _Upgrade(town, public, internal)
    with ExitStack() as held:
        if (town / ".lock").is_file():  # an older program knows this lock alone
            held.enter_context(lock(town / ".lock", town))
        try:
            _clear_up(at)
            _check(at)
            _move_beside(at)
            _move_editions(at)
            (town / ".lock").unlink(missing_ok=True)
        except OSError as error:
            reason = reason_of(error)
            raise OutsideWorldError(
                Text(
                    f"{town}: Die früheren Ausgaben ließen sich nicht nach public/ und internal/ bringen ({reason.de})",
                    f"{town}: the earlier editions could not be brought to public/ and internal/ ({reason.en})",
                )
            ) from error


def _clear_up(at: _Upgrade) -> None:
    for called, folder in ((_CURRENT, at.town), (VERSION, at.before)):
        for half in find_unfinished(called, folder):
            remove(half)


def _check(at: _Upgrade) -> None:
    """Refuse what would have to be guessed."""
    for old, new in _beside(at):
        if os.path.lexists(new):
            raise OutsideWorldError(_both(old, new))
    versions = named_in(at.before)
    if (versions or at.link.is_symlink()) and not at.is_shown:
        _convert(at, read_shown(at.link, at.before) or versions[-1])
    for version in versions:
        edition, halves = _convert(at, version) if _is_counted(at, version) else None, at.halves(version)
        stands = any(map(os.path.lexists, halves))
        if (stands or (edition and at.is_shown)) and _edition_in(halves, at) != edition:
            raise OutsideWorldError(_both(at.before / version, halves.public))


def _edition_in(halves: Halves, at: _Upgrade) -> Edition | None:
    """What was made of an edition by a run that was killed later; ``None`` where something else stands there."""
    is_whole = fault_of(halves, town=at.town.name) is None
    return read_edition(halves, read_manifest(halves)) if is_whole else None


def _beside(at: _Upgrade) -> Iterator[tuple[Path, Path]]:
    """What lies beside the editions and is not for the public, where it is to be. The journal itself goes last."""
    names = [".journal.sqlite-shm", ".journal.sqlite-wal", ".journal.sqlite"]
    if any((at.town / "report" / ours).is_file() for ours in (".sha256", "report.json")):
        names.append("report")
    for name in names:
        if (at.town / name).exists():
            yield at.town / name, at.internal / name


def _move_beside(at: _Upgrade) -> None:
    for old, new in _beside(at):
        old.rename(new)
        sync_folder(new.parent)
        sync_folder(old.parent)


def _move_editions(at: _Upgrade) -> None:
    """All editions first, then what shows the newest; what lay there before goes when nothing needs it."""
    versions = named_in(at.before)
    for version in versions:
        _move_edition(at, version)
    if versions and not at.is_shown:
        switch(at.shown, Path("editions") / (read_shown(at.link, at.before) or versions[-1]))
    if at.link.is_symlink():
        at.link.unlink()
        sync_folder(at.town)
    for version in versions:
        _discard(at.before / version)
    if at.before.is_dir() and not any(at.before.iterdir()):
        at.before.rmdir()


def _move_edition(at: _Upgrade, version: str) -> None:
    halves = at.halves(version)
    if not _is_counted(at, version):  # nobody knows what is in it, so it stays in the house
        halves.internal.parent.mkdir(exist_ok=True)
        (at.before / version).rename(halves.internal)
    elif not halves.internal.exists():
        write_halves(_convert(at, version), halves)


def _discard(folder: Path) -> None:
    """Remove a folder whole, also where a run is killed while it does."""
    if folder.exists():
        aside = name_aside(folder)
        folder.rename(aside)
        remove(aside)


# Layout 1 ############################################################################################################


def _is_counted(at: _Upgrade, version: str) -> bool:
    """Whether something that is called like an edition was one, its files apart."""
    try:
        _read(at, version)
    except OutsideWorldError:
        return False
    return True


def _read(at: _Upgrade, version: str) -> dict[str, Any]:
    """The ``edition.json`` of layout 1, with what it did not tell: which files are public."""
    folder = at.before / version
    path = folder / MANIFEST
    try:
        found: dict[str, Any] = json.loads(read_bytes(path, folder))
        for file in found["distributions"]:
            file["is_public"] = not file["name"].startswith("report.")
        edition = parse(found, {file["name"]: b"" for file in found["distributions"]}, layout=1)
        if (edition.town, edition.version) != (at.town.name, version):
            raise ValueError(f"{edition.town}, {edition.version}")
    except MALFORMED as error:
        raise damaged(path, error, folder) from error
    return found


def _convert(at: _Upgrade, version: str) -> Edition:
    """An edition of layout 1 as one of today, each file held to its digest. Raises ``OutsideWorldError``."""
    folder, found = at.before / version, _read(at, version)
    contents = {file["name"]: _read_file(folder, file) for file in found["distributions"]}
    edition = parse(found, contents, layout=1)
    return replace(edition, distributions=tuple(part for file in edition.distributions for part in _split(file)))


def _read_file(folder: Path, file: Mapping[str, str]) -> bytes:
    return read_held(folder / file["name"], file["sha256"], folder)


def _split(file: Distribution) -> Iterator[Distribution]:
    """The origin of each statement, and apart from it what was typed; any other file as it is."""
    if file.name != "provenance.csv":
        yield file
        return
    rows = list(csv.reader(io.StringIO(file.content.decode(), newline="")))
    yield replace(file, content=_render(row[:6] for row in rows))
    typed = _render(dict.fromkeys(tuple(map(mark, row[3:])) for row in rows if row[6]), quoting=csv.QUOTE_ALL)
    yield Distribution("typed.csv", "text/csv", typed, Text("Was in den Zellen stand", "What stood in the cells"))


def _render(rows: Iterable[Iterable[str]], *, quoting: Literal[0, 1] = csv.QUOTE_MINIMAL) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n", quoting=quoting).writerows(rows)
    return text.getvalue().encode()


def _both(old: Path, new: Path) -> Text:
    return Text(
        f"{old} und {new}: Hier liegt zweimal, was es einmal geben kann; nach dem Umzug nach public/ und internal/ hat "
        "noch ein älteres Programm gearbeitet. Lassen Sie dieses nicht mehr laufen, und nehmen Sie weg, was nicht gilt",
        f"{old} and {new}: here lies twice what there can be once; an older program was at work after the move to "
        "public/ and internal/. Run it no longer, and take away what does not hold",
    )


_CURRENT = re.compile("current")
