"""Which port each part listens on: asked for, kept from the last start, or free."""

import json
import os
import socket
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from stack.errors import PortalError

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Ports:
    """The first choices stand a little off the parts' own defaults, which may be taken by the real thing."""

    ckan: int = 5050
    postgres: int = 5442
    redis: int = 6389
    solr: int = 8993


def is_free(port: int) -> bool:
    """Whether something could listen there now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def any_free_port() -> int:
    """A port the system has just found free."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


def choose_ports(
    kept: Ports, asked: Mapping[str, int], running: Callable[[str], bool], *, free: Callable[[int], bool] = is_free
) -> Ports:
    """Keep the ports of running parts; give the others the one asked for, the kept one if free, or another."""
    chosen = kept
    for part, port in asdict(kept).items():
        if running(part):
            if asked.get(part, port) != port:
                raise PortalError(f"{part} runs on port {port}, not {asked[part]}. Run portal/down first.")
        elif part in asked:
            if not free(asked[part]):
                raise PortalError(f"Port {asked[part]}, asked for by PORTAL_{part.upper()}_PORT, is taken.")
            chosen = replace(chosen, **{part: asked[part]})
        elif not free(port):
            chosen = replace(chosen, **{part: any_free_port()})
    return chosen


def asked_ports() -> dict[str, int]:
    """PORTAL_CKAN_PORT, PORTAL_POSTGRES_PORT, PORTAL_REDIS_PORT, PORTAL_SOLR_PORT."""
    asked = {part: os.environ.get(f"PORTAL_{part.upper()}_PORT") for part in asdict(Ports())}
    return {part: int(port) for part, port in asked.items() if port}


def read_ports(path: Path) -> Ports:
    """The ports of the last start, or the first choices."""
    return Ports(**json.loads(path.read_text(encoding="utf-8"))) if path.exists() else Ports()


def write_ports(path: Path, ports: Ports) -> None:
    """Keep the ports for the next start, and for whoever looks for a part."""
    path.write_text(json.dumps(asdict(ports), indent=2) + "\n", encoding="utf-8")
