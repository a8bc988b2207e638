"""Files that a command writes, and paths as a person sees them from where they stand.

Nothing is written over but what a command wrote itself and nobody has touched since: what it writes bears a seal.
"""

from __future__ import annotations

import hashlib
import shutil
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from pipeline.disk import write_file
from pipeline.model.errors import ConfigError, OutsideWorldError, reason_of
from pipeline.model.report import Text

force_option = click.option("--force", is_flag=True, help="Write over files that are there, whoever made them.")


def check_targets(targets: Sequence[Path], *, inputs: Iterable[Path], force: bool) -> None:
    """Refuse to write over what would be lost. Raises ``ConfigError``, also with ``force`` for what is read."""
    for target in targets:
        if any(_is_same(target, given) for given in inputs):
            raise ConfigError(_is_read(target))
        if sum(_is_same(target, other) for other in targets) > 1:
            raise ConfigError(_is_twice(target))
        if not force and target.is_file() and not _is_ours(target):
            raise ConfigError(_is_there(target))


def write(path: Path, content: bytes) -> None:
    """Write a file, sealed and in one step. Raises ``OutsideWorldError``."""
    try:
        if path.exists() and not path.is_file():  # a pipe or a terminal has no place that a file could take
            path.write_bytes(content)
        else:
            write_file(path.resolve(), _seal(content))
    except OSError as error:
        raise OutsideWorldError(
            Text(
                f"{path}: ließ sich nicht schreiben ({reason_of(error).de})",
                f"{path}: could not be written ({reason_of(error).en})",
            )
        ) from error


def _is_same(one: Path, other: Path) -> bool:
    return one.resolve() == other.resolve() or (one.exists() and other.exists() and one.samefile(other))


def _seal(content: bytes) -> bytes:
    if _is_workbook(content):
        from pipeline.render.reports.seal import seal_workbook

        return seal_workbook(content)
    return content + _mark(content)


def _is_ours(path: Path) -> bool:
    """Whether a command wrote the file and nobody has changed it since; an empty one holds nothing to lose."""
    content = path.read_bytes()
    if _is_workbook(content):
        from pipeline.render.reports.seal import is_sealed_workbook

        return is_sealed_workbook(content)
    page = content[: -len(_mark(b""))]
    return not content or content == page + _mark(page)


def _is_workbook(content: bytes) -> bool:
    return content.startswith(b"PK")


def _mark(page: bytes) -> bytes:
    """The seal of a page: a comment behind its end."""
    return b"<!-- roadmap " + hashlib.sha256(page).hexdigest().encode() + b" -->\n"


def _is_read(path: Path) -> Text:
    return Text(
        f"{path}: wird hier gelesen und darum nicht überschrieben; nennen Sie eine andere Datei",
        f"{path}: is read here and therefore not written over; name another file",
    )


def _is_twice(path: Path) -> Text:
    return Text(
        f"{path}: würde zweimal geschrieben; prüfen Sie die Dateien einzeln, oder nennen Sie verschiedene Orte",
        f"{path}: would be written twice; check the files one by one, or name different places",
    )


def _is_there(path: Path) -> Text:
    return Text(
        f"{path}: gibt es schon, und nicht so, wie dieses Programm es schreibt; nennen Sie eine andere Datei, oder "
        "überschreiben Sie diese mit --force",
        f"{path}: is there already, and not as this program writes it; name another file, or write over it with "
        "--force",
    )


def shown(path: Path | str) -> Path:
    """A path as seen from here."""
    path = Path(path)
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def command() -> str:
    """The name by which a person calls this program here: with its folder where the shell would not find it."""
    called = Path(sys.argv[0])
    return str(shown(called)) if called.name == "roadmap" and shutil.which("roadmap") is None else "roadmap"
