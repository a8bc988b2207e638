"""A real mail server on loopback, with an account, a certificate of its own and the faults that a test asks for."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.certificates import contexts

USER, PASSWORD = "town", "a-password-that-nobody-may-see"


@dataclass
class Postbox:
    """What arrived, and what the server answers in the place of taking it; ``cut`` names where it hangs up."""

    at_recipient: dict[str, str] = field(default_factory=dict)
    at_data: str = ""
    cut: str = ""
    hang: str = ""
    arrived: list[tuple[list[str], bytes]] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 - as aiosmtpd calls it
        self, server: SMTP, _: Session, envelope: Envelope, address: str, *__: Any
    ) -> str:
        """Take a recipient, or not."""
        await self._stumble("RCPT", server)
        if answer := self.at_recipient.get(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _: Session, envelope: Envelope) -> str:  # noqa: N802
        """Take a message, or not."""
        if self.at_data:
            return self.at_data
        assert isinstance(envelope.content, bytes)
        self.arrived.append((envelope.rcpt_tos, envelope.content))
        await self._stumble("DATA", server)
        return "250 OK"

    async def _stumble(self, where: str, server: SMTP) -> None:
        if self.hang == where:
            await asyncio.sleep(30)
        if self.cut == where and isinstance(server.transport, asyncio.WriteTransport):
            server.transport.abort()


@dataclass(frozen=True)
class Running:
    """Where it listens, and what trusts its certificate."""

    port: int
    trusted: ssl.SSLContext


@contextmanager
def mail_server(
    postbox: Postbox,
    place: Path,
    *,
    name: str = "localhost",
    encryption: str = "starttls",
    with_account: bool = True,
    port: int = 0,
    **options: Any,
) -> Iterator[Running]:
    """A server whose certificate bears ``name``; ``encryption`` is that of the settings, ``port`` one it had before."""
    ours, trusted = contexts(place, name)

    def authenticate(_: Any, __: Any, ___: Any, mechanism: str, account: object) -> AuthResult:
        is_right = account == LoginPassword(USER.encode(), PASSWORD.encode())
        return AuthResult(success=is_right, handled=is_right)

    controller = Controller(
        postbox,
        hostname="127.0.0.1",
        port=port or _free_port(),
        authenticator=authenticate if with_account else None,
        auth_require_tls=encryption == "starttls",
        auth_required=with_account,
        tls_context=ours if encryption == "starttls" else None,
        ssl_context=ours if encryption == "tls" else None,
        require_starttls=encryption == "starttls",
        **options,
    )
    controller.start()
    try:
        yield Running(controller.port, trusted)
    finally:
        controller.stop(no_assert=True)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
