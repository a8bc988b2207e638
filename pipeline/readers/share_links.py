"""The address of a workbook, as people copy it, to what is asked for and what opens it."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

from pipeline.model.routine import Address

_NEXTCLOUD = re.compile(r"(?P<base>/.*?)??(?:/index\.php)?/s/(?P<share>[\w-]+)(?:/download)?/?", re.ASCII)
_SHAREPOINT_FILE = re.compile(r"/:[a-z]:/.+")
_PRIVATE_ONEDRIVE = ("1drv.ms", "onedrive.live.com")


class Asked(NamedTuple):
    """Where a workbook is asked for, and the headers that open it there. Both are secrets."""

    url: str
    headers: Mapping[str, str]


def asked_of(address: Address, environment: Mapping[str, str]) -> Asked | None:
    """What to ask for; ``None`` where it is known that no file comes from such a link."""
    parts = urlsplit(address.url)
    host = (parts.hostname or "").lower()
    if host in _PRIVATE_ONEDRIVE:
        return None
    headers = _opening(address, environment)
    if host.endswith(".sharepoint.com") and _SHAREPOINT_FILE.fullmatch(parts.path):
        query = "&".join(word for word in (*parts.query.split("&"), "download=1") if word)
        return Asked(parts._replace(query=query, fragment="").geturl(), headers)
    if (share := _NEXTCLOUD.fullmatch(parts.path)) and not parts.query:
        return _of_nextcloud(address, share, headers, environment)
    return Asked(parts._replace(fragment="").geturl(), headers)


def _of_nextcloud(
    address: Address, share: re.Match[str], headers: Mapping[str, str], environment: Mapping[str, str]
) -> Asked:
    """A share with a password is opened by the public WebDAV, for the page would ask a person for it."""
    parts, base = urlsplit(address.url), share["base"] or ""
    password = environment.get(f"{address.variable}_PASSWORD", "")
    if password and not headers:
        opened = {"Authorization": _basic(share["share"], password), "X-Requested-With": "XMLHttpRequest"}
        return Asked(parts._replace(path=f"{base}/public.php/webdav", fragment="").geturl(), opened)
    page = parts.path.rstrip("/").removesuffix("/download")
    return Asked(parts._replace(path=f"{page}/download", fragment="").geturl(), headers)


def _opening(address: Address, environment: Mapping[str, str]) -> Mapping[str, str]:
    """The header that the environment's token, or its user and password, make."""
    token, user, password = (environment.get(f"{address.variable}_{word}", "") for word in _WORDS)
    if token:
        return {"Authorization": f"Bearer {token}"}
    return {"Authorization": _basic(user, password)} if user else {}


_WORDS = ("TOKEN", "USER", "PASSWORD")


def _basic(user: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode("ascii")
