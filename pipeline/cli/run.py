"""``roadmap run``: the next edition of each town, and what can be done with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from pipeline.cli.clock import read_now
from pipeline.cli.codes import CLEAN, OUTSIDE
from pipeline.cli.one_town import Order, Ran, run_one, run_quietly
from pipeline.cli.options import output_option, sources_option, speech_options
from pipeline.cli.outcome import print_next_steps
from pipeline.cli.places import find_settings
from pipeline.cli.shards import write_part
from pipeline.cli.speech import Speech, print_json
from pipeline.model.report import Text
from pipeline.spread import Lost, Shard, parse_shard, spread


class ShardType(click.ParamType[Shard]):
    """A part of the towns, as "3/10"."""

    name = "shard"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Shard:
        """Read it, or say how it is written."""
        try:
            return value if isinstance(value, Shard) else parse_shard(value)
        except ValueError:
            self.fail(f"{value!r} is no part of the towns; write the third of ten as 3/10", param, ctx)


@click.command()
@click.argument("towns", nargs=-1, metavar="[TOWN]...")
@click.option("--accept-loss", is_flag=True, help="Publish although many projects or a column are missing.")
@click.option("--anew", is_flag=True, help="Run each town, also where nothing has changed since its last run.")
@click.option("--workers", type=click.IntRange(1, 64), default=1, metavar="N", help="So many towns at once (1).")
@click.option("--shard", type=ShardType(), metavar="I/N", help="The part I of N of the towns; see roadmap join.")
@sources_option
@output_option
@speech_options
def run(
    towns: Sequence[str],
    accept_loss: bool,
    anew: bool,
    workers: int,
    shard: Shard | None,
    sources: Path,
    output: Path,
    speech: Speech,
) -> int:
    """Make the next edition of each TOWN, of all towns without one.

    Of all towns, those in which nothing has changed since their last run are passed by; a TOWN that is named is run.
    """
    from pipeline.town import towns_apart

    settings, now = find_settings(towns, sources), read_now()
    apart = towns_apart(sources)
    orders = [
        Order(path, output, now, speech, accept_loss, anew=anew or bool(towns), is_apart=path in apart)
        for path in settings
        if shard is None or shard.has(path.parent.name)
    ]
    ran = list(_run_all(orders, workers, speech))
    if shard:
        write_part(output, shard, now, ran)
    if speech.is_json:
        print_json([each.told for each in ran if each.told])
    elif published := [each.town for each in ran if each.is_published]:
        print_next_steps(published, sources, output, speech)
    return max((each.code for each in ran), default=CLEAN)  # a part may have no town


def _run_all(orders: Sequence[Order], workers: int, speech: Speech) -> Iterator[Ran]:
    """Each in its turn, said as it comes; or many at once, said in the same order."""
    if workers == 1 or len(orders) < 2:
        yield from map(run_one, orders)
        return
    for order, came in _in_order(orders, spread(run_quietly, orders, min(workers, len(orders)))):
        if isinstance(came, Lost):
            yield _lost(order, came, speech)
            continue
        click.echo(came.err, nl=False, err=True)
        click.echo(came.out, nl=False)
        yield came


def _in_order(orders: Sequence[Order], coming: Iterable[tuple[int, Ran | Lost]]) -> Iterator[tuple[Order, Ran | Lost]]:
    """What came early waits for its turn."""
    waiting: dict[int, Ran | Lost] = {}
    turn = 0
    for place, came in coming:
        waiting[place] = came
        while turn in waiting:
            yield orders[turn], waiting.pop(turn)
            turn += 1


def _lost(order: Order, lost: Lost, speech: Speech) -> Ran:
    speech.mention(
        Text(
            f"roadmap: {order.settings}: der Lauf bricht jedes Mal ab ({lost.tries} Versuche), vielleicht weil der "
            "Arbeitsspeicher nicht reicht; was veröffentlicht ist, bleibt veröffentlicht",
            f"roadmap: {order.settings}: its run dies each time ({lost.tries} tries), perhaps for lack of memory; what "
            "is published stays published",
        )
    )
    return Ran(order.settings.parent.name, OUTSIDE)
