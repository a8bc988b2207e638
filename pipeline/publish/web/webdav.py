"""A folder on a server with WebDAV (RFC 4918) as a place for files."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import quote, unquote, urlsplit
from xml.etree import ElementTree

import requests

from pipeline.model.report import Text
from pipeline.publish import session
from pipeline.publish.failures import Denied, Missing, Occupied, PublishError
from pipeline.publish.web import wording
from pipeline.publish.web.remote import Entry, Kind
from pipeline.publish.wording import of_http

_ASKED = (
    b'<?xml version="1.0" encoding="utf-8"?>'
    b'<propfind xmlns="DAV:"><prop><resourcetype/><getcontentlength/></prop></propfind>'
)
_HEADERS = {
    "User-Agent": "digitalstrategie (https://w3id.org/digitalstrategie)",
    "Accept-Encoding": "identity",
    "Cache-Control": "no-cache",
}


class WebdavServer:
    """A server with WebDAV as a ``Remote``. What opens it goes to it alone."""

    is_near = False

    def __init__(self, address: str, authorization: str) -> None:
        self._address = address
        self._session = session.Session(address, authorization, of_http(address, wording.full(address)))
        self._session.headers.update(_HEADERS)

    def close(self) -> None:
        """Let the line go."""
        self._session.close()

    def list(self, folder: str) -> Mapping[str, Entry]:
        """What stands in a folder, by name."""
        answer = self._ask(
            "PROPFIND", folder, {"Depth": "1", "Content-Type": "application/xml"}, _ASKED, is_folder=True
        )
        if answer.status_code != HTTPStatus.MULTI_STATUS or b"<!DOCTYPE" in answer.content:
            raise PublishError(wording.no_webdav(self._address))
        try:
            return dict(_entries(answer.content, unquote(urlsplit(self._at(folder)).path)))
        except (ElementTree.ParseError, ValueError) as error:
            raise PublishError(wording.no_webdav(self._address)) from error

    def read(self, path: str) -> bytes:
        """The bytes of a file."""
        return bytes(self._ask("GET", path).content)

    def write(self, path: str, content: bytes) -> None:
        """Write a file."""
        self._ask("PUT", path, {"Content-Type": "application/octet-stream"}, content)

    def rename(self, path: str, target: str) -> None:
        """Put a file in the place of another."""
        self._ask("MOVE", path, {"Destination": self._at(target), "Overwrite": "T"})

    def delete(self, path: str) -> None:
        """Take a file away."""
        self._ask("DELETE", path)

    def make_folder(self, path: str) -> None:
        """Make a folder that is not there."""
        self._ask("MKCOL", path, is_folder=True)

    def remove_folder(self, path: str) -> None:
        """Take an empty folder away. Servers would take one away with all that is in it, so we look first."""
        if self.list(path):
            raise Occupied(wording.occupied(self._address, path))
        self._ask("DELETE", path, is_folder=True)

    def _at(self, path: str) -> str:
        return f"{self._address}/{quote(path)}" if path else self._address

    def _ask(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str] | None = None,
        content: bytes | None = None,
        *,
        is_folder: bool = False,
    ) -> requests.Response:
        address = f"{self._at(path)}/" if is_folder else self._at(path)
        answer = self._session.request(method, address, headers=headers, data=content)
        is_partial = answer.status_code == HTTPStatus.MULTI_STATUS and method != "PROPFIND"
        if answer.ok and not is_partial:
            return answer
        raise self._failure(method, path, answer.status_code)

    def _failure(self, method: str, path: str, status: int) -> PublishError:
        if status == HTTPStatus.UNAUTHORIZED:
            return Denied(wording.not_let_in(self._address))
        if status == HTTPStatus.FORBIDDEN:
            return Denied(wording.denied(self._address, path))
        if status == HTTPStatus.METHOD_NOT_ALLOWED and method == "MKCOL":
            return Occupied(wording.occupied(self._address, path))
        if status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE, HTTPStatus.CONFLICT):
            return Missing(wording.missing(self._address, path) if path else wording.lacking(self._address))
        return PublishError(wording.refused(self._address, path, Text(f"HTTP {status}", f"HTTP {status}")))


def _entries(content: bytes, folder: str) -> list[tuple[str, Entry]]:
    """What an answer tells of the things in a folder; the folder itself is one of those told."""
    found = []
    for told in ElementTree.fromstring(content).iter("{DAV:}response"):
        path = unquote(urlsplit(told.findtext("{DAV:}href", "").strip()).path).rstrip("/")
        above, _, name = path.rpartition("/")
        if not name or path == folder.rstrip("/") or above != folder.rstrip("/"):
            continue
        is_folder = told.find(".//{DAV:}resourcetype/{DAV:}collection") is not None
        size_bytes = int(told.findtext(".//{DAV:}getcontentlength", "0") or 0)
        found.append((name, Entry(Kind.FOLDER) if is_folder else Entry(Kind.FILE, size_bytes)))
    return found
