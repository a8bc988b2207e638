"""A folder on a server with WebDAV (RFC 4918) as a place for files."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote, unquote, urlsplit
from xml.etree import ElementTree

import requests

from pipeline.model.report import Text
from pipeline.publish.failures import Denied, Missing, Occupied, Passing, PublishError, harmless
from pipeline.publish.session import Session, Words
from pipeline.publish.web import wording
from pipeline.publish.web.remote import Entry, Kind

_ASKED = b'<?xml version="1.0"?><propfind xmlns="DAV:"><prop><resourcetype/><getcontentlength/></prop></propfind>'
_DONE = (200, 201, 204, 207)
_UNAUTHORIZED, _FORBIDDEN, _NOT_FOUND, _NOT_ALLOWED, _CONFLICT, _LOCKED, _FAILED = 401, 403, 404, 405, 409, 423, 412


class WebDav:
    """A folder on a server as a ``Remote``; ``url`` ends with a slash."""

    is_near = False

    def __init__(self, url: str, authorization: str) -> None:
        self._url = url
        self._session = Session(url, authorization, _words(url))

    def list(self, folder: str) -> Mapping[str, Entry]:
        """What stands in a folder, by name."""
        headers = {"Depth": "1", "Content-Type": "application/xml"}
        answer = self._ask("PROPFIND", folder, data=_ASKED, headers=headers, is_folder=True)
        mine = _steps(urlsplit(self._at(folder)).path)
        found = _read_multistatus(answer.content, self._url)
        return {steps[-1]: entry for steps, entry in found if steps[:-1] == mine}

    def read(self, path: str) -> bytes:
        """The bytes of a file."""
        return self._ask("GET", path, headers={"Accept-Encoding": "identity"}).content

    def write(self, path: str, content: bytes) -> None:
        """Write a file."""
        self._ask("PUT", path, data=content)

    def rename(self, path: str, target: str) -> None:
        """Put a file in the place of another."""
        self._ask("MOVE", path, headers={"Destination": self._at(target), "Overwrite": "T"})

    def delete(self, path: str) -> None:
        """Take a file away."""
        self._ask("DELETE", path)

    def make_folder(self, path: str) -> None:
        """Make a folder that is not there."""
        self._ask("MKCOL", path, is_folder=True)

    def remove_folder(self, path: str) -> None:
        """Take an empty folder away. A server deletes one with all that is in it, so it is looked into before."""
        if self.list(path):
            raise Occupied(wording.occupied(self._url, path))
        self._ask("DELETE", path, is_folder=True)

    def close(self) -> None:
        """Hang up."""
        self._session.close()

    def _at(self, path: str) -> str:
        return self._url + quote(path, safe="/-._~", errors="surrogatepass")

    def _ask(
        self, verb: str, path: str, *, data: bytes = b"", headers: Mapping[str, str] | None = None,
        is_folder: bool = False,
    ) -> requests.Response:  # fmt: skip
        address = self._at(path)
        address += "/" if is_folder and not address.endswith("/") else ""
        answer = self._session.request(verb, address, data=data, headers=dict(headers or {}))
        if answer.status_code not in _DONE:
            raise self._failure(answer.status_code, verb, path)
        return answer

    def _failure(self, status: int, verb: str, path: str) -> Exception:
        if status == _LOCKED:
            return Passing(wording.cut(self._url))
        if status == _UNAUTHORIZED:
            return Denied(wording.not_let_in(self._url, ""))
        if status == _FORBIDDEN:
            return Denied(wording.denied(self._url, path))
        if status in (_NOT_FOUND, _CONFLICT):
            return Missing(wording.missing(self._url, path) if path else wording.lacking(self._url))
        if status in (_NOT_ALLOWED, _FAILED) and verb == "MKCOL":
            return Occupied(wording.occupied(self._url, path))
        if status == _NOT_ALLOWED:
            return PublishError(wording.no_webdav(self._url))
        said = f"{verb} → HTTP {status}"
        return PublishError(wording.refused(self._url, path or "/", Text(said, said)))


def _steps(path: str) -> tuple[str, ...]:
    return tuple(unquote(step) for step in path.split("/") if step)


def _read_multistatus(content: bytes, url: str) -> list[tuple[tuple[str, ...], Entry]]:
    try:
        root = ElementTree.fromstring(content)
    except ElementTree.ParseError as error:
        raise PublishError(wording.no_webdav(url)) from error
    found = []
    for each in root.iter("{DAV:}response"):
        is_folder = each.find(".//{DAV:}collection") is not None
        size = each.findtext(".//{DAV:}getcontentlength") or "0"
        entry = Entry(Kind.FOLDER if is_folder else Kind.FILE, int(size) if size.isdecimal() else 0)
        found.append((_steps(urlsplit(each.findtext("{DAV:}href") or "").path), entry))
    return found


def _words(url: str) -> Words:
    return Words(
        cut=wording.cut(url),
        untrusted=wording.untrusted(url),
        no_address=wording.no_address(url),
        slow=wording.slow(url),
        endless=wording.endless(url),
        full=wording.full(url),
        told_error=lambda status: wording.told_error(url, status),
        redirected=lambda where: wording.redirected(url, harmless(where, 200)),
        too_much_at_once=lambda size: wording.too_large(url, size),
    )
