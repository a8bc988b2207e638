"""A running portal to pictures of a town on it: run ``portal/up`` and then ``python docs/make_portal_pictures.py``.

It needs Chromium (``.ci/install chromium``). The town
is published for the pictures, and purged again.
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import requests
from PIL import Image
from rich.console import Console
from rich.terminal_theme import MONOKAI

from pipeline.model.plan import Deed, Plan
from pipeline.publish import Order
from pipeline.publish.ckan.opening import open_ckan
from pipeline.render.reports.plan import print_plan
from pipeline.run import run
from pipeline.town import Town, read_town
from pipeline.town.resources import read_resources

DOCS = Path(__file__).parent
HOME = DOCS.parent / ".portal"
TOWN = DOCS.parent / "sources" / "erkelenz"
SHOWN_ADDRESS = "https://daten.musterstadt.example"
LOADED_WITHIN_S = 300


class Picture(NamedTuple):
    """A page by its path, with ``{table}`` for the first table; as wide as a window, cut below ``height`` pixels."""

    name: str
    path: str
    width: int
    height: int


PICTURES = (
    Picture("portal-datensatz.png", "/de/dataset/erkelenz-roadmap", 1010, 2900),
    Picture("portal-dataset-en.png", "/en/dataset/erkelenz-roadmap", 1010, 1180),
    Picture("portal-telefon.png", "/de/dataset/erkelenz-roadmap", 390, 1900),
    Picture("portal-suche.png", "/de/dataset/?organization=musterstadt", 1010, 700),
    Picture("portal-vorschau.png", "/de/dataset/erkelenz-roadmap/resource/{table}", 1200, 1083),
    Picture("portal-columns-en.png", "/en/dataset/erkelenz-roadmap/resource/{table}", 1010, 1900),
)
FORM = Picture("portal-formular.png", "/de/dataset/edit/erkelenz-roadmap", 1010, 1500)


class Portal(NamedTuple):
    """The portal by its API, as its sysadmin."""

    address: str

    def call(self, action: str, **arguments: Any) -> Any:
        """The result of an action."""
        headers = {"Authorization": _read("sysadmin.token")}
        response = requests.post(f"{self.address}/api/3/action/{action}", json=arguments, headers=headers, timeout=60)
        response.raise_for_status()
        return response.json()["result"]

    def tables(self, *datasets: str) -> list[Mapping[str, Any]]:
        """The tables of datasets, the first one first."""
        found = [self.call("package_show", id=name)["resources"] for name in datasets]
        return [resource for resources in found for resource in resources if resource["format"] == "CSV"]

    def wait_for_columns(self, *datasets: str) -> None:
        """Wait until the columns of all tables have titles, and nothing is left to do that would be in our way."""
        deadline = time.monotonic() + LOADED_WITHIN_S
        while self.call("job_list") or not all(map(self._is_loaded, self.tables(*datasets))):
            if time.monotonic() > deadline:
                sys.exit(f"not loaded after {LOADED_WITHIN_S} s; see {HOME / 'log' / 'worker.log'}")
            time.sleep(1)
        time.sleep(_LAST_JOB_S)

    def _is_loaded(self, table: Mapping[str, Any]) -> bool:
        if self.call("xloader_status", resource_id=table["id"])["status"] != "complete":
            return False
        fields = self.call("datastore_search", resource_id=table["id"], limit=0)["fields"]
        return all("info" in field for field in fields if field["id"] != "_id")


_LAST_JOB_S = 5  # a job that has begun is in no list


def _read(name: str) -> str:
    return (HOME / name).read_text("utf-8").strip()


@contextmanager
def published(portal: Portal, town: Town, output: Path) -> Iterator[Plan]:
    """The town on the portal, which has nothing of it before and after; and the plan there was for that."""
    resources = read_resources()
    edition = run(town, resources, output, now=datetime.now(UTC)).edition
    assert edition is not None
    environment = {"CKAN_URL": portal.address, "CKAN_TOKEN": _read("editor.token"), "CKAN_ORGANIZATION": "musterstadt"}
    with open_ckan(Order(town.dataset, output / town.name, environment)) as destination:
        plan = destination.plan(edition)
        if any(dataset.deed is not Deed.CREATE for dataset in plan.datasets):
            sys.exit("the portal has this town already: purge its datasets first")
        try:
            destination.publish(edition)
            portal.wait_for_columns(*(dataset.name for dataset in plan.datasets))
            yield plan
        finally:
            for dataset in plan.datasets:
                portal.call("dataset_purge", id=dataset.name)


def take_picture(page: str, target: Path, folder: Path, *, width: int, height: int) -> None:
    """A page as Chromium shows it, in few colours. A phone is narrower than a window may be: it stands in a frame."""
    if width < _NARROWEST:
        page = _write(folder / "frame.html", _FRAME.format(page=page, width=width, height=height))
    # A page in a file is to have the portal's fonts.
    own = ("--disable-web-security", f"--user-data-dir={folder / 'chromium'}")
    flags = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--virtual-time-budget=10000", *own)
    taken = folder / target.name
    _run("chromium", *flags, f"--window-size={max(width, _NARROWEST)},{height}", f"--screenshot={taken}", page)
    with Image.open(taken) as image:
        cut = image.convert("RGB").crop((0, 0, width, height))
        cut.quantize(128, dither=Image.Dither.NONE).save(target, optimize=True)


_NARROWEST = 500
_FRAME = '<body style="margin: 0"><iframe style="border: 0" width="{width}" height="{height}" src="{page}"></iframe>'


def _write(path: Path, text: str) -> str:
    path.write_text(text, "utf-8")
    return path.as_uri()


def draw_plan(plan: Plan, folder: Path) -> str:
    """The first dataset of a plan as a terminal shows it."""
    console = Console(record=True, file=io.StringIO(), width=97, force_terminal=True, color_system="truecolor")
    print_plan(replace(plan, portal=SHOWN_ADDRESS, datasets=plan.datasets[:1]), console)
    drawn = console.export_svg(title="roadmap publish erkelenz --to ckan --dry-run", theme=MONOKAI)
    return _write(folder / "plan.svg", drawn)


def read_form(portal: Portal, folder: Path) -> str:
    """The form to edit a dataset, as the sysadmin sees it, in a file."""
    with requests.Session() as session:
        login = f"{portal.address}/user/login"
        token = re.search(r'name="_csrf_token" content="([^"]+)"', session.get(login, timeout=60).text)
        form = {"login": "sysadmin", "password": _read("password"), "_csrf_token": token[1] if token else ""}
        session.post(login, data=form, timeout=60).raise_for_status()
        page = session.get(f"{portal.address}{FORM.path}", timeout=60).text
    page = re.sub(r"<img[^>]+gravatar[^>]*>", "", page)  # fetched from elsewhere
    return _write(folder / "form.html", page.replace("<head>", f'<head><base href="{portal.address}/">', 1))


def _run(*command: str) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def main() -> None:
    """Write the pictures into the folder that is named, beside this file without one."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else DOCS
    portal = Portal(_read("address"))
    town = read_town(TOWN / "dataset.toml", read_resources().code_lists)
    with tempfile.TemporaryDirectory() as name, published(portal, town, Path(name) / "output") as plan:
        folder = Path(name)
        take_picture(draw_plan(plan, folder), target / "portal-plan.png", folder, width=1190, height=590)
        table = portal.tables("erkelenz-roadmap")[0]["id"]
        for picture in PICTURES:
            address = f"{portal.address}{picture.path.format(table=table)}"
            take_picture(address, target / picture.name, folder, width=picture.width, height=picture.height)
        take_picture(read_form(portal, folder), target / FORM.name, folder, width=FORM.width, height=FORM.height)


if __name__ == "__main__":
    main()
