"""CKAN without any extension, for a while: the same users and organizations, no DCAT, no schema, no loader."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from stack import process
from stack.layout import Layout
from stack.parts import ckan
from stack.ports import LOOPBACK, any_free_port, read_ports


@contextmanager
def plain_portal(layout: Layout) -> Iterator[str]:
    """Start it beside the running portal, give its address, and stop it. Whoever wants it too waits."""
    with (layout.home / "plain.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        process.stop(ckan.PLAIN, layout)  # left behind by someone who was killed
        port = any_free_port()
        ckan.configure_plain(layout, read_ports(layout.ports), port)
        try:
            with process.running(ckan.describe_plain(layout, port), layout):
                yield f"http://{LOOPBACK}:{port}"
        finally:
            layout.plain_configuration.unlink(missing_ok=True)
