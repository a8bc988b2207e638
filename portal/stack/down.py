"""From a portal in any state to no process of it."""

import signal

from stack import process
from stack.layout import find_layout
from stack.up import alone

# Last started, first stopped; each by the signal it ends cleanly on.
PARTS = {
    "plain": signal.SIGTERM,
    "worker": signal.SIGTERM,
    "ckan": signal.SIGTERM,
    "solr": signal.SIGTERM,
    "redis": signal.SIGTERM,
    "postgres": signal.SIGINT,
}


def main() -> int:
    """Stop every part that runs and say which did."""
    layout = find_layout()
    if not layout.home.exists():
        print("There is no portal here.")
        return 0
    with alone(layout):
        stopped = [name for name, how in PARTS.items() if process.stop(name, layout, how)]
    print(f"Stopped: {', '.join(stopped)}." if stopped else "Nothing was running.")
    return 0
