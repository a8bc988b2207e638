"""A project leaves a real CKAN, its row still in the sheet, and the portal is asked whether it did."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pipeline.erasing import Wish
from pipeline.publish.ckan.connection import connect
from pipeline.publish.ckan.searching import search_portal
from pipeline.publish.withdrawals import read_pending
from pipeline.town.resources import read_resources
from pipeline.withdrawing import build_sought, take_out_projects
from tests.integration.portal.stage import ORGANIZATION, ProbeTown, RealPortal
from tests.towns import town_of

pytestmark = pytest.mark.integration
KEY = "BA-02"


def test_a_project_is_gone_from_files_tables_and_search_and_was_found_before(town: ProbeTown) -> None:
    town.make_edition()
    town.publish()
    town.portal.wait_for_loader(town.packages())
    with town.folder.locked():
        wish = Wish(projects=(KEY,), reason="Antrag")
        now = datetime(2026, 12, 1, 9, tzinfo=UTC)
        take_out_projects(town.folder, town_of(town.place), read_resources(), wish, now=now, to=["ckan"])
    pending = read_pending(town.folder.internal)
    assert pending
    sought = build_sought(pending, town_of(town.place))
    portal = connect(town.portal.address, RealPortal.token("editor"))

    before = search_portal(portal, town.portal.address, ORGANIZATION, sought)
    town.publish()
    town.portal.wait_for_loader(town.packages())
    after = search_portal(portal, town.portal.address, ORGANIZATION, sought)

    kinds = {place.partition("/")[0] for place in before.found}
    assert {"dataset", "datastore"} <= kinds
    assert after.found == ()
    assert all(looked.count for looked in after.looked)
