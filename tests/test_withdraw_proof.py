"""A place is asked for what must be gone, and says where it still stands."""

from __future__ import annotations

import pytest

from pipeline.model.proof import Sought
from pipeline.publish.ckan.searching import search_portal
from pipeline.publish.withdrawals import Withdrawal, render_withdrawals
from tests import five_editions
from tests.ckan_cases import ORGANIZATION, editions, open_stage
from tests.fakes import FakeCkan
from tests.serving import BROWSER, client_of, serve
from tests.towns import show

TITLE = b"Wegweiser in Leichter Sprache"


def _sought(text: bytes) -> Sought:
    return Sought(lambda _, content: text in content, folders=("editions/2020-01-01",))


@pytest.mark.parametrize(("text", "is_found"), [(TITLE, True), (b"Quastenflosser", False)])
def test_a_portal_is_asked_for_its_files(text: bytes, is_found: bool) -> None:
    fake = FakeCkan()
    with open_stage(fake) as stage:
        stage.publish(editions().first)

    proof = search_portal(fake.portal(), "https://portal.example", ORGANIZATION, _sought(text))

    assert bool(proof.found) is is_found
    assert [looked.count > 0 for looked in proof.looked[:2]] == [True, True]


def test_what_was_withdrawn_answers_that_it_is_gone(tmp_path_factory: pytest.TempPathFactory) -> None:
    public = show(five_editions.play_all(tmp_path_factory.mktemp("served")))
    told = {"X-9": Withdrawal("Datenschutz", "2026-11-24", "projekt/X-9")}
    (public.parent / "internal" / "withdrawals.json").write_bytes(render_withdrawals(told))
    client, root = client_of(serve([public])), "/digitalstrategie/id/musterstadt/"

    for path in ("projekt/X-9", "projekt/X-9.ttl", "projekt/X-9/index.html", "en/projekt/X-9/index.html"):
        answer = client.get(f"{root}{path}", headers=BROWSER)
        assert answer.status_code == 410, path
        assert "Datenschutz" not in answer.text
    assert client.get(f"{root}projekt/X-90").status_code == 404
    assert client.get(f"{root}projekt/M-2").status_code == 303
