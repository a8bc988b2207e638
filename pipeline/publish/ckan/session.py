"""HTTP as we speak it to a portal: a limit on time and size of every answer, no redirect, failures told apart."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import requests

from pipeline.answer import TooMuch, TooSlow, read_answer
from pipeline.publish.ckan import wording
from pipeline.publish.ckan.failures import Passing, PublishError, TooLarge

CONNECT_TIMEOUT_S, READ_TIMEOUT_S, ANSWER_TIMEOUT_S = 10, 120, 300
MAX_ANSWER_BYTES = 50_000_000
_LONGEST_NUMBER = 9


class Session(requests.Session):
    """A session whose answers are whole and of a decent size, or a failure. The token goes to the portal alone."""

    def __init__(self, address: str, token: str) -> None:
        super().__init__()
        self.auth = _Token(token, _origin(address))  # a header alone would give way to a .netrc

    def request(self, *given: Any, **options: Any) -> requests.Response:
        """As ``requests`` does it; an address that is none is told like all that keeps us from the portal."""
        try:
            return super().request(*given, **options)
        except (requests.RequestException, ValueError) as error:
            raise PublishError(wording.NO_ADDRESS) from error

    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:
        """Send, and read the answer to its end. Raises ``Passing`` or ``PublishError``; 4xx of CKAN itself go on."""
        options |= {"stream": True, "allow_redirects": False, "timeout": (CONNECT_TIMEOUT_S, READ_TIMEOUT_S)}
        try:
            with super().send(request, **options) as response:
                _refuse(response, request)
                # requests has no public way to limit an answer
                response._content = read_answer(response, max_bytes=MAX_ANSWER_BYTES, within_s=ANSWER_TIMEOUT_S)
                return response
        except TooMuch as error:
            raise PublishError(wording.ENDLESS) from error
        except TooSlow as error:
            raise Passing(wording.SLOW) from error
        except requests.exceptions.SSLError as error:
            is_untrusted = "CERTIFICATE" in str(error).upper()
            raise (PublishError(wording.UNTRUSTED) if is_untrusted else Passing(wording.CUT)) from error
        except (requests.ConnectionError, requests.Timeout, requests.exceptions.ChunkedEncodingError) as error:
            raise Passing(wording.CUT) from error


class _Token(requests.auth.AuthBase):
    """The token in the header that CKAN reads, for one portal."""

    def __init__(self, token: str, origin: tuple[str, str, int]) -> None:
        self._token, self._origin = token, origin

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if _origin(request.url or "") == self._origin:
            request.headers["Authorization"] = self._token
        return request


def _origin(address: str) -> tuple[str, str, int]:
    """What two addresses of one portal have in common: never http for https, whatever the letters' case."""
    parts = urlsplit(address)
    return parts.scheme, parts.hostname or "", parts.port or {"https": 443}.get(parts.scheme, 80)


def _refuse(response: requests.Response, request: requests.PreparedRequest) -> None:
    """Raise for the answers that are not CKAN's own."""
    status = response.status_code
    if response.is_redirect or response.is_permanent_redirect:
        raise PublishError(wording.redirected(response.headers["Location"]))
    if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        raise TooLarge(wording.too_much_at_once(len(request.body or b"")))
    if status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise Passing(wording.told_error(status), _retry_after_s(response.headers.get("Retry-After", "")))


def _retry_after_s(said: str) -> float | None:
    """Seconds, or the time until a date (RFC 9110, section 10.2.3); ``None`` for neither."""
    if said.isdecimal():
        return float(said[:_LONGEST_NUMBER])  # some thirty years will do
    try:
        return max(0.0, (parsedate_to_datetime(said) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return None
