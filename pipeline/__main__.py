"""``python -m pipeline`` and the command ``roadmap``."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command. Whoever breaks it off while it is still being loaded reads no traceback either."""
    try:
        from pipeline.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
