"""The process of the page: one line of JSON in that says what to look at, answers at the socket that it was handed.

Started as ``python -m pipeline.watch.page.process``. It ends with the watcher, however that ends.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any, BinaryIO

import uvicorn

from pipeline.cli.clock import read_now
from pipeline.watch.job import end_with_the_watcher
from pipeline.watch.page.app import App
from pipeline.watch.page.looking import Looking
from pipeline.watch.status import ALIVE_WITHIN
from pipeline.watch.watched import Watched

_MOST_CONNECTIONS = 600
_LONGEST_REQUEST_LINE = 16 * 1024


def main() -> int:
    """Read what to look at, answer until the watcher is gone."""
    end_with_the_watcher()
    told = json.loads(sys.stdin.buffer.readline())
    threading.Thread(target=_end_with, args=(sys.stdin.buffer,), daemon=True).start()
    _serve(App(_looking(told)), socket.socket(fileno=told["fd"]))
    return 0


def _looking(told: dict[str, Any]) -> Looking:
    towns = [Watched(Path(path)) for path in told["settings"]]
    alive_within = max(ALIVE_WITHIN, 3 * timedelta(seconds=told["every_s"]))
    return Looking(Path(told["output"]), towns, read_now, os.environ, alive_within)


def _end_with(line: BinaryIO) -> None:
    """The line that the watcher holds open is cut when it is gone; nothing here is worth a longer goodbye."""
    line.read()
    os._exit(0)


def _serve(app: App, listening: socket.socket) -> None:
    config = uvicorn.Config(
        app,
        http="h11",
        ws="none",
        loop="asyncio",
        lifespan="off",
        interface="asgi3",
        log_level="error",
        access_log=False,  # who read what is nobody's business
        server_header=False,
        proxy_headers=False,
        limit_concurrency=_MOST_CONNECTIONS,
        h11_max_incomplete_event_size=_LONGEST_REQUEST_LINE,
        timeout_graceful_shutdown=1,
    )
    uvicorn.Server(config).run(sockets=[listening])


if __name__ == "__main__":
    sys.exit(main())
