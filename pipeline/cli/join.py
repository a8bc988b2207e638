"""``roadmap join``: whether all parts of a run that was dealt out are there, and what they came to together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import click

from pipeline.cli.codes import CLEAN, FINDINGS, OUTSIDE
from pipeline.cli.options import output_option, sources_option, speech_options
from pipeline.cli.places import find_settings
from pipeline.cli.shards import Part, counts_of, read_parts
from pipeline.cli.speech import Speech, print_json
from pipeline.model.errors import ConfigError
from pipeline.model.report import Text

STALE = timedelta(hours=24)
"""So much older than the newest part is a part of another run."""


@click.command()
@click.option("--of", "count", type=click.IntRange(1), default=None, metavar="N", help="The number of parts.")
@sources_option
@output_option
@speech_options
def join(count: int | None, sources: Path, output: Path, speech: Speech) -> int:
    """Say whether each town was run by one part, and what all parts came to.

    Ends with 3 where a part or a town is missing, else with the gravest code of all towns.
    """
    count = count or _only(counts_of(output), output)
    parts = read_parts(output, count)
    towns = [path.parent.name for path in find_settings((), sources)]
    codes = {town: code for part in parts for town, code in part.codes.items()}
    published = [town for part in parts for town in part.published]
    wrong = list(_wrong(parts, count, towns))
    if speech.is_json:
        print_json({"parts": len(parts), "of": count, "towns": codes, "published": published,
                    "missing": [text._asdict() for text in wrong]})  # fmt: skip
    else:
        speech.say(*_summary(parts, count, codes, published))
        for text in wrong:
            speech.mention(text)
    return OUTSIDE if wrong else max(codes.values(), default=CLEAN)


def _only(counts: set[int], output: Path) -> int:
    if len(counts) == 1:
        return counts.pop()
    known = ", ".join(map(str, sorted(counts)))
    raise ConfigError(
        Text(
            f"{output}: Nennen Sie mit --of, in wie viele Teile geteilt wurde; es gibt Teile von: {known or 'nichts'}",
            f"{output}: say with --of into how many parts it was dealt out; there are parts of: {known or 'nothing'}",
        )
    )


def _wrong(parts: Sequence[Part], count: int, towns: Sequence[str]) -> Iterator[Text]:
    """What is missing: parts that did not run, or not this time; towns that none of them ran."""
    newest = max((part.at for part in parts), default=None)
    fresh = {part.shard.number for part in parts if newest and newest - part.at < STALE}
    for part in parts:
        if part.shard.number not in fresh:
            yield Text(f"Teil {part.shard}: ist von einem früheren Lauf ({part.at:%Y-%m-%d %H:%M})",
                       f"part {part.shard}: is of an earlier run ({part.at:%Y-%m-%d %H:%M})")  # fmt: skip
    ran = {part.shard.number for part in parts}
    for number in sorted(set(range(1, count + 1)) - ran):
        yield Text(f"Teil {number}/{count}: ist nicht gelaufen", f"part {number}/{count}: did not run")
    known = {town for part in parts for town in part.codes}
    if ran == set(range(1, count + 1)):
        for town in (town for town in towns if town not in known):
            yield Text(
                f"{town}: lief in keinem Teil; der Ordner kam später dazu",
                f"{town}: no part ran it; its folder came later",
            )


def _summary(parts: Sequence[Part], count: int, codes: dict[str, int], published: Sequence[str]) -> Text:
    found = Counter(codes.values())
    mistakes = sum(number for code, number in found.items() if code not in (CLEAN, FINDINGS))
    return Text(
        f"{len(parts)} von {count} Teilen, Städte: {len(codes)}; veröffentlicht: {len(published)}, "
        f"ohne Befund: {found[CLEAN]}, mit Befunden: {found[FINDINGS]}, nicht gelaufen: {mistakes}",
        f"{len(parts)} of {count} parts, towns: {len(codes)}; published: {len(published)}, "
        f"without findings: {found[CLEAN]}, with findings: {found[FINDINGS]}, not run: {mistakes}",
    )
