"""``roadmap watch``: what is put into the inboxes of towns is published by their schedules, with nobody at it."""

from __future__ import annotations

import signal
import threading
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.clock import read_now
from pipeline.cli.codes import CLEAN
from pipeline.cli.options import output_option, sources_option, speech_options
from pipeline.cli.places import find_settings
from pipeline.cli.speech import Speech
from pipeline.model.report import Text

if TYPE_CHECKING:
    from pipeline.watch.page import Page


@click.command()
@click.argument("towns", nargs=-1, metavar="[TOWN]...")
@click.option(
    "--every", type=click.FloatRange(min=0.05), default=10.0, show_default=True, help="Seconds between looks."
)
@click.option("--once", is_flag=True, help="Do what is to be done, and end.")
@click.option("--now", "at_once", is_flag=True, help="Publish at once, whatever the schedule says.")
@click.option(
    "--port", type=click.IntRange(0, 65535), help="Show how it goes at this port of 127.0.0.1; 0 takes any free one."
)
@sources_option
@output_option
@speech_options
def watch(
    towns: Sequence[str],
    every: float,
    once: bool,
    at_once: bool,
    port: int | None,
    sources: Path,
    output: Path,
    speech: Speech,
) -> int:
    """Look into the inbox of each TOWN, of all towns without one, and publish what is put there when it is due."""
    from pipeline.state import open_state
    from pipeline.watch import alone
    from pipeline.watch import watch as watch_towns
    from pipeline.watch.page import open_page
    from pipeline.watch.watched import Watched
    from pipeline.watch.watcher import Watcher
    from pipeline.watch.workers import LEASE, Children

    ended, output = threading.Event(), output.absolute()
    settings = [path.absolute() for path in find_settings(towns, sources)]
    page = nullcontext() if port is None else open_page(port, settings, output, every, speech.mention)
    with alone(output) as lease, page as shown, open_state(output) as state, _ends(ended):
        watched, children = [Watched(path) for path in settings], Children({LEASE: str(lease.number)})
        watcher = Watcher(watched, output, state, children, at_once=at_once, tell=speech.mention, fence=lease.check)
        if shown:
            speech.mention(Text(f"Statusseite: {shown.address}", f"status page: {shown.address}"))
            shown.keep()
        watch_towns(watcher, read_now, lambda: _sleep(ended, every, shown), once=once)
    return CLEAN


def _sleep(ended: threading.Event, seconds: float, page: Page | None) -> bool:
    """Whether to look again."""
    if page and not ended.is_set():
        page.keep()
    return not ended.wait(seconds)


class _ends:  # noqa: N801  # it is used as a word
    """While it lasts, SIGTERM ends the watch after the look that is under way."""

    def __init__(self, ended: threading.Event) -> None:
        self._ended = ended

    def __enter__(self) -> None:
        self._before = signal.signal(signal.SIGTERM, lambda *_: self._ended.set())

    def __exit__(self, *_: Any) -> None:
        signal.signal(signal.SIGTERM, self._before)
