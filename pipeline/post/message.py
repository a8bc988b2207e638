"""A notice as a message (RFC 5322): the same notice is the same bytes, and nothing in it makes a header of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256

import idna

from pipeline.model.edition import Distribution
from pipeline.model.errors import ConfigError
from pipeline.model.notice import Mail
from pipeline.model.report import Text

_MAILBOX = re.compile(r"[^\s@<>()\[\],:;\"\\\x00-\x1f\x7f]+@[^\s@<>()\[\],:;\"\\\x00-\x1f\x7f]+")
_MESSAGE_ID = re.compile(r"<[\x21-\x3b\x3d\x3f-\x7e]+@[\x21-\x3b\x3d\x3f-\x7e]+>")
_NOT_IN_A_NAME = re.compile(r'[\x00-\x1f\x7f/\\"\u0085\u2028\u2029\u202a-\u202e\u2066-\u2069]+')


def message_id_of(key: str, sender: str) -> str:
    """The id of a message by what it is about: sent twice, it is known to be the same."""
    return f"<{sha256(key.encode()).hexdigest()[:40]}@{_parts(sender)[1]}>"


def build_message(
    mail: Mail,
    sender: str,
    to: Sequence[str],
    attachments: Iterable[Distribution],
    *,
    message_id: str,
    sent_at: datetime,
) -> EmailMessage:
    """The message, with all that goes with it. Raises ``ConfigError`` for a mailbox or an id that is none."""
    if not _MESSAGE_ID.fullmatch(message_id):
        raise ConfigError(Text("Die Kennung der Nachricht ist keine.", "the id of the message is none."))
    message = EmailMessage(SMTP)
    message["From"] = _address(sender)
    message["To"] = [_address(mailbox) for mailbox in to]
    if mail.reply_to:
        message["Reply-To"] = _address(mail.reply_to)
    message["Subject"] = " ".join(re.sub(r"[\x00-\x1f\x7f\u0085\u2028\u2029]", " ", mail.subject).split())
    message["Date"] = format_datetime(sent_at)
    message["Message-ID"] = message_id
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"  # Exchange asks for this one
    message.set_content(mail.text, charset="utf-8", cte="quoted-printable")
    for attachment in attachments:
        _attach(message, attachment)
    if message.is_multipart():
        # No line of quoted-printable or base64 holds "=_".
        message.set_boundary(f"=_{sha256(message_id.encode()).hexdigest()[:32]}")
    return message


def _attach(message: EmailMessage, attachment: Distribution) -> None:
    main, _, sub = attachment.media_type.partition(";")[0].partition("/")
    name = _NOT_IN_A_NAME.sub("_", attachment.name)
    message.add_attachment(attachment.content, maintype=main, subtype=sub or "octet-stream", filename=name)


def _address(mailbox: str) -> Address:
    local, domain = _parts(mailbox)
    return Address(username=local, domain=domain)


def as_sent(mailbox: str) -> str:
    """A mailbox as servers know it: its domain in ASCII; what stands before the @ stays as it is."""
    return "@".join(_parts(mailbox))


def needs_smtputf8(mailbox: str) -> bool:
    """Whether only servers that take umlauts before the @ can deliver to it (RFC 6531)."""
    return not _parts(mailbox)[0].isascii()


def _parts(mailbox: str) -> tuple[str, str]:
    local, _, domain = mailbox.rpartition("@")
    try:
        if not _MAILBOX.fullmatch(mailbox):
            raise ConfigError(_no_mailbox(mailbox))
        return local, domain if domain.isascii() else idna.encode(domain, uts46=True).decode()
    except idna.IDNAError as error:
        raise ConfigError(_no_mailbox(mailbox)) from error


def _no_mailbox(said: str) -> Text:
    shown = "".join(sign if sign.isprintable() else "\ufffd" for sign in said)[:80]
    return Text(f"„{shown}“ ist kein Postfach", f"“{shown}” is no mailbox")
