"""Where a place on the network is and what opens it: addresses that may be meant, secrets from the environment."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from urllib.parse import urlsplit

from pipeline.model.errors import ConfigError
from pipeline.model.report import Text

_LOOPBACK = ("127.0.0.1", "::1", "localhost")


def is_web_address(address: str) -> bool:
    """Whether it is http or https with a host and, if any, a port that there may be."""
    try:
        parts = urlsplit(address)
        return bool(parts.scheme in ("http", "https") and parts.hostname and (parts.port or parts.port is None))
    except ValueError:
        return False


def travels_open(address: str) -> bool:
    """Whether what is sent there can be read on the way: http to another machine."""
    parts = urlsplit(address)
    return parts.scheme == "http" and parts.hostname not in _LOOPBACK


def check_address(said: str, variable: str, setting: str, *, like: str) -> str:
    """An address that secrets may travel to, without a slash at its end. Raises ``ConfigError`` for any other.

    ``variable`` and ``setting`` are where it is said, ``like`` is what one looks like.
    """
    address = said.strip().rstrip("/")
    if not address:
        raise ConfigError(missing(variable, setting))
    is_plain = address.isascii() and address.isprintable() and not {"?", "#", " ", "\\", "@"} & set(address)
    if not is_web_address(address) or not is_plain:  # it may hold a password, so it is not repeated
        raise ConfigError(
            Text(
                f"{variable} oder dataset.toml {setting}: erwartet wird eine Adresse wie {like}, ohne Namen eines "
                "Nutzers, Umlaute und Leerzeichen prozentkodiert",
                f"{variable} or dataset.toml {setting}: expected an address such as {like}, without a user's name, "
                "umlauts and blanks percent-encoded",
            )
        )
    if travels_open(address):
        raise ConfigError(
            Text(
                f"{address}: Das Passwort ginge offen durchs Netz; verwenden Sie https://",
                f"{address}: the password would travel in the open; use https://",
            )
        )
    return address


def read_authorization(environment: Mapping[str, str], place: str) -> str:
    """What opens a place (``WEBDAV``), for its header: ``…_TOKEN``, or ``…_USER`` with ``…_PASSWORD``; nothing where
    nothing is given. Raises ``ConfigError``."""
    token, user, password = (environment.get(f"{place}_{name}", "") for name in ("TOKEN", "USER", "PASSWORD"))
    if token:
        if not (token.isascii() and token.isprintable()) or " " in token:
            raise ConfigError(Text(f"{place}_TOKEN: ist kein Token", f"{place}_TOKEN: is no token"))
        return f"Bearer {token}"
    if password and not user:
        raise ConfigError(
            Text(f"{place}_PASSWORD ist gesetzt, {place}_USER nicht", f"{place}_PASSWORD is set, {place}_USER is not")
        )
    return f"Basic {b64encode(f'{user}:{password}'.encode()).decode()}" if user else ""


def missing(variable: str, setting: str) -> Text:
    """It is not said where to publish."""
    return Text(
        f"Es fehlt, wohin: Setzen Sie {variable} oder in dataset.toml {setting}",
        f"it is not said where to: set {variable}, or in dataset.toml {setting}",
    )
