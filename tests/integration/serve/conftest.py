"""Both sample towns and one with a withdrawn project, served by one process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import five_editions
from tests.integration.serve.process import Serving, serving
from tests.towns import copy_town, output_of, publish, show


@pytest.fixture(scope="session")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of the towns."""
    folder = tmp_path_factory.mktemp("served")
    for name in ("erkelenz", "beispielstadt"):
        place = copy_town(folder, name)
        publish(place)
        show(place)
    place = five_editions.make_town(folder)
    for number in (2, 3):
        five_editions.play(place, number)
    show(place)
    return output_of(place)


@pytest.fixture(scope="session")
def server(output: Path) -> Iterator[Serving]:
    """One process for all of them."""
    with serving(output) as started:
        yield started
