"""From what was asked for to an open place for files: the environment before ``dataset.toml``, secrets in it alone."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext, suppress
from pathlib import Path

from pipeline.disk import name_aside, write_file
from pipeline.model.errors import ConfigError
from pipeline.model.report import Text
from pipeline.publish import Elsewhere, Order
from pipeline.publish.access import check_address, missing, read_authorization
from pipeline.publish.folder import Folder
from pipeline.publish.web import Place, Web
from pipeline.publish.web.local import LocalFolder
from pipeline.publish.web.remote import Remote

_MAX_PORT = 65_535


def open_folder(order: Order) -> AbstractContextManager[Elsewhere]:
    """A folder of this machine. Raises ``ConfigError`` before anything is asked of it."""
    said = order.environment.get("FOLDER_PATH") or order.settings.destinations.folder.path
    path = _path(said, "FOLDER_PATH", "[destinations.folder] path")
    ours, theirs = order.folder.resolve(), path.resolve()
    if theirs.is_relative_to(ours) or ours.is_relative_to(theirs):
        raise ConfigError(_own_folder(path))
    return _opened(order, "folder", str(path), lambda: nullcontext(LocalFolder(path)))


def open_sftp(order: Order) -> AbstractContextManager[Elsewhere]:
    """A folder on a server with SFTP. Raises ``ConfigError`` before anything is asked of it."""
    from pipeline.publish.web.sftp import Account, SftpServer

    settings, environment = order.settings.destinations.sftp, order.environment

    def said(name: str) -> str:
        return environment.get(f"SFTP_{name.upper()}") or str(getattr(settings, name) or "")

    for name in ("host", "path"):
        if not said(name):
            raise ConfigError(missing(f"SFTP_{name.upper()}", f"[destinations.sftp] {name}"))
    account = Account(
        host=said("host"),
        port=_port(said("port")),
        user=said("user"),
        path=said("path"),
        known_hosts=_path(said("known_hosts") or "~/.ssh/known_hosts", "SFTP_KNOWN_HOSTS", "known_hosts"),
        key=_path(said("key"), "SFTP_KEY", "[destinations.sftp] key") if said("key") else None,
        password=environment.get("SFTP_PASSWORD", ""),
        passphrase=environment.get("SFTP_PASSPHRASE", ""),
    )
    if not account.known_hosts.is_file():
        raise ConfigError(_no_known_hosts(account.known_hosts))
    return _opened(order, "sftp", account.location, lambda: closing(SftpServer(account)))


def open_webdav(order: Order) -> AbstractContextManager[Elsewhere]:
    """A folder on a server with WebDAV. Raises ``ConfigError`` before anything is asked of it."""
    from pipeline.publish.web.webdav import WebdavServer

    said = order.environment.get("WEBDAV_URL") or order.settings.destinations.webdav.url
    address = check_address(said, "WEBDAV_URL", "[destinations.webdav] url", like="https://dav.stadt.example/www")
    authorization = read_authorization(order.environment, "WEBDAV")
    return _opened(order, "webdav", address, lambda: closing(WebdavServer(address, authorization)))


@contextmanager
def _opened(
    order: Order, kind: str, location: str, connect: Callable[[], AbstractContextManager[Remote]]
) -> Iterator[Elsewhere]:
    folder = Folder(order.folder)
    with folder.on_its_way(kind), connect() as remote:
        digest = hashlib.sha256(location.encode()).hexdigest()[:16]
        place = Place(kind, location, folder.internal / f".{kind}-{digest}.json", _house(folder.internal), order.force)
        yield Web(remote, folder, place, tell=order.tell)


def _house(internal: Path) -> str:
    """A name of this house that tells nothing of it, the same for every run."""
    path = internal / ".house"
    if not path.is_file():
        aside = name_aside(path)
        write_file(aside, secrets.token_hex(8).encode())
        with suppress(FileExistsError):  # another destination was quicker
            path.hardlink_to(aside)
        aside.unlink()
    return path.read_text("ascii", errors="replace")


def _path(said: str, variable: str, setting: str) -> Path:
    if not said:
        raise ConfigError(missing(variable, setting))
    try:
        path = Path(said).expanduser()
    except RuntimeError:
        path = Path(said)
    if not path.is_absolute() or not said.isprintable():
        raise ConfigError(
            Text(
                f"{variable} oder dataset.toml {setting}: {said!r}: erwartet wird ein voller Pfad wie /srv/www/stadt",
                f"{variable} or dataset.toml {setting}: {said!r}: expected a full path such as /srv/www/town",
            )
        )
    return path


def _port(said: str) -> int | None:
    if not said:
        return None
    if not (said.isascii() and said.isdecimal() and 0 < int(said[:6]) <= _MAX_PORT):
        raise ConfigError(Text("SFTP_PORT: erwartet wird eine Zahl wie 22", "SFTP_PORT: expected a number such as 22"))
    return int(said)


def _own_folder(path: Path) -> Text:
    return Text(
        f"{path}: ist der Ordner der Ausgaben selbst oder liegt um ihn; wählen Sie einen anderen",
        f"{path}: is the folder of the editions itself, in it or around it; choose another",
    )


def _no_known_hosts(path: Path) -> Text:
    return Text(
        f"{path}: Diese Datei gibt es nicht. Sie nennt den Schlüssel des Servers, ohne den nichts gesendet wird; "
        "schreiben Sie ihn mit ssh-keyscan hinein, und prüfen Sie ihn mit dem Betreiber",
        f"{path}: there is no such file. It names the key of the server, without which nothing is sent; "
        "write it there with ssh-keyscan, and check it with the server's operator",
    )
