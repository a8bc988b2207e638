"""What lies in an inbox within a town's folder is neither read nor told of as unread, however its path is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.model.errors import ConfigError
from pipeline.town import find_workbooks, inbox_of, read_town
from pipeline.town.resources import read_resources
from pipeline.watch.watched import Watched
from tests.towns import copy_town


def _with_inbox(town: Path, path: str) -> Path:
    settings = town / "dataset.toml"
    text = settings.read_text("utf-8").replace('workbooks = ["', 'workbooks = ["**/*.xlsx", "', 1)
    settings.write_text(text + (f'\n[inbox]\npath = "{path}"\n' if path else ""), "utf-8")
    return settings


@pytest.mark.parametrize("place", ["", "{town}/eingang", "{town}/post/eingang", "{linked}/eingang"])
def test_a_pattern_of_all_folders_leaves_the_inbox_out(place: str, tmp_path: Path) -> None:
    town = copy_town(tmp_path)
    (tmp_path / "linked").symlink_to(town)
    settings = _with_inbox(town, place.format(town=town, linked=tmp_path / "linked"))
    inbox = Watched(settings).inbox()
    (inbox / "angenommen" / "a").mkdir(parents=True)
    for path in (inbox / "neu.xlsx", inbox / "angenommen" / "a" / "alt.xlsx"):
        path.write_bytes(b"x")

    found = read_town(settings, read_resources().code_lists)

    assert [path.name for path in found.workbooks] == ["vorhaben.xlsx"]
    assert [each.name for each in found.unread if "x" in each.name] == []
    assert find_workbooks(town, found.dataset) == found.workbooks


def test_an_inbox_elsewhere_is_called_as_the_settings_call_it(tmp_path: Path) -> None:
    town = copy_town(tmp_path)
    settings = _with_inbox(town, f"{tmp_path}/share")

    assert inbox_of(town, Watched(settings).dataset()) == tmp_path / "share"


def test_the_folder_of_the_town_itself_is_no_inbox(tmp_path: Path) -> None:
    town = copy_town(tmp_path)

    with pytest.raises(ConfigError, match="own folder"):
        Watched(_with_inbox(town, str(town))).inbox()
