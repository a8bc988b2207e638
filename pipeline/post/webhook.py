"""A notice as JSON, handed to an address: taken, or a reason why not."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import requests

from pipeline.answer import TooMuch, TooSlow, read_answer
from pipeline.model.report import Text
from pipeline.post.failures import PostError

CONNECT_TIMEOUT_S, ANSWER_TIMEOUT_S = 10, 30
_MAX_ANSWER_BYTES = 65_536
_PASSING = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS)


def call_webhook(url: str, payload: Mapping[str, Any], *, within_s: float = ANSWER_TIMEOUT_S) -> None:
    """Post the payload. Raises ``PostError`` unless the answer is 2xx. Of the address, errors tell the host alone:
    the rest is often what opens it.
    """
    content = json.dumps(payload, ensure_ascii=False).encode()
    try:
        failure = _post(url, content, within_s)
    except TooSlow:
        failure = PostError(
            _told(url, "Der Server antwortet zu langsam.", "the server answers too slowly."), is_passing=True
        )
    except requests.exceptions.SSLError:
        failure = PostError(
            _told(
                url,
                "Dem Zertifikat ist nicht zu trauen; nichts wurde gesendet.",
                "the certificate is not to be trusted; nothing was sent.",
            )
        )
    except (requests.ConnectionError, requests.Timeout, requests.exceptions.ChunkedEncodingError):
        words = "Die Verbindung kam nicht zustande oder riss ab.", "there was no connection, or it was cut."
        failure = PostError(_told(url, *words), is_passing=True)
    except (requests.RequestException, ValueError):
        failure = PostError(_told(url, "Die Adresse ist keine.", "the address is none."))
    # Outside of the handlers: the library's errors repeat the whole address.
    if failure:
        raise failure


def _post(url: str, content: bytes, within_s: float) -> PostError | None:
    with requests.Session() as session:
        session.auth = _keep  # else what a .netrc says would be sent along
        response = session.post(
            url,
            data=content,
            headers={"Content-Type": "application/json; charset=utf-8"},
            timeout=(CONNECT_TIMEOUT_S, within_s),
            allow_redirects=False,
            stream=True,
        )
        with response:
            try:
                read_answer(response, max_bytes=_MAX_ANSWER_BYTES, within_s=within_s)
            except TooMuch:
                pass  # the status has said it all
            return _failure(url, response.status_code)


def _keep(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def _failure(url: str, status: int) -> PostError | None:
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return None
    if status < HTTPStatus.BAD_REQUEST:
        words = (
            "Der Server verweist an eine andere Adresse; tragen Sie die richtige ein.",
            "the server points to another address; set the right one.",
        )
        return PostError(_told(url, *words))
    is_passing = status >= HTTPStatus.INTERNAL_SERVER_ERROR or status in _PASSING
    return PostError(_told(url, f"Der Server meldet {status}.", f"the server says {status}."), is_passing=is_passing)


def _told(url: str, german: str, english: str) -> Text:
    try:
        host = urlsplit(url).hostname or "webhook"
    except ValueError:
        host = "webhook"
    return Text(f"{host}: {german}", f"{host}: {english}")
