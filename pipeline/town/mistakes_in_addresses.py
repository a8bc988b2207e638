"""What of a town's addresses cannot be meant: its ``Dataset`` in, mistakes with their keys out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict
from itertools import chain

from pipeline.model.dataset import Dataset, Iris, Publisher
from pipeline.model.graph import iri
from pipeline.model.known_as import gnd_check, gnd_id, wikidata_id
from pipeline.model.report import Text
from pipeline.town.addresses import misread
from pipeline.town.mistakes_in_columns import Mistake, expected


def mistakes_in_addresses(dataset: Dataset) -> Iterator[Mistake]:
    """Those in IRIs, in addresses of the web, in numbers of the publisher elsewhere and in mailboxes."""
    return chain(
        _of_iris(dataset.iris), _of_addresses(dataset), _of_identifiers(dataset.publisher), _of_mailboxes(dataset)
    )


def _of_iris(iris: Iris) -> Iterator[Mistake]:
    if not iris.base.isascii():
        yield "iris.base", _NOT_ASCII
    elif not re.fullmatch(rf"https?://{_HOST}/({_SIGN}+/)*", iris.base) or _DOTS.search(iris.base):
        yield "iris.base", _NO_BASE
    owners: dict[str, str] = {}
    for name, path in asdict(iris).items():
        if name == "base":
            continue
        if not re.fullmatch(rf"({_SIGN}+/)*{_SIGN}*", path) or not path or _DOTS.search(f"/{path}"):
            yield f"iris.{name}", _NO_PATH
        if (owner := owners.setdefault(path, name)) != name:
            yield f"iris.{name}", Text(f"steht schon unter „{owner}“", f'stands under "{owner}" already')
        for other in _KEYED:
            if path and path != getattr(iris, other) and path.startswith(getattr(iris, other) or " "):
                yield f"iris.{name}", _among(other)


def _among(kind: str) -> Text:
    """Some key could give two things one name."""
    return Text(f"liegt unter dem Pfad von „{kind}“", f'lies below the path of "{kind}"')


_KEYED = ("project", "field", "thesis", "organization", "dataset", "indicator", "goal")

_LABEL = r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?"
_PORT = r"(:(6553[0-5]|655[0-2][0-9]|65[0-4][0-9]{2}|6[0-4][0-9]{3}|[1-5]?[0-9]{1,4}))?"
_HOST = rf"{_LABEL}(\.{_LABEL})*{_PORT}"
_SIGN = r"(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})"
_DOTS = re.compile(r"/\.{1,2}(?:/|$)")
_NOT_ASCII = Text(
    "nur Zeichen ohne Umlaute und Akzente, damit jedes Programm die Adresse lässt, wie sie ist",
    "it must be plain ASCII, so that every tool leaves it alone",
)
_NO_BASE = Text(
    "erwartet wird eine Adresse, die mit https:// beginnt und mit einem Schrägstrich endet, ohne Sonderzeichen",
    "it must begin with https:// and end with a slash, with the signs of an address between",
)
_NO_PATH = Text(
    "erwartet wird ein Stück einer Adresse, zum Beispiel „projekt/“", 'expected a part of an address such as "projekt/"'
)


def _of_addresses(dataset: Dataset) -> Iterator[Mistake]:
    addresses = {
        "license": dataset.license,
        "publisher.homepage": dataset.publisher.homepage,
        "publisher.iri": dataset.publisher.iri,
        "contact.url": dataset.contact.url,
        "catalog.site": dataset.catalog.site,
        "catalog.sparql": dataset.catalog.sparql,
        "oparl.url": dataset.oparl.url,
        "site.imprint_url": dataset.site.imprint_url,
        "site.privacy_url": dataset.site.privacy_url,
        "destinations.ckan.url": dataset.destinations.ckan.url,
        "destinations.webdav.url": dataset.destinations.webdav.url,
        "destinations.sparql.query": dataset.destinations.sparql.query,
        "destinations.sparql.update": dataset.destinations.sparql.update,
        "destinations.sparql.graph_store": dataset.destinations.sparql.graph_store,
    }
    for key, address in addresses.items():
        if (address or key == "license") and not _ADDRESS.fullmatch(address):
            yield (
                key,
                expected(
                    "eine Adresse, die mit https:// beginnt", "an address that begins with https://", told(address)
                ),
            )
        elif key in _FOLDERS and re.search("[?#]", address):
            like = _FOLDERS[key]
            yield key, expected(f"eine Adresse wie {like}", f"an address such as {like}", told(address))
        else:
            yield from ((key, words) for words in misread(address))
    pages = (dataset.publisher.homepage, dataset.catalog.site)
    if dataset.publisher.iri and iri(dataset.publisher.iri) in map(iri, pages):
        yield "publisher.iri", _NO_BODY


# To a reasoner nothing is at once an organization and a page.
_NO_BODY = Text(
    "das ist die Adresse einer Webseite, und die Stadt ist keine; lassen Sie den Eintrag weg, oder nennen Sie eine"
    " Kennung wie https://stadt.example/#stadt",
    "this is the address of a page, and a town is none; leave it out, or give an identifier such as"
    " https://town.example/#town",
)


# A host may have umlauts; nobody's name or password stands before it.
_ADDRESS = re.compile(rf"https?://\w([\w-]*\w)?(\.\w([\w-]*\w)?)*{_PORT}(/[^\s<>\"{{}}|\\^`]*)?")
_FOLDERS = {
    "catalog.site": "https://data.town.example/",
    "destinations.ckan.url": "https://portal.example",
    "destinations.webdav.url": "https://dav.town.example/www",
}


def _of_identifiers(publisher: Publisher) -> Iterator[Mistake]:
    """What the publisher is known as in Wikidata and in the GND, whose numbers end in a check digit."""
    if publisher.wikidata and not wikidata_id(publisher.wikidata):
        german, english = "eine Nummer wie Q64 oder ihre Adresse bei Wikidata,", "a number such as Q64 or its address,"
        yield "publisher.wikidata", expected(german, english, publisher.wikidata)
    number = gnd_id(publisher.gnd)
    if publisher.gnd and not number:
        german, english = "eine Nummer wie 4005728-8 oder ihre Adresse bei d-nb.info,", "a number such as 4005728-8,"
        yield "publisher.gnd", expected(german, english, publisher.gnd)
    elif number and (check := gnd_check(number)) != number[-1]:
        yield (
            "publisher.gnd",
            Text(
                f"{number} ist keine Nummer der GND: die letzte Stelle müsste {check} sein. Prüfen Sie alle Ziffern",
                f"{number} is no number of the GND: its check digit would be {check}. Look at all of its digits",
            ),
        )


def _of_mailboxes(dataset: Dataset) -> Iterator[Mistake]:
    mailboxes = [("contact.email", dataset.contact.email)]
    mailboxes += [("site.feedback", dataset.site.feedback), ("site.accessibility", dataset.site.accessibility)]
    mailboxes += [("privacy.role_mailboxes", address) for address in dataset.privacy.role_mailboxes]
    for key, address in mailboxes:
        if address and not MAILBOX.fullmatch(address):
            yield key, expected(*NO_MAILBOX, address)


NO_MAILBOX = ("eine E-Mail-Adresse wie digital@stadt.example", "an address such as digital@town.example")
MAILBOX = re.compile(r"[^\s@:;,<>\"{}|\\^`?#/]+@(\w([\w-]*\w)?\.)+\w([\w-]*\w)?")


def told(address: str) -> str:
    """As much of an address as may be told: what stands before its server and behind it is often what opens it.

    >>> told("https://amt:geheim@cloud.example/s/geheim?a=b")
    'https://cloud.example…'
    >>> told("https://cloud.example/"), told("/sparql")
    ('https://cloud.example/', '/sparql')
    """
    if address.startswith("/"):  # a place on a server that it does not name
        return address
    found = re.match(r"(\w+:/*)?(?:.*@)?([^/?#]*)", address, re.DOTALL)
    start = f"{found[1] or ''}{found[2]}" if found else ""
    return address if start == address.removesuffix("/") else f"{start}…"
