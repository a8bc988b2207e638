"""Real servers on loopback that serve a folder: OpenSSH and WsgiDAV."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread

import paramiko

PASSWORD = "a-password-that-nobody-may-see"
_CONFIG = """
Port {port}
ListenAddress 127.0.0.1
HostKey {place}/host_key
AuthorizedKeysFile {place}/authorized_keys
PidFile none
StrictModes no
UsePAM no
PermitRootLogin yes
PasswordAuthentication no
Subsystem sftp internal-sftp
"""


@contextmanager
def sftp_server(place: Path) -> Iterator[Mapping[str, str]]:
    """An SSH server with a key of its own and one for us; what the environment is to say of it."""
    host_key, key = paramiko.ECDSAKey.generate(), paramiko.ECDSAKey.generate()
    host_key.write_private_key_file(str(place / "host_key"))
    key.write_private_key_file(str(place / "key"))
    port = _free_port()
    (place / "authorized_keys").write_text(f"{key.get_name()} {key.get_base64()}\n", "ascii")
    (place / "known_hosts").write_text(f"[127.0.0.1]:{port} {host_key.get_name()} {host_key.get_base64()}\n", "ascii")
    (place / "config").write_text(_CONFIG.format(port=port, place=place), "utf-8")
    if os.getuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)  # without it none starts as root
    process = subprocess.Popen(["/usr/sbin/sshd", "-D", "-e", "-f", str(place / "config")], stderr=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield {
            "SFTP_HOST": "127.0.0.1",
            "SFTP_PORT": str(port),
            "SFTP_KNOWN_HOSTS": str(place / "known_hosts"),
            "SFTP_KEY": str(place / "key"),
        }
    finally:
        process.terminate()
        process.wait(10)


@contextmanager
def webdav_server(served: Path, port: int = 0) -> Iterator[Mapping[str, str]]:
    """A WebDAV server with one account, on a port that it had before or a new one; what the environment is to say."""
    from cheroot import wsgi  # not there where the unit tests alone are run
    from wsgidav.fs_dav_provider import FilesystemProvider
    from wsgidav.wsgidav_app import WsgiDAVApp

    settings = {
        "provider_mapping": {"/": FilesystemProvider(str(served))},
        "simple_dc": {"user_mapping": {"*": {"town": {"password": PASSWORD}}}},
        "http_authenticator": {"accept_basic": True, "accept_digest": False, "default_to_digest": False},
        "logging": {"enable": False},
        "verbose": 0,
    }
    server = wsgi.Server(("127.0.0.1", port), WsgiDAVApp(settings))
    server.prepare()
    thread = Thread(target=server.serve)
    thread.start()
    try:
        yield {
            "WEBDAV_URL": f"http://127.0.0.1:{server.bind_addr[1]}",
            "WEBDAV_USER": "town",
            "WEBDAV_PASSWORD": PASSWORD,
        }
    finally:
        server.stop()
        thread.join(10)


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def _wait_for(port: int) -> None:
    for _ in range(100):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise AssertionError("no SSH server came up")
