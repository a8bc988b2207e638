"""Real web servers on this machine, each for what a town publishes, on a free port of loopback, ended by its own id."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from tempfile import TemporaryDirectory

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from pipeline.model.formats import FORMATS

NGINX, APACHE = "/usr/sbin/nginx", "/usr/sbin/apache2"
_APACHE_MODULES = Path("/usr/lib/apache2/modules")
_TYPES = {**{each.suffix: each.media_type for each in FORMATS.values()}, "css": "text/css", "js": "text/javascript",
          "svg": "image/svg+xml", "atom": "application/atom+xml", "xml": "application/xml"}  # fmt: skip

TYPES_BY_SUFFIX = {suffix: kind for suffix, kind in _TYPES.items() if "." not in suffix}
"""Media types by the last ending of a name, which is all that servers look at."""


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextmanager
def running(command: Sequence[str], port: int, log: Path) -> Iterator[None]:
    """A server while it is needed; it answers when this begins, and is gone when this ends."""
    with log.open("wb") as said:
        server = subprocess.Popen(command, stdout=said, stderr=said, stdin=subprocess.DEVNULL)
    try:
        _wait_for(server, port, log)
        yield
    finally:
        server.terminate()
        server.wait(20)


def _wait_for(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    for _ in range(400):
        if server.poll() is not None:
            break
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise AssertionError(f"{server.args!r} does not answer: {log.read_text('utf-8', 'replace')}")


@contextmanager
def plain_files(public: Path, work: Path) -> Iterator[str]:
    """Python's own server of files; its address."""
    port = free_port()
    command = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1", "--directory", str(public)]
    with running(command, port, work / "http.log"):
        yield f"http://127.0.0.1:{port}/"


@contextmanager
def nginx(work: Path, body: str, port: int) -> Iterator[None]:
    """nginx with what stands in ``http { … }``."""
    work.mkdir(parents=True, exist_ok=True)
    paths = "\n".join(
        f"    {name}_temp_path {work}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    config = work / "nginx.conf"
    config.write_text(
        f"daemon off;\nmaster_process off;\npid {work}/pid;\nerror_log {work}/error.log;\n"
        f"events {{ worker_connections 256; }}\nhttp {{\n{paths}\n    access_log off;\n{body}\n}}\n",
        "utf-8",
    )
    with running([NGINX, "-p", str(work), "-c", str(config)], port, work / "nginx.log"):
        yield


def with_types() -> str:
    """The media types of what is published, as nginx is told them."""
    lines = "\n".join(f"        {kind} {suffix};" for suffix, kind in TYPES_BY_SUFFIX.items())
    exact = "        location ~ \\.csv-metadata\\.json$ { types { } default_type application/csvm+json; }"
    return f"        types {{\n{lines}\n        }}\n{exact}"


@contextmanager
def apache(work: Path, body: str, port: int) -> Iterator[None]:
    """Apache with a configuration of its own, and the modules that the supplied rules may need."""
    work.mkdir(parents=True, exist_ok=True)
    names = ("mpm_event", "authz_core", "mime", "dir", "alias", "rewrite", "headers", "negotiation", "setenvif", "env")
    there = [name for name in names if (_APACHE_MODULES / f"mod_{name}.so").is_file()]
    loaded = "\n".join(f"LoadModule {name}_module {_APACHE_MODULES}/mod_{name}.so" for name in there)
    user = "User www-data\nGroup www-data\n" if os.geteuid() == 0 else ""
    config = work / "apache.conf"
    config.write_text(
        f"ServerRoot {work}\nServerName 127.0.0.1\nListen 127.0.0.1:{port}\nPidFile {work}/pid\n{loaded}\n{user}"
        f"ErrorLog {work}/error.log\nTypesConfig /dev/null\nKeepAlive On\nMaxKeepAliveRequests 0\n{body}\n",
        "utf-8",
    )
    with running([APACHE, "-DFOREGROUND", "-f", str(config)], port, work / "apache.log"):
        yield


@contextmanager
def copy_for_all(public: Path) -> Iterator[Path]:
    """What is published once more, where a server that gives up its rights can read it, too.

    Not among the folders of pytest: each session shuts these to others, those of a session that runs beside it as well.
    """
    with TemporaryDirectory(prefix="published-") as name:
        folder = Path(shutil.copytree(public, Path(name) / "public", symlinks=True))
        for path in (folder.parent, folder, *folder.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)
        yield folder


# Certificates


class Authority:
    """Who issues certificates in a test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Pruefstelle")])
        self.certificate = folder / "authority.pem"
        issued = self._builder(self._name, self._key).add_extension(x509.BasicConstraints(ca=True, path_length=0), True)
        self.certificate.write_bytes(issued.sign(self._key, SHA256()).public_bytes(Encoding.PEM))

    def _builder(self, name: x509.Name, key: ec.EllipticCurvePrivateKey, *, days: int = 10) -> x509.CertificateBuilder:
        now = datetime.now(UTC)
        ends = now + timedelta(days=days)
        builder = x509.CertificateBuilder().subject_name(name).issuer_name(self._name).public_key(key.public_key())
        dated = builder.not_valid_before(min(now, ends) - timedelta(days=1)).not_valid_after(ends)
        return dated.serial_number(x509.random_serial_number())

    def issue(self, host: str, *, days: int = 10) -> tuple[Path, Path]:
        """A certificate for a host, and its key; one of fewer than no days has expired."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)])
        alternative = x509.IPAddress(ip_address(host)) if host[0].isdigit() else x509.DNSName(host)
        builder = self._builder(name, key, days=days).add_extension(x509.SubjectAlternativeName([alternative]), False)
        certificate, secret = self.folder / f"{host}{days}.pem", self.folder / f"{host}{days}.key"
        certificate.write_bytes(builder.sign(self._key, SHA256()).public_bytes(Encoding.PEM))
        secret.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        return certificate, secret


def https(public: Path, port: int, certificate: Path, key: Path) -> str:
    """A server of nginx that gives files over TLS, with the media types that the catalog tells."""
    return (
        f"    server {{\n        listen 127.0.0.1:{port} ssl;\n        ssl_certificate {certificate};\n"
        f"        ssl_certificate_key {key};\n        root {public};\n        absolute_redirect off;\n"
        f"{with_types()}\n    }}"
    )
