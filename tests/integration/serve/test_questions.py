"""The questions on the pages, put to the server by a form: the same answers as the pages have without one."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from tests.integration.serve.process import Serving, curl

OF_EVERY_EDITION = {"cell"}
"""The server has the cells of every edition, a page those of the newest alone."""
pytestmark = pytest.mark.integration


@pytest.mark.parametrize("town", ["erkelenz", "musterstadt"])
def test_a_form_gives_the_answer_that_the_page_has_without_a_server(town: str, output: Path, server: Serving) -> None:
    folders = sorted(path.parent for path in (output / town / "public" / "abfrage").glob("*/antwort.csv"))
    wrong = {}
    for folder in folders:
        told = curl(f"{server.address}/digitalstrategie/id/{town}/abfrage/{folder.name}/index.html?format=csv")
        without, with_server = rows((folder / "antwort.csv").read_bytes()), rows(told.body)
        is_same = without <= with_server if folder.name in OF_EVERY_EDITION else without == with_server
        if told.status != 200 or not is_same:
            wrong[folder.name] = (told.status, without - with_server, with_server - without)

    assert len(folders) > 25 and wrong == {}


def rows(table: bytes) -> set[tuple[str, ...]]:
    return {tuple(row) for row in csv.reader(io.StringIO(table.decode(), newline=""))}
