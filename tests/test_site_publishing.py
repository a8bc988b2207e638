"""The pages on the disk: what changed is written, what was cut off is finished, nothing foreign is touched."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from pipeline.model.color import DARK_GROUND, EASY_CONTRAST, LIGHT_GROUND, contrast, is_legible, shade_for
from pipeline.model.errors import ConfigError, OutsideWorldError
from pipeline.publish.site import STATE, Site
from pipeline.town.config import parse_dataset
from pipeline.town.logo import read_logo

ONE = {"index.html": b"one", "projekt/1/index.html": b"page", "projekt/2/index.html": b"page"}


@pytest.fixture
def site(tmp_path: Path) -> Site:
    for name in ("public", "internal"):
        (tmp_path / name).mkdir()
    return Site(tmp_path / "public", tmp_path / "internal")


def found(site: Site) -> dict[str, bytes]:
    return {
        path.relative_to(site.public).as_posix(): path.read_bytes() for path in site.public.rglob("*") if path.is_file()
    }


def test_all_files_are_written(site: Site) -> None:
    shown = site.write(ONE.items())

    assert found(site) == ONE
    assert shown == (3, 3, 0, 0)


def test_what_is_the_same_is_left_alone(site: Site) -> None:
    site.write(ONE.items())
    before = (site.public / "index.html").stat()

    shown = site.write(ONE.items())

    assert shown == (3, 0, 0, 0)
    assert (site.public / "index.html").stat().st_ino == before.st_ino


def test_what_changes_is_replaced_and_what_goes_is_gone_with_its_folder(site: Site) -> None:
    site.write(ONE.items())

    shown = site.write({"index.html": b"two", "projekt/1/index.html": b"page"}.items())

    assert found(site) == {"index.html": b"two", "projekt/1/index.html": b"page"}
    assert shown == (2, 0, 1, 1)
    assert not (site.public / "projekt/2").exists()


def test_a_page_that_somebody_deleted_is_written_again(site: Site) -> None:
    site.write(ONE.items())
    (site.public / "index.html").unlink()

    site.write(ONE.items())

    assert found(site) == ONE


def test_where_a_page_cannot_be_made_nothing_changes(site: Site) -> None:
    site.write(ONE.items())

    def broken() -> Iterator[tuple[str, bytes]]:
        yield "index.html", b"two"
        raise ConfigError("no")

    with pytest.raises(ConfigError):
        site.write(broken())

    assert found(site) == ONE
    assert not (site.internal / ".site").exists()


TWO = {"index.html": b"two", "neu/index.html": b"new", "projekt/1/index.html": b"page"}


@pytest.fixture(params=range(5))
def broken_off(request: pytest.FixtureRequest, site: Site, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A site that a run was bringing from ``ONE`` to ``TWO`` when it was killed, after so many moves."""
    site.write(ONE.items())
    with monkeypatch.context() as patched:
        cut_off_after(request.param, patched)
        with pytest.raises(KeyboardInterrupt):
            site.write(TWO.items())
    return site


def test_a_run_that_is_cut_off_is_finished_by_the_next(broken_off: Site) -> None:
    broken_off.write(TWO.items())

    assert found(broken_off) == TWO
    assert broken_off.write(TWO.items()) == (3, 0, 0, 0)


def test_a_run_that_is_cut_off_can_be_taken_back(broken_off: Site) -> None:
    broken_off.write(ONE.items())

    assert found(broken_off) == ONE


def cut_off_after(moves: int, patched: pytest.MonkeyPatch) -> None:
    """A kill at the moment of a rename or of a removal of a page."""
    done = iter(range(moves))
    real_replace, real_unlink = Path.replace, Path.unlink

    def replace(path: Path, target: Path) -> Path:
        if next(done, None) is None:
            raise KeyboardInterrupt
        return real_replace(path, target)

    def unlink(path: Path, missing_ok: bool = False) -> None:
        if "public" in path.parts and next(done, None) is None:
            raise KeyboardInterrupt
        real_unlink(path, missing_ok=missing_ok)

    patched.setattr(Path, "replace", replace)
    patched.setattr(Path, "unlink", unlink)


def test_a_foreign_file_stops_it_before_anything_changes(site: Site) -> None:
    (site.public / "index.html").write_bytes(b"the operator's own")

    with pytest.raises(OutsideWorldError, match=r"index\.html"):
        site.write(ONE.items())

    assert found(site) == {"index.html": b"the operator's own"}


def test_a_foreign_file_elsewhere_stays(site: Site) -> None:
    (site.public / "robots.txt").write_bytes(b"User-agent: *")
    site.write(ONE.items())

    site.write(())

    assert found(site) == {"robots.txt": b"User-agent: *"}


@pytest.mark.parametrize(
    "path", ["editions/2026-01-15/roadmap.nt", "current/index.html", "../x", "a//b", "/etc/passwd"]
)
def test_editions_and_what_lies_elsewhere_are_never_written_to(site: Site, path: str) -> None:
    with pytest.raises(ValueError, match="no place for a page"):
        site.write([(path, b"")])


def test_a_damaged_state_is_named_with_what_to_do(site: Site) -> None:
    (site.internal / STATE).write_text("{", "utf-8")

    with pytest.raises(OutsideWorldError, match=r"site\.json"):
        site.write(ONE.items())


def test_the_state_names_each_file_with_its_digest(site: Site) -> None:
    site.write(ONE.items())

    told: Mapping[str, str] = json.loads((site.internal / STATE).read_text("utf-8"))["files"]

    assert [*told] == sorted(ONE)
    assert all(len(digest) == 64 for digest in told.values())


# Settings

TOWN = Path(__file__).parent / "golden" / "town" / "dataset.toml"


def mistakes(more: str, base: str = "") -> str:
    toml = TOWN.read_text("utf-8")
    if base:
        toml = toml.replace("[iris]\n", f"[iris]\n{base}\n")
    with pytest.raises(ConfigError) as caught:
        parse_dataset(f"{toml}\n[site]\n{more}", "dataset.toml")
    return str(caught.value)


@pytest.mark.parametrize("accent", ["#ffcc00", "#f3f4f7", "#3cc39f"])
def test_an_accent_that_is_hard_to_read_is_refused_with_one_that_is_not(accent: str) -> None:
    assert "is hard to read" in mistakes(f'accent = "{accent}"')


@pytest.mark.parametrize("color", ["#000000", "#ffffff", "#ffcc00", "#9e0000", "#2044aa", "#808080", "#00ff00"])
def test_any_color_has_a_shade_that_is_read_in_either_theme(color: str) -> None:
    for ground in (LIGHT_GROUND, DARK_GROUND):
        assert is_legible(shade_for(color, ground), ground)
        assert contrast(shade_for(color, ground, least=EASY_CONTRAST), ground) >= EASY_CONTRAST


def test_a_color_that_is_legible_is_taken_as_it_is() -> None:
    assert shade_for("#9e0000", LIGHT_GROUND) == "#9e0000"


@pytest.mark.parametrize("accent", ["red", "#abc", "url(x)", "#12345g"])
def test_an_accent_that_is_no_color_is_refused(accent: str) -> None:
    assert "[site.accent]: expected a color" in mistakes(f'accent = "{accent}"')


@pytest.mark.parametrize(
    "setting", ['imprint_url = "javascript:alert(1)"', 'feedback = "kein Postfach"', 'logo = "../x.svg"']
)
def test_what_cannot_be_meant_is_refused(setting: str) -> None:
    assert f"[site.{setting.partition(' ')[0]}]" in mistakes(setting)


@pytest.mark.parametrize("path", ['roadmap = "daten"', 'project = "en/"', 'field = "editions/"'])
def test_a_path_that_the_site_needs_is_refused(path: str) -> None:
    assert "is a folder of the pages for citizens" in mistakes("", base=path)


def test_without_pages_a_path_may_be_called_anything() -> None:
    toml = TOWN.read_text("utf-8").replace("[iris]\n", '[iris]\nroadmap = "daten"\n')

    dataset = parse_dataset(f"{toml}\n[site]\nenabled = false", "dataset.toml")

    assert dataset.iris.roadmap == "daten"


SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'


@pytest.mark.parametrize(
    "inside",
    ["<script>alert(1)</script>", '<rect onload="x()"/>', '<image href="https://elsewhere.example/a.png"/>',
     "<foreignObject/>", '<use href="https://elsewhere.example/a.svg#b"/>', "<style>@import 'x.css';</style>",
     '<rect fill="url(https://elsewhere.example/)"/>', '<a xlink:href="javascript:x"><rect/></a>',
     '<set attributeName="href" to="javascript:x"/>'],
)  # fmt: skip
def test_a_coat_of_arms_that_could_run_or_fetch_is_refused(tmp_path: Path, inside: str) -> None:
    (tmp_path / "wappen.svg").write_text(SVG.format(inside), "utf-8")

    with pytest.raises(ConfigError, match=r"wappen\.svg"):
        read_logo(tmp_path, "wappen.svg")


@pytest.mark.parametrize("inside", ["<path d='M0 0'/>", '<defs><g id="a"/></defs><use xlink:href="#a"/>',
                                    '<rect fill="url(#a)"/>'])  # fmt: skip
def test_a_plain_coat_of_arms_is_taken(tmp_path: Path, inside: str) -> None:
    (tmp_path / "wappen.svg").write_text(SVG.format(inside), "utf-8")

    assert read_logo(tmp_path, "wappen.svg")[0] == "svg"


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.svg", b"<!DOCTYPE svg [<!ENTITY x 'y'>]><svg/>"), ("a.png", b"GIF89a"), ("a.svg", b"no xml"),
     ("a.png", b"\x89PNG\r\n\x1a\n" + b"0" * 50_000), ("b.svg", None)],
)  # fmt: skip
def test_what_is_no_small_picture_is_refused(tmp_path: Path, name: str, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)

    with pytest.raises(ConfigError):
        read_logo(tmp_path, name)
