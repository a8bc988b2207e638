"""The pictures of the guide can be taken anew, by LibreOffice and Chromium."""

from __future__ import annotations

import runpy
import shutil
import sys
from pathlib import Path

import pytest

MISSING = [name for name in ("soffice", "chromium", "pdftoppm") if shutil.which(name) is None]
pytestmark = [pytest.mark.integration, pytest.mark.skipif(bool(MISSING), reason=f"not installed: {MISSING}")]


def test_each_picture_of_a_report_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = Path(__file__).parents[2] / "docs" / "make_pictures.py"
    monkeypatch.setattr(sys, "argv", [str(script), str(tmp_path)])

    runpy.run_path(str(script), run_name="__main__")

    pictures = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert pictures.keys() == {"annotated.png", "report-page.png", "report-sheet.png", "umlauf.png"}
    assert all(picture.startswith(b"\x89PNG") for picture in pictures.values())
