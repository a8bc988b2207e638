"""The process in which a job is done: one line of JSON in, one out, within limits on memory and computing time.

Started as ``python -m pipeline.watch.job``. Whatever a file makes it do, it takes nothing with it but itself.
"""

from __future__ import annotations

import ctypes
import signal
import sys

from pipeline.readers.memory import limit_memory
from pipeline.watch.jobs import read_job, write_result
from pipeline.watch.work import do

if sys.platform != "win32":
    import resource

MAX_MEMORY_BYTES, MAX_COMPUTING_S = 6_000_000_000, 1200


def main() -> int:
    """Read the job, do it, write the result."""
    end_with_the_watcher()
    limit_memory(MAX_MEMORY_BYTES)
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_CPU, (MAX_COMPUTING_S, MAX_COMPUTING_S + 5))
    said, sys.stdout = sys.stdout, sys.stderr  # nothing else gets into the answer
    print(write_result(do(read_job(sys.stdin.readline()))), file=said, flush=True)
    return 0


def end_with_the_watcher() -> None:
    """Let the system end this process with the one that started it, so that the next watcher finds nobody at work.

    Linux alone knows that; elsewhere the next one waits until the job is through.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


_PR_SET_PDEATHSIG = 1

if __name__ == "__main__":
    sys.exit(main())
