"""A workbook at an address to a file beside us: whole, asked for only where it changed, and opened by the environment.

The address may be a secret (a link that is shared), so no message tells more of it than its host.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from urllib.parse import urljoin, urlsplit

import requests

from pipeline.answer import TooMuch, TooSlow, retry_after_s
from pipeline.model.errors import OutsideWorldError
from pipeline.model.harvest import Trouble
from pipeline.model.report import Text
from pipeline.model.routine import Address
from pipeline.model.workbook import Limits
from pipeline.readers.body import Body, Cut, Foreign, write_body
from pipeline.readers.share_links import Asked, asked_of
from pipeline.readers.web import AGENT, MAX_REDIRECTS, reason_of

_LOOPBACK = ("127.0.0.1", "localhost")
_CONNECT_S, _READ_S, _WITHIN_S = 10.0, 30.0, 300.0


@dataclass(frozen=True, slots=True)
class Fetched:
    """A workbook that was fetched, and by what its server knows this form of it again."""

    sha256: str
    size_bytes: int
    etag: str
    last_modified: str
    path: Path


@dataclass(frozen=True, slots=True)
class NotModified:
    """The workbook is the one that was known; ``known`` has the server's newest marks of it."""

    known: Fetched


class SourceTrouble(OutsideWorldError):
    """A workbook that did not come. What ``is_passing`` may be gone next time; the rest needs a person."""

    def __init__(self, message: Text, *, is_passing: bool = False, retry_after_s: float | None = None) -> None:
        super().__init__(message)
        self.is_passing, self.retry_after_s = is_passing, retry_after_s


def fetch(
    address: Address,
    into: Path,
    known: Fetched | None,
    environment: Mapping[str, str],
    *,
    max_bytes: int = Limits().max_expanded_bytes,
    within_s: float = _WITHIN_S,
) -> Fetched | NotModified:
    """Put the workbook into the folder, under its name. Raises ``SourceTrouble``.

    ``known`` is what the same address gave last; ``within_s`` is for the whole, with all redirects.
    """
    came: Fetched | NotModified | SourceTrouble
    try:
        with _hushed():
            came = _fetch(address, into, known, environment, max_bytes, time.monotonic() + within_s)
    except SourceTrouble as error:
        came = error
    except (OSError, ValueError, requests.RequestException) as error:
        came = _of_error(address, error)
    if isinstance(came, SourceTrouble):
        # Raised out here, for what it comes from quotes the address and its headers.
        raise SourceTrouble(came.message, is_passing=came.is_passing, retry_after_s=came.retry_after_s)
    return came


def _fetch(
    address: Address, into: Path, known: Fetched | None, environment: Mapping[str, str], max_bytes: int, end: float
) -> Fetched | NotModified:
    asked = asked_of(address, environment)
    if asked is None:
        raise _lasting(address, _PRIVATE)
    with requests.Session() as session:
        session.trust_env = False  # no .netrc and no proxy: what opens the address goes there alone
        session.verify = environment.get("REQUESTS_CA_BUNDLE") or True
        with closing(_follow(session, address, asked, _marks(known), end)) as response:
            if response.status_code == HTTPStatus.NOT_MODIFIED and known:
                return NotModified(known)
            _refuse(address, response)
            with TemporaryDirectory(prefix=".fetch-", dir=into) as aside:
                return _keep(address, response, Path(aside) / "body", into, known, max_bytes, end)


def _keep(
    address: Address,
    response: requests.Response,
    aside: Path,
    into: Path,
    known: Fetched | None,
    max_bytes: int,
    end: float,
) -> Fetched | NotModified:
    """The body under its name, once it is whole, a workbook, and another one than was known."""
    body = _written(address, response, aside, max_bytes, end)
    if body.is_page(response.headers.get("Content-Type", "")):
        raise _lasting(address, _PAGE)
    if not body.size_bytes:
        raise _passing(address, Text("die Datei ist leer", "the file is empty"))
    etag, modified = (response.headers.get(name, "") for name in ("ETag", "Last-Modified"))
    if known and body.sha256 == known.sha256:
        return NotModified(replace(known, etag=etag, last_modified=modified))
    aside.replace(into / address.name)
    _sync(into)
    return Fetched(body.sha256, body.size_bytes, etag, modified, into / address.name)


def _written(address: Address, response: requests.Response, aside: Path, max_bytes: int, end: float) -> Body:
    try:
        return write_body(response, aside, max_bytes=max_bytes, within_s=max(0.01, end - time.monotonic()))
    except TooMuch as error:
        most = max_bytes // 1_000_000
        words = Text(f"die Datei ist größer als die erlaubten {most} MB", f"the file is larger than {most} MB")
        raise _lasting(address, words) from error
    except TooSlow as error:
        raise _passing(address, _SLOW) from error
    except Foreign as error:
        raise _lasting(address, _FOREIGN) from error
    except (Cut, requests.RequestException) as error:
        raise _passing(address, _CUT) from error


def _follow(
    session: requests.Session, address: Address, asked: Asked, marks: Mapping[str, str], end: float
) -> requests.Response:
    """The answer behind all redirects, none of which leads to another server."""
    start, target = _origin(asked.url), asked.url
    if start[0] != "https" and start[1] not in _LOOPBACK:
        raise _lasting(address, Text("nur Adressen mit https werden gefragt", "only addresses with https are asked"))
    headers = {"User-Agent": AGENT, "Accept-Encoding": "identity", **asked.headers, **marks}
    for _ in range(MAX_REDIRECTS + 1):
        response = _within(session, target, headers, address, end)
        location = session.get_redirect_target(response)
        if location is None:
            return response
        response.close()
        target = urljoin(target, location)
        if _origin(target) != start:
            raise _lasting(address, _ELSEWHERE)
    raise _lasting(address, _CIRCLE)


def _within(
    session: requests.Session, url: str, headers: Mapping[str, str], address: Address, end: float
) -> requests.Response:
    """The answer's head in time, also where it comes a byte now and then."""
    came: list[requests.Response | Exception] = []

    def ask() -> None:
        try:
            timeout = (_CONNECT_S, _READ_S)
            came.append(
                session.get(url, headers=headers, auth=_as_it_is, timeout=timeout, stream=True, allow_redirects=False)
            )
        except (OSError, ValueError) as error:
            came.append(error)

    asking = Thread(target=ask, daemon=True)
    asking.start()
    asking.join(max(0.0, end - time.monotonic()))
    if not came:
        raise _passing(address, _SLOW)
    if isinstance(came[0], Exception):
        raise came[0]
    return came[0]


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Keeps ``requests`` from making a header of a user in a redirect's address."""
    return request


def _marks(known: Fetched | None) -> dict[str, str]:
    """The headers that ask for a workbook only where it changed."""
    said = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified} if known else {}
    return {name: value for name, value in said.items() if value}


def _origin(url: str) -> tuple[str, str, int]:
    parts = urlsplit(url)
    return parts.scheme, (parts.hostname or "").lower(), parts.port or {"https": 443}.get(parts.scheme, 80)


def _refuse(address: Address, response: requests.Response) -> None:
    """Raise for every answer that brings no file."""
    status = response.status_code
    if status == HTTPStatus.OK:
        return
    words = _STATUSES.get(status, Text(f"der Server antwortet mit {status}", f"the server answered {status}"))
    if status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.REQUEST_TIMEOUT) or status >= 500:
        raise _passing(address, words, retry_after_s(response.headers.get("Retry-After", "")))
    raise _lasting(address, words)


def _of_error(address: Address, error: Exception) -> SourceTrouble:
    """What went wrong on the way, or on our own disk."""
    if isinstance(error, OSError) and not isinstance(error, requests.RequestException):
        return _passing(address, Text("der Datenträger nimmt sie nicht an", "our own disk does not take it"))
    kind, words = reason_of(error)
    return (_passing if kind in (Trouble.TIMEOUT, Trouble.CONNECTION) else _lasting)(address, words)


def _lasting(address: Address, why: Text) -> SourceTrouble:
    return SourceTrouble(_told(address, why))


def _passing(address: Address, why: Text, after_s: float | None = None) -> SourceTrouble:
    return SourceTrouble(_told(address, why), is_passing=True, retry_after_s=after_s)


def _told(address: Address, why: Text) -> Text:
    host = urlsplit(address.url).hostname or "?"
    return Text(f"{address.name} von {host}: {why.de}", f"{address.name} from {host}: {why.en}")


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _hushed() -> Iterator[None]:
    """Keep ``urllib3`` from logging the address."""
    logger = logging.getLogger("urllib3.connectionpool")
    logger.addFilter(_none)
    try:
        yield
    finally:
        logger.removeFilter(_none)


def _none(_: logging.LogRecord) -> bool:
    return False


_SLOW = Text("es hat zu lange gedauert", "it took too long")
_CUT = Text("die Übertragung ist abgebrochen", "the transfer broke off")
_FOREIGN = Text("der Server packt sie auf unbekannte Art", "the server packs it in an unknown way")
_ELSEWHERE = Text(
    "der Server leitet auf einen anderen weiter, meist zu einer Anmeldung",
    "the server leads to another one, mostly to a sign-in",
)
_CIRCLE = Text("der Server leitet zu oft weiter", "the server leads on too often")
_PAGE = Text(
    "statt der Tabelle kommt eine Seite, etwa eine Anmeldung oder „Freigabe nicht gefunden“",
    "a page comes in the place of the workbook, such as a sign-in or “share not found”",
)
_PRIVATE = Text(
    "Links von OneDrive für Privatleute geben keine Datei; nehmen Sie SharePoint, Nextcloud oder den Posteingang",
    "links of OneDrive for private persons give no file; use SharePoint, Nextcloud or the inbox",
)
_STATUSES: Mapping[int, Text] = {
    401: Text("die Anmeldung gilt dort nicht (401)", "what opens it is not accepted there (401)"),
    403: Text("der Zugriff ist dort nicht erlaubt (403)", "access is not allowed there (403)"),
    404: Text("dort ist keine Datei (404)", "there is no file (404)"),
    410: Text("dort ist keine Datei mehr (410)", "the file is gone (410)"),
}
