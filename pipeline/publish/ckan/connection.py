"""From an address and a token to a portal over HTTP: every failure of a call told apart."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from ckanapi import RemoteCKAN
from ckanapi.errors import (
    CKANAPIError,
    NotAuthorized,
    NotFound,
    SearchError,
    SearchQueryError,
    ServerIncompatibleError,
    ValidationError,
)

from pipeline.publish.ckan import wording
from pipeline.publish.ckan.failures import Conflict, Denied, Missing, Passing, PublishError, UnknownAction
from pipeline.publish.ckan.portal import Portal, Upload
from pipeline.publish.ckan.session import Session

USER_AGENT = "digitalstrategie (https://w3id.org/digitalstrategie)"


def connect(address: str, token: str) -> Portal:
    """A portal over HTTP."""
    session = Session(address, token)
    remote = RemoteCKAN(address, user_agent=USER_AGENT, session=session)

    def call(action: str, arguments: Mapping[str, Any], files: Mapping[str, Upload] | None = None) -> Any:
        try:
            return remote.call_action(action, dict(arguments), files=dict(files) if files else None)
        except NotAuthorized:
            raise Denied(wording.DENIED) from None  # what the portal said may repeat a part of the token
        except NotFound:
            raise Missing(wording.NOT_FOUND) from None
        except ValidationError as error:
            raise Conflict(error.error_dict) from None
        except (SearchError, SearchQueryError):
            raise PublishError(wording.not_understood(action)) from None
        except (CKANAPIError, ServerIncompatibleError) as error:
            raise _read_failure(action, str(error)) from None

    def fetch(place: str) -> bytes:
        response = session.get(f"{address}{place}", headers={"User-Agent": USER_AGENT})
        if response.ok:
            return bytes(response.content)
        told = wording.unreadable(place, response.status_code)
        raise _FAILURES.get(response.status_code, PublishError)(told)

    return Portal(call, fetch)


def _read_failure(action: str, answer: str) -> PublishError | Passing:
    """What went wrong by what ckanapi holds: the address, the status and the text of the answer, as a list in words."""
    try:
        _, status, text = ast.literal_eval(answer)
    except (SyntaxError, ValueError, TypeError):
        return PublishError(wording.not_understood(action))
    if "Action name not known" in text:  # CKAN says so in English, whatever its language
        return UnknownAction(wording.unknown_action(action))
    if status == HTTPStatus.OK:  # a page in the place of an answer: a proxy, or a portal that is starting
        return Passing(wording.NO_ANSWER)
    return PublishError(wording.not_understood(action, status))


_FAILURES: Mapping[int, type[PublishError]] = {
    HTTPStatus.UNAUTHORIZED: Denied,
    HTTPStatus.FORBIDDEN: Denied,
    HTTPStatus.NOT_FOUND: Missing,
    HTTPStatus.GONE: Missing,
}
