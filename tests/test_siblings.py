"""Towns beside one another: two of one name, or with one base, would be published into one another."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.cli import FINDINGS, USAGE, main
from pipeline.model.errors import ConfigError
from pipeline.town import find_towns, refuse_shared
from tests.towns import copy_town, output_of, publish, town_of

BASE = "https://w3id.org/digitalstrategie/id/"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return copy_town(tmp_path)


def _edit(place: Path, old: str, new: str) -> None:
    settings = place / "dataset.toml"
    text = settings.read_text("utf-8")
    assert old in text
    settings.write_text(text.replace(old, new), "utf-8")


def _second(place: Path, name: str, base: str = f"{BASE}zweite/") -> Path:
    """A town beside it, in a folder of its own."""
    second = copy_town(place.parent.parent / "made").rename(place.parent / "zweite")
    _edit(second, 'name = "beispielstadt"', f'name = "{name}"')
    _edit(second, f"{BASE}beispielstadt/", base)
    return second


@pytest.mark.parametrize("name", ["beispielstadt", "Beispielstadt", "BEISPIELSTADT"])
def test_two_towns_of_one_name_are_refused_with_both_folders(place: Path, name: str) -> None:
    second = _second(place, name)

    for one, other in ((place, second), (second, place)):
        with pytest.raises(ConfigError) as caught:
            publish(one)
        assert f"{one}/dataset.toml [name]" in caught.value.message.de
        assert str(other / "dataset.toml") in caught.value.message.de
    assert not output_of(place).exists()


@pytest.mark.parametrize(
    "base", [f"{BASE}beispielstadt/", f"{BASE}Beispielstadt/", f"{BASE.replace('https', 'http')}beispielstadt/"]
)
def test_two_towns_with_one_base_are_refused(place: Path, base: str) -> None:
    _second(place, "zweite", base)

    with pytest.raises(ConfigError, match=r"\[iris\.base\].*stands in .*zweite.dataset\.toml too"):
        publish(place)


def test_two_towns_with_what_is_their_own_stand_beside_one_another(place: Path) -> None:
    second = _second(place, "zweite")

    refuse_shared(place, town_of(place).dataset)
    refuse_shared(second, town_of(second).dataset)


@pytest.mark.parametrize("text", ["", "name = ", "name = 1\niris = 2", "iris = { base = 1 }", "\udcff"])
def test_a_town_that_cannot_be_read_is_no_reason_to_refuse_another(place: Path, text: str) -> None:
    second = _second(place, "zweite")
    (second / "dataset.toml").write_bytes(text.encode("utf-8", "surrogateescape"))

    refuse_shared(place, town_of(place).dataset)


@pytest.mark.parametrize("folder", [".stversions", "@eaDir", "#recycle", ".Trash-1000"])
def test_what_other_programs_keep_there_is_no_town(place: Path, folder: str) -> None:
    _second(place, "beispielstadt").rename(place.parent / folder)

    assert find_towns(place.parent) == [place / "dataset.toml"]
    refuse_shared(place, town_of(place).dataset)


def test_a_link_to_a_town_is_no_second_one(place: Path) -> None:
    (place.parent / "auch").symlink_to(place)

    refuse_shared(place, town_of(place).dataset)


def test_a_run_of_all_towns_names_both_and_publishes_the_others(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _second(place, "beispielstadt")
    copy_town(place.parents[1], "erkelenz")
    monkeypatch.chdir(place.parents[1])

    with pytest.raises(SystemExit) as ended:
        main(["run"])

    told = capsys.readouterr().err
    assert ended.value.code in (FINDINGS, USAGE)
    assert told.count("[name]: „beispielstadt“ steht auch in") == 2
    assert [path.name for path in Path("output").iterdir()] == ["erkelenz"]


# What leads out of the folder ###################################################################################


def _strategy_elsewhere(place: Path, file: str) -> None:
    settings = place / "dataset.toml"
    head = settings.read_text("utf-8").partition("[strategy]")[0]
    settings.write_text(f'{head}[strategy]\nfile = "{file}"\n', "utf-8")


def test_a_link_out_of_the_folder_is_no_strategy_and_nothing_of_it_is_told(place: Path) -> None:
    (place.parents[1] / "geheim.txt").write_text("geheim:x:0:0\n", "utf-8")
    (place / "strategie.ttl").symlink_to("../../geheim.txt")
    _strategy_elsewhere(place, "strategie.ttl")

    with pytest.raises(ConfigError) as caught:
        town_of(place)

    assert "[strategy.file]: strategie.ttl führt aus dem Ordner hinaus" in caught.value.message.de
    assert "geheim:" not in str(caught.value.message)


def test_what_is_no_turtle_is_told_with_its_place_and_nothing_of_it(place: Path) -> None:
    (place / "strategie.ttl").write_text("\ngeheim:x:0:0\n", "utf-8")
    _strategy_elsewhere(place, "strategie.ttl")

    with pytest.raises(ConfigError) as caught:
        town_of(place)

    assert "strategie.ttl: ist kein gültiges Turtle (Zeile 2, Spalte 1)" in caught.value.message.de
    assert "geheim" not in str(caught.value.message)


def _known_as(place: Path, line: str) -> None:
    _edit(place, 'homepage = "https://beispielstadt.example"', f'homepage = "https://beispielstadt.example"\n{line}')


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('wikidata = "Q64"', 'wikidata = "https://www.wikidata.org/wiki/Q64"'),
        ('gnd = "4005728-8"', 'gnd = "https://d-nb.info/gnd/4005728-8"'),
        ('wikidata = "Q64"\niri = "https://a.example/#a"', 'wikidata = "Q64"\niri = "https://a.example/#b"'),
    ],
)
def test_two_towns_are_not_one_elsewhere(place: Path, one: str, other: str) -> None:
    second = _second(place, "zweite")
    _known_as(place, one)
    _known_as(second, other)

    with pytest.raises(ConfigError, match="would take both bodies for one"):
        publish(place)


def test_two_towns_with_one_publisher_may_say_who_that_is(place: Path) -> None:
    second = _second(place, "zweite")
    for town in (place, second):
        _known_as(town, 'wikidata = "Q64"\niri = "https://kreis.example/#kreis"')

    assert publish(place).receipt
