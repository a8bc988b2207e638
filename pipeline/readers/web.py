"""An address on the web to its answer: in time, after five redirects at most, and by http or https alone."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

import requests

from pipeline.answer import TooMuch, TooSlow, read_answer
from pipeline.model.errors import OutsideWorldError
from pipeline.model.report import Text

MAX_REDIRECTS = 5
_AGENT = "digitalstrategie (roadmap score)"


class Page(NamedTuple):
    """What an address gave: the address after all redirects, the media type and the bytes."""

    url: str
    media_type: str
    content: bytes


def fetch_page(
    url: str, *, accept: str, max_bytes: int, timeout_s: float = 30, deadline_s: float = 300, host: str = ""
) -> Page:
    """The page at an address. ``deadline_s`` is for those who send a byte now and then for ever.

    Where a ``host`` is given, no redirect leads to another one.
    """
    with ask(url, "GET", accept=accept, timeout_s=timeout_s, host=host) as response:
        if response.status_code != requests.codes.ok:
            status = response.status_code
            raise OutsideWorldError(
                Text(f"{url}: Der Server antwortet mit {status}", f"{url}: the server answered {status}")
            )
        media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        return Page(response.url, media_type, _content(response, url, max_bytes, deadline_s))


def _content(response: requests.Response, url: str, max_bytes: int, within_s: float) -> bytes:
    try:
        return read_answer(response, max_bytes=max_bytes, within_s=within_s)
    except TooMuch as error:
        most = max_bytes // 1_000_000
        raise OutsideWorldError(
            Text(
                f"{url}: ist größer als die erlaubten {most} MB", f"{url}: is larger than {most} MB, which is the limit"
            )
        ) from error
    except TooSlow as error:
        raise OutsideWorldError(Text(f"{url}: hat zu lange gedauert", f"{url}: took too long")) from error
    except (OSError, ValueError) as error:
        why = _reason(error)
        raise OutsideWorldError(Text(f"{url}: ist abgebrochen ({why.de})", f"{url}: broke off ({why.en})")) from error


def ask(url: str, method: str, *, accept: str = "*/*", timeout_s: float, host: str = "") -> requests.Response:
    """The answer of an address, its body yet unread; the caller closes it."""
    target = url
    with requests.Session() as session:
        for _ in range(MAX_REDIRECTS + 1):
            try:
                if urlsplit(target).scheme not in ("http", "https"):
                    raise OutsideWorldError(
                        Text(
                            f"{url}: Nur Adressen mit http oder https werden gefragt",
                            f"{url}: only addresses with http or https are asked",
                        )
                    )
                if host and urlsplit(target).netloc != host:
                    raise OutsideWorldError(
                        Text(f"{url}: leitet auf einen anderen Server weiter", f"{url}: leads to another server")
                    )
                headers = {"Accept": accept, "User-Agent": _AGENT}
                response = session.request(
                    method, target, headers=headers, timeout=timeout_s, stream=True, allow_redirects=False
                )
                location = session.get_redirect_target(response)
                if location is None:
                    return response
                response.close()
                target = urljoin(target, location)
            except (OSError, ValueError) as error:
                why = _reason(error)
                raise OutsideWorldError(
                    Text(f"{url}: ist nicht zu erreichen ({why.de})", f"{url}: cannot be reached ({why.en})")
                ) from error
    raise OutsideWorldError(
        Text(f"{url}: leitet mehr als {MAX_REDIRECTS}-mal weiter", f"{url}: leads on more than {MAX_REDIRECTS} times")
    )


def _reason(error: Exception) -> Text:
    """Why, without the names of Python's own objects that ``requests`` tells."""
    found = (words for kind, words in _REASONS.items() if isinstance(error, kind))
    return next(found, Text("keine gültige Adresse oder Antwort", "no valid address or answer"))


_REASONS: dict[type[Exception], Text] = {
    requests.exceptions.SSLError: Text("seinem Zertifikat ist nicht zu trauen", "its certificate is not trusted"),
    requests.Timeout: Text("keine Antwort in der Zeit", "no answer in time"),
    requests.ConnectionError: Text("keine Verbindung", "no connection"),
}
