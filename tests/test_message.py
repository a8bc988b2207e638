"""A notice as a message: nothing in it makes a header of its own, and settings that cannot be meant open no line."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from hypothesis import given
from hypothesis import strategies as some

from pipeline.model.edition import Distribution
from pipeline.model.errors import ConfigError
from pipeline.model.notice import Mail
from pipeline.model.report import NOTHING
from pipeline.model.routine import MailOptions
from pipeline.post import message_id_of, send
from pipeline.post.message import as_sent, build_message

NOON = datetime(2026, 11, 22, 11, tzinfo=UTC)
SENDER, STAFF, ID = "roadmap@stadt.example", "amt@stadt.example", "<1@stadt.example>"
MAIL = Mail("Geprüft", "Guten Tag\n", STAFF)
HEADERS = {
    *("From", "To", "Reply-To", "Subject", "Date", "Message-ID", "Auto-Submitted", "X-Auto-Response-Suppress"),
    *("MIME-Version", "Content-Type", "Content-Transfer-Encoding"),
}
OPTIONS = MailOptions("mail.stadt.example", 587, SENDER)


def _arrives(mail: Mail, *attachments: Distribution, to: str = STAFF, message_id: str = ID) -> EmailMessage:
    built = build_message(mail, SENDER, [to], attachments, message_id=message_id, sent_at=NOON)
    message = message_from_bytes(built.as_bytes(), policy=SMTP)
    assert isinstance(message, EmailMessage)
    return message


@given(some.text())
def test_no_subject_makes_a_header_of_its_own(subject: str) -> None:
    message = _arrives(MAIL._replace(subject=subject.encode("utf-8", "ignore").decode()))

    assert set(message.keys()) <= HEADERS
    assert message["To"] == STAFF


@pytest.mark.parametrize(
    "subject", ["x\r\nBcc: y@z.example", "x\nBcc: y@z.example", "x\rBcc: y@z.example", "x\u2028Bcc: y@z.example"]
)
def test_a_subject_is_one_line(subject: str) -> None:
    message = _arrives(MAIL._replace(subject=subject))

    assert message["Subject"] == "x Bcc: y@z.example"
    assert message["Bcc"] is None


@pytest.mark.parametrize(
    ("name", "arrives"),
    [
        ("Überblick „neu“ – 2026.xlsx", "Überblick „neu“ – 2026.xlsx"),
        ('a"; filename="b.exe', "a_; filename=_b.exe"),
        ("a\r\nX-Evil: 1.xlsx", "a_X-Evil: 1.xlsx"),
        ("../../etc/passwd", ".._.._etc_passwd"),
        ("x" * 200 + "ü.xlsx", "x" * 200 + "ü.xlsx"),
    ],
)
def test_a_file_keeps_its_name_and_no_more(name: str, arrives: str) -> None:
    message = _arrives(MAIL, Distribution(name, "text/html", b"<p>", NOTHING))

    (part,) = message.iter_attachments()
    assert part.get_filename() == arrives
    assert set(message.keys()) <= HEADERS


@pytest.mark.parametrize("length", [10, 60, 100, 200])
def test_the_id_arrives_as_it_was_given(length: int) -> None:
    """A line that is too long is no reason to write it otherwise: it would be another id."""
    given_id = f"<{'a' * length}@stadt.example>"

    built = build_message(MAIL, SENDER, [STAFF], (), message_id=given_id, sent_at=NOON)

    assert given_id.encode() in built.as_bytes()


def test_the_id_is_that_of_what_it_is_about() -> None:
    assert message_id_of("drop 1 rejected", SENDER) == message_id_of("drop 1 rejected", SENDER)
    assert message_id_of("drop 1 rejected", SENDER) != message_id_of("drop 2 rejected", SENDER)
    assert message_id_of("drop 1", "x@städtchen.example").endswith("@xn--stdtchen-1za.example>")


@pytest.mark.parametrize("message_id", ["", "1@x.example", "<1>", "<1@x>\r\nBcc: y@z.example", "<1 @x>", "<ü@x>"])
def test_what_is_no_id_is_refused(message_id: str) -> None:
    with pytest.raises(ConfigError):
        _arrives(MAIL, message_id=message_id)


@pytest.mark.parametrize(
    ("mailbox", "sent"),
    [
        ("amt@straße.example", "amt@xn--strae-oqa.example"),
        ("amt@Städtchen.example", "amt@xn--stdtchen-1za.example"),
        ("bürger@stadt.example", "bürger@stadt.example"),
    ],
)
def test_a_domain_goes_as_servers_know_it(mailbox: str, sent: str) -> None:
    assert as_sent(mailbox) == sent


@pytest.mark.parametrize(
    "mailbox",
    [
        *("", "amt", "@stadt.example", "amt@", "a b@x.example", "a@x.example, b@y.example", "<a@x.example>"),
        *("a@x\r\nRCPT TO:<b@y.example>", "a@x.example\0", "a@b@x.example", "a@-\u2028.example"),
    ],
)
def test_what_is_no_mailbox_is_refused_before_a_line_is_open(mailbox: str) -> None:
    with pytest.raises(ConfigError):
        send(MAIL, [STAFF, mailbox], (), OPTIONS, {}, ID, sent_at=NOON)


@pytest.mark.parametrize(
    "options",
    [
        replace(OPTIONS, host=""),
        replace(OPTIONS, sender=""),
        replace(OPTIONS, encryption="none"),
        replace(OPTIONS, encryption="ssl"),
        replace(OPTIONS, host="127.0.0.1.stadt.example", encryption="none"),
    ],
)
def test_settings_that_cannot_be_meant_open_no_line(options: MailOptions) -> None:
    with pytest.raises(ConfigError):
        send(MAIL, [STAFF], (), options, {}, ID, sent_at=NOON)


@pytest.mark.parametrize("environment", [{"SMTP_USER": "town"}, {"SMTP_PASSWORD": "that-nobody-may-see"}])
def test_half_an_account_is_told_without_the_other_half(environment: dict[str, str]) -> None:
    with pytest.raises(ConfigError) as told:
        send(MAIL, [STAFF], (), OPTIONS, environment, ID, sent_at=NOON)

    assert "nobody" not in str(told.value)


def test_to_nobody_is_told() -> None:
    with pytest.raises(ConfigError):
        send(MAIL, [], (), OPTIONS, {}, ID, sent_at=NOON)
