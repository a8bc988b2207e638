"""The name of a workbook to that of its checked copy, in which a report marks what it found; and back again.

Excel opens no file whose name says another kind than its content, so the copy of a ``.xlsm`` is a ``.xlsm``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from pipeline.model.umlauf import master_name

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLSM = "application/vnd.ms-excel.sheet.macroEnabled.12"
XLTX = "application/vnd.openxmlformats-officedocument.spreadsheetml.template"
XLTM = "application/vnd.ms-excel.template.macroEnabled.12"

_ENDS: Mapping[str, str] = {XLSX: "xlsx", XLSM: "xlsm", XLTX: "xltx", XLTM: "xltm"}
_MARK = ".geprueft"
# Also where a browser or an explorer made one more of it: ``roadmap.geprueft (1).xlsx``.
_COPY = re.compile(rf"{re.escape(_MARK)}(?!\w)[^./]*(?=\.|$)", re.IGNORECASE)
_OTHER_TABLES = re.compile(r"\.(csv|tsv|tab|txt|xls|xlt|ods|ots|fods|xls[xm]|xlt[xm])$", re.IGNORECASE)


def copied_type(media_type: str) -> str:
    """The media type of the copy of a workbook: its own where it is Excel's, else that of a new Excel workbook."""
    return media_type if media_type in _ENDS else XLSX


def checked_name(file: str, media_type: str) -> str:
    """What the checked copy of a file is called, by what the file was found to be; that of a copy is called like it.

    >>> checked_name("makro.xlsm", XLSM), checked_name("plan.csv", "text/csv"), checked_name("a.geprueft.xlsx", XLSX)
    ('makro.geprueft.xlsm', 'plan.csv.geprueft.xlsx', 'a.geprueft.xlsx')
    """
    name, end = original_name(file).strip("/").replace("/", "-"), _ENDS[copied_type(media_type)]
    stem, _, spelled = name.rpartition(".")
    return f"{stem}{_MARK}.{spelled}" if stem and spelled.lower() == end else f"{name}{_MARK}.{end}"


def is_checked_copy(file: str) -> bool:
    """Whether a file of that name is a checked copy."""
    return bool(_COPY.search(file))


def original_name(file: str) -> str:
    """What the workbook is called that a copy was made of, checked or merged; the name itself of what is no copy.

    >>> original_name("makro.geprueft.xlsm"), original_name("plan.csv.geprueft.xlsx"), original_name("roadmap.xlsx")
    ('makro.xlsm', 'plan.csv', 'roadmap.xlsx')
    >>> original_name("roadmap.umlauf.xlsx"), original_name("roadmap.umlauf.geprueft.xlsx")
    ('roadmap.xlsx', 'roadmap.xlsx')
    """
    file = master_name(file)
    found = _COPY.search(file)
    if not found:
        return file
    stem = file[: found.start()]
    return stem if _OTHER_TABLES.search(stem) else stem + file[found.end() :]
