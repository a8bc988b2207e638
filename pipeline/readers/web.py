"""An address on the web to its answer: in time, after five redirects at most, and by http or https alone."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

import requests

from pipeline.answer import TooMuch, TooSlow, read_answer
from pipeline.model.errors import OutsideWorldError
from pipeline.model.harvest import Trouble
from pipeline.model.report import Text

MAX_REDIRECTS = 5
AGENT = "digitalstrategie (roadmap)"
NO_HEADERS: Mapping[str, str] = MappingProxyType({})


class Unreached(OutsideWorldError):
    """An address that gave no answer: what kind of trouble it was, and ``why`` in words without the address."""

    def __init__(self, trouble: Trouble, message: Text, why: Text) -> None:
        super().__init__(message)
        self.trouble, self.why = trouble, why


def _refuse_none(_: str) -> None:
    """Every address may be asked."""


class Page(NamedTuple):
    """What an address gave: the address after all redirects, the media type and the bytes."""

    url: str
    media_type: str
    content: bytes


def fetch_page(
    url: str, *, accept: str, max_bytes: int, timeout_s: float = 30, deadline_s: float = 300, host: str = ""
) -> Page:
    """The page at an address. ``deadline_s`` is for those who send a byte now and then for ever.

    Where a ``host`` is given, no redirect leads to another one.
    """
    with ask(url, "GET", accept=accept, timeout_s=timeout_s, host=host) as response:
        if response.status_code != requests.codes.ok:
            status = response.status_code
            raise OutsideWorldError(
                Text(f"{url}: Der Server antwortet mit {status}", f"{url}: the server answered {status}")
            )
        media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        return Page(response.url, media_type, _content(response, url, max_bytes, deadline_s))


def _content(response: requests.Response, url: str, max_bytes: int, within_s: float) -> bytes:
    try:
        return read_answer(response, max_bytes=max_bytes, within_s=within_s)
    except TooMuch as error:
        most = max_bytes // 1_000_000
        raise OutsideWorldError(
            Text(
                f"{url}: ist größer als die erlaubten {most} MB", f"{url}: is larger than {most} MB, which is the limit"
            )
        ) from error
    except TooSlow as error:
        raise OutsideWorldError(Text(f"{url}: hat zu lange gedauert", f"{url}: took too long")) from error
    except (OSError, ValueError) as error:
        _, why = reason_of(error)
        raise OutsideWorldError(Text(f"{url}: ist abgebrochen ({why.de})", f"{url}: broke off ({why.en})")) from error


def ask(
    url: str,
    method: str,
    *,
    accept: str = "*/*",
    timeout_s: float,
    host: str = "",
    headers: Mapping[str, str] = NO_HEADERS,
    refuse: Callable[[str], None] = _refuse_none,
) -> requests.Response:
    """The answer of an address, its body yet unread; the caller closes it. Raises ``Unreached``.

    ``refuse`` is shown each address before it is asked, those of redirects too, and raises for one that must not be.
    """
    target = url
    with requests.Session() as session:
        for _ in range(MAX_REDIRECTS + 1):
            try:
                _refuse_foreign(target, url, host)
                refuse(target)
                told = {"Accept": accept, "User-Agent": AGENT, **headers}
                response = session.request(
                    method, target, headers=told, timeout=timeout_s, stream=True, allow_redirects=False
                )
                location = session.get_redirect_target(response)
                if location is None:
                    return response
                response.close()
                target = urljoin(target, location)
            except (OSError, ValueError) as error:
                kind, why = reason_of(error)
                raise Unreached(
                    kind,
                    Text(f"{url}: ist nicht zu erreichen ({why.de})", f"{url}: cannot be reached ({why.en})"),
                    why,
                ) from error
    raise Unreached(
        Trouble.CIRCLE,
        Text(f"{url}: leitet mehr als {MAX_REDIRECTS}-mal weiter", f"{url}: leads on more than {MAX_REDIRECTS} times"),
        Text(f"sie leitet mehr als {MAX_REDIRECTS}-mal weiter", f"it leads on more than {MAX_REDIRECTS} times"),
    )


def _refuse_foreign(target: str, url: str, host: str) -> None:
    if urlsplit(target).scheme not in ("http", "https"):
        raise Unreached(
            Trouble.NO_ADDRESS,
            Text(
                f"{url}: Nur Adressen mit http oder https werden gefragt",
                f"{url}: only addresses with http or https are asked",
            ),
            Text("nur Adressen mit http oder https werden gefragt", "only addresses with http or https are asked"),
        )
    if host and urlsplit(target).netloc != host:
        raise Unreached(
            Trouble.ELSEWHERE,
            Text(f"{url}: leitet auf einen anderen Server weiter", f"{url}: leads to another server"),
            Text("sie leitet auf einen anderen Server weiter", "it leads to another server"),
        )


def reason_of(error: Exception) -> tuple[Trouble, Text]:
    """Why, without the names of Python's own objects that ``requests`` tells."""
    if isinstance(error, requests.exceptions.SSLError):
        return Trouble.CERTIFICATE, _certificate(error)
    found = ((trouble, words) for kind, trouble, words in _REASONS if isinstance(error, kind))
    return next(found, (Trouble.NO_ADDRESS, Text("keine gültige Adresse oder Antwort", "no valid address or answer")))


_REASONS: tuple[tuple[type[Exception], Trouble, Text], ...] = (
    (requests.Timeout, Trouble.TIMEOUT, Text("keine Antwort in der Zeit", "no answer in time")),
    (requests.ConnectionError, Trouble.CONNECTION, Text("keine Verbindung", "no connection")),
)


def _certificate(error: BaseException) -> Text:
    """What is wrong with a certificate, by the number that OpenSSL gives it, however deep it is wrapped."""
    for each in _wrapped(error):
        if isinstance(each, ssl.SSLCertVerificationError):
            return _CERTIFICATES.get(each.verify_code, _UNTRUSTED)
    return _UNTRUSTED


def _wrapped(error: BaseException) -> Iterator[BaseException]:
    waiting, seen = [error], set[int]()
    while waiting:
        each = waiting.pop()
        if id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        inner = (each.__cause__, each.__context__, getattr(each, "reason", None), *each.args)
        waiting += [other for other in inner if isinstance(other, BaseException)]


_UNTRUSTED = Text("seinem Zertifikat ist nicht zu trauen", "its certificate is not trusted")
_UNKNOWN_ISSUER = Text(
    "seinem Zertifikat ist nicht zu trauen: wer es ausgestellt hat, ist unbekannt, oder das Zwischenzertifikat fehlt",
    "its certificate is not trusted: who issued it is unknown, or the intermediate certificate is missing",
)
_SELF_SIGNED = Text(
    "seinem Zertifikat ist nicht zu trauen: er hat es sich selbst ausgestellt",
    "its certificate is not trusted: it is signed by the server itself",
)
# The numbers of OpenSSL (X509_V_ERR_…).
_CERTIFICATES = {
    9: Text("sein Zertifikat gilt noch nicht", "its certificate is not yet valid"),
    10: Text("sein Zertifikat ist abgelaufen", "its certificate has expired"),
    18: _SELF_SIGNED,
    19: _SELF_SIGNED,
    20: _UNKNOWN_ISSUER,
    21: _UNKNOWN_ISSUER,
    62: Text("sein Zertifikat gilt für einen anderen Namen", "its certificate is for another name"),
    64: Text("sein Zertifikat gilt für einen anderen Namen", "its certificate is for another name"),
}
