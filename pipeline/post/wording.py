"""What keeps mail from going out, in words: an error of the library in, ours out, without a word of the server's."""

from __future__ import annotations

import smtplib
import ssl

from pipeline.model.report import Text
from pipeline.post.failures import PostError

_TOO_LARGE = 552
_FIRST_FINAL = 500


def is_passing(code: int) -> bool:
    """Whether a reply says that the same may be taken later (RFC 5321, section 4.2.1); so does what is no reply."""
    return code < _FIRST_FINAL


def failure_of(error: Exception, host: str) -> PostError:
    """What went wrong on the way, and whether to try again."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return PostError(_not_let_in(host, error.smtp_code), is_passing=is_passing(error.smtp_code))
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return _all_refused(error)
    if isinstance(error, smtplib.SMTPResponseException):
        is_too_large = error.smtp_code == _TOO_LARGE
        message = _too_large(host) if is_too_large else _said(host, error.smtp_code)
        return PostError(message, is_passing=is_passing(error.smtp_code), is_too_large=is_too_large)
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return PostError(_cut(host), is_passing=True)
    if isinstance(error, smtplib.SMTPException):
        return PostError(_cannot(host))
    if isinstance(error, ssl.SSLCertVerificationError):
        return PostError(_untrusted(host))
    if isinstance(error, TimeoutError):
        return PostError(too_slow(host), is_passing=True)
    if isinstance(error, (OSError, EOFError)):
        return PostError(_cut(host), is_passing=True)
    return PostError(_unfit(host))


def _all_refused(error: smtplib.SMTPRecipientsRefused) -> PostError:
    """As soon as one of them may be taken later, the whole is worth another try."""
    told = [refused(mailbox, code) for mailbox, (code, _) in sorted(error.recipients.items())]
    words = Text(*(" ".join(said) for said in zip(*told, strict=True)))
    return PostError(words, is_passing=any(is_passing(code) for code, _ in error.recipients.values()))


def refused(mailbox: str, code: int) -> Text:
    """One mailbox that the server does not take."""
    return Text(
        f"{mailbox}: Der Mailserver nimmt für dieses Postfach nichts an ({code}).",
        f"{mailbox}: the mail server takes nothing for this mailbox ({code}).",
    )


def no_umlauts(mailbox: str) -> Text:
    """The server knows ASCII alone."""
    return Text(
        f"{mailbox}: Der Mailserver kennt keine Umlaute vor dem @; nennen Sie das Postfach ohne.",
        f"{mailbox}: the mail server knows no umlauts before the @; name the mailbox without.",
    )


def no_encryption(host: str) -> Text:
    """Mail does not go in the open."""
    return Text(
        f"{host}: Der Mailserver bietet keine Verschlüsselung (STARTTLS) an; nichts wurde gesendet.",
        f"{host}: the mail server offers no encryption (STARTTLS); nothing was sent.",
    )


def too_slow(host: str) -> Text:
    """It hangs."""
    return Text(f"{host}: Der Mailserver antwortet zu langsam.", f"{host}: the mail server answers too slowly.")


def _not_let_in(host: str, code: int) -> Text:
    return Text(
        f"{host}: Der Mailserver lässt uns mit SMTP_USER und SMTP_PASSWORD nicht ein ({code}).",
        f"{host}: the mail server does not let us in with SMTP_USER and SMTP_PASSWORD ({code}).",
    )


def _said(host: str, code: int) -> Text:
    return Text(f"{host}: Der Mailserver meldet {code}.", f"{host}: the mail server says {code}.")


def _too_large(host: str) -> Text:
    return Text(
        f"{host}: Die Nachricht ist dem Mailserver zu groß.", f"{host}: the message is too large for the mail server."
    )


def _cannot(host: str) -> Text:
    return Text(
        f"{host}: Der Mailserver bietet nicht an, was nötig ist: eine Anmeldung, wie wir sie kennen, oder Umlaute in "
        "Adressen.",
        f"{host}: the mail server does not offer what is needed: a login as we know it, or umlauts in addresses.",
    )


def _untrusted(host: str) -> Text:
    return Text(
        f"{host}: Dem Zertifikat des Mailservers ist nicht zu trauen; nichts wurde gesendet.",
        f"{host}: the certificate of the mail server is not to be trusted; nothing was sent.",
    )


def _cut(host: str) -> Text:
    return Text(
        f"{host}: Die Verbindung zum Mailserver kam nicht zustande oder riss ab.",
        f"{host}: there was no connection to the mail server, or it was cut.",
    )


def _unfit(host: str) -> Text:
    return Text(f"{host}: Die Nachricht lässt sich so nicht senden.", f"{host}: the message cannot be sent like this.")
