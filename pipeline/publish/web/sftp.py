"""A server with SFTP as a place for files. Its key must be known: who answers in its place gets nothing."""

from __future__ import annotations

import errno
import posixpath
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import paramiko

from pipeline.model.report import Text
from pipeline.publish.failures import Denied, Occupied, Passing, PublishError
from pipeline.publish.web import wording
from pipeline.publish.web.local import failure_of
from pipeline.publish.web.remote import Entry, Kind

_CONNECT_S, _ANSWER_S = 15, 120


@dataclass(frozen=True, slots=True)
class Account:
    """Where and as whom. Without a ``known_hosts`` that of the user holds; without ``key``, those of the user and of
    their agent, unless there is a password.
    """

    host: str
    port: int
    user: str
    path: str
    known_hosts: str = ""
    key: str = ""
    password: str = field(default="", repr=False)

    @property
    def location(self) -> str:
        """How it is called to people."""
        port = "" if self.port == paramiko.config.SSH_PORT else f":{self.port}"
        return f"sftp://{self.host}{port}{self.path}"


class Sftp:
    """A folder on a server as a ``Remote``. It is connected when it is first asked, and anew after a cut."""

    is_near = False

    def __init__(self, account: Account) -> None:
        self._account = account
        self._client: paramiko.SSHClient | None = None
        self._files: paramiko.SFTPClient | None = None

    def list(self, folder: str) -> Mapping[str, Entry]:
        """What stands in a folder, by name."""
        with self._told(folder) as files:
            found = files.listdir_attr(self._at(folder))
        return {each.filename: _entry(each) for each in found}

    def read(self, path: str) -> bytes:
        """The bytes of a file."""
        with self._told(path) as files, files.open(self._at(path), "rb") as stream:
            stream.prefetch()
            return stream.read()

    def write(self, path: str, content: bytes) -> None:
        """Write a file."""
        with self._told(path) as files, files.open(self._at(path), "wb") as stream:
            stream.set_pipelined(True)
            stream.write(content)

    def rename(self, path: str, target: str) -> None:
        """Put a file in the place of another, in one step (OpenSSH's extension posix-rename)."""
        with self._told(target) as files:
            files.posix_rename(self._at(path), self._at(target))

    def delete(self, path: str) -> None:
        """Take a file away."""
        with self._told(path) as files:
            files.remove(self._at(path))

    def make_folder(self, path: str) -> None:
        """Make a folder that is not there."""
        self._unless_there(path, lambda files: files.mkdir(self._at(path)))

    def remove_folder(self, path: str) -> None:
        """Take an empty folder away."""
        self._unless_there(path, lambda files: files.rmdir(self._at(path)))

    def close(self) -> None:
        """Hang up."""
        for each in (self._files, self._client):
            with suppress(Exception):
                if each:
                    each.close()
        self._client = self._files = None

    def _at(self, path: str) -> str:
        return posixpath.join(self._account.path, path) if path else self._account.path

    def _unless_there(self, path: str, act: Callable[[paramiko.SFTPClient], None]) -> None:
        """The protocol's third version has one failure for all: a folder that stands there explains it."""
        with self._told(path) as files:
            try:
                act(files)
            except OSError as error:
                if error.errno is None and self._stands(files, path):
                    raise Occupied(wording.occupied(self._account.location, path)) from error
                raise

    def _stands(self, files: paramiko.SFTPClient, path: str) -> bool:
        with suppress(OSError):
            files.lstat(self._at(path))
            return True
        return False

    @contextmanager
    def _told(self, path: str) -> Iterator[paramiko.SFTPClient]:
        location = self._account.location
        try:
            yield self._connected()
        except (paramiko.SSHException, EOFError, TimeoutError, ConnectionError) as error:
            self.close()
            raise Passing(wording.cut(location)) from error
        except OSError as error:
            if error.errno in _CUT or "Socket is closed" in str(error):
                self.close()
                raise Passing(wording.cut(location)) from error
            if error.errno is None:  # what the server says in words of its own
                raise PublishError(wording.refused(location, path or "/", Text(str(error), str(error)))) from error
            raise failure_of(error, location, path) from error

    def _connected(self) -> paramiko.SFTPClient:
        if self._files is None:
            self._client = _connect(self._account)
            self._files = self._client.open_sftp()
            channel = self._files.get_channel()
            if channel:
                channel.settimeout(_ANSWER_S)
        return self._files


_CUT = (errno.ECONNREFUSED, errno.ECONNRESET, errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EPIPE, errno.ETIMEDOUT)


def _connect(account: Account) -> paramiko.SSHClient:
    client = paramiko.SSHClient()
    client.set_missing_host_key_policy(paramiko.RejectPolicy())
    try:
        if account.known_hosts:
            client.load_host_keys(account.known_hosts)
        else:
            client.load_system_host_keys()
    except OSError as error:
        raise PublishError(wording.no_known_hosts(account.known_hosts)) from error
    known = bool(account.key or account.password)
    try:
        client.connect(
            account.host, account.port, account.user, account.password or None, key_filename=account.key or None,
            timeout=_CONNECT_S, banner_timeout=_CONNECT_S, auth_timeout=_CONNECT_S, allow_agent=not known,
            look_for_keys=not known,
        )  # fmt: skip
    except paramiko.BadHostKeyException as error:
        raise PublishError(wording.other_host(account.location)) from error
    except paramiko.AuthenticationException as error:
        raise Denied(wording.not_let_in(account.location, account.user)) from error
    except paramiko.SSHException as error:
        if "known_hosts" in str(error):
            raise PublishError(wording.unknown_host(account.location)) from error
        raise
    return client


def _entry(each: paramiko.SFTPAttributes) -> Entry:
    if each.st_mode is None:
        return Entry(Kind.OTHER)
    kind = Kind.FOLDER if stat.S_ISDIR(each.st_mode) else Kind.FILE if stat.S_ISREG(each.st_mode) else Kind.OTHER
    return Entry(kind, each.st_size or 0)
