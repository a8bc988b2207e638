"""Mail, handed to the town's server: encrypted, to whom it was meant for, or a reason why not.

No error repeats or keeps what the server said, for it may repeat what opened it.
"""

from __future__ import annotations

import smtplib
import socket
import ssl
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from threading import Event, Timer
from typing import NamedTuple

from pipeline.model.edition import Distribution
from pipeline.model.errors import ConfigError
from pipeline.model.notice import Mail
from pipeline.model.report import Text
from pipeline.model.routine import MailOptions
from pipeline.post.failures import PostError
from pipeline.post.message import as_sent, build_message, needs_smtputf8
from pipeline.post.wording import failure_of, is_passing, no_encryption, no_umlauts, refused, too_slow

_LOOPBACK = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True, slots=True)
class Refused:
    """A mailbox that the server did not take, while it took others."""

    mailbox: str
    message: Text
    is_passing: bool


@dataclass(frozen=True, slots=True)
class Sent:
    """Who the server took the message for, and who not."""

    to: tuple[str, ...]
    refused: tuple[Refused, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """How long an answer of the server may take, and the whole; which certificates count, else those of the system."""

    answer_s: float = 60
    whole_s: float = 300
    trusted: ssl.SSLContext | None = None


_LINE = Line()


def send(
    mail: Mail,
    to: Sequence[str],
    attachments: Iterable[Distribution],
    options: MailOptions,
    environment: Mapping[str, str],
    message_id: str,
    *,
    sent_at: datetime,
    line: Line = _LINE,
) -> Sent:
    """Send one message to all of them. Raises ``PostError`` where the server took it for none of them, ``ConfigError``
    for settings that cannot be meant.

    Sending again is sending the same: what was cut off behind its end may have arrived, and bears the same id.
    """
    account = _read_account(environment)
    _check(options)
    order = _Order(mail, tuple(to), tuple(attachments), message_id, sent_at)
    try:
        with _connected(options, line) as server:
            _log_in(server, account)
            return _hand_over(server, order, options.sender)
    except PostError as error:
        failure = PostError(error.message, is_passing=error.is_passing, is_too_large=error.is_too_large)
    except (smtplib.SMTPException, OSError, EOFError, ValueError) as error:
        failure = failure_of(error, options.host)
    # Outside of the handlers: an error that is kept with another is printed with it, words of the server and all.
    raise failure


class _Account(NamedTuple):
    user: str
    password: str


class _Order(NamedTuple):
    mail: Mail
    to: tuple[str, ...]
    attachments: tuple[Distribution, ...]
    message_id: str
    sent_at: datetime


def _read_account(environment: Mapping[str, str]) -> _Account:
    user, password = environment.get("SMTP_USER", ""), environment.get("SMTP_PASSWORD", "")
    if bool(user) != bool(password):
        raise ConfigError(
            Text(
                "Setzen Sie SMTP_USER und SMTP_PASSWORD, oder keines.", "set both SMTP_USER and SMTP_PASSWORD, or none."
            )
        )
    return _Account(user, password)


def _check(options: MailOptions) -> None:
    if not options.host or not options.sender:
        raise ConfigError(Text("[mail]: nennen Sie „host“ und „sender“", '[mail]: name both "host" and "sender"'))
    if options.encryption not in ("starttls", "tls", "none"):
        raise ConfigError(Text("[mail]: „encryption“ ist unbekannt", '[mail]: "encryption" is unknown'))
    if options.encryption == "none" and options.host not in _LOOPBACK:
        raise ConfigError(
            Text(
                "[mail]: unverschlüsselt geht Post nur an einen Server auf diesem Rechner",
                "[mail]: without encryption, mail goes to a server on this machine alone",
            )
        )


class _Server(smtplib.SMTP):
    """A server on a line that is open already."""

    def __init__(self, plain: socket.socket, options: MailOptions, timeout_s: float) -> None:
        # The name of this machine is nobody's business, and asking for it may take long.
        super().__init__(local_hostname=as_sent(options.sender).rpartition("@")[2], timeout=timeout_s)
        self.sock = plain
        self._host = options.host  # by which smtplib holds the certificate to its server


@contextmanager
def _connected(options: MailOptions, line: Line) -> Iterator[smtplib.SMTP]:
    """The server, greeted and encrypted. Who sends a byte now and then for ever meets the clock."""
    plain = socket.create_connection((options.host, options.port), line.answer_s)
    late = Event()

    def stop() -> None:
        late.set()
        with suppress(OSError):
            socket.socket.shutdown(server.sock or plain, socket.SHUT_RDWR)

    server, clock = _Server(plain, options, line.answer_s), Timer(line.whole_s, stop)
    clock.daemon = True
    clock.start()
    try:
        _greet(server, options, line.trusted or ssl.create_default_context())
        yield server
        with suppress(smtplib.SMTPException, OSError):  # all that matters is done
            server.quit()
    except (smtplib.SMTPException, OSError, EOFError, ValueError):
        if late.is_set():
            raise PostError(too_slow(options.host), is_passing=True) from None
        raise
    finally:
        clock.cancel()
        server.close()
        plain.close()


def _greet(server: smtplib.SMTP, options: MailOptions, context: ssl.SSLContext) -> None:
    if options.encryption == "tls":
        assert server.sock
        server.sock = context.wrap_socket(server.sock, server_hostname=options.host)
    code, _ = server.getreply()
    if code != _READY:
        raise smtplib.SMTPConnectError(code, b"")
    server.ehlo_or_helo_if_needed()
    if options.encryption == "starttls":
        if not server.has_extn("starttls"):
            raise PostError(no_encryption(options.host))
        server.starttls(context=context)
        server.ehlo_or_helo_if_needed()


def _log_in(server: smtplib.SMTP, account: _Account) -> None:
    if not account.user:
        return
    if account.user.isascii() and account.password.isascii():
        server.login(account.user, account.password)
        return
    # smtplib knows ASCII alone; PLAIN is UTF-8 (RFC 4616).
    if "PLAIN" not in server.esmtp_features.get("auth", "").upper().split():
        raise smtplib.SMTPNotSupportedError
    word = b64encode(f"\0{account.user}\0{account.password}".encode()).decode()
    code, _ = server.docmd("AUTH", f"PLAIN {word}")
    if code != _LET_IN:
        raise smtplib.SMTPAuthenticationError(code, b"")


def _hand_over(server: smtplib.SMTP, order: _Order, sender: str) -> Sent:
    takes_all = server.has_extn("smtputf8")
    to = [mailbox for mailbox in order.to if takes_all or not needs_smtputf8(mailbox)]
    lost = [Refused(mailbox, no_umlauts(mailbox), False) for mailbox in order.to if mailbox not in to]
    if not to:
        raise PostError(lost[0].message)
    message = build_message(
        order.mail, sender, to, order.attachments, message_id=order.message_id, sent_at=order.sent_at
    )
    answers = server.send_message(message, as_sent(sender), [as_sent(mailbox) for mailbox in to])
    for mailbox in to:
        if answer := answers.get(as_sent(mailbox)):
            lost.append(Refused(mailbox, refused(mailbox, answer[0]), is_passing(answer[0])))
    gone = {it.mailbox for it in lost}
    return Sent(tuple(mailbox for mailbox in to if mailbox not in gone), tuple(lost))


_READY, _LET_IN = 220, 235
