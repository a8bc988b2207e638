"""The page beside a watcher in a real browser: what axe-core finds in any state of it, and how narrow it may be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, get_args

import pytest

from pipeline.model.drop import WAITING, Delivery, Drop, Pulse
from pipeline.model.report import Language
from pipeline.model.status import Fetching, Overview, TownStatus, WentOut
from pipeline.render.reports.status_page import render_status
from pipeline.watch.status import troubles
from tests.integration.site.conftest import CHROMIUM
from tests.integration.site.looking import AXE, RULES, too_wide

pytest.importorskip("playwright.sync_api")
pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(not CHROMIUM or not AXE.is_file(), reason="make test-site installs Chromium and axe-core"),
]
NOW = datetime(2026, 11, 29, 4, tzinfo=UTC)
LONG = "ein_sehr_langer_Name_ohne_jeden_Zwischenraum_der_nicht_aufhören_will_2026-11-29.xlsx"


def _town(name: str, **more: Any) -> TownStatus:
    pulse = Pulse(name, NOW - timedelta(seconds=40), NOW - timedelta(hours=22), NOW - timedelta(days=9))
    given = {"pulse": pulse, "waiting": (), "last_run": {}, "deliveries": (), "unsent": 0, "next_at": None, **more}
    return TownStatus(name, **given, editions=(WentOut("2026-11-28", NOW - timedelta(hours=22)),))


def _well() -> TownStatus:
    return _town("wohlstadt", deliveries=(Delivery("wohlstadt", "ckan", "2026-11-28", "done", 0),))


def _waiting() -> TownStatus:
    drops = tuple(Drop(n, "warte", LONG, "0" * 64, 3, LONG, NOW, verdict) for n, verdict in enumerate(WAITING))
    return _town("warte", waiting=drops, next_at=NOW + timedelta(days=2), destinations=("sftp",))


def _failing() -> TownStatus:
    why = "https://daten.example/api/3/action/package_update_mit_einem_langen_Namen: 403 – nicht angenommen"
    going = tuple(Delivery("not", name, "2026-11-28", "waiting", tries, NOW, why) for name, tries in _TRIES)
    pulse = Pulse("not", NOW - timedelta(hours=3), None, NOW, "der Datenträger ist voll")
    fetching = (Fetching(LONG, NOW, why), Fetching("zahlen.xlsx", NOW), Fetching("neu.xlsx"))
    return _town(
        "not", pulse=pulse, deliveries=going, unsent=9, unsent_since=NOW - timedelta(days=1), fetching=fetching
    )


_TRIES = (("ckan", 7), ("folder", 1), ("webdav", 0))


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("status")
    for name, towns in (("well", [_well()]), ("waits", [_well(), _waiting()]), ("grave", [_failing(), _waiting()])):
        overview = Overview(NOW, tuple(towns), troubles(towns, NOW))
        for language in get_args(Language):
            # A page that loads itself anew is a fault to axe-core, even where a reader may stop that.
            page = render_status(overview, language=language, seconds=0)
            (folder / f"{name}.{language}.html").write_text(page, "utf-8")
    return folder


def _all(pages: Path) -> Iterator[str]:
    yield from sorted(path.name for path in pages.iterdir())


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_any_state(browser: Any, pages: Path, scheme: str) -> None:
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)
    page, axe, found = context.new_page(), AXE.read_text("utf-8"), []
    for name in _all(pages):
        page.goto((pages / name).as_uri())
        page.evaluate(axe)
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 900})
            result = page.evaluate("rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", RULES)
            found += [(name, width, each["id"], each["nodes"][0]["html"]) for each in result["violations"]]
    context.close()

    assert found == []


def test_it_is_no_wider_than_a_narrow_telephone(browser: Any, pages: Path) -> None:
    assert too_wide(browser, pages, _all(pages)) == []
