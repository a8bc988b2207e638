"""From what was asked for to an open place for files: the environment before ``dataset.toml``, secrets there alone."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from pipeline.model.errors import ConfigError
from pipeline.model.report import Text
from pipeline.publish import Elsewhere, Order
from pipeline.publish.folder import Folder
from pipeline.publish.web import Place, Web
from pipeline.publish.web.local import LocalFolder
from pipeline.publish.web.remote import Remote

_LOOPBACK = ("127.0.0.1", "::1", "localhost")


@contextmanager
def open_folder(order: Order) -> Iterator[Elsewhere]:
    """A folder of this machine. Raises ``ConfigError`` for one that is not named, or lies in the output itself."""
    said = order.environment.get("FOLDER_PATH") or order.settings.destinations.folder.path
    path = Path(said)
    if not said or not path.is_absolute():
        raise ConfigError(_NO_FOLDER)
    if path.resolve().is_relative_to(order.folder.resolve()) or order.folder.resolve().is_relative_to(path.resolve()):
        raise ConfigError(_OWN_FOLDER)
    with _opened(order, "folder", str(path), LocalFolder(path)) as place:
        yield place


@contextmanager
def open_sftp(order: Order) -> Iterator[Elsewhere]:
    """A server with SFTP. Raises ``ConfigError`` for settings that do not say where and as whom."""
    from pipeline.publish.web.sftp import Account, Sftp

    settings, environment = order.settings.destinations.sftp, order.environment
    host, user = environment.get("SFTP_HOST") or settings.host, environment.get("SFTP_USER") or settings.user
    path = environment.get("SFTP_PATH") or settings.path
    if not host or not user or not path.startswith("/"):
        raise ConfigError(_NO_SERVER)
    account = Account(
        host, settings.port, user, path.rstrip("/") or "/", _home(settings.known_hosts), _home(settings.key),
        environment.get("SFTP_PASSWORD", ""),
    )  # fmt: skip
    remote = Sftp(account)
    try:
        with _opened(order, "sftp", account.location, remote) as place:
            yield place
    finally:
        remote.close()


@contextmanager
def open_webdav(order: Order) -> Iterator[Elsewhere]:
    """A server with WebDAV. Raises ``ConfigError`` for an address that would not do."""
    from pipeline.publish.web.webdav import WebDav

    url = order.environment.get("WEBDAV_URL") or order.settings.destinations.webdav.url
    if not url:
        raise ConfigError(_NO_WEBDAV)
    address = check_address(url).rstrip("/") + "/"
    remote = WebDav(address, read_authorization(order.environment, "WEBDAV"))
    try:
        with _opened(order, "webdav", address, remote) as place:
            yield place
    finally:
        remote.close()


@contextmanager
def _opened(order: Order, kind: str, location: str, remote: Remote) -> Iterator[Web]:
    folder = Folder(order.folder)
    name = hashlib.sha256(f"{kind} {location}".encode()).hexdigest()[:12]
    holder = hashlib.sha256(str(order.folder.resolve()).encode()).hexdigest()[:12]
    copy = folder.internal / f"published-{name}.json"
    with folder.locked():
        yield Web(remote, folder, Place(kind, location, copy, holder, order.force), tell=order.tell)


def check_address(said: str) -> str:
    """An address to which secrets may go: https, or this machine. Raises ``ConfigError``."""
    try:
        parts = urlsplit(said.strip())
        is_address = bool(parts.scheme in ("http", "https") and parts.hostname and (parts.port or parts.port is None))
    except ValueError:
        is_address = False
    if not is_address or "@" in said or not said.isprintable() or {"?", "#", " ", "\\"} & set(said.strip()):
        raise ConfigError(_WRONG_ADDRESS)  # it may hold a password, so it is not repeated
    if parts.scheme == "http" and parts.hostname not in _LOOPBACK:
        raise ConfigError(
            Text(
                f"{said}: Alles ginge offen durchs Netz; verwenden Sie https://",
                f"{said}: all would travel in the open; use https://",
            )
        )
    return said.strip()


def read_authorization(environment: Mapping[str, str], name: str) -> str:
    """What opens a place, for its header: a token, or a user with a password; empty for neither."""
    token, user = environment.get(f"{name}_TOKEN", "").strip(), environment.get(f"{name}_USER", "")
    password = environment.get(f"{name}_PASSWORD", "")
    if not (token.isascii() and token.isprintable()):
        raise ConfigError(
            Text(f"{name}_TOKEN: enthält Zeichen, die kein Token hat", f"{name}_TOKEN: has signs that no token has")
        )
    if token:
        return f"Bearer {token}"
    if not user and not password:
        return ""
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def _home(path: str) -> str:
    return str(Path(path).expanduser()) if path else ""


_NO_FOLDER = Text(
    "Es ist kein Ordner eingestellt: Nennen Sie ihn mit seinem ganzen Pfad in dataset.toml [destinations.folder] path "
    "oder in FOLDER_PATH",
    "no folder is set: give its whole path in dataset.toml [destinations.folder] path, or in FOLDER_PATH",
)
_OWN_FOLDER = Text(
    "[destinations.folder] path: liegt im Ausgabeordner selbst, oder dieser darin; nennen Sie einen anderen",
    "[destinations.folder] path: lies in the output folder itself, or that one in it; name another",
)
_NO_SERVER = Text(
    "Es ist kein Server eingestellt: [destinations.sftp] braucht host, user und path (beginnt mit /), in dataset.toml "
    "oder als SFTP_HOST, SFTP_USER, SFTP_PATH",
    "no server is set: [destinations.sftp] wants host, user and path (begins with /), in dataset.toml or as SFTP_HOST, "
    "SFTP_USER, SFTP_PATH",
)
_NO_WEBDAV = Text(
    "Es ist kein Server eingestellt: Nennen Sie die Adresse in dataset.toml [destinations.webdav] url oder in WEBDAV_URL",
    "no server is set: give the address in dataset.toml [destinations.webdav] url, or in WEBDAV_URL",
)
_WRONG_ADDRESS = Text(
    "die Adresse des Ziels: erwartet wird eine wie https://cloud.example/ordner/, ohne Namen eines Nutzers",
    "the address of the destination: expected one like https://cloud.example/folder/, without a user's name",
)
