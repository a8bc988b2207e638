"""From nothing, or from a portal that was stopped, to one that answers."""

import fcntl
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from stack import install, process
from stack.errors import PortalError
from stack.layout import Layout, find_layout
from stack.parts import ckan, postgres, redis, solr
from stack.ports import Ports, asked_ports, choose_ports, read_ports, write_ports
from stack.scene import EDITOR, ORGANIZATION, set_scene


def main() -> int:
    """Bring the portal up and say how to get in."""
    layout = find_layout()
    started_at = time.monotonic()
    try:
        with alone(layout):
            ports = bring_up(layout)
    except PortalError as error:
        print(error, file=sys.stderr)
        return 1
    print(welcome(layout, ports, time.monotonic() - started_at))
    return 0


def bring_up(layout: Layout) -> Ports:
    """Install, start what others stand on, prepare it, start CKAN, set the scene. Each step finds its work done."""
    install.install_system()
    changed = install.install_python(layout)
    install.install_solr(layout)
    ports = settle_ports(layout)
    start_foundations(layout, ports)
    postgres.create_databases(ports.postgres)
    changed |= ckan.configure(layout, ports)
    ckan.prepare(layout, ports, install.version_wanted())
    changed |= ckan.configure(layout, ports)  # now with the sysadmin's token, for the loader
    start_ckan(layout, ports, afresh=changed)
    set_scene(layout, ckan.address(ports))
    layout.address.write_text(ckan.address(ports) + "\n", encoding="utf-8")
    return ports


def settle_ports(layout: Layout) -> Ports:
    """Decide on the ports and keep them."""
    running = {name for name in ("ckan", "postgres", "redis", "solr") if process.read_pid(layout, name)}
    ports = choose_ports(read_ports(layout.ports), asked_ports(), running.__contains__)
    write_ports(layout.ports, ports)
    return ports


def start_foundations(layout: Layout, ports: Ports) -> None:
    """Start the servers CKAN stands on, all at once, and wait for each."""
    postgres.create_cluster(layout)
    postgres.clear_lock(layout)
    parts = [
        solr.describe(layout, ports.solr),
        postgres.describe(layout, ports.postgres),
        redis.describe(layout, ports.redis),
    ]
    for part in parts:
        process.start(part, layout)
    for part in parts:
        process.wait_until_ready(part, layout)


def start_ckan(layout: Layout, ports: Ports, *, afresh: bool) -> None:
    """Start CKAN and its worker; those that run as they were before a change are stopped first."""
    parts = [ckan.describe_web(layout, ports), ckan.describe_worker(layout, ports)]
    for part in parts:
        if afresh:
            process.stop(part.name, layout)
        process.start(part, layout)
    for part in parts:
        process.wait_until_ready(part, layout)


@contextmanager
def alone(layout: Layout) -> Iterator[None]:
    """Hold the portal's folder: a second `up` or `down` waits for the first."""
    for folder in (layout.home, layout.logs, layout.pids, layout.storage):
        folder.mkdir(parents=True, exist_ok=True)
    with (layout.home / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def welcome(layout: Layout, ports: Ports, seconds: float) -> str:
    """What a person needs next."""
    return f"""The portal is up after {seconds:.0f} s: {ckan.address(ports)}
    sign in      {ckan.address(ports)}/user/login as {ckan.SYSADMIN}, password in {layout.password}
    as sysadmin  token in {layout.token(ckan.SYSADMIN)}
    as {EDITOR}    token in {layout.token(EDITOR)}, of the organization {ORGANIZATION}
    logs         {layout.logs}
    stop it      make portal-stop"""
