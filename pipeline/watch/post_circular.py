"""The mail that brings a unit its circular: what was kept of it in, the mail out."""

from __future__ import annotations

from pathlib import Path

from pipeline.model.dataset import Dataset
from pipeline.model.kept_circular import parse_circular
from pipeline.model.notice import Mail
from pipeline.model.report import Language, Text
from pipeline.post import PostError
from pipeline.render.mails.circular import write_circular_mail, write_plain_circular_mail


def mail_of_circular(kept: str, dataset: Dataset, language: Language, *, has_workbook: bool) -> Mail:
    """The mail for the workbook attached; without one it tells keys alone, and whom to ask."""
    path = Path(kept)
    if not path.is_file():
        raise PostError(Text(f"{path.name}: Der Umlauf ist nicht mehr vorhanden", f"{path.name}: the circular is gone"))
    circular = parse_circular(path.read_text("utf-8"))
    write = write_circular_mail if has_workbook else write_plain_circular_mail
    return write(circular, dataset, language)
