"""Batches over processes of this machine. What dies is tried again by itself, which tells a bad one from bad luck."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

from pipeline.spread.batches import Batch, Lost, in_batches

Item = TypeVar("Item")
Came = TypeVar("Came")
MOST_TRIES = 2


def spread(act: Callable[[Item], Came], items: Sequence[Item], workers: int) -> Iterator[tuple[int, Came | Lost]]:
    """Do ``act`` to each thing, in ``workers`` processes; yields its place among all and what came of it, as it comes.

    ``act`` raises nothing: what it has to say is what it returns.
    """
    died: list[Batch[Item]] = []
    for batch, came in _tried(act, in_batches(items, workers), workers):
        if came is None:
            died.append(batch)
        else:
            yield from zip(batch.places, came, strict=True)
    for batch in (alone for each in died for alone in each.alone()):
        yield batch.places[0], _by_itself(act, batch)


def _tried(
    act: Callable[[Item], Came], batches: Sequence[Batch[Item]], workers: int
) -> Iterator[tuple[Batch[Item], list[Came] | None]]:
    """Each batch and what came of it, nothing where its process died; with one dies what was beside it, too."""
    left = list(batches)
    while left:
        with _pool(workers) as pool:
            running: dict[Future[list[Came]], Batch[Item]] = {}
            broken = False
            while (left and not broken) or running:
                while left and not broken and len(running) < workers:
                    batch = left.pop(0)
                    try:
                        running[pool.submit(_all_of, act, batch.items)] = batch
                    except BrokenProcessPool:
                        left.insert(0, batch)
                        broken = True
                for future in wait(running, return_when=FIRST_COMPLETED).done if running else ():
                    batch = running.pop(future)
                    try:
                        yield batch, future.result()
                    except BrokenProcessPool:
                        broken = True
                        yield batch, None


def _by_itself(act: Callable[[Item], Came], batch: Batch[Item]) -> Came | Lost:
    for _ in range(MOST_TRIES):
        with _pool(1) as pool:
            try:
                return pool.submit(_all_of, act, batch.items).result()[0]
            except BrokenProcessPool:
                continue
    return Lost(MOST_TRIES + 1)


def _pool(workers: int) -> ProcessPoolExecutor:
    """Started anew, so that nothing of this process (locks, threads) is in them."""
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))


def _all_of(act: Callable[[Item], Came], items: Sequence[Item]) -> list[Came]:
    return [act(item) for item in items]
