"""A notice as JSON, handed to an address: taken, or a reason why not."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import requests

from pipeline.model.report import Text
from pipeline.post.failures import PostError

WITHIN_S = 30
_PASSING = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS)


def call_webhook(url: str, payload: Mapping[str, Any], *, within_s: float = WITHIN_S) -> None:
    """Post the payload. Raises ``PostError`` unless the answer is 2xx. Of the address, errors tell the host alone:
    the rest is often what opens it.
    """
    content = json.dumps(payload, ensure_ascii=False).encode()
    failures: list[PostError | None] = []
    # Who sends a byte of a header now and then for ever meets no limit of the library's.
    thread = Thread(target=lambda: failures.append(_attempt(url, content, within_s)), daemon=True)
    thread.start()
    thread.join(within_s)
    failure = failures[0] if failures else PostError(_told(url, *_SLOW), is_passing=True)
    if failure:
        raise failure


def _attempt(url: str, content: bytes, within_s: float) -> PostError | None:
    """Why it did not go out. No error of the library is kept, for it repeats the whole address."""
    try:
        return _failure(url, _post(url, content, within_s))
    except requests.Timeout:
        return PostError(_told(url, *_SLOW), is_passing=True)
    except requests.exceptions.SSLError as error:
        is_untrusted = "CERTIFICATE" in str(error).upper()
        return PostError(_told(url, *(_UNTRUSTED if is_untrusted else _CUT)), is_passing=not is_untrusted)
    except (requests.ConnectionError, requests.exceptions.ChunkedEncodingError):
        return PostError(_told(url, *_CUT), is_passing=True)
    except (requests.RequestException, ValueError):
        return PostError(_told(url, "Die Adresse ist keine.", "the address is none."))


def _post(url: str, content: bytes, within_s: float) -> int:
    """The status alone: it says all, so what follows is left unread, however long it is."""
    with requests.Session() as session:
        session.auth = _keep  # else what a .netrc says would be sent along
        response = session.post(
            url,
            data=content,
            headers={"Content-Type": "application/json; charset=utf-8"},
            timeout=within_s,
            allow_redirects=False,
            stream=True,
        )
        with response:
            return response.status_code


def _keep(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def _failure(url: str, status: int) -> PostError | None:
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return None
    if status < HTTPStatus.BAD_REQUEST:
        return PostError(_told(url, *_ELSEWHERE))
    is_passing = status >= HTTPStatus.INTERNAL_SERVER_ERROR or status in _PASSING
    return PostError(_told(url, f"Der Server meldet {status}.", f"the server says {status}."), is_passing=is_passing)


def _told(url: str, german: str, english: str) -> Text:
    try:
        host = urlsplit(url).hostname or "webhook"
    except ValueError:
        host = "webhook"
    return Text(f"{host}: {german}", f"{host}: {english}")


_SLOW = "Der Server antwortet zu langsam.", "the server answers too slowly."
_CUT = "Die Verbindung kam nicht zustande oder riss ab.", "there was no connection, or it was cut."
_UNTRUSTED = (
    "Dem Zertifikat ist nicht zu trauen; nichts wurde gesendet.",
    "the certificate is not to be trusted; nothing was sent.",
)
_ELSEWHERE = (
    "Der Server verweist an eine andere Adresse; tragen Sie die richtige ein.",
    "the server points to another address; set the right one.",
)
