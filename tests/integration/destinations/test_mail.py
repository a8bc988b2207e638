"""Mail to a real server: it arrives whole, or the reason is told, and what opens the server is told to nobody."""

from __future__ import annotations

import socket
import traceback
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from threading import Thread
from time import sleep

import pytest

pytest.importorskip("aiosmtpd", reason="make test-destinations installs it")

from pipeline.model.edition import Distribution
from pipeline.model.notice import Mail
from pipeline.model.report import NOTHING
from pipeline.model.routine import MailOptions
from pipeline.post import Line, PostError, Sent, send
from tests.integration.destinations.mail_server import PASSWORD, USER, Postbox, Running, mail_server

# What the server finds odd about itself.
_QUIET = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:Requiring AUTH:UserWarning"),
]
pytestmark = [pytest.mark.integration, *_QUIET]
OPEN = {"SMTP_USER": USER, "SMTP_PASSWORD": PASSWORD}
LOCKED = {"SMTP_USER": USER, "SMTP_PASSWORD": "another-secret-nobody-may-see"}
ID = "<1@beispielstadt.example>"
NOON = datetime(2026, 11, 22, 11, tzinfo=UTC)
MAIL = Mail("Geprüft: Überblick.xlsx", "„Überblick.xlsx“ ist geprüft.\n.\n\nGrüße\n", "digital@beispielstadt.example")
WORKBOOK = Distribution(
    "Überblick „neu“ – 2026.geprueft.xlsx", "application/vnd.ms-excel", bytes(range(256)) * 99, NOTHING
)
PAGE = Distribution("pruefbericht.html", "text/html", "<p>ä</p>\r\n.\r\n\n".encode(), NOTHING)
STAFF = "amt@stadt.example"


def _send(running: Running, *to: str, environment: dict[str, str] = OPEN, encryption: str = "starttls") -> Sent:
    options = MailOptions("localhost", running.port, "roadmap@beispielstadt.example", encryption)
    line = Line(1, 3, running.trusted)
    return send(MAIL, to or (STAFF,), (WORKBOOK, PAGE), options, environment, ID, sent_at=NOON, line=line)


def _only(postbox: Postbox) -> EmailMessage:
    ((_, content),) = postbox.arrived
    message = message_from_bytes(content, policy=SMTP)
    assert isinstance(message, EmailMessage)
    return message


@pytest.mark.parametrize("encryption", ["starttls", "tls", "none"])
def test_a_message_arrives_as_it_was_meant(tmp_path: Path, encryption: str) -> None:
    postbox = Postbox()
    with mail_server(postbox, tmp_path, encryption=encryption) as running:
        sent = _send(running, encryption=encryption)

    message = _only(postbox)
    body = message.get_body()
    assert sent == Sent((STAFF,))
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == MAIL.text
    assert message["Subject"] == MAIL.subject
    assert (message["Message-ID"], message["Auto-Submitted"]) == (ID, "auto-generated")
    assert message["Date"].datetime == NOON
    assert [part.get_filename() for part in message.iter_attachments()] == [WORKBOOK.name, PAGE.name]


def test_attachments_arrive_byte_for_byte(tmp_path: Path) -> None:
    postbox = Postbox()
    with mail_server(postbox, tmp_path) as running:
        _send(running)

    parts = [part.get_payload(decode=True) for part in _only(postbox).iter_attachments()]
    assert parts == [WORKBOOK.content, PAGE.content]


def test_a_name_with_umlauts_goes_as_rfc_2231_has_it(tmp_path: Path) -> None:
    postbox = Postbox()
    with mail_server(postbox, tmp_path) as running:
        _send(running)

    ((_, content),) = postbox.arrived
    assert b"filename*0*=utf-8''%C3%9Cberblick" in content or b"filename*=utf-8''%C3%9Cberblick" in content
    assert content.isascii()


def test_the_same_notice_is_the_same_bytes(tmp_path: Path) -> None:
    postbox = Postbox()
    with mail_server(postbox, tmp_path) as running:
        _send(running)
        _send(running)

    (_, first), (_, second) = postbox.arrived
    assert first == second


def test_without_encryption_nothing_is_sent(tmp_path: Path) -> None:
    postbox = Postbox()
    with mail_server(postbox, tmp_path, encryption="none") as running, pytest.raises(PostError) as told:
        _send(running)

    assert "STARTTLS" in told.value.message.de
    assert (told.value.is_passing, postbox.arrived) == (False, [])


@pytest.mark.parametrize("encryption", ["starttls", "tls"])
@pytest.mark.parametrize("name", ["another.example", "local.host"])
def test_a_certificate_of_another_server_is_refused(tmp_path: Path, name: str, encryption: str) -> None:
    postbox = Postbox()
    with (
        mail_server(postbox, tmp_path, name=name, encryption=encryption) as running,
        pytest.raises(PostError, match="certificate") as told,
    ):
        _send(running, encryption=encryption)

    assert (told.value.is_passing, postbox.arrived) == (False, [])


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    postbox = Postbox()
    with mail_server(postbox, tmp_path) as running:
        options = MailOptions("localhost", running.port, "roadmap@beispielstadt.example")
        with pytest.raises(PostError, match="certificate"):
            send(MAIL, [STAFF], (), options, OPEN, ID, sent_at=NOON, line=Line(1, 3))

    assert postbox.arrived == []


def test_a_wrong_password_is_told_and_not_tried_again(tmp_path: Path) -> None:
    postbox = Postbox()
    with mail_server(postbox, tmp_path) as running, pytest.raises(PostError, match="let us in") as told:
        _send(running, environment=LOCKED)

    assert not told.value.is_passing


def test_a_server_without_a_login_is_told(tmp_path: Path) -> None:
    with (
        mail_server(
            Postbox(), tmp_path, encryption="none", with_account=False, auth_exclude_mechanism=["PLAIN", "LOGIN"]
        ) as running,
        pytest.raises(PostError, match="does not offer"),
    ):
        _send(running, encryption="none")


@pytest.mark.parametrize(
    ("answer", "is_passing", "is_too_large"),
    [("451 later", True, False), ("421 bye", True, False), ("554 spam", False, False), ("552 too big", False, True)],
)
def test_what_may_pass_is_told_from_what_is_final(
    tmp_path: Path, answer: str, is_passing: bool, is_too_large: bool
) -> None:
    with mail_server(Postbox(at_data=answer), tmp_path) as running, pytest.raises(PostError) as told:
        _send(running)

    assert (told.value.is_passing, told.value.is_too_large) == (is_passing, is_too_large)


def test_of_two_mailboxes_one_is_refused_and_the_other_gets_it(tmp_path: Path) -> None:
    postbox = Postbox(at_recipient={"alt@stadt.example": "550 unknown", "voll@stadt.example": "452 full"})
    with mail_server(postbox, tmp_path) as running:
        sent = _send(running, STAFF, "alt@stadt.example", "voll@stadt.example")

    assert sent.to == (STAFF,)
    assert [(it.mailbox, it.is_passing) for it in sent.refused] == [
        ("alt@stadt.example", False),
        ("voll@stadt.example", True),
    ]
    assert postbox.arrived[0][0] == [STAFF]


@pytest.mark.parametrize(("answer", "is_passing"), [("550 unknown", False), ("452 full", True)])
def test_where_all_are_refused_it_is_an_error(tmp_path: Path, answer: str, is_passing: bool) -> None:
    with (
        mail_server(Postbox(at_recipient={STAFF: answer}), tmp_path) as running,
        pytest.raises(PostError, match=STAFF) as told,
    ):
        _send(running)

    assert told.value.is_passing is is_passing


def test_umlauts_before_the_at_go_to_a_server_that_knows_them(tmp_path: Path) -> None:
    postbox = Postbox()
    with mail_server(postbox, tmp_path, enable_SMTPUTF8=True) as running:
        sent = _send(running, "bürger@städtchen.example")

    assert sent.to == ("bürger@städtchen.example",)
    assert postbox.arrived[0][0] == ["bürger@xn--stdtchen-1za.example"]


def test_umlauts_before_the_at_are_told_where_the_server_does_not_know_them(tmp_path: Path) -> None:
    postbox = Postbox()
    with mail_server(postbox, tmp_path, enable_SMTPUTF8=False) as running:
        sent = _send(running, STAFF, "bürger@stadt.example")

    assert sent.to == (STAFF,)
    assert [(it.mailbox, it.is_passing) for it in sent.refused] == [("bürger@stadt.example", False)]


@pytest.mark.parametrize("where", ["RCPT", "DATA"])
@pytest.mark.parametrize("fault", ["cut", "hang"])
def test_a_line_that_is_cut_or_hangs_is_worth_another_try(tmp_path: Path, where: str, fault: str) -> None:
    postbox = Postbox(cut=where) if fault == "cut" else Postbox(hang=where)
    with mail_server(postbox, tmp_path) as running, pytest.raises(PostError) as told:
        _send(running)

    assert told.value.is_passing


def _speak(line: socket.socket, *words: bytes) -> None:
    for word in words:
        line.sendall(word)
        line.recv(4096)


def _drips(line: socket.socket) -> None:
    while True:
        line.sendall(b"2")
        sleep(0.05)


def _repeats(code: bytes) -> Callable[[socket.socket], None]:
    """A server that says again what it was told, as a malicious or a chatty one does."""

    def act(line: socket.socket) -> None:
        line.sendall(b"220 hello\r\n")
        line.recv(4096)
        line.sendall(b"250-here\r\n250 AUTH PLAIN LOGIN\r\n")
        heard = line.recv(4096).strip()
        while heard:
            line.sendall(code + b" you said " + heard + b" " + PASSWORD.encode() + b"\r\n")
            heard = line.recv(4096).strip()

    return act


@contextmanager
def _rough_server(act: Callable[[socket.socket], None]) -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    line, _ = server.accept()
                except OSError:
                    return
                with line, suppress(OSError):
                    act(line)

        Thread(target=serve, daemon=True).start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)


ROUGH: dict[str, Callable[[socket.socket], None]] = {
    "535": _repeats(b"535"),
    "454": _repeats(b"454"),
    "334": _repeats(b"334"),
    "999": _repeats(b"999"),
    "no number": _repeats(b"what?"),
    "hangs up": lambda line: None,
    "no mail server": lambda line: line.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n"),
    "busy": lambda line: line.sendall(b"421 busy\r\n"),
    "hangs up at the login": lambda line: _speak(line, b"220 hello\r\n", b"250 AUTH PLAIN\r\n"),
    "very long line": lambda line: line.sendall(b"220 " + b"x" * 100_000 + b"\r\n"),
}
SECRETS = {
    "plain": {"SMTP_USER": USER, "SMTP_PASSWORD": PASSWORD},
    "umlauts": {"SMTP_USER": "städtchen", "SMTP_PASSWORD": f"{PASSWORD}-größer"},
    "line break": {"SMTP_USER": USER, "SMTP_PASSWORD": f"{PASSWORD}\r\nRSET"},
}


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("kind", ROUGH)
def test_no_failure_tells_the_password(kind: str, secret: str, caplog: pytest.LogCaptureFixture) -> None:
    """A thousand runs over all kinds: nothing of any error that a log may print holds it, in no spelling."""
    environment = SECRETS[secret]
    user, password = environment["SMTP_USER"], environment["SMTP_PASSWORD"]
    spellings = [PASSWORD, b64encode(password.encode()).decode(), b64encode(f"\0{user}\0{password}".encode()).decode()]
    with _rough_server(ROUGH[kind]) as port:
        options = MailOptions("127.0.0.1", port, "roadmap@beispielstadt.example", "none")
        for _ in range(34):
            with pytest.raises(PostError) as told:
                send(MAIL, [STAFF], (), options, environment, ID, sent_at=NOON, line=Line(0.5, 1))
            error = told.value
            said = "\n".join([*error.message, repr(error), *traceback.format_exception(error), caplog.text])
            assert error.__context__ is None
            assert error.__cause__ is None
            assert not [spelling for spelling in spellings if spelling in said]


def test_who_sends_a_byte_now_and_then_meets_the_clock() -> None:
    with _rough_server(_drips) as port, pytest.raises(PostError, match="slowly") as told:
        options = MailOptions("127.0.0.1", port, "roadmap@beispielstadt.example", "none")
        send(MAIL, [STAFF], (), options, OPEN, ID, sent_at=NOON, line=Line(0.5, 1))

    assert told.value.is_passing


def test_where_nobody_listens_it_is_worth_another_try() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    options = replace(MailOptions("127.0.0.1", port, "roadmap@beispielstadt.example"), encryption="none")

    with pytest.raises(PostError, match="no connection") as told:
        send(MAIL, [STAFF], (), options, OPEN, ID, sent_at=NOON, line=Line(0.5, 1))

    assert told.value.is_passing
