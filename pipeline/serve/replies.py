"""Bytes, or a refusal, to a response with all that a client must be told beside them."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from pipeline.model.report import Text
from pipeline.serve.accept import choose_language, choose_type, takes_gzip
from pipeline.serve.media_types import can_shrink, content_type_of

LANGUAGES = ("de", "en")
_SMALLEST_TO_PACK = 500


def reply(
    request: Request,
    content: bytes,
    media_type: str,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    modified: float | None = None,
) -> Response:
    """The content, packed where the client unpacks it; 304 where it has it already.

    The entity tag is the digest of what is sent: of packed bytes it is another than of plain ones, and a page that
    says the same after a new edition keeps its own.
    """
    told = {"Content-Type": content_type_of(media_type), **(headers or {})}
    if len(content) >= _SMALLEST_TO_PACK and can_shrink(media_type):
        told["Vary"] = ", ".join(filter(None, (told.get("Vary"), "Accept-Encoding")))
        if takes_gzip(request.headers.get("accept-encoding", "")):
            content = gzip.compress(content, compresslevel=6, mtime=0)
            told["Content-Encoding"] = "gzip"
    told["ETag"] = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    if modified is not None:
        told["Last-Modified"] = format_datetime(datetime.fromtimestamp(int(modified), UTC), usegmt=True)
    if status == 200 and _has_it(request, told):
        return Response(status_code=304, headers=_without_content(told))
    return Response(content, status, told)


def _has_it(request: Request, told: Mapping[str, str]) -> bool:
    """Whether the client has these bytes already; a tag says so more surely than a moment (RFC 9110, 13.2.2)."""
    tags = request.headers.get("if-none-match")
    if tags is not None:
        return tags.strip() == "*" or told["ETag"] in (tag.strip().removeprefix("W/") for tag in tags.split(","))
    since = request.headers.get("if-modified-since")
    if since is None or "Last-Modified" not in told:
        return False
    try:
        return parsedate_to_datetime(told["Last-Modified"]) <= parsedate_to_datetime(since)
    except (ValueError, TypeError):  # no date at all, or one without a zone
        return False


def _without_content(told: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in told.items() if not name.startswith("Content-")}


def see_other(address: str, *, headers: Mapping[str, str] | None = None) -> Response:
    """303: the answer to this stands elsewhere on this server."""
    return Response(status_code=303, headers={"Location": address, **(headers or {})})


def refuse(request: Request, status: int, said: Text, *, headers: Mapping[str, str] | None = None) -> Response:
    """What was not done and why, as text, in the language that the client asks for; in both where it asks for none."""
    asked = request.headers.get("accept-language", "")
    text = said.in_("en" if choose_language(asked, LANGUAGES) == "en" else "de") if asked else f"{said.de}\n{said.en}"
    told = {"Content-Type": "text/plain; charset=utf-8", "Vary": "Accept-Language", **(headers or {})}
    return Response(f"{text}\n".encode(), status, told)


def wants_page(request: Request) -> bool:
    """Whether a client would rather read a page than a line of text."""
    return choose_type(request.headers.get("accept", ""), ("text/plain", "text/html")) == "text/html"


def links(entries: Iterable[tuple[str, Mapping[str, str]]]) -> dict[str, str]:
    """Addresses with what each is, as the header ``Link`` (RFC 8288); nothing where there are none."""
    told = [
        "; ".join((f"<{quote(address, safe=_KEPT)}>", *(f'{name}="{value}"' for name, value in attributes.items())))
        for address, attributes in entries
    ]
    return {"Link": ", ".join(told)} if told else {}


_KEPT = "%:/?#[]@!$&'()*+,;=~"
