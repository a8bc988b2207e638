"""The journal: written before anything is done, each town and portal for itself, nothing secret in it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from pipeline.model.errors import OutsideWorldError
from pipeline.publish.ckan.journal import open_journal
from tests.ckan_cases import NAMES, open_stage
from tests.fakes import WRITES, Cut, Killed


def _now() -> str:
    return "2026-11-22T09:00:00.000+00:00"


def test_what_was_meant_is_on_the_disk_before_it_is_done(tmp_path: Path) -> None:
    path = tmp_path / "town" / ".journal.sqlite"
    with open_journal(path, "https://portal.example", _now) as journal:
        number = journal.intend("2026-11-22", "stadt-roadmap", "create")

        with open_journal(path, "https://portal.example", _now) as other:  # as after a power cut
            (act,) = other.unfinished()

        assert (act.number, act.version, act.dataset, act.kind) == (number, "2026-11-22", "stadt-roadmap", "create")


def test_what_is_settled_is_no_longer_unfinished(tmp_path: Path) -> None:
    with open_journal(tmp_path / "j.sqlite", "https://portal.example", _now) as journal:
        first, second = (journal.intend("1", dataset, "check", "file") for dataset in ("a", "b"))
        journal.settle(first)

        assert [act.number for act in journal.unfinished()] == [second]
        assert journal.unfinished("a") == []
        assert [act.dataset for act in journal.unfinished("b")] == ["b"]


def test_each_portal_has_its_own_entries(tmp_path: Path) -> None:
    path = tmp_path / "j.sqlite"
    with open_journal(path, "https://a.example", _now) as one, open_journal(path, "https://b.example", _now) as other:
        one.remember("https://example.org/x", "id-1")
        one.intend("1", "x", "create")

        assert one.id_of("https://example.org/x") == "id-1"
        assert other.id_of("https://example.org/x") == ""
        assert other.unfinished() == []


def test_an_id_that_changes_is_remembered_anew(tmp_path: Path) -> None:
    with open_journal(tmp_path / "j.sqlite", "https://a.example", _now) as journal:
        for id_ in ("id-1", "id-2"):
            journal.remember("https://example.org/x", id_)

        assert journal.id_of("https://example.org/x") == "id-2"


def test_a_damaged_journal_is_the_world_outside(tmp_path: Path) -> None:
    path = tmp_path / "j.sqlite"
    path.write_bytes(b"this is no database" * 100)

    with (
        pytest.raises(OutsideWorldError, match="journal cannot be kept"),
        open_journal(path, "https://a.example", _now),
    ):
        pass


def test_every_write_was_written_down_before_and_crossed_out_after() -> None:
    with open_stage() as stage:
        written: list[tuple[str, int]] = []

        def look(_: object) -> None:
            if stage.fake.log[-1] in WRITES:
                written.append((stage.fake.log[-1], len(stage.journal.unfinished())))

        stage.fake.watch = look
        stage.publish()

        assert len(written) > 10
        assert all(unfinished for _, unfinished in written)
        assert stage.journal.cut_off() == []


def test_a_killed_run_leaves_an_open_entry_and_the_next_closes_it() -> None:
    with open_stage() as stage:
        stage.fake.watch = lambda fake: fake.fail_at(1, Cut.KILLED_AFTER) if fake.log[-1] == "package_search" else None
        with suppress(Killed):
            stage.publish()  # it dies when the first dataset is made, after it was looked for
        stage.fake.watch = lambda _: None
        left = [(act.dataset, act.kind) for act in stage.journal.unfinished()]

        stage.publish()

        assert (NAMES[0], "create") in left
        assert stage.journal.cut_off() == []


def test_a_refused_write_is_noted_with_the_reason() -> None:
    with open_stage() as stage:
        stage.publish()
        stage.package()["title"] = "anders"
        stage.fake.fail_at(1 + _place_of_the_first_write(), Cut.BEFORE)

        stage.publish()

        outcomes = [row[0] for row in stage.journal.connection.execute("select outcome from act where kind = 'change'")]
        assert outcomes == ["failed: Invented.", "done"]


def _place_of_the_first_write() -> int:
    with open_stage() as stage:
        stage.publish()
        stage.package()["title"] = "anders"
        before = len(stage.fake.log)
        stage.publish()
        return next(place for place, action in enumerate(stage.fake.log[before:]) if action in WRITES)
