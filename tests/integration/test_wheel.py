"""The built wheel, installed in a fresh environment far from the repository, does its work there."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ``bin`` of an environment into which the wheel, and nothing of the repository, was installed."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", "--quiet", "--no-deps", "-w", str(folder), str(REPOSITORY)], check=True)
    subprocess.run([sys.executable, "-m", "venv", str(folder / "env")], check=True)
    wheel = next(folder.glob("*.whl"))
    pip = [str(folder / "env" / "bin" / "python"), "-m", "pip", "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "--quiet", "-c", str(REPOSITORY / "constraints.txt"), str(wheel)], check=True)
    return folder / "env" / "bin"


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """A folder that holds nothing but a town."""
    shutil.copytree(REPOSITORY / "sources" / "beispielstadt", tmp_path / "sources" / "beispielstadt")
    return tmp_path


def _roadmap(installed: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(installed / "roadmap"), *arguments], cwd=folder, capture_output=True, text=True, check=False
    )


def test_the_wheel_checks_a_workbook(installed: Path, town: Path) -> None:
    done = _roadmap(installed, town, "check", "sources/beispielstadt/vorhaben.xlsx", "--format", "json")

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["files"][0]["sheets"][0]["projects"] == 5


def test_the_wheel_publishes_an_edition(installed: Path, town: Path) -> None:
    done = _roadmap(installed, town, "run")

    assert done.returncode == 0, done.stderr
    edition = json.loads((town / "output" / "beispielstadt" / "public" / "current" / "edition.json").read_text("utf-8"))
    assert edition["counts"]["projects"] == 5


def test_the_wheel_writes_a_template(installed: Path, town: Path) -> None:
    done = _roadmap(installed, town, "template", "beispielstadt")

    assert done.returncode == 0, done.stderr
    assert (town / "beispielstadt-vorlage.xlsx").stat().st_size > 5_000
