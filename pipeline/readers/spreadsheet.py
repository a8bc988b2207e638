"""A spreadsheet (.xlsx, .xlsm, .xls, .ods) to its sheets, read by a child process that may die of it."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import astuple
from mmap import ACCESS_READ, mmap
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from pipeline.child import child_environment
from pipeline.model.errors import OUT_OF_MEMORY, OutsideWorldError, WorkbookFault
from pipeline.model.workbook import Limits, Sheet, TextHints
from pipeline.readers.contents import Contents
from pipeline.readers.faults import spool_failed, too_large
from pipeline.readers.file_kind import Form
from pipeline.readers.memory import allowed_memory
from pipeline.readers.spool import EXIT_DISK_FAILED, SpooledRows, SpooledSheet, read_answer

TIME_LIMIT_S = 120.0

# Below this the rows of a file are simply kept; above, they stay in the spool.
_SMALL_BYTES = 2_000_000

# All that the child learns of our environment, in which passwords may stand.


def read_zipped(path: Path, _: str, limits: Limits, _hints: TextHints) -> Contents:
    """Read .xlsx, .xlsm or .ods."""
    return _read(path, Form.ZIP, limits)


def read_compound(path: Path, _: str, limits: Limits, _hints: TextHints) -> Contents:
    """Read .xls."""
    return _read(path, Form.COMPOUND, limits)


def _read(path: Path, form: Form, limits: Limits) -> Contents:
    arguments = (str(path), form.name, *map(str, astuple(limits)))
    with TemporaryFile() as spool_file:
        run_child(["-m", "pipeline.readers.child", *arguments], spool_file, limits, time_limit_s=TIME_LIMIT_S)
        return load_contents(spool_file)


def load_contents(spool_file: IO[bytes]) -> Contents:
    """What the child wrote. The spool stays with the rows that are fetched from it, after its file is closed."""
    spool = mmap(spool_file.fileno(), 0, access=ACCESS_READ)
    contents = read_answer(spool)
    sheets = tuple(_sheet(sheet, spool) for sheet in contents.sheets)
    return Contents(contents.media_type, sheets, contents.date_1904)


def run_child(arguments: Sequence[str], spool_file: IO[bytes], limits: Limits, *, time_limit_s: float) -> None:
    """Run Python in a process of its own, which writes to ``spool_file``. Its death is a fault of what it read."""
    try:
        child = subprocess.run(
            [sys.executable, "-P", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=spool_file,
            stderr=subprocess.PIPE,
            env=child_environment(),
            timeout=time_limit_s,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise WorkbookFault("file-crashed") from error
    if child.returncode == EXIT_DISK_FAILED:
        raise spool_failed(_disk_failed(child.stderr))
    if child.returncode == -signal.SIGKILL or (child.returncode and _is_short_of_memory(limits)):
        raise OutsideWorldError(OUT_OF_MEMORY)  # who kills is the system that has none left
    if b"memory allocation of" in child.stderr:
        raise too_large("memory", found=limits.max_memory_bytes, allowed=limits.max_memory_bytes)
    if child.returncode != 0:
        raise WorkbookFault("file-crashed")


def _disk_failed(told: bytes) -> OSError:
    """Why the child could not read the file, or not write down what it read."""
    number = told.split()[-1] if told.split() else b""
    code = int(number) if number.isdigit() else errno.EIO
    return OSError(code, os.strerror(code))


def _is_short_of_memory(limits: Limits) -> bool:
    """Whether this process may not even take as much as a file is allowed to."""
    return allowed_memory(limits.max_memory_bytes) < limits.max_memory_bytes


def _sheet(sheet: SpooledSheet, spool: mmap) -> Sheet:
    rows = SpooledRows(spool, sheet.blocks)
    return Sheet(
        sheet.name,
        tuple(rows) if len(spool) < _SMALL_BYTES else rows,
        sheet.hidden,
        sheet.hidden_rows,
        sheet.hidden_columns,
        sheet.merges,
        sheet.filtered_rows,
    )
