"""Nothing hidden goes out of a town with nobody at it: canaries dropped into its inbox, and all that leads out searched.

What may be where, and why:

* where anybody reads (public folder, web servers): what is published;
* mailboxes in the house: titles of projects that changed, and the checked copy, which is the author's own workbook;
* mailboxes elsewhere, the webhook, the log, the state, ``roadmap status``: no word of any workbook. The name of a file
  and of a sheet that is to be seen are told, for somebody has to find them; so is the server of a destination.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import partial
from pathlib import Path

import pytest

pytest.importorskip("aiosmtpd", reason="make test-destinations installs it")
pytest.importorskip("cheroot", reason="make test-destinations installs it")

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.canaries import find, find_in_folder
from tests.canary_formats import SHOWN
from tests.canary_town import CONTROLS, break_rules
from tests.integration.destinations.canary_house import INSIDE, OUTSIDE, WORKBOOKS, House, kill_judge, open_house

pytestmark = [
    pytest.mark.integration,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::UserWarning"),
]
PUBLISHED = {*CONTROLS, *SHOWN}
ASKED = "the name of a file that nobody knows"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterable[House]:
    """A town to which all was handed in that may become of a file."""
    with open_house(tmp_path_factory.mktemp("house")) as house:
        for name in WORKBOOKS:
            house.drop(house.place / name, name)
        house.watch()
        house.drop(_edited(house, "more", _keep), "vorhaben.xlsx")  # another hidden word, and nothing else: unchanged
        house.watch()
        house.drop(_edited(house, "broken", partial(break_rules, house.canaries)), "vorhaben.xlsx")
        house.drop(house.place / "vorhaben.xlsx", f"{house.canaries.plant(ASKED)} (1).xlsx")
        house.watch()
        house.drop(_edited(house, "less", lambda sheet: sheet.delete_rows(10, 4)), "vorhaben.xlsx")
        house.watch()
        house.drop(_edited(house, "crash", _keep), "vorhaben.xlsx")
        kill_judge(house)
        house.run("status")
        house.run("status", "--format", "json")
        yield house


def _edited(house: House, name: str, edit: object) -> Path:
    ...
