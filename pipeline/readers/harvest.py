"""The place where a town publishes to all that a harvester sees there in two visits; never raises for what it finds."""

from __future__ import annotations

import hashlib
import ipaddress
import socket
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from urllib.parse import urlsplit

import requests
from requests.utils import get_environ_proxies

from pipeline.answer import TooMuch, TooSlow, pass_on
from pipeline.model.errors import ConfigError, OutsideWorldError
from pipeline.model.graph import Triple
from pipeline.model.harvest import Harvest, HarvestLimits, Place, Reply, Trouble, Visit, Wanted
from pipeline.model.report import NOTHING, Text
from pipeline.readers.as_promised import unlike
from pipeline.readers.catalog import ACCEPT, read_catalog
from pipeline.readers.web import NO_HEADERS, Page, Unreached, ask, reason_of

_LIMITS = HarvestLimits()
_SMALL_BYTES = 1_000_000
MANIFEST, ROBOTS = "current/edition.json", "/robots.txt"


@dataclass(frozen=True)
class _Harvester:
    """Who asks: within limits, all in all until ``until``, and no private address but on the host that was named."""

    place: Place
    named_host: str
    limits: HarvestLimits
    until: float

    def fetch(
        self,
        address: str,
        *,
        accept: str = "*/*",
        promised: str = "",
        headers: Mapping[str, str] = NO_HEADERS,
        keep: bool = False,
        max_bytes: int = 0,
    ) -> Reply:
        """What an address answers, read to its end. ``promised`` is the media type that its bytes are held to."""
        left, limits, target = self.until - time.monotonic(), self.limits, self.place.to_ask(address)
        nothing = Reply(target)
        if left <= 0:
            return replace(nothing, trouble=Trouble.OUT_OF_TIME, why=_OUT_OF_TIME)
        try:
            response = ask(target, "GET", accept=accept, timeout_s=min(limits.timeout_s, left), headers=headers,
                           refuse=self._refuse)  # fmt: skip
        except Unreached as error:
            return replace(nothing, trouble=error.trouble, why=error.why)
        with response:
            return self._read(
                response, nothing, promised, keep=keep, max_bytes=max_bytes or limits.max_bytes, left=left
            )

    def _read(
        self, response: requests.Response, reply: Reply, promised: str, *, keep: bool, max_bytes: int, left: float
    ) -> Reply:
        taken = _Taken(max_bytes if keep else self.limits.read_bytes)
        trouble, why = None, NOTHING
        try:
            pass_on(response, taken.take, max_bytes=max_bytes, within_s=min(self.limits.deadline_s, left))
        except TooMuch:
            trouble, why = Trouble.TOO_LARGE, _too_large(max_bytes)
        except TooSlow:
            trouble, why = Trouble.TOO_SLOW, _TOO_SLOW
        except (OSError, ValueError) as error:
            trouble, why = Trouble.BROKEN_OFF, _broken_off(error)
        headers = response.headers
        content = bytes(taken.content)
        is_read = taken.size == len(content)
        is_whole = trouble is None and response.status_code == requests.codes.ok
        return replace(
            reply,
            url=response.url,
            status=response.status_code,
            media_type=headers.get("Content-Type", "").partition(";")[0].strip().lower(),
            size=taken.size,
            sha256=taken.digest.hexdigest(),
            etag=headers.get("ETag", ""),
            last_modified=headers.get("Last-Modified", ""),
            trouble=trouble,
            why=why,
            fault=unlike(content, promised) if promised and is_whole and is_read else NOTHING,
            is_read=is_read,
            content=content if keep else b"",
        )

    def _refuse(self, target: str) -> None:
        """Raises for an address of a private network: a catalog is no guide to the servers within a town hall."""
        host = urlsplit(target).hostname or ""
        if host == self.named_host or get_environ_proxies(target):
            return
        if any(not address.is_global for address in _resolved(host)):
            raise Unreached(Trouble.PRIVATE, _PRIVATE, _PRIVATE)

    def catalog(self, address: str, accept: str) -> tuple[Reply, tuple[Triple, ...]]:
        """The catalog at an address, with all its pages. Of several pages the one that failed is told."""
        kept: list[Reply] = []

        def page(url: str, /, *, accept: str, max_bytes: int) -> Page:
            reply = self.fetch(url, accept=accept, keep=True, max_bytes=max_bytes)
            kept.append(reply)
            if not reply.is_whole:
                raise OutsideWorldError(reply.why)
            return Page(reply.url, reply.media_type, reply.content)

        try:
            triples = read_catalog(self.place.to_ask(address), accept=accept, fetch=page)
            return kept[0], triples
        except ConfigError as error:
            return replace(kept[-1], fault=error.message), ()
        except OutsideWorldError as error:  # too many pages, or one on another host
            last = kept[-1]
            return (last if not last.is_whole else replace(last, fault=error.message)), ()

    def all_of(self, asked: Mapping[str, Callable[[], Reply]]) -> dict[str, Reply]:
        """What several addresses answer, a few at once."""
        with ThreadPoolExecutor(self.limits.at_once) as pool:
            return dict(zip(asked, pool.map(lambda each: each(), asked.values()), strict=True))


class _Taken:
    """The bytes of an answer as they come: all of them counted, the first kept."""

    def __init__(self, keep: int) -> None:
        self.digest, self.size, self.content, self._keep = hashlib.sha256(), 0, bytearray(), keep

    def take(self, chunk: bytes) -> None:
        """One piece more."""
        self.digest.update(chunk)
        self.size += len(chunk)
        if len(self.content) < self._keep:
            self.content += chunk


def harvest(
    place: Place,
    address: str,
    name: str,
    find: Callable[[Iterable[Triple]], Wanted],
    *,
    named_host: str = "",
    limits: HarvestLimits = _LIMITS,
) -> Harvest:
    """What a harvester sees of the catalog at an address, which is called ``name``; ``find`` tells what it leads to.

    ``named_host`` is the one host that may lie in a private network.
    """
    asking = _Harvester(place, named_host, limits, time.monotonic() + limits.whole_s)
    reply, triples = asking.catalog(address, ACCEPT)
    if not triples:
        return Harvest(place, Visit(reply), Visit(reply), Wanted())
    wanted = find(triples)
    first = Visit(reply, triples, asking.all_of(_first(asking, wanted)))
    hosts = sorted({_root_of(place.to_ask(each)) for each in (address, *(file.address for file in wanted.promised))})
    robots = {host: asking.fetch(host + ROBOTS, keep=True, max_bytes=_SMALL_BYTES) for host in hosts}
    manifest = asking.fetch(place.asked + MANIFEST, keep=True, max_bytes=_SMALL_BYTES)
    negotiated, described = asking.catalog(name, "text/turtle, application/rdf+xml;q=0.9, application/ld+json;q=0.8")
    again, triples_again = asking.catalog(address, ACCEPT)
    changed = asking.all_of(_again(asking, wanted, first))
    return Harvest(place, first, Visit(again, triples_again), wanted, changed, negotiated, described, robots, manifest)


def _first(asking: _Harvester, wanted: Wanted) -> Mapping[str, Callable[[], Reply]]:
    """Ask for every address, as far as the limit goes; of the others that they were not asked."""
    types = {file.address: file.media_type or "?" for file in wanted.promised}
    most = asking.limits.addresses
    asked = {each: partial(asking.fetch, each, promised=types.get(each, "")) for each in wanted.addresses[:most]}
    why = Text(f"mehr als {most} Adressen werden nicht gefragt", f"no more than {most} addresses are asked")
    others = wanted.addresses[most:]
    return {**asked, **{each: partial(Reply, each, trouble=Trouble.TOO_MANY, why=why) for each in others}}


def _again(asking: _Harvester, wanted: Wanted, first: Visit) -> Mapping[str, Callable[[], Reply]]:
    """Ask for each file a second time, and only for what has changed, as a harvester does."""
    replies = {file.address: first.replies[file.address] for file in wanted.promised}
    whole = {address: reply for address, reply in replies.items() if reply.is_whole}
    return {each: partial(asking.fetch, each, headers=_only_if_changed(reply)) for each, reply in whole.items()}


def _only_if_changed(reply: Reply) -> Mapping[str, str]:
    told = {"If-None-Match": reply.etag, "If-Modified-Since": reply.last_modified}
    return {name: value for name, value in told.items() if value}


def _root_of(address: str) -> str:
    scheme, host, *_ = urlsplit(address)
    return f"{scheme}://{host}"


def _resolved(host: str) -> list[ipaddress.IPv4Address | ipaddress.IPv6Address]:
    """The addresses of a host; none where nobody knows it, which asking it will tell."""
    try:
        return [ipaddress.ip_address(str(found[4][0]).partition("%")[0]) for found in socket.getaddrinfo(host, None)]
    except (OSError, ValueError, UnicodeError):
        return []


def _too_large(most: int) -> Text:
    number = most // 1_000_000
    return Text(f"mehr als {number} MB werden nicht gelesen", f"no more than {number} MB are read")


def _broken_off(error: Exception) -> Text:
    _, why = reason_of(error)
    return Text(f"die Antwort brach ab ({why.de})", f"the answer broke off ({why.en})")


_TOO_SLOW = Text("sie kam in der Zeit nicht zu Ende", "it did not end in time")
_OUT_OF_TIME = Text("die Zeit der Probe war um", "the time of the rehearsal was over")
_PRIVATE = Text(
    "sie liegt in einem privaten Netz, das nur gefragt wird, wenn --at es nennt",
    "it lies in a private network, which is asked only where --at names it",
)
