"""An edition that is not whole is not answered from, and what is no edition is none."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.model.errors import OutsideWorldError
from pipeline.store.content import list_graphs, load_editions, read_state
from tests import five_editions
from tests.towns import output_of


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = five_editions.make_town(tmp_path_factory.mktemp("held"))
    for number in range(2):
        five_editions.play(place, number)
    return output_of(place) / place.name / "public"


@pytest.fixture
def public(played: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(played, tmp_path / "public", symlinks=True))


def _cut_a_line(path: Path) -> None:
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))


def _say_otherwise(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"20000", b"30000").replace(b"M-1", b"M-9"))


@pytest.mark.parametrize("damage", [Path.unlink, _cut_a_line, _say_otherwise])
@pytest.mark.parametrize("name", ["roadmap.nt", "history.nq", "provenance.nq"])
@pytest.mark.parametrize("edition", range(2))
def test_a_file_that_is_missing_cut_or_changed_is_named_and_nothing_answered(
    edition: int, name: str, damage: Callable[[Path], None], public: Path
) -> None:
    damage(sorted((public / "editions").iterdir())[edition] / name)
    if edition == 0 and name != "roadmap.nt":
        load_editions(public, read_state(public))  # history and cells of the newest are all that is asked
        return

    with pytest.raises(OutsideWorldError, match=name.replace(".", r"\.")):
        load_editions(public, read_state(public))


@pytest.mark.parametrize("said", ["", "{}", "[]", '{"distributions": [{}]}'])
def test_a_description_that_says_nothing_is_named(said: str, public: Path) -> None:
    (public / "current" / "edition.json").write_text(said)

    with pytest.raises(OutsideWorldError, match=r"edition\.json"):
        load_editions(public, read_state(public))


def test_what_is_being_written_aside_is_no_edition_yet(public: Path) -> None:
    before = list_graphs(load_editions(public, read_state(public)))
    shutil.copytree((public / "current").resolve(), public / "editions" / ".2024-08-01.1a2b3c4d.unfinished")

    after = list_graphs(load_editions(public, read_state(public)))

    assert after == before
