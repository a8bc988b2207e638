"""Whatever fails between the inbox and the last letter, and whenever: all is whole, and in the end as it should be."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import pytest

from pipeline.model.errors import OutsideWorldError
from tests.fakes import Killed
from tests.interruptions import Way
from tests.whole_loop import FAULTY, FILE, Phase, Stage, drop, open_stage

EVERY = int(os.environ.get("LOOP_CUTS", "0"))
"""At each how many-th operation it is tried; a few by chance where that is not said."""
SEED = int(os.environ.get("LOOP_SEED", 1 if "CI" in os.environ else date.today().toordinal()))
"""Others each day, so that little by little all are tried."""
_SAMPLE, _LOOKS = 6, 3


class Played(NamedTuple):
    """The town, and how it came from nothing to an edition, and from that to the next beside a file with errors."""

    stage: Stage
    phases: list[Phase]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    place = tmp_path_factory.mktemp("loop")
    with pytest.MonkeyPatch.context() as monkeypatch, open_stage(place / "town", monkeypatch) as stage:
        drop(stage, FILE, 1)
        first = stage.phases(place / "first")
        drop(stage, FAULTY, 2)
        drop(stage, FILE, 3)
        yield Played(stage, [*first, *stage.phases(place / "second")])


@pytest.mark.parametrize("way", Way)
def test_whatever_fails_all_is_whole_and_in_the_end_it_is_as_if_nothing_had_failed(played: Played, way: Way) -> None:
    numbered = [(phase, *each) for phase in played.phases for each in enumerate(phase.operations)]
    moments = [(phase, number) for phase, number, operation in numbered if operation.is_worth(way)]
    chosen = moments[SEED % EVERY :: EVERY] if EVERY else random.Random(SEED).sample(moments, _SAMPLE)
    failed = []
    for phase, number in chosen:
        try:
            _break(played.stage, phase, number, way)
        except Exception as error:
            where = f"phase {played.phases.index(phase)}, operation {number}, {played.stage.world.broke_at}"
            failed.append(f"seed {SEED}: {where}: {error!r}"[:1500])
            print(way.name, failed[-1], flush=True)
    print(f"{way.name}: {len(chosen)} of {len(moments)} moments, {len(numbered)} operations")
    assert not failed, f"{len(failed)} of {len(chosen)}:\n" + "\n".join(failed[:60])


def _break(stage: Stage, phase: Phase, number: int, way: Way) -> None:
    """Let that operation fail; look whether all is whole; go on, and compare."""
    phase.bring_back()
    stage.world.break_at(number, way)
    try:
        with stage.opened() as (watcher, state):
            for _ in range(_LOOKS):
                stage.look(watcher)
            assert stage.world.has_broken
            stage.world.heal()
            stage.assert_whole(phase.before, phase.after)
            stage.finish(watcher, state)
    except (Killed, OutsideWorldError):  # the program ends, and is started again
        assert stage.world.has_broken
        stage.world.heal()
        stage.assert_whole(phase.before, phase.after)
        stage.start_anew()
        with stage.opened() as (watcher, state):
            stage.finish(watcher, state)
    end = stage.end()
    assert {name: (end[name], wanted) for name, wanted in phase.after.items() if end[name] != wanted} == {}
    assert stage.told_too_often() == []
