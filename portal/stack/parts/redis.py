"""Redis: CKAN's queue and sessions, kept in memory alone."""

import socket

from stack.layout import Layout
from stack.ports import LOOPBACK
from stack.process import Part


def describe(layout: Layout, port: int) -> Part:
    """The server. Queued jobs are lost with it: a bench does not need them tomorrow."""
    address = ("--port", str(port), "--bind", LOOPBACK)
    return Part(
        name="redis",
        command=("redis-server", *address, "--save", "", "--appendonly", "no", "--dir", str(layout.home)),
        ready=lambda: answers(port),
        ready_within_s=20,
    )


def answers(port: int) -> bool:
    """Whether a ping is answered."""
    try:
        with socket.create_connection((LOOPBACK, port), timeout=1) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
    except OSError:
        return False
