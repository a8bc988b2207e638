"""A folder on a server with SFTP as a place for files. Nothing is sent to a server whose key is not known."""

from __future__ import annotations

import io
import posixpath
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import Any

import paramiko

from pipeline.model.report import Text
from pipeline.publish.failures import Denied, Occupied, Passing, PublishError, harmless
from pipeline.publish.web import wording
from pipeline.publish.web.local import failure_of
from pipeline.publish.web.remote import Entry, Kind
from pipeline.publish.wording import cut

_CONNECT_TIMEOUT_S, _ANSWER_TIMEOUT_S = 15, 120


@dataclass(frozen=True, slots=True)
class Account:
    """Where the folder is and who we are there. What opens it is never shown."""

    host: str
    path: str
    known_hosts: Path
    port: int | None = None
    user: str = ""
    key: Path | None = None
    password: str = field(default="", repr=False)
    passphrase: str = field(default="", repr=False)

    @property
    def location(self) -> str:
        """How the place is called."""
        port = f":{self.port}" if self.port else ""
        return f"sftp://{self.host}{port}/{self.path.lstrip('/')}"


class SftpServer:
    """A server with SFTP as a ``Remote``. A line that was cut is opened anew for the next call."""

    is_near = False

    def __init__(self, account: Account) -> None:
        self._account = account
        self._client: paramiko.SSHClient | None = None
        self._sftp: paramiko.SFTPClient | None = None

    def close(self) -> None:
        """Let the line go."""
        client, self._client, self._sftp = self._client, None, None
        if client is not None:
            client.close()

    def list(self, folder: str) -> Mapping[str, Entry]:
        """What stands in a folder, by name."""
        with self._told(folder) as sftp:
            return {each.filename: _entry(each) for each in sftp.listdir_attr(self._at(folder))}

    def read(self, path: str) -> bytes:
        """The bytes of a file."""
        with self._told(path) as sftp:
            stream = io.BytesIO()
            sftp.getfo(self._at(path), stream)
            return stream.getvalue()

    def write(self, path: str, content: bytes) -> None:
        """Write a file."""
        with self._told(path) as sftp:
            sftp.putfo(io.BytesIO(content), self._at(path))

    def rename(self, path: str, target: str) -> None:
        """Put a file in the place of another, in one step."""
        with self._told(target) as sftp:
            sftp.posix_rename(self._at(path), self._at(target))

    def delete(self, path: str) -> None:
        """Take a file away."""
        with self._told(path) as sftp:
            sftp.remove(self._at(path))

    def make_folder(self, path: str) -> None:
        """Make a folder that is not there. The server only says that it failed, so we look why."""
        with self._told(path) as sftp:
            try:
                sftp.mkdir(self._at(path))
            except OSError as error:
                if error.errno is None and self._is_there(sftp, path):
                    raise Occupied(wording.occupied(self._account.location, path)) from error
                raise

    def remove_folder(self, path: str) -> None:
        """Take an empty folder away."""
        with self._told(path) as sftp:
            try:
                sftp.rmdir(self._at(path))
            except OSError as error:
                if error.errno is None and sftp.listdir(self._at(path)):
                    raise Occupied(wording.occupied(self._account.location, path)) from error
                raise

    def _at(self, path: str) -> str:
        return posixpath.join(self._account.path, path) if path else self._account.path

    def _is_there(self, sftp: paramiko.SFTPClient, path: str) -> bool:
        with suppress(FileNotFoundError):
            sftp.lstat(self._at(path))
            return True
        return False

    @contextmanager
    def _told(self, path: str) -> Iterator[paramiko.SFTPClient]:
        """The line; what goes wrong on it is told apart."""
        where = self._account.location
        try:
            yield self._line()
        except (EOFError, paramiko.SSHException, TimeoutError, ConnectionError) as error:
            self.close()
            raise Passing(cut(where)) from error
        except UnicodeDecodeError as error:
            raise PublishError(
                wording.refused(where, path, Text("Name nicht in UTF-8", "name not in UTF-8"))
            ) from error
        except OSError as error:
            if self._is_cut():
                self.close()
                raise Passing(cut(where)) from error
            if error.errno is not None:
                raise failure_of(error, where, path) from error
            raise PublishError(wording.refused_by_server(where, path, str(error))) from error

    def _is_cut(self) -> bool:
        transport = self._client.get_transport() if self._client else None
        return transport is None or not transport.is_active()

    def _line(self) -> paramiko.SFTPClient:
        if self._sftp is None or self._is_cut():
            self.close()
            self._client = _connect(self._account)
            self._sftp = self._client.open_sftp()
            channel = self._sftp.get_channel()
            if channel is not None:
                channel.settimeout(_ANSWER_TIMEOUT_S)
        return self._sftp


def _connect(account: Account) -> paramiko.SSHClient:
    """A line to the server that ``known_hosts`` knows. Raises ``PublishError`` for any other, or ``Passing``."""
    client, where = paramiko.SSHClient(), account.location
    client.set_missing_host_key_policy(paramiko.RejectPolicy())
    config = _read_config(account.host)
    named = [path for path in config.get("identityfile", []) if Path(path).is_file()]
    keys: Any = str(account.key) if account.key else named or None  # a list may be given, the types know of none
    try:
        client.load_host_keys(str(account.known_hosts))
        client.connect(
            config.get("hostname", account.host),
            account.port or int(config.get("port", 22)),
            account.user or config.get("user"),
            account.password or None,
            key_filename=keys,
            passphrase=account.passphrase or None,
            allow_agent=account.key is None,
            look_for_keys=account.key is None,
            timeout=_CONNECT_TIMEOUT_S,
            banner_timeout=_CONNECT_TIMEOUT_S,
            auth_timeout=_CONNECT_TIMEOUT_S,
        )
    except paramiko.BadHostKeyException as error:
        client.close()
        raise PublishError(wording.other_key(where)) from error
    except (paramiko.AuthenticationException, paramiko.PasswordRequiredException) as error:
        client.close()
        raise Denied(wording.not_let_in(where)) from error
    except paramiko.SSHException as error:
        client.close()
        if "not found in known_hosts" in str(error):  # paramiko has no class for it
            raise PublishError(wording.unknown_key(where, account.known_hosts)) from error
        if "No authentication methods" in str(error) or "private key" in str(error):
            raise Denied(wording.not_let_in(where)) from error
        raise Passing(cut(where)) from error
    except (OSError, EOFError, ValueError) as error:
        client.close()
        if getattr(error, "filename", None):
            raise PublishError(wording.no_key_file(where, str(error.filename))) from error  # type: ignore[union-attr]
        raise Passing(cut(where)) from error
    return client


def _read_config(host: str) -> paramiko.SSHConfigDict:
    """What the settings of ssh say of a host."""
    path = Path("~/.ssh/config").expanduser()
    try:
        return paramiko.SSHConfig.from_path(str(path)).lookup(host)
    except OSError:
        return paramiko.SSHConfigDict()
    except paramiko.ssh_exception.ConfigParseError as error:
        raise PublishError(
            wording.refused(host, str(path), Text(harmless(str(error)), harmless(str(error))))
        ) from error


def _entry(said: paramiko.SFTPAttributes) -> Entry:
    mode = said.st_mode or 0
    kind = Kind.FILE if S_ISREG(mode) else Kind.FOLDER if S_ISDIR(mode) else Kind.OTHER
    return Entry(kind, said.st_size or 0)
