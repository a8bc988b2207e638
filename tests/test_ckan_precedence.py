"""The loser of a race: an older edition that comes later is refused, whoever sends it, whenever the newer one came."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from pipeline.model.edition import Edition
from pipeline.publish.ckan.precedence import Superseded
from tests.ckan_cases import NAMES, Stage, edit_catalog, editions, open_stage
from tests.fake_fields import Kind
from tests.fakes import FakeCkan


def _as_version(edition: Edition, version: str) -> Edition:
    """The edition, as if it had been made as another version."""
    return edit_catalog(replace(edition, version=version), f'"{edition.version}"', f'"{version}"')


def _published(stage: Stage, edition: Edition) -> None:
    """Publish from another machine: our journal knows nothing of it."""
    with open_stage(stage.fake) as elsewhere:
        elsewhere.publish(edition)


@pytest.mark.parametrize("kind", Kind)
def test_an_older_edition_is_refused_before_anything_is_sent(kind: Kind) -> None:
    with open_stage(FakeCkan(kind=kind)) as stage:
        _published(stage, editions().changed)
        before = stage.fake.writes

        for act in (stage.plan, stage.publish):
            with pytest.raises(Superseded) as refused:
                act(editions().first)

        assert editions().changed.version in refused.value.message.de
        assert "--force" in refused.value.message.en
        assert stage.fake.writes == before
        stage.publish(editions().first, force=True)
        assert stage.package()["version"] == editions().first.version


def test_the_tenth_edition_of_a_day_is_newer_than_the_ninth() -> None:
    ninth, tenth = (_as_version(editions().first, f"2026-11-22.{number}") for number in (9, 10))
    with open_stage() as stage:
        _published(stage, tenth)

        with pytest.raises(Superseded):
            stage.publish(ninth)

    with open_stage() as stage:
        _published(stage, ninth)
        assert stage.publish(tenth).changed


@pytest.mark.parametrize("kind", Kind)
def test_of_two_editions_of_one_version_the_one_made_later_is_the_newer(kind: Kind) -> None:
    first = editions().first
    made_at, later_at = first.made_at.isoformat(), (first.made_at + timedelta(hours=3)).isoformat()
    later = edit_catalog(replace(first, made_at=first.made_at + timedelta(hours=3)), f'"{made_at}"', f'"{later_at}"')
    with open_stage(FakeCkan(kind=kind)) as stage:
        _published(stage, later)

        with pytest.raises(Superseded, match="made later"):
            stage.publish(first)

        assert stage.publish(later).differs == ()


@pytest.mark.parametrize("version", ["Entwurf", "2.0", "9999", ""])
def test_a_version_typed_by_hand_is_put_right(version: str) -> None:
    with open_stage() as stage:
        stage.publish()
        stage.package()["version"] = version

        stage.publish()

        assert stage.package()["version"] == editions().first.version


def test_a_newer_edition_that_comes_between_our_look_and_our_write_stays() -> None:
    with open_stage() as stage:
        stage.publish()
        came: list[str] = []

        def before(action: str, _: Any) -> None:
            if action == "package_revise" and not came:
                came.append(action)
                _published(stage, editions().retitled)

        with pytest.raises(Superseded):
            stage.ckan(stage.disturbed(before)).publish(editions().changed)

        newest = (state.version for state in editions().retitled.datasets.values())
        assert sorted(stage.package(name)["version"] for name in NAMES) == sorted(newest)


def test_whoever_makes_a_dataset_a_moment_later_takes_it_up_or_is_told() -> None:
    with open_stage() as stage:
        came: list[str] = []

        def before(action: str, _: Any) -> None:
            if action == "package_create" and not came:
                came.append(action)
                _published(stage, editions().changed)

        with pytest.raises(Superseded):
            stage.ckan(stage.disturbed(before)).publish(editions().first)

        assert len(stage.fake.packages) == 3
