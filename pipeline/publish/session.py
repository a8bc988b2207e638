"""HTTP as we speak it to a place: a limit on time and size of every answer, no redirect, failures told apart."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import requests

from pipeline.answer import TooMuch, TooSlow, read_answer, retry_after_s
from pipeline.model.report import Text
from pipeline.model.secret import Secrets, secrets_in
from pipeline.publish.failures import Full, Passing, PublishError, TooLarge

CONNECT_TIMEOUT_S, READ_TIMEOUT_S, ANSWER_TIMEOUT_S = 10, 120, 300
MAX_ANSWER_BYTES = 50_000_000


class Words(NamedTuple):
    """How what goes wrong on the way is told of one kind of place."""

    cut: Text
    untrusted: Text
    no_address: Text
    slow: Text
    endless: Text
    full: Text
    told_error: Callable[[int], Text]
    redirected: Callable[[str], Text]
    too_much_at_once: Callable[[int], Text]


class Session(requests.Session):
    """A session whose answers are whole and of a decent size, or a failure.

    What opens the place, ``authorization``, goes there alone, and no answer that repeats it is read as it is.
    """

    def __init__(self, address: str, authorization: str, words: Words) -> None:
        super().__init__()
        self.words = words
        self._secrets = secrets_in(authorization)
        self.auth = _Token(authorization, _origin(address))  # a header alone would give way to a .netrc

    def request(self, *given: Any, **options: Any) -> requests.Response:
        """As ``requests`` does it; an address that is none is told like all that keeps us from the place."""
        with suppress(requests.RequestException, ValueError):
            return super().request(*given, **options)
        # Raised out here, for what it comes from may quote the address of a proxy, password and all.
        raise PublishError(self.words.no_address)

    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:
        """Send, and read the answer to its end. Raises ``Passing`` or ``PublishError``; other 4xx go on."""
        options |= {"stream": True, "allow_redirects": False, "timeout": (CONNECT_TIMEOUT_S, READ_TIMEOUT_S)}
        try:
            with super().send(request, **options) as response:
                _refuse(response, request, self.words, self._secrets)
                content = read_answer(response, max_bytes=MAX_ANSWER_BYTES, within_s=ANSWER_TIMEOUT_S)
                # requests has no public way to limit an answer
                response._content = self._concealed(response, content)
                return response
        except TooMuch:
            failure: PublishError | Passing = PublishError(self.words.endless)
        except TooSlow:
            failure = Passing(self.words.slow)
        except requests.exceptions.SSLError as error:
            is_untrusted = "CERTIFICATE" in str(error).upper()
            failure = PublishError(self.words.untrusted) if is_untrusted else Passing(self.words.cut)
        except (requests.ConnectionError, requests.Timeout, requests.exceptions.ChunkedEncodingError):
            failure = Passing(self.words.cut)
        raise failure

    def _concealed(self, response: requests.Response, content: bytes) -> bytes:
        """What a server says, without what opens it; a refusal is a text, and may hold a part of that."""
        if response.ok:
            return self._secrets.without_whole(content)
        response.reason = ""
        return self._secrets.without(content.decode(errors="replace")).encode()


class _Token(requests.auth.AuthBase):
    """What opens a place in the header that servers read, for one place; nothing where there is nothing."""

    def __init__(self, token: str, origin: tuple[str, str, int]) -> None:
        self._token, self._origin = token, origin

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if self._token and _origin(request.url or "") == self._origin:
            request.headers["Authorization"] = self._token
        return request


def _origin(address: str) -> tuple[str, str, int]:
    """What two addresses of one place have in common: never http for https, whatever the letters' case."""
    parts = urlsplit(address)
    return parts.scheme, parts.hostname or "", parts.port or {"https": 443}.get(parts.scheme, 80)


def _refuse(response: requests.Response, request: requests.PreparedRequest, words: Words, secrets: Secrets) -> None:
    """Raise for the answers that say nothing of the thing that was asked for."""
    status = response.status_code
    if response.is_redirect or response.is_permanent_redirect:
        raise PublishError(words.redirected(secrets.without(response.headers["Location"])))
    if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        raise TooLarge(words.too_much_at_once(len(request.body or b"")))
    if status == HTTPStatus.INSUFFICIENT_STORAGE:
        raise Full(words.full)
    if status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise Passing(words.told_error(status), retry_after_s(response.headers.get("Retry-After", "")))
