"""A text without what opens other places, however that is written and cut."""

from __future__ import annotations

from base64 import b64encode
from urllib.parse import quote

import pytest

from pipeline.model.secret import MASK, secrets_in, secrets_of

SECRET = "aB3/xY+9 ä%Qw7rT"


@pytest.mark.parametrize(
    "told",
    [
        SECRET,
        SECRET[:8],
        SECRET[5:],
        quote(SECRET),
        quote(SECRET, safe=""),
        b64encode(SECRET.encode()).decode(),
        b64encode(f"amt:{SECRET}".encode()).decode()[8:],
        b64encode(f"a:{SECRET}".encode()).decode()[4:],
        SECRET.encode("unicode_escape").decode(),
    ],
)
@pytest.mark.parametrize("name", ["CKAN_TOKEN", "WEBDAV_PASSWORD", "SFTP_PASSPHRASE", "SOURCE_NEU_PASSWORD"])
def test_what_is_repeated_of_a_secret_is_masked(name: str, told: str) -> None:
    said = secrets_of({name: SECRET}).without(f"Das Portal sagt: {told} gilt nicht.")

    assert told not in said
    assert said.startswith("Das Portal sagt: ")
    assert MASK in said


@pytest.mark.parametrize("said", ["Der Server meldet 503.", "", "CKAN_TOKEN", "/srv/schluessel: nicht vorhanden"])
def test_all_else_stays_as_it_is(said: str) -> None:
    environment = {
        "CKAN_TOKEN": SECRET,
        "SFTP_KEY": "/srv/schluessel",
        "CKAN_URL": "https://daten.example",
        "A_TOKEN": "",
    }

    assert secrets_of(environment).without(said) == said


@pytest.mark.parametrize(
    "told", ["AbC123secretShare", '"AbC123secretShare-1"', "Pfad/AbC123se", b64encode(b"AbC123secretShare:x").decode()]
)
def test_a_link_that_was_shared_is_masked(told: str) -> None:
    secrets = secrets_of({}, "https://cloud.example/s/AbC123secretShare/download?key=geheimnis")

    assert MASK in secrets.without(told)
    assert secrets.without("cloud.example sagt geheimnis") == f"cloud.example sagt {MASK}"


@pytest.mark.parametrize("name", ["HTTPS_PROXY", "http_proxy", "ALL_PROXY"])
@pytest.mark.parametrize("address", ["http://amt:{}@proxy.example:3128", "http://amt:{}@[proxy.example"])
def test_the_password_of_a_proxy_is_masked(name: str, address: str) -> None:
    secrets = secrets_of({name: address.format(quote(SECRET, safe=""))})

    assert secrets.without(f"Proxy {SECRET}") == f"Proxy {MASK}"


@pytest.mark.parametrize(
    "authorization", [f"Basic {b64encode(b'amt:geheimnis').decode()}", "Bearer geheimnis", "geheimnis"]
)
def test_what_a_header_says_is_masked_in_texts_and_in_bytes(authorization: str) -> None:
    secrets = secrets_in(authorization)

    assert secrets.without("es heißt geheimnis!") == f"es heißt {MASK}!"
    assert secrets.without_whole("ä geheimnis".encode()) == f"ä {MASK}".encode()
    assert authorization.rpartition(" ")[2] not in secrets.without(authorization)
    assert "geheimnis" not in repr(secrets)


def test_a_header_that_is_none_has_no_secret() -> None:
    assert secrets_in("").without("nichts") == "nichts"
    assert secrets_in("Basic ???").without("nichts") == "nichts"
